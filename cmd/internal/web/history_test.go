package web

import (
	"strconv"
	"strings"
	"testing"

	"convenant/cmd/internal/chronicle"
	"convenant/workflow"
)

func TestHistoryTellsWhatHappenedAndWhenItWasRecorded(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	path := "/convenanten/" + h.id + "/geschiedenis"
	page := b.page(path)
	shows(t, page, "Dit is er gebeurd van 17 augustus 2023 tot en met 8 november 2026.",
		"Alle Partijen wijzen hun vertegenwoordiger aan. 13 feiten, vastgelegd door het secretariaat",
		"Alle Partijen behalve Versa Welzijn ondertekenen.", "Alle Partijen behalve Jellinek stemmen in met wijziging 1.", "vastgelegd door Jellinek", "vastgelegd door een portefeuillehouder",
		"Gevolg Het convenant treedt in werking en loopt tot en met 31 december 2025. (artikel 3.1)",
		"30 december 2025 Van Versa Welzijn is een verlengingsbrief ontvangen.", "vastgelegd door het secretariaat op 5 januari 2026 om",
		"Het telt vanaf 30 december 2025.", "Uitnodiging om te ondertekenen, 13 keer")
	if n := strings.Count(page, "vastgelegd door het secretariaat op "); n != 2 {
		t.Errorf("of %d facts it is told when they were recorded; two were recorded late", n)
	}
	hides(t, page, "demonstratie-secretariaat")
	shows(t, b.page(path+"?vastlegging=ja"), "Feit 1, vastgelegd door het secretariaat op 17 augustus 2023 om", "Verberg wanneer het is vastgelegd")
}

// Until the letter of Versa Welzijn was registered, the register held the convenant for expired.
func TestHistoryTellsWhatStoodThereForATime(t *testing.T) {
	h := open(t)
	path := "/convenanten/" + h.id + "/geschiedenis"
	const held = "Geldt niet meer Tot 5 januari 2026 stond hier: het convenant is verlopen. Dat geldt niet meer; de verlengingsbrief van Versa Welzijn was al op 30 december 2025 ontvangen."
	for _, query := range []string{"", "?soort=gevolgen", "?peildatum=2026-01-01"} {
		page := h.as("hilversum").page(path + query)
		shows(t, page, "(artikel 3.4) "+held)
		if n := strings.Count(page, "Geldt niet meer"); n != 1 {
			t.Errorf("%s: %d things no longer hold, and one did not", query, n)
		}
	}
	for _, query := range []string{"?soort=feiten", "?peildatum=2025-12-31", "?peildatum=2026-01-01&bekendOp=2026-01-01"} {
		hides(t, h.as("hilversum").page(path+query), "Geldt niet meer")
	}
	shows(t, h.as("secretariaat").page(path+"?peildatum=2023-08-17&soort=feiten"), "Dit is er gebeurd op 17 augustus 2023.")
}

// A correction takes back what followed from what it corrects.
func TestHistoryTellsWhatACorrectionTookBack(t *testing.T) {
	h := open(t)
	id := h.toForce(h.drawnUp("Convenant Proef", ""))
	record, _, err := h.register.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	signed := len(record.Facts())
	h.befalls(id, "2026-11-20", `{"handeling":"corrigeren","gegevens":{"feit":`+strconv.Itoa(signed)+`,"reden":"Niet getekend."},"bevestigd":true}`)
	shows(t, h.as("secretariaat").page("/convenanten/"+id+"/geschiedenis"), "Tot 20 november 2026 stond hier: het convenant treedt in werking",
		"Dat geldt niet meer; feit "+strconv.Itoa(signed)+" is toen gecorrigeerd.")
}

func TestHistoryCanBeSeenInParts(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	path := "/convenanten/" + h.id + "/geschiedenis"
	page := b.page(path + "?soort=gevolgen")
	shows(t, page, "De tekst is vastgesteld", "Jellinek is uitgetreden")
	hides(t, page, "Feit 1", "Meegedeeld")
	hides(t, b.page(path+"?soort=feiten"), "Gevolg ", "Meegedeeld")
	page = b.page(path + "?soort=mededelingen")
	shows(t, page, "Meegedeeld", "Ontvangstbevestiging")
	hides(t, page, "Feit 1,", "Gevolg ")
	_, body := b.get(path + "?peildatum=2024-12-31&soort=feiten")
	hides(t, words(t, body), "Jellinek zegt op", " 2026 ")
	shows(t, body, `/geschiedenis?soort=gevolgen&amp;peildatum=2024-12-31"`)
}

// What is sent to one Partij is not another's to see.
func TestAPartijSeesOnlyItsOwnPapersInTheHistory(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten/" + h.id + "/geschiedenis")
	shows(t, page, "Uitnodiging om te ondertekenen aan Gemeente Hilversum", "Jellinek zegt op; de laatste dag is 31 december 2025. (artikel 3.3)")
	for _, other := range []string{"Gemeente Laren", "Jellinek", "Versa Welzijn"} {
		hides(t, page, "aan "+other+" ")
	}
}

func TestAFactThatDoesNotCountSaysWhy(t *testing.T) {
	h := open(t)
	facts, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	last := facts.Facts()[len(facts.Facts())-1]
	h.enter(workflow.Correct, workflow.Field{Name: "feit", Value: workflow.NumberOf(last.Number)}, factOf("reden", "De brief was van een ander."))
	_, body := h.as("secretariaat").get("/convenanten/" + h.id + "/geschiedenis")
	for _, s := range h.answered() {
		if s.Err != nil {
			t.Fatal(s.Err)
		}
	}
	shows(t, words(t, body), "Telt niet mee Gecorrigeerd door feit 67.", "Feit 66 is gecorrigeerd: De brief was van een ander.")
	shows(t, body, `href="#feit-66"`, `id="feit-66"`, `href="#feit-67"`, `id="feit-67"`)
	shows(t, h.as("hilversum").page("/convenanten/"+h.id), "Verlopen")
}

func TestALongHistoryIsShownByTheYear(t *testing.T) {
	var entries []chronicle.Entry
	for i := range mostEntries + 1 {
		entries = append(entries, chronicle.Entry{Nature: chronicle.Fact, On: workflow.MustDate("2024-01-01").AddDays(3 * i)})
	}
	p := &historyPage{dossier: &dossier{ID: "x"}}
	entries = p.filter(entries, "feiten")
	last := p.oneYear(append([]chronicle.Entry(nil), entries...), "")
	if !p.ByYear || len(last) == 0 || yearOf(last[0].On) != "2025" {
		t.Fatalf("the last year is not shown: %v", last)
	}
	first := p.oneYear(append([]chronicle.Entry(nil), entries...), "2024")
	if len(first) != 122 || len(first)+len(last) != mostEntries+1 {
		t.Errorf("%d of 2024 and %d of 2025", len(first), len(last))
	}
	if p.Years[0].Address != "/convenanten/x/geschiedenis?jaar=2024&soort=feiten" {
		t.Errorf("a year stands at %q", p.Years[0].Address)
	}
}
