package judge

// What stands in what (ISO 32000-1, 14.8.4; ISO 14289-1, 7.3 to 7.9): lists, tables, headings, figures. A screen reader leads
// somebody through a paper along these; a level that is skipped or a cell without its header leaves them lost.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func nestingChecks() []Check {
	return []Check{
		{"UA 09-004", "ISO 14289-1, 7.5; ISO 32000-1, 14.8.4.3.4", "tables consist of rows, and rows of cells", lookAtTableParts},
		{"UA 09-005", "ISO 14289-1, 7.6; ISO 32000-1, 14.8.4.3.3", "lists consist of items, and items of a label and a body", lookAtListParts},
		{"UA 09-006", "ISO 14289-1, 7.2; ISO 32000-1, 14.8.4.2", "tables of contents consist of their items", lookAtTOCParts},
		{"UA 13-004", "ISO 14289-1, 7.3", "a figure is described in words", lookAtFigureWords},
		{"UA 14-002", "ISO 14289-1, 7.4.2", "the first heading is of level 1", lookAtFirstHeading},
		{"UA 14-003", "ISO 14289-1, 7.4.2", "no level of headings is skipped going down", lookAtSkippedHeadings},
		{"UA 14-006", "ISO 14289-1, 7.4.4", "an element holds one H at most", lookAtDoubleHeadings},
		{"UA 14-007", "ISO 14289-1, 7.4.4", "headings are numbered, or none is", lookAtMixedHeadings},
		{"UA 15-003", "ISO 14289-1, 7.5", "a header says whether it is one of a row or a column, or cells name their headers", lookAtScope},
		{"UA 17-002", "ISO 14289-1, 7.7", "a formula is given in words", lookAtFormulaWords},
		{"UA 19-003", "ISO 14289-1, 7.9", "a note has an ID", lookAtNoteID},
		{"UA 19-004", "ISO 14289-1, 7.9", "no two notes have the same ID", lookAtNoteIDs},
		{"PDF 14.8.4 nesting", "ISO 32000-1, 14.8.4.2 to 14.8.4.4", "groups hold no content of their own, and words within a line hold no block", lookAtBlocks},
		{"PDF 14.8.5.7 regular", "ISO 32000-1, 14.8.5.7; Matterhorn 01-006, note 3", "the rows of a table have as many cells, and none lies over another", lookAtRegularTables},
		{"PDF 14.8.5.7 headers", "ISO 32000-1, 14.8.5.7", "the headers that a cell names are there", lookAtNamedHeaders},
		{"PDF 14.8.5.4 figure-box", "ISO 32000-1, 14.8.5.4.3", "a figure says where it stands, on its page", lookAtFigureBox},
		{"own document", "ours", "the structure begins with one Document", lookAtDocument},
		{"own one-title", "ours", "there is one heading of level 1", lookAtOneTitle},
		{"own headed-tables", "ours", "a table has a header", lookAtHeadedTables},
		{"own list-numbering", "ours; Matterhorn 16-001", "a list with labels says how it is numbered", lookAtListNumbering},
		{"own empty-elements", "ours", "an element holds something, unless it is a cell", lookAtEmptyElements},
	}
}

// eachOf goes through the elements of some roles.
func (f *file) eachOf(visit func(*element), roles ...string) {
	for _, e := range f.tree.all {
		if e.is(roles...) {
			visit(e)
		}
	}
}

// parentRole gives the standard role of what an element stands in.
func (e *element) parentRole() string {
	if e.parent == nil {
		return "StructTreeRoot"
	}
	return e.parent.standard
}

// family tells which elements may stand in which: rules of the same kind for tables, lists and tables of contents.
type family struct {
	parents map[string][]string // of a role: in what it may stand
	kids    map[string][]string // of a role: what it may hold
}

func (fam family) look(f *file, found found) {
	for _, e := range f.tree.all {
		if allowed := fam.parents[e.standard]; allowed != nil && !slices.Contains(allowed, e.parentRole()) {
			found(e.path, "%s stands in %s", e.standard, e.parentRole())
		}
		allowed := fam.kids[e.standard]
		if allowed == nil {
			continue
		}
		for _, inner := range e.elements() {
			if !slices.Contains(allowed, inner.standard) {
				found(inner.path, "%s stands in %s", inner.standard, e.standard)
			}
		}
	}
}

var (
	tables = family{
		parents: map[string][]string{"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}},
		kids:    map[string][]string{"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"}, "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}},
	}
	lists = family{
		parents: map[string][]string{"LI": {"L"}, "LBody": {"LI"}},
		kids:    map[string][]string{"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}},
	}
	contents = family{
		parents: map[string][]string{"TOCI": {"TOC"}},
		kids:    map[string][]string{"TOC": {"TOC", "TOCI", "Caption"}, "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"}},
	}
)

func count(names []string, name string) (n int) {
	for _, s := range names {
		if s == name {
			n++
		}
	}
	return n
}

func lookAtTableParts(f *file, found found) {
	tables.look(f, found)
	f.eachOf(func(e *element) {
		inner := roles(e.elements())
		for _, role := range []string{"THead", "TFoot", "Caption"} {
			if n := count(inner, role); n > 1 {
				found(e.path, "holds %d of %s", n, role)
			}
		}
		if i := slices.Index(inner, "Caption"); i > 0 && i < len(inner)-1 {
			found(e.path, "its caption is neither first nor last")
		}
		if (slices.Contains(inner, "THead") || slices.Contains(inner, "TFoot")) && !slices.Contains(inner, "TBody") {
			found(e.path, "has a head or foot, and no body")
		}
	}, "Table")
}

func lookAtListParts(f *file, found found) {
	lists.look(f, found)
	f.eachOf(func(e *element) {
		if slices.Index(roles(e.elements()), "Caption") > 0 {
			found(e.path, "its caption is not first")
		}
	}, "L")
	f.eachOf(func(e *element) {
		inner := roles(e.elements())
		if count(inner, "LBody") == 0 || count(inner, "Lbl") > 1 {
			found(e.path, "holds %s", strings.Join(inner, ", "))
		}
	}, "LI")
}

func lookAtTOCParts(f *file, found found) {
	contents.look(f, found)
}

// level gives the level of a numbered heading; 0 for what is none.
func (e *element) level() int {
	if len(e.standard) == 2 && e.standard[0] == 'H' && e.standard[1] >= '1' && e.standard[1] <= '6' {
		return int(e.standard[1] - '0')
	}
	return 0
}

// headings gives the numbered headings in the order in which they are read.
func (f *file) headings() (list []*element) {
	for _, e := range f.tree.all {
		if e.level() > 0 {
			list = append(list, e)
		}
	}
	return list
}

func lookAtFirstHeading(f *file, found found) {
	if list := f.headings(); len(list) > 0 && list[0].level() != 1 {
		found(list[0].path, "is the first heading")
	}
}

func lookAtSkippedHeadings(f *file, found found) {
	list := f.headings()
	for i := 1; i < len(list); i++ {
		if before := list[i-1].level(); list[i].level() > before+1 {
			found(list[i].path, "follows a heading of level %d", before)
		}
	}
}

func lookAtOneTitle(f *file, found found) {
	titles := 0
	list := f.headings()
	for _, e := range list {
		if e.level() == 1 {
			titles++
		}
	}
	if len(list) > 0 && titles != 1 {
		found("the structure", "%d headings of level 1", titles)
	}
}

func lookAtDoubleHeadings(f *file, found found) {
	for _, e := range f.tree.all {
		if n := count(roles(e.elements()), "H"); n > 1 {
			found(e.path, "holds %d of H", n)
		}
	}
}

func lookAtMixedHeadings(f *file, found found) {
	if len(f.headings()) == 0 {
		return
	}
	f.eachOf(func(e *element) { found(e.path, "is not numbered, and others are") }, "H")
}

// inWords tells whether an element says in words what it shows.
func (f *file) inWords(e *element) bool {
	alt, _ := f.text(e.dict["Alt"])
	_, replaced := f.text(e.dict["ActualText"])
	return strings.TrimSpace(alt) != "" || replaced
}

func lookAtFigureWords(f *file, found found) {
	f.eachOf(func(e *element) {
		if !f.inWords(e) {
			found(e.path, "neither Alt nor ActualText")
		}
	}, "Figure")
}

func lookAtFormulaWords(f *file, found found) {
	f.eachOf(func(e *element) {
		if !f.inWords(e) {
			found(e.path, "neither Alt nor ActualText")
		}
	}, "Formula")
}

// attribute gives an attribute of an element: its own, or that of one of its classes.
func (f *file) attribute(e *element, owner, key string) types.Object {
	sets := f.listOf(e.dict["A"])
	classes := f.dict(f.tree.root["ClassMap"])
	for _, name := range f.namesOf(e.dict["C"]) {
		sets = append(sets, f.listOf(classes[name])...)
	}
	for _, set := range sets {
		if dict := f.dict(set); f.name(dict["O"]) == owner && dict[key] != nil {
			return dict[key]
		}
	}
	return nil
}

// listOf gives one thing, or those in an array.
func (f *file) listOf(o types.Object) types.Array {
	if list, ok := f.object(o).(types.Array); ok {
		return slices.Clone(list)
	}
	if o == nil {
		return nil
	}
	return types.Array{o}
}

func lookAtScope(f *file, found found) {
	f.eachOf(func(e *element) {
		if scope := f.name(f.attribute(e, "Table", "Scope")); !slices.Contains([]string{"Row", "Column", "Both"}, scope) && !f.namesHeaders(e.table()) {
			found(e.path, "has the scope %q", scope)
		}
	}, "TH")
}

// table gives the table in which a cell stands.
func (e *element) table() *element {
	for e != nil && !e.is("Table") {
		e = e.parent
	}
	return e
}

// namesHeaders tells whether every cell of a table that is no header names its headers.
func (f *file) namesHeaders(table *element) bool {
	named := false
	for _, e := range f.tree.all {
		if e.is("TD") && e.table() == table && table != nil {
			if f.attribute(e, "Table", "Headers") == nil {
				return false
			}
			named = true
		}
	}
	return named
}

func lookAtNamedHeaders(f *file, found found) {
	ids := map[string]bool{}
	f.eachOf(func(e *element) {
		if id, ok := f.stringBytes(e.dict["ID"]); ok {
			ids[string(id)] = true
		}
	}, "TH")
	f.eachOf(func(e *element) {
		for _, o := range f.array(f.attribute(e, "Table", "Headers")) {
			if id, _ := f.stringBytes(o); !ids[string(id)] {
				found(e.path, "names the header %q, which is not there", id)
			}
		}
	}, "TH", "TD")
}

// rowsOf gives the rows of a table in order.
func rowsOf(table *element) (rows []*element) {
	for _, e := range table.elements() {
		if e.is("TR") {
			rows = append(rows, e)
		} else if e.is("THead", "TBody", "TFoot") {
			rows = append(rows, rowsOf(e)...)
		}
	}
	return rows
}

func lookAtRegularTables(f *file, found found) {
	f.eachOf(func(table *element) {
		taken := map[[2]int]bool{}
		rows := rowsOf(table)
		width := 0
		for r, row := range rows {
			column := 0
			for _, cell := range row.elements() {
				for taken[[2]int{r, column}] {
					column++
				}
				column = f.takeCell(cell, r, column, len(rows), taken, found)
			}
			for taken[[2]int{r, column}] {
				column++
			}
			if r == 0 {
				width = column
			} else if column != width {
				found(row.path, "has %d cells, and the first row %d", column, width)
			}
		}
	}, "Table")
}

// mostSpan is how many rows or columns a cell may span for the judge to believe it.
const mostSpan = 1000

// takeCell takes the place of a cell in the grid of its table, and gives the column after it.
func (f *file) takeCell(cell *element, row, column, rows int, taken map[[2]int]bool, found found) int {
	high, wide := f.span(cell, "RowSpan"), f.span(cell, "ColSpan")
	if row+high > rows {
		found(cell.path, "spans %d rows, past the last", high)
	}
	for r := row; r < row+high; r++ {
		for c := column; c < column+wide; c++ {
			if taken[[2]int{r, c}] {
				found(cell.path, "lies over another cell")
			}
			taken[[2]int{r, c}] = true
		}
	}
	return column + wide
}

func (f *file) span(cell *element, key string) int {
	n, ok := f.integer(f.attribute(cell, "Table", key))
	if !ok {
		return 1
	}
	return min(max(n, 1), mostSpan)
}

func lookAtHeadedTables(f *file, found found) {
	headed := map[*element]bool{}
	f.eachOf(func(e *element) { headed[e.table()] = true }, "TH")
	f.eachOf(func(e *element) {
		if !headed[e] {
			found(e.path, "no header")
		}
	}, "Table")
}

func lookAtNoteID(f *file, found found) {
	f.eachOf(func(e *element) {
		if id, _ := f.stringBytes(e.dict["ID"]); len(id) == 0 {
			found(e.path, "no ID")
		}
	}, "Note")
}

func lookAtNoteIDs(f *file, found found) {
	seen := map[string]string{}
	f.eachOf(func(e *element) {
		id, _ := f.stringBytes(e.dict["ID"])
		if before := seen[string(id)]; len(id) > 0 && before != "" {
			found(e.path, "has the ID of %s", before)
		}
		seen[string(id)] = e.path
	}, "Note")
}

var (
	grouping = []string{"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "Index", "L", "LI", "Table", "TR", "THead", "TBody", "TFoot"}
	blocks   = []string{"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "Index"}
	lines    = []string{"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "Span", "Quote", "Reference", "BibEntry", "Code", "Link"} // what holds words, and no block
)

func lookAtBlocks(f *file, found found) {
	for _, e := range f.tree.all {
		if e.is(grouping...) && e.content() {
			found(e.path, "holds content of its own")
		}
		if e.is(blocks...) && e.parent != nil && e.parent.is(lines...) {
			found(e.path, "a block within %s", e.parent.standard)
		}
	}
}

func lookAtFigureBox(f *file, found found) {
	f.eachOf(func(e *element) {
		box, ok := f.rectangle(f.attribute(e, "Layout", "BBox"))
		if !ok || box.empty() {
			found(e.path, "no BBox")
			return
		}
		for _, p := range f.pagesOf(e) {
			if media, _ := f.rectangle(p.entry("MediaBox")); !box.within(media) {
				found(e.path, "its BBox lies outside %s", p)
			}
		}
	}, "Figure")
}

// pagesOf gives the pages on which an element has content.
func (f *file) pagesOf(e *element) (pages []*page) {
	for _, k := range e.kids {
		if k.element != nil {
			pages = append(pages, f.pagesOf(k.element)...)
		} else if p := f.pageOf(*types.NewIndirectRef(k.page, 0)); p != nil && !slices.Contains(pages, p) {
			pages = append(pages, p)
		}
	}
	return pages
}

func lookAtDocument(f *file, found found) {
	if f.tree.root != nil && (len(f.tree.top) != 1 || f.tree.top[0].standard != "Document") {
		found("StructTreeRoot", "holds %s", fmt.Sprint(roles(f.tree.top)))
	}
	f.eachOf(func(e *element) {
		if e.parent != nil {
			found(e.path, "a document within another")
		}
	}, "Document")
}

// numberings are those of ISO 32000-1, table 347. None is for labels that follow no scheme, as those of articles.
var numberings = []string{"None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}

func lookAtListNumbering(f *file, found found) {
	f.eachOf(func(e *element) {
		labelled := slices.ContainsFunc(e.elements(), func(item *element) bool { return slices.Contains(roles(item.elements()), "Lbl") })
		if numbering := f.name(f.attribute(e, "List", "ListNumbering")); labelled && !slices.Contains(numberings, numbering) {
			found(e.path, "has labels, and its ListNumbering is %q", numbering)
		}
	}, "L")
}

func lookAtEmptyElements(f *file, found found) {
	for _, e := range f.tree.all {
		if len(e.kids) == 0 && !e.is("TD", "TH") {
			found(e.path, "holds nothing")
		}
	}
}
