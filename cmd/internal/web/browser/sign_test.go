package browser

// Signing for a Partij, as a wethouder does it: read, fill in, draw or not, ask for a code, sign.

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// draws moves a pen over the sheet for a signature.
func (v *visitor) draws() {
	v.t.Helper()
	sheet := read[struct{ X, Y, Width, Height float64 }](v, `(() => {
		const canvas = document.querySelector("canvas");
		canvas.scrollIntoView({ block: "center" });
		const { x, y, width, height } = canvas.getBoundingClientRect();
		return { X: x, Y: y, Width: width, Height: height };
	})()`)
	for i, at := range [][2]float64{{.1, .5}, {.3, .2}, {.5, .8}, {.9, .4}} {
		kind := input.DispatchMouseEventTypeMouseMoved
		if i == 0 {
			kind = input.DispatchMouseEventTypeMousePressed
		}
		v.mouse(kind, sheet.X+at[0]*sheet.Width, sheet.Y+at[1]*sheet.Height)
	}
	v.mouse(input.DispatchMouseEventTypeMouseReleased, sheet.X+.9*sheet.Width, sheet.Y+.4*sheet.Height)
}

func (v *visitor) mouse(kind input.DispatchMouseEventType, x, y float64) {
	v.t.Helper()
	call(v, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
}

func TestSigningInTheBrowser(t *testing.T) {
	axe := axeSource(t)
	all := &findings{all: map[violation][]string{}, known: map[string]bool{}}
	h := openAt(t, true, time.Date(2024, 1, 20, 10, 0, 0, 0, time.UTC))
	for who, how := range map[string]struct{ script, draws bool }{"hilversum": {true, true}, "jellinek": {true, false}, "laren": {false, false}} {
		v := h.visit(t, who).comeIn()
		if !how.script {
			v.withoutScript()
		}
		look := func(name string) {
			t.Helper()
			if how.draws {
				v.lookAround(address{path: "/tekenen-" + name}, axe, all, true)
			}
		}
		v.open("/gevraagd")
		v.leaveBy(chromedp.Click(chromedp.CSS(`main a[href$="/doen/ondertekenen"]`)))
		v.sees("U ondertekent precies deze tekst: versie 1.")
		look("tekst")
		v.presses("bekijken")
		v.sees("Zet het vinkje als u de tekst hebt gelezen")
		look("fout")
		v.types("naam", "Een Wethouder")
		v.must(chromedp.Do(v.ctx, chromedp.Click(chromedp.CSS("form.doen [name=gelezen]"))))
		if how.draws {
			v.draws()
		}
		v.presses("bekijken")
		v.sees("Klopt dit?", "Uw code")
		if drawn := read[bool](v, `!!document.querySelector("svg.handtekening path")`); drawn != how.draws {
			t.Errorf("%s drew a signature: %t", who, drawn)
		}
		v.presses("code")
		v.sees("Uw code is")
		look("code")
		code := read[string](v, `document.querySelector("[role=status] .heel").textContent`)
		v.types("code", "000000")
		v.presses("vastleggen")
		v.sees("Deze code klopt niet")
		look("code-fout")
		read[chromedp.Void](v, `document.querySelector("[name=code]").value = ""; undefined`)
		v.types("code", code)
		v.presses("vastleggen")
		v.sees("Vastgelegd")
		look("gedaan")
	}
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/convenanten/" + h.id + "/ondertekencode")
	v.must(chromedp.Do(v.ctx, chromedp.SendKeys(chromedp.CSS("form.doen [name=partij]"), "Kwintes")))
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.doen button`)))
	v.sees("De code voor Kwintes", "U ziet deze code één keer.")
	v.lookAround(address{path: "/ondertekencode"}, axe, all, true)
	all.report(t)
}
