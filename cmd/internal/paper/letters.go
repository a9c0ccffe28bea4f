package paper

// What the letters about notice and renewal are told: receipts, word to the others, the letters that a Partij can sign,
// and the end.

import (
	"slices"

	"convenant/templates"
	"convenant/workflow"
)

// rules tells of the rules for notice and renewal on the day that the paper looks at.
func (w *writer) rules(d *templates.LetterData) {
	s := w.state
	d.Opzegging.GerichtAan = "de contactpersoon van de Regio"
	if s.Terms == nil {
		return
	}
	if n := s.Terms.Notice; n != nil {
		o := &d.Opzegging
		if n.AddressedTo != "" {
			o.GerichtAan = n.AddressedTo
		}
		if n.Term.N > 0 {
			o.Termijn = n.Term.Dutch()
		}
		o.Aangetekend, o.RedenenNodig, o.Gevolg = n.Form == workflow.Registered, n.Grounds, n.Effect
		if w.paper.Kind == workflow.PaperNoticeLetter {
			o.LaatsteDag = templates.Day(s.EarliestLastDay(w.day))
			if by := s.LatestReceipt(s.End); s.End != 0 && by >= w.day {
				o.TegenEinde, o.UiterlijkEinde = templates.Day(s.End), templates.Day(by)
			}
		}
	}
	w.renewalRules(d)
	if a := s.Terms.Aftermath; a != nil {
		d.Convenant.NaAfloop, d.Convenant.NaAfloopTermijn = a.Description, a.Period.Dutch()
	}
}

func (w *writer) renewalRules(d *templates.LetterData) {
	s, v := w.state, &d.Verlenging
	v.GerichtAan = d.Opzegging.GerichtAan
	if !s.RenewsByLetter() {
		return
	}
	from, through := s.NextPeriod()
	v.Uiterlijk, v.Van, v.Tot = templates.Day(s.RenewalDeadline()), templates.Day(from), templates.Day(through)
	v.Ieder = s.Terms.Renewal.Quorum == workflow.AllParties
	v.Ontbreken = w.parties(s.WithoutRenewal())
	v.Termijn = "dezelfde periode"
	if s.Terms.Renewal.Period.N > 0 {
		v.Termijn = s.Terms.Renewal.Period.Dutch()
	}
}

// receipt tells what the receipt of a letter means: that it has its effect, that it has not yet, or why it cannot.
func (w *writer) receipt(d *templates.LetterData) {
	f, s := w.fact(), w.state
	b := &d.Brief
	b.Vastgelegd, b.Ontvangen = templates.Day(f.Recorded), templates.Day(w.paper.On)
	d.Partij = w.party(w.paper.To)
	switch f.Kind {
	case workflow.GiveNotice:
		b.Soort, b.Verwerkt = workflow.NoticeLetter, true
		d.Opzegging.Samen = len(f.Data.Get("partijen").List) > 0
		w.notice(d, w.paper.To)
		d.Opzegging.Telling = w.counted(w.paper.On, workflow.Date(d.Opzegging.LaatsteDag))
	case workflow.Renew:
		b.Soort, b.Verwerkt = workflow.RenewalLetter, true
		d.Verlenging.Ontvangen = b.Ontvangen
	case workflow.RegisterLetter:
		i := slices.IndexFunc(s.Letters, func(l workflow.Letter) bool { return l.Number == f.Number })
		if i < 0 {
			break
		}
		l := s.Letters[i]
		b.Soort, b.Vorm, b.GerichtAan = l.Kind, l.Form, l.AddressedTo
		switch l.Kind {
		case workflow.NoticeLetter:
			w.ask(b, workflow.GiveNotice, f)
			if b.Kan {
				d.Opzegging.Ontvangen, d.Opzegging.LaatsteDag = b.Ontvangen, templates.Day(s.EarliestLastDay(l.Received))
				d.Opzegging.Telling = w.counted(l.Received, 0)
			}
		case workflow.RenewalLetter:
			w.ask(b, workflow.Renew, f)
			if b.Kan {
				d.Verlenging.Ontvangen = b.Ontvangen
			}
		default:
			b.Soort = "brief"
		}
	}
}

// ask tries the act that a registered letter asks for, without recording it. What only the letter can tell, its reasons
// and its wanted day, is taken to be in order.
func (w *writer) ask(b *templates.LetterReceived, kind workflow.Kind, letter *workflow.Fact) {
	data := workflow.ObjectOf(workflow.Field{Name: "partij", Value: workflow.TextOf(w.paper.To)},
		workflow.Field{Name: "brief", Value: workflow.NumberOf(letter.Number)})
	if kind == workflow.GiveNotice {
		data = data.With("gronden", workflow.TextOf("in de brief"))
		if form := letter.Data.Get("vorm"); form.IsPresent() {
			data = data.With("vorm", form)
		}
	}
	decision := w.record.Decide(workflow.Act{Kind: kind, Data: data, Confirmed: true}, max(letter.Recorded, letter.On), nil)
	if b.Kan = decision.Refusal == nil; b.Kan {
		return
	}
	b.Geweigerd = decision.Refusal.Error()
	if decision.Refusal.Article != "" {
		b.Artikel = "artikel " + decision.Refusal.Article
	}
}

// notice tells of the notice that a Partij gave.
func (w *writer) notice(d *templates.LetterData, id string) {
	p := w.state.Party(id)
	if p == nil {
		return
	}
	o := &d.Opzegging
	o.Ontvangen, o.LaatsteDag = templates.Day(p.NoticeOn), templates.Day(p.LastDay)
	for i := range w.state.Parties {
		if q := &w.state.Parties[i]; q.State == workflow.Bound && q.ID != id {
			o.Blijven = append(o.Blijven, w.party(q.ID))
		}
	}
	if rule := w.state.Terms.Notice; rule != nil && rule.JoinWithin.N > 0 {
		if until := rule.JoinWithin.After(p.NoticeOn); until >= w.day {
			o.AansluitenTot = templates.Day(until)
		}
	}
}

// counted tells in sentences how a last day was counted from the day of receipt; last is zero when it is not fixed yet.
func (w *writer) counted(received, last workflow.Date) string {
	rule := w.state.Terms.Notice
	if rule == nil {
		return ""
	}
	at := ""
	if a := w.article(workflow.NoticeTerm); a != "" {
		at = " (" + a + ")"
	}
	from, day := "de dag van ontvangst", received
	switch rule.CountsFrom {
	case workflow.FromEndOfMonth:
		from, day = "het einde van de maand van ontvangst", received.EndOfMonth()
	case workflow.FromEndOfYear:
		from, day = "het einde van het kalenderjaar van ontvangst", received.EndOfYear()
	}
	words := "Er is geen opzegtermijn" + at + "."
	if rule.Term.N > 0 {
		words = "De opzegtermijn is " + rule.Term.Dutch() + " en telt vanaf " + from + ", " + day.Dutch() + at + "."
	}
	landing := map[string]string{workflow.OnEndOfMonth: "een kalendermaand", workflow.OnEndOfYear: "een kalenderjaar", workflow.OnEndOfPeriod: "een periode"}
	if where := landing[rule.LandsOn]; where != "" {
		words += " Opzeggen kan alleen tegen het einde van " + where + "."
	}
	// The state is of after the notice, which changes nothing in how a day is counted.
	switch earliest := w.state.EarliestLastDay(received); {
	case last == 0 || earliest == 0:
	case last > earliest:
		words += " U koos zelf een latere dag."
	case last < earliest && len(w.given().Get("partijen").List) > 0:
		words += " Uw eerdere opzegging gaf al een vroegere laatste dag, en die blijft staan."
	case last < earliest:
		words += " U sluit u aan bij een opzegging die er al was, en vertrekt op dezelfde dag."
	}
	return words
}

// notification tells the others of a notice.
func (w *writer) notification(d *templates.LetterData) {
	w.notice(d, w.paper.About)
	if by, _, _, ok := w.state.RenewalFor(w.paper.To); ok {
		d.Verlenging.Uiterlijk = templates.Day(by)
	} else if !d.Partij.Verlengd {
		d.Verlenging.Uiterlijk = 0
	}
}

// renewed tells of a renewal on its first day, and of the next one.
func (w *writer) renewed(d *templates.LetterData) {
	s := w.state
	v := templates.LetterRenewal{Van: templates.Day(w.paper.On), Tot: templates.Day(s.End), Uiterlijk: d.Verlenging.Uiterlijk}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == workflow.Left && p.LastDay == w.paper.On-1 && p.Reason != workflow.LeftToSuccessor {
			v.Vertrekken = append(v.Vertrekken, w.party(p.ID))
		}
	}
	d.Verlenging = v
}

// end tells of the end of the convenant, or of one Partij's part in it.
func (w *writer) end(d *templates.LetterData) {
	p := w.state.Party(w.paper.To)
	if p == nil {
		return
	}
	d.Einde = templates.LetterEnd{Soort: p.Reason, LaatsteDag: templates.Day(p.LastDay)}
	d.Opzegging.Ontvangen = templates.Day(p.NoticeOn)
	if heir := w.state.Party(p.Successor); heir != nil {
		d.Einde.Opvolger = heir.Name
	}
	if a := w.state.Terms.Aftermath; a != nil {
		d.Convenant.NaAfloopTot = templates.Day(a.Period.After(p.LastDay))
	}
	if w.paper.Kind == workflow.PaperEnd {
		d.Einde.Soort, d.Einde.LaatsteDag = string(w.state.Phase), templates.Day(w.paper.On-1)
		before := w.record.On(w.paper.On - 1)
		d.Verlenging.Ontbreken = nil
		if w.state.Phase == workflow.Expired {
			d.Verlenging.Ontbreken = w.parties(before.WithoutRenewal())
			d.Verlenging.Uiterlijk = templates.Day(before.RenewalDeadline())
		}
	}
}
