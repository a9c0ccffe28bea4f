package judge

// A TrueType font program as far as it is judged: how many glyphs it has, how wide they are and whether they draw something.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// program is an embedded TrueType font.
type program struct {
	tables  map[string][]byte
	perEm   int
	glyphs  int
	widths  []int
	offsets []int         // of the glyphs in glyf, and where the last one ends
	parts   map[int][]int // of glyphs that are composed of others
}

var neededTables = []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}

func readProgram(b []byte) (*program, error) {
	p := &program{tables: map[string][]byte{}}
	if len(b) < 12 || binary.BigEndian.Uint32(b) != 0x00010000 && string(b[:4]) != "true" {
		return nil, errors.New("no TrueType font")
	}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errors.New("the list of tables is cut off")
		}
		offset, length := int(binary.BigEndian.Uint32(b[at+8:])), int(binary.BigEndian.Uint32(b[at+12:]))
		if offset+length > len(b) {
			return nil, fmt.Errorf("table %q reaches past the end", b[at:at+4])
		}
		p.tables[string(b[at:at+4])] = b[offset : offset+length]
	}
	for _, name := range neededTables {
		if p.tables[name] == nil {
			return nil, fmt.Errorf("no table %s", name)
		}
	}
	return p, p.read()
}

func (p *program) read() error {
	head, maxp := p.tables["head"], p.tables["maxp"]
	if len(head) < 54 || len(maxp) < 6 || len(p.tables["hhea"]) < 36 {
		return errors.New("head, maxp or hhea is too short")
	}
	p.perEm, p.glyphs = u16(head, 18), u16(maxp, 4)
	if p.perEm == 0 || p.glyphs == 0 {
		return errors.New("no units or no glyphs")
	}
	if err := p.readWidths(); err != nil {
		return err
	}
	if err := p.readOffsets(u16(head, 50) == 1); err != nil {
		return err
	}
	return p.readParts()
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }

func (p *program) readWidths() error {
	count, hmtx := u16(p.tables["hhea"], 34), p.tables["hmtx"]
	if count == 0 || count > p.glyphs || len(hmtx) < 4*count+2*(p.glyphs-count) {
		return errors.New("hmtx does not have a width for every glyph")
	}
	for g := range p.glyphs {
		p.widths = append(p.widths, u16(hmtx, 4*min(g, count-1)))
	}
	return nil
}

func (p *program) readOffsets(long bool) error {
	loca := p.tables["loca"]
	size := 2
	if long {
		size = 4
	}
	if len(loca) < size*(p.glyphs+1) {
		return errors.New("loca does not have a place for every glyph")
	}
	for i := range p.glyphs + 1 {
		at := 2 * u16(loca, size*i)
		if long {
			at = int(binary.BigEndian.Uint32(loca[4*i:]))
		}
		if at > len(p.tables["glyf"]) || i > 0 && at < p.offsets[i-1] {
			return fmt.Errorf("loca has a wrong place for glyph %d", i)
		}
		p.offsets = append(p.offsets, at)
	}
	return nil
}

// drawn tells whether a glyph draws something, of itself or by the glyphs that it is composed of.
func (p *program) drawn(glyph int) bool {
	if glyph < 0 || glyph >= p.glyphs {
		return false
	}
	if p.parts[glyph] != nil {
		return slices.ContainsFunc(p.parts[glyph], p.outlined)
	}
	return p.outlined(glyph)
}

func (p *program) outlined(glyph int) bool {
	return glyph < p.glyphs && p.offsets[glyph+1] > p.offsets[glyph]
}

// width gives the width of a glyph in thousandths of an em.
func (p *program) width(glyph int) float64 {
	return float64(p.widths[glyph]) * 1000 / float64(p.perEm)
}

const (
	wordArguments  = 1 << 0
	hasScale       = 1 << 3
	moreComponents = 1 << 5
	hasTwoScales   = 1 << 6
	hasMatrix      = 1 << 7
)

// readParts reads of which glyphs others are composed. Either all of these draw something, or none does, as in a space that
// is composed of another: when some do, the rest has been lost.
func (p *program) readParts() error {
	p.parts = map[int][]int{}
	for g := range p.glyphs {
		outline := p.tables["glyf"][p.offsets[g]:p.offsets[g+1]]
		if len(outline) < 10 || int16(u16(outline, 0)) >= 0 {
			continue
		}
		for at, more := 10, true; more; {
			if at+4 > len(outline) {
				return fmt.Errorf("glyph %d is cut off", g)
			}
			flags := u16(outline, at)
			p.parts[g] = append(p.parts[g], u16(outline, at+2))
			at += 4 + argumentSize(flags)
			more = flags&moreComponents != 0
		}
		for _, part := range p.parts[g] {
			if part >= p.glyphs || p.drawn(g) && !p.outlined(part) {
				return fmt.Errorf("glyph %d is composed of glyph %d, which is not in the font", g, part)
			}
		}
	}
	return nil
}

func argumentSize(flags int) int {
	size := 2
	if flags&wordArguments != 0 {
		size = 4
	}
	switch {
	case flags&hasScale != 0:
		size += 2
	case flags&hasTwoScales != 0:
		size += 4
	case flags&hasMatrix != 0:
		size += 8
	}
	return size
}
