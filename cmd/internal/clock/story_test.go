package clock

// What the tests share: a register with a clock of its own, stories of acts on days, and what was announced, in words.

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/templates"
	"convenant/workflow"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

// world is a register with a clock that stands where the test puts it.
type world struct {
	t testing.TB
	*Clock
	mu  sync.Mutex
	now time.Time
}

// begin makes a register in a SQLite file.
func begin(t testing.TB) *world { return beginIn(t, filepath.Join(t.TempDir(), "convenant.db"), 1) }

func beginIn(t testing.TB, where string, seed byte) *world {
	t.Helper()
	w := &world{t: t}
	r, err := storage.Create(context.Background(), where, storage.Options{Now: w.read, Random: rand.NewChaCha8([32]byte{seed})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	w.Clock = &Clock{Register: r, Now: w.read, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	return w
}

func (w *world) read() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

// newChance is the same every time.
func newChance() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// noon puts the clock at noon of a day.
func (w *world) noon(day workflow.Date) {
	year, month, d := day.Civil()
	w.set(time.Date(year, time.Month(month), d, 11, 0, 0, 0, time.UTC))
}

func (w *world) sweep() Looked {
	w.t.Helper()
	looked, err := w.Sweep(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return looked
}

// look sweeps at noon of a day.
func (w *world) look(day string) Looked {
	w.t.Helper()
	w.noon(workflow.MustDate(day))
	return w.sweep()
}

// act records an act on a day; an empty id draws up a convenant. It returns the id.
func (w *world) act(id, day, format string, args ...any) string {
	w.t.Helper()
	v, err := workflow.ParseValue(fmt.Appendf(nil, format, args...))
	if err != nil {
		w.t.Fatalf("%v in %s", err, fmt.Sprintf(format, args...))
	}
	a, refusal := workflow.ReadAct(v)
	if refusal != nil {
		w.t.Fatal(refusal)
	}
	today := workflow.MustDate(day)
	w.noon(today)
	decide := func(c *workflow.Convenant) workflow.Decision { return c.Decide(a, today, library()) }
	var out storage.Outcome
	if id == "" {
		out, err = w.Register.Draft(context.Background(), storage.Key{}, decide)
	} else {
		out, err = w.Register.Act(context.Background(), id, storage.Key{}, decide)
	}
	if err != nil || out.Refusal != nil {
		w.t.Fatalf("%s: %v %v", fmt.Sprintf(format, args...), err, out.Refusal)
	}
	return out.ID
}

// adopted records a convenant of three Partijen that was adopted on 2 January 2024.
func (w *world) adopted(terms string) string {
	w.t.Helper()
	id := w.act("", "2024-01-01", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant Proef","partijen":[
		{"id":"p1","naam":"Gemeente 1"},{"id":"p2","naam":"Gemeente 2"},{"id":"p3","naam":"Gemeente 3"}],"voorwaarden":%s}}`, terms)
	w.act(id, "2024-01-02", `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort verhaal."}}`)
	w.act(id, "2024-01-02", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"vaststellen"}}`)
	w.act(id, "2024-01-02", `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
	return id
}

// inForce brings it into force on a day, with a contact person of each Partij.
func (w *world) inForce(terms, day string) string {
	w.t.Helper()
	id := w.adopted(terms)
	for _, p := range []string{"p1", "p2", "p3"} {
		w.act(id, day, `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"%s","functie":"beleidsadviseur","rang":1}}`, p)
		w.act(id, day, `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p)
	}
	return id
}

// told gives what was announced of a convenant.
func (w *world) told(id string) []storage.Announcement {
	w.t.Helper()
	list, err := w.Register.Announcements(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// line tells an announcement: the day on which it was made, and for which day.
func line(a storage.Announcement) string {
	p := a.Paper
	words := []string{a.Day.String(), p.Kind, p.Asks, p.To, "van", p.On.String()}
	if p.Skipped {
		words = append(words, "overgeslagen")
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func lines(list []storage.Announcement) []string {
	var all []string
	for _, a := range list {
		all = append(all, line(a))
	}
	return all
}

// sound fails the test when the record is not what was recorded.
func (w *world) sound() {
	w.t.Helper()
	if _, err := w.Register.Verify(context.Background(), nil); err != nil {
		w.t.Error(err)
	}
}

// golden compares a text with that in a file. Write new ones with -update, and read them over.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s says something else than before:\n%s", path, got)
	}
}
