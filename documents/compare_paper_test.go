package documents

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// revised is the fixture's text with a lid changed, one added, and an article left out.
func revised(t *testing.T) (before, after *workflow.Text) {
	t.Helper()
	a, b := agreementOf(t, Concept, false).Text, agreementOf(t, Concept, false).Text
	b.Articles = slices.Clone(b.Articles)
	b.Articles[1].Passages = slices.Clone(b.Articles[1].Passages)
	p := &b.Articles[1].Passages[0]
	p.Words = strings.Replace(p.Words, "Partijen", "Alle Partijen", 1)
	b.Articles = b.Articles[:len(b.Articles)-1]
	return &a, &b
}

func TestAComparisonOnPaper(t *testing.T) {
	before, after := revised(t)
	doc := Compare(before, after).Document(Versions{Name: "Convenant Herstelnetwerk", Kenmerk: "DOC-1", Before: "versie 1", After: "versie 2", Date: workflow.MustDate("2024-02-01"), Stand: "stand 2"})
	pdf := render(t, doc)
	words := strings.Join(strings.Fields(run(t, pdf, "pdftotext", "-layout", "-", "-")), " ")
	for _, want := range []string{"Versievergelijking", "1 passage is gewijzigd", "Gewijzigd", "Alle Partijen", "Vervallen", "is onderstreept", "zijn gelijk gebleven"} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q:\n%s", want, words)
		}
	}
	if aloud := run(t, pdf, "qpdf", "--qdf", "--object-streams=disable", "-", "/dev/stdout"); !strings.Contains(aloud, "/ActualText ([toegevoegd: Alle])") {
		t.Error("who hears it is not told what was added")
	}
	doc.Theme = aTheme()
	if aloud := run(t, render(t, doc), "qpdf", "--qdf", "--object-streams=disable", "-", "/dev/stdout"); !strings.Contains(aloud, "/Lang (en)") {
		t.Error("who hears it is not told that “empowerment”, which stayed in a passage that changed, is English")
	}
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	lines, bars := 0, 0
	for _, p := range pages {
		for _, r := range p.rules {
			if r.x1 == r.x2 && r.x1 < frameOf(doc).text.x-numberRoom {
				bars++
			}
			if r.colour == addedColour || r.colour == removedColor {
				lines++
			}
		}
	}
	if legend := (Revision{Pieces: []Piece{{Added, "is onderstreept"}}}); bars == 0 || len(barsOf(t, legend)) != 0 || len(barsOf(t, Revision{Told: "Gewijzigd", Pieces: legend.Pieces})) != 1 {
		t.Errorf("%d bars stand beside what changed, and none belongs beside what tells how that is shown", bars)
	}
	if lines == 0 {
		t.Error("what changed is marked by its colour alone")
	}
	if len(doc.Blocks) > 40 {
		t.Errorf("what stayed the same is printed: %d blocks", len(doc.Blocks))
	}
}

// barsOf gives the upright lines on the page of a passage.
func barsOf(t *testing.T, r Revision) (bars []rule) {
	t.Helper()
	pages, _, err := layOut(paper(r))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range pages[0].rules {
		if r.x1 == r.x2 {
			bars = append(bars, r)
		}
	}
	return bars
}

// The number of a passage stands on the line of its first words, not of the word above it.
func TestANumberStandsBesideItsWords(t *testing.T) {
	pages, _, err := layOut(paper(Revision{Mark: "2.1", Told: "Gewijzigd", Pieces: []Piece{{Added, "woord"}}}))
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]float64{}
	for _, w := range pages[0].texts {
		at[strings.TrimSpace(w.words)] = w.y
	}
	if len(at) != 3 || at["2.1"] != at["woord"] || at["Gewijzigd"] >= at["2.1"] {
		t.Errorf("%v", at)
	}
}

// Whatever became of words, they are strung together as they are read, and each change is found where it stands.
func TestWordsOfPiecesAreFoundWhereTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pieces []Piece
		for range rapid.IntRange(0, 6).Draw(t, "how many") {
			pieces = append(pieces, Piece{Kind(rapid.SampledFrom([]Kind{Same, Added, Removed}).Draw(t, "kind")), rapid.StringMatching(`[ \n]?[a-zé]{0,5}( {1,2}[a-z]{1,5}){0,2}[ ]?`).Draw(t, "words")})
		}
		words, changes := strungTogether(pieces)
		if strings.Contains(words, "  ") || words != strings.TrimSpace(words) {
			t.Fatalf("blanks: %q", words)
		}
		for _, c := range changes {
			if words[c.from:c.to] != c.phrase.Words {
				t.Fatalf("%q is said to stand where %q does", c.phrase.Words, words[c.from:c.to])
			}
		}
		if lines := breakLines(words, bodyStyle, 200); strings.Join(lines, "") != words {
			t.Fatalf("broken, %q is %q", words, lines)
		}
	})
}
