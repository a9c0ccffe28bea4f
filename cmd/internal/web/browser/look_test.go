package browser

// What must hold of every page, for everyone who can open it.

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"convenant/cmd/internal/web/webtest"
)

// What a page may ask: itself, its style sheet and its script, and together no more than this, unpacked.
const (
	mostRequests = 3
	mostWeight   = 60_000
)

// heavier are the pages that show all of something, and what they may weigh. A page that has become lighter leaves the list.
var heavier = map[string]int64{
	"/convenanten/{id}/tekst":        75_000,
	"/convenanten/{id}/vergelijken":  75_000,
	"/convenanten/{id}/brieven":      90_000,
	"/convenanten/{id}/documenten":   90_000,
	"/convenanten/{id}/geschiedenis": 100_000,
}

// facts are what a page says of itself.
type facts struct {
	Lang, Title, Main string
	Headings          int `json:"h1"`
}

const factsScript = `({Lang: document.documentElement.lang, Title: document.title, Main: document.querySelector("main")?.innerText ?? "",
	h1: document.querySelectorAll("h1").length})`

func TestEveryPage(t *testing.T) {
	axe := axeSource(t)
	all := &findings{all: map[violation][]string{}, known: map[string]bool{}}
	t.Run("pages", func(t *testing.T) {
		for _, eyes := range []bool{true, false} {
			h := open(t, eyes)
			for _, who := range append(visitors, stranger) {
				if !eyes && who != stranger { // then everyone has to sign in
					continue
				}
				t.Run(fmt.Sprintf("%s eyes=%t", who, eyes), func(t *testing.T) {
					t.Parallel()
					v, bare := h.visit(t, who), h.visit(t, who)
					if who != stranger {
						v.comeIn()
						bare.comeIn()
					}
					bare.withoutScript()
					titles, framed := map[string]facts{}, false
					for _, p := range h.tour(t, who).pages {
						f := v.look(p, titles)
						v.lookAround(p, axe, all, !framed)
						framed = true
						bare.open(p.path)
						if words := read[string](bare, mainScript); words != f.Main {
							t.Errorf("%s says without a script:\n%s\nand with one:\n%s", p.path, words, f.Main)
						}
					}
				})
			}
		}
	})
	all.report(t)
}

// look opens a page and fails for what is wrong with it as it comes.
func (v *visitor) look(p address, titles map[string]facts) facts {
	v.t.Helper()
	got := v.open(p.path)
	for _, fault := range got.faults {
		if p.status >= 400 && strings.Contains(fault, "Failed to load resource") && strings.Contains(fault, p.path) {
			continue // the browser's own word for a page that says what is wrong
		}
		v.t.Errorf("%s as %s: %s", p.path, v.who, fault)
	}
	for _, address := range got.requests {
		if !strings.HasPrefix(address, v.h.url+"/") {
			v.t.Errorf("%s as %s asks %s", p.path, v.who, address)
		}
	}
	if len(got.requests) == 0 || len(got.requests) > mostRequests {
		v.t.Errorf("%s as %s asks %d times: %q", p.path, v.who, len(got.requests), got.requests)
	}
	if got.weight == 0 || got.weight > max(mostWeight, heavier[p.pattern]) {
		v.t.Errorf("%s as %s weighs %d bytes", p.path, v.who, got.weight)
	}
	f := read[facts](v, factsScript)
	if f.Lang != "nl" || f.Headings != 1 || f.Title == "" || f.Main == "" {
		v.t.Errorf("%s as %s has the language %q, the title %q, %d times h1 and %d characters", p.path, v.who, f.Lang, f.Title, f.Headings, len(f.Main))
	}
	// One page may stand at two addresses; two pages may not have one title.
	if other, known := titles[f.Title]; known && other.Main != f.Main && !strings.Contains(p.path, "?") && p.status < 400 {
		v.t.Errorf("%s as %s has the title of another page: %q", p.path, v.who, f.Title)
	}
	if !strings.Contains(p.path, "?") {
		titles[f.Title] = f
	}
	return f
}

// lookAround looks at an open page in several sizes, light and dark. What somebody else was shown too, in a frame that was
// looked at, is not held against the rules again.
func (v *visitor) lookAround(p address, axe string, all *findings, always bool) {
	v.t.Helper()
	ruled := all.first(read[string](v, `document.querySelector("main").outerHTML`)) || always
	if ruled {
		read[chromedp.Void](v, axe)
	}
	shots := os.Getenv("CONVENANT_SCREENSHOTS")
	for _, width := range []int64{360, 768, 1440} {
		v.size(width)
		if narrow := read[[]string](v, tooNarrow); len(narrow) > 0 {
			v.t.Errorf("%s as %s has words in a column that is too narrow for them at %d px: %q", p.path, v.who, width, narrow)
		}
		if wide := read[[]string](v, tooWide); len(wide) > 0 {
			v.t.Errorf("%s as %s is wider than %d px: %q", p.path, v.who, width, wide)
		}
		for _, light := range []bool{true, false} {
			if shots == "" && (width == 768 || !ruled) {
				continue
			}
			v.light(light)
			scheme := map[bool]string{true: "licht", false: "donker"}[light]
			if shots != "" {
				v.shoot(filepath.Join(shots, v.who), fmt.Sprintf("%s-%d-%s.png", fileName(p.path), width, scheme))
			}
			if width == 768 || !ruled {
				continue
			}
			for _, violation := range read[[]violation](v, axeRun) {
				all.add(violation, fmt.Sprintf("%s as %s at %d px, %s", p.path, v.who, width, scheme))
			}
		}
	}
}

// tooWide names what sticks out of the window, if the page can be scrolled sideways.
const tooWide = `document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
	["the page is " + document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")]
		.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
		.map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "")).slice(0, 5)]`

// tooNarrow names what breaks its words to fit: a text of more than a few words in hardly more than the width of a letter.
const tooNarrow = `[...document.querySelectorAll("main *")].filter(e => {
		const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()).join(" "), box = e.getBoundingClientRect();
		return own.length > 20 && e.checkVisibility() && box.width > 1 && box.width < 60 && getComputedStyle(e).display !== "inline" && !e.closest("svg");
	}).map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "") + ": " + e.innerText.trim().slice(0, 30)).slice(0, 5)`

// shoot writes the whole page as an image.
func (v *visitor) shoot(dir, name string) {
	v.t.Helper()
	v.must(os.MkdirAll(dir, 0o755))
	beyond := true
	metrics, err := chromedp.Call(v.ctx, page.GetLayoutMetrics, struct{}{})
	v.must(err)
	size := metrics.CSSContentSize
	shot, err := chromedp.Call(v.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &beyond,
		Clip: &page.Viewport{Width: size.Width, Height: size.Height, Scale: 1}})
	v.must(err)
	v.must(os.WriteFile(filepath.Join(dir, name), shot.Data, 0o644))
}

func fileName(path string) string {
	return cmp.Or(strings.Map(func(r rune) rune {
		if strings.ContainsRune("/?&=%", r) {
			return '_'
		}
		return r
	}, strings.Trim(path, "/")), "begin")
}

// axeRun holds against a page what WCAG 2.2 asks, A and AA, and what is wise besides.
const axeRun = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"], preload: false})
	.then(r => r.violations.flatMap(v => v.nodes.map(n => ({Rule: v.id, Help: v.help, Where: n.target.join(" "), Why: n.failureSummary}))))`

// violation is a rule that something on a page breaks.
type violation struct{ Rule, Help, Where, Why string }

// axeSource is the source of axe-core, which goes into a page past its Content-Security-Policy.
func axeSource(t *testing.T) string {
	t.Helper()
	root, err := webtest.Root()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(root, ".ci/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatalf("%v (is it installed? run: cd .ci && npm ci)", err)
	}
	return string(src) + "\n;undefined"
}

// findings are all violations, each told once with the places where it is.
type findings struct {
	mu    sync.Mutex
	all   map[violation][]string
	known map[string]bool // the contents that were looked at
}

// first reports that these contents were not looked at before.
func (f *findings) first(contents string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	known := f.known[contents]
	f.known[contents] = true
	return !known
}

func (f *findings) add(v violation, where string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all[v] = append(f.all[v], where)
}

func (f *findings) report(t *testing.T) {
	t.Helper()
	for _, v := range slices.SortedFunc(maps.Keys(f.all), func(a, b violation) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Where, b.Where)) }) {
		places := f.all[v]
		t.Errorf("%s: %s\n  %s\n  %s\n  %d times, as on %s", v.Rule, v.Help, v.Where, strings.ReplaceAll(v.Why, "\n", "\n  "), len(places), places[0])
	}
}

// A test that sees nothing finds nothing: it must see what is wrong.
func TestAPageThatIsWrongIsSeen(t *testing.T) {
	h := open(t, true)
	v := h.visit(t, "secretariaat").comeIn()
	v.open("/ogen")
	read[chromedp.Void](v, axeSource(t))
	read[chromedp.Void](v, `document.documentElement.lang = ""; document.querySelector("label[for=partij]").remove();
		document.querySelector("h1").style.minWidth = "3000px"; undefined`)
	var rules []string
	for _, violation := range read[[]violation](v, axeRun) {
		rules = append(rules, violation.Rule)
	}
	for _, want := range []string{"html-has-lang", "select-name"} {
		if !slices.Contains(rules, want) {
			t.Errorf("%s is not seen, but %q", want, rules)
		}
	}
	if wide := read[[]string](v, tooWide); len(wide) < 2 {
		t.Errorf("a heading of 3000 px is not seen: %q", wide)
	}
	read[chromedp.Void](v, `console.error("x"); fetch("https://elders.example/").catch(() => {}); undefined`)
	read[string](v, "document.title") // what the browser had to tell has come before this
	v.mu.Lock()
	defer v.mu.Unlock()
	if faults := strings.Join(v.told.faults, "\n"); !strings.Contains(faults, "a script said error") || !strings.Contains(faults, "Content Security Policy") {
		t.Errorf("a console with errors is not seen: %s", faults)
	}
}
