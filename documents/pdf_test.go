package documents

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"convenant/workflow"

	"github.com/go-pdf/fpdf"
	"pgregory.net/rapid"
)

func TestFilesAreSound(t *testing.T) {
	for _, a := range []Agreement{agreementOf(t, Concept, false), agreementOf(t, Ondertekend, true), {Date: workflow.MustDate("2024-01-18")}} {
		for _, o := range []Orientation{Landscape, Portrait} {
			doc := a.Document()
			doc.Orientation = o
			if out := run(t, render(t, doc), "qpdf", "--check", "-"); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("%s: %s", doc.Title, out)
			}
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	doc := agreementOf(t, Concept, false).Document()
	want := render(t, doc)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := Render(doc); err != nil || !bytes.Equal(got, want) {
				t.Errorf("other bytes than before (%d, were %d), error %v", len(got), len(want), err)
			}
		})
	}
	all.Wait()
}

func TestTheFileDatesFromItsDocument(t *testing.T) {
	if pdf := render(t, paper(Paragraph{"Dag."})); bytes.Count(pdf, []byte("(D:20240118120000+00'00')")) != 2 {
		t.Error("created and modified on another day than the document's own")
	}
	doc := paper()
	doc.Date = workflow.Date(0)
	if _, err := Render(doc); err == nil || !strings.Contains(err.Error(), "geen datum") {
		t.Errorf("a document without a date: %v", err)
	}
	doc = paper()
	doc.Language = "nl) /X (y"
	if _, err := Render(doc); err == nil || !strings.Contains(err.Error(), "taalcode") {
		t.Errorf("a language that is none: %v", err)
	}
}

func TestAMissingGlyphIsRefusedByName(t *testing.T) {
	const odd = "wĳs 𝔸 woord"
	lid := func(body ...Block) Block { return Lid{"3.2", body} }
	for _, c := range []struct {
		block Block
		where string
	}{
		{Title{odd, ""}, "de titel"},
		{Title{"x", odd}, "de ondertitel"},
		{Reference{[]ReferenceLine{{Label: "Kenmerk", Words: odd}}}, "de regel “Kenmerk”"},
		{Heading{2, odd}, "de kop “wĳs 𝔸 woord”"},
		{ArticleHeading{"Artikel 3", odd}, "de kop van Artikel 3"},
		{Paragraph{odd}, "de tekst onder “Artikel 9”"},
		{lid(Paragraph{odd}), "lid 3.2 onder “Artikel 9”"},
		{lid(List{[]Item{{"a)", []Block{Paragraph{"x"}}}, {"b)", []Block{Paragraph{odd}}}}}), "onderdeel b) van lid 3.2 onder “Artikel 9”"},
		{List{[]Item{{"–", nil}, {"–", []Block{Paragraph{odd}}}}}, "onderdeel 2 onder “Artikel 9”"},
		{Table{[]Column{{"Doel", 1}}, [][]string{{"x"}, {odd}}}, "rij 2 van kolom “Doel” onder “Artikel 9”"},
		{Note{odd}, "de tekst onder “Artikel 9”"},
		{Letterhead{Sender: []string{odd}}, "de afzender"},
		{Letterhead{To: []string{"x", odd}}, "het adres"},
		{Letterhead{Return: odd}, "het retouradres"},
		{Closing{odd, nil}, "de groet onder “Artikel 9”"},
		{Closing{"x", []string{odd}}, "de ondertekening onder “Artikel 9”"},
		{Form{[]FormLine{{Label: "Naam", Words: odd}}}, "de regel “Naam” onder “Artikel 9”"},
		{Table{[]Column{{}, {}}, [][]string{{"Datum", odd}}}, "de regel “Datum” onder “Artikel 9”"},
		{Table{[]Column{{odd, 1}}, nil}, "de kop van kolom “" + odd + "”"},
		{Signatures{[4]string{"", "door"}, []SignatureRow{{"MEE", odd, "", ""}}, ""}, "de kolom “door” van de rij van “MEE” onder “Artikel 9”"},
	} {
		doc := paper(c.block)
		if strings.Contains(c.where, "Artikel 9") {
			doc = paper(ArticleHeading{"Artikel 9", "Slot"}, c.block)
		}
		_, err := Render(doc)
		var glyph *GlyphError
		if !errors.As(err, &glyph) || glyph.Where != c.where || glyph.Rune != '𝔸' || !strings.Contains(err.Error(), "Het teken “𝔸” (U+1D538) in "+c.where) {
			t.Errorf("%#v: %v", c.block, err)
		}
	}
	for _, name := range []string{"de titel", "het kenmerk", "de status", "het merk", "de stand"} {
		doc := paper()
		*map[string]*string{"de titel": &doc.Title, "het kenmerk": &doc.Kenmerk, "de status": &doc.Status, "het merk": &doc.Mark, "de stand": &doc.Stand}[name] = "漢"
		if _, err := Render(doc); err == nil || !strings.Contains(err.Error(), "Het teken “漢” (U+6F22) in "+name+" kan niet") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCharacters(t *testing.T) {
	const fine = "Ł Ş ğ ë é € “ ” – … ½ ² Ω Я ’s-Gravenhage e\u0301 zacht\u00ADe vast\u00A0aan \t tab ≥ → ✓ ☐ g\u0303x Ȩ"
	_, bodies, _ := pagesOf(t, render(t, paper(Paragraph{fine})))
	if got, want := strings.Join(strings.Fields(bodies[0]), " "), "Ł Ş ğ ë é € “ ” – … ½ ² Ω Я ’s-Gravenhage é zachte vast aan tab ≥ → ✓ ☐ g\u0303x Ȩ"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, bad := range []string{"\a", "\x00", "\u202E", "\u200B", "שלום", "漢", "😀", "\U0010FFFF", "\xff"} {
		if _, err := Render(paper(Paragraph{"a" + bad + "b"})); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestNothingPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.String()
		if rapid.IntRange(0, 3).Draw(t, "which letters") > 0 {
			letters = rapid.StringOf(rapid.RuneFrom([]rune(" \n\t-/–“”éŁğЯΩ\u00A0\u00AD"), unicode.ASCII_Hex_Digit))
		}
		s := func(name string) string { return letters.Draw(t, name) }
		doc := paper(Title{s("title"), s("subtitle")}, Heading{rapid.IntRange(-3, 9).Draw(t, "level"), s("heading")},
			Lid{s("number"), []Block{Paragraph{s("lid")}, List{[]Item{{s("mark"), nil}}}}},
			Table{[]Column{{s("column"), rapid.Float64().Draw(t, "share")}}, [][]string{{s("cell"), s("beyond")}, nil}},
			Signatures{[4]string{s("caption")}, []SignatureRow{{Party: s("party"), Signed: s("signed")}}, s("closing")})
		doc.Mark, doc.Kenmerk = s("mark"), s("kenmerk")
		if pdf, err := Render(doc); (pdf == nil) == (err == nil) {
			t.Fatalf("%d bytes, error %v", len(pdf), err)
		}
	})
	for _, b := range []Block{nil, Title{}, Reference{}, Heading{}, ArticleHeading{}, Paragraph{}, Lid{}, List{}, List{[]Item{{}}}, Table{},
		Letterhead{}, Note{}, Closing{}, Form{}, Form{[]FormLine{{}}}, Table{Columns: []Column{{}}, Rows: [][]string{{"x", "y"}, nil}},
		Table{Columns: []Column{{}}}, Table{Rows: [][]string{{"x"}}}, Signatures{}, Signatures{Rows: []SignatureRow{{}}}, &Paragraph{"x"}} {
		if pdf, err := Render(paper(b)); (pdf == nil) == (err == nil) {
			t.Errorf("%#v: %d bytes, error %v", b, len(pdf), err)
		}
	}
}

func TestThreeHundredParties(t *testing.T) {
	a := Agreement{Status: Vastgesteld, Date: workflow.MustDate("2024-01-18"), Text: workflow.Text{Title: "Groot convenant"}}
	for i := range 300 {
		a.Parties = append(a.Parties, Party{Name: fmt.Sprintf("Partij-%03d", i), Group: "Gemeenten"})
	}
	pdf := render(t, a.Document())
	headers, bodies, _ := pagesOf(t, pdf)
	whole := strings.Join(bodies, "\n")
	for _, p := range a.Parties {
		if n := strings.Count(whole, p.Name); n != 2 {
			t.Errorf("%s stands there %d times, want once on the title page and once with its row", p.Name, n)
		}
	}
	from := slices.IndexFunc(bodies, func(body string) bool { return strings.Contains(body, "De ondergetekenden:") })
	if rows, captions := len(headers)-from, strings.Count(whole, "handtekening"); from < 1 || captions != rows && captions != rows-1 {
		t.Errorf("captions on %d of %d pages with rows", captions, rows)
	}
}

// TestWidths holds our measures beside those that the back end writes in the file.
func TestWidths(t *testing.T) {
	pdf := fpdf.New("P", "pt", "A4", "")
	for f := range faces {
		for in := range families {
			pdf.AddUTF8FontFromBytes(postScriptName(in, f), "", f.fontFile(in))
		}
		m, known, filled := f.metrics(), 0, 0
		for r, width := range m.widths {
			if width == absent || r == 0 {
				continue
			}
			known++
			in := liberation
			if m.filled[r] {
				in, filled = dejavu, filled+1
			}
			pdf.SetFont(postScriptName(in, f), "", 10)
			if got := pdf.GetStringSymbolWidth(string(rune(r))); got != int(width) {
				t.Errorf("face %d, %U: %d here, %d there", f, r, width, got)
			}
		}
		if known < 4000 || filled < 1500 {
			t.Errorf("face %d knows %d characters, %d of them in the second family", f, known, filled)
		}
	}
}

// TestOneFileKnowsTheBackEnd keeps fpdf behind one door, and clocks out of the room.
func TestOneFileKnowsTheBackEnd(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(source, []byte("time."+"Now")) {
			t.Errorf("%s reads a clock", name)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if strings.Contains(i.Path.Value, "fpdf") && name != "pdf.go" {
				t.Errorf("%s imports fpdf", name)
			}
		}
	}
}
