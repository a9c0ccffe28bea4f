package web

// Every form with which something is recorded, on a day on which it is offered, by everyone to whom it is: whatever is
// typed in it, nothing breaks and nothing typed is lost; sent twice, it is recorded once; sent when the session has ended, it
// comes back whole.

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// offered is a form that somebody finds on a day.
type offered struct{ kind, path, who, day string }

// everyForm finds each form once for each role, where it is offered first.
func everyForm(t *testing.T) []offered {
	t.Helper()
	var list []offered
	found := map[string]bool{}
	for _, day := range []string{"2023-08-20", "2023-09-25", "2023-10-16", "2023-11-30", "2024-01-20", "2024-09-10", "2025-06-10", "2025-12-20"} {
		h := openOn(t, day)
		for _, who := range []string{"secretariaat", "portefeuillehouder", "hilversum", "jellinek"} {
			status, page := h.as(who).get("/convenanten/" + h.id + "/mogelijk")
			if status != http.StatusOK {
				continue
			}
			for _, rest := range strings.Split(page, `href="/convenanten/`+h.id+`/doen/`)[1:] {
				what, _, _ := strings.Cut(rest, `"`)
				what = html.UnescapeString(what)
				kind, _, _ := strings.Cut(what, "?")
				role := who
				if who == "jellinek" {
					role = "hilversum"
				}
				if key := kind + role; !found[key] {
					found[key] = true
					list = append(list, offered{kind, "/doen/" + what, who, day})
				}
			}
		}
	}
	return append(list, offered{string(workflow.Correct), "/doen/corrigeren?feit=53", "secretariaat", "2025-12-20"})
}

// control is something of a form that can be filled in.
type control struct {
	name, kind string // kind: text, dag, keuze, vinkje or lijst
	value      string
	choices    []string
}

var (
	controlTag = regexp.MustCompile(`(?s)<(input)\s([^>]*)>()|<(textarea)\s([^>]*)>(.*?)</textarea>|<(select)\s([^>]*)>(.*?)</select>`)
	attribute  = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	anOption   = regexp.MustCompile(`<option value="([^"]+)"`)
)

// controls are those of the form of a page, in order.
func controls(page string) []*control {
	_, form, _ := strings.Cut(page, `class="doen">`)
	form, _, _ = strings.Cut(form, "</form>")
	var list []*control
	for _, tag := range controlTag.FindAllStringSubmatch(form, -1) {
		tag = slices.DeleteFunc(tag[1:], func(s string) bool { return s == "" })
		if tag = append([]string{""}, tag...); len(tag) < 4 { // an input, or an area in which nothing stands
			tag = append(tag, "")
		}
		at := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(tag[2], -1) {
			at[a[1]] = html.UnescapeString(a[2])
		}
		c := &control{name: at["name"], value: at["value"], kind: "text"}
		switch {
		case at["type"] == "hidden", at["type"] == "file", c.name == "":
			continue
		case at["type"] == "radio", at["type"] == "checkbox":
			c.kind = map[string]string{"radio": "keuze", "checkbox": "vinkje"}[at["type"]]
			i := slices.IndexFunc(list, func(o *control) bool { return o.name == c.name })
			if i < 0 {
				i, list = len(list), append(list, c)
				c.value = ""
			}
			list[i].choices = append(list[i].choices, at["value"])
			if strings.Contains(tag[2], " checked") {
				list[i].value = at["value"]
			}
			continue
		case tag[1] == "select":
			c.kind, c.value = "lijst", ""
			for _, o := range anOption.FindAllStringSubmatch(tag[3], -1) {
				c.choices = append(c.choices, html.UnescapeString(o[1]))
			}
		case tag[1] == "textarea":
			c.value = html.UnescapeString(tag[3])
		case strings.Contains(at["aria-describedby"], "uitleg") && strings.Contains(form, `id="`+at["id"]+`-uitleg">`) && strings.Contains(inside(form, `id="`+at["id"]+`-uitleg">`, "</p>"), "31 december 2025"):
			c.kind = "dag"
		}
		list = append(list, c)
	}
	return list
}

func inside(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// filled is what somebody would send who fills in a form as well as they can.
func filled(t *testing.T, page, day string) url.Values {
	t.Helper()
	typed := hidden(t, page)
	for _, c := range controls(page) {
		switch {
		case c.value != "":
			typed.Set(c.name, c.value)
		case len(c.choices) > 0 && !strings.HasPrefix(c.name, "vervanging."):
			typed.Set(c.name, c.choices[0])
		case c.kind == "dag", strings.HasPrefix(c.name, "vervanging."): // today, and as it was
		default:
			typed.Set(c.name, "Woorden")
		}
	}
	for name, value := range map[string]string{"datum": day, "email": "iemand@partij.example", "gelezen": "ja", "hoe": "niet", "reden": "Een tikfout."} {
		if slices.ContainsFunc(controls(page), func(c *control) bool { return c.name == name }) {
			typed.Set(name, value)
		}
	}
	typed.Del("toelichting")
	return typed
}

// comesTo opens a form, and answers what must be chosen before the rest is asked.
func (b *browser) comesTo(o offered) (form, page string) {
	b.h.t.Helper()
	form, _, _ = strings.Cut("/convenanten/"+b.h.id+o.path, "?")
	status, page := b.get("/convenanten/" + b.h.id + o.path)
	for range 3 {
		if status != http.StatusOK {
			b.h.t.Fatalf("%s: %d", o.path, status)
		}
		if strings.Contains(page, `name="stap" value="bekijken"`) {
			return form, page
		}
		typed := filled(b.h.t, page, o.day)
		if slices.ContainsFunc(controls(page), func(c *control) bool { return c.name == "artikel" }) {
			typed.Set("artikel", "5")
		}
		typed.Set("stap", "wijzigen")
		status, page = b.post(form, typed)
	}
	b.h.t.Fatalf("%s does not come to an end:\n%s", o.path, words(b.h.t, page))
	return "", ""
}

var summaryLink = regexp.MustCompile(`<li><a href="#([^"]+)">`)

// sound checks a page that came back after a mistake: it says so, leads to what is wrong, and has what was typed.
func (b *browser) sound(what, page string, typed url.Values) {
	b.h.t.Helper()
	if !strings.Contains(page, "Er is nog niets vastgelegd") || !strings.Contains(page, "<title>Nog niet goed") {
		b.h.t.Errorf("%s: it does not say that nothing was recorded:\n%s", what, words(b.h.t, page))
	}
	box, _, _ := strings.Cut(inside(page, `role="alert"`, "</div>"), "Wat u hebt ingevuld")
	for _, link := range summaryLink.FindAllStringSubmatch(box, -1) {
		if !strings.Contains(page, `id="`+link[1]+`"`) {
			b.h.t.Errorf("%s: the summary leads to #%s, which is not there", what, link[1])
		}
	}
	for _, c := range controls(page) {
		if want := typed.Get(c.name); c.kind == "text" && want != "" && strings.TrimSpace(c.value) != strings.TrimSpace(want) {
			b.h.t.Errorf("%s: %s was %.40q, and now is %.40q", what, c.name, want, c.value)
		}
	}
}

func TestNoFormBreaksOrLosesWhatWasTyped(t *testing.T) {
	for _, o := range everyForm(t) {
		t.Run(o.kind+"-"+o.who, func(t *testing.T) {
			h := openOn(t, o.day)
			b := h.as(o.who)
			form, page := b.comesTo(o)
			was := len(h.facts())
			good := filled(t, page, o.day)
			tries := map[string]url.Values{"left empty": hidden(t, page)}
			for _, c := range controls(page) {
				for _, bad := range map[string][]string{"text": {strings.Repeat("te lang ", 5000), "<script>\x00"}, "dag": {"31 juni", "morgen over een week"}, "keuze": {"verzonnen"}, "vinkje": {"verzonnen"}, "lijst": {"verzonnen"}}[c.kind] {
					typed := maps.Clone(good)
					typed.Set(c.name, bad)
					tries[fmt.Sprintf("%s is %.20q", c.name, bad)] = typed
				}
			}
			for what, typed := range tries {
				typed.Set("stap", "bekijken")
				typed.Set("sleutel", "") // each try is on its own
				status, page := b.post(form, typed)
				switch {
				case status >= 500:
					t.Errorf("%s: %d", what, status)
				case status >= 400:
					for name := range typed {
						typed.Set(name, strings.ReplaceAll(typed.Get(name), "\x00", ""))
					}
					b.sound(what, page, typed)
				}
				if n := len(h.facts()); n != was && status != http.StatusSeeOther {
					t.Fatalf("%s: something is recorded, and the answer is %d", what, status)
				}
				was = len(h.facts())
			}
		})
	}
}

func TestEveryFormIsRecordedOnce(t *testing.T) {
	recorded := map[string]bool{}
	for _, o := range everyForm(t) {
		if o.kind == string(workflow.Sign) && o.who != "secretariaat" { // takes a code: sign_test.go
			recorded[o.kind] = true
			continue
		}
		t.Run(o.kind+"-"+o.who, func(t *testing.T) {
			h := openOn(t, o.day)
			b := h.as(o.who)
			form, page := b.comesTo(o)
			typed := filled(t, page, o.day)
			was := len(h.facts())
			typed.Set("stap", "bekijken")
			r, err := b.client.PostForm(h.server.URL+form, typed)
			status, page := b.read(r, err)
			if status == http.StatusOK {
				typed = hidden(t, page)
				typed.Set("stap", "vastleggen")
			} else if status != http.StatusSeeOther {
				t.Fatalf("filled in as well as can be: %d\n%s", status, words(t, page))
			}
			stranger, kept := h.as("").post(form, typed)
			if stranger != http.StatusUnauthorized {
				t.Errorf("who is not signed in any more: %d", stranger)
			}
			for name, values := range typed {
				for _, value := range values {
					if name != "stap" && !strings.Contains(kept, `name="`+html.EscapeString(name)+`" value="`+html.EscapeString(value)) {
						t.Errorf("%s %.40q does not come back", name, value)
					}
				}
			}
			var at []string
			for range 2 { // pressed twice; what was light is recorded by now
				r, err := b.client.PostForm(h.server.URL+form, typed)
				if status, page := b.read(r, err); status != http.StatusSeeOther {
					t.Fatalf("recording it: %d\n%s", status, words(t, page))
				}
				at = append(at, r.Header.Get("Location"))
			}
			if n := len(h.facts()) - was; at[0] != at[1] || n == 0 || n > 2 {
				t.Errorf("it leads to %q, with %d facts", at, n)
			}
			shows(t, b.page(at[0]), "Vastgelegd")
			recorded[o.kind] = true
		})
	}
	for _, list := range allDeeds() {
		for _, d := range list {
			if !recorded[string(d.kind)] && d.kind != workflow.RecordEvent { // is for other terms
				t.Errorf("the form of %s was never recorded", d.kind)
			}
		}
	}
}
