package storage

// What tokens are for: words of who made them, so that a list of tokens can be read. They name no person; principals
// that are persons have their own name.

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// NameToken says what a token is for.
func (r *Register) NameToken(ctx context.Context, id, name string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "INSERT INTO tokennaam (principaal, naam) VALUES ($1, $2) ON CONFLICT (principaal) DO UPDATE SET naam = excluded.naam", id, name)
		return err
	})
}

// TokenNames tells what tokens are for, by the id of the principal.
func (r *Register) TokenNames(ctx context.Context) (map[string]string, error) {
	var rows []struct {
		ID   string `db:"principaal"`
		Name string `db:"naam"`
	}
	if err := r.list(ctx, &rows, "SELECT principaal, naam FROM tokennaam"); err != nil {
		return nil, err
	}
	names := make(map[string]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}
