package web

// What is asked of a Partij now, for somebody who comes here a few times a year: what to do, until when and why, and where
// to read what it is about. What can be done is asked of the rules, so that nothing is asked that they would refuse.

import (
	"cmp"
	"slices"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// askedPage is the page on which a Partij begins.
type askedPage struct {
	Frame
	Party   string        // its name; empty when it takes part in nothing
	Asked   []askedIn     // by convenant, what comes first on top
	Number  int           // how much is asked
	First   workflow.Date // the first day by which something must be done; zero when there is none
	Missing []missingIn   // by convenant, what is not known of the Partij
	JustWho bool          // what is missing is who its contactpersoon is, and nothing else
	Coming  []ownDay      // within a year, in order
	Next    *ownDay       // the first day that matters, however far away, when nothing comes within a year
	Parts   []ownStanding // the convenanten in which it takes or took part
	More    string        // the address of the following convenanten
	Earlier bool          // these are not the first
	Through workflow.Date // the day up to which Coming looks
}

// askedIn is what is asked in one convenant.
type askedIn struct {
	ID, Name string
	Items    []askedItem
}

// askedItem is one thing that is asked of a Partij.
type askedItem struct {
	Title       string
	Why         string // in sentences
	Article     string
	By          workflow.Date // the last day; zero when there is none
	Past        bool          // that day is over, and it still counts
	ByWords     string        // what must be there by that day
	ByArticle   string
	Consequence string // what happens, or does not, as long as it is not done
	How         string
	Send        string // what goes to the secretariaat: "Stuur uw advies aan"
	Fingerprint string // of what is signed or consented to
	Read        []toRead
	Do          []toRead // the forms with which it is done here

	papers []wantedPaper
}

// toRead is something to read.
type toRead struct{ Words, Path string }

// missingIn is what is not known of a Partij in one convenant.
type missingIn struct {
	ID, Name string
	What     []string
}

// mostParts is how many convenanten stand on one page.
const mostParts = 50

func (v *visit) asked() error {
	list, err := v.web.Register.ListInvolving(v.ctx(), v.principal.Party, storage.Filter{On: v.today, Before: v.query("verder"), Limit: mostParts})
	if err != nil {
		return orNoSuchPage(err)
	}
	through := v.today.AddMonths(12)
	p := &askedPage{Frame: Frame{Title: "Wat is er gevraagd"}, JustWho: true, Earlier: v.query("verder") != "", Through: through}
	if list.Next != "" {
		p.More = furtherOn("/gevraagd", list.Next)
	}
	var far []ownDay
	for _, row := range list.Rows {
		record, _, err := v.load(row.ID)
		if err != nil {
			return err
		}
		o := ownPart{row.ID, v.principal.Party, record, record.Latest(v.today), v.today}
		if o.party() == nil {
			continue
		}
		p.Party = o.party().Name
		part := o.standing()
		if err := v.addProof(o, &part); err != nil {
			return err
		}
		p.Parts = append(p.Parts, part)
		if asked := o.requests(); len(asked) > 0 {
			if err := v.addPapers(row.ID, asked); err != nil {
				return err
			}
			p.Number += len(asked)
			p.Asked = append(p.Asked, askedIn{row.ID, row.Name, asked})
		}
		if missing := o.missing(); len(missing) > 0 {
			p.Missing = append(p.Missing, missingIn{row.ID, row.Name, missing})
			p.JustWho = p.JustWho && slices.Equal(missing, []string{lacksContact})
		}
		far = append(far, o.coming()...)
	}
	p.order(far)
	v.seen.Object = "" // it was not one convenant
	return v.page("gevraagd", p)
}

// order puts first what comes first.
func (p *askedPage) order(days []ownDay) {
	slices.SortStableFunc(p.Asked, func(a, b askedIn) int { return soonest(a.first(), b.first()) })
	if len(p.Asked) > 0 {
		p.First = p.Asked[0].first()
	}
	slices.SortStableFunc(days, func(a, b ownDay) int { return cmp.Compare(a.On, b.On) })
	for i, d := range days {
		switch {
		case d.On <= p.Through:
			p.Coming = append(p.Coming, d)
		case p.Next == nil && len(p.Coming) == 0:
			p.Next = &days[i]
		}
	}
}

// first is the first last day of what is asked, or zero.
func (in askedIn) first() workflow.Date {
	first := workflow.Date(0)
	for _, r := range in.Items {
		if soonest(r.By, first) < 0 {
			first = r.By
		}
	}
	return first
}

// soonest orders by day, and puts what has no day last.
func soonest(a, b workflow.Date) int {
	switch {
	case a == b:
		return 0
	case a == 0:
		return 1
	case b == 0:
		return -1
	}
	return cmp.Compare(a, b)
}

// wantedPaper is a paper that is worth reading with a request: the last of its kind.
type wantedPaper struct {
	kind   string
	change int
	words  string
}

// addPapers adds to what is asked where the papers about it can be read, as far as they were announced.
func (v *visit) addPapers(id string, asks []askedItem) error {
	announced, err := v.web.Register.Announcements(v.ctx(), id)
	if err != nil {
		return err
	}
	for i := range asks {
		for _, want := range asks[i].papers {
			for _, a := range slices.Backward(announced) {
				if a.Paper.Kind == want.kind && a.Paper.Change == want.change && access.SeesPaper(v.principal, a.Paper) {
					asks[i].Read = append(asks[i].Read, toRead{want.words, documentPath(id, a.Number)})
					break
				}
			}
		}
	}
	return nil
}

// addProof adds to how a Partij that gave notice stands the letter, and the paper that confirms it.
func (v *visit) addProof(o ownPart, part *ownStanding) error {
	if !o.gaveNotice() {
		return nil
	}
	announced, err := v.web.Register.Announcements(v.ctx(), o.id)
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(announced) {
		if a.Paper.Kind == workflow.PaperLeft && a.Paper.To == o.own && access.SeesPaper(v.principal, a.Paper) {
			part.Read = append(part.Read, toRead{paperWords(o.record, o.state, a.Paper) + " (PDF)", documentPath(o.id, a.Number)})
			break
		}
	}
	for _, l := range o.state.Letters {
		if acted, done := o.state.ActedOn(l); done && l.Party == o.own && acted.Kind == string(workflow.GiveNotice) {
			part.Read = append(part.Read, toRead{"Uw opzegbrief", "/convenanten/" + o.id + "/brieven/" + strconv.Itoa(l.Number)})
		}
	}
	return nil
}

// ownPart is a convenant as one Partij in it sees it.
type ownPart struct {
	id, own string
	record  *workflow.Convenant
	state   *workflow.State
	today   workflow.Date
}

func (o ownPart) party() *workflow.Party { return o.state.Party(o.own) }

func (o ownPart) article(term workflow.Term) string { return termArticle(o.state, term) }

// requests lists what is asked: what the Partij can do, has not done, and on which others wait.
func (o ownPart) requests() []askedItem {
	var list []askedItem
	for _, option := range o.record.Options(o.own, o.today) {
		if option.Refusal != nil {
			continue
		}
		data := option.Act.Data
		var a *askedItem
		switch option.Act.Kind {
		case workflow.GiveAdvice:
			a = o.advice(data.Get("adviseur").Text)
		case workflow.Sign:
			a = o.signature(data.Get("sha256").Text)
		case workflow.Consent:
			a = o.consent(data.Get("wijziging").Text)
		case workflow.Renew:
			a = o.renewal()
		}
		if a != nil {
			a.Do = o.forms(option.Act)
			list = append(list, *a)
		}
	}
	slices.SortStableFunc(list, func(a, b askedItem) int { return soonest(a.By, b.By) })
	return list
}

// forms lead to where a Partij does itself what is asked.
func (o ownPart) forms(act workflow.Act) []toRead {
	form := func(kind workflow.Kind, words, query string) toRead {
		return toRead{words, "/convenanten/" + o.id + "/doen/" + string(kind) + query}
	}
	switch change := act.Data.Get("wijziging").Text; act.Kind {
	case workflow.GiveAdvice:
		return []toRead{form(act.Kind, "Geef uw advies", "")}
	case workflow.Sign:
		return []toRead{form(act.Kind, "Onderteken", ""), form(workflow.DeclineToSign, "Teken niet", "")}
	case workflow.Consent:
		return []toRead{form(act.Kind, "Stem in", "?wijziging="+change), form(workflow.RefuseConsent, "Stem niet in", "?wijziging="+change)}
	case workflow.Renew:
		return []toRead{form(act.Kind, "Lever uw verlengingsbrief in", "")}
	}
	return nil
}
