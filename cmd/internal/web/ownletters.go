package web

// The letters of a Partij: what it sent and what became of it, and what was sent to it alone. Nobody else's.

import (
	"cmp"
	"slices"
	"strconv"

	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// ownLettersPage shows the letters of a Partij.
type ownLettersPage struct {
	Frame
	Sent      []sentLetter // the newest first
	Received  []givenPaper // the newest first
	Reminders []givenPaper // the newest first
	More      string       // the address of the letters about older convenanten
	Earlier   bool
}

// sentLetter is a letter that the Partij sent.
type sentLetter struct {
	What     string
	Received workflow.Date
	Form     string
	Became   string
	Path     string // of the letter; empty for one that was not kept apart
	ID, Name string // of the convenant
}

// mostLettersOf is of how many convenanten the letters stand on one page.
const mostLettersOf = 25

func (v *visit) ownLetters() error {
	list, err := v.web.Register.ListInvolving(v.ctx(), v.principal.Party, storage.Filter{On: v.today, Before: v.query("verder"), Limit: mostLettersOf})
	if err != nil {
		return orNoSuchPage(err)
	}
	p := &ownLettersPage{Frame: Frame{Title: "Mijn brieven"}, Earlier: v.query("verder") != ""}
	if list.Next != "" {
		p.More = furtherOn("/brieven", list.Next)
	}
	for _, row := range list.Rows {
		record, _, err := v.load(row.ID)
		if err != nil {
			return err
		}
		o := ownPart{row.ID, v.principal.Party, record, record.Latest(v.today), v.today}
		p.Sent = append(p.Sent, o.sent(archive.Letters(o.state, v.principal))...)
		papers, err := v.papersIn(row.ID)
		if err != nil {
			return err
		}
		for _, d := range papers {
			if d.Paper.To == o.own && !d.Paper.Skipped {
				p.add(o.given(d.Announcement))
			}
		}
	}
	slices.SortStableFunc(p.Sent, func(a, b sentLetter) int { return cmp.Compare(b.Received, a.Received) })
	newestFirst(p.Received)
	newestFirst(p.Reminders)
	v.seen.Object = "" // it was not one convenant
	return v.page("brieven-eigen", p)
}

func (p *ownLettersPage) add(g givenPaper) {
	if g.reminder {
		p.Reminders = append(p.Reminders, g)
		return
	}
	p.Received = append(p.Received, g)
}

func newestFirst(list []givenPaper) {
	slices.SortStableFunc(list, func(a, b givenPaper) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.number, a.number)) })
}

func (o ownPart) given(a storage.Announcement) givenPaper {
	return givenPaper{Day: a.Day, What: paperWords(o.record, o.state, a.Paper), Path: documentPath(o.id, a.Number), ID: o.id, Name: o.state.Name,
		number: a.Number, reminder: a.Paper.Kind == workflow.PaperReminder}
}

// sent lists what the Partij sent: the letters that were registered, and the notices and renewals that came without.
func (o ownPart) sent(letters []workflow.Letter) []sentLetter {
	acts := o.ownActs()
	var list []sentLetter
	for _, l := range letters {
		if l.Party != o.own {
			continue
		}
		made := sentLetter{What: capital(letterCalled(l.Kind)), Received: l.Received, Form: l.Form, ID: o.id, Name: o.state.Name,
			Path: "/convenanten/" + o.id + "/brieven/" + strconv.Itoa(l.Number), Became: "De ontvangst staat vast. Over de inhoud beslist het secretariaat nog."}
		if l.Kind == workflow.OtherLetter {
			made.Became = "De ontvangst staat vast."
		}
		if acted, done := o.state.ActedOn(l); done {
			made.Became = o.became(acted)
			acts = slices.DeleteFunc(acts, func(e workflow.Event) bool { return e.Fact == acted.Fact })
		}
		list = append(list, made)
	}
	for _, e := range acts {
		kind := workflow.NoticeLetter
		if e.Kind == string(workflow.Renew) {
			kind = workflow.RenewalLetter
		}
		list = append(list, sentLetter{What: capital(letterCalled(kind)), Received: e.On, Became: o.became(e), ID: o.id, Name: o.state.Name})
	}
	return list
}

func letterCalled(kind string) string {
	if kind == workflow.OtherLetter {
		return "brief"
	}
	return kind
}

// ownActs lists the notices and renewals of the Partij that stand.
func (o ownPart) ownActs() []workflow.Event {
	var list []workflow.Event
	for _, e := range o.state.History {
		own := e.Data.Get("partij").Text == o.own || slices.ContainsFunc(e.Data.Get("partijen").List, func(id workflow.Value) bool { return id.Text == o.own })
		if own && (e.Kind == string(workflow.GiveNotice) || e.Kind == string(workflow.Renew)) {
			list = append(list, e)
		}
	}
	return list
}

// became tells what came of a notice or a renewal.
func (o ownPart) became(e workflow.Event) string {
	p := o.party()
	if e.Kind == string(workflow.GiveNotice) {
		if p.LastDay != 0 && p.LastDay < o.today {
			return "Uw opzegging is aanvaard; " + dutchDay(p.LastDay) + " was uw laatste dag."
		}
		return "Uw opzegging is aanvaard; " + dutchDay(p.LastDay) + " is uw laatste dag."
	}
	for _, after := range o.state.History {
		if after.Kind == workflow.WasRenewed && after.On > e.On {
			end, err := workflow.ParseDate(after.Data.Get("einddatum").Text)
			if err != nil {
				return "Uw brief telde mee. Het convenant is verlengd voor onbepaalde tijd."
			}
			return "Uw brief telde mee. Het convenant is verlengd tot en met " + dutchDay(end) + "."
		}
	}
	if o.state.Phase != workflow.InForce {
		return "Uw brief was op tijd, maar het convenant is niet verlengd."
	}
	return "Uw brief telt mee. Of het convenant wordt verlengd, blijkt na " + dutchDay(o.state.End) + "."
}
