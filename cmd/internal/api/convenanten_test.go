package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestAConvenantIsDrawnUpAndRead(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		a := h.must(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Convenant Proef","partijen":[{"id":"laren","naam":"Gemeente Laren"}]}`)
		if a.status != 201 || a.json["toestand"] != "concept" || len(with(a.list("geschiedenis"), map[string]any{"aard": "feit", "soort": "opstellen", "datum": "2024-01-01", "nummer": 1})) != 1 {
			t.Errorf("the answer is %d %s", a.status, a.body)
		}
		location := a.header.Get("Location")
		if want := "https://convenant.example/api/v1/convenanten/" + a.json["id"].(string); location != want {
			t.Errorf("Location is %q, not %q", location, want)
		}
		c := h.must(secretariaat, "GET", strings.TrimPrefix(location, "https://convenant.example"), "")
		if c.json["naam"] != "Convenant Proef" || c.json["id"] != a.json["id"] || fmt.Sprint(c.json["stand"]) != fmt.Sprint(a.json["stand"]) {
			t.Errorf("it reads as %s", c.body)
		}
	})
}

// What is known and what holds are two questions.
func TestPeildatumAndBekendOp(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.on("2024-03-05")
		h.act(id, `{"handeling":"opzeggen","gegevens":{"partij":"laren","ontvangen":"2024-02-29"}}`)
		for path, want := range map[string]string{
			"":                      "opgezegd",
			"?peildatum=2024-02-28": "partij",
			"?peildatum=2024-02-29": "opgezegd",
			"?peildatum=2024-02-29&bekendOp=2024-03-04": "partij",
			"?peildatum=2024-04-30":                     "uitgetreden",
		} {
			a := h.must(secretariaat, "GET", "/convenanten/"+id+path, "")
			if got := with(a.list("partijen"), map[string]any{"id": "laren"})[0]["toestand"]; got != want {
				t.Errorf("%s: laren is %v, not %s", path, got, want)
			}
			number := 7
			if strings.Contains(path, "bekendOp") {
				number = 6
			}
			stand := a.json["stand"].(map[string]any)
			if fmt.Sprint(stand["nummer"]) != fmt.Sprint(number) || len(stand["hash"].(string)) != 64 {
				t.Errorf("%s: the stand is %v, not %d", path, stand, number)
			}
		}
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?peildatum=2023-12-31", ""), 404, "onbekend", map[string]any{"detail": "Op 31 december 2023 was dit convenant er nog niet."})
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?bekendOp=2023-12-31", ""), 404, "onbekend", nil)
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?peildatum=31-12-2023", ""), 400, "ongeldige-gegevens", map[string]any{"veld": "peildatum"})
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?peildatum=2024-01-01&peildatum=2024-01-02", ""), 400, "ongeldige-gegevens", map[string]any{"veld": "peildatum"})
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?dag=2024-01-01", ""), 400, "ongeldige-gegevens", map[string]any{"veld": "dag", "watWel": "Gebruik alleen: peildatum, bekendOp."})
		h.problem(h.ask(secretariaat, "GET", "/convenanten/"+id+"?peildatum=%zz", ""), 400, "ongeldige-gegevens", nil)
	})
}

func TestTheRegisterIsListedPageByPage(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		var ids []string
		for range 52 {
			ids = append(ids, h.draft())
			h.now = h.now.Add(1000000)
		}
		first := h.must(secretariaat, "GET", "/convenanten?toestand=concept", "")
		next, _ := first.json["volgende"].(string)
		if len(first.list("convenanten")) != 50 || first.list("convenanten")[0]["id"] != ids[51] {
			t.Fatalf("the first page has %d", len(first.list("convenanten")))
		}
		if want := "<" + next + `>; rel="next"`; first.header.Get("Link") != want {
			t.Errorf("Link is %q, not %q", first.header.Get("Link"), want)
		}
		address, err := url.Parse(next)
		if err != nil || address.Query().Get("peildatum") != "2024-01-01" || address.Query().Get("toestand") != "concept" {
			t.Errorf("the next page is at %q, which forgets what was asked: %v", next, err)
		}
		h.on("2024-01-02") // midnight passes while somebody reads
		second := h.must(secretariaat, "GET", strings.TrimPrefix(next, "https://convenant.example"), "")
		if items := second.list("convenanten"); len(items) != 2 || items[1]["id"] != ids[0] || second.json["volgende"] != "" || second.header.Get("Link") != "" {
			t.Errorf("the second page is %s", second.body)
		}
		for query, want := range map[string]int{"zoek=proef&partij=laren": 50, "partij=blaricum": 0, "zoek=ruimtevaart": 0, "toestand=in-werking": 0, "peildatum=2023-12-31": 0, "peildatum=2024-01-01": 50} {
			if a := h.must(secretariaat, "GET", "/convenanten?"+query, ""); len(a.list("convenanten")) != want {
				t.Errorf("%s finds %d", query, len(a.list("convenanten")))
			}
		}
		if a := h.must("laren", "GET", "/convenanten", ""); len(a.list("convenanten")) != 50 {
			t.Errorf("a Partij finds %d of its own", len(a.list("convenanten")))
		}
		for query, field := range map[string]string{"cursor=x": "cursor", "toestand=vaag": "toestand", "peildatum=morgen": "peildatum", "zoek=" + strings.Repeat("a", 1001): "zoek", "bladzijde=2": "bladzijde"} {
			h.problem(h.ask(secretariaat, "GET", "/convenanten?"+query, ""), 400, "ongeldige-gegevens", map[string]any{"veld": field})
		}
	})
}

// sha256sum on what is served gives the fingerprint that people sign.
func TestTheTextIsServedAsItWasSigned(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		plain := h.must(secretariaat, "GET", "/convenanten/"+id+"/tekst", "", "Accept", "text/plain")
		sum := sha256.Sum256(plain.body)
		fingerprint := hex.EncodeToString(sum[:])
		c := h.must(secretariaat, "GET", "/convenanten/"+id, "")
		if got := c.json["tekst"].(map[string]any)["sha256"]; got != fingerprint {
			t.Errorf("the bytes have %s, the convenant says %s", fingerprint, got)
		}
		if plain.header.Get("Content-Type") != "text/plain; charset=utf-8" || plain.header.Get("ETag") != `"`+fingerprint+`"` || plain.header.Get("Vary") != "Accept" {
			t.Errorf("its headers are %v", plain.header)
		}
		asJSON := h.must(secretariaat, "GET", "/convenanten/"+id+"/tekst", "")
		if asJSON.json["sha256"] != fingerprint || asJSON.json["tekst"].(map[string]any)["titel"] != "Convenant Proef" {
			t.Errorf("as JSON it is %s", asJSON.body)
		}
		for accept, want := range map[string]int{`"` + fingerprint + `"`: 304, `"anders", W/"` + fingerprint + `"`: 304, "*": 304, `"anders"`: 200} {
			if a := h.ask(secretariaat, "GET", "/convenanten/"+id+"/tekst", "", "Accept", "text/plain", "If-None-Match", accept); a.status != want || (want == 304) != (len(a.body) == 0) {
				t.Errorf("who has %s gets %d with %d bytes", accept, a.status, len(a.body))
			}
		}
		h.act(id, `{"handeling":"terug-naar-concept","gegevens":{"reden":"Nog een zin."}}`)
		h.on("2024-02-01")
		h.act(id, `{"handeling":"tekst-wijzigen","gegevens":{"artikelen":{"overweging.1":"Samenwerken helpt."}}}`)
		old := h.ask(secretariaat, "GET", "/convenanten/"+id+"/tekst?peildatum=2024-01-31", "", "Accept", "text/plain")
		if string(old.body) != string(plain.body) {
			t.Error("looking back gives another text")
		}
	})
}

func TestTheTermsThatAreComing(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		a := h.must("huizen", "GET", "/convenanten/"+id+"/termijnen", "")
		want := map[string]any{"soort": "verlenging-ontvangen-uiterlijk", "datum": "2025-12-31", "partij": "huizen"}
		if found := with(a.list("termijnen"), want); len(found) != 1 || !strings.Contains(found[0]["omschrijving"].(string), "Gemeente Huizen") {
			t.Errorf("there are %s", a.body)
		}
	})
}

// sha256sum on what is served of a proposal gives the fingerprint to which Partijen consent.
func TestAProposalIsServedAsItIsConsentedTo(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.act(id, `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Beter","artikelen":{"1.1":"Partijen werken nog beter samen."}}}`)
		path := "/convenanten/" + id + "/wijzigingen/1"
		plain := h.must(secretariaat, "GET", path, "", "Accept", "text/plain")
		sum := sha256.Sum256(plain.body)
		fingerprint := hex.EncodeToString(sum[:])
		asJSON := h.must(secretariaat, "GET", path, "")
		if asJSON.json["sha256"] != fingerprint || asJSON.json["tekst"] != string(plain.body) || asJSON.json["titel"] != "Beter" || asJSON.json["toestand"] != "voorgesteld" {
			t.Errorf("%s has %s; as JSON it is %s", plain.body, fingerprint, asJSON.body)
		}
		if !strings.Contains(string(plain.body), "Partijen werken nog beter samen.") {
			t.Errorf("it does not say what changes: %s", plain.body)
		}
		h.must("laren", "POST", "/convenanten/"+id+"/handelingen", fmt.Sprintf(`{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"laren","sha256":"%s"}}`, fingerprint))
		for _, none := range []string{"2", "0", "01", "x"} {
			if a := h.ask(secretariaat, "GET", "/convenanten/"+id+"/wijzigingen/"+none, ""); a.status != 404 || !strings.Contains(string(a.body), "geen wijziging met dit nummer") {
				t.Errorf("number %s: %d %s", none, a.status, a.body)
			}
		}
	})
}
