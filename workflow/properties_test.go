package workflow_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// What must hold of every record, whatever is recorded in it. With laws_test.go, notice_test.go, timeline_test.go and
// options_test.go these draw more than ten thousand lives; the numbers are those given to sequences, in hundreds.

// shown is everything that can be seen of a convenant on a day, except how many facts are recorded.
func shown(t rapid.TB, c *workflow.Convenant, day workflow.Date) string {
	s := c.On(day)
	v := s.View()
	v.Stand = workflow.Stand{}
	return asJSON(t, v) + "\n" + asJSON(t, s.History) + "\n" + asJSON(t, s.Meetings)
}

// someDays draws days on which a convenant is compared: of its facts, and others.
func someDays(t *rapid.T, c *workflow.Convenant, n int) []workflow.Date {
	days := []workflow.Date{c.Latest(0).Day}
	for range n {
		f := c.Facts()[upTo(t, "bij feit", 0, len(c.Facts())-1)]
		days = append(days, max(1, f.On+workflow.Date(pick(t, "ernaast", 0, -1, 1, 30, 500))))
	}
	return days
}

func same(t *rapid.T, what string, want, got string) {
	if want == got {
		return
	}
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	cut := func(s string) string { return s[max(0, at-300):min(len(s), at+300)] }
	t.Fatalf("%s:\n%s\nand not\n%s", what, cut(got), cut(want))
}

// A fact of a day says nothing about the days before it, except that an ingangsdatum that lies before it may come or go,
// and that a correction takes out what happened earlier.
func TestAFactChangesNoEarlierDay(t *testing.T) {
	sequences(t, 6, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, func(act workflow.Act, d workflow.Decision) {
			if d.Fact == nil || act.Kind == workflow.Correct {
				return
			}
			old, err := workflow.NewConvenant(l.c.Facts()[:len(l.c.Facts())-1]...)
			if err != nil {
				t.Fatal(err)
			}
			was, is := old.Latest(l.today).Entered, l.c.Latest(l.today).Entered
			for _, day := range someDays(t, old, 3) {
				day = min(day, d.Fact.On-1)
				if worksBack := was != is && (was != 0 && was <= day || is != 0 && is <= day); !worksBack {
					same(t, fmt.Sprintf("%s on %s changes %s", act.Kind, d.Fact.On, day), shown(t, old, day), shown(t, l.c, day))
				}
			}
		})
	})
}

// What Append builds fact by fact, what NewConvenant folds at once, and what was written as JSON and read back, are the
// same convenant.
func TestTheFoldEqualsTheCachedTip(t *testing.T) {
	sequences(t, 6, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		atOnce, err := workflow.NewConvenant(l.c.Facts()...)
		if err != nil {
			t.Fatal(err)
		}
		stored := stored(t, l.c)
		for _, day := range append(someDays(t, l.c, 4), l.today) {
			want := shown(t, l.c, day)
			same(t, "folded at once, on "+day.String(), want, shown(t, atOnce, day))
			same(t, "written and read back, on "+day.String(), want, shown(t, stored, day))
		}
		same(t, "the timeline", asJSON(t, l.c.Timeline()), asJSON(t, stored.Timeline()))
		same(t, "the facts", asJSON(t, l.c.Facts()), asJSON(t, stored.Facts()))
	})
}

// stored is the convenant as a record keeps it: every fact as JSON.
func stored(t *rapid.T, c *workflow.Convenant) *workflow.Convenant {
	var facts []*workflow.Fact
	if err := json.Unmarshal([]byte(asJSON(t, c.Facts())), &facts); err != nil {
		t.Fatal(err)
	}
	read, err := workflow.NewConvenant(facts...)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// What was known on a day is what the facts recorded by then say.
func TestWhatWasKnown(t *testing.T) {
	sequences(t, 3, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		known := l.c.Facts()[upTo(t, "bekend op", 0, len(l.c.Facts())-1)].Recorded
		n := 0
		for n < len(l.c.Facts()) && l.c.Facts()[n].Recorded <= known {
			n++
		}
		then, err := workflow.NewConvenant(l.c.Facts()[:n]...)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range someDays(t, l.c, 3) {
			same(t, fmt.Sprintf("as known on %s, %s", known, day), shown(t, then, day), shown(t, l.c.KnownOn(known), day))
		}
	})
}

// Taking a fact out, and taking that correction out, gives what there was.
func TestACorrectionTakenBack(t *testing.T) {
	sequences(t, 6, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		days := someDays(t, l.c, 3)
		var before []string
		for _, day := range days {
			before = append(before, withoutCorrections(shown(t, l.c, day)))
		}
		if len(l.c.Facts()) < 2 {
			return // the first can only be replaced
		}
		correct := workflow.Act{Kind: workflow.Correct, Data: object("feit", upTo(t, "feit", 2, len(l.c.Facts())), "reden", "Vergissing."), Confirmed: true}
		if d := l.offer(t, correct); d.Fact == nil {
			return
		}
		back := workflow.Act{Kind: workflow.Correct, Data: object("feit", len(l.c.Facts()), "reden", "Toch niet."), Confirmed: true}
		l.must(t, back)
		for i, day := range days {
			same(t, "taken out and put back, on "+day.String(), before[i], withoutCorrections(shown(t, l.c, day)))
		}
	})
}

// withoutCorrections leaves out of the history that something was corrected.
func withoutCorrections(shown string) string {
	view, rest, _ := strings.Cut(shown, "\n")
	history, meetings, _ := strings.Cut(rest, "\n")
	var events []workflow.Event
	if err := json.Unmarshal([]byte(history), &events); err != nil {
		panic(err)
	}
	events = slices.DeleteFunc(events, func(e workflow.Event) bool { return e.Kind == string(workflow.Correct) })
	kept, _ := json.Marshal(events)
	return view + "\n" + string(kept) + "\n" + meetings
}

// Replacing a fact by itself changes nothing.
func TestAFactReplacedByItself(t *testing.T) {
	sequences(t, 3, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		n := upTo(t, "feit", 1, len(l.c.Facts()))
		old := l.c.Facts()[n-1]
		if old.Kind == workflow.Correct || slices.ContainsFunc(l.c.Facts(), func(f *workflow.Fact) bool {
			return f.Kind == workflow.Correct && f.Data.Get("feit").Text == workflow.NumberOf(n).Text
		}) {
			return
		}
		days := someDays(t, l.c, 3)
		var before []string
		for _, day := range days {
			before = append(before, withoutCorrections(shown(t, l.c, day)))
		}
		stands := old.Kind != workflow.ErasePersonalData && !slices.ContainsFunc(l.c.Latest(l.today).Without, func(w workflow.Ineffective) bool { return w.Fact == n })
		d := l.offer(t, workflow.Act{Kind: workflow.Correct, Data: object("feit", n, "reden", "Vergissing.", "vervanging", object("op", old.On)), Confirmed: true})
		if d.Refusal != nil && stands {
			t.Fatalf("fact %d stands and cannot be replaced by itself: %s", n, d.Refusal)
		}
		if d.Refusal != nil {
			return
		}
		for i, day := range days {
			same(t, "replaced by itself, on "+day.String(), before[i], withoutCorrections(shown(t, l.c, day)))
		}
	})
}
