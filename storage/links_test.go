package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// aLink keeps a link of a person for a quarter of an hour, under the hash of a name.
func aLink(t testing.TB, r *Register, name, person string) Link {
	t.Helper()
	l := Link{Person: person, Purpose: LinkSignIn, Expires: r.now().Add(15 * time.Minute)}
	if person == "" {
		l.Purpose = LinkFirstOperator
	}
	if err := r.AddLink(context.Background(), Asked(name), l); err != nil {
		t.Fatal(err)
	}
	return l
}

// toSignIn looks for a link to sign in with.
func toSignIn(r *Register) func(context.Context, string) (Link, error) {
	return func(ctx context.Context, hash string) (Link, error) { return r.FindLink(ctx, hash, LinkSignIn) }
}

func TestALinkIsUsedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		l := aLink(t, r, "een", p.Person)
		aLink(t, r, "twee", p.Person)
		r = reopened(t, r)
		for range 2 {
			if got, err := r.FindLink(ctx, Asked("een"), LinkSignIn); err != nil || got != l {
				t.Errorf("found %+v %v, not %+v", got, err, l)
			}
		}
		if got, err := r.SpendLink(ctx, Asked("een")); err != nil || got != l {
			t.Errorf("spent %+v %v, not %+v", got, err, l)
		}
		for what, ask := range map[string]func(context.Context, string) (Link, error){"found": toSignIn(r), "spent": r.SpendLink} {
			for _, name := range []string{"een", "nooit gemaakt"} {
				if got, err := ask(ctx, Asked(name)); !errors.Is(err, ErrNoLink) || got != (Link{}) {
					t.Errorf("%s is %s: %+v %v", name, what, got, err)
				}
			}
		}
		if _, err := r.FindLink(ctx, Asked("twee"), LinkSignIn); err != nil {
			t.Errorf("the other one is gone: %v", err)
		}
	})
}

func TestOfManyAtOnceOneGetsTheLink(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		aLink(t, r, "een", p.Person)
		other, errs := second(t, r), make([]error, 20)
		atOnce(len(errs), func(i int) { _, errs[i] = []*Register{r, other}[i%2].SpendLink(context.Background(), Asked("een")) })
		onlyOne(t, errs, ErrNoLink)
	})
}

func TestALinkEndsAtItsMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		aLink(t, r, "een", p.Person)
		now = now.Add(15*time.Minute - time.Microsecond)
		if _, err := r.FindLink(ctx, Asked("een"), LinkSignIn); err != nil {
			t.Errorf("just before: %v", err)
		}
		now = now.Add(time.Microsecond)
		for what, ask := range map[string]func(context.Context, string) (Link, error){"found": toSignIn(r), "spent": r.SpendLink} {
			if _, err := ask(ctx, Asked("een")); !errors.Is(err, ErrNoLink) {
				t.Errorf("it is %s: %v", what, err)
			}
		}
		aLink(t, r, "twee", p.Person)
		if lines := remembers(t, r, Asked("een")); len(lines) > 0 {
			t.Errorf("it is kept: %q", lines)
		}
	})
}

func TestAPersonHasFewOpenLinks(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		p, other := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat}), addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})
		more := func(name string) error {
			return r.AddLink(ctx, Asked(name), Link{Person: p.Person, Purpose: LinkSignIn, Expires: now.Add(time.Minute)})
		}
		for round := range 5 { // more than once: a server gets up to speed
			errs, refused := make([]error, 8), 0
			atOnce(len(errs), func(i int) { errs[i] = more(fmt.Sprint(round, i)) })
			for _, err := range errs {
				if errors.Is(err, ErrTooManyLinks) {
					refused++
				} else if err != nil {
					t.Error(err)
				}
			}
			if refused != len(errs)-MostLinks {
				t.Errorf("%d were refused", refused)
			}
			now = now.Add(time.Minute)
		}
		for n := range MostLinks {
			if err := more(fmt.Sprint("later", n)); err != nil {
				t.Errorf("when the others have expired: %v", err)
			}
		}
		aLink(t, r, "van een ander", other.Person)
	})
}

func TestWhatALinkCannotBe(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		gone := addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})
		aLink(t, r, "een", gone.Person)
		if err := r.ErasePerson(ctx, gone.Person); err != nil {
			t.Fatal(err)
		}
		if _, err := r.SpendLink(ctx, Asked("een")); !errors.Is(err, ErrNoLink) {
			t.Errorf("who was erased comes in: %v", err)
		}
		before, later := dump(t, r), r.now().Add(time.Hour)
		for _, c := range []struct {
			hash string
			link Link
			want string
		}{
			{"geheim", Link{p.Person, LinkSignIn, later}, "64 hexadecimal digits"},
			{Asked("x"), Link{p.Person, "dansen", later}, `no links for "dansen"`},
			{Asked("x"), Link{"", LinkSignIn, later}, "of a person"},
			{Asked("x"), Link{p.Person, LinkFirstOperator, later}, "of a person"},
			{Asked("x"), Link{p.Person, LinkSignIn, time.Time{}}, "a moment"},
			{Asked("x"), Link{"niemand", LinkSignIn, later}, ErrNoPrincipal.Error()},
			{Asked("x"), Link{gone.Person, LinkSignIn, later}, ErrNoPrincipal.Error()},
		} {
			if err := r.AddLink(ctx, c.hash, c.link); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		unchanged(t, r, before, "a link that cannot be")
	})
}

func TestTheFirstOperator(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		aLink(t, r, "een", "")
		aLink(t, r, "twee", "")
		first := func(name, email string) (Principal, error) {
			return r.FirstOperator(ctx, Asked(name), "Truus Xanthippe", email)
		}
		if _, err := first("een", "truus@example.nl"); !errors.Is(err, ErrNoLink) {
			t.Errorf("by one that a later one voided: %v", err)
		}
		if _, err := first("twee", "Jan@example.nl"); !errors.Is(err, ErrTaken) {
			t.Errorf("with the address of another: %v", err)
		}
		p, err := first("twee", "Truus@example.nl")
		if err != nil || p.Role != RoleOperator || p.Person == "" || p.Email != "truus@example.nl" {
			t.Fatalf("the first one is %+v %v", p, err)
		}
		if list, err := r.GrantsOf(ctx, p.Person); err != nil || len(list) != 1 || list[0] != p {
			t.Errorf("holds %+v %v, not %+v", list, err, p)
		}
		if _, err := first("twee", "piet@example.nl"); !errors.Is(err, ErrNoLink) {
			t.Errorf("used twice: %v", err)
		}
		aLink(t, r, "drie", "")
		if _, err := first("drie", "piet@example.nl"); !errors.Is(err, ErrNoLink) {
			t.Errorf("there is one already: %v", err)
		}
		aLink(t, r, "van truus", p.Person)
		before := dump(t, r)
		if _, err := first("van truus", "piet@example.nl"); !errors.Is(err, ErrNoLink) {
			t.Errorf("by a link to sign in: %v", err)
		}
		unchanged(t, r, before, "a first operator who cannot be")
	})
}

func TestOfManyAtOnceOneBecomesTheFirstOperator(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		aLink(t, r, "een", "")
		errs := make([]error, 8)
		atOnce(len(errs), func(i int) {
			_, errs[i] = r.FirstOperator(context.Background(), Asked("een"), "Jan Quispel", string(rune('a'+i))+"@example.nl")
		})
		onlyOne(t, errs, ErrNoLink)
		if list, err := r.Principals(context.Background()); err != nil || len(list) != 1 {
			t.Errorf("there are %+v %v", list, err)
		}
	})
}

// A link for the first operator is for nothing else, and is not used up by who tries.
func TestALinkIsForItsPurposeAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		if err := r.AddLink(ctx, Asked("een"), Link{Purpose: LinkFirstOperator, Expires: r.now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.SpendLink(ctx, Asked("een")); !errors.Is(err, ErrNoLink) {
			t.Errorf("it signs in: %v", err)
		}
		if _, err := r.FirstOperator(ctx, Asked("een"), "Jan", "jan@example.nl"); err != nil {
			t.Errorf("it was used up: %v", err)
		}
	})
}
