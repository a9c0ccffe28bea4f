package web

import (
	"bytes"
	"html"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/cmd/internal/web/webtest"
	"convenant/workflow"
)

// hidden are the values that a page brings along to the next.
func hidden(t *testing.T, page string) url.Values {
	t.Helper()
	typed := url.Values{}
	for _, tag := range hiddenInput.FindAllStringSubmatch(page, -1) {
		typed.Add(html.UnescapeString(tag[1]), html.UnescapeString(tag[2]))
	}
	return typed
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// fill opens a form and sends it, with what is typed in it.
func (b *browser) fill(path string, typed url.Values) (status int, page string) {
	b.h.t.Helper()
	all := hidden(b.h.t, pageOf(b.h.t, b, path))
	for name, values := range typed {
		all[name] = values
	}
	address, _, _ := strings.Cut(path, "?")
	return b.post(address, all)
}

// agree presses the button of a page that shows what would follow, and gives the page that tells what came of it.
func (b *browser) agree(path, page string) string {
	b.h.t.Helper()
	address, _, _ := strings.Cut(path, "?")
	status, location := b.press(address, hidden(b.h.t, page))
	if status != http.StatusSeeOther {
		b.h.t.Fatalf("it is not recorded: %d", status)
	}
	return b.page(location)
}

// press sends the second page of a form, and gives where that leads.
func (b *browser) press(address string, typed url.Values) (status int, location string) {
	b.h.t.Helper()
	typed.Set("stap", "vastleggen")
	r, err := b.client.PostForm(b.h.server.URL+address, typed)
	status, _ = b.read(r, err)
	return status, r.Header.Get("Location")
}

func (h *house) facts() []*workflow.Fact {
	h.t.Helper()
	record, _, err := h.register.Load(h.t.Context(), h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	return record.Facts()
}

func TestAPartijGivesNotice(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	shows(t, b.page("/convenanten/"+h.id+"/mogelijk"), "Opzeggen")
	shows(t, b.page(form), "Als uw brief vandaag wordt ontvangen, is 10 augustus 2025 op zijn vroegst uw laatste dag (artikel 3.3)", "Er wordt nog niets vastgelegd")
	was := len(h.facts())

	status, page := b.fill(form, url.Values{"per": {"1 augustus 2025"}})
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Klopt dit?", "Wat de brief vraagt, kan niet", "10 augustus 2025")

	_, page = b.fill(form, url.Values{"per": {"31-8-2025"}})
	shows(t, words(t, page), "Klopt dit?", "Wat daaruit volgt", "31 augustus 2025", "Wie bericht krijgt", "Ontvangstbevestiging")
	if len(h.facts()) != was {
		t.Fatal("looking at what would follow recorded something")
	}
	shows(t, b.agree(form, page), "Vastgelegd", "Ontvangstbevestiging", "31 augustus 2025")
	facts := h.facts()[was:]
	if len(facts) != 2 || facts[0].Kind != workflow.RegisterLetter || facts[1].Kind != workflow.GiveNotice {
		t.Fatalf("recorded: %+v", facts)
	}
	status, page = b.get(form)
	if status != http.StatusConflict {
		t.Errorf("who gave notice is offered the form again: %d", status)
	}
	shows(t, words(t, page), "Dit kan nu niet")
	if status, _ := b.get("/convenanten/" + h.id + "/klaar/opzeggen"); status != http.StatusNotFound {
		t.Errorf("who gave notice is given another letter to sign: %d", status)
	}
}

// A letter that is answered at once is confirmed once; one whose notice is refused, is confirmed by itself.
func TestALetterIsConfirmedOnce(t *testing.T) {
	for per, facts := range map[string]int{"31-8-2025": 2, "1-7-2025": 1} {
		h := openOn(t, "2025-06-10")
		b := h.as("hilversum")
		form := "/convenanten/" + h.id + "/doen/opzeggen"
		was := len(h.facts())
		_, page := b.fill(form, url.Values{"per": {per}})
		b.agree(form, page)
		if n := len(h.facts()) - was; n != facts {
			t.Fatalf("per %s: %d facts", per, n)
		}
		announced, err := h.register.Announcements(t.Context(), h.id)
		if err != nil {
			t.Fatal(err)
		}
		var receipts []workflow.Paper
		for _, a := range announced {
			if a.Paper.Kind == workflow.PaperReceipt && a.Paper.Fact > was {
				receipts = append(receipts, a.Paper)
			}
		}
		if len(receipts) != 1 || receipts[0].Fact != was+facts {
			t.Errorf("per %s: the receipts are %+v", per, receipts)
		}
	}
}

func TestAFormThatIsSentTwiceIsRecordedOnce(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	_, page := b.fill(form, nil)
	typed, was := hidden(t, page), len(h.facts())
	_, first := b.press(form, typed)
	_, second := b.press(form, typed)
	if first == "" || first != second {
		t.Errorf("it leads to %q and then to %q", first, second)
	}
	if n := len(h.facts()) - was; n != 2 {
		t.Errorf("%d facts are recorded, and not a letter and a notice", n)
	}
}

// A second press finds the form that was recorded, also where its words stand in the convenant by now.
func TestAFormThatCannotBeLaidOutAgainStillTellsWhatCameOfIt(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/tekst-wijzigen"
	was := len(h.facts())
	_, page := b.fill(form+"?artikel=5", url.Values{"passage:5.1": {"Partijen werken samen."}})
	shows(t, words(t, page), "Klopt dit?", "Partijen werken samen.")
	typed := hidden(t, page)
	_, first := b.press(form, typed)
	_, second := b.press(form, typed)
	if first == "" || first != second || len(h.facts()) != was+1 {
		t.Errorf("it leads to %q and then to %q, with %d facts", first, second, len(h.facts())-was)
	}
	typed.Set("passage:5.1", "Partijen werken niet samen.")
	typed.Set("stap", "vastleggen")
	status, page := b.post(form, typed)
	if status != http.StatusConflict || len(h.facts()) != was+1 {
		t.Errorf("another form under the same key: %d", status)
	}
	shows(t, words(t, page), "Dit formulier is al eerder verstuurd, met iets anders erin.")
}

// What was shown yesterday is shown once more: a letter that is received today has another last day.
func TestWhatWasShownOnAnotherDayIsShownAgain(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	_, page := b.fill(form, nil)
	typed, was := hidden(t, page), len(h.facts())
	typed.Set("gezien", "2025-06-09")
	typed.Set("stap", "vastleggen")
	status, page := b.post(form, typed)
	if status != http.StatusConflict || len(h.facts()) != was {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, page), "Er is intussen een nieuwe dag begonnen", "10 augustus 2025")
	shows(t, b.agree(form, page), "Vastgelegd")
}

func TestWhoComesSecondIsTold(t *testing.T) {
	h := openOn(t, "2025-06-10")
	one, two := h.as("secretariaat"), h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	_, page := one.fill(form, url.Values{"partij": {"laren"}})
	_, other := two.fill(form, nil)
	two.agree(form, other)
	was := len(h.facts())
	typed := hidden(t, page)
	typed.Set("stap", "vastleggen")
	status, page := one.post(form, typed)
	if status != http.StatusConflict || len(h.facts()) != was {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, page), "Intussen heeft iemand anders iets vastgelegd", "Gemeente Hilversum")
	shows(t, one.agree(form, page), "Vastgelegd", "Gemeente Laren")
}

func TestWhatIsWrongIsSaidAtItsFieldAndKept(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	status, page := b.fill(form, url.Values{"partij": {""}, "ontvangen": {"31 juni"}, "toelichting": {"Wat hier stond <b>"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Er is nog niets vastgelegd", "‘31 juni’ is geen dag", "Kies bij ‘Wie zegt op?’", "Wat hier stond <b>")
	for _, s := range []string{`href="#ontvangen"`, `aria-invalid="true"`, `value="31 juni"`} {
		if !strings.Contains(page, s) {
			t.Errorf("%s is not there", s)
		}
	}
	status, page = b.fill(form, url.Values{"partij": {"laren"}, "ontvangen": {"2025-06-11"}})
	if status != http.StatusConflict {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Er is nog niets vastgelegd", "11 juni 2025")
}

func TestACorrectionListsWhatItUndoes(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	facts := h.facts()
	i := slices.IndexFunc(facts, func(f *workflow.Fact) bool { return f.Kind == workflow.Sign })
	form := "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(facts[i].Number).Text
	shows(t, b.page(form), "U corrigeert feit", "Het was anders")
	status, page := b.fill(form, url.Values{"reden": {"Het blad was niet ondertekend."}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Kies hoe het moet zijn.")
	status, page = b.fill(form, url.Values{"reden": {"Het blad was niet ondertekend."}, "hoe": {"niet"}})
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Dit telt dan niet meer mee", "Niet meer", "Leg vast, en laat dit vervallen", "Rectificatie")
	shows(t, b.agree(form, page), "Vastgelegd")
	if s, _, err := h.register.Load(t.Context(), h.id); err != nil || s.Latest(workflow.MustDate("2025-06-10")).Phase != workflow.Signing {
		t.Error("a signature is missing, and the convenant is in force")
	}
}

// What was recorded stands in the form, and what is put right there comes in its place.
func TestACorrectionPutsRightWhatWasRecorded(t *testing.T) {
	h := openOn(t, "2025-12-10")
	b := h.as("secretariaat")
	facts := h.facts()
	i := slices.IndexFunc(facts, func(f *workflow.Fact) bool { return f.Kind == workflow.GiveNotice })
	form := "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(facts[i].Number).Text
	page := pageOf(t, b, form)
	if !strings.Contains(page, `name="vervanging.op" value="31-10-2025"`) || !strings.Contains(page, `<option value="jellinek" selected>`) {
		t.Fatalf("what was recorded does not stand in the form:\n%s", page)
	}
	why := []string{"De brief lag er eerder."}
	as := url.Values{"reden": why, "hoe": {"anders"}, "vervanging.op": {"31-10-2025"}, "vervanging.gegevens.partij": {"jellinek"}}
	_, page = b.fill(form, as)
	shows(t, words(t, page), "U hebt nog niets veranderd.")
	as.Set("vervanging.op", "20-12-2025")
	_, page = b.fill(form, as)
	shows(t, words(t, page), "Zo kan het niet zijn gegaan.", "20 december 2025")
	if !strings.Contains(page, `href="#vervanging-op"`) {
		t.Error("the day is not named as what is wrong")
	}
	as.Set("vervanging.op", "29 oktober 2025")
	_, page = b.fill(form, as)
	shows(t, words(t, page), "Klopt dit?", "U corrigeert feit")
	b.agree(form, page)
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	if p := record.Latest(workflow.MustDate("2025-12-10")).Party("jellinek"); p.NoticeOn != workflow.MustDate("2025-10-29") {
		t.Errorf("the notice counts from %s", p.NoticeOn)
	}
	i = slices.IndexFunc(facts, func(f *workflow.Fact) bool { return f.Kind == workflow.Deliberate })
	form = "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(facts[i].Number).Text
	_, page = b.fill(form, url.Values{"reden": why, "hoe": {"anders"}, "vervanging.gegevens.conclusie": {"Adviseert anders."}})
	shows(t, b.agree(form, page), "Vastgelegd")
	shows(t, b.page("/convenanten/"+h.id+"/besluitvorming"), "Adviseert anders.")
}

// Without the fact that drew it up there is no convenant: that cannot be chosen. What is no correction says so.
func TestACorrectionOffersWhatTheRulesAllow(t *testing.T) {
	h := openOn(t, "2025-12-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/corrigeren?feit=1"
	page := pageOf(t, b, form)
	if strings.Contains(page, "Dit is niet gebeurd") || !strings.Contains(page, `name="vervanging.gegevens.kenmerk" value="DOC-23001740"`) {
		t.Errorf("it is offered that there never was a convenant:\n%s", page)
	}
	_, page = b.fill(form, url.Values{"reden": {"Een tikfout."}, "vervanging.gegevens.kenmerk": {"DOC-23001741"}})
	shows(t, words(t, page), "Klopt dit?")
	b.agree(form, page)
	if s, _, err := h.register.Load(t.Context(), h.id); err != nil || s.Latest(workflow.MustDate("2025-12-10")).Reference != "DOC-23001741" {
		t.Errorf("the kenmerk is not put right: %v", err)
	}
}

func TestASessionThatEndsLosesNothingTyped(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	typed := hidden(t, pageOf(t, b, form))
	typed.Set("partij", "laren")
	typed.Set("toelichting", "Met de hand\r\ngebracht & \"getekend\"")
	if status, _ := b.post("/uitloggen", nil); status != http.StatusSeeOther {
		t.Fatal("does not sign out")
	}
	status, page := b.post(form, typed)
	if status != http.StatusUnauthorized {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, page), "U bent niet meer ingelogd", "wat u invulde is niet weg")
	back := url.Values{"toelichting": {"Met de hand\ngebracht & \"getekend\""}, "partij": {"laren"}, "stap": {"wijzigen"}, "sleutel": typed["sleutel"]}
	if !strings.Contains(page, "Met de hand\ngebracht &amp; &#34;getekend&#34;") {
		t.Errorf("what was typed is not there:\n%s", page)
	}
	shows(t, words(t, func() string { _, page := h.as("secretariaat").post(form, back); return page }()), "Met de hand gebracht & \"getekend\"")
}

// A form with a file is larger than what is typed; its words come back, and it says that the file does not.
func TestASessionThatEndsGivesBackTheWordsBesideAFile(t *testing.T) {
	h := openOn(t, "2025-06-10")
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("per", "31 augustus 2025"); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("bijlage", "brief.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(make([]byte, 3<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b := h.as("")
	r, err := b.client.Post(h.server.URL+"/convenanten/"+h.id+"/doen/opzeggen", w.FormDataContentType(), &body)
	status, page := b.read(r, err)
	if status != http.StatusUnauthorized || !strings.Contains(page, `name="per" value="31 augustus 2025"`) {
		t.Errorf("got %d\n%s", status, page)
	}
	shows(t, words(t, page), "Kies het straks opnieuw.")
}

func TestALetterComesWithItsScan(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	var scan bytes.Buffer
	if err := png.Encode(&scan, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	send := func(name string, file []byte) (int, string) {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for field, values := range hidden(t, pageOf(t, b, form)) {
			if err := w.WriteField(field, values[0]); err != nil {
				t.Fatal(err)
			}
		}
		part, err := w.CreateFormFile("bijlage", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := b.client.Post(h.server.URL+form, w.FormDataContentType(), &body)
		return b.read(r, err)
	}
	status, page := send("brief.txt", []byte("geen scan"))
	if status != http.StatusBadRequest || !strings.Contains(page, `href="#bijlage"`) {
		t.Errorf("got %d\n%s", status, words(t, page))
	}
	status, page = send("brief.png", scan.Bytes())
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s\n%+v", status, words(t, page), h.answered())
	}
	was := len(h.facts())
	b.agree(form, page)
	letter := h.facts()[was]
	if sees, err := h.web.Register.TypeOfFile(t.Context(), letter.Data.Get("bijlage").Text); err != nil || sees != "image/png" {
		t.Errorf("the letter has %q: %q %v", letter.Data.Get("bijlage").Text, sees, err)
	}
	typed := hidden(t, pageOf(t, h.as("laren"), form)) // a file of another cannot be referred to
	typed.Set("bijlage", letter.Data.Get("bijlage").Text)
	status, page = h.as("laren").post(form, typed)
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Kies het bestand opnieuw")
}

func TestAScanThatIsTooLargeLosesNothingElse(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	shows(t, b.page(form), "Ten hoogste 20 MB")
	send := func(size int) (int, string) {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("bijlage", "brief.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteField("per", "31 augustus 2025"); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := b.client.Post(h.server.URL+form, w.FormDataContentType(), &body)
		return b.read(r, err)
	}
	status, page := send(21 << 20)
	if status != http.StatusBadRequest || !strings.Contains(page, `value="31 augustus 2025"`) || !strings.Contains(page, `href="#bijlage"`) {
		t.Errorf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Dit bestand is groter dan 20 MB.")
	status, page = send(int(mostSent))
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Het bestand is te groot", "20 MB")
}

func TestAllPartijenGiveNoticeTogether(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	shows(t, b.page(form), "Alle Partijen samen")
	if strings.Contains(h.as("laren").page(form), "Alle Partijen samen") {
		t.Error("one Partij is offered to give notice for all")
	}
	_, page := b.fill(form, url.Values{"partij": {"samen"}, "ontvangen": {"2-6-2025"}})
	shows(t, words(t, page), "Klopt dit?", "Alle Partijen zeggen samen op", "3 augustus 2025 : Het convenant is beëindigd")
	was := len(h.facts())
	b.agree(form, page)
	facts := h.facts()[was:]
	if len(facts) != 1 || facts[0].Kind != workflow.GiveNotice || len(facts[0].Data.Get("partijen").List) != 13 {
		t.Errorf("recorded: %+v", facts)
	}
}

// A day that has been is possible, and likely a mistake: it is said before it counts.
func TestADayThatHasBeenIsSaid(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/agenderen"
	typed := url.Values{"overleg": {"Directie-overleg"}, "datum": {"1-6-2025"}, "doel": {"adviseren"}}
	_, page := b.fill(form, typed)
	shows(t, words(t, page), "Klopt dit?", "1 juni 2025 is al geweest.")
	typed.Set("datum", "11-6-2025")
	if _, page = b.fill(form, typed); strings.Contains(words(t, page), "is al geweest") {
		t.Error("a day to come has been")
	}
	_, page = b.fill("/convenanten/"+h.id+"/doen/wijziging-voorstellen?voorstel=tekst&artikel=5",
		url.Values{"titel": {"Vaker overleg"}, "passage:5.1": {"De Partijen overleggen elke maand."}, "ingangsdatum": {"1-6-2025"}})
	shows(t, words(t, page), "1 juni 2025 is al geweest. De wijziging geldt niet eerder dan de dag waarop zij is aangenomen (artikel 9.2).",
		"Daarna zijn er nog 13 instemmingen nodig.")
}

// The record tells that somebody was appointed, and who typed the name reads it back.
func TestWhoWasAppointedIsReadBack(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("laren")
	form := "/convenanten/" + h.id + "/doen/contactpersoon-aanwijzen"
	typed := hidden(t, pageOf(t, b, form))
	for name, value := range map[string]string{"naam": "Een Medewerker", "functie": "beleidsadviseur", "email": "medewerker@laren.example", "rang": "1", "stap": "bekijken"} {
		typed.Set(name, value)
	}
	r, err := b.client.PostForm(h.server.URL+form, typed)
	if status, page := b.read(r, err); status != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, b.page(r.Header.Get("Location")), "Het gaat om Een Medewerker, beleidsadviseur, medewerker@laren.example.")
}

// All people of a Partij, or one of them.
func TestOnePersonIsErased(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	h.befalls(h.id, "2025-06-10", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"laren","naam":"Een Medewerker","functie":"adviseur","rang":1}}`)
	form := "/convenanten/" + h.id + "/doen/persoonsgegevens-wissen"
	typed := url.Values{"grond": {"Verzoek van de betrokkene"}}
	status, page := b.fill(form, typed)
	if status != http.StatusBadRequest {
		t.Errorf("of nobody: %d", status)
	}
	shows(t, words(t, page), "Er staat niet wiens gegevens worden gewist")
	typed.Set("persoon", "Een Medewerker")
	typed.Set("partij", "laren")
	_, page = b.fill(form, typed)
	shows(t, words(t, page), "Kies één Partij of één persoon; niet allebei.")
	typed.Del("partij")
	_, page = b.fill(form, typed)
	shows(t, words(t, page), "Klopt dit?", "Van deze persoon worden in dit convenant")
	b.agree(form, page)
	if c := h.state("2025-06-10").Party("laren").Contacts; len(c) != 1 || c[0].Name != workflow.Erased {
		t.Errorf("the contact person is %+v", c)
	}
}

// Going back to concept takes signatures down, which is said before it counts.
func TestWhatFallsIsSaid(t *testing.T) {
	h := openOn(t, "2024-02-02") // twelve have signed
	_, page := h.as("secretariaat").fill("/convenanten/"+h.id+"/doen/terug-naar-concept", url.Values{"reden": {"Een fout in artikel 5."}})
	shows(t, words(t, page), "Klopt dit?", "Dit vervalt", "De handtekening van Gemeente Laren.", "Het advies van Juridisch adviseur.")
	if strings.Contains(page, "De handtekening van Versa Welzijn") {
		t.Error("a signature falls that was not put")
	}
}

// Nothing is refused for it, and somebody should look at it first.
func TestWhatToLookAtIsSaid(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/opzeggen"
	_, page := b.fill(form, url.Values{"partij": {"laren"}, "gericht-aan": {"de burgemeester"}})
	shows(t, words(t, page), "Klopt dit?", "Let op", "De brief is gericht aan ‘de burgemeester’", "Wat u hebt ingevuld", "Aan wie is de brief gericht? de burgemeester")
	_, page = b.fill(form, url.Values{"partij": {"laren"}, "gericht-aan": {"de contactpersoon van de Regio"}})
	if strings.Contains(words(t, page), "Let op") {
		t.Error("a letter that is as it should be asks for attention")
	}
	h = openOn(t, "2024-01-12") // nobody was appointed yet
	_, page = h.as("secretariaat").fill("/convenanten/"+h.id+"/doen/ondertekenen", url.Values{"partijen": {"laren"}, "wijze": {"papier"}})
	shows(t, words(t, page), "Let op", "Van Gemeente Laren is niet vastgelegd wie tekent.")
}

// An advice that asks for something says for what; who answers it has it in sight.
func TestAnAdviceIsReadWhereItIsAnswered(t *testing.T) {
	h := openOn(t, "2023-10-10")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/advies-uitbrengen"
	_, page := b.fill(form, url.Values{"adviseur": {"Juridisch adviseur"}, "strekking": {"positief-mits"}})
	shows(t, words(t, page), "Schrijf wat er anders moet, of waarom niet.", "Er is al een advies van 9 oktober 2023.")
	shows(t, b.page("/convenanten/"+h.id+"/besluitvorming"), "Dit advies heeft nog geen antwoord. Beantwoord het advies")
	form = "/convenanten/" + h.id + "/doen/advies-verwerken?adviseur=Juridisch+adviseur"
	shows(t, b.page(form), "is positief, onder voorwaarden", "niet in rechte afdwingbaar")
	_, page = b.fill(form, url.Values{"adviseur": {"Juridisch adviseur"}, "verwerking": {"overgenomen"}})
	shows(t, words(t, page), "De tekst verandert hierdoor niet.")
}

// A notice and its letter are put right together, in one go.
func TestANoticeIsCorrectedWithItsLetter(t *testing.T) {
	for how, c := range map[string]struct {
		fill url.Values
		want workflow.Date
	}{
		"another day":       {url.Values{"hoe": {"anders"}, "vervanging.op": {"2-6-2025"}}, workflow.MustDate("2025-06-02")},
		"it did not happen": {url.Values{"hoe": {"niet"}}, 0},
	} {
		h := openOn(t, "2025-06-10")
		b := h.as("secretariaat")
		_, page := b.fill("/convenanten/"+h.id+"/doen/opzeggen", url.Values{"partij": {"laren"}})
		b.agree("/convenanten/"+h.id+"/doen/opzeggen", page)
		notice := len(h.facts())
		form := "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(notice).Text
		shows(t, b.page(form), "Ook wat er over de brief staat (feit "+workflow.NumberOf(notice-1).Text+"), klopt niet.")
		c.fill.Set("reden", "De brief lag er eerder.")
		c.fill.Set("brief-ook", "ja")
		_, page = b.fill(form, c.fill)
		shows(t, words(t, page), "Klopt dit?")
		if strings.Contains(page, "Dit telt dan niet meer mee") {
			t.Errorf("%s: what is put right is said to be lost:\n%s", how, words(t, page))
		}
		b.agree(form, page)
		s := h.state("2025-06-10")
		if got := s.Party("laren").NoticeOn; got != c.want {
			t.Errorf("%s: the notice counts from %s", how, got)
		}
		if open := slices.ContainsFunc(s.Letters, func(l workflow.Letter) bool { return l.Party == "laren" && l.Received != c.want }); open {
			t.Errorf("%s: the letter is not put right: %+v", how, s.Letters)
		}
		if len(s.Without) > 0 {
			t.Errorf("%s: without effect is %+v", how, s.Without)
		}
	}
}

// Browsers end the lines of what is typed in their own way; that changes nothing.
func TestLinesAreTheSameHoweverTheyEnd(t *testing.T) {
	h := openOn(t, "2023-10-10")
	b := h.as("secretariaat")
	h.befalls(h.id, "2023-10-10", `{"handeling":"advies-uitbrengen","gegevens":{"adviseur":"Juridisch adviseur","strekking":"positief","tekst":"Eerst dit.\nDan dat."}}`)
	form := "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(len(h.facts())).Text
	status, page := b.fill(form, url.Values{"reden": {"Het was een ander advies."}, "hoe": {"niet"}, "vervanging.gegevens.tekst": {"Eerst dit.\r\nDan dat."}})
	if status != http.StatusOK {
		t.Errorf("got %d\n%s", status, words(t, page))
	}
}

// Who takes part is in the text: another Partij is another concept to read. A meeting of which nothing is awaited any more is
// not told as one to come.
func TestWhatOneFactMeansForOthers(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	_, page := b.fill("/convenanten/"+h.id+"/doen/partij-toevoegen", url.Values{"naam": {"Gemeente Weesp"}})
	shows(t, words(t, page), "Klopt dit?", "Concept voor het dossier")
	h = openOn(t, "2023-11-30") // the text was adopted today
	h.befalls(h.id, "2023-11-30", `{"handeling":"agenderen","gegevens":{"overleg":"Algemeen bestuur","datum":"2023-12-14","doel":"vaststellen"}}`)
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id+"/besluitvorming"), "De tekst is al vastgesteld; dit overleg hoeft er niet meer over te beslissen.")
	for _, due := range h.state("2023-11-30").Deadlines() {
		if due.Kind == workflow.DueMeeting {
			t.Errorf("a meeting of which nothing is awaited falls due on %s", due.On)
		}
	}
}

// Of what several must do, it is said who is still to come.
func TestWhoIsStillToComeIsSaid(t *testing.T) {
	for day, c := range map[string]struct{ form, party, want string }{
		"2024-01-20": {"ondertekenen", "partijen", "Daarna ontbreken er nog 12 handtekeningen."},
		"2025-12-03": {"verlengen", "partij", "Daarna ontbreken er nog 4 verlengingsbrieven: van"},
	} {
		h := openOn(t, day)
		typed := url.Values{c.party: {"versa-welzijn"}, "wijze": {"papier"}}
		_, page := h.as("secretariaat").fill("/convenanten/"+h.id+"/doen/"+c.form, typed)
		shows(t, words(t, page), "Klopt dit?", c.want)
	}
}

// What somebody judges stands one press away, in a window beside the form.
func TestAFormLeadsToWhatIsJudged(t *testing.T) {
	for day, c := range map[string]struct{ who, form, to string }{
		"2023-09-25": {"secretariaat", "advies-uitbrengen", "tekst"},
		"2024-09-10": {"hilversum", "instemmen?wijziging=1", "wijzigingen/1"},
	} {
		h := openOn(t, day)
		if page := pageOf(t, h.as(c.who), "/convenanten/"+h.id+"/doen/"+c.form); !strings.Contains(page, `<a href="/convenanten/`+h.id+`/`+c.to+`" target="_blank">`) {
			t.Errorf("%s does not lead to %s", c.form, c.to)
		}
	}
}

// Whatever is offered on a day can be opened, by everyone to whom it is offered.
func TestEveryOfferedFormOpens(t *testing.T) {
	opened := map[string]bool{}
	for _, day := range []string{"2023-08-20", "2023-09-25", "2023-10-16", "2023-11-30", "2024-01-20", "2024-09-10", "2025-06-10", "2025-12-20"} {
		h := openOn(t, day)
		for _, who := range []string{"secretariaat", "portefeuillehouder", "hilversum", "jellinek"} {
			b := h.as(who)
			status, page := b.get("/convenanten/" + h.id + "/mogelijk")
			if status != http.StatusOK {
				continue
			}
			for _, rest := range strings.Split(page, `href="/convenanten/`+h.id+`/doen/`)[1:] {
				what, _, _ := strings.Cut(rest, `"`)
				what = html.UnescapeString(what)
				kind, _, _ := strings.Cut(what, "?")
				opened[kind] = true
				shows(t, b.page("/convenanten/"+h.id+"/doen/"+what), "Terug naar het convenant")
			}
		}
	}
	for _, list := range allDeeds() {
		for _, d := range list {
			if !opened[string(d.kind)] && d.kind != workflow.RecordEvent && d.kind != workflow.Correct { // one is for other terms, the other begins at the history
				t.Errorf("nobody is offered the form of %s on any of these days", d.kind)
			}
		}
	}
}

func TestSeveralSignaturesAreRecordedTogether(t *testing.T) {
	h := openOn(t, "2024-01-20")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	page := pageOf(t, b, form)
	var waiting []string
	for _, rest := range strings.Split(page, `type="checkbox" `)[1:] {
		_, rest, _ = strings.Cut(rest, `value="`)
		id, _, _ := strings.Cut(rest, `"`)
		waiting = append(waiting, id)
	}
	if len(waiting) < 2 {
		t.Fatalf("there wait %v", waiting)
	}
	was := len(h.facts())
	_, page = b.fill(form, url.Values{"partijen": waiting[:2], "wijze": {"papier"}})
	shows(t, words(t, page), "Klopt dit?")
	b.agree(form, page)
	facts := h.facts()[was:]
	if len(facts) != 2 || facts[0].Data.Get("sha256").Text == "" {
		t.Errorf("recorded: %d", len(facts))
	}
}

func TestTheWordsOfAConceptAreChanged(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/tekst-wijzigen"
	shows(t, b.page(form), "Welk deel van de tekst?", "De overwegingen", "Artikel 5.")
	page := pageOf(t, b, form+"?artikel=3")
	shows(t, words(t, page), "Artikel 3.3", "Dit volgt uit een voorwaarde.")
	status, page := b.fill(form+"?artikel=5", url.Values{})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "U hebt nog niets veranderd.")
	status, page = b.fill(form+"?artikel=5", url.Values{"passage:5.1": {"De Partijen overleggen <b>elk</b> kwartaal."}})
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Wat er anders komt te staan", "Artikel 5.1", "Concept voor het dossier; wordt niet verstuurd", "Straks De Partijen overleggen <b>elk</b> kwartaal.")
	b.agree(form, page)
	shows(t, b.page("/convenanten/"+h.id+"/tekst"), "De Partijen overleggen <b>elk</b> kwartaal.")
}

func TestAChangeAndANewPartijAreProposed(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/wijziging-voorstellen"
	shows(t, b.page(form), "Wat wordt er voorgesteld?")
	_, page := b.fill(form+"?voorstel=tekst&artikel=5", url.Values{"titel": {"Vaker overleg"}, "passage:5.1": {"De Partijen overleggen elke maand."}})
	shows(t, words(t, page), "Klopt dit?", "Straks De Partijen overleggen elke maand.", "Wijzigingsvoorstel")
	shows(t, b.agree(form, page), "Vastgelegd", "Vaker overleg")
	adapt := "/convenanten/" + h.id + "/doen/wijziging-aanpassen?wijziging=2&artikel=5"
	office := h.as("secretariaat")
	shows(t, office.page(adapt), "De Partijen overleggen elke maand.")
	_, page = office.fill(adapt, url.Values{"passage:5.2": {"Wie niet kan, stuurt een ander."}})
	shows(t, words(t, page), "Klopt dit?", "Straks Wie niet kan, stuurt een ander.")
	office.agree(adapt, page)
	shows(t, office.page("/convenanten/"+h.id+"/wijzigingen/2"), "De Partijen overleggen elke maand.", "Wie niet kan, stuurt een ander.")
	status, page := b.fill(form+"?voorstel=partij", url.Values{"titel": {"Toetreding van Weesp"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Vul ‘Naam van de Partij’ in.")
	_, page = b.fill(form+"?voorstel=partij", url.Values{"titel": {"Toetreding van Weesp"}, "naam": {"Gemeente Weesp"}})
	shows(t, b.agree(form, page), "Vastgelegd", "Weesp")
}

func TestWhatIsTriedIsNotRecorded(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	was := len(h.facts())
	form := "/convenanten/" + h.id + "/proef/opzeggen"
	shows(t, b.page("/convenanten/"+h.id+"/proef?dag=31+oktober+2025"), "Wat u op 31 oktober 2025 kunt proberen", "Opzeggen")
	shows(t, b.page("/convenanten/"+h.id+"/proef?dag=1-1-2025"), "Kies vandaag of een latere dag.")
	shows(t, b.page("/convenanten/"+h.id+"/proef?dag=1-1-2999"), "Kies een dag tot en met 10 juni 2075.")
	shows(t, b.page(form+"?dag=2025-10-31"), "U probeert dit uit, op 31 oktober 2025.", "31 december 2025 op zijn vroegst uw laatste dag")
	status, page := b.fill(form+"?dag=2025-10-31", nil)
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Dit zou er gebeuren", "op 31 oktober 2025", "de laatste dag is 31 december 2025", "Wat er in de tijdlijn verandert",
		"Gemeente Hilversum Partij tot en met 31 december 2025 Uitgetreden vanaf 1 januari 2026 Opgezegd tot en met 31 december 2025", "Daaraan verandert dit niets.")
	typed := hidden(t, page)
	typed.Set("stap", "vastleggen")
	typed.Set("stand", workflow.NumberOf(was).Text)
	b.post(form, typed)
	if n := len(h.facts()); n != was {
		t.Errorf("%d facts are recorded", n-was)
	}
}

func TestALetterIsReadyToBeSigned(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	shows(t, b.page("/convenanten/"+h.id+"/doen/opzeggen"), "Haal de brief op, klaar om te ondertekenen (PDF)")
	for path, wanted := range map[string]int{"/klaar/opzeggen": 200, "/klaar/verlengen": 200, "/klaar/instemmen": 404, "/klaar/opzeggen?partij=laren": 200} {
		status, body := b.get("/convenanten/" + h.id + path)
		if status != wanted || status == http.StatusOK && !strings.HasPrefix(body, "%PDF-") {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestAPortefeuillehouderDecidesFromTheDocuments(t *testing.T) {
	day := time.Date(2023, 11, 30, 10, 0, 0, 0, time.UTC)
	own := webtest.OpenAt(t, day.AddDate(0, 0, -1)) // the demonstration decides on the day itself
	h := furnish(t, own, day)
	b := h.as("portefeuillehouder")
	page := pageOf(t, b, "/overleggen/2023-11-30/Portefeuillehoudersoverleg")
	form := "/convenanten/" + h.id + "/doen/besluiten?overleg=Portefeuillehoudersoverleg"
	if !strings.Contains(page, `href="`+form+`"`) {
		t.Fatalf("the documents do not lead to a decision:\n%s", words(t, page))
	}
	status, page := b.fill(form, url.Values{"betreft": {"tekst"}, "conclusie": {"Akkoord."}})
	if status != http.StatusBadRequest {
		t.Errorf("without a decision: %d", status)
	}
	shows(t, words(t, page), "Wat is het besluit?")
	_, page = b.fill(form, url.Values{"betreft": {"tekst"}, "conclusie": {"Akkoord."}, "besluit": {"vastgesteld"}})
	shows(t, words(t, page), "Klopt dit?", "Uitnodiging")
	shows(t, b.agree(form, page), "Vastgelegd")
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil || record.Latest(workflow.MustDate("2023-11-30")).Phase != workflow.Signing {
		t.Errorf("the text is not adopted: %v", err)
	}
	if strings.Contains(pageOf(t, b, "/overleggen/2023-11-30/Portefeuillehoudersoverleg"), "Leg vast wat het overleg besluit") {
		t.Error("what was decided is asked once more")
	}
}

func TestATermOfAConceptIsChanged(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/tekst-wijzigen"
	shows(t, b.page(form), "Voorwaarde: opzegging")
	_, page := b.fillWhole(form+"?artikel=voorwaarde:opzegging", nil)
	shows(t, words(t, page), "U hebt nog niets veranderd.")
	status, page := b.fillWhole(form+"?artikel=voorwaarde:opzegging", url.Values{"voorwaarden.opzegging.termijn": {"een tijdje"}})
	if status != http.StatusBadRequest || !strings.Contains(page, `href="#voorwaarden-opzegging-termijn"`) {
		t.Errorf("got %d\n%s", status, words(t, page))
	}
	_, page = b.fillWhole(form+"?artikel=voorwaarde:opzegging", url.Values{"voorwaarden.opzegging.termijn": {"3 maanden"}})
	shows(t, words(t, page), "Klopt dit?", "Artikel 3.3", "drie maanden")
	b.agree(form, page)
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	if rule := record.Latest(workflow.MustDate("2023-08-20")).Terms.Notice; rule.Term.String() != "3 maanden" || rule.By != workflow.ByEachParty || rule.Article != "3.3" {
		t.Errorf("the term became %+v", rule)
	}
	_, page = b.fillWhole(form+"?artikel=voorwaarde:looptijd", url.Values{"voorwaarden.looptijd.tot-en-met": {"31 december 2026"}})
	shows(t, words(t, page), "Klopt dit?", "31 december 2026")
}

// fillWhole opens a form and sends it as a browser does, with everything that stands in it.
func (b *browser) fillWhole(path string, typed url.Values) (status int, page string) {
	b.h.t.Helper()
	page = pageOf(b.h.t, b, path)
	all := hidden(b.h.t, page)
	for _, tag := range typedInput.FindAllStringSubmatch(page, -1) {
		all.Set(html.UnescapeString(tag[1]), html.UnescapeString(tag[2]))
	}
	for _, tag := range chosenInput.FindAllStringSubmatch(page, -1) {
		all.Set(html.UnescapeString(tag[1]), html.UnescapeString(tag[2]))
	}
	for name, values := range typed {
		all[name] = values
	}
	address, _, _ := strings.Cut(path, "?")
	return b.post(address, all)
}

var (
	typedInput  = regexp.MustCompile(`<input type="text" id="[^"]*" name="([^"]*)" value="([^"]*)"`)
	chosenInput = regexp.MustCompile(`<input type="radio" id="[^"]*" name="([^"]*)" value="([^"]*)" checked`)
)

// A form that is sent as it came says the same as the terms do, whatever they are.
func TestTermsThatAreLeftAsTheyAreDoNotChange(t *testing.T) {
	h := openOn(t, "2023-08-20")
	b := h.as("secretariaat")
	for _, f := range termForms {
		status, page := b.fillWhole("/convenanten/"+h.id+"/doen/tekst-wijzigen?artikel="+termPrefix+string(f.term), nil)
		if status != http.StatusBadRequest || !strings.Contains(words(t, page), "U hebt nog niets veranderd.") {
			t.Errorf("%s: %d\n%s", f.term, status, words(t, page))
		}
	}
}

// What a fresh reader ran into.
func TestFormsSayWhatWouldDo(t *testing.T) {
	h := openOn(t, "2025-06-10")
	office, laren := h.as("secretariaat"), h.as("laren")
	for _, c := range []struct {
		who   *browser
		form  string
		typed url.Values
		says  []string
	}{
		{office, "doen/agenderen", url.Values{"overleg": {"Directie-overleg"}, "datum": {"1-9-2025"}, "doel": {"adviseren"}}, []string{"Klopt dit?"}},
		{office, "doen/partij-opvolgen", url.Values{"partij": {"laren"}, "naam": {"gemeente laren"}, "grondslag": {"x"}}, []string{"Gemeente Laren kan zichzelf niet opvolgen."}},
		{office, "doen/partij-opvolgen", url.Values{"partij": {"laren"}, "naam": {"gemeente hilversum"}, "grondslag": {"x"}, "op": {"1-1-2027"}}, []string{"1 januari 2027"}},
		{laren, "doen/wijziging-voorstellen?voorstel=partij", url.Values{"titel": {"Dubbel"}, "naam": {"gemeente huizen"}}, []string{"Gemeente Huizen staat al in dit convenant."}},
		{laren, "doen/wijziging-voorstellen", nil, []string{"Kies bij ‘Wat wordt er voorgesteld?’"}},
		{laren, "doen/contactpersoon-aanwijzen", url.Values{"rang": {"1"}, "email": {"geen adres"}}, []string{"‘geen adres’ is geen e-mailadres."}},
		{office, "doen/persoonsgegevens-wissen", url.Values{"partij": {"laren"}, "grond": {"Verzoek"}}, []string{"Klopt dit?", "Van de mensen van Gemeente Laren", "niet terug te draaien"}},
		{laren, "doen/opzeggen?partij=huizen", nil, []string{"Klopt dit?", "Gemeente Laren zegt op"}},
		{office, "doen/opzeggen", url.Values{"partij": {"laren"}, "ontvangen": {"1-12-2027"}}, []string{"Er is nog niets vastgelegd"}},
		{laren, "proef/opzeggen?dag=2025-10-31", url.Values{"per": {"31-12-2025"}}, []string{"Dit zou er gebeuren", "31 december 2025"}},
	} {
		_, page := c.who.fill("/convenanten/"+h.id+"/"+c.form, c.typed)
		shows(t, words(t, page), c.says...)
	}
	if page := pageOf(t, laren, "/convenanten/"+h.id+"/proef/opzeggen"); strings.Contains(page, "multipart") {
		t.Error("what is tried is sent as a form with files, and there are none")
	}
}

// Who began on a text before somebody else changed it, is told before it counts.
func TestWhoBeganBeforeAnotherIsTold(t *testing.T) {
	h := openOn(t, "2023-08-20")
	one, two := h.as("secretariaat"), h.as("secretariaat")
	form := "/convenanten/" + h.id + "/doen/tekst-wijzigen"
	typed := hidden(t, pageOf(t, one, form+"?artikel=5"))
	_, page := two.fill(form+"?artikel=5", url.Values{"passage:5.1": {"De Partijen overleggen elk kwartaal."}})
	two.agree(form, page)
	typed.Set("passage:5.1", "De Partijen overleggen elk jaar.")
	_, page = one.post(form, typed)
	shows(t, words(t, page), "Intussen heeft iemand anders iets vastgelegd", "Straks De Partijen overleggen elk jaar.")
}

func TestAFormThatSkipsAQuestionIsAsked(t *testing.T) {
	h := openOn(t, "2025-06-10")
	b := h.as("hilversum")
	for _, step := range []string{"bekijken", "vastleggen"} {
		status, page := b.post("/convenanten/"+h.id+"/doen/wijziging-voorstellen", url.Values{"artikel": {"voorwaarde:opzegging"}, "stap": {step}})
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", step, status)
		}
		shows(t, words(t, page), "Kies bij ‘Wat wordt er voorgesteld?’")
	}
}

// What nobody known sends, is given back within bounds.
func TestAFormOfNobodyIsBounded(t *testing.T) {
	h := openOn(t, "2025-06-10")
	status, _ := h.as("").post("/convenanten/"+h.id+"/doen/opzeggen", url.Values{"a": make([]string, 2*mostFields)})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
}
