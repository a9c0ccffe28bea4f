package figure

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"convenant/workflow"
)

// axis lays days beside each other over the whole width.
type axis struct{ from, through workflow.Date }

// at gives where a day begins, in parts of a hundred; days that are not drawn lie at an edge.
func (a axis) at(d workflow.Date) float64 {
	days := float64(a.through-a.from) + 1
	if days < 1 {
		return 0
	}
	return min(max(float64(d-a.from)/days*100, 0), 100)
}

func percent(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) + "%" }

// rect draws a bar, as far as it is in sight.
func (a axis) rect(b *strings.Builder, piece bar, top, height int, fill string) {
	left, right := a.at(piece.from), a.at(piece.through+1)
	if right <= left {
		return
	}
	fmt.Fprintf(b, `<rect class="%s" x="%s" y="%d" width="%s" height="%d"%s/>`, piece.class, percent(left), top, percent(right-left), height, fill)
}

// line draws a line where a day begins, unless that is out of sight.
func (a axis) line(b *strings.Builder, class string, d workflow.Date, top, height int) {
	if d < a.from || d > a.through+1 {
		return
	}
	x := percent(a.at(d))
	fmt.Fprintf(b, `<line class="%s" x1="%s" y1="%d" x2="%s" y2="%d"/>`, class, x, top, x, top+height)
}

// today draws the line of today, with a point on it so that it is told from the others by its shape.
func (a axis) today(b *strings.Builder, today workflow.Date) {
	if today < a.from || today > a.through {
		return
	}
	a.line(b, "tijdlijn-vandaag", today, 0, rowHeight)
	fmt.Fprintf(b, `<svg x="%s" overflow="visible"><path class="tijdlijn-vandaag" d="M-4 0h8l-4 6z"/></svg>`, percent(a.at(today)))
}

// yearMark is the beginning of a year, with how its label shows.
type yearMark struct {
	on    workflow.Date
	year  int
	label string // the class of its label; "" for none
}

// How many labels fit on a wide screen and on a phone, and how much of the width half a label takes on each.
const (
	wideLabels, wideRoom     = 14, 2.5
	narrowLabels, narrowRoom = 4, 6.0
)

// years lists the years that begin in sight.
func (a axis) years() []yearMark {
	if a.through < a.from {
		return nil
	}
	var list []yearMark
	first, _, _ := a.from.Civil()
	last, _, _ := a.through.Civil()
	wide, narrow := (last-first)/wideLabels+1, (last-first)/narrowLabels+1
	narrow = (narrow + wide - 1) / wide * wide // so that what a phone shows, a wide screen shows too
	for year := first; year <= last; year++ {
		on, ok := workflow.NewDate(year, 1, 1)
		if !ok || on < a.from {
			continue
		}
		m := yearMark{on: on, year: year}
		room := 100 - a.at(on)
		switch {
		case year%narrow == 0 && room >= narrowRoom:
			m.label = "tijdlijn-jaartal"
		case year%wide == 0 && room >= wideRoom:
			m.label = "tijdlijn-jaartal tijdlijn-breed"
		}
		list = append(list, m)
	}
	return list
}

// Axis draws the row of years above the rows of a table.
func Axis(from, through workflow.Date) template.HTML {
	a := axis{from, through}
	var b strings.Builder
	first, _, _ := from.Civil()
	last, _, _ := through.Civil()
	fmt.Fprintf(&b, `<svg class="tijdlijn-as" role="img" aria-label="De jaren %d tot en met %d" width="100%%" height="%d">`, first, last, axisHeight)
	for _, m := range a.years() {
		a.line(&b, "tijdlijn-jaar", m.on, axisHeight-tickHeight, tickHeight)
		if m.label != "" {
			fmt.Fprintf(&b, `<text class="%s" x="%s" y="13" text-anchor="middle">%d</text>`, m.label, percent(a.at(m.on)), m.year)
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// The heights in the row of years, in pixels.
const (
	axisHeight = 22
	tickHeight = 5
)
