package storage

// What is asked at a glance: whether a convenant is still as it was, and what somebody is called.

import (
	"context"

	"convenant/workflow"
)

const (
	standsQuery    = "SELECT id, stand, hoofd FROM convenant WHERE id IN "
	partyNameQuery = "SELECT p.naam FROM partij p WHERE p.id = $1 ORDER BY p.convenant DESC LIMIT 1"
)

// Stands gives the stands of some convenanten, by their ids. One that does not exist has none.
func (r *Register) Stands(ctx context.Context, ids []string) (map[string]workflow.Stand, error) {
	stands := map[string]workflow.Stand{}
	if len(ids) == 0 {
		return stands, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	var rows []struct {
		ID   string `db:"id"`
		N    int    `db:"stand"`
		Head string `db:"hoofd"`
	}
	if err := r.list(ctx, &rows, standsQuery+placeholders(0, len(ids)), args...); err != nil {
		return nil, err
	}
	for _, row := range rows {
		stands[row.ID] = workflow.Stand{Number: row.N, Hash: row.Head}
	}
	return stands, nil
}

// PartyName gives the name that a Partij has in the convenant that was drawn up last. It fails with ErrUnknown.
func (r *Register) PartyName(ctx context.Context, id string) (string, error) {
	var names []string
	if err := r.list(ctx, &names, partyNameQuery, id); err != nil {
		return "", err
	}
	if len(names) == 0 {
		return "", ErrUnknown
	}
	return names[0], nil
}
