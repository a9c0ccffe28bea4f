package browser

// With the keyboard alone.

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is where the focus is.
type stop struct {
	Tag, Words, Href string
	Outline          string
	Width            float64
	InWindow, InNav  bool
}

const stopScript = `(() => {
	const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
	return {Tag: e.tagName, Words: (e.innerText || e.value || e.name || "").trim().slice(0, 60), Href: e.getAttribute("href") ?? "",
		Outline: style.outlineStyle, Width: parseFloat(style.outlineWidth), InNav: !!e.closest("header nav"),
		InWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
})()`

// press presses a key, and tells where the focus is then.
func (v *visitor) press(key string) stop {
	v.t.Helper()
	v.must(chromedp.Do(v.ctx, chromedp.KeyEvent(key)))
	return read[stop](v, stopScript)
}

// mostStops is more than any page has.
const mostStops = 500

// walk presses Tab until the page is over.
func (v *visitor) walk() []stop {
	v.t.Helper()
	var stops []stop
	for s := v.press(kb.Tab); s.Tag != "BODY" && s.Tag != "HTML"; s = v.press(kb.Tab) {
		if stops = append(stops, s); len(stops) > mostStops {
			v.t.Fatalf("%s as %s: the keyboard does not come to the end", v.path(), v.who)
		}
	}
	return stops
}

func TestWithTheKeyboardAlone(t *testing.T) {
	h := open(t, true)
	for _, who := range visitors {
		t.Run(who, func(t *testing.T) {
			v := h.visit(t, who).comeIn()
			start := v.path()
			for _, width := range []int64{360, 1440} {
				v.size(width)
				v.open(start)
				v.skipsToTheContents()
				v.open(start)
				v.reachesEverything(v.walk())
			}
			v.followsTheMenu(start)
		})
	}
}

// skipsToTheContents presses Tab once and Enter, and is past the menu.
func (v *visitor) skipsToTheContents() {
	v.t.Helper()
	if s := v.press(kb.Tab); s.Href != "#inhoud" || !s.InWindow || s.Outline == "none" {
		v.t.Errorf("the first stop is no visible link to the contents: %+v", s)
	}
	if s := v.press(kb.Enter); s.Tag != "MAIN" {
		v.t.Errorf("the link to the contents leads to %+v", s)
	}
	if s := v.press(kb.Tab); s.InNav {
		v.t.Errorf("after the link to the contents comes %+v", s)
	}
}

// reachesEverything fails unless the focus was seen wherever it was, and was on everything that can be used.
func (v *visitor) reachesEverything(stops []stop) {
	v.t.Helper()
	reached := map[string]bool{}
	for _, s := range stops {
		reached[s.Href] = true
		if s.Outline == "none" || s.Width < 2 || !s.InWindow {
			v.t.Errorf("%s as %s: the focus is not to be seen on %+v", v.path(), v.who, s)
		}
	}
	for _, href := range read[[]string](v, `[...document.querySelectorAll("a[href]")].filter(e => e.checkVisibility()).map(e => e.getAttribute("href"))`) {
		if !reached[href] {
			v.t.Errorf("%s as %s: the keyboard does not come to %s", v.path(), v.who, href)
		}
	}
	used := 0
	for _, s := range stops {
		if s.Tag != "A" {
			used++
		}
	}
	if of := read[int](v, fieldsScript); used < of {
		v.t.Errorf("%s as %s: %d of %d fields and buttons are reached", v.path(), v.who, used, of)
	}
}

// fieldsScript counts what can be used besides links. Choices of which one counts are one stop.
const fieldsScript = `(() => {
	const all = [...document.querySelectorAll("button, input, select, textarea, summary")].filter(e => e.checkVisibility() && e.type !== "hidden" && !e.disabled);
	const choices = all.filter(e => e.type === "radio");
	return all.length - choices.length + new Set(choices.map(e => e.name)).size;
})()`

// followsTheMenu goes to the last place in the menu with Tab and Enter.
func (v *visitor) followsTheMenu(start string) {
	v.t.Helper()
	v.open(start)
	last := read[string](v, `[...document.querySelectorAll("header nav a")].at(-1).getAttribute("href")`)
	for n := 0; v.press(kb.Tab).Href != last; n++ {
		if n > mostStops {
			v.t.Fatalf("the keyboard does not come to %s", last)
		}
	}
	v.leaveBy(chromedp.KeyEvent(kb.Enter))
	if at := v.path(); at != last {
		v.t.Errorf("Enter on %s leads to %s", last, at)
	}
}
