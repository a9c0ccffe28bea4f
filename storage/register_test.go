package storage

// What the tests share: a register on a database of its own, with a clock and chance that are given, and a short story
// to record in it.

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"convenant/storage/storagetest"
	"convenant/templates"
	"convenant/workflow"
)

// databases are the dialects over which every test runs. A new dialect joins here.
var databases = map[string]func(testing.TB) dialect{
	"sqlite": func(t testing.TB) dialect { return sqlite{path: filepath.Join(t.TempDir(), "convenant.db")} },
	"postgres": func(t testing.TB) dialect {
		d, err := postgresAt(storagetest.Postgres(t))
		if err != nil {
			t.Fatal(err)
		}
		return d
	},
}

func TestMain(m *testing.M) { storagetest.Main(m) }

// everywhere runs a test over every database.
func everywhere(t *testing.T, test func(t *testing.T, r *Register)) {
	for name, make := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newRegister(t, make(t)))
		})
	}
}

func newRegister(t testing.TB, d dialect) *Register {
	t.Helper()
	r, err := open(context.Background(), d, given(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if err := r.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return r
}

// given are a clock that ticks a second each time it is read, and chance from a seed.
func given() Options {
	var mu sync.Mutex
	now := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	return Options{
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Second)
			return now
		},
		Random: rand.NewChaCha8([32]byte{1}),
	}
}

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

// act makes an act from JSON, as `{"handeling":"…"}`.
func act(t testing.TB, format string, args ...any) workflow.Act {
	t.Helper()
	v, err := workflow.ParseValue(fmt.Appendf(nil, format, args...))
	if err != nil {
		t.Fatalf("%v in %s", err, fmt.Sprintf(format, args...))
	}
	a, refusal := workflow.ReadAct(v)
	if refusal != nil {
		t.Fatal(refusal)
	}
	return a
}

// deciding decides an act on a day.
func deciding(a workflow.Act, today workflow.Date) Decide {
	return func(c *workflow.Convenant) workflow.Decision { return c.Decide(a, today, library()) }
}

var day = workflow.MustDate

// draft records a convenant of so many Partijen, p1, p2, …, and returns its id.
func draft(t testing.TB, r *Register, parties int) string {
	t.Helper()
	list := ""
	for i := range parties {
		list += fmt.Sprintf(`,{"id":"p%d","naam":"Gemeente %d"}`, i+1, i+1)
	}
	out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen",
		"naam":"Convenant Proef","kenmerk":"DOC-1","partijen":[%s],"voorwaarden":{"opzegging":{"door":"elke-partij","termijn":"2 maanden"}}}}`, list[1:]), day("2024-01-01")))
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	return out.ID
}

// toSigning brings a convenant to the ondertekening.
func toSigning(t testing.TB, r *Register, id string) {
	t.Helper()
	record(t, r, id, "2024-01-02", `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort verhaal."}}`)
	record(t, r, id, "2024-01-02", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"vaststellen"}}`)
	record(t, r, id, "2024-01-02", `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
}

// record records an act that must not be refused.
func record(t testing.TB, r *Register, id, today, format string, args ...any) Outcome {
	t.Helper()
	out, err := r.Act(context.Background(), id, Key{}, deciding(act(t, format, args...), day(today)))
	if err != nil || out.Refusal != nil {
		t.Fatalf("%s: %v %v", fmt.Sprintf(format, args...), err, out.Refusal)
	}
	return out
}

// sound fails the test when the record is not what was recorded.
func sound(t testing.TB, r *Register) {
	t.Helper()
	if _, err := r.Verify(context.Background(), nil); err != nil {
		t.Errorf("verify: %v", err)
	}
}

// shownOf gives the state on the day on which the last fact was recorded, which is what a register shows until the
// calendar is looked at.
func shownOf(c *workflow.Convenant) *workflow.State {
	facts := c.Facts()
	return c.Latest(facts[len(facts)-1].Recorded)
}
