package documents

// A signature that somebody drew: strokes of a pen, as lines.

// Point is a place in a drawing, from its upper left corner.
type Point struct{ X, Y float64 }

// Handwriting is a signature that was drawn, with the words that say what it is to whoever cannot see it.
type Handwriting struct {
	Words         string
	Width, Height float64 // of the sheet that was drawn on, in the measure of its points
	Strokes       [][]Point
}

func (Handwriting) block() {}

// The largest a drawn signature is printed.
const (
	handWidth  = 80 * mm
	handHeight = 30 * mm
	penWidth   = 1.1
)

// handwriting sets a drawing under the words that say what it is. What lies outside its sheet is not drawn.
func (s *setter) handwriting(h Handwriting, c column, of *element) []strip {
	strips := s.flow(h.Words, captionStyle, c, tableGap, of.paragraph())
	if h.Width <= 0 || h.Height <= 0 {
		return strips
	}
	scale := min(min(handWidth, c.width)/h.Width, handHeight/h.Height)
	drawn := strip{height: h.Height * scale, gap: innerGap}
	var pen []rule
	inside := func(p Point) bool { return p.X >= 0 && p.X <= h.Width && p.Y >= 0 && p.Y <= h.Height }
	for _, stroke := range h.Strokes {
		for i, p := range stroke {
			from := stroke[max(i-1, 0)] // a stroke of one point is a dot
			if inside(from) && inside(p) && (i > 0 || len(stroke) == 1) {
				pen = append(pen, rule{c.x + from.X*scale, from.Y * scale, c.x + p.X*scale + dotLength(from, p), p.Y * scale, penWidth, ink, false})
			}
		}
	}
	if len(pen) > 0 {
		drawn.drawn = []drawing{{rules: pen, of: of.figure(altDrawing)}}
	}
	return together(append(strips, drawn))
}

// dotLength lets a line without length show.
func dotLength(from, to Point) float64 {
	if from == to {
		return penWidth
	}
	return 0
}
