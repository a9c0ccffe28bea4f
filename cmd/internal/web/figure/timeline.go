package figure

// The years of many convenanten: a drawing per row of a table, under a row of years. Places are parts of the width and
// not of a viewBox, so that a drawing fills its column on every screen while lines, hatching and letters keep their
// measure.

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"convenant/workflow"
)

// TimelineData is what the years of one convenant are drawn from. The intervals may be its whole timeline.
type TimelineData struct {
	Name                 string
	From, Through, Today workflow.Date
	Phases               []workflow.Interval // of the convenant
	Ends                 []workflow.Interval // of its einddatum
	Due                  []workflow.Deadline
	Prefix               string // of ids, another for every row of a page
}

// bar is a piece of the drawing, from one day through another.
type bar struct {
	class         string
	from, through workflow.Date
	open          bool // it has no last day, and through is how far it is drawn
}

// The heights in a row, in pixels.
const (
	rowHeight  = 32
	barTop     = 10
	barHeight  = 14
	openTop    = 6
	openHeight = 22
)

// Timeline draws one row.
func Timeline(t TimelineData) template.HTML {
	axis := axis{t.From, t.Through}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="tijdlijn" role="img" aria-label="%s" width="100%%" height="%d">`, escape(t.Sentence()), rowHeight)
	id := escape(t.Prefix + "arcering")
	fmt.Fprintf(&b, `<defs><pattern id="%s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`+
		`<rect class="tijdlijn-arcering" width="6" height="6"/><line class="tijdlijn-arcering-lijn" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`, id)
	for _, year := range axis.years() {
		axis.line(&b, "tijdlijn-jaar", year.on, 0, rowHeight)
	}
	for _, piece := range t.bars() {
		fill := ""
		if piece.class == preparing {
			fill = fmt.Sprintf(` fill="url(#%s)"`, id)
		}
		axis.rect(&b, piece, barTop, barHeight, fill)
		if piece.class == inForce && !piece.open {
			axis.line(&b, "tijdlijn-einde", piece.through+1, barTop-4, barHeight+8)
		}
	}
	for _, w := range t.windows() {
		axis.rect(&b, w, openTop, openHeight, "")
	}
	axis.today(&b, t.Today)
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// The classes of bars.
const (
	preparing = "tijdlijn-voorbereiding"
	inForce   = "tijdlijn-in-werking"
	window    = "tijdlijn-venster"
)

// bars gives the time before a convenant is in force, and each period in which it is. What is in preparation without an
// end in sight is drawn until today.
func (t TimelineData) bars() []bar {
	var list []bar
	for _, i := range t.Phases {
		phase := workflow.Phase(i.State)
		if i.Subject != "convenant" || phase.Over() {
			continue
		}
		next := bar{preparing, i.From, i.Through, i.Through == 0}
		if phase == workflow.InForce {
			list = append(list, t.periods(next)...)
			continue
		}
		if next.open {
			next.through = max(t.Today, i.From)
		}
		if n := len(list); n > 0 && list[n-1].class == preparing && list[n-1].through == i.From-1 {
			next.from = list[n-1].from
			list = list[:n-1]
		}
		list = append(list, next)
	}
	return list
}

// periods parts the time in which a convenant is in force at each einddatum that was reached.
func (t TimelineData) periods(whole bar) []bar {
	whole.class = inForce
	if whole.open {
		whole.through = max(t.Through, whole.from)
	}
	var list []bar
	for _, end := range t.ends() {
		if whole.from <= end && end < whole.through {
			list = append(list, bar{inForce, whole.from, end, false})
			whole.from = end + 1
		}
	}
	return append(list, whole)
}

// ends lists the days that are the einddatum still on the day itself, in order.
func (t TimelineData) ends() []workflow.Date {
	var list []workflow.Date
	for _, i := range t.Ends {
		end, err := workflow.ParseDate(i.State)
		if err == nil && i.Subject == "einddatum" && i.From <= end && (i.Through == 0 || end <= i.Through) {
			list = append(list, end)
		}
	}
	return list
}

// windows gives, of each period that ends on its einddatum, the time in which letters come too late.
func (t TimelineData) windows() []bar {
	var list []bar
	for _, period := range t.bars() {
		if period.class != inForce || !slices.Contains(t.ends(), period.through) {
			continue
		}
		w := bar{window, period.through + 1, period.through, false}
		for _, d := range t.Due {
			if isReceipt(d) && period.from <= d.On && d.On <= period.through {
				w.from = min(w.from, d.On)
			}
		}
		if w.from <= w.through {
			list = append(list, w)
		}
	}
	return list
}

func isReceipt(d workflow.Deadline) bool {
	return d.Kind == workflow.DueNotice || d.Kind == workflow.DueRenewal
}

// receipts lists the coming days on which a letter may last be received, each once.
func (t TimelineData) receipts() []workflow.Deadline {
	var list []workflow.Deadline
	for _, d := range t.Due {
		d.Party = "" // they are many, on the same day
		drawn := slices.ContainsFunc(t.windows(), func(w bar) bool { return w.from <= d.On && d.On <= w.through })
		if isReceipt(d) && drawn && d.On >= t.Today && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// Sentence tells a row in words.
func (t TimelineData) Sentence() string {
	var parts []string
	bars := t.bars()
	for n, b := range bars {
		switch {
		case b.class == preparing:
			parts = append(parts, "in voorbereiding "+span(b))
		case n > 0 && bars[n-1].class == inForce:
			parts = append(parts, "verlengd "+span(b))
		default:
			parts = append(parts, "in werking "+span(b))
		}
	}
	for _, i := range t.Phases {
		if p := workflow.Phase(i.State); i.Subject == "convenant" && p.Over() {
			parts = append(parts, strings.ToLower(phaseNames[p])+" vanaf "+i.From.Dutch())
		}
	}
	for _, d := range t.receipts() {
		parts = append(parts, workflow.DeadlineWords(d.Kind, "")+" is "+d.On.Dutch())
	}
	sentence := strings.Join(parts, "; ") + "."
	if len(parts) == 0 {
		sentence = "er is niets bekend."
	}
	if t.Name == "" {
		sentence = strings.ToUpper(sentence[:1]) + sentence[1:]
	} else {
		sentence = t.Name + ": " + sentence
	}
	return sentence + " Vandaag is het " + t.Today.Dutch() + "."
}

func span(b bar) string {
	if b.open {
		return "vanaf " + b.from.Dutch()
	}
	return "van " + b.from.Dutch() + " tot en met " + b.through.Dutch()
}
