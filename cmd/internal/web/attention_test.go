package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

func TestTheSecretariaatBeginsWithWhatAsksForAttention(t *testing.T) {
	h := lively(t)
	b := h.as("secretariaat")
	page := b.page("/aandacht")
	shows(t, page, "Termijnen in de komende 90 dagen", "31 januari 2027 : De laatste dag waarop de verlengingsbrief van Gemeente Hilversum en Kwintes kan worden ontvangen.",
		"Brieven om te beoordelen 1 convenant Convenant Brieven Opzegbrief van Kwintes, ontvangen op 25 november 2026. Aanvaard de opzegging. De laatste dag van Kwintes is 25 januari 2027.",
		"Op het advies van Gemeente Hilversum (positief, van 12 november 2026) is nog niet geantwoord.",
		"Juridisch adviseur heeft geen advies gegeven. Dat kon tot en met 20 november 2026.",
		"Nog niet getekend: Gemeente Hilversum, gevraagd sinds 4 november 2026.",
		"‘Langer’: van de 2 instemmingen die nodig zijn, is er 1. Nog niet ingestemd: Gemeente Hilversum.",
		"Nog geen contactpersoon: Gemeente Hilversum en Kwintes.")
	if due, missing := strings.Index(page, "De einddatum."), strings.Index(page, "Nog geen contactpersoon"); due > missing {
		t.Error("what has a last day does not come first")
	}
	status, body := b.get("/aandacht")
	if status != http.StatusOK || !strings.Contains(body, "/brieven/") || !strings.Contains(body, "/wijzigingen/1") || !strings.Contains(body, "/partijen") {
		t.Errorf("what can be done about it is not led to:\n%s", body)
	}
}

func TestWhatWasDoneAsksForNoAttentionAnyMore(t *testing.T) {
	h := open(t)
	id := h.toSigning(h.drawnUp("Convenant Ondertekening", ""))
	b := h.as("secretariaat")
	signs := func(party string) {
		h.befalls(id, "2026-11-27", `{"handeling":"ondertekenen","gegevens":{"partij":"`+party+`","wijze":"papier"}}`)
	}
	shows(t, b.page("/aandacht"), "Nog niet getekend: Gemeente Hilversum en Kwintes")
	signs("kwintes")
	shows(t, b.page("/aandacht"), "Nog niet getekend: Gemeente Hilversum, gevraagd")
	signs("hilversum")
	if strings.Contains(b.page("/aandacht"), "Nog niet getekend") {
		t.Error("it is still asked for")
	}
	shows(t, b.page("/aandacht?soort=ondertekening"), "Hier vraagt niets meer om aandacht.")
}

func pageOf(t *testing.T, b *browser, path string) string {
	t.Helper()
	status, body := b.get(path)
	if status != http.StatusOK {
		t.Fatalf("%s: %d", path, status)
	}
	return body
}

func TestOfManyThingsTheFirstAreShownAndTheOthersArePaged(t *testing.T) {
	h := open(t)
	for range 12 {
		h.toSigning(h.drawnUp("Convenant Velen", ""))
	}
	b := h.as("secretariaat")
	page := b.page("/aandacht")
	shows(t, page, "Handtekeningen die ontbreken 12 convenanten", "Alle ondertekeningen")
	if n := strings.Count(page, "Nog niet getekend"); n != 10 {
		t.Errorf("%d are shown", n)
	}
	if n := strings.Count(b.page("/aandacht?soort=ondertekening"), "Nog niet getekend"); n != 12 {
		t.Errorf("of all there are %d", n)
	}
	if status, _ := b.get("/aandacht?soort=ondertekening&na=onzin"); status != http.StatusSeeOther {
		t.Errorf("a page that is not there: %d", status)
	}
}

func TestWhatFallsDueIsPaged(t *testing.T) {
	h := open(t)
	for range 30 {
		h.toForce(h.drawnUp("Convenant Termijnen", `,"voorwaarden":{"looptijd":{"tot-en-met":"2027-01-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"},"verlenging":{"wijze":"brief","duur":"1 jaar"}}`))
	}
	b := h.as("secretariaat")
	shows(t, b.page("/aandacht"), "Termijnen in de komende 90 dagen de eerste 10", "Alle termijnen")
	seen, path := 0, "/aandacht?soort=termijn"
	for range 3 {
		body := pageOf(t, b, path)
		seen += strings.Count(body, `<strong class="heel">`)
		if !strings.Contains(body, `rel="next"`) {
			break
		}
		path = between(t, body, `href="`, `" rel="next"`)
	}
	if seen != 90 { // of thirty, the last day for a notice, that for the letters of renewal, and the einddatum
		t.Errorf("%d are told", seen)
	}
}

func TestNothingAsksForAttention(t *testing.T) {
	h := emptyHouse(t)
	over := h.drawnUp("Convenant Voorbij", "")
	h.befalls(over, "2026-11-03", `{"handeling":"intrekken","gegevens":{"reden":"Niet meer nodig."}}`)
	shows(t, h.as("secretariaat").page("/aandacht"), "Niets vraagt nu om uw aandacht.", "Ga naar de convenanten of de tijdlijn")
}

func TestPostThatDidNotArriveIsToldWithWhy(t *testing.T) {
	h := open(t)
	mails, err := h.register.ClaimMails(t.Context(), 100, time.Hour)
	i := slices.IndexFunc(mails, func(m storage.Mail) bool { return m.Role == workflow.ToParty })
	if err != nil || i < 0 {
		t.Fatal(err, len(mails))
	}
	if err := h.register.SettleMail(t.Context(), mails[i], storage.Settlement{State: storage.MailFailed, Failure: "Er is geen contactpersoon met een e-mailadres."}); err != nil {
		t.Fatal(err)
	}
	page := pageOf(t, h.as("secretariaat"), "/aandacht")
	shows(t, words(t, page), "Post die niet is verzonden 1 bericht", "berichten wachten op verzending; er is geen mailserver ingesteld. Vraag de beheerder.", "Er is geen contactpersoon met een e-mailadres.")
	if !strings.Contains(page, "/convenanten/"+h.id+"/verzonden") {
		t.Error("where it can be mended is not led to")
	}
	h.web.SendLink = func(context.Context, string, string, string, string) error { return nil }
	saysNot(t, h.as("secretariaat").page("/aandacht"), "mailserver")
}
