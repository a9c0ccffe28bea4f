package web

// A walk: from the page on which somebody begins, over every address that a page offers. What is offered must be there, be
// sound, and hold nothing that a browser would take for more than words.

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
)

// hostile is what a browser would run, or take apart, if a page did not write it as words.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&{{.}}`

// everyone are who looks.
var everyone = []string{"secretariaat", "portefeuillehouder", "beheer"}

// sound looks at one page, and gives the addresses that it offers.
func sound(t *testing.T, page string) (offers []string) {
	t.Helper()
	words(t, page)
	ids := map[string]bool{}
	level := 0
	err := tokens(page, func(token xml.Token) error {
		x, is := token.(xml.StartElement)
		if !is {
			return nil
		}
		if name := x.Name.Local; len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' {
			if now := int(name[1] - '0'); now > level+1 {
				t.Errorf("a heading of level %d follows one of level %d", now, level)
			} else {
				level = now
			}
		}
		for _, a := range x.Attr {
			switch name := a.Name.Local; {
			case name == "id" && ids[a.Value]:
				t.Errorf("the id %q stands twice", a.Value)
			case name == "id":
				ids[a.Value] = true
			case name == "style", strings.HasPrefix(name, "on"):
				t.Errorf("<%s %s=%q> is forbidden by our own policy", x.Name.Local, name, a.Value)
			case name == "href" && x.Name.Local == "a":
				offers = append(offers, a.Value)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for _, offer := range offers {
		if strings.HasPrefix(offer, "#") && offer != "#" && !ids[offer[1:]] {
			t.Errorf("%s leads to no place on this page", offer)
		}
	}
	if strings.Contains(page, "<script>") || strings.Contains(page, "<img src=x") {
		t.Error("what somebody typed is run by the browser")
	}
	return offers
}

// walk goes wherever a page leads, as far as there are different pages, and gives the templates that it saw.
func (h *house) walk(who string) {
	h.t.Helper()
	b := h.as(who)
	seen := map[string]bool{}
	documents := 0
	todo := []string{"/", "/toegang", "/ogen"}
	for len(todo) > 0 && len(seen) < mostWalked {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		if strings.HasPrefix(path, "/documenten/") {
			if documents++; documents > mostDocuments {
				continue
			}
		}
		r, err := b.client.Get(h.server.URL + path)
		status, body := b.read(r, err)
		switch {
		case status == http.StatusSeeOther:
			todo = append(todo, r.Header.Get("Location"))
			continue
		case status != http.StatusOK:
			h.t.Errorf("%s: a page offers %s: %d", who, path, status)
			continue
		case !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html"):
			continue
		}
		at := r.Request.URL
		h.t.Run(who+path, func(t *testing.T) {
			for _, offer := range sound(t, body) {
				next, err := at.Parse(offer)
				if err != nil {
					t.Errorf("%q is no address: %v", offer, err)
					continue
				}
				if next.Scheme == "mailto" || next.Host != at.Host {
					continue
				}
				todo = append(todo, withoutTurns(next))
			}
		})
	}
	if len(seen) < 5 {
		h.t.Errorf("%s saw no more than %d pages", who, len(seen))
	}
}

// mostWalked bounds a walk; what is not reached by then differs from what was by its number alone.
const mostWalked = 400

// mostDocuments bounds how many PDFs are asked for: each has to be made, and which there are is tested elsewhere.
const mostDocuments = 5

// turns lead to the same page of another day, which would never end.
var turns = regexp.MustCompile(`^(peildatum|bekendOp)$`)

// withoutTurns is the address of a page as it is today.
func withoutTurns(u *url.URL) string {
	q := u.Query()
	for name := range q {
		if turns.MatchString(name) {
			q.Del(name)
		}
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: q.Encode()}).String()
}

func TestEverythingThatIsOfferedIsThere(t *testing.T) {
	h := open(t)
	used := h.watchTemplates()
	for _, who := range append(slices.Clone(everyone), "hilversum", "jellinek") {
		h.walk(who)
	}
	for _, day := range []string{"2023-09-25", "2024-01-20", "2024-09-10"} { // advice, signing, a change
		h := openOn(t, day)
		h.watchTemplates(used)
		h.walk("secretariaat")
		h.walk("hilversum")
	}
	for _, path := range []string{"/beheer/webhooks/x", "/bestaat-niet"} {
		h.as("beheer").get(path)
	}
	var missed []string
	for name := range h.web.looks.pages {
		if !used.names[name] {
			missed = append(missed, name)
		}
	}
	slices.Sort(missed)
	// These are seen by who comes in, and by who types something wrong: the tests of signing in and of beheer look at them.
	// What comes after a form, its own tests look at.
	elsewhere := []string{"controle", "gedaan", "opnieuw", "proefuitkomst", "eerste-beheerder", "inloggen", "inloggen-code", "inloggen-link", "inloggen-verstuurd", "mens", "mens-wissen", "webhook"}
	if missed = slices.DeleteFunc(missed, func(s string) bool { return slices.Contains(elsewhere, s) }); len(missed) > 0 {
		t.Errorf("no page is made of the templates %v", missed)
	}
}

// templatesUsed are the templates of which a page was made.
type templatesUsed struct {
	mu    sync.Mutex
	names map[string]bool
}

func (h *house) watchTemplates(into ...*templatesUsed) *templatesUsed {
	u := &templatesUsed{names: map[string]bool{}}
	if len(into) > 0 {
		u = into[0]
	}
	h.web.looks.made = func(name string) { u.mu.Lock(); defer u.mu.Unlock(); u.names[name] = true }
	return u
}

// Everything that somebody can type is hostile here, and stays words on every page.
func TestWhatIsTypedStaysWords(t *testing.T) {
	src, err := os.ReadFile("testdata/vijandig.yaml")
	if err != nil {
		t.Fatal(err)
	}
	story := regexp.MustCompile(`([:\[,]\s*)([^:\[\]{},\n#]*GEVAAR[^:\[\]{},\n]*)`).ReplaceAllStringFunc(string(src), func(s string) string {
		at := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(":[, ", r) })
		return s[:at] + fmt.Sprintf("%q", strings.ReplaceAll(strings.TrimSpace(s[at:]), "GEVAAR", hostile))
	})
	now := time.Date(2026, 2, 10, 10, 0, 0, 0, time.UTC)
	h := furnish(t, webtest.OpenStory(t, []byte(story), now), now)
	if _, err := h.register.AddPerson(t.Context(), "Mens "+hostile, "mens@een.example", storage.Grant{Role: storage.RoleParty, Party: "een"}); err != nil {
		t.Fatal(err)
	}
	if page := h.as("secretariaat").page("/convenanten/" + h.id + "/geschiedenis"); !strings.Contains(page, `<script>alert(1)</script>`) {
		t.Fatalf("the story is not told as it was typed:\n%.3000s", page)
	}
	for _, who := range append(slices.Clone(everyone), "een", "drie") {
		h.walk(who)
	}
}

func TestAnEmptyRegisterIsWelcoming(t *testing.T) {
	h := furnish(t, webtest.OpenEmpty(t, today), today)
	for _, who := range everyone {
		h.walk(who)
	}
}
