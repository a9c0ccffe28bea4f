package web

import (
	"strings"
	"testing"
)

func TestASignatureIsAskedOfWhoHasNotSigned(t *testing.T) {
	h := openOn(t, "2024-02-03")
	page := h.as("versa-welzijn").page("/gevraagd")
	shows(t, page, "Van Versa Welzijn wordt nu één ding gevraagd, uiterlijk op 31 december 2025", "Onderteken het convenant",
		"Het convenant treedt pas in werking als iedere Partij heeft ondertekend. (artikel 3.1)", "31 december 2025 (artikel 3.2)", "Wat wij nog niet van u weten", "Wie uw contactpersoon is")
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	text := record.Latest(record.Facts()[0].On).View().Text.SHA256
	shows(t, page, shortFingerprint(text))
	_, body := h.as("versa-welzijn").get("/gevraagd")
	shows(t, body, `href="/convenanten/`+h.id+`/tekst"`, `href="/documenten/`+h.id+`-`)

	page = h.as("hilversum").page("/gevraagd")
	shows(t, page, "Wij vragen u één ding, zonder haast: laat weten wie uw contactpersoon is.", "U hebt ondertekend op 1 februari 2024; één andere Partij moet nog ondertekenen.")
	saysNot(t, page, "Onderteken het convenant")
}

func TestWhoRefusedToSignIsNotAskedAgain(t *testing.T) {
	h := openOn(t, "2024-02-03")
	h.record(`{handeling: ondertekening-weigeren, gegevens: {partij: versa-welzijn, reden: Wij doen niet mee}}`)
	page := h.as("versa-welzijn").page("/gevraagd")
	shows(t, page, "U hebt geweigerd te ondertekenen. Zolang de ondertekening openstaat, kunt u nog ondertekenen.")
	saysNot(t, page, "Onderteken het convenant")
}

func TestAdviceIsAskedOfWhoWasAskedForIt(t *testing.T) {
	h := openOn(t, "2023-08-20")
	h.record(`{handeling: adviesronde-openen, gegevens: {adviseurs: [hilversum, Juridisch adviseur], uiterlijk: 2023-10-13}}`)
	shows(t, h.as("hilversum").page("/gevraagd"), "Geef advies over het concept", "Wij ontvangen uw advies graag uiterlijk op 13 oktober 2023", "Het concept als PDF")
	shows(t, h.as("laren").page("/gevraagd"), "Wij vragen u iets, zonder haast", "Het convenant wordt voorbereid.")
	h.record(`{handeling: advies-uitbrengen, gegevens: {adviseur: hilversum, strekking: positief}}`)
	saysNot(t, h.as("hilversum").page("/gevraagd"), "Geef advies")
}

func TestConsentIsAskedOfWhoHasNotSpoken(t *testing.T) {
	h := openOn(t, "2024-10-15")
	shows(t, h.as("jellinek").page("/gevraagd"), "Laat weten of u instemt met wijziging 1", "Twee vaste contactpersonen",
		"De wijziging gaat pas door als alle 13 Partijen schriftelijk instemmen; 12 deden dat al. Zij gaat dan in op 1 januari 2025, of op de dag van de laatste instemming als die later is. (artikel 9.2)", "De instemmingsverklaring (PDF)")
	_, body := h.as("jellinek").get("/gevraagd")
	shows(t, body, `href="/convenanten/`+h.id+`/wijzigingen/1"`)
	saysNot(t, h.as("hilversum").page("/gevraagd"), "Laat weten of u instemt")
}

func TestALetterOfRenewalIsAskedInTheLastYear(t *testing.T) {
	saysNot(t, openOn(t, "2024-12-30").as("kwintes").page("/gevraagd"), "Stuur een verlengingsbrief")
	h := openOn(t, "2025-11-25")
	shows(t, h.as("kwintes").page("/gevraagd"), "Stuur een verlengingsbrief", "De contactpersoon van de Regio moet uw brief hebben ontvangen uiterlijk op 31 december 2025 (artikel 3.4)",
		"vanaf 1 januari 2026, tot en met 31 december 2029", "Ontbreekt er één, dan eindigt het voor iedereen na 31 december 2025.")
	page := h.as("hilversum").page("/gevraagd")
	saysNot(t, page, "Stuur een verlengingsbrief")
	shows(t, page, "uw verlengingsbrief is ontvangen op 20 november 2025")
	page = h.as("jellinek").page("/gevraagd")
	saysNot(t, page, "Stuur een verlengingsbrief", "De periode die nu loopt")
	shows(t, page, "U hebt opgezegd; wij ontvingen uw brief op 31 oktober 2025. De opzegtermijn is twee maanden, dus uw laatste dag is 31 december 2025 (artikel 3.3).", "31 december 2025 Uw laatste dag als Partij.")
}

func TestWhenNothingIsAskedTheNextDayIsNamed(t *testing.T) {
	h := open(t)
	shows(t, h.as("hilversum").page("/gevraagd"), "Wij vragen u één ding, zonder haast: laat weten wie uw contactpersoon is.",
		"U kunt altijd opzeggen. Komt uw brief vandaag binnen, dan is 27 januari 2027 uw laatste dag.",
		"Doorgaan na 31 december 2029? Uw verlengingsbrief moet er uiterlijk die dag zijn.",
		"Tot en met 27 november 2027 staat er voor u niets gepland. De eerste dag daarna is 31 oktober 2029", "U bent Partij sinds 8 februari 2024; het convenant loopt tot en met 31 december 2029.")
	page := h.as("jellinek").page("/gevraagd")
	shows(t, page, "Er is nu niets dat u hoeft te doen.", "U hebt opgezegd; wij ontvingen uw brief op 31 oktober 2025.",
		"De opzegtermijn is twee maanden, dus uw laatste dag was 31 december 2025 (artikel 3.3).", "Bevestiging van uittreding (PDF)", "Uw opzegbrief")
	saysNot(t, page, "U kunt altijd opzeggen")
	if strings.Contains(page, "2029") {
		t.Error("who left is told of days that are not theirs")
	}
}

func TestANoticeThatWouldOutliveThePeriodSaysSo(t *testing.T) {
	shows(t, openOn(t, "2025-12-01").as("kwintes").page("/gevraagd"), "Komt uw brief vandaag binnen, dan is 1 februari 2026 uw laatste dag.",
		"Wordt het convenant niet verlengd, dan eindigt het ook voor u al op 31 december 2025.")
}
