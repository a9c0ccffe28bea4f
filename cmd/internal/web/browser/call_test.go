package browser

import (
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// call tells the browser something to which it has no answer.
func call[P any](v *visitor, command cdp.Command[P, cdp.Empty], params P) {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, command, params)
	v.must(err)
}
