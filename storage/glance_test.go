package storage

import (
	"context"
	"errors"
	"testing"
)

func TestAGlanceAtConvenanten(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		_, stand, err := r.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		stands, err := r.Stands(context.Background(), []string{id, "geen"})
		if err != nil || len(stands) != 1 || stands[id] != stand {
			t.Errorf("got %v and not %v (%v)", stands, stand, err)
		}
		if none, err := r.Stands(context.Background(), nil); err != nil || len(none) != 0 {
			t.Errorf("of none: %v (%v)", none, err)
		}
		if name, err := r.PartyName(context.Background(), "p2"); err != nil || name == "" || name == "p2" {
			t.Errorf("p2 is called %q (%v)", name, err)
		}
		if _, err := r.PartyName(context.Background(), "niemand"); !errors.Is(err, ErrUnknown) {
			t.Errorf("got %v", err)
		}
	})
}
