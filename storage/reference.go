package storage

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// WithReference lists the convenanten that bear a kenmerk, as they stand on a day, oldest first. Capitals make no
// difference.
func (r *Register) WithReference(ctx context.Context, reference string, on workflow.Date) ([]Row, error) {
	var rows []Row
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		return tx.SelectContext(ctx, &rows, `SELECT c.id, c.naam, c.kenmerk, c.volgorde, t.toestand, '' AS einddatum
			FROM convenant c JOIN tijdlijn t ON t.convenant = c.id AND `+ofPhase+" AND "+holds("t")+
			" WHERE lower(c.kenmerk) = lower($2) ORDER BY c.volgorde", on.String(), reference)
	})
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return rows, nil
}
