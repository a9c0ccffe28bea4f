package storage

// What the questions of a page, and an act, cost in a small register and in a large one. Run with
//
//	go test ./storage -run '^$' -bench Questions -benchtime 1x

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"convenant/workflow"
)

const benchParties = 12

func median[T float64 | time.Duration](list []T) T {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkQuestions asks a register of 1,000 convenanten and one of 100,000 the same, in turns.
func BenchmarkQuestions(b *testing.B) {
	for name, make := range databases {
		b.Run(name, func(b *testing.B) { questions(b, multiplied(b, make(b), 1_000), multiplied(b, make(b), 100_000)) })
	}
}

func questions(b *testing.B, small, large *Register) {
	on := day("2024-06-01")
	ids := map[*Register]string{small: draft(b, small, benchParties), large: draft(b, large, benchParties)}
	list := func(f Filter) func(r *Register, i int) (int, error) {
		f.On = on
		return func(r *Register, _ int) (int, error) {
			page, err := r.List(context.Background(), f)
			return len(page.Rows), err
		}
	}
	count := func(f Filter) func(r *Register, i int) (int, error) {
		f.On = on
		return func(r *Register, _ int) (int, error) {
			n, err := r.Count(context.Background(), f, MostCounted)
			return min(n, 1), err // a large register has more
		}
	}
	for _, q := range []struct {
		name string
		ask  func(r *Register, i int) (int, error)
	}{
		{"first-page", list(Filter{})},
		{"in-force", list(Filter{Phase: workflow.InForce})},
		{"in-concept", list(Filter{Phase: workflow.Concept})},
		{"expired", list(Filter{Phase: workflow.Expired})},
		{"my-Partij", list(Filter{Party: "p7"})},
		{"by-name", list(Filter{Order: ByName})},
		{"by-name-page-900", list(Filter{Order: ByName, Before: nameCursor + copyID(900) + " convenant proefvijf"})},
		{"by-name-in-force", list(Filter{Order: ByName, Phase: workflow.InForce})},
		{"by-name-in-concept", list(Filter{Order: ByName, Phase: workflow.Concept})},
		{"by-name-search", list(Filter{Order: ByName, Words: "convenant"})},
		{"by-end", list(Filter{Order: ByEnd})},
		{"by-end-in-force", list(Filter{Order: ByEnd, Phase: workflow.InForce})},
		{"by-end-in-concept", list(Filter{Order: ByEnd, Phase: workflow.Concept})},
		{"count", count(Filter{})},
		{"count-expired", count(Filter{Phase: workflow.Expired})},
		{"count-what-ends", count(Filter{EndsFrom: on, EndsThrough: on + 365})},
		{"count-search", count(Filter{Words: "convenant"})},
		{"count-search-in-concept", count(Filter{Words: "convenant", Phase: workflow.Concept})},
		{"lines", func(r *Register, i int) (int, error) {
			var some []string
			for n := range 50 {
				some = append(some, copyID((i+n)%900))
			}
			list, err := r.Lines(context.Background(), some)
			return len(list), err
		}},
		{"attention", func(r *Register, _ int) (int, error) {
			rows, _, err := r.Attention(context.Background(), on, AttentionShortcomings, "", 50)
			return len(rows), err
		}},
		{"attention-counts", func(r *Register, _ int) (int, error) {
			counts, err := r.AttentionCounts(context.Background())
			return len(counts), err
		}},
		{"meetings", func(r *Register, _ int) (int, error) {
			list, err := r.Meetings(context.Background(), day("2024-01-01"), on, 100)
			return len(list), err
		}},
		{"organisations", func(r *Register, _ int) (int, error) {
			list, err := r.Organisations(context.Background(), "gemeente", "", 50)
			return len(list), err
		}},
		{"what-ends", list(Filter{EndsFrom: on, EndsThrough: on + 365})},
		{"search-every", list(Filter{Words: "convenant"})},
		{"search-some", list(Filter{Words: "opzegging proefdrie"})},
		{"bound-on", func(r *Register, i int) (int, error) {
			list, err := r.BoundOn(context.Background(), copyID(i%900), on)
			return len(list), err
		}},
		{"one-act", func(r *Register, i int) (int, error) {
			a := act(b, `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","functie":"Adviseur %d"}}`, i)
			_, err := r.Act(context.Background(), ids[r], Key{}, deciding(a, on))
			return 1, err
		}},
		{"due", func(r *Register, _ int) (int, error) {
			list, err := r.DueBetween(context.Background(), on, on+90, 100)
			return len(list), err
		}},
	} {
		b.Run(q.name, func(b *testing.B) {
			var took [2][]time.Duration
			var found [2]int
			const rounds = 200
			for i := range rounds * b.N {
				for n, r := range []*Register{small, large} {
					start := time.Now()
					rows, err := q.ask(r, i)
					took[n] = append(took[n], time.Since(start))
					if found[n] += rows; err != nil {
						b.Fatal(err)
					}
				}
			}
			if found[0] == 0 || found[0] != found[1] {
				b.Fatalf("the small register gave %d rows and the large one %d", found[0], found[1])
			}
			b.ReportMetric(float64(median(took[0]).Microseconds()), "µs-at-1000")
			b.ReportMetric(float64(median(took[1]).Microseconds()), "µs-at-100000")
			b.ReportMetric(float64(median(took[1]))/float64(median(took[0])), "large/small")
			b.ReportMetric(float64(found[0])/float64(rounds*b.N), "rows")
		})
	}
}

// copyID is the id of a copy: in order, as the ids of convenanten are.
func copyID(n int) string { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", n) }

// multiplied makes a register of so many convenanten from a few that are recorded: nine in ten in force, of which a
// third end within a year, one in ten expired; and fifty in concept however large it is. A search looks at no facts and
// neither does a list: of these only the beginning is copied.
func multiplied(b testing.TB, d dialect, size int) *Register {
	b.Helper()
	const kinds, concepts, today = 10, 50, "2024-01-03"
	r := newRegister(b, d)
	number := []string{"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"}
	ends := []string{"2024-05-01", "2024-12-31", "2025-03-01", "2024-08-15", "2030-01-01", "2031-01-01", "2032-01-01", "2033-01-01", "2034-01-01", "2035-01-01"}
	for k := range kinds + 1 {
		parties := ""
		for p := range benchParties {
			parties += fmt.Sprintf(`,{"id":"p%d","naam":"Gemeente %d"}`, p+1, p+1)
		}
		term := ends[k%kinds]
		out, err := r.Draft(context.Background(), Key{}, deciding(act(b, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant Proef%s",
			"partijen":[%s],"voorwaarden":{"looptijd":{"tot-en-met":"%s"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"}}}}`, number[k], parties[1:], term), day("2024-01-01")))
		if err != nil || out.Refusal != nil {
			b.Fatal(err, out.Refusal)
		}
		if k == kinds {
			break // stays a concept
		}
		toSigning(b, r, out.ID)
		for p := range benchParties {
			record(b, r, out.ID, today, `{"handeling":"ondertekenen","gegevens":{"partij":"p%d","wijze":"papier"}}`, p+1)
		}
	}
	var ids []string
	if err := r.read.Select(&ids, "SELECT id FROM convenant ORDER BY volgorde"); err != nil {
		b.Fatal(err)
	}
	if isSQLite(r) {
		for _, pragma := range []string{"PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"} { // a benchmark can be built again
			r.write.MustExec(pragma)
		}
	}
	tx := r.write.MustBegin()
	defer tx.Rollback() //nolint:errcheck // it was committed, or the benchmark has failed
	tx.MustExec("CREATE TEMP TABLE maal (n INTEGER PRIMARY KEY, bron TEXT, id TEXT)")
	tx.MustExec("CREATE TEMP TABLE woord (bron TEXT PRIMARY KEY, woorden TEXT)")
	for _, id := range ids {
		c, err := loadFacts(context.Background(), tx, id)
		if err != nil {
			b.Fatal(err)
		}
		tx.MustExec("INSERT INTO woord VALUES ($1, $2)", id, searchWords(shownOf(c)))
	}
	rows := make([][]any, size)
	for n := range size {
		source := ids[n%kinds]
		if n%(size/concepts) == 0 {
			source = ids[kinds]
		}
		rows[n] = []any{n + 1000, source, copyID(n)}
	}
	if err := r.insertRows(context.Background(), tx, "maal (n, bron, id)", rows); err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{
		"INSERT INTO convenant (volgorde, id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken, wekker) SELECT m.n, m.id, c.naam, c.kenmerk, c.stand, c.hoofd, c.mededelingen, c.mededelingenhoofd, c.bekeken, c.wekker FROM maal m JOIN convenant c ON c.id = m.bron",
		"INSERT INTO feit (convenant, nummer, hash, bytes) SELECT m.id, f.nummer, f.hash, substr(f.bytes, 1, 200) FROM maal m JOIN feit f ON f.convenant = m.bron ORDER BY m.n",
		"INSERT INTO tijdlijn (convenant, onderwerp, toestand, van, tot) SELECT m.id, t.onderwerp, t.toestand, t.van, t.tot FROM maal m JOIN tijdlijn t ON t.convenant = m.bron ORDER BY m.n",
		"INSERT INTO termijn (convenant, soort, datum, partij) SELECT m.id, t.soort, t.datum, t.partij FROM maal m JOIN termijn t ON t.convenant = m.bron ORDER BY m.n",
		"INSERT INTO herinnering (convenant, soort, wijziging, aan, datum, uiterlijk) SELECT m.id, h.soort, h.wijziging, h.aan, h.datum, h.uiterlijk FROM maal m JOIN herinnering h ON h.convenant = m.bron ORDER BY m.n",
		"INSERT INTO aandacht (convenant, soort) SELECT m.id, a.soort FROM maal m JOIN aandacht a ON a.convenant = m.bron ORDER BY m.n",
		"INSERT INTO overleg (convenant, nummer, overleg, datum, doel) SELECT m.id, o.nummer, o.overleg || ' ' || (m.n % 2000), o.datum, o.doel FROM maal m JOIN overleg o ON o.convenant = m.bron ORDER BY m.n",
		"INSERT INTO partij (convenant, id, naam) SELECT m.id, p.id, p.naam FROM maal m JOIN partij p ON p.convenant = m.bron ORDER BY m.n",
		"INSERT INTO zoek (rowid, woorden) SELECT m.n, " + indexedWords[r.dialect.name()] + " FROM maal m JOIN woord w ON w.bron = m.bron ORDER BY m.n",
	} {
		tx.MustExec(query)
	}
	for _, id := range ids { // the copies only, so that both registers answer alike
		tx.MustExec("DELETE FROM zoek WHERE rowid = (SELECT volgorde FROM convenant WHERE id = $1)", id)
		for _, table := range []string{"tijdlijn", "termijn", "herinnering", "aandacht", "overleg", "partij", "post", "mededeling", "feit"} {
			tx.MustExec("DELETE FROM "+table+" WHERE convenant = $1", id)
		}
		tx.MustExec("DELETE FROM convenant WHERE id = $1", id)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if !isSQLite(r) { // what a server does of itself, and not at a moment that a benchmark can know
		r.write.MustExec("VACUUM ANALYZE")
	} else if err := r.dialect.scrub(context.Background(), r.write); err != nil {
		b.Fatal(err)
	}
	return r
}

// indexedWords are the words of a copy, as each database takes them.
var indexedWords = map[string]string{
	"SQLite":     "w.woorden || ' nummer' || m.n",
	"PostgreSQL": "array_to_tsvector(string_to_array(w.woorden || ' nummer' || m.n, ' '))",
}
