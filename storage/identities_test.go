package storage

import (
	"context"
	"errors"
	"testing"
)

func TestAnIdentityIsOfOnePerson(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		jan, truus := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat}), addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})
		const issuer, elsewhere = "https://login.example.nl", "https://elders.example.nl"
		for _, c := range []struct {
			issuer, subject, person string
			want                    error
		}{
			{issuer, "1234", jan.Person, nil},
			{issuer, "1234", jan.Person, nil}, // again
			{issuer, "1234", truus.Person, ErrTaken},
			{issuer, "5678", jan.Person, ErrTaken},
			{issuer, "5678", truus.Person, nil},
			{issuer, "1234", truus.Person, ErrTaken},
			{elsewhere, "1234", truus.Person, nil},
			{elsewhere, "9", "niemand", ErrNoPrincipal},
		} {
			if err := r.LinkSubject(ctx, c.issuer, c.subject, c.person); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		for _, c := range []struct{ issuer, subject, want string }{
			{issuer, "1234", jan.Person}, {issuer, "5678", truus.Person}, {elsewhere, "1234", truus.Person}, {elsewhere, "5678", ""}, {issuer, "", ""},
		} {
			got, err := r.PersonBySubject(ctx, c.issuer, c.subject)
			if got.ID != c.want || (c.want == "") != errors.Is(err, ErrNoPrincipal) {
				t.Errorf("%+v: %+v %v", c, got, err)
			}
		}
		for _, c := range [][2]string{{"", "1"}, {issuer, ""}} {
			if err := r.LinkSubject(ctx, c[0], c[1], jan.Person); err == nil {
				t.Errorf("%q is linked", c)
			}
		}
	})
}

func TestAnIdentityIsLinkedOnceWhenAskedForAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		people := []Principal{addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat}), addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})}
		errs := make([]error, len(people))
		atOnce(len(errs), func(i int) {
			errs[i] = r.LinkSubject(context.Background(), "https://login.example.nl", "1234", people[i].Person)
		})
		onlyOne(t, errs, ErrTaken)
	})
}

// Nothing of what let somebody in is left when that person is erased, and a restore erases it again.
func TestErasingAPersonTakesAwayWhatLetsThemIn(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		if err := r.SetSecondFactor(ctx, p.Person, "GEHEIM", 1); err != nil {
			t.Fatal(err)
		}
		if err := r.LinkSubject(ctx, "https://login.example.nl", "onderwerp-1234", p.Person); err != nil {
			t.Fatal(err)
		}
		aLink(t, r, "een", p.Person)
		words := []string{"GEHEIM", "onderwerp-1234", Asked("een"), "Quispel"}
		if got := remembers(t, r, words...); len(got) != len(words) {
			t.Fatalf("this test would not see what is left: %q", got)
		}
		if err := r.ErasePerson(ctx, p.Person); err != nil {
			t.Fatal(err)
		}
		if got := append(remembers(t, r, words...), inFiles(t, r, words...)...); len(got) > 0 {
			t.Errorf("it is still there: %q", got)
		}
		if err := r.ErasePerson(ctx, p.Person); err != nil {
			t.Errorf("erased twice: %v", err)
		}
	})
}
