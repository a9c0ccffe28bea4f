package storage

// Idempotency keys: an act under a key is done once, and whoever repeats it gets the answer of the first time, also when
// that was a refusal.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Key makes an act happen once: who repeats it under the same key gets the same answer, also a refusal.
type Key struct {
	Who   string // the principal; keys of different principals have nothing to do with each other
	Key   string // "" is no key
	Asked string // SHA-256 of what was asked, so that a key cannot be used for something else
}

// claim inserts the key first of all, so that of equal acts at once one goes on and the others wait for its answer.
func (r *Register) claim(ctx context.Context, tx *sqlx.Tx, key Key, id string, out *Outcome) (answered bool, err error) {
	if key.Key == "" {
		return false, nil
	}
	asked := Asked(id, key.Asked) // the same words about another convenant are another act
	result, err := r.exec(ctx, tx, `INSERT INTO idempotentie (wie, sleutel, vraag, convenant, feit, stand, weigering, vervallen, moment)
		VALUES ($1, $2, $3, $4, 0, 0, '', '', $5) ON CONFLICT (wie, sleutel) DO NOTHING`, key.Who, key.Key, asked, id, r.now().Format(timeFormat))
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return false, err
	}
	return earlier(ctx, tx, key, asked, out)
}

// earlier gives what an act under a key was answered, if there was one.
func earlier(ctx context.Context, tx *sqlx.Tx, key Key, asked string, out *Outcome) (answered bool, err error) {
	var rows []struct {
		Asked   string `db:"vraag"`
		ID      string `db:"convenant"`
		Fact    int    `db:"feit"`
		Stand   int    `db:"stand"`
		Hash    string `db:"hash"`
		Refusal string `db:"weigering"`
		Lost    string `db:"vervallen"`
	}
	err = tx.SelectContext(ctx, &rows, `SELECT i.vraag, i.convenant, i.feit, i.stand, coalesce(f.hash, '') AS hash, i.weigering, i.vervallen
		FROM idempotentie i LEFT JOIN feit f ON f.convenant = i.convenant AND f.nummer = i.stand
		WHERE i.wie = $1 AND i.sleutel = $2`, key.Who, key.Key)
	switch {
	case err != nil:
		return false, fmt.Errorf("storage: %w", err)
	case len(rows) == 0:
		return false, nil
	case rows[0].Asked != asked:
		return false, ErrKeyReused
	}
	row := rows[0]
	*out = Outcome{ID: row.ID, Fact: row.Fact, Stand: workflow.Stand{Number: row.Stand, Hash: row.Hash}, Repeated: true}
	return true, errors.Join(fromJSON(row.Refusal, &out.Refusal), fromJSON(row.Lost, &out.Lost))
}

// Answered gives what an act on a convenant under a key was answered, if it was sent before. It fails with ErrKeyReused
// when that was another act.
func (r *Register) Answered(ctx context.Context, id string, key Key) (out Outcome, answered bool, err error) {
	if key.Key == "" {
		return Outcome{}, false, nil
	}
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		answered, err = earlier(ctx, tx, key, Asked(id, key.Asked), &out)
		return err
	})
	return out, answered, err
}

const timeFormat = "2006-01-02T15:04:05.000000Z"

// answer keeps what became of the act under its key.
func (r *Register) answer(ctx context.Context, tx *sqlx.Tx, key Key, out Outcome) error {
	if key.Key == "" {
		return nil
	}
	refusal, err := asJSON(out.Refusal, out.Refusal == nil)
	if err != nil {
		return err
	}
	lost, err := asJSON(out.Lost, out.Lost == nil)
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, tx, "UPDATE idempotentie SET convenant = $1, feit = $2, stand = $3, weigering = $4, vervallen = $5 WHERE wie = $6 AND sleutel = $7",
		out.ID, out.Fact, out.Stand.Number, refusal, lost, key.Who, key.Key)
	return err
}

// asJSON and fromJSON write and read a part of an answer, in which nothing is the empty text.
func asJSON(v any, nothing bool) (string, error) {
	if nothing {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func fromJSON(s string, v any) error {
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), v)
}

// Asked returns the fingerprint of what is asked, for Key.
func Asked(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
