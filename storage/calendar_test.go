package storage

// What the calendar will bring is known by index, and what it brought is announced: consequences and reminders.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// awaiting names those of some convenanten at which the clock is to look, with the day of each.
func awaiting(t *testing.T, r *Register, through string) []string {
	t.Helper()
	list, err := r.Awaiting(context.Background(), day(through), Awaited{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, a := range list {
		days = append(days, a.On)
	}
	return days
}

// reminded tells the reminders that were announced: the day, what is asked of whom, and whether it was skipped.
func reminded(t *testing.T, r *Register, id string) []string {
	t.Helper()
	all, err := r.Announcements(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, a := range all {
		if p := a.Paper; p.Asks != "" {
			line := p.On.String() + " " + p.Asks + " " + p.To
			if p.Skipped {
				line += " overgeslagen"
			}
			list = append(list, line)
		}
	}
	return list
}

// unsigned records a convenant of so many Partijen that was adopted on 2 January 2024 and that nobody has signed.
func unsigned(t *testing.T, r *Register, parties int) string {
	t.Helper()
	id := draft(t, r, parties)
	toSigning(t, r, id)
	return id
}

func wants(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\ninstead of\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestARemindersDayIsFoundAndAnnouncedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := unsigned(t, r, 2)
		wants(t, "the day before", awaiting(t, r, "2024-01-15"))
		wants(t, "the day itself", awaiting(t, r, "2024-01-16"), "2024-01-16")
		announce(t, r, id, "2024-01-16")
		announce(t, r, id, "2024-01-16")
		wants(t, "looked at", awaiting(t, r, "2024-01-29"))
		wants(t, "reminded", reminded(t, r, id), "2024-01-16 ondertekening p1", "2024-01-16 ondertekening p2")
		sound(t, r)
		record(t, r, id, "2024-01-20", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
		announce(t, r, id, "2024-01-30")
		wants(t, "p1 has signed", reminded(t, r, id), "2024-01-16 ondertekening p1", "2024-01-16 ondertekening p2", "2024-01-30 ondertekening p2")
		coming, err := r.RemindersBetween(context.Background(), day("2024-01-31"), day("2024-12-31"), 10)
		if err != nil || len(coming) != 2 || coming[0].On != "2024-02-13" || coming[0].To != "p2" || coming[1].To != workflow.Secretariat || coming[1].On != "2024-02-27" {
			t.Errorf("coming: %+v %v", coming, err)
		}
		sound(t, r)
	})
}

// After an outage of seven weeks everybody gets one reminder, and what was not sent is on record in the same chain.
func TestOfOvertakenRemindersTheLastIsSent(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := unsigned(t, r, 2)
		announce(t, r, id, "2024-02-20")
		wants(t, "reminded", reminded(t, r, id),
			"2024-01-16 ondertekening p1 overgeslagen", "2024-01-16 ondertekening p2 overgeslagen",
			"2024-01-30 ondertekening p1 overgeslagen", "2024-01-30 ondertekening p2 overgeslagen",
			"2024-02-13 ondertekening p1", "2024-02-13 ondertekening p2")
		announce(t, r, id, "2024-02-27")
		if list := reminded(t, r, id); !slices.Contains(list, "2024-02-27 ondertekening secretariaat") || !slices.Contains(list, "2024-02-27 ondertekening p1") {
			t.Errorf("after eight weeks: %q", list)
		}
		sound(t, r)
	})
}

// Who acts before the clock could look is not reminded of what they have just done.
func TestNobodyIsRemindedOfWhatIsDone(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := unsigned(t, r, 2)
		record(t, r, id, "2024-01-20", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
		wants(t, "reminded", reminded(t, r, id), "2024-01-16 ondertekening p2")
		wants(t, "waiting", awaiting(t, r, "2024-01-29"))
		sound(t, r)
	})
}

// Looking at it late announces the same as looking every day, in the order of the days; and what then turns out to be
// otherwise is put right for everyone who was told, also for who has left since, and for nobody who came later.
func TestWhatTheClockToldIsRectified(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		terms := `{"looptijd":{"tot-en-met":"2024-06-30"},"verlenging":{"wijze":"brief","duur":"1 jaar"},"opzegging":{"door":"elke-partij","termijn":"geen"},
			"toetreding":{"instemming":"open"}}`
		id := draftWith(t, r, 3, terms)
		inForce(t, r, id, 3)
		for _, p := range []string{"p1", "p2", "p3"} {
			record(t, r, id, "2024-06-01", `{"handeling":"verlengen","gegevens":{"partij":"%s"}}`, p)
		}
		if n := announce(t, r, id, "2024-07-03"); n != 3 || announced(t, r, id, workflow.PaperRenewed) != 3 {
			t.Errorf("%d papers about the renewal, of which %d tell of it", n, announced(t, r, id, workflow.PaperRenewed))
		}
		record(t, r, id, "2024-08-01", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
		record(t, r, id, "2024-08-15", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Vier erbij","toetreding":{"id":"p4","naam":"Gemeente 4"}}}`)
		announce(t, r, id, "2024-09-01")
		letter := one[int](t, r, "SELECT nummer FROM feit WHERE convenant = $1 AND bytes LIKE '%\"handeling\":\"verlengen\"%' ORDER BY nummer LIMIT 1", id)
		record(t, r, id, "2024-09-02", `{"handeling":"corrigeren","bevestigd":true,"gegevens":{"feit":%d,"reden":"Van een ander convenant."}}`, letter)
		told, err := r.Announcements(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		var put []string
		for _, a := range told {
			if a.Paper.Corrects == workflow.PaperRenewed {
				put = append(put, a.Paper.To)
			}
		}
		wants(t, "put right to", put, "p1", "p2", "p3")
		sound(t, r)
	})
}

// Of a register that was made by an earlier program the calendar is computed when it is migrated.
func TestTheCalendarIsComputedWhereItWasNot(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		unsigned(t, r, 2)
		eventful(t, r)
		before := dump(t, r)
		r.write.MustExec("UPDATE convenant SET wekker = ''")
		for _, table := range ofOutlook {
			r.write.MustExec("DELETE FROM " + table)
		}
		if err := r.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		unchanged(t, r, before, "a second migration")
	})
}

func TestAwaitingGoesOnWhereItStopped(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		var want, got []string
		for range 5 {
			want = append(want, unsigned(t, r, 2))
		}
		for after := (Awaited{}); ; {
			list, err := r.Awaiting(context.Background(), day("2024-01-16"), after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				break
			}
			for _, a := range list {
				got = append(got, a.ID)
			}
			after = list[len(list)-1]
		}
		slices.Sort(want)
		wants(t, "in pages", got, want...)
	})
}

// BenchmarkDay is a day on which five hundred convenanten have something due, among 1,000 and among 100,000:
//
//	go test ./storage -run '^$' -bench Day -benchtime 1x -timeout 30m
func BenchmarkDay(b *testing.B) {
	for name, make := range databases {
		for _, size := range []int{1_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				r := multiplied(b, make(b), size)
				due(b, r)
				b.ResetTimer()
				for i := range b.N {
					sweep(b, r, day("2024-02-03").AddMonths(i))
				}
				b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/day")
			})
		}
	}
}

const dueOnADay = 500

// due lets so many of a register's copies have whole facts and a reminder on the third of every month, and the others
// nothing for a long time.
func due(b *testing.B, r *Register) {
	b.Helper()
	source := draft(b, r, 2)
	toSigning(b, r, source)
	for p := range 2 {
		record(b, r, source, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p%d","wijze":"papier"}}`, p+1)
	}
	tx := r.write.MustBegin()
	defer tx.Rollback() //nolint:errcheck // it was committed, or the benchmark has failed
	tx.MustExec("UPDATE convenant SET wekker = '2099-01-01'")
	ids := make([][]any, dueOnADay)
	for n := range ids {
		ids[n] = []any{copyID(n)}
	}
	tx.MustExec("CREATE TEMP TABLE aan_de_beurt (id TEXT PRIMARY KEY)")
	if err := r.insertRows(context.Background(), tx, "aan_de_beurt (id)", ids); err != nil {
		b.Fatal(err)
	}
	for _, table := range []string{"feit", "tijdlijn", "termijn", "partij", "herinnering", "aandacht", "overleg"} {
		columns := map[string]string{"feit": "nummer, hash, bytes", "tijdlijn": "onderwerp, toestand, van, tot", "termijn": "soort, datum, partij",
			"partij": "id, naam", "herinnering": "soort, wijziging, aan, datum, uiterlijk",
			"aandacht": "soort", "overleg": "nummer, overleg, datum, doel"}[table]
		tx.MustExec("DELETE FROM " + table + " WHERE convenant IN (SELECT id FROM aan_de_beurt)")
		of := "t." + strings.ReplaceAll(columns, ", ", ", t.")
		tx.MustExec("INSERT INTO "+table+" (convenant, "+columns+") SELECT m.id, "+of+" FROM aan_de_beurt m CROSS JOIN "+table+" t WHERE t.convenant = $1", source)
	}
	var h head
	if err := tx.Get(&h, "SELECT stand, hoofd FROM convenant WHERE id = $1", source); err != nil {
		b.Fatal(err)
	}
	tx.MustExec("UPDATE convenant SET stand = $1, hoofd = $2, mededelingen = 0, mededelingenhoofd = '', bekeken = '2024-01-03', wekker = '2024-02-03' WHERE id IN (SELECT id FROM aan_de_beurt)", h.Stand, h.Head)
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if isSQLite(r) {
		for _, pragma := range []string{"PRAGMA synchronous = FULL", "PRAGMA wal_checkpoint(TRUNCATE)"} {
			r.write.MustExec(pragma)
		}
	} else {
		r.write.MustExec("VACUUM ANALYZE")
	}
}

// sweep is what the clock does on a day.
func sweep(b *testing.B, r *Register, today workflow.Date) {
	b.Helper()
	ctx, looked, told := context.Background(), 0, 0
	for after := (Awaited{}); ; {
		list, err := r.Awaiting(ctx, today, after, 100)
		if err != nil {
			b.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, a := range list {
			n, err := r.Announce(ctx, a.ID, today)
			if err != nil {
				b.Fatal(err)
			}
			looked, told = looked+1, told+n
		}
		after = list[len(list)-1]
	}
	if looked != dueOnADay || told < 2*dueOnADay {
		b.Fatalf("%d were looked at, and %d papers called for", looked, told)
	}
}
