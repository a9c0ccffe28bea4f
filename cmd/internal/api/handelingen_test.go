package api

import (
	"fmt"
	"strings"
	"testing"

	"convenant/workflow"
)

func signature(party string) string {
	return `{"handeling":"ondertekenen","gegevens":{"partij":"` + party + `","wijze":"papier"}}`
}

func TestAnActIsAnsweredWithWhatItBrought(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		h.on("2024-01-03")
		a := h.act(id, signature("laren"))
		if events := a.list("geschiedenis"); a.status != 201 || a.json["toestand"] != "ondertekening" || len(events) != 1 {
			t.Errorf("the first signature: %d %s", a.status, a.body)
		}
		a = h.act(id, signature("huizen"))
		events := a.list("geschiedenis")
		if a.json["toestand"] != "in-werking" || len(events) != 2 || events[1]["aard"] != "gevolg" || events[1]["soort"] != "in-werking-getreden" || events[1]["datum"] != "2024-01-03" {
			t.Errorf("the last signature: %s", a.body)
		}
		if events[1]["zin"] != "Het convenant treedt in werking en loopt tot en met 31 december 2025." {
			t.Errorf("it says %q", events[1]["zin"])
		}
	})
}

func TestARefusalTellsWhyAndWhatWouldDo(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		path := "/convenanten/" + id + "/handelingen"
		h.on("2024-02-01")
		a := h.ask(secretariaat, "POST", path, `{"handeling":"opzeggen","gegevens":{"partij":"laren","per":"2024-03-01"}}`)
		h.problem(a, 409, "opzegtermijn-te-kort", map[string]any{"vroegsteDatum": "2024-04-01", "title": "De opzegtermijn is te kort"})
		if s, _ := a.json["artikel"].(string); s == "" {
			t.Errorf("no article: %s", a.body)
		}
		h.problem(h.ask(secretariaat, "POST", path, `{"handeling":"opzeggen","gegevens":{"partij":"blaricum"}}`), 404, "onbekend", nil)
		h.problem(h.ask("laren", "POST", path, `{"handeling":"opzeggen","gegevens":{"partij":"huizen"}}`), 403, "niet-bevoegd", nil)
		h.act(id, `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		h.on("2024-02-03")
		h.act(id, `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Een zin erbij","artikelen":{"overweging.1":"Samenwerken helpt."}}}`)
		h.act(id, `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"laren"}}`)
		late := `{"handeling":"opzeggen","gegevens":{"partij":"laren","ontvangen":"2024-01-04"}%s}`
		h.on("2024-03-10")
		h.act(id, `{"handeling":"instemming-weigeren","gegevens":{"wijziging":1,"partij":"huizen"}}`)
		h.act(id, `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Nog een","artikelen":{"overweging.1":"Samenwerken werkt."}}}`)
		h.act(id, `{"handeling":"instemmen","gegevens":{"wijziging":2,"partij":"laren"}}`)
		a = h.ask(secretariaat, "POST", path, fmt.Sprintf(late, ""))
		h.problem(a, 409, "gevolgen-vervallen", map[string]any{"watWel": "Bevestig het als dat de bedoeling is."})
		lost := a.json["feiten"]
		if a = h.act(id, fmt.Sprintf(late, `,"bevestigd":true`)); fmt.Sprint(a.json["vervallen"]) != fmt.Sprint(lost) || lost == nil {
			t.Errorf("it strips %v, and then says %s", lost, a.body)
		}
	})
}

// Every code has a title and, as the contract says, one status.
func TestEveryRefusalHasATitleAndAStatus(t *testing.T) {
	for _, code := range workflow.Codes {
		if titles[string(code)] == "" {
			t.Errorf("%s has no title", code)
		}
		want := map[workflow.Code]int{workflow.InvalidData: 400, workflow.Unknown: 404, workflow.NotEntitled: 403}[code]
		if want == 0 {
			want = 409
		}
		if got := StatusOf(code); got != want {
			t.Errorf("%s is %d, not %d", code, got, want)
		}
	}
}

func TestWhatIsNoActIsRefusedInDutch(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		path := "/convenanten/" + id + "/handelingen"
		for body, want := range map[string]map[string]any{
			`{`:                               {"detail": "De inhoud is geen geldige JSON; die houdt te vroeg op."},
			` `:                               {"detail": "De inhoud is geen geldige JSON; die houdt te vroeg op."},
			`{"handeling":oeps}`:              {"detail": "De inhoud is geen geldige JSON; het gaat mis bij teken 14."},
			`{"handeling":"intrekken"} {}`:    {"detail": "De inhoud is niet te lezen: er staat nog iets na het eind."},
			`{"handeling":"a","handeling":1}`: {"detail": "De inhoud is niet te lezen: het veld ‘handeling’ staat er twee keer."},
			strings.Repeat("[", 100):          {"detail": "De inhoud is niet te lezen: te diep genest of te veel waarden."},
			`[]`:                              {"veld": ""},
			`{}`:                              {"veld": "handeling"},
			`{"handeling":"dansen"}`:          {"veld": "handeling"},
			`{"handeling":"intrekken","gegevens":{"reden":"Zo."},"kleur":"rood"}`:      {"veld": "kleur"},
			`{"handeling":"intrekken","gegevens":{"reden":"Zo.","kleur":"rood"}}`:      {"veld": "kleur"},
			`{"handeling":"intrekken","gegevens":{"reden":"Zo."},"op":"1 mei 2024"}`:   {"veld": "op"},
			`{"handeling":"intrekken","gegevens":{"reden":"Zo."},"bevestigd":"graag"}`: {"veld": "bevestigd"},
		} {
			if want["veld"] == "" {
				delete(want, "veld")
			}
			h.problem(h.ask(secretariaat, "POST", path, body), 400, "ongeldige-gegevens", want)
		}
		for body, field := range map[string]string{`[]`: "", `"tekst"`: "", `{"sjabloon":"algemeen","naam":"Proef","kleur":"rood"}`: "kleur", `{}`: "sjabloon"} {
			a := h.ask(secretariaat, "POST", "/convenanten", body)
			h.problem(a, 400, "ongeldige-gegevens", nil)
			if got, _ := a.json["veld"].(string); got != field {
				t.Errorf("%s: the field is %q, not %q", body, got, field)
			}
		}
		h.problem(h.ask(secretariaat, "POST", path, `{"handeling":"`+strings.Repeat("a", mostBody)+`"}`), 413, "te-groot", nil)
		for _, headers := range [][]string{{"Content-Type", "text/plain"}, {"Content-Type", ""}, {"Content-Type", "application/json; charset=latin1"}, {"Content-Encoding", "gzip"}} {
			h.problem(h.ask(secretariaat, "POST", path, `{}`, headers...), 415, "soort-inhoud-onbekend", nil)
		}
		if a := h.must(secretariaat, "GET", "/convenanten/"+id, ""); a.json["toestand"] != "ondertekening" {
			t.Errorf("something of it was recorded: %s", a.body)
		}
	})
}

// door is the token's principal; who names another is not believed.
func TestDoorIsTheTokensPrincipal(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		path := "/convenanten/" + id + "/handelingen"
		text := h.must("laren", "GET", "/convenanten/"+id+"/tekst", "").json["sha256"]
		sign := func(door, party string) string {
			return fmt.Sprintf(`{"handeling":"ondertekenen","door":"%s","gegevens":{"partij":"%s","wijze":"digitaal","sha256":"%s"}}`, door, party, text)
		}
		for _, door := range []string{"huizen", "secretariaat", "kalender", "een ander"} {
			h.problem(h.ask("laren", "POST", path, sign(door, "laren")), 403, "niet-bevoegd", map[string]any{"veld": "door", "watWel": "Laat het veld leeg, of vul er ‘laren’ in."})
		}
		// What the act says of itself is read first, in the order of the contract.
		h.problem(h.ask("laren", "POST", path, sign("huizen", "nergens")), 404, "onbekend", nil)
		h.must("laren", "POST", path, sign("laren", "laren"))
		h.must("huizen", "POST", path, strings.Replace(sign("", "huizen"), `"door":"",`, "", 1))
		for _, e := range with(h.must("laren", "GET", "/convenanten/"+id+"/geschiedenis", "").list("geschiedenis"), map[string]any{"soort": "ondertekenen"}) {
			if e["door"] != e["gegevens"].(map[string]any)["partij"] {
				t.Errorf("it was recorded as done by %v", e["door"])
			}
		}
		record, _, err := h.Register.Load(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range record.Facts() {
			if len(f.RecordedBy) != 36 {
				t.Errorf("fact %d does not say which principal entered it: %q", f.Number, f.RecordedBy)
			}
		}
	})
}

func TestAKeyMakesAnActHappenOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		path := "/convenanten/" + id + "/handelingen"
		key := []string{"Idempotency-Key", "sleutel-1"}
		first := h.must(secretariaat, "POST", path, signature("laren"), key...)
		h.act(id, signature("huizen"))
		h.on("2024-02-01")
		for name, body := range map[string]string{"the same": signature("laren"), "with other blanks": strings.ReplaceAll(signature("laren"), ",", " ,\n ")} {
			again := h.must(secretariaat, "POST", path, body, key...)
			if string(again.body) != string(first.body) || again.header.Get("Idempotency-Replayed") != "true" || first.header.Get("Idempotency-Replayed") != "" {
				t.Errorf("%s is answered with %v\n%s\nnot\n%s", name, again.header, again.body, first.body)
			}
		}
		h.problem(h.ask(secretariaat, "POST", path, signature("huizen"), key...), 409, "sleutel-al-gebruikt", nil)
		h.problem(h.ask(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Proef"}`, key...), 409, "sleutel-al-gebruikt", nil)
		refused := h.ask(secretariaat, "POST", path, signature("laren"), "Idempotency-Key", "sleutel-2")
		h.problem(refused, 409, "al-ondertekend", nil)
		again := h.ask(secretariaat, "POST", path, signature("laren"), "Idempotency-Key", "sleutel-2")
		h.problem(again, 409, "al-ondertekend", map[string]any{"detail": refused.json["detail"]})
		if again.header.Get("Idempotency-Replayed") != "true" {
			t.Error("a refusal that is repeated is not marked")
		}
		drafted := h.must(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"laren","naam":"Laren"}]}`, "Idempotency-Key", `"sleutel-3"`)
		redrafted := h.must(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"laren","naam":"Laren"}]}`, "Idempotency-Key", "sleutel-3")
		if string(drafted.body) != string(redrafted.body) || drafted.header.Get("Location") != redrafted.header.Get("Location") {
			t.Errorf("drawn up twice: %s and %s", drafted.body, redrafted.body)
		}
		for _, key := range []string{"", `""`, strings.Repeat("a", 201), "sleutel\tmet tab", "sleutél"} {
			h.problem(h.ask(secretariaat, "POST", path, signature("laren"), "Idempotency-Key", key), 400, "ongeldige-gegevens", map[string]any{"veld": "Idempotency-Key"})
		}
	})
}

// What is offered as possible is accepted as it stands.
func TestWhatCanBeDoneNow(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		possible := 0
		for _, o := range h.must("laren", "GET", "/convenanten/"+id+"/handelingen/mogelijk", "").list("mogelijkheden") {
			if (o["mogelijk"] == true) == (o["waaromNiet"] != nil) {
				t.Errorf("%v", o)
			}
			if o["mogelijk"] != true {
				continue
			}
			possible++
		}
		if possible == 0 {
			t.Error("laren can do nothing, and may sign")
		}
		options := h.must("laren", "GET", "/convenanten/"+id+"/handelingen/mogelijk", "").list("mogelijkheden")
		sign := with(options, map[string]any{"handeling": "ondertekenen", "mogelijk": true})
		if len(sign) != 1 {
			t.Fatalf("laren can sign in %d ways", len(sign))
		}
		data, err := asJSON(sign[0]["gegevens"])
		if err != nil {
			t.Fatal(err)
		}
		h.must("laren", "POST", "/convenanten/"+id+"/handelingen", `{"handeling":"ondertekenen","gegevens":`+string(data)+`}`)
		options = h.must("laren", "GET", "/convenanten/"+id+"/handelingen/mogelijk", "").list("mogelijkheden")
		if again := with(options, map[string]any{"handeling": "ondertekenen", "mogelijk": false}); len(again) != 1 || again[0]["waaromNiet"].(map[string]any)["code"] != "al-ondertekend" {
			t.Errorf("after signing it is offered as %v", again)
		}
	})
}
