package api

// The one place where an error becomes an answer: a problem (RFC 9457), in Dutch sentences of our own. What went wrong
// inside is for the log; who asked gets the number under which it stands there.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

// Problem tells what went wrong, and what would do.
type Problem struct {
	Type     string        `json:"type" format:"uri" doc:"Het soort fout, als adres: hoort bij de code."`
	Title    string        `json:"title" doc:"Het soort fout, in enkele woorden."`
	Status   int           `json:"status" doc:"De HTTP-status."`
	Detail   string        `json:"detail" doc:"Waarom, in een of twee zinnen."`
	Instance string        `json:"instance" format:"uri" doc:"Het nummer van dit verzoek; het staat ook in het logboek van de beheerder."`
	Code     string        `json:"code" doc:"Het soort fout, voor programma's. Deze woorden veranderen niet."`
	Article  string        `json:"artikel,omitempty" doc:"Het artikel van het convenant waarop dit berust."`
	Remedy   string        `json:"watWel,omitempty" doc:"Wat wel kan, in één zin."`
	Field    string        `json:"veld,omitempty" doc:"Het veld waar het om gaat, bijvoorbeeld voorwaarden.looptijd.duur."`
	Earliest workflow.Date `json:"vroegsteDatum,omitzero" doc:"De vroegste dag die wel kan."`
	Facts    []int         `json:"feiten,omitempty" doc:"De nummers van de feiten die hierdoor niet meer meetellen."`
}

// fault is what goes wrong outside the rules of convenanten.
type fault struct {
	status         int
	code           string
	detail, remedy string
	header         http.Header
}

func (f *fault) Error() string { return f.detail }

// The codes of faults, beside those of refusals.
const (
	codeNotKnown     = "niet-aangemeld"
	codeNoMethod     = "methode-niet-toegestaan"
	codeNoType       = "antwoord-niet-mogelijk"
	codeKeyReused    = "sleutel-al-gebruikt"
	codeTooLarge     = "te-groot"
	codeNotJSON      = "soort-inhoud-onbekend"
	codeTooMany      = "te-veel-verzoeken"
	codeTooManyFiles = "te-veel-bestanden"
	codeUnavailable  = "tijdelijk-niet-beschikbaar"
	codeInternal     = "interne-fout"
)

// titles names every code for people.
var titles = map[string]string{
	string(workflow.InvalidData):      "De gegevens kloppen niet",
	string(workflow.Unknown):          "Dit is niet bekend",
	string(workflow.NotEntitled):      "Niet bevoegd",
	string(workflow.NotAllowed):       "Dit kan nu niet",
	string(workflow.NoticeImpossible): "Opzeggen is niet mogelijk",
	string(workflow.NoLongerParty):    "Geen Partij meer",
	string(workflow.AlreadySigned):    "Al ondertekend",
	string(workflow.AlreadyNotified):  "Al opgezegd",
	string(workflow.NoticeFinal):      "Een opzegging is onherroepelijk",
	string(workflow.AlreadyRenewed):   "Al verlengd",
	string(workflow.AlreadyConsented): "Al ingestemd",
	string(workflow.AdviceUnanswered): "Een advies is nog onbeantwoord",
	string(workflow.DateInFuture):     "Deze dag ligt in de toekomst",
	string(workflow.DateTooEarly):     "Deze dag is te vroeg",
	string(workflow.FormInsufficient): "De vorm is niet genoeg",
	string(workflow.TooLate):          "Te laat",
	string(workflow.NoticeTooShort):   "De opzegtermijn is te kort",
	string(workflow.TextChanged):      "De tekst is intussen gewijzigd",
	string(workflow.EffectsLost):      "Latere feiten tellen dan niet meer mee",
	codeNotKnown:                      "Niet aangemeld",
	codeNoMethod:                      "Deze methode kan hier niet",
	codeNoType:                        "Dit soort antwoord is er niet",
	codeKeyReused:                     "Deze sleutel is al gebruikt",
	codeTooLarge:                      "De inhoud is te groot",
	codeNotJSON:                       "Dit soort inhoud is hier niet bekend",
	codeTooMany:                       "Te veel verzoeken",
	codeTooManyFiles:                  "Er wachten te veel bestanden",
	codeUnavailable:                   "Tijdelijk niet beschikbaar",
	codeInternal:                      "Er ging iets mis",
}

var (
	notKnown = &fault{status: http.StatusUnauthorized, code: codeNotKnown, detail: "Dit verzoek heeft geen token.",
		remedy: "Stuur een token mee in de header Authorization, als: Bearer, een spatie, het token.", header: challenge("")}
	tokenNotKnown = &fault{status: http.StatusUnauthorized, code: codeNotKnown, detail: "Dit token is niet bekend, is verlopen of is ingetrokken.",
		remedy: "Vraag de beheerder om een nieuw token.", header: challenge(`, error="invalid_token"`)}
	noSuchPath = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Op dit adres staat niets.",
		remedy: "Op " + Base + "/openapi.json staat welke adressen er zijn."}
	noSuchConvenant = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Dit convenant is er niet, of is met dit token niet in te zien.",
		remedy: "Op " + Base + "/convenanten staat welke convenanten er zijn."}
	noSuchDocument = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Dit document is er niet, of is met dit token niet in te zien.",
		remedy: "Bij het convenant staat onder documenten welke er zijn."}
	noSuchChange = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Dit convenant heeft geen wijziging met dit nummer.",
		remedy: "Bij het convenant staat onder wijzigingen welke er zijn."}
	keyReused = &fault{status: http.StatusConflict, code: codeKeyReused, detail: "Onder deze Idempotency-Key is eerder iets anders gevraagd.",
		remedy: "Gebruik voor elke handeling een nieuwe sleutel, en dezelfde alleen om precies hetzelfde te herhalen."}
	tooMuch = &fault{status: http.StatusRequestEntityTooLarge, code: codeTooLarge, detail: "De inhoud van dit verzoek is groter dan 1 MiB.",
		remedy: "Stuur alleen de gegevens van één handeling."}
	notJSON = &fault{status: http.StatusUnsupportedMediaType, code: codeNotJSON, detail: "De inhoud van dit verzoek is geen JSON.",
		remedy: "Stuur JSON in UTF-8, met de header Content-Type: application/json.", header: http.Header{"Accept": {jsonType}}}
	unavailable = &fault{status: http.StatusServiceUnavailable, code: codeUnavailable, detail: "Het register is even niet bereikbaar, of heeft het te druk.",
		remedy: "Probeer het over enkele seconden nog eens; wie een Idempotency-Key meestuurt, kan zonder gevaar herhalen.",
		header: http.Header{"Retry-After": {"5"}}}
)

func challenge(more string) http.Header {
	return http.Header{"Www-Authenticate": {`Bearer realm="convenant"` + more}}
}

func noSuchMethod(list []*route) *fault {
	var allowed []string
	for _, r := range list {
		if allowed = append(allowed, r.method); r.method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	slices.Sort(allowed)
	all := strings.Join(allowed, ", ")
	return &fault{status: http.StatusMethodNotAllowed, code: codeNoMethod, detail: "Dit adres kent deze methode niet.", remedy: "Gebruik: " + all + ".",
		header: http.Header{"Allow": {all}}}
}

func notAcceptable(offers []string) *fault {
	return &fault{status: http.StatusNotAcceptable, code: codeNoType, detail: "Wat dit adres kan geven, staat niet in de header Accept.",
		remedy: "Vraag om: " + strings.Join(offers, " of ") + "."}
}

func tooMany(wait time.Duration) *fault {
	seconds := strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second)))
	return &fault{status: http.StatusTooManyRequests, code: codeTooMany, detail: "Er zijn in korte tijd te veel verzoeken gedaan.",
		remedy: "Probeer het over " + seconds + " seconden nog eens.", header: http.Header{"Retry-After": {seconds}}}
}

// StatusOf gives the status of a refusal.
func StatusOf(code workflow.Code) int {
	switch code {
	case workflow.InvalidData:
		return http.StatusBadRequest
	case workflow.NotEntitled:
		return http.StatusForbidden
	case workflow.Unknown:
		return http.StatusNotFound
	}
	return http.StatusConflict
}

// fail answers with a problem.
func (c *call) fail(err error) {
	if c.answered { // too late to say anything
		c.seen.Err = err
		return
	}
	if errors.Is(c.ctx().Err(), context.Canceled) {
		c.seen.Result, c.seen.Err = resultGone, err
		return // nobody is listening any more
	}
	p := c.problem(err)
	p.Type, p.Title, p.Instance = "urn:convenant:fout:"+p.Code, titles[p.Code], "urn:uuid:"+c.seen.Request
	c.seen.Result = p.Code
	b, err := asJSON(p)
	if err != nil {
		panic(err) // texts and numbers
	}
	h := c.w.Header()
	h.Del("ETag")
	h.Set("Content-Language", "nl")
	_ = c.bytes(p.Status, problemType, b)
}

// problem finds the words for an error.
func (c *call) problem(err error) Problem {
	var refusal *workflow.Refusal
	var f *fault
	switch {
	case errors.As(err, &refusal):
		return Problem{Status: StatusOf(refusal.Code), Code: string(refusal.Code), Detail: refusal.Detail, Article: refusal.Article,
			Remedy: refusal.Remedy, Field: refusal.Field, Earliest: refusal.Earliest, Facts: refusal.Facts}
	case errors.As(err, &f):
	case errors.Is(err, storage.ErrUnknown):
		f = noSuchConvenant
	case errors.Is(err, storage.ErrKeyReused):
		f = keyReused
	case errors.Is(err, storage.ErrUnavailable), errors.Is(err, storage.ErrFull), c.ctx().Err() != nil: // whatever a driver calls it
		f, c.seen.Err = unavailable, err
	default:
		c.seen.Err = err
		f = &fault{status: http.StatusInternalServerError, code: codeInternal, detail: "Er ging iets mis dat niet aan dit verzoek ligt.",
			remedy: "Probeer het later nog eens, of geef dit nummer door aan de beheerder: " + c.seen.Request + "."}
	}
	for name, values := range f.header {
		c.w.Header()[name] = values
	}
	return Problem{Status: f.status, Code: f.code, Detail: f.detail, Remedy: f.remedy}
}

func panicked(p any) error { return fmt.Errorf("api: panic: %v\n%s", p, debug.Stack()) }
