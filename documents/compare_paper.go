package documents

// A comparison on paper (versievergelijking). What was added is underlined, what was removed is struck through, a bar stands
// beside it and a word above it says what became of the passage: colour only helps. Who hears the paper is told the same.

import (
	"slices"
	"strings"

	"convenant/workflow"
)

// Versions is which two versions of a text are compared, and what stands at the head and foot of the pages.
type Versions struct {
	Name, Kenmerk     string
	Before, After     string // as "versie 1, van 17 augustus 2023"
	BeforeSHA, AftSHA string // the fingerprints
	Stand             string
	Date              workflow.Date
}

// Document gives the comparison as a paper. Articles in which nothing changed are named, and not printed.
func (c Comparison) Document(v Versions) Document {
	doc := Document{Title: "Versievergelijking", Kenmerk: v.Kenmerk, Status: v.Name, Stand: v.Stand, Date: v.Date, Orientation: Portrait, Layout: Sheet}
	doc.Blocks = []Block{
		Title{"Versievergelijking", v.Name},
		Reference{[]ReferenceLine{{Label: "Kenmerk", Words: v.Kenmerk}, {Label: "Van", Words: v.Before}, {Label: "Vingerafdruk", Words: v.BeforeSHA},
			{Label: "Naar", Words: v.After}, {Label: "Vingerafdruk", Words: v.AftSHA}}},
		Note{c.Summary()},
		Revision{Pieces: []Piece{{Same, "Wat erbij kwam, "}, {Added, "is onderstreept"}, {Same, ". Wat verviel, "}, {Removed, "is doorgestreept"}, {Same, "."}}},
	}
	list := c.sections()
	for i := 0; i < len(list); {
		if n := sameFrom(list[i:]); n > 0 {
			doc.Blocks = append(doc.Blocks, Paragraph{sameWords(list[i], list[i+n-1]) + "."})
			i += n
			continue
		}
		doc.Blocks = append(doc.Blocks, list[i].blocks()...)
		i++
	}
	return doc
}

// blocks are the heading of a section, and what in it became otherwise.
func (s section) blocks() []Block {
	blocks, list := []Block{Heading{2, s.name}}, s.list
	if s.name == "" {
		head := list[0]
		list = list[1:]
		mark, words := head.mark, head.After
		if head.Kind == Removed {
			mark, words = head.wasMark, head.Before
		}
		blocks = []Block{ArticleHeading{mark, words}}
		if head.Kind != Same {
			renamed := head.revision()
			renamed.Mark = "" // which stands in the heading
			blocks = append(blocks, renamed)
		}
	}
	same := 0
	for i, p := range list {
		if p.Kind == Same && p.mark == p.wasMark {
			same++
		} else {
			blocks = append(blocks, p.revision())
		}
		if i == len(list)-1 && same > 0 {
			blocks = append(blocks, Paragraph{"De rest van dit deel is gelijk gebleven."})
		}
	}
	return blocks
}

// revision is a passage with what became of it.
func (p Compared) revision() Revision {
	r := Revision{Mark: p.mark, Told: kindWords[p.Kind], Pieces: p.Pieces}
	if (p.Kind == Same || p.Kind == Changed) && p.mark != p.wasMark && p.wasMark != "" {
		r.Told = strings.TrimPrefix(r.Told+", was "+p.wasMark, ", ")
	}
	switch p.Kind {
	case Same:
		r.Pieces = []Piece{{Same, p.After}}
	case Added:
		r.Pieces = []Piece{{Added, p.After}}
	case Removed:
		r.Mark, r.Pieces = p.wasMark, []Piece{{Removed, p.Before}}
	}
	if p.part == partiesPart { // stand below each other
		r.Pieces = slices.Clone(r.Pieces)
		for i := range r.Pieces {
			r.Pieces[i].Words = strings.ReplaceAll(r.Pieces[i].Words, "\n", ", ")
		}
	}
	return r
}

// Revision is a passage of which is told what became of it: its mark, in a word what happened, and its words with what was
// added and removed.
type Revision struct {
	Mark, Told string
	Pieces     []Piece
}

func (Revision) block() {}

var (
	toldStyle    = style{bold, 8.5, 12, accent}
	addedColour  = colour(0x1B5E20) // 7.9 : 1 on white
	removedColor = colour(0xA11B1B) // 7.6 : 1
)

// revision sets a passage: its mark hangs beside it, and a bar where something changed.
func (s *setter) revision(r Revision, c column, of *element) []strip {
	var mark *element
	if r.Mark != "" {
		mark = of.paragraph()
	}
	told := s.flow(r.Told, toldStyle, c, 0, of.paragraph())
	strips := s.markedFlow(r.Pieces, bodyStyle, c, of.paragraph())
	if r.Told != "" {
		barBeside(strips)
	}
	if r.Mark != "" {
		strips = s.hang(r.Mark, bodyStyle, column{c.x - numberRoom, numberRoom - 2*mm}, strips, mark)
	}
	for i := range told {
		told[i].keep = true
	}
	strips = append(told, strips...)
	if len(strips) > 0 {
		strips[0].gap = paragraphGap
	}
	return strips
}

// markedFlow sets words in which some were added and others removed.
func (s *setter) markedFlow(pieces []Piece, st style, c column, of *element) []strip {
	words, changes := strungTogether(pieces)
	lines := breakLines(s.checked(words, st), st, c.width)
	var strips []strip
	for _, l := range partedAt(lines, of, besides(changes, phrasesIn(words, s.phrases))) {
		next := strip{height: st.leading, base: st.baseline(), texts: l.at(c.x, st.baseline(), st)}
		for i := range next.texts {
			next.mark(&next.texts[i], st)
		}
		strips = append(strips, next)
	}
	if n := len(strips); n > 1 {
		strips[0].keep, strips[n-2].keep = true, true
	}
	return strips
}

// besides gives what was found first, and what was found otherwise where that does not lie over it, from left to right.
func besides(first, otherwise []found) []found {
	all := slices.Clone(first)
	for _, f := range otherwise {
		if !slices.ContainsFunc(first, func(g found) bool { return f.from < g.to && g.from < f.to }) {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b found) int { return a.from - b.from })
	return all
}

// barBeside puts a bar in the margin of lines on which something was added or removed.
func barBeside(strips []strip) {
	const bar, beside = 1.6, 4 * mm
	for i := range strips {
		s := &strips[i]
		if slices.ContainsFunc(s.texts, func(t text) bool { return t.of.change != Same }) {
			x := s.texts[0].x - numberRoom - beside
			s.rules = append(s.rules, rule{x, 0, x, s.height, bar, accent, false})
		}
	}
}

// mark underlines what was added and strikes through what was removed.
func (s *strip) mark(t *text, st style) {
	const thin = 0.7
	y := 0.0
	switch t.of.change {
	case Added:
		t.style.colour, y = addedColour, t.y+0.16*st.size
	case Removed:
		t.style.colour, y = removedColor, t.y-0.27*st.size
	default:
		return
	}
	width := st.face.metrics().width(strings.TrimRight(t.words, " "), st.size)
	s.rules = append(s.rules, rule{t.x, y, t.x + width, y, thin, t.style.colour, false})
}

// strungTogether gives the words of pieces, with one blank between words, and where in them stands what was added or
// removed.
func strungTogether(pieces []Piece) (words string, changes []found) {
	var b strings.Builder
	for i, p := range pieces {
		said := tidy(p.Words)
		if i > 0 && p.Kind == Added && pieces[i-1].Kind == Removed {
			said = " " + said
		}
		first, last := said != strings.TrimLeftFunc(said, isSpace), said != strings.TrimRightFunc(said, isSpace)
		said = strings.Join(strings.FieldsFunc(said, isSpace), " ")
		if first && b.Len() > 0 && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		from := b.Len()
		b.WriteString(said)
		if p.Kind != Same && said != "" {
			changes = append(changes, found{from, b.Len(), Phrase{Words: said, change: p.Kind}})
		}
		if last && said != "" {
			b.WriteByte(' ')
		}
	}
	return strings.TrimRight(b.String(), " "), changes
}

// changeWords are what somebody hears who hears a change.
var changeWords = map[Kind]string{Added: "toegevoegd", Removed: "vervallen"}
