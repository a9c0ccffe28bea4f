package storage

// Allowances: how much somebody may ask in a minute, whichever instance of the program is asked. An instance draws a
// block and spends it in memory, so that together they never give more than there is, and the database is asked once in
// many requests.

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Draw takes up to a block from what somebody may use in a window, and returns how much it got: 0 when all of it is
// used. Windows are numbered in order of time; what was kept of earlier ones goes.
func (r *Register) Draw(ctx context.Context, who string, window int64, limit, block int) (int, error) {
	var got int
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		result, err := r.exec(ctx, tx, "INSERT INTO tempo (venster, wie, verbruikt) VALUES ($1, $2, 0) ON CONFLICT (venster, wie) DO NOTHING", window, who)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return fmt.Errorf("storage: %w", err)
		} else if n == 1 {
			// One window back may still be another instance's, whose clock is a little behind.
			if _, err := r.exec(ctx, tx, "DELETE FROM tempo WHERE venster < $1", window-1); err != nil {
				return err
			}
		}
		var used int
		if err := tx.GetContext(ctx, &used, "SELECT verbruikt FROM tempo WHERE venster = $1 AND wie = $2"+r.dialect.lock(), window, who); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if got = min(block, limit-used); got <= 0 {
			got = 0
			return nil
		}
		_, err = r.exec(ctx, tx, "UPDATE tempo SET verbruikt = $1 WHERE venster = $2 AND wie = $3", used+got, window, who)
		return err
	})
	if err != nil {
		return 0, err
	}
	return got, nil
}
