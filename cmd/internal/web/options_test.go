package web

import (
	"strings"
	"testing"
)

func TestTheSecretariaatReadsWhatCanBeRecordedAndWhyNot(t *testing.T) {
	h := open(t)
	page := h.as("secretariaat").page("/convenanten/" + h.id + "/mogelijk")
	shows(t, page, "Dit kan nu worden vastgelegd.", "Een opzegging vastleggen Voor 12 Partijen",
		"Wordt de brief vandaag ontvangen, dan is 27 januari 2027 op zijn vroegst de laatste dag.", "Een opzegging van alle Partijen samen vastleggen",
		"Een opzegging vastleggen Voor Jellinek Jellinek is sinds 1 januari 2026 geen Partij meer. (artikel 3.3)",
		"Een handtekening vastleggen Voor alle 13 Partijen, elk om een eigen reden",
		"Een instemming met wijziging 1 vastleggen Voor alle 13 Partijen", "Wijziging 1 is al aangenomen. (artikel 9.2)",
		"Vastleggen wat een overleg besluit over wijziging 1")
	can, cannot, _ := strings.Cut(page, "Dit kan nu niet")
	if strings.Contains(can, "De tekst van het concept wijzigen") || !strings.Contains(cannot, "De tekst van het concept wijzigen") {
		t.Error("what cannot be done does not stand among what cannot")
	}
	hides(t, page, "opzeggen-", "wijziging-voorstellen", "niet-toegestaan", "kan-niet")
}

func TestAPartijReadsWhatItCanDoItself(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten/" + h.id + "/mogelijk")
	shows(t, page, "Dit kunt u nu zelf doen.", "Opzeggen", "Uw vertegenwoordiger aanwijzen", "Een nieuwe Partij voorstellen",
		"Ondertekenen Gemeente Hilversum heeft al ondertekend, op 1 februari 2024. (artikel 3.1)")
	hides(t, page, "Gemeente Laren", "Een adviesronde openen", "kan dit niet zelf vastleggen")
	page = h.as("portefeuillehouder").page("/convenanten/" + h.id + "/mogelijk")
	shows(t, page, "Dit kunt u nu zelf doen.", "Vastleggen wat een overleg besluit over de tekst Voor het Directie-overleg")
	hides(t, page, "Opzeggen")
}

// In December 2025 the first period ran to its end: what cannot be done that day is told with the day from which it can.
func TestOptionsAreThoseOfTheDayThatIsLookedAt(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten/" + h.id + "/mogelijk?peildatum=2024-02-03")
	shows(t, page, "Wat kan op 3 februari 2024", "Dit kunt u op 3 februari 2024 zelf doen.", "Dit kan dan niet",
		"Opzeggen Het convenant wacht op ondertekening.")
	page = h.as("hilversum").page("/convenanten/" + h.id + "/mogelijk?peildatum=2025-12-05")
	shows(t, page, "De verlengingsbrief van Gemeente Hilversum voor deze periode is al ontvangen, op 20 november 2025.", "Kan vanaf 1 januari 2026.")
}
