package api

import (
	"fmt"
	"strings"
	"testing"
)

// handIn takes a letter in that must be taken in.
func (h *house) handIn(who, id, letter string, headers ...string) answer {
	h.t.Helper()
	return h.must(who, "POST", "/convenanten/"+id+"/brieven", letter, headers...)
}

// kinds counts the announcements of a convenant by kind and addressee, as "ontvangstbevestiging aan laren".
func (h *house) kinds(id string) map[string]int {
	h.t.Helper()
	count := map[string]int{}
	for _, d := range h.must(secretariaat, "GET", "/convenanten/"+id+"/documenten", "").list("documenten") {
		count[fmt.Sprintf("%v aan %v", d["soort"], d["aan"])]++
	}
	return count
}

func TestALetterAndWhatItAsksForAreRecordedTogether(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.on("2025-10-31")
		a := h.handIn(secretariaat, id, fmt.Sprintf(`{"soort":"opzegbrief","partij":"laren","ontvangen":"2025-10-30","vorm":"schriftelijk","gericht-aan":"het bestuur","bijlage":"%s"}`, h.send(secretariaat, aPDF)))
		if a.json["brief"] != 7.0 || a.json["uitkomst"] != "aanvaard" || a.json["feit"] != 8.0 || a.json["toestand"] != "in-werking" {
			t.Errorf("it is told as %s", a.body)
		}
		facts := with(a.list("geschiedenis"), map[string]any{"aard": "feit", "datum": "2025-10-30"})
		if len(facts) != 2 || facts[0]["soort"] != "brief-registreren" || facts[1]["soort"] != "opzeggen" {
			t.Errorf("the history is %v", facts)
		}
		// Both the sender and the others are told, without anybody asking for it.
		if k := h.kinds(id); k["ontvangstbevestiging aan laren"] == 0 || k["kennisgeving aan huizen"] != 1 || k["kennisgeving aan laren"] != 0 {
			t.Errorf("announced: %v", k)
		}
		list := h.must("laren", "GET", "/convenanten/"+id+"/brieven", "").list("brieven")
		want := map[string]any{"nummer": 7, "soort": "opzegbrief", "partij": "laren", "ontvangen": "2025-10-30", "vorm": "schriftelijk", "gericht-aan": "het bestuur", "afgehandeldMet": 8}
		if len(with(list, want)) != 1 {
			t.Errorf("the list is %v", list)
		}
		done := h.must(secretariaat, "GET", "/convenanten/"+id+"/brieven/7/beoordeling", "").json["voorstel"].(map[string]any)
		if done["soort"] != "afgehandeld" || done["feit"] != 8.0 || done["zin"] != "Deze brief is afgehandeld met feit 8." {
			t.Errorf("it is proposed again: %v", done)
		}
	})
}

// The letter stands when what it asks for does not, and the answer says so.
func TestALetterStandsThoughTheNoticeIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.on("2025-10-31")
		letter := `{"soort":"opzegbrief","partij":"laren","per":"2025-12-01"}`
		a := h.handIn("laren", id, letter, "Idempotency-Key", "een")
		why, _ := a.json["weigering"].(map[string]any)
		if a.json["brief"] != 7.0 || a.json["uitkomst"] != "geweigerd" || a.json["feit"] != nil || why["code"] != "opzegtermijn-te-kort" || why["vroegsteDatum"] != "2025-12-31" {
			t.Errorf("it is told as %s", a.body)
		}
		if k := h.kinds(id); k["ontvangstbevestiging aan laren"] != 1 || k["kennisgeving aan huizen"] != 0 {
			t.Errorf("announced: %v", k)
		}
		again := h.handIn("laren", id, letter, "Idempotency-Key", "een")
		if string(again.body) != string(a.body) || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("repeated, it is told as %s\n%s", again.body, a.body)
		}
		h.problem(h.ask("laren", "POST", "/convenanten/"+id+"/brieven", `{"soort":"anders","partij":"laren"}`, "Idempotency-Key", "een"), 409, "sleutel-al-gebruikt", nil)
		p := h.must("laren", "GET", "/convenanten/"+id+"/brieven/7/beoordeling?per=2025-12-01", "").json["voorstel"].(map[string]any)
		if sentence := p["zin"].(string); p["soort"] != "weigeren" || p["vroegsteDag"] != "2025-12-31" || !strings.Contains(sentence, "31 december 2025") {
			t.Errorf("proposed: %v", p)
		}
		p = h.must("laren", "GET", "/convenanten/"+id+"/brieven/7/beoordeling", "").json["voorstel"].(map[string]any)
		act := p["handeling"].(map[string]any)
		if p["soort"] != "aanvaarden" || p["laatsteDag"] != "2025-12-31" || fmt.Sprint(act) != "map[gegevens:map[brief:7 ontvangen:2025-10-31 partij:laren] handeling:opzeggen]" {
			t.Errorf("proposed: %v", p)
		}
		h.act(id, `{"handeling":"opzeggen","gegevens":{"partij":"laren","ontvangen":"2025-10-31","brief":7}}`)
	})
}

func TestARepeatedLetterGivesTheSameAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.on("2025-10-31")
		letter := `{"soort":"verlengingsbrief","partij":"huizen","vorm":"schriftelijk"}`
		a := h.handIn("huizen", id, letter, "Idempotency-Key", "twee")
		h.on("2026-02-01")
		again := h.handIn("huizen", id, letter, "Idempotency-Key", "twee")
		if string(again.body) != string(a.body) || a.json["uitkomst"] != "aanvaard" {
			t.Errorf("%s\n%s", a.body, again.body)
		}
	})
}

func TestALetterThatIsNoLetterIsRefusedWhole(t *testing.T) {
	h := newHouse(t, databases["sqlite"](t))
	id := h.inForce()
	path := "/convenanten/" + id + "/brieven"
	for body, want := range map[string]map[string]any{
		`{"soort":"kaartje","partij":"laren"}`:                                                      {"status": 400, "code": "ongeldige-gegevens", "veld": "soort"},
		`{"soort":"opzegbrief","partij":"laren","kleur":"rood"}`:                                    {"status": 400, "code": "ongeldige-gegevens", "veld": "kleur"},
		`{"soort":"anders","partij":"laren","per":"2025-12-31"}`:                                    {"status": 400, "code": "ongeldige-gegevens", "veld": "per"},
		`{"soort":"verlengingsbrief","partij":"laren","gronden":"x"}`:                               {"status": 400, "code": "ongeldige-gegevens", "veld": "gronden"},
		`{"soort":"opzegbrief","partij":"laren","gronden":"x","alleenRegistreren":true}`:            {"status": 400, "code": "ongeldige-gegevens", "veld": "alleenRegistreren"},
		`{"soort":"opzegbrief","partij":"hilversum"}`:                                               {"status": 404, "code": "onbekend"},
		`{"soort":"opzegbrief","partij":"laren","ontvangen":"2030-01-01"}`:                          {"status": 409, "code": "datum-in-toekomst"},
		fmt.Sprintf(`{"soort":"anders","partij":"laren","bijlage":"%s"}`, strings.Repeat("ab", 32)): {"status": 404, "code": "onbekend", "veld": "gegevens.bijlage"},
	} {
		h.problem(h.ask(secretariaat, "POST", path, body), want["status"].(int), want["code"].(string), want)
	}
	if a := h.handIn(secretariaat, id, `{"soort":"opzegbrief","partij":"laren","alleenRegistreren":true}`); a.json["uitkomst"] != "geregistreerd" || a.json["feit"] != nil {
		t.Errorf("registered alone, it is told as %s", a.body)
	}
	h.problem(h.ask(secretariaat, "GET", path+"/99/beoordeling", ""), 404, "onbekend", nil)
	h.problem(h.ask(secretariaat, "GET", path+"/een/beoordeling", ""), 404, "onbekend", nil)
}

// Every point of an assessment, as a secretary reads it.
func TestWhatAnAssessmentSays(t *testing.T) {
	h := newHouse(t, databases["sqlite"](t))
	h.on("2024-01-01")
	id := h.must(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"laren","naam":"Gemeente Laren"},{"id":"huizen","naam":"Gemeente Huizen"},{"id":"regio","naam":"De Regio"}],
		"voorwaarden":{"looptijd":{"tot-en-met":"2025-12-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden","vorm":"aangetekend","gronden":true,"gericht-aan":"de contactpersoon van de Regio","geadresseerde":"regio"},
		"verlenging":{"wijze":"brief","duur":"4 jaar"}}}`).json["id"].(string)
	h.act(id, `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort."}}`)
	h.act(id, `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-01","doel":"vaststellen"}}`)
	h.act(id, `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
	for _, p := range []string{"laren", "huizen", "regio"} {
		h.act(id, fmt.Sprintf(`{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p))
	}
	h.act(id, `{"handeling":"vertegenwoordiger-aanwijzen","gegevens":{"partij":"laren","naam":"A. Vries","hoedanigheid":"burgemeester","besluit":{"orgaan":"het college","datum":"2024-01-01"}}}`)
	h.on("2025-11-10")
	for letter, want := range map[string][]string{
		`{"soort":"opzegbrief","partij":"laren","vorm":"aangetekend","gericht-aan":"De contactpersoon van de Regio"`: {
			"vorm in-orde De brief kwam aangetekend.",
			"geadresseerde in-orde De brief is gericht aan de contactpersoon van de Regio.",
			"afzender in-orde Gemeente Laren is gebonden op de dag van ontvangst.",
			"mandaat in-orde De vertegenwoordiger van Gemeente Laren (burgemeester) heeft een mandaat (het college, 1 januari 2024). Ga na of die de brief tekende.",
			"redenen let-op Bij een opzegging horen de redenen. Vul in wat de brief daarover zegt; staat er niets, dan kan de opzegging niet worden aanvaard.",
			"tijd in-orde De brief is ontvangen op 10 november 2025. De vroegste laatste dag is dan 10 januari 2026.",
			"tijd let-op Wie op de einddatum 31 december 2025 weg wil zijn, moest zorgen dat de brief uiterlijk op 31 oktober 2025 was ontvangen.",
			"voorstel weigeren Weiger het, met deze reden: Bij een opzegging horen de redenen, en die staan er niet bij. Vermeld de redenen van de opzegging.",
		},
		`{"soort":"opzegbrief","partij":"regio"`: {
			"vorm niet-in-orde Opzeggen moet met een aangetekende brief; dat deze dat is, is niet vastgelegd.",
			"geadresseerde let-op Aan wie de brief is gericht, is niet vastgelegd. Hij hoort te zijn gericht aan de contactpersoon van de Regio.",
			"geadresseerde let-op De Regio ontvangt zelf de brieven voor allen. Vul als dag van ontvangst de dag in waarop de laatste andere Partij de brief ontving.",
			"mandaat let-op Van De Regio is geen vertegenwoordiger vastgelegd. Ga na of wie tekende, dat mocht.",
		},
		`{"soort":"verlengingsbrief","partij":"huizen","vorm":"per e-mail","gericht-aan":"het bestuur"`: {
			"vorm let-op Vastgelegd is ‘per e-mail’. Aan de vorm van deze brief stelt het convenant geen eis; ga na of er iets op schrift is.",
			"geadresseerde let-op De brief is gericht aan ‘het bestuur’ en hoort te zijn gericht aan de contactpersoon van de Regio. Hij telt vanaf de dag waarop die hem heeft ontvangen.",
			"tijd in-orde De brief is ontvangen op 10 november 2025; dat kon tot en met 31 december 2025.",
			"voorstel aanvaarden Aanvaard de verlengingsbrief.",
		},
		`{"soort":"anders","partij":"huizen"`: {"vorm let-op De vorm is niet vastgelegd. Ga na of het een brief op schrift is.",
			"voorstel lezen Lees de brief, en leg vast wat eruit volgt. Aan dit soort brieven verbindt het convenant zelf geen gevolgen."},
	} {
		in := h.handIn(secretariaat, id, letter+only(letter))
		a := h.must(secretariaat, "GET", fmt.Sprintf("/convenanten/%s/brieven/%v/beoordeling", id, in.json["brief"]), "")
		said := ""
		for _, f := range a.list("bevindingen") {
			said += fmt.Sprintf("%v %v %v\n", f["soort"], f["oordeel"], f["zin"])
		}
		p := a.json["voorstel"].(map[string]any)
		said += fmt.Sprintf("voorstel %v %v\n", p["soort"], p["zin"])
		for _, line := range want {
			if !strings.Contains(said, line+"\n") {
				t.Errorf("of %s is not said: %s\nbut:\n%s", letter, line, said)
			}
		}
	}
}

// only ends a letter that is registered and no more.
func only(letter string) string {
	if strings.Contains(letter, "anders") {
		return "}"
	}
	return `,"alleenRegistreren":true}`
}
