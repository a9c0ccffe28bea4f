package documents

// Bookmarks: the headings of a document, beside its pages (ISO 32000-1, 12.3.3).

import (
	"fmt"
	"strconv"
)

// headingsOf lists the headings of a tree that were drawn, in reading order.
func headingsOf(e *element) (list []*element) {
	if e.level > 0 && !e.void() {
		list = append(list, e)
	}
	for _, k := range e.kids {
		if k.element != nil {
			list = append(list, headingsOf(k.element)...)
		}
	}
	return list
}

// bookmark is a heading with the headings under it.
type bookmark struct {
	heading *element
	number  int // of its object
	under   []*bookmark
}

// putOutline writes the bookmarks and gives the number of their root, or 0 when there are none.
func putOutline(f *file, d draft) int {
	top := &bookmark{}
	path := []*bookmark{top}
	for _, h := range headingsOf(d.tree.root) {
		path = path[:min(h.level, len(path))]
		over := path[len(path)-1]
		b := &bookmark{heading: h}
		over.under = append(over.under, b)
		path = append(path, b)
	}
	if len(top.under) == 0 {
		return 0
	}
	top.number = f.reserve()
	first, last, shown := top.put(f, d)
	f.put(top.number, object{words: fmt.Sprintf("<</Type/Outlines/First %s/Last %s/Count %d>>", ref(first), ref(last), shown)})
	return top.number
}

// put writes what is under a bookmark. It gives the first and the last, and how many show when all are open.
func (b *bookmark) put(f *file, d draft) (first, last, shown int) {
	for _, u := range b.under {
		u.number = f.reserve()
	}
	for i, u := range b.under {
		shown++
		page, top, _ := u.heading.begins()
		words := "<</Title" + pdfText(u.heading.title) + "/Parent " + ref(b.number) +
			"/Dest[" + ref(d.sheets[page].number) + "/XYZ 0 " + points(top) + " null]"
		if i > 0 {
			words += "/Prev " + ref(b.under[i-1].number)
		}
		if i < len(b.under)-1 {
			words += "/Next " + ref(b.under[i+1].number)
		}
		if len(u.under) > 0 {
			one, other, more := u.put(f, d)
			words += fmt.Sprintf("/First %s/Last %s/Count %d", ref(one), ref(other), more)
			shown += more
		}
		f.put(u.number, object{words: words + ">>"})
	}
	return b.under[0].number, b.under[len(b.under)-1].number, shown
}

// points writes a measure.
func points(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
