package documents

// The title page of an agreement: what it is called, who agree, and at the foot what identifies this paper. What comes
// after it begins on a page of its own.

import (
	"slices"
	"strings"
)

// blocks gives the parts of a title page, for who has no sheets to lay it on.
func (c Cover) blocks() []Block {
	blocks := []Block{c.Title}
	for _, r := range []Reference{{c.Parties}, c.Reference} {
		if len(r.Lines) > 0 {
			blocks = append(blocks, r)
		}
	}
	return blocks
}

const (
	coverDrop   = 26 * mm // of the bar, below the top of the text
	coverLogo   = 18 * mm // the most that a logo is high
	coverBar    = 2.5 * mm
	barLength   = 40 * mm
	coverTitle  = 12 * mm // from the bar to the title
	coverParts  = 14 * mm // from the title to the Partijen
	leastToFoot = 10 * mm // from the Partijen to the reference lines, which stand at the foot where they can
	coverFoot   = 4 * mm  // below them
)

func (s *setter) cover(c Cover, of *element) []strip {
	strips := []strip{s.bar(of)}
	title := s.heading(c.Title.Words, coverStyle, s.frame.whole, coverTitle, 1, s.tree.heading(of, 1, c.Title.Words))
	subtitle := s.flow(c.Title.Subtitle, coverSubtitle, s.frame.whole, 4, of.paragraph())
	strips = append(append(strips, title...), subtitle...)
	strips = append(strips, spaced(s.names(c.Parties, of), coverParts, coverLineGap)...)
	foot := s.reference(c.Reference, of)
	if len(foot) == 0 {
		return strips
	}
	const slack = 0.1 // for sums of fractions
	footRule := rule{s.frame.whole.x, -8, s.frame.whole.right(), -8, 0.4, hair, false}
	foot[0].rules = append(foot[0].rules, footRule)
	foot[0].gap = max(leastToFoot, s.frame.textHeight()-heightOf(strips)-heightOf(foot)-coverFoot-slack)
	for i := range foot[:len(foot)-1] {
		foot[i].keep = true
	}
	return append(strips, foot...)
}

// nameGap stands between the names of Partijen.
const nameGap = ", "

// names sets lists of names, of which none is broken over two lines.
func (s *setter) names(lists []ReferenceLine, of *element) []strip {
	const held = "\u00A0"
	lists = slices.Clone(lists)
	for i := range lists {
		names := strings.Split(lists[i].Words, nameGap)
		for n := range names {
			names[n] = strings.ReplaceAll(names[n], " ", held)
		}
		lists[i].Words = strings.Join(names, nameGap)
	}
	strips := s.reference(Reference{lists}, of)
	for _, strip := range strips {
		for i := range strip.texts {
			strip.texts[i].words = strings.ReplaceAll(strip.texts[i].words, held, " ")
		}
	}
	return strips
}

// bar gives the bar of the house's colour above the title, and the logo above that.
func (s *setter) bar(of *element) strip {
	x, y := s.frame.whole.x, coverDrop-coverBar/2
	bar := strip{height: coverDrop, keep: true, rules: []rule{{x, y, x + barLength, y, coverBar, accent, false}}}
	if s.logo != nil {
		w, h := s.logo.within(s.frame.whole.width/2, coverLogo)
		bar.drawn = []drawing{{logo: placedLogo{x, logoTop - s.frame.top, w, h}, of: of.figure(s.logo.words)}}
	}
	return bar
}

// spaced gives strips with white above the first, and above each of the others that begins a line of its own.
func spaced(strips []strip, first, next float64) []strip {
	for i := range strips {
		switch {
		case i == 0:
			strips[i].gap = first
		case len(strips[i].texts) > 1: // a label, and what it names
			strips[i].gap = next
		}
	}
	return strips
}

// heightOf gives the height of strips with the white above each, except where a page begins with them.
func heightOf(strips []strip) float64 {
	height := 0.0
	for i, s := range strips {
		height += s.height
		if i > 0 {
			height += s.gap
		}
	}
	return height
}
