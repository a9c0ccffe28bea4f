package documents

// The look: one grid, one scale of type, one accent. Measures are in points.

const mm = 72 / 25.4

// colour is 0xRRGGBB.
type colour int

const (
	ink    colour = 0x1E252B
	grey   colour = 0x5A646D // 6 : 1 on white
	accent colour = -2       // the house's own, from its theme
	hair   colour = 0xC8CFD4
	white  colour = 0xFFFFFF
)

// style is how words look: a face, its size, the distance from line to line, a colour.
type style struct {
	face    face
	size    float64
	leading float64
	colour  colour
}

var (
	titleStyle    = style{bold, 29, 36, ink}
	subtitleStyle = style{regular, 14, 21, grey}
	coverStyle    = style{bold, 40, 48, ink}
	coverSubtitle = style{regular, 18, 26, grey}
	smallTitle    = style{bold, 22, 26, ink}
	smallSubtitle = style{regular, 12, 18, grey}
	partStyle     = style{bold, 14, 20, accent}
	articleStyle  = style{bold, 12.5, 18, ink}
	labelStyle    = style{bold, 12.5, 18, accent}
	subStyle      = style{bold, 10.5, 15, ink}
	bodyStyle     = style{regular, 10.5, 15, ink}
	strongStyle   = style{bold, 10.5, 15, ink}
	closingStyle  = style{italic, 10.5, 15, ink}
	termStyle     = style{regular, 10.5, 15, grey}
	captionStyle  = style{regular, 8.5, 12, grey}
	tableStyle    = style{regular, 9.5, 13.5, ink}
	columnStyle   = style{bold, 9, 13, accent}
	groupStyle    = style{bold, 8.5, 12, accent} // on one line with captions
	runningStyle  = style{regular, 8.5, 12, grey}
	runningTitle  = style{bold, 8.5, 12, ink}
	houseStyle    = style{bold, 8.5, 12, accent}
	coverHouse    = style{bold, 12, 16, accent}
	coverSite     = style{regular, 10.5, 15, grey}
	senderStyle   = style{bold, 15, 20, accent}
	addressStyle  = style{regular, 10.5, 14.5, ink}
	returnStyle   = style{regular, 7.5, 10, grey}
	quietStyle    = style{bold, 10.5, 15, accent} // the headings of a letter
	noteStyle     = style{bold, 10.5, 15, ink}
	markStyle     = style{bold, 8.5, 12, white}
)

// The white above each kind of block. It falls away at the top of a page.
const (
	partGap      = 24.0
	articleGap   = 21.0
	subGap       = 12.0
	paragraphGap = 6.0
	itemGap      = 5.0
	innerGap     = 3.0 // above an item of a list within a list, and above the first words under their own heading
	tableGap     = 10.0
	groupGap     = 18.0
	headGap      = 6.0  // at most, below the heading of a part
	sheetGap     = 13.0 // above a heading of a paper that is no agreement
	quietGap     = 16.0
	afterGap     = 15.0 // at least, below a table or the reference lines
	coverLineGap = 5.0
	noteGap      = 11.0
	closingGap   = 18.0
)

// baseline gives how far below the top of its line the words of a style stand, so that their capitals lie mid-line.
func (st style) baseline() float64 { return (st.leading + 0.716*st.size) / 2 }

// headingStyle gives the look and the white above of a heading.
func (f frame) headingStyle(level int) (style, float64) {
	switch {
	case level <= 1 && f.layout == Book:
		return titleStyle, partGap
	case level <= 1:
		return smallTitle, sheetGap
	case f.layout == Letter && level == 2:
		return quietStyle, quietGap
	case f.layout != Book && level == 2:
		return partStyle, sheetGap
	case level == 2:
		return partStyle, partGap
	case level == 3:
		return articleStyle, articleGap
	}
	return subStyle, subGap
}

// column is a place for words on the page.
type column struct{ x, width float64 }

// inset gives the column without its first points, but never too narrow to read.
func (c column) inset(by float64) column {
	const narrowest = 30 * mm
	by = max(0, min(by, c.width-narrowest))
	return column{c.x + by, c.width - by}
}

// right gives where the column ends.
func (c column) right() float64 { return c.x + c.width }

// frame is where things stand on a sheet.
type frame struct {
	width, height float64
	whole, text   column // tables run over the whole width, text stands in a column that is easy to read
	labels        column // what is beside the text: the word Artikel, the name of a reference
	beside        column // words that a label names
	layout        Layout
	top, bottom   float64 // of the text
	header        float64 // baseline
	footer        float64 // baseline
}

// numberRoom is the room for a lid's number, at the left of the text column.
const numberRoom = 12 * mm

// frameOf gives the frame of a document. An agreement has its labels at the left and the text beside them; a list has all
// in one column, and so has a letter, that begins where its address shows in the window of an envelope.
func frameOf(doc Document) frame {
	f := frame{width: 297 * mm, height: 210 * mm, whole: column{22 * mm, 253 * mm}, text: column{80 * mm, 160 * mm}}
	if doc.Orientation == Portrait || doc.Layout == Letter {
		f = frame{width: 210 * mm, height: 297 * mm, whole: column{22 * mm, 166 * mm}, text: column{54 * mm, 134 * mm}}
	}
	f.layout = doc.Layout
	f.labels, f.beside = column{f.whole.x, f.text.x - f.whole.x - 4*mm}, f.text
	if doc.Layout == Overview {
		f.text.x = f.whole.x
		f.text.width = min(f.whole.width, 150*mm)
	}
	if doc.Layout == Letter {
		f.whole, f.text = column{25 * mm, 160 * mm}, column{25 * mm, 148 * mm}
		f.labels, f.beside = column{25 * mm, 26 * mm}, column{53 * mm, 120 * mm}
	}
	f.top, f.bottom = 27*mm, f.height-20*mm
	if doc.Layout == Letter { // whose window counts from its top
		f.top, f.bottom = 29*mm, f.height-22*mm
	}
	f.header, f.footer = 16*mm, f.height-10*mm
	return f
}

// oneColumn reports whether nothing stands beside the text.
func (f frame) oneColumn() bool { return f.layout == Overview || f.layout == Letter }

func (f frame) textHeight() float64 { return f.bottom - f.top }
