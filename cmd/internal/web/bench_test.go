package web

// What pages cost in a register of 100,000 convenanten, for 32 who look at once, each asking for the next page when the one
// before it has come. Run with
//
//	go test ./cmd/internal/web -run '^$' -bench Pages -benchtime 1x
//
// With CONVENANT_GROOT=FILE the register is kept in that file, and not made again.

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

const (
	benchSize    = 100_000
	benchWhole   = 1_000 // of so many, the newest, every fact is copied; of the others the beginning, which no list looks at
	benchCallers = 32
	benchPages   = 20 // that each caller asks for, in a round
)

func BenchmarkPages(b *testing.B) {
	h := benchHouse(b)
	cookie := h.comeIn(b)
	for _, page := range []struct {
		name string
		path func(n int) string
	}{
		{"register", func(int) string { return "/convenanten" }},
		{"register-by-state", func(int) string { return "/convenanten?toestand=in-werking&volgorde=einddatum" }},
		{"register-of-Partij", func(n int) string { return fmt.Sprintf("/convenanten?partij=p%d", n%12+1) }},
		{"search-every", func(int) string { return "/convenanten?zoek=convenant+partijen" }},
		{"search-one", func(n int) string { return fmt.Sprintf("/convenanten?zoek=nummer%d", n*7919%benchSize) }},
		{"convenant", func(n int) string { return "/convenanten/" + benchID(benchSize-1-n%benchWhole) }},
		{"timeline", func(int) string { return "/tijdlijn" }},
		{"attention", func(int) string { return "/aandacht" }},
	} {
		b.Run(page.name, func(b *testing.B) {
			var mu sync.Mutex
			var took []time.Duration
			for b.Loop() {
				var all sync.WaitGroup
				for caller := range benchCallers {
					all.Go(func() {
						for n := range benchPages {
							path := page.path(caller*benchPages + n)
							began := time.Now()
							status, size := h.ask(path, cookie)
							spent := time.Since(began)
							if status != http.StatusOK {
								b.Errorf("%s: %d, %d bytes", path, status, size)
							}
							mu.Lock()
							took = append(took, spent)
							mu.Unlock()
						}
					})
				}
				all.Wait()
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

type benched struct{ web *Web }

func (h benched) ask(path, cookie string) (status, size int) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Cookie", cookie)
	w := httptest.NewRecorder()
	h.web.ServeHTTP(w, r)
	return w.Code, w.Body.Len()
}

// comeIn lets the secretariaat in.
func (h benched) comeIn(b *testing.B) (cookie string) {
	r := httptest.NewRequest(http.MethodPost, "/ogen", strings.NewReader(url.Values{"rol": {"secretariaat"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.web.ServeHTTP(w, r)
	if len(w.Result().Cookies()) == 0 {
		b.Fatalf("the secretariaat does not come in: %d", w.Code)
	}
	return w.Result().Cookies()[0].String()
}

func benchID(n int) string { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", n) }

// benchHouse opens a register of 100,000 convenanten, made from a few that are recorded by the rules.
func benchHouse(b *testing.B) benched {
	file := cmp.Or(os.Getenv("CONVENANT_GROOT"), filepath.Join(b.TempDir(), "groot.db"))
	library, err := templates.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		benchOriginals(b, file, library)
		multiply(b, file)
	}
	register := benchOpen(b, file)
	b.Cleanup(func() { _ = register.Close() })
	printer, err := paper.NewPrinter(library)
	if err != nil {
		b.Fatal(err)
	}
	web, err := New(Options{
		Register: register, Sessions: InMemory(), Library: library, Printer: printer, Now: func() time.Time { return today },
		NewID: func() string { return "verzoek" }, Random: rand.Reader, Origin: func(*http.Request) string { return "127.0.0.1" },
		Limits: webtest.NoLimits{}, Eyes: true, Observe: func(context.Context, api.Seen) {},
	})
	if err != nil {
		b.Fatal(err)
	}
	return benched{web}
}

func benchOpen(b *testing.B, file string) *storage.Register {
	r, err := storage.Create(b.Context(), file, storage.Options{Now: func() time.Time { return today }, Random: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// benchActs bring a convenant to where it asks for attention, or into force. The originals are copied in this order.
var benchActs = map[string][]string{
	"ondertekening": {"overslaan", "agenderen", "vaststellen", "ondertekenen 7"},
	"advies":        {"advies"},
	"brief":         {"overslaan", "agenderen", "vaststellen", "ondertekenen 12", "brief"},
	"wijziging":     {"overslaan", "agenderen", "vaststellen", "ondertekenen 12", "wijziging"},
	"concept":       {},
	"loopt":         {"overslaan", "agenderen", "vaststellen", "ondertekenen 12"},
}

var benchWords = map[string]string{
	"overslaan":   `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"spoed"}}`,
	"agenderen":   `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2026-11-04","doel":"vaststellen"}}`,
	"vaststellen": `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","conclusie":"Akkoord.","besluit":"vastgesteld"}}`,
	"advies":      `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["p1","p2"],"uiterlijk":"2026-11-05"}}`,
	"brief":       `{"handeling":"brief-registreren","gegevens":{"soort":"opzegbrief","partij":"p3","vorm":"schriftelijk"}}`,
	"wijziging":   `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer","voorwaarden":{"looptijd":{"tot-en-met":"2035-12-31"}}}}`,
}

// benchOriginals records what is copied: one of each kind that asks for attention, and ten that run.
func benchOriginals(b *testing.B, file string, library *templates.Library) {
	r := benchOpen(b, file)
	record := func(id, act string) string {
		v, err := workflow.ParseValue([]byte(act))
		if err != nil {
			b.Fatal(err)
		}
		a, refusal := workflow.ReadAct(v)
		if refusal != nil {
			b.Fatal(refusal)
		}
		a.By = workflow.Secretariat
		decide := func(c *workflow.Convenant) workflow.Decision {
			return c.Decide(a, workflow.MustDate("2026-11-04"), library)
		}
		out, err := r.Draft(b.Context(), storage.Key{}, decide)
		if id != "" {
			out, err = r.Act(b.Context(), id, storage.Key{}, decide)
		}
		if err != nil || out.Refusal != nil {
			b.Fatal(act, err, out.Refusal)
		}
		return out.ID
	}
	kinds := []string{"ondertekening", "advies", "brief", "wijziging", "concept"}
	for range 10 {
		kinds = append(kinds, "loopt")
	}
	for n, kind := range kinds {
		id := record("", benchDraft(n))
		for _, step := range benchActs[kind] {
			if words, times, ok := strings.Cut(step, " "); ok && words == "ondertekenen" {
				signers := map[string]int{"7": 7, "12": 12}[times]
				for p := range signers {
					record(id, fmt.Sprintf(`{"handeling":"ondertekenen","gegevens":{"partij":"p%d","wijze":"papier"}}`, p+1))
				}
				continue
			}
			record(id, benchWords[step])
		}
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

func benchDraft(n int) string {
	var parties []string
	for p := range 12 {
		parties = append(parties, fmt.Sprintf(`{"id":"p%d","naam":"Gemeente %d"}`, p+1, p+1))
	}
	return fmt.Sprintf(`{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant Samenwerking in de wijk, deel %d","kenmerk":"DOC-%06d",
		"partijen":[%s],"voorwaarden":{"looptijd":{"tot-en-met":"20%02d-06-30"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"},
		"verlenging":{"wijze":"brief","duur":"4 jaar"},"wijziging":{"instemming":"alle-partijen"}}}}`, n, n, strings.Join(parties, ","), 27+n%10)
}

// multiply copies the originals until there are as many as are asked for, and takes them out. One in fifty is of each
// kind that asks for attention.
func multiply(b *testing.B, file string) {
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	do := func(query string, args ...any) {
		if _, err := db.ExecContext(b.Context(), query, args...); err != nil {
			b.Fatal(query, err)
		}
	}
	do("PRAGMA synchronous = OFF")
	do("PRAGMA cache_size = -500000")
	do("BEGIN")
	do("CREATE TEMP TABLE bron AS SELECT row_number() OVER (ORDER BY volgorde) - 1 AS n, id FROM convenant")
	do("CREATE TEMP TABLE maal (n INTEGER PRIMARY KEY, bron TEXT, id TEXT)")
	do(`INSERT INTO maal WITH RECURSIVE tel (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM tel WHERE n < $1 - 1)
		SELECT tel.n + 1000, bron.id, printf('%08d-0000-7000-8000-000000000000', tel.n) FROM tel
		JOIN bron ON bron.n = CASE WHEN tel.n % 50 < 5 THEN tel.n % 50 ELSE 5 + tel.n % 10 END`, benchSize)
	do("CREATE TEMP TABLE woorden AS SELECT group_concat(term, ' ') AS alle FROM (SELECT term FROM zoekwoord ORDER BY term)")
	do("DELETE FROM zoek")
	for table, columns := range map[string]string{"tijdlijn": "onderwerp, toestand, van, tot", "termijn": "soort, datum, partij",
		"herinnering": "soort, wijziging, aan, datum, uiterlijk", "aandacht": "soort", "overleg": "nummer, overleg, datum, doel", "partij": "id, naam"} {
		of := "t." + strings.ReplaceAll(columns, ", ", ", t.")
		do("INSERT INTO " + table + " (convenant, " + columns + ") SELECT m.id, " + of + " FROM maal m JOIN " + table + " t ON t.convenant = m.bron ORDER BY m.n")
	}
	do(`INSERT INTO convenant (volgorde, id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken, wekker)
		SELECT m.n, m.id, c.naam || ' ' || m.n, c.kenmerk, c.stand, c.hoofd, 0, '', c.bekeken, c.wekker FROM maal m JOIN convenant c ON c.id = m.bron ORDER BY m.n`)
	do(`INSERT INTO feit (convenant, nummer, hash, bytes) SELECT m.id, f.nummer, f.hash, CASE WHEN m.n < $1 THEN substr(f.bytes, 1, 200) ELSE f.bytes END
		FROM maal m JOIN feit f ON f.convenant = m.bron ORDER BY m.n`, 1000+benchSize-benchWhole)
	do("INSERT INTO zoek (rowid, woorden) SELECT m.n, w.alle || ' nummer' || (m.n - 1000) FROM maal m, woorden w ORDER BY m.n")
	for _, table := range []string{"tijdlijn", "termijn", "herinnering", "aandacht", "overleg", "partij", "post", "mededeling", "feit"} {
		do("DELETE FROM " + table + " WHERE convenant IN (SELECT id FROM bron)")
	}
	do("DELETE FROM convenant WHERE id IN (SELECT id FROM bron)")
	do("COMMIT")
	do("ANALYZE")
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}
