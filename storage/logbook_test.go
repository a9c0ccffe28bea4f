package storage

import (
	"context"
	"math"
	"reflect"
	"strconv"
	"testing"
	"time"
)

func TestTheLogIsReadFromTheLatest(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { now = now.Add(time.Minute); return now }
		var want []LogEntry
		for i := range 5 {
			e := LogEntry{Action: "inloggen", Object: "0190-" + strconv.Itoa(i), Result: "gelukt", Origin: "192.0.2.1", Actor: "0190"}
			if err := r.Log(ctx, e); err != nil {
				t.Fatal(err)
			}
			e.Moment = now
			want = append([]LogEntry{e}, want...)
		}
		r = reopened(t, r)
		var got []LogEntry
		before := int64(0)
		for range 3 {
			page, err := r.LogEntries(ctx, before, 2)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, page...)
			before = page[len(page)-1].Number
		}
		last := int64(math.MaxInt64)
		for i := range got {
			if got[i].Number >= last {
				t.Errorf("%d comes after %d", got[i].Number, last)
			}
			last, got[i].Number = got[i].Number, 0
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("it holds %+v, not %+v", got, want)
		}
		if page, err := r.LogEntries(ctx, before, 2); err != nil || len(page) != 0 {
			t.Errorf("before the first one: %+v %v", page, err)
		}
	})
}

func TestTheLogIsKeptForAYear(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		enter := func(action string) {
			t.Helper()
			if err := r.Log(ctx, LogEntry{Action: action}); err != nil {
				t.Fatal(err)
			}
		}
		left := func(want ...string) {
			t.Helper()
			list, err := r.LogEntries(ctx, 0, 10)
			var got []string
			for _, e := range list {
				got = append(got, e.Action)
			}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("left are %q %v, not %q", got, err, want)
			}
		}
		enter("een")
		now = now.AddDate(1, 0, 0)
		enter("twee")
		left("twee", "een")
		now = now.Add(time.Microsecond)
		enter("drie")
		left("drie", "twee")
	})
}
