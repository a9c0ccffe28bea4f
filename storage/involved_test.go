package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// pages lists all convenanten of a Partij, so many on a page.
func pages(t *testing.T, r *Register, party string, f Filter) []string {
	t.Helper()
	var ids []string
	for {
		page, err := r.ListInvolving(context.Background(), party, f)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Rows) > f.Limit {
			t.Fatalf("a page has %d rows", len(page.Rows))
		}
		for _, row := range page.Rows {
			ids = append(ids, row.ID)
		}
		if f.Before = page.Next; f.Before == "" {
			return ids
		}
	}
}

func TestAPartijSeesWhereItTakesOrTookPart(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		left, other, concept, removed := draft(t, r, 3), draft(t, r, 1), draft(t, r, 3), draft(t, r, 3)
		inForce(t, r, left, 3)
		record(t, r, left, "2024-02-01", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
		record(t, r, removed, "2024-02-02", `{"handeling":"partij-verwijderen","gegevens":{"partij":"p3"}}`)
		on := day("2025-01-01") // after its last day
		for id, want := range map[string]bool{left: true, other: false, concept: true, removed: false, "0190-niets": false} {
			if got, err := r.Involved(context.Background(), id, "p3", on); err != nil || got != want {
				t.Errorf("%s: %t %v, not %t", id, got, err, want)
			}
		}
		if got, err := r.Involved(context.Background(), left, "p3", day("2023-12-31")); err != nil || got {
			t.Errorf("before the convenant was drawn up: %t %v", got, err)
		}
		newest := []string{concept, left}
		for name, c := range map[string]struct {
			f    Filter
			want []string
		}{
			"all":                {Filter{}, newest},
			"in force":           {Filter{Phase: workflow.InForce}, []string{left}},
			"with another":       {Filter{Party: "p2"}, newest},
			"with who left":      {Filter{Party: "p3"}, []string{concept}},
			"by words":           {Filter{Words: "gemeenten proef"}, newest},
			"by words and state": {Filter{Words: "proef", Phase: workflow.Concept}, []string{concept}},
			"by other words":     {Filter{Words: "ruimtevaart"}, nil},
			"by no words":        {Filter{Words: "—"}, nil},
		} {
			for _, limit := range []int{1, 2, 50} {
				c.f.On, c.f.Limit = on, limit
				if got := pages(t, r, "p3", c.f); !slices.Equal(got, c.want) {
					t.Errorf("%s, %d on a page: %v, not %v", name, limit, got, c.want)
				}
			}
		}
		if _, err := r.ListInvolving(context.Background(), "p3", Filter{On: on, Before: "x1"}); !errors.Is(err, ErrCursor) {
			t.Errorf("a cursor of something else: %v", err)
		}
	})
}

func TestWhatAPartijSeesGoesByIndex(t *testing.T) {
	d, asked := spy(databases["sqlite"](t).(watched))
	r := newRegister(t, d)
	draft(t, r, 3)
	asked()
	f := Filter{On: day("2024-01-02"), Limit: 1}
	pages(t, r, "p3", f)
	f.Before = "l0190"
	pages(t, r, "p3", f)
	pages(t, r, "p3", Filter{On: f.On, Limit: 1, Words: "proef"})
	if _, err := r.Involved(context.Background(), "0190", "p3", f.On); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range asked() {
		if !strings.HasPrefix(s.query, "SELECT") || strings.Contains(s.query, "MATCH") {
			continue
		}
		seen++
		for _, step := range plan(t, r, s.query, s.args...) {
			if scans.MatchString(step.Detail) || strings.Contains(step.Detail, "USE TEMP B-TREE") && !strings.Contains(s.query, "volgorde IN") {
				t.Errorf("%s\n  %s", s.query, step.Detail)
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d statements were seen", seen)
	}
}
