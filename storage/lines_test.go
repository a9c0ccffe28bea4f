package storage

import (
	"context"
	"reflect"
	"testing"

	"convenant/workflow"
)

func TestLinesAreThoseOfTheFold(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := append(village(t, r), "0190-bestaat-niet")
		ids = append(ids, ids[0]) // one can be asked for twice
		lines, err := r.Lines(context.Background(), ids)
		if err != nil || len(lines) != len(ids) {
			t.Fatal(lines, err)
		}
		for i, id := range ids {
			want := Line{ID: id}
			if id != "0190-bestaat-niet" {
				c, _, err := r.Load(context.Background(), id)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range c.Timeline() {
					switch i.Subject {
					case "convenant":
						want.Phases = append(want.Phases, i)
					case "einddatum":
						want.Ends = append(want.Ends, i)
					}
				}
				want.Due = agendaOf(c)
			}
			if got := lines[i]; !reflect.DeepEqual(got.Phases, want.Phases) || !reflect.DeepEqual(got.Ends, want.Ends) || !sameDays(got.Due, want.Due) || got.ID != id {
				t.Errorf("%+v\ninstead of\n%+v", got, want)
			}
		}
		if lines, err := r.Lines(context.Background(), nil); err != nil || len(lines) != 0 {
			t.Error(lines, err)
		}
	})
}

// sameDays tells that the same falls due, in order of days.
func sameDays(got, want []workflow.Deadline) bool {
	for i := 1; i < len(got); i++ {
		if got[i].On < got[i-1].On {
			return false
		}
	}
	return len(missing(got, want)) == 0 && len(missing(want, got)) == 0
}
