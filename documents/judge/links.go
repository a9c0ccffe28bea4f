package judge

// Links, and the bookmarks that lead through the document.

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// annotation is a place on a page that can be pressed.
type annotation struct {
	number int
	dict   types.Dict
	page   *page
}

func (f *file) annotations() []annotation {
	var list []annotation
	for _, p := range f.pages {
		for _, o := range f.array(p.dict["Annots"]) {
			list = append(list, annotation{number(o), f.dict(o), p})
		}
	}
	return list
}

var linkChecks = []Check{
	{"links in the tree", "UA 7.18.5, M 28-010, M 28-011", "a link stands in the tree, under an element Link to which the parent tree leads", func(f *file, v *verdict) {
		for _, a := range f.annotations() {
			if f.name(a.dict["Subtype"]) != "Link" {
				v.add(object(a.number), "it is a %s", f.name(a.dict["Subtype"]))
				continue
			}
			var holder *element
			for _, e := range f.tree.all {
				for _, k := range e.kids {
					if k.object == a.number && a.number != 0 {
						holder = e
					}
				}
			}
			key, ok := f.integer(a.dict["StructParent"])
			switch {
			case holder == nil || holder.role != "Link":
				v.add(object(a.number), "no Link holds it")
			case !ok || number(f.tree.parents[key]) != holder.number:
				v.add(object(a.number), "the parent tree does not lead to its Link")
			}
		}
	}},
	{"links say where", "UA 7.18.5, M 28-012", "a link has words that say where it leads", func(f *file, v *verdict) {
		for _, a := range f.annotations() {
			if strings.TrimSpace(f.text(a.dict["Contents"])) == "" {
				v.add(object(a.number), "it has none")
			}
		}
	}},
	{"links are printed", "A 6.3.2", "a link is printed with its page, and not hidden", func(f *file, v *verdict) {
		const hidden, printed, noView, toggle = 1<<0 | 1<<1, 1 << 2, 1 << 5, 1 << 8
		for _, a := range f.annotations() {
			if flags, _ := f.integer(a.dict["F"]); flags&printed == 0 || flags&(hidden|noView|toggle) != 0 {
				v.add(object(a.number), "its flags are %d", flags)
			}
		}
	}},
	{"links have no look", "A 6.3.3", "a link is drawn by its page, in the colours of that", func(f *file, v *verdict) {
		for _, a := range f.annotations() {
			if a.dict["C"] != nil || a.dict["IC"] != nil || a.dict["AP"] != nil {
				v.add(object(a.number), "it has a look of its own")
			}
		}
	}},
	{"order of the keyboard", "UA 7.18.3, M 28-009", "with the tab key one goes through a page in the order of its structure", func(f *file, v *verdict) {
		for _, p := range f.pages {
			if f.array(p.dict["Annots"]) != nil && f.name(p.dict["Tabs"]) != "S" {
				v.add(p.String(), "Tabs is %q", f.name(p.dict["Tabs"]))
			}
		}
	}},
}

var outlineChecks = []Check{
	{"bookmarks", "ISO 32000-1 12.3.3", "bookmarks are chained, counted, named, and lead to a page", func(f *file, v *verdict) {
		root := f.dict(f.catalog["Outlines"])
		if root == nil {
			return
		}
		shown := f.bookmarks(v, root, number(f.catalog["Outlines"]), 0)
		if count, _ := f.integer(root["Count"]); count != shown {
			v.add("the bookmarks", "Count is %d, and there are %d", count, shown)
		}
	}},
}

// bookmarks walks those under another, and counts those that are shown.
func (f *file) bookmarks(v *verdict, under types.Dict, parent, depth int) (shown int) {
	before := 0
	for o := under["First"]; number(o) != 0 && depth < mostDepth; {
		d, n := f.dict(o), number(o)
		if strings.TrimSpace(f.text(d["Title"])) == "" {
			v.add(object(n), "it has no name")
		}
		if number(d["Parent"]) != parent || number(d["Prev"]) != before {
			v.add(object(n), "it is not chained")
		}
		if dest := f.array(d["Dest"]); len(dest) == 0 || f.pageOf(number(dest[0])) == nil {
			v.add(object(n), "it leads to no page")
		}
		shown++
		below := f.bookmarks(v, d, n, depth+1)
		switch count, _ := f.integer(d["Count"]); {
		case count > 0 && count != below, count < 0 && -count != below, count == 0 && below > 0:
			v.add(object(n), "Count is %d, and there are %d", count, below)
		case count > 0:
			shown += below
		}
		if before = n; number(d["Next"]) == 0 && number(under["Last"]) != n {
			v.add(object(n), "it is the last, and the one above it says otherwise")
		}
		o = d["Next"]
	}
	return shown
}
