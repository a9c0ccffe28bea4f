package documents

// Setting: from blocks to strips. A strip is a piece of the page as high as a line or a row, measured and ready to be
// placed; it is never split. This is the one place that knows how each kind of block looks.

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// strip is a piece of the page. Its marks are placed from the left of the sheet and from its own top.
type strip struct {
	gap    float64 // white above; falls away at the top of a page
	height float64
	base   float64 // baseline of its first line, on which a hanging mark stands
	fresh  bool    // it begins a page
	keep   bool    // it stays on one page with the strip that follows
	rank   int     // level of the heading of which it is the last line; else 0
	head   []strip // stand above it again when it begins a page
	texts  []text
	rules  []rule
	drawn  []drawing
}

// text is words on one line.
type text struct {
	x, y  float64 // where its baseline starts
	style style
	words string
	of    *element // nil: it only repeats what stands elsewhere
}

// drawing is lines that say something, as the line to sign on does, or a logo. What other rules do, white would do too.
type drawing struct {
	rules []rule
	logo  placedLogo
	of    *element
	after int // how many of the texts come before it
}

// placedLogo is a logo with its place; without width it is none.
type placedLogo struct{ x, y, width, height float64 }

func (l placedLogo) isThere() bool { return l.width > 0 }

// rule is a straight line.
type rule struct {
	x1, y1, x2, y2 float64
	width          float64
	colour         colour
	dotted         bool
}

// GlyphError refuses words with a character that no font of the document can show.
type GlyphError struct {
	Where string // the block, in Dutch: "onderdeel b) van lid 4.1"
	Rune  rune
}

// Error says which character it is and where it stands.
func (e *GlyphError) Error() string {
	shown := fmt.Sprintf("“%c” (%U)", e.Rune, e.Rune)
	if !unicode.IsGraphic(e.Rune) {
		shown = fmt.Sprintf("%U", e.Rune)
	}
	return fmt.Sprintf("Het teken %s in %s kan niet worden afgedrukt: het staat in geen van de lettertypen van dit document. "+
		"Schrijf het met andere tekens.", shown, e.Where)
}

// setter sets blocks. The first error stops nothing, but is the answer.
type setter struct {
	frame   frame
	tree    *tree
	phrases []Phrase
	logo    *Logo
	trail   []string // what is being set, from the outside in
	under   string   // the last heading
	err     error
}

// inside sets something under a name by which an error can point to it.
func (s *setter) inside(name string, set func() []strip) []strip {
	s.trail = append(s.trail, name)
	defer func() { s.trail = s.trail[:len(s.trail)-1] }()
	return set()
}

// where names the place being set, from the inside out.
func (s *setter) where() string {
	trail := slices.Clone(s.trail)
	if len(trail) == 0 {
		trail = []string{"de tekst"}
	}
	slices.Reverse(trail)
	name := strings.Join(trail, " van ")
	if s.under != "" && !strings.Contains(name, "de kop") {
		name += " onder “" + s.under + "”"
	}
	return name
}

// checked gives words as they can be drawn, and keeps an error for what cannot be.
func (s *setter) checked(words string, st style) string {
	if s.err != nil {
		return ""
	}
	words = tidy(words)
	m := st.face.metrics()
	for _, r := range words {
		if !isSpace(r) && !m.has(r) {
			s.err = &GlyphError{s.where(), r}
			return ""
		}
	}
	return words
}

// lines breaks the words of an element into the lines of a column.
func (s *setter) lines(words string, st style, width float64, of *element) []line {
	return parted(breakLines(s.checked(words, st), st, width), of, s.phrases)
}

// flow sets the words of an element as lines of a column. No page begins with their last line or ends with their first.
func (s *setter) flow(words string, st style, c column, gap float64, of *element) []strip {
	var strips []strip
	for _, l := range s.lines(words, st, c.width, of) {
		strips = append(strips, strip{height: st.leading, base: st.baseline(), texts: l.at(c.x, st.baseline(), st)})
	}
	if n := len(strips); n > 0 {
		strips[0].gap = gap
		if n > 1 {
			strips[0].keep, strips[n-2].keep = true, true
		}
	}
	return strips
}

// heading sets words as a heading, all of whose lines stay together.
func (s *setter) heading(words string, st style, c column, gap float64, level int, of *element) []strip {
	strips := s.flow(words, st, c, gap, of)
	for i := range strips {
		strips[i].keep = i < len(strips)-1
	}
	if n := len(strips); n > 0 {
		strips[n-1].rank = level
	}
	return strips
}

// hang lets a mark hang at the left of the first line of strips; a mark too wide for its room stands above them.
func (s *setter) hang(mark string, st style, at column, strips []strip, of *element) []strip {
	lines := s.lines(mark, st, at.width, of)
	switch {
	case len(lines) == 0:
		return strips
	case len(lines) > 1:
		above := s.heading(mark, st, column{at.x, s.frame.whole.x + s.frame.whole.width - at.x}, 0, 0, of)
		above[len(above)-1].keep = len(strips) > 0
		return append(above, strips...)
	case len(strips) == 0:
		strips = []strip{{height: st.leading, base: st.baseline()}}
	}
	strips[0].texts = append(lines[0].ended().at(at.x, strips[0].base, st), strips[0].texts...)
	return strips
}

// body sets blocks below each other, as parts of an element.
func (s *setter) body(blocks []Block, c column, of *element) []strip {
	var strips []strip
	for i, b := range blocks {
		next := s.set(b, c, of)
		if n := len(strips); n > 0 && len(next) > 0 {
			next[0].gap = min(next[0].gap, s.frame.gapBelow(strips[n-1].rank))
			if _, isNote := b.(Note); isNote {
				next[0].gap = max(next[0].gap, paragraphGap)
			}
			if i > 0 && endsOpen(blocks[i-1]) {
				next[0].gap = max(next[0].gap, afterGap)
			}
			if i > 0 && endsPage(blocks[i-1]) {
				next[0].fresh = true
			}
		}
		strips = append(strips, next...)
		if n := len(strips); n > 0 && i+1 < len(blocks) && introduces(b, blocks[i+1]) {
			strips[n-1].keep = true
		}
	}
	return strips
}

// gapBelow gives how much white may stand below a heading of a rank: what it heads stands close to it.
func (f frame) gapBelow(rank int) float64 {
	switch {
	case rank == 4, rank == 2 && f.layout == Letter:
		return innerGap
	case rank == 2:
		return headGap
	}
	return math.Inf(1)
}

// endsOpen reports whether a block needs white below it, because its last line is not one of running text.
func endsOpen(b Block) bool {
	switch b.(type) {
	case Reference, Table, Form, Note:
		return true
	}
	return false
}

// endsPage reports whether nothing more stands on the page of a block.
func endsPage(b Block) bool {
	switch b.(type) {
	case Cover, NewPage:
		return true
	}
	return false
}

// introduces reports whether a block leads up to the next, as "…: a) b)" does.
func introduces(b, next Block) bool {
	if _, ok := b.(Paragraph); !ok {
		return false
	}
	switch next.(type) {
	case List, Table, Closing, Form:
		return true
	}
	return false
}

// set sets one block, as a part of an element.
func (s *setter) set(b Block, c column, of *element) []strip {
	switch b := b.(type) {
	case Title:
		return s.title(b, of)
	case Reference:
		return s.reference(b, of)
	case Cover:
		return s.inside("de voorpagina", func() []strip { return s.cover(b, of) })
	case Heading:
		return s.partHeading(b, c, of)
	case ArticleHeading:
		return s.articleHeading(b, of)
	case Paragraph:
		return s.flow(b.Words, bodyStyle, c, paragraphGap, of.paragraph())
	case Lid:
		return s.inside("lid "+b.Number, func() []strip { return s.lid(b, c, of.lid()) })
	case List:
		return s.list(b, c, of)
	case Table:
		return s.table(b, c, of)
	case Signatures:
		return s.signatures(b, of)
	case Letterhead:
		return s.letterhead(b, of)
	case Note:
		return s.note(b, c, of)
	case Closing:
		return s.closing(b, c, of)
	case Form:
		return s.form(b, c, of)
	case Handwriting:
		return s.handwriting(b, c, of)
	case Revision:
		return s.revision(b, c, of)
	case NewPage:
		return nil
	}
	if s.err == nil {
		s.err = fmt.Errorf("dit document bevat een blok dat niet kan worden afgedrukt: %T", b)
	}
	return nil
}

func (s *setter) title(t Title, of *element) []strip {
	st, _ := s.frame.headingStyle(1)
	sub := subtitleStyle
	if s.frame.layout != Book {
		sub = smallSubtitle
	}
	strips := s.inside("de titel", func() []strip {
		return s.heading(t.Words, st, s.frame.whole, 0, 1, s.tree.heading(of, 1, t.Words))
	})
	subtitle := s.inside("de ondertitel", func() []strip { return s.flow(t.Subtitle, sub, s.frame.whole, 4, of.paragraph()) })
	return append(strips, subtitle...)
}

func (s *setter) reference(r Reference, of *element) []strip {
	var strips []strip
	terms := of.terms()
	for _, l := range r.Lines {
		line := s.inside("de regel “"+l.Label+"”", func() []strip {
			st, term := bodyStyle, terms.item()
			words := term.body.paragraph
			if l.Strong {
				st = strongStyle
			}
			if l.Strong && s.frame.layout == Letter { // what the letter is about
				words = func() *element { return s.tree.heading(term.body, 1, l.Words) }
			}
			return s.hang(l.Label, termStyle, s.frame.labels, s.flow(l.Words, st, s.frame.beside, 0, words()), term.mark)
		})
		strips = append(strips, line...)
	}
	if len(strips) > 0 {
		strips[0].gap = 16
	}
	return strips
}

func (s *setter) partHeading(h Heading, c column, of *element) []strip {
	if h.Level == 2 {
		c = s.frame.whole
	}
	st, gap := s.frame.headingStyle(h.Level)
	level := max(1, h.Level)
	strips := s.inside("de kop “"+h.Words+"”", func() []strip {
		return s.heading(h.Words, st, c, gap, level, s.tree.heading(of, level, h.Words))
	})
	s.under = h.Words
	return strips
}

func (s *setter) articleHeading(h ArticleHeading, of *element) []strip {
	of = s.tree.heading(of, articleLevel, h.Label, h.Words)
	strips := s.inside("de kop van "+h.Label, func() []strip {
		if s.frame.oneColumn() {
			return s.heading(strings.TrimSpace(h.Label+" "+h.Words), articleStyle, s.frame.text, 0, articleLevel, of)
		}
		words := s.heading(h.Words, articleStyle, s.frame.text, 0, articleLevel, of)
		return s.hang(h.Label, labelStyle, s.frame.labels, words, of)
	})
	if n := len(strips); n > 0 {
		strips[0].gap, strips[n-1].rank = articleGap, articleLevel
	}
	s.under = h.Label
	return strips
}

func (s *setter) lid(l Lid, c column, of item) []strip {
	if s.frame.oneColumn() {
		c = c.inset(numberRoom)
	}
	at := column{c.x - numberRoom, numberRoom - 2*mm}
	strips := s.hang(l.Number, bodyStyle, at, s.body(l.Body, c, of.body), of.mark)
	if len(strips) > 0 {
		strips[0].gap = paragraphGap
	}
	return strips
}

func (s *setter) list(l List, c column, of *element) []strip {
	room := 6 * mm
	marks := make([]string, len(l.Items))
	for i := range l.Items {
		marks[i] = l.Items[i].Mark
		room = max(room, min(bodyStyle.face.metrics().width(marks[i], bodyStyle.size)+2.5*mm, 20*mm))
	}
	gap := itemGap
	if c.x > s.frame.text.x {
		gap = innerGap
	}
	var strips []strip
	of = of.list(marks...)
	for n, i := range l.Items {
		name := i.Mark
		if strings.Trim(name, "-–—•·* ") == "" {
			name = fmt.Sprint(n + 1)
		}
		set := s.inside("onderdeel "+name, func() []strip {
			part := of.item()
			return s.hang(i.Mark, bodyStyle, column{c.x, room - 1*mm}, s.body(i.Body, c.inset(room), part.body), part.mark)
		})
		if len(set) > 0 {
			set[0].gap = gap
		}
		strips = append(strips, set...)
	}
	return strips
}
