package web

// The pages of one convenant share a head: what it is called, where it stands, which pages there are, and the day that is
// looked at. Every page can be asked for another day than today, and with what was known on another day.

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/documents"
	"convenant/workflow"
)

// dossier is a convenant on the day that is looked at, as every page about it begins. A page embeds a pointer to it.
type dossier struct {
	Frame
	ID        string
	Name      string
	Reference string
	Phase     workflow.Phase
	On        workflow.Date // the day that is looked at
	KnownOn   workflow.Date // only what was known then counts; zero for all that is known now
	Tab       tab           // the page that is open
	Tabs      []tab

	record *workflow.Convenant // with what was known
	state  *workflow.State
	theme  documents.Theme // of its papers
	asThen bool            // the page shows a day that is over with what was known then, whatever is asked for
}

// tab is a page of a convenant. Sub is its address below that of the convenant.
type tab struct {
	Words, Sub string
	Here       bool
}

// tabs are the pages of a convenant, in order; everyone gets those that their role is for.
var tabs = []struct {
	words, sub string
	action     access.Action
}{
	{"Overzicht", "", access.ReadConvenant},
	{"Wat kan nu", "mogelijk", access.ReadOptions},
	{"Partijen", "partijen", access.ReadConvenant},
	{"Tekst", "tekst", access.ReadText},
	{"Besluitvorming", "besluitvorming", access.ReadConvenant},
	{"Brieven", "brieven", access.ReadLetters},
	{"Wijzigingen", "wijzigingen", access.ReadConvenant},
	{"Verlenging", "verlenging", access.ReadDeadlines},
	{"Documenten", "documenten", access.ReadDocuments},
	{"Verzonden", "verzonden", access.ReadPost},
	{"Geschiedenis", "geschiedenis", access.ReadHistory},
}

// openDossier reads the convenant of the address on the day that is asked for, and makes the head of its page; tab is the
// address of the page below that of the convenant.
func (v *visit) openDossier(tab string) (*dossier, *workflow.State, error) {
	id := v.r.PathValue("id")
	record, _, err := v.load(id)
	if err != nil {
		return nil, nil, err
	}
	d := &dossier{Frame: Frame{Today: v.today}, ID: id}
	if d.On, err = dayAsked(v.query("peildatum"), v.today); err != nil {
		return nil, nil, err
	}
	if d.KnownOn, err = dayAsked(v.query("bekendOp"), 0); err != nil {
		return nil, nil, err
	}
	if d.KnownOn >= v.today {
		d.KnownOn = 0 // all that is known
	}
	if d.record = record; d.KnownOn != 0 {
		d.record = record.KnownOn(d.KnownOn)
	}
	if d.state = d.record.On(d.On); d.state.Phase == "" {
		return nil, nil, d.notYet(record)
	}
	d.theme = v.web.Printer.Theme(d.state.Template)
	d.Name, d.Reference, d.Phase = d.state.Name, d.state.Reference, d.state.Phase
	for _, t := range tabs {
		if access.Grants(v.principal.Role, t.action) {
			d.addTab(t.words, t.sub, t.sub == tab)
		}
	}
	d.Title, d.Crumbs = d.title(), []crumb{{"Convenanten", "/convenanten"}}
	return d, d.state, nil
}

func (d *dossier) addTab(words, sub string, here bool) {
	t := tab{words, sub, here}
	if d.Tabs = append(d.Tabs, t); here {
		d.Tab = t
	}
}

func (d *dossier) title() string {
	if d.Tab.Sub == "" {
		return d.Name
	}
	return d.Tab.Words + " – " + d.Name
}

// notYet tells of a day on which there was no convenant, or nothing was known of it.
func (d *dossier) notYet(whole *workflow.Convenant) *fault {
	first := whole.Facts()[0]
	f := &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Toen was dit convenant er nog niet",
		detail: "Op " + dutchDay(d.On) + " was dit convenant er nog niet. Het is opgesteld op " + dutchDay(first.On) + ".",
		remedy: "Kies een latere dag.", next: &crumb{"Naar het convenant van vandaag", "/convenanten/" + d.ID}}
	if len(d.record.Facts()) == 0 {
		f.title = "Toen was hiervan nog niets bekend"
		f.detail = "Op " + dutchDay(d.KnownOn) + " was van dit convenant nog niets vastgelegd. Dat begon op " + dutchDay(first.Recorded) + "."
	}
	return f
}

// To is the address of a page of the convenant, on the day that is looked at; sub is what follows the address of the
// convenant, and may have a query of its own and a place on the page.
func (d *dossier) To(sub string) string {
	address := "/convenanten/" + d.ID
	sub, place, found := strings.Cut(sub, "#")
	if found {
		place = "#" + place
	}
	sub, own, _ := strings.Cut(sub, "?")
	if sub != "" {
		address += "/" + sub
	}
	q := url.Values{}
	if d.OtherDay() {
		q.Set("peildatum", d.On.String())
	}
	if d.KnownOn != 0 {
		q.Set("bekendOp", d.KnownOn.String())
	}
	return address + question(own, q.Encode()) + place
}

// question joins the parts of a query.
func question(parts ...string) string {
	if parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" }); len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// Now is the address of this page as it is today.
func (d *dossier) Now() string {
	today := &dossier{ID: d.ID}
	return today.To(d.Tab.Sub)
}

// OtherDay reports that another day than today is looked at.
func (d *dossier) OtherDay() bool { return d.On != d.Today }

// Elsewhen reports that something else is shown than how it stands now.
func (d *dossier) Elsewhen() bool { return d.OtherDay() || d.KnownOn != 0 }

// thatDay names the day that is looked at, in a sentence.
func (d *dossier) thatDay() string {
	if d.OtherDay() {
		return "op " + dutchDay(d.On)
	}
	return "vandaag"
}

// Banner says which day is looked at, when that is not today with all that is known.
func (d *dossier) Banner() string {
	looked := "U kijkt naar " + dutchDay(d.On) + ". "
	switch {
	case d.asThen:
		return looked + "Zo was het op die dag, met wat toen bekend was."
	case d.KnownOn != 0 && !d.OtherDay():
		return "U kijkt naar vandaag, met alleen wat op " + dutchDay(d.KnownOn) + " bekend was."
	case d.KnownOn != 0 && d.On > d.KnownOn:
		return looked + "Zo zag het er op " + dutchDay(d.KnownOn) + " naar uit: met alleen wat toen bekend was."
	case d.KnownOn != 0:
		return looked + "Zo was het convenant op die dag, met alleen wat op " + dutchDay(d.KnownOn) + " bekend was."
	case d.On > d.Today:
		return looked + "Zo is het convenant op die dag, als er tot dan niets meer gebeurt."
	}
	return looked + "Zo was het convenant op die dag, gezien met wat wij vandaag weten."
}

// statusOfPhase is the look of a state: its shape and colour go with its word.
func statusOfPhase(p workflow.Phase) string {
	switch {
	case p == workflow.InForce:
		return "status status--goed"
	case p.Over():
		return "status status--rust"
	}
	return "status"
}

// dayAsked reads a day as people type it: 31 december 2025, 31-12-2025 or 2025-12-31. Nothing typed is the other day.
func dayAsked(typed string, otherwise workflow.Date) (workflow.Date, error) {
	if typed == "" {
		return otherwise, nil
	}
	if d, err := workflow.ParseDate(typed); err == nil {
		return d, nil
	}
	if d, err := workflow.ParseDutchDate(strings.ToLower(typed)); err == nil {
		return d, nil
	}
	if d, ok := dayWithNumbers(typed); ok {
		return d, nil
	}
	if d, ok := dayInShort(typed); ok {
		return d, nil
	}
	return 0, &fault{status: http.StatusBadRequest, code: string(workflow.InvalidData), title: "Deze dag is niet te lezen",
		detail: "‘" + typed + "’ is geen dag op de kalender.", remedy: "Ga terug en schrijf de dag als 31-12-2025 of als 31 december 2025."}
}

// dayInShort reads 1 jan 2027 and 1 jan. 2027.
func dayInShort(typed string) (workflow.Date, bool) {
	parts := strings.Fields(strings.ToLower(strings.ReplaceAll(typed, ".", " ")))
	if len(parts) != 3 {
		return 0, false
	}
	month := slices.Index(shortMonths, parts[1])
	day, errDay := strconv.Atoi(parts[0])
	year, errYear := strconv.Atoi(parts[2])
	if month < 0 || errDay != nil || errYear != nil {
		return 0, false
	}
	return workflow.NewDate(inFull(year), month+1, day)
}

var shortMonths = []string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}

// inFull is a year of which the century was left out.
func inFull(year int) int {
	if year >= 0 && year < 100 {
		return 2000 + year
	}
	return year
}

// dayWithNumbers reads 31-12-2025, also with slashes or full stops.
func dayWithNumbers(typed string) (workflow.Date, bool) {
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return 0, false
	}
	var n [3]int
	for i, part := range parts {
		var err error
		if n[i], err = strconv.Atoi(strings.TrimSpace(part)); err != nil {
			return 0, false
		}
	}
	return workflow.NewDate(inFull(n[2]), n[1], n[0])
}
