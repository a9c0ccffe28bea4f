package storage

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

func TestMeetingsInOrderOfDayBodyAndName(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := withNames(t, r) // the newest first
		put := func(n int, body, on, goal string) {
			record(t, r, ids[n], "2024-01-08", `{"handeling":"agenderen","gegevens":{"overleg":"%s","datum":"%s","doel":"%s"}}`, body, on, goal)
		}
		put(6, "Regiobestuur", "2024-02-01", "vaststellen") // zorg in de wijk
		put(4, "Regiobestuur", "2024-02-01", "adviseren")   // Aan zee
		put(0, "Directie", "2024-02-01", "adviseren")       // Convenant nummer 3
		put(0, "Regiobestuur", "2024-03-01", "vaststellen")
		put(0, "Directie", "2024-01-15", "adviseren")
		want := []string{
			"2024-02-01 Directie adviseren Convenant nummer 3 " + ids[0],
			"2024-02-01 Regiobestuur adviseren Aan zee " + ids[4],
			"2024-02-01 Regiobestuur vaststellen zorg in de wijk " + ids[6],
			"2024-03-01 Regiobestuur vaststellen Convenant nummer 3 " + ids[0],
		}
		for _, most := range []int{1, 2, 10} {
			list, err := r.Meetings(context.Background(), day("2024-02-01"), day("2024-03-01"), most)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range list {
				got = append(got, fmt.Sprint(m.On, " ", m.Body, " ", m.Goal, " ", m.Name, " ", m.Convenant))
			}
			if !slices.Equal(got, want[:min(most, len(want))]) {
				t.Errorf("at most %d: %q", most, got)
			}
		}
		sound(t, r)
	})
}

// A meeting that was entered wrongly is gone once that is corrected, and what came after it stays.
func TestMeetingsFollowACorrection(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		wrong := record(t, r, id, "2024-01-02", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-02-01","doel":"adviseren"}}`).Fact
		record(t, r, id, "2024-01-02", `{"handeling":"agenderen","gegevens":{"overleg":"Directie","datum":"2024-02-02","doel":"adviseren"}}`)
		record(t, r, id, "2024-01-03", `{"handeling":"corrigeren","gegevens":{"feit":%d,"reden":"Het is uitgesteld."}}`, wrong)
		list, err := r.Meetings(context.Background(), day("2024-01-01"), day("2024-12-31"), 10)
		if err != nil || len(list) != 1 || list[0].Body != "Directie" || list[0].Reference != "DOC-1" {
			t.Errorf("%+v %v", list, err)
		}
		sound(t, r)
	})
}
