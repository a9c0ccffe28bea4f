package documents

// The structure tree as it stands in a file (ISO 32000-1, 14.7): an object for every element, and the way back from what
// is marked on a page to the element that it belongs to.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// sheet is what finishing must know of a page that was drawn.
type sheet struct {
	number int        // of its object
	marked []*element // whose words are under each number
	links  []link
}

// link is where the words of a link stand on a page.
type link struct {
	of     *element
	area   box
	number int // of its object
}

// writer writes the tree.
type treeWriter struct {
	*file
	sheets  []sheet
	numbers map[*element]int
}

// putTree writes the tree into a file and gives the number of its root.
func putTree(f *file, t *tree, sheets []sheet) int {
	w := treeWriter{f, sheets, map[*element]int{}}
	root, top := f.reserve(), f.reserve()
	w.numbers[t.root] = top
	w.element(t.root, root)
	parents, next := w.parents()
	f.put(root, object{words: "<</Type/StructTreeRoot/K " + ref(top) + "/ParentTree " + ref(parents) +
		"/ParentTreeNextKey " + strconv.Itoa(next) + ">>"})
	return root
}

// element writes an element whose number is known, and what it holds.
func (w *treeWriter) element(e *element, parent int) {
	own, sheetOf := w.numbers[e], -1
	for _, k := range e.kids {
		if k.element == nil {
			sheetOf = k.page
			break
		}
	}
	var kids []string
	for _, k := range e.kids {
		switch {
		case k.element == nil:
			kids = append(kids, w.content(k, sheetOf))
		case !k.element.void():
			n := w.reserve()
			w.numbers[k.element] = n
			kids = append(kids, ref(n))
			w.element(k.element, own)
		}
	}
	var b strings.Builder
	b.WriteString("<</S/" + e.role + "/P " + ref(parent))
	if sheetOf >= 0 {
		b.WriteString("/Pg " + ref(w.sheets[sheetOf].number))
	}
	switch len(kids) {
	case 0:
	case 1:
		b.WriteString("/K " + kids[0])
	default:
		b.WriteString("/K[" + strings.Join(kids, " ") + "]")
	}
	b.WriteString(e.properties() + ">>")
	w.put(own, object{words: b.String()})
}

// content writes what an element holds on a page: by its number alone, when the page is the element's own.
func (w *treeWriter) content(k kid, own int) string {
	s := w.sheets[k.page]
	if k.mark < 0 {
		return "<</Type/OBJR/Pg " + ref(s.number) + "/Obj " + ref(s.links[k.link].number) + ">>"
	}
	if k.page == own {
		return strconv.Itoa(k.mark)
	}
	return "<</Type/MCR/Pg " + ref(s.number) + "/MCID " + strconv.Itoa(k.mark) + ">>"
}

// properties writes what an element is besides its role and what it holds.
func (e *element) properties() string {
	words := ""
	if e.language != "" {
		words += "/Lang" + pdfText(e.language)
	}
	if e.alt != "" {
		words += "/Alt" + pdfText(e.alt)
	}
	switch {
	case e.scope != "":
		words += "/A<</O/Table/Scope/" + e.scope + ">>"
	case e.numbering != "":
		words += "/A<</O/List/ListNumbering/" + e.numbering + ">>"
	case e.box != box{}:
		words += "/A<</O/Layout/Placement/Block/BBox[" + e.box.corners() + "]>>"
	}
	return words
}

// parents writes the way back: for each page the elements of its marks, and for each link its element. It gives its
// number, and the first key that is free.
func (w *treeWriter) parents() (number, next int) {
	type entry struct {
		key   int
		value string
	}
	var entries []entry
	for key, s := range w.sheets {
		refs := make([]string, len(s.marked))
		for i, e := range s.marked {
			refs[i] = ref(w.numbers[e])
		}
		entries = append(entries, entry{key, "[" + strings.Join(refs, " ") + "]"})
	}
	next = len(w.sheets)
	for _, s := range w.sheets {
		for _, l := range s.links {
			entries = append(entries, entry{next, ref(w.numbers[l.of])})
			next++
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(strconv.Itoa(e.key) + " " + e.value + "\n")
	}
	return w.add("<</Nums[" + b.String() + "]>>"), next
}
