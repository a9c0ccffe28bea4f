package web

// The one place where an error becomes a page: what went wrong, and what would do. What went wrong inside is for the log;
// the page shows the number under which it stands there.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/api"
	"convenant/storage"
	"convenant/workflow"
)

// fault is what goes wrong outside the rules of convenanten.
type fault struct {
	status         int
	code           string // for the log
	title          string
	detail, remedy string
	header         http.Header
	next           *crumb // where to go on; to the start if nil
}

func (f *fault) Error() string { return f.detail }

// faultPage tells what went wrong.
type faultPage struct {
	Frame
	Detail, Remedy, Article string
	Number                  string // under which it stands in the log; empty where there is nothing to look up
	Next                    *crumb // where to go on; to the start if nil
}

var (
	noSuchPage = &fault{status: http.StatusNotFound, code: "onbekend", title: "Deze bladzijde is er niet",
		detail: "Op dit adres staat niets, of het is met uw rol niet in te zien.", remedy: "Klopt het adres? Ga anders terug."}
	noSuchConvenant = &fault{status: http.StatusNotFound, code: "onbekend", title: "Dit convenant is er niet",
		detail: "Dit convenant is er niet, of is met uw rol niet in te zien.", remedy: "Bij ‘Convenanten’ staat welke convenanten u kunt inzien.",
		next: &crumb{"Naar de convenanten", "/convenanten"}}
	crossOrigin = &fault{status: http.StatusForbidden, code: "andere-herkomst", title: "Dit formulier komt van een andere website",
		detail: "Om misbruik te voorkomen nemen wij alleen formulieren van onze eigen bladzijden aan.", remedy: "Open de bladzijde hier, en vul het formulier opnieuw in."}
	badForm = &fault{status: http.StatusBadRequest, code: "ongeldige-gegevens", title: "Dit formulier is niet te lezen",
		detail: "Wat is verstuurd, is onvolledig of te groot.", remedy: "Ga terug en verstuur het formulier nog eens."}
	unavailable = &fault{status: http.StatusServiceUnavailable, code: "tijdelijk-niet-beschikbaar", title: "Even niet bereikbaar",
		detail: "Het register is even niet bereikbaar, of heeft het te druk.", remedy: "Probeer het over enkele seconden nog eens. Er is niets verloren gegaan.",
		header: http.Header{"Retry-After": {"5"}}}
)

func noSuchMethod(list []*route) *fault {
	var allowed []string
	for _, r := range list {
		if allowed = append(allowed, r.method); r.method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	slices.Sort(allowed)
	return &fault{status: http.StatusMethodNotAllowed, code: "methode-niet-toegestaan", title: "Dit kan hier niet",
		detail: "Deze bladzijde is zo niet op te vragen.", remedy: "Ga terug naar het begin.", header: http.Header{"Allow": {strings.Join(allowed, ", ")}}}
}

// notForRole refuses a page that a role is not for. Who has another role, is told where to choose it.
func (v *visit) notForRole() error {
	remedy := "Ga terug naar het begin."
	if v.web.Eyes {
		remedy = "Ga terug naar het begin, of kies hierboven een andere rol."
	} else if grants, err := v.web.Register.GrantsOf(v.ctx(), v.principal.Person); err != nil {
		return err
	} else if len(grants) > 1 {
		remedy = "Ga terug naar het begin, of kies bij ‘Mijn toegang’ een andere rol."
	}
	return &fault{status: http.StatusForbidden, code: string(workflow.NotEntitled), title: "Deze bladzijde hoort niet bij uw rol",
		detail: "U bent aangemeld als " + roleWords[v.principal.Role] + ". Deze bladzijde is voor een andere rol.", remedy: remedy}
}

func tooMany(wait time.Duration) *fault {
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	return &fault{status: http.StatusTooManyRequests, code: "te-veel-verzoeken", title: "Even geduld",
		detail: "Er zijn in korte tijd te veel bladzijden opgevraagd.", remedy: "Probeer het over " + strconv.Itoa(seconds) + " seconden nog eens.",
		header: http.Header{"Retry-After": {strconv.Itoa(seconds)}}}
}

// orTooMany is the error, or else that somebody must wait.
func orTooMany(err error, wait time.Duration) error {
	if err != nil {
		return err
	}
	return tooMany(wait)
}

// fail answers with a page that tells what went wrong.
func (v *visit) fail(err error) {
	if v.answered { // too late to say anything
		v.seen.Err = err
		return
	}
	if errors.Is(v.ctx().Err(), context.Canceled) {
		v.seen.Result, v.seen.Err = "afgebroken", err
		return // nobody is listening any more
	}
	f, p := v.explain(err)
	v.seen.Result = f.code
	for name, values := range f.header {
		v.w.Header()[name] = values
	}
	v.w.Header().Del("ETag")
	p.Title = f.title
	p.Detail, p.Remedy, p.Next = f.detail, f.remedy, cmp.Or(f.next, v.wayBack(f))
	v.session.changed = false // what the page would have remembered, did not happen
	if err := v.pageWith(f.status, "fout", p); err != nil && !v.answered {
		v.seen.Err = errors.Join(v.seen.Err, err)
		v.answered, v.seen.Status = true, http.StatusInternalServerError
		http.Error(v.w, "Er ging iets mis. Geef dit nummer door aan de beheerder: "+v.seen.Request+".", http.StatusInternalServerError)
	}
}

// wayBack leads to the convenant on whose pages something is not there or cannot be read.
func (v *visit) wayBack(f *fault) *crumb {
	id := v.r.PathValue("id")
	asked := f.status == http.StatusBadRequest || f.status == http.StatusNotFound || f.status == http.StatusConflict
	if id == "" || !asked || v.route == nil || !strings.HasPrefix(v.route.path, "/convenanten/{id}") {
		return nil
	}
	return &crumb{"Naar het convenant", "/convenanten/" + url.PathEscape(id)}
}

// explain finds the words for an error.
func (v *visit) explain(err error) (*fault, *faultPage) {
	var refusal *workflow.Refusal
	var f *fault
	p := &faultPage{}
	switch {
	case errors.As(err, &refusal):
		p.Article = refusal.Article
		f = &fault{status: api.StatusOf(refusal.Code), code: string(refusal.Code), title: "Dit kan nu niet", detail: refusal.Detail, remedy: refusal.Remedy}
	case errors.As(err, &f):
	case errors.Is(err, storage.ErrUnknown):
		f = noSuchConvenant
	case errors.Is(err, storage.ErrUnavailable), errors.Is(err, storage.ErrFull), v.ctx().Err() != nil: // whatever a driver calls it
		f, v.seen.Err = unavailable, err
	default:
		v.seen.Err = err
		p.Number = v.seen.Request
		f = &fault{status: http.StatusInternalServerError, code: "interne-fout", title: "Er ging iets mis", detail: "Er ging iets mis dat niet aan u ligt.",
			remedy: "Probeer het later nog eens, of geef het nummer hieronder door aan de beheerder."}
	}
	return f, p
}

func panicked(p any) error { return fmt.Errorf("web: panic: %v\n%s", p, debug.Stack()) }
