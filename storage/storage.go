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
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Options are what a register needs from outside: nothing here reads a clock or chance by itself.
type Options struct {
	Now    func() time.Time // the moment of recording
	Random io.Reader        // for ids and salts

	// Erased, if not nil, is told of every erasure before it is committed; when it fails, nothing is erased. A restore
	// needs what it was told.
	Erased func(Erasure) error
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

	migratedFrom, migratedTo int64
}

var (
	// ErrUnknown tells that there is no such convenant.
	ErrUnknown = errors.New("storage: no such convenant")
	// ErrKeyReused tells that an idempotency key came with another act than the first time.
	ErrKeyReused = errors.New("storage: idempotency key used for another act")
	// ErrFull tells that the database has no room for what was asked.
	ErrFull = errors.New("storage: the disk of the database is full; nothing of this was recorded: make room and do it again")
	// ErrUnavailable tells that the database does not answer now, or is too busy to. Whether an act was recorded whose
	// commit was under way is known by asking again under the same key.
	ErrUnavailable = errors.New("storage: the database does not answer")
)

// Open opens a register: a SQLite file, or a PostgreSQL database by its URL. It refuses a schema that is not the
// program's own, naming the command that mends it, and a database that would not keep what it acknowledged.
func Open(ctx context.Context, where string, opts Options) (*Register, error) {
	d, err := dialectOf(where)
	if err != nil {
		return nil, err
	}
	if lite, ok := d.(sqlite); ok { // SQLite would make the file, and then say that it is empty
		if _, err := os.Stat(lite.path); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("storage: there is no register at %s; to make one, run: convenant migrate", lite.path)
		}
	}
	return open(ctx, d, opts, true)
}

// Create makes the SQLite file if it is not there, brings the schema up to date and opens the register.
func Create(ctx context.Context, where string, opts Options) (*Register, error) {
	d, err := dialectOf(where)
	if err != nil {
		return nil, err
	}
	r, err := open(ctx, d, opts, false)
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
	if err = ours(ctx, d, write); err == nil {
		err = d.durable(ctx, write)
	}
	if err == nil && gate {
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
// room, and with ErrUnavailable when the database does not answer.
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

// explained tells what an operator or a caller can do about an error of the database, where we know it.
func (r *Register) explained(err error) error {
	switch {
	case err == nil:
		return nil
	case r.dialect.full(err):
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case errors.Is(err, context.Canceled):
		return err
	case r.dialect.unavailable(err):
		return fmt.Errorf("%w (%w)", ErrUnavailable, err)
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

// insertRows writes rows into a table, of which the columns are named, in few statements: a database answers each, and
// answers take time.
func (r *Register) insertRows(ctx context.Context, tx *sqlx.Tx, into string, rows [][]any) error {
	const most = 50
	for some := range slices.Chunk(rows, most) {
		var args []any
		marks := make([]string, len(some))
		for i, row := range some {
			marks[i] = placeholders(len(args), len(row))
			args = append(args, row...)
		}
		if _, err := r.exec(ctx, tx, "INSERT INTO "+into+" VALUES "+strings.Join(marks, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

// placeholders gives ($8,$9,$10) for three values after seven.
func placeholders(after, count int) string {
	marks := make([]string, count)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(after+i+1)
	}
	return "(" + strings.Join(marks, ",") + ")"
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

// StandAt returns the stand of a convenant after a fact. It fails with ErrUnknown when there is no such fact.
func (r *Register) StandAt(ctx context.Context, id string, number int) (workflow.Stand, error) {
	var hashes []string
	if err := r.list(ctx, &hashes, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = $2", id, number); err != nil {
		return workflow.Stand{}, err
	}
	if len(hashes) == 0 {
		return workflow.Stand{}, ErrUnknown
	}
	return workflow.Stand{Number: number, Hash: hashes[0]}, nil
}

// reading runs f in one read-only transaction, so that all it reads is of one moment.
func (r *Register) reading(ctx context.Context, f func(*sqlx.Tx) error) error {
	tx, err := r.read.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: r.dialect.snapshot()})
	if err != nil {
		return r.explained(fmt.Errorf("storage: begin: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return r.explained(f(tx))
}

// list asks one question that gives rows.
func (r *Register) list(ctx context.Context, rows any, query string, args ...any) error {
	if err := r.read.SelectContext(ctx, rows, query, args...); err != nil {
		return r.explained(fmt.Errorf("storage: %w", err))
	}
	return nil
}
