package documents

// Setting what only letters have: the head with the address in its window, what the reader must not miss, the closing,
// and the lines that somebody fills in by hand.

import "strings"

// Where the window of an envelope (C5 or DL, window of 35 by 90 millimetres or more) shows a folded sheet, and what
// else is in the head of a letter. A sheet shifts in its envelope, so the address keeps away from the edges.
const (
	windowTop    = 50 * mm // from the top of the sheet
	windowBottom = 86 * mm
	windowWidth  = 78 * mm
	rightWindow  = 115 * mm // where an address at the right begins
	detailsAt    = 125 * mm // where the particulars of the sender stand
	headEnd      = 90 * mm
	senderTop    = 20 * mm
	logoTop      = 12 * mm
	letterLogo   = 16 * mm // the most that a logo is high
)

// letterhead sets the head of a letter as one piece, with everything at its own place on the sheet.
func (s *setter) letterhead(l Letterhead, of *element) []strip {
	address, details := column{s.frame.whole.x, windowWidth}, column{detailsAt, s.frame.whole.right() - detailsAt}
	if l.AtRight {
		address = column{rightWindow, s.frame.whole.right() - rightWindow}
		details = column{s.frame.whole.x, rightWindow - s.frame.whole.x - 6*mm}
	}
	head := strip{height: headEnd - s.frame.top}
	put := func(name string, y float64, c column, st style, lines ...string) float64 {
		s.inside(name, func() []strip {
			for _, line := range s.lines(strings.Join(lines, "\n"), st, c.width, of.paragraph()) {
				head.texts = append(head.texts, line.at(c.x, y+st.baseline(), st)...)
				y += st.leading
			}
			return nil
		})
		return y
	}
	y := senderTop - s.frame.top
	if s.logo != nil {
		w, h := s.logo.within(windowWidth, letterLogo)
		head.drawn = []drawing{{logo: placedLogo{s.frame.whole.x, logoTop - s.frame.top, w, h}, of: of.figure(s.logo.words)}}
		y = max(y, logoTop+h+2*mm-s.frame.top)
	}
	if len(l.Sender) > 0 {
		name := column{s.frame.whole.x, 95 * mm}
		y = put("de afzender", y, name, senderStyle, l.Sender[0])
		if !l.AtRight {
			y = senderTop - s.frame.top
		}
		if !l.AtRight { // on the line of the name
			y += senderStyle.baseline() - captionStyle.baseline() - 2
		}
		y = put("de afzender", y+2, details, captionStyle, l.Sender[1:]...)
	}
	at := windowTop - s.frame.top
	if l.Return != "" {
		put("het retouradres", at-returnStyle.leading, address, returnStyle, l.Return)
	}
	head.height = max(head.height, y, put("het adres", at+3, address, addressStyle, l.To...)+10)
	return []strip{head}
}

// note sets what the reader must not miss, behind a bar.
func (s *setter) note(n Note, c column, of *element) []strip {
	const bar, room = 2.4, 5 * mm
	strips := s.flow(n.Words, noteStyle, c.inset(room), noteGap, of.paragraph())
	for i := range strips {
		last := i == len(strips)-1
		strips[i].keep = !last
		strips[i].rules = []rule{{c.x + bar/2, 0, c.x + bar/2, strips[i].height, bar, accent, false}}
	}
	return strips
}

// closing sets the greeting and who sends the letter, on one page and with the last words before it.
func (s *setter) closing(l Closing, c column, of *element) []strip {
	strips := s.inside("de groet", func() []strip { return s.flow(l.Greeting, bodyStyle, c, closingGap, of.paragraph()) })
	for i, words := range l.Lines {
		st, gap := bodyStyle, 0.0
		if i == 0 {
			st, gap = strongStyle, 8
		}
		strips = append(strips, s.inside("de ondertekening", func() []strip { return s.flow(words, st, c, gap, of.paragraph()) })...)
	}
	return together(strips)
}

// form sets lines to fill in: what each asks for, and beside it the words that are known or a line to write on.
func (s *setter) form(f Form, c column, of *element) []strip {
	columns := divide(column{c.x, min(c.width, 130*mm)}, 30, 70)
	terms := of.terms()
	var strips []strip
	for _, l := range f.Lines {
		set := s.inside("de regel “"+l.Label+"”", func() []strip { return s.formLine(l, columns, terms.item()) })
		strips = append(strips, set...)
	}
	if len(strips) > 0 {
		strips[0].gap = tableGap
	}
	return together(strips)
}

// formLine sets a line of a form, with room to write when its words are not known.
func (s *setter) formLine(l FormLine, columns []column, of item) []strip {
	height, alt := 0.0, altOpen
	switch {
	case l.Tall:
		height, alt = 20*mm, altSignature
	case l.Words == "":
		height = 10 * mm
	}
	cells := []cell{
		{lines: s.lines(l.Label, termStyle, columns[0].width, of.mark), style: termStyle},
		{lines: s.lines(l.Words, bodyStyle, columns[1].width, of.body.paragraph()), style: bodyStyle},
	}
	if l.Words == "" {
		cells[1].open = of.body.figure(alt)
	}
	return row(cells, columns, true, height, s.frame.textHeight())
}

// together keeps strips on one page.
func together(strips []strip) []strip {
	for i := range strips {
		strips[i].keep = i < len(strips)-1
	}
	return strips
}
