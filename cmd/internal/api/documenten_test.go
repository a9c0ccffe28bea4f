package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"convenant/storage"
)

func TestTheHistoryTellsFactsConsequencesAndAnnouncements(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.on("2024-02-05")
		h.act(id, `{"handeling":"opzeggen","toelichting":"Per brief.","gegevens":{"partij":"laren","ontvangen":"2024-02-01"}}`)
		h.act(id, `{"handeling":"corrigeren","gegevens":{"feit":7,"reden":"Verkeerde Partij."}}`)
		events := h.must(secretariaat, "GET", "/convenanten/"+id+"/geschiedenis", "").list("geschiedenis")
		last := ""
		for _, e := range events {
			if on := e["datum"].(string); on < last {
				t.Errorf("%v comes after %s", e, last)
			} else {
				last = on
			}
		}
		for _, want := range []map[string]any{
			{"aard": "feit", "nummer": 1, "soort": "opstellen", "datum": "2024-01-01", "door": "secretariaat"},
			{"aard": "gevolg", "soort": "in-werking-getreden", "datum": "2024-01-03"},
			{"aard": "feit", "nummer": 7, "soort": "opzeggen", "datum": "2024-02-01", "vastgelegdOp": "2024-02-05", "toelichting": "Per brief.", "zonderGevolg": "map[reden:Gecorrigeerd door feit 8.]"},
			{"aard": "mededeling", "soort": "convenant-ondertekend", "datum": "2024-01-03"},
			{"aard": "mededeling", "soort": "ontvangstbevestiging", "datum": "2024-02-01", "gegevens": "map[aan:laren betreft:laren feit:7]"},
		} {
			if found := with(events, want); len(found) != 1 {
				t.Errorf("%v is there %d times", want, len(found))
			}
		}
		for _, e := range events {
			if e["aard"] == "mededeling" && e["document"] != fmt.Sprintf("%s-%v", id, e["nummer"]) {
				t.Errorf("%v names another document", e)
			}
		}
		for _, e := range h.must("huizen", "GET", "/convenanten/"+id+"/geschiedenis", "").list("geschiedenis") {
			if data := fmt.Sprint(e["gegevens"]); e["aard"] == "mededeling" && strings.Contains(data, "aan:laren") {
				t.Errorf("huizen is told of a letter to laren: %v", e)
			}
		}
	})
}

func TestADocumentIsMadeOnceAndKept(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		list := func() []map[string]any {
			return h.must(secretariaat, "GET", "/convenanten/"+id+"/documenten", "").list("documenten")
		}
		wanted := with(list(), map[string]any{"soort": "convenant-ondertekend"})
		if len(wanted) != 1 || wanted[0]["bestand"] != nil {
			t.Fatalf("there is %v", wanted)
		}
		path := "/documenten/" + wanted[0]["id"].(string)
		h.on("2024-06-01")
		pdf := h.must(secretariaat, "GET", path, "")
		if !bytes.HasPrefix(pdf.body, []byte("%PDF-")) || pdf.header.Get("Content-Type") != "application/pdf" {
			t.Fatalf("it is %s, %.20q", pdf.header.Get("Content-Type"), pdf.body)
		}
		sum := sha256.Sum256(pdf.body)
		name := "2024-01-03-convenant-ondertekend.pdf"
		if got := pdf.header.Get("Content-Disposition"); got != `inline; filename="`+name+`"` {
			t.Errorf("it is called %s", got)
		}
		made := with(list(), map[string]any{"id": wanted[0]["id"]})[0]["bestand"]
		if fmt.Sprint(made) != fmt.Sprintf("map[naam:%s sha256:%s]", name, hex.EncodeToString(sum[:])) {
			t.Errorf("it was kept as %v", made)
		}
		h.act(id, `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		if again := h.must(secretariaat, "GET", path, ""); !bytes.Equal(again.body, pdf.body) {
			t.Error("the second time it is another document")
		}
		if a := h.ask(secretariaat, "GET", path, "", "If-None-Match", pdf.header.Get("ETag")); a.status != 304 {
			t.Errorf("who has it already gets %d", a.status)
		}
		kept, err := h.Register.Documents(t.Context(), id)
		if err != nil || len(kept) != 1 {
			t.Errorf("%d documents were kept: %v", len(kept), err)
		}
		for _, d := range list() { // every kind that is called for can be made
			h.must(secretariaat, "GET", "/documenten/"+d["id"].(string), "")
		}
	})
}

func TestADocumentThatIsNotThere(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		for _, wrong := range []string{id, id + "-0", id + "-01", id + "-+1", id + "-999", id + "-x", "x-1", "-1", strings.Repeat("0", 36) + "-1", id + "-1-1"} {
			h.problem(h.ask(secretariaat, "GET", "/documenten/"+wrong, ""), 404, "onbekend", map[string]any{"detail": noSuchDocument.detail})
		}
	})
}

// What was made stays what it was, whatever templates and renderers come after: of several for one place the first.
func TestADocumentThatWasMadeIsNotMadeAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		document := h.documentTo(id, "laren")
		path := "/documenten/" + document
		first := h.must(secretariaat, "GET", path, "")
		kept, err := h.Register.Documents(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		again := kept[0]
		again.Pin = strings.Replace(again.Pin, `"opmaak":"`, `"opmaak":"later`, 1)
		again.Bytes = []byte("%PDF-later")
		sum := sha256.Sum256(again.Bytes)
		again.SHA256 = hex.EncodeToString(sum[:])
		if err := h.Register.KeepDocuments(t.Context(), id, []storage.Document{again}); err != nil {
			t.Fatal(err)
		}
		h.Printer = nil // nothing can be made any more
		if a := h.must(secretariaat, "GET", path, ""); !bytes.Equal(a.body, first.body) {
			t.Errorf("it is now %.20q", a.body)
		}
	})
}
