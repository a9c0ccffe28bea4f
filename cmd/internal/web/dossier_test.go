package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestEveryPageOfAConvenantSaysWhereItStands(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten/" + h.id)
	shows(t, page, "Convenant Herstelnetwerk", "In werking", "Kenmerk DOC-23001740", "Wat kan nu", "Partijen", "Geschiedenis")
	if strings.Contains(page, "Verzonden") {
		t.Error("a Partij is offered the post of everyone")
	}
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id), "Verzonden")
}

func TestAnotherDayIsMarkedAndKept(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	for _, typed := range []string{"2025-12-31", "31-12-2025", "31+december+2025", "31/12/2025"} {
		_, body := b.get("/convenanten/" + h.id + "?peildatum=" + typed)
		shows(t, words(t, body), "U kijkt naar 31 december 2025. Zo was het convenant op die dag, gezien met wat wij vandaag weten.", "Terug naar vandaag")
		shows(t, body, `name="peildatum" value="31-12-2025"`, `href="/convenanten/`+h.id+`/partijen?peildatum=2025-12-31"`)
	}
	if page := b.page("/convenanten/" + h.id + "?peildatum=2026-11-27"); strings.Contains(page, "Terug naar vandaag") {
		t.Error("today is marked as another day")
	}
	shows(t, b.page("/convenanten/"+h.id+"?peildatum=2029-12-31"), "als er tot dan niets meer gebeurt")
}

// On New Year's Day of 2026 a letter seemed to be missing, which had come in before.
func TestADayIsSeenWithWhatWasKnownOnAnother(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	shows(t, b.page("/convenanten/"+h.id+"?peildatum=2026-01-01"), "In werking")
	_, body := b.get("/convenanten/" + h.id + "?peildatum=2026-01-01&bekendOp=2026-01-01")
	shows(t, words(t, body), "Verlopen", "met alleen wat op 1 januari 2026 bekend was")
	shows(t, body, `name="peildatum" value="01-01-2026"`, `name="bekendOp" value="01-01-2026"`, `/partijen?bekendOp=2026-01-01&amp;peildatum=2026-01-01"`)
}

func TestADayBeforeTheConvenantSaysSo(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	status, body := b.get("/convenanten/" + h.id + "?peildatum=2020-01-01")
	if status != http.StatusNotFound {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Op 1 januari 2020 was dit convenant er nog niet. Het is opgesteld op 17 augustus 2023.", "Naar het convenant van vandaag")
	shows(t, body, `href="/convenanten/`+h.id+`"`)

	status, body = b.get("/convenanten/" + h.id + "?bekendOp=2020-01-01")
	if status != http.StatusNotFound {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Op 1 januari 2020 was van dit convenant nog niets vastgelegd.")

	status, body = b.get("/convenanten/" + h.id + "?peildatum=30-02-2025")
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "‘30-02-2025’ is geen dag op de kalender", "31 december 2025")
}
