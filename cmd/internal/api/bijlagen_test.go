package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"convenant/storage"
)

// aPDF is the scan of a letter: one page.
var aPDF = scan("")

// scan is a PDF of one page with something in its catalogue.
func scan(catalogue string) string {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range []string{"<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.String()
}

// kindOf gives the header that tells what a body is, when it is no JSON.
func kindOf(body string) []string {
	if strings.HasPrefix(body, "%PDF-") {
		return []string{"Content-Type", "application/pdf"}
	}
	return nil
}

// send sends a file and returns its hash.
func (h *house) send(who, file string) string {
	h.t.Helper()
	return h.must(who, "POST", "/bijlagen", file, "Content-Type", "application/pdf").json["sha256"].(string)
}

// attached makes a file that is there in some way, and returns its hash.
func (h *house) attached(id, how string) string {
	h.t.Helper()
	party, isLetter := strings.CutPrefix(how, "brief-van-")
	switch {
	case isLetter:
		hash := h.send(secretariaat, scan("/Lang ("+how+")"))
		h.act(id, fmt.Sprintf(`{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"%s","bijlage":"%s"}}`, party, hash))
		return hash
	case how == "stuk":
		hash := h.send(secretariaat, aPDF)
		h.act(id, fmt.Sprintf(`{"handeling":"agenderen","bijlagen":["%s"],"gegevens":{"overleg":"Bestuur","datum":"2024-01-03","doel":"adviseren"}}`, hash))
		return hash
	}
	return h.send("laren", aPDF)
}

func TestAFileIsKeptByteForByte(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		sum := sha256.Sum256([]byte(aPDF))
		a := h.must("laren", "POST", "/bijlagen", aPDF, "Content-Type", "application/pdf")
		want := map[string]any{"sha256": hex.EncodeToString(sum[:]), "soort": "application/pdf", "bytes": len(aPDF), "paginas": 1}
		hash := hex.EncodeToString(sum[:])
		if len(with([]map[string]any{a.json}, want)) != 1 || a.header.Get("Location") != "https://convenant.example/api/v1/bijlagen/"+hash {
			t.Errorf("it is told as %s at %s", a.body, a.header.Get("Location"))
		}
		h.must("laren", "POST", "/bijlagen", aPDF, "Content-Type", "application/pdf") // once more is no other
		h.must("laren", "POST", "/convenanten/"+id+"/handelingen", fmt.Sprintf(`{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"laren","bijlage":"%s"}}`, hash))
		got := h.must(secretariaat, "GET", "/bijlagen/"+hash, "")
		for name, want := range map[string]string{"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="bijlage-` + hash[:8] + `.pdf"`,
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "ETag": `"` + hash + `"`} {
			if got.header.Get(name) != want {
				t.Errorf("header %s is %q", name, got.header.Get(name))
			}
		}
		if string(got.body) != aPDF {
			t.Errorf("what comes back is not what was sent: %d bytes", len(got.body))
		}
		if again := h.ask(secretariaat, "GET", "/bijlagen/"+hash, "", "If-None-Match", `"`+hash+`"`); again.status != 304 {
			t.Errorf("who has it already gets %d", again.status)
		}
		if seen := h.seen[len(h.seen)-1]; seen.Object != hash || seen.Action != "bijlage-lezen" {
			t.Errorf("it is seen as %+v", seen)
		}
	})
}

func TestWhatIsNotAcceptedIsRefusedWithWhatWouldDo(t *testing.T) {
	h := newHouse(t, databases["sqlite"](t))
	script := scan("/OpenAction << /S /JavaScript /JS (x) >>")
	h.problem(h.ask("laren", "POST", "/bijlagen", script, "Content-Type", "application/pdf"), 400, "ongeldige-gegevens",
		map[string]any{"detail": "In deze PDF zit een script (JavaScript), dat bij het openen iets kan doen.", "veld": "bijlage"})
	h.problem(h.ask("laren", "POST", "/bijlagen", "Geachte heer", "Content-Type", "image/png"), 400, "ongeldige-gegevens", nil)
	h.problem(h.ask("laren", "POST", "/bijlagen", `{"a":1}`), 415, "soort-inhoud-onbekend", nil)
	h.problem(h.ask("laren", "POST", "/bijlagen", "x", "Content-Type", "multipart/form-data; boundary=x"), 415, "soort-inhoud-onbekend", nil)
	h.problem(h.ask("laren", "POST", "/bijlagen", "%PDF-1.7"+strings.Repeat(" ", 20<<20), "Content-Type", "application/pdf"), 413, "te-groot", nil)
	h.problem(h.ask("laren", "GET", "/bijlagen/brief.pdf", ""), 404, "onbekend", nil)
	h.problem(h.ask("laren", "GET", "/bijlagen/"+strings.Repeat("0", 64), ""), 404, "onbekend", nil)
}

// An act names a file that was sent; a name that is no hash is a paper, as in a scenario.
func TestAnActNamesAFileThatIsThere(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.signing()
		path, letter := "/convenanten/"+id+"/handelingen", `{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"%s","bijlage":"%s"}}`
		nowhere := strings.Repeat("ab", 32)
		h.problem(h.ask(secretariaat, "POST", path, fmt.Sprintf(letter, "laren", nowhere)), 404, "onbekend", map[string]any{"veld": "gegevens.bijlage",
			"detail": "Onder vingerafdruk abababab… is geen bestand aangeleverd dat met dit token in te zien is."})
		h.problem(h.ask(secretariaat, "POST", path, fmt.Sprintf(`{"handeling":"agenderen","bijlagen":["%s"],"gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"adviseren"}}`, nowhere)),
			404, "onbekend", map[string]any{"veld": "bijlagen"})
		h.must(secretariaat, "POST", path, fmt.Sprintf(letter, "laren", "brief in de kast.pdf"))
		hash := h.send("laren", aPDF)
		h.problem(h.ask("huizen", "POST", path, fmt.Sprintf(letter, "huizen", hash)), 404, "onbekend", nil) // else its hash would open it
		h.must("laren", "POST", path, fmt.Sprintf(letter, "laren", hash))
		h.problem(h.ask("huizen", "GET", "/bijlagen/"+hash, ""), 404, "onbekend", nil)
		h.act(id, fmt.Sprintf(`{"handeling":"corrigeren","gegevens":{"feit":6,"reden":"Van een ander.","vervanging":{"gegevens":{"soort":"anders","partij":"huizen","bijlage":"%s"}}}}`, hash))
		h.must("huizen", "GET", "/bijlagen/"+hash, "")
	})
}

// What nobody refers to is not kept for ever, and nobody fills the register with it.
func TestWhatWaitsTooLongIsTakenAway(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.on("2024-01-01")
		first := h.send("laren", aPDF)
		for i := range storage.MostUploads - 1 {
			h.send("laren", scan(fmt.Sprintf("/Lang (%d)", i)))
		}
		h.problem(h.ask("laren", "POST", "/bijlagen", scan("/Lang (meer)"), "Content-Type", "application/pdf"), 409, "te-veel-bestanden", nil)
		h.send("laren", aPDF)
		h.send("huizen", scan("/Lang (meer)"))
		h.now = h.now.Add(storage.UploadLasts + time.Hour)
		h.send("laren", scan("/Lang (later)"))
		h.problem(h.ask("laren", "GET", "/bijlagen/"+first, ""), 404, "onbekend", nil)
	})
}
