package judge

// The tree of structure elements, and the way back from the marks of a page.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// tree is the structure of a file.
type tree struct {
	root    types.Dict
	roles   types.Dict // the RoleMap
	top     []*element
	all     []*element
	parents map[int]types.Object // the ParentTree
	next    int                  // ParentTreeNextKey
}

// element is a part of the tree.
type element struct {
	number int // of its object
	dict   types.Dict
	role   string // as a standard role
	parent *element
	kids   []kid
	up     int // the object that it says is its parent
}

// kid is what an element holds.
type kid struct {
	element *element
	page    int // the object of the page
	mcid    int // of a mark; -1 when it is no mark
	object  int // of an annotation
}

func (e *element) String() string {
	if e.parent == nil {
		return e.role
	}
	return e.parent.String() + "/" + e.role
}

// elements are those that an element holds.
func (e *element) elements() []*element {
	var list []*element
	for _, k := range e.kids {
		if k.element != nil {
			list = append(list, k.element)
		}
	}
	return list
}

func (f *file) readTree() tree {
	t := tree{root: f.dict(f.catalog["StructTreeRoot"]), parents: map[int]types.Object{}}
	t.roles = f.dict(t.root["RoleMap"])
	t.next, _ = f.integer(t.root["ParentTreeNextKey"])
	f.numberTree(t.root["ParentTree"], t.parents, 0)
	for _, k := range f.listed(t.root["K"]) {
		if e := f.readElement(&t, k, nil, 0); e != nil {
			t.top = append(t.top, e)
		}
	}
	return t
}

// listed gives what stands in an array, or the one thing that stands in its place.
func (f *file) listed(o types.Object) types.Array {
	if a := f.array(o); a != nil {
		return a
	}
	if f.at(o) == nil {
		return nil
	}
	return types.Array{o}
}

func (f *file) numberTree(o types.Object, into map[int]types.Object, depth int) {
	d := f.dict(o)
	if d == nil || depth > mostDepth {
		return
	}
	nums := f.array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		if key, ok := f.integer(nums[i]); ok {
			into[key] = nums[i+1]
		}
	}
	for _, kid := range f.array(d["Kids"]) {
		f.numberTree(kid, into, depth+1)
	}
}

func (f *file) readElement(t *tree, o types.Object, parent *element, depth int) *element {
	d := f.dict(o)
	if d == nil || f.name(d["S"]) == "" || depth > mostDepth {
		return nil
	}
	e := &element{number: number(o), dict: d, role: f.standard(t, f.name(d["S"])), parent: parent, up: number(d["P"])}
	t.all = append(t.all, e)
	own := number(d["Pg"])
	for _, k := range f.listed(d["K"]) {
		if n, ok := f.integer(k); ok {
			e.kids = append(e.kids, kid{page: own, mcid: n})
			continue
		}
		kd := f.dict(k)
		page := number(kd["Pg"])
		if page == 0 {
			page = own
		}
		switch f.name(kd["Type"]) {
		case "MCR":
			n, _ := f.integer(kd["MCID"])
			e.kids = append(e.kids, kid{page: page, mcid: n})
		case "OBJR":
			e.kids = append(e.kids, kid{page: page, mcid: -1, object: number(kd["Obj"])})
		default:
			if inner := f.readElement(t, k, e, depth+1); inner != nil {
				e.kids = append(e.kids, kid{element: inner, mcid: -1})
			}
		}
	}
	return e
}

// standard follows the RoleMap to a standard role; a role that leads nowhere stays what it is.
func (f *file) standard(t *tree, role string) string {
	for range 10 {
		if slices.Contains(standardRoles, role) {
			return role
		}
		next := f.name(t.roles[role])
		if next == "" {
			return role
		}
		role = next
	}
	return role
}

var standardRoles = strings.Fields(`Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
	Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form`)

// ReadingOrder gives the words of a file in the order of its structure: a piece for each element that holds words itself.
// It fails when the file cannot be read.
func ReadingOrder(pdf []byte) ([]string, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, e := range f.tree.all {
		var words strings.Builder
		for _, k := range e.kids {
			if k.mcid >= 0 {
				words.WriteString(f.wordsOf(k))
			}
		}
		if s := strings.Join(strings.Fields(words.String()), " "); s != "" {
			list = append(list, s)
		}
	}
	return list, nil
}

// wordsOf are the words under a mark.
func (f *file) wordsOf(k kid) string {
	p := f.pageOf(k.page)
	if p == nil {
		return ""
	}
	var words strings.Builder
	for _, s := range p.content.shown {
		if i := len(s.within) - 1; i >= 0 && s.within[i].mcid == k.mcid {
			for _, code := range s.codes {
				if font := f.fonts[s.font]; font != nil {
					words.WriteString(font.unicode[code])
				}
			}
		}
	}
	return words.String()
}

func (f *file) pageOf(object int) *page {
	i := slices.IndexFunc(f.pages, func(p *page) bool { return p.object == object })
	if i < 0 {
		return nil
	}
	return f.pages[i]
}

// place is a mark on a page.
type place struct{ page, mcid int }

var treeChecks = []Check{
	{"tree", "A 6.7.3, UA 7.1", "there is a tree of structure elements, under one that is the document", func(f *file, v *verdict) {
		if len(f.tree.top) != 1 || f.tree.top[0].role != "Document" {
			v.add("the catalog", "there are %d elements at the top", len(f.tree.top))
		}
	}},
	{"roles", "A 6.7.3.4, UA 7.1, M 02-001", "every role is a standard one, or leads to one", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if !slices.Contains(standardRoles, e.role) {
				v.add(e.String(), "it leads to none")
			}
		}
	}},
	{"role map", "UA 7.1, M 02-003, M 02-004", "no role is mapped to itself in a circle, and no standard role is mapped", func(f *file, v *verdict) {
		for role := range f.tree.roles {
			at := role
			for range 10 {
				if at = f.name(f.tree.roles[at]); at == role {
					v.add("the role map", "%s leads back to itself", role)
					break
				}
			}
			if slices.Contains(standardRoles, role) {
				v.add("the role map", "%s is a standard role", role)
			}
		}
	}},
	{"up and down", "ISO 32000-1 14.7.2", "every element says in which other it stands", func(f *file, v *verdict) {
		for _, e := range f.tree.all {
			if want := number(f.catalog["StructTreeRoot"]); e.parent != nil && e.up != e.parent.number || e.parent == nil && e.up != want {
				v.add(e.String(), "object %d is not where it stands", e.up)
			}
		}
	}},
	{"marks lead to elements", "ISO 32000-1 14.7.4.4", "the parent tree leads from every mark to the element that holds it", func(f *file, v *verdict) {
		held := f.held(v)
		for _, p := range f.pages {
			key, ok := f.integer(p.dict["StructParents"])
			row := f.array(f.tree.parents[key])
			for _, m := range p.content.marks {
				if m.mcid < 0 {
					continue
				}
				e := held[place{p.object, m.mcid}]
				switch {
				case !ok || m.mcid >= len(row):
					v.add(p.mark(m.mcid), "the parent tree does not know it")
				case e == nil:
					v.add(p.mark(m.mcid), "no element holds it")
				case number(row[m.mcid]) != e.number:
					v.add(p.mark(m.mcid), "the parent tree leads to object %d, and object %d holds it", number(row[m.mcid]), e.number)
				}
			}
		}
	}},
	{"elements lead to marks", "ISO 32000-1 14.7.4", "what an element holds is on its page, once", func(f *file, v *verdict) {
		drawn := map[place]int{}
		for _, p := range f.pages {
			for _, m := range p.content.marks {
				if m.mcid >= 0 {
					drawn[place{p.object, m.mcid}]++
				}
			}
		}
		for _, e := range f.tree.all {
			for _, k := range e.kids {
				if n := drawn[place{k.page, k.mcid}]; k.mcid >= 0 && n != 1 {
					v.add(e.String(), "mark %d of page object %d is drawn %d times", k.mcid, k.page, n)
				}
			}
		}
	}},
	{"next key", "ISO 32000-1 14.7.2", "the next key of the parent tree is free", func(f *file, v *verdict) {
		for key := range f.tree.parents {
			if key >= f.tree.next {
				v.add("the tree", "key %d is used, and the next is %d", key, f.tree.next)
			}
		}
	}},
}

// held tells which element holds each mark.
func (f *file) held(v *verdict) map[place]*element {
	held := map[place]*element{}
	for _, e := range f.tree.all {
		for _, k := range e.kids {
			if k.mcid < 0 {
				continue
			}
			at := place{k.page, k.mcid}
			if other := held[at]; other != nil && other != e {
				v.add(e.String(), "mark %d is held by %s too", k.mcid, other)
			}
			held[at] = e
		}
	}
	return held
}

// object names where an element is in the file.
func (e *element) object() string { return fmt.Sprintf("%s (object %d)", e, e.number) }
