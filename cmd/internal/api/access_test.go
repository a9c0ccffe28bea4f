package api

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// askers are the columns of the table, after the route and the case.
var askers = []string{nobody, secretariaat, alderman, "laren", "blaricum", beheer}

// Every route is asked by every role, of its own convenant and of one of others, and answered as the table says. A route
// that is not in the table fails.
func TestAccess(t *testing.T) {
	table, err := os.ReadFile("testdata/toegang.txt")
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		cells := strings.Fields(line)
		if len(cells) == 0 || cells[0] == "#" {
			continue
		}
		if len(cells) != 3+len(askers) {
			t.Fatalf("the table has a line of %d cells: %s", len(cells), line)
		}
		method, path, name := cells[0], cells[1], cells[2]
		asked[method+" "+path] = true
		t.Run(method+path+" "+name, func(t *testing.T) {
			var h *house
			var address, body string
			for i, who := range askers {
				if h == nil || method != "GET" { // what was asked before would change the answer
					h = newHouse(t, databases["sqlite"](t))
					address, body = request(h, method, path, name)
				}
				want, items, counts := strings.Cut(cells[3+i], ":")
				a := h.ask(who, method, address, body, kindOf(body)...)
				if got := fmt.Sprint(a.status); got != want {
					t.Errorf("asked by %q: %s, not %s\n%.300q", who, got, want, a.body)
				}
				if n := len(a.list("convenanten")) + len(a.list("geschiedenis")) + len(a.list("documenten")) + len(a.list("brieven")); counts && fmt.Sprint(n) != items {
					t.Errorf("asked by %q: %d items, not %s", who, n, items)
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

// request makes a request that is in order, for a case.
func request(h *house, method, path, name string) (string, string) {
	id := h.signing()
	body := ""
	switch name {
	case "laren-ondertekent", "huizen-ondertekent":
		party, _, _ := strings.Cut(name, "-")
		sha256 := h.must(secretariaat, "GET", "/convenanten/"+id+"/tekst", "").json["sha256"]
		body = fmt.Sprintf(`{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"digitaal","sha256":"%s"}}`, party, sha256)
	case "voorstel":
		id = h.inForce()
		h.act(id, `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Beter","artikelen":{"1.1":"Partijen werken nog beter samen."}}}`)
		path = strings.Replace(path, "{nummer}", "1", 1)
	case "intrekken":
		body = `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`
	case "brief-in-van-laren", "brief-in-van-huizen":
		body = fmt.Sprintf(`{"soort":"anders","partij":"%s"}`, strings.TrimPrefix(name, "brief-in-van-"))
	case "brieven", "van-laren", "van-huizen":
		numbers := map[string]string{}
		for _, party := range []string{"laren", "huizen"} {
			a := h.must(secretariaat, "POST", "/convenanten/"+id+"/brieven", fmt.Sprintf(`{"soort":"anders","partij":"%s"}`, party))
			numbers["van-"+party] = fmt.Sprint(a.json["brief"])
		}
		path = strings.Replace(path, "{nummer}", numbers[name], 1)
	case "bestand":
		return path, aPDF
	case "los", "brief-van-laren", "brief-van-huizen", "stuk":
		return strings.Replace(path, "{sha256}", h.attached(id, name), 1), ""
	case "voor-allen", "aan-laren", "aan-huizen":
		id = h.documentTo(id, map[string]string{"aan-laren": "laren", "aan-huizen": "huizen"}[name])
	default:
		if method == "POST" {
			body = `{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"laren","naam":"Gemeente Laren"}]}`
		}
	}
	return strings.Replace(path, "{id}", id, 1), body
}

// documentTo finds a document that is addressed so.
func (h *house) documentTo(id, to string) string {
	h.t.Helper()
	for _, d := range h.must(secretariaat, "GET", "/convenanten/"+id+"/documenten", "").list("documenten") {
		if addressed, _ := d["aan"].(string); addressed == to {
			return d["id"].(string)
		}
	}
	h.t.Fatalf("no document is addressed to %q", to)
	return ""
}
