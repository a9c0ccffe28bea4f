package storage

// What is said of a PostgreSQL database that cannot be used, and what happens when the server goes away and comes back.

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/storage/storagetest"
	"convenant/workflow"
)

func TestTheURLOfADatabase(t *testing.T) {
	for where, want := range map[string]string{
		"postgres://jan:geheim@db.example.nl/register":                         "verify-full",
		"postgres://jan:geheim@db.example.nl/register?sslmode=require":         "require",
		"postgresql://jan@127.0.0.1:5433/register":                             "disable",
		"postgres://jan@localhost/register?sslmode=verify-ca":                  "verify-ca",
		"postgres://jan@[::1]/register":                                        "disable",
		"postgres:///register?host=/var/run/postgresql":                        "disable",
		"postgres://jan@10.0.0.1/register?binary_parameters=no&lock_timeout=1": "verify-full",
	} {
		d, err := postgresAt(where)
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		u, err := url.Parse(d.source)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if q.Get("sslmode") != want || q.Get("connect_timeout") == "" || q.Get("application_name") != "convenant" {
			t.Errorf("%s is opened as %s", where, d.source)
		}
		if strings.Contains(where, "lock_timeout=1") && (q.Get("lock_timeout") != "1" || q.Get("binary_parameters") != "no") {
			t.Errorf("what the URL says is not kept: %s", d.source)
		}
		if strings.Contains(d.shown, "geheim") {
			t.Errorf("the password is shown: %s", d.shown)
		}
	}
	if _, err := postgresAt("postgres://jan:gehe%im@db/register"); err == nil || strings.Contains(err.Error(), "gehe") {
		t.Errorf("a URL that cannot be read: %v", err)
	}
}

func TestAServerThatCannotBeReachedIsSaidClearly(t *testing.T) {
	for _, where := range []string{"postgres://jan:geheim@127.0.0.1:1/register", databaseOf(t) + "_bestaat_niet?sslmode=disable"} {
		_, err := Open(context.Background(), where, given())
		if err == nil || !strings.Contains(err.Error(), "does the server run, and may this user log in?") || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// databaseOf is the URL of a new database, without its settings.
func databaseOf(t *testing.T) string {
	where, _, _ := strings.Cut(storagetest.Postgres(t), "?")
	return where
}

func TestPostgresThatForgetsIsRefused(t *testing.T) {
	where := databaseOf(t)
	if _, err := Create(context.Background(), where+"?sslmode=disable&synchronous_commit=off", given()); err == nil || !strings.Contains(err.Error(), "its synchronous_commit is off; set it to on") {
		t.Errorf("without waiting for the disk: %v", err)
	}
	r, err := Create(context.Background(), where+"?sslmode=disable&synchronous_commit=local", given())
	if err != nil {
		t.Fatalf("with the disk of this server: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// Both databases have the same tables with the same columns, but for how each keeps words to search for.
func TestBothSchemasAreOne(t *testing.T) {
	columns := map[string][]string{}
	for name, query := range map[string]string{
		"sqlite":   "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'zoek%'",
		"postgres": "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'zoek'",
	} {
		r := newRegister(t, databases[name](t))
		var list []string
		if err := r.read.Select(&list, query); err != nil {
			t.Fatal(err)
		}
		columns[name] = list
	}
	for _, c := range slices.Concat(missing(columns["sqlite"], columns["postgres"]), missing(columns["postgres"], columns["sqlite"])) {
		t.Errorf("%s is in one schema only", c)
	}
	versions := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(databases)) {
		entries, err := migrations.ReadDir("migrations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			versions[name] += e.Name() + " "
		}
	}
	if versions["sqlite"] != versions["postgres"] {
		t.Errorf("the migrations are %v", versions)
	}
}

// ownServer is a server that the test can end.
func ownServer(t *testing.T) (*storagetest.Server, *Register) {
	t.Helper()
	s, err := storagetest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Remove)
	r, err := Create(context.Background(), s.Database(t), given())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return s, r
}

// The server is restarted, or crashes, while acts go on: each caller is told that it does not answer, asks again under
// its key, and in the end every act is there once.
func TestTheServerGoesAwayAndComesBack(t *testing.T) {
	for name, end := range map[string]func(*storagetest.Server) error{"restart": (*storagetest.Server).Stop, "crash": (*storagetest.Server).Kill} {
		t.Run(name, func(t *testing.T) {
			s, r := ownServer(t)
			const signers = 40
			id := draft(t, r, signers)
			toSigning(t, r, id)
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			var mu sync.Mutex
			unavailable, first := 0, make(chan struct{})
			var once sync.Once
			gone := make(chan struct{})
			answers := make([]asked, signers)
			var all sync.WaitGroup
			for i := range signers {
				all.Go(func() {
					if i >= signers/2 {
						<-gone // half of them come when the server is away
					}
					a := signing(t, "p"+workflow.NumberOf(i+1).Text)
					key := Key{Who: "ik", Key: a.Data.Get("partij").Text, Asked: "handtekening"}
					for {
						out, err := r.Act(ctx, id, key, deciding(a, day("2024-01-03")))
						if err == nil {
							answers[i] = asked{a, day("2024-01-03"), out, nil}
							once.Do(func() { close(first) })
							return
						}
						if !errors.Is(err, ErrUnavailable) {
							t.Errorf("signer %d is told %v", i, err)
							return
						}
						mu.Lock()
						unavailable++
						mu.Unlock()
					}
				})
			}
			<-first
			if err := end(s); err != nil {
				t.Fatal(err)
			}
			if _, _, err := r.Load(ctx, id); !errors.Is(err, ErrUnavailable) {
				t.Errorf("while it is away: %v", err)
			}
			if _, err := r.DueBetween(ctx, 0, 1, 1); !errors.Is(err, ErrUnavailable) {
				t.Errorf("while it is away: %v", err)
			}
			close(gone)
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			all.Wait()
			c := honest(t, r, id, answers...)
			if c.On(day("2024-01-03")).Phase != workflow.InForce || len(c.Facts()) != 4+signers {
				t.Errorf("it is %s, with %d facts", c.On(day("2024-01-03")).Phase, len(c.Facts()))
			}
			if unavailable == 0 {
				t.Error("nobody noticed that the server was away")
			}
		})
	}
}

// A lock that is not to be had in time is no reason to wait for ever.
func TestALockThatIsHeldIsWaitedForShortly(t *testing.T) {
	d, err := postgresAt(databaseOf(t) + "?lock_timeout=100")
	if err != nil {
		t.Fatal(err)
	}
	r := newRegister(t, d)
	id := draft(t, r, 2)
	err = r.transact(context.Background(), func(tx *sqlx.Tx) error {
		if _, err := headOf(context.Background(), tx, id, r.dialect.lock()); err != nil {
			return err
		}
		if a := offer(r, id, theKey, act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), "2024-01-02"); !errors.Is(a.err, ErrUnavailable) {
			t.Errorf("the answer is %+v", a)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := offer(r, id, theKey, act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), "2024-01-02"); a.err != nil || a.out.Refusal != nil {
		t.Errorf("afterwards: %+v", a)
	}
}

// Whoever looks after the server may close it for a while without stopping it.
func TestADatabaseThatIsClosedIsUnavailable(t *testing.T) {
	s, r := ownServer(t)
	id := draft(t, r, 2)
	admin, err := sqlx.Open("postgres", s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := one[string](t, r, "SELECT current_database()")
	for _, closing := range []string{"ALTER DATABASE " + name + " ALLOW_CONNECTIONS false", "ALTER DATABASE " + name + " RENAME TO weg"} {
		admin.MustExec(closing)
		admin.MustExec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL")
		if a := offer(r, id, theKey, act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), "2024-01-02"); !errors.Is(a.err, ErrUnavailable) {
			t.Errorf("after %s: %+v", closing, a)
		}
	}
	admin.MustExec("ALTER DATABASE weg RENAME TO " + name)
	admin.MustExec("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true")
	if a := offer(r, id, theKey, act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), "2024-01-02"); a.err != nil || a.out.Refusal != nil {
		t.Errorf("open again: %+v", a)
	}
}
