package documents

// What stands on the page in the browser is what the PDF prints: the same words in the same order, and none of them is
// taken for markup.

import (
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// readHTML reads HTML as strictly as XML is read, and gives its words and the levels of its headings.
func readHTML(t rapid.TB, page template.HTML) (words string, levels []int, ids map[string]bool) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<p>" + string(page) + "</p>"))
	ids = map[string]bool{}
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(strings.Fields(b.String()), " "), levels, ids
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, page)
		}
		switch x := token.(type) {
		case xml.CharData:
			b.Write(x)
		case xml.StartElement:
			b.WriteByte(' ')
			name := x.Name.Local
			if level, err := strconv.Atoi(strings.TrimPrefix(name, "h")); err == nil && strings.HasPrefix(name, "h") {
				levels = append(levels, level)
			}
			if name == "script" || name == "style" || name == "img" {
				t.Fatalf("an element %s in\n%s", name, page)
			}
			for _, a := range x.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Fatalf("an attribute %s in\n%s", a.Name.Local, page)
				}
				if a.Name.Local == "id" {
					if ids[a.Value] {
						t.Fatalf("two elements with id %s", a.Value)
					}
					ids[a.Value] = true
				}
			}
		case xml.EndElement:
			b.WriteByte(' ')
		}
	}
}

// printedWords are the words of a document as the PDF prints them, without what stands at the head of its pages.
func printedWords(doc Document) string {
	return strings.Join(strings.Fields(Words(Document{Blocks: doc.Blocks})), " ")
}

func noLevelSkipped(t rapid.TB, levels []int, first int) {
	t.Helper()
	last := first - 1
	for _, level := range levels {
		if level > last+1 || level < first {
			t.Fatalf("levels %v skip one, from h%d", levels, first)
		}
		last = level
	}
}

func TestHTMLSaysWhatThePDFPrints(t *testing.T) {
	for _, signed := range []bool{false, true} {
		doc := agreementOf(t, Ondertekend, signed).Document()
		words, levels, ids := readHTML(t, HTML(doc, HTMLOptions{Level: 1}))
		if want := printedWords(doc); words != want {
			t.Errorf("signed %v:\n got %s\nwant %s", signed, words, want)
		}
		noLevelSkipped(t, levels, 1)
		for _, id := range []string{"artikel-3", "artikel-3.3", "artikel-4.1"} {
			if !ids[id] {
				t.Errorf("there is no anchor %s", id)
			}
		}
	}
}

func TestHTMLOfADraftSaysSo(t *testing.T) {
	doc := agreementOf(t, Concept, false).Document()
	words, _, ids := readHTML(t, HTML(doc, HTMLOptions{Level: 2, Prefix: "nieuw-"}))
	if want := "CONCEPT " + printedWords(doc); words != want {
		t.Errorf("got %.200s", words)
	}
	if !ids["nieuw-artikel-9.2"] || ids["artikel-9.2"] {
		t.Error("the ids do not have their prefix")
	}
}

// samples has a block of every kind, all of whose words are w.
func samples(w string) map[string]Block {
	body := []Block{Heading{4, w}, Paragraph{w}, List{[]Item{{"a)", []Block{Paragraph{w + "\n" + w}}}}}}
	return map[string]Block{
		"Title":          Title{w, w},
		"Cover":          Cover{Title{w, w}, []ReferenceLine{{Label: w, Words: w}}, Reference{[]ReferenceLine{{Label: w, Words: w}}}},
		"Reference":      Reference{[]ReferenceLine{{w, w, false}, {w, w, true}, {Label: w}}},
		"Heading":        Heading{2, w},
		"ArticleHeading": ArticleHeading{w, w},
		"Paragraph":      Paragraph{w},
		"Lid":            Lid{w, body},
		"List":           List{[]Item{{"–", body}, {w, body}}},
		"Letterhead":     Letterhead{Sender: []string{w, w}, Return: w, To: []string{w, w}},
		"Note":           Note{w},
		"Closing":        Closing{w, []string{w, w}},
		"Form":           Form{[]FormLine{{w, w, false}, {w, "", true}}},
		"Table":          Table{[]Column{{w, 1}, {"", 1}, {w, 2}}, [][]string{{w, w, w}, {w}, {w, w, w, w}}},
		"Signatures":     Signatures{[4]string{"", w, w, w}, []SignatureRow{{w, w, w, w}, {Party: w}}, w},
	}
}

// kinds lists the kinds of blocks that the source declares.
func kinds(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "blocks.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "block" && f.Recv != nil {
			names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	if len(names) < 10 {
		t.Fatalf("blocks.go declares %v; the test has lost its eyes", names)
	}
	return names
}

func TestEveryKindOfBlockHasItsHTML(t *testing.T) {
	blocks := samples("woord 31 december 2025")
	for _, kind := range kinds(t) {
		b, ok := blocks[kind]
		if !ok || reflect.TypeOf(b).Name() != kind {
			t.Errorf("there is no sample of %s", kind)
			continue
		}
		doc := paper(b)
		if words, _, _ := readHTML(t, HTML(doc, HTMLOptions{Level: 3})); words != printedWords(doc) {
			t.Errorf("%s:\n got %s\nwant %s", kind, words, printedWords(doc))
		}
		if got := string(HTML(doc, HTMLOptions{})); !strings.Contains(got, "31\u00A0december\u00A02025") {
			t.Errorf("%s: the date can be broken:\n%s", kind, got)
		}
	}
}

func TestNoWordsBecomeMarkup(t *testing.T) {
	const evil = `</div>"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`
	for kind, b := range samples(evil) {
		doc := paper(b)
		doc.Language, doc.Mark = evil, evil
		words, _, _ := readHTML(t, HTML(doc, HTMLOptions{Prefix: evil}))
		if want := strings.Join(strings.Fields(evil), " ") + " " + printedWords(doc); words != want {
			t.Errorf("%s:\n got %s\nwant %s", kind, words, want)
		}
	}
}

// Whatever blocks follow each other, with whatever words: it reads as XML, in order, and no level is skipped.
func TestHTMLOfAnyBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOf(rapid.RuneFrom([]rune("aB3 .<>&\"'\n\t–\u00A0é\x00\x1b"))).Draw(t, "woorden")
		var blocks []Block
		for _, kind := range rapid.SliceOfN(rapid.SampledFrom([]string{"Title", "Heading", "ArticleHeading", "Lid", "Lid", "List", "Table", "Note", "Paragraph"}), 0, 8).Draw(t, "blokken") {
			b := samples(words)[kind]
			if _, ok := b.(Heading); ok {
				b = Heading{rapid.IntRange(0, 6).Draw(t, "niveau"), words}
			}
			blocks = append(blocks, b)
		}
		doc := paper(blocks...)
		level := rapid.IntRange(1, 6).Draw(t, "bovenste")
		got, levels, _ := readHTML(t, HTML(doc, HTMLOptions{Level: level}))
		if want := strings.Join(strings.Fields(printable(printedWords(doc))), " "); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
		noLevelSkipped(t, levels, level)
	})
}

// A lid that became another is marked with its new words; what went is not in the text any more.
func TestLidsThatBecameAnotherAreMarked(t *testing.T) {
	text := func(second string, more ...workflow.Passage) *workflow.Text {
		return &workflow.Text{Title: "Convenant", Articles: []workflow.Article{{Number: 1, Heading: "Duur", Passages: append([]workflow.Passage{
			{Key: "1.1", Words: "Dit blijft staan."}, {Key: "1.2", Words: second}}, more...)}}}
	}
	before, after := text("Opzeggen kan met een termijn van twee maanden."), text("Opzeggen kan met een termijn van drie maanden.", workflow.Passage{Key: "1.3", Words: "Dit is nieuw."})
	got := string(HTML(Agreement{Text: *after}.Document(), HTMLOptions{Prefix: "p-", Since: Compare(before, after)}))
	for _, want := range []string{
		`<li class="lid" id="p-artikel-1.1">`,
		`<li class="lid is-gewijzigd" id="p-artikel-1.2">`, `<span class="passage-soort">Gewijzigd</span>`, `[toegevoegd: </span>drie<span`,
		`<li class="lid is-toegevoegd" id="p-artikel-1.3">`, `<span class="passage-soort">Toegevoegd</span>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not there:\n%s", want, got)
		}
	}
	if strings.Contains(got, "twee") || strings.Contains(got, "<del>") {
		t.Errorf("what went is there:\n%s", got)
	}
}
