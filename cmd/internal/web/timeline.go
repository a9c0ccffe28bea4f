package web

// The years of all convenanten that run, a drawing each, in the order in which they end.

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
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
	First, Next string
	Own         bool
}

// timelineRow is a convenant, with its drawing and what that says in words.
type timelineRow struct {
	listRow
	Drawing template.HTML
	Next    []workflow.Deadline // what falls due within the year
}

// The years that are shown when nobody asks for others, and how many can be shown.
const (
	yearsBack  = 1
	yearsAhead = 6
	mostYears  = 40
)

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
	rows, err := rowsOf(list.Rows)
	if err != nil {
		return err
	}
	if err := v.drawRows(p, rows, from, to); err != nil {
		return err
	}
	return v.pagesOfTimeline(p, f, list.Next)
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
	key := func(id string) string { return fmt.Sprint(id, " ", from, "-", to) }
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
		drawing := figure.Timeline(figure.TimelineData{Name: row.Name, From: first, Through: last, Today: v.today, Phases: lines[i].Phases,
			Ends: lines[i].Ends, Due: lines[i].Due, Prefix: "r" + row.ID + "-"})
		d := drawn{drawing, soonDue(lines[i].Due, v.today)}
		v.web.drawn.put(key(row.ID), stands[row.ID], v.today, d)
		rowsDrawn[row.ID] = d
	}
	for _, row := range rows {
		p.Rows = append(p.Rows, timelineRow{row, rowsDrawn[row.ID].drawing, rowsDrawn[row.ID].next})
	}
	return nil
}

// pagesOfTimeline says how many there are, and where the other pages are.
func (v *visit) pagesOfTimeline(p *timelinePage, f storage.Filter, next string) error {
	years := url.Values{}
	for _, name := range []string{"van", "tot"} {
		if s := v.query(name); s != "" {
			years.Set(name, s)
		}
	}
	if f.Before != "" {
		p.First = "/tijdlijn?" + years.Encode()
	}
	n := len(p.Rows)
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
	p.Count = foundOf(n, len(p.Rows), mostSought)
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
