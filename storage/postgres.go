package storage

// PostgreSQL: a server, for several instances of the program at once.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

type postgres struct {
	source string // the URL with what every connection is set to
	shown  string // the URL without its password, for messages
}

// How many connections an instance holds. An act takes one for a few milliseconds, and so does a page.
const postgresConnections = 24

// What every connection is set to unless the URL says otherwise: parameters travel with their statement in one go, an
// act gives up on a lock before its caller gives up on the act, and a connection whose program has gone away lets go of
// its locks.
var postgresSettings = map[string]string{
	"application_name":                    "convenant",
	"binary_parameters":                   "yes",
	"connect_timeout":                     "10",
	"lock_timeout":                        "10000",
	"idle_in_transaction_session_timeout": "60000",
}

// postgresAt reads the URL of a database. Over a network it asks for a certificate that can be verified, unless the URL
// gives another sslmode.
func postgresAt(where string) (postgres, error) {
	u, err := url.Parse(where)
	if err != nil {
		return postgres{}, errors.New("storage: the URL of the database cannot be read; write it as postgres://user:password@host:5432/name")
	}
	values := u.Query()
	set := func(name, value string) {
		if !values.Has(name) {
			values.Set(name, value)
		}
	}
	for name, value := range postgresSettings {
		set(name, value)
	}
	set("sslmode", "verify-full")
	if host := u.Hostname(); values.Get("host") != "" || host == "localhost" || net.ParseIP(host).IsLoopback() {
		values.Set("sslmode", u.Query().Get("sslmode"))
		if values.Get("sslmode") == "" {
			values.Set("sslmode", "disable")
		}
	}
	shown := u.Redacted()
	u.RawQuery = values.Encode()
	return postgres{u.String(), shown}, nil
}

func (d postgres) open() (write, read *sqlx.DB, err error) { return d.openWith("postgres") }

func (d postgres) openWith(driver string) (write, read *sqlx.DB, err error) {
	db, err := sqlx.Open(driver, d.source)
	if err != nil {
		return nil, nil, fmt.Errorf("storage: %s: %w", d.shown, err)
	}
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, db, nil
}

func (d postgres) tables(ctx context.Context, db *sqlx.DB) (names []string, err error) {
	if err = db.SelectContext(ctx, &names, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"); err != nil {
		return nil, fmt.Errorf("storage: cannot ask %s anything; does the server run, and may this user log in? (%w)", d.shown, err)
	}
	return names, nil
}

// durable asks the server for what decides whether a commit that was answered survives a power cut. The encoding is
// asked for because facts are kept to the byte.
func (d postgres) durable(ctx context.Context, db *sqlx.DB) error {
	for _, setting := range []struct {
		name string
		good []string
	}{
		{"fsync", []string{"on"}},
		{"full_page_writes", []string{"on"}},
		{"synchronous_commit", []string{"on", "local", "remote_write", "remote_apply"}},
		{"server_encoding", []string{"UTF8"}},
	} {
		var is string
		if err := db.GetContext(ctx, &is, "SHOW "+setting.name); err != nil {
			return fmt.Errorf("storage: cannot ask %s anything; does the server run, and may this user log in? (%w)", d.shown, err)
		}
		if !slices.Contains(setting.good, is) {
			return fmt.Errorf("storage: %s would not keep what it acknowledged: its %s is %s; set it to %s", d.shown, setting.name, is, setting.good[0])
		}
	}
	return nil
}

// Classes of SQLSTATE (PostgreSQL, appendix A).
const (
	classConnection = "08"
	classLogin      = "28" // this user may not log in now
	classDatabase   = "3D" // there is no such database now
	classResources  = "53" // too many connections, out of memory; a full disk too, which has a name of its own
	classOperator   = "57" // the server is told to stop, or starts
	classDamage     = "XX" // corrupted data or index

	stateDiskFull   = "53100"
	stateCanceled   = "57014" // of class 57, and no sign that the server goes
	stateNotNow     = "55000" // the database takes no connections
	stateLockTimely = "55P03" // a lock was not to be had in time
	stateDeadlock   = "40P01"
	stateSerial     = "40001"
)

func sqlState(err error) string {
	var e *pq.Error
	if !errors.As(err, &e) {
		return ""
	}
	return string(e.Code)
}

func (d postgres) full(err error) bool { return sqlState(err) == stateDiskFull }

func (d postgres) unavailable(err error) bool {
	switch state := sqlState(err); {
	case state == "":
		var network net.Error
		return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network) ||
			errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sql.ErrConnDone)
	case state == stateCanceled:
		return false
	case slices.Contains([]string{stateNotNow, stateLockTimely, stateDeadlock, stateSerial}, state):
		return true
	default:
		return slices.Contains([]string{classConnection, classLogin, classDatabase, classResources, classOperator}, state[:2])
	}
}

func (d postgres) damaged(err error) bool { return strings.HasPrefix(sqlState(err), classDamage) }

// check has nothing to ask: PostgreSQL looks at checksums of pages itself, when they are read and it was set up with
// them.
func (d postgres) check(context.Context, *sqlx.Tx) error { return nil }

// scrub takes away the old versions of rows. Their bytes are gone from the table once their pages are written again, and
// from the write-ahead log and its archive when these are recycled.
func (d postgres) scrub(ctx context.Context, db *sqlx.DB) error {
	for _, table := range []string{"persoonsgegeven", "persoon", "idempotentie", "zoek", "post", "postpoging", "tweedefactor", "identiteit"} {
		if _, err := db.ExecContext(ctx, "VACUUM "+table); err != nil {
			return fmt.Errorf("storage: scrub: %w", err)
		}
	}
	return nil
}

func (d postgres) lock() string                 { return " FOR UPDATE" }
func (d postgres) lockFree() string             { return " FOR UPDATE SKIP LOCKED" }
func (d postgres) snapshot() sql.IsolationLevel { return sql.LevelRepeatableRead }

// The lexemes of the index are our stems as they are; no parser of the server comes between.
func (d postgres) index() string {
	return "INSERT INTO zoek (rowid, woorden) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
}

func (d postgres) forget() string { return "DELETE FROM zoek" }

func (d postgres) asking(stems []string) string {
	quoted := make([]string, len(stems))
	for i, s := range stems {
		quoted[i] = "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(s) + "'"
	}
	return strings.Join(quoted, " & ")
}

func (d postgres) match() string {
	return "SELECT rowid FROM zoek WHERE woorden @@ $1::tsquery AND rowid < $2 ORDER BY rowid DESC LIMIT $3"
}

func (d postgres) words() string  { return "SELECT word FROM ts_stat('SELECT woorden FROM zoek')" }
func (d postgres) having() string { return "SELECT rowid FROM zoek WHERE woorden @@ $1::tsquery" }

func (d postgres) goose() database.Dialect { return goose.DialectPostgres }
func (d postgres) migrations() fs.FS       { return migrationsOf("postgres") }

// Several instances may be told to migrate at once.
func (d postgres) migrating() ([]goose.ProviderOption, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return []goose.ProviderOption{goose.WithSessionLocker(locker)}, nil
}

func (d postgres) continueNumbers() string {
	return "SELECT setval(pg_get_serial_sequence('convenant', 'volgorde'), greatest(max(volgorde), 1), max(volgorde) IS NOT NULL) FROM convenant"
}

func (d postgres) name() string { return "PostgreSQL" }
