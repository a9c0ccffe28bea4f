package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestVerifyCountsAndTellsHowFarItIs(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		eventful(t, r)
		var steps []int
		v, err := r.Verify(context.Background(), func(done, of int) { steps = append(steps, done, of) })
		if err != nil || !slices.Equal(steps, []int{1, 3, 2, 3, 3, 3}) {
			t.Errorf("progress %v, %v", steps, err)
		}
		texts := one[int](t, r, "SELECT count(*) FROM tekst")
		facts := one[int](t, r, "SELECT count(*) FROM feit")
		if want := (Verified{Convenanten: 3, Facts: facts, Texts: texts, Files: 1}); v != want {
			t.Errorf("verified %+v, not %+v", v, want)
		}
		ctx, cancel := context.WithCancel(context.Background())
		_, err = r.Verify(ctx, func(int, int) { cancel() })
		var fault *Fault
		if err == nil || errors.As(err, &fault) {
			t.Errorf("a caller who goes away is told %v", err)
		}
	})
}

// A rebuild changes nothing in what is right, and mends everything that is computed.
func TestRebuild(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, _, _ := eventful(t, r)
		before := withoutIndex(dump(t, r))
		rebuilt := func(what string) {
			var steps []int
			if err := r.Rebuild(context.Background(), func(done, of int) { steps = append(steps, done) }); err != nil || !slices.Equal(steps, []int{1, 2, 3}) {
				t.Fatalf("%s: %v, progress %v", what, err, steps)
			}
			if after := withoutIndex(dump(t, r)); !slices.Equal(before, after) {
				t.Errorf("%s: a rebuild leaves\n%s\ninstead of\n%s", what, strings.Join(after, "\n"), strings.Join(before, "\n"))
			}
			sound(t, r)
		}
		rebuilt("nothing is wrong")
		for _, damage := range []string{
			"DELETE FROM tijdlijn", "UPDATE tijdlijn SET toestand = 'concept' WHERE onderwerp = 'convenant'", "DELETE FROM termijn", "DELETE FROM partij",
			"INSERT INTO partij (convenant, id, naam) SELECT id, 'spook', 'Spook' FROM convenant", "UPDATE convenant SET naam = 'Anders', kenmerk = ''",
			"DELETE FROM herinnering", "UPDATE convenant SET wekker = '9999-12-31'",
			"DELETE FROM tekst", "UPDATE tekst SET bytes = 'anders'", "DELETE FROM zoek WHERE rowid > 0", "INSERT INTO zoek (rowid, woorden) VALUES (77, 'spook')",
		} {
			r.write.MustExec(damage)
			if _, err := r.Verify(context.Background(), nil); err == nil {
				t.Errorf("%s: not found out", damage)
			}
			rebuilt(damage)
		}
		record(t, r, id, "2024-03-06", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		sound(t, r)
	})
}

// withoutIndex leaves out how SQLite lays out the full-text index, which depends on the order in which it was made.
func withoutIndex(dump []string) []string {
	return slices.DeleteFunc(dump, func(line string) bool { return strings.HasPrefix(line, "zoek") })
}
