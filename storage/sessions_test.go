package storage

import (
	"context"
	"errors"
	"testing"
	"time"
)

// keeps fails the test unless this is what a session holds; empty is that it is over.
func keeps(t *testing.T, r *Register, hash, want string) {
	t.Helper()
	data, err := r.FindSession(context.Background(), hash)
	if string(data) != want || want != "" && err != nil || want == "" && !errors.Is(err, ErrNoSession) {
		t.Errorf("%s holds %q, %v; not %q", hash, data, err, want)
	}
}

func TestASessionIsKeptUntilItsMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		session := func(data string, lasts time.Duration) Session {
			return Session{Data: []byte(data), Expires: now.Add(lasts).In(time.FixedZone("", 7200))}
		}
		is := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		is(r.BeginSession(ctx, "een", session("a\x00\xff", time.Hour)))
		is(r.BeginSession(ctx, "twee", session("b", time.Minute)))
		if err := r.BeginSession(ctx, "een", session("van een ander", time.Hour)); !errors.Is(err, ErrTaken) {
			t.Errorf("begun twice: %v", err)
		}
		r = reopened(t, r)
		keeps(t, r, "een", "a\x00\xff")
		keeps(t, r, "twee", "b")
		keeps(t, r, "drie", "")
		is(r.KeepSession(ctx, "een", session("c", time.Hour)))
		keeps(t, r, "een", "c")
		now = now.Add(time.Minute)
		keeps(t, r, "twee", "")
		is(r.EndSession(ctx, "een"))
		keeps(t, r, "een", "")
		is(r.EndSession(ctx, "een"))
		// Whoever still has a page of it does not bring it back.
		if err := r.KeepSession(ctx, "een", session("d", time.Hour)); !errors.Is(err, ErrNoSession) {
			t.Errorf("kept after it was ended: %v", err)
		}
		keeps(t, r, "een", "")
	})
}

func TestWhatHasExpiredIsTakenAway(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		for _, hash := range []string{"oud", "nieuw"} {
			if err := r.BeginSession(context.Background(), hash, Session{Expires: now.Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
			if data, err := r.FindSession(context.Background(), hash); err != nil || len(data) > 0 {
				t.Errorf("%s holds %q, %v", hash, data, err)
			}
			now = now.Add(time.Hour)
		}
		if lines := remembers(t, r, "oud"); len(lines) > 0 {
			t.Errorf("it is kept: %q", lines)
		}
	})
}

// What a person has open, sessions and links, ends at once: when a second step is set or taken away, and when the address of
// mail becomes another. What others have open stays.
func TestWhatSomebodyHasOpenEnds(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		jan, truus := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat}), addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})
		for name, end := range map[string]func() error{
			"set":       func() error { return r.SetSecondFactor(ctx, jan.Person, "geheim", 1) },
			"taken":     func() error { return r.DropSecondFactor(ctx, jan.Person) },
			"addressed": func() error { return r.ChangePerson(ctx, jan.Person, "Jan", "elders@example.nl") },
		} {
			later := r.now().Add(time.Hour)
			for hash, s := range map[string]Session{"jan " + name: {Person: jan.Person, Data: []byte("j"), Expires: later}, "truus " + name: {Person: truus.Person, Data: []byte("t"), Expires: later}, "niemand " + name: {Data: []byte("n"), Expires: later}} {
				if err := r.BeginSession(ctx, hash, s); err != nil {
					t.Fatal(err)
				}
			}
			aLink(t, r, "jan "+name, jan.Person)
			if err := end(); err != nil {
				t.Fatal(err)
			}
			keeps(t, r, "jan "+name, "")
			keeps(t, r, "truus "+name, "t")
			keeps(t, r, "niemand "+name, "n")
			if _, err := r.SpendLink(ctx, Asked("jan "+name)); !errors.Is(err, ErrNoLink) {
				t.Errorf("%s: a link from before lets in: %v", name, err)
			}
		}
	})
}
