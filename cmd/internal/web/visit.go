package web

// A visit is one request on its way to a page.

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/api"
	"convenant/cmd/internal/clock"
	"convenant/storage"
	"convenant/workflow"

	"time"
)

type visit struct {
	web       *Web
	w         http.ResponseWriter
	r         *http.Request
	route     *route
	began     time.Time
	today     workflow.Date
	session   session
	principal storage.Principal // who asks; its ID is empty for who is not known
	answered  bool
	seen      api.Seen
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// run finds the route, and refuses what may not be asked.
func (v *visit) run(list []*route) error {
	if len(list) == 0 || !api.Readable(v.r.URL.Path) {
		v.seen.Action, v.seen.Method = actionNoPath, "" // it may be anything
		v.recognise()
		return noSuchPage
	}
	method := v.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	i := slices.IndexFunc(list, func(r *route) bool { return r.method == method })
	if i < 0 {
		v.seen.Action, v.seen.Method = actionNoMethod, ""
		v.recognise()
		return noSuchMethod(list)
	}
	v.route = list[i]
	v.seen.Action = string(v.route.action)
	if err := v.web.origins.Check(v.r); err != nil {
		return crossOrigin
	}
	switch err := v.admit(); {
	case errors.Is(err, errNotKnown):
		return v.toSignIn()
	case err != nil:
		return err
	}
	if err := v.route.handle(v); !errors.Is(err, errNotKnown) || v.answered {
		return err
	}
	return v.toSignIn()
}

// What is asked for where there is nothing to ask.
const (
	actionNoPath   = "adres-onbekend"
	actionNoMethod = "methode-onbekend"
)

// errNotKnown tells that somebody must come in first.
var errNotKnown = errors.New("web: who asks is not known")

// admit finds out who asks, and refuses who may not.
func (v *visit) admit() error {
	var err error
	if v.today, err = clock.Today(v.began); err != nil {
		return err
	}
	if v.route.action == access.ReadFixed {
		return nil
	}
	if err := v.whoAsks(); err != nil {
		return err
	}
	if access.Public(v.route.action) {
		return nil
	}
	if v.principal.ID == "" {
		return errNotKnown
	}
	if wait, err := v.web.Limits.Principal(v.ctx(), v.principal.ID); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	if !access.Grants(v.principal.Role, v.route.action) {
		return v.notForRole()
	}
	return nil
}

// whoAsks reads the session, and who it is of. Who has lost what was granted to them is not known any more.
func (v *visit) whoAsks() error {
	if err := v.openSession(); err != nil || v.session.Principal == "" {
		return err
	}
	var err error
	if v.principal, err = v.principalOf(v.session); errors.Is(err, storage.ErrNoPrincipal) {
		v.principal = storage.Principal{}
		return v.endSession()
	}
	v.seen.Actor = v.principal.ID
	return err
}

// recognise finds out who asks for a page that is not there, so that the frame around that news is theirs.
func (v *visit) recognise() {
	if v.whoAsks() != nil {
		v.principal = storage.Principal{}
	}
}

// visible fails unless who asks may see the convenant. What they may not see, is for them as if it did not exist.
func (v *visit) visible(id string) error {
	party, all := access.OnlyInvolving(v.principal)
	if all {
		return nil
	}
	involved, err := v.web.Register.Involved(v.ctx(), id, party, v.today)
	if err == nil && !involved {
		err = storage.ErrUnknown
	}
	return err
}

// load reads the record of a convenant, if who asks may see it.
func (v *visit) load(id string) (*workflow.Convenant, workflow.Stand, error) {
	v.seen.Object = api.Loggable(id)
	if err := v.visible(id); err != nil {
		return nil, workflow.Stand{}, err
	}
	return v.web.Register.Load(v.ctx(), id)
}

// query is a value of the query of the address, without spaces around it; what cannot be a text is none.
func (v *visit) query(name string) string {
	s := strings.TrimSpace(v.r.URL.Query().Get(name))
	if !api.Readable(s) || len(s) > mostTyped {
		return ""
	}
	return s
}

// mostTyped is the longest line that makes sense, in bytes.
const mostTyped = 1000

// mostPosted is the most that a form holds, in bytes; forms with files say so themselves.
const mostPosted = 1 << 20

// form reads a form that was sent.
func (v *visit) form() (url.Values, error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, mostPosted)
	if err := v.r.ParseForm(); err != nil {
		return nil, badForm
	}
	if err := v.stillMay(); err != nil { // reading it may have taken a while
		return nil, err
	}
	return tidied(v.r.PostForm), nil
}

// asText takes away what cannot be text, and gives lines one kind of end.
var asText = strings.NewReplacer("\x00", "", "\r\n", "\n")

// tidied is a form without white around what was typed, and without what cannot be text.
func tidied(typed url.Values) url.Values {
	for _, values := range typed {
		for i, s := range values {
			values[i] = strings.TrimSpace(asText.Replace(strings.ToValidUTF8(s, "")))
		}
	}
	return typed
}

// send answers with bytes.
func (v *visit) send(status int, mediaType string, b []byte) error {
	h := v.w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	if err := v.answer(status); err != nil {
		return err
	}
	_, _ = v.w.Write(b) // who asked is gone then, and there is nobody left to tell
	return nil
}

// answer sends the head of the answer, after what is remembered of the visitor was kept.
func (v *visit) answer(status int) error {
	if err := v.keepSession(); err != nil {
		return err
	}
	v.answered, v.seen.Status = true, status
	if v.seen.Result == "" {
		v.seen.Result = resultGiven
	}
	v.w.WriteHeader(status)
	return nil
}

const resultGiven = "gegeven"

// page answers with a page: the template of that name in the frame, filled from the struct of the page.
func (v *visit) page(name string, p page) error { return v.pageWith(http.StatusOK, name, p) }

func (v *visit) pageWith(status int, name string, p page) error {
	p.frame().fill(v)
	var b bytes.Buffer
	if err := v.web.looks.write(&b, name, p); err != nil {
		return err
	}
	return v.send(status, "text/html; charset=utf-8", v.zipped(b.Bytes()))
}

// part answers with a part of a page, without the frame, for a script to put in its place.
func (v *visit) part(name string, data any) error {
	var b bytes.Buffer
	if err := v.web.looks.writePart(&b, name, data); err != nil {
		return err
	}
	return v.send(http.StatusOK, "text/html; charset=utf-8", v.zipped(b.Bytes()))
}

// redirect sends the browser on to an address of our own, which it reads with GET.
func (v *visit) redirect(address string) error {
	v.w.Header().Set("Location", address)
	return v.answer(http.StatusSeeOther)
}
