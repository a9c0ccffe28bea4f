package judge

// Fonts: that they lie in the file, that every code that is drawn has a glyph of the width that the file says, and leads to
// the character that it is.

import (
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// font is a typeface of a file.
type font struct {
	number     int
	dict       types.Dict
	descendant types.Dict
	descriptor types.Dict
	program    []byte
	unicode    map[int]string
	illegal    []string // ranges of the map to characters that are none
	widths     map[int]float64
	usual      float64
	used       []int // codes that are drawn
}

func (n *font) String() string { return fmt.Sprintf("font object %d", n.number) }

func (f *file) readFonts() {
	for _, p := range f.pages {
		for _, s := range p.content.shown {
			if s.codes == nil {
				continue
			}
			n := f.fonts[s.font]
			if n == nil {
				n = f.readFont(s.font)
				f.fonts[s.font] = n
			}
			for _, code := range s.codes {
				if !slices.Contains(n.used, code) {
					n.used = append(n.used, code)
				}
			}
		}
	}
}

func (f *file) readFont(object int) *font {
	n := &font{number: object, dict: f.dict(f.objects[object]), widths: map[int]float64{}, usual: 1000}
	if below := f.array(n.dict["DescendantFonts"]); len(below) == 1 {
		n.descendant = f.dict(below[0])
	}
	n.descriptor = f.dict(n.descendant["FontDescriptor"])
	n.program = f.stream(n.descriptor["FontFile2"])
	n.unicode, n.illegal = characters(f.stream(n.dict["ToUnicode"]))
	if n.descendant["DW"] != nil {
		n.usual = f.float(n.descendant["DW"])
	}
	f.readWidths(n)
	return n
}

// readWidths reads the widths of a font: "c [w1 w2 …]" and "first last w" (ISO 32000-1, 9.7.4.3).
func (f *file) readWidths(n *font) {
	w := f.array(n.descendant["W"])
	for i := 0; i+1 < len(w); {
		first, _ := f.integer(w[i])
		if list := f.array(w[i+1]); list != nil {
			for j, width := range list {
				n.widths[first+j] = f.float(width)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		last, _ := f.integer(w[i+1])
		for c := first; c <= last && c <= 0xFFFF; c++ {
			n.widths[c] = f.float(w[i+2])
		}
		i += 3
	}
}

var (
	charSection  = regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`)
	rangeSection = regexp.MustCompile(`(?s)beginbfrange(.*?)endbfrange`)
	charPair     = regexp.MustCompile(`<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>`)
	charRange    = regexp.MustCompile(`<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])`)
	hexWord      = regexp.MustCompile(`<([0-9A-Fa-f]*)>`)
)

// characters reads a map of codes to characters, and what in it is not allowed (ISO 32000-1, 9.10.3).
func characters(cmap []byte) (all map[int]string, illegal []string) {
	all = map[int]string{}
	for _, section := range charSection.FindAllSubmatch(cmap, -1) {
		for _, pair := range charPair.FindAllSubmatch(section[1], -1) {
			all[codeOf(string(pair[1]))] = wordOf(string(pair[2]))
		}
	}
	for _, section := range rangeSection.FindAllSubmatch(cmap, -1) {
		for _, r := range charRange.FindAllSubmatch(section[1], -1) {
			first, last := codeOf(string(r[1])), codeOf(string(r[2]))
			if first>>8 != last>>8 || last < first {
				illegal = append(illegal, string(r[0]))
			}
			list := hexWord.FindAllSubmatch(r[4], -1)
			for c := first; c <= last && c <= 0xFFFF; c++ {
				switch {
				case len(list) > c-first:
					all[c] = wordOf(string(list[c-first][1]))
				case len(list) == 0:
					all[c] = further(wordOf(string(r[3])), c-first)
				}
			}
		}
	}
	return all, illegal
}

// further is a word whose last character is so many places further.
func further(word string, by int) string {
	runes := []rune(word)
	if len(runes) == 0 {
		return ""
	}
	runes[len(runes)-1] += rune(by)
	return string(runes)
}

func codeOf(hex string) int {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

// wordOf reads UTF-16 in hexadecimal digits.
func wordOf(hex string) string {
	var units []uint16
	for len(hex) >= 4 {
		units, hex = append(units, uint16(codeOf(hex[:4]))), hex[4:]
	}
	return string(utf16.Decode(units))
}

// glyph is which glyph of the program a code draws.
func (f *file) glyph(n *font, code int) int {
	if f.name(n.descendant["CIDToGIDMap"]) == "Identity" {
		return code
	}
	m := f.stream(n.descendant["CIDToGIDMap"])
	if 2*code+1 >= len(m) {
		return 0
	}
	return int(m[2*code])<<8 | int(m[2*code+1])
}

// advance is how wide a glyph of the program is, in thousandths of the size; ok is false when there is no such glyph.
func (n *font) advance(glyph int) (width float64, ok bool) {
	tables := n.tables()
	head, hhea, hmtx, maxp := tables["head"], tables["hhea"], tables["hmtx"], tables["maxp"]
	if len(head) < 20 || len(hhea) < 36 || len(maxp) < 6 || glyph >= int(binary.BigEndian.Uint16(maxp[4:])) {
		return 0, false
	}
	perEm, long := float64(binary.BigEndian.Uint16(head[18:])), int(binary.BigEndian.Uint16(hhea[34:]))
	at := 4 * min(glyph, long-1)
	if at < 0 || at+2 > len(hmtx) {
		return 0, false
	}
	return float64(binary.BigEndian.Uint16(hmtx[at:])) * 1000 / perEm, true
}

// tables parts a TrueType program.
func (n *font) tables() map[string][]byte {
	tables := map[string][]byte{}
	p := n.program
	if len(p) < 12 {
		return tables
	}
	for i := range int(binary.BigEndian.Uint16(p[4:])) {
		record := 12 + 16*i
		if record+16 > len(p) {
			break
		}
		at, size := int(binary.BigEndian.Uint32(p[record+8:])), int(binary.BigEndian.Uint32(p[record+12:]))
		if at >= 0 && size >= 0 && at+size <= len(p) {
			tables[string(p[record:record+4])] = p[at : at+size]
		}
	}
	return tables
}

var subsetName = regexp.MustCompile(`^[A-Z]{6}\+.`)

// eachFont calls for the fonts that words are drawn in, in order of their objects.
func (f *file) eachFont(visit func(*font)) {
	var list []*font
	for _, n := range f.fonts {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b *font) int { return a.number - b.number })
	for _, n := range list {
		visit(n)
	}
}

var fontChecks = []Check{
	{"fonts", "A 6.2.11.3, M 31-001 to 31-006", "words are drawn in TrueType fonts, by glyph", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			system := f.dict(n.descendant["CIDSystemInfo"])
			switch {
			case f.name(n.dict["Subtype"]) != "Type0" || f.name(n.dict["Encoding"]) != "Identity-H" || f.name(n.descendant["Subtype"]) != "CIDFontType2":
				v.add(n.String(), "it is a %s by %s over a %s", f.name(n.dict["Subtype"]), f.name(n.dict["Encoding"]), f.name(n.descendant["Subtype"]))
			case f.text(system["Registry"]) != "Adobe" || f.text(system["Ordering"]) != "Identity":
				v.add(n.String(), "its characters are those of %v", system)
			case f.at(n.descendant["CIDToGIDMap"]) == nil:
				v.add(n.String(), "it does not say which glyph a code is")
			}
		})
	}},
	{"embedded", "A 6.2.11.4, UA 7.21.4.1, M 31-009", "a font lies in the file", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			if len(n.program) == 0 || len(n.tables()["glyf"]) == 0 {
				v.add(n.String(), "it does not")
			}
		})
	}},
	{"names of fonts", "A 6.2.11.2", "a font that was cut is called so, everywhere alike", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			name := f.name(n.dict["BaseFont"])
			if !subsetName.MatchString(name) || f.name(n.descendant["BaseFont"]) != name || f.name(n.descriptor["FontName"]) != name {
				v.add(n.String(), "it is called %s, %s and %s", name, f.name(n.descendant["BaseFont"]), f.name(n.descriptor["FontName"]))
			}
		})
	}},
	{"glyphs", "A 6.2.11.4.1, UA 7.21.8, M 31-018, M 31-030", "every code that is drawn has a glyph, and not the one for what is lacking", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			for _, code := range n.used {
				glyph := f.glyph(n, code)
				if _, ok := n.advance(glyph); !ok || glyph == 0 {
					v.add(n.String(), "code %d has glyph %d", code, glyph)
				}
			}
		})
	}},
	{"widths", "A 6.2.11.5, UA 7.21.5, M 31-016", "a glyph is as wide as the file says", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			for _, code := range n.used {
				want, ok := n.widths[code]
				if !ok {
					want = n.usual
				}
				if is, there := n.advance(f.glyph(n, code)); there && math.Abs(is-want) > 1 {
					v.add(n.String(), "code %d is %.1f wide, and the file says %.1f", code, is, want)
				}
			}
		})
	}},
	{"characters", "A 6.2.11.7, UA 7.21.7, M 10-001, M 31-027", "every code that is drawn leads to the character that it is", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			for _, code := range n.used {
				if n.unicode[code] == "" {
					v.add(n.String(), "code %d leads to none", code)
				}
			}
		})
	}},
	{"real characters", "A 6.2.11.7.2, UA 7.21.7, M 31-028, M 31-029", "no code leads to what is no character, and no range is too long", func(f *file, v *verdict) {
		f.eachFont(func(n *font) {
			for _, words := range n.illegal {
				v.add(n.String(), "the range %s is none", words)
			}
			for _, code := range n.used {
				if strings.ContainsAny(n.unicode[code], "\x00\uFEFF\uFFFE") || strings.ContainsFunc(n.unicode[code], private) {
					v.add(n.String(), "code %d leads to %+q", code, n.unicode[code])
				}
			}
		})
	}},
}

// private reports a character that means something here alone.
func private(c rune) bool { return c >= 0xE000 && c <= 0xF8FF || c >= 0xF0000 }
