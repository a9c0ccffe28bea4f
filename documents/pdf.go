package documents

// The PDF back end, and the only file that knows fpdf. It draws what was laid out, where it was laid out, and decides
// nothing. fpdf keeps the sheets and draws lines and surfaces; words go by content.go, because fpdf loses a character
// that its font lacks and gives a screen reader no right names for the others.

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"sync"

	"github.com/go-pdf/fpdf"
)

// Renderer names what draws, in the version that decides how a page looks: with another, the same document may have
// other bytes.
const Renderer = "fpdf-0.9.0/5"

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Render gives a document as PDF, for the archive (PDF/A-2a) and for who hears it (PDF/UA-1). The same document gives the
// same bytes. It returns a *GlyphError for a character that cannot be shown, and an error when the document has no date,
// or names a language or colour that is none. Errors are in Dutch.
func Render(doc Document) ([]byte, error) {
	if doc.Date.IsZero() {
		return nil, errors.New("dit document heeft geen datum; zonder datum kan het niet worden opgemaakt")
	}
	if doc.Language == "" {
		doc.Language = "nl-NL"
	}
	doc.Phrases = doc.phrases()
	for _, language := range append([]string{doc.Language}, languagesOf(doc.Phrases)...) {
		if !languageTag.MatchString(language) {
			return nil, fmt.Errorf("de taal van dit document, “%s”, is geen taalcode zoals nl-NL", language)
		}
	}
	accent, err := doc.Theme.accent()
	if err != nil {
		return nil, err
	}
	pages, tree, err := layOut(doc)
	if err != nil {
		return nil, err
	}
	d := newDrawer(frameOf(doc), accent)
	for i := range pages {
		d.page(&pages[i])
	}
	raw := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(raw)
	raw.Reset()
	if err = d.pdf.Output(raw); err != nil {
		return nil, fmt.Errorf("het document kon niet worden opgemaakt: %w", err)
	}
	out, err := finish(draft{doc, tree, d.sheets, d.content.fonts, raw.Bytes()})
	if err != nil {
		return nil, fmt.Errorf("het document kon niet worden opgemaakt: %w", err)
	}
	return out, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func languagesOf(phrases []Phrase) (list []string) {
	for _, p := range phrases {
		if p.Language != "" {
			list = append(list, p.Language)
		}
	}
	return list
}

// drawer draws pages.
type drawer struct {
	pdf     *fpdf.Fpdf
	content content
	accent  colour // of the house
	sheets  []sheet
	current *element // whose words are being drawn
	open    bool     // marked content is
	pen     rule     // with which a line was drawn on this page: its width and colour
}

// newDrawer starts a file in which nothing depends on a clock or on chance, and in which nothing is compressed yet.
func newDrawer(f frame, accent colour) *drawer {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: f.width, Ht: f.height}})
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false)
	pdf.SetAutoPageBreak(false, 0)
	return &drawer{pdf: pdf, accent: accent, content: content{height: f.height, accent: accent, fonts: new(fontsUsed)}}
}

// What is on a page besides its document (ISO 32000-1, 14.8.2.2).
const (
	layoutArtifact    = "/Type/Layout"
	headerArtifact    = "/Type/Pagination/Subtype/Header/Attached[/Top]"
	footerArtifact    = "/Type/Pagination/Subtype/Footer/Attached[/Bottom]"
	watermarkArtifact = "/Type/Pagination/Subtype/Watermark"
	repeatedArtifact  = "/Type/Pagination"
)

func (d *drawer) page(p *page) {
	d.pdf.AddPage()
	d.content.begin()
	d.pen = rule{}
	d.sheets = append(d.sheets, sheet{})
	d.artifact(layoutArtifact, func() { d.rules(p.rules) })
	if len(p.mark.words) > 0 {
		d.artifact(watermarkArtifact, func() { d.warning(p.mark) })
	}
	d.artifact(headerArtifact, func() {
		d.words(p.header)
		d.content.logo(p.logo)
	})
	d.artifact(footerArtifact, func() { d.words(p.footer) })
	d.body(p)
	d.flush()
}

func (d *drawer) flush() { d.content.flush(d.pdf.RawWriteStr) }

func (d *drawer) artifact(properties string, draw func()) {
	d.content.artifact(properties)
	draw()
	d.content.close()
}

func (d *drawer) warning(w warning) {
	d.flush()
	d.pdf.SetFillColor(w.box.colour.in(d.accent).rgb())
	d.pdf.Rect(w.box.x, w.box.y, w.box.width, w.box.height, "F")
	d.content.begin() // the surface changed the colour
	d.rules(w.edge)
	d.words(w.words)
}

func (d *drawer) words(texts []text) {
	for _, t := range texts {
		if t.words != "" {
			d.content.words(t.x, t.y, t.style, t.words)
		}
	}
}

// body draws what the document says, in reading order.
func (d *drawer) body(p *page) {
	drawn := p.drawn
	for i, t := range p.texts {
		for len(drawn) > 0 && drawn[0].after <= i {
			d.figure(drawn[0])
			drawn = drawn[1:]
		}
		d.text(t)
	}
	for _, f := range drawn {
		d.figure(f)
	}
	d.leave()
}

func (d *drawer) text(t text) {
	if t.words == "" {
		return
	}
	if t.of != nil && len(t.of.kids) == 0 {
		t.of.top = d.content.height - t.y + t.style.leading
	}
	d.enter(t.of)
	if t.of != nil && t.of.target != "" {
		d.link(t)
	}
	d.content.words(t.x, t.y, t.style, t.words)
}

func (d *drawer) figure(f drawing) {
	d.enter(f.of)
	if f.logo.isThere() {
		f.of.box = d.content.logo(f.logo)
		return
	}
	f.of.box = d.around(f.rules)
	d.rules(f.rules)
}

// around gives the rectangle that rules lie in, from the foot of the sheet.
func (d *drawer) around(rules []rule) box {
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, r := range rules {
		left, right = min(left, r.x1, r.x2), max(right, r.x1, r.x2)
		top, bottom = min(top, r.y1, r.y2), max(bottom, r.y1, r.y2)
	}
	pen := rules[0].width / 2
	left, right, top, bottom = left-pen, right+pen, top-pen, bottom+pen
	return box{x: left, y: d.content.height - bottom, width: right - left, height: bottom - top}
}

// enter marks what follows as an element's, if it is not marked so already.
func (d *drawer) enter(e *element) {
	if d.open && d.current == e {
		return
	}
	d.leave()
	d.open, d.current = true, e
	if e == nil {
		d.content.artifact(repeatedArtifact)
		return
	}
	if e.loose {
		e.loose, e.parent.kids = false, append(e.parent.kids, kid{element: e})
	}
	n := len(d.sheets) - 1
	s := &d.sheets[n]
	e.kids = append(e.kids, kid{page: n, mark: len(s.marked)})
	d.content.open(e.role, len(s.marked))
	s.marked = append(s.marked, e)
}

func (d *drawer) leave() {
	if d.open {
		d.content.close()
	}
	d.open, d.current = false, nil
}

// link tells where words lead from.
func (d *drawer) link(t text) {
	n := len(d.sheets) - 1
	s := &d.sheets[n]
	width := t.style.face.metrics().width(t.words, t.style.size)
	area := box{x: t.x, y: d.content.height - t.y - 0.25*t.style.size, width: width, height: 1.2 * t.style.size}
	t.of.kids = append(t.of.kids, kid{page: n, mark: -1, link: len(s.links)})
	s.links = append(s.links, link{of: t.of, area: area})
}

func (d *drawer) rules(rules []rule) {
	if len(rules) == 0 {
		return
	}
	d.flush()
	for _, r := range rules {
		d.rule(r)
	}
}

func (d *drawer) rule(r rule) {
	if r.dotted {
		d.pdf.SetLineCapStyle("round")
		d.pdf.SetDashPattern([]float64{0, 3}, 0)
		defer func() {
			d.pdf.SetDashPattern(nil, 0)
			d.pdf.SetLineCapStyle("butt")
		}()
	}
	if d.pen.width != r.width || d.pen.colour != r.colour {
		d.pdf.SetDrawColor(r.colour.in(d.accent).rgb())
		d.pdf.SetLineWidth(r.width)
		d.pen = r
	}
	d.pdf.Line(r.x1, r.y1, r.x2, r.y2)
}

// in gives the colour as it is drawn in a house with an accent of its own.
func (c colour) in(house colour) colour {
	if c == accent {
		return house
	}
	return c
}

func (c colour) rgb() (r, g, b int) { return int(c >> 16), int(c >> 8 & 0xFF), int(c & 0xFF) }
