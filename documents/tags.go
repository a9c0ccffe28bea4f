package documents

// What a document is to who hears it: a tree of elements, as ISO 32000-1 (14.8) names them. This is the one place that
// knows what a block becomes there: that a part has a heading of level 2, that lids are the items of a list, that the
// name of a Partij heads its row. Setting says what it sets (set.go), drawing says where the words of an element ended up
// (pdf.go), and structure.go writes the tree into the file.
//
// The tree is in reading order: an element is added to its parent when what it holds is set, and blocks are set from the
// first to the last. Only what stands within a line is added when it is drawn.

import (
	"slices"
	"strconv"
	"strings"
)

// element is a part of the tree. Only an element without parts of its own holds words, except that words may stand
// before and after a phrase.
type element struct {
	role      string
	parent    *element
	loose     bool    // not among what its parent holds yet
	kids      []kid   // in reading order
	language  string  // where it is not that of the document
	alt       string  // the words for what is drawn
	target    string  // of a link
	change    Kind    // of words in a comparison: what became of them
	said      string  // what is said instead of its words
	scope     string  // of a heading cell: Column or Row
	numbering string  // of a list
	lids      bool    // a list to which the next lid can be added
	title     string  // of a heading, without its look
	level     int     // of a heading
	top       float64 // of its first words, from the foot of the sheet
	box       box     // around what is drawn, from the foot of the sheet
}

// kid is what an element holds: another element, words marked on a page, or a link's place on a page.
type kid struct {
	element *element
	page    int
	mark    int // of the words on the page; -1 when the kid is a link's place
	link    int
}

// tree is the structure of a document.
type tree struct {
	root  *element
	under []int // the levels, as blocks have them, of the headings that what comes next stands under
}

func newTree() *tree { return &tree{root: &element{role: "Document"}} }

// add gives a new element at the end of another.
func (e *element) add(role string) *element {
	made := &element{role: role, parent: e}
	e.kids = append(e.kids, kid{element: made})
	return made
}

// paragraph gives an element for running text.
func (e *element) paragraph() *element { return e.add("P") }

// table gives an element for a table.
func (e *element) table() *element { return e.add("Table") }

// heading gives an element for a heading. Its level is one below that of the heading that it stands under, so that no
// level is skipped: not in a letter, which has no title, and not under an article without a part.
func (t *tree) heading(e *element, level int, words ...string) *element {
	title := strings.Join(strings.FieldsFunc(strings.Join(words, " "), isSpace), " ")
	if title == "" {
		return e.paragraph()
	}
	for len(t.under) > 0 && t.under[len(t.under)-1] >= level {
		t.under = t.under[:len(t.under)-1]
	}
	t.under = append(t.under, level)
	const lowest = 6
	h := e.add("")
	h.title, h.level = title, min(len(t.under), lowest)
	h.role = "H" + strconv.Itoa(h.level)
	return h
}

// item is an item of a list: its mark, and the body that the mark belongs to.
type item struct{ mark, body *element }

// item gives a new item of a list.
func (e *element) item() item {
	i := e.add("LI")
	return item{i.add("Lbl"), i.add("LBody")}
}

// list gives a list whose items bear marks.
func (e *element) list(marks ...string) *element {
	l := e.add("L")
	l.numbering = numbering(marks)
	return l
}

// numbering tells how the items of a list are counted, by the first of their marks that has a letter or digit.
func numbering(marks []string) string {
	for _, mark := range marks {
		switch i := strings.IndexFunc(mark, isOrdinal); {
		case i < 0:
		case mark[i] >= '0' && mark[i] <= '9':
			return "Decimal"
		case mark[i] >= 'A' && mark[i] <= 'Z':
			return "UpperAlpha"
		default:
			return "LowerAlpha"
		}
	}
	return "Disc"
}

// terms gives a list of terms and what each stands for; its marks are the terms.
func (e *element) terms() *element {
	l := e.add("L")
	l.numbering = "None"
	return l
}

// lid gives the item of a lid. Lids that follow each other are one list, and their numbers are its marks.
func (e *element) lid() item {
	if n := len(e.kids); n > 0 && e.kids[n-1].element != nil && e.kids[n-1].element.lids {
		return e.kids[n-1].element.item()
	}
	l := e.add("L")
	l.numbering, l.lids = "Decimal", true
	return l.item()
}

// columnHeads gives the cells of the row that heads the columns of a table. A heading without words heads nothing.
func (e *element) columnHeads(headings []string) []*element {
	cells := e.row(len(headings), false)
	for i, words := range headings {
		if strings.TrimSpace(words) != "" {
			cells[i].role, cells[i].scope = "TH", "Column"
		}
	}
	return cells
}

// row gives the cells of a row of a table; the first may head it.
func (e *element) row(cells int, headed bool) []*element {
	row, made := e.add("TR"), make([]*element, cells)
	for i := range made {
		made[i] = row.add("TD")
	}
	if headed {
		made[0].role, made[0].scope = "TH", "Row"
	}
	return made
}

// What who hears a paper is told of a place that is left open, or of a drawing.
const (
	altOpen      = "ruimte om in te vullen"
	altSignature = "ruimte voor handtekening"
	altDrawing   = "afbeelding van de handtekening"
)

// figure gives an element for what is drawn, with the words that stand for it.
func (e *element) figure(alt string) *element {
	f := e.add("Figure")
	f.alt = alt
	return f
}

// phrase gives an element for words within the element's own, which is added to it when they are drawn.
func (e *element) phrase(p Phrase) *element {
	made := &element{role: "Span", parent: e, loose: true, language: p.Language}
	if p.change != Same {
		made.change, made.said = p.change, "["+changeWords[p.change]+": "+p.Words+"]"
	}
	if p.Target != "" {
		made.role, made.target, made.alt = "Link", p.Target, linkWords(p)
	}
	return made
}

// linkWords says where a link leads.
func linkWords(p Phrase) string {
	if address, ok := strings.CutPrefix(p.Target, "mailto:"); ok {
		return "E-mail naar " + address
	}
	return "Website " + p.Words
}

// begins finds where an element begins: the page, and how high on it.
func (e *element) begins() (page int, top float64, ok bool) {
	for _, k := range e.kids {
		if k.element == nil {
			return k.page, e.top, true
		}
		if page, top, ok = k.element.begins(); ok {
			return page, top, true
		}
	}
	return 0, 0, false
}

// void reports whether who hears the paper would find nothing here. A cell without words still holds its place.
func (e *element) void() bool {
	if e.role == "TD" || e.role == "TH" || e.role == "Document" {
		return false
	}
	return !slices.ContainsFunc(e.kids, func(k kid) bool { return k.element == nil || !k.element.void() })
}
