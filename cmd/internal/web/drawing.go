package web

// A signature that was drawn on the page, as it travels in a form: the size of the sheet, and strokes of points in whole
// numbers: "600x200;10,10 20,14;40,80". Nothing of it is ever taken for markup.

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"convenant/documents"
)

// The sheet on which is drawn, in its own measure, and how much may be drawn on it.
const (
	sheetWidth   = 600
	sheetHeight  = 200
	mostPoints   = 4000
	mostDrawn    = 40_000 // bytes
	sheetMeasure = "600x200"
)

// drawing is a signature that was drawn.
type drawing [][]documents.Point

// readDrawing reads a drawing. One of no stroke, of too many points, or with a point beside the sheet is none.
func readDrawing(s string) (drawing, bool) {
	rest, ok := strings.CutPrefix(s, sheetMeasure+";")
	if !ok || len(s) > mostDrawn {
		return nil, false
	}
	var d drawing
	points := 0
	for line := range strings.SplitSeq(rest, ";") {
		var stroke []documents.Point
		for word := range strings.FieldsSeq(line) {
			x, y, _ := strings.Cut(word, ",")
			left, errX := strconv.Atoi(x)
			top, errY := strconv.Atoi(y)
			if points++; errX != nil || errY != nil || left < 0 || left > sheetWidth || top < 0 || top > sheetHeight || points > mostPoints {
				return nil, false
			}
			stroke = append(stroke, documents.Point{X: float64(left), Y: float64(top)})
		}
		if len(stroke) > 0 {
			d = append(d, stroke)
		}
	}
	return d, len(d) > 0
}

// svg draws it on a page.
func (d drawing) svg() template.HTML {
	var path strings.Builder
	for _, stroke := range d {
		for i, p := range stroke {
			fmt.Fprintf(&path, "%c%d %d", "ML"[min(i, 1)], int(p.X), int(p.Y))
		}
		if len(stroke) == 1 {
			path.WriteString("h1")
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="handtekening" role="img" aria-label="Uw handtekening, zoals u die tekende" viewBox="0 0 %d %d"><path d="%s" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
		sheetWidth, sheetHeight, path.String()))
}

// handwriting is the drawing as a document has it.
func (d drawing) handwriting() *documents.Handwriting {
	if len(d) == 0 {
		return nil
	}
	return &documents.Handwriting{Words: "Handtekening, met de hand getekend", Width: sheetWidth, Height: sheetHeight, Strokes: d}
}
