package browser

// On paper.

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// paperWidth is that of a page of A4 within its margins, in pixels, which is less than that of many screens.
const paperWidth = 718

func TestAPageOnPaperHasItsDayAndWhatWasFolded(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, "jellinek").comeIn()
	v.size(paperWidth)
	seen := func(what string) bool {
		t.Helper()
		return read[bool](v, `document.querySelector("`+what+`").checkVisibility()`)
	}
	v.open("/brieven")
	if seen("details ul") || seen(".opgevraagd") {
		t.Fatal("on a screen the reminders are folded, and there is no day on the page")
	}
	call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if !seen("details ul") || !seen(".opgevraagd") || seen(".navigatie") {
		t.Error("on paper something stays folded, there is no day, or there is a menu")
	}
	v.open("/convenanten")
	if how := read[string](v, `getComputedStyle(document.querySelector(".tabel tr")).display`); how != "table-row" {
		t.Errorf("a table is no table on paper: its rows are %s", how)
	}
}
