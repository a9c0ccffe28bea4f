package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// door is a house with a lock: nobody chooses whose eyes to look through, and links come by mail.
type door struct {
	*house
	mu    sync.Mutex
	now   time.Time
	links chan string // that were mailed
}

func lock(t *testing.T) *door {
	t.Helper()
	return lockHouse(t, open(t), today)
}

func lockHouse(t *testing.T, h *house, now time.Time) *door {
	t.Helper()
	d := &door{house: h, now: now, links: make(chan string, 10)}
	h.web.Eyes, h.web.Sessions, h.web.Local = false, h.register, h.server.URL
	h.web.Now = func() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }
	h.web.pauses = []time.Duration{0, 0}
	h.web.SendLink = func(_ context.Context, _, _, address, link string) error {
		d.links <- address + " " + link
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { h.web.SendLinks(ctx, slog.New(slog.DiscardHandler)) })
	t.Cleanup(func() { cancel(); done.Wait() })
	return d
}

func (d *door) later(by time.Duration) { d.mu.Lock(); defer d.mu.Unlock(); d.now = d.now.Add(by) }

func (d *door) person(name, email string, g storage.Grant) storage.Principal {
	d.t.Helper()
	p, err := d.register.AddPerson(d.t.Context(), name, email, g)
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// mailed asks for a link and gives the path that came by mail.
func (d *door) mailed(b *browser, email string) string {
	d.t.Helper()
	if status, body := b.post("/inloggen", url.Values{"email": {email}}); status != http.StatusOK {
		d.t.Fatalf("asking for a link: %d\n%s", status, words(d.t, body))
	}
	select {
	case l := <-d.links:
		_, link, _ := strings.Cut(l, " ")
		return strings.TrimPrefix(link, d.server.URL)
	case <-time.After(10 * time.Second):
		d.t.Fatal("no link was mailed")
		return ""
	}
}

// arrives checks that a browser is sent on.
func (b *browser) arrives(path string, form url.Values, want string) {
	b.h.t.Helper()
	r, err := b.client.PostForm(b.h.server.URL+path, form)
	if err != nil {
		b.h.t.Fatal(err)
	}
	_, body := b.read(r, nil)
	if got := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || got != want {
		b.h.t.Fatalf("%s: %d to %q, want %q\n%s", path, r.StatusCode, got, want, words(b.h.t, body))
	}
}

func TestALinkLetsSomebodyInOnceAndByTheButtonAlone(t *testing.T) {
	d := lock(t)
	d.person("Contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	b := d.as("")
	path := d.mailed(b, "Contact@Hilversum.example")
	if !strings.HasPrefix(path, secret.SignInPath) {
		t.Fatalf("the link is %s", path)
	}
	for range 3 { // as programs do that look at what links lead to
		shows(t, b.page(path), "Druk op de knop om in te loggen")
	}
	b.arrives(path, nil, "/gevraagd")
	if status, _ := b.get("/convenanten"); status == http.StatusSeeOther {
		t.Error("who came in is asked to come in")
	}
	status, body := d.as("").post(path, nil)
	if status != http.StatusNotFound {
		t.Errorf("a link works twice: %d", status)
	}
	shows(t, words(t, body), "Deze link werkt niet meer", "Vraag een nieuwe link")
}

func TestKnownAndUnknownAddressesGetTheSameAnswer(t *testing.T) {
	d := lock(t)
	d.person("Contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	answer := func(email string) string {
		status, body := d.as("").post("/inloggen", url.Values{"email": {email}})
		if status != http.StatusOK {
			t.Fatalf("%s: %d", email, status)
		}
		return strings.ReplaceAll(body, email, "…")
	}
	if known, unknown := answer("contact@hilversum.example"), answer("niemand@hilversum.example"); known != unknown {
		t.Errorf("the answers differ:\n%s\n%s", known, unknown)
	}
	status, body := d.as("").post("/inloggen", url.Values{"email": {"geen adres"}})
	if status != http.StatusBadRequest || !strings.Contains(body, `value="geen adres"`) {
		t.Errorf("what was typed is lost: %d\n%s", status, body)
	}
	shows(t, words(t, body), "Dit is geen e-mailadres", "naam@voorbeeld.nl")
}

func TestALinkEndsAfterAQuarterOfAnHour(t *testing.T) {
	d := lock(t)
	p := d.person("Contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	word, hash, err := secret.New(d.web.Random)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.register.AddLink(t.Context(), hash, storage.Link{Person: p.Person, Purpose: storage.LinkSignIn, Expires: today.Add(-time.Second)}); err != nil {
		t.Fatal(err)
	}
	if status, _ := d.as("").get(secret.SignInPath + word); status != http.StatusNotFound {
		t.Errorf("an old link: %d", status)
	}
	if linkLasts != 15*time.Minute {
		t.Errorf("a link lasts %s", linkLasts)
	}
}

var secretOnPage = regexp.MustCompile(`<code>([A-Z2-7 ]+)</code>`)

func TestTheSecretariaatTakesASecondStep(t *testing.T) {
	d := lock(t)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	b := d.as("")
	b.arrives(d.mailed(b, "secretariaat@regio.example"), nil, "/inloggen/code")
	if status, _ := b.get("/convenanten"); status != http.StatusSeeOther {
		t.Errorf("half a sign-in gives pages: %d", status)
	}
	status, body := b.get("/inloggen/code")
	m := secretOnPage.FindStringSubmatch(body)
	if status != http.StatusOK || m == nil {
		t.Fatalf("no secret: %d\n%s", status, body)
	}
	shows(t, words(t, body), "Stel uw code in", "scan dit vierkant")
	code := func() url.Values {
		s, err := totp.GenerateCode(strings.ReplaceAll(m[1], " ", ""), d.web.Now())
		if err != nil {
			t.Fatal(err)
		}
		return url.Values{"code": {s[:3] + " " + s[3:]}} // as apps show it
	}
	status, body = b.post("/inloggen/code", url.Values{"code": {"000000"}})
	if status != http.StatusForbidden {
		t.Errorf("a wrong code: %d", status)
	}
	shows(t, words(t, body), "Deze code klopt niet")
	used := code()
	b.arrives("/inloggen/code", used, "/aandacht")

	again := d.as("")
	again.arrives(d.mailed(again, "secretariaat@regio.example"), nil, "/inloggen/code")
	if page := again.page("/inloggen/code"); strings.Contains(page, "scan") {
		t.Errorf("the secret is shown once more:\n%s", page)
	}
	if status, _ = again.post("/inloggen/code", used); status != http.StatusForbidden {
		t.Errorf("a code works twice: %d", status)
	}
	d.later(time.Minute)
	again.arrives("/inloggen/code", code(), "/aandacht")
	log, err := d.register.LogEntries(t.Context(), 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range log {
		told = append(told, e.Action+": "+e.Result)
	}
	shows(t, strings.Join(told, ", "), "inloggen: link en code", "code-geven: fout", "code-geven: goed", "link-vragen: verzonden")
}

func TestWhoIsWrongTooOftenBeginsAnew(t *testing.T) {
	d := lock(t)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	b := d.as("")
	b.arrives(d.mailed(b, "secretariaat@regio.example"), nil, "/inloggen/code")
	b.page("/inloggen/code")
	for range mostWrong - 1 {
		if status, _ := b.post("/inloggen/code", url.Values{"code": {"000000"}}); status != http.StatusForbidden {
			t.Fatalf("a wrong code: %d", status)
		}
	}
	b.arrives("/inloggen/code", url.Values{"code": {"000000"}}, "/inloggen")
	shows(t, b.page("/inloggen"), "De code klopte vijf keer niet. Wacht een kwartier, en begin dan opnieuw.")
}

func TestTheFirstOperatorComesInByTheLinkOnTheTerminal(t *testing.T) {
	d := lock(t)
	word, hash, err := secret.New(d.web.Random)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.register.AddLink(t.Context(), hash, storage.Link{Purpose: storage.LinkFirstOperator, Expires: today.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	path := secret.FirstOperatorPath + word
	b := d.as("")
	shows(t, b.page(path), "Dit register heeft nog geen beheerder")
	status, body := b.post(path, url.Values{"naam": {"Beheerder"}, "email": {""}})
	if status != http.StatusBadRequest || !strings.Contains(body, `value="Beheerder"`) {
		t.Errorf("what was typed is lost: %d", status)
	}
	b.arrives(path, url.Values{"naam": {"Beheerder"}, "email": {"beheer@regio.example"}}, "/inloggen/code")
	shows(t, b.page("/inloggen/code"), "Stel uw code in")
	if status, _ := d.as("").post(path, url.Values{"naam": {"Tweede"}, "email": {"tweede@regio.example"}}); status != http.StatusNotFound {
		t.Errorf("the link works twice: %d", status)
	}
	if status, _ := d.as("").post(secret.SignInPath+word, nil); status != http.StatusNotFound {
		t.Errorf("a link for the first operator signs in: %d", status)
	}
}

func TestASessionEnds(t *testing.T) {
	d := lock(t)
	p := d.person("Portefeuillehouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	enter := func() *browser {
		b := d.as("")
		b.arrives(d.mailed(b, "wethouder@laren.example"), nil, "/overleggen")
		return b
	}
	out := func(b *browser, why string) {
		t.Helper()
		if status, _ := b.get("/toegang"); status != http.StatusSeeOther {
			t.Errorf("%s: %d", why, status)
		}
	}
	b := enter()
	d.later(50 * time.Minute)
	b.page("/toegang")
	d.later(50 * time.Minute)
	b.page("/toegang") // it was seen in between
	d.later(61 * time.Minute)
	out(b, "after an hour without a page")

	b = enter()
	b.arrives("/uitloggen", nil, "/inloggen")
	out(b, "after signing out")

	b = enter()
	if err := d.register.Revoke(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	out(b, "after the role was taken away")
}

func TestSomebodyWithTwoRolesChooses(t *testing.T) {
	d := lock(t)
	p := d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	second, err := d.register.AddGrant(t.Context(), p.Person, storage.Grant{Role: storage.RoleParty, Party: "laren"})
	if err != nil {
		t.Fatal(err)
	}
	b := d.as("")
	b.arrives(d.mailed(b, "wethouder@laren.example"), nil, "/overleggen")
	shows(t, b.page("/toegang"), "U hebt meer dan één rol", "Partij: Gemeente Laren")
	b.arrives("/toegang/rol", url.Values{"rol": {second.ID}}, "/gevraagd")
	shows(t, b.page("/toegang"), "U kijkt nu als Partij: Gemeente Laren.")
	if status, _ := b.post("/toegang/rol", url.Values{"rol": {"een-ander"}}); status != http.StatusForbidden {
		t.Errorf("a role of somebody else: %d", status)
	}
}

// Somebody of an organisation that is in no convenant finds none, whatever address they try.
func TestWhatIsNotOnesOwnDoesNotExist(t *testing.T) {
	d := lock(t)
	d.person("Buitenstaander", "iemand@buiten.example", storage.Grant{Role: storage.RoleParty, Party: "buiten"})
	b := d.as("")
	b.arrives(d.mailed(b, "iemand@buiten.example"), nil, "/gevraagd")
	for _, r := range routes() {
		if r.method != http.MethodGet || !strings.HasPrefix(r.path, "/convenanten/{id}") && !strings.HasPrefix(r.path, "/documenten/") || r.action == access.ReadPost {
			continue
		}
		own := strings.NewReplacer("{id}", d.id, "{nummer}", "1").Replace(r.path)
		if strings.HasPrefix(r.path, "/documenten/") {
			own = "/documenten/" + d.id + "-1"
		}
		none := strings.ReplaceAll(own, d.id, "018a0326-ff50-762c-8d90-000000000000")
		status, there := b.get(own)
		_, gone := b.get(none)
		if there = strings.ReplaceAll(there, own, none); status != http.StatusNotFound || there != gone {
			t.Errorf("%s: %d, and it differs from what does not exist:\n%s", own, status, words(t, there))
		}
	}
	for _, path := range []string{"/convenanten", "/gevraagd", "/brieven", "/stukken", "/tijdlijn", "/convenanten?zoek=herstelnetwerk"} {
		if page := b.page(path); strings.Contains(page, "Convenant Herstelnetwerk") || strings.Contains(page, "DOC-23001740") {
			t.Errorf("%s tells of a convenant of others:\n%.2000s", path, page)
		}
	}
	if status, body := b.get("/convenanten.csv"); status != http.StatusOK || strings.Contains(body, "Herstelnetwerk") {
		t.Errorf("the export tells of a convenant of others: %d %s", status, body)
	}
}
