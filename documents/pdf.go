package documents

// The PDF back end, and the only file that knows fpdf. It draws what was laid out, where it was laid out, and decides
// nothing.

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/go-pdf/fpdf"
)

// Renderer names what draws, in the version that decides how a page looks: with another, the same document may have
// other bytes.
const Renderer = "fpdf-0.9.0/2"

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Render gives a document as PDF. The same document gives the same bytes. It returns a *GlyphError for a character that
// cannot be shown, and an error when the document has no date or a language that is none. Errors are in Dutch.
func Render(doc Document) ([]byte, error) {
	if doc.Date.IsZero() {
		return nil, errors.New("dit document heeft geen datum; zonder datum kan het niet worden opgemaakt")
	}
	if doc.Language == "" {
		doc.Language = "nl-NL"
	}
	if !languageTag.MatchString(doc.Language) {
		return nil, fmt.Errorf("de taal van dit document, “%s”, is geen taalcode zoals nl-NL", doc.Language)
	}
	pages, err := layOut(doc)
	if err != nil {
		return nil, err
	}
	pdf := sheets(doc)
	loadFonts(pdf, pages)
	d := drawer{pdf: pdf}
	for i := range pages {
		d.page(&pages[i])
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("het document kon niet worden opgemaakt: %w", err)
	}
	return out.Bytes(), nil
}

// sheets starts a file in which nothing depends on a clock or on chance.
func sheets(doc Document) *fpdf.Fpdf {
	f := frameOf(doc)
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: f.width, Ht: f.height}})
	year, month, day := doc.Date.Civil()
	date := time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
	pdf.SetCreationDate(date)
	pdf.SetModificationDate(date)
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetLang(doc.Language)
	pdf.SetTitle(tidy(doc.Title), true)
	pdf.SetSubject(joined(tidy(doc.Kenmerk), tidy(doc.Status), tidy(doc.Stand)), true)
	pdf.SetCreator("convenant", true)
	return pdf
}

// loadFonts embeds the faces that the pages use, cut if that will do.
func loadFonts(pdf *fpdf.Fpdf, pages []page) {
	var used, whole [families][faces]bool
	for _, p := range pages {
		for _, texts := range [][]text{p.texts, p.running} {
			for _, t := range texts {
				for _, r := range t.style.face.metrics().segments(t.words) {
					used[r.family][t.style.face] = true
					whole[r.family][t.style.face] = whole[r.family][t.style.face] || !allInCut(r.words)
				}
			}
		}
	}
	for in := range families {
		for f := range faces {
			switch {
			case used[in][f] && in == liberation && !whole[in][f]:
				pdf.AddUTF8FontFromBytes(in.name(), f.styleName(), cutFaces()[f])
			case used[in][f]:
				pdf.AddUTF8FontFromBytes(in.name(), f.styleName(), f.fontFile(in))
			}
		}
	}
}

func allInCut(words string) bool {
	for _, r := range words {
		if !inCut(r) {
			return false
		}
	}
	return true
}

// name is what fpdf calls the family.
func (in family) name() string { return [families]string{"liberation", "dejavu"}[in] }

// styleName is what fpdf calls the face.
func (f face) styleName() string { return [faces]string{"", "B", "I"}[f] }

// drawer draws pages.
type drawer struct{ pdf *fpdf.Fpdf }

func (d drawer) page(p *page) {
	d.pdf.AddPage()
	for _, b := range p.boxes {
		d.pdf.SetFillColor(b.colour.rgb())
		d.pdf.Rect(b.x, b.y, b.width, b.height, "F")
	}
	for _, r := range p.rules {
		d.rule(r)
	}
	for _, t := range p.running {
		d.text(t)
	}
	for _, t := range p.texts {
		d.text(t)
	}
}

func (d drawer) text(t text) {
	if t.words == "" {
		return
	}
	d.pdf.SetTextColor(t.style.colour.rgb())
	m, x := t.style.face.metrics(), t.x
	for _, r := range m.segments(t.words) {
		d.pdf.SetFont(r.family.name(), t.style.face.styleName(), t.style.size)
		d.pdf.Text(x, t.y, r.words)
		x += m.width(r.words, t.style.size)
	}
}

func (d drawer) rule(r rule) {
	if r.dotted {
		d.pdf.SetLineCapStyle("round")
		d.pdf.SetDashPattern([]float64{0, 3}, 0)
		defer func() {
			d.pdf.SetDashPattern(nil, 0)
			d.pdf.SetLineCapStyle("butt")
		}()
	}
	d.pdf.SetDrawColor(r.colour.rgb())
	d.pdf.SetLineWidth(r.width)
	d.pdf.Line(r.x1, r.y1, r.x2, r.y2)
}

func (c colour) rgb() (r, g, b int) { return int(c >> 16), int(c >> 8 & 0xFF), int(c & 0xFF) }
