// Package documents puts a convenant's papers on the page.
//
// A [Document] is a list of blocks that say what they are: a heading, a lid, a row to sign. What a paper says is
// decided where its blocks are made (agreement.go); how a block looks is decided in one place (set.go, with rows.go for
// tables); what it is to who hears it in another (tags.go); where pages end is decided in pages.go, by measuring first
// and drawing afterwards; and only from pdf.go on is the page a PDF, which finish.go makes fit for the archive and for a
// screen reader. Drawing knows nothing of convenanten.
//
// A document is a function of its blocks: the same Document gives the same bytes, on every machine and every day.
package documents

import "convenant/workflow"

// Orientation is how the sheet lies.
type Orientation int

// The orientations. A convenant lies on its side, as its source does; letters stand.
const (
	Landscape Orientation = iota
	Portrait
)

// Layout is the measure of a paper's look.
type Layout int

// The layouts.
const (
	Book     Layout = iota // the agreement: large headings, labels beside the text
	Sheet                  // what is about its articles: the same, with smaller headings
	Overview               // a list or note: one column, that its tables begin with
	Letter                 // one column with quiet headings, on a sheet that stands
)

// Document is one paper: what stands at the head and foot of every page, and its blocks in reading order.
type Document struct {
	Title       string        // names the paper in every header, and in the window of a reader
	Kenmerk     string        // reference, as "DOC-23001740"; the footer has it
	Version     int           // of the text that it shows; 0 where it shows none
	Status      string        // as "vastgesteld"; the footer states it
	Mark        string        // a warning that every page bears, as "CONCEPT"; "" for none
	Stand       string        // the state of the record it was made from, as "stand 27 · a1b2c3d4 · 31-12-2025"
	Date        workflow.Date // the paper's own date; it also dates the file, so it cannot be missing
	Language    string        // BCP 47; "" is nl-NL
	Orientation Orientation
	Layout      Layout
	Theme       Theme
	Phrases     []Phrase
	Blocks      []Block
}

// Phrase is words that are more than their letters wherever they stand in a document: they are in another language, or
// lead somewhere. It is found as a whole, and in these very letters.
type Phrase struct {
	Words    string
	Language string // BCP 47; "" is the document's
	Target   string // the address that the words lead to, as "mailto:…" or "https://…"; "" for none

	change Kind // of words in a comparison: what became of them
}

// Block is a part of a document that says what it is.
type Block interface{ block() }

// Title is the name of the paper, at its beginning.
type Title struct {
	Words    string
	Subtitle string
}

// Cover is the title page of an agreement.
type Cover struct {
	Title     Title
	Parties   []ReferenceLine // a group of Partijen each: its name, and theirs
	Reference Reference
}

// Reference is a list of what identifies a paper: "Kenmerk  DOC-23001740".
type Reference struct{ Lines []ReferenceLine }

// ReferenceLine is one line of a Reference.
type ReferenceLine struct {
	Label, Words string
	Strong       bool
}

// Heading opens a part of the paper. The Title is level 1; parts are level 2, articles level 3, their parts level 4.
type Heading struct {
	Level int
	Words string
}

// ArticleHeading opens a numbered article. It is a heading of level 3 with a label that stands apart: "Artikel 3".
type ArticleHeading struct {
	Label string
	Words string
}

// Paragraph is running text. A newline in the words is a new line on the page.
type Paragraph struct{ Words string }

// Lid is a numbered passage; its number hangs beside its first line.
type Lid struct {
	Number string
	Body   []Block
}

// List is a list whose items bear a mark: a letter, a number or a dash.
type List struct{ Items []Item }

// Item is one item of a List. Its mark hangs beside its first line.
type Item struct {
	Mark string
	Body []Block
}

// Letterhead opens a letter, and is its first block: who sends it, and to whom, where it shows in the window of an
// envelope (C5 or DL).
type Letterhead struct {
	Sender  []string // the name first
	Return  string   // the address to return it to, small above the receiver
	To      []string
	AtRight bool // the window is at the right
}

// Note is what a reader must not miss.
type Note struct{ Words string }

// Closing ends a letter: the greeting, and who sends it.
type Closing struct {
	Greeting string
	Lines    []string
}

// Form is what somebody fills in by hand. It is not split.
type Form struct{ Lines []FormLine }

// FormLine is one line of a Form; without words it is left open to write on.
type FormLine struct {
	Label, Words string
	Tall         bool // with room for a signature
}

// Table is a table. Its header row stands again on every page that it runs on to, and its rows are not split. Without
// any headings it is a list of what its first column names.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Column is a column of a Table.
type Column struct {
	Heading string
	Share   float64 // of the width, in proportion to the other columns; 0 counts as 1
}

// Signatures is a table of rows to sign, closed by words that stay with its last row.
type Signatures struct {
	Captions [4]string // above party, representative, capacity and signature
	Rows     []SignatureRow
	Closing  string
}

// SignatureRow is the row of one party. What is empty is left open as a dotted line to write on.
type SignatureRow struct {
	Party          string
	Representative string
	Capacity       string
	Signed         string // when and how it was signed
}

func (Title) block()          {}
func (Cover) block()          {}
func (Reference) block()      {}
func (Heading) block()        {}
func (ArticleHeading) block() {}
func (Paragraph) block()      {}
func (Lid) block()            {}
func (List) block()           {}
func (Table) block()          {}
func (Signatures) block()     {}
func (Letterhead) block()     {}
func (Note) block()           {}
func (Closing) block()        {}
func (Form) block()           {}
