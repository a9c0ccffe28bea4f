package storage

import (
	"context"
	"errors"
	"testing"
	"time"
)

// codeOf compares as an algorithm would: the code of a step is right for one secret.
func codeOf(secret string, step int64) func(string) (int64, bool) {
	return func(kept string) (int64, bool) { return step, kept == secret }
}

// withFactor adds a person with a second factor, set by the code of the step before the first.
func withFactor(t testing.TB, r *Register, secret string) string {
	t.Helper()
	p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
	if err := r.SetSecondFactor(context.Background(), p.Person, secret, -1); err != nil {
		t.Fatal(err)
	}
	return p.Person
}

func TestASecondFactorIsSetOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		person := withFactor(t, r, "eerste")
		has := func(want bool) {
			t.Helper()
			if got, err := r.HasSecondFactor(ctx, person); err != nil || got != want {
				t.Errorf("it is there: %v %v; not %v", got, err, want)
			}
		}
		has(true)
		if err := r.SetSecondFactor(ctx, person, "van een ander", 100); !errors.Is(err, ErrHasFactor) {
			t.Errorf("another is set: %v", err)
		}
		if err := r.UseCode(ctx, person, codeOf("van een ander", 100)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a code of another: %v", err)
		}
		if err := r.UseCode(ctx, person, codeOf("eerste", 100)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := r.DropSecondFactor(ctx, person); err != nil {
				t.Fatal(err)
			}
			has(false)
		}
		if err := r.UseCode(ctx, person, codeOf("", 101)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("a code of who has no second factor: %v", err)
		}
		if err := r.SetSecondFactor(ctx, person, "tweede", 102); err != nil {
			t.Fatal(err)
		}
		if err := r.UseCode(ctx, person, codeOf("tweede", 102)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("the code with which it was set works twice: %v", err)
		}
		for who, secret := range map[string]string{"niemand": "geheim", person: ""} {
			if err := r.SetSecondFactor(ctx, who, secret, 1); err == nil {
				t.Errorf("%q is set for %s", secret, who)
			}
		}
	})
}

func TestOfManyAtOnceOneSetsTheSecondFactor(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		other, errs := second(t, r), make([]error, 12)
		atOnce(len(errs), func(i int) {
			errs[i] = []*Register{r, other}[i%2].SetSecondFactor(context.Background(), p.Person, "geheim", 1)
		})
		onlyOne(t, errs, ErrHasFactor)
	})
}

func TestACodeIsUsedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		person := withFactor(t, r, "geheim")
		for _, c := range []struct {
			step int64
			want error
		}{{0, nil}, {0, ErrWrongCode}, {7, nil}, {6, ErrWrongCode}, {7, ErrWrongCode}, {8, nil}} {
			if err := r.UseCode(context.Background(), person, codeOf("geheim", c.step)); !errors.Is(err, c.want) {
				t.Errorf("step %d: %v, not %v", c.step, err, c.want)
			}
		}
	})
}

func TestOfTwoWithTheSameCodeOneGetsIn(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		person, other := withFactor(t, r, "geheim"), second(t, r)
		for step := range int64(10) {
			errs := make([]error, 2)
			atOnce(len(errs), func(i int) {
				errs[i] = []*Register{r, other}[i].UseCode(context.Background(), person, codeOf("geheim", step))
			})
			onlyOne(t, errs, ErrWrongCode)
		}
	})
}

func TestWrongCodesMakeOneWait(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		person := withFactor(t, r, "geheim")
		step := int64(0)
		right := func() error { step++; return r.UseCode(ctx, person, codeOf("geheim", step)) }
		wrong := func(times int) {
			t.Helper()
			for range times {
				if err := r.UseCode(ctx, person, codeOf("geraden", step+1)); !errors.Is(err, ErrWrongCode) {
					t.Errorf("a wrong code: %v", err)
				}
			}
		}
		wrong(MostWrongCodes - 1)
		if err := right(); err != nil {
			t.Errorf("the right one after a few wrong ones: %v", err)
		}
		wrong(MostWrongCodes) // counted anew
		looked := false
		now = now.Add(WaitForCode - time.Microsecond)
		if err := r.UseCode(ctx, person, func(string) (int64, bool) { looked = true; return step + 1, true }); !errors.Is(err, ErrWaitForCode) || looked {
			t.Errorf("the right one after too many: %v, looked at: %v", err, looked)
		}
		now = now.Add(time.Microsecond)
		wrong(MostWrongCodes) // as many as before, after the wait
		if err := right(); !errors.Is(err, ErrWaitForCode) {
			t.Errorf("after too many again: %v", err)
		}
		now = now.Add(WaitForCode)
		if err := right(); err != nil {
			t.Errorf("the right one after the wait: %v", err)
		}
	})
}

// Who tries many codes at once gets no more of them looked at than who tries one after the other.
func TestManyWrongCodesAtOnceAreAllCounted(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		person, other, errs := withFactor(t, r, "geheim"), second(t, r), make([]error, 20)
		atOnce(len(errs), func(i int) {
			errs[i] = []*Register{r, other}[i%2].UseCode(context.Background(), person, codeOf("geraden", 1))
		})
		looked := 0
		for _, err := range errs {
			if errors.Is(err, ErrWrongCode) {
				looked++
			} else if !errors.Is(err, ErrWaitForCode) {
				t.Errorf("it says %v", err)
			}
		}
		if looked != MostWrongCodes {
			t.Errorf("%d were looked at", looked)
		}
	})
}
