package web

import (
	"net/http"
	"strings"
	"testing"

	"convenant/workflow"
)

func TestMeetingsStandInOrderWithWhatTheyConcluded(t *testing.T) {
	h := openOn(t, "2023-11-20")
	for _, who := range []string{"portefeuillehouder", "secretariaat"} {
		page := h.as(who).page("/overleggen")
		shows(t, page, "Het eerstvolgende overleg met een convenant op de agenda is op donderdag 30 november 2023, over tien dagen: Portefeuillehoudersoverleg.",
			"Convenant Herstelnetwerk Gevraagd: vaststellen.",
			"Adviseert het convenant vast te stellen.")
		if strings.Index(page, "Komende overleggen") > strings.Index(page, "De afgelopen twaalf maanden") {
			t.Error("what is over comes first")
		}
	}
	if status, _ := h.as("hilversum").get("/overleggen"); status != http.StatusForbidden {
		t.Errorf("a Partij: %d", status)
	}
}

func TestAMeetingWithoutAConclusionSaysSo(t *testing.T) {
	shows(t, openOn(t, "2023-11-17").as("portefeuillehouder").page("/overleggen"), "Directie-overleg")
	h := openOn(t, "2023-11-14")
	h.record(`{handeling: agenderen, gegevens: {overleg: Stuurgroep, datum: 2023-11-14, doel: adviseren}}`)
	page := h.as("portefeuillehouder").page("/overleggen/2023-11-14/Stuurgroep")
	shows(t, page, "Dit overleg is vandaag, dinsdag 14 november 2023.", "Gevraagd: advies geven over het vaststellen van het convenant.")
	saysNot(t, page, "Conclusie")
}

func TestTheStukkenStandInReadingOrder(t *testing.T) {
	h := openOn(t, "2023-11-20")
	page := h.as("portefeuillehouder").page("/overleggen/2023-11-30/Portefeuillehoudersoverleg")
	shows(t, page, "Gevraagd: het convenant vaststellen.",
		"Advies: Samenwerkingsverband Herstelnetwerk positief (overgenomen); Juridisch adviseur positief, onder voorwaarden (overgenomen).",
		"Het Directie-overleg van 16 november 2023 concludeerde: ‘Adviseert het convenant vast te stellen’.")
	at := 0
	for _, what := range []string{"Documenten, in leesvolgorde", "Oplegger", "De tekst die wordt voorgelegd (versie 1)", "Adviesoverzicht", "Besluitenlijst van het Directie-overleg, 16 november 2023"} {
		i := strings.Index(page[at:], what)
		if i < 0 {
			t.Fatalf("%s is not there, or not in its place:\n%s", what, page)
		}
		at += i
	}
	saysNot(t, page, "Conclusie")
	if n := len(h.as("portefeuillehouder").linked("/overleggen/2023-11-30/Portefeuillehoudersoverleg")); n != 4 {
		t.Errorf("%d documents are linked, and not 4", n)
	}
	after := openOn(t, "2023-12-05").as("portefeuillehouder").page("/overleggen/2023-11-30/portefeuillehoudersoverleg")
	shows(t, after, "Besluit: vastgesteld. Akkoord.", "Dit overleg was op donderdag 30 november 2023.", "De tekst die wordt voorgelegd")
	saysNot(t, after, "Adviseert het convenant vast te stellen.")
}

func TestAMeetingReadsWhatIsStillToBeAdvised(t *testing.T) {
	h := openOn(t, "2023-11-10")
	shows(t, h.as("portefeuillehouder").page("/overleggen/2023-11-30/Portefeuillehoudersoverleg"), "Het Directie-overleg van 16 november 2023 moet nog advies geven.")
	h = openOn(t, "2023-08-20")
	h.record(`{handeling: adviesronde-overslaan, gegevens: {reden: Het is dringend.}}`)
	h.record(`{handeling: agenderen, gegevens: {overleg: Stuurgroep, datum: 2023-09-01, doel: vaststellen}}`)
	shows(t, h.as("portefeuillehouder").page("/overleggen/2023-09-01/Stuurgroep"), "Er was geen adviesronde. De reden: het is dringend.")
}

func TestEarlierMeetingsStandByYear(t *testing.T) {
	h := open(t)
	for _, who := range []string{"portefeuillehouder", "secretariaat"} {
		b := h.as(who)
		shows(t, b.page("/overleggen"), "Eerdere overleggen Overleggen in 2023")
		page := b.page("/overleggen?jaar=2023")
		shows(t, page, "Overleggen in 2023", "donderdag 30 november 2023", "Besluit: vastgesteld.", "Directie-overleg", "Adviseert het convenant vast te stellen.")
		for _, year := range []string{"2024", "ooit"} {
			status, body := b.get("/overleggen?jaar=" + year)
			if status != http.StatusNotFound {
				t.Errorf("%s: %d", year, status)
			}
			shows(t, words(t, body), "In dit jaar was er geen overleg", "Naar de overleggen")
		}
	}
	shows(t, h.as("secretariaat").page("/overleggen"), "Een convenant komt op de agenda bij het convenant zelf, onder ‘Wat kan nu’.")
}

func TestTheLastVersionOfTheTextIsPutForward(t *testing.T) {
	h := openOn(t, "2023-08-20")
	h.record(`{handeling: tekst-wijzigen, gegevens: {artikelen: {"5.3": Partijen overleggen elk kwartaal.}}}`)
	h.record(`{handeling: agenderen, gegevens: {overleg: Stuurgroep, datum: 2023-09-01, doel: vaststellen}}`)
	b := h.as("portefeuillehouder")
	shows(t, b.page("/overleggen/2023-09-01/Stuurgroep"), "De tekst die wordt voorgelegd (versie 2)")
	for _, a := range b.linked("/overleggen/2023-09-01/Stuurgroep") {
		if a.Paper.Kind == workflow.PaperConcept && a.Stand.Number != 2 {
			t.Errorf("the concept of stand %d is put forward", a.Stand.Number)
		}
	}
}

func TestAConclusionStandsWithTheMeetingThatCameToIt(t *testing.T) {
	h := openOn(t, "2023-11-14")
	h.record(`{handeling: agenderen, op: 2023-11-01, gegevens: {overleg: Stuurgroep, datum: 2023-11-02, doel: adviseren}}`)
	h.record(`{handeling: agenderen, op: 2023-11-03, gegevens: {overleg: Stuurgroep, datum: 2023-11-09, doel: adviseren}}`)
	h.record(`{handeling: besluiten, op: 2023-11-03, gegevens: {overleg: Stuurgroep, conclusie: De eerste keer.}}`)
	h.record(`{handeling: besluiten, op: 2023-11-09, gegevens: {overleg: Stuurgroep, conclusie: De tweede keer.}}`)
	b := h.as("portefeuillehouder")
	first, second := b.page("/overleggen/2023-11-02/Stuurgroep"), b.page("/overleggen/2023-11-09/Stuurgroep")
	shows(t, first, "De eerste keer.")
	saysNot(t, first, "De tweede keer.")
	shows(t, second, "De tweede keer.")
	saysNot(t, second, "De eerste keer.")
}

func TestAMeetingThatIsNotThereSaysSo(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/overleggen/2023-11-30/Stuurgroep", "/overleggen/gisteren/Portefeuillehoudersoverleg", "/overleggen/2025-01-01/Portefeuillehoudersoverleg"} {
		status, body := h.as("portefeuillehouder").get(path)
		if status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
		shows(t, words(t, body), "Dit overleg is er niet")
	}
	shows(t, h.as("portefeuillehouder").page("/overleggen"), "Er staat nu geen convenant op de agenda van een overleg.", "Een convenant komt op een agenda als het secretariaat het agendeert")
}
