package documents

// What holds for the pages of any document: nothing overlaps or sticks out, headings stay with their text, rows are
// not split.

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// someWords draws words; each contains the token, by which a test finds them on the page again.
func someWords(t *rapid.T, token string, least, most int) string {
	n := rapid.IntRange(least, most).Draw(t, "words")
	words := make([]string, n)
	for i := range words {
		words[i] = token + strings.Repeat("x", rapid.IntRange(0, 14).Draw(t, "letters"))
	}
	return strings.Join(words, " ")
}

// someContent draws blocks of at least two lines.
func someContent(t *rapid.T, id int) []Block {
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return []Block{Paragraph{someWords(t, "woord", 40, 200)}}
	case 1:
		var lids []Block
		for i := range rapid.IntRange(2, 9).Draw(t, "lids") {
			lids = append(lids, Lid{fmt.Sprintf("%d.%d", id, i+1), []Block{Paragraph{someWords(t, "woord", 1, 40)}}})
		}
		return lids
	case 2:
		return []Block{Paragraph{someWords(t, "woord", 1, 20)}, someList(t, 0), Paragraph{someWords(t, "woord", 1, 30)}}
	case 3:
		table := Table{Columns: []Column{{"kolom", 1}, {"kolom", 2}}}
		for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
			token := fmt.Sprintf("rij%dvan%dx", i, id)
			table.Rows = append(table.Rows, []string{someWords(t, token, 1, 9), someWords(t, token, 4, 20)})
		}
		return []Block{table}
	case 4:
		return []Block{Note{someWords(t, "woord", 20, 40)}, Paragraph{someWords(t, "woord", 1, 30)}}
	case 5:
		var form Form
		for i := range rapid.IntRange(2, 6).Draw(t, "lines") {
			form.Lines = append(form.Lines, FormLine{Label: fmt.Sprintf("rij%dvan%dx", i, id), Words: someWords(t, "woord", 0, 3), Tall: rapid.Bool().Draw(t, "tall")})
		}
		return []Block{Paragraph{someWords(t, "woord", 1, 30)}, form, Closing{someWords(t, "woord", 1, 5), []string{someWords(t, "woord", 1, 20)}}}
	}
	s := Signatures{Captions: [4]string{"", "kolom", "kolom", "kolom"}, Closing: someWords(t, "woord", 0, 10)}
	for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
		token := fmt.Sprintf("rij%dvan%dx", i, id)
		s.Rows = append(s.Rows, SignatureRow{someWords(t, token, 1, 9), someWords(t, token, 0, 5), someWords(t, token, 0, 9), someWords(t, token, 0, 5)})
	}
	return []Block{s}
}

func someList(t *rapid.T, depth int) List {
	var list List
	for i := range rapid.IntRange(1, 5).Draw(t, "items") {
		body := []Block{Paragraph{someWords(t, "woord", 1, 50)}}
		if depth < 3 && rapid.Bool().Draw(t, "nested") {
			body = append(body, someList(t, depth+1))
		}
		list.Items = append(list.Items, Item{string(rune('a'+i)) + ")", body})
	}
	return list
}

// someDocument draws a document in which every heading has text under it, and no heading with the row that follows it
// is higher than a page: then either could not be kept.
func someDocument(t *rapid.T) Document {
	doc := paper(Title{someWords(t, "kop", 1, 8), someWords(t, "woord", 0, 8)})
	doc.Orientation, doc.Layout = Orientation(rapid.IntRange(0, 1).Draw(t, "orientation")), Layout(rapid.IntRange(0, 2).Draw(t, "layout"))
	for id := range rapid.IntRange(1, 8).Draw(t, "parts") {
		for level := range 3 {
			switch {
			case !rapid.Bool().Draw(t, "heading"):
			case level == 1:
				doc.Blocks = append(doc.Blocks, ArticleHeading{fmt.Sprint("kop ", id), someWords(t, "kop", 0, 12)})
			default:
				doc.Blocks = append(doc.Blocks, Heading{level + 2, someWords(t, "kop", 1, 12)})
			}
		}
		doc.Blocks = append(doc.Blocks, someContent(t, id)...)
	}
	return doc
}

// lastLines gives the words of the last lines of a page, last first.
func lastLines(p page, n int) []string {
	var lines []string
	y := 0.0
	for i := len(p.texts) - 1; i >= 0; i-- {
		if t := p.texts[i]; len(lines) == 0 || t.y != y {
			if len(lines) == n {
				break
			}
			lines, y = append(lines, t.words), t.y
		} else {
			lines[len(lines)-1] = t.words + " " + lines[len(lines)-1]
		}
	}
	return lines
}

func TestPagesOfAnyDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := someDocument(t)
		pages, _, err := layOut(doc)
		if err != nil {
			t.Fatal(err)
		}
		home := map[string]int{}
		for n, p := range pages {
			nothingOverlaps(t, n, p, frameOf(doc))
			lines := lastLines(p, 2)
			if len(lines) == 0 {
				t.Fatalf("page %d is empty", n+1)
			}
			for i, l := range lines {
				// A row of a table is more than a line, and may be the last thing on a page by itself.
				if strings.HasPrefix(l, "kop") && (i == 0 || !strings.HasPrefix(lines[0], "rij")) {
					t.Fatalf("page %d ends with a heading, or one line after it: %q", n+1, lines)
				}
				if i == 0 && strings.HasPrefix(l, "kolom") {
					t.Fatalf("page %d ends with the header of a table", n+1)
				}
			}
			for _, text := range p.texts {
				row, _, _ := strings.Cut(text.words, "x")
				if first, seen := home[row]; strings.HasPrefix(row, "rij") && seen && first != n {
					t.Fatalf("%s stands on pages %d and %d", row, first+1, n+1)
				}
				home[row] = n
			}
		}
	})
}

// nothingOverlaps holds the words of a page to the frame, and apart. A letterhead stands where other pages have a header.
func nothingOverlaps(t interface{ Fatalf(string, ...any) }, n int, p page, f frame) {
	const slack = 0.01
	if n == 0 && f.layout == Letter {
		f.top = senderTop
	}
	type area struct{ left, top, right, bottom float64 }
	var areas []area
	for _, w := range p.texts {
		a := area{w.x, w.y - 0.72*w.style.size, w.x + w.style.face.metrics().width(strings.TrimRight(w.words, " "), w.style.size), w.y + 0.2*w.style.size}
		if a.left < f.whole.x-slack || a.right > f.whole.x+f.whole.width+slack || a.top < f.top-slack || a.bottom > f.bottom+slack {
			t.Fatalf("page %d: %q sticks out: %+v", n+1, w.words, a)
		}
		for i, b := range areas {
			if a.left < b.right-slack && b.left < a.right-slack && a.top < b.bottom-slack && b.top < a.bottom-slack {
				t.Fatalf("page %d: %q lies over %q", n+1, w.words, p.texts[i].words)
			}
		}
		areas = append(areas, a)
	}
}

func TestTwoLinesStayWithAHeading(t *testing.T) {
	for lines := range 60 {
		var blocks []Block
		for range lines {
			blocks = append(blocks, Paragraph{"regel"})
		}
		blocks = append(blocks, Heading{2, "kop"}, ArticleHeading{"kop 1", "kop"})
		for i := range 9 {
			blocks = append(blocks, Lid{fmt.Sprintf("1.%d", i+1), []Block{Paragraph{"woord"}}})
		}
		pages, _, err := layOut(paper(blocks...))
		if err != nil {
			t.Fatal(err)
		}
		for n, p := range pages {
			for _, l := range lastLines(p, 2) {
				if strings.HasPrefix(l, "kop") {
					t.Fatalf("after %d lines, page %d ends with a heading or one line after it", lines, n+1)
				}
			}
		}
	}
}

func TestNoLineOfAParagraphIsAlone(t *testing.T) {
	for before := range 40 {
		blocks := []Block{Paragraph{"begin" + strings.Repeat("\nbegin", before)}, Paragraph{"eerste\nmidden\nmidden\nmidden\nlaatste"}}
		pages, _, err := layOut(paper(blocks...))
		if err != nil {
			t.Fatal(err)
		}
		for n, p := range pages {
			if first := p.texts[0].words; first == "laatste" || lastLines(p, 1)[0] == "eerste" {
				t.Fatalf("after %d lines, page %d begins with a last line or ends with a first", before+1, n+1)
			}
		}
	}
}

func TestHeadingsWithNothingUnderThemHoldNothing(t *testing.T) {
	var blocks []Block
	for i := range 300 {
		blocks = append(blocks, ArticleHeading{fmt.Sprintf("Artikel %d", i+1), ""})
	}
	pages, _, err := layOut(paper(blocks...))
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for n, p := range pages {
		nothingOverlaps(t, n, p, frameOf(Document{}))
	}
}

func TestWhatNoPageCanHold(t *testing.T) {
	long := strings.Repeat("woord ", 3000)
	word := strings.Repeat("dienstverleningsovereenkomst", 400)
	doc := paper(
		Title{word, long}, Reference{[]ReferenceLine{{Label: word, Words: long}}}, Heading{2, long}, ArticleHeading{word, long},
		Lid{word, []Block{Paragraph{word}}}, List{[]Item{{word, []Block{Paragraph{long}}}}},
		Table{[]Column{{long, 1}, {word, 0}}, [][]string{{long, word, long}, {}}},
		Signatures{[4]string{long, word, "", ""}, []SignatureRow{{long, word, long, ""}, {word, long, "", long}}, long},
	)
	doc.Title, doc.Kenmerk, doc.Status, doc.Mark, doc.Stand = long, word, long, word, word
	for _, doc.Orientation = range []Orientation{Landscape, Portrait} {
		pages, _, err := layOut(doc)
		if err != nil {
			t.Fatal(err)
		}
		letters := 0
		for n, p := range pages {
			nothingOverlaps(t, n, p, frameOf(doc))
			for _, w := range p.texts {
				letters += strings.Count(w.words, "v")
			}
		}
		if want := 11 * 2 * 400; letters != want {
			t.Errorf("%d letters v in the long words, want %d", letters, want)
		}
		run(t, render(t, doc), "qpdf", "--check", "-")
	}
}

func TestListsAsDeepAsYouLike(t *testing.T) {
	body := []Block{Paragraph{"de bodem"}}
	for range 200 {
		body = []Block{List{[]Item{{"a)", body}}}}
	}
	pages, _, err := layOut(paper(body...))
	if err != nil {
		t.Fatal(err)
	}
	for n, p := range pages {
		for _, w := range p.texts {
			if right := w.x + w.style.face.metrics().width(w.words, w.style.size); right > frameOf(Document{}).width {
				t.Fatalf("page %d: %q at %v", n+1, w.words, w.x)
			}
		}
	}
}
