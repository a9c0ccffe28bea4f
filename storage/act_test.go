package storage

import (
	"context"
	"testing"
)

func TestAStoryIsRecordedAndReadBack(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 3)
		toSigning(t, r, id)
		for _, p := range []string{"p1", "p2", "p3"} {
			record(t, r, id, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p)
		}
		out := record(t, r, id, "2024-03-15", `{"handeling":"opzeggen","gegevens":{"partij":"p2"}}`)
		c, stand, err := r.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		if stand != out.Stand || stand.Number != 8 {
			t.Errorf("the stand is %v, the act gave %v", stand, out.Stand)
		}
		if s := c.On(day("2024-05-16")); s.Party("p2").State != "uitgetreden" || s.Phase != "in-werking" {
			t.Errorf("on 16 May p2 is %s and the convenant %s", s.Party("p2").State, s.Phase)
		}
		sound(t, r)
		page, err := r.List(context.Background(), Filter{On: day("2024-05-16")})
		if err != nil || len(page.Rows) != 1 || page.Rows[0].Phase != "in-werking" {
			t.Errorf("the list on 16 May: %v %v", page, err)
		}
		if page, err := r.List(context.Background(), Filter{On: day("2024-05-16"), Words: "opzeggingen partij"}); err != nil || len(page.Rows) != 1 {
			t.Errorf("search: %v %v", page, err)
		}
		bound, err := r.BoundOn(context.Background(), id, day("2024-05-16"))
		if err != nil || len(bound) != 2 {
			t.Errorf("bound on 16 May: %v %v", bound, err)
		}
		due, err := r.DueBetween(context.Background(), day("2024-03-15"), day("2025-01-01"), 10)
		if err != nil || len(due) != 1 || due[0].On != "2024-05-15" {
			t.Errorf("due: %v %v", due, err)
		}
	})
}
