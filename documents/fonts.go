package documents

// Fonts in the file: each face that a paper uses, cut to its characters, with its widths and with what each character
// means (ISO 32000-1, 9.7; ISO 19005-2, 6.2.11; ISO 14289-1, 7.21). A code in the page is the character itself, so that
// pages need not know how a font is cut.
//
// Nearly every paper is written with the characters of base. Faces with those are cut and compressed once, and are the same
// bytes in every paper; a face of which a paper needs more is cut for that paper alone.

import (
	"crypto/sha256"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"sync"
)

// baseWords has every character of the fonts that most papers share: those of Dutch, with figures and addresses.
const baseWords = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \u00A0.,:;!?'\"()/&@%+-–·‘’“”…€éëïöüèáóçÉ"

// runeSet is characters of the Basic Multilingual Plane, a bit each.
type runeSet [1 << 16 / 64]uint64

func (s *runeSet) add(r rune) { s[r>>6] |= 1 << (r & 63) }

// runes lists the characters in order.
func (s *runeSet) runes() (list []rune) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			list = append(list, rune(i*64+bits.TrailingZeros64(word)))
		}
	}
	return list
}

// has reports whether all characters of another set are in this one.
func (s *runeSet) has(other *runeSet) bool {
	for i := range s {
		if other[i]&^s[i] != 0 {
			return false
		}
	}
	return true
}

// base is the set of those characters.
var base = sync.OnceValue(func() *runeSet {
	set := new(runeSet)
	for _, r := range baseWords {
		set.add(r)
	}
	return set
})

// fontsUsed holds the characters that a paper uses of each face; nil is a face that it does not use.
type fontsUsed [families][faces]*runeSet

// of gives what is used of a face, which is something from then on.
func (u *fontsUsed) of(in family, f face) *runeSet {
	if u[in][f] == nil {
		u[in][f] = new(runeSet)
	}
	return u[in][f]
}

// embedded gives a face that is used, for the file.
func (u *fontsUsed) embedded(in family, f face) *embedded {
	if used := u[in][f]; in != liberation || !base().has(used) {
		return embed(in, f, used.runes())
	}
	return embedBase()[f]
}

// fontName is what pages call a face.
func fontName(in family, f face) string {
	return [families][faces]string{{"L", "LB", "LI"}, {"D", "DB", "DI"}}[in][f]
}

// postScriptName is what the world calls a face.
func postScriptName(in family, f face) string {
	return [families][faces]string{
		{"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic"},
		{"DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"},
	}[in][f]
}

// embedded is a face as it stands in a file.
type embedded struct {
	name       string // with a tag before it that says it was cut
	descriptor string // without its ends, and without the file
	widths     string
	program    stream
	glyphs     stream // from code to glyph
	unicode    stream // from code to what it means
}

// embed cuts a face to characters.
func embed(in family, f face, runes []rune) *embedded {
	font := f.fontFile(in)
	cut, glyphs := cutFont(font, runes)
	name := tagOf(in, f, runes) + "+" + postScriptName(in, f)
	last := runes[len(runes)-1]
	table := make([]byte, 2*int(last)+2)
	for r, glyph := range glyphs {
		table[2*r], table[2*r+1] = byte(glyph>>8), byte(glyph)
	}
	return &embedded{
		name:       name,
		descriptor: describe(readFont(font), name),
		widths:     widthsOf(f.metrics(), runes),
		program:    squeezed(cut),
		glyphs:     squeezed(table),
		unicode:    squeezed(toUnicode(runes)),
	}
}

// embedBase holds the faces of the first family, cut to base.
var embedBase = sync.OnceValue(func() (all [faces]*embedded) {
	var cutting sync.WaitGroup
	for f := range faces {
		cutting.Go(func() { all[f] = embed(liberation, f, base().runes()) })
	}
	cutting.Wait()
	return all
})

// tagOf gives the six capitals that tell one cut of a face from another.
func tagOf(in family, f face, runes []rune) string {
	sum := sha256.Sum256([]byte(postScriptName(in, f) + string(runes)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// describe gives the measures of a face by which a reader could stand in for it.
func describe(f sfnt, name string) string {
	const symbolic, italic = 1 << 2, 1 << 6
	flags, stem := symbolic, 80
	if f.u16("head", 44)&1 != 0 {
		stem = 140
	}
	if f.u16("head", 44)&2 != 0 {
		flags |= italic
	}
	measure := func(table string, at int) int16 { return f.perMille(f.i16(table, at)) }
	capHeight := int16(716)
	if f.u16("OS/2", 0) >= 2 {
		capHeight = measure("OS/2", 88)
	}
	return fmt.Sprintf("/Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d",
		name, flags, measure("head", 36), measure("head", 38), measure("head", 40), measure("head", 42),
		f.i16("post", 4), measure("hhea", 4), measure("hhea", 6), capHeight, stem)
}

// widthsOf lists the widths of characters, in rows of those that follow each other.
func widthsOf(m *metrics, runes []rune) string {
	var b []byte
	for i, r := range runes {
		if i == 0 || runes[i-1] != r-1 {
			if i > 0 {
				b = append(b, ']')
			}
			b = append(strconv.AppendInt(b, int64(r), 10), '[')
		} else {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(m.widths[r]), 10)
	}
	return string(b) + "]"
}

// toUnicode writes what each code means: the character itself. A range ends where the first of its two bytes changes.
func toUnicode(runes []rune) []byte {
	type span struct{ from, to rune }
	var spans []span
	for _, r := range runes {
		if n := len(spans) - 1; n >= 0 && spans[n].to == r-1 && spans[n].from>>8 == r>>8 {
			spans[n].to = r
			continue
		}
		spans = append(spans, span{r, r})
	}
	b := []byte("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	const most = 100 // in one list
	for part := range slices.Chunk(spans, most) {
		b = fmt.Appendf(b, "%d beginbfrange\n", len(part))
		for _, s := range part {
			b = fmt.Appendf(b, "<%04X><%04X><%04X>\n", s.from, s.to, s.from)
		}
		b = append(b, "endbfrange\n"...)
	}
	return append(b, "endcmap CMapName currentdict/CMap defineresource pop end end\n"...)
}

// put writes the face into a file and gives its number.
func (e *embedded) put(f *file) int {
	program := f.stream("/Length1 "+strconv.Itoa(e.program.length), e.program)
	descriptor := f.add("<<" + e.descriptor + "/FontFile2 " + ref(program) + ">>")
	codes := f.stream("", e.glyphs)
	font := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/" + e.name +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor " + ref(descriptor) +
		"/W[" + e.widths + "]/CIDToGIDMap " + ref(codes) + ">>")
	meaning := f.stream("", e.unicode)
	return f.add("<</Type/Font/Subtype/Type0/BaseFont/" + e.name + "/Encoding/Identity-H/DescendantFonts[" + ref(font) +
		"]/ToUnicode " + ref(meaning) + ">>")
}
