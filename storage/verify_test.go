package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
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
			"UPDATE tekst SET sha256 = 'anders' WHERE sha256 = (SELECT min(sha256) FROM tekst)",
			"INSERT INTO tijdlijn (convenant, onderwerp, toestand, van, tot) VALUES ('spook', 'convenant', 'concept', '2024-01-01', '9999-12-31')",
			"INSERT INTO termijn (convenant, soort, datum, partij) VALUES ('spook', 'einddatum', '2024-01-01', '')",
			"INSERT INTO partij (convenant, id, naam) VALUES ('spook', 'spook', 'Spook')",
		} {
			damaged(t, r, damage)
			var fault *Fault
			if _, err := r.Verify(context.Background(), nil); !errors.As(err, &fault) || !strings.HasSuffix(err.Error(), "; it is computed from the facts: convenant rebuild writes it anew") {
				t.Errorf("%s: verify says %v", damage, err)
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

// damaged changes rows and keeps what was done, as somebody can whom no foreign key stops.
func damaged(t *testing.T, r *Register, query string) {
	t.Helper()
	if r.dialect.name() == "SQLite" {
		r.write.MustExec("PRAGMA foreign_keys = 0")
		defer r.write.MustExec("PRAGMA foreign_keys = 1")
	}
	tx := r.write.MustBegin()
	defer tx.Rollback() //nolint:errcheck // it is committed below
	tx.MustExec(careless[r.dialect.name()])
	tx.MustExec(query)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// What a rebuild cannot mend is not said to be mended by it, and reads as a sentence.
func TestWhatIsNoConsequenceIsNotSaidToBeComputed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, _, _ := eventful(t, r)
		last := one[int](t, r, "SELECT stand FROM convenant WHERE id = $1", id) // after every erasure
		person := one[string](t, r, "SELECT min(id) FROM persoonsgegeven WHERE convenant = $1 AND feit = $2", id, last)
		refers := fmt.Sprintf("; fact %d of %s refers to it", last, id)
		for query, want := range map[string]string{
			"UPDATE persoonsgegeven SET zout = NULL, waarde = NULL WHERE id = '" + person + "'": "persoonsgegeven " + person + ": is empty, and no fact erases it" + refers,
			"UPDATE persoonsgegeven SET waarde = 'x' WHERE id = '" + person + "'":               "persoonsgegeven " + person + ": is not what was committed to" + refers,
			"UPDATE blob SET bytes = 'x'": "its bytes have another SHA-256",
		} {
			if fault := tampered(t, r, func(tx *sqlx.Tx) { tx.MustExec(query) }); !strings.HasSuffix(fault.Error(), want) || fault.Computed {
				t.Errorf("%s: verify says %v", query, fault)
			}
		}
	})
}
