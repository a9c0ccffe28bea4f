package storage

// A full disk: it is said so that an operator knows what to do, nothing of the act stays behind, and once there is room
// again everything goes on. SQLite is told how large it may grow, page by page, so that it runs out at many places.

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// grow lets the database have so many pages more than it has now.
func grow(t *testing.T, r *Register, pages int) {
	t.Helper()
	var now int
	if err := r.write.Get(&now, "PRAGMA page_count"); err != nil {
		t.Fatal(err)
	}
	var most int
	if err := r.write.Get(&most, fmt.Sprintf("PRAGMA max_page_count = %d", now+pages)); err != nil || most != now+pages {
		t.Fatal(most, err)
	}
}

func TestAFullDiskLeavesNoHalfAct(t *testing.T) {
	r := newRegister(t, sqlite{filepath.Join(t.TempDir(), "convenant.db")})
	const plenty = 1_000_000
	full, places := 0, map[string]bool{}
	for pages := range 6 {
		for {
			grow(t, r, pages)
			before := dump(t, r)
			var last string
			r.fault = func(step string) error { last = step; return nil }
			out, err := r.Draft(context.Background(), Key{Who: "ik", Key: fmt.Sprint(len(before))}, deciding(act(t,
				`{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef %d","partijen":[{"id":"p1","naam":"Gemeente 1","vertegenwoordiger":"Jan"}]}}`, len(before)), day("2024-01-01")))
			r.fault = nil
			grow(t, r, plenty)
			if err == nil {
				if out.Refusal != nil {
					t.Fatal(out.Refusal)
				}
				break // it fitted
			}
			if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "make room and do it again") || out.ID != "" {
				t.Fatalf("the answer to a full disk: %+v %v", out, err)
			}
			full++
			places[last] = true
			unchanged(t, r, before, "an act that did not fit")
			id := draft(t, r, 3) // with room again
			toSigning(t, r, id)
			sound(t, r)
			if full > 200 {
				t.Fatalf("with %d pages more it never fits", pages)
			}
			if pages == 0 {
				break // it need not ever fit
			}
		}
	}
	if full < 4 || len(places) < 2 {
		t.Errorf("it was full %d times, at %d places: too few to tell", full, len(places))
	}
}
