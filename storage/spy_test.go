package storage

// A driver that tells what is asked of the database, and otherwise does what SQLite's does.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"
)

// statement is what a connection was asked: a query that answers with rows, one that does not, or begin, commit or
// rollback.
type statement struct {
	query string
	args  []any
	rows  bool
}

const (
	begins, commits, rollsBack = "BEGIN", "COMMIT", "ROLLBACK"
)

// spied is a SQLite database whose every statement is told to told.
type spied struct {
	sqlite
	told func(statement)
}

var spies atomic.Int64

func (d spied) open() (write, read *sqlx.DB, err error) {
	plain, err := sql.Open("sqlite", "")
	if err != nil {
		return nil, nil, err
	}
	defer plain.Close() //nolint:errcheck // it was never connected
	name := fmt.Sprint("sqlite-spy-", spies.Add(1))
	sql.Register(name, spyDriver{plain.Driver(), d.told})
	return d.openWith(name)
}

// spy returns a database in a new file, and what it was asked so far.
func spy(t testing.TB) (spied, func() []statement) {
	var mu sync.Mutex
	var list []statement
	told := func(s statement) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, s)
	}
	return spied{sqlite{path: filepath.Join(t.TempDir(), "convenant.db")}, told}, func() []statement {
		mu.Lock()
		defer mu.Unlock()
		asked := list
		list = nil
		return asked
	}
}

type spyDriver struct {
	driver.Driver
	told func(statement)
}

func (d spyDriver) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	if err != nil {
		return nil, err
	}
	return spyConn{c.(sqliteConn), d.told}, nil
}

// sqliteConn is what this program asks of a connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

type spyConn struct {
	sqliteConn
	told func(statement)
}

func (c spyConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.told(statement{query: begins})
	tx, err := c.sqliteConn.BeginTx(ctx, opts)
	return spyTx{tx, c.told}, err
}

func (c spyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.told(statement{query, values(args), false})
	return c.sqliteConn.ExecContext(ctx, query, args)
}

func (c spyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.told(statement{query, values(args), true})
	return c.sqliteConn.QueryContext(ctx, query, args)
}

func values(args []driver.NamedValue) []any {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a.Value
	}
	return list
}

type spyTx struct {
	driver.Tx
	told func(statement)
}

func (t spyTx) Commit() error {
	t.told(statement{query: commits})
	return t.Tx.Commit()
}

func (t spyTx) Rollback() error {
	t.told(statement{query: rollsBack})
	return t.Tx.Rollback()
}
