package web

// What somebody can try who reads the mail of another, or has a session from before.

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"convenant/storage"
)

// codeFor is the code of a secret as a page shows it.
func (d *door) codeFor(page string) url.Values {
	d.t.Helper()
	m := secretOnPage.FindStringSubmatch(page)
	if m == nil {
		d.t.Fatalf("no secret on\n%s", page)
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(m[1], " ", ""), d.web.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return url.Values{"code": {code}}
}

func TestARoleThatAsksForAStepIsNotHadWithoutIt(t *testing.T) {
	d := lock(t)
	p := d.person("Contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	b := d.as("")
	b.arrives(d.mailed(b, "contact@hilversum.example"), nil, "/gevraagd")
	more, err := d.register.AddGrant(t.Context(), p.Person, storage.Grant{Role: storage.RoleSecretariat})
	if err != nil {
		t.Fatal(err)
	}
	b.arrives("/toegang/rol", url.Values{"rol": {more.ID}}, "/inloggen/code")
	for _, path := range []string{"/aandacht", "/gevraagd", "/toegang"} {
		if status, _ := b.get(path); status != http.StatusSeeOther {
			t.Errorf("%s without the second step: %d", path, status)
		}
	}
	_, page := b.get("/inloggen/code")
	b.arrives("/inloggen/code", d.codeFor(page), "/aandacht")

	// Nor by a session that was opened before the role was given, whatever it says.
	weak := d.signedIn(more)
	weak.page("/aandacht")
	if _, err := d.web.Sessions.FindSession(t.Context(), "x"); !errors.Is(err, storage.ErrNoSession) {
		t.Fatal(err)
	}
	v := &visit{web: d.web, r: httpRequest(t), began: today}
	if _, err := v.principalOf(session{Person: p.Person, Principal: more.ID}); !errors.Is(err, storage.ErrNoPrincipal) {
		t.Errorf("a session with one step is good for the secretariaat: %v", err)
	}
}

func httpRequest(t *testing.T) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Who read the mail first and went no further, has nothing of who comes later.
func TestASecretThatWasNotConfirmedIsOfOneSession(t *testing.T) {
	d := lock(t)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	first, second := d.as(""), d.as("")
	first.arrives(d.mailed(first, "secretariaat@regio.example"), nil, "/inloggen/code")
	_, early := first.get("/inloggen/code")
	if _, again := first.get("/inloggen/code"); secretOnPage.FindString(again) != secretOnPage.FindString(early) {
		t.Error("a second look shows another secret")
	}
	unused := d.mailed(second, "secretariaat@regio.example")
	second.arrives(d.mailed(second, "secretariaat@regio.example"), nil, "/inloggen/code")
	_, page := second.get("/inloggen/code")
	if secretOnPage.FindString(page) == secretOnPage.FindString(early) {
		t.Fatal("two sessions are shown the same secret")
	}
	second.arrives("/inloggen/code", d.codeFor(page), "/aandacht")
	if status, _ := first.get("/inloggen/code"); status != http.StatusSeeOther {
		t.Errorf("the session of who came first goes on: %d", status)
	}
	if status, _ := d.as("").get(unused); status != http.StatusNotFound {
		t.Errorf("a link from before still works: %d", status)
	}
}

// Taking a code away, as when a phone was stolen, ends all that was open.
func TestTakingACodeAwayEndsWhatIsOpen(t *testing.T) {
	d := lock(t)
	p := d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	in, waiting := d.as(""), d.as("")
	in.arrives(d.mailed(in, "secretariaat@regio.example"), nil, "/inloggen/code")
	_, page := in.get("/inloggen/code")
	in.arrives("/inloggen/code", d.codeFor(page), "/aandacht")
	waiting.arrives(d.mailed(waiting, "secretariaat@regio.example"), nil, "/inloggen/code")
	if err := d.register.DropSecondFactor(t.Context(), p.Person); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*browser{"who was in": in, "who was coming in": waiting} {
		for _, path := range []string{"/aandacht", "/inloggen/code"} {
			if status, _ := b.get(path); status != http.StatusSeeOther {
				t.Errorf("%s gets %s: %d", name, path, status)
			}
		}
	}
}

func TestAStepThatIsLeftToTakeIsTakenSoon(t *testing.T) {
	d := lock(t)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	b := d.as("")
	b.arrives(d.mailed(b, "secretariaat@regio.example"), nil, "/inloggen/code")
	d.later(14 * time.Minute)
	b.page("/inloggen/code")
	d.later(2 * time.Minute)
	if status, _ := b.get("/inloggen/code"); status != http.StatusSeeOther {
		t.Errorf("after a quarter of an hour: %d", status)
	}
}

// slowly posts a form of which the last bytes come after something else was done, and gives the status.
func (b *browser) slowly(path, first, last string, meanwhile func()) int {
	b.h.t.Helper()
	body, writer := io.Pipe()
	request, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodPost, b.h.server.URL+path, body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answers := make(chan *http.Response, 1)
	go func() {
		r, err := b.client.Do(request)
		if err != nil {
			b.h.t.Error(err)
		}
		answers <- r
	}()
	if _, err := writer.Write([]byte(first)); err != nil { // it is being read now
		b.h.t.Fatal(err)
	}
	meanwhile()
	if _, err := writer.Write([]byte(last)); err != nil {
		b.h.t.Fatal(err)
	}
	writer.Close()
	status, _ := b.read(<-answers, nil)
	return status
}

// A form that comes in slowly does not bring a session back that was ended meanwhile.
func TestASessionThatWasEndedStaysSo(t *testing.T) {
	d := lock(t)
	d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	b := d.as("")
	b.arrives(d.mailed(b, "wethouder@laren.example"), nil, "/overleggen")
	b.page("/toegang/code")
	at, err := url.Parse(d.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	before := b.client.Jar.Cookies(at)
	status := b.slowly("/toegang/code", "code=", "123456", func() {
		other := d.as("")
		other.client.Jar.SetCookies(at, before)
		other.arrives("/uitloggen", nil, "/inloggen")
	})
	if status != http.StatusSeeOther {
		t.Errorf("the slow form: %d", status)
	}
	again := d.as("")
	again.client.Jar.SetCookies(at, before)
	if status, _ := again.get("/toegang"); status != http.StatusSeeOther {
		t.Errorf("the session is back: %d", status)
	}
}

// Nor does it act in a role that was taken away meanwhile.
func TestARoleThatWasTakenAwayDoesNothingMore(t *testing.T) {
	d, b, me := operator(t)
	d.person("Beheerder Twee", "tweede@regio.example", storage.Grant{Role: storage.RoleOperator})
	status := b.slowly("/beheer/mensen", "naam=Derde&email=derde%40regio.example&", "rol=beheer", func() {
		if err := d.register.Revoke(t.Context(), me.ID); err != nil {
			t.Fatal(err)
		}
	})
	if status != http.StatusSeeOther {
		t.Errorf("the slow form: %d", status)
	}
	if _, err := d.register.PersonByEmail(t.Context(), "derde@regio.example"); !errors.Is(err, storage.ErrNoPrincipal) {
		t.Errorf("who was added: %v", err)
	}
}

// A second press on the button does not undo what the first did.
func TestACodeThatIsSentTwiceLetsInOnce(t *testing.T) {
	d := lock(t)
	d.person("Medewerker", "secretariaat@regio.example", storage.Grant{Role: storage.RoleSecretariat})
	b := d.as("")
	b.arrives(d.mailed(b, "secretariaat@regio.example"), nil, "/inloggen/code")
	_, page := b.get("/inloggen/code")
	form := d.codeFor(page)
	at, err := url.Parse(d.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	before := b.client.Jar.Cookies(at)
	b.arrives("/inloggen/code", form, "/aandacht")
	second := d.as("")
	second.client.Jar.SetCookies(at, before) // what the browser sent with the second press
	r, err := second.client.PostForm(d.server.URL+"/inloggen/code", form)
	if err != nil {
		t.Fatal(err)
	}
	second.read(r, nil)
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) > 0 {
		t.Errorf("the second press: %d, cookies %v", r.StatusCode, r.Cookies())
	}
	b.page("/aandacht")
}

// Who is nobody leaves nothing behind; who was away too long is told so.
func TestAFormOfAnOldSession(t *testing.T) {
	d := lock(t)
	b := d.as("")
	at, err := url.Parse(d.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: d.web.cookieName(at.Host), Value: "van-vroeger", Path: "/"}})
	b.arrives("/toegang/rol", url.Values{"rol": {"x"}}, "/inloggen?verlopen=ja")
	shows(t, b.page("/inloggen?verlopen=ja"), "U was te lang weg", "is niet vastgelegd")
	if got := b.client.Jar.Cookies(at); len(got) != 1 || got[0].Value != "van-vroeger" {
		t.Errorf("a session was made: %v", got)
	}
}

// What a mail server does not take at once is tried again; and what nobody got does not count against who asks again.
func TestALinkThatCouldNotBeSentIsNone(t *testing.T) {
	d := lock(t)
	d.person("Wethouder", "wethouder@laren.example", storage.Grant{Role: storage.RoleAlderman})
	tried := make(chan struct{}, 100)
	var down atomic.Bool
	down.Store(true)
	good := d.web.SendLink
	d.web.SendLink = func(ctx context.Context, id, name, address, link string) error {
		tried <- struct{}{}
		if down.Load() {
			return errors.New("come back later")
		}
		return good(ctx, id, name, address, link)
	}
	b := d.as("")
	for range storage.MostLinks + 2 {
		b.post("/inloggen", url.Values{"email": {"wethouder@laren.example"}})
		for range d.web.pauses {
			<-tried
		}
	}
	for !strings.Contains(d.logged(), "link-vragen") || strings.Count(d.logged(), "niet verzonden") < storage.MostLinks+2 {
		if t.Context().Err() != nil {
			t.Fatal(d.logged())
		}
	}
	down.Store(false)
	b.arrives(d.mailed(b, "wethouder@laren.example"), nil, "/overleggen")
}
