package documents

// The back end reads a font anew for every document, and most of what it reads is never used. So each face is cut once
// to the characters that Dutch papers are written with; only a document with others gets the whole face.

import (
	"encoding/binary"
	"slices"
	"sync"
)

// inCut reports whether a character is in a face that was cut: Latin with its accents, punctuation, currencies.
func inCut(r rune) bool {
	return r >= ' ' && r <= 0x024F || r >= 0x2010 && r <= 0x205E || r >= 0x20A0 && r <= 0x20BF
}

// cutFaces holds the first family, cut.
var cutFaces = sync.OnceValue(func() (all [faces][]byte) {
	var cutting sync.WaitGroup
	for f := range faces {
		cutting.Go(func() { all[f] = cutFont(f.fontFile(liberation)) })
	}
	cutting.Wait()
	return all
})

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

// cutFont gives a font with only the characters of inCut.
func cutFont(ttf []byte) []byte {
	f := readFont(ttf)
	glyphOf := map[int]int{}
	var runes []int
	cmap := int(binary.BigEndian.Uint32(tableRecord(ttf, "cmap")[8:]))
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	eachGlyph(cmap, u16, u32, func(r, glyph int) {
		if inCut(rune(r)) {
			glyphOf[r] = glyph
			runes = append(runes, r)
		}
	})
	slices.Sort(runes)
	kept := []int{0}
	number := map[int]int{0: 0}
	keep := func(glyph int) {
		if _, ok := number[glyph]; !ok {
			number[glyph] = len(kept)
			kept = append(kept, glyph)
		}
	}
	for _, r := range runes {
		keep(glyphOf[r])
	}
	for i := 0; i < len(kept); i++ { // grows with what composite glyphs are made of
		outline := f.glyph(kept[i])
		for _, at := range components(outline) {
			keep(int(binary.BigEndian.Uint16(outline[at:])))
		}
	}
	f.rebuild(kept, number)
	f.tables["cmap"] = charMap(runes, func(r int) int { return number[glyphOf[r]] })
	return f.assemble()
}

func tableRecord(ttf []byte, name string) []byte {
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		if record := ttf[12+16*i:]; string(record[:4]) == name {
			return record
		}
	}
	panic("documents: a font without " + name)
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
		width, bearing := f.u16("hmtx", 4*min(old, long-1)), 0
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
	post := slices.Clone(f.tables["post"][:32])
	binary.BigEndian.PutUint32(post, 0x00030000) // without names of glyphs
	f.tables["post"] = post
	for _, name := range []string{"GDEF", "GPOS", "GSUB", "kern", "hdmx", "VDMX", "LTSH", "DSIG", "gasp", "FFTM"} {
		delete(f.tables, name)
	}
}

// charMap writes a character map (format 4) with a segment for every row of characters whose glyphs follow each other.
func charMap(runes []int, glyph func(int) int) []byte {
	type segment struct{ start, end, delta int }
	var segments []segment
	for _, r := range runes {
		n := len(segments) - 1
		if n >= 0 && segments[n].end == r-1 && segments[n].delta == glyph(r)-r {
			segments[n].end = r
			continue
		}
		segments = append(segments, segment{r, r, glyph(r) - r})
	}
	segments = append(segments, segment{0xFFFF, 0xFFFF, 1})
	var b []byte
	add := func(values ...int) {
		for _, v := range values {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	n := len(segments)
	power, exponent := 1, 0
	for power*2 <= n {
		power, exponent = power*2, exponent+1
	}
	add(0, 1, 3, 1, 0, 12, 4, 16+8*n, 0, 2*n, 2*power, exponent, 2*n-2*power)
	for _, s := range segments {
		add(s.end)
	}
	add(0)
	for _, s := range segments {
		add(s.start)
	}
	for _, s := range segments {
		add(s.delta)
	}
	for range segments {
		add(0)
	}
	return b
}

// assemble writes the tables as a file. Nobody looks at its checksums: the back end writes its own.
func (f sfnt) assemble() []byte {
	var names []string
	for name := range f.tables {
		names = append(names, name)
	}
	slices.Sort(names)
	out := slices.Clone(f.bytes[:12])
	binary.BigEndian.PutUint16(out[4:], uint16(len(names)))
	at := 12 + 16*len(names)
	var body []byte
	for _, name := range names {
		t := f.tables[name]
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}
