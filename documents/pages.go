package documents

// Paging: from strips to pages, and what runs at the head and foot of each.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// NewPage lets what comes next begin a page.
type NewPage struct{}

func (NewPage) block() {}

// page is a sheet on which everything has its place.
type page struct {
	texts  []text // the document's own words, in reading order
	drawn  []drawing
	rules  []rule
	header []text
	logo   placedLogo // in the header
	footer []text
	mark   warning
}

// warning is what tells on every page that it is a draft.
type warning struct {
	box   box
	words []text
	edge  []rule
}

// box is a filled rectangle.
type box struct {
	x, y, width, height float64
	colour              colour
}

// corners writes a rectangle by its lower left and upper right corner, measured from the foot of the sheet.
func (b box) corners() string {
	return points(b.x) + " " + points(b.y) + " " + points(b.x+b.width) + " " + points(b.y+b.height)
}

// layOut measures a document and gives its pages and its structure, or an error for words that cannot be drawn.
func layOut(doc Document) ([]page, *tree, error) {
	s := &setter{frame: frameOf(doc), tree: newTree(), phrases: doc.Phrases, logo: doc.Theme.Logo}
	strips := s.body(doc.Blocks, s.frame.text, s.tree.root)
	keepHeadings(strips)
	pages := paginate(strips, s.frame)
	along := s.running(doc)
	for i := range pages {
		along.on(&pages[i], s.frame, i+1, len(pages))
	}
	return pages, s.tree, s.err
}

// keepHeadings ties each heading to at least two lines of what it heads. A heading with nothing under it is tied to
// nothing.
func keepHeadings(strips []strip) {
	for i := range strips {
		rank, lines := strips[i].rank, 0.0
		if rank == 0 {
			continue
		}
		for j := i + 1; j < len(strips) && lines < 2*bodyStyle.leading; j++ {
			if strips[j].fresh || strips[j].rank > 0 && strips[j].rank <= rank {
				break
			}
			strips[j-1].keep = true
			if strips[j].rank == 0 {
				lines += strips[j].height
			}
		}
	}
}

// paginate divides strips over pages. Strips that are kept together move to the next page together; only what is
// higher than a page is parted.
func paginate(strips []strip, f frame) []page {
	pages := []page{{}}
	y, empty := f.top, true
	turn := func() {
		pages = append(pages, page{})
		y, empty = f.top, true
	}
	place := func(s strip) {
		if !empty {
			y += s.gap
		}
		pages[len(pages)-1].place(s, y)
		y, empty = y+s.height, false
	}
	for len(strips) > 0 {
		n, height := chain(strips)
		if !empty && (strips[0].fresh || y+strips[0].gap+height > f.bottom) {
			turn()
		}
		for _, s := range strips[:n] {
			if !empty && y+s.gap+s.height > f.bottom {
				turn()
			}
			if empty {
				for _, h := range s.head {
					place(h)
				}
			}
			place(s)
		}
		strips = strips[n:]
	}
	return pages
}

// chain gives how many strips are kept with the first, and their height without the white above it.
func chain(strips []strip) (n int, height float64) {
	height = strips[0].height
	for n = 1; n < len(strips) && strips[n-1].keep; n++ {
		height += strips[n].gap + strips[n].height
	}
	return n, height
}

func (p *page) place(s strip, y float64) {
	for _, d := range s.drawn {
		d.rules, d.after = lowered(d.rules, y), d.after+len(p.texts)
		d.logo.y += y
		p.drawn = append(p.drawn, d)
	}
	for _, t := range s.texts {
		t.y += y
		p.texts = append(p.texts, t)
	}
	p.rules = append(p.rules, lowered(s.rules, y)...)
}

func lowered(rules []rule, y float64) []rule {
	rules = slices.Clone(rules)
	for i := range rules {
		rules[i].y1, rules[i].y2 = rules[i].y1+y, rules[i].y2+y
	}
	return rules
}

// running is what stands on every page, measured once: who the paper comes from, what it is, and how to look it up.
type running struct {
	house, site, title, mark, stand string
	logo                            *Logo
	opening                         Block // of the first page, when that has a head of its own
}

const (
	logoHeight   = 7 * mm // in a header
	runningGap   = 6 * mm
	badgePad     = 2.5 * mm
	mostOfHeader = 0.5 // of its width, for who the paper comes from, and for its title
)

// running checks and shortens what runs along.
func (s *setter) running(doc Document) running {
	s.under = ""
	words := func(name, words string, st style) (out string) {
		s.inside(name, func() []strip { out = s.checked(words, st); return nil })
		return out
	}
	width := s.frame.whole.width
	r := running{
		house: shorten(words("de naam in de huisstijl", doc.Theme.Name, houseStyle), houseStyle, width*mostOfHeader-runningGap),
		site:  words("de website in de huisstijl", doc.Theme.Website, runningStyle),
		title: shorten(words("de titel", doc.Title, runningTitle), runningTitle, width*mostOfHeader-runningGap),
		mark:  shorten(words("het merk", doc.Mark, markStyle), markStyle, width*0.2),
		logo:  doc.Theme.Logo,
	}
	status := doc.Status
	if strings.EqualFold(doc.Mark, doc.Status) {
		status = ""
	}
	r.stand = s.identity(words("het kenmerk", doc.Kenmerk, runningStyle), doc.Version, words("de status", status, runningStyle), words("de stand", doc.Stand, runningStyle))
	if len(doc.Blocks) > 0 {
		r.opening = doc.Blocks[0]
	}
	return r
}

// identity gives the words by which a paper can be looked up: DOC-1 · versie 2 · vastgesteld · stand 27 · a1b2c3d4. Where
// they do not fit, the status gives way.
func (s *setter) identity(kenmerk string, version int, status, stand string) string {
	text := ""
	if version > 0 {
		text = "versie " + strconv.Itoa(version)
	}
	m, width := runningStyle.face.metrics(), s.frame.whole.width*0.85
	room := width - m.width(joined(kenmerk, text, stand)+" · ", runningStyle.size)
	if status != "" && room > m.width("…", runningStyle.size) {
		status = shorten(status, runningStyle, room)
	}
	return shorten(joined(kenmerk, text, status, stand), runningStyle, width)
}

// on puts the header and footer on a page.
func (r running) on(p *page, f frame, number, of int) {
	left, right := f.whole.x, f.whole.right()
	p.rules = append(p.rules, rule{left, f.footer - 5*mm, right, f.footer - 5*mm, 0.4, hair, false})
	p.footer = []text{
		startingAt(left, f.footer, runningStyle, r.stand),
		endingAt(right, f.footer, runningStyle, fmt.Sprintf("pagina %d van %d", number, of)),
	}
	if r.mark != "" {
		right = r.warn(p, f, right)
	}
	if number == 1 && r.opens(p, f, right) {
		return
	}
	r.head(p, f, right)
}

// head puts a header on a page: who the paper comes from at the left, and what it is called at the right.
func (r running) head(p *page, f frame, right float64) {
	left, under := f.whole.x, f.header+3*mm
	p.rules = append(p.rules, rule{left, under, f.whole.right(), under, 0.4, hair, false})
	if r.logo != nil {
		w, h := r.logo.within(f.whole.width/4, logoHeight)
		p.logo = placedLogo{left, f.header + 1*mm - h, w, h}
		left += w + runningGap/2
	}
	if r.house != "" {
		p.header = append(p.header, startingAt(left, f.header, houseStyle, r.house))
		left += houseStyle.face.metrics().width(r.house, houseStyle.size) + runningGap/2
	}
	title := endingAt(right, f.header, runningTitle, r.title)
	site := startingAt(left, f.header, runningStyle, r.site)
	if r.title == "" {
		site = endingAt(right, f.header, runningStyle, r.site)
	}
	if site.x >= left && left+runningStyle.face.metrics().width(r.site, runningStyle.size) < title.x-runningGap {
		p.header = append(p.header, site)
	}
	p.header = append(p.header, title)
}

// opens puts on a first page the head that goes with how it opens, and reports whether there is such a head: a title page
// says who the paper comes from, a letter has said so in its letterhead, and below a title it is not told twice.
func (r running) opens(p *page, f frame, right float64) bool {
	switch r.opening.(type) {
	case Cover:
		if r.logo == nil {
			p.header = append(p.header, startingAt(f.whole.x, f.header, coverHouse, r.house))
		}
		p.header = append(p.header, endingAt(right, f.header, coverSite, r.site))
	case Title:
		if r.house == "" {
			return false // or nothing would stand there
		}
		r.title = ""
		r.head(p, f, right)
	case Letterhead:
	default:
		return false
	}
	return true
}

// warn puts the mark on a page: as a word in the header, and as a hatched edge that shows without colour. It gives
// where the header's other words must end.
func (r running) warn(p *page, f frame, right float64) float64 {
	width := markStyle.face.metrics().width(r.mark, markStyle.size) + 2*badgePad
	p.mark.box = box{right - width, f.header - 4*mm, width, 5.4 * mm, accent}
	p.mark.words = []text{endingAt(right-badgePad, f.header, markStyle, r.mark)}

	const from, wide, step = 6 * mm, 4 * mm, 4 * mm // where printers print
	for y := step + wide; y < f.height-step; y += step {
		p.mark.edge = append(p.mark.edge, rule{from, y, from + wide, y - wide, 0.8, accent, false})
	}
	return right - width - 4*mm
}

// startingAt gives words that start at the left.
func startingAt(left, y float64, st style, words string) text {
	return text{x: left, y: y, style: st, words: words}
}

// endingAt gives words that end at the right.
func endingAt(right, y float64, st style, words string) text {
	return startingAt(right-st.face.metrics().width(words, st.size), y, st, words)
}

// joined strings together what there is.
func joined(parts ...string) string {
	var present []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			present = append(present, p)
		}
	}
	return strings.Join(present, " · ")
}
