package workflow

// Evaluation, and the event that ends a convenant whose looptijd runs until one.

type evaluate struct{ conclusion string }

func (d *evaluate) read(r *reader)                     { d.conclusion = r.text("conclusie", maxText) }
func (d *evaluate) valid(s *State, a *action) *Refusal { return nil }

func (d *evaluate) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(Evaluate); r != nil {
		return r
	}
	if s.Terms.Evaluation == nil {
		return refuse(NotAllowed, "Over evaluatie is in dit convenant niets geregeld.").
			instead("Stel eerst een wijziging voor die evaluatie regelt.")
	}
	return nil
}

func (d *evaluate) apply(s *State, a *action) { s.Evaluated = a.on }

// EvaluationDue returns the day by which the convenant is to be evaluated, or zero.
func (s *State) EvaluationDue() Date {
	if s.Phase != InForce || s.Terms.Evaluation == nil {
		return 0
	}
	switch rule := s.Terms.Evaluation; {
	case rule.Every.N > 0:
		return rule.Every.After(max(s.Evaluated, s.Entered))
	case s.Evaluated == 0:
		return rule.By
	}
	return 0
}

type recordEvent struct{ description string }

func (d *recordEvent) read(r *reader)                     { d.description = r.text("omschrijving", maxText) }
func (d *recordEvent) valid(s *State, a *action) *Refusal { return nil }

func (d *recordEvent) allowed(s *State, a *action) *Refusal {
	article := s.article(DurationTerm)
	switch {
	case !s.can(string(RecordEvent)):
		return s.wrongPhase(RecordEvent).under(article)
	case s.Terms.Duration == nil || s.Terms.Duration.Event == "":
		return refuse(NotAllowed, "De looptijd van dit convenant hangt niet van een gebeurtenis af.").under(article)
	case s.HappenedOn != 0:
		return refuse(NotAllowed, "De gebeurtenis is al vastgelegd, met als dag %s.", s.HappenedOn.Dutch()).under(article)
	}
	return nil
}

// apply makes the day of the event the last day.
func (d *recordEvent) apply(s *State, a *action) { s.HappenedOn, s.End = a.on, a.on }
