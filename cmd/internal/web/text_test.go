package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"convenant/documents/judge/judgetest"
	"convenant/workflow"
)

func TestTheTextIsTheOneThatHolds(t *testing.T) {
	h := open(t)
	for _, who := range []string{"secretariaat", "portefeuillehouder", "hilversum"} {
		page := h.as(who).page("/convenanten/" + h.id + "/tekst")
		shows(t, page, "Dit is de tekst zoals die nu is: versie 3, sinds 1 januari 2026.", "Inhoud", "Artikel 3 Ingangsdatum en duur van het Convenant",
			"twee vaste contactpersonen/ambassadeurs", "Jellinek is uitgetreden; de laatste dag was 31 december 2025.", "Wijziging 1 is ingegaan.")
		hides(t, page, "Dit is een oude versie", "geconsolideerd")
	}
}

// Who reads a text that nobody signed, is told what was signed, what came since, and what its words do not say.
func TestTheTextTellsWhatWasSigned(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	address := "/convenanten/" + h.id + "/tekst"
	page := b.page(address)
	shows(t, page, "Verlengd: het convenant loopt nu tot en met 31 december 2029 ( artikel 3.4 ).",
		"Ondertekend is versie 1, op 1 en 8 februari 2024. Deze tekst bevat ook wijziging 1 en de uittreding van Jellinek.",
		"tekende versie 1 op 1 februari 2024", "tekende versie 1 op 8 februari 2024", "Status bijgewerkte tekst",
		"Vastgesteld op 30 november 2023, ondertekend op 1 en 8 februari 2024.")
	hides(t, page, "ondertekend op 1 februari 2024")
	second := b.page(address + "?versie=2")
	shows(t, second, "Deze tekst bevat ook wijziging 1.", "Jellinek bestuurder tekende versie 1 op 1 februari 2024")
	hides(t, second, "Verlengd:")
	first := b.page(address + "?versie=1")
	shows(t, first, "ondertekend op 1 februari 2024, live")
	hides(t, first, "Ondertekend is versie", "Verlengd:", "tekende versie")
	shows(t, b.page(address+"?peildatum=2027-01-01"), "Verlengd: het convenant loopt op die dag tot en met 31 december 2029")
	for day, not := range map[string]string{"2025-12-31": "Verlengd:", "2023-09-01": "Vastgesteld op", "2023-12-15": "ondertekend op"} {
		hides(t, b.page(address+"?peildatum="+day), not, "Ondertekend is versie 3")
	}
}

// A text can be read as PDF also when nothing called for one; what is kept of it comes first.
func TestEveryVersionCanBeReadAsPDF(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	address := "/convenanten/" + h.id + "/tekst"
	_, now := b.get(address)
	if want := `<a href="` + address + `?versie=3&amp;vorm=pdf">Lees als PDF</a>`; !strings.Contains(now, want) {
		t.Errorf("the text of today has no %s", want)
	}
	for _, query := range []string{"?vorm=pdf", "?versie=1&vorm=pdf", "?peildatum=2023-09-01&vorm=pdf"} {
		r, pdf := b.ask(address+query, "")
		if r.StatusCode != http.StatusOK || !strings.HasPrefix(pdf, "%PDF-") || r.Header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%s: %d %s", query, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
	r, _ := b.ask(address+"?vorm=pdf", "")
	if got := r.Header.Get("Content-Disposition"); got != `inline; filename="DOC-23001740-tekst-versie-3.pdf"` {
		t.Errorf("it is called %s", got)
	}
	_, old := b.get(address + "?versie=1")
	if !strings.Contains(old, `<a href="/documenten/`+h.paperFor(workflow.PaperSigned, "")+`">Lees als PDF</a>`) {
		t.Error("version 1 does not lead to the signed document")
	}
}

// A page may not give its own parts the class of a whole document: what they look like would be done to the text as well.
func TestTheClassOfADocumentIsItsOwn(t *testing.T) {
	of := regexp.MustCompile(`class="(?:[^"]* )?stuk[" ]`)
	err := filepath.WalkDir("../../../templates/web", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		page, err := os.ReadFile(path)
		if of.Match(page) {
			t.Errorf("%s has %s", path, of.Find(page))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDaysInARow(t *testing.T) {
	for _, c := range []struct {
		days []string
		want string
	}{
		{[]string{"2024-02-01"}, "1 februari 2024"},
		{[]string{"2024-02-01", "2024-02-08"}, "1 en 8 februari 2024"},
		{[]string{"2024-01-31", "2024-02-01", "2024-02-08"}, "31 januari 2024, 1 en 8 februari 2024"},
		{[]string{"2023-02-01", "2024-02-01"}, "1 februari 2023 en 1 februari 2024"},
		{[]string{"2024-02-01", "2024-02-02", "2024-02-03", "2024-03-08"}, "1 februari 2024 tot en met 8 maart 2024"},
	} {
		var days []workflow.Date
		for _, d := range c.days {
			days = append(days, workflow.MustDate(d))
		}
		if got := strings.ReplaceAll(daysInARow(days), "\u00a0", " "); got != c.want {
			t.Errorf("%v: %s", c.days, got)
		}
	}
}

// Whoever takes the plain text and computes its fingerprint finds what the page shows.
func TestThePlainTextHasTheFingerprintOfThePage(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range record.On(workflow.MustDate("2026-11-27")).Versions() {
		query := "?versie=" + strconv.Itoa(v.Number)
		_, plain := b.get("/convenanten/" + h.id + "/tekst" + query + "&vorm=platte-tekst")
		if plain != string(v.Text.Canonical()) {
			t.Errorf("version %d: other bytes than were signed", v.Number)
		}
		sum := sha256.Sum256([]byte(plain))
		shows(t, b.page("/convenanten/"+h.id+"/tekst"+query), hex.EncodeToString(sum[:]))
	}
	r, _ := b.ask("/convenanten/"+h.id+"/tekst?vorm=platte-tekst", "")
	if got := r.Header.Get("Content-Disposition"); got != `attachment; filename="DOC-23001740-tekst-versie-3.txt"` {
		t.Errorf("it is saved as %s", got)
	}
	if r.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("it is %s", r.Header.Get("Content-Type"))
	}
}

func TestAnOlderVersionIsMarked(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	page := b.page("/convenanten/" + h.id + "/tekst?versie=1")
	shows(t, page, "Dit is versie 1, van 17 augustus 2023 tot en met 31 december 2024.", "Dit is een oude versie.", "Naar de tekst die nu geldt",
		"een of meerdere vaste contactpersonen", "Jellinek", "Status ondertekend", "Datum 8 februari 2024", "Lees als PDF")
	shows(t, b.page("/convenanten/"+h.id+"/tekst?peildatum=2024-06-01"), "Dit is de tekst zoals die op die dag is: versie 1", "1 versie, de nieuwste bovenaan")
	shows(t, b.page("/convenanten/"+h.id+"/tekst?peildatum=2023-09-01"), "CONCEPT", "Status concept")
	for _, path := range []string{"?versie=9", "?versie=0", "?versie=1x", "?peildatum=2024-06-01&versie=2"} {
		if status, body := b.get("/convenanten/" + h.id + "/tekst" + path); status != http.StatusNotFound || !strings.Contains(body, "Deze versie is er niet") {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestTextsAreCompared(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	address := "/convenanten/" + h.id + "/vergelijken"
	shows(t, b.page(address), "1 passage is gewijzigd", "Van versie 2, van 1 januari 2025, naar versie 3, sinds 1 januari 2026", "Jellinek")
	_, body := b.get(address + "?van=1&naar=2")
	shows(t, words(t, body), "Van versie 1, van 17 augustus 2023, naar versie 2, van 1 januari 2025", "1 passage is gewijzigd")
	shows(t, body, "<del>", "<ins>", `<option value="1" selected>`, `<option value="2" selected>`)
	shows(t, b.page(address+"?peildatum=2024-06-01"), "Er is nog maar één versie van de tekst.")
	if status, _ := b.get(address + "?van=7"); status != http.StatusNotFound {
		t.Errorf("a version that is not there: %d", status)
	}
}

// What is proposed can be laid beside what holds, as long as it is open.
// A comparison can be kept and sent: it stands on paper as on the page, fit for the archive.
func TestAComparisonIsReadAsPDF(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	address := "/convenanten/" + h.id + "/vergelijken?van=1&naar=2"
	if page := pageOf(t, b, address); !strings.Contains(page, "vergelijken?van=1&amp;naar=2&amp;vorm=pdf") {
		t.Error("the page does not lead to the PDF")
	}
	status, pdf := b.get(address + "&vorm=pdf")
	if status != http.StatusOK {
		t.Fatalf("got %d", status)
	}
	shows(t, textOf(t, []byte(pdf)), "Versievergelijking", "Convenant Herstelnetwerk", "1 passage is gewijzigd", "5.2", "Gewijzigd", "twee vaste contactpersonen", "gelijk gebleven")
	judgetest.Sound(t, []byte(pdf))
}

func TestAnOpenChangeIsCompared(t *testing.T) {
	h := open(t)
	h.enter(workflow.ProposeChange, factOf("titel", "Anders"), workflow.Field{Name: "artikelen", Value: workflow.ObjectOf(factOf("9.1", "Dit is een proef."))})
	page := h.as("hilversum").page("/convenanten/" + h.id + "/vergelijken")
	shows(t, page, "naar zoals wijziging 2 het voorstelt", "Dit is een proef.", "Van versie 3")
	hides(t, page, "zoals wijziging 1 het voorstelt")
}

// Two versions of one day are both there, each in its own words.
func TestVersionsOfOneDayAreToldApart(t *testing.T) {
	h := open(t)
	day := workflow.MustDate("2026-11-27")
	record, err := workflow.NewConvenant()
	if err != nil {
		t.Fatal(err)
	}
	enter := func(kind workflow.Kind, data ...workflow.Field) {
		t.Helper()
		d := record.Decide(workflow.Act{Kind: kind, By: workflow.Secretariat, Data: workflow.ObjectOf(data...)}, day, h.web.Library)
		if d.Refusal != nil {
			t.Fatal(d.Refusal)
		}
		record.Append(d.Fact)
	}
	enter(workflow.Draft, factOf("sjabloon", "herstelnetwerk"), factOf("kenmerk", "A"))
	for _, words := range []string{"Eerst zo.", "Toen anders."} {
		enter(workflow.EditText, workflow.Field{Name: "artikelen", Value: workflow.ObjectOf(factOf("9.1", words))})
	}
	s := record.On(day)
	list := versionsOf(s)
	if len(list) != 3 || !list[0].Current || list[1].Current || list[1].Until != day {
		t.Fatalf("the versions are %+v", list)
	}
	for i, want := range []string{"Toen anders.", "Eerst zo."} {
		a := agreementOf(s, list[i], list)
		if got, _ := a.Text.Words("9.1"); got != want {
			t.Errorf("version %d reads %q", list[i].Number, got)
		}
		if a.Status != "concept" || a.Version != list[i].Number {
			t.Errorf("version %d is version %d, %s", list[i].Number, a.Version, a.Status)
		}
	}
}
