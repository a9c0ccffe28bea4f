package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

// signingDay is a day on which everyone can sign and nobody did.
const signingDay = "2024-01-20"

// signs is what somebody fills in who signs for a Partij.
func signs() url.Values {
	return url.Values{"naam": {"Een Wethouder"}, "hoedanigheid": {"wethouder"}, "besluit.orgaan": {"college van burgemeester en wethouders"},
		"besluit.datum": {"9-1-2024"}, "gelezen": {"ja"}}
}

// shownCode is a code on a page of the demonstration.
var shownCode = regexp.MustCompile(`Uw code is <strong class="heel">([0-9 ]+)</strong>`)

// asksCode presses the button with which a code is asked, and gives the page.
func (b *browser) asksCode(form, page string) string {
	b.h.t.Helper()
	return b.asksInVain(http.StatusOK, form, page)
}

// asksInVain presses that button, and is answered with a status.
func (b *browser) asksInVain(want int, form, page string) string {
	b.h.t.Helper()
	typed := hidden(b.h.t, page)
	typed.Set("stap", "code")
	status, page := b.post(form, typed)
	if status != want {
		b.h.t.Fatalf("asking a code: %d\n%s", status, words(b.h.t, page))
	}
	return page
}

// signsWith gives a code.
func (b *browser) signsWith(form, page, code string) (status int, location, body string) {
	b.h.t.Helper()
	typed := hidden(b.h.t, page)
	typed.Set("code", code)
	typed.Set("stap", "vastleggen")
	r, err := b.client.PostForm(b.h.server.URL+form, typed)
	status, body = b.read(r, err)
	return status, r.Header.Get("Location"), body
}

func TestAPartijSignsTheTextItself(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	text := h.state(signingDay).Text
	shows(t, b.page("/gevraagd"), "Onderteken", "Teken niet")
	page := pageOf(t, b, form)
	shows(t, words(t, page), "U ondertekent precies deze tekst: versie 1.", text.SHA256(), "Het Convenant treedt in werking op de datum waarop Partijen deze ondertekenen.", "Uw verklaring")

	status, page := b.fill(form, url.Values{"naam": {""}, "hoedanigheid": {""}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Vul ‘Uw naam’ in.", "Vul ‘In welke functie tekent u?’ in.", "Zet het vinkje als u de tekst hebt gelezen en mag ondertekenen.")

	status, page = b.fill(form, signs())
	if status != http.StatusOK {
		t.Fatalf("got %d\n%s", status, words(t, page))
	}
	shows(t, words(t, page), "Klopt dit?", "Uw naam geldt als uw handtekening.", "Uw code", "Daarna ontbreken er nog 12 handtekeningen.", "Mail mij een code")
	status, _, wrong := b.signsWith(form, page, "")
	if status != http.StatusForbidden {
		t.Errorf("without a code: %d", status)
	}
	shows(t, words(t, wrong), "Vul de code in.")

	page = b.asksCode(form, page)
	if strings.Index(page, `value="vastleggen"`) > strings.Index(page, `value="code"`) {
		t.Error("the enter key asks for another code, and does not sign")
	}
	code := shownCode.FindStringSubmatch(page)
	if code == nil {
		t.Fatalf("no code is shown in the demonstration:\n%s", words(t, page))
	}
	was := len(h.facts())
	status, _, wrong = b.signsWith(form, page, "12")
	if status != http.StatusForbidden || len(h.facts()) != was {
		t.Errorf("with a wrong code: %d", status)
	}
	shows(t, words(t, wrong), "Deze code klopt niet.")
	_, location, body := b.signsWith(form, wrong, code[1])
	if location == "" {
		t.Fatalf("it is not recorded:\n%s", words(t, body))
	}
	if _, again, _ := b.signsWith(form, wrong, code[1]); again != location || len(h.facts()) != was+2 {
		t.Errorf("pressed twice it leads to %q and %q, with %d facts", location, again, len(h.facts())-was)
	}
	shows(t, b.page(location), "Vastgelegd", "Gemeente Hilversum")

	facts := h.facts()[was:]
	if facts[0].Kind != workflow.AppointRepresentative || facts[1].Kind != workflow.Sign {
		t.Fatalf("recorded: %s, %s", facts[0].Kind, facts[1].Kind)
	}
	signed := facts[1]
	if signed.Data.Get("wijze").Text != workflow.Digitally || signed.Data.Get("sha256").Text != text.SHA256() || len(signed.Attachments) != 1 || strings.Contains(signed.Note, "Wethouder") {
		t.Errorf("recorded: %+v", signed)
	}
	status, proof := b.get("/bijlagen/" + signed.Attachments[0])
	if status != http.StatusOK {
		t.Fatalf("the proof: %d", status)
	}
	shows(t, textOf(t, []byte(proof)), "Gemeente Hilversum", "Een Wethouder", "college van burgemeester en wethouders, 9 januari 2024", text.SHA256()[:16], "demonstratie")
	for who, want := range map[string]int{"laren": http.StatusNotFound, "secretariaat": http.StatusOK, "portefeuillehouder": http.StatusOK} {
		if status, _ := h.as(who).get("/bijlagen/" + signed.Attachments[0]); status != want {
			t.Errorf("%s asks for the proof: %d", who, status)
		}
	}
	shows(t, h.as("secretariaat").page("/convenanten/"+h.id+"/partijen"), "Gemeente Hilversum Getekend 20 januari 2024 Digitaal Een Wethouder")
	if status, _ := b.get(form); status != http.StatusConflict {
		t.Errorf("who signed can sign again: %d", status)
	}
}

// textOf reads a PDF.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = bytes.NewReader(pdf)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func (h *house) state(day string) *workflow.State {
	h.t.Helper()
	record, _, err := h.register.Load(h.t.Context(), h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	return record.Latest(workflow.MustDate(day))
}

func TestACodeIsHandedOutToWhoGetsNoMail(t *testing.T) {
	h := openOn(t, signingDay)
	office, b := h.as("secretariaat"), h.as("jellinek")
	address, form := "/convenanten/"+h.id+"/ondertekencode", "/convenanten/"+h.id+"/doen/ondertekenen"
	status, page := office.post(address, url.Values{"partij": {"nergens"}})
	if status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, page), "Kies de Partij die gaat ondertekenen.")
	_, page = office.post(address, url.Values{"partij": {"jellinek"}})
	shows(t, words(t, page), "De code voor Jellinek", "U ziet deze code één keer.", "27 januari 2024")
	code := regexp.MustCompile(`<strong>([0-9 ]+)</strong>`).FindStringSubmatch(page)
	if code == nil {
		t.Fatal("no code is shown")
	}
	_, other := h.as("hilversum").fill(form, signs())
	if status, _, _ := h.as("hilversum").signsWith(form, other, code[1]); status != http.StatusForbidden {
		t.Errorf("another Partij signs with the code: %d", status)
	}
	_, page = b.fill(form, signs())
	_, location, body := b.signsWith(form, page, code[1])
	if location == "" {
		t.Fatalf("it is not recorded:\n%s", words(t, body))
	}
	facts := h.facts()
	if note := facts[len(facts)-1].Note; !strings.Contains(note, "die het secretariaat heeft uitgereikt") {
		t.Errorf("the record says %q", note)
	}
}

func TestADrawnSignatureStandsInTheProof(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	typed := signs()
	for _, broken := range []string{"600x200;1,1 700,1", "600x200;een,twee", "iets anders", "600x200;", "600x200;" + strings.Repeat("1,1 ", mostPoints+1)} {
		typed.Set("tekening", broken)
		status, page := b.fill(form, typed)
		if status != http.StatusBadRequest {
			t.Errorf("%.30q: %d", broken, status)
		}
		shows(t, words(t, page), "De tekening is niet te lezen.")
	}
	typed.Set("tekening", "600x200;10,10 100,150 590,20;300,100")
	_, page := b.fill(form, typed)
	if !strings.Contains(page, `<path d="M10 10L100 150L590 20M300 100h1"`) {
		t.Errorf("the drawing is not shown:\n%s", page)
	}
	page = b.asksCode(form, page)
	_, location, body := b.signsWith(form, page, shownCode.FindStringSubmatch(page)[1])
	if location == "" {
		t.Fatalf("it is not recorded:\n%s", words(t, body))
	}
	facts := h.facts()
	_, proof := b.get("/bijlagen/" + facts[len(facts)-1].Attachments[0])
	shows(t, textOf(t, []byte(proof)), "Handtekening, met de hand getekend")
}

// The text that is signed is the one that was looked at.
func TestATextThatChangedIsNotSigned(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	_, page := b.fill(form, signs())
	page = b.asksCode(form, page)
	h.befalls(h.id, signingDay, `{"handeling":"terug-naar-concept","gegevens":{"reden":"Een fout in artikel 5."}}`)
	status, location, body := b.signsWith(form, page, shownCode.FindStringSubmatch(page)[1])
	if status != http.StatusConflict || location != "" {
		t.Errorf("got %d", status)
	}
	shows(t, words(t, body), "concept")
	if s := h.state(signingDay); s.Party("hilversum").State == workflow.Signed {
		t.Error("another text is signed")
	}
}

// Another text is read and declared anew; then it can be signed.
func TestAnotherTextIsReadAnew(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	_, page := b.fill(form, signs())
	page = b.asksCode(form, page)
	for _, act := range []string{
		`{"handeling":"terug-naar-concept","gegevens":{"reden":"Een fout in artikel 5."}}`, `{"handeling":"tekst-wijzigen","gegevens":{"artikelen":{"5.1":"Partijen werken samen."}}}`,
		`{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Een kleine wijziging."}}`, `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-20","doel":"vaststellen"}}`,
		`{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`,
	} {
		h.befalls(h.id, signingDay, act)
	}
	status, location, body := b.signsWith(form, page, shownCode.FindStringSubmatch(page)[1])
	if status != http.StatusBadRequest || location != "" {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, body), "De tekst is intussen veranderd. Lees de tekst hierboven opnieuw, en zet dan het vinkje.", "Partijen werken samen.")
	if strings.Contains(body, `value="ja" checked`) {
		t.Error("another text is declared to have been read")
	}
	typed := hidden(t, body)
	for name, values := range signs() {
		typed[name] = values
	}
	typed.Set("stap", "code")
	_, page = b.post(form, typed)
	if _, location, body = b.signsWith(form, page, shownCode.FindStringSubmatch(page)[1]); location == "" {
		t.Fatalf("it is not recorded:\n%s", words(t, body))
	}
	if s := h.state(signingDay); s.Party("hilversum").SignedText != s.Text.SHA256() {
		t.Error("another text is signed than there is")
	}
}

// Nobody declares anything by following a link, and whose signature it is cannot be corrected.
func TestADigitalSignatureStaysWhoseItIs(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	if page := pageOf(t, b, form+"?gelezen=ja&naam=Iemand&sha256="+strings.Repeat("0", 64)); strings.Contains(page, `value="ja" checked`) || strings.Contains(page, `value="Iemand"`) {
		t.Error("a link declares that the text was read")
	}
	_, page := b.fill(form, signs())
	page = b.asksCode(form, page)
	b.signsWith(form, page, shownCode.FindStringSubmatch(page)[1])
	correction := "/convenanten/" + h.id + "/doen/corrigeren?feit=" + workflow.NumberOf(len(h.facts())).Text
	if page = pageOf(t, h.as("secretariaat"), correction); strings.Contains(page, "vervanging.gegevens.partij") || !strings.Contains(page, "vervanging.op") {
		t.Error("a digital signature can be given to another Partij")
	}
}

// Who is overtaken while signing sees what would follow now, and need not ask for another code.
func TestASignatureThatIsOvertaken(t *testing.T) {
	h := openOn(t, signingDay)
	b := h.as("hilversum")
	form := "/convenanten/" + h.id + "/doen/ondertekenen"
	_, page := b.fill(form, signs())
	page = b.asksCode(form, page)
	code := shownCode.FindStringSubmatch(page)[1]
	h.befalls(h.id, signingDay, `{"handeling":"ondertekenen","gegevens":{"partij":"laren","wijze":"papier"}}`)
	status, location, page := b.signsWith(form, page, code)
	if status != http.StatusConflict || location != "" {
		t.Fatalf("got %d", status)
	}
	shows(t, words(t, page), "Intussen heeft iemand anders iets vastgelegd", "Gemeente Laren", "Daarna ontbreken er nog 11 handtekeningen.")
	if !strings.Contains(page, `name="code" value="`+code+`"`) {
		t.Error("the code must be typed again")
	}
	if _, location, body := b.signsWith(form, page, code); location == "" {
		t.Errorf("it is not recorded:\n%s", words(t, body))
	}
}

// A code is mailed at that moment, to the address of who is signed in.
func TestTheCodeIsMailedToWhoIsSignedIn(t *testing.T) {
	at, err := time.Parse(time.DateOnly, signingDay)
	if err != nil {
		t.Fatal(err)
	}
	at = at.Add(10 * time.Hour)
	d := lockHouse(t, openAt(t, at), at)
	var mailed []string
	fails := false
	d.web.SendCode = func(_ context.Context, _, name, address, convenant, party, code string) error {
		if fails {
			return errors.New("the mail server is away")
		}
		mailed = append(mailed, strings.Join([]string{name, address, convenant, party, code}, "|"))
		return nil
	}
	d.person("Een Medewerker", "medewerker@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"})
	b := d.as("")
	b.arrives(d.mailed(b, "medewerker@hilversum.example"), nil, "/gevraagd")
	form := "/convenanten/" + d.id + "/doen/ondertekenen"
	_, page := b.fill(form, signs())
	page = b.asksCode(form, page)
	shows(t, words(t, page), "Er is een code gemaild aan medewerker@hilversum.example")
	if len(mailed) != 1 || !strings.HasPrefix(mailed[0], "Een Medewerker|medewerker@hilversum.example|Convenant Herstelnetwerk|Gemeente Hilversum|") {
		t.Fatalf("mailed: %q", mailed)
	}
	code := mailed[0][strings.LastIndexByte(mailed[0], '|')+1:]
	if strings.Contains(page, code) {
		t.Error("the code that was mailed stands on the page")
	}
	fails = true
	shows(t, words(t, b.asksInVain(http.StatusServiceUnavailable, form, page)), "De code kon niet worden gemaild.")
	fails = false
	for range 3 {
		page = b.asksCode(form, page)
	}
	shows(t, words(t, b.asksInVain(http.StatusTooManyRequests, form, page)), "U hebt in korte tijd al vijf codes gevraagd.")
	code = mailed[len(mailed)-1][strings.LastIndexByte(mailed[len(mailed)-1], '|')+1:]
	_, location, body := b.signsWith(form, page, strings.ReplaceAll(code, " ", ""))
	if location == "" {
		t.Fatalf("it is not recorded:\n%s", words(t, body))
	}
	facts := d.facts()
	_, proof := b.get("/bijlagen/" + facts[len(facts)-1].Attachments[0])
	shows(t, textOf(t, []byte(proof)), "Ingelogd als Een Medewerker", "gemaild aan medewerker@hilversum.example")
}
