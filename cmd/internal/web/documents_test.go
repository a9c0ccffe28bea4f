package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"convenant/cmd/internal/archive"
	"convenant/documents/upload"
	"convenant/storage"
	"convenant/workflow"
)

// ask asks for something, with the tag of what the browser has already.
func (b *browser) ask(path, tag string) (*http.Response, string) {
	b.h.t.Helper()
	request, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodGet, b.h.server.URL+path, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	r, err := b.client.Do(request)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return r, string(body)
}

// paperFor finds the id of the first document of a kind for somebody.
func (h *house) paperFor(kind, to string) string {
	h.t.Helper()
	list, err := h.register.Announcements(h.t.Context(), h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(a storage.Announcement) bool { return a.Paper.Kind == kind && a.Paper.To == to })
	if i < 0 {
		h.t.Fatalf("there is no %s for %q", kind, to)
	}
	return archive.IDOf(h.id, list[i].Number)
}

func TestDocumentsStandUnderWhatCalledForThem(t *testing.T) {
	h := open(t)
	page := h.as("secretariaat").page("/convenanten/" + h.id + "/documenten")
	shows(t, page, "Het convenant is verlengd tot en met 31 december 2029 Bevestiging van verlenging", "Jellinek zegt op; de laatste dag is 31 december 2025",
		"Ontvangstbevestiging aan Jellinek", "8 februari 2024 Het convenant treedt in werking", "Ondertekend exemplaar",
		" aan Partijen en adviseurs. Het nieuwste staat bovenaan.", "Overzicht voor het secretariaat: de contactpersoon aan het secretariaat")
	for _, heading := range []string{"Mededeling van einde, later vervangen door een rectificatie", "Rectificatie van de mededeling van einde"} {
		shows(t, page, heading+": de verlengingsbrief van Versa Welzijn was op 30 december 2025 ontvangen")
	}
	shows(t, page, "Opgemaakt op 5 januari 2026, over 30 december 2025 Versa Welzijn wil verlengen")
	hides(t, page, "Signalering", "geldt niet meer", "klopte niet meer")
	if strings.Index(page, "5 januari 2026") > strings.Index(page, "17 augustus 2023 Het concept") {
		t.Error("the oldest stands first")
	}
	then := h.as("secretariaat").page("/convenanten/" + h.id + "/documenten?peildatum=2024-01-10")
	shows(t, then, "De tekst is vastgesteld", "Besluitenlijst")
	hides(t, then, "Ondertekend exemplaar", "Ontvangstbevestiging")
}

// A Partij sees what is for all and for itself, in the list and under its address; what is for another is not there.
func TestAPartijReadsItsOwnDocuments(t *testing.T) {
	h := open(t)
	hilversum, jellinek := h.as("hilversum"), h.as("jellinek")
	page := hilversum.page("/convenanten/" + h.id + "/documenten")
	shows(t, page, "Ontvangstbevestiging aan Gemeente Hilversum", "Herinnering: de verlengingsbrief aan Gemeente Hilversum", "Ondertekend exemplaar", "voor u of voor alle Partijen")
	hides(t, page, "aan Jellinek", "aan Gemeente Laren", "aan het secretariaat")

	own, others := h.paperFor(workflow.PaperReceipt, "hilversum"), h.paperFor(workflow.PaperReceipt, "jellinek")
	for _, c := range []struct {
		b      *browser
		id     string
		status int
	}{{hilversum, own, 200}, {hilversum, others, 404}, {jellinek, others, 200}, {jellinek, own, 404}, {h.as("secretariaat"), own, 200},
		{hilversum, h.id + "-99999", 404}, {hilversum, h.id + "-0", 404}, {hilversum, "00000000-0000-0000-0000-000000000000-1", 404}, {hilversum, "x", 404}} {
		status, body := c.b.get("/documenten/" + c.id)
		if status != c.status || status == 404 && !strings.Contains(body, "Dit document is er niet") || status == 200 && !strings.HasPrefix(body, "%PDF-") {
			t.Errorf("%s: %d", c.id, status)
		}
	}
}

func TestADocumentIsReadInTheBrowserAndFetchedOnce(t *testing.T) {
	h := open(t)
	b := h.as("hilversum")
	path := "/documenten/" + h.paperFor(workflow.PaperReceipt, "hilversum")
	r, pdf := b.ask(path, "")
	if got := r.Header.Get("Content-Disposition"); got != `inline; filename="2025-11-20-ontvangstbevestiging-hilversum.pdf"` {
		t.Errorf("it is called %s", got)
	}
	if r.Header.Get("Content-Type") != "application/pdf" || r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Cache-Control") != "private, no-cache" {
		t.Errorf("its head is %v", r.Header)
	}
	sum := sha256.Sum256([]byte(pdf))
	hash := hex.EncodeToString(sum[:])
	if again, body := b.ask(path, r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("what the browser has is sent again: %d", again.StatusCode)
	}
	// A mail refers by the fingerprint to what was too large to go along.
	if _, same := b.ask("/documenten/"+hash, ""); same != pdf {
		t.Error("by its fingerprint it is another")
	}
	if status, _ := h.as("laren").get("/documenten/" + hash); status != http.StatusNotFound {
		t.Errorf("by its fingerprint it is there for another Partij: %d", status)
	}
	if status, _ := h.as("laren").get("/documenten/" + strings.Repeat("0", 64)); status != http.StatusNotFound {
		t.Errorf("a fingerprint of nothing: %d", status)
	}
}

// scan keeps a file as if it had been sent, and gives its fingerprint.
func (h *house) scan(kind string, b []byte) string {
	h.t.Helper()
	sum := sha256.Sum256(b)
	hash := hex.EncodeToString(sum[:])
	sender, err := h.register.AddToken(h.t.Context(), hash, storage.Grant{Role: storage.RoleSecretariat})
	if err == nil {
		err = h.register.AddUpload(h.t.Context(), storage.Upload{SHA256: hash, Type: kind, Pages: 1, By: sender.ID}, b)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return hash
}

// A scan comes out as it went in, for who may see the letter, and can do nothing in the browser.
func TestAFileComesOutAsItWasSent(t *testing.T) {
	h := open(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	hash := h.scan(upload.PNG, picture.Bytes())
	h.enter(workflow.RegisterLetter, factOf("soort", "anders"), factOf("partij", "laren"), factOf("bijlage", hash))
	for _, who := range []string{"laren", "secretariaat", "portefeuillehouder"} {
		r, body := h.as(who).ask("/bijlagen/"+hash, "")
		if r.StatusCode != http.StatusOK || body != picture.String() {
			t.Errorf("%s: %d, other bytes", who, r.StatusCode)
		}
		if got := r.Header.Get("Content-Security-Policy"); !strings.Contains(got, "sandbox") || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("it may do %s", got)
		}
		if got := r.Header.Get("Content-Disposition"); got != `inline; filename="bijlage-`+hash[:8]+`.png"` {
			t.Errorf("it is called %s", got)
		}
	}
	for _, path := range []string{hash, strings.Repeat("0", 64), "x"} {
		if status, body := h.as("hilversum").get("/bijlagen/" + path); status != http.StatusNotFound || !strings.Contains(body, "Dit bestand is er niet") {
			t.Errorf("%s for another Partij: %d", path, status)
		}
	}
}

func TestLettersSayWhatBecameOfThem(t *testing.T) {
	h := open(t)
	address := "/convenanten/" + h.id + "/brieven"
	page := h.as("secretariaat").page(address)
	shows(t, page, "13 brieven ontvangen, alle afgehandeld. Van 11 is alleen vastgelegd wat erin stond.",
		"Jellinek Opzegbrief van Jellinek 31 oktober 2025 Opgezegd; de laatste dag was 31 december 2025.",
		"Versa Welzijn Verlengingsbrief van Versa Welzijn 30 december 2025 vastgelegd op 5 januari 2026 Telde mee; het convenant is verlengd.",
		"MEE Verlengingsbrief 4 december 2025 Telde mee; het convenant is verlengd. Opgemaakt: ontvangstbevestiging (nog niet verzonden)")
	if strings.Index(page, "Versa Welzijn Verlengingsbrief") > strings.Index(page, "MEE Verlengingsbrief") {
		t.Error("the letter that came last does not stand first")
	}
	own := h.as("hilversum").page(address)
	shows(t, own, "1 brief van u ontvangen, en die is afgehandeld. Daarvan is alleen vastgelegd wat erin stond.", "Gemeente Hilversum Verlengingsbrief", "Opgemaakt: ontvangstbevestiging")
	hides(t, own, "Opzegbrief", "Gemeente Laren", "verzonden")
	hides(t, h.as("portefeuillehouder").page(address), "verzonden")
	shows(t, h.as("jellinek").page(address), "1 brief van u ontvangen, en die is afgehandeld.", "Opzegbrief van Jellinek")
	shows(t, h.as("hilversum").page(address+"?peildatum=2025-11-01"), "Van u is geen brief ontvangen.")
	shows(t, h.as("secretariaat").page(address+"?peildatum=2025-12-10"), "Telt mee voor de verlenging.", "de laatste dag is 31 december 2025.")
}

// Who reads a letter later, is told what came of it, and finds what was made because of it.
func TestALetterTellsWhatFollowed(t *testing.T) {
	h := open(t)
	jellinek, versa := h.letterOf("jellinek"), h.letterOf("versa-welzijn")
	address := "/convenanten/" + h.id + "/brieven/"
	page := h.as("secretariaat").page(address + jellinek)
	shows(t, page, "Opgezegd; de laatste dag was 31 december 2025. (artikel 3.3)", "Wat hieruit volgde Jellinek is sinds 1 januari 2026 geen Partij meer.",
		"Ontvangstbevestiging van een opzegging aan Jellinek", "Kennisgeving: Jellinek heeft opgezegd aan Gemeente Blaricum", "Bevestiging van uittreding aan Jellinek",
		"Naar alle Partijen", "Gevraagde laatste dag Niet vastgelegd.", "Mandaat Nog na te gaan")
	hides(t, page, "met 1 opmerking")
	own := h.as("jellinek").page(address + jellinek)
	shows(t, own, "Bevestiging van uittreding aan Jellinek")
	hides(t, own, "Kennisgeving")
	shows(t, h.as("jellinek").page(address+jellinek+"?peildatum=2025-11-10"), "Jellinek blijft Partij tot en met 31 december 2025")

	renewal := h.as("secretariaat").page(address + versa)
	shows(t, renewal, "Afgehandeld, met 2 opmerkingen", "Klopt deze brief met het convenant?", "Wat hieruit volgde Het convenant is verlengd tot en met 31 december 2029.",
		"Bevestiging van verlenging 12 keer", "Rectificatie van de mededeling van einde 12 keer", "Vorm Let op")
	hides(t, renewal, "Gevraagde laatste dag")
	shows(t, h.as("secretariaat").page(address+versa+"?peildatum=2025-12-31"), "Of het convenant wordt verlengd, blijkt na 31 december 2025.")
}

// letterOf finds the number of the letter of a Partij.
func (h *house) letterOf(party string) string {
	h.t.Helper()
	record, _, err := h.register.Load(h.t.Context(), h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, l := range record.On(workflow.MustDate("2026-11-27")).Letters {
		if l.Party == party {
			return strconv.Itoa(l.Number)
		}
	}
	h.t.Fatalf("there is no letter of %s", party)
	return ""
}

func TestALetterIsLookedAtPointByPoint(t *testing.T) {
	h := open(t)
	address := "/convenanten/" + h.id + "/brieven/"
	for _, who := range []string{"secretariaat", "portefeuillehouder", "jellinek"} {
		shows(t, h.as(who).page(address+h.letterOf("jellinek")), "Opzegbrief van Jellinek", "de laatste dag was 31 december 2025. (artikel 3.3)",
			"Vorm In orde De brief kwam schriftelijk.", "Gericht aan In orde", "De vroegste laatste dag is dan 31 december 2025.", "Er is geen scan vastgelegd")
	}
	for _, number := range []string{h.letterOf("jellinek"), "1", "0", "99999", "x"} {
		if status, body := h.as("hilversum").get(address + number); status != http.StatusNotFound || !strings.Contains(body, "Deze brief is er niet") {
			t.Errorf("letter %s for another Partij: %d", number, status)
		}
	}
}

// A letter with which nothing was done says so first, and the secretariaat reads what would do.
func TestALetterThatWaitsComesFirst(t *testing.T) {
	h := open(t)
	h.enter(workflow.RegisterLetter, factOf("soort", "opzegbrief"), factOf("partij", "laren"), factOf("vorm", "schriftelijk"), factOf("bijlage", "map 7"))
	h.enter(workflow.RegisterLetter, factOf("soort", "anders"), factOf("partij", "huizen"))
	address := "/convenanten/" + h.id + "/brieven"
	page := h.as("secretariaat").page(address)
	shows(t, page, "Gemeente Huizen Brief van Gemeente Huizen 27 november 2026 Het convenant verbindt hier zelf geen gevolgen aan.")
	shows(t, page, "Eén brief wacht nog op een besluit. In totaal zijn 15 brieven ontvangen.", "Opzegbrief van Gemeente Laren 27 november 2026 Wacht op een besluit Er is nog niets mee gedaan. De brief kan worden aanvaard.")
	if strings.Index(page, "Gemeente Laren") > strings.Index(page, "Opzegbrief van Jellinek") {
		t.Error("what waits stands behind what was done")
	}
	one := address + "/" + h.letterOf("laren")
	shows(t, h.as("secretariaat").page(one), "Aanvaard de opzegging. De laatste dag van Gemeente Laren is 27 januari 2027.", "Op papier: map 7", "Let op Aan wie de brief is gericht, is niet vastgelegd.")
	own := h.as("laren").page(one)
	shows(t, own, "Wacht op een besluit", "Het secretariaat besluit hierover.")
	hides(t, own, "Aanvaard de opzegging")
}
