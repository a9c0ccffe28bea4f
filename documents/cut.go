package documents

// Cutting a typeface to the characters that are used: a paper embeds what it is written with, and no more.

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
)

// sfnt is a TrueType file that is part of this program; one that cannot be read is a bug.
type sfnt struct {
	bytes  []byte
	tables map[string][]byte
}

func readFont(ttf []byte) sfnt {
	f := sfnt{ttf, map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		record := ttf[12+16*i:]
		at, size := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		f.tables[string(record[:4])] = ttf[at : at+size]
	}
	return f
}

func (f sfnt) u16(table string, at int) int {
	return int(binary.BigEndian.Uint16(f.tables[table][at:]))
}

// glyph returns the outline of a glyph.
func (f sfnt) glyph(n int) []byte {
	loca := f.tables["loca"]
	if f.u16("head", 50) == 0 {
		return f.tables["glyf"][2*int(binary.BigEndian.Uint16(loca[2*n:])) : 2*int(binary.BigEndian.Uint16(loca[2*n+2:]))]
	}
	return f.tables["glyf"][binary.BigEndian.Uint32(loca[4*n:]):binary.BigEndian.Uint32(loca[4*n+4:])]
}

// advance returns how wide a glyph is, in units of the font. Glyphs beyond those with a width of their own share the last.
func (f sfnt) advance(glyph int) int { return f.u16("hmtx", 4*min(glyph, f.u16("hhea", 34)-1)) }

// perMille gives a measure of the font in thousandths of the type size.
func (f sfnt) perMille(measure int) int16 {
	return int16(math.Round(float64(measure) * 1000 / float64(f.u16("head", 18))))
}

// i16 reads a number that may be negative.
func (f sfnt) i16(table string, at int) int { return int(int16(f.u16(table, at))) }

// eachGlyph walks the segments of the character map's Unicode subtable (format 4).
func (f sfnt) eachGlyph(visit func(r, glyph int)) {
	cmap := f.tables["cmap"]
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(cmap[at:])) }
	for i := range u16(2) {
		sub := int(binary.BigEndian.Uint32(cmap[4+8*i+4:]))
		if u16(4+8*i) != 3 || u16(sub) != 4 {
			continue
		}
		n := u16(sub + 6) // twice the number of segments
		for s := 0; s < n; s += 2 {
			end, start := u16(sub+14+s), u16(sub+16+n+s)
			delta, at := u16(sub+16+2*n+s), sub+16+3*n+s
			for r := start; r <= end && r < 0xFFFF; r++ {
				glyph := r
				if offset := u16(at); offset != 0 {
					if glyph = u16(at + offset + 2*(r-start)); glyph == 0 {
						continue
					}
				}
				if glyph = (glyph + delta) & 0xFFFF; glyph != 0 {
					visit(r, glyph)
				}
			}
		}
		return
	}
}

// components gives the places in an outline where it names another glyph of which it is made.
func components(outline []byte) (places []int) {
	if len(outline) == 0 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	const (
		wordArguments, scale, more, scaleXY, matrix = 1 << 0, 1 << 3, 1 << 5, 1 << 6, 1 << 7
	)
	for at := 10; ; {
		flags := binary.BigEndian.Uint16(outline[at:])
		places = append(places, at+2)
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&matrix != 0:
			at += 8
		case flags&scaleXY != 0:
			at += 4
		case flags&scale != 0:
			at += 2
		}
		if flags&more == 0 {
			return places
		}
	}
}

// cutFont gives a font with the characters of a list, and the glyph of each. What only a program that lays out text needs,
// the character map among it, is left out: the page names glyphs.
func cutFont(ttf []byte, runes []rune) (cut []byte, glyphs map[rune]int) {
	f := readFont(ttf)
	kept := []int{0}
	number := map[int]int{0: 0}
	keep := func(glyph int) int {
		n, ok := number[glyph]
		if !ok {
			n = len(kept)
			number[glyph], kept = n, append(kept, glyph)
		}
		return n
	}
	var glyphOf [1 << 16]uint16
	f.eachGlyph(func(r, glyph int) { glyphOf[r] = uint16(glyph) })
	glyphs = map[rune]int{}
	for _, r := range runes {
		glyphs[r] = keep(int(glyphOf[r]))
	}
	for i := 0; i < len(kept); i++ { // grows with what composite glyphs are made of
		outline := f.glyph(kept[i])
		for _, at := range components(outline) {
			keep(int(binary.BigEndian.Uint16(outline[at:])))
		}
	}
	f.rebuild(kept, number)
	return f.assemble(), glyphs
}

// rebuild replaces the tables that count or measure glyphs.
func (f sfnt) rebuild(kept []int, number map[int]int) {
	var glyf, loca, hmtx []byte
	long := f.u16("hhea", 34) // glyphs with a width of their own; later ones share the last
	for _, old := range kept {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline := slices.Clone(f.glyph(old))
		for _, at := range components(outline) {
			binary.BigEndian.PutUint16(outline[at:], uint16(number[int(binary.BigEndian.Uint16(outline[at:]))]))
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		width, bearing := f.advance(old), 0
		if old < long {
			bearing = f.u16("hmtx", 4*old+2)
		} else {
			bearing = f.u16("hmtx", 4*long+2*(old-long))
		}
		hmtx = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(hmtx, uint16(width)), uint16(bearing))
	}
	f.tables["glyf"], f.tables["hmtx"] = glyf, hmtx
	f.tables["loca"] = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	patch := func(table string, at, value int) {
		t := slices.Clone(f.tables[table])
		binary.BigEndian.PutUint16(t[at:], uint16(value))
		f.tables[table] = t
	}
	patch("head", 50, 1) // long offsets
	patch("maxp", 4, len(kept))
	patch("hhea", 34, len(kept))
	for name := range f.tables {
		if !slices.Contains(embeddedTables, name) {
			delete(f.tables, name)
		}
	}
}

// embeddedTables are what a page needs of a font: its outlines and measures, and the program that fits them to a screen.
var embeddedTables = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

// assemble writes the tables as a file.
func (f sfnt) assemble() []byte {
	n := len(f.tables)
	power, exponent := 1, 0
	for power*2 <= n {
		power, exponent = power*2, exponent+1
	}
	out := slices.Clone(f.bytes[:4])
	for _, v := range []int{n, 16 * power, exponent, 16 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := len(out) + 16*n
	var body []byte
	head := 0
	for _, name := range slices.Sorted(maps.Keys(f.tables)) {
		t := f.tables[name]
		if name == "head" {
			t = slices.Clone(t)
			clear(t[8:12]) // holds the sum of the whole
			head = at + len(body)
		}
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, checksum(t))
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	const whole = 0xB1B0AFBA
	binary.BigEndian.PutUint32(out[head+8:], whole-checksum(out))
	return out
}

// checksum adds up a table as a row of numbers.
func checksum(b []byte) (sum uint32) {
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}
