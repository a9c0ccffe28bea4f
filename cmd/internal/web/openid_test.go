package web

import (
	"bufio"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"convenant/storage"
)

// provider runs a real OpenID provider, which npm ci in .ci installs, and has the pages use it.
func provider(t *testing.T, d *door) {
	t.Helper()
	packages, err := filepath.Abs("../../../.ci/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "node", "testdata/aanbieder.mjs", packages, d.server.URL+"/inloggen/openid/terug")
	var said strings.Builder
	command.Stderr = &said
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if issuer := lines.Text(); strings.HasPrefix(issuer, "http://127.0.0.1:") {
			d.web.OpenID = &OpenID{Issuer: issuer, ClientID: "convenant", ClientSecret: "geheim-van-de-test", Name: "de test"}
			return
		}
	}
	_ = command.Wait()
	t.Fatalf("the provider does not run; is `npm ci` done in .ci?\n%s", said.String())
}

// signsIn has somebody sign in at the provider, and follows the browser from there until it is back; it gives where it ends.
func (d *door) signsIn(b *browser, who string) (status int, path, body string) {
	d.t.Helper()
	at, err := url.Parse(d.server.URL)
	if err != nil {
		d.t.Fatal(err)
	}
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: "wie", Value: who, Path: "/"}})
	address := d.server.URL + "/inloggen/openid?naar=%2Fconvenanten"
	for range 10 {
		r, err := b.client.Get(address)
		if err != nil {
			d.t.Fatal(err)
		}
		status, body = b.read(r, nil)
		next, err := r.Request.URL.Parse(r.Header.Get("Location"))
		if err != nil {
			d.t.Fatal(err)
		}
		if r.Header.Get("Location") == "" {
			return status, r.Request.URL.Path, body
		}
		if address = next.String(); next.Host == at.Host && next.Path != "/inloggen/openid/terug" {
			return status, next.Path, body
		}
	}
	d.t.Fatal("the browser is sent around and around")
	return 0, "", ""
}

func TestSigningInAtARealProvider(t *testing.T) {
	d := lock(t)
	provider(t, d)
	contact := d.person("Contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})

	b := d.as("")
	shows(t, b.page("/inloggen"), "Inloggen met de test")
	if status, path, body := d.signsIn(b, "contact"); path != "/convenanten" {
		t.Fatalf("who is known comes to %s: %d\n%s", path, status, words(t, body))
	}
	shows(t, b.page("/toegang"), "Contactpersoon", "contact@hilversum.example")

	if _, path, body := d.signsIn(d.as(""), "contact"); path != "/convenanten" { // by the subject, from now on
		t.Errorf("the second time: %s\n%s", path, words(t, body))
	}

	// That two steps were taken at the provider counts once the operator says so.
	if _, path, body := d.signsIn(d.as(""), "medewerker"); path != "/inloggen/code" {
		t.Errorf("two steps at a provider whose word is not taken for it lead to %s\n%s", path, words(t, body))
	}
	d.web.OpenID.TwoSteps = true
	if _, path, body := d.signsIn(d.as(""), "medewerker"); path != "/convenanten" {
		t.Errorf("two steps at the provider lead to %s\n%s", path, words(t, body))
	}

	// An address that changed hands is of nobody here; and another subject with an address that is linked is not let in by it.
	if err := d.register.ChangePerson(t.Context(), contact.Person, "Contactpersoon", "nieuw@hilversum.example"); err != nil {
		t.Fatal(err)
	}
	if status, _ := b.get("/convenanten"); status != http.StatusSeeOther {
		t.Errorf("what was open under the old address is so still: %d", status)
	}
	if status, _, body := d.signsIn(d.as(""), "contact"); status != http.StatusForbidden {
		t.Errorf("after another address: %d\n%s", status, words(t, body))
	}
	for _, who := range []string{"zwak", "vreemd", "ongezien"} {
		status, path, body := d.signsIn(d.as(""), who)
		if status != http.StatusForbidden || path != "/inloggen/openid/terug" {
			t.Errorf("%s: %d %s", who, status, path)
		}
		shows(t, words(t, body), "U hebt geen toegang")
	}
	status, _, body := d.signsIn(d.as(""), "onbekend-bij-de-aanbieder")
	if status != http.StatusForbidden {
		t.Errorf("refused by the provider: %d", status)
	}
	shows(t, words(t, body), "Inloggen is niet gelukt")
}

func TestOneStepAtTheProviderIsNotTwo(t *testing.T) {
	d := lock(t)
	provider(t, d)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	if _, path, body := d.signsIn(d.as(""), "zwak"); path != "/inloggen/code" {
		t.Errorf("one step leads to %s\n%s", path, words(t, body))
	}
}

func TestAReturnThatNobodyBeganIsRefused(t *testing.T) {
	d := lock(t)
	provider(t, d)
	for _, path := range []string{"/inloggen/openid/terug?code=x&state=y", "/inloggen/openid/terug", "/inloggen/openid/terug?error=access_denied"} {
		if status, _ := d.as("").get(path); status != http.StatusForbidden {
			t.Errorf("%s: %d", path, status)
		}
	}
	// A state that was given to another browser is no good in this one.
	one, other := d.as(""), d.as("")
	begun := func(b *browser) string {
		r, err := b.client.Get(d.server.URL + "/inloggen/openid")
		if err != nil {
			t.Fatal(err)
		}
		b.read(r, nil)
		at, err := url.Parse(r.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return at.Query().Get("state")
	}
	begun(one)
	if status, _ := one.get("/inloggen/openid/terug?code=x&state=" + begun(other)); status != http.StatusForbidden {
		t.Errorf("the state of another browser: %d", status)
	}
}

// A sign-in that was begun is good for one return, also when that fails; and who is in stays in, whoever sends the browser.
func TestAReturnIsGoodOnce(t *testing.T) {
	d := lock(t)
	provider(t, d)
	d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	b := d.as("")
	r, err := b.client.Get(d.server.URL + "/inloggen/openid")
	if err != nil {
		t.Fatal(err)
	}
	b.read(r, nil)
	at, err := url.Parse(r.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	back := "/inloggen/openid/terug?code=x&state=" + at.Query().Get("state")
	asked := len(d.answered())
	for range 3 {
		if status, _ := b.get(back); status != http.StatusForbidden {
			t.Errorf("a code that is none: %d", status)
		}
	}
	refusals := 0
	for _, s := range d.answered()[asked:] {
		if s.Err != nil {
			refusals++
		}
	}
	if refusals != 1 {
		t.Errorf("the provider was asked %d times", refusals)
	}

	in := d.as("")
	in.arrives(d.mailed(in, "wethouder@laren.example"), nil, "/overleggen")
	if status, _ := in.get("/inloggen/openid"); status != http.StatusSeeOther {
		t.Errorf("who is in: %d", status)
	}
	in.page("/overleggen")
}
