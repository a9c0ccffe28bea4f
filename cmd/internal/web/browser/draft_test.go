package browser

// Drawing up a convenant as somebody does it: the text stands beside the form, and follows it at once. Without a script a
// button shows it.

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fills types over what stands in a field, and stays there.
func (v *visitor) fills(name, words string) {
	v.t.Helper()
	at := "[name='" + name + "']"
	read[chromedp.Void](v, `(() => { const f = document.querySelector("`+at+`"), folded = f.closest("details"); if (folded) folded.open = true; f.value = ""; })()`)
	v.keys(at, words)
}

// keys types in a field that can be seen.
func (v *visitor) keys(at, words string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	v.must(chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS(at), words)))
}

// comes waits until something is so on the page.
func (v *visitor) comes(expression string) {
	v.t.Helper()
	if !read[bool](v, `new Promise(done => {
		const look = () => { if (`+expression+`) done(true); };
		new MutationObserver(look).observe(document.querySelector("main"), {childList: true, characterData: true, attributes: true, subtree: true});
		look();
		setTimeout(() => done(false), 20000);
	})`) {
		v.t.Fatalf("it does not come: %s\n%s", expression, read[string](v, mainScript))
	}
}

const (
	termField  = "voorwaarden.opzegging.termijn"
	termSaid   = `document.getElementById("voorwaarden-opzegging-termijn-fout")`
	aboutLeave = `document.querySelector("#tekst [id$='artikel-3.3']").innerText`
)

func TestTheTextFollowsTheFormAtOnce(t *testing.T) {
	axe := axeSource(t)
	all := &findings{all: map[violation][]string{}, known: map[string]bool{}}
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/convenanten")
	v.leaveBy(chromedp.Click(chromedp.CSS(`main a[href="/convenanten/nieuw"]`)))
	v.leaveBy(chromedp.Click(chromedp.CSS(`main a[href$="sjabloon=herstelnetwerk"]`)))
	v.lookAround(address{path: "/opstellen"}, axe, all, true)
	v.size(1440)

	v.fills(termField, "3 maanden")
	v.comes(aboutLeave + `.includes("drie")`)
	if got := read[string](v, aboutLeave); !strings.Contains(got, "Gewijzigd") {
		t.Errorf("what changed is not marked: %s", got)
	}
	v.comes(`document.querySelector("[data-gevolgd]").textContent === "De tekst is aangepast in artikel 3.3."`)
	if !read[bool](v, `(() => { const sheet = document.getElementById("tekst").getBoundingClientRect(), at = document.querySelector("#tekst [id$='artikel-3.3']").getBoundingClientRect();
		return at.top >= sheet.top && at.top < sheet.bottom; })()`) {
		t.Error("what changed is not in sight")
	}

	v.fills(termField, "3 maandjes")
	v.comes(aboutLeave + `.includes("twee")`)
	if read[bool](v, termSaid+` !== null`) {
		t.Error("it is called wrong while somebody types")
	}
	read[chromedp.Void](v, `document.querySelector("[name=kenmerk]").focus(); undefined`)
	v.comes(termSaid + `?.textContent.includes("is geen termijn")`)
	if by := read[string](v, `document.querySelector("[name='`+termField+`']").getAttribute("aria-describedby")`); !strings.Contains(by, "voorwaarden-opzegging-termijn-fout") {
		t.Errorf("who cannot see it is not told: %q", by)
	}
	v.lookAround(address{path: "/opstellen-fout"}, axe, all, true)
	v.size(1440)

	v.fills(termField, "4 maanden")
	v.comes(aboutLeave + `.includes("vier")`)
	if read[bool](v, termSaid+` !== null`) {
		t.Error("it is still called wrong")
	}
	read[chromedp.Void](v, `document.querySelector("#partij-mee").click(); undefined`)
	v.comes(`![...document.querySelectorAll("#tekst .handtekeningen th")].some(e => e.innerText === "MEE")`)
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.opstellen button[value=vastleggen]`)))
	v.sees("Het convenant is opgesteld, als concept.")
	all.report(t)
}

func TestDrawingUpWithoutAScript(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn().withoutScript()
	v.open("/convenanten/nieuw?sjabloon=herstelnetwerk")
	v.fills(termField, "3 maanden")
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.opstellen .knoppen button[value=wijzigen]`)))
	if got := read[string](v, aboutLeave); !strings.Contains(got, "drie") || !strings.Contains(got, "Gewijzigd") {
		t.Errorf("the text is %s", got)
	}
	if at := v.path(); at != "/convenanten" || !read[bool](v, `location.hash === "#zo-luidt-het"`) {
		t.Errorf("it stands at %s", at)
	}
	v.fills(termField, "maandjes")
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.opstellen button[value=vastleggen]`)))
	v.sees("Het convenant is nog niet opgesteld", "‘maandjes’ is geen termijn.")
	v.fills(termField, "3 maanden")
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.opstellen button[value=vastleggen]`)))
	v.sees("Het convenant is opgesteld, als concept.")
	v.open("/convenanten/nieuw?sjabloon=algemeen")
	if read[bool](v, `document.querySelector("[data-zoek]").checkVisibility()`) {
		t.Error("a field that needs a script is shown")
	}
}

// Hundreds of organisations are found by a part of their name; who was chosen stays in sight.
func TestAnOrganisationIsFoundByItsName(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/convenanten/nieuw?sjabloon=algemeen")
	read[chromedp.Void](v, `document.querySelector("#partij-kwintes").click(); undefined`)
	v.keys("#zoek-partij", "HILV")
	if got := read[string](v, `[...document.querySelectorAll(".partijen-lijst label")].filter(e => e.checkVisibility()).map(e => e.innerText).join()`); got != "Gemeente Hilversum,Kwintes" {
		t.Errorf("found are %s", got)
	}
}

// The sentence of a term is followed while a concept is changed, too.
func TestTheTextFollowsATermOfAConceptAtOnce(t *testing.T) {
	axe := axeSource(t)
	all := &findings{all: map[violation][]string{}, known: map[string]bool{}}
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/convenanten/nieuw?sjabloon=herstelnetwerk")
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.opstellen button[value=vastleggen]`)))
	v.open(v.path() + "/doen/tekst-wijzigen?artikel=voorwaarde:opzegging")
	v.fills(termField, "3 maanden")
	v.comes(`document.querySelector("#tekst ins")?.innerText.includes("drie")`)
	v.lookAround(address{path: "/tekst-wijzigen"}, axe, all, true)
	all.report(t)
}
