package storage

// A driver that tells what is asked of the database, and otherwise does what the database's own does.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"sync/atomic"

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

// spied is a database whose every statement is told to told.
type spied struct {
	watched
	told func(statement)
}

// watched is a dialect that can be opened with another driver than its own.
type watched interface {
	dialect
	openWith(driver string) (write, read *sqlx.DB, err error)
}

var spies atomic.Int64

func (d spied) open() (write, read *sqlx.DB, err error) {
	own, _, err := d.watched.open() // for its driver; it is never connected
	if err != nil {
		return nil, nil, err
	}
	name := fmt.Sprint("spy-", spies.Add(1))
	sql.Register(name, spyDriver{own.Driver(), d.told})
	return d.openWith(name)
}

// spy returns a database that tells, and what it was asked so far.
func spy(d watched) (spied, func() []statement) {
	var mu sync.Mutex
	var list []statement
	told := func(s statement) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, s)
	}
	return spied{d, told}, func() []statement {
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
	return spyConn{c.(ownConn), d.told}, nil
}

// ownConn is what this program asks of a connection.
type ownConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

type spyConn struct {
	ownConn
	told func(statement)
}

func (c spyConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.told(statement{query: begins})
	tx, err := c.ownConn.BeginTx(ctx, opts)
	return spyTx{tx, c.told}, err
}

func (c spyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.told(statement{query, values(args), false})
	return c.ownConn.ExecContext(ctx, query, args)
}

func (c spyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.told(statement{query, values(args), true})
	return c.ownConn.QueryContext(ctx, query, args)
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
