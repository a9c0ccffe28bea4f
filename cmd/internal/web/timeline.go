package web

// The years of all convenanten that run, a drawing each, in the order in which they end, and then of those in preparation.

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/web/figure"
	"convenant/storage"
	"convenant/workflow"
)

// timelinePage shows the years of the convenanten that run.
type timelinePage struct {
	Frame
	From, To    string // the years, as they were typed
	Faults      typedFaults
	Axis        template.HTML
	Rows        []timelineRow
	Count       string
	More        bool // there are more in preparation
	First, Next string
	Own         bool
}

// timelineRow is a convenant, with its drawing and what that says in words.
type timelineRow struct {
	listRow
	drawn
	Preparing bool
}

// The years that are shown when nobody asks for others, and how many can be shown.
const (
	yearsBack  = 3
	yearsAhead = 6
	mostYears  = 40
)

// preparing are the states before a convenant is in force, and mostPreparing is how many of each are drawn.
var preparing = []workflow.Phase{workflow.Signing, workflow.Adopting, workflow.Advising, workflow.Concept}

const mostPreparing = 25

func (v *visit) timeline() error {
	_, all := access.OnlyInvolving(v.principal)
	p := &timelinePage{Frame: Frame{Title: "Tijdlijn"}, From: v.query("van"), To: v.query("tot"), Own: !all}
	from, to := p.years(v.today)
	if len(p.Faults) > 0 {
		return v.pageWith(http.StatusBadRequest, "tijdlijn", p)
	}
	if err := v.drawTimeline(p, from, to); err != nil {
		return err
	}
	return v.page("tijdlijn", p)
}

// years reads which years are asked for. The words of a fault stand at the field.
func (p *timelinePage) years(today workflow.Date) (from, to int) {
	year, _, _ := today.Civil()
	read := func(field string, typed *string, otherwise int) int {
		if *typed == "" {
			*typed = strconv.Itoa(otherwise)
		}
		n, err := strconv.Atoi(*typed)
		if _, ok := workflow.NewDate(n, 1, 1); err != nil || !ok {
			p.Faults.add(field, "‘"+*typed+"’ is geen jaar. Schrijf een jaar met vier cijfers, zoals "+strconv.Itoa(otherwise)+".")
		}
		return n
	}
	from = read("van", &p.From, year-yearsBack)
	to = read("tot", &p.To, max(year+yearsAhead, from+1))
	switch {
	case len(p.Faults) > 0:
	case to < from:
		p.Faults.add("tot", "Dit jaar ligt vóór "+p.From+". Kies "+p.From+" of later.")
	case to-from >= mostYears:
		p.Faults.add("tot", "Zoveel jaren passen niet naast elkaar. Kies er ten hoogste "+strconv.Itoa(mostYears)+".")
	}
	return from, to
}

func (v *visit) drawTimeline(p *timelinePage, from, to int) error {
	f := storage.Filter{On: v.today, Phase: workflow.InForce, Order: storage.ByEnd, Before: v.query("na")}
	list, err := v.listed(v.ctx(), f)
	if errors.Is(err, storage.ErrCursor) {
		f.Before = ""
		list, err = v.listed(v.ctx(), f)
	}
	if err != nil {
		return err
	}
	n := len(list.Rows)
	if list.Next == "" {
		if err := v.addPreparing(p, &list); err != nil {
			return err
		}
	}
	rows, err := rowsOf(list.Rows)
	if err != nil {
		return err
	}
	if err := v.drawRows(p, rows, from, to); err != nil {
		return err
	}
	for i := range p.Rows[n:] {
		p.Rows[n+i].Preparing = true
	}
	return v.pagesOfTimeline(p, f, n, list.Next)
}

// addPreparing adds to the last of what runs what is in preparation, which has no end to be in order of.
func (v *visit) addPreparing(p *timelinePage, list *storage.Page) error {
	for _, phase := range preparing {
		some, err := v.listed(v.ctx(), storage.Filter{On: v.today, Phase: phase, Limit: mostPreparing})
		if err != nil {
			return err
		}
		list.Rows = append(list.Rows, some.Rows...)
		p.More = p.More || some.Next != ""
	}
	return nil
}

// drawRows draws the years of convenanten, or takes what was drawn before.
func (v *visit) drawRows(p *timelinePage, rows []listRow, from, to int) error {
	first, _ := workflow.NewDate(from, 1, 1)
	last, _ := workflow.NewDate(to, 12, 31)
	p.Axis = figure.Axis(first, last)
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	stands, err := v.web.Register.Stands(v.ctx(), ids)
	if err != nil {
		return err
	}
	party, _ := access.OnlyInvolving(v.principal)
	key := func(id string) string { return fmt.Sprint(id, " ", from, "-", to, " ", party) }
	rowsDrawn := map[string]drawn{}
	var missing []listRow
	ids = ids[:0]
	for _, row := range rows {
		d, ok := v.web.drawn.get(key(row.ID), stands[row.ID], v.today)
		if rowsDrawn[row.ID] = d; !ok {
			missing, ids = append(missing, row), append(ids, row.ID)
		}
	}
	lines, err := v.web.Register.Lines(v.ctx(), ids)
	if err != nil {
		return err
	}
	for i, row := range missing {
		line, left := lines[i], workflow.Date(0)
		if party != "" {
			if left, err = v.lastDayIn(row.ID, party); err != nil {
				return err
			}
			line = until(line, left)
		}
		d := drawn{Outside: outside(line.Phases, first, last), Next: soonDue(line.Due, v.today), LastDay: left}
		if d.Outside == "" {
			d.Drawing = figure.Timeline(figure.TimelineData{Name: row.Name, From: first, Through: last, Today: v.today, Phases: line.Phases,
				Ends: line.Ends, Due: line.Due, Prefix: "r" + row.ID + "-"})
		}
		v.web.drawn.put(key(row.ID), stands[row.ID], v.today, d)
		rowsDrawn[row.ID] = d
	}
	for _, row := range rows {
		p.Rows = append(p.Rows, timelineRow{listRow: row, drawn: rowsDrawn[row.ID]})
	}
	return nil
}

// lastDayIn is the last day of a Partij in a convenant, or zero when none is in sight.
func (v *visit) lastDayIn(id, party string) (workflow.Date, error) {
	record, _, err := v.web.Register.Load(v.ctx(), id)
	if err != nil {
		return 0, err
	}
	if p := record.Latest(v.today).Party(party); p != nil {
		return p.LastDay, nil
	}
	return 0, nil
}

// until is a line as far as a last day: for a Partij that leaves, what comes after it is of others.
func until(line storage.Line, last workflow.Date) storage.Line {
	if last == 0 {
		return line
	}
	cut := func(list []workflow.Interval) []workflow.Interval {
		var kept []workflow.Interval
		for _, i := range list {
			if i.From > last {
				continue
			}
			if i.Through == 0 || i.Through > last {
				i.Through = last
			}
			kept = append(kept, i)
		}
		return kept
	}
	line.Phases, line.Ends = cut(line.Phases), cut(line.Ends)
	line.Due = slices.DeleteFunc(slices.Clone(line.Due), func(d workflow.Deadline) bool { return d.On > last })
	return line
}

// outside says why nothing is to be drawn within some years; nothing when there is.
func outside(phases []workflow.Interval, first, last workflow.Date) string {
	phases = slices.DeleteFunc(slices.Clone(phases), func(i workflow.Interval) bool {
		return i.Subject != "convenant" || workflow.Phase(i.State).Over()
	})
	switch n := len(phases); {
	case n == 0, phases[0].From > last:
		return "In deze jaren was het er nog niet."
	case phases[n-1].Through != 0 && phases[n-1].Through < first:
		return "In deze jaren loopt het niet meer."
	}
	return ""
}

// pagesOfTimeline says how many there are, of which n run and are on this page, and where the other pages are.
func (v *visit) pagesOfTimeline(p *timelinePage, f storage.Filter, n int, next string) error {
	years := url.Values{}
	for _, name := range []string{"van", "tot"} {
		if s := v.query(name); s != "" {
			years.Set(name, s)
		}
	}
	if f.Before != "" {
		p.First = "/tijdlijn?" + years.Encode()
	}
	shown, more := n, len(p.Rows)-n
	if next != "" || f.Before != "" {
		var err error
		if n, err = v.counted(f, mostSought); err != nil {
			return err
		}
	}
	if next != "" {
		years.Set("na", next)
		p.Next = "/tijdlijn?" + years.Encode()
	}
	p.Count = foundOf(n, shown, mostSought)
	if more > 0 {
		p.Count += " en " + strconv.Itoa(more) + " in voorbereiding"
	}
	return nil
}

// soonDue gives what of a convenant falls due within a year, each day and kind once.
func soonDue(due []workflow.Deadline, today workflow.Date) []workflow.Deadline {
	const year, most = 365, 3
	var list []workflow.Deadline
	for _, d := range due {
		if d.On < today || d.On > today+year || d.Kind == workflow.DueEnd {
			continue
		}
		if n := len(list); n > 0 && list[n-1].Kind == d.Kind && list[n-1].On == d.On {
			list[n-1].Party = "" // it is of several
			continue
		}
		if len(list) == most {
			break
		}
		list = append(list, d)
	}
	return list
}

// Words tells what falls due.
func (r timelineRow) Words(d workflow.Deadline) string {
	if d.Kind == workflow.DueRenewal {
		return "laatste dag voor de verlenging"
	}
	return workflow.DeadlineWords(d.Kind, "")
}
