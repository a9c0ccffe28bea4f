package documents

// What the layout must know of a typeface before anything is drawn: which characters it has and how wide they are.
// The back end loses a character that its font lacks without a word, so nobody may draw what was not measured here.

import (
	"sync"
	"unicode"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-fonts/dejavu/dejavusansoblique"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansitalic"
	"github.com/go-fonts/liberation/liberationsansregular"
)

// face is a cut of the typeface.
type face int

const (
	regular face = iota
	bold
	italic
	faces // how many there are
)

// family is a typeface. What the first lacks is drawn in the second, character by character.
type family int

const (
	liberation family = iota
	dejavu
	families // how many there are
)

// fontFile gives the TrueType file of a face in a family.
func (f face) fontFile(in family) []byte {
	return [families][faces][]byte{
		{liberationsansregular.TTF, liberationsansbold.TTF, liberationsansitalic.TTF},
		{dejavusans.TTF, dejavusansbold.TTF, dejavusansoblique.TTF},
	}[in][f]
}

// widths holds, for every character of the Basic Multilingual Plane, its width in thousandths of the type size, or
// absent.
type widths [1 << 16]int16

const absent = -1

// metrics are the measures of a face in whichever family has a character first.
type metrics struct {
	widths
	filled [1 << 16]bool // the second family has it, and the first has not
}

var metricsOf = sync.OnceValue(func() (all [faces]*metrics) {
	var read sync.WaitGroup
	for f := range faces {
		read.Go(func() {
			all[f] = &metrics{widths: *readWidths(f.fontFile(liberation))}
			for r, width := range readWidths(f.fontFile(dejavu)) {
				lacking := all[f].widths[r] == absent || unicode.Is(unicode.Mn, rune(r)) // accents of the first stand beside their letter
				if lacking && width != absent {
					all[f].widths[r], all[f].filled[r] = width, true
				}
				if !shows(rune(r)) {
					all[f].widths[r], all[f].filled[r] = absent, false
				}
			}
		})
	}
	read.Wait()
	return all
})

// metrics returns the measures of a face; they are read once.
func (f face) metrics() *metrics { return metricsOf()[f] }

// segment is words in one family.
type segment struct {
	family family
	words  string
}

// segments parts words by the family that has their characters.
func (m *metrics) segments(words string) []segment {
	list := make([]segment, 0, 1)
	start, current := 0, liberation
	for i, r := range words {
		in := liberation
		if int(r) < len(m.filled) && m.filled[r] {
			in = dejavu
		}
		if in != current && i > start {
			list = append(list, segment{current, words[start:i]})
			start = i
		}
		current = in
	}
	return append(list, segment{current, words[start:]})
}

// has reports whether the face can show the character where it belongs.
func (m *metrics) has(r rune) bool {
	return r >= ' ' && int(r) < len(m.widths) && m.widths[r] != absent
}

// shows reports whether a character can be shown at all where it belongs: not one that steers instead, of a script that
// runs from right to left, of nobody's, or the sign for what is no character.
func shows(r rune) bool {
	return r >= ' ' && r != unicode.ReplacementChar && !unicode.IsControl(r) &&
		!unicode.In(r, unicode.Cf, unicode.Co, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// width returns the width of words at a type size, in points.
func (m *metrics) width(words string, size float64) float64 {
	sum := 0
	for _, r := range words {
		if int(r) < len(m.widths) && m.widths[r] > 0 {
			sum += int(m.widths[r])
		}
	}
	return float64(sum) * size / 1000
}

// readWidths reads widths from a TrueType file that is part of this program; a file it cannot read is a bug.
func readWidths(ttf []byte) *widths {
	f := readFont(ttf)
	m := new(widths)
	for r := range m {
		m[r] = absent
	}
	f.eachGlyph(func(r, glyph int) { m[r] = f.perMille(f.advance(glyph)) })
	return m
}
