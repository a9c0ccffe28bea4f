package storage

import (
	"context"
	"testing"
	"time"
)

// keeps fails the test unless this is what a session holds; empty is that there is none.
func keeps(t *testing.T, r *Register, hash, want string) {
	t.Helper()
	data, found, err := r.FindSession(context.Background(), hash)
	if err != nil || found != (want != "") || string(data) != want {
		t.Errorf("%s holds %q, %v %v; not %q", hash, data, found, err, want)
	}
}

func TestASessionIsKeptUntilItsMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		keep := func(hash, data string, lasts time.Duration) {
			t.Helper()
			if err := r.KeepSession(context.Background(), hash, []byte(data), now.Add(lasts).In(time.FixedZone("", 7200))); err != nil {
				t.Fatal(err)
			}
		}
		keep("een", "a\x00\xff", time.Hour)
		keep("twee", "b", time.Minute)
		r = reopened(t, r)
		keeps(t, r, "een", "a\x00\xff")
		keeps(t, r, "twee", "b")
		keeps(t, r, "drie", "")
		keep("een", "c", time.Hour)
		keeps(t, r, "een", "c")
		now = now.Add(time.Minute)
		keeps(t, r, "twee", "")
		keep("twee", "d", time.Hour)
		keeps(t, r, "twee", "d") // anew
		if err := r.EndSession(context.Background(), "een"); err != nil {
			t.Fatal(err)
		}
		keeps(t, r, "een", "")
		keeps(t, r, "twee", "d")
		if err := r.EndSession(context.Background(), "een"); err != nil {
			t.Errorf("ended twice: %v", err)
		}
	})
}

func TestWhatHasExpiredIsTakenAway(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		for _, hash := range []string{"oud", "nieuw"} {
			if err := r.KeepSession(context.Background(), hash, nil, now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if data, found, err := r.FindSession(context.Background(), hash); err != nil || !found || len(data) > 0 {
				t.Errorf("%s holds %q, %v %v", hash, data, found, err)
			}
			now = now.Add(time.Hour)
		}
		if lines := remembers(t, r, "oud"); len(lines) > 0 {
			t.Errorf("it is kept: %q", lines)
		}
	})
}

// A browser asks for several things at once, each of which may be the first to keep the session.
func TestASessionIsKeptByManyAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		later, other := r.now().Add(time.Hour), second(t, r)
		atOnce(12, func(i int) {
			if err := []*Register{r, other}[i%2].KeepSession(context.Background(), "een", []byte("a"), later); err != nil {
				t.Error(err)
			}
		})
		keeps(t, r, "een", "a")
	})
}
