package browser

// Recording something, as somebody does it: fill in, look at what would follow, and record. Every page on the way is
// looked at as all others are.

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// types fills in a field and leaves it.
func (v *visitor) types(name, words string) {
	v.t.Helper()
	v.must(chromedp.Do(v.ctx, chromedp.SendKeys(chromedp.CSS("form.doen [name="+name+"]"), words)))
}

// presses presses the button of a step.
func (v *visitor) presses(step string) {
	v.t.Helper()
	v.leaveBy(chromedp.Click(chromedp.CSS(`form.doen button[value=` + step + `]`)))
}

func (v *visitor) sees(all ...string) {
	v.t.Helper()
	words := strings.ReplaceAll(read[string](v, mainScript), "\u00a0", " ")
	for _, s := range all {
		if !strings.Contains(words, s) {
			v.t.Fatalf("%s does not see %q:\n%s", v.who, s, words)
		}
	}
}

func TestGivingNoticeInTheBrowser(t *testing.T) {
	axe := axeSource(t)
	all := &findings{all: map[violation][]string{}, known: map[string]bool{}}
	for _, script := range []bool{true, false} {
		h := open(t, true)
		v := h.visit(t, "hilversum").comeIn()
		if !script {
			v.withoutScript()
		}
		look := func(name string) {
			t.Helper()
			if script {
				v.lookAround(address{path: "/doen-" + name}, axe, all, true)
			}
		}
		v.open("/convenanten/" + h.id + "/brieven")
		v.leaveBy(chromedp.Click(chromedp.CSS(`main a[href$="/doen/opzeggen"]`)))
		v.sees("Als uw brief vandaag wordt ontvangen, is 27 januari 2027 op zijn vroegst uw laatste dag (artikel 3.3).")
		v.types("per", "31 juni")
		v.presses("bekijken")
		v.sees("Er is nog niets vastgelegd", "‘31 juni’ is geen dag")
		look("fout")
		read[chromedp.Void](v, `document.querySelector("[name=per]").value = ""; undefined`)
		v.types("per", "28-2-2027")
		v.presses("bekijken")
		v.sees("Klopt dit?", "28 februari 2027", "Wie bericht krijgt")
		look("controle")
		v.presses("wijzigen")
		if kept := read[string](v, `document.querySelector("[name=per]").value`); kept != "28-2-2027" {
			t.Errorf("going back keeps %q", kept)
		}
		v.presses("bekijken")
		v.presses("vastleggen")
		v.sees("Vastgelegd", "Ontvangstbevestiging", "28 februari 2027")
		look("gedaan")
		if at := v.path(); !strings.Contains(at, "/gedaan/") {
			t.Errorf("it ends at %s", at)
		}
	}
	all.report(t)
}

// What a form tells beforehand follows the day as it is typed.
func TestWhatAFormTellsFollowsWhatIsTyped(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/convenanten/" + h.id + "/doen/opzeggen")
	v.types("ontvangen", "2-11-2026")
	got := read[string](v, `new Promise(done => {
		const told = document.querySelector("[data-uitleg]");
		new MutationObserver(() => done(told.textContent)).observe(told, {childList: true, characterData: true, subtree: true});
		document.querySelector("[name=ontvangen]").blur();
	})`)
	if want := "Wordt de brief op 2 november 2026 ontvangen, dan is 2 januari 2027 op zijn vroegst de laatste dag"; !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
		t.Errorf("it tells %q", got)
	}
}
