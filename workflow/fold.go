package workflow

// The fold: from facts to a state. Facts count in the order of their legal day, and those of one day in the order in
// which they were recorded. Between days and after each fact the calendar is settled (settle.go). Every fact is judged
// again as it is folded; one that no longer stands is put aside with the reason and never breaks the fold.

import (
	"fmt"
	"slices"
)

// Convenant is the record of one convenant: its facts, and a fold of them that is kept to serve acts at the end of the
// line. It is not safe for concurrent use.
type Convenant struct {
	facts []*Fact
	order []*Fact // what counts, corrections worked in, in the order in which it counts
	tip   *State  // after the last of order
	soFar *soFar  // the beginning of the timeline; kept to serve acts at the end of the line
}

// NewConvenant returns a record of the given facts, which must be numbered from 1 in their order. It fails when a fact
// cannot be read, which means that the record was written by a newer program or was damaged.
func NewConvenant(facts ...*Fact) (*Convenant, error) {
	c := &Convenant{}
	for i, f := range facts {
		if f.Number != i+1 {
			return nil, fmt.Errorf("workflow: fact %d stands in place %d", f.Number, i+1)
		}
		if err := f.prepare(); err != nil {
			return nil, err
		}
		c.facts = append(c.facts, f)
	}
	c.refold()
	return c, nil
}

// prepare reads the gegevens of a stored fact.
func (f *Fact) prepare() error {
	if f.Replacement != nil {
		if err := f.Replacement.prepare(); err != nil {
			return err
		}
	}
	if f.deed != nil {
		return nil
	}
	d, refusal := readDeed(f.Kind, f.Data)
	if refusal != nil {
		return fmt.Errorf("workflow: fact %d (%s): %w", f.Number, f.Kind, refusal)
	}
	f.deed = d
	return nil
}

// Facts returns the facts in the order of recording. Callers do not change them.
func (c *Convenant) Facts() []*Fact { return c.facts }

// Append records a fact that Decide gave.
func (c *Convenant) Append(f *Fact) {
	c.facts = append(c.facts, f)
	if f.Kind == Correct || len(c.order) > 0 && f.On < c.order[len(c.order)-1].On {
		c.refold()
		return
	}
	c.order = append(c.order, f)
	c.tip.record(f)
}

func (c *Convenant) refold() {
	c.order, c.soFar = effective(c.facts), nil
	c.tip = fold(c.order, 0)
}

// KnownOn returns the convenant as it was known at the end of a day: with the facts recorded by then.
func (c *Convenant) KnownOn(day Date) *Convenant {
	n := slices.IndexFunc(c.facts, func(f *Fact) bool { return f.Recorded > day })
	if n < 0 {
		return c
	}
	known := &Convenant{facts: c.facts[:n:n]}
	known.refold()
	return known
}

// On returns the state on a day, past or future, according to all facts. Before the day on which the convenant was
// drawn up its Phase is empty.
func (c *Convenant) On(day Date) *State {
	s := c.foldedTo(day)
	s.Facts = len(c.facts)
	if full := c.tip.settledAtEntry(); full != nil && s.Phase != "" && full.Entered <= day && day < full.enteredAt {
		s.enterBackwards(full)
	}
	return s
}

// Latest returns the state after the last fact, on the legal day of that fact or later.
func (c *Convenant) Latest(today Date) *State { return c.On(max(today, c.tip.Day)) }

// foldedTo returns a state of the caller's own, of the facts up to and including the day.
func (c *Convenant) foldedTo(day Date) *State {
	if day < c.tip.Day {
		return fold(c.order, day)
	}
	s := c.tip.clone()
	s.settleTo(day)
	return s
}

// effective works the corrections in and puts the facts in the order in which they count. Of several corrections of
// one fact the latest counts, unless it was itself taken out by a later one.
func effective(facts []*Fact) []*Fact {
	corrected := map[int]*Fact{}
	for _, f := range slices.Backward(facts) {
		if d, ok := f.deed.(*correct); ok {
			_, isCorrected := corrected[f.Number]
			if _, later := corrected[d.fact]; !later && !isCorrected {
				corrected[d.fact] = f.Replacement
			}
		}
	}
	order := make([]*Fact, 0, len(facts))
	for _, f := range facts {
		replacement, isCorrected := corrected[f.Number]
		switch {
		case !isCorrected:
			order = append(order, f)
		case replacement != nil:
			order = append(order, replacement)
		}
	}
	slices.SortStableFunc(order, func(a, b *Fact) int {
		if a.On != b.On {
			return int(a.On - b.On)
		}
		return a.Number - b.Number
	})
	return order
}

// fold computes the state on a day; day zero means after the last fact.
func fold(order []*Fact, day Date) *State {
	s := &State{History: make([]Event, 0, len(order)+20)} // with the consequences
	for _, f := range order {
		if day != 0 && f.On > day {
			break
		}
		s.record(f)
	}
	if day != 0 {
		s.settleTo(day)
	}
	return s
}

// record folds one fact into the state.
func (s *State) record(f *Fact) {
	s.settleTo(f.On)
	a := &action{deed: f.deed, kind: f.Kind, on: f.On, recorded: f.Recorded, by: f.By, number: f.Number, change: f.Change, words: f.Words}
	if refusal := s.judge(a); refusal != nil {
		s.Without = append(s.Without, Ineffective{f.Number, refusal})
		return
	}
	s.History = append(s.History, Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
	a.apply(s, a)
	s.settle()
}

// judge gives the first ground, in order of precedence, on which the act cannot stand in this state. It asks
// everything but what needs a Composer.
func (s *State) judge(a *action) *Refusal {
	if s.Phase == "" && a.kind != Draft {
		return refuse(DateTooEarly, "Op %s was dit convenant nog niet opgesteld.", a.on.Dutch()).
			instead("Kies een dag waarop het convenant er al was.")
	}
	if r := a.valid(s, a); r != nil {
		return r
	}
	if s.Phase != "" {
		if r := s.entitled(a); r != nil {
			return r
		}
	}
	if r := a.allowed(s, a); r != nil {
		return r
	}
	if a.on > a.recorded {
		return refuse(DateInFuture, "%s ligt in de toekomst. Vastleggen kan pas als het is gebeurd.", a.on.Dutch()).
			instead("Leg het vast op de dag zelf, of kies een dag tot en met %s.", a.recorded.Dutch())
	}
	if t, ok := a.deed.(timely); ok {
		return t.timely(s, a)
	}
	return nil
}
