package documents

import (
	"bytes"
	"regexp"
	"testing"

	"convenant/workflow"
)

// A signature is drawn within its sheet, and says what it is to whoever cannot see it.
func TestASignatureIsDrawn(t *testing.T) {
	hand := Handwriting{Words: "Handtekening, met de hand getekend", Width: 600, Height: 200,
		Strokes: [][]Point{{{10, 10}, {590, 190}, {300, 20}}, {{50, 50}}, {{10, 10}, {900, 10}}}}
	s := &setter{frame: frameOf(Document{}), tree: newTree()}
	strips := s.handwriting(hand, s.frame.text, s.tree.root)
	pen := strips[len(strips)-1].drawn[0].rules
	if len(pen) != 3 { // two lines and a dot; what leaves the sheet is not drawn
		t.Errorf("%d lines are drawn", len(pen))
	}
	for _, r := range pen {
		if r.x1 == r.x2 && r.y1 == r.y2 || max(r.x1, r.x2) > s.frame.text.x+handWidth+penWidth || max(r.y1, r.y2) > handHeight {
			t.Errorf("a line that cannot be seen, or lies outside: %+v", r)
		}
	}
	doc := Document{Title: "Bewijs", Date: workflow.MustDate("2024-02-01"), Blocks: []Block{hand}}
	pdf, err := Render(doc)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Render(doc); err != nil || !bytes.Equal(pdf, again) {
		t.Error("the same signature has other bytes")
	}
	if words := Words(doc); !regexp.MustCompile("met de hand getekend").MatchString(words) {
		t.Errorf("it is not said: %q", words)
	}
}
