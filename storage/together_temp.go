package storage

// Several acts in one transaction. Temporary: it is replaced by the one that comes with the other database.

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// Together records acts in one transaction.
type Together struct {
	ctx     context.Context
	r       *Register
	tx      *sqlx.Tx
	touched []string
}

// Together runs f, whose acts are all recorded, or none when it fails.
func (r *Register) Together(ctx context.Context, f func(*Together) error) error {
	t := &Together{ctx: ctx, r: r}
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		t.tx = tx
		return f(t)
	})
	if err != nil {
		for _, id := range t.touched {
			r.cache.take(id)
		}
	}
	return err
}

// Import is Together without announcing anything.
func (r *Register) Import(ctx context.Context, f func(*Together) error) error {
	return r.Together(ctx, func(t *Together) error {
		if err := f(t); err != nil {
			return err
		}
		for _, id := range t.touched {
			if _, err := r.exec(ctx, t.tx, "DELETE FROM mededeling WHERE convenant = $1", id); err != nil {
				return err
			}
			if _, err := r.exec(ctx, t.tx, "UPDATE convenant SET mededelingen = 0, mededelingenhoofd = '' WHERE id = $1", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Act records an act.
func (t *Together) Act(id string, key Key, decide Decide) (Outcome, error) {
	var out Outcome
	answered, err := t.r.claim(t.ctx, t.tx, key, id, &out)
	if err != nil || answered {
		return out, err
	}
	kept, err := t.r.decideAndAppend(t.ctx, t.tx, id, decide, &out)
	if err != nil {
		return out, err
	}
	if err := t.r.answer(t.ctx, t.tx, key, out); err != nil {
		return out, err
	}
	t.touched = append(t.touched, out.ID)
	t.r.cache.put(out.ID, kept)
	return out, nil
}

// Draft records the drawing up of a new convenant.
func (t *Together) Draft(key Key, decide Decide) (Outcome, error) { return t.Act("", key, decide) }

// chain chains the new heads, which here every act has done already.
func (t *Together) chain() error { return nil }
