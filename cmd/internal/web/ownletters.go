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
	In      []lettersIn
	More    string // the address of the letters about older convenanten
	Earlier bool
}

// lettersIn are the letters about one convenant, the newest first.
type lettersIn struct {
	ID, Name, Reference string
	Phase               workflow.Phase
	Sent                []sentLetter
	Received, Reminders []givenPaper
}

// sentLetter is a letter that the Partij sent.
type sentLetter struct {
	What     string
	Received workflow.Date
	Form     string
	Became   string
	Path     string // of the letter; empty for one that was not kept apart
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
		in := lettersIn{ID: row.ID, Name: row.Name, Reference: row.Reference, Phase: row.Phase, Sent: o.sent(archive.Letters(o.state, v.principal))}
		papers, err := v.papersIn(row.ID)
		if err != nil {
			return err
		}
		for _, d := range papers {
			if d.Paper.To == o.own {
				in.Received = append(in.Received, o.given(d.Announcement))
			}
		}
		slices.SortStableFunc(in.Sent, func(a, b sentLetter) int { return cmp.Compare(b.Received, a.Received) })
		newestFirst(in.Received)
		if in.Received, in.Reminders = apart(in.Received); len(in.Sent)+len(in.Received)+len(in.Reminders) > 0 {
			p.In = append(p.In, in)
		}
	}
	v.seen.Object = "" // it was not one convenant
	return v.page("brieven-eigen", p)
}

// apart takes the reminders apart, which are many and say the same.
func apart(list []givenPaper) (others, reminders []givenPaper) {
	for _, g := range list {
		if g.reminder {
			reminders = append(reminders, g)
		} else {
			others = append(others, g)
		}
	}
	return others, reminders
}

func newestFirst(list []givenPaper) {
	slices.SortStableFunc(list, func(a, b givenPaper) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.number, a.number)) })
}

func (o ownPart) given(a storage.Announcement) givenPaper {
	return givenPaper{Day: a.Day, What: paperWords(o.record, o.state, a.Paper), Path: documentPath(o.id, a.Number), number: a.Number, reminder: a.Paper.Kind == workflow.PaperReminder}
}

// sent lists what the Partij sent: the letters that were registered, and the notices and renewals that came without.
func (o ownPart) sent(letters []workflow.Letter) []sentLetter {
	acts := o.ownActs()
	var list []sentLetter
	for _, l := range letters {
		if l.Party != o.own {
			continue
		}
		made := sentLetter{What: capital(letterCalled(l.Kind)), Received: l.Received, Form: l.Form,
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
		list = append(list, sentLetter{What: capital(letterCalled(kind)), Received: e.On, Became: o.became(e)})
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
