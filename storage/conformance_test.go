package storage

// What the conformance tests share: many callers at once, answers that are held against the rules, and a dump of
// everything in the database.

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"convenant/workflow"
)

// atOnce calls f for 0 up to n at the same time, and returns when all are done.
func atOnce(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

// second opens the same database once more, as another process would: with a cache of its own.
func second(t testing.TB, r *Register) *Register {
	t.Helper()
	other, err := open(context.Background(), r.dialect, Options{Now: r.opts.Now, Random: rand.NewChaCha8([32]byte{2})}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Close() })
	return other
}

// reopened closes the register and opens its database again.
func reopened(t testing.TB, r *Register) *Register {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := open(context.Background(), r.dialect, r.opts, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// draftWith records a convenant of so many Partijen with the given voorwaarden, as JSON.
func draftWith(t testing.TB, r *Register, parties int, terms string) string {
	t.Helper()
	var list []string
	for i := range parties {
		list = append(list, fmt.Sprintf(`{"id":"p%d","naam":"Gemeente %d"}`, i+1, i+1))
	}
	out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen",
		"naam":"Convenant Proef","kenmerk":"DOC-1","partijen":[%s],"voorwaarden":%s}}`, strings.Join(list, ","), terms), day("2024-01-01")))
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	return out.ID
}

// signing is the signature of a Partij on paper, entered by the secretariaat.
func signing(t testing.TB, party string) workflow.Act {
	t.Helper()
	return act(t, `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, party)
}

// inForce brings a convenant of p1, p2, … into force on 3 January 2024.
func inForce(t testing.TB, r *Register, id string, parties int) {
	t.Helper()
	toSigning(t, r, id)
	for i := range parties {
		record(t, r, id, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p%d","wijze":"papier"}}`, i+1)
	}
}

// asked is an act that was offered, with the answer to it.
type asked struct {
	act   workflow.Act
	today workflow.Date
	out   Outcome
	err   error
}

// offer offers an act and keeps the answer.
func offer(r *Register, id string, key Key, a workflow.Act, today string) asked {
	out, err := r.Act(context.Background(), id, key, deciding(a, day(today)))
	return asked{a, day(today), out, err}
}

// honest fails the test unless every answer is what the rules say about the record as it was before it, and every fact
// that was acknowledged is there. It returns the record.
func honest(t *testing.T, r *Register, id string, answers ...asked) *workflow.Convenant {
	t.Helper()
	c, _, err := r.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	var hashes []string
	if err := r.read.Select(&hashes, "SELECT hash FROM feit WHERE convenant = $1 ORDER BY nummer", id); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[int]bool{}
	for _, a := range answers {
		if a.err != nil {
			t.Errorf("%s: %v", a.act.Kind, a.err)
			continue
		}
		at := a.out.Stand.Number
		if at < 1 || at > len(hashes) || hashes[at-1] != a.out.Stand.Hash {
			t.Errorf("%s was answered with stand %v, which the convenant never had", a.act.Kind, a.out.Stand)
			continue
		}
		if a.out.Refusal == nil {
			if a.out.Fact != at || acknowledged[at] && !a.out.Repeated {
				t.Errorf("%s was acknowledged as fact %d, at stand %d, as another was", a.act.Kind, a.out.Fact, at)
			}
			acknowledged[at] = acknowledged[at] || !a.out.Repeated
			at--
		}
		before, err := workflow.NewConvenant(c.Facts()[:at]...)
		if err != nil {
			t.Fatal(err)
		}
		if want := before.Decide(a.act, a.today, library()); !reflect.DeepEqual(want.Refusal, a.out.Refusal) {
			t.Errorf("%s at stand %d: the rules say %v, the answer was %v", a.act.Kind, at, want.Refusal, a.out.Refusal)
		}
	}
	sound(t, r)
	return c
}

// refused counts the answers with a code; the empty code counts what was accepted.
func refused(answers []asked, code workflow.Code) int {
	n := 0
	for _, a := range answers {
		if a.out.Refusal == nil && code == "" && a.err == nil || a.out.Refusal != nil && a.out.Refusal.Code == code {
			n++
		}
	}
	return n
}

// happened counts the events of a kind according to the record.
func happened(c *workflow.Convenant, on, kind string) int {
	n := 0
	for _, e := range c.On(day(on)).History {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// announced counts the announcements of a kind.
func announced(t testing.TB, r *Register, id, kind string) int {
	t.Helper()
	var n int
	if err := r.read.Get(&n, "SELECT count(*) FROM mededeling WHERE convenant = $1 AND soort = $2", id, kind); err != nil {
		t.Fatal(err)
	}
	return n
}

// catalogue lists the tables of a database, with those that an index is made of.
var catalogue = map[string]string{
	"SQLite":     "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
	"PostgreSQL": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}

// dump gives every row of every table, in an order of its own.
func dump(t testing.TB, r *Register) []string {
	t.Helper()
	query, ok := catalogue[r.dialect.name()]
	if !ok {
		t.Fatalf("the catalogue of %s is not known", r.dialect.name())
	}
	var tables, lines []string
	if err := r.write.Select(&tables, query); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		rows, err := r.write.Queryx("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, err := rows.SliceScan()
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%s %q", table, values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return lines
}

// unchanged fails the test when the database is not as it was.
func unchanged(t *testing.T, r *Register, before []string, what string) {
	t.Helper()
	after := dump(t, r)
	for _, line := range missing(after, before) {
		t.Errorf("%s left behind: %.200s", what, line)
	}
	for _, line := range missing(before, after) {
		t.Errorf("%s took away: %.200s", what, line)
	}
}
