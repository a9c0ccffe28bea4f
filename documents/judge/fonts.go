package judge

// The fonts of a file (ISO 32000-1, 9.7; ISO 19005-2, 6.2.11; ISO 14289-1, 7.21): that they are in it, draw every character
// as wide as is said, and tell what every character means.

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// font is a composite font with TrueType outlines and codes of two bytes, the kind that is judged here. Of another kind
// known is false, and only its dictionary is there.
type font struct {
	object       int
	name         string
	known        bool
	dict         types.Dict
	cid          types.Dict // its one descendant
	descriptor   types.Dict
	embedded     []byte
	program      *program
	programFault error
	meanings     *cmap
	widths       map[int]float64
	defaultWidth float64
	glyphMap     []byte       // from codes to glyphs; nil: they are the same
	used         map[int]bool // the codes that are shown
	rendered     map[int]bool // of these, the codes that are shown visibly
}

func (n *font) String() string { return fmt.Sprintf("font %s, object %d", n.name, n.object) }

const invisible = 3 // the rendering mode of text that is not painted

// readFonts reads every font that a resource names, with the codes of it that are shown.
func (f *file) readFonts() map[int]*font {
	fonts := map[int]*font{}
	for _, s := range f.drawn {
		for _, o := range f.dict(s.resources["Font"]) {
			if n := number(o); n != 0 && fonts[n] == nil {
				fonts[n] = f.readFont(n)
			}
		}
		for _, i := range s.items {
			if n := fonts[i.font]; i.kind == textItem && n != nil {
				n.use(i)
			}
		}
	}
	return fonts
}

func (f *file) readFont(object int) *font {
	n := &font{object: object, dict: f.dict(f.objects[object]), used: map[int]bool{}, rendered: map[int]bool{}}
	n.name = f.name(n.dict["BaseFont"])
	descendants := f.array(n.dict["DescendantFonts"])
	if f.name(n.dict["Subtype"]) != "Type0" || len(descendants) != 1 {
		return n
	}
	n.cid = f.dict(descendants[0])
	n.known = f.name(n.cid["Subtype"]) == "CIDFontType2" && f.name(n.dict["Encoding"]) == "Identity-H"
	n.descriptor = f.dict(n.cid["FontDescriptor"])
	if n.embedded = f.streams[number(n.descriptor["FontFile2"])]; n.embedded != nil {
		n.program, n.programFault = readProgram(n.embedded)
	}
	if b := f.streams[number(n.dict["ToUnicode"])]; b != nil {
		n.meanings = readCMap(b)
	}
	n.glyphMap = f.streams[number(n.cid["CIDToGIDMap"])]
	f.readWidths(n)
	return n
}

// readWidths reads the widths that the file tells (ISO 32000-1, 9.7.4.3).
func (f *file) readWidths(n *font) {
	n.widths, n.defaultWidth = map[int]float64{}, 1000
	if w, ok := f.float(n.cid["DW"]); ok {
		n.defaultWidth = w
	}
	list := f.array(n.cid["W"])
	for len(list) >= 2 {
		first, _ := f.integer(list[0])
		if each, ok := f.object(list[1]).(types.Array); ok {
			for i, o := range each {
				n.widths[first+i], _ = f.float(o)
			}
			list = list[2:]
			continue
		}
		if len(list) < 3 {
			return
		}
		last, _ := f.integer(list[1])
		for c := max(first, 0); c <= min(last, math.MaxUint16); c++ {
			n.widths[c], _ = f.float(list[2])
		}
		list = list[3:]
	}
}

func (n *font) width(code int) float64 {
	if w, ok := n.widths[code]; ok {
		return w
	}
	return n.defaultWidth
}

func (n *font) use(i item) {
	for _, c := range i.pairs() {
		n.used[c] = true
		if i.rendering != invisible {
			n.rendered[c] = true
		}
	}
}

// pairs gives the codes of an item, two bytes each.
func (i item) pairs() (codes []int) {
	for b := i.codes; len(b) >= 2; b = b[2:] {
		codes = append(codes, int(b[0])<<8|int(b[1]))
	}
	return codes
}

func (n *font) glyph(code int) int {
	if n.glyphMap == nil {
		return code
	}
	if 2*code+1 >= len(n.glyphMap) {
		return 0
	}
	return u16(n.glyphMap, 2*code)
}

// means gives what a code means; "" if the font does not tell.
func (n *font) means(code int) string {
	if n.meanings == nil {
		return ""
	}
	return n.meanings.meanings[code]
}

// said gives the words that an item shows.
func (f *file) said(i item) string {
	n := f.fonts[i.font]
	if i.kind != textItem || n == nil {
		return ""
	}
	var words strings.Builder
	for _, c := range i.pairs() {
		words.WriteString(n.means(c))
	}
	return words.String()
}

func fontChecks() []Check {
	return []Check{
		{"A 6.2.11.2 dictionary", "ISO 19005-2, 6.2.11.2; ISO 32000-1, 9.7 and 9.8", "fonts have the entries that they must, and bear one name", eachFont(lookAtFontDictionary)},
		{"A 6.2.11.2 program", "ISO 19005-2, 6.2.11.2", "font programs are sound", eachFont(lookAtProgram)},
		{"PDF 9.10.3 cmap", "ISO 32000-1, 9.10.3", "maps to Unicode are written as they must be", eachFont(lookAtCMap)},
		{"UA 10-001", "ISO 14289-1, 7.2; ISO 19005-2, 6.2.11.7.2", "every character that is shown has a meaning", eachFont(lookAtMeanings)},
		{"UA 31-004", "ISO 14289-1, 7.21.3.2; ISO 19005-2, 6.2.11.3.2", "it is told how codes become glyphs: as they are, or by a map", eachFont(lookAtGlyphMap)},
		{"UA 31-009", "ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4.1", "the program of every font is in the file", eachFont(lookAtEmbedding)},
		{"UA 31-011", "ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4.1", "every character that is shown has a glyph, and draws something unless it is a space", eachFont(lookAtGlyphs)},
		{"UA 31-014", "ISO 14289-1, 7.21.4.2; ISO 19005-2, 6.2.11.4.2", "a CIDSet lists every glyph in the font, and no other", eachFont(lookAtCIDSet)},
		{"UA 31-016", "ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5", "characters are as wide in the font as in the file", eachFont(lookAtWidths)},
		{"UA 31-027", "ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2", "every font has a map to Unicode", eachFont(lookAtToUnicode)},
		{"UA 31-028", "ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2", "no code means U+0000", lookFor('\u0000')},
		{"UA 31-029", "ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.2", "no code means U+FEFF or U+FFFE", lookFor('\uFEFF', '\uFFFE')},
		{"UA 31-030", "ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8", "no text shows the glyph for what a font does not have", eachFont(lookAtNotdef)},
		{"A 6.2.11.7.3 private", "ISO 19005-2, 6.2.11.7.3", "a character of private use is given in words", lookAtPrivateUse},
	}
}

// eachFont makes a check of what must hold of each font of the kind that is known.
func eachFont(look func(*file, *font, func(words string, args ...any))) func(*file, found) {
	return func(f *file, found found) {
		for _, object := range slices.Sorted(maps.Keys(f.fonts)) {
			if n := f.fonts[object]; n.known {
				look(f, n, func(words string, args ...any) { found(n.String(), words, args...) })
			}
		}
	}
}

var subsetName = regexp.MustCompile(`^([A-Z]{6}\+)?[^+]+$`)

func lookAtFontDictionary(f *file, n *font, found func(string, ...any)) {
	for part, dict := range map[string]types.Dict{"the font": n.dict, "its descendant": n.cid} {
		if f.name(dict["Type"]) != "Font" {
			found("%s has the type %q", part, f.name(dict["Type"]))
		}
		if name := f.name(dict["BaseFont"]); name != n.name || !subsetName.MatchString(name) {
			found("%s is named %q", part, name)
		}
	}
	if f.name(n.descriptor["Type"]) != "FontDescriptor" || f.name(n.descriptor["FontName"]) != n.name {
		found("its descriptor is named %q", f.name(n.descriptor["FontName"]))
	}
	for _, key := range []string{"Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV"} {
		if n.descriptor[key] == nil {
			found("its descriptor has no %s", key)
		}
	}
	const symbolic, nonsymbolic = 1 << 2, 1 << 5
	if flags, _ := f.integer(n.descriptor["Flags"]); (flags&symbolic != 0) == (flags&nonsymbolic != 0) {
		found("its flags %d do not tell whether it is symbolic", flags)
	}
	system := f.dict(n.cid["CIDSystemInfo"])
	for _, key := range []string{"Registry", "Ordering", "Supplement"} {
		if system[key] == nil {
			found("its CIDSystemInfo has no %s", key)
		}
	}
}

func lookAtEmbedding(f *file, n *font, found func(string, ...any)) {
	if n.embedded == nil {
		found("its program is not in the file")
	}
}

func lookAtProgram(f *file, n *font, found func(string, ...any)) {
	if n.programFault != nil {
		found("%v", n.programFault)
	}
	if n.embedded == nil {
		return
	}
	dict := f.dict(n.descriptor["FontFile2"])
	if length, ok := f.integer(dict["Length1"]); !ok || length != len(n.embedded) {
		found("Length1 is %d, of a program of %d bytes", length, len(n.embedded))
	}
	if dict["Subtype"] != nil {
		found("a TrueType program with the subtype %s", f.name(dict["Subtype"]))
	}
}

func lookAtGlyphMap(f *file, n *font, found func(string, ...any)) {
	if n.glyphMap == nil && f.name(n.cid["CIDToGIDMap"]) != "Identity" {
		found("CIDToGIDMap is no map, and not Identity")
	}
}

// sound tells whether the program of a font can be asked about its glyphs.
func (n *font) sound() bool { return n.program != nil && n.programFault == nil }

func codesOf(set map[int]bool) []int { return slices.Sorted(maps.Keys(set)) }

func lookAtGlyphs(f *file, n *font, found func(string, ...any)) {
	if !n.sound() {
		return
	}
	for _, c := range codesOf(n.rendered) {
		switch g := n.glyph(c); {
		case g == 0:
			// UA 31-030 finds it
		case g >= n.program.glyphs:
			found("code %04X asks for glyph %d of %d", c, g, n.program.glyphs)
		case !n.program.drawn(g) && strings.TrimSpace(n.means(c)) != "":
			found("code %04X means %q, and draws nothing", c, n.means(c))
		}
	}
}

func lookAtNotdef(f *file, n *font, found func(string, ...any)) {
	for _, c := range codesOf(n.used) {
		if n.glyph(c) == 0 {
			found("code %04X, %q, shows glyph 0", c, n.means(c))
		}
	}
}

func lookAtWidths(f *file, n *font, found func(string, ...any)) {
	if !n.sound() {
		return
	}
	for _, c := range codesOf(n.rendered) {
		g := n.glyph(c)
		if g < n.program.glyphs && math.Abs(n.width(c)-n.program.width(g)) > 1 {
			found("code %04X, %q, is %.1f wide in the file and %.1f in the font", c, n.means(c), n.width(c), n.program.width(g))
		}
	}
}

func lookAtCIDSet(f *file, n *font, found func(string, ...any)) {
	if n.descriptor["CIDSet"] == nil || !n.sound() {
		return
	}
	set := f.streams[number(n.descriptor["CIDSet"])]
	listed := func(cid int) bool { return cid/8 < len(set) && set[cid/8]&(0x80>>(cid%8)) != 0 }
	for cid := range max(n.program.glyphs, 8*len(set)) {
		g := n.glyph(cid)
		there := g < n.program.glyphs && (n.glyphMap == nil || g != 0 || cid == 0)
		if listed(cid) != there {
			found("CID %d is in the font: %v; in CIDSet: %v", cid, there, listed(cid))
		}
	}
}

func lookAtToUnicode(f *file, n *font, found func(string, ...any)) {
	if n.meanings == nil {
		found("no ToUnicode")
	}
}

func lookAtCMap(f *file, n *font, found func(string, ...any)) {
	if n.meanings == nil {
		return
	}
	for _, fault := range n.meanings.faults {
		found("%s", fault)
	}
}

func lookAtMeanings(f *file, n *font, found func(string, ...any)) {
	if n.meanings == nil {
		return
	}
	for _, c := range codesOf(n.used) {
		if n.means(c) == "" {
			found("code %04X means nothing", c)
		}
	}
}

func lookFor(wrong ...rune) func(*file, found) {
	return eachFont(func(f *file, n *font, found func(string, ...any)) {
		if n.meanings == nil {
			return
		}
		for _, c := range slices.Sorted(maps.Keys(n.meanings.meanings)) {
			if strings.ContainsFunc(n.means(c), func(r rune) bool { return slices.Contains(wrong, r) }) {
				found("code %04X means %U", c, []rune(n.means(c)))
			}
		}
	})
}

func lookAtPrivateUse(f *file, found found) {
	for _, s := range f.drawn {
		for _, i := range s.items {
			if words := f.said(i); strings.ContainsFunc(words, isPrivate) && !f.replaced(i.mark) {
				found(s.where, "%+q has no ActualText", words)
			}
		}
	}
}

func isPrivate(r rune) bool { return unicode.Is(unicode.Co, r) }

// replaced tells whether words stand for content, at its mark or at an element above it.
func (f *file) replaced(m *mark) bool {
	for around := m; around != nil; around = around.parent {
		if _, ok := f.text(around.properties["ActualText"]); ok {
			return true
		}
	}
	tagged, _ := m.belonging()
	for e := f.tree.owner(tagged); e != nil; e = e.parent {
		if _, ok := f.text(e.dict["ActualText"]); ok {
			return true
		}
	}
	return false
}
