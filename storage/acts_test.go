package storage

// How many durable acts a register records, against a bare loop of the same statements and, on PostgreSQL, against
// pgbench running them on the same server. Run with
//
//	go test ./storage -run '^$' -bench Acts -benchtime 3x

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/storage/storagetest"
	"convenant/workflow"
)

const benchConvenanten = 64

// signature is one act of the benchmark: a Partij signs.
type signature struct {
	id  string
	act workflow.Act
}

// ground is a register in which every Partij can sign every convenant, of which copies are made to sign in.
type ground struct {
	acts       []signature
	copied     func() watched
	statements [][]statement // of each act
	peer       func(copy watched, callers int) float64
}

func readyToSign(b *testing.B, d dialect) []signature {
	r := newRegister(b, d)
	var ids []string
	for range benchConvenanten {
		id := draft(b, r, benchParties)
		toSigning(b, r, id)
		ids = append(ids, id)
	}
	var acts []signature
	for _, id := range ids {
		for p := range benchParties {
			acts = append(acts, signature{id, act(b, `{"handeling":"ondertekenen","gegevens":{"partij":"p%d","wijze":"papier"}}`, p+1)})
		}
	}
	if err := r.Close(); err != nil { // the last to close empties SQLite's write-ahead log into the file
		b.Fatal(err)
	}
	return acts
}

// grounds gives the ground on each database.
var grounds = map[string]func(b *testing.B) ground{
	"sqlite": func(b *testing.B) ground {
		path := filepath.Join(b.TempDir(), "convenant.db")
		g := ground{acts: readyToSign(b, sqlite{path})}
		g.copied = func() watched {
			bytes, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			to := filepath.Join(b.TempDir(), "kopie.db")
			if err := os.WriteFile(to, bytes, 0o600); err != nil {
				b.Fatal(err)
			}
			return sqlite{to}
		}
		return g
	},
	"postgres": func(b *testing.B) ground {
		at := func(url string) postgres {
			d, err := postgresAt(url)
			if err != nil {
				b.Fatal(err)
			}
			return d
		}
		first := storagetest.Postgres(b)
		g := ground{acts: readyToSign(b, at(first))}
		g.copied = func() watched { return at(storagetest.Copy(b, first)) }
		g.peer = func(copy watched, callers int) float64 { return pgbench(b, copy.(postgres), g.statements, callers) }
		g.record(b)
		return g
	},
}

// record does all acts once and keeps the statements of each.
func (g *ground) record(b *testing.B) {
	d, asked := spy(g.copied())
	r := newRegister(b, d)
	asked()
	for _, a := range g.acts {
		a.do(b, r)
		g.statements = append(g.statements, slices.Clone(asked()))
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

func (s signature) do(b *testing.B, r *Register) {
	out, err := r.Act(context.Background(), s.id, Key{}, deciding(s.act, day("2024-01-03")))
	if err != nil || out.Refusal != nil {
		b.Error(s.id, err, out.Refusal)
	}
}

// replay does the statements of one act, and nothing else.
func replay(b *testing.B, db *sqlx.DB, statements []statement) {
	ctx := context.Background()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		b.Error(err)
		return
	}
	defer tx.Rollback() //nolint:errcheck // it was committed, or the benchmark has failed
	for _, s := range statements {
		switch {
		case s.query == begins:
		case s.query == commits:
			err = tx.Commit()
		case s.rows:
			rows, e := tx.QueryContext(ctx, s.query, s.args...)
			if err = e; err == nil {
				for rows.Next() {
				}
				err = rows.Close()
			}
		default:
			_, err = tx.ExecContext(ctx, s.query, s.args...)
		}
		if err != nil {
			b.Error(s.query, err)
			return
		}
	}
}

// byCallers lets so many callers do the acts between them and returns how many are done in a second, and how long each
// took. The acts on one convenant are one caller's, in their order, because a bare loop cannot do them in another.
func byCallers(callers int, do func(i int)) (float64, []time.Duration) {
	work := make(chan int, benchConvenanten)
	for i := range benchConvenanten {
		work <- i
	}
	close(work)
	took := make([]time.Duration, benchConvenanten*benchParties)
	start := time.Now()
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for i := range work {
				for p := range benchParties {
					begin := time.Now()
					do(i*benchParties + p)
					took[i*benchParties+p] = time.Since(begin)
				}
			}
		})
	}
	wg.Wait()
	return float64(len(took)) / time.Since(start).Seconds(), took
}

// gcPercent is how serve sets the collector.
const gcPercent = 400

func BenchmarkActs(b *testing.B) {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	}
	for name, make := range grounds {
		b.Run(name, func(b *testing.B) {
			g := make(b)
			if g.statements == nil {
				g.record(b)
			}
			for _, callers := range []int{1, 32} {
				b.Run(fmt.Sprint("callers=", callers), func(b *testing.B) { g.measure(b, callers) })
			}
		})
	}
}

// measure lets the register, a bare loop and the peer take turns, so that all have the same machine.
func (g *ground) measure(b *testing.B, callers int) {
	var register, bare, peer []float64
	var took []time.Duration
	for range b.N {
		r := newRegister(b, g.copied())
		rate, each := byCallers(callers, func(i int) { g.acts[i].do(b, r) })
		register, took = append(register, rate), append(took, each...)
		r.Close()
		write, read, err := g.copied().open()
		if err != nil {
			b.Fatal(err)
		}
		rate, _ = byCallers(callers, func(i int) { replay(b, write, g.statements[i]) })
		bare = append(bare, rate)
		write.Close()
		read.Close()
		if g.peer != nil {
			peer = append(peer, g.peer(g.copied(), callers))
		}
	}
	slices.Sort(took)
	b.ReportMetric(median(register), "acts/s")
	b.ReportMetric(median(register)/median(bare), "acts/bare")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	b.ReportMetric(float64(len(slices.Concat(g.statements...)))/float64(len(g.acts)), "statements/act")
	if peer != nil {
		b.ReportMetric(median(register)/median(peer), "acts/pgbench")
	}
}

var (
	marks      = regexp.MustCompile(`\$\d+`)
	scriptRate = regexp.MustCompile(`(?m)^tps = ([0-9.]+) \(without initial connection time\)`)
)

// pgbench runs the statements of all acts, each caller those of its own convenanten, and returns acts per second.
func pgbench(b *testing.B, d postgres, statements [][]statement, callers int) float64 {
	b.Helper()
	var script strings.Builder
	for caller := range callers {
		fmt.Fprintf(&script, "\\if :client_id = %d\n", caller)
		for i := caller; i < benchConvenanten; i += callers {
			for _, s := range slices.Concat(statements[i*benchParties : (i+1)*benchParties]...) {
				script.WriteString(strings.Join(strings.Fields(marks.ReplaceAllStringFunc(s.query, func(mark string) string {
					n, _ := strconv.Atoi(mark[1:])
					return literal(s.args[n-1])
				})), " ") + ";\n")
			}
		}
		script.WriteString("\\endif\n")
	}
	file := filepath.Join(b.TempDir(), "handtekeningen.sql")
	if err := os.WriteFile(file, []byte(script.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	bin, err := storagetest.Program("pgbench")
	if err != nil {
		b.Fatal(err)
	}
	url, _, _ := strings.Cut(d.source, "?")
	out, err := exec.Command(bin, "-n", "-M", "extended", "-t", "1", "-c", strconv.Itoa(callers), "-j", "2", "-f", file, url+"?sslmode=disable").CombinedOutput()
	m := scriptRate.FindSubmatch(out)
	if err != nil || m == nil {
		b.Fatalf("pgbench: %v\n%.2000s", err, out)
	}
	scripts, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return scripts * float64(len(statements)) / float64(callers)
}

// literal writes a value of a statement as SQL. A colon is escaped, because pgbench takes it for the sign of a variable;
// the values of this benchmark have no quotes or backslashes in them.
func literal(v any) string {
	switch v := v.(type) {
	case string:
		return "U&'" + strings.ReplaceAll(v, ":", `\003A`) + "'"
	case []byte:
		return literal(string(v))
	}
	return fmt.Sprint(v)
}
