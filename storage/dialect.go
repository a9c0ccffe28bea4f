package storage

// What differs between the databases. Everything else in this package is written once.

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// dialect is a kind of database.
type dialect interface {
	// open returns a pool to write with and one to read with, which may be the same.
	open() (write, read *sqlx.DB, err error)
	// tables lists the tables that are there, without changing anything in the database.
	tables(ctx context.Context, db *sqlx.DB) ([]string, error)
	// durable fails when the database may lose what it acknowledged.
	durable(ctx context.Context, db *sqlx.DB) error
	// full reports that the database had no room, and unavailable that it did not answer, or not in time.
	full(err error) bool
	unavailable(err error) bool
	// snapshot is the isolation in which all that a transaction reads is of one moment.
	snapshot() sql.IsolationLevel
	// scrub takes what was erased out of the files of the database, as far as they still hold old copies of it.
	scrub(ctx context.Context, db *sqlx.DB) error
	// lock ends a SELECT of a row that must stay as it is until the commit.
	lock() string
	// lockFree does that too, and passes over rows that somebody else has locked.
	lockFree() string
	// asking writes a question for match and having, which asks for all of the stems.
	asking(stems []string) string
	// index is the statement that puts words in the full-text index, by the convenant's volgorde.
	index() string
	// match selects the volgorde of convenanten with all the words, newest first, before a given one.
	match() string
	// words selects every word of the index, and having the volgorde of the convenanten with one; forget empties the index.
	words() string
	having() string
	forget() string
	// check reads over the structure of the database itself, and damaged reports that a failure tells of it.
	check(ctx context.Context, tx *sqlx.Tx) error
	damaged(err error) bool
	// goose names the dialect for migrations, migrations holds them, and migrating keeps others from doing them too.
	goose() database.Dialect
	migrations() fs.FS
	migrating() ([]goose.ProviderOption, error)
	// continueNumbers is the statement after which volgorde goes on from the highest, where rows were inserted with
	// numbers of their own; empty where it does so by itself.
	continueNumbers() string
	// name is for messages to the operator.
	name() string
}

//go:embed migrations
var migrations embed.FS

func migrationsOf(dir string) fs.FS {
	sub, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		panic(err) // the directory is compiled in
	}
	return sub
}

// dialectOf tells by its name what kind of database it is.
func dialectOf(where string) (dialect, error) {
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		return postgresAt(where)
	}
	if scheme, _, is := strings.Cut(where, "://"); is {
		return nil, fmt.Errorf("storage: %s:// is neither: a register is a SQLite file, named by its path, or a PostgreSQL database, as postgres://user:password@host/name", scheme)
	}
	return sqlite{path: where}, nil
}
