package workflow_test

import (
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// tenYears is what the timeline is compared over; beyond it lies, for most lives, one tacit renewal after another.
const tenYears = 3653

// The timeline says of each day what the fold says of it: of the convenant, of every Partij, of every change. Some lives
// are compared on every day of ten years, from before they were drawn up.
func TestTheTimelineAgreesOnEveryDay(t *testing.T) {
	sequences(t, 1, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		at := intervals(t, l.c)
		first := workflow.MustDate("2024-01-10")
		for day := first; day < first+tenYears; day++ {
			agree(t, l.c, at, day)
		}
	})
}

// The others are compared where something begins or ends.
func TestTheTimelineAgreesAroundItsEnds(t *testing.T) {
	sequences(t, 10, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		at := intervals(t, l.c)
		days := someDays(t, l.c, 5)
		for _, list := range at {
			for _, i := range list {
				days = append(days, i.From-1, i.From)
			}
		}
		for _, day := range days {
			if day < workflow.MustDate("2034-01-01") {
				agree(t, l.c, at, day)
			}
		}
	})
}

// intervals returns the timeline by subject. It has no holes but before its beginning, and no state twice in a row.
func intervals(t *rapid.T, c *workflow.Convenant) map[string][]workflow.Interval {
	by := map[string][]workflow.Interval{}
	for _, i := range c.Timeline() {
		if i.State == "" || i.From == 0 || i.Through != 0 && i.Through < i.From {
			t.Fatalf("%+v is no interval", i)
		}
		if list := by[i.Subject]; len(list) > 0 {
			before := list[len(list)-1]
			if before.Through == 0 || before.Through >= i.From || before.Through == i.From-1 && before.State == i.State {
				t.Fatalf("%+v does not follow on %+v", i, before)
			}
		}
		by[i.Subject] = append(by[i.Subject], i)
	}
	return by
}

func agree(t *rapid.T, c *workflow.Convenant, at map[string][]workflow.Interval, day workflow.Date) {
	s := c.On(day)
	nothingOverdue(t, s, day)
	states := map[string]string{"convenant": string(s.Phase), "einddatum": s.EndOf().String()}
	for _, p := range s.Parties {
		states["partij:"+p.ID] = string(p.State)
	}
	for _, c := range s.Changes {
		states["wijziging:"+workflow.NumberOf(c.Number).Text] = string(c.State)
	}
	for subject := range at {
		states[subject] += "" // also those that are not there on this day
	}
	for subject, want := range states {
		got := ""
		for _, i := range at[subject] {
			if i.From <= day && (i.Through == 0 || day <= i.Through) {
				got = i.State
			}
		}
		if got != want {
			t.Fatalf("on %s the timeline has %s as %q; it is %q", day, subject, got, want)
		}
	}
}

// One tacit renewal after another is shown as one interval without an end, and the years until then are not counted out.
func TestEndlessRenewalIsAnOpenInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, _ := inForce(t, object("looptijd", object("duur", "1 jaar"), "verlenging", object("wijze", workflow.Tacit)))
		list := intervals(t, l.c)["convenant"]
		if last := list[len(list)-1]; last.State != string(workflow.InForce) || last.Through != 0 {
			t.Fatalf("the timeline ends with %+v", last)
		}
		if last := list[len(list)-1].From; l.c.On(last+300*365).Phase != workflow.InForce {
			t.Fatalf("it does not last for three hundred years")
		}
	})
}

// nothingOverdue finds what should have come to be by a day and has not.
func nothingOverdue(t *rapid.T, s *workflow.State, day workflow.Date) {
	overdue := func(format string, args ...any) { t.Fatalf("on "+day.String()+" "+format, args...) }
	if s.Phase == workflow.InForce && (s.Entered == 0 || s.Entered > day || s.End != 0 && s.End < day) {
		overdue("it is in force, from %s through %s", s.Entered, s.End)
	}
	if s.Phase == workflow.Signing && s.Entered != 0 && s.Entered <= day {
		overdue("it is not in force, and that began on %s", s.Entered)
	}
	for _, p := range s.Parties {
		if p.Bound() && (s.Phase != workflow.InForce || p.BoundFrom == 0 || p.BoundFrom > day) {
			overdue("%s is bound, from %s", p.ID, p.BoundFrom)
		}
		if p.State == workflow.Leaving && p.LastDay < day || p.State == workflow.Left && p.LastDay >= day {
			overdue("%s is %s, and its last day is %s", p.ID, p.State, p.LastDay)
		}
	}
	for _, c := range s.Changes {
		if s.Phase == workflow.InForce && c.State == workflow.Adopted && c.Accession == nil && c.Effective <= day && !c.Applied {
			overdue("change %d does not apply, and that began on %s", c.Number, c.Effective)
		}
	}
}

// The states that a convenant came into, as its history tells them, end in the state that the fold gives it.
func TestTheEntriesLeadToTheState(t *testing.T) {
	rejected, lives := 0, 0
	sequences(t, 4, func(t *rapid.T) {
		l := anyLife(t)
		if l.c.On(l.today).Phase == workflow.Concept && chance(t, 50, "afgewezen") {
			l.must(t, workflow.Act{Kind: workflow.SkipAdvice, Data: object("reden", "Eerder overlegd.")})
			l.must(t, workflow.Act{Kind: workflow.Schedule, Data: object("overleg", bodies[1], "datum", l.today, "doel", workflow.GoalAdopt)})
			l.must(t, workflow.Act{Kind: workflow.Deliberate, Data: object("overleg", bodies[1], "besluit", "afgewezen")})
			rejected++
		}
		lives++
		l.live(t, unseen)
		for _, day := range someDays(t, l.c, 5) {
			s := l.c.On(day)
			entries := s.Entries()
			if s.Phase == "" {
				if len(entries) > 0 {
					t.Fatalf("before it was drawn up it had %v", entries)
				}
				continue
			}
			if last := entries[len(entries)-1]; last.Phase != s.Phase || last.On > max(day, s.Entered) {
				t.Fatalf("on %s it is %s, and its entries are %v", day, s.Phase, entries)
			}
		}
	})
	enough(t, "a rejection", rejected, 5, lives)
}
