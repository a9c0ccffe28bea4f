package storage

// The second factor: a secret that a person shares with the register, from which both compute codes that hold for a short
// while (RFC 6238). How a code is computed is for who asks; this file sees to it that each code is used once, and that
// nobody can try them all.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// SecondFactor is what the codes of a person are computed from. It counts once a right code was given.
type SecondFactor struct {
	Secret    string
	Confirmed bool
}

// After so many wrong codes a person must wait for so long.
const (
	MostWrongCodes = 5
	WaitForCode    = 15 * time.Minute
)

var (
	// ErrConfirmed tells that a person has a second factor that was confirmed, which is not replaced.
	ErrConfirmed = errors.New("storage: this person has a confirmed second factor")
	// ErrWrongCode tells that a code is not right, was used before, or that there is nothing to compute one from.
	ErrWrongCode = errors.New("storage: wrong code")
	// ErrWaitForCode tells that too many wrong codes were given to look at another one now.
	ErrWaitForCode = errors.New("storage: too many wrong codes; wait")
)

// SecondFactor returns the second factor of a person.
func (r *Register) SecondFactor(ctx context.Context, person string) (f SecondFactor, found bool, err error) {
	var rows []struct {
		Secret    string `db:"geheim"`
		Confirmed int    `db:"bevestigd"`
	}
	if err := r.list(ctx, &rows, "SELECT geheim, bevestigd FROM tweedefactor WHERE persoon = $1", person); err != nil || len(rows) == 0 {
		return SecondFactor{}, false, err
	}
	return SecondFactor{Secret: rows[0].Secret, Confirmed: rows[0].Confirmed == 1}, true, nil
}

// ProposeSecondFactor gives a person a secret to compute codes from, in the place of one that was not confirmed. It fails with
// ErrNoPrincipal and with ErrConfirmed.
func (r *Register) ProposeSecondFactor(ctx context.Context, person, secret string) error {
	if secret == "" {
		return errors.New("storage: a second factor needs a secret")
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.lockPerson(ctx, tx, person); err != nil {
			return err
		}
		result, err := r.exec(ctx, tx, `INSERT INTO tweedefactor (persoon, geheim, bevestigd, stap, fouten, laatste) VALUES ($1, $2, 0, -1, 0, '')
			ON CONFLICT (persoon) DO UPDATE SET geheim = excluded.geheim, stap = -1, fouten = 0, laatste = '' WHERE tweedefactor.bevestigd = 0`, person, secret)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err == nil && n == 0 {
			return ErrConfirmed
		}
		return err
	})
}

// secondFactorRow is what is known of the codes that a person gave.
type secondFactorRow struct {
	Secret string `db:"geheim"`
	Step   int64  `db:"stap"`
	Wrong  int    `db:"fouten"`
	Last   string `db:"laatste"`
}

// UseCode lets check compare a code with the secret of a person, which tells of which step in time the code is. A right one
// confirms the second factor. It fails with ErrWrongCode, also when a code of that step or a later one was accepted before,
// and with ErrWaitForCode.
func (r *Register) UseCode(ctx context.Context, person string, check func(secret string) (step int64, ok bool)) error {
	var wrong error // and yet committed, so that it counts
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		var row secondFactorRow
		err := tx.GetContext(ctx, &row, "SELECT geheim, stap, fouten, laatste FROM tweedefactor WHERE persoon = $1"+r.dialect.lock(), person)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrWrongCode
		}
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if row.Wrong >= MostWrongCodes {
			if row.Last > momentText(r.now().Add(-WaitForCode)) {
				return ErrWaitForCode
			}
			row.Wrong = 0
		}
		if step, ok := check(row.Secret); ok && step > row.Step {
			_, err = r.exec(ctx, tx, "UPDATE tweedefactor SET bevestigd = 1, stap = $1, fouten = 0, laatste = '' WHERE persoon = $2", step, person)
			return err
		}
		wrong = ErrWrongCode
		_, err = r.exec(ctx, tx, "UPDATE tweedefactor SET fouten = $1, laatste = $2 WHERE persoon = $3", row.Wrong+1, momentText(r.now()), person)
		return err
	})
	if err != nil {
		return err
	}
	return wrong
}

// DropSecondFactor takes the second factor of a person away, so that another can be proposed; it is no failure when there is
// none.
func (r *Register) DropSecondFactor(ctx context.Context, person string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "DELETE FROM tweedefactor WHERE persoon = $1", person)
		return err
	})
}
