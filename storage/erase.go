package storage

// Erasing personal data (R17, AVG artikel 17): salt and value are taken away, and without the salt the commitment in
// the fact tells nothing. The fact that it was done stays, so that the gap is explained and a restore does it again.
// What the Archiefwet keeps, the signed documents themselves, stays: that is said to who asks for the erasure.

import (
	"context"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

func (r *Register) erase(ctx context.Context, tx *sqlx.Tx, id string, f *workflow.Fact) error {
	party, name := f.Data.Get("partij").Text, f.Data.Get("persoon").Text
	if party != "" {
		_, err := r.exec(ctx, tx, "UPDATE persoonsgegeven SET zout = NULL, waarde = NULL WHERE convenant = $1 AND partij = $2", id, party)
		return err
	}
	// A person is erased with everything that was recorded together with the name: the address of mail beside it, and
	// the name in the request to erase it.
	_, err := r.exec(ctx, tx, `UPDATE persoonsgegeven SET zout = NULL, waarde = NULL WHERE convenant = $1 AND feit IN (
		SELECT feit FROM persoonsgegeven WHERE convenant = $1 AND waarde = $2) AND (partij, feit) IN (
		SELECT partij, feit FROM persoonsgegeven WHERE convenant = $1 AND waarde = $2)`, id, name)
	return err
}
