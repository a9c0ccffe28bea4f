package web

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"convenant/storage"
	"convenant/templates"
)

func TestOrganisationsTellForWhomNobodyComesIn(t *testing.T) {
	d, b, _ := operator(t)
	d.person("Anna", "anna@laren.example", storage.Grant{Role: storage.RoleParty, Party: "laren"})
	status, body := b.get("/beheer/organisaties?zoek=laren")
	if status != http.StatusOK || !strings.Contains(body, `href="/beheer/mensen?partij=laren#toevoegen"`) {
		t.Errorf("no way to add somebody: %d\n%s", status, body)
	}
	shows(t, words(t, body), "Gemeente Laren", "laren", "1 persoon")
	shows(t, b.page("/beheer/organisaties"), "Gemeente Hilversum hilversum 1 Niemand", "Voeg iemand toe voor Gemeente Hilversum")
	shows(t, b.page("/beheer/organisaties?zoek=bestaatniet"), "Geen Partij past bij ‘bestaatniet’.")
	if page := b.page("/beheer/organisaties?na=laren"); strings.Contains(page, "Gemeente Blaricum") || !strings.Contains(page, "Terug naar het begin") {
		t.Errorf("the page after laren:\n%s", page)
	}
	if status, _ := b.get("/beheer/organisaties?na=bestaat-niet"); status != http.StatusNotFound {
		t.Errorf("a page after nothing: %d", status)
	}
}

func TestTemplatesTellWhatIsWrongAndWhoseTheyAre(t *testing.T) {
	h := open(t)
	b := h.as("beheer")
	page := b.page("/beheer/sjablonen")
	shows(t, page, "sjablonen zijn in orde.", "Ze komen allemaal met het programma mee.", "herstelnetwerk", "opzegbrief", "inloggen", "convenant sjablonen -kopie")
	if strings.Contains(page, "Uzelf") || strings.Contains(page, "Niet in orde") {
		t.Errorf("a template of the program is not in order:\n%s", page)
	}
	own := fstest.MapFS{
		"mail/herinnering.md":             {Data: []byte("Geen kop.")},
		"convenanten/eigen/convenant.md":  {Data: []byte("Geen kop.")},
		"convenanten/eigen/opmerking.txt": {Data: []byte("x")},
	}
	library, err := templates.Open(own, templates.EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	h.web.Library = library
	shows(t, b.page("/beheer/sjablonen"), "2 sjablonen zijn niet in orde.", "2 zijn van uzelf", "eigen Niet in orde", "herinnering Niet in orde", "mail/herinnering.md")
}

func TestWebhooksTellWhetherTheyAreHeardAndNoSecret(t *testing.T) {
	d, b, _ := operator(t)
	shows(t, b.page("/beheer/webhooks"), "Geen ander programma krijgt bericht", "convenant webhook create")
	add := func(name string) storage.Webhook {
		w, err := d.register.AddWebhook(t.Context(), "https://"+name+".example/geheim-pad?sleutel=1", "whsec_geheim", name)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	good, bad, ended := add("zaaksysteem"), add("archief"), add("oud")
	for _, c := range []struct {
		hook    storage.Webhook
		outcome string
		status  int
		state   string
	}{{good, "taken", 204, storage.MessageDelivered}, {bad, "not taken", 503, storage.MessageGivenUp}} {
		_, m, err := d.register.TestMessage(t.Context(), c.hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.register.KeepTest(t.Context(), c.hook.ID, m, storage.Sent{State: c.state, MessageAttempt: storage.MessageAttempt{Status: c.status, Outcome: c.outcome}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.register.RevokeWebhook(t.Context(), ended.ID); err != nil {
		t.Fatal(err)
	}
	shows(t, b.page("/beheer/webhooks"), "2 andere programma’s krijgen bericht", "Bij 1 daarvan gaat dat nu niet goed.", "zaaksysteem.example", "Aangekomen",
		"De ontvanger nam het niet aan (antwoord 503). Wij sturen dit niet meer", "Beëindigd op 27 november 2026")
	shows(t, b.page("/beheer/webhooks/"+bad.ID), "archief", "test", "1 keer, het laatst op 27 november 2026 om 11.00 uur (Nederlandse tijd)", "antwoord 503", "convenant webhook test "+bad.ID, "Wacht op verzending Niets")
	shows(t, b.page("/beheer/webhooks/"+ended.ID), "Deze webhook is beëindigd op 27 november 2026.", "Er is nog niets verstuurd.")
	for _, path := range []string{"/beheer/webhooks", "/beheer/webhooks/" + good.ID} {
		if _, body := b.get(path); strings.Contains(body, "whsec") || strings.Contains(body, "geheim-pad") || strings.Contains(body, "sleutel=") {
			t.Errorf("%s shows what is secret", path)
		}
	}
	if status, _ := b.get("/beheer/webhooks/" + d.id); status != http.StatusNotFound {
		t.Errorf("a webhook that is not there: %d", status)
	}
}

// The log of deliveries has words for operators who read English; every one of them has its Dutch here.
func TestEveryOutcomeOfAWebhookHasWords(t *testing.T) {
	src, err := os.ReadFile("../webhook/worker.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\toutcome\w+\s+= "(.+)"$`).FindAllSubmatch(src, -1)
	if len(found) != len(sendingWords) {
		t.Errorf("%d outcomes, %d have words", len(found), len(sendingWords))
	}
	for _, m := range found {
		if sendingWords[string(m[1])] == "" {
			t.Errorf("%q has no words", m[1])
		}
	}
}

func TestTheLogbookIsReadInSentences(t *testing.T) {
	d, b, me := operator(t)
	p := d.person("Anna", "anna@laren.example", storage.Grant{Role: storage.RoleParty, Party: "laren"})
	for _, e := range []storage.LogEntry{
		{Action: actionAskLink, Object: p.Person, Result: "verzonden", Origin: "192.0.2.7"},
		{Action: "link-maken", Object: p.Person, Result: "op de opdrachtregel"},
		{Action: actionComeIn, Actor: p.ID, Result: "link"},
		{Action: "rol-kiezen", Actor: p.ID, Result: "portefeuillehouder"},
		{Action: actionRevoke, Actor: me.ID, Object: p.ID, Result: "gedaan"},
		{Action: actionDropCode, Actor: me.ID, Object: "018f0000-0000-7000-8000-00000badcafe", Result: "gedaan"},
		{Action: "iets-nieuws", Actor: me.ID, Object: p.Person, Result: "zomaar"},
	} {
		if err := d.register.Log(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	shows(t, b.page("/beheer/logboek"),
		"27 november 2026 om 11.00 uur (Nederlandse tijd) Voor Anna is een link gevraagd om in te loggen De link is verstuurd 192.0.2.7",
		"Op de server is voor Anna een link gemaakt om in te loggen Gedaan op de server, door wie die beheert",
		"Anna logde in Met een link", "Anna koos een andere rol Kijkt nu als portefeuillehouder",
		"Beheerder Een nam van Anna de rol Partij laren weg Gedaan", "Beheerder Een nam de code van iemand (0badcafe) weg",
		"Beheerder Een: iets-nieuws (Anna) zomaar", "staat in de geschiedenis van dat convenant",
		"Hoe het gaat", "Mailserver Ingesteld", "Inlogdienst (OpenID) Niet ingesteld", "Post", "Kalender")
}

func TestTheLogbookIsPaged(t *testing.T) {
	d, b, _ := operator(t)
	for range mostLogged {
		if err := d.register.Log(t.Context(), storage.LogEntry{Action: actionComeIn, Result: "link"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, body := b.get("/beheer/logboek"); strings.Contains(body, "?voor=") {
		t.Error("there is no next page, and a link to it")
	}
	if err := d.register.Log(t.Context(), storage.LogEntry{Action: actionComeIn, Result: "link en code"}); err != nil {
		t.Fatal(err)
	}
	_, body := b.get("/beheer/logboek")
	m := regexp.MustCompile(`/beheer/logboek\?voor=\d+`).FindString(body)
	if m == "" {
		t.Fatal("no link to what came before")
	}
	page := b.page(m)
	if strings.Count(page, "logde in") != 1 || strings.Contains(page, "Hoe het gaat") || strings.Contains(page, "Met een link en een code") {
		t.Errorf("the page before:\n%s", page)
	}
	shows(t, b.page("/beheer/logboek?voor=1"), "Verder terug staat er niets.")
	if status, _ := b.get("/beheer/logboek?voor=x"); status != http.StatusNotFound {
		t.Errorf("a number that is none: %d", status)
	}
}

func TestADemonstrationHasNoPeopleAndStillItsForms(t *testing.T) {
	b := open(t).as("beheer")
	shows(t, b.page("/beheer/mensen"), "Nog niemand heeft toegang.", "Geef iemand toegang", "Hier komt te staan wie er kan inloggen.")
	shows(t, b.page("/beheer/logboek"), "In de demonstratie wordt geen logboek bijgehouden.")
	status, _ := b.post("/beheer/mensen", map[string][]string{"naam": {"Iemand"}, "email": {"iemand@regio.example"}, "rol": {"beheer"}})
	if status != http.StatusSeeOther {
		t.Errorf("nobody can be added: %d", status)
	}
	shows(t, b.page("/beheer/mensen"), "1 persoon heeft toegang.", "Iemand")
}
