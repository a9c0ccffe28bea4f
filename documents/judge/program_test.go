package judge

// A TrueType font made here, so that a test can break it: a square for every letter, and é composed of e and an accent.

import (
	"encoding/binary"
	"strings"
)

// alphabet is what the font of the sample can write. The glyph of a letter is its place here, counted from one.
const alphabet = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:/'é"

const (
	fontEm     = 1000
	spaceGlyph = 1
)

func glyphOf(r rune) int {
	i := 0
	for _, c := range alphabet {
		i++
		if c == r {
			return i
		}
	}
	panic("the font of the sample has no " + string(r))
}

func glyphCount() int { return glyphOf('é') + 1 }

func glyphWidth(glyph int) int { return 400 + 5*glyph }

// fontParts is what the program of the sample is made of.
type fontParts struct {
	outlines [][]byte
	part     int // the second glyph that é is composed of
}

func newFontParts() *fontParts {
	p := &fontParts{part: glyphOf('\'')}
	for g := range glyphCount() {
		if g == spaceGlyph {
			p.outlines = append(p.outlines, nil)
		} else {
			p.outlines = append(p.outlines, square(g))
		}
	}
	return p
}

func words16(values ...int) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func square(glyph int) []byte {
	side := glyphWidth(glyph) - 100
	b := words16(1, 0, 0, side, side, 3, 0)
	b = append(b, 1, 1, 1, 1)
	return append(b, words16(0, side, 0, -side, 0, 0, side, 0)...)
}

func (p *fontParts) composed() []byte {
	const offsetsFollow, more = 1 << 1, 1 << 5
	b := words16(-1, 0, 0, 500, 500, offsetsFollow|more, glyphOf('e'), 0)
	return append(b, words16(offsetsFollow, p.part, 0)...)
}

// program writes the font.
func (p *fontParts) program() []byte {
	p.outlines[glyphOf('é')] = p.composed()
	var glyf, loca, hmtx []byte
	for g, outline := range p.outlines {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, outline...)
		hmtx = append(hmtx, words16(glyphWidth(g), 0)...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := make([]byte, 54)
	copy(head, "\x00\x01\x00\x00")
	binary.BigEndian.PutUint32(head[12:], 0x5F0F3CF5)
	binary.BigEndian.PutUint16(head[18:], fontEm)
	binary.BigEndian.PutUint16(head[50:], 1) // offsets in loca are long
	maxp := make([]byte, 32)
	copy(maxp, "\x00\x01\x00\x00")
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(p.outlines)))
	hhea := make([]byte, 36)
	copy(hhea, "\x00\x01\x00\x00")
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(p.outlines)))
	return tablesOf([]string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}, [][]byte{glyf, head, hhea, hmtx, loca, maxp})
}

func tablesOf(names []string, tables [][]byte) []byte {
	b := append([]byte("\x00\x01\x00\x00"), words16(len(names), 64, 2, 32)...)
	at := len(b) + 16*len(names)
	var data []byte
	for i, name := range names {
		b = append(b, name...)
		b = binary.BigEndian.AppendUint32(b, 0)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(data)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(tables[i])))
		data = append(data, tables[i]...)
		data = append(data, strings.Repeat("\x00", -len(data)&3)...)
	}
	return append(b, data...)
}

// colourProfile is a profile of which the head and the list of tags are as they should be.
func colourProfile() []byte {
	tags := profileTags
	start := profileHead + 4 + 12*len(tags)
	data := append([]byte("XYZ \x00\x00\x00\x00"), make([]byte, 12)...)
	p := make([]byte, profileHead)
	binary.BigEndian.PutUint32(p, uint32(start+len(data)))
	p[8] = 2
	copy(p[12:], "mntrRGB XYZ ")
	copy(p[36:], "acsp")
	p = binary.BigEndian.AppendUint32(p, uint32(len(tags)))
	for _, tag := range tags {
		p = append(p, tag...)
		p = binary.BigEndian.AppendUint32(p, uint32(start))
		p = binary.BigEndian.AppendUint32(p, uint32(len(data)))
	}
	return append(p, data...)
}
