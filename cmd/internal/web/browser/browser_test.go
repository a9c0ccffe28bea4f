// Package browser looks at the pages in a real browser: that they are sound, that everyone can use them, that they work
// with the keyboard alone and without a script. What can be seen in the HTML itself is tested beside the pages.
package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"convenant/cmd/internal/web/webtest"
	"convenant/storage/storagetest"
)

func TestMain(m *testing.M) {
	code := webtest.Tests{M: m}.Run()
	storagetest.Stop()
	if ctx, err := chrome(); err == nil {
		_ = chromedp.Cancel(ctx)
	}
	os.Exit(code)
}

// chrome is the browser, one for all tests.
var chrome = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = cmp.Or(path, found)
		}
	}
	if path == "" {
		return nil, errors.New("there is no browser on the PATH; install the package chromium")
	}
	allocator, _ := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("hide-scrollbars", true))...)
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, chromedp.Do(ctx)
})

// visitor is somebody at a browser of their own, which remembers nothing of others.
type visitor struct {
	t   *testing.T
	h   *house
	who string
	ctx context.Context

	mu   sync.Mutex // guards what the browser tells
	told told
}

// told is what the browser tells of a page.
type told struct {
	requests []string         // the addresses asked for
	weight   int64            // in bytes, as they were sent
	faults   []string         // on the console, and what did not come
	skipped  map[string]bool  // requests that are for no server
	statuses map[string]int64 // by address
}

// patience is how long one page may take, on a machine that does much besides.
const patience = time.Minute

// visit opens a browser for somebody who has not come in yet.
func (h *house) visit(t *testing.T, who string) *visitor {
	t.Helper()
	main, err := chrome()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(main, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	v := &visitor{t: t, h: h, who: who, ctx: ctx}
	v.must(chromedp.Listen(ctx, v.hear))
	call(v, network.Enable, network.EnableParams{})
	call(v, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	_, err = chromedp.Call(ctx, log.Enable, struct{}{})
	v.must(err)
	call(v, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	v.size(1440)
	v.light(true)
	return v
}

// comeIn chooses through whose eyes to look.
func (v *visitor) comeIn() *visitor {
	v.t.Helper()
	v.open("/ogen")
	role, party := eyesOf(v.who)
	v.leave(fmt.Sprintf(`(() => {
		const form = document.querySelector('input[name=rol][value=%s]').form;
		if (form.elements.partij) form.elements.partij.value = %q;
		form.requestSubmit();
	})()`, role, party))
	return v
}

// eyesOf are the role of a visitor, and the Partij for which they look.
func eyesOf(who string) (role, party string) {
	if who == "secretariaat" || who == "portefeuillehouder" || who == "beheer" {
		return who, ""
	}
	return "partij", who
}

func (v *visitor) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatalf("%s: %v", v.who, err)
	}
}

// hear notes what the browser tells. It is called between two messages of the browser.
func (v *visitor) hear(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, "data:") {
			v.told.skipped[string(e.RequestID)] = true
			return
		}
		v.told.requests = append(v.told.requests, e.Request.URL)
	case *network.EventResponseReceived:
		v.told.statuses[e.Response.URL] = e.Response.Status
	case *network.EventLoadingFinished:
		if !v.told.skipped[string(e.RequestID)] {
			v.told.weight += int64(e.EncodedDataLength)
		}
	case *network.EventLoadingFailed:
		v.told.faults = append(v.told.faults, "did not come: "+e.ErrorText+" "+string(e.BlockedReason))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			v.told.faults = append(v.told.faults, "told: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			v.told.faults = append(v.told.faults, fmt.Sprintf("a script said %s", e.Type))
		}
	case *runtime.EventExceptionThrown:
		v.told.faults = append(v.told.faults, "a script failed: "+e.ExceptionDetails.Text)
	}
}

// open goes to a page, and gives what the browser told of it.
func (v *visitor) open(path string) told {
	v.t.Helper()
	v.mu.Lock()
	v.told = told{skipped: map[string]bool{}, statuses: map[string]int64{}}
	v.mu.Unlock()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.NavigateResponse(v.h.url+path)); err != nil {
		v.t.Fatalf("%s as %s: %v", path, v.who, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.told
}

// leave has a script do something that leads to another page, and waits for that page.
func (v *visitor) leave(script string) {
	v.t.Helper()
	v.leaveBy(chromedp.Evaluate[chromedp.Void](script))
}

func (v *visitor) leaveBy(step chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, step)
	v.must(err)
}

// size makes the window as wide as that.
func (v *visitor) size(width int64) {
	v.t.Helper()
	v.must(chromedp.Do(v.ctx, chromedp.EmulateViewport(width, 900)))
}

// light chooses between light and dark. Nothing moves: a test cannot wait for that.
func (v *visitor) light(on bool) {
	v.t.Helper()
	scheme := "dark"
	if on {
		scheme = "light"
	}
	call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

// path is where the visitor is.
func (v *visitor) path() string {
	v.t.Helper()
	u, err := url.Parse(read[string](v, "location.href"))
	v.must(err)
	return u.RequestURI()
}

// read gives what an expression is on the page.
func read[T any](v *visitor, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	v.must(err)
	return value
}
