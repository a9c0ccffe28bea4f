package storage

// What comes late: facts of an earlier day, corrections, and what the calendar did between two acts. What is computed
// is then rewritten, and it does not matter whether a record came from the cache or was read anew.

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"convenant/workflow"
)

// subject reads the timeline of a subject as it is stored.
func subject(t testing.TB, r *Register, id, subject string) []string {
	t.Helper()
	var list []string
	if err := r.read.Select(&list, "SELECT van || ' ' || tot || ' ' || toestand FROM tijdlijn WHERE convenant = $1 AND onderwerp = $2 ORDER BY van", id, subject); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestALateFactThatStripsOthersIsConfirmed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := proposed(t, r, 3)
		lost := record(t, r, id, "2024-03-15", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p3"}}`).Fact
		late := `{"handeling":"opzeggen","bevestigd":%v,"gegevens":{"partij":"p3","ontvangen":"2024-03-01"}}`
		before := dump(t, r)
		first := offer(r, id, Key{}, act(t, late, false), "2024-04-01")
		if refusal := first.out.Refusal; refusal == nil || refusal.Code != workflow.EffectsLost || !slices.Equal(refusal.Facts, []int{lost}) || !slices.Equal(first.out.Lost, []int{lost}) {
			t.Fatalf("unconfirmed: %+v", first)
		}
		unchanged(t, r, before, "an act that was not confirmed")
		then := offer(r, id, Key{}, act(t, late, true), "2024-04-01")
		if then.out.Refusal != nil || !slices.Equal(then.out.Lost, []int{lost}) {
			t.Fatalf("confirmed: %+v", then)
		}
		c := honest(t, r, id, first, then)
		if w := c.On(day("2024-04-01")).Without; len(w) != 1 || w[0].Fact != lost {
			t.Errorf("without effect are %v", w)
		}
		want := []string{"2024-01-01 2024-01-02 uitgenodigd", "2024-01-03 2024-02-29 partij", "2024-03-01 2024-03-01 opgezegd", "2024-03-02 9999-12-31 uitgetreden"}
		if got := subject(t, r, id, "partij:p3"); !slices.Equal(got, want) {
			t.Errorf("the timeline of p3 is %q", got)
		}
		if known := c.KnownOn(day("2024-03-31")).On(day("2024-03-20")).Party("p3").State; known != workflow.Bound {
			t.Errorf("as known at the end of March p3 was %s", known)
		}
	})
}

func TestACorrectionRewritesTheTimeline(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		inForce(t, r, id, 2)
		if got := subject(t, r, id, "convenant"); got[len(got)-1] != "2024-01-03 9999-12-31 in-werking" {
			t.Fatalf("the timeline is %q", got)
		}
		record(t, r, id, "2024-02-01", `{"handeling":"corrigeren","gegevens":{"feit":6,"reden":"Verkeerde dag.","vervanging":{"op":"2024-01-15"}}}`)
		if got := subject(t, r, id, "convenant"); got[len(got)-1] != "2024-01-15 9999-12-31 in-werking" {
			t.Errorf("with the signature of the 15th: %q", got)
		}
		if n := announced(t, r, id, workflow.PaperRectification); n == 0 {
			t.Error("what was announced of the 3rd is not rectified")
		}
		sound(t, r)
		record(t, r, id, "2024-02-02", `{"handeling":"corrigeren","gegevens":{"feit":6,"reden":"Nooit getekend."}}`)
		if got := subject(t, r, id, "convenant"); got[len(got)-1] != "2024-01-02 9999-12-31 ondertekening" {
			t.Errorf("without the signature: %q", got)
		}
		sound(t, r)
		record(t, r, id, "2024-02-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p2","wijze":"papier"}}`)
		if got := subject(t, r, id, "partij:p2"); got[len(got)-1] != "2024-02-03 9999-12-31 partij" {
			t.Errorf("signed at last: %q", got)
		}
		sound(t, r)
	})
}

// A change that takes effect on a day on which nobody acts is written with the next act.
func TestWhatTheCalendarChangedIsFoundAfterTheNextAct(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draftWith(t, r, 2, changeTerms)
		inForce(t, r, id, 2)
		record(t, r, id, "2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Termijn","ingangsdatum":"2024-06-01","voorwaarden":{"na-afloop":{"duur":"12 maanden","omschrijving":"Het bewaren van zeeschuimers"}}}}`)
		for _, p := range []string{"p1", "p2"} {
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, p)
		}
		found := func() int {
			page, err := r.List(context.Background(), Filter{On: day("2024-07-01"), Words: "zeeschuimers"})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Rows)
		}
		if found() != 0 {
			t.Error("found before it is so")
		}
		record(t, r, id, "2024-07-01", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		if found() != 1 {
			t.Error("not found by the words of the text as it is since 1 June")
		}
		sound(t, r)
	})
}

// The exit of the last who had not consented adopts an accession, on a day on which nobody acts.
func TestWhoTheCalendarAdmittedIsAPartijAfterTheNextAct(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draftWith(t, r, 3, changeTerms)
		inForce(t, r, id, 3)
		record(t, r, id, "2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Toetreding","toetreding":{"id":"p4","naam":"Gemeente Zeeschuim"}}}`)
		for _, p := range []string{"p1", "p2"} {
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, p)
		}
		record(t, r, id, "2024-02-02", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
		sound(t, r)
		record(t, r, id, "2024-02-10", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		var name string
		if err := r.read.Get(&name, "SELECT naam FROM partij WHERE convenant = $1 AND id = 'p4'", id); err != nil || name != "Gemeente Zeeschuim" {
			t.Errorf("p4 is %q: %v", name, err)
		}
		page, err := r.List(context.Background(), Filter{On: day("2024-02-10"), Words: "zeeschuim"})
		if err != nil || len(page.Rows) != 1 {
			t.Errorf("found by the name of p4: %v %v", page.Rows, err)
		}
		sound(t, r)
	})
}

// life is a story in which something of every sort happens.
var life = []struct{ today, act string }{
	{"2024-01-03", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Piet Pietersen","email":"piet@example.nl"}}`},
	{"2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Toetreding","toetreding":{"id":"p4","naam":"Gemeente 4","vertegenwoordiger":"Jan Jansen"},"ingangsdatum":"2024-03-01"}}`},
	{"2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p1"}}`},
	{"2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p2"}}`},
	{"2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p3"}}`},
	{"2024-02-05", `{"handeling":"ondertekenen","gegevens":{"partij":"p4","wijze":"papier"}}`},
	{"2024-02-06", `{"handeling":"partij-hernoemen","gegevens":{"partij":"p2","naam":"Gemeente Twee"}}`},
	{"2024-05-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer","voorwaarden":{"opzegging":{"termijn":"1 maand"}}}}`},
	{"2024-05-02", `{"handeling":"opzeggen","gegevens":{"partij":"p3","ontvangen":"2024-04-15"}}`},
	{"2024-05-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`}, // refused
	{"2024-05-04", `{"handeling":"corrigeren","gegevens":{"feit":16,"reden":"Later.","vervanging":{"gegevens":{"partij":"p3","ontvangen":"2024-04-20"}}}}`},
	{"2024-05-05", `{"handeling":"partij-opvolgen","gegevens":{"partij":"p1","opvolger":{"id":"p9","naam":"Gemeente Negen"},"grondslag":"Fusie."}}`},
	{"2024-05-06", `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"Jan Jansen","grond":"Verzoek."}}`},
	{"2024-09-01", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`},
}

func TestACachedRecordAndOneReadAnewGiveTheSameBytes(t *testing.T) {
	for name, make := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tell := func(forgetting bool) []string {
				r := newRegister(t, make(t))
				id := draftWith(t, r, 3, changeTerms)
				inForce(t, r, id, 3)
				for _, step := range life {
					if forgetting {
						r.cache.take(id)
					}
					if a := offer(r, id, Key{Who: "ik", Key: step.act}, act(t, "%s", step.act), step.today); a.err != nil {
						t.Fatal(a.err)
					} else if code := workflow.AlreadySigned; a.out.Refusal != nil && a.out.Refusal.Code != code {
						t.Fatal(step.act, a.out.Refusal)
					}
					sound(t, r)
				}
				return dump(t, r)
			}
			warm, cold := tell(false), tell(true)
			for _, line := range missing(warm, cold) {
				if !isMigration(line) {
					t.Errorf("only with the cache: %.300s", line)
				}
			}
			for _, line := range missing(cold, warm) {
				if !isMigration(line) {
					t.Errorf("only without the cache: %.300s", line)
				}
			}
		})
	}
}

// isMigration reports that a row tells when a database was migrated, by the clock of the machine.
func isMigration(line string) bool { return len(line) > 5 && line[:5] == "goose" }

func TestReadingWhileWriting(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		const acts, readers = 40, 4
		id := draft(t, r, 2)
		inForce(t, r, id, 2)
		var mu sync.Mutex
		hashes := map[int]string{}
		var seen []workflow.Stand
		var done atomic.Bool
		atOnce(readers+1, func(i int) {
			if i == 0 {
				defer done.Store(true)
				for n := range acts {
					a := offer(r, id, Key{}, act(t, `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Persoon %d","rang":1}}`, n), "2024-02-01")
					if a.err != nil {
						t.Error(a.err)
						return
					}
					mu.Lock()
					hashes[a.out.Stand.Number] = a.out.Stand.Hash
					mu.Unlock()
				}
				return
			}
			for last := 0; !done.Load(); {
				c, stand, err := r.Load(context.Background(), id)
				if err != nil || len(c.Facts()) != stand.Number || stand.Number < last {
					t.Errorf("%d facts at stand %d, after %d: %v", len(c.Facts()), stand.Number, last, err)
					return
				}
				last = stand.Number
				if name := fmt.Sprintf("Persoon %d", stand.Number-7); stand.Number > 6 && c.On(day("2024-02-01")).Party("p1").Contacts[0].Name != name {
					t.Errorf("at stand %d the contact person is not %s", stand.Number, name)
				}
				if bound, err := r.BoundOn(context.Background(), id, day("2024-02-01")); err != nil || len(bound) != 2 {
					t.Errorf("bound are %v: %v", bound, err)
				}
				mu.Lock()
				seen = append(seen, stand)
				mu.Unlock()
			}
		})
		for _, s := range seen {
			if hash, ok := hashes[s.Number]; ok && hash != s.Hash {
				t.Errorf("stand %d was read as %s and acknowledged as %s", s.Number, s.Hash, hash)
			}
		}
		if len(hashes) != acts || len(seen) < readers {
			t.Errorf("%d acts were recorded and %d times somebody read", len(hashes), len(seen))
		}
		sound(t, r)
	})
}
