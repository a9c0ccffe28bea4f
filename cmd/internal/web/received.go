package web

// Ontvangen stukken: what was sent to the portefeuillehouders, or to a Partij, on account of a convenant. It is what stands
// in the outbox for them, so that nobody misses here what came by mail; a portefeuillehouder finds the opleggers too.

import (
	"net/url"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// receivedPage shows what somebody received, by convenant.
type receivedPage struct {
	Frame
	Aldermen bool // the reader is a portefeuillehouder
	Words    string
	In       []receivedIn
	More     string // the address of the page that follows
	Earlier  bool
}

// receivedIn is what was received in one convenant, the newest first.
type receivedIn struct {
	ID, Name, Reference string
	Phase               workflow.Phase
	Papers              []givenPaper
	Older, Reminders    []givenPaper // what is shown on demand
}

// What stands on a page: so many convenanten, and of each at once so many papers.
const (
	mostReceivedIn = 10
	mostAtOnce     = 6
)

func (v *visit) received() error {
	p := &receivedPage{Frame: Frame{Title: "Ontvangen documenten"}, Words: v.query("zoek"), Earlier: v.query("verder") != ""}
	filter := storage.Filter{On: v.today, Before: v.query("verder"), Words: p.Words, Limit: mostReceivedIn}
	party, all := access.OnlyInvolving(v.principal)
	var list storage.Page
	var err error
	if p.Aldermen = all; all {
		list, err = v.web.Register.List(v.ctx(), filter)
	} else {
		list, err = v.web.Register.ListInvolving(v.ctx(), party, filter)
	}
	if err != nil {
		return orNoSuchPage(err)
	}
	if list.Next != "" {
		p.More = furtherOn("/stukken", list.Next)
		if p.Words != "" {
			p.More += "&zoek=" + url.QueryEscape(p.Words)
		}
	}
	for _, row := range list.Rows {
		papers, err := v.receivedIn(row.ID)
		if err != nil {
			return err
		}
		in := receivedIn{ID: row.ID, Name: row.Name, Reference: row.Reference, Phase: row.Phase}
		if in.Papers, in.Reminders = apart(papers); len(in.Papers) > mostAtOnce {
			in.Papers, in.Older = in.Papers[:mostAtOnce], in.Papers[mostAtOnce:]
		}
		if len(papers) > 0 {
			p.In = append(p.In, in)
		}
	}
	v.seen.Object = "" // it was not one convenant
	return v.page("stukken", p)
}

// receivedIn lists what who asks received in one convenant, the newest first.
func (v *visit) receivedIn(id string) ([]givenPaper, error) {
	record, _, err := v.load(id)
	if err != nil {
		return nil, err
	}
	o := ownPart{id, v.principal.Party, record, record.Latest(v.today), v.today}
	mails, err := v.web.Register.Mails(v.ctx(), id)
	if err != nil {
		return nil, err
	}
	mailed := map[int]bool{}
	for _, m := range mails {
		if m.About == "" && v.receives(m.Addressee) {
			mailed[m.Announcement.Number] = true
		}
	}
	announced, err := v.papersIn(id)
	if err != nil {
		return nil, err
	}
	var enclosed []workflow.Paper
	for _, d := range announced {
		if mailed[d.Number] {
			enclosed = append(enclosed, d.Paper.Enclosures()...)
		}
	}
	var list []givenPaper
	for _, d := range announced {
		cover := v.principal.Role == storage.RoleAlderman && d.Paper.Kind == workflow.PaperCover
		if mailed[d.Number] || cover || slices.Contains(enclosed, d.Paper) {
			list = append(list, o.given(d.Announcement))
		}
	}
	newestFirst(list)
	return list, nil
}

// receives reports that what goes to an addressee goes to who asks.
func (v *visit) receives(a workflow.Addressee) bool {
	switch v.principal.Role {
	case storage.RoleAlderman:
		return a.Role == workflow.ToAldermen
	case storage.RoleParty:
		return a.Role == workflow.ToParty && a.Name == v.principal.Party
	}
	return false
}
