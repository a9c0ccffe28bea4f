package storage

// Verify reads the whole record over and says whether it is what was once recorded: every chain, every checkpoint,
// every text and file by its hash, every commitment, and whatever was computed against what the facts give. It names
// the first row that is wrong. What is read over of one convenant stands in verify_convenant.go, and of all together in
// verify_whole.go.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/jmoiron/sqlx"
)

// Fault is a row that is not what was recorded.
type Fault struct {
	Table string
	Row   string // the key of the row
	Why   string

	// Computed tells that what is wrong follows from the facts, so that [Register.Rebuild] mends it.
	Computed bool
}

// Error names the row and what is wrong with it, and what mends it if that is known.
func (f *Fault) Error() string {
	s := fmt.Sprintf("%s %s: %s", f.Table, f.Row, f.Why)
	if f.Computed {
		s += "; it is computed from the facts: convenant rebuild writes it anew"
	}
	return s
}

// computedTables hold nothing but what a rebuild writes.
var computedTables = []string{"tijdlijn", "termijn", "herinnering", "aandacht", "overleg", "partij", "tekst", "zoek"}

func faultIn(table, row, format string, args ...any) error {
	return &Fault{table, row, fmt.Sprintf(format, args...), slices.Contains(computedTables, table)}
}

// faultInComputed is a fault in a column that a rebuild writes, of a table that holds more.
func faultInComputed(table, row, format string, args ...any) error {
	return &Fault{table, row, fmt.Sprintf(format, args...), true}
}

// Verified tells what was found to be right.
type Verified struct {
	Convenanten, Facts, Texts, Files int
}

// Verify reads everything over. It returns a *Fault for the first row that is wrong. progress, if not nil, is told how
// many convenanten are done, of how many. Texts, files and convenanten are read one at a time; what is kept of each
// meanwhile is small.
func (r *Register) Verify(ctx context.Context, progress func(done, of int)) (v Verified, err error) {
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		v, err = r.verify(ctx, tx, progress)
		return err
	})
	if err != nil && r.dialect.damaged(err) {
		err = faultIn(r.dialect.name(), "file", "is damaged: %v", err)
	}
	return v, err
}

func (r *Register) verify(ctx context.Context, tx *sqlx.Tx, progress func(done, of int)) (Verified, error) {
	a := audit{tx: tx, dialect: r.dialect, texts: map[[sha256.Size]byte]bool{}, covered: map[string]head{}, indexed: map[int64]indexed{}, seed: maphash.MakeSeed()}
	if err := inOrder(ctx, a.database, a.files, a.checkpoints); err != nil {
		return a.seen, err
	}
	ids, err := a.convenanten(ctx)
	if err != nil {
		return a.seen, err
	}
	for i, id := range ids {
		if err := a.convenant(ctx, id); err != nil {
			return a.seen, err
		}
		if progress != nil {
			progress(i+1, len(ids))
		}
	}
	a.seen.Convenanten = len(ids)
	return a.seen, inOrder(ctx, a.strays, a.index)
}

// inOrder takes steps until one fails.
func inOrder(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// audit is a reading over that is under way.
type audit struct {
	tx      *sqlx.Tx
	dialect dialect
	texts   map[[sha256.Size]byte]bool // that are there
	covered map[string]head            // by convenant, what its last checkpoint says
	indexed map[int64]indexed          // by volgorde, by which words it is to be found
	seed    maphash.Seed
	seen    Verified
}

// database asks the database whether its own structure is whole: a page that was damaged may give wrong answers.
func (a *audit) database(ctx context.Context) error { return a.dialect.check(ctx, a.tx) }

// files checks what is kept by its hash.
func (a *audit) files(ctx context.Context) error {
	err := a.hashed(ctx, "tekst", func(sum [sha256.Size]byte) {
		a.texts[sum] = true
		a.seen.Texts++
	})
	if err != nil {
		return err
	}
	return a.hashed(ctx, "blob", func([sha256.Size]byte) { a.seen.Files++ })
}

func (a *audit) hashed(ctx context.Context, table string, found func(sum [sha256.Size]byte)) error {
	return each(ctx, a.tx, "SELECT sha256, bytes FROM "+table+" ORDER BY sha256", func(row hashedRow) error {
		sum, right := row.sum()
		if !right {
			return faultIn(table, row.Name, "its bytes have another SHA-256")
		}
		found(sum)
		return nil
	})
}

// hashedRow is what is kept by its hash.
type hashedRow struct {
	Name  string `db:"sha256"`
	Bytes []byte `db:"bytes"`
}

// sum hashes the bytes, and reports whether they have the hash that they are kept by.
func (h hashedRow) sum() (sum [sha256.Size]byte, right bool) {
	sum = sha256.Sum256(h.Bytes)
	return sum, hex.EncodeToString(sum[:]) == h.Name
}

// each reads the rows of a query one at a time.
func each[T any](ctx context.Context, tx *sqlx.Tx, query string, f func(T) error) (err error) {
	rows, err := tx.QueryxContext(ctx, query)
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	defer rows.Close() //nolint:errcheck // read to the end or given up on
	for rows.Next() {
		var row T
		if err := rows.StructScan(&row); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if err := f(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return nil
}

func (a *audit) convenanten(ctx context.Context) ([]string, error) {
	var ids []string
	if err := a.tx.SelectContext(ctx, &ids, "SELECT id FROM convenant ORDER BY volgorde"); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return ids, nil
}

// Printed is a stand that was found on a paper copy.
type Printed struct {
	Convenant string `db:"convenant"`
	Name      string `db:"naam"`
	Number    int    `db:"nummer"`
	Latest    int    `db:"stand"`
}

// FindStand looks up the stand printed on a paper copy: the number of the fact and the first characters of its hash.
// It returns nothing when no convenant ever stood so.
func (r *Register) FindStand(ctx context.Context, number int, prefix string) ([]Printed, error) {
	var found []Printed
	err := r.list(ctx, &found, standQuery, prefix, prefix+"g", number)
	return found, err
}

const standQuery = `SELECT f.convenant, c.naam, f.nummer, c.stand FROM feit f
	JOIN convenant c ON c.id = f.convenant WHERE f.hash >= $1 AND f.hash < $2 AND f.nummer = $3`
