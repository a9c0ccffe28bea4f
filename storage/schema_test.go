package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// An operator is told what became of the database: it was made, brought up to date, or was so already.
func TestMigrateKnowsWhatItFound(t *testing.T) {
	for name, make := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRegister(t, make(t))
			from, newest := r.Migrated()
			if from != 0 || newest < 3 {
				t.Errorf("a new one went from %d to %d", from, newest)
			}
			if err := r.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
			if from, to := r.Migrated(); from != newest || to != newest {
				t.Errorf("one that was up to date went from %d to %d", from, to)
			}
			p, err := r.provider()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Down(context.Background()); err != nil {
				t.Fatal(err)
			}
			older, err := p.GetDBVersion(context.Background())
			if err != nil || older >= newest {
				t.Fatal(older, err)
			}
			if err := r.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
			if from, to := r.Migrated(); from != older || to != newest {
				t.Errorf("an older one went from %d to %d", from, to)
			}
		})
	}
}

// foreign are databases of other programs, one of which keeps its migrations as this one does.
var foreign = map[string][]string{
	"tables":            {"CREATE TABLE klant (naam text)"},
	"tables, migrated":  {"CREATE TABLE klant (naam text)", "CREATE TABLE goose_db_version (id integer PRIMARY KEY, version_id bigint, is_applied boolean, tstamp timestamp)"},
	"tables like those": {"CREATE TABLE feit (naam text)"},
}

func TestTheDatabaseOfAnotherProgramIsLeftAlone(t *testing.T) {
	for name, make := range databases {
		for what, statements := range foreign {
			t.Run(name+" with "+what, func(t *testing.T) {
				d := make(t)
				write, read, err := rawly(d)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { read.Close(); write.Close() })
				for _, s := range statements {
					write.MustExec(s)
				}
				before, err := d.tables(context.Background(), write)
				if err != nil {
					t.Fatal(err)
				}
				for _, gate := range []bool{false, true} {
					if _, err := open(context.Background(), d, given(), gate); !errors.Is(err, ErrForeign) {
						t.Errorf("gate %v: it says %v", gate, err)
					}
				}
				after, err := d.tables(context.Background(), write)
				slices.Sort(before)
				slices.Sort(after)
				if err != nil || !slices.Equal(before, after) {
					t.Errorf("there are now %q, and there were %q; %v", after, before, err)
				}
			})
		}
	}
}

// Not a byte of its file is changed, and none is laid beside it: a program of its own may keep it in another way.
func TestTheFileOfAnotherProgramStaysAsItWas(t *testing.T) {
	d := sqlite{path: filepath.Join(t.TempDir(), "ander.db")}
	write, read, err := rawly(d)
	if err != nil {
		t.Fatal(err)
	}
	write.MustExec("CREATE TABLE klant (naam text)")
	if err := errors.Join(read.Close(), write.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(context.Background(), d.path, given()); !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), "klant") {
		t.Errorf("it says %v", err)
	}
	after, err := os.ReadFile(d.path)
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the file was changed; %v", err)
	}
	if beside, err := filepath.Glob(d.path + "-*"); err != nil || len(beside) > 0 {
		t.Errorf("beside it lie %q; %v", beside, err)
	}
}

// What begins as another address than these is no name of a file. The address may hold a password.
func TestAnAddressOfAnotherKindIsNamedByItsSchemeOnly(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, where := range []string{"mysql://u:geheim@host/db", "sqlite://convenant.db", "postgress://u:geheim@host/db"} {
		scheme, _, _ := strings.Cut(where, ":")
		for name, open := range map[string]func(context.Context, string, Options) (*Register, error){"open": Open, "create": Create, "restore": OpenEmpty} {
			if _, err := open(context.Background(), where, given()); err == nil || !strings.Contains(err.Error(), scheme+":// is neither") || strings.Contains(err.Error(), "geheim") {
				t.Errorf("%s %s: %v", name, where, err)
			}
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// Names and addresses are in these files.
func TestOnlyTheOwnerCanReadTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "convenant.db")
	r, err := Create(context.Background(), path, given())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	draft(t, r, 2)
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, info.Mode())
		}
	}
}

// rawly opens a database as another program does, which does not ask for this one's journal.
func rawly(d dialect) (write, read *sqlx.DB, err error) {
	lite, ok := d.(sqlite)
	if !ok {
		return d.open()
	}
	if write, err = sqlx.Open("sqlite", "file:"+lite.path); err != nil {
		return nil, nil, err
	}
	return write, write, nil
}
