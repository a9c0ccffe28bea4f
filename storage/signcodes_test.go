package storage

import (
	"context"
	"errors"
	"testing"
	"time"
)

// theSignCode is a code for p1 to sign a text with, that was mailed to somebody.
func theSignCode(id string, r *Register) SignCode {
	return SignCode{Convenant: id, Party: "p1", For: "principaal-1", By: "principaal-1", Text: Asked("de tekst"), Expires: r.now().Add(15 * time.Minute)}
}

func add(t testing.TB, r *Register, c SignCode, code string) {
	t.Helper()
	if err := r.AddSignCode(context.Background(), c, "zout", code); err != nil {
		t.Fatal(err)
	}
}

// spend uses a code in a transaction of its own.
func spend(r *Register, c SignCode) error {
	return r.Together(context.Background(), func(t *Together) error { return t.SpendSignCode(c) })
}

func TestACodeToSignWithCountsOnceForOneText(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		c := theSignCode(draft(t, r, 2), r)
		if _, err := r.CheckSignCode(ctx, c, "123456"); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("before there is one: %v", err)
		}
		add(t, r, c, "123456")
		r = reopened(t, r)
		for what, other := range map[string]func(*SignCode){
			"another text":   func(c *SignCode) { c.Text = Asked("een andere tekst") },
			"another Partij": func(c *SignCode) { c.Party = "p2" },
			"somebody else":  func(c *SignCode) { c.For = "principaal-2" },
		} {
			where := c
			other(&where)
			if _, err := r.CheckSignCode(ctx, where, "123456"); !errors.Is(err, ErrNoSignCode) {
				t.Errorf("of %s: %v", what, err)
			}
		}
		if _, err := r.CheckSignCode(ctx, c, "123457"); !errors.Is(err, ErrWrongSignCode) {
			t.Errorf("a wrong code: %v", err)
		}
		found, err := r.CheckSignCode(ctx, c, "123456")
		if err != nil || found.For != c.For || found.By != c.By {
			t.Fatalf("found %+v: %v", found, err)
		}
		if err := spend(r, found); err != nil {
			t.Fatal(err)
		}
		if err := spend(r, found); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("used twice: %v", err)
		}
		if _, err := r.CheckSignCode(ctx, c, "123456"); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("after it was used: %v", err)
		}
	})
}

// What was handed out is for whoever signs for the Partij; what was mailed stays beside it.
func TestACodeThatIsHandedOut(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		mailed := theSignCode(draft(t, r, 2), r)
		handed := mailed
		handed.For, handed.By = "", "secretaris"
		add(t, r, handed, "111111")
		add(t, r, mailed, "222222")
		for code, by := range map[string]string{"111111": "secretaris", "222222": "principaal-1"} {
			if found, err := r.CheckSignCode(ctx, mailed, code); err != nil || found.By != by {
				t.Errorf("%s is made by %q: %v", code, found.By, err)
			}
		}
		other := mailed
		other.For = "principaal-2"
		if found, err := r.CheckSignCode(ctx, other, "111111"); err != nil || found.For != "" {
			t.Errorf("somebody else of the Partij: %+v %v", found, err)
		}
		if err := r.AddSignCode(ctx, SignCode{Convenant: "geen", Party: "p1", By: "x", Text: mailed.Text, Expires: mailed.Expires}, "zout", "1"); !errors.Is(err, ErrUnknown) {
			t.Errorf("for a convenant that is not there: %v", err)
		}
	})
}

// What was checked is what is spent: not another that was made meanwhile. A slip does not spoil what was handed out.
func TestTheCodeThatWasCheckedIsSpent(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		c := theSignCode(draft(t, r, 2), r)
		add(t, r, c, "123456")
		found, err := r.CheckSignCode(ctx, c, "123456")
		if err != nil {
			t.Fatal(err)
		}
		add(t, r, c, "654321")
		if err := spend(r, found); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("the code that was replaced: %v", err)
		}
		handed := c
		handed.For, handed.By = "", "secretaris"
		add(t, r, handed, "111111")
		for range MostWrongSignCodes {
			if _, err := r.CheckSignCode(ctx, c, "000000"); !errors.Is(err, ErrWrongSignCode) {
				t.Errorf("a guess: %v", err)
			}
		}
		if _, err := r.CheckSignCode(ctx, c, "111111"); err != nil {
			t.Errorf("what was handed out is spoilt by guesses at what was mailed: %v", err)
		}
	})
}

func TestACodeToSignWithEnds(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		c := theSignCode(draft(t, r, 2), r)
		add(t, r, c, "123456")
		now = now.Add(15*time.Minute - time.Microsecond)
		if _, err := r.CheckSignCode(ctx, c, "123456"); err != nil {
			t.Errorf("just before it ends: %v", err)
		}
		now = now.Add(time.Microsecond)
		if _, err := r.CheckSignCode(ctx, c, "123456"); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("when it has ended: %v", err)
		}
	})
}

func TestACodeToSignWithCannotBeGuessed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		c := theSignCode(draft(t, r, 2), r)
		add(t, r, c, "123456")
		for range MostWrongSignCodes {
			if _, err := r.CheckSignCode(ctx, c, "000000"); !errors.Is(err, ErrWrongSignCode) {
				t.Errorf("a guess: %v", err)
			}
		}
		if _, err := r.CheckSignCode(ctx, c, "123456"); !errors.Is(err, ErrNoSignCode) {
			t.Errorf("after too many guesses: %v", err)
		}
		for range MostSignCodes - 1 {
			add(t, r, c, "123456")
		}
		if err := r.AddSignCode(ctx, c, "zout", "123456"); !errors.Is(err, ErrTooManySignCodes) {
			t.Errorf("one code too many: %v", err)
		}
		if _, err := r.CheckSignCode(ctx, c, "123456"); err != nil {
			t.Errorf("the last one that was made: %v", err)
		}
		now = now.Add(SignCodesWithin)
		c.Expires = now.Add(time.Minute)
		add(t, r, c, "654321")
	})
}
