package workflow

// Asking: what is asked of whom on a day, and since when. It follows from the state alone; on which days somebody is
// reminded of it is computed in reminding.go.

import (
	"slices"
	"strconv"
)

// asks lists what is asked on the day of the state, with what the secretariaat is told of it.
func (s *State) asks() []ask {
	if s.reminders == nil {
		return nil
	}
	var list []ask
	add := func(a ask) {
		a.rule = s.reminders[a.kind]
		if a.rule == nil {
			return
		}
		if a.by != 0 && a.towards == nil {
			a.towards = []Date{a.by}
		}
		list = append(list, a)
	}
	switch s.Phase {
	case Advising:
		s.askAdvice(add)
	case Signing:
		s.askSignatures(add)
		s.askConsents(add)
	case InForce:
		s.askNewcomers(add)
		s.askConsents(add)
		s.askWhoIsBound(add)
		s.askRenewal(add)
	}
	s.askMeetings(add)
	return slices.DeleteFunc(escalated(list), func(a ask) bool { return a.by != 0 && a.by < s.Day && a.rule.After.N == 0 })
}

// escalated adds what the secretariaat is told: once for everyone who has not done the same thing, counted from the
// first who was asked.
func escalated(list []ask) []ask {
	n := len(list)
	for _, a := range list[:n] {
		if a.rule.Secretariat == nil {
			continue
		}
		told := a
		told.to, told.rule = Secretariat, a.rule.Secretariat
		at := slices.IndexFunc(list[n:], func(o ask) bool { return o.kind == told.kind && o.change == told.change && o.by == told.by })
		if at < 0 {
			list = append(list, told)
			continue
		}
		list[n+at].since = min(list[n+at].since, told.since)
	}
	return list
}

func (s *State) askAdvice(add func(ask)) {
	since := s.lastTime(string(OpenAdvice))
	for _, a := range s.Advisers {
		if a.Tenor == "" {
			add(ask{kind: RemindAdvice, to: a.Name, since: since, by: s.AdviceBy})
		}
	}
}

// askSignatures asks the founders. Who refused is not asked again, though they may still sign. The meetings that are on
// the agenda now that the text is adopted are those at which it is signed: our reading, for the acts know no other.
func (s *State) askSignatures(add func(ask)) {
	if s.AllSigned() {
		return
	}
	since, by := s.lastTime(WasAdopted), Date(0)
	if d := s.Terms.Duration; d != nil {
		by = d.Until
	}
	towards := []Date{}
	for _, m := range s.Meetings {
		if m.Date > since {
			towards = append(towards, m.Date)
		}
	}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.founder() && p.State == Invited {
			add(ask{kind: RemindSign, to: p.ID, since: since, by: by, towards: towards})
		}
	}
}

// askNewcomers asks those who are admitted to sign.
func (s *State) askNewcomers(add func(ask)) {
	for i := range s.Parties {
		p := &s.Parties[i]
		if c := s.change(p.Change); c != nil && p.State == Invited {
			add(ask{kind: RemindSign, to: p.ID, change: c.Number, since: c.AdoptedOn})
		}
	}
}

// askConsents asks who has not said what they think of a change, or the meeting that decides on it. A change that cannot
// be consented to until it is adapted waits for the secretariaat.
func (s *State) askConsents(add func(ask)) {
	for i := range s.Changes {
		c := &s.Changes[i]
		if c.State != Proposed || c.CollidesWith != 0 {
			continue
		}
		since := s.proposedOn(c)
		electorate := s.electorate(c)
		if electorate == nil {
			add(ask{kind: RemindDecision, to: s.decidesOn(c), change: c.Number, since: since})
		}
		for _, p := range electorate {
			if !said(c.Consents, p.ID) && !said(c.Refusals, p.ID) {
				add(ask{kind: RemindConsent, to: p.ID, change: c.Number, since: max(since, p.BoundFrom)})
			}
		}
	}
}

// decidesOn names the meeting that decides on a change, where the Partijen do not.
func (s *State) decidesOn(c *Change) string {
	if c.Accession != nil && s.Terms.Accession != nil && s.Terms.Accession.Body != "" {
		return s.Terms.Accession.Body
	}
	return Alderman
}

// askWhoIsBound asks for a contact person of every Partij, and for the evaluation.
func (s *State) askWhoIsBound(add func(ask)) {
	for i := range s.Parties {
		if p := &s.Parties[i]; p.Bound() && len(p.Contacts) == 0 {
			add(ask{kind: RemindContacts, to: p.ID, since: p.BoundFrom})
		}
	}
	if due := s.EvaluationDue(); due != 0 {
		add(ask{kind: RemindEvaluate, to: Secretariat, since: max(s.Evaluated, s.Entered), by: due})
	}
}

// askRenewal asks every Partij that has not renewed and has not given notice for its letter, or for the decision.
func (s *State) askRenewal(add func(ask)) {
	if !s.canRenew() {
		return
	}
	by := s.Terms.renewalDeadline(s.End)
	for _, id := range s.WithoutRenewal() {
		add(ask{kind: RemindRenew, to: id, since: max(s.began, s.party(id).BoundFrom), by: by})
	}
	if s.Terms.Renewal.Way == ByDecision && s.renewedBy == 0 {
		add(ask{kind: RemindRenew, to: Alderman, since: s.began, by: by})
	}
}

// askMeetings asks a meeting for what it concluded, and reminds it that the convenant is on its agenda. What is put on
// the agenda again is asked for after the later meeting.
func (s *State) askMeetings(add func(ask)) {
	if s.Phase == "" || s.Phase == Signing || s.Phase.Over() {
		return
	}
	for _, m := range s.Meetings {
		concluded := slices.ContainsFunc(s.Decisions, func(d Resolution) bool { return sameBody(d.Body, m.Body) && d.On >= m.Date })
		if concluded || s.Phase == InForce && m.Date <= s.Entered {
			continue
		}
		a := ask{kind: RemindDecision, to: m.Body, since: s.scheduledOn(m), by: m.Date, onAgenda: true}
		if slices.ContainsFunc(s.Meetings, func(o Meeting) bool { return sameBody(o.Body, m.Body) && o.Date > m.Date }) {
			a.towards, a.by = []Date{m.Date}, 0
		}
		add(a)
	}
}

// lastTime returns the day of the last event of a kind.
func (s *State) lastTime(kind string) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Kind == kind {
			return e.On
		}
	}
	return 0
}

// proposedOn returns the day on which a change was proposed as it now stands.
func (s *State) proposedOn(c *Change) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Fact == c.fact || e.Kind == string(AdaptChange) && e.Data.Get("wijziging").Text == strconv.Itoa(c.Number) {
			return e.On
		}
	}
	return 0
}

func (s *State) scheduledOn(m Meeting) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Kind == string(Schedule) && sameBody(e.Data.Get("overleg").Text, m.Body) && e.Data.Get("datum").Text == m.Date.String() {
			return e.On
		}
	}
	return 0
}
