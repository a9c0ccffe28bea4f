package workflow

// Renewal (3.4): a convenant lives on after its end date by letter, tacitly or by decision. Whether it does is weighed
// on the day after the end date, also when every letter came in long before (R8, R9).

// renewal is what the weighing gives.
type renewal struct {
	renewed     bool
	butForExits bool     // it would have gone on but for exits (R19)
	onward      []*Party // who go on; others who gave no notice leave on the end date
}

// weighRenewal says what becomes of the convenant at the end of its period. Who gave notice counts neither for the
// quorum nor for the minimum of two (R3).
func (s *State) weighRenewal() renewal {
	rule := s.Terms.Renewal
	if !s.canRenew() {
		return renewal{}
	}
	var stayers []*Party
	stopped, forAll := false, false
	for i := range s.Parties {
		p := &s.Parties[i]
		switch {
		case p.State == Bound:
			stayers = append(stayers, p)
		case p.State == Left && p.Reason == LeftByNotice && p.LastDay == s.End:
			stopped, forAll = true, forAll || p.endsForAll
		}
	}
	onward, granted := stayers, false
	switch {
	case rule.Way == Tacit:
		granted = true
		stopped = stopped && rule.Quorum == AllParties
	case rule.Way == ByDecision:
		granted, stopped = s.renewedBy != 0, false
	default:
		onward, stopped = withLetter(stayers), false
		granted = len(onward) > 0 && (rule.Quorum == EachForItself || len(onward) == len(stayers))
	}
	if granted && !stopped && !forAll && len(onward) >= 2 {
		return renewal{renewed: true, onward: onward}
	}
	return renewal{butForExits: granted && len(onward) == len(stayers)}
}

// canRenew reports whether the terms still know a renewal of the running period.
func (s *State) canRenew() bool {
	rule := s.Terms.Renewal
	return s.Terms.Renews() && s.End != 0 && s.Terms.Duration != nil && s.Terms.Duration.Event == "" &&
		(rule.Most == 0 || s.Period <= rule.Most)
}

func withLetter(list []*Party) []*Party {
	var with []*Party
	for _, p := range list {
		if p.Renewed != 0 {
			with = append(with, p)
		}
	}
	return with
}

// renew begins the next period; who does not go on leaves on the end date.
func (s *State) renew(onward []*Party) {
	old := s.End
	s.fire(WasRenewed)
	s.began = old + 1
	s.End = s.Terms.endAfter(old)
	s.Period++
	s.renewedBy = 0
	s.note(WasRenewed, dateField("einddatum", s.End), numberField("periode", s.Period))
	going := map[string]bool{}
	for _, p := range onward {
		going[p.ID] = true
	}
	left := false
	for i := range s.Parties {
		p := &s.Parties[i]
		p.Renewed = 0
		if p.State == Bound && !going[p.ID] {
			s.leave(p, LeftNotRenewed, old)
			left = true
		}
	}
	if left {
		s.refreshGroups()
		s.weighChanges()
	}
}

// endAfter returns the last day of the period that follows one that ends on a day, or zero if that has no end. It
// counts from the day after the old end.
func (t *Terms) endAfter(end Date) Date {
	switch v := t.Renewal; {
	case v.Indefinite:
		return 0
	case v.SamePeriod:
		return t.Duration.Period.LastDay(end + 1)
	default:
		return v.Period.LastDay(end + 1)
	}
}

// renewalDeadline returns the last day on which a letter, a notice or a decision about the end of a period can be
// received: so long before the end date, by the search of R5.
func (t *Terms) renewalDeadline(end Date) Date { return t.Renewal.ReceivedBefore.Before(end) }

// renew is the act verlengen: a verlengingsbrief of one Partij.
type renew struct {
	party    string
	received Date
	letter   int
}

func (d *renew) read(r *reader) {
	d.party, d.received, d.letter = r.id("partij"), r.optDate("ontvangen"), r.optNumber("brief", 1, maxFacts)
}

func (d *renew) receipt() Date      { return d.received }
func (d *renew) setReceipt(on Date) { d.received = on }
func (d *renew) behalf() []string   { return []string{d.party} }

func (d *renew) prepare(s *State) { d.received = s.receiptFrom(d.letter, d.received) }

func (d *renew) valid(s *State, a *action) *Refusal {
	return first(s.known("partij", d.party), s.knownLetter(d.letter, RenewalLetter, d.party, d.received))
}

func (d *renew) allowed(s *State, a *action) *Refusal {
	rule, article := s.Terms.Renewal, s.article(RenewalTerm)
	if rule == nil || rule.Way != ByLetter {
		return refuse(NotAllowed, "Dit convenant kan niet met een verlengingsbrief worden verlengd.").under(article)
	}
	p := s.party(d.party)
	tooLate := s.Phase == Expired && s.canRenew() && p.Reason == LeftAtEnd // refused below
	switch {
	case s.Phase != InForce && !tooLate:
		return s.wrongPhase(Renew).under(article)
	case !s.canRenew():
		return refuse(NotAllowed, "Volgens de voorwaarden kan dit convenant niet, of niet nog eens, worden verlengd.").under(article)
	case !tooLate && s.boundParty(p) != nil:
		return s.boundParty(p).under(article)
	case p.State == Leaving:
		return refuse(NoticeFinal, "%s heeft opgezegd. Een opzegging kan na ontvangst niet worden ingetrokken, dus verlengen kan niet meer.", p.Name).
			under(s.article(NoticeTerm)).instead("%s blijft Partij tot en met %s.", p.Name, p.LastDay.Dutch())
	case p.Renewed != 0:
		return refuse(AlreadyRenewed, "De verlengingsbrief van %s voor deze periode is al ontvangen, op %s.", p.Name, p.Renewed.Dutch()).under(article)
	}
	return nil
}

func (d *renew) timely(s *State, a *action) *Refusal {
	deadline := s.Terms.renewalDeadline(s.End)
	if s.Phase == InForce && a.on <= deadline {
		return nil
	}
	return refuse(TooLate, "De verlengingsbrief moest uiterlijk op %s zijn ontvangen, maar is ontvangen op %s.", deadline.Dutch(), a.on.Dutch()).
		under(s.article(RenewalTerm)).instead("Sluit een nieuw convenant als de samenwerking doorgaat.")
}

func (d *renew) apply(s *State, a *action) { s.party(d.party).Renewed = a.on }
