package storage

// SQLite: a file, for one machine.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	driver "modernc.org/sqlite" // in Go, so that the program stays one static binary
)

type sqlite struct{ path string }

// Readers and the writer stand apart: SQLite has one writer, and readers go on beside it on a WAL.
const sqliteReaders = 8

// secure_delete overwrites what is erased: without it a name would stay readable in the free space of a page.
var sqlitePragmas = []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"}

func (d sqlite) open() (write, read *sqlx.DB, err error) { return d.openWith("sqlite") }

func (d sqlite) openWith(driver string) (write, read *sqlx.DB, err error) {
	if err := d.make(); err != nil {
		return nil, nil, err
	}
	if write, err = sqlx.Open(driver, d.source("immediate")); err != nil {
		return nil, nil, fmt.Errorf("storage: %w", err)
	}
	write.SetMaxOpenConns(1)
	if read, err = sqlx.Open(driver, d.source("deferred", "query_only(1)")); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("storage: %w", err), write.Close())
	}
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	return write, read, nil
}

// source names the file with the settings of a connection.
func (d sqlite) source(lock string, pragmas ...string) string {
	return d.uri(url.Values{"_txlock": {lock}, "_pragma": append(slices.Clone(sqlitePragmas), pragmas...)})
}

func (d sqlite) uri(values url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: d.path}).EscapedPath(), RawQuery: values.Encode()}).String()
}

// inMemory is what SQLite takes for no file at all.
const inMemory = ":memory:"

// make makes the file if it is not there, for its owner alone: it holds names and addresses, and SQLite would let everyone
// read them. SQLite gives the files that it keeps beside it the same mode.
func (d sqlite) make() error {
	if d.path == inMemory {
		return nil // no file; it is refused for what it is
	}
	file, err := os.OpenFile(d.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("storage: cannot open %s; is it a file, in a directory that can be written? (%w)", d.path, err)
	}
	return file.Close()
}

// tables looks at the file by a connection of its own: the others write to it when they are opened, to keep its journal as
// a register does. What cannot be read this way is told when it is opened.
func (d sqlite) tables(ctx context.Context, _ *sqlx.DB) (names []string, err error) {
	db, err := sqlx.Open("sqlite", d.uri(url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}}))
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	err = db.SelectContext(ctx, &names, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
	if resultCode(err) != 0 {
		names, err = nil, nil
	}
	return names, errors.Join(err, db.Close())
}

// synchronousFull is SQLite's level at which a commit waits for the disk.
const synchronousFull = 2

func (d sqlite) durable(ctx context.Context, db *sqlx.DB) error {
	var level int
	var journal string
	err := db.GetContext(ctx, &journal, "PRAGMA journal_mode")
	if resultCode(err) == sqliteNotADatabase {
		return fmt.Errorf("storage: %s is no SQLite database; is it the right file? (%w)", d.path, err)
	}
	if err != nil {
		return fmt.Errorf("storage: cannot open %s; is it a file, in a directory that can be written? (%w)", d.path, err)
	}
	if err := db.GetContext(ctx, &level, "PRAGMA synchronous"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if level < synchronousFull || journal == "off" || journal == "memory" {
		return fmt.Errorf("storage: %s would not survive a power cut (synchronous %d, journal %s); put it on a file system that SQLite can write a journal on", d.path, level, journal)
	}
	return nil
}

// Result codes of SQLite: somebody else is writing, a damaged file, no room, and a file of another kind.
const (
	sqliteBusy         = 5
	sqliteLocked       = 6
	sqliteCorrupt      = 11
	sqliteFull         = 13
	sqliteNotADatabase = 26
)

// resultCode returns SQLite's code for an error: the low byte of what the driver gives, or 0 for another error.
func resultCode(err error) int {
	var e *driver.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

func (d sqlite) full(err error) bool { return resultCode(err) == sqliteFull }

// Another process may hold the writer's lock for longer than anyone waits.
func (d sqlite) unavailable(err error) bool {
	code := resultCode(err)
	return code == sqliteBusy || code == sqliteLocked || errors.Is(err, context.DeadlineExceeded)
}

func (d sqlite) snapshot() sql.IsolationLevel { return sql.LevelDefault } // it has no other

// scrub empties the write-ahead log, in which earlier copies of a page stand.
func (d sqlite) scrub(ctx context.Context, db *sqlx.DB) error {
	if _, err := db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("storage: scrub: %w", err)
	}
	return nil
}

func (d sqlite) lock() string     { return "" } // the transaction has the only writer's lock
func (d sqlite) lockFree() string { return "" }
func (d sqlite) index() string    { return "INSERT INTO zoek (rowid, woorden) VALUES ($1, $2)" }

// asking quotes the stems, so that none is read as a command of the index.
func (d sqlite) asking(stems []string) string {
	quoted := make([]string, len(stems))
	for i, s := range stems {
		quoted[i] = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return strings.Join(quoted, " ")
}

func (d sqlite) match() string {
	return "SELECT rowid FROM zoek WHERE zoek MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3"
}

func (d sqlite) words() string  { return "SELECT term FROM zoekwoord" }
func (d sqlite) having() string { return "SELECT rowid FROM zoek WHERE zoek MATCH $1" }
func (d sqlite) forget() string { return "INSERT INTO zoek (zoek) VALUES ('delete-all')" }

// errDamaged is what SQLite found wrong with a page or an index, also one of full text.
type errDamaged string

func (e errDamaged) Error() string { return string(e) }

func (d sqlite) check(ctx context.Context, tx *sqlx.Tx) error {
	// A connection remembers how the full-text index was laid out. The check goes by that, even when another connection
	// has merged parts of it since, and then takes it for damage; a question first makes it look again.
	var none []int64
	if err := tx.SelectContext(ctx, &none, "SELECT rowid FROM zoek WHERE zoek MATCH '\"geen\"' LIMIT 1"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	var said string
	if err := tx.GetContext(ctx, &said, "PRAGMA integrity_check(1)"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if said != "ok" {
		return errDamaged(said)
	}
	return nil
}

func (d sqlite) damaged(err error) bool {
	var said errDamaged
	return errors.As(err, &said) || resultCode(err) == sqliteCorrupt
}

func (d sqlite) goose() database.Dialect { return goose.DialectSQLite3 }
func (d sqlite) migrations() fs.FS       { return migrationsOf("sqlite") }

// The first to write has the file to itself.
func (d sqlite) migrating() ([]goose.ProviderOption, error) { return nil, nil }

func (d sqlite) continueNumbers() string { return "" }

func (d sqlite) name() string { return "SQLite" }
