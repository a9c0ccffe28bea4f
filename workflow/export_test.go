package workflow

// Replay folds the facts that count one by one, as the fold does, and shows the state before and after each of them and
// on each day between on which something comes to be of itself. Tests see in it what days hide: two facts of one day.
func (c *Convenant) Replay(see func(s *State)) {
	s := &State{}
	for _, f := range c.order {
		for next := s.nextDay(); next != 0 && next <= f.On; next = s.nextDay() {
			s.settleTo(next)
			see(s)
		}
		s.settleTo(f.On)
		see(s)
		s.record(f)
		see(s)
	}
}
