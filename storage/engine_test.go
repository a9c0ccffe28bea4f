package storage

// What a register refuses to start on, and what it says to the operator.

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// schema puts another number in the book that goose keeps.
func schema(t *testing.T, r *Register, statement string) {
	t.Helper()
	if _, err := r.write.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestAnotherSchemaIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		want      []string
	}{
		"older": {"DELETE FROM goose_db_version WHERE version_id > 0", []string{"schema 0 and this program needs", "convenant migrate"}},
		"newer": {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)", []string{"schema 99", "newer", "use a newer convenant"}},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, r *Register) {
				if again, err := open(context.Background(), r.dialect, r.opts, true); err != nil {
					t.Fatal(err)
				} else if err := again.Close(); err != nil {
					t.Fatal(err)
				}
				schema(t, r, c.statement)
				refusedAtStart(t, r.dialect, c.want...)
			})
		})
	}
}

func refusedAtStart(t *testing.T, d dialect, want ...string) {
	t.Helper()
	r, err := open(context.Background(), d, given(), true)
	if err == nil {
		r.Close()
		t.Fatal("it starts")
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in: %v", w, err)
		}
	}
}

// lax is SQLite as somebody else may set it: it does not wait for the disk.
type lax struct {
	sqlite
	pragma string
}

func (d lax) open() (write, read *sqlx.DB, err error) {
	if write, read, err = d.sqlite.open(); err == nil {
		_, err = write.Exec("PRAGMA " + d.pragma) // of the one connection that writes
	}
	return write, read, err
}

func TestSQLiteThatForgetsIsRefused(t *testing.T) {
	for pragma, want := range map[string]string{
		"synchronous = OFF": "synchronous 0", "synchronous = NORMAL": "synchronous 1", "synchronous = FULL": "", "synchronous = EXTRA": "",
	} {
		path := filepath.Join(t.TempDir(), "convenant.db")
		r, err := Create(context.Background(), path, given())
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if want != "" {
			refusedAtStart(t, lax{sqlite{path}, pragma}, path, "would not survive a power cut", want)
			continue
		}
		if r, err = open(context.Background(), lax{sqlite{path}, pragma}, given(), true); err != nil {
			t.Errorf("%s: %v", pragma, err)
			continue
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := Create(context.Background(), ":memory:", given()); err == nil || !strings.Contains(err.Error(), "journal memory") {
		t.Errorf("a database in memory: %v", err)
	}
}

func TestEveryConnectionToSQLiteWaitsForTheDisk(t *testing.T) {
	r := newRegister(t, sqlite{filepath.Join(t.TempDir(), "convenant.db")})
	for query, want := range map[string]string{
		"PRAGMA synchronous": "2", "PRAGMA journal_mode": "wal", "PRAGMA foreign_keys": "1", "PRAGMA secure_delete": "1",
	} {
		for name, db := range map[string]*sqlx.DB{"writer": r.write, "reader": r.read} {
			var got string
			if err := db.Get(&got, query); err != nil || got != want {
				t.Errorf("%s of the %s is %s: %v", query, name, got, err)
			}
		}
	}
	if _, err := r.read.Exec("DELETE FROM keten"); err == nil {
		t.Error("a reader can write")
	}
}

func TestWhatIsNoRegisterIsSaidClearly(t *testing.T) {
	dir := t.TempDir()
	letter := filepath.Join(dir, "brief.db")
	text := []byte(strings.Repeat("Dit is geen database, maar een brief. ", 100))
	if err := os.WriteFile(letter, text, 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "leeg.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		letter:                                  "is no SQLite database; is it the right file?",
		empty:                                   "run: convenant migrate",
		dir:                                     "is it a file",
		filepath.Join(dir, "niets.db"):          "there is no register at",
		filepath.Join(dir, "niets", "niets.db"): "there is no register at",
	} {
		r, err := Open(context.Background(), path, given())
		if err == nil {
			r.Close()
			t.Errorf("%s is opened", path)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "niets.db")); err == nil {
		t.Error("asking for a register that is not there makes one")
	}
	if content, err := os.ReadFile(letter); err != nil || string(content) != string(text) {
		t.Errorf("the letter is damaged: %v", err)
	}
	if _, err := Create(context.Background(), filepath.Join(dir, "niets", "niets.db"), given()); err == nil || !strings.Contains(err.Error(), "is it a file, in a directory that can be written?") {
		t.Errorf("made in no directory: %v", err)
	}
}

// A fence: the list of tables that a dump knows must not be empty, or comparing dumps compares nothing.
func TestADumpSeesEveryTable(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		appoint(t, r, id, 1)
		offer(r, id, theKey, signing(t, "p1"), "2024-01-03")
		if _, err := r.AddPerson(context.Background(), "Jan", "jan@example.nl", Grant{Role: RoleOperator}); err != nil {
			t.Fatal(err)
		}
		all := strings.Join(dump(t, r), "\n")
		for _, table := range []string{"convenant", "feit", "ijkpunt", "keten", "persoonsgegeven", "tijdlijn", "partij", "tekst", "mededeling", "idempotentie", "persoon", "principaal", "zoek"} {
			if !strings.Contains("\n"+all, "\n"+table+" [") {
				t.Errorf("no row of %s is in the dump", table)
			}
		}
	})
}
