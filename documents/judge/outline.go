package judge

// Bookmarks (ISO 32000-1, 12.3.3): the headings once more, to leap to.

import (
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// bookmark is an item of the outline.
type bookmark struct {
	object int
	dict   types.Dict
	depth  int // counted from one
	open   int // how many items are seen below it when it is open
	faults []string
}

// outlineReader goes through an outline.
type outlineReader struct {
	f    *file
	seen map[int]bool
	list []*bookmark
}

// bookmarks gives the bookmarks in order.
func (f *file) bookmarks() []*bookmark {
	r := &outlineReader{f: f, seen: map[int]bool{}}
	r.below(f.catalog["Outlines"], 1)
	return r.list
}

// below reads the items under one, or under the outline itself, and gives how many are seen when it is open.
func (r *outlineReader) below(parent types.Object, depth int) (visible int, faults []string) {
	dict := r.f.dict(parent)
	if dict == nil || depth > mostNesting {
		return 0, nil
	}
	before := 0
	o := dict["First"]
	for r.f.dict(o) != nil {
		n := number(o)
		if n == 0 || r.seen[n] {
			return visible, append(faults, "an item that stands in two places")
		}
		r.seen[n] = true
		b := &bookmark{object: n, dict: r.f.dict(o), depth: depth}
		r.list = append(r.list, b)
		if number(b.dict["Parent"]) != number(parent) {
			b.faults = append(b.faults, "Parent does not lead to what it stands under")
		}
		if number(b.dict["Prev"]) != before {
			b.faults = append(b.faults, "Prev does not lead to the one before it")
		}
		var inner []string
		b.open, inner = r.below(o, depth+1)
		b.faults = append(b.faults, inner...)
		visible++
		if count, _ := r.f.integer(b.dict["Count"]); count > 0 {
			visible += count
		}
		before, o = n, b.dict["Next"]
	}
	if number(dict["Last"]) != before {
		faults = append(faults, "Last does not lead to the last one")
	}
	return visible, faults
}

func (b *bookmark) String() string { return fmt.Sprintf("bookmark, object %d", b.object) }

func outlineChecks() []Check {
	return []Check{
		{"PDF 12.3.3 links", "ISO 32000-1, 12.3.3", "bookmarks lead to each other forth and back", lookAtBookmarkLinks},
		{"PDF 12.3.3 counts", "ISO 32000-1, 12.3.3", "bookmarks tell how many are below them", lookAtBookmarkCounts},
		{"own bookmark-pages", "ours", "a bookmark leads to a page, and the next one not to an earlier page", lookAtBookmarkPages},
		{"own bookmarks", "ours; ISO 14289-1, 7.17", "the bookmarks are the headings, in their order and under each other as these", lookAtBookmarks},
	}
}

func lookAtBookmarkLinks(f *file, found found) {
	r := &outlineReader{f: f, seen: map[int]bool{}}
	_, faults := r.below(f.catalog["Outlines"], 1)
	for _, fault := range faults {
		found("the outline", "%s", fault)
	}
	for _, b := range r.list {
		for _, fault := range b.faults {
			found(b.String(), "%s", fault)
		}
	}
}

func lookAtBookmarkCounts(f *file, found found) {
	outline := f.dict(f.catalog["Outlines"])
	if outline == nil {
		return
	}
	r := &outlineReader{f: f, seen: map[int]bool{}}
	visible, _ := r.below(f.catalog["Outlines"], 1)
	if count, ok := f.integer(outline["Count"]); count != visible || ok && count == 0 {
		found("the outline", "Count is %d, of %d", count, visible)
	}
	for _, b := range r.list {
		if count, ok := f.integer(b.dict["Count"]); count != b.open && count != -b.open || ok && count == 0 {
			found(b.String(), "Count is %d, of %d", count, b.open)
		}
	}
}

// target gives the destination of a bookmark.
func (f *file) target(b *bookmark) types.Object {
	if dest := b.dict["Dest"]; dest != nil {
		return dest
	}
	return f.dict(b.dict["A"])["D"]
}

func lookAtBookmarkPages(f *file, found found) {
	last := 0
	for _, b := range f.bookmarks() {
		dest := f.target(b)
		if !f.leadsToPage(dest) {
			found(b.String(), "leads to no page")
			continue
		}
		p := f.pageOf(f.array(dest)[0])
		if p.number < last {
			found(b.String(), "leads to %s, and the one before it to page %d", p, last)
		}
		last = p.number
	}
}

func lookAtBookmarks(f *file, found found) {
	var want, got []string
	for _, e := range f.headings() {
		want = append(want, fmt.Sprintf("%d %s", e.level(), squeeze(f.wordsOf(e))))
	}
	for _, b := range f.bookmarks() {
		title, _ := f.text(b.dict["Title"])
		got = append(got, fmt.Sprintf("%d %s", b.depth, squeeze(title)))
	}
	for i := range max(len(want), len(got)) {
		w, g := at(want, i), at(got, i)
		if w != g {
			found(fmt.Sprintf("bookmark %d", i+1), "is %q, and the heading %q", g, w)
			return
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "none"
}

// squeeze gives words with single spaces between them.
func squeeze(words string) string { return strings.Join(strings.Fields(words), " ") }
