package agenda

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/secret"
	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/templates"
	"convenant/workflow"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

var databases = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") },
	"postgres": storagetest.Postgres,
}

// house is a register with calendars on it, whose clock is given.
type house struct {
	Handler
	t       *testing.T
	library *templates.Library
	now     time.Time
	wait    time.Duration // what Limits say
	asked   []string      // of whom Limits were asked
	seen    []api.Seen
	chance  *rand.ChaCha8
}

func (h *house) Principal(_ context.Context, id string) (time.Duration, error) {
	h.asked = append(h.asked, id)
	return h.wait, nil
}

func (h *house) Stranger(_ context.Context, _, origin string) (time.Duration, error) {
	h.asked = append(h.asked, "adres "+origin)
	return h.wait, nil
}

func everywhere(t *testing.T, test func(t *testing.T, h *house)) {
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			h := &house{t: t, now: time.Date(2024, 1, 1, 11, 0, 0, 0, time.UTC), chance: rand.NewChaCha8([32]byte{2})}
			now := func() time.Time { return h.now }
			r, err := storage.Create(context.Background(), database(t), storage.Options{Now: now, Random: rand.NewChaCha8([32]byte{1})})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { r.Close() })
			if h.library, err = templates.Embedded(); err != nil {
				t.Fatal(err)
			}
			h.Handler = Handler{Options{Register: r, Now: now, NewID: func() string { return "verzoek" }, Origin: func(*http.Request) string { return "192.0.2.1" }, Limits: h,
				Observe: func(_ context.Context, s api.Seen) { h.seen = append(h.seen, s) }, URL: "https://convenant.example"}}
			test(t, h)
		})
	}
}

// act records an act that must not be refused; without an id it draws up a convenant. It returns the id.
func (h *house) act(id, text string) string {
	h.t.Helper()
	v, err := workflow.ParseValue([]byte(text))
	if err != nil {
		h.t.Fatal(err)
	}
	act, refusal := workflow.ReadAct(v)
	if refusal != nil {
		h.t.Fatal(refusal)
	}
	today := workflow.MustDate(h.now.Format(time.DateOnly))
	decide := func(c *workflow.Convenant) workflow.Decision { return c.Decide(act, today, h.library) }
	var out storage.Outcome
	if id == "" {
		out, err = h.Register.Draft(context.Background(), storage.Key{}, decide)
	} else {
		out, err = h.Register.Act(context.Background(), id, storage.Key{}, decide)
	}
	if err != nil || out.Refusal != nil {
		h.t.Fatalf("%s: %v %v", text, err, out.Refusal)
	}
	return out.ID
}

// inForce is a convenant of laren, huizen and eemnes that ends on 31 December 2025, with a name that is hard to write.
func (h *house) inForce() string {
	h.t.Helper()
	id := h.act("", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Zorg, wonen; én \"herstel\" \\ samenwerking tussen gemeenten en zorgaanbieders in de hele regio",
		"partijen":[{"id":"laren","naam":"Gemeente Laren"},{"id":"huizen","naam":"Gemeente Huizen"},{"id":"eemnes","naam":"Gemeente Eemnes"}],
		"voorwaarden":{"looptijd":{"tot-en-met":"2025-12-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"},"verlenging":{"wijze":"brief","duur":"4 jaar"},"evaluatie":{"elke":"1 jaar"}}}}`)
	h.act(id, `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort."}}`)
	h.act(id, `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-01","doel":"vaststellen"}}`)
	h.act(id, `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
	for _, p := range []string{"laren", "huizen", "eemnes"} {
		h.act(id, fmt.Sprintf(`{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p))
	}
	h.now = h.now.AddDate(0, 0, 1)
	h.act(id, `{"handeling":"agenderen","gegevens":{"overleg":"Portefeuillehouders","datum":"2024-03-05","doel":"adviseren"}}`)
	return id
}

// follow lets a new principal follow a calendar; it returns the path, the feed and the principal.
func (h *house) follow(g storage.Grant) (string, storage.Feed, storage.Principal) {
	h.t.Helper()
	word, hash, err := secret.New(h.chance)
	if err != nil {
		h.t.Fatal(err)
	}
	p, err := h.Register.AddToken(context.Background(), secret.Hash("token "+word), g)
	if err != nil {
		h.t.Fatal(err)
	}
	feed, err := h.Register.AddFeed(context.Background(), hash, p.ID, "Telefoon")
	if err != nil {
		h.t.Fatal(err)
	}
	return Prefix + word + Suffix, feed, p
}

func (h *house) ask(method, path string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	seen := h.seen[len(h.seen)-1]
	if seen.Status != w.Code || seen.Route != route || strings.Contains(fmt.Sprint(seen), "agenda/") && !strings.Contains(fmt.Sprint(seen), route) {
		h.t.Errorf("%s is answered %d and seen as %+v", path, w.Code, seen)
	}
	return w
}

// event is an event as another parser reads it.
type event struct{ UID, Summary, Start, End, Stamp string }

// readBack reads a calendar with ical.js, which npm ci in .ci installs.
func readBack(t *testing.T, calendar []byte) (name string, events []event) {
	t.Helper()
	library, err := filepath.Abs("../../../.ci/node_modules/ical.js/dist/ical.js")
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "--input-type=module", "-e", `
		import fs from "node:fs";
		const { default: ICAL } = await import(process.argv[1]);
		const c = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
		console.log(JSON.stringify({ name: c.getFirstPropertyValue("name"), version: c.getFirstPropertyValue("version"), events: c.getAllSubcomponents("vevent").map((v) => {
			const e = new ICAL.Event(v);
			if (!e.startDate.isDate || !e.endDate.isDate) throw new Error(e.uid + " is not of a whole day");
			return { UID: e.uid, Summary: e.summary, Start: e.startDate.toString(), End: e.endDate.toString(), Stamp: v.getFirstPropertyValue("dtstamp").toString() };
		}) }));`, library)
	node.Stdin = bytes.NewReader(calendar)
	out, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("%v (is it installed? run: cd .ci && npm ci)\n%s\n%s", err, out, calendar)
	}
	var read struct {
		Name, Version string
		Events        []event
	}
	if err := json.Unmarshal(out, &read); err != nil || read.Version != "2.0" {
		t.Fatalf("%v: %s", err, out)
	}
	return read.Name, read.Events
}

// summaries gives what the events say, as "2025-12-31 de einddatum", without the name of the convenant.
func summaries(events []event) []string {
	var list []string
	for _, e := range events {
		_, words, _ := strings.Cut(e.Summary, "regio: ")
		list = append(list, e.Start+" "+words)
	}
	return list
}

func TestAnotherParserReadsWhatFallsDue(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		path, feed, p := h.follow(storage.Grant{Role: storage.RoleParty, Party: "laren"})
		w := h.ask("GET", path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || w.Header().Get("Cache-Control") != "private, max-age=900" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		for line := range strings.SplitSeq(w.Body.String(), "\r\n") {
			if len(line) > 75 || strings.Contains(line, "\n") {
				t.Errorf("a line of %d bytes: %q", len(line), line)
			}
		}
		name, events := readBack(t, w.Body.Bytes())
		want := []string{"2024-03-05 het convenant staat op de agenda van een overleg", "2025-01-01 de uiterste dag voor de evaluatie", "2025-10-31 de laatste dag waarop een opzegging tegen de einddatum kan worden ontvangen",
			"2025-12-31 de einddatum", "2025-12-31 de laatste dag waarop de verlengingsbrief van Gemeente Laren kan worden ontvangen"}
		if got := summaries(events); name != "Convenanten" || !slices.Equal(got, want) {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
		if e := events[0]; !strings.HasPrefix(e.Summary, `Zorg, wonen; én "herstel" \ samenwerking`) || e.End != "2024-03-06" || e.UID != id+".overleg.allen.2024-03-05@convenant" || e.Stamp != "2024-01-02T00:00:00Z" {
			t.Errorf("it is %+v", e)
		}
		if seen := h.seen[len(h.seen)-1]; seen.Actor != p.ID || seen.Object != feed.ID {
			t.Errorf("it is seen as %+v", seen)
		}
	})
}

// What does not change keeps its names and its tag; what changes changes.
func TestWhatIsTheSameIsNotSentAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		path, _, _ := h.follow(storage.Grant{Role: storage.RoleSecretariat})
		first := h.ask("GET", path)
		h.now = h.now.Add(48 * time.Hour)
		tag := first.Header().Get("ETag")
		if again := h.ask("GET", path, "If-None-Match", "W/"+tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != tag {
			t.Errorf("what nothing changed in is sent again: %d", again.Code)
		}
		h.act(id, `{"handeling":"verlengen","gegevens":{"partij":"laren"}}`)
		changed := h.ask("GET", path, "If-None-Match", tag)
		if changed.Code != 200 {
			t.Fatalf("what changed is answered with %d", changed.Code)
		}
		_, before := readBack(t, first.Body.Bytes())
		_, after := readBack(t, changed.Body.Bytes())
		left := slices.DeleteFunc(before, func(e event) bool { return slices.ContainsFunc(after, func(a event) bool { return a.UID == e.UID }) })
		if len(left) != 1 || !strings.Contains(left[0].Summary, "verlengingsbrief van Gemeente Laren") {
			t.Errorf("gone are %v", left)
		}
	})
}

func TestACalendarShowsWhatItsPrincipalMaySee(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.now = time.Date(2024, 2, 1, 11, 0, 0, 0, time.UTC)
		h.act(id, `{"handeling":"opzeggen","gegevens":{"partij":"eemnes"}}`)
		for role, want := range map[storage.Grant][]string{
			{Role: storage.RoleSecretariat}:              {"2024-03-05", "2024-04-01 de laatste dag van Gemeente Eemnes", "2025-01-01", "2025-10-31", "2025-12-31 de einddatum", "2025-12-31 de laatste dag waarop de verlengingsbrief van Gemeente Huizen", "2025-12-31 de laatste dag waarop de verlengingsbrief van Gemeente Laren"},
			{Role: storage.RoleAlderman}:                 {"2024-03-05", "2024-04-01", "2025-01-01", "2025-10-31", "2025-12-31", "2025-12-31", "2025-12-31"},
			{Role: storage.RoleParty, Party: "huizen"}:   {"2024-03-05", "2025-01-01", "2025-10-31", "2025-12-31 de einddatum", "2025-12-31 de laatste dag waarop de verlengingsbrief van Gemeente Huizen"},
			{Role: storage.RoleParty, Party: "eemnes"}:   {"2024-03-05", "2024-04-01 de laatste dag van Gemeente Eemnes"}, // it is gone by then
			{Role: storage.RoleParty, Party: "blaricum"}: {},
		} {
			path, _, _ := h.follow(role)
			_, events := readBack(t, h.ask("GET", path).Body.Bytes())
			got := summaries(events)
			if len(got) != len(want) {
				t.Errorf("%v sees %q", role, got)
				continue
			}
			for i := range got {
				if !strings.HasPrefix(got[i], want[i]) {
					t.Errorf("%v sees %q, not %q", role, got[i], want[i])
				}
			}
		}
		path, _, _ := h.follow(storage.Grant{Role: storage.RoleOperator})
		if w := h.ask("GET", path); w.Code != http.StatusNotFound {
			t.Errorf("beheer sees a calendar: %d", w.Code)
		}
	})
}

func TestAnAddressThatIsNoMoreIsNotThere(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.inForce()
		revoked, feed, _ := h.follow(storage.Grant{Role: storage.RoleSecretariat})
		if err := h.Register.RevokeFeed(ctx, feed.ID); err != nil {
			t.Fatal(err)
		}
		ended, _, p := h.follow(storage.Grant{Role: storage.RoleParty, Party: "laren"})
		if err := h.Register.Revoke(ctx, p.ID); err != nil {
			t.Fatal(err)
		}
		expired, _, _ := h.follow(storage.Grant{Role: storage.RoleAlderman, Expires: h.now.Add(time.Hour)})
		if w := h.ask("GET", expired); w.Code != 200 {
			t.Errorf("before it expires: %d", w.Code)
		}
		h.now = h.now.Add(time.Hour)
		h.asked = nil
		for _, path := range []string{revoked, ended, expired, Prefix + strings.Repeat("A", 43) + Suffix, Prefix + "x" + Suffix, Prefix, revoked + "/x"} {
			w := h.ask("GET", path)
			if w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Body.String(), "Deze agenda is er niet, of niet meer.") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		if len(h.asked) != 7 || slices.ContainsFunc(h.asked, func(s string) bool { return s != "adres 192.0.2.1" }) {
			t.Errorf("wrong addresses are counted as %v", h.asked)
		}
		h.wait = 20 * time.Second
		if w := h.ask("GET", revoked); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "20" {
			t.Errorf("who guesses on is answered %d", w.Code)
		}
		if w := h.ask("POST", revoked); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("a POST is answered %d", w.Code)
		}
		if err := h.Register.RevokeFeed(ctx, "0190"); err != storage.ErrNoFeed {
			t.Errorf("revoking what is not there: %v", err)
		}
		if _, err := h.Register.AddFeed(ctx, secret.Hash("x"), p.ID, ""); err != storage.ErrNoPrincipal {
			t.Errorf("a calendar for whom nothing is granted any more: %v", err)
		}
	})
}
