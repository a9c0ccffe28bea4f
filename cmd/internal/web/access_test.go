package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"convenant/workflow"
)

// lookers are the columns of the table, after the route and the case.
var lookers = []string{"niemand", "secretariaat", "portefeuillehouder", "hilversum", "nergens", "beheer"}

// Every route is asked by everyone, also a Partij that takes part in nothing, and answered as the table says. A route that is
// not in the table fails.
func TestWhoGetsWhichPage(t *testing.T) {
	table, err := os.ReadFile("testdata/toegang.txt")
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	h := open(t)
	for line := range strings.Lines(string(table)) {
		cells := strings.Fields(line)
		if len(cells) == 0 || cells[0] == "#" {
			continue
		}
		if len(cells) != 3+len(lookers) {
			t.Fatalf("the table has a line of %d cells: %s", len(cells), line)
		}
		method, path, name := cells[0], cells[1], cells[2]
		asked[method+" "+path] = true
		t.Run(method+path+" "+name, func(t *testing.T) {
			for i, who := range lookers {
				if got := fmt.Sprint(h.statusFor(who, method, h.addressOf(path, name))); got != cells[3+i] {
					t.Errorf("asked by %s: %s, not %s", who, got, cells[3+i])
				}
			}
		})
	}
	for _, r := range routes() {
		if !asked[r.method+" "+r.path] {
			t.Errorf("testdata/toegang.txt does not say who may %s %s", r.method, r.path)
		}
	}
}

// statusFor is what somebody is answered. A form is sent empty: what matters is whether it is looked at.
func (h *house) statusFor(who, method, address string) int {
	b := h.as("")
	switch who {
	case "niemand":
	case "nergens":
		b = h.asStranger(who)
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	default:
		b = h.as(who)
	}
	if method == http.MethodPost {
		status, _ := b.post(address, url.Values{})
		return status
	}
	status, _ := b.get(address)
	return status
}

// addressOf is the address of a route, for a case: a document or letter of everyone, of hilversum, or of another.
func (h *house) addressOf(path, name string) string {
	h.t.Helper()
	id, number, form := h.id, "1", string(workflow.RegisterLetter)
	switch name {
	case "opzeggen":
		form = string(workflow.GiveNotice)
	case "tekenen":
		form = string(workflow.Sign)
	case "voor-allen", "aan-hilversum", "aan-jellinek":
		announced, err := h.register.Announcements(h.t.Context(), h.id)
		if err != nil {
			h.t.Fatal(err)
		}
		to := map[string]string{"aan-hilversum": "hilversum", "aan-jellinek": "jellinek"}[name]
		for _, a := range announced {
			if a.Paper.To == to && a.Paper.Kind != workflow.PaperReminder {
				id = fmt.Sprintf("%s-%d", h.id, a.Number)
				break
			}
		}
	case "van-jellinek":
		number = "52"
	}
	return strings.NewReplacer("{id}", id, "{$}", "", "{nummer}", number, "{wat}", form, "{sha256}", strings.Repeat("0", 64), "{datum}", "2023-11-30",
		"{overleg}", "Portefeuillehoudersoverleg", "{hash}", "0", "{naam}", "stijl.css", "{geheim}", "x").Replace(path)
}
