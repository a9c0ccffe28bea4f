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

// After so many wrong codes a person must wait for so long.
const (
	MostWrongCodes = 5
	WaitForCode    = 15 * time.Minute
)

var (
	// ErrHasFactor tells that a person has a second factor, which is not replaced.
	ErrHasFactor = errors.New("storage: this person has a second factor")
	// ErrWrongCode tells that a code is not right, was used before, or that there is nothing to compute one from.
	ErrWrongCode = errors.New("storage: wrong code")
	// ErrWaitForCode tells that too many wrong codes were given to look at another one now.
	ErrWaitForCode = errors.New("storage: too many wrong codes; wait")
)

// HasSecondFactor reports that a person has a second factor.
func (r *Register) HasSecondFactor(ctx context.Context, person string) (bool, error) {
	var people []string
	err := r.list(ctx, &people, "SELECT persoon FROM tweedefactor WHERE persoon = $1", person)
	return len(people) > 0, err
}

// SetSecondFactor gives a person the secret from which a first right code was computed; step is the one in time of that code.
// What they have open otherwise ends: somebody else may have come as far with what was sent to them. It fails with
// ErrNoPrincipal, and with ErrHasFactor.
func (r *Register) SetSecondFactor(ctx context.Context, person, secret string, step int64) error {
	if secret == "" {
		return errors.New("storage: a second factor needs a secret")
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.lockPerson(ctx, tx, person); err != nil {
			return err
		}
		err := r.insertNew(ctx, tx, "INSERT INTO tweedefactor (persoon, geheim, stap, fouten, laatste) VALUES ($1, $2, $3, 0, '') ON CONFLICT (persoon) DO NOTHING", person, secret, step)
		if errors.Is(err, ErrTaken) {
			return ErrHasFactor
		}
		if err != nil {
			return err
		}
		return r.endAccess(ctx, tx, person)
	})
}

// secondFactorRow is what is known of the codes that a person gave.
type secondFactorRow struct {
	Secret string `db:"geheim"`
	Step   int64  `db:"stap"`
	Wrong  int    `db:"fouten"`
	Last   string `db:"laatste"`
}

// UseCode lets check compare a code with the secret of a person, which tells of which step in time the code is. It fails with ErrWrongCode, also when a code of that step or a later one was accepted before,
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
			_, err = r.exec(ctx, tx, "UPDATE tweedefactor SET stap = $1, fouten = 0, laatste = '' WHERE persoon = $2", step, person)
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

// DropSecondFactor takes the second factor of a person away, so that they set up another, and ends what they have open: whoever
// has the phone may be in. It is no failure when there is none.
func (r *Register) DropSecondFactor(ctx context.Context, person string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.exec(ctx, tx, "DELETE FROM tweedefactor WHERE persoon = $1", person); err != nil {
			return err
		}
		return r.endAccess(ctx, tx, person)
	})
}
