package workflow

// Decide is the one door through which an act becomes a fact. It is pure: the same facts, act and day give the same
// answer. Nothing is recorded here; the caller appends the fact, or shows the refusal.

import "slices"

// Decision is the answer to an act: a fact to record, or a refusal.
type Decision struct {
	Fact    *Fact
	Refusal *Refusal
	Lost    []int // the numbers of the facts that lose their effect by it
}

// Decide judges an act that is offered today. The fact that it gives has the next number and the day of recording; the
// caller adds the moment.
func (c *Convenant) Decide(act Act, today Date, composer Composer) Decision {
	return c.decision(act, today, composer, c.foldedTo)
}

// decision is Decide with the states to judge by, which are only looked at.
func (c *Convenant) decision(act Act, today Date, composer Composer, stateOn func(Date) *State) Decision {
	fact, lost, refusal := c.decide(act, today, composer, stateOn)
	if refusal != nil {
		return Decision{Refusal: refusal, Lost: lost}
	}
	return Decision{Fact: fact, Lost: lost}
}

func (c *Convenant) decide(act Act, today Date, composer Composer, stateOn func(Date) *State) (*Fact, []int, *Refusal) {
	deed, refusal := readDeed(act.Kind, act.Data)
	if refusal != nil {
		return nil, nil, refusal
	}
	a := c.actionOf(act, deed, today)
	if refusal = c.beforehand(a); refusal == nil {
		if a.words, refusal = stateOn(a.on).decide(a, composer); refusal != nil {
			refusal = c.notYet(a, refusal)
		}
	}
	var replacement *Fact
	if d, ok := deed.(*correct); ok && len(c.facts) > 0 {
		var r *Refusal
		replacement, r = c.correction(d, today, composer)
		refusal = foremost(refusal, r)
	}
	if refusal != nil {
		return nil, nil, refusal
	}
	fact := &Fact{
		Number: a.number, Kind: a.kind, On: a.on, Recorded: today, By: a.by, RecordedBy: act.RecordedBy, Data: tidied(act.Data), Note: act.Note,
		Attachments: act.Attachments, Confirmed: act.Confirmed, Words: a.words, Change: a.change, Replacement: replacement, deed: deed,
	}
	if r, ok := deed.(received); ok {
		fact.Data = fact.Data.With("ontvangen", TextOf(r.receipt().String()))
	}
	lost, refusal := c.lostBy(fact)
	if refusal != nil {
		return nil, nil, refusal
	}
	if len(lost) > 0 && !act.Confirmed {
		r := refuse(EffectsLost, "Dit telt dan niet meer mee: %s.", c.describe(lost)).
			instead("Bevestig het als dat de bedoeling is.")
		r.Facts = lost
		return nil, lost, r
	}
	return fact, lost, nil
}

// actionOf puts an act on its legal day.
func (c *Convenant) actionOf(act Act, deed deed, today Date) *action {
	a := &action{deed: deed, kind: act.Kind, on: act.On, recorded: today, by: act.By, number: len(c.facts) + 1}
	if a.by == "" {
		a.by = Secretariat
	}
	if a.on == 0 {
		a.on = today
	}
	a.dated = a.on != today
	if p, ok := deed.(interface{ prepare(*State) }); ok {
		p.prepare(c.tip)
	}
	if r, ok := deed.(received); ok {
		if r.receipt() == 0 {
			r.setReceipt(a.on)
		}
		a.on = r.receipt()
	}
	if a.kind == ProposeChange {
		a.change = 1
		for _, f := range c.facts {
			a.change = max(a.change, f.Change+1)
		}
	}
	return a
}

// beforehand refuses what needs no state of the day: an act on a convenant that is not there, a second drawing up, and
// what comes before a day that is too early.
func (c *Convenant) beforehand(a *action) *Refusal {
	switch {
	case a.kind == Draft && len(c.facts) > 0:
		if a.by != Secretariat {
			return a.allowed(c.tip, a)
		}
		return refuse(NotAllowed, "Dit convenant is al opgesteld.").instead("Wijzig de tekst, of stel een ander convenant op.")
	case a.kind == Draft:
		return nil
	case len(c.facts) == 0:
		return refuse(NotAllowed, "Er is nog geen convenant.").instead("Stel eerst een convenant op.")
	case a.on < c.drawnUpOn(): // too early, unless something comes before that
		if refusal := a.valid(c.tip, a); refusal != nil && refusal.Code == Unknown {
			return refusal
		}
		return c.tip.entitled(a)
	}
	return nil
}

// drawnUpOn returns the day on which the convenant was drawn up.
func (c *Convenant) drawnUpOn() Date {
	first := slices.IndexFunc(c.order, func(f *Fact) bool { return f.Kind == Draft })
	if first < 0 {
		return lastDate
	}
	return c.order[first].On
}

// decide judges an act in this state and writes the words that it establishes. That they cannot be written is a ground
// like others, and may come before them.
func (s *State) decide(a *action, composer Composer) (*Words, *Refusal) {
	refusal := s.judge(a)
	d, ok := a.deed.(composing)
	if !ok || s.Phase == "" && a.kind != Draft {
		return nil, refusal
	}
	words, unsayable := d.compose(s, a, composer)
	if refusal = foremost(refusal, unsayable); refusal != nil {
		return nil, refusal
	}
	return words, nil
}

// notYet tells apart what never was from what was not yet there on the day of the act.
func (c *Convenant) notYet(a *action, refusal *Refusal) *Refusal {
	if refusal.Code != Unknown || a.on >= c.tip.Day || a.valid(c.tip, a) != nil {
		return refusal
	}
	if refusal := c.tip.entitled(a); refusal != nil {
		return refusal // comes before what the state does not allow
	}
	return refuse(NotAllowed, "Op %s kon dit nog niet. Toen gold: “%s”", a.on.Dutch(), refusal.Detail).instead("Kies een latere dag.")
}

// lostBy returns the numbers of the facts that stand now and would not with the new fact. It refuses a fact that would
// not stand itself: a correction can move the ground from under its own day.
func (c *Convenant) lostBy(f *Fact) ([]int, *Refusal) {
	if f.Kind != Correct && (len(c.order) == 0 || f.On >= c.order[len(c.order)-1].On) {
		return nil, nil
	}
	after := fold(effective(append(slices.Clip(c.facts), f)), 0)
	corrected := 0
	if d, ok := f.deed.(*correct); ok {
		corrected = d.fact
	}
	var lost []int
	for _, w := range after.Without {
		if w.Fact == f.Number || w.Fact == corrected && f.Replacement != nil {
			return nil, w.Reason
		}
		stood := !slices.ContainsFunc(c.tip.Without, func(o Ineffective) bool { return o.Fact == w.Fact })
		if stood && w.Fact != corrected {
			lost = append(lost, w.Fact)
		}
	}
	slices.Sort(lost)
	return lost, nil
}

// describe names facts as a sentence does: feit 4 van 16 januari 2024 (Gemeente Laren ondertekent digitaal).
func (c *Convenant) describe(numbers []int) string {
	var list []string
	for _, n := range numbers {
		f := c.facts[n-1]
		what, _ := c.tip.Describe(Event{Fact: n, Kind: string(f.Kind), On: f.On, Data: f.Data})
		list = append(list, "feit "+NumberOf(n).Text+" van "+f.On.Dutch()+" ("+what+")")
	}
	return enumeration(list)
}
