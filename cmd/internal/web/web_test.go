package web

import (
	"net/http"
	"strings"
	"testing"

	"convenant/cmd/internal/access"
	"convenant/storage"
)

func TestWhoIsNotKnownIsAskedToComeIn(t *testing.T) {
	h := open(t)
	stranger := h.as("")
	if status, _ := stranger.get("/convenanten?zoek=zorg"); status != http.StatusSeeOther {
		t.Errorf("got %d", status)
	}
	status, body := stranger.get("/ogen")
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, body)
	}
	shows(t, words(t, body), "Door wiens ogen wilt u kijken?", "Gemeente Hilversum", "Kijk als portefeuillehouder")
}

func TestWhatIsNotThereSaysSoInWords(t *testing.T) {
	h := open(t)
	status, body := h.as("secretariaat").get("/bestaat-niet")
	if status != http.StatusNotFound {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Deze bladzijde is er niet", "Convenanten", "Naar het begin")
	if status, _ := h.as("secretariaat").post("/tijdlijn", nil); status != http.StatusMethodNotAllowed {
		t.Errorf("a page that cannot be posted to: %d", status)
	}
}

// Who asks for something of a convenant that is not there or cannot be read, is led back to it; who may not see the
// convenant, is not told that there is one.
func TestFromAMistakeTheConvenantIsNear(t *testing.T) {
	h := open(t)
	at := "/convenanten/" + h.id
	for _, path := range []string{"?peildatum=gisteren", "/partijen?peildatum=gisteren", "/brieven/999", "/tekst?versie=99", "/vergelijken?van=1&naar=77"} {
		status, body := h.as("secretariaat").get(at + path)
		if status != http.StatusBadRequest && status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
		if !strings.Contains(body, `class="knop" href="`+at) {
			t.Errorf("%s leads not back:\n%s", path, words(t, body))
		}
	}
	status, body := h.as("jellinek").get("/convenanten/018a0326-ff50-7b7f-ad70-000000000000/tekst")
	if status != http.StatusNotFound || !strings.Contains(body, `class="knop" href="/convenanten"`) {
		t.Errorf("what is not there: %d\n%s", status, body)
	}
}

func TestTheFrameKnowsWhoLooks(t *testing.T) {
	h := open(t)
	body := pageOf(t, h.as("hilversum"), "/convenanten/"+h.id)
	shows(t, words(t, body), "U kijkt als Gemeente Hilversum", "Opgevraagd op 27 november 2026.", "Vragen? Neem contact op met het secretariaat")
	for _, want := range []string{`<a href="mailto:convenanten@regio.example">`, `<a href="/convenanten" aria-current="true">`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not there", want)
		}
	}
	page := h.as("secretariaat").page("/convenanten")
	shows(t, page, "Vragen over het programma? Vraag de beheerder.")
	saysNot(t, page, "Neem contact op")
}

// Every route is asked for by everyone: who may, gets a page or something that is not there; who may not, is told so.
func TestEveryRouteAsksTheOneTable(t *testing.T) {
	h := open(t)
	for _, r := range routes() {
		path := strings.NewReplacer("{id}", h.id, "{$}", "", "{nummer}", "1", "{sha256}", strings.Repeat("0", 64),
			"{datum}", "2023-10-18", "{overleg}", "Portefeuillehoudersoverleg", "{hash}", "0", "{naam}", "stijl.css", "{geheim}", "x").Replace(r.path)
		for who, role := range map[string]storage.Role{"secretariaat": storage.RoleSecretariat, "portefeuillehouder": storage.RoleAlderman,
			"beheer": storage.RoleOperator, "hilversum": storage.RoleParty} {
			b := h.as(who)
			status, body := 0, ""
			if r.method == http.MethodPost {
				status, body = b.post(path, nil)
			} else {
				status, body = b.get(path)
			}
			if refused := status == http.StatusForbidden; refused == access.Grants(role, r.action) {
				t.Errorf("%s %s as %s: %d\n%s", r.method, path, who, status, words(t, body))
			}
			if status >= http.StatusInternalServerError {
				t.Errorf("%s %s as %s: %d", r.method, path, who, status)
			}
		}
		if access.Public(r.action) {
			continue
		}
		stranger := h.as("")
		ask := func() (int, string) { return stranger.get(path) }
		if r.method == http.MethodPost {
			ask = func() (int, string) { return stranger.post(path, nil) }
		}
		if status, body := ask(); status != http.StatusSeeOther || body != "" {
			t.Errorf("%s %s as a stranger: %d\n%s", r.method, path, status, body)
		}
	}
}

func TestAFormOfAnotherSiteIsNotTaken(t *testing.T) {
	h := open(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.server.URL+"/ogen", strings.NewReader("rol=beheer"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	b := h.as("")
	status, body := b.read(b.client.Do(request))
	if status != http.StatusForbidden {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Dit formulier komt van een andere website")
}

func TestOnlyOwnAddressesAreGoneOnTo(t *testing.T) {
	for address, want := range map[string]string{"/convenanten?zoek=a": "/convenanten?zoek=a", "//elders.example": "/", "https://elders.example/": "/",
		"/\\elders.example": "/", "javascript:alert(1)": "/", "": "/", "convenanten": "/"} {
		if got := backTo(address); got != want {
			t.Errorf("%q goes on to %q", address, got)
		}
	}
}
