package web

// What came in: letters, with what was done with each and what was made in answer to it.

import (
	"cmp"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// lettersPage lists the letters of a convenant: first those that wait, then the last to come in.
type lettersPage struct {
	*dossier
	Letters []letterRow
	Waiting int  // nothing was done with so many
	Bare    int  // of so many only what was asked was recorded
	Own     bool // the reader sees the letters of one Partij
	Post    bool // the reader sees what was sent
	Forms   []toRead
}

// letterRow is a letter that came in.
type letterRow struct {
	Number   int    // of the letter; 0 where only what it asked was recorded
	From     string // who sent it
	What     string // Opzegbrief
	Words    string // Opzegbrief van Jellinek
	Received workflow.Date
	Recorded workflow.Date
	Waits    bool
	Outcome  string // what was done with it, or what it waits for
	Answers  []answer
}

// answer is a document that was made because of a letter.
type answer struct {
	ID, Title string
	Sent      string // what came of it in the post, for who may see that
}

// letterWords name the kinds of letters.
var letterWords = map[string]string{workflow.NoticeLetter: "Opzegbrief", workflow.RenewalLetter: "Verlengingsbrief", workflow.OtherLetter: "Brief"}

func (v *visit) letters() error {
	d, _, err := v.openDossier("brieven")
	if err != nil {
		return err
	}
	p := &lettersPage{dossier: d, Own: v.principal.Party != "", Post: access.Grants(v.principal.Role, access.ReadPost)}
	papers, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	sent := map[int]string{}
	if p.Post {
		if sent, err = v.sentState(d.ID); err != nil {
			return err
		}
	}
	answers := func(party string, facts ...int) (list []answer) {
		for _, a := range papers {
			if a.Paper.Kind == workflow.PaperReceipt && slices.Contains(facts, a.Paper.Fact) && (party == "" || a.Paper.To == party) {
				list = append(list, answer{a.ID, paperWords(d.record, d.state, a.Paper), sent[a.Number]})
			}
		}
		if len(list) == 1 { // the row says of what
			list[0].Title = nameOfPaper(workflow.PaperReceipt)
		}
		return list
	}
	p.Letters = append(d.registered(v.principal, answers), d.bare(v.principal.Party, answers)...)
	slices.SortStableFunc(p.Letters, func(a, b letterRow) int {
		return cmp.Or(order(b.Waits)-order(a.Waits), cmp.Compare(b.Received, a.Received), cmp.Compare(b.Recorded, a.Recorded))
	})
	for _, l := range p.Letters {
		p.Waiting += order(l.Waits)
		p.Bare += order(l.Number == 0)
	}
	p.Forms = v.letterForms(d)
	return v.page("brieven", p)
}

// letterForms lead to the forms with which a letter comes in, as far as the rules let it.
func (v *visit) letterForms(d *dossier) []toRead {
	if d.Elsewhen() {
		return nil
	}
	var forms []toRead
	w := &optionWriter{state: d.state, own: v.principal.Role != storage.RoleSecretariat}
	for _, o := range d.record.Options(v.principal.Actor(), v.today) {
		form := toRead{w.words(o.Act), d.To("doen/" + string(o.Act.Kind))}
		if o.Refusal == nil && !o.Act.Data.Get("partijen").IsPresent() && slices.Contains(optionSections[0].kinds, o.Act.Kind) && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// order counts what is so as 1.
func order(is bool) int {
	if is {
		return 1
	}
	return 0
}

// registered lists the letters that were recorded themselves, as far as somebody may see them.
func (d *dossier) registered(who storage.Principal, answers func(string, ...int) []answer) []letterRow {
	var list []letterRow
	for _, l := range slices.Backward(archive.Letters(d.state, who)) {
		row := d.rowOf(l)
		acted, done := d.state.ActedOn(l)
		switch {
		case done:
			row.Outcome, row.Answers = d.cameOf(acted, l.Party), answers(l.Party, l.Number, acted.Fact)
		default:
			row.Outcome, row.Answers = waitsFor(d.record.Assess(l, workflow.Wish{}, d.On).Proposal), answers(l.Party, l.Number)
			row.Waits = l.Kind != workflow.OtherLetter
		}
		list = append(list, row)
	}
	return list
}

func (d *dossier) rowOf(l workflow.Letter) letterRow {
	from := receiverOf(d.state, l.Party)
	return letterRow{Number: l.Number, From: from, What: letterWords[l.Kind], Words: letterWords[l.Kind] + " van " + from,
		Received: l.Received, Recorded: d.record.Facts()[l.Number-1].Recorded}
}

// bare lists the notices and renewals that were recorded without their letter; those of one Partij, or of all.
func (d *dossier) bare(party string, answers func(string, ...int) []answer) []letterRow {
	var ofLetters []int
	for _, l := range d.state.Letters {
		if e, done := d.state.ActedOn(l); done {
			ofLetters = append(ofLetters, e.Fact)
		}
	}
	var list []letterRow
	for _, e := range slices.Backward(d.state.History) {
		asks := e.Kind == string(workflow.GiveNotice) || e.Kind == string(workflow.Renew)
		if !asks || slices.Contains(ofLetters, e.Fact) || party != "" && !sentBy(e, party) {
			continue
		}
		sender := e.Data.Get("partij").Text
		row := letterRow{From: cmp.Or(receiverOf(d.state, sender), "Alle Partijen samen"), What: letterWords[workflow.NoticeLetter],
			Received: e.On, Recorded: d.record.Facts()[e.Fact-1].Recorded}
		sender = cmp.Or(sender, party)
		row.Outcome, row.Answers = d.cameOf(e, sender), answers(sender, e.Fact)
		if e.Kind == string(workflow.Renew) {
			row.What = letterWords[workflow.RenewalLetter]
		}
		list = append(list, row)
	}
	return list
}

// sentBy reports that a notice or a renewal is that of a Partij, alone or with the others.
func sentBy(e workflow.Event, party string) bool {
	return e.Data.Get("partij").Text == party ||
		slices.ContainsFunc(e.Data.Get("partijen").List, func(v workflow.Value) bool { return v.Text == party })
}

// cameOf says in a few words what a notice or a renewal that stands did.
func (d *dossier) cameOf(e workflow.Event, party string) string {
	if e.Kind == string(workflow.Renew) {
		if _, on := renewing(d.state, e.On); on != 0 {
			return "Telde mee; het convenant is verlengd."
		}
		return "Telt mee voor de verlenging."
	}
	if p := d.state.Party(party); p != nil && p.LastDay != 0 {
		return "Opgezegd; de laatste dag " + isOrWas(p.LastDay, d.On) + " " + dutchDay(p.LastDay) + "."
	}
	return "Opgezegd."
}

// isOrWas tells of a day whether it is over.
func isOrWas(day, today workflow.Date) string {
	if day < today {
		return "was"
	}
	return "is"
}

// waitsFor says what a letter waits for.
func waitsFor(p workflow.Proposal) string {
	switch p.Kind {
	case workflow.ProposeRead:
		return "Het convenant verbindt hier zelf geen gevolgen aan."
	case workflow.ProposeRefuse:
		return "Er is nog niets mee gedaan. Zoals de brief er ligt, kan hij niet worden aanvaard."
	}
	return "Er is nog niets mee gedaan. De brief kan worden aanvaard."
}
