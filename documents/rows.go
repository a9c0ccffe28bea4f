package documents

// Setting tables and the rows that parties sign. A row is measured whole, cell by cell, and is one strip; only a row
// higher than a page falls apart, into its lines.

import (
	"fmt"
	"slices"
)

const (
	columnGap = 5 * mm
	rowPad    = 3.0
)

// cell is the lines of one cell.
type cell struct {
	lines []line
	style style
	open  *element // a dotted line to write on, when there are no lines
}

// divide lays columns side by side, in proportion to their shares.
func divide(c column, shares ...float64) []column {
	total := 0.0
	for i, share := range shares {
		if !(share > 0 && share < 1e6) {
			shares[i] = 1
		}
		total += shares[i]
	}
	columns := make([]column, len(shares))
	x := c.x
	for i, share := range shares {
		width := (c.width + columnGap) * share / total
		columns[i] = column{x, max(width-columnGap, 1)}
		x += width
	}
	return columns
}

// row sets cells side by side. They stand at the top, or at the foot when low; limit is the height of a page.
func row(cells []cell, columns []column, low bool, height, limit float64) []strip {
	lines, leading := 0, 0.0
	for _, c := range cells {
		lines, leading = max(lines, len(c.lines)), max(leading, c.style.leading)
	}
	needed := float64(lines)*leading + 2*rowPad
	if needed > limit {
		return slicedRow(cells, columns, lines, leading)
	}
	height = max(height, needed)
	s := strip{height: height}
	for i, c := range cells {
		top := rowPad
		if low {
			top = height - rowPad - float64(len(c.lines))*leading
		}
		for n, words := range c.lines {
			s.texts = append(s.texts, words.at(columns[i].x, top+float64(n)*leading+c.style.baseline(), c.style)...)
		}
		if len(c.lines) == 0 && c.open != nil {
			s.drawn = append(s.drawn, drawing{rules: []rule{toWriteOn(columns[i], height)}, of: c.open, after: len(s.texts)})
		}
	}
	return []strip{s}
}

// toWriteOn gives a dotted line at the foot of a row, where its last words would stand.
func toWriteOn(c column, height float64) rule {
	y := height - rowPad - bodyStyle.leading + bodyStyle.baseline() + 1
	return rule{c.x, y, c.right(), y, 0.9, grey, true}
}

// headRow sets the cells that head a table, without white above them.
func (s *setter) headRow(cells []cell, columns []column) []strip {
	strips := row(cells, columns, true, 0, s.frame.textHeight())
	if len(strips) > 1 {
		return strips
	}
	strips[0].height -= rowPad
	for i := range strips[0].texts {
		strips[0].texts[i].y -= rowPad
	}
	return strips
}

// slicedRow sets a row that no page can hold, line by line.
func slicedRow(cells []cell, columns []column, lines int, leading float64) []strip {
	strips := make([]strip, lines)
	for n := range strips {
		strips[n].height = leading
		for i, c := range cells {
			if n < len(c.lines) {
				strips[n].texts = append(strips[n].texts, c.lines[n].at(columns[i].x, c.style.baseline(), c.style)...)
			}
		}
	}
	strips[0].gap, strips[0].keep = rowPad, true
	last := &strips[lines-1]
	last.height += rowPad
	for i, c := range cells {
		if len(c.lines) == 0 && c.open != nil {
			last.drawn = append(last.drawn, drawing{rules: []rule{toWriteOn(columns[i], last.height)}, of: c.open, after: len(last.texts)})
		}
	}
	return strips
}

// underline draws a rule below the last of the strips.
func underline(strips []strip, c column, width float64, col colour) {
	last := &strips[len(strips)-1]
	last.rules = append(last.rules, rule{c.x, last.height, c.x + c.width, last.height, width, col, false})
}

// repeated gives the strips that stand again on every page, unless they would leave no room for what they head. Who hears
// them has heard them once.
func (s *setter) repeated(head []strip) ([]strip, float64) {
	height := 0.0
	for _, h := range head {
		height += h.height
	}
	if height > s.frame.textHeight()/3 {
		return nil, 0
	}
	head = slices.Clone(head)
	for i := range head {
		head[i].keep = true
		head[i].texts = slices.Clone(head[i].texts)
		for j := range head[i].texts {
			head[i].texts[j].of = nil
		}
	}
	return head, height
}

// table sets a table; one that stands on its own runs over the whole width.
func (s *setter) table(t Table, c column, of *element) []strip {
	if len(t.Columns) == 0 {
		return nil
	}
	if c == s.frame.text {
		c = s.frame.whole
	}
	columns, tags := s.columnsOf(t, c), of.table()
	var strips, head []strip
	used := 0.0
	if t.hasHeadings() {
		strips = s.tableHead(t, columns, c, tags)
		head, used = s.repeated(strips)
	}
	for n, words := range t.Rows {
		cells := s.cells(t, words, columns, n, tags)
		set := row(cells, columns, false, 0, s.frame.textHeight()-used)
		underline(set, c, 0.4, hair)
		for i := range set {
			set[i].head = head
		}
		if n == 0 && len(strips) > 0 {
			strips[len(strips)-1].keep = true
		}
		strips = append(strips, set...)
	}
	if len(strips) > 0 {
		strips[0].gap = tableGap
	}
	return strips
}

// columnsOf lays the columns of a table in their shares, but none narrower than its longest word if that can be. The
// words of a list without headings stand where all words stand.
func (s *setter) columnsOf(t Table, c column) []column {
	if !t.hasHeadings() && len(t.Columns) == 2 && c == s.frame.whole && s.frame.layout != Letter {
		return []column{s.frame.labels, {s.frame.beside.x, c.right() - s.frame.beside.x}}
	}
	shares, needed := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	for i, col := range t.Columns {
		shares[i], needed[i] = col.Share, longestWord(col.Heading, columnStyle)
		for _, row := range t.Rows {
			if i < len(row) {
				needed[i] = max(needed[i], longestWord(row[i], tableStyle))
			}
		}
	}
	columns := divide(c, shares...)
	fixed := make([]bool, len(columns))
	for range columns {
		room, open, again := c.width-columnGap*float64(len(columns)-1), 0.0, false
		for i := range columns {
			if columns[i].width < needed[i] {
				fixed[i], again = true, true
			}
			if fixed[i] {
				room -= needed[i]
			} else {
				open += shares[i]
			}
		}
		if !again || room <= 0 || open == 0 {
			break
		}
		x := c.x
		for i := range columns {
			width := needed[i]
			if !fixed[i] {
				width = room * shares[i] / open
			}
			columns[i] = column{x, width}
			x += width + columnGap
		}
	}
	return columns
}

// longestWord gives the width of the longest word, or words, that a line does not break.
func longestWord(words string, st style) (widest float64) {
	m := st.face.metrics()
	for _, word := range Unbroken(tidy(words)) {
		for _, piece := range pieces(word) {
			widest = max(widest, m.width(piece, st.size))
		}
	}
	return widest + 0.01
}

func (t Table) headings() []string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Heading
	}
	return list
}

func (t Table) hasHeadings() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Heading != "" })
}

// tableHead sets the row of headings.
func (s *setter) tableHead(t Table, columns []column, c column, tags *element) []strip {
	header, of := make([]cell, len(columns)), tags.columnHeads(t.headings())
	for i, col := range t.Columns {
		s.inside("de kop van kolom “"+col.Heading+"”", func() []strip {
			header[i] = cell{lines: s.lines(col.Heading, columnStyle, columns[i].width, of[i]), style: columnStyle}
			return nil
		})
	}
	strips := s.headRow(header, columns)
	underline(strips, c, 0.8, accent)
	return strips
}

// cells breaks the words of a table's row into the lines of its cells. Words beyond the last column join it.
func (s *setter) cells(t Table, words []string, columns []column, n int, tags *element) []cell {
	cells, of := make([]cell, len(columns)), tags.row(len(columns), !t.hasHeadings() && len(columns) > 1)
	for i := range cells {
		cells[i].style = tableStyle
	}
	if !t.hasHeadings() {
		cells[0].style.colour = grey
	}
	for i, w := range words {
		at := min(i, len(columns)-1)
		name := fmt.Sprintf("rij %d van kolom “%s”", n+1, t.Columns[at].Heading)
		if t.Columns[at].Heading == "" {
			name = "de regel “" + words[0] + "”"
		}
		s.inside(name, func() []strip {
			cells[at].lines = append(cells[at].lines, s.lines(w, tableStyle, columns[at].width, of[at])...)
			return nil
		})
	}
	return cells
}

// signatures sets the rows of parties over the whole width, under their captions: the names where labels stand, what
// they sign with beside it. A group that takes no more than two thirds of a page is not parted.
func (s *setter) signatures(t Signatures, of *element) []strip {
	beside := column{s.frame.beside.x, s.frame.whole.right() - s.frame.beside.x}
	columns := append([]column{s.frame.labels}, divide(beside, 32, 26, 42)...)
	if s.frame.layout == Letter {
		columns = divide(s.frame.whole, 30, 34, 28, 38)
	}
	tags := of.table()
	header, heads := make([]cell, len(columns)), tags.columnHeads(t.Captions[:])
	for i, words := range t.Captions {
		st := captionStyle
		if i == 0 {
			st = groupStyle
		}
		header[i] = cell{lines: s.lines(words, st, columns[i].width, heads[i]), style: st}
	}
	strips := s.headRow(header, columns)
	head, used := s.repeated(strips)
	for i, r := range t.Rows {
		set := s.inside("de rij van “"+r.Party+"”", func() []strip { return s.signatureRow(t, r, columns, used, tags.row(len(columns), true)) })
		for i := range set {
			set[i].head = head
		}
		if i < 2 || i == len(t.Rows)-1 { // no row alone at the foot or the top of a page
			strips[len(strips)-1].keep = true
		}
		strips = append(strips, set...)
	}
	strips[0].gap = groupGap
	closing := s.flow(t.Closing, closingStyle, s.frame.whole, 8, of.paragraph())
	strips[len(strips)-1].keep = len(closing) > 0
	if strips = append(strips, closing...); heightOf(strips) <= s.frame.textHeight()*2/3 {
		return together(strips)
	}
	return strips
}

// roomToSign is the height of a row in which somebody signs with a pen.
const roomToSign = 15 * mm

// signatureRow sets the row of one party. As long as it has not signed there is room to write, and a dotted line for
// all that is missing.
func (s *setter) signatureRow(t Signatures, r SignatureRow, columns []column, used float64, of []*element) []strip {
	words := [4]string{r.Party, r.Representative, r.Capacity, r.Signed}
	cells := make([]cell, len(columns))
	for i, w := range words {
		st := bodyStyle
		if i == 0 {
			st = strongStyle
		}
		set := func() []strip {
			cells[i] = cell{lines: s.lines(w, st, columns[i].width, of[i]), style: st}
			return nil
		}
		if t.Captions[i] == "" {
			set()
		} else {
			s.inside("de kolom “"+t.Captions[i]+"”", set)
		}
	}
	limit := s.frame.textHeight() - used
	if r.Signed != "" {
		strips := row(cells, columns, false, 0, limit)
		underline(strips, s.frame.whole, 0.4, hair)
		return strips
	}
	for i := range cells {
		cells[i].open = of[i].figure(altOpen)
	}
	cells[3].open.alt = altSignature
	return row(cells, columns, true, roomToSign, limit)
}
