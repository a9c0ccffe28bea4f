package clock

// The clock under a simulated clock: nights that are longer or shorter than others, days that come seldom, outages, two
// clocks at once.

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"convenant/storage/storagetest"
	"convenant/workflow"
)

var update = flag.Bool("update", false, "write the golden files anew")

func at(t testing.TB, moment string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// nights are midnights in Amsterdam: the first moment of a day, and the day before it.
var nights = []struct{ name, midnight, before, day string }{
	{"winter", "2026-01-14T23:00:00Z", "2026-01-14", "2026-01-15"},
	{"summer", "2026-07-14T22:00:00Z", "2026-07-14", "2026-07-15"},
	{"before the shortest night", "2026-03-28T23:00:00Z", "2026-03-28", "2026-03-29"},
	{"after the day of 23 hours", "2026-03-29T22:00:00Z", "2026-03-29", "2026-03-30"},
	{"before the longest night", "2026-10-24T22:00:00Z", "2026-10-24", "2026-10-25"},
	{"after the day of 25 hours", "2026-10-25T23:00:00Z", "2026-10-25", "2026-10-26"},
	{"leap day", "2028-02-28T23:00:00Z", "2028-02-28", "2028-02-29"},
	{"after the leap day", "2028-02-29T23:00:00Z", "2028-02-29", "2028-03-01"},
	{"no leap day", "2026-02-28T23:00:00Z", "2026-02-28", "2026-03-01"},
	{"New Year", "2025-12-31T23:00:00Z", "2025-12-31", "2026-01-01"},
}

func TestADayBeginsAtMidnightInAmsterdam(t *testing.T) {
	for _, n := range nights {
		midnight := at(t, n.midnight)
		for moment, want := range map[time.Time]string{midnight.Add(-time.Nanosecond): n.before, midnight: n.day} {
			if got, err := Today(moment); err != nil || got.String() != want {
				t.Errorf("%s: %s is %s, not %s: %v", n.name, moment, got, want, err)
			}
		}
	}
	if _, err := Today(time.Time{}); err == nil {
		t.Error("a machine whose clock was never set has a today")
	}
}

// A Partij that leaves at the end of a day is told with the first look of the next, once, whatever the clock on the wall
// does that night.
func TestWhatANightBringsIsToldAtMidnightOnce(t *testing.T) {
	for _, n := range nights {
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			w := begin(t)
			id := w.inForce(`{"opzegging":{"door":"elke-partij","termijn":"geen"}}`, "2024-01-03")
			w.act(id, n.before, `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
			midnight := at(t, n.midnight)
			for moment := midnight.Add(-8 * time.Hour); moment.Before(midnight.Add(8 * time.Hour)); moment = moment.Add(5 * time.Minute) {
				w.set(moment)
				if looked := w.sweep(); (looked.Papers > 0) != moment.Equal(midnight) {
					t.Errorf("at %s %d papers were called for", moment, looked.Papers)
				}
			}
			list := w.told(id)
			if last := line(list[len(list)-1]); last != n.day+" bevestiging-uittreding p3 van "+n.day {
				t.Errorf("told: %s", last)
			}
			w.sound()
		})
	}
}

// After a week without a clock everything is made up, in the order of the days and with its own day.
func TestAWeekOfOutage(t *testing.T) {
	w := begin(t)
	terms := `{"looptijd":{"tot-en-met":"2024-06-30"},"verlenging":{"wijze":"brief","duur":"1 jaar","quorum":"elke-partij-voor-zich"},
		"opzegging":{"door":"elke-partij","termijn":"1 maand"},"wijziging":{"instemming":"alle-partijen"}}`
	id := w.inForce(terms, "2024-01-03")
	w.act(id, "2024-05-02", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer","ingangsdatum":"2024-06-27","voorwaarden":{"na-afloop":{"duur":"1 jaar","omschrijving":"Geheimhouding"}}}}`)
	for _, p := range []string{"p1", "p2", "p3"} {
		w.act(id, "2024-05-03", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, p)
	}
	w.act(id, "2024-05-28", `{"handeling":"opzeggen","gegevens":{"partij":"p3","per":"2024-06-28"}}`)
	for _, p := range []string{"p1", "p2"} {
		w.act(id, "2024-06-20", `{"handeling":"verlengen","gegevens":{"partij":"%s"}}`, p)
	}
	concept := w.adopted(`{}`)
	w.look("2024-06-17")
	before := len(w.told(id))
	w.look("2024-06-26")
	w.look("2024-07-03")
	want := []string{
		"2024-07-03 convenant-geconsolideerd van 2024-06-27",
		"2024-07-03 bevestiging-uittreding p3 van 2024-06-29",
		"2024-07-03 bevestiging-verlenging p1 van 2024-07-01",
		"2024-07-03 bevestiging-verlenging p2 van 2024-07-01",
	}
	if got := lines(w.told(id)[before:]); !slices.Equal(got, want) {
		t.Errorf("made up:\n%s", strings.Join(got, "\n"))
	}
	var reminded []string // of the other one, which is to be signed and at which nobody had looked before 17 June
	for _, a := range w.told(concept) {
		if l := line(a); a.Paper.Asks != "" && a.Paper.To == "p2" && a.Paper.On >= workflow.MustDate("2024-05-01") {
			reminded = append(reminded, l)
		}
	}
	want = []string{
		"2024-06-17 herinnering ondertekening p2 van 2024-05-07 overgeslagen",
		"2024-06-17 herinnering ondertekening p2 van 2024-05-21 overgeslagen",
		"2024-06-17 herinnering ondertekening p2 van 2024-06-04",
		"2024-06-26 herinnering ondertekening p2 van 2024-06-18",
		"2024-07-03 herinnering ondertekening p2 van 2024-07-02",
	}
	if !slices.Equal(reminded, want) {
		t.Errorf("reminded:\n%s", strings.Join(reminded, "\n"))
	}
	w.sound()
}

// Two instances on one database look at the same moment, again and again: everything is announced once.
func TestTwoClocksAnnounceOnce(t *testing.T) {
	where := storagetest.Postgres(t)
	one := beginIn(t, where, 1)
	two := beginIn(t, where, 2)
	const convenanten = 15
	var ids []string
	for range convenanten {
		ids = append(ids, one.adopted(`{}`))
	}
	total := 0
	for _, day := range []string{"2024-01-16", "2024-01-30", "2024-02-27"} {
		var looked [4]Looked
		var both sync.WaitGroup
		for i, w := range []*world{one, two, one, two} {
			w.noon(workflow.MustDate(day))
			both.Go(func() {
				var err error
				if looked[i], err = w.Sweep(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		for _, l := range looked {
			total += l.Papers
		}
	}
	for _, id := range ids {
		seen := map[string]bool{}
		reminders := 0
		for _, a := range one.told(id) {
			if key := fmt.Sprint(a.Paper); seen[key] {
				t.Errorf("twice: %s", line(a))
			} else {
				seen[key] = true
			}
			if a.Paper.Asks != "" {
				reminders++
			}
		}
		if want := 3 + 3 + 2*3 + 1; reminders != want { // on the last day one was overtaken, and the secretariaat is told
			t.Errorf("%d reminders, not %d:\n%s", reminders, want, strings.Join(lines(one.told(id)), "\n"))
		}
		total -= reminders
	}
	if total != 0 {
		t.Errorf("the clocks count %d papers more than there are", total)
	}
	one.sound()
}

// A convenant that cannot be looked at does not keep the clock from the others, and the error names it.
func TestOneThatFailsDoesNotHoldUpTheOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "convenant.db")
	w := beginIn(t, path, 1)
	first, second := w.adopted(`{}`), w.adopted(`{}`)
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.Exec("UPDATE feit SET bytes = '{}' WHERE convenant = $1 AND nummer = 2", first)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	other := beginIn(t, path, 2) // which does not remember how it was
	other.noon(workflow.MustDate("2024-01-16"))
	looked, err := other.Sweep(context.Background())
	if err == nil || !strings.Contains(err.Error(), first) || !strings.Contains(err.Error(), "1 convenanten could not be looked at") {
		t.Errorf("the error is %v", err)
	}
	if looked.Convenanten != 1 || len(w.told(second)) == 0 {
		t.Errorf("looked at %+v", looked)
	}
}

func TestALookThatIsBrokenOffEnds(t *testing.T) {
	w := begin(t)
	w.adopted(`{}`)
	w.noon(workflow.MustDate("2024-01-16"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Sweep(ctx); err == nil {
		t.Error("a clock that was stopped looks")
	}
}

// every rings without end.
type every time.Duration

func (e every) Next(t time.Time) time.Time { return t.Add(time.Duration(e)) }

// The clock looks at once and then with every alarm, also after a look that panicked, until it is stopped.
func TestRunLooksAtOnceAndWithEveryAlarm(t *testing.T) {
	w := begin(t)
	id := w.adopted(`{}`)
	w.noon(workflow.MustDate("2024-01-16"))
	panics := make(chan bool, 1)
	c := *w.Clock
	c.Now = func() time.Time {
		select {
		case <-panics:
			panic("a mistake of ours")
		default:
			return w.read()
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		c.run(ctx, every(10*time.Millisecond))
		close(done)
	}()
	reminded := func(n int) {
		t.Helper()
		deadline := time.After(20 * time.Second)
		for {
			got := 0
			for _, a := range w.told(id) {
				if a.Paper.Kind == workflow.PaperReminder {
					got++
				}
			}
			if got == n {
				return
			}
			select {
			case <-deadline:
				t.Fatalf("%d reminders, not %d", got, n)
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	reminded(3)
	panics <- true
	w.noon(workflow.MustDate("2024-01-30"))
	reminded(6)
	cancel()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("it does not stop")
	}
}

// The alarm rings at every midnight in Amsterdam.
func TestTheAlarmRingsAtMidnight(t *testing.T) {
	schedule, err := cron.ParseStandard(alarm)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nights {
		midnight := at(t, n.midnight)
		if next := schedule.Next(midnight.Add(-time.Second)); !next.Equal(midnight) {
			t.Errorf("%s: it rings at %s", n.name, next)
		}
	}
}
