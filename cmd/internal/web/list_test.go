package web

import (
	"html"
	"net/http"
	"strings"
	"testing"
)

func TestTheRegisterListsWhatSomebodyMaySee(t *testing.T) {
	h := lively(t)
	other := h.befalls("", "2026-11-02", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant van anderen",
		"partijen":[{"id":"elders","naam":"Gemeente Elders"},{"id":"mee","naam":"MEE"}]}}`)
	for _, who := range []string{"secretariaat", "portefeuillehouder"} {
		page := h.as(who).page("/convenanten")
		shows(t, page, "6 convenanten", "Convenant Herstelnetwerk", "DOC-23001740", "In werking", "31 december 2029", "Convenant van anderen", "Concept")
	}
	status, body := h.as("hilversum").get("/convenanten")
	if status != http.StatusOK || strings.Contains(body, other) || strings.Contains(body, "van anderen") || strings.Contains(body, "Nieuw convenant") {
		t.Errorf("a Partij sees what is of others: %d\n%s", status, words(t, body))
	}
	shows(t, words(t, body), "5 convenanten", "Convenant Herstelnetwerk")
}

func TestTheRegisterIsNarrowedDown(t *testing.T) {
	h := lively(t)
	b := h.as("secretariaat")
	for path, want := range map[string]string{
		"/convenanten?toestand=ondertekening":                                       "1 convenant Convenant Ondertekening",
		"/convenanten?zoek=herstelnetwerk":                                          "Convenant Herstelnetwerk",
		"/convenanten?eindigt-tot-en-met=1-2-2027":                                  "2 convenanten",
		"/convenanten?eindigt-vanaf=31+december+2029&eindigt-tot-en-met=2029-12-31": "1 convenant",
		"/convenanten?partij=Blaricum":                                              "1 convenant",
		"/convenanten?partij=hilversum&toestand=in-werking":                         "3 convenanten",
		"/convenanten?peildatum=31-12-2025":                                         "Zo was het register op 31 december 2025.",
		"/convenanten?peildatum=1-1-2030":                                           "Zo wordt het register op 1 januari 2030, als er niets verandert.",
		"/convenanten?zoek=onvindbaar":                                              "Geen convenant gevonden.",
		"/convenanten?peildatum=1-1-2020":                                           "Op 1 januari 2020 stond er nog geen convenant in het register.",
	} {
		// What stands between the count and the table is of the links to the files.
		page := strings.ReplaceAll(b.page(path), "Neem mee als CSV of Excel (XLSX) Convenanten, met kenmerk, toestand en einddatum Naam Kenmerk Toestand Einddatum ", "")
		if !strings.Contains(page, want) {
			t.Errorf("%s does not say %q:\n%s", path, want, page)
		}
	}
	if page := b.page("/convenanten?peildatum=31-12-2025"); strings.Contains(page, "Convenant Advies") {
		t.Errorf("a convenant stands in the register before it was drawn up:\n%s", page)
	}
	status, body := b.get("/convenanten?volgorde=naam")
	if first, last := strings.Index(body, "Convenant Advies"), strings.Index(body, "Convenant Wijziging"); status != http.StatusOK || first < 0 || last < first {
		t.Errorf("not from A to Z:\n%s", words(t, body))
	}
}

func TestWhatIsTypedWronglyIsSaidAndKept(t *testing.T) {
	h := lively(t)
	status, body := h.as("secretariaat").get("/convenanten?zoek=zorg&partij=gemeente&eindigt-vanaf=31-2-2027&peildatum=gisteren&toestand=weg")
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	page := words(t, body)
	shows(t, page, "Nog niet goed ingevuld", "Deze toestand is er niet.", "‘gemeente’ past bij meer organisaties.", "Wie bedoelt u? Gemeente Blaricum (1 convenant)",
		"‘31-2-2027’ is geen dag. Schrijf een dag als 31-12-2025 of 31 december 2025.", "‘gisteren’ is geen dag.")
	for _, typed := range []string{`value="zorg"`, `value="gemeente"`, `value="31-2-2027"`, `value="gisteren"`, `href="#eindigt-vanaf"`, "partij=blaricum&amp;peildatum=gisteren"} {
		if !strings.Contains(body, typed) {
			t.Errorf("%s is lost", typed)
		}
	}
	if status, body := h.as("secretariaat").get("/convenanten?eindigt-vanaf=2-1-2027&eindigt-tot-en-met=1-1-2027"); status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	} else {
		shows(t, words(t, body), "Deze dag ligt vóór 2 januari 2027.")
	}
	if status, body := h.as("secretariaat").get("/convenanten?partij=onbekend"); status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	} else {
		shows(t, words(t, body), "‘onbekend’ komt in geen convenant voor.")
	}
}

func TestAPartijThatTakesPartNowhereIsFoundWhereItDid(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	body := pageOf(t, b, "/convenanten?partij=Jellinek")
	shows(t, words(t, body), "Jellinek is nu nergens Partij.", "Convenant Herstelnetwerk , tot en met 31 december 2025.")
	then := between(t, body, `href="`, `">Kijk naar die dag`)
	shows(t, b.page(then), "Zo was het register op 31 december 2025.", "1 convenant", "Convenant Herstelnetwerk")
	saysNot(t, b.page("/convenanten?partij=hilversum&toestand=concept"), "nergens Partij") // it is one elsewhere
}

func TestAPartijSeesHowItStandsInEachConvenant(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten")
	shows(t, page, "Zoek, of kijk naar een andere dag", "Convenant Herstelnetwerk U bent Partij")
	shows(t, h.as("jellinek").page("/convenanten"), "U was Partij tot en met 31 december 2025")
	shows(t, h.as("jellinek").page("/convenanten?peildatum=31-12-2024"), "U bent Partij")
	saysNot(t, lively(t).as("hilversum").page("/convenanten"), "Zoek, of kijk") // there are more, and it searches
}

func TestAListGoesOnToTheNextPage(t *testing.T) {
	h := open(t)
	for range 60 {
		h.drawnUp("Convenant Waterschap", "")
	}
	b := h.as("hilversum")
	status, body := b.get("/convenanten?zoek=waterschap&volgorde=naam")
	if status != http.StatusOK {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, body), "60 convenanten, 50 getoond", "Volgende bladzijde")
	next := between(t, body, `href="`, `" rel="next"`)
	for _, kept := range []string{"zoek=waterschap", "volgorde=naam", "na="} {
		if !strings.Contains(next, kept) {
			t.Errorf("the next page is of another question: %s", next)
		}
	}
	shows(t, b.page(next), "60 convenanten, 10 getoond", "terug naar de eerste bladzijde")
	shows(t, b.page("/convenanten?na=onzin"), "De volgende bladzijde hoorde bij een andere vraag.", "61 convenanten, 50 getoond")
}

// between gives what stands before the end, after the last begin before it.
func between(t *testing.T, s, begin, end string) string {
	t.Helper()
	before, _, ok := strings.Cut(s, end)
	if !ok {
		t.Fatalf("%q is not there:\n%s", end, s)
	}
	return html.UnescapeString(before[strings.LastIndex(before, begin)+len(begin):])
}

func TestAnEmptyRegisterSaysWhatToDo(t *testing.T) {
	h := emptyHouse(t)
	shows(t, h.as("secretariaat").page("/convenanten"), "Er staat nog geen convenant in het register.", "stel een convenant op")
	shows(t, h.as("portefeuillehouder").page("/convenanten"), "Zodra het secretariaat er een opstelt, staat het hier.")
	shows(t, open(t).as("secretariaat").page("/convenanten?zoek=onvindbaar"), "Geen convenant gevonden.", "begin opnieuw")
}

// A page of fifty rows comes in three requests, and is light.
func TestThePageOfTheRegisterIsLight(t *testing.T) {
	const most = 60_000
	h := open(t)
	for range 60 {
		h.drawnUp("Convenant Samenwerking en Welzijn in de wijken van de regio", "")
	}
	b := h.as("secretariaat")
	status, body := b.get("/convenanten")
	if rows := strings.Count(body, `<th scope="row">`); status != http.StatusOK || rows != 50 {
		t.Fatalf("%d with %d rows", status, rows)
	}
	weight, requests := len(body), 1
	for _, part := range []string{h.web.looks.read.style, h.web.looks.read.script} {
		if !strings.Contains(body, part) {
			t.Errorf("the page does not ask for %s", part)
		}
		_, contents := b.get(part)
		weight += len(contents)
		requests++
	}
	if asked := strings.Count(body, "<link rel=\"stylesheet\"") + strings.Count(body, "<script") + strings.Count(body, "<img") + 1; asked != requests {
		t.Errorf("the page takes %d requests", asked)
	}
	if weight > most {
		t.Errorf("the page weighs %d bytes", weight)
	}
}
