package documents

// The logo of a house: a picture, on the white of the paper.

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// Logo is a picture that may stand on every page. It may be used by many documents at once.
type Logo struct {
	words         string // what stands for it where it is not seen
	width, height int    // in pixels
	pixels        stream
}

// NewLogo reads a PNG. What is transparent in it becomes white, as paper is. Errors are in Dutch.
func NewLogo(src []byte, words string) (*Logo, error) {
	picture, err := png.Decode(bytes.NewReader(src))
	if err != nil {
		return nil, fmt.Errorf("het logo kan niet worden gelezen: %w", err)
	}
	bounds := picture.Bounds()
	paper := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(paper, paper.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(paper, paper.Bounds(), picture, bounds.Min, draw.Over)
	return &Logo{words, bounds.Dx(), bounds.Dy(), squeezed(rowByRow(paper))}, nil
}

// rowByRow writes each row as its difference from the one above it, which compresses well (filter 2 of PNG, which PDF
// calls predictor 12).
func rowByRow(picture *image.RGBA) []byte {
	const up = 2
	size := picture.Bounds().Size()
	out := make([]byte, 0, size.Y*(1+3*size.X))
	for y := range size.Y {
		out = append(out, up)
		for x := range size.X {
			here, above := picture.RGBAAt(x, y), color.RGBA{}
			if y > 0 {
				above = picture.RGBAAt(x, y-1)
			}
			out = append(out, here.R-above.R, here.G-above.G, here.B-above.B)
		}
	}
	return out
}

// within gives how large the logo is drawn to fit in a width and height.
func (l *Logo) within(width, height float64) (w, h float64) {
	scale := min(width/float64(l.width), height/float64(l.height))
	return float64(l.width) * scale, float64(l.height) * scale
}

// put writes the picture into a file, and gives its number.
func (l *Logo) put(f *file) int {
	return f.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"+
		"/DecodeParms<</Predictor 12/Colors 3/Columns %d>>", l.width, l.height, l.width), l.pixels)
}
