package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// signedIn is the browser of somebody who took every step of coming in.
func (d *door) signedIn(p storage.Principal) *browser {
	d.t.Helper()
	b := d.as("")
	token, hash, err := secret.New(d.web.Random)
	if err != nil {
		d.t.Fatal(err)
	}
	data, err := json.Marshal(session{Person: p.Person, Strong: true, Principal: p.ID, Began: today, Seen: today})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.register.BeginSession(d.t.Context(), hash, storage.Session{Person: p.Person, Data: data, Expires: today.Add(longestSession)}); err != nil {
		d.t.Fatal(err)
	}
	home, err := url.Parse(d.server.URL)
	if err != nil {
		d.t.Fatal(err)
	}
	b.client.Jar.SetCookies(home, []*http.Cookie{{Name: d.web.cookieName(home.Host), Value: token, Path: "/"}})
	return b
}

// operator opens a register with a lock, and comes in as beheer.
func operator(t *testing.T) (*door, *browser, storage.Principal) {
	t.Helper()
	d := lock(t)
	p := d.person("Beheerder Een", "beheer@regio.example", storage.Grant{Role: storage.RoleOperator})
	return d, d.signedIn(p), p
}

func personPath(p storage.Principal) string { return "/beheer/mensen/" + p.Person }

// logged lists what the operating log has, the latest first.
func (d *door) logged() string {
	d.t.Helper()
	log, err := d.register.LogEntries(d.t.Context(), 0, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	var told []string
	for _, e := range log {
		told = append(told, strings.Join([]string{e.Actor, e.Action, e.Object, e.Result}, " "))
	}
	return strings.Join(told, "\n")
}

func TestBeheerGivesSomebodyAccess(t *testing.T) {
	d, b, me := operator(t)
	shows(t, b.page("/beheer/mensen"), "1 persoon heeft toegang.", "Beheerder Een", "Beheer", "beheer@regio.example", "27 november 2026", "Er zijn geen tokens")
	status, body := b.get("/beheer/mensen?partij=hilversum")
	if status != http.StatusOK || !strings.Contains(body, `id="rol-partij" value="partij" checked`) || !strings.Contains(body, `value="hilversum" autocomplete`) {
		t.Errorf("the form is not filled in: %d\n%s", status, body)
	}

	form := url.Values{"naam": {"Contactpersoon"}, "email": {"Contact@Hilversum.example"}, "rol": {"partij"}, "partij": {"Hilversum"}}
	status, _ = b.post("/beheer/mensen", form)
	added, err := d.register.PersonByEmail(t.Context(), "contact@hilversum.example")
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("not added: %d %v", status, err)
	}
	page := b.page("/beheer/mensen/" + added.ID)
	shows(t, page, "Deze persoon kan nu inloggen met een link per e-mail.", "Contactpersoon heeft toegang sinds 27 november 2026", "Partij: Gemeente Hilversum")
	if strings.Contains(page, "Let op") {
		t.Errorf("a known Partij is doubted:\n%s", page)
	}
	shows(t, d.logged(), me.ID+" persoon-toevoegen "+added.ID+" gedaan")
	contact := d.as("")
	contact.arrives(d.mailed(contact, "contact@hilversum.example"), nil, "/gevraagd")

	b.arrives("/beheer/mensen", form, "/beheer/mensen/"+added.ID) // a second press on the button
	form.Set("naam", "Iemand anders")
	status, body = b.post("/beheer/mensen", form)
	if status != http.StatusConflict || !strings.Contains(body, `href="/beheer/mensen/`+added.ID+`"`) || !strings.Contains(body, `value="hilversum" autocomplete`) {
		t.Errorf("an address that is somebody's: %d\n%s", status, body)
	}
	shows(t, words(t, body), "Dit e-mailadres is al van Contactpersoon. Open de bladzijde van Contactpersoon om daar een rol bij te geven.")
}

func TestWhatIsWrongIsSaidAndWhatWasTypedIsKept(t *testing.T) {
	d, b, _ := operator(t)
	for _, c := range []struct {
		form url.Values
		says string
		kept string
	}{
		{url.Values{"naam": {""}, "email": {"a@b.example"}, "rol": {"secretariaat"}}, "Vul een naam in.", `value="a@b.example"`},
		{url.Values{"naam": {"Iemand"}, "email": {"geen adres"}, "rol": {"secretariaat"}}, "Dit is geen e-mailadres.", `value="Iemand"`},
		{url.Values{"naam": {"Iemand"}, "email": {"a@b.example"}}, "Kies een rol.", `value="Iemand"`},
		{url.Values{"naam": {"Iemand"}, "email": {"a@b.example"}, "rol": {"partij"}}, "Vul in voor welke Partij.", `value="partij" checked`},
		{url.Values{"naam": {"Iemand"}, "email": {"a@b.example"}, "rol": {"partij"}, "partij": {"Gemeente Laren"}}, "Dit is geen korte naam van een Partij.", `value="partij" checked`},
		{url.Values{"naam": {"Iemand"}, "email": {"a@b.example"}, "rol": {"partij"}, "partij": {"secretariaat"}}, "Dit is geen korte naam van een Partij.", `value="secretariaat" autocomplete`},
	} {
		status, body := b.post("/beheer/mensen", c.form)
		if status != http.StatusBadRequest || !strings.Contains(body, c.kept) {
			t.Errorf("%v: %d, or not kept: %s\n%s", c.form, status, c.kept, body)
		}
		shows(t, words(t, body), "Er klopt iets niet", c.says)
	}
	list, err := d.register.Principals(t.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("somebody was added: %d %v", len(list), err)
	}
}

func TestWithoutMailSomebodyGetsALinkByHand(t *testing.T) {
	d, b, _ := operator(t)
	d.web.SendLink = nil
	if status, _ := b.post("/beheer/mensen", url.Values{"naam": {"Wethouder"}, "email": {"wethouder@nieuw.example"}, "rol": {"partij"}, "partij": {"nieuw"}}); status != http.StatusSeeOther {
		t.Fatalf("got %d", status)
	}
	added, err := d.register.PersonByEmail(t.Context(), "wethouder@nieuw.example")
	if err != nil {
		t.Fatal(err)
	}
	shows(t, b.page("/beheer/mensen/"+added.ID), "Maak daarom met de opdracht ‘convenant link’ een link", "geen convenant heeft een Partij met de korte naam ‘nieuw’")
	shows(t, b.page("/beheer/organisaties"), "Toegang voor een Partij die er niet is", "nieuw (1 persoon)")
}

func TestARoleIsGivenAndTakenAwayAtOnce(t *testing.T) {
	d, b, me := operator(t)
	p := d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	other := d.signedIn(p)
	other.page("/toegang")

	b.arrives(personPath(p), url.Values{"doe": {"rol-erbij"}, "rol": {"partij"}, "partij": {"laren"}}, personPath(p))
	shows(t, b.page(personPath(p)), "De rol is gegeven", "Partij: Gemeente Laren", "Portefeuillehouder")
	b.arrives(personPath(p), url.Values{"doe": {"rol-erbij"}, "rol": {"partij"}, "partij": {"laren"}}, personPath(p)) // a double click
	grants, err := d.register.GrantsOf(t.Context(), p.Person)
	if err != nil || len(grants) != 2 {
		t.Fatalf("%d grants, %v", len(grants), err)
	}
	second := grants[slices.IndexFunc(grants, func(g storage.Principal) bool { return g.ID != p.ID })]
	for range 2 {
		b.arrives(personPath(p), url.Values{"doe": {"rol-weg"}, "rol": {p.ID}}, personPath(p))
	}
	shows(t, b.page(personPath(p)), "De rol is weggenomen, ook in vensters die nog open staan.", "Van 27 november 2026 tot 27 november 2026", "Weggenomen")
	if status, _ := other.get("/toegang"); status != http.StatusSeeOther {
		t.Errorf("an open window still has the role: %d", status)
	}
	if log := d.logged(); strings.Count(log, me.ID+" rol-wegnemen "+p.ID+" gedaan") != 1 || !strings.Contains(log, "rol-geven "+second.ID) {
		t.Errorf("the log has\n%s", log)
	}
	status, body := b.post(personPath(p), url.Values{"doe": {"rol-weg"}, "rol": {me.ID}})
	if status != http.StatusBadRequest {
		t.Errorf("the role of another was taken away here: %d\n%s", status, words(t, body))
	}
}

func TestTheLastOperatorStays(t *testing.T) {
	d, b, me := operator(t)
	for do, path := range map[string]string{"rol-weg": personPath(me), "wissen": personPath(me)} {
		status, body := b.post(path, url.Values{"doe": {do}, "rol": {me.ID}})
		if status != http.StatusConflict {
			t.Errorf("%s: %d", do, status)
		}
		shows(t, words(t, body), "Dit is de laatste persoon met de rol beheer.", "Geef eerst iemand anders de rol beheer.")
	}
	shows(t, d.logged(), me.ID+" rol-wegnemen "+me.ID+" laatste beheerder", me.ID+" persoon-wissen "+me.Person+" laatste beheerder")
	d.person("Beheerder Twee", "tweede@regio.example", storage.Grant{Role: storage.RoleOperator})
	b.arrives(personPath(me), url.Values{"doe": {"rol-weg"}, "rol": {me.ID}}, "/inloggen")
	shows(t, b.page("/inloggen"), "U hebt de rol beheer zelf weggenomen")
	if status, _ := b.get("/beheer/mensen"); status != http.StatusSeeOther {
		t.Errorf("who gave up the role still has it: %d", status)
	}
}

func TestErasingAsksFirstAndLeavesNoName(t *testing.T) {
	d, b, me := operator(t)
	p := d.person("Oud Medewerker", "oud@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	shows(t, b.page(personPath(p)+"?wissen=1"), "Wis Oud Medewerker?", "kan niet ongedaan worden gemaakt", "blijft staan onder een nummer", "oud@regio.example", "Nee, ga terug")
	if _, err := d.register.Person(t.Context(), p.Person); err != nil {
		t.Fatalf("looking erased somebody: %v", err)
	}
	for range 2 {
		b.arrives(personPath(p), url.Values{"doe": {"wissen"}}, personPath(p))
	}
	shows(t, b.page(personPath(p)), "Een gewiste persoon", "zijn gewist", "Secretariaat", "Weggenomen")
	for _, path := range []string{"/beheer/mensen", personPath(p), "/beheer/logboek"} {
		if page := b.page(path); strings.Contains(page, "Oud Medewerker") || strings.Contains(page, "oud@regio.example") {
			t.Errorf("%s still names who was erased:\n%s", path, page)
		}
	}
	if strings.Count(d.logged(), me.ID+" persoon-wissen "+p.Person+" gedaan") != 1 {
		t.Errorf("the log has\n%s", d.logged())
	}
	if status, _ := b.post(personPath(p), url.Values{"doe": {"naam"}, "naam": {"Terug"}, "email": {"terug@regio.example"}}); status != http.StatusNotFound {
		t.Errorf("who was erased gets a name: %d", status)
	}
}

func TestAPersonGetsAnotherNameAndAddress(t *testing.T) {
	d, b, _ := operator(t)
	p := d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	b.arrives(personPath(p), url.Values{"doe": {"naam"}, "naam": {"Nieuwe Naam"}, "email": {"nieuw@laren.example"}}, personPath(p))
	shows(t, b.page(personPath(p)), "zijn bewaard", "Nieuwe Naam heeft toegang", "nieuw@laren.example")
	status, body := b.post(personPath(p), url.Values{"doe": {"naam"}, "naam": {"Nieuwe Naam"}, "email": {"beheer@regio.example"}})
	if status != http.StatusConflict {
		t.Errorf("the address of another: %d", status)
	}
	shows(t, words(t, body), "Dit e-mailadres is al van Beheerder Een.")
	if status, _ := b.post(personPath(p), url.Values{"doe": {"iets"}}); status != http.StatusBadRequest {
		t.Errorf("something that is not there: %d", status)
	}
	if status, _ := b.get("/beheer/mensen/018f0000-0000-7000-8000-000000000000"); status != http.StatusNotFound {
		t.Errorf("somebody who is not there: %d", status)
	}
}

func TestThePageOfAPersonHasNoSecret(t *testing.T) {
	d, b, _ := operator(t)
	p := d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	shows(t, b.page(personPath(p)), "Nog niet ingesteld. Dat gebeurt bij de eerste keer inloggen.")
	const geheim = "JBSWY3DPEHPK3PXP"
	if err := d.register.SetSecondFactor(t.Context(), p.Person, geheim, 1); err != nil {
		t.Fatal(err)
	}
	word, hash, err := secret.New(d.web.Random)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.register.AddLink(t.Context(), hash, storage.Link{Person: p.Person, Purpose: storage.LinkSignIn, Expires: today.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	token, tokenHash, err := secret.New(d.web.Random)
	if err != nil {
		t.Fatal(err)
	}
	made, err := d.register.AddToken(t.Context(), tokenHash, storage.Grant{Role: storage.RoleParty, Party: "laren", Expires: today.AddDate(1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.register.NameToken(t.Context(), made.ID, "Zaaksysteem"); err != nil {
		t.Fatal(err)
	}
	shows(t, b.page("/beheer/mensen"), "Zaaksysteem", "Partij: Gemeente Laren", "Geldig tot 27 november 2027", made.ID)
	for _, path := range []string{"/beheer/mensen", personPath(p), personPath(p) + "?wissen=1"} {
		_, body := b.get(path)
		for _, hidden := range []string{geheim, word, hash, token, tokenHash} {
			if strings.Contains(body, hidden) {
				t.Errorf("%s shows a secret", path)
			}
		}
	}
	b.arrives(personPath(p), url.Values{"doe": {"code-weg"}}, personPath(p))
	shows(t, b.page(personPath(p)), "De code is weggenomen.", "Nog niet ingesteld")
	shows(t, d.logged(), "code-wegnemen "+p.Person+" gedaan")
	if has, err := d.register.HasSecondFactor(t.Context(), p.Person); has || err != nil {
		t.Errorf("the code is still there: %v", err)
	}
}

func TestANameIsNeverMarkup(t *testing.T) {
	d, b, _ := operator(t)
	const name = `<script>alert("x")</script>`
	p := d.person(name, "script@regio.example", storage.Grant{Role: storage.RoleAlderman})
	token, err := d.register.AddToken(t.Context(), secret.Hash("x"), storage.Grant{Role: storage.RoleAlderman})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.register.NameToken(t.Context(), token.ID, name); err != nil {
		t.Fatal(err)
	}
	if err := d.register.Log(t.Context(), storage.LogEntry{Action: name, Object: p.Person, Result: name, Origin: name, Actor: p.ID}); err != nil {
		t.Fatal(err)
	}
	hook, err := d.register.AddWebhook(t.Context(), "https://example.test/", "whsec_x", name)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/beheer/mensen", "/beheer/mensen?zoek=" + url.QueryEscape(name), personPath(p), personPath(p) + "?wissen=1", "/beheer/logboek",
		"/beheer/webhooks", "/beheer/webhooks/" + hook.ID, "/beheer/organisaties?zoek=" + url.QueryEscape(name)} {
		status, body := b.get(path)
		if status != http.StatusOK || strings.Contains(body, "<script>") || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s: %d, markup\n%s", path, status, body)
		}
	}
}

func TestPeopleAreFoundAndWhoLeftStandsApart(t *testing.T) {
	d, b, _ := operator(t)
	d.person("Anna", "anna@laren.example", storage.Grant{Role: storage.RoleParty, Party: "laren"})
	gone := d.person("Bert", "bert@huizen.example", storage.Grant{Role: storage.RoleParty, Party: "huizen"})
	if err := d.register.Revoke(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	shows(t, b.page("/beheer/mensen"), "2 mensen hebben toegang.", "Wie eerder toegang had (1)", "Bert")
	page := b.page("/beheer/mensen?zoek=gemeente+laren")
	shows(t, page, "1 persoon met toegang past bij ‘gemeente laren’.", "Anna")
	if strings.Contains(page, "Bert") || strings.Contains(page, "beheer@regio.example") {
		t.Errorf("too many are found:\n%s", page)
	}
	shows(t, b.page(personPath(gone)), "Bert had toegang van 27 november 2026 tot 27 november 2026, en kan nu niet inloggen.")
}

func TestAStrangerGivesNobodyAccess(t *testing.T) {
	d := lock(t)
	d.as("").arrives("/beheer/mensen", url.Values{"naam": {"Indringer"}, "email": {"indringer@elders.example"}, "rol": {"beheer"}}, "/inloggen")
	if _, err := d.register.PersonByEmail(t.Context(), "indringer@elders.example"); err == nil {
		t.Error("a stranger became an operator")
	}
}
