package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/storage"
	"convenant/workflow"
)

// hides fails when the words of a page have any of these.
func hides(t *testing.T, page string, none ...string) {
	t.Helper()
	for _, s := range none {
		if strings.Contains(page, s) {
			t.Errorf("the page says %q:\n%s", s, page)
		}
	}
}

// factOf is a text in the data of an act.
func factOf(name, text string) workflow.Field {
	return workflow.Field{Name: name, Value: workflow.TextOf(text)}
}

// enter records an act of the secretariaat.
func (h *house) enter(kind workflow.Kind, data ...workflow.Field) {
	h.t.Helper()
	act := workflow.Act{Kind: kind, By: workflow.Secretariat, Data: workflow.ObjectOf(data...), Confirmed: true}
	outcome, err := h.register.Act(h.t.Context(), h.id, storage.Key{}, func(c *workflow.Convenant) workflow.Decision {
		return c.Decide(act, workflow.MustDate("2026-11-27"), h.web.Library)
	})
	if err != nil || outcome.Refusal != nil {
		h.t.Fatal(err, outcome.Refusal)
	}
}

// proposeChange proposes a change to 5.3, to which one Partij consents.
func (h *house) proposeChange() {
	h.t.Helper()
	h.enter(workflow.ProposeChange, factOf("titel", "Een vast overleg"), factOf("ingangsdatum", "2027-01-01"),
		workflow.Field{Name: "artikelen", Value: workflow.ObjectOf(factOf("5.3", "Partijen overleggen elk kwartaal."))})
	h.enter(workflow.Consent, workflow.Field{Name: "wijziging", Value: workflow.NumberOf(2)}, factOf("partij", "laren"))
}

func TestTheFirstPageSaysWhereItStands(t *testing.T) {
	h := open(t)
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id),
		"Dit convenant is in werking sinds 8 februari 2024; de tweede periode loopt tot en met 31 december 2029. Wordt het niet verlengd, dan eindigt het op die dag.",
		"Nog aan te vullen 12 Partijen hebben nog geen contactpersoon. Vraag wie het is, en leg het vast.", "66 feiten vastgelegd", "Ingangsdatum 8 februari 2024", "Einddatum 31 december 2029", "Tweede periode",
		"31 oktober 2029 De laatste dag waarop een opzegging per 31 december 2029 kan worden ontvangen",
		"De laatste dag waarop de verlengingsbrief van 12 Partijen kan worden ontvangen",
		"Jellinek Uitgetreden Heeft opgezegd. De laatste dag was 31 december 2025.",
		"minimaal twee maanden, gericht aan de contactpersoon van de Regio. Artikel 3.3",
		"Het convenant is verlengd en loopt nu tot en met 31 december 2029.", "Wijziging en toetreding", "Evaluatie Niet geregeld.",
		"1 januari 2026 Het convenant is verlengd tot en met 31 december 2029. (artikel 3.4)")
}

// A letter that is still to come ends the convenant for all: that is told first, to everyone, and only as long as it can come.
func TestALetterThatIsMissingIsToldFirst(t *testing.T) {
	h := open(t)
	const missing = "Wat vraagt aandacht De verlengingsbrief van Versa Welzijn is nog niet ontvangen. Dat kan tot en met 31 december 2025; anders eindigt het convenant voor iedereen."
	for _, who := range []string{"secretariaat", "hilversum", "versa-welzijn"} {
		page := h.as(who).page("/convenanten/" + h.id + "?peildatum=2025-12-30&bekendOp=2025-12-30")
		shows(t, page, missing, "In werking toen sinds 8 februari 2024", "64 feiten tot en met die dag")
	}
	b := h.as("secretariaat")
	shows(t, b.page("/convenanten/"+h.id+"?peildatum=2025-11-30&bekendOp=2025-11-30"), "5 verlengingsbrieven zijn nog niet ontvangen.")
	hides(t, b.page("/convenanten/"+h.id+"?peildatum=2025-12-30"), "nog niet ontvangen")
	hides(t, b.page("/convenanten/"+h.id), "verlengingsbrieven zijn nog niet ontvangen")
}

func TestBeforeItIsInForceTheNextStepComesFirst(t *testing.T) {
	h := open(t)
	for day, step := range map[string][2]string{
		"2023-08-20": {"Maak de tekst af en open de adviesronde, of leg vast waarom die niet nodig is.", "Het secretariaat maakt de tekst af."},
		"2023-09-30": {"Beantwoord elk advies dat binnenkomt.", "Het secretariaat beantwoordt elk advies."},
		"2023-10-15": {"Alle adviezen zijn beantwoord. Sluit de adviesronde.", "Alle adviezen zijn beantwoord. Het secretariaat sluit de adviesronde."},
		"2023-10-17": {"Zet het convenant op de agenda", "Een overleg stelt de tekst vast."},
		"2023-10-18": {"Het Portefeuillehoudersoverleg beslist op 30 november 2023 over de tekst.", "Het Portefeuillehoudersoverleg beslist op 30 november 2023"},
		"2023-12-01": {"Leg elke handtekening vast die binnenkomt.", "Elke Partij tekent de vastgestelde tekst."},
	} {
		shows(t, h.as("secretariaat").page("/convenanten/"+h.id+"?peildatum="+day), "De volgende stap "+step[0])
		shows(t, h.as("hilversum").page("/convenanten/"+h.id+"?peildatum="+day), "De volgende stap "+step[1])
	}
	hides(t, h.as("secretariaat").page("/convenanten/"+h.id), "De volgende stap")
}

func TestAPartijIsToldWhatAsksItsOwnAttention(t *testing.T) {
	h := open(t)
	h.proposeChange()
	page := h.as("hilversum").page("/convenanten/" + h.id)
	shows(t, page, "Gemeente Hilversum heeft nog geen contactpersoon.", "Gemeente Hilversum (uw organisatie)",
		"De laatste dag waarop de verlengingsbrief van uw organisatie kan worden ontvangen 31 december 2029 De einddatum", "verlengingsbrief van 11 Partijen",
		"Gemeente Hilversum heeft nog geen antwoord gegeven op wijziging 2.")
	hides(t, page, "12 Partijen hebben nog geen contactpersoon", "Gemeente Laren heeft nog geen contactpersoon")
	hides(t, h.as("laren").page("/convenanten/"+h.id), "geen antwoord gegeven op wijziging 2")
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id), "11 Partijen hebben nog geen antwoord gegeven op wijziging 2.")
}

// A letter that came in waits for the secretariaat until what it asks for is recorded; nobody else is asked to look at it.
func TestTheSecretariaatSeesWhichLettersWait(t *testing.T) {
	h := open(t)
	hides(t, h.as("secretariaat").page("/convenanten/"+h.id), "nog niet beoordeeld")
	h.enter(workflow.RegisterLetter, factOf("soort", "opzegbrief"), factOf("partij", "kwintes"), factOf("vorm", "schriftelijk"))
	const waits = "De opzegbrief van Kwintes, ontvangen op 27 november 2026, is nog niet beoordeeld."
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id), waits)
	hides(t, h.as("hilversum").page("/convenanten/"+h.id), waits)
	h.enter(workflow.GiveNotice, factOf("partij", "kwintes"), factOf("vorm", "schriftelijk"))
	page := h.as("secretariaat").page("/convenanten/" + h.id)
	hides(t, page, waits)
	shows(t, page, "Kwintes Partij, heeft opgezegd De opzegbrief is ontvangen op 27 november 2026. De laatste dag is 27 januari 2027.", "De laatste dag van Kwintes")
}

func TestASigningConvenantSaysHowFarItIs(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	page := b.page("/convenanten/" + h.id + "?peildatum=2024-02-03")
	shows(t, page, "Dit convenant ligt sinds 30 november 2023 ter ondertekening.", "12 van 13 hebben getekend", "Versa Welzijn heeft nog niet getekend.")
	shows(t, b.page("/convenanten/"+h.id+"/partijen?peildatum=2023-12-01"), "Nog niemand heeft getekend.")
	page = b.page("/convenanten/" + h.id + "/partijen?peildatum=2024-02-03")
	shows(t, page, "Twaalf van de 13 Partijen hebben getekend.", "7 van 7 hebben getekend", "4 van 5 hebben getekend", "Versa Welzijn Nog niet getekend")
}

func TestThePartijenStandInTheirGroups(t *testing.T) {
	h := open(t)
	h.enter(workflow.AppointContact, factOf("partij", "laren"), factOf("naam", "A. Voorbeeld"), factOf("functie", "beleidsadviseur"), factOf("email", "a@laren.example"))
	_, body := h.as("hilversum").get("/convenanten/" + h.id + "/partijen")
	shows(t, body, `href="mailto:a@laren.example"`)
	shows(t, words(t, body), "12 Partijen zijn gebonden aan versie 3 van de tekst , die geldt sinds 1 januari 2026. 1 Partij is uitgetreden.", "Gemeenten", "De Regio", "Overige Partijen",
		"8 februari 2024 Op papier", "Besluit van het college van burgemeester en wethouders van 9 januari 2024",
		"A. Voorbeeld, beleidsadviseur", "Nog geen tweede contactpersoon", "Nog geen contactpersoon")
}

func TestThePartijenOfAnotherDay(t *testing.T) {
	h := open(t)
	_, body := h.as("secretariaat").get("/convenanten/" + h.id + "/partijen?peildatum=2025-12-31")
	shows(t, words(t, body), "13 Partijen zijn gebonden aan versie 2 van de tekst , die geldt sinds 1 januari 2025.", "Jellinek Partij, heeft opgezegd", "Opzegbrief van 31 oktober 2025")
	shows(t, body, `/tekst?versie=2&amp;peildatum=2025-12-31"`)
	hides(t, h.as("hilversum").page("/convenanten/"+h.id+"/partijen"), "Opzegbrief van")

	over := h.as("secretariaat").page("/convenanten/" + h.id + "/partijen?peildatum=2026-01-01&bekendOp=2026-01-01")
	shows(t, over, "Niemand is nog aan dit convenant gebonden.", "Gemeente Laren Niet meer gebonden Het convenant is geëindigd. De laatste dag was 31 december 2025. Wilde verlengen:",
		"Jellinek Uitgetreden Heeft opgezegd.")
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id+"?peildatum=2026-01-01&bekendOp=2026-01-01"), "Gemeente Laren Niet meer gebonden")
}

func TestWhatWasDecidedIsToldWithTheAdviceAndItsAnswer(t *testing.T) {
	h := open(t)
	b := h.as("portefeuillehouder")
	shows(t, b.page("/convenanten/"+h.id+"/besluitvorming"), "De tekst is op 30 november 2023 vastgesteld door het Portefeuillehoudersoverleg.",
		"Positief, onder voorwaarden op 9 oktober 2023", "niet in rechte afdwingbaar zijn. Overgenomen. Artikel 9.1 zegt dit al.",
		"16 november 2023 Directie-overleg Op de agenda om te adviseren Advies: Adviseert het convenant vast te stellen. Oplegger (PDF) , Besluitenlijst (PDF)",
		"om vast te stellen Besluit: vastgesteld. Akkoord. Oplegger (PDF) , Besluitenlijst (PDF)", "Adviesoverzicht (PDF)")
	_, body := b.get("/convenanten/" + h.id + "/besluitvorming")
	if links := regexp.MustCompile(`href="/documenten/[^"]+"`).FindAllString(body, -1); len(links) != 5 || len(slices.Compact(slices.Sorted(slices.Values(links)))) != 5 {
		t.Errorf("the papers are at %q", links)
	}
	shows(t, b.page("/convenanten/"+h.id+"/besluitvorming?peildatum=2023-09-30"),
		"Wij wachten nog op Juridisch adviseur, uiterlijk 13 oktober 2023.", "Nog geen advies", "Dit advies heeft nog geen antwoord.")
}

func TestAChangeShowsItsWordsBeforeAndAfter(t *testing.T) {
	h := open(t)
	h.proposeChange()
	b := h.as("hilversum")
	shows(t, b.page("/convenanten/"+h.id+"/wijzigingen"), "1 voorstel wacht op instemming.", "Wijziging 2: Een vast overleg", "1 van 12 heeft ingestemd",
		"Wijziging 1: Twee vaste contactpersonen", "Aangenomen op 14 november 2024. De wijziging geldt sinds 1 januari 2025.")

	page := b.page("/convenanten/" + h.id + "/wijzigingen/2")
	shows(t, page, "1 Partij stemt in; er zijn 12 nodig.", "Voorgesteld op 27 november 2026, vastgelegd door het secretariaat.", "Gemeente Laren, op 27 november 2026",
		"Wat er verandert Artikel 5.3 Zo is het nu", "Zo wordt het Partijen overleggen elk kwartaal.",
		"Nog geen antwoord: Gemeente Blaricum, ", "De hele tekst met deze wijziging vergelijken",
		"Voor wie wil narekenen", "convenant-wijziging/1 Een vast overleg 2027-01-01 5.3 Partijen overleggen elk kwartaal.")

	_, body := b.get("/convenanten/" + h.id + "/wijzigingen/1")
	shows(t, words(t, body), "13 Partijen hebben ingestemd", "Voorgesteld op 2 september 2024, vastgelegd door het secretariaat.", "Jellinek, op 14 november 2024",
		"Wijzigingsvoorstel (PDF)", "Versie 1 en 2 van de tekst vergelijken", "Wat er is veranderd",
		"Zo was het Partijen, ieder voor zich, zorgen voor een of meerdere vaste", "Zo werd het Partijen, ieder voor zich, zorgen voor twee vaste")
	shows(t, body, "<del>een of meerdere</del>", "<ins>twee</ins>", `/vergelijken?van=1&amp;naar=2"`)
	shows(t, b.page("/convenanten/"+h.id+"/vergelijken?van=1&naar=2"), "twee")
	shows(t, b.page("/convenanten/"+h.id+"/vergelijken?naar=wijziging-2"), "Partijen overleggen elk kwartaal.")

	status, body := b.get("/convenanten/" + h.id + "/wijzigingen/9")
	if status != http.StatusNotFound {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Een wijziging met dit nummer was er op 27 november 2026 niet.")
}

// A change of a term writes its sentence anew: that sentence is what Partijen read.
func TestAChangeOfATermShowsTheSentenceThatItWrites(t *testing.T) {
	h := open(t)
	h.enter(workflow.ProposeChange, factOf("titel", "Een langere opzegtermijn"), workflow.Field{Name: "voorwaarden", Value: workflow.ObjectOf(
		workflow.Field{Name: "opzegging", Value: workflow.ObjectOf(factOf("termijn", "3 maanden"))})})
	shows(t, h.as("hilversum").page("/convenanten/"+h.id+"/wijzigingen/2"), "Artikel 3.3 Zo is het nu", "minimaal twee maanden", "Zo wordt het", "minimaal drie maanden")
}

func TestRenewalBeginsWithOnesOwnSituation(t *testing.T) {
	h := open(t)
	path := "/convenanten/" + h.id + "/verlenging"
	page := h.as("hilversum").page(path)
	shows(t, page, "De tweede periode loopt tot en met 31 december 2029.", "Uw verlengingsbrief is nog niet ontvangen. Dat kan tot en met 31 december 2029.",
		"Als uw opzegbrief vandaag wordt ontvangen, is 27 januari 2027 op zijn vroegst uw laatste dag.",
		"Het convenant wordt verlengd tot en met 31 december 2033 als van alle Partijen", "Ontbreekt er dan een brief, dan eindigt het convenant op 31 december 2029.",
		"De opzegbrief moet dan uiterlijk op 31 oktober 2029 zijn ontvangen.", "0 van 12 verlengingsbrieven zijn ontvangen",
		"Eerste periode 8 februari 2024 tot en met 31 december 2025", "Tweede periode (nu) 1 januari 2026 tot en met 31 december 2029 Verlengd met 12 brieven, de laatste ontvangen op 30 december 2025. Naar de brieven",
		"Zo past dit register artikel 3.4 toe.")
	hides(t, page, "tenzij het convenant al eindigt")
	shows(t, page, "Verlenging Partijen kunnen het Convenant door middel van een verlengingsbrief", "Opzegging Het is voor Partijen, ook voor een Partij afzonderlijk")
	shows(t, h.as("jellinek").page(path), "Jellinek is geen Partij meer. De laatste dag was 31 december 2025.")
	shows(t, h.as("regio").page(path), "dan telt de dag waarop de laatste andere Partij uw brief ontvangt")
	shows(t, h.as("secretariaat").page(path), "Wordt een opzegbrief vandaag ontvangen, dan is 27 januari 2027 op zijn vroegst de laatste dag.")

	page = h.as("jellinek").page(path + "?peildatum=2025-12-05")
	shows(t, page, "Jellinek heeft opgezegd. De laatste dag is 31 december 2025. Een verlengingsbrief is niet nodig.",
		"Nog niet ontvangen: 1 brief Versa Welzijn.", "11 van 12 verlengingsbrieven zijn ontvangen", "Opzeggen per 31 december 2025 kan niet meer.")
	shows(t, h.as("hilversum").page(path+"?peildatum=2025-12-05"), "Uw verlengingsbrief is ontvangen op 20 november 2025. U hoeft niets meer te doen.",
		"is 5 februari 2026 op zijn vroegst uw laatste dag, tenzij het convenant al eindigt op 31 december 2025.")
}
