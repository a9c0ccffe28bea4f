package documents

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

// An envelope shows 35 by 90 millimetres of the sheet, and the sheet shifts in it.
func TestTheAddressShowsInTheWindow(t *testing.T) {
	for _, right := range []bool{false, true} {
		doc := aLetter()
		head := doc.Blocks[0].(Letterhead)
		head.AtRight = right
		head.To = []string{"Samenwerkingsverband Herstelnetwerk Gooi en Vechtstreek", "t.a.v. de contactpersoon voor het convenant", "Postbus 1", "1000 AA Voorbeeldstad"}
		doc.Blocks[0] = head
		pages, _, err := layOut(doc)
		if err != nil {
			t.Fatal(err)
		}
		nothingOverlaps(t, 0, pages[0], frameOf(doc))
		left, edge := 20*mm, 110*mm
		if right {
			left, edge = 105*mm, 195*mm
		}
		found := ""
		for _, w := range pages[0].texts {
			inBand := w.y > 45*mm && w.y < 90*mm
			if w.style == addressStyle {
				found += strings.TrimSpace(w.words) + " "
				end := w.x + w.style.face.metrics().width(w.words, w.style.size)
				if !inBand || w.x < left || end > edge {
					t.Errorf("%q stands outside the window: %.0f to %.0f by %.0f mm", w.words, w.x/mm, end/mm, w.y/mm)
				}
			} else if inBand && w.style != returnStyle && w.x < edge && w.x+w.style.face.metrics().width(w.words, w.style.size) > left {
				t.Errorf("%q stands in the window too", w.words)
			}
		}
		if want := strings.Join(head.To, " ") + " "; found != want {
			t.Errorf("the window shows %q", found)
		}
	}
}

// An address that is too long for the window pushes the letter down and is not cut.
func TestALongAddress(t *testing.T) {
	doc := aLetter()
	head := doc.Blocks[0].(Letterhead)
	for range 12 {
		head.To = append(head.To, "nog een regel van dit adres")
	}
	doc.Blocks[0] = head
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	nothingOverlaps(t, 0, pages[0], frameOf(doc))
}

// The closing and the lines to sign on are not parted, and not alone on a page.
func TestTheClosingStaysWithTheLetter(t *testing.T) {
	form := Form{[]FormLine{{Label: "Namens", Words: "MEE"}, {Label: "Naam"}, {Label: "Handtekening", Tall: true}}}
	for first, last := range map[string]Block{"Met groet,": Closing{"Met groet,", []string{"Wie", "namens wie"}}, "Namens": form} {
		for lines := range 60 {
			doc := aLetter()
			doc.Blocks = doc.Blocks[:2]
			for range lines {
				doc.Blocks = append(doc.Blocks, Paragraph{"regel"})
			}
			doc.Blocks = append(doc.Blocks, last)
			pages, _, err := layOut(doc)
			if err != nil {
				t.Fatal(err)
			}
			words := ""
			for _, w := range pages[len(pages)-1].texts {
				words += w.words + " "
			}
			if len(pages) > 1 && !strings.HasPrefix(words, "regel ") {
				t.Fatalf("after %d lines the last page begins with %q", lines, words)
			}
			if !strings.Contains(words, first) {
				t.Fatalf("after %d lines the last block is parted: %q", lines, words)
			}
		}
	}
}

// A column is as wide as its longest word, when there is room.
func TestNoWordIsBrokenInAColumn(t *testing.T) {
	doc := paper(Table{[]Column{{"Adviseur", 1}, {"Datum", 1}, {"Advies", 9}, {"Antwoord", 9}},
		[][]string{{"Samenwerkingsverband Herstelnetwerk", "21-09-2023", "Goed.", strings.Repeat("woord ", 40)}}})
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	nothingOverlaps(t, 0, pages[0], frameOf(doc))
	for _, w := range pages[0].texts {
		if strings.TrimSpace(w.words) == "Samenwerkingsverband" {
			return
		}
	}
	t.Error("the word is broken")
}

// A list without headings has its values where the text stands.
func TestAListOfParticulars(t *testing.T) {
	doc := paper(Table{[]Column{{}, {}}, [][]string{{"Kenmerk", "DOC-1"}, {"Datum", "vandaag"}}})
	doc.Layout = Sheet
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(pages[0].texts); n != 4 || pages[0].texts[1].x != frameOf(doc).text.x || pages[0].texts[0].style.colour != grey {
		t.Errorf("%+v", pages[0].texts)
	}
}

func TestDatesStayWhole(t *testing.T) {
	words := strings.Repeat("Het loopt tot en met 31 december 2025 (artikel 3.2), ook voor Gemeente Huizen. ", 8)
	for width := 120.0; width < 300; width += 3 {
		for _, line := range breakLines(words, bodyStyle, width) {
			for _, part := range []string{"31", "31 december", "(artikel", "Gemeente"} {
				if strings.HasSuffix(strings.TrimSpace(line), part) {
					t.Fatalf("at %.0f a line ends with %q", width, line)
				}
			}
		}
	}
}

// A column is as wide as the dates in it, whatever its share.
func TestDatesStayWholeInAColumn(t *testing.T) {
	doc := paper(Table{[]Column{{"Datum", 1}, {"Conclusie", 30}}, [][]string{{"16 november 2023", strings.Repeat("woord ", 90)}}})
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(pages[0].texts, func(w text) bool { return w.words == "16 november 2023" }) {
		t.Errorf("%+v", pages[0].texts)
	}
}

// A group of which the rows would be parted begins a page instead, and each of its Partijen has room to sign.
func TestAGroupThatSignsIsNotParted(t *testing.T) {
	group := Signatures{Captions: [4]string{"Groep", "door", "als", "handtekening"}, Rows: []SignatureRow{{Party: "A"}, {Party: "B"}, {Party: "C"}, {Party: "D"}}, Closing: "samen"}
	for lines := range 24 {
		pages, _, err := layOut(paper(Paragraph{"begin" + strings.Repeat("\nbegin", lines)}, group))
		if err != nil {
			t.Fatal(err)
		}
		last := pages[len(pages)-1]
		var at []float64
		for _, w := range last.texts {
			if w.style == strongStyle {
				at = append(at, w.y)
			}
		}
		if len(at) != 4 {
			t.Fatalf("after %d lines, %d of four Partijen stand together", lines+1, len(at))
		}
		if pitch := at[1] - at[0]; pitch < 15*mm-0.01 { // less is no room for a pen
			t.Fatalf("%.1f mm to sign in", pitch/mm)
		}
	}
}

// A face that was cut has the outlines and widths of the whole one, and sums that a careful reader checks.
func TestCutFaces(t *testing.T) {
	for in := range families {
		for f := range faces {
			whole := readFont(f.fontFile(in))
			runes := []rune("Aé€ﬁ")
			bytesOf, glyphs := cutFont(whole.bytes, runes)
			if checksum(bytesOf) != 0xB1B0AFBA {
				t.Errorf("%s: the sum of the whole is %x", postScriptName(in, f), checksum(bytesOf))
			}
			cut := readFont(bytesOf)
			if len(bytesOf) > len(whole.bytes)/10 || cut.u16("maxp", 4) > 20 {
				t.Errorf("%s has %d bytes of %d", postScriptName(in, f), len(bytesOf), len(whole.bytes))
			}
			of := map[rune]int{}
			whole.eachGlyph(func(r, glyph int) { of[rune(r)] = glyph })
			for _, r := range runes {
				if cut.advance(glyphs[r]) != whole.advance(of[r]) {
					t.Errorf("%s, %c: %d wide, whole %d", postScriptName(in, f), r, cut.advance(glyphs[r]), whole.advance(of[r]))
				}
				if a, b := outlines(cut, glyphs[r]), outlines(whole, of[r]); !slices.EqualFunc(a, b, bytes.HasPrefix) {
					t.Errorf("%s, %c: another outline", postScriptName(in, f), r)
				}
			}
		}
	}
}

// outlines gives the outline of a glyph, or those of the glyphs that it is made of.
func outlines(f sfnt, glyph int) (list [][]byte) {
	own := f.glyph(glyph)
	parts := components(own)
	if len(parts) == 0 {
		return [][]byte{own}
	}
	for _, at := range parts {
		list = append(list, outlines(f, int(binary.BigEndian.Uint16(own[at:])))...)
	}
	return list
}

// Both families draw in one line, each where the other ends.
func TestFamiliesShareALine(t *testing.T) {
	m := regular.metrics()
	list := m.segments("a ✓ ḡ̃ b")
	whole := 0.0
	for _, s := range list {
		whole += m.width(s.words, 10)
	}
	if len(list) < 3 || list[0].family != liberation || list[1].family != dejavu || math.Abs(whole-m.width("a ✓ ḡ̃ b", 10)) > 1e-9 {
		t.Errorf("%+v", list)
	}
}
