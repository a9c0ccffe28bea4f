package api

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"convenant/storage"
)

func TestWhoIsNotKnownIsToldHowToBe(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.draft()
		a := h.ask(nobody, "GET", "/convenanten", "")
		h.problem(a, 401, "niet-aangemeld", map[string]any{"detail": "Dit verzoek heeft geen token."})
		if a.header.Get("WWW-Authenticate") != `Bearer realm="convenant"` {
			t.Errorf("the challenge is %q", a.header.Get("WWW-Authenticate"))
		}
		for _, header := range []string{"Bearer", "Bearer ", "Basic " + h.tokens[secretariaat], h.tokens[secretariaat]} {
			h.problem(h.ask(nobody, "GET", "/convenanten", "", "Authorization", header), 401, "niet-aangemeld", nil)
		}
		for _, header := range []string{"Bearer onzin", "Bearer " + h.tokens[secretariaat] + "x"} {
			h.problem(h.ask(nobody, "GET", "/convenanten", "", "Authorization", header), 401, "niet-aangemeld", map[string]any{"detail": "Dit token is niet bekend, is verlopen of is ingetrokken."})
		}
		h.must(nobody, "GET", "/convenanten", "", "Authorization", "bearer  "+h.tokens[secretariaat])
		principals, err := h.Register.Principals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range principals {
			if p.Role == storage.RoleSecretariat {
				if err := h.Register.Revoke(t.Context(), p.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.problem(h.ask(secretariaat, "GET", "/convenanten", ""), 401, "niet-aangemeld", nil)
	})
}

func TestWhoAsksTooMuchIsToldToWait(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.wait = 17*time.Second + time.Millisecond
		for _, who := range []string{secretariaat, beheer, nobody} {
			a := h.ask(who, "GET", "/convenanten", "")
			h.problem(a, 429, "te-veel-verzoeken", map[string]any{"watWel": "Probeer het over 18 seconden nog eens."})
			if a.header.Get("Retry-After") != "18" {
				t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
			}
		}
		h.must(nobody, "GET", "/openapi.json", "")
	})
}

func TestWhatIsNotThereOrCannotBeDoneThere(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.draft()
		for _, path := range []string{"/", "/api", "/api/v1", "/api/v1/", "/api/v2/convenanten", "/convenanten/", "/convenanten/" + id + "/", "//api/v1/convenanten",
			"/api/v1/../v1/convenanten", "/convenanten/" + id + "/nietbestaand", "/favicon.ico"} {
			h.problem(h.ask(secretariaat, "GET", path, ""), 404, "onbekend", map[string]any{"detail": "Op dit adres staat niets."})
		}
		for path, allowed := range map[string]string{"/convenanten": "GET, HEAD, POST", "/convenanten/" + id + "/handelingen": "POST", "/openapi.json": "GET, HEAD"} {
			a := h.ask(secretariaat, "DELETE", path, "")
			h.problem(a, 405, "methode-niet-toegestaan", nil)
			if a.header.Get("Allow") != allowed {
				t.Errorf("%s allows %q, not %q", path, a.header.Get("Allow"), allowed)
			}
		}
		for accept, status := range map[string]int{"application/pdf": 406, "text/html, application/xml;q=0.9": 406, "application/json;q=0": 406, "*/*, application/json;q=0": 406,
			"": 200, "*/*": 200, "application/*": 200, "text/html, */*;q=0.1": 200, "application/json; charset=utf-8": 200, "onzin, application/json": 200} {
			if a := h.ask(secretariaat, "GET", "/convenanten/"+id, "", "Accept", accept); a.status != status {
				t.Errorf("who accepts %q gets %d", accept, a.status)
			}
		}
		for accept, want := range map[string]string{"text/plain": "text/plain; charset=utf-8", "text/*": "text/plain; charset=utf-8", "application/json;q=0.5, text/plain": "text/plain; charset=utf-8", "*/*": "application/json", "text/plain;q=0.5, */*": "application/json"} {
			if a := h.must(secretariaat, "GET", "/convenanten/"+id+"/tekst", "", "Accept", accept); a.header.Get("Content-Type") != want {
				t.Errorf("who accepts %q gets %s", accept, a.header.Get("Content-Type"))
			}
		}
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id, "", "Accept", "text/html"), 406, "antwoord-niet-mogelijk", map[string]any{"watWel": "Vraag om: application/json."})
	})
}

// What exists and may not be seen is answered as what does not exist, to the letter.
func TestAConvenantOfOthersIsAsOneThatDoesNotExist(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		none := strings.Repeat("0", 8) + "-0000-7000-8000-" + strings.Repeat("0", 12)
		for _, r := range routes() {
			if !strings.Contains(r.path, "{id}") {
				continue
			}
			tail := ""
			if strings.HasPrefix(r.path, "/documenten") {
				tail = "-1"
			}
			ask := func(id string) string {
				a := h.ask("blaricum", r.method, strings.Replace(r.path, "{id}", id+tail, 1), map[string]string{"POST": signature("laren")}[r.method], "Idempotency-Key", "een")
				h.problem(a, 404, "onbekend", nil)
				delete(a.header, "Content-Length")
				return fmt.Sprint(a.header, strings.ReplaceAll(string(a.body), a.json["instance"].(string), ""))
			}
			if theirs, nothing := ask(id), ask(none); theirs != nothing {
				t.Errorf("%s %s tells them apart:\n%s\n%s", r.method, r.path, theirs, nothing)
			}
		}
	})
}

// An inner cause is for the log; who asked gets the number under which it stands there.
func TestAnInnerCauseStaysInside(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.draft()
		if err := h.Register.Close(); err != nil {
			t.Fatal(err)
		}
		a := h.ask(secretariaat, "GET", "/convenanten/"+id, "")
		seen := h.seen[len(h.seen)-1]
		h.problem(a, 500, "interne-fout", map[string]any{"instance": "urn:uuid:" + seen.Request})
		if seen.Err == nil || strings.Contains(string(a.body), "sql") || strings.Contains(string(a.body), "storage") {
			t.Errorf("the log has %v, the answer is %s", seen.Err, a.body)
		}
		if !strings.Contains(a.json["watWel"].(string), seen.Request) {
			t.Errorf("the number is not told: %s", a.body)
		}
	})
}

func TestAPanicIsAnsweredToo(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.Register = nil
		a := h.ask(secretariaat, "GET", "/convenanten", "")
		h.problem(a, 500, "interne-fout", nil)
		if err := h.seen[len(h.seen)-1].Err; err == nil || !strings.Contains(err.Error(), "call.go") {
			t.Errorf("the log does not say where: %v", err)
		}
	})
}

func TestADatabaseThatIsAwayOrBusyIsSaidSo(t *testing.T) {
	for _, err := range []error{storage.ErrUnavailable, fmt.Errorf("x: %w", storage.ErrFull)} {
		c := &call{w: httptest.NewRecorder(), r: httptest.NewRequest("GET", "/", nil)}
		p := c.problem(fmt.Errorf("storage: %w", err))
		if p.Status != 503 || p.Code != "tijdelijk-niet-beschikbaar" || c.w.Header().Get("Retry-After") != "5" || !errors.Is(c.seen.Err, err) {
			t.Errorf("%v is answered with %+v", err, p)
		}
	}
}

func TestWhoWaitsTooLongIsToldSo(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.patience = 0
		a := h.ask(secretariaat, "GET", "/convenanten", "")
		h.problem(a, 503, "tijdelijk-niet-beschikbaar", nil)
		if a.header.Get("Retry-After") != "5" {
			t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
		}
	})
}

// Who hung up gets no answer, and is no fault of ours.
func TestWhoHungUpIsNotAnswered(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := httptest.NewRequest("GET", Base+"/convenanten", nil).WithContext(ctx)
		r.Header.Set("Authorization", "Bearer "+h.tokens[secretariaat])
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if seen := h.seen[len(h.seen)-1]; w.Body.Len() > 0 || seen.Result != "afgebroken" || seen.Status != 0 {
			t.Errorf("answered with %s, seen as %+v", w.Body, seen)
		}
	})
}

// No database takes every byte, and none may be asked to: nobody gets an error for it that is not theirs, and nothing of it
// is logged.
func TestBytesThatCannotBeReadAreRefusedBeforeTheDatabase(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		for _, odd := range []string{"%00", "a%00b", "%ff%fe", "%c3%28", "%ed%a0%80", "jan%40prive.example%00"} {
			for _, path := range []string{"/convenanten/" + odd, "/convenanten/" + odd + "/tekst", "/convenanten/" + odd + "/geschiedenis",
				"/convenanten/" + odd + "/handelingen/mogelijk", "/documenten/" + odd} {
				if a := h.ask(secretariaat, "GET", path, ""); a.status != 404 {
					t.Errorf("%s is answered with %d %s", path, a.status, a.body)
				}
			}
			if a := h.ask(secretariaat, "POST", "/convenanten/"+odd+"/handelingen", `{"handeling":"intrekken"}`); a.status != 404 {
				t.Errorf("POST of %s is answered with %d %s", odd, a.status, a.body)
			}
			for _, name := range []string{"partij", "zoek", "cursor", "peildatum", "toestand"} {
				if a := h.ask(secretariaat, "GET", "/convenanten?"+name+"="+odd, ""); a.status != 400 {
					t.Errorf("%s=%s is answered with %d %s", name, odd, a.status, a.body)
				}
			}
		}
		for _, s := range h.seen {
			if s.Err != nil || strings.Contains(s.Object, "jan") {
				t.Errorf("the log tells %+v", s)
			}
		}
	})
}
