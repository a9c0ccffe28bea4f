package judge

// What stands in the tree: headings, lists, tables, figures.

import (
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// within says in which elements one of a role may stand (ISO 32000-1, 14.8.4). What is not named may stand anywhere.
var within = map[string][]string{
	"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
	"THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "TOCI": {"TOC"}, "RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}, "WT": {"Warichu"}, "WP": {"Warichu"},
}

// holds says what one of a role may hold.
var holds = map[string][]string{
	"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"},
	"THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TOC": {"TOC", "TOCI", "Caption"}, "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}

// grouping elements hold elements, and no words of their own.
var grouping = []string{"Document", "Part", "Art", "Sect", "Div", "L", "LI", "Table", "TR", "THead", "TBody", "TFoot", "TOC"}

var elementChecks = []Check{
	{"nesting", "UA 7.2, M 09-004 to 09-008", "lists hold items, tables rows and rows cells", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if may := within[e.role]; may != nil && (e.parent == nil || !slices.Contains(may, e.parent.role)) {
				v.add(e.object(), "it does not belong there")
			}
			may := holds[e.role]
			for _, inner := range e.elements() {
				if may != nil && !slices.Contains(may, inner.role) {
					v.add(e.object(), "it holds %s", inner.role)
				}
			}
		}
	}},
	{"words in their place", "UA 7.2", "what groups others has no words of its own", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if slices.Contains(grouping, e.role) && slices.ContainsFunc(e.kids, func(k kid) bool { return k.mcid >= 0 }) {
				v.add(e.object(), "it has words")
			}
		}
	}},
	{"headings", "UA 7.4.2, M 14-002, M 14-003", "headings begin with the first level, and skip none", func(f *file, v *verdict) {
		level := 0
		for _, e := range f.tree.all {
			if len(e.role) != 2 || e.role[0] != 'H' {
				continue
			}
			now := int(e.role[1] - '0')
			if now > level+1 {
				v.add(e.object(), "it follows level %d", level)
			}
			level = now
		}
	}},
	{"numbered headings", "UA 7.4.4, M 14-006, M 14-007", "headings have a level", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if e.role == "H" {
				v.add(e.object(), "it has none")
			}
		}
	}},
	{"items", "UA 7.6", "a list whose items bear marks says how they are counted", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if e.role != "L" {
				continue
			}
			marked := false
			for _, item := range e.elements() {
				marked = marked || slices.ContainsFunc(item.elements(), func(k *element) bool { return k.role == "Lbl" })
			}
			how := f.name(f.attribute(e, "List", "ListNumbering"))
			if marked && !slices.Contains(strings.Fields("None Disc Circle Square Decimal UpperRoman LowerRoman UpperAlpha LowerAlpha"), how) {
				v.add(e.object(), "it is counted by %q", how)
			}
		}
	}},
	{"heading cells", "UA 7.5, M 15-003", "a cell that heads others says which", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if scope := f.name(f.attribute(e, "Table", "Scope")); e.role == "TH" && !slices.Contains([]string{"Row", "Column", "Both"}, scope) {
				v.add(e.object(), "its scope is %q", scope)
			}
		}
	}},
	{"tables", "UA 7.5, M 15-002", "the rows of a table have as many cells, and one at least is a heading", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if e.role != "Table" {
				continue
			}
			width, heads := -1, 0
			for _, row := range f.rowsOf(e) {
				cells := 0
				for _, cell := range row.elements() {
					span, ok := f.integer(f.attribute(cell, "Table", "ColSpan"))
					if !ok {
						span = 1
					}
					if cells += span; cell.role == "TH" {
						heads++
					}
				}
				if width >= 0 && cells != width {
					v.add(row.object(), "it has %d cells, and the row before it %d", cells, width)
				}
				width = cells
			}
			if heads == 0 {
				v.add(e.object(), "nothing heads its cells")
			}
		}
	}},
	{"figures", "UA 7.3, M 13-004", "a figure has words for who cannot see it, and says where it is", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if e.role != "Figure" && e.role != "Formula" {
				continue
			}
			if strings.TrimSpace(f.text(e.dict["Alt"])+f.text(e.dict["ActualText"])) == "" {
				v.add(e.object(), "it has none")
			}
			if len(f.array(f.attribute(e, "Layout", "BBox"))) != 4 {
				v.add(e.object(), "it has no BBox")
			}
		}
	}},
	{"no empty words", "UA 7.1, M 13-004", "words that stand for something else say something", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			for _, name := range []string{"Alt", "ActualText", "E"} {
				if e.dict[name] != nil && strings.TrimSpace(f.text(e.dict[name])) == "" {
					v.add(e.object(), "%s is empty", name)
				}
			}
		}
	}},
	{"languages", "UA 7.2, M 11-001", "what is in another language says in which", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if e.dict["Lang"] != nil && !language.MatchString(f.text(e.dict["Lang"])) {
				v.add(e.object(), "its language is %q", f.text(e.dict["Lang"]))
			}
		}
	}},
}

// attribute finds an attribute of an element.
func (f *file) attribute(e *element, owner, name string) types.Object {
	for _, o := range f.listed(e.dict["A"]) {
		if d := f.dict(o); f.name(d["O"]) == owner && d[name] != nil {
			return d[name]
		}
	}
	return nil
}

// rowsOf lists the rows of a table, also those in its head and body.
func (f *file) rowsOf(table *element) []*element {
	var rows []*element
	for _, e := range table.elements() {
		if e.role == "TR" {
			rows = append(rows, e)
		} else {
			rows = append(rows, e.elements()...)
		}
	}
	return rows
}
