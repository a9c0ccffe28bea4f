package storage

// Every new head of facts and announcements is chained once more, over all convenanten, so that one that is gone
// altogether shows too, and so does the last of anything that was dropped.

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// The number of checkpoint chains, over which convenanten are spread by their id.
const chains = 16

func chainOf(id string) int {
	sum := sha256.Sum256([]byte(id))
	return int(sum[0]) % chains
}

// checkpoints chains new heads, each to the one before it in its checkpoint chain. It is the last that a transaction
// does, and takes the chains in one order: they are held shortly, and nobody waits for each other in a circle.
func (r *Register) checkpoints(ctx context.Context, tx *sqlx.Tx, heads []head) error {
	slices.SortStableFunc(heads, func(a, b head) int { return chainOf(a.ID) - chainOf(b.ID) })
	for len(heads) > 0 {
		chain := chainOf(heads[0].ID)
		n := slices.IndexFunc(heads, func(h head) bool { return chainOf(h.ID) != chain })
		if n < 0 {
			n = len(heads)
		}
		if err := r.extend(ctx, tx, chain, heads[:n]); err != nil {
			return err
		}
		heads = heads[n:]
	}
	return nil
}

// extend adds heads to the end of a chain.
func (r *Register) extend(ctx context.Context, tx *sqlx.Tx, chain int, heads []head) error {
	var last struct {
		Number int    `db:"nummer"`
		Hash   string `db:"hash"`
	}
	if err := tx.GetContext(ctx, &last, "SELECT nummer, hash FROM keten WHERE keten = $1"+r.dialect.lock(), chain); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	rows := make([][]any, len(heads))
	for i, h := range heads {
		last.Number++
		last.Hash = checkpointHash(last.Hash, h)
		rows[i] = []any{chain, last.Number, h.ID, h.Stand, h.Head, h.Papers, h.PapersHead, h.Seen, last.Hash}
	}
	if err := r.insertRows(ctx, tx, "ijkpunt (keten, nummer, convenant, stand, hoofd, mededelingen, mededelingenhoofd, bekeken, hash)", rows); err != nil {
		return err
	}
	_, err := r.exec(ctx, tx, "UPDATE keten SET nummer = $1, hash = $2 WHERE keten = $3", last.Number, last.Hash, chain)
	return err
}

func checkpointHash(previous string, h head) string {
	line := h.ID + " " + strconv.Itoa(h.Stand) + " " + h.Head + " " + strconv.Itoa(h.Papers) + " " + h.PapersHead + " " + h.Seen
	return workflow.ChainHash(previous, []byte(line))
}
