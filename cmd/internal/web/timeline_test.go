package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheTimelineShowsWhatRuns(t *testing.T) {
	h := lively(t)
	body := pageOf(t, h.as("portefeuillehouder"), "/tijdlijn")
	page := words(t, body)
	shows(t, page, "Tijdlijn", "3 convenanten en 2 in voorbereiding", "2023", "2032", "Convenant Herstelnetwerk tot en met 31 december 2029", "Lijn met punt: vandaag",
		"30 november 2026 : de laatste dag waarop een opzegging tegen de einddatum kan worden ontvangen")
	if runs, advised := strings.Index(page, "Convenant Herstelnetwerk tot"), strings.Index(page, "Convenant Advies Adviesronde"); advised < runs {
		t.Error("what is in preparation is not there, or not below what runs")
	}
	if first, last := strings.Index(page, "Convenant Brieven"), strings.Index(page, "Convenant Herstelnetwerk"); last < first {
		t.Error("what ends first is not above")
	}
	if !strings.Contains(body, "Convenant Herstelnetwerk: in voorbereiding van 17 augustus 2023") {
		t.Error("the drawing does not say what it shows")
	}
	page = h.as("blaricum").page("/tijdlijn")
	shows(t, page, "Uw lopende convenanten.", "1 convenant ")
	if strings.Contains(page, "Convenant Brieven") {
		t.Error("a Partij sees what is of others")
	}
}

func TestTheTimelineOfAPartijThatLeftStopsAtItsLastDay(t *testing.T) {
	h := open(t)
	body := pageOf(t, h.as("jellinek"), "/tijdlijn")
	shows(t, words(t, body), "Convenant Herstelnetwerk u was Partij tot en met 31 december 2025")
	if strings.Contains(body, "2029 ") || !strings.Contains(body, "in werking van 8 februari 2024 tot en met 31 december 2025.") {
		t.Error("the drawing goes on after it left")
	}
	shows(t, h.as("hilversum").page("/tijdlijn"), "Convenant Herstelnetwerk tot en met 31 december 2029")
}

func TestYearsInWhichThereWasNothingSaySo(t *testing.T) {
	h := open(t)
	shows(t, h.as("secretariaat").page("/tijdlijn?van=2015&tot=2020"), "In deze jaren was het er nog niet.")
	shows(t, h.as("secretariaat").page("/tijdlijn?van=2031&tot=2035"), "In deze jaren loopt het niet meer.")
}

func TestTheYearsOfTheTimelineAreChosen(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	page := b.page("/tijdlijn?van=2023&tot=2027")
	shows(t, page, "2023", "2027", "Convenanten van 2023 tot en met 2027")
	if strings.Contains(page, "2032") {
		t.Error("other years are shown")
	}
	for path, want := range map[string]string{"/tijdlijn?van=ooit": "‘ooit’ is geen jaar.", "/tijdlijn?van=2030&tot=2020": "Dit jaar ligt vóór 2030.",
		"/tijdlijn?van=1900&tot=2900": "Zoveel jaren passen niet naast elkaar.", "/tijdlijn?tot=99999": "‘99999’ is geen jaar."} {
		status, body := b.get(path)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, status)
		}
		shows(t, words(t, body), want)
	}
	shows(t, emptyHouse(t).as("secretariaat").page("/tijdlijn"), "Er loopt nu geen convenant.")
}

func TestTheTimelineGoesOn(t *testing.T) {
	h := open(t)
	for range 55 {
		h.toForce(h.drawnUp("Convenant Velen", `,"voorwaarden":{"looptijd":{"tot-en-met":"2028-12-31"}}`))
	}
	b := h.as("secretariaat")
	body := pageOf(t, b, "/tijdlijn?van=2026&tot=2030")
	shows(t, words(t, body), "56 convenanten, 50 getoond")
	next := between(t, body, `href="`, `" rel="next"`)
	shows(t, b.page(next), "56 convenanten, 6 getoond", "van 2026 tot en met 2030", "terug naar de eerste bladzijde", "Convenant Herstelnetwerk")
}
