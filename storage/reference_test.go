package storage

import (
	"context"
	"testing"

	"convenant/workflow"
)

func TestWithReference(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		first, second := draft(t, r, 2), draft(t, r, 2)
		record(t, r, second, "2024-01-05", `{"handeling":"intrekken","gegevens":{"reden":"Dubbel."}}`)
		rows, err := r.WithReference(context.Background(), "doc-1", day("2024-01-06"))
		if err != nil || len(rows) != 2 || rows[0].ID != first || rows[0].Phase != workflow.Concept || rows[1].ID != second || rows[1].Phase != workflow.Withdrawn {
			t.Errorf("found are %+v, %v", rows, err)
		}
		if rows, err := r.WithReference(context.Background(), "DOC", day("2024-01-06")); err != nil || len(rows) > 0 {
			t.Errorf("a part of it finds %+v, %v", rows, err)
		}
	})
}
