package documents

// The structure tree as it stands in a file (ISO 32000-1, 14.7): an object for every element, and the way back from what
// is marked on a page to the element that it belongs to.

import (
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

// treeWriter writes the tree.
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
	own, page := w.numbers[e], e.pageOf()
	var kids []string
	for _, k := range e.kids {
		switch {
		case k.element == nil:
			kids = append(kids, w.content(k, page))
		case !k.element.void():
			n := w.reserve()
			w.numbers[k.element] = n
			kids = append(kids, ref(n))
			w.element(k.element, own)
		}
	}
	words := "<</S/" + e.role + "/P " + ref(parent)
	if page >= 0 {
		words += "/Pg " + ref(w.sheets[page].number)
	}
	if len(kids) > 0 {
		words += "/K[" + strings.Join(kids, " ") + "]"
	}
	w.put(own, object{words: words + e.properties() + ">>"})
}

// pageOf gives the page on which the words of an element begin, or -1 when it has none of its own.
func (e *element) pageOf() int {
	i := slices.IndexFunc(e.kids, func(k kid) bool { return k.element == nil })
	if i < 0 {
		return -1
	}
	return e.kids[i].page
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
	if e.said != "" {
		words += "/ActualText" + pdfText(e.said)
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
	var b strings.Builder
	for key, s := range w.sheets {
		b.WriteString(strconv.Itoa(key) + "[")
		for _, e := range s.marked {
			b.WriteString(ref(w.numbers[e]) + " ")
		}
		b.WriteString("]\n")
	}
	next = len(w.sheets)
	for _, s := range w.sheets {
		for _, l := range s.links {
			b.WriteString(strconv.Itoa(next) + " " + ref(w.numbers[l.of]) + "\n")
			next++
		}
	}
	return w.add("<</Nums[" + b.String() + "]>>"), next
}
