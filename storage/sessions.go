package storage

// Sessions: who is signed in by the browser. What is in a session is for who keeps it here; this file knows bytes under the
// hash of what the browser holds.

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

// FindSession returns what was kept under a hash. It is not found once it has expired.
func (r *Register) FindSession(ctx context.Context, hash string) (data []byte, found bool, err error) {
	var rows [][]byte
	if err := r.list(ctx, &rows, "SELECT gegevens FROM sessie WHERE hash = $1 AND vervalt > $2", hash, momentText(r.now())); err != nil || len(rows) == 0 {
		return nil, false, err
	}
	return rows[0], true, nil
}

// KeepSession keeps data under a hash until a moment, in the place of what was kept under it. With a new one those go that
// have expired.
func (r *Register) KeepSession(ctx context.Context, hash string, data []byte, expires time.Time) error {
	if data == nil {
		data = []byte{} // which a database tells from nothing
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		result, err := r.exec(ctx, tx, "UPDATE sessie SET gegevens = $1, vervalt = $2 WHERE hash = $3", data, momentText(expires), hash)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		if _, err := r.exec(ctx, tx, "DELETE FROM sessie WHERE vervalt <= $1", momentText(r.now())); err != nil {
			return err
		}
		_, err = r.exec(ctx, tx, `INSERT INTO sessie (hash, gegevens, vervalt) VALUES ($1, $2, $3)
			ON CONFLICT (hash) DO UPDATE SET gegevens = excluded.gegevens, vervalt = excluded.vervalt`, hash, data, momentText(expires))
		return err
	})
}

// EndSession takes away what is kept under a hash; it is no failure when there is nothing.
func (r *Register) EndSession(ctx context.Context, hash string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "DELETE FROM sessie WHERE hash = $1", hash)
		return err
	})
}
