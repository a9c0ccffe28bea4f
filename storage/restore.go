package storage

// Restoring a backup into a register that is empty, in either database: everything that was recorded is put back, what
// follows from it is computed anew, what was erased since is erased again, and all of it is read over, in one
// transaction. The register is then what it was, or as empty as before.

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// ErrNotEmpty tells that something is recorded in the register that a backup should go into.
var ErrNotEmpty = errors.New("storage: the register is not empty, and nothing was changed: restore into a new one")

// Restoring is what a restore needs besides the backup.
type Restoring struct {
	Today    workflow.Date      // on which erasures are done again
	Erasures []Erasure          // that were done, perhaps after the backup was made
	Progress func(done, of int) // not nil: told how far it is, in each of the three rounds
}

// Restored tells what came back. Heads and counts are those of the backup.
type Restored struct {
	BackupContents
	Erased int // how many erasures were done again, because the backup did not know them
}

// Restore puts a backup into this register. It fails with ErrNotEmpty, or with ErrBackupDamaged when the backup holds a
// register that does not verify; the register then is as it was.
func (r *Register) Restore(ctx context.Context, b *Backup, with Restoring) (Restored, error) {
	done := Restored{BackupContents: b.Contents()}
	if with.Progress == nil {
		with.Progress = func(int, int) {}
	}
	err := r.Together(ctx, func(t *Together) (err error) {
		if err := r.empty(ctx, t.tx); err != nil {
			return err
		}
		if err := r.fill(ctx, t.tx, b, with.Progress); err != nil {
			return err
		}
		if heads, err := headsOf(ctx, t.tx); err != nil {
			return err
		} else if heads != done.Heads {
			return damagedAt(manifestName, errors.New("its convenanten stand elsewhere than it says"))
		}
		if err := r.recompute(ctx, t.tx, with.Progress); err != nil {
			return err
		}
		if done.Erased, err = t.eraseAgain(with.Erasures, with.Today); err != nil {
			return err
		}
		if err := t.chain(); err != nil {
			return err
		}
		_, err = r.verify(ctx, t.tx, with.Progress)
		var fault *Fault
		if errors.As(err, &fault) {
			return damagedAt(fault.Table, fault)
		}
		return err
	})
	if err != nil {
		return Restored{}, err
	}
	if done.Erased > 0 {
		_ = r.dialect.scrub(ctx, r.write) // as after any erasure
	}
	return done, nil
}

// empty fails when anything at all is recorded. Where the checkpoint chains end is no record of its own.
func (r *Register) empty(ctx context.Context, tx *sqlx.Tx) error {
	for _, t := range backupTables {
		if t.name == chainEnds {
			continue
		}
		var some int
		if err := tx.GetContext(ctx, &some, "SELECT count(*) FROM (SELECT 1 FROM "+t.name+" LIMIT 1) AS een"); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if some > 0 {
			return ErrNotEmpty
		}
	}
	return nil
}

// chainEnds is the table that says where the checkpoint chains end. An empty register may have rows in it, which say that
// they end at their beginning.
const chainEnds = "keten"

// fill inserts every row. The bytes of a text or a file come after its row.
func (r *Register) fill(ctx context.Context, tx *sqlx.Tx, b *Backup, progress func(done, of int)) error {
	done, of := 0, 0
	for _, t := range b.manifest.Tables {
		of += t.Rows
	}
	if _, err := r.exec(ctx, tx, "DELETE FROM "+chainEnds); err != nil {
		return err
	}
	err := b.walk(ctx, func(t backupTable, columns []backupColumn, rows [][]any) error {
		into := t.into(columns)
		if t.folder != "" {
			for i := range rows {
				rows[i] = append(rows[i], []byte{})
			}
		}
		if err := r.insertRows(ctx, tx, into, rows); err != nil {
			return err
		}
		done += len(rows)
		progress(done, of)
		return nil
	}, func(t backupTable, sha256 string, content []byte) error {
		result, err := r.exec(ctx, tx, "UPDATE "+t.name+" SET bytes = $1 WHERE sha256 = $2", content, sha256)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return fmt.Errorf("storage: %w", err)
		} else if n != 1 {
			return damagedAt(t.folder+"/"+sha256, errors.New("no row has it"))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if statement := r.dialect.continueNumbers(); statement != "" {
		_, err = r.exec(ctx, tx, statement)
	}
	return err
}

// into names the table with these columns, and with the bytes that come later.
func (t backupTable) into(columns []backupColumn) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	if t.folder != "" {
		names = append(names, "bytes")
	}
	return t.name + " (" + strings.Join(names, ", ") + ")"
}

// recompute computes what follows from the facts of every convenant.
func (r *Register) recompute(ctx context.Context, tx *sqlx.Tx, progress func(done, of int)) error {
	var ids []string
	if err := tx.SelectContext(ctx, &ids, "SELECT id FROM convenant ORDER BY volgorde"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for i, id := range ids {
		if err := r.rebuild(ctx, tx, id); err != nil {
			return fmt.Errorf("storage: restore of %s: %w", id, err)
		}
		progress(i+1, len(ids))
	}
	return nil
}

// OpenEmpty opens a register to restore into: one in which nothing is recorded. Where there is none it makes one. It
// fails with ErrNotEmpty, and changes nothing then.
func OpenEmpty(ctx context.Context, where string, opts Options) (*Register, error) {
	d, err := dialectOf(where)
	if err != nil {
		return nil, err
	}
	r, err := open(ctx, d, opts, false)
	if err != nil {
		return nil, err
	}
	if err = r.madeIfNew(ctx); err == nil {
		err = r.reading(ctx, func(tx *sqlx.Tx) error { return r.empty(ctx, tx) })
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// madeIfNew makes the schema where there is none. An older one is not brought up to date: it may be of a register that
// is in use.
func (r *Register) madeIfNew(ctx context.Context) error {
	p, err := r.provider()
	if err != nil {
		return err
	}
	if version, err := p.GetDBVersion(ctx); err != nil {
		return fmt.Errorf("storage: schema: %w", err)
	} else if version == 0 {
		return r.Migrate(ctx)
	}
	return r.checkSchema(ctx)
}
