// Package storage keeps the record: facts for ever and provable, with what is computed from them beside them so that it
// can be asked for by index.
//
// An act is decided inside the transaction that records it ([Register.Act]): lock, decide, append, commit. Facts are
// only ever added, in a hash chain per convenant over exactly the bytes stored; every head is chained once more in a
// checkpoint, so that a convenant that is gone altogether shows too ([Register.Verify]). Personal data stand outside
// the chain, which holds a salted commitment to them, so that they can be erased without breaking a proof.
//
// Queries are written once, with $1 placeholders, in SQL that SQLite and PostgreSQL both speak; what differs stands in
// the dialect.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Options are what a register needs from outside: nothing here reads a clock or chance by itself.
type Options struct {
	Now    func() time.Time // the moment of recording
	Random io.Reader        // for ids and salts
}

// Register is the record of all convenanten in one database. It is safe for concurrent use.
type Register struct {
	write   *sqlx.DB // one connection where the database has one writer
	read    *sqlx.DB
	dialect dialect
	opts    Options
	chance  sync.Mutex // guards opts.Random
	cache   cache
	fault   func(step string) error // tests let a statement fail here
}

var (
	// ErrUnknown tells that there is no such convenant.
	ErrUnknown = errors.New("storage: no such convenant")
	// ErrKeyReused tells that an idempotency key came with another act than the first time.
	ErrKeyReused = errors.New("storage: idempotency key used for another act")
	// ErrFull tells that the database has no room for what was asked.
	ErrFull = errors.New("storage: the disk of the database is full; nothing of this was recorded: make room and do it again")
)

// Open opens the register in a SQLite file. It refuses a schema that is not the program's own, naming the command that
// mends it, and a database that would not keep what it acknowledged.
func Open(ctx context.Context, path string, opts Options) (*Register, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) { // SQLite would make the file, and then say that it is empty
		return nil, fmt.Errorf("storage: there is no register at %s; to make one, run: convenant migrate", path)
	}
	return open(ctx, sqlite{path: path}, opts, true)
}

// Create makes the file if it is not there, brings its schema up to date and opens it.
func Create(ctx context.Context, path string, opts Options) (*Register, error) {
	r, err := open(ctx, sqlite{path: path}, opts, false)
	if err != nil {
		return nil, err
	}
	if err := r.Migrate(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func open(ctx context.Context, d dialect, opts Options, gate bool) (*Register, error) {
	write, read, err := d.open()
	if err != nil {
		return nil, err
	}
	r := &Register{write: write, read: read, dialect: d, opts: opts}
	if err = d.durable(ctx, write); err == nil && gate {
		err = r.checkSchema(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close closes the database.
func (r *Register) Close() error {
	err := r.write.Close()
	if r.read != r.write {
		err = errors.Join(err, r.read.Close())
	}
	return err
}

// now returns the moment of recording as it is stored: in UTC, cut to microseconds.
func (r *Register) now() time.Time { return r.opts.Now().UTC().Truncate(time.Microsecond) }

// random returns n bytes of chance.
func (r *Register) random(n int) ([]byte, error) {
	r.chance.Lock()
	defer r.chance.Unlock()
	b := make([]byte, n)
	if _, err := io.ReadFull(r.opts.Random, b); err != nil {
		return nil, fmt.Errorf("storage: chance: %w", err)
	}
	return b, nil
}

// transact runs f in one transaction: everything in it is kept, or nothing is. It fails with ErrFull when there is no
// room.
func (r *Register) transact(ctx context.Context, f func(*sqlx.Tx) error) (err error) {
	tx, err := r.write.BeginTxx(ctx, nil)
	if err != nil {
		return r.explained(fmt.Errorf("storage: begin: %w", err))
	}
	// Also when f panics: a connection left behind in a transaction would keep everyone waiting for ever.
	defer func() {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			err = errors.Join(err, fmt.Errorf("storage: rollback: %w", e))
		}
	}()
	if err := f(tx); err != nil {
		return r.explained(err)
	}
	if err := r.step("commit"); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return r.explained(fmt.Errorf("storage: commit: %w", err))
	}
	return nil
}

// explained tells what an operator can do about an error of the database, where we know it.
func (r *Register) explained(err error) error {
	if r.dialect.full(err) {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return err
}

// step is called before every statement that writes.
func (r *Register) step(name string) error {
	if r.fault == nil {
		return nil
	}
	return r.fault(name)
}

// exec runs a statement that writes.
func (r *Register) exec(ctx context.Context, tx *sqlx.Tx, query string, args ...any) (sql.Result, error) {
	if err := r.step(query); err != nil {
		return nil, err
	}
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return result, nil
}

// Load returns the record of a convenant, folded. It fails with ErrUnknown.
func (r *Register) Load(ctx context.Context, id string) (*workflow.Convenant, workflow.Stand, error) {
	var c *workflow.Convenant
	var stand workflow.Stand
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		row, err := headOf(ctx, tx, id, "")
		if err != nil {
			return err
		}
		stand = workflow.Stand{Number: row.Stand, Hash: row.Head}
		c, err = loadFacts(ctx, tx, id)
		return err
	})
	return c, stand, err
}

// reading runs f in one read-only transaction, so that all it reads is of one moment.
func (r *Register) reading(ctx context.Context, f func(*sqlx.Tx) error) error {
	tx, err := r.read.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("storage: begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return f(tx)
}
