package storage

// Sessions: who is signed in by the browser. What is in a session is for who keeps it here; this file knows bytes under the
// hash of what the browser holds, and of whom they are, so that all that somebody has open can be ended at once.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Session is what is remembered of a visitor.
type Session struct {
	Person  string // the id of whom it is; empty as long as nobody knows
	Data    []byte
	Expires time.Time
}

// ErrNoSession tells that a session is over.
var ErrNoSession = errors.New("storage: this session is over")

// FindSession returns what is in the session under a hash. It fails with ErrNoSession, also once it has expired.
func (r *Register) FindSession(ctx context.Context, hash string) ([]byte, error) {
	var rows [][]byte
	if err := r.list(ctx, &rows, "SELECT gegevens FROM sessie WHERE hash = $1 AND vervalt > $2", hash, momentText(r.now())); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNoSession
	}
	return rows[0], nil
}

// BeginSession keeps a new session under a hash. Those go that have expired. It fails with ErrTaken.
func (r *Register) BeginSession(ctx context.Context, hash string, s Session) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.exec(ctx, tx, "DELETE FROM sessie WHERE vervalt <= $1", momentText(r.now())); err != nil {
			return err
		}
		return r.insertNew(ctx, tx, "INSERT INTO sessie (hash, persoon, gegevens, vervalt) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING",
			hash, orNull(s.Person), notNil(s.Data), momentText(s.Expires))
	})
}

// KeepSession changes what is in a session. One that was ended meanwhile stays so: it fails with ErrNoSession.
func (r *Register) KeepSession(ctx context.Context, hash string, s Session) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		result, err := r.exec(ctx, tx, "UPDATE sessie SET persoon = $1, gegevens = $2, vervalt = $3 WHERE hash = $4", orNull(s.Person), notNil(s.Data), momentText(s.Expires), hash)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if n == 0 {
			return ErrNoSession
		}
		return nil
	})
}

// notNil gives bytes that a database can tell from nothing.
func notNil(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}

// EndSession takes away the session under a hash; it is no failure when there is none.
func (r *Register) EndSession(ctx context.Context, hash string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "DELETE FROM sessie WHERE hash = $1", hash)
		return err
	})
}

// endAccess ends what a person has open: sessions, also those in which they are still coming in, and links.
func (r *Register) endAccess(ctx context.Context, tx *sqlx.Tx, person string) error {
	for _, table := range []string{"sessie", "toegangslink"} {
		if _, err := r.exec(ctx, tx, "DELETE FROM "+table+" WHERE persoon = $1", person); err != nil {
			return err
		}
	}
	return nil
}
