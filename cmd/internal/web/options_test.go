package web

import (
	"strings"
	"testing"

	"convenant/storage"
	"convenant/workflow"
)

func TestTheSecretariaatReadsWhatCanBeRecordedAndWhyNot(t *testing.T) {
	h := open(t)
	path := "/convenanten/" + h.id + "/mogelijk"
	_, body := h.as("secretariaat").get(path)
	page := words(t, body)
	shows(t, page, "Dit kan vandaag worden vastgelegd. Daaronder staat wat nu niet kan, en bij elke regel waarom.",
		"Een brief vastleggen (opzeggen, verlengen of iets anders) De ontvangst van een brief Voor alle 13 Partijen", "Een opzegging Voor 12 Partijen",
		"Wordt de brief vandaag ontvangen, dan is 27 januari 2027 op zijn vroegst de laatste dag.", "Een opzegging van alle Partijen samen",
		"Kan ook, al regelt het convenant het niet (2) De publicatie vastleggen De evaluatie vastleggen",
		"Een opzegging Voor Jellinek Jellinek is sinds 1 januari 2026 geen Partij meer. (artikel 3.3)",
		"Een handtekening vastleggen Voor alle 13 Partijen, elk om een eigen reden",
		"Een instemming met wijziging 1 vastleggen Voor alle 13 Partijen", "Wijziging 1 is al aangenomen. (artikel 9.2)",
		"Vastleggen wat een overleg besluit over wijziging 1")
	shows(t, body, `/doen/brief-registreren">De ontvangst van een brief</a>`, `/doen/verlengen">Een verlenging</a>`, `/doen/contactpersoon-aanwijzen">Een contactpersoon vastleggen</a>`, `/doen/wijziging-voorstellen">Een wijziging voorstellen</a>`,
		`/wijzigingen/1">Het voorstel voor wijziging 1 aanpassen</a>`, `/geschiedenis">Een fout in het register herstellen</a>`)
	can, cannot, _ := strings.Cut(page, "Dit kan nu niet")
	if strings.Contains(can, "De tekst van het concept wijzigen") || !strings.Contains(cannot, "De tekst van het concept wijzigen") {
		t.Error("what cannot be done does not stand among what cannot")
	}
	hides(t, page, "opzeggen-", "wijziging-voorstellen", "niet-toegestaan", "kan-niet")
}

func TestAPartijReadsWhatItCanDoItself(t *testing.T) {
	h := open(t)
	page := h.as("hilversum").page("/convenanten/" + h.id + "/mogelijk")
	shows(t, page, "Dit kunt u vandaag zelf doen.", "Opzeggen", "Uw vertegenwoordiger aanwijzen", "Een nieuwe Partij voorstellen",
		"Ondertekenen Gemeente Hilversum heeft al ondertekend, op 1 februari 2024. (artikel 3.1)")
	hides(t, page, "Gemeente Laren", "Een adviesronde openen", "kan dit niet zelf vastleggen")
	page = h.as("portefeuillehouder").page("/convenanten/" + h.id + "/mogelijk")
	shows(t, page, "Dit kunt u vandaag zelf doen.", "Vastleggen wat een overleg besluit over de tekst Voor het Directie-overleg")
	hides(t, page, "Opzeggen")
}

// Of a day that is over it is told what could be done then, with what was known then: nothing that came later counts.
func TestOptionsAreThoseOfTheDayThatIsLookedAt(t *testing.T) {
	h := open(t)
	path := "/convenanten/" + h.id + "/mogelijk?peildatum="
	page := h.as("hilversum").page(path + "2024-02-03")
	shows(t, page, "Wat kon op 3 februari 2024", "Zo was het op die dag, met wat toen bekend was.", "Dit kon u op 3 februari 2024 zelf doen.", "Dit kon toen niet",
		"Opzeggen Het convenant wacht op ondertekening.")
	page = h.as("hilversum").page(path + "2025-12-05")
	shows(t, page, "De verlengingsbrief van Gemeente Hilversum voor deze periode is al ontvangen, op 20 november 2025.",
		"dan is 5 februari 2026 op zijn vroegst de laatste dag, tenzij het convenant al eindigt op 31 december 2025.")
	hides(t, page, "Kan vanaf 1 januari 2026", "gezien met wat wij vandaag weten")

	page = h.as("secretariaat").page(path + "2026-01-02")
	shows(t, page, "Verlopen Kenmerk", "Het convenant is verlopen")
	for _, day := range []string{"2023-08-20", "2024-02-03", "2025-12-05", "2026-01-02"} {
		hides(t, h.as("secretariaat").page(path+day), "telt dan niet meer mee", "later feit", "latere feiten", "vul ‘")
	}
}

// What was drawn up before it came into the register, could not be done anything with.
func TestOptionsOfADayBeforeAnythingWasKnown(t *testing.T) {
	h := open(t)
	draft := workflow.Act{Kind: workflow.Draft, By: workflow.Secretariat, On: workflow.MustDate("2026-01-05"),
		Data: workflow.ObjectOf(factOf("sjabloon", "herstelnetwerk"), factOf("kenmerk", "LATER"))}
	out, err := h.register.Draft(t.Context(), storage.Key{}, func(c *workflow.Convenant) workflow.Decision {
		return c.Decide(draft, workflow.MustDate("2026-11-27"), h.web.Library)
	})
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	shows(t, h.as("secretariaat").page("/convenanten/"+out.ID+"/mogelijk?peildatum=2026-02-01"), "Op 1 februari 2026 was van dit convenant nog niets vastgelegd.")
}

// On a day that comes, it is told what can be done if nothing happens until then.
func TestOptionsOfADayThatComes(t *testing.T) {
	h := open(t)
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id+"/mogelijk?peildatum=2029-12-31"), "Wat kan op 31 december 2029",
		"Dit kan op 31 december 2029 worden vastgelegd.", "Dit kan dan niet", "dan is 28 februari 2030 op zijn vroegst de laatste dag, tenzij het convenant al eindigt op 31 december 2029.")
}
