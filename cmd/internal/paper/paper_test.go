package paper

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"convenant/templates"
	"convenant/workflow"
)

func printer(t testing.TB) (*templates.Library, *Printer) {
	t.Helper()
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPrinter(library)
	if err != nil {
		t.Fatal(err)
	}
	return library, p
}

// drafted returns a record with one fact: the Convenant Herstelnetwerk is drawn up.
func drafted(t testing.TB, library *templates.Library) (*workflow.Convenant, workflow.Stand) {
	t.Helper()
	c, err := workflow.NewConvenant()
	if err != nil {
		t.Fatal(err)
	}
	record(t, c, library, "2023-08-17", workflow.Draft, `{"sjabloon": "herstelnetwerk", "kenmerk": "DOC-23001740"}`)
	stand, err := c.Stand()
	if err != nil {
		t.Fatal(err)
	}
	return c, stand
}

func record(t testing.TB, c *workflow.Convenant, library *templates.Library, day string, kind workflow.Kind, data string) {
	t.Helper()
	v, err := workflow.ParseValue([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	d := c.Decide(workflow.Act{Kind: kind, Data: v}, workflow.MustDate(day), library)
	if d.Refusal != nil {
		t.Fatal(d.Refusal)
	}
	c.Append(d.Fact)
}

// The same pin gives the same bytes: whatever was recorded since, and however many are made at once.
func TestAPaperIsAFunctionOfItsPin(t *testing.T) {
	library, p := printer(t)
	c, stand := drafted(t, library)
	on := workflow.MustDate("2023-08-17")
	paper := workflow.Paper{Kind: workflow.PaperConcept, On: on, Fact: 1}
	first, err := p.Render(c, paper, stand, on)
	if err != nil {
		t.Fatal(err)
	}
	record(t, c, library, "2023-08-20", workflow.EditText, `{"artikelen": {"9.1": "Iets anders."}}`)
	again, err := p.Render(c, paper, stand, on)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.PDF, again.PDF) || first.SHA256 != again.SHA256 || first.Name != "2023-08-17-convenant-concept.pdf" {
		t.Errorf("%s (%s), then %s (%s)", first.Name, first.SHA256, again.Name, again.SHA256)
	}
	pin, err := json.Marshal(first.Pin)
	if err != nil || !strings.Contains(string(pin), `"stuk":{"soort":"convenant-concept","datum":"2023-08-17","feit":1},"stand":{"nummer":1,`) {
		t.Errorf("%s, %v", pin, err)
	}
	cover := workflow.Paper{Kind: workflow.PaperCover, On: on}
	composed, err := p.Compose(c, cover, stand, on)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	documents := make([]*Document, 6)
	for i := range documents {
		all.Go(func() { documents[i], _ = composed.Render() })
	}
	all.Wait()
	for _, d := range documents {
		if d == nil || d.SHA256 != documents[0].SHA256 || len(d.Pin.Template) != 64 {
			t.Fatalf("%+v", d)
		}
	}
}

func TestWhatCannotBeMade(t *testing.T) {
	library, p := printer(t)
	c, stand := drafted(t, library)
	on := workflow.MustDate("2023-08-17")
	for want, try := range map[string]struct {
		kind  string
		stand int
	}{
		"liefdesbrief van 17 augustus 2023: Er is geen sjabloon voor de brief ‘liefdesbrief’": {"liefdesbrief", 1},
		"oplegger van 17 augustus 2023: het register heeft geen feit met nummer 2":            {workflow.PaperCover, 2},
		"convenant-concept van 17 augustus 2023: het register heeft geen feit met nummer 0":   {workflow.PaperConcept, 0},
	} {
		stand.Number = try.stand
		if _, err := p.Render(c, workflow.Paper{Kind: try.kind, On: on}, stand, on); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	record(t, c, library, "2023-08-18", workflow.RenameParty, `{"partij": "mee", "naam": "MEE 漢"}`)
	if _, err := p.Render(c, workflow.Paper{Kind: workflow.PaperSignInvite, On: on + 1, To: "mee"}, workflow.Stand{Number: 2}, on+1); err == nil || !strings.Contains(err.Error(), "Het teken “漢” (U+6F22) in het adres kan niet worden afgedrukt") {
		t.Error(err)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"Convenant Herstelnetwerk":        "het Convenant Herstelnetwerk",
		"Regioconvenant Zorg":             "het Regioconvenant Zorg",
		"Samenwerkingsovereenkomst Jeugd": "de Samenwerkingsovereenkomst Jeugd",
		"Samen Sterk":                     "het convenant “Samen Sterk”",
	} {
		if got := theConvenant(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	on := workflow.MustDate("2024-01-02")
	for to, want := range map[string]string{
		"gooise-meren":    "2024-01-02-kennisgeving-gooise-meren.pdf",
		"":                "2024-01-02-kennisgeving.pdf",
		"Cliëntenraad Zó": "2024-01-02-kennisgeving-clientenraad-zo.pdf",
		"../../etc":       "2024-01-02-kennisgeving-etc.pdf",
		"漢":               "2024-01-02-kennisgeving-x.pdf",
	} {
		if got := nameOf(workflow.Paper{Kind: workflow.PaperNotification, To: to}, on); got != want {
			t.Errorf("%s: %s", to, got)
		}
	}
}

func TestAMomentHasItsZone(t *testing.T) {
	_, p := printer(t)
	for at, want := range map[string]string{
		"2024-02-01T11:00:05Z": "1 februari 2024, 12.00.05 uur (UTC+01:00)",
		"2024-07-01T22:30:00Z": "2 juli 2024, 00.30.00 uur (UTC+02:00)",
	} {
		moment1, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := moment(moment1, p.zone); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
}

// BenchmarkLetter is a letter from record to PDF:
//
//	go test -bench . -benchmem -run '^$' ./cmd/internal/paper
func BenchmarkLetter(b *testing.B) {
	library, p := printer(b)
	c, stand := drafted(b, library)
	on := workflow.MustDate("2023-08-17")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Render(c, workflow.Paper{Kind: workflow.PaperSignInvite, On: on, To: "mee"}, stand, on); err != nil {
			b.Fatal(err)
		}
	}
}

// housed returns a printer in another look than the program's, with a logo.
func housed(t *testing.T, look string) *Printer {
	t.Helper()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewRGBA(image.Rect(0, 0, 30, 10))); err != nil {
		t.Fatal(err)
	}
	own := fstest.MapFS{"thema/huisstijl.yaml": {Data: []byte(look)}, "thema/logo.png": {Data: logo.Bytes()}}
	library, err := templates.Open(own, templates.EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPrinter(library)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Every paper of the house is in its look, and is pinned to it; a letter that a Partij signs is no paper of the house.
func TestAPaperIsInTheLookOfItsHouse(t *testing.T) {
	library, program := printer(t)
	other := housed(t, `{accent: "#7A1F5C", accent-donker: "#7CC7D6", kop: {naam: Elders}, koppen: {herstelnetwerk: {naam: Gooi · Herstel}}, logo: logo.png, logo-tekst: Ons logo}`)
	c, stand := drafted(t, library)
	on := workflow.MustDate("2023-08-17")
	for paper, own := range map[workflow.Paper]bool{
		{Kind: workflow.PaperConcept, On: on, Fact: 1}:            true,
		{Kind: workflow.PaperCover, On: on}:                       true,
		{Kind: workflow.PaperSignInvite, On: on, To: "mee"}:       true,
		{Kind: workflow.PaperRenewalLetter, On: on, To: "huizen"}: false,
	} {
		before, err := program.Render(c, paper, stand, on)
		if err != nil {
			t.Fatal(err)
		}
		after, err := other.Render(c, paper, stand, on)
		if err != nil {
			t.Fatal(err)
		}
		if before.Pin.Look == after.Pin.Look || (before.SHA256 != after.SHA256) != own {
			t.Errorf("%s: in two looks it has one pin, or not the bytes it should", paper.Kind)
		}
		composed, err := other.Compose(c, paper, stand, on)
		if err != nil {
			t.Fatal(err)
		}
		if theme := composed.doc.Theme; (theme.Name == "Gooi · Herstel" && theme.Logo != nil && theme.Accent == "#7A1F5C") != own {
			t.Errorf("%s: %+v", paper.Kind, theme)
		}
	}
}

func TestALookThatCannotBeRead(t *testing.T) {
	library, err := templates.Open(fstest.MapFS{"thema/huisstijl.yaml": {Data: []byte(`{accent: "#EEEEEE", accent-donker: "#7CC7D6"}`)}}, templates.EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewPrinter(library); err == nil || !strings.Contains(err.Error(), "niet goed te lezen") {
		t.Error(err)
	}
}
