package web

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/play"
	"convenant/cmd/internal/secret"
	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

// record records an act, written as in a scenario, on the day of the house.
func (h *house) record(act string) {
	h.t.Helper()
	today, err := clock.Today(h.web.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	value, err := templates.Value([]byte(act))
	if err != nil {
		h.t.Fatal(err)
	}
	read, refusal := workflow.ReadAct(value)
	if refusal != nil {
		h.t.Fatal(refusal)
	}
	out, err := h.register.Act(h.t.Context(), h.id, storage.Key{}, func(c *workflow.Convenant) workflow.Decision {
		read.Data = play.CurrentText(c, read, today)
		return c.Decide(read, today, h.web.Library)
	})
	if err != nil || out.Refusal != nil {
		h.t.Fatal(err, out.Refusal)
	}
}

// asStranger lets in a Partij that takes part in nothing.
func (h *house) asStranger(party string) *browser {
	h.t.Helper()
	e := eyes{Role: storage.RoleParty, Party: party, Name: party}
	data, err := json.Marshal(session{Eyes: &e, Principal: e.principal().ID, Began: h.web.Now(), Seen: h.web.Now()})
	if err == nil {
		err = h.web.Sessions.BeginSession(h.t.Context(), secret.Hash(party), storage.Session{Data: data, Expires: h.web.Now().Add(longestSession)})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	at, _ := url.Parse(h.server.URL)
	jar.SetCookies(at, []*http.Cookie{{Name: h.web.cookieName(at.Host), Value: party, Path: "/"}})
	return &browser{h, &http.Client{Jar: jar}}
}

// saysNot fails if the words of a page have one of these.
func saysNot(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, s := range all {
		if strings.Contains(page, s) {
			t.Errorf("the page says %q:\n%s", s, page)
		}
	}
}

var documentLink = regexp.MustCompile(`href="/documenten/([0-9a-f-]{36})-([0-9]+)"`)

// linked lists the documents to which a page links.
func (b *browser) linked(path string) []storage.Announcement {
	b.h.t.Helper()
	announced, err := b.h.register.Announcements(b.h.t.Context(), b.h.id)
	if err != nil {
		b.h.t.Fatal(err)
	}
	_, body := b.get(path)
	var list []storage.Announcement
	for _, m := range documentLink.FindAllStringSubmatch(body, -1) {
		i := slices.IndexFunc(announced, func(a storage.Announcement) bool { return workflow.NumberOf(a.Number).Text == m[2] })
		if i < 0 {
			b.h.t.Fatalf("%s links to a document that is not there: %s", path, m[0])
		}
		list = append(list, announced[i])
	}
	return list
}

// What a Partij sends and what is sent to it alone is read by it, and by no other Partij.
func TestAPartijReadsOnlyItsOwnLetters(t *testing.T) {
	h := openAt(t, webtest.Today)
	confirmed := func(list []storage.Announcement) bool {
		return slices.ContainsFunc(list, func(a storage.Announcement) bool {
			return a.Paper.Kind == workflow.PaperReceipt && a.Paper.To == "jellinek"
		})
	}
	record, _, err := h.register.Load(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	var others []string // whose names stand on no page of another; that Jellinek gave notice was told to all
	for _, p := range record.Facts()[0].Words.Parties {
		if p.ID != "jellinek" {
			others = append(others, p.Name)
		}
	}
	for who, own := range map[string]string{"jellinek": "Jellinek", "hilversum": "Gemeente Hilversum", "versa-welzijn": "Versa Welzijn"} {
		b := h.as(who)
		for _, path := range []string{"/gevraagd", "/brieven", "/stukken"} {
			list := b.linked(path)
			for _, a := range list {
				if a.Paper.To != "" && a.Paper.To != who {
					t.Errorf("%s sees on %s what was for %s: %s", who, path, a.Paper.To, a.Paper.Kind)
				}
			}
			if i := slices.IndexFunc(list, func(a storage.Announcement) bool { return a.Paper.To == "" }); path == "/brieven" && i >= 0 {
				t.Errorf("a %s, which is for everyone, is among the letters of %s", list[i].Paper.Kind, who)
			}
			if path != "/gevraagd" && len(list) == 0 {
				t.Errorf("%s sees nothing on %s", who, path)
			}
			if confirmed(list) != (who == "jellinek" && path != "/gevraagd") {
				t.Errorf("the confirmation of the notice on %s of %s: %t", path, who, confirmed(list))
			}
			_, main, _ := strings.Cut(strings.ReplaceAll(b.page(path), own, ""), "Kies een andere rol")
			main, _, _ = strings.Cut(main, "Vragen?")
			saysNot(t, main, others...)
			if who != "jellinek" {
				saysNot(t, b.page(path), "Opzegbrief", "Ontvangstbevestiging van een opzegging", "Uw opzegging")
			}
		}
	}
	shows(t, h.as("jellinek").page("/brieven"), "andere Partijen niet.", "Opzegbrief , ontvangen op 31 oktober 2025", "Uw opzegging is aanvaard; 31 december 2025 was uw laatste dag.",
		"Ontvangstbevestiging van een opzegging")
	shows(t, h.as("versa-welzijn").page("/brieven"), "Verlengingsbrief , ontvangen op 30 december 2025", "Uw brief telde mee. Het convenant is verlengd tot en met 31 december 2029.")
	shows(t, h.as("hilversum").page("/brieven"), "Kennisgeving: Jellinek heeft opgezegd") // which it was told
}

func TestALetterAboutWhichNothingWasDecidedIsSaidToBeIn(t *testing.T) {
	h := openOn(t, "2025-09-01")
	h.record(`{handeling: brief-registreren, gegevens: {soort: opzegbrief, partij: kwintes}}`)
	shows(t, h.as("kwintes").page("/brieven"), "ontvangen op 1 september 2025", "De ontvangst staat vast. Over de inhoud beslist het secretariaat nog.")
	shows(t, h.as("laren").page("/brieven"), "Wij hebben nog geen brief van u ontvangen.")
}

// What was overtaken before it could be sent stands on no page of the Partij, and cannot be opened by it.
func TestWhatWasNeverSentIsNotThereForAPartij(t *testing.T) {
	h := open(t)
	id := h.toSigning(h.drawnUp("Convenant Ondertekening", ""))
	if _, err := h.register.Announce(t.Context(), id, workflow.MustDate("2027-11-27")); err != nil { // nobody looked for a year
		t.Fatal(err)
	}
	announced, err := h.register.Announcements(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(announced, func(a storage.Announcement) bool { return a.Paper.Skipped && a.Paper.To == "kwintes" })
	if i < 0 {
		t.Fatal("nothing for Kwintes was overtaken")
	}
	path := documentPath(id, announced[i].Number)
	if status, _ := h.as("kwintes").get(path); status != http.StatusNotFound {
		t.Errorf("Kwintes: %d", status)
	}
	if status, _ := h.as("secretariaat").get(path); status != http.StatusOK {
		t.Errorf("the secretariaat: %d", status)
	}
}

func TestWhoTakesPartInNothingIsToldWhatWillCome(t *testing.T) {
	b := open(t).asStranger("nergens")
	shows(t, b.page("/gevraagd"), "Er is nu niets dat u hoeft te doen.", "U doet nog aan geen convenant mee.")
	shows(t, b.page("/brieven"), "Er zijn nog geen brieven.")
	shows(t, b.page("/stukken"), "Er zijn nog geen documenten voor u.")
}

func TestAPageOfAListThatIsNotThereSaysSo(t *testing.T) {
	h := open(t)
	for who, path := range map[string]string{"hilversum": "/gevraagd?verder=x", "portefeuillehouder": "/stukken?verder=x", "jellinek": "/brieven?verder=x"} {
		if status, _ := h.as(who).get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// The portefeuillehouders find what came by mail, with what went along, and the opleggers.
func TestThePortefeuillehouderFindsWhatCameByMail(t *testing.T) {
	h := open(t)
	b := h.as("portefeuillehouder")
	list := b.linked("/stukken")
	mails, err := h.register.Mails(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, m := range mails {
		if m.Role != workflow.ToAldermen {
			continue
		}
		count++
		if !slices.ContainsFunc(list, func(a storage.Announcement) bool { return a.Number == m.Announcement.Number }) {
			t.Errorf("a %s was sent to the portefeuillehouders, and is not there", m.Announcement.Paper.Kind)
		}
	}
	if count == 0 {
		t.Fatal("nothing was sent to the portefeuillehouders")
	}
	for _, kind := range []string{workflow.PaperCover, workflow.PaperSignatures, workflow.PaperAdopted} {
		if !slices.ContainsFunc(list, func(a storage.Announcement) bool { return a.Paper.Kind == kind }) {
			t.Errorf("no %s", kind)
		}
	}
	if i := slices.IndexFunc(list, func(a storage.Announcement) bool { return a.Paper.Kind == workflow.PaperReceipt }); i >= 0 {
		t.Error("a confirmation to one Partij is there")
	}
	if !slices.IsSortedFunc(list, func(a, b storage.Announcement) int { return int(b.Day - a.Day) }) {
		t.Error("the newest is not first")
	}
	shows(t, b.page("/stukken?zoek=herstelnetwerk"), "Convenant Herstelnetwerk", "Oplegger voor het Portefeuillehoudersoverleg")
	shows(t, b.page("/stukken?zoek=zwembad"), "Bij ‘zwembad’ zijn hier geen documenten.")
}
