package workflow

// The timeline: every state as an interval of days, computed from the facts and on into the future. It is what a
// register reads to know who is bound on a day, so that no stored state goes stale at midnight.

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Interval says that a subject is in a state from one day through another. Through is zero when no end is in sight. The
// einddatum of the running period is a subject too: its state is that day.
type Interval struct {
	Subject string `json:"onderwerp"` // "convenant", "einddatum", "partij:hilversum", "wijziging:1"
	State   string `json:"toestand"`
	From    Date   `json:"van"`
	Through Date   `json:"totEnMet"`
}

// How far ahead states are computed at most: further than any renewal that somebody alive will see.
const maxFutureEvents = 2000

// One tacit renewal after another is followed this far beyond the day of the last fact.
const renewalYears = 15

// Timeline returns the intervals of the convenant, its einddatum, its Partijen and its changes, by subject and in order
// of days.
func (c *Convenant) Timeline() []Interval {
	t, s, begin := c.timelineSoFar()
	for i, f := range c.order[begin:] {
		i += begin
		t.before(s, f.On)
		s.record(f)
		if i+1 == len(c.order) || c.order[i+1].On > f.On {
			t.observe(s)
		}
	}
	horizon := c.horizon()
	for range maxFutureEvents {
		next := s.nextDay()
		if next == 0 || next > horizon && s.renewsForEver() {
			break
		}
		s.settleTo(next)
		t.observe(s)
	}
	if entry := s.settledAtEntry(); entry != nil && len(c.order) > 0 {
		t.enterBackwards(c, entry, s)
	}
	slices.SortStableFunc(t.list, subjectOrder)
	return t.list
}

// soFar is a timeline as far as it goes before the facts of the last day, with the state that it ends in. More facts of
// that day or later do not change it.
type soFar struct {
	facts    int
	timeline *timeline
	state    *State
}

// timelineSoFar returns the timeline before the facts of the last day, of the caller's own, and how many facts are in it.
// What was found is kept, so that an act at the end of the line need not go through all that came before.
func (c *Convenant) timelineSoFar() (*timeline, *State, int) {
	if c.soFar == nil {
		c.soFar = &soFar{timeline: &timeline{open: map[string]int{}}, state: &State{}}
	}
	t, s, n := c.soFar.timeline.clone(), c.soFar.state.clone(), c.soFar.facts
	last := len(c.order)
	for last > n && c.order[last-1].On == c.order[len(c.order)-1].On {
		last--
	}
	if last == n {
		return t, s, n
	}
	for ; n < last; n++ {
		t.before(s, c.order[n].On)
		s.record(c.order[n])
		if c.order[n+1].On > c.order[n].On {
			t.observe(s)
		}
	}
	c.soFar = &soFar{n, t.clone(), s.clone()}
	return t, s, n
}

func (c *Convenant) horizon() Date {
	if len(c.facts) == 0 {
		return 0
	}
	return c.facts[len(c.facts)-1].Recorded.AddMonths(12 * renewalYears)
}

type timeline struct {
	list  []Interval
	open  map[string]int // by subject, the interval that has not ended yet
	terms []State        // of each day that was observed, what an einddatum follows from
}

func (t *timeline) clone() *timeline {
	return &timeline{slices.Clone(t.list), maps.Clone(t.open), slices.Clone(t.terms)}
}

// before settles up to a day, so that every state before it is seen.
func (t *timeline) before(s *State, day Date) {
	for next := s.nextDay(); next != 0 && next < day; next = s.nextDay() {
		s.settleTo(next)
		t.observe(s)
	}
}

// observe begins a new interval for every subject whose state changed.
func (t *timeline) observe(s *State) {
	t.see("convenant", string(s.Phase), s.Day)
	t.see("einddatum", s.EndOf().String(), s.Day)
	t.terms = append(t.terms, State{Day: s.Day, Terms: s.Terms, HappenedOn: s.HappenedOn})
	for i := range s.Parties {
		t.see("partij:"+s.Parties[i].ID, string(s.Parties[i].State), s.Day)
	}
	for i := range s.Changes {
		t.see("wijziging:"+strconv.Itoa(s.Changes[i].Number), string(s.Changes[i].State), s.Day)
	}
	for subject := range t.open {
		if id, ok := strings.CutPrefix(subject, "partij:"); ok && s.party(id) == nil {
			t.see(subject, "", s.Day)
		}
	}
}

// see is told once a day at most of each subject; an empty state ends it.
func (t *timeline) see(subject, state string, day Date) {
	if at, ok := t.open[subject]; ok {
		if t.list[at].State == state {
			return
		}
		t.list[at].Through = day - 1
		delete(t.open, subject)
	}
	if state != "" {
		t.open[subject] = len(t.list)
		t.list = append(t.list, Interval{Subject: subject, State: state, From: day})
	}
}

// renewsForEver reports that nothing lies ahead but one tacit renewal after another.
func (s *State) renewsForEver() bool {
	rule := s.renewalRule()
	if rule == nil || rule.Way != Tacit || rule.Most != 0 || !s.canRenew() {
		return false
	}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == Leaving || p.State == Signed {
			return false
		}
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.State == Adopted && !c.Applied && c.Accession == nil {
			return false
		}
	}
	return s.countBound() >= 2
}

func (s *State) renewalRule() *RenewalRule {
	if s.Terms == nil {
		return nil
	}
	return s.Terms.Renewal
}

// enterBackwards lets an ingangsdatum that lies before the last signature show in the days between.
func (t *timeline) enterBackwards(c *Convenant, entry, final *State) {
	from := max(entry.Entered, c.order[0].On)
	t.overlay("convenant", string(InForce), from, entry.enteredAt-1)
	known := c.On(entry.enteredAt)
	for i := range known.Parties {
		if p := &known.Parties[i]; p.Change == 0 {
			t.overlay("partij:"+p.ID, string(Bound), from, entry.enteredAt-1)
		}
	}
	t.endBackwards(entry.Entered, from, entry.enteredAt-1)
}

// endBackwards gives each of the days between the einddatum that follows from the ingangsdatum and the terms of that day.
func (t *timeline) endBackwards(entered, from, through Date) {
	const subject = "einddatum"
	cut := func(i Interval, from, through Date) {
		if i.From, i.Through = max(i.From, from), minEnd(i.Through, through); i.Through == 0 || i.From <= i.Through {
			t.list = append(t.list, i)
		}
	}
	old := t.list
	t.list = nil
	for _, i := range old {
		if i.Subject != subject {
			t.list = append(t.list, i)
			continue
		}
		cut(i, 0, from-1)
		cut(i, through+1, 0)
	}
	for n, s := range t.terms {
		last := through
		if n+1 < len(t.terms) {
			last = min(through, t.terms[n+1].Day-1)
		}
		if end := s.endFrom(entered); end != 0 && max(s.Day, from) <= last {
			t.list = append(t.list, Interval{subject, end.String(), max(s.Day, from), last})
		}
	}
	slices.SortStableFunc(t.list, subjectOrder)
	t.list = joined(t.list, subject)
}

// minEnd is the earlier of two last days, of which zero is no end.
func minEnd(a, b Date) Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// overlay lets a subject be in a state on the given days, whatever the list says of them, as far as it was there.
func (t *timeline) overlay(subject, state string, from, through Date) {
	var out []Interval
	for _, i := range t.list {
		end := i.Through
		if i.Subject != subject || i.From > through || end != 0 && end < from {
			out = append(out, i)
			continue
		}
		if i.From < from {
			out = append(out, Interval{subject, i.State, i.From, from - 1})
		}
		covered := Interval{subject, state, max(i.From, from), through}
		if end != 0 && end < through {
			covered.Through = end
		}
		out = append(out, covered)
		if end == 0 || end > through {
			out = append(out, Interval{subject, i.State, through + 1, end})
		}
	}
	t.list = joined(out, subject)
}

// joined makes one interval of neighbours in the same state.
func joined(list []Interval, subject string) []Interval {
	var out []Interval
	last := -1
	for _, i := range list {
		if i.Subject == subject && last >= 0 && out[last].State == i.State && out[last].Through == i.From-1 {
			out[last].Through = i.Through
			continue
		}
		out = append(out, i)
		if i.Subject == subject {
			last = len(out) - 1
		}
	}
	return out
}

func subjectOrder(a, b Interval) int {
	rank := func(s string) int {
		switch s[0] {
		case 'c':
			return 0
		case 'e':
			return 1
		case 'p':
			return 2
		}
		return 3
	}
	if ra, rb := rank(a.Subject), rank(b.Subject); ra != rb {
		return ra - rb
	}
	if a.Subject != b.Subject {
		if len(a.Subject) != len(b.Subject) && rank(a.Subject) == 3 {
			return len(a.Subject) - len(b.Subject)
		}
		if a.Subject < b.Subject {
			return -1
		}
		return 1
	}
	return int(a.From - b.From)
}
