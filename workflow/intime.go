package workflow

// In time: nothing lets a convenant enter into force that is over by then (R2), and no change takes effect after the
// end that it gives itself.

// pastEnd looks ahead in a state of the caller's own, to the day on which it is in force or waits for its publication
// only. It returns that day and the end date that lies before it; no days when there is none.
func (s *State) pastEnd() (first, end Date) {
	s.settle()
	for next := s.nextDay(); next != 0 && s.Phase == Signing; next = s.nextDay() {
		s.settleTo(next)
	}
	first, end = s.enteredAt, s.endFrom(s.Entered) // not End: the period may have been renewed since
	if s.Phase == Signing {
		first = s.Day
	}
	if end == 0 || end >= first {
		return 0, 0
	}
	return first, end
}

// pastEndBy is pastEnd for what a deed would make of the state, if then everyone has signed.
func (s *State) pastEndBy(a *action) (first, end Date) {
	if s.Phase != Signing {
		return 0, 0
	}
	later := s.clone()
	a.apply(later, a)
	if !later.AllSigned() {
		return 0, 0
	}
	return later.pastEnd()
}

// pastEndUnder is pastEnd for a change that would be adopted on a day. When the convenant is in force already, the
// running period becomes as long as the change says.
func (s *State) pastEndUnder(c Change, adopted Date) (first, end Date) {
	duration := c.Terms.Get(string(DurationTerm)).Kind != Absent
	if !duration && (s.Phase != Signing || c.Terms.Get(string(EntryTerm)).Kind == Absent) {
		return 0, 0
	}
	c.State, c.Effective = Adopted, s.effectiveFrom(&c, adopted)
	if s.Phase == Signing {
		later := s.clone()
		if proposed := later.change(c.Number); proposed != nil {
			*proposed = c
		} else {
			later.Changes = append(later.Changes, c)
		}
		return later.pastEnd()
	}
	next := *s.foreseen()
	next.Terms, _ = parseTerms(MergeTerms(next.written, c.Terms), "")
	if end = next.endFrom(s.began); end == 0 || end >= c.Effective {
		return 0, 0
	}
	return c.Effective, end
}

// validTerms refuses terms of a proposal that contradict each other, and such as let it end before they take effect.
func (s *State) validTerms(patch Value, from, day Date) *Refusal {
	if len(patch.Fields) == 0 {
		return nil
	}
	if _, r := ReadTerms(MergeTerms(s.foreseen().written, patch), "voorwaarden."); r != nil {
		return r
	}
	c := Change{Terms: patch, From: from}
	c.buildsOn = s.awaited(&c)
	first, end := s.pastEndUnder(c, day)
	if end == 0 {
		return nil
	}
	field := "voorwaarden.looptijd"
	if patch.Get(string(DurationTerm)).Kind == Absent {
		field = "voorwaarden.inwerkingtreding"
	}
	return invalid(field, "De looptijd eindigt dan op %s. Dat is vóór %s, de dag waarop %s.", end.Dutch(), first.Dutch(), whatBegins(s.Phase)).
		instead("Kies een latere einddatum of een eerdere ingangsdatum.")
}

// takesEffectInTime refuses what would adopt such a change.
func (s *State) takesEffectInTime(c *Change, day Date) *Refusal {
	first, end := s.pastEndUnder(*c, day)
	if end == 0 {
		return nil
	}
	return refuse(TooLate, "De looptijd eindigt dan op %s. Dat is vóór %s, de dag waarop %s.", end.Dutch(), first.Dutch(), whatBegins(s.Phase)).
		under(s.article(AmendmentTerm)).instead("Vraag het secretariaat om het voorstel aan te passen.")
}

func whatBegins(p Phase) string {
	if p == Signing {
		return "het convenant op zijn vroegst in werking zou treden"
	}
	return "de wijziging zou ingaan"
}
