package web

// Coming in by mail: somebody gives an address, gets a link, and presses the button on the page that it opens; programs that
// look at links in mail do not press it. Whether an address is known shows nowhere: what is done with it is done after the
// answer. A second step (secondstep.go) follows for who has one, and for the roles that must.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// linkLasts is how long somebody may take to open a link; templates/mail/inloggen.md says so too.
const linkLasts = 15 * time.Minute

// asked is an address that somebody gave, to be looked up after they were answered.
type asked struct{ address, origin, request string }

// mostAsked is how many addresses wait at most; who comes after that is logged, and can ask again.
const mostAsked = 100

// SendLinks mails links to who asked for one, until the context ends.
func (w *Web) SendLinks(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-w.asked:
			if err := w.sendLink(ctx, a); err != nil {
				log.Error("a link to sign in with could not be sent", "request", a.request, "error", err)
			}
		}
	}
}

// sendLink mails a link if the address is of somebody who may come in.
func (w *Web) sendLink(ctx context.Context, a asked) error {
	person, err := w.Register.PersonByEmail(ctx, a.address)
	if errors.Is(err, storage.ErrNoPrincipal) {
		return w.log(ctx, a.origin, "", actionAskLink, "", "onbekend")
	}
	if err != nil {
		return err
	}
	grants, err := w.Register.GrantsOf(ctx, person.ID)
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return w.log(ctx, a.origin, person.ID, actionAskLink, "", "geen toegang")
	}
	word, hash, err := secret.New(w.Random)
	if err != nil {
		return err
	}
	err = w.Register.AddLink(ctx, hash, storage.Link{Person: person.ID, Purpose: storage.LinkSignIn, Expires: w.Now().Add(linkLasts)})
	if errors.Is(err, storage.ErrTooManyLinks) {
		return w.log(ctx, a.origin, person.ID, actionAskLink, "", "te vaak")
	}
	if err != nil {
		return err
	}
	if err := w.SendLink(ctx, "inloggen-"+a.request, person.Name, person.Email, w.base()+secret.SignInPath+word); err != nil {
		return errors.Join(err, w.log(ctx, a.origin, person.ID, actionAskLink, "", "niet verzonden"))
	}
	return w.log(ctx, a.origin, person.ID, actionAskLink, "", "verzonden")
}

// base is the address before the paths of pages.
func (w *Web) base() string {
	if w.URL != "" {
		return w.URL
	}
	return w.Local
}

// signInPage asks for an address.
type signInPage struct {
	Frame
	Next    string
	Address string // as it was typed
	Wrong   string // what is wrong with it
	ByMail  bool
	OpenID  string // the name of the provider; empty without one
}

// signIn asks who is there.
func (v *visit) signIn() error {
	switch {
	case v.web.Eyes:
		return v.chooseEyes()
	case v.principal.ID != "":
		return v.redirect(startOf(v.principal.Role))
	}
	return v.askAddress(http.StatusOK, "", "")
}

func (v *visit) askAddress(status int, address, wrong string) error {
	p := &signInPage{Frame: Frame{Title: "Inloggen"}, Next: backTo(v.query("naar")), Address: address, Wrong: wrong, ByMail: v.web.SendLink != nil}
	if v.web.OpenID != nil {
		p.OpenID = v.web.OpenID.Name
	}
	return v.pageWith(status, "inloggen", p)
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
	if wait, err := v.web.Limits.Stranger(v.ctx(), v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	address := form.Get("email")
	if parsed, err := mail.ParseAddress(address); err != nil || parsed.Address != address || len(address) > 254 {
		wrong := "Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl."
		if address == "" {
			wrong = "Vul uw e-mailadres in."
		}
		return v.askAddress(http.StatusBadRequest, address, wrong)
	}
	select {
	case v.web.asked <- asked{address, v.seen.Origin, v.seen.Request}:
	default:
		v.seen.Err = errors.New("web: too many wait for a link to sign in with")
	}
	if err := v.begin(session{Next: backTo(form.Get("naar"))}); err != nil {
		return err
	}
	return v.page("inloggen-verstuurd", &linkSentPage{Frame: Frame{Title: "Kijk in uw mail"}, Address: address, Minutes: int(linkLasts.Minutes())})
}

// linkPage has the button that uses a link.
type linkPage struct {
	Frame
	Good bool
}

// openLink shows the button, and leaves the link as it is.
func (v *visit) openLink() error {
	_, err := v.web.Register.FindLink(v.ctx(), secret.Hash(v.r.PathValue("geheim")))
	if errors.Is(err, storage.ErrNoLink) {
		return v.noLink()
	}
	if err != nil {
		return err
	}
	return v.page("inloggen-link", &linkPage{Frame: Frame{Title: "Inloggen"}, Good: true})
}

// noLink tells that a link does not work, and after a number of times that somebody must wait.
func (v *visit) noLink() error {
	if wait, err := v.web.Limits.Stranger(v.ctx(), v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	v.seen.Result = "link-onbekend"
	return v.pageWith(http.StatusNotFound, "inloggen-link", &linkPage{Frame: Frame{Title: "Deze link werkt niet meer"}})
}

// spendLink uses the link: whoever has it is who it was sent to.
func (v *visit) spendLink() error {
	link, err := v.web.Register.SpendLink(v.ctx(), secret.Hash(v.r.PathValue("geheim")))
	if errors.Is(err, storage.ErrNoLink) || err == nil && link.Purpose != storage.LinkSignIn {
		return v.noLink()
	}
	if err != nil {
		return err
	}
	return v.firstStepTaken(link.Person, "link", false)
}

// firstStepTaken lets a person in who showed who they are, or asks for a second step; strong is that two steps were taken
// elsewhere.
func (v *visit) firstStepTaken(person, how string, strong bool) error {
	next := v.session.Next
	grants, err := v.web.Register.GrantsOf(v.ctx(), person)
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return errors.Join(v.log(person, actionComeIn, "", "geen toegang"), noAccess)
	}
	factor, found, err := v.web.Register.SecondFactor(v.ctx(), person)
	if err != nil {
		return err
	}
	if !strong && (found && factor.Confirmed || slices.ContainsFunc(grants, mustHaveCode)) {
		if err := v.begin(session{Person: person, Next: next}); err != nil {
			return err
		}
		return v.redirect("/inloggen/code")
	}
	return v.letIn(person, how, next)
}

// mustHaveCode reports that a role is not for who has shown no more than that they read somebody's mail.
func mustHaveCode(p storage.Principal) bool {
	return p.Role == storage.RoleSecretariat || p.Role == storage.RoleOperator
}

// letIn starts the session of a person, in the first of their roles as the roles are listed.
func (v *visit) letIn(person, how, next string) error {
	grants, err := v.web.Register.GrantsOf(v.ctx(), person)
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return noAccess
	}
	slices.SortFunc(grants, func(a, b storage.Principal) int {
		return cmp.Or(slices.Index(storage.Roles, a.Role)-slices.Index(storage.Roles, b.Role), strings.Compare(a.Party, b.Party))
	})
	if err := v.begin(session{Principal: grants[0].ID}); err != nil {
		return err
	}
	v.seen.Actor = grants[0].ID
	if err := v.log(grants[0].ID, actionComeIn, "", how); err != nil {
		return err
	}
	if next = backTo(next); next == "/" {
		next = startOf(grants[0].Role)
	}
	return v.redirect(next)
}

// principalOf finds whom a session is of, if what was granted to them still holds.
func (v *visit) principalOf(s session) (storage.Principal, error) {
	if s.Eyes != nil && v.web.Eyes {
		return s.Eyes.principal(), nil
	}
	return v.web.Register.PrincipalByID(v.ctx(), s.Principal)
}

func (v *visit) signOut() error {
	actor := v.principal.ID
	if err := v.begin(session{Notice: "U bent uitgelogd."}); err != nil {
		return err
	}
	if err := v.log(actor, "uitloggen", "", "gedaan"); err != nil {
		return err
	}
	return v.redirect("/inloggen")
}

// firstOperatorPage asks who the first operator is.
type firstOperatorPage struct {
	Frame
	Name, Address           string
	WrongName, WrongAddress string
}

func (v *visit) firstOperator() error {
	_, err := v.web.Register.FindLink(v.ctx(), secret.Hash(v.r.PathValue("geheim")))
	if errors.Is(err, storage.ErrNoLink) {
		return v.noLink()
	}
	if err != nil {
		return err
	}
	return v.page("eerste-beheerder", &firstOperatorPage{Frame: Frame{Title: "De eerste beheerder"}})
}

func (v *visit) addFirstOperator() error {
	form, err := v.form()
	if err != nil {
		return err
	}
	p := &firstOperatorPage{Frame: Frame{Title: "De eerste beheerder"}, Name: form.Get("naam"), Address: form.Get("email")}
	p.WrongName, p.WrongAddress = wrongName(p.Name), wrongAddress(p.Address)
	if p.WrongName != "" || p.WrongAddress != "" {
		return v.pageWith(http.StatusBadRequest, "eerste-beheerder", p)
	}
	first, err := v.web.Register.FirstOperator(v.ctx(), secret.Hash(v.r.PathValue("geheim")), p.Name, p.Address)
	switch {
	case errors.Is(err, storage.ErrNoLink):
		return v.noLink()
	case errors.Is(err, storage.ErrTaken):
		p.WrongAddress = "Dit e-mailadres is al van iemand anders. Gebruik een ander adres."
		return v.pageWith(http.StatusConflict, "eerste-beheerder", p)
	case err != nil:
		return err
	}
	if err := v.log(first.ID, "eerste-beheerder-worden", first.Person, "gedaan"); err != nil {
		return err
	}
	return v.firstStepTaken(first.Person, "eerste link", false)
}

// wrongName tells what is wrong with the name of a person, or nothing.
func wrongName(name string) string {
	switch {
	case name == "":
		return "Vul een naam in."
	case len(name) > 200 || !readable(name):
		return "Deze naam is te lang, of heeft tekens die niet in een naam horen."
	}
	return ""
}

// wrongAddress tells what is wrong with an address of mail, or nothing.
func wrongAddress(address string) string {
	parsed, err := mail.ParseAddress(address)
	switch {
	case address == "":
		return "Vul een e-mailadres in."
	case err != nil || parsed.Address != address || len(address) > 254:
		return "Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl."
	}
	return ""
}

// noAccess tells somebody who is known that they may not come in any more.
var noAccess = &fault{status: http.StatusForbidden, code: "geen-toegang", title: "U hebt geen toegang",
	detail: "Er is op dit moment niets waarvoor u toegang hebt.", remedy: "Vraag het secretariaat om u toegang te geven."}

// What the operating log says was done.
const (
	actionAskLink = "link-vragen"
	actionComeIn  = "inloggen"
	actionCode    = "code-geven"
)

// log enters something in the operating log.
func (v *visit) log(actor, action, object, result string) error {
	return v.web.log(v.ctx(), v.seen.Origin, actor, action, object, result)
}

func (w *Web) log(ctx context.Context, origin, actor, action, object, result string) error {
	if w.Eyes {
		return nil
	}
	if err := w.Register.Log(ctx, storage.LogEntry{Action: action, Object: object, Result: result, Origin: origin, Actor: actor}); err != nil {
		return fmt.Errorf("web: operating log: %w", err)
	}
	return nil
}

// withNext is the address of a page to sign in at, from which somebody goes on to where they wanted to be.
func withNext(path, next string) string {
	if next = backTo(next); next == "/" || strings.HasPrefix(next, "/inloggen") {
		return path
	}
	return path + "?" + url.Values{"naar": {next}}.Encode()
}
