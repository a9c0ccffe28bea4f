package documents

import (
	"slices"
	"strings"
	"testing"
)

// The title page holds the name, the Partijen and the reference lines, and nothing of what is agreed.
func TestTheTitlePageStandsAlone(t *testing.T) {
	doc := agreementOf(t, Concept, false).Document()
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	nothingOverlaps(t, 0, pages[0], frameOf(doc))
	var words []string
	for _, w := range pages[0].texts {
		words = append(words, w.words)
	}
	inOrder(t, strings.Join(words, " "), "Convenant Herstelnetwerk", "Gemeenten", "Gemeente Blaricum", "De Regio", "Versa Welzijn", "Kenmerk", "DOC-23001740")
	if first := pages[1].texts[0].words; first != "De ondergetekenden:" {
		t.Errorf("the second page begins with %q", first)
	}
	if i := slices.IndexFunc(words, func(w string) bool { return w == "De ondergetekenden:" }); i >= 0 {
		t.Error("the title page holds who sign")
	}
	last := pages[0].texts[len(pages[0].texts)-1]
	if bottom := frameOf(doc).bottom; last.y < bottom-coverFoot-bodyStyle.leading {
		t.Errorf("the reference lines end at %.0f, the page at %.0f", last.y, bottom)
	}
}

func TestWhatFollowsATitlePageBeginsAPage(t *testing.T) {
	pages, _, err := layOut(paper(Cover{Title: Title{Words: "Naam"}}, Paragraph{"woord"}))
	if err != nil || len(pages) != 2 || pages[1].texts[0].words != "woord" {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
}

// What a letter asks to be begun on a page begins one, and a page in the browser shows where that is.
func TestANewPage(t *testing.T) {
	doc := paper(Paragraph{"eerst"}, NewPage{}, Paragraph{"dan"})
	pages, _, err := layOut(doc)
	if err != nil || len(pages) != 2 || pages[0].texts[0].words != "eerst" || pages[1].texts[0].words != "dan" {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	if page := string(HTML(doc, HTMLOptions{})); !strings.Contains(page, `<p>eerst</p>`+"\n"+`<hr class="nieuw-blad"/>`+"\n"+`<p>dan</p>`) {
		t.Error(page)
	}
}
