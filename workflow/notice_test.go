package workflow_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// The last day of a notice (R4, R5), for all terms that rapid draws.

// notice lets the first Partij give notice, received and recorded on a day, without recording it.
func (l *life) notice(received, per workflow.Date) workflow.Decision {
	act := workflow.Act{Kind: workflow.GiveNotice, Data: object("partij", ids[1], "ontvangen", received, "per", per, "vorm", workflow.Registered, "gronden", "Geen budget meer.")}
	return l.c.Decide(act, received, l.composer)
}

// anyReceipt draws a day on which a convenant in force could receive a notice.
func (l *life) anyReceipt(t *rapid.T) (workflow.Date, bool) {
	day := l.today + workflow.Date(pick(t, "ontvangen na", 0, 1, upTo(t, "dagen", 0, 800)))
	return day, l.c.On(day).Phase == workflow.InForce
}

// noticeTerms draws terms that let each Partij give notice.
func noticeTerms(t *rapid.T) workflow.Value {
	terms := anyTerms(t)
	if n := terms.Get("opzegging"); n.IsPresent() {
		return terms.With("opzegging", n.With("door", valueOf(workflow.ByEachParty)))
	}
	return terms.With("opzegging", object("door", workflow.ByEachParty))
}

// The earliest last day is accepted, every day before it is refused with that day as the one that would do, and
// whoever writes later in a period never leaves earlier.
func TestTheEarliestLastDay(t *testing.T) {
	sequences(t, 15, func(t *rapid.T) {
		l, ok := inForce(t, noticeTerms(t))
		if !ok {
			return
		}
		received, ok := l.anyReceipt(t)
		if !ok {
			return
		}
		open := l.notice(received, 0)
		if open.Refusal != nil {
			if open.Refusal.Code != workflow.TooLate {
				t.Fatalf("a notice on %s is refused: %s (%s)", received, open.Refusal, open.Refusal.Code)
			}
			per := received + workflow.Date(upTo(t, "per", 0, 2000))
			if d := l.notice(received, per); d.Refusal == nil {
				t.Fatalf("no last day is left on %s, and %s is accepted", received, per)
			}
			return
		}
		earliest := l.lastDay(t, open)
		if want, sure := expectedLastDay(l.c.On(received), received); sure && earliest != want {
			t.Fatalf("received on %s: the last day is %s, the terms say %s", received, earliest, want)
		}
		if got := l.lastDay(t, l.notice(received, earliest)); got != earliest {
			t.Fatalf("the earliest last day %s gives %s", earliest, got)
		}
		for _, per := range []workflow.Date{earliest - 1, earliest - workflow.Date(upTo(t, "eerder", 1, 400))} {
			d := l.notice(received, per)
			if d.Refusal == nil || d.Refusal.Code != workflow.NoticeTooShort && d.Refusal.Code != workflow.TooLate {
				t.Fatalf("received on %s, %s is accepted while %s is the earliest", received, per, earliest)
			}
			if d.Refusal.Earliest != earliest {
				t.Fatalf("received on %s, %s is refused with %s instead; the earliest is %s", received, per, d.Refusal.Earliest, earliest)
			}
		}
		// In the next period of a tacit renewal the next day may do better: a late notice runs to the end of that period.
		samePeriod := l.c.On(received+1).Period == l.c.On(received).Period
		if next := l.notice(received+1, 0); next.Refusal == nil && samePeriod && l.lastDay(t, next) < earliest {
			t.Fatalf("received on %s leaves on %s, a day later on %s", received, earliest, l.lastDay(t, next))
		}
	})
}

// lastDay returns the last day that an accepted notice gives, without recording it here.
func (l *life) lastDay(t *rapid.T, d workflow.Decision) workflow.Date {
	if d.Refusal != nil {
		t.Fatalf("a notice is refused: %s (%s)", d.Refusal, d.Refusal.Code)
	}
	c, err := workflow.NewConvenant(append(l.c.Facts()[:len(l.c.Facts()):len(l.c.Facts())], d.Fact)...)
	if err != nil {
		t.Fatal(err)
	}
	return c.On(d.Fact.On).Party(ids[1]).LastDay
}

// expectedLastDay counts with the calendar of the standard library, and only where no cut-off and no tacit renewal
// plays a part: start, term, forward to where it may land, cut to the end when there is no renewal.
func expectedLastDay(s *workflow.State, received workflow.Date) (workflow.Date, bool) {
	rule, renewal := s.Terms.Notice, s.Terms.Renewal
	if rule.ReceivedBefore != 0 || renewal != nil && renewal.Way == workflow.Tacit && renewal.HasDeadline || rule.LandsOn == workflow.OnEndOfPeriod {
		return 0, false
	}
	y, m, d := received.Civil()
	year, month, day := y, time.Month(m), d
	switch rule.CountsFrom {
	case workflow.FromEndOfMonth:
		day = lastOf(year, month)
	case workflow.FromEndOfYear:
		month, day = time.December, 31
	}
	switch n := rule.Term.N; rule.Term.Unit {
	case workflow.Days:
		day += n
	case workflow.Weeks:
		day += 7 * n
	case workflow.Years:
		n *= 12
		fallthrough
	default:
		whole := rule.CountsFrom != workflow.FromReceipt
		first := time.Date(year, month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		year, month = first.Year(), first.Month()
		if last := lastOf(year, month); whole || day > last {
			day = last
		}
	}
	end := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	switch rule.LandsOn {
	case workflow.OnEndOfMonth:
		end = time.Date(end.Year(), end.Month(), lastOf(end.Year(), end.Month()), 0, 0, 0, 0, time.UTC)
	case workflow.OnEndOfYear:
		end = time.Date(end.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	want := workflow.MustDate(stamp(end))
	if s.End != 0 && !s.Terms.Renews() {
		want = min(want, s.End)
	}
	return want, true
}

func lastOf(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// The latest receipt is the latest: a notice received on that day may have the wanted last day, one of the next day may
// not. Wanted are days on which the terms let a notice land.
func TestTheLatestReceipt(t *testing.T) {
	found, lives := 0, 0
	sequences(t, 10, func(t *rapid.T) {
		lives++
		l, ok := inForce(t, noticeTerms(t))
		if !ok {
			return
		}
		first, ok := l.anyReceipt(t)
		if !ok || l.notice(first, 0).Refusal != nil {
			return
		}
		s := l.c.On(first)
		wanted := l.lastDay(t, l.notice(first, 0)) // a day to land on
		latest := s.LatestReceipt(wanted)
		if latest < first {
			t.Fatalf("received on %s lands on %s, and the latest receipt for that is %s", first, wanted, latest)
		}
		if at := l.c.On(latest); at.Phase != workflow.InForce || at.Period != s.Period {
			return // another period has begun, with an end of its own
		}
		found++
		if d := l.notice(latest, wanted); d.Refusal != nil {
			t.Fatalf("%s is the latest receipt for %s and is refused: %s", latest, wanted, d.Refusal)
		}
		if at := l.c.On(latest + 1); at.Phase != workflow.InForce || at.Period != s.Period {
			return
		}
		if d := l.notice(latest+1, wanted); d.Refusal == nil {
			t.Fatalf("%s is the latest receipt for %s, and %s is accepted", latest, wanted, latest+1)
		}
	})
	enough(t, "a last day to look back from", found, 40, lives)
}
