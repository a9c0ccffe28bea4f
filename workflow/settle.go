package workflow

// The calendar of a convenant (R18). On a day come first the exits whose last day was the day before, with the changes
// they complete; then the changes whose day it is; then renewal or expiry; then entry into force and accession; then
// that day's facts, after each of which everything is settled again. What happens here is a consequence: it is noted
// in the history and never recorded.

import "slices"

// settleTo brings the state forward to a day, through every day on which something comes to be.
func (s *State) settleTo(day Date) {
	for {
		next := s.nextDay()
		if next == 0 || next > day {
			break
		}
		s.Day = next
		s.settle()
	}
	s.Day = max(s.Day, day)
}

// settle lets everything come to be whose day has come, until nothing more does.
func (s *State) settle() {
	for s.exits() || s.changesTakeEffect() || s.periodEnds() || s.enters() || s.newcomersJoin() {
	}
}

// nextDay returns the first later day on which something comes to be of itself, or zero.
func (s *State) nextDay() Date {
	var next Date
	on := func(day Date) {
		if day > s.Day && (next == 0 || day < next) {
			next = day
		}
	}
	if s.Phase != Signing && s.Phase != InForce {
		return 0
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.State == Adopted && !c.Applied && c.Accession == nil {
			on(c.Effective)
		}
	}
	if s.Phase == Signing {
		if s.AllSigned() {
			on(s.entryDate())
		}
		return next
	}
	if s.End != 0 {
		on(s.End + 1)
	}
	for i := range s.Parties {
		switch p := &s.Parties[i]; {
		case p.State == Leaving:
			on(p.LastDay + 1)
		case p.State == Signed:
			on(p.joinDay())
		}
	}
	return next
}

// exits lets those leave whose last day has passed (R7).
func (s *State) exits() bool {
	if s.Phase != InForce {
		return false
	}
	gone, forAll := false, false
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == Leaving && p.LastDay < s.Day {
			gone, forAll = true, forAll || p.endsForAll
			s.leave(p, LeftByNotice, p.LastDay)
		}
	}
	if !gone {
		return false
	}
	if forAll || s.countBound() < 2 {
		s.conclude(s.endsByExits())
		return true
	}
	s.refreshGroups()
	s.weighChanges()
	return true
}

// endsByExits says how it ends now that too few remain, or the one who left ended it for all. It would have gone on but
// for that, unless its term is over too (R19); a change whose day it is may have moved the end (R18).
func (s *State) endsByExits() string {
	for s.applyChange() {
	}
	if termIsOver := s.End != 0 && s.End < s.Day; termIsOver && !s.weighRenewal().butForExits {
		return HasExpired
	}
	return WasEnded
}

func (s *State) countBound() int {
	n := 0
	for i := range s.Parties {
		if s.Parties[i].Bound() {
			n++
		}
	}
	return n
}

func (s *State) leave(p *Party, reason string, lastDay Date) {
	p.fire(HasLeft)
	p.Reason, p.LastDay = reason, lastDay
	s.note(HasLeft, textField("partij", p.ID), textField("reden", reason), dateField("laatsteDag", lastDay))
}

// conclude ends the convenant (R19): every Partij has left, and what was pending lapses.
func (s *State) conclude(how string) {
	s.fire(how)
	s.note(how)
	last := s.Day - 1
	atTerm := s.End != 0 && s.End <= last
	for i := range s.Parties {
		p := &s.Parties[i]
		switch {
		case !p.Bound():
		case p.State == Leaving && atTerm:
			s.leave(p, LeftByNotice, min(last, p.LastDay)) // its last day is cut to the end
		default:
			s.leave(p, LeftAtEnd, last)
		}
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.State == Proposed {
			s.lapse(c)
		}
	}
}

// periodEnds renews the convenant or lets it end, on the day after the last day of its period (R8, R9, R19).
func (s *State) periodEnds() bool {
	if s.Phase != InForce || s.End == 0 || s.End >= s.Day {
		return false
	}
	switch r := s.weighRenewal(); {
	case r.renewed:
		s.renew(r.onward)
	case r.butForExits:
		s.conclude(WasEnded)
	default:
		s.conclude(HasExpired)
	}
	return true
}

// enters lets the convenant enter into force (R1).
func (s *State) enters() bool {
	if s.Phase != Signing {
		return false
	}
	s.Entered = 0
	if !s.AllSigned() {
		return false
	}
	s.Entered = s.entryDate()
	if s.Entered == 0 || s.Entered > s.Day {
		return false
	}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.founder() {
			p.fire(CameIntoForce)
			p.BoundFrom = s.Entered
		}
	}
	s.fire(CameIntoForce)
	s.enteredAt = s.Day
	s.Period, s.began, s.End = 1, s.Entered, s.endFrom(s.Entered)
	s.History = append(s.History, Event{Kind: CameIntoForce, On: s.Entered, Data: ObjectOf(dateField("ingangsdatum", s.Entered), dateField("einddatum", s.End))})
	s.refreshGroups()
	return true
}

// entryDate returns the day of entry into force now that everyone has signed, or zero while it must still be published.
// A change of that term never works back beyond its own day (R10).
func (s *State) entryDate() Date {
	entry := s.entryAfter(s.lastSignature())
	if entry == 0 {
		return 0
	}
	return max(entry, s.entryNotBefore)
}

// entryAfter is entryDate for a given day of the last signature.
func (s *State) entryAfter(last Date) Date {
	rule := s.Terms.Entry
	if rule == nil {
		return last
	}
	switch rule.Moment {
	case AfterSignature:
		return last + 1
	case FixedDate:
		return rule.Date
	case FirstOfMonth:
		return last.FirstOfMonth().AddMonths(rule.Months)
	case AfterPublication:
		if s.Published == 0 {
			return 0
		}
		return max(last, s.Published.AddDays(rule.Days))
	}
	return last
}

// endFrom returns the last day of the first period of a convenant that enters into force on a day, or zero.
func (s *State) endFrom(entered Date) Date {
	switch d := s.Terms.Duration; {
	case d == nil:
		return 0
	case d.Event != "":
		return s.HappenedOn
	case d.Period.N > 0 && entered != 0:
		return d.Period.LastDay(entered)
	default:
		return d.Until
	}
}

// EndOf returns the end date of the running period, or before the entry into force the one that the terms foresee.
func (s *State) EndOf() Date {
	if s.Period > 0 || s.Terms == nil {
		return s.End
	}
	return s.endFrom(s.Entered)
}

// newcomersJoin binds those who joined, from the later of the wanted day and their signature (R13).
func (s *State) newcomersJoin() bool {
	if s.Phase != InForce {
		return false
	}
	joined := false
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.Change == 0 || p.State != Signed || p.joinDay() > s.Day {
			continue
		}
		p.fire(HasJoined)
		p.BoundFrom = s.Day
		if c := s.change(p.Change); c != nil {
			c.Applied, c.Effective = true, s.Day
		}
		s.note(HasJoined, textField("partij", p.ID))
		joined = true
	}
	if joined {
		s.weighChanges()
	}
	return joined
}

func (p *Party) joinDay() Date { return max(p.joinFrom, p.SignedOn) }

// settledAtEntry returns the state if the convenant entered into force on a day before the fold came to know of it.
func (s *State) settledAtEntry() *State {
	if s.enteredAt > s.Entered && s.Entered != 0 {
		return s
	}
	return nil
}

// enterBackwards shows a state of a day between an ingangsdatum that works back and the day on which it became known.
// Whoever was bound at that moment was bound from the ingangsdatum.
func (s *State) enterBackwards(later *State) {
	s.Phase, s.Entered, s.enteredAt, s.Period = InForce, later.Entered, later.enteredAt, 1
	s.began, s.End = later.Entered, s.endFrom(later.Entered)
	for i := range s.Parties {
		p := &s.Parties[i]
		q := later.party(p.ID)
		if q != nil && p.Change == 0 && (q.BoundFrom == later.Entered || q.Reason == LeftToSuccessor) {
			p.State, p.BoundFrom = Bound, later.Entered
		}
	}
	at := slices.IndexFunc(later.History, func(e Event) bool { return e.Kind == CameIntoForce })
	s.History = append(s.History, later.History[at])
}
