package web

// Coming in by mail: somebody gives an address, gets a link, and presses the button on the page that it opens; programs that
// look at links in mail do not press it. Whether an address is known shows nowhere: what is done with it is done after the
// answer.

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// linkLasts is how long somebody may take to open a link; templates/mail/inloggen.md says so too.
const linkLasts = 15 * time.Minute

// asked is an address that somebody gave, to be looked up after they were answered.
type asked struct{ address, origin, request string }

const (
	mostAsked = 100 // addresses wait or are tried again at a time; who comes after that is logged, and can ask again
	mostLines = 2   // are open to the mail server
)

// pauses are before each attempt to send a link. A mail server that asks to come back later does so for some minutes.
var pauses = []time.Duration{0, 20 * time.Second, time.Minute, 3 * time.Minute}

// SendLinks mails links to who asked for one, until the context ends.
func (w *Web) SendLinks(ctx context.Context, log *slog.Logger) {
	var all sync.WaitGroup
	defer all.Wait()
	hands := make(chan struct{}, mostAsked)
	lines := make(chan struct{}, mostLines)
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-w.asked:
			select {
			case hands <- struct{}{}:
			default:
				log.Error("too many ask for a link to sign in with; one gets none", "request", a.request)
				continue
			}
			all.Go(func() {
				defer func() { <-hands }()
				if err := w.sendLink(ctx, a, lines); err != nil && ctx.Err() == nil {
					log.Error("a link to sign in with could not be sent", "request", a.request, "error", err)
				}
			})
		}
	}
}

// sendLink mails a link if the address is of somebody who may come in. That an address is not known is not kept: anyone could
// fill the log with that.
func (w *Web) sendLink(ctx context.Context, a asked, lines chan struct{}) error {
	person, err := w.Register.PersonByEmail(ctx, a.address)
	if errors.Is(err, storage.ErrNoPrincipal) {
		return nil
	}
	if err != nil {
		return err
	}
	grants, err := w.Register.GrantsOf(ctx, person.ID)
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return w.log(ctx, a.origin, "", actionAskLink, person.ID, "geen toegang")
	}
	word, hash, err := secret.New(w.Random)
	if err != nil {
		return err
	}
	err = w.Register.AddLink(ctx, hash, storage.Link{Person: person.ID, Purpose: storage.LinkSignIn, Expires: w.Now().Add(linkLasts)})
	if errors.Is(err, storage.ErrTooManyLinks) {
		return w.log(ctx, a.origin, "", actionAskLink, person.ID, "te vaak")
	}
	if err != nil {
		return err
	}
	if err := w.tryToSend(ctx, a, person, w.base()+secret.SignInPath+word, lines); err != nil {
		// A link that nobody got is none, and does not stand in the way of another.
		_, spent := w.Register.SpendLink(context.WithoutCancel(ctx), hash)
		return errors.Join(err, spent, w.log(context.WithoutCancel(ctx), a.origin, "", actionAskLink, person.ID, "niet verzonden"))
	}
	return w.log(ctx, a.origin, "", actionAskLink, person.ID, "verzonden")
}

// tryToSend hands a link to the mail server, and comes back if that does not take it.
func (w *Web) tryToSend(ctx context.Context, a asked, person storage.Person, link string, lines chan struct{}) error {
	var err error
	for _, pause := range w.pauses {
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause):
		}
		lines <- struct{}{}
		err = w.SendLink(ctx, "inloggen-"+a.request, person.Name, person.Email, link)
		<-lines
		var final interface{ Final() bool }
		if err == nil || errors.As(err, &final) && final.Final() {
			return err
		}
	}
	return err
}

// base is the address before the paths of pages.
func (w *Web) base() string {
	if w.URL != "" {
		return w.URL
	}
	return w.Local
}

// linkSentPage tells to look in the mail.
type linkSentPage struct {
	Frame
	Address string
	Minutes int
}

// askLink takes an address, answers the same whatever it is, and has it looked up afterwards.
func (v *visit) askLink() error {
	if v.web.Eyes || v.web.SendLink == nil {
		return noSuchPage
	}
	if wait, err := v.web.Limits.Stranger(v.ctx(), "link-vragen", v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	address, next := form.Get("email"), backTo(form.Get("naar"))
	if wrong := wrongAddress(address); wrong != "" {
		return v.askAddress(http.StatusBadRequest, next, address, wrong)
	}
	v.seen.Result = "link-gevraagd"
	select {
	case v.web.asked <- asked{address, v.seen.Origin, v.seen.Request}:
	default:
		v.seen.Err = errors.New("web: too many wait for a link to sign in with")
	}
	if next != "/" {
		v.change(func(s *session) { s.Next = next })
	}
	return v.page("inloggen-verstuurd", &linkSentPage{Frame: Frame{Title: "Kijk in uw mail"}, Address: address, Minutes: int(linkLasts.Minutes())})
}

// linkPage has the button that uses a link.
type linkPage struct {
	Frame
	Good    bool
	First   bool // it was for the first operator
	Minutes int
}

// openLink shows the button, and leaves the link as it is.
func (v *visit) openLink() error {
	_, err := v.web.Register.FindLink(v.ctx(), secret.Hash(v.r.PathValue("geheim")), storage.LinkSignIn)
	if errors.Is(err, storage.ErrNoLink) {
		return v.noLink(false)
	}
	if err != nil {
		return err
	}
	return v.page("inloggen-link", &linkPage{Frame: Frame{Title: "Inloggen"}, Good: true})
}

// noLink tells that a link does not work, and after a number of times that somebody must wait. Who is in already, as after a
// second press on the button, goes on.
func (v *visit) noLink(first bool) error {
	if v.principal.ID != "" {
		return v.onwards("/")
	}
	if v.session.half() {
		return v.redirect("/inloggen/code")
	}
	if wait, err := v.web.Limits.Stranger(v.ctx(), "link-gebruiken", v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	v.seen.Result = "link-onbekend"
	return v.pageWith(http.StatusNotFound, "inloggen-link", &linkPage{Frame: Frame{Title: "Deze link werkt niet meer"}, First: first})
}

// spendLink uses the link: whoever has it is who it was sent to.
func (v *visit) spendLink() error {
	v.r = v.r.WithContext(context.WithoutCancel(v.ctx())) // a link that is used up must not be lost with the connection
	link, err := v.web.Register.SpendLink(v.ctx(), secret.Hash(v.r.PathValue("geheim")))
	if errors.Is(err, storage.ErrNoLink) {
		return v.noLink(false)
	}
	if err != nil {
		return err
	}
	return v.firstStepTaken(link.Person, "link", false)
}
