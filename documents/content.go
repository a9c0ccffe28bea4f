package documents

// The operators of a page: words, and what they belong to (ISO 32000-1, 9 and 14.6). Words are written as characters of
// the Basic Multilingual Plane, two bytes each; fonts.go makes fonts that are read so.

import (
	"fmt"
	"math"
	"strconv"
)

// content gathers operators.
type content struct {
	bytes  []byte
	height float64 // of the sheet: a page is measured from its foot, a document from its head
	accent colour  // of the house
	fonts  *fontsUsed
	inText bool
	at     [2]int // where the last words began, in hundredths
	font   fontSize
	colour colour
}

// fontSize is a font as it is chosen.
type fontSize struct {
	family family
	face   face
	size   float64
}

// begin starts a page, on which nothing is chosen yet.
func (c *content) begin() {
	c.font, c.colour = fontSize{}, -1
}

// flush hands over what was gathered.
func (c *content) flush(write func(string)) {
	if len(c.bytes) > 0 {
		write(string(c.bytes[:len(c.bytes)-1])) // which ends the line itself
	}
	c.bytes = c.bytes[:0]
}

// open begins marked content: words of a role under a number, by which the tree finds them.
func (c *content) open(role string, mark int) {
	c.bytes = append(append(c.bytes, '/'), role...)
	c.bytes = append(c.bytes, " <</MCID "...)
	c.bytes = append(strconv.AppendInt(c.bytes, int64(mark), 10), ">> BDC\n"...)
}

// artifact begins what is no part of the document itself.
func (c *content) artifact(properties string) {
	c.bytes = append(append(append(c.bytes, "/Artifact <<"...), properties...), ">> BDC\n"...)
}

// close ends marked content.
func (c *content) close() {
	c.endText()
	c.bytes = append(c.bytes, "EMC\n"...)
}

func (c *content) endText() {
	if c.inText {
		c.bytes = append(c.bytes, "ET\n"...)
	}
	c.inText = false
}

// words writes words at a place, each part in the family that has its characters.
func (c *content) words(x, y float64, st style, words string) {
	m := st.face.metrics()
	for _, s := range m.segments(words) {
		c.choose(fontSize{s.family, st.face, st.size}, st.colour)
		c.moveTo(x, y)
		c.show(s, st.face)
		x += m.width(s.words, st.size)
	}
}

// logoName is under which a page finds the logo.
const logoName = "Logo"

// logo draws a logo at its place, and gives where that is, measured from the foot of the sheet.
func (c *content) logo(l placedLogo) box {
	if !l.isThere() {
		return box{}
	}
	c.endText()
	b := box{x: l.x, y: c.height - l.y - l.height, width: l.width, height: l.height}
	c.bytes = fmt.Appendf(c.bytes, "q %s 0 0 %s %s %s cm /%s Do Q\n", points(b.width), points(b.height), points(b.x), points(b.y), logoName)
	return b
}

// choose sets font and colour where they are others than before.
func (c *content) choose(f fontSize, col colour) {
	if !c.inText {
		c.bytes = append(c.bytes, "BT\n"...)
		c.inText, c.at = true, [2]int{}
	}
	if f != c.font {
		c.font = f
		c.bytes = append(append(c.bytes, '/'), fontName(f.family, f.face)...)
		c.bytes = strconv.AppendFloat(append(c.bytes, ' '), f.size, 'f', -1, 64)
		c.bytes = append(c.bytes, " Tf\n"...)
	}
	if col = col.in(c.accent); col != c.colour {
		c.colour = col
		for _, part := range [3]int{int(col >> 16), int(col >> 8 & 0xFF), int(col & 0xFF)} {
			c.bytes = strconv.AppendFloat(c.bytes, float64(part)/0xFF, 'f', 3, 64)
			c.bytes = append(c.bytes, ' ')
		}
		c.bytes = append(c.bytes, "rg\n"...)
	}
}

// moveTo moves to where words begin, measured from where the last began.
func (c *content) moveTo(x, y float64) {
	to := [2]int{hundredths(x), hundredths(c.height - y)}
	c.bytes = appendHundredths(c.bytes, to[0]-c.at[0])
	c.bytes = appendHundredths(append(c.bytes, ' '), to[1]-c.at[1])
	c.bytes = append(c.bytes, " Td "...)
	c.at = to
}

// show writes words in one family.
func (c *content) show(s segment, f face) {
	use := c.fonts.of(s.family, f)
	c.bytes = append(c.bytes, '(')
	for _, r := range s.words {
		use.add(r)
		c.bytes = appendEscaped(appendEscaped(c.bytes, byte(r>>8)), byte(r))
	}
	c.bytes = append(c.bytes, ")Tj\n"...)
}

// appendEscaped writes a byte of a string; those that would end it, or be read as another, have a sign before them.
func appendEscaped(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

func hundredths(v float64) int { return int(math.Round(v * 100)) }

// appendHundredths writes a number of hundredths, as short as it can be.
func appendHundredths(b []byte, v int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	b = strconv.AppendInt(b, int64(v/100), 10)
	if v %= 100; v == 0 {
		return b
	}
	b = append(b, '.', byte('0'+v/10))
	if v%10 != 0 {
		b = append(b, byte('0'+v%10))
	}
	return b
}
