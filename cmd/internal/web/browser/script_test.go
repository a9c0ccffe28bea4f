package browser

// Without a script, which is an addition and never a need.

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// withoutScript has the pages run no script from now on. Who looks still can.
func (v *visitor) withoutScript() *visitor {
	v.t.Helper()
	call(v, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return v
}

const mainScript = `document.querySelector("main")?.innerText ?? ""`

func TestFormsWorkWithoutAScript(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, stranger).withoutScript()
	v.open("/ogen")
	v.leaveBy(chromedp.Click(chromedp.CSS(`form:has(input[value=secretariaat]) button`)))
	if who := read[string](v, `document.querySelector(".demonstratie").innerText`); !strings.Contains(who, "secretariaat") {
		t.Errorf("who comes in is %q", who)
	}
	if notThereYet["/convenanten"] {
		return
	}
	v.open("/convenanten")
	before := v.path()
	v.must(chromedp.Do(v.ctx, chromedp.SendKeys(chromedp.CSS("form.filter input[name=zoek]"), "herstelnetwerk")))
	v.leaveBy(chromedp.KeyEvent(kb.Enter))
	if at := v.path(); at == before || !strings.Contains(at, "zoek=herstelnetwerk") {
		t.Errorf("the filter leads to %s", at)
	}
	if found := read[int](v, fmt.Sprintf(`document.querySelectorAll('main a[href="/convenanten/%s"]').length`, h.id)); found == 0 {
		t.Error("the filter does not find the convenant")
	}
}
