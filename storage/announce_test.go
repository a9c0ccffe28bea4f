package storage

// What the calendar brings is announced once, by whoever looks first, and before what a later act brings.

import (
	"context"
	"errors"
	"slices"
	"testing"

	"convenant/workflow"
)

// leaving records a convenant that p3 leaves on 1 June 2024; nobody has looked at the calendar since 1 April.
func leaving(t *testing.T, r *Register) string {
	t.Helper()
	id := draft(t, r, 3)
	inForce(t, r, id, 3)
	record(t, r, id, "2024-04-01", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
	return id
}

// announce looks at the calendar, and counts what is announced of consequences; of reminders calendar_test.go tells.
func announce(t *testing.T, r *Register, id, today string) int {
	t.Helper()
	reminders := func() int {
		return announced(t, r, id, workflow.PaperReminder) + announced(t, r, id, workflow.PaperSignal)
	}
	before := reminders()
	n, err := r.Announce(context.Background(), id, day(today))
	if err != nil {
		t.Fatal(err)
	}
	return n - reminders() + before
}

func TestWhatTheCalendarBringsIsAnnouncedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := leaving(t, r)
		if n := announce(t, r, id, "2024-06-01"); n != 0 {
			t.Errorf("%d papers on the last day itself", n)
		}
		if n := announce(t, r, id, "2024-06-05"); n == 0 || announced(t, r, id, workflow.PaperLeft) != 1 {
			t.Errorf("%d papers after the last day, %d of them to p3", n, announced(t, r, id, workflow.PaperLeft))
		}
		if n := announce(t, r, id, "2024-06-05") + announce(t, r, id, "2024-06-06") + announce(t, r, id, "2024-06-01"); n != 0 {
			t.Errorf("%d papers more", n)
		}
		record(t, r, id, "2024-06-07", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		if n := announced(t, r, id, workflow.PaperLeft); n != 1 {
			t.Errorf("told %d times after an act", n)
		}
		sound(t, r)
	})
}

func TestAnActAnnouncesFirstWhatTheCalendarBrought(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := leaving(t, r)
		out := record(t, r, id, "2024-07-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer","voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`)
		list, err := r.Announcements(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		at := func(kind string) int {
			return slices.IndexFunc(list, func(a Announcement) bool { return a.Paper.Kind == kind })
		}
		left, proposal := at(workflow.PaperLeft), at(workflow.PaperProposal)
		if left < 0 || proposal < left {
			t.Fatalf("the exit is announcement %d, the proposal %d", left, proposal)
		}
		if a := list[left]; a.Number != left+1 || a.Paper.On != day("2024-06-02") || a.Day != day("2024-07-01") || a.Stand.Number != out.Fact-1 || a.Stand.Hash == "" {
			t.Errorf("the exit is announced as %+v", a)
		}
		if a := list[proposal]; a.Stand != out.Stand || a.Day != day("2024-07-01") {
			t.Errorf("the proposal is announced as %+v at stand %v", a, out.Stand)
		}
		if n := announce(t, r, id, "2024-07-01"); n != 0 {
			t.Errorf("%d papers more", n)
		}
		sound(t, r)
	})
}

func TestManyWhoLookAtOnceAnnounceOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := leaving(t, r)
		registers := []*Register{r, second(t, r)}
		counts := make([]int, 20)
		atOnce(len(counts), func(i int) {
			var err error
			if counts[i], err = registers[i%2].Announce(context.Background(), id, day("2024-06-05")); err != nil {
				t.Error(err)
			}
		})
		slices.Sort(counts)
		if counts[len(counts)-1] == 0 || counts[len(counts)-2] != 0 || announced(t, r, id, workflow.PaperLeft) != 1 {
			t.Errorf("the counts are %v", counts)
		}
		sound(t, r)
	})
}

// A change that came into effect on a day without an act is shown once somebody has looked.
func TestALookShowsTheConvenantAsItIs(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draftWith(t, r, 2, changeTerms)
		inForce(t, r, id, 2)
		record(t, r, id, "2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Termijn","ingangsdatum":"2024-06-01","voorwaarden":{"na-afloop":{"duur":"12 maanden","omschrijving":"Het bewaren van zeeschuimers"}}}}`)
		for _, p := range []string{"p1", "p2"} {
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, p)
		}
		announce(t, r, id, "2024-06-01")
		page, err := r.List(context.Background(), Filter{On: day("2024-06-01"), Words: "zeeschuimers"})
		if err != nil || len(page.Rows) != 1 {
			t.Errorf("found by the words since 1 June: %v %v", page.Rows, err)
		}
		sound(t, r)
		if err := r.Rebuild(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		sound(t, r)
	})
}

func TestALookThatFailsAnnouncesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := leaving(t, r)
		for n := 1; ; n++ {
			before := dump(t, r)
			steps := faulty(r, n)
			_, err := r.Announce(context.Background(), id, day("2024-06-05"))
			r.fault = nil
			if err == nil {
				wrote(t, *steps, "mededeling", "convenant", "herinnering", "ijkpunt", "keten")
				break
			}
			if !errors.Is(err, errFault) {
				t.Fatal(err)
			}
			unchanged(t, r, before, "a look that failed at "+(*steps)[n-1])
		}
		sound(t, r)
		if _, err := r.Announce(context.Background(), "0190-bestaat-niet", day("2024-06-05")); !errors.Is(err, ErrUnknown) {
			t.Errorf("of nothing: %v", err)
		}
	})
}
