package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"convenant/storage"
	"convenant/workflow"
)

// count counts the convenanten of the register.
func (h *house) count() int {
	h.t.Helper()
	day, _ := workflow.NewDate(2026, 11, 27)
	n, err := h.register.Count(h.t.Context(), storage.Filter{On: day}, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestAnEmptyRegisterHelpsToAFirstConvenant(t *testing.T) {
	h := emptyHouse(t)
	b := h.as("secretariaat")
	body := pageOf(t, b, "/aandacht")
	shows(t, words(t, body), "Welkom", "Dit register houdt bij wie aan welk convenant is gebonden", "Stel uw eerste convenant op", "Het sjabloon ‘Convenant Herstelnetwerk’ heeft zelf 13 Partijen.", "Nodig bij het sjabloon Algemeen.")
	key := between(t, body, `value="`, `">
<div class="veld`)
	form := url.Values{"sleutel": {key}, "sjabloon": {"herstelnetwerk"}, "kenmerk": {"DOC-1"}}
	for range 2 { // sent twice, it makes one
		if status, body := b.post("/convenanten", form); status != http.StatusSeeOther {
			t.Fatalf("got %d\n%s", status, words(t, body))
		}
	}
	if n := h.count(); n != 1 {
		t.Errorf("there are %d convenanten", n)
	}
	page, err := h.register.List(t.Context(), storage.Filter{On: workflow.MustDate("2026-11-27")})
	if err != nil {
		t.Fatal(err)
	}
	shows(t, b.page("/convenanten/"+page.Rows[0].ID), "Het convenant is opgesteld, als concept.", "Convenant Herstelnetwerk", "DOC-1")
	form.Set("kenmerk", "DOC-2")
	status, body := b.post("/convenanten", form)
	if status != http.StatusConflict || h.count() != 1 {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Dit formulier is al eerder verstuurd, met iets anders erin.")
}

func TestADraftIsRefusedAtItsField(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	status, body := b.post("/convenanten", url.Values{"sjabloon": {"algemeen"}, "kenmerk": {"DOC-9"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Het convenant is nog niet opgesteld", "Vul de naam in: dit sjabloon heeft er zelf geen.", "Vul de Partijen in: dit sjabloon heeft er zelf geen.", "Wat u hebt ingevuld, staat er nog.")
	for _, kept := range []string{`value="DOC-9"`, `value="algemeen" selected`, `href="#partijen"`, `href="#naam"`, `aria-invalid="true"`} {
		if !strings.Contains(body, kept) {
			t.Errorf("%s is not there", kept)
		}
	}
	status, body = b.post("/convenanten", url.Values{"sjabloon": {"algemeen"}, "partijen": {"Gemeente Eén\nGemeente Eén"}, "naam": {"Convenant Zorg"}})
	if status != http.StatusBadRequest || !strings.Contains(body, "Gemeente Eén\nGemeente Eén</textarea>") {
		t.Errorf("got %d\n%s", status, body)
	}
	shows(t, words(t, body), "Gemeente Eén staat er meer dan één keer.")
	status, body = b.post("/convenanten", url.Values{"sjabloon": {"algemeen"}, "kenmerk": {strings.Repeat("x", 500)}, "partijen": {"Gemeente Eén\nGEMEENTE EÉN\nKwintes"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Vul de naam in", "GEMEENTE EÉN staat er meer dan één keer.", "kenmerk")
	if n := strings.Count(body, `class="fout"`); n != 3 {
		t.Errorf("%d mistakes are told at once, and not 3", n)
	}
	if h.count() != 1 {
		t.Error("something was drawn up")
	}
}

func TestAConvenantOfOnePartijGetsARemark(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	if status, body := b.post("/convenanten", url.Values{"sjabloon": {"algemeen"}, "naam": {"Convenant Alleen"}, "partijen": {"Kwintes"}}); status != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", status, words(t, body))
	}
	shows(t, b.page("/convenanten"), "Er staat nog maar één Partij in; een convenant heeft er ten minste twee.")
}

func TestWhoIsKnownKeepsTheirShortName(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	if status, body := b.post("/convenanten", url.Values{"sjabloon": {"algemeen"}, "naam": {"Convenant Nieuw"},
		"partijen": {"  gemeente  Gooise Meren \r\n\r\nRegio Gooi en Vechtstreek\r\nStichting Zorg & Welzijn"}}); status != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", status, words(t, body))
	}
	for _, known := range []string{"gooise-meren", "regio"} {
		shows(t, h.as(known).page("/convenanten"), "Convenant Nieuw")
	}
	if _, err := h.register.Organisation(t.Context(), "stichting-zorg-welzijn"); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheSecretariaatDraws(t *testing.T) {
	h := open(t)
	for _, who := range []string{"hilversum", "portefeuillehouder"} {
		b := h.as(who)
		if status, body := b.get("/convenanten/nieuw"); status != http.StatusForbidden || strings.Contains(body, "action=\"/convenanten\"") {
			t.Errorf("%s gets the form: %d", who, status)
		}
		if status, _ := b.post("/convenanten", url.Values{"sjabloon": {"herstelnetwerk"}}); status != http.StatusForbidden {
			t.Errorf("%s: %d", who, status)
		}
	}
	if h.count() != 1 {
		t.Error("something was drawn up")
	}
	shows(t, h.as("secretariaat").page("/convenanten"), "Nieuw convenant")
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{"Gemeente Gooise Meren": "gooise-meren", "GGz Centraal": "ggz-centraal", "Eén & Ander B.V.": "een-ander-b-v",
		"Stichting met een heel erg lange naam die maar doorgaat": "stichting-met-een-heel-erg-lange-naa", "!": ""} {
		if got := shortName(name); got != want {
			t.Errorf("%s is made %q", name, got)
		}
	}
}
