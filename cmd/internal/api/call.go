package api

// A call is one request on its way to an answer.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/secret"
	"convenant/storage"
	"convenant/workflow"
)

type call struct {
	api       *API
	w         http.ResponseWriter
	r         *http.Request
	route     *route
	began     time.Time
	principal storage.Principal
	today     workflow.Date
	produce   string // the media type of the answer
	answered  bool
	seen      Seen
}

func (c *call) ctx() context.Context { return c.r.Context() }

// admit finds out who asks, and refuses who may not.
func (c *call) admit() error {
	var err error
	if c.today, err = clock.Today(c.began); err != nil {
		return err
	}
	if access.Public(c.route.action) {
		return nil
	}
	token, ok := bearer(c.r.Header)
	if !ok {
		return c.stranger(notKnown)
	}
	if c.principal, err = c.api.Register.PrincipalByToken(c.ctx(), secret.Hash(token)); errors.Is(err, storage.ErrNoPrincipal) {
		return c.stranger(tokenNotKnown)
	} else if err != nil {
		return err
	}
	c.seen.Actor = c.principal.ID
	if wait, err := c.api.Limits.Principal(c.ctx(), c.principal.ID); err != nil || wait > 0 {
		return cmpErr(err, tooMany(wait))
	}
	if refusal := access.May(c.principal, c.route.action); refusal != nil {
		return refusal
	}
	return nil
}

// stranger refuses somebody who is not known, and who after a number of times must wait.
func (c *call) stranger(refused *fault) error {
	if wait, err := c.api.Limits.Stranger(c.ctx(), "token", c.seen.Origin); err != nil || wait > 0 {
		return cmpErr(err, tooMany(wait))
	}
	return refused
}

func cmpErr(err error, otherwise *fault) error {
	if err != nil {
		return err
	}
	return otherwise
}

// bearer reads the token from the head of a request (RFC 6750).
func bearer(h http.Header) (string, bool) {
	if len(h["Authorization"]) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(h.Get("Authorization"), " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(token) != ""
}

// reader is the principal, as the archive knows who looks.
func (c *call) reader() archive.Reader { return archive.Reader{Principal: c.principal, Today: c.today} }

// visible fails unless the principal may see the convenant. What it may not see, is for it as if it did not exist.
func (c *call) visible(id string) error { return c.api.archive.Visible(c.ctx(), c.reader(), id) }

// load reads the record of the convenant that the path names, if the principal may see it.
func (c *call) load(id string) (*workflow.Convenant, workflow.Stand, error) {
	c.seen.Object = Loggable(id)
	if err := c.visible(id); err != nil {
		return nil, workflow.Stand{}, err
	}
	return c.api.Register.Load(c.ctx(), id)
}

// Loggable gives an id as it may be logged: what has not the form of one, is not.
func Loggable(id string) string {
	convenant, _, _ := archive.Cut(id)
	if len(convenant) != len("00000000-0000-0000-0000-000000000000") || strings.Trim(id, "0123456789abcdef-") != "" || len(id) > 48 {
		return ""
	}
	return id
}

// json answers with a value.
func (c *call) json(status int, v any) error {
	b, err := asJSON(v)
	if err != nil {
		return err
	}
	return c.bytes(status, jsonType, b)
}

func asJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// bytes answers with bytes.
func (c *call) bytes(status int, mediaType string, b []byte) error {
	c.w.Header().Set("Content-Type", mediaType)
	c.w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	c.answer(status)
	_, _ = c.w.Write(b) // who asked is gone then, and there is nobody left to tell
	return nil
}

// answer sends the head of the answer.
func (c *call) answer(status int) {
	c.answered, c.seen.Status = true, status
	if c.seen.Result == "" {
		c.seen.Result = resultGiven
	}
	c.w.WriteHeader(status)
}

// unchanged answers a request for what the caller has already, and otherwise gives the answer its tag.
func (c *call) unchanged(tag string) bool {
	c.w.Header().Set("ETag", `"`+tag+`"`)
	if Has(c.r, tag) {
		c.answer(http.StatusNotModified)
		return true
	}
	return false
}

// Has reports that whoever asks has what bears this tag already (RFC 9110, 13.1.2).
func Has(r *http.Request, tag string) bool {
	tag = `"` + tag + `"`
	for _, have := range strings.Split(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			return true
		}
	}
	return false
}
