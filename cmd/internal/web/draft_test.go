package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"convenant/storage"
	"convenant/workflow"
)

// count counts the convenanten of the register.
func (h *house) count() int {
	h.t.Helper()
	day, _ := workflow.NewDate(2026, 11, 27)
	n, err := h.register.Count(h.t.Context(), storage.Filter{On: day}, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// typedIn gives what a browser would send of the form of a page: what stands in it, without its buttons.
func typedIn(t *testing.T, page string) url.Values {
	t.Helper()
	typed := url.Values{}
	name := "" // of the select or textarea that is open
	err := tokens(page, func(token xml.Token) error {
		switch x := token.(type) {
		case xml.StartElement:
			has := map[string]string{}
			for _, a := range x.Attr {
				has[a.Name.Local] = a.Value
			}
			_, checked := has["checked"]
			_, selected := has["selected"]
			switch {
			case x.Name.Local == "input" && (has["type"] == "checkbox" || has["type"] == "radio"):
				if checked {
					typed.Add(has["name"], has["value"])
				}
			case x.Name.Local == "input" && has["name"] != "":
				typed.Add(has["name"], has["value"])
			case x.Name.Local == "textarea":
				name = has["name"]
				typed.Set(name, "")
			case x.Name.Local == "select":
				typed.Set(has["name"], "")
				name = has["name"]
			case x.Name.Local == "option" && selected:
				typed.Set(name, has["value"])
			}
		case xml.CharData:
			if typed.Has(name) && typed.Get(name) == "" && name == "partijen" {
				typed.Set(name, string(x))
			}
		case xml.EndElement:
			if x.Name.Local == "select" || x.Name.Local == "textarea" {
				name = ""
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return typed
}

// draftOf is the form of a template, as it comes.
func (b *browser) draftOf(template string) url.Values {
	b.h.t.Helper()
	return typedIn(b.h.t, pageOf(b.h.t, b, "/convenanten/nieuw?sjabloon="+template))
}

// with is a form with some of it typed over.
func with(typed url.Values, pairs ...string) url.Values {
	other := url.Values{}
	for name, values := range typed {
		other[name] = values
	}
	for i := 0; i < len(pairs); i += 2 {
		other.Set(pairs[i], pairs[i+1])
	}
	return other
}

// drafts sends the form, and gives the record of what it made.
func (b *browser) drafts(typed url.Values) *workflow.Convenant {
	b.h.t.Helper()
	r, err := b.client.PostForm(b.h.server.URL+"/convenanten", with(typed, "stap", "vastleggen"))
	status, page := b.read(r, err)
	if status != http.StatusSeeOther {
		b.h.t.Fatalf("it is not drawn up: %d\n%s", status, words(b.h.t, page))
	}
	b.h.id = strings.TrimPrefix(r.Header.Get("Location"), "/convenanten/")
	record, _, err := b.h.register.Load(b.h.t.Context(), b.h.id)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return record
}

func TestAnEmptyRegisterHelpsToAFirstConvenant(t *testing.T) {
	h := emptyHouse(t)
	b := h.as("secretariaat")
	body := pageOf(t, b, "/aandacht")
	shows(t, words(t, body), "Welkom", "Dit register houdt bij wie aan welk convenant is gebonden", "Kies waaruit de tekst wordt geschreven.",
		"Convenant Herstelnetwerk Een volledige tekst, met 13 Partijen.", "Algemeen Een algemene tekst, voor elk onderwerp. U vult de naam en de Partijen in.")
	if !strings.Contains(body, `href="/convenanten/nieuw?sjabloon=herstelnetwerk"`) {
		t.Error("it does not lead to the form")
	}
	form := with(b.draftOf("herstelnetwerk"), "kenmerk", "DOC-1")
	for range 2 { // sent twice, it makes one
		b.drafts(form)
	}
	if n := h.count(); n != 1 {
		t.Errorf("there are %d convenanten", n)
	}
	shows(t, b.page("/convenanten/"+h.id), "Het convenant is opgesteld, als concept.", "Convenant Herstelnetwerk", "DOC-1")
	status, body := b.post("/convenanten", with(form, "kenmerk", "DOC-2"))
	if status != http.StatusConflict || h.count() != 1 {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Dit formulier is al eerder verstuurd, met iets anders erin.")
	b.drafts(with(typedIn(t, body), "kenmerk", "DOC-2"))
	if n := h.count(); n != 2 {
		t.Errorf("the form that says so cannot be sent again: there are %d convenanten", n)
	}
}

func TestADraftIsRefusedAtItsFields(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("algemeen"), "kenmerk", strings.Repeat("x", 500), "voorwaarden.looptijd.hoe", "tot-en-met", "voorwaarden.looptijd.tot-en-met", "31 juni",
		"voorwaarden.opzegging.termijn", "twee maandjes", "voorwaarden.evaluatie.hoe", "uiterlijk", "voorwaarden.verlenging.wijze", "brief", "voorwaarden.verlenging.maximaal", "vaak")
	status, body := b.post("/convenanten", form)
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "Het convenant is nog niet opgesteld", "Vul ‘Naam van het convenant’ in.", "Kies de Partijen, of schrijf ze hieronder op.", "is te lang",
		"‘31 juni’ is geen dag. Schrijf een dag als 31-12-2025 of 31 december 2025.", "‘twee maandjes’ is geen termijn. Schrijf bijvoorbeeld 2 maanden, 6 weken of 1 jaar.",
		"Vul ‘Uiterlijk op welke dag?’ in.", "Schrijf bij ‘Hoe vaak kan het?’ een getal.", "Wat u hebt ingevuld, staat er nog.")
	if n := strings.Count(body, `class="fout"`); n != 7 {
		t.Errorf("%d mistakes are told at their fields, and not 7", n)
	}
	for _, kept := range []string{`value="31 juni"`, `value="twee maandjes"`, `href="#voorwaarden-opzegging-termijn"`, `href="#partijen"`, `href="#naam"`, `aria-invalid="true"`, `<details open><summary>Looptijd`} {
		if !strings.Contains(body, kept) {
			t.Errorf("%s is not there", kept)
		}
	}
	if h.count() != 1 {
		t.Error("something was drawn up")
	}
}

// The rules refuse one thing at a time; the form says all of them.
func TestSeveralTermsThatTheRulesRefuseAreAllSaid(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("algemeen"), "naam", "Convenant Zorg", "partijen", "Secretariaat\nKwintes",
		"voorwaarden.inwerkingtreding.moment", "datum", "voorwaarden.inwerkingtreding.datum", "1-1-2028",
		"voorwaarden.looptijd.hoe", "tot-en-met", "voorwaarden.looptijd.tot-en-met", "31-12-2027",
		"voorwaarden.verlenging.wijze", "stilzwijgend", "voorwaarden.verlenging.duur", "zelfde-periode")
	status, body := b.post("/convenanten", form)
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "De looptijd eindigt op 31 december 2027, en dat is vóór de inwerkingtreding op 1 januari 2028.",
		"Verlengen met dezelfde periode kan alleen als de looptijd een duur heeft, zoals 3 jaar.", "secretariaat")
	if n := strings.Count(body, `class="fout"`); n != 3 {
		t.Errorf("%d mistakes are told, and not 3", n)
	}
}

func TestWhatIsLeftAsTheTemplateHasItIsLeftOut(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := b.draftOf("herstelnetwerk")
	plain, _ := b.drafts(form).Facts()[0].Data.MarshalJSON()
	if want := `{"sjabloon":"herstelnetwerk"}`; string(plain) != want {
		t.Errorf("drawn up as it comes: %s", plain)
	}
	form = with(b.draftOf("herstelnetwerk"), "voorwaarden.opzegging.termijn", "Drie maanden", "voorwaarden.looptijd.hoe", "duur", "voorwaarden.looptijd.duur", "4 jaar",
		"voorwaarden.verlenging.geregeld", "nee", "voorwaarden.inwerkingtreding.datum", "onzin onder een keuze die niet is gemaakt")
	changed, _ := b.drafts(form).Facts()[0].Data.MarshalJSON()
	if want := `{"sjabloon":"herstelnetwerk","voorwaarden":{"looptijd":{"duur":"4 jaar"},"opzegging":{"termijn":"3 maanden"},"verlenging":null}}`; string(changed) != want {
		t.Errorf("with three terms changed: %s", changed)
	}
	shows(t, b.page("/convenanten/"+h.id+"/tekst"), "met een opzegtermijn van minimaal drie maanden", "een looptijd van vier jaar")
}

// Every term can be filled in as every template of ours has it, and comes back as it was.
func TestEveryTermComesBackAsItWas(t *testing.T) {
	for _, terms := range []string{
		`{"inwerkingtreding":{"moment":"datum","datum":"2027-01-01"},"looptijd":{"gebeurtenis":"het is af"},"evaluatie":{"uiterlijk":"2028-01-01"}}`,
		`{"inwerkingtreding":{"moment":"eerste-dag-maand","maanden":2},"looptijd":{"duur":"3 jaar"},"verlenging":{"wijze":"stilzwijgend","duur":"zelfde-periode","ontvangen-uiterlijk":"3 maanden","maximaal":2},"evaluatie":{"elke":"1 jaar"}}`,
		`{"opzegging":{"door":"elke-partij","termijn":"6 weken","gronden":true,"ontvangen-uiterlijk":"2027-06-30","aansluiten-binnen":"1 maand"},"verlenging":{"wijze":"besluit","duur":"onbepaald"},"looptijd":{"tot-en-met":"2027-12-31"}}`,
		`{"toetreding":{"instemming":"partij:regio"},"na-afloop":{"duur":"1 jaar","omschrijving":"geheimhouding"},"wijziging":null}`,
		`{"toetreding":{"instemming":"orgaan:het overleg"},"verlenging":{"wijze":"brief","duur":"4 jaar","quorum":"elke-partij-voor-zich"},"looptijd":{"duur":"18 maanden"}}`,
		`{}`,
	} {
		v, err := workflow.ParseValue([]byte(terms))
		if err != nil {
			t.Fatal(err)
		}
		read, refusal := workflow.ReadTerms(v, "")
		if refusal != nil {
			t.Fatal(refusal)
		}
		now := written(read)
		s := &sheet{}
		for i := range termForms {
			asked := termAsked{termForm: &termForms[i], now: now.Get(string(termForms[i].term))}
			asked.ask(s)
			if becomes, changed := asked.given(s); changed {
				b, _ := becomes.MarshalJSON()
				t.Errorf("%s: %s is changed to %s by opening it", terms, asked.term, b)
			}
		}
		for _, f := range s.Fields {
			if f.Fault != "" {
				t.Errorf("%s: %s: %s", terms, f.Name, f.Fault)
			}
		}
	}
}

// The text alone is what a script asks for as somebody types.
func TestTheTextFollowsTheForm(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	status, part := b.post("/convenanten", with(b.draftOf("algemeen"), "stap", "tekst", "voorwaarden.opzegging.door", "elke-partij", "voorwaarden.opzegging.termijn", "3 maanden", "partij", "kwintes"))
	if status != http.StatusOK || strings.Contains(part, "<html") {
		t.Errorf("got %d\n%s", status, part)
	}
	shows(t, words(t, part), "(nog zonder naam)", "Kwintes", "Anders dan in het sjabloon: artikel 4.1.", "4.1 Gewijzigd")
	if strings.Contains(part, "data-fouten") || strings.Contains(part, "nog geen Partijen") {
		t.Errorf("what is missing is called wrong:\n%s", part)
	}
	if !strings.Contains(part, `<li class="lid is-gewijzigd" id="tekst-artikel-4.1">`) || !strings.Contains(part, "<ins>") {
		t.Errorf("what changed is not marked:\n%s", part)
	}
	_, part = b.post("/convenanten", with(b.draftOf("herstelnetwerk"), "stap", "tekst", "voorwaarden.opzegging.termijn", "3 ma", "voorwaarden.looptijd.tot-en-met", "31-12-2027"))
	shows(t, words(t, part), "Dit klopt nog niet, en staat nog niet in de tekst: ‘3 ma’ is geen termijn.", "Anders dan in het sjabloon: artikel 3.2.", "opzegtermijn van minimaal twee maanden", "3.2 Gewijzigd", "2027")
	if !strings.Contains(part, `href="#voorwaarden-opzegging-termijn"`) {
		t.Error("it does not lead to the field")
	}
	if h.count() != 1 {
		t.Error("something was drawn up")
	}
	for _, who := range []string{"hilversum", "portefeuillehouder"} {
		if status, page := h.as(who).post("/convenanten", url.Values{"sjabloon": {"herstelnetwerk"}, "stap": {"tekst"}}); status != http.StatusForbidden || strings.Contains(page, "looptijd") {
			t.Errorf("%s is given the text: %d", who, status)
		}
	}
}

// What stood beside the form is what is drawn up, to the letter.
func TestTheTextBesideTheFormIsTheOneThatIsDrawnUp(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("algemeen"), "naam", "Convenant Zorg", "partijen", "Gemeente Eén; Gemeenten\nGemeente Twee\tGemeenten\nDe Stichting", "voorwaarden.looptijd.hoe", "duur", "voorwaarden.looptijd.duur", "3 jaar",
		"voorwaarden.toetreding.instemming", "orgaan", "voorwaarden.toetreding.orgaan", "het portefeuillehoudersoverleg", "voorwaarden.na-afloop.geregeld", "ja", "voorwaarden.na-afloop.duur", "1 jaar")
	_, part := b.post("/convenanten", with(form, "stap", "tekst"))
	beside := words(t, part)
	for _, marks := range []string{"[toegevoegd: ", " einde toegevoegd]"} {
		beside = strings.ReplaceAll(beside, marks, "")
	}
	state := b.drafts(form).Latest(workflow.MustDate("2026-11-27"))
	squeezed := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), "") }
	for _, key := range state.Text.Keys() {
		said, _ := state.Text.Words(key)
		if !strings.Contains(squeezed(beside), squeezed(said)) {
			t.Errorf("%s is not beside the form: %s", key, said)
		}
	}
	shows(t, beside, "Gezamenlijk ook te noemen: “Gemeenten”", "besluit van het portefeuillehoudersoverleg")
	if groups := fmt.Sprint(state.Text.Groups); groups != "[{Gemeenten [Gemeente Eén Gemeente Twee]} { [De Stichting]}]" {
		t.Errorf("the Partijen are %s", groups)
	}
}

func TestWhoIsKnownIsTicked(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	page := pageOf(t, b, "/convenanten/nieuw?sjabloon=algemeen")
	shows(t, words(t, page), "Bekende organisaties (13)", "Gemeente Hilversum")
	form := typedIn(t, page)
	form["partij"] = []string{"gooise-meren", "regio"}
	form = with(form, "naam", "Convenant Nieuw", "groep:gooise-meren", " de  Gemeenten ", "groep:laren", "wie niet meedoet", "partijen", "  gemeente  Hilversum \r\n\r\nStichting Zorg & Welzijn")
	data, _ := b.drafts(form).Facts()[0].Data.Get("partijen").MarshalJSON()
	if want := `[{"id":"gooise-meren","naam":"Gemeente Gooise Meren","groep":"de Gemeenten"},{"id":"regio","naam":"Regio Gooi en Vechtstreek"},` +
		`{"id":"hilversum","naam":"gemeente Hilversum"},{"id":"stichting-zorg-welzijn","naam":"Stichting Zorg & Welzijn"}]`; string(data) != want {
		t.Errorf("drawn up: %s", data)
	}
	shows(t, h.as("hilversum").page("/convenanten"), "Convenant Nieuw")
}

func TestAPartijOfTheTemplateIsLeftOut(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := b.draftOf("herstelnetwerk")
	form["partij"] = form["partij"][1:]
	form = with(form, "groep:mee", "Zorgpartijen")
	list := b.drafts(form).Facts()[0].Data.Get("partijen").List
	if len(list) != 12 || list[0].Get("id").Text != "eemnes" || list[0].Get("groep").Text != "Gemeenten" || list[10].Get("groep").Text != "Zorgpartijen" {
		t.Errorf("drawn up: %v", list)
	}
	form = b.draftOf("herstelnetwerk")
	form.Del("partij")
	status, page := b.post("/convenanten", form)
	if status != http.StatusBadRequest {
		t.Errorf("nobody at all: %d", status)
	}
	shows(t, words(t, page), "Kies de Partijen, of schrijf ze hieronder op.")
}

func TestPartijenTwiceAreSaid(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("algemeen"), "naam", "Convenant Zorg", "partij", "kwintes", "partijen", "Gemeente Eén\nGEMEENTE EÉN\nkwintes")
	status, body := b.post("/convenanten", form)
	if status != http.StatusBadRequest || !strings.Contains(body, "Gemeente Eén\nGEMEENTE EÉN\nkwintes</textarea>") || !strings.Contains(body, `value="kwintes" checked`) {
		t.Errorf("got %d\n%s", status, body)
	}
	shows(t, words(t, body), "GEMEENTE EÉN en kwintes staan er meer dan één keer.")
	form["partij"] = []string{"wie-is-dit"}
	_, body = b.post("/convenanten", form)
	shows(t, words(t, body), "Niet meer bekend in het register: wie-is-dit. Schrijf de naam hieronder op.")
}

func TestAConvenantOfOnePartijGetsARemark(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	b.drafts(with(b.draftOf("algemeen"), "naam", "Convenant Alleen", "partij", "kwintes"))
	shows(t, b.page("/convenanten"), "Er staat nog maar één Partij in; een convenant heeft er ten minste twee.")
}

func TestAKenmerkThatIsKnownIsSaidOnce(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("herstelnetwerk"), "kenmerk", "doc-23001740")
	status, page := b.post("/convenanten", form)
	if status != http.StatusBadRequest || h.count() != 1 {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Dit kenmerk is ook van ‘Convenant Herstelnetwerk’.")
	b.drafts(typedIn(t, page))
}

func TestAnotherTemplateKeepsWhatWasTyped(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("herstelnetwerk"), "sjabloon", "algemeen", "kenmerk", "DOC-7", "voorwaarden.opzegging.termijn", "5 maanden")
	form["partij"] = form["partij"][:2]
	status, page := b.post("/convenanten", form)
	if status != http.StatusBadRequest || h.count() != 1 {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "U hebt een ander sjabloon gekozen.", "Sjabloon: Algemeen", "Evaluatie")
	now := typedIn(t, page)
	for name, want := range map[string]string{"kenmerk": "DOC-7", "voorwaarden.opzegging.termijn": "5 maanden", "naam": "", "voorwaarden.looptijd.hoe": "onbepaald",
		"partijen": "Gemeente Blaricum; Gemeenten\nGemeente Eemnes; Gemeenten"} {
		if got := now.Get(name); got != want {
			t.Errorf("%s has %q, and not %q", name, got, want)
		}
	}
	_, page = b.post("/convenanten", with(b.draftOf("algemeen"), "sjabloon", "herstelnetwerk", "stap", "wijzigen"))
	now = typedIn(t, page)
	if now.Get("naam") != "Convenant Herstelnetwerk" || len(now["partij"]) != 13 || now.Get("voorwaarden.opzegging.termijn") != "2 maanden" {
		t.Errorf("the other template is not filled in: %v", now)
	}
}

func TestATemplateThatIsNotThereLosesNothing(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	status, page := b.post("/convenanten", url.Values{"sjabloon": {"verdwenen"}, "kenmerk": {"DOC-8"}, "partijen": {"Een\nTwee"}, "stap": {"vastleggen"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Er is geen sjabloon ‘verdwenen’.", "Kies hieronder een ander. Wat u hebt ingevuld, gaat mee.")
	_, page = b.post("/convenanten", with(hidden(t, page), "sjabloon", "algemeen"))
	if now := typedIn(t, page); now.Get("kenmerk") != "DOC-8" || now.Get("partijen") != "Een\nTwee" {
		t.Errorf("it is lost: %v", now)
	}
	if status, _ := b.get("/convenanten/nieuw?sjabloon=verdwenen"); status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
}

func TestTermsThatTheTextCannotSayAreNotAsked(t *testing.T) {
	b := open(t).as("secretariaat")
	page := pageOf(t, b, "/convenanten/nieuw?sjabloon=herstelnetwerk")
	shows(t, words(t, page), "De tekst van dit sjabloon heeft geen plaats voor evaluatie en na afloop.")
	if strings.Contains(page, "voorwaarden.evaluatie") {
		t.Error("it is asked all the same")
	}
}

// A session that ends on the way gives everything back, also what was ticked and every term.
func TestASessionThatEndedLosesNothingOfADraft(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	form := with(b.draftOf("herstelnetwerk"), "kenmerk", "DOC-9", "voorwaarden.opzegging.termijn", "3 maanden", "partijen", "Een\nTwee; Groep")
	form["partij"] = form["partij"][3:]
	status, page := h.as("").post("/convenanten", with(form, "stap", "vastleggen"))
	if status != http.StatusUnauthorized || h.count() != 1 {
		t.Fatalf("got %d", status)
	}
	status, page = b.post("/convenanten", with(hidden(t, page), "stap", "wijzigen"))
	if status != http.StatusOK || h.count() != 1 {
		t.Errorf("got %d", status)
	}
	if now := typedIn(t, page); now.Get("voorwaarden.opzegging.termijn") != "3 maanden" || now.Get("partijen") != "Een\nTwee; Groep" || len(now["partij"]) != 10 || now.Get("sleutel") != form.Get("sleutel") {
		t.Errorf("it is lost: %v", now)
	}
	if parties := b.drafts(typedIn(t, page)).Facts()[0].Data.Get("partijen").List; len(parties) != 12 {
		t.Errorf("%d Partijen are drawn up", len(parties))
	}
}

func TestOfManyOrganisationsTheFormStaysLight(t *testing.T) {
	h := open(t)
	b := h.as("secretariaat")
	var names []string
	for n := range 480 {
		names = append(names, fmt.Sprintf("Gemeente Nummer %03d", n))
	}
	b.drafts(with(b.draftOf("algemeen"), "naam", "Convenant van velen", "partijen", strings.Join(names, "\n")))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.server.URL+"/convenanten/nieuw?sjabloon=algemeen", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := b.client.Do(r)
	if _, sent := b.read(answer, err); len(sent) > 45_000 || answer.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("it weighs %d bytes", len(sent))
	}
	shows(t, b.page("/convenanten/nieuw?sjabloon=algemeen"), "Bekende organisaties (400)", "Het register kent er nog 93.")
	ticked := b.draftOf("algemeen")
	ticked["partij"] = []string{"versa-welzijn", "nummer-479"} // one that is shown only when it is chosen
	_, page := b.post("/convenanten", with(ticked, "stap", "wijzigen"))
	if chosen := typedIn(t, page)["partij"]; len(chosen) != 2 {
		t.Errorf("chosen are %v", chosen)
	}
}

func TestOnlyTheSecretariaatDraws(t *testing.T) {
	h := open(t)
	for _, who := range []string{"hilversum", "portefeuillehouder"} {
		b := h.as(who)
		if status, body := b.get("/convenanten/nieuw"); status != http.StatusForbidden || strings.Contains(body, "sjabloon=") {
			t.Errorf("%s gets the form: %d", who, status)
		}
		if status, _ := b.post("/convenanten", url.Values{"sjabloon": {"herstelnetwerk"}}); status != http.StatusForbidden {
			t.Errorf("%s: %d", who, status)
		}
	}
	if h.count() != 1 {
		t.Error("something was drawn up")
	}
	shows(t, h.as("secretariaat").page("/convenanten"), "Nieuw convenant")
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{"Gemeente Gooise Meren": "gooise-meren", "GGz Centraal": "ggz-centraal", "Eén & Ander B.V.": "een-ander-b-v",
		"Stichting met een heel erg lange naam die maar doorgaat": "stichting-met-een-heel-erg-lange-naa", "!": ""} {
		if got := shortName(name); got != want {
			t.Errorf("%s is made %q", name, got)
		}
	}
}

// A term of a concept is followed by the text too.
func TestTheTextFollowsATermOfAConcept(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/tekst-wijzigen"
	page := pageOf(t, b, form+"?artikel=voorwaarde:opzegging")
	shows(t, words(t, page), "Wat er nu staat Artikel 3.3", "minimaal twee maanden", "Wie kan opzeggen?")
	typed, was := typedIn(t, page), len(h.facts())
	ask := func(pairs ...string) string {
		status, part := b.post(form, with(typed, append(pairs, "stap", "tekst")...))
		if status != http.StatusOK || strings.Contains(part, "<html") {
			t.Fatalf("got %d", status)
		}
		return words(t, part)
	}
	shows(t, ask(), "Wat er nu staat Artikel 3.3")
	shows(t, ask("voorwaarden.opzegging.termijn", "3 maanden"), "Wat er anders komt te staan Artikel 3.3 Nu", "minimaal drie")
	shows(t, ask("voorwaarden.opzegging.termijn", "3 ma"), "Dit klopt nog niet, en staat nog niet in de tekst: ‘3 ma’ is geen termijn.", "Wat er nu staat")
	shows(t, ask("voorwaarden.opzegging.door", "niemand"), "niet mogelijk het Convenant tussentijds te beëindigen")
	typed = typedIn(t, pageOf(t, b, form+"?artikel=voorwaarde:looptijd"))
	if part := ask("voorwaarden.looptijd.hoe", "duur"); strings.Contains(part, "Dit klopt nog niet") {
		t.Errorf("what is missing is called wrong: %s", part)
	}
	if len(h.facts()) != was {
		t.Error("something was recorded")
	}
	if status, _ := b.post(form, url.Values{"artikel": {"5"}, "stap": {"tekst"}}); status != http.StatusNotFound {
		t.Errorf("words of which no text follows: %d", status)
	}
}
