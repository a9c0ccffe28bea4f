package workflow

// What a Partij can still do with a letter of its own, for who writes one for it to sign.

// RenewalFor returns the last day on which the letter of renewal of a Partij may be received, and the period that it
// would renew for; through is zero for one without an end. ok is false when the Partij is not asked for one: because
// there is no renewal by letter, or it has given notice, or its letter is in.
func (s *State) RenewalFor(id string) (by, from, through Date, ok bool) {
	p := s.party(id)
	if p == nil || p.State != Bound || p.Renewed != 0 || !s.RenewsByLetter() {
		return 0, 0, 0, false
	}
	from, through = s.nextPeriod()
	return s.RenewalDeadline(), from, through, s.Day <= s.RenewalDeadline()
}

// RenewsByLetter reports that the running period can be renewed, with letters.
func (s *State) RenewsByLetter() bool {
	return s.Phase == InForce && s.canRenew() && s.Terms.Renewal.Way == ByLetter
}

// RenewalDeadline returns the last day on which a letter of renewal may be received, or zero.
func (s *State) RenewalDeadline() Date {
	if s.Phase != InForce || !s.canRenew() {
		return 0
	}
	return s.Terms.renewalDeadline(s.End)
}

// NextPeriod returns the period that follows when the running one is renewed; through is zero for one without an end.
func (s *State) NextPeriod() (from, through Date) {
	if s.Phase != InForce || !s.canRenew() {
		return 0, 0
	}
	return s.nextPeriod()
}

func (s *State) nextPeriod() (from, through Date) { return s.End + 1, s.Terms.endAfter(s.End) }

// EarliestLastDay returns the earliest last day of a notice that is received on a day, or zero when none can be given.
func (s *State) EarliestLastDay(received Date) Date {
	if s.Phase != InForce || s.Terms.Notice == nil || s.Terms.Notice.By == ByNobody {
		return 0
	}
	return s.earliestLastDay(received)
}

// WithoutRenewal lists the Partijen whose letter of renewal is asked for and not in.
func (s *State) WithoutRenewal() []string {
	if !s.RenewsByLetter() {
		return nil
	}
	var ids []string
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == Bound && p.Renewed == 0 {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
