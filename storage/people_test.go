package storage

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

// addPerson adds a person who is not in the register yet.
func addPerson(t testing.TB, r *Register, email string, g Grant) Principal {
	t.Helper()
	p, err := r.AddPerson(context.Background(), "Jan Quispel", email, g)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPersonIsKnownByOneAddress(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p := addPerson(t, r, " Jan@Example.NL ", Grant{Role: RoleSecretariat})
		want := Person{p.Person, "Jan Quispel", "jan@example.nl"}
		for _, written := range []string{"jan@example.nl", "JAN@example.nl\n", " Jan@Example.NL"} {
			if got, err := r.PersonByEmail(ctx, written); err != nil || got != want {
				t.Errorf("by %q: %+v %v", written, got, err)
			}
			if _, err := r.AddPerson(ctx, "Een ander", written, Grant{Role: RoleAlderman}); !errors.Is(err, ErrTaken) {
				t.Errorf("%q is given twice: %v", written, err)
			}
		}
		if got, err := r.Person(ctx, p.Person); err != nil || got != want {
			t.Errorf("by id: %+v %v", got, err)
		}
		for _, nobody := range []string{"", "truus@example.nl"} {
			if _, err := r.PersonByEmail(ctx, nobody); !errors.Is(err, ErrNoPrincipal) {
				t.Errorf("by %q: %v", nobody, err)
			}
		}
		if _, err := r.Person(ctx, "niemand"); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("nobody: %v", err)
		}
		if err := r.ErasePerson(ctx, p.Person); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Person(ctx, p.Person); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("once erased: %v", err)
		}
	})
}

func TestAPersonHasSeveralGrants(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { now = now.Add(time.Second); return now }
		first := addPerson(t, r, "jan@example.nl", Grant{Role: RoleParty, Party: "hilversum"})
		grant := func(g Grant) Principal {
			p, err := r.AddGrant(ctx, first.Person, g)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		other := grant(Grant{Role: RoleParty, Party: "laren"})
		short := grant(Grant{Role: RoleAlderman, Expires: now.Add(time.Hour)})
		for _, g := range []Grant{first.Grant, other.Grant, {Role: RoleAlderman}} {
			if _, err := r.AddGrant(ctx, first.Person, g); !errors.Is(err, ErrTaken) {
				t.Errorf("granted twice: %+v %v", g, err)
			}
		}
		holds := func(want ...Principal) {
			t.Helper()
			if got, err := r.GrantsOf(ctx, first.Person); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("holds %+v %v, not %+v", got, err, want)
			}
		}
		holds(first, other, short)
		if got, err := r.PrincipalByID(ctx, short.ID); err != nil || !reflect.DeepEqual(got, short) {
			t.Errorf("by id: %+v %v", got, err)
		}
		if err := r.Revoke(ctx, other.ID); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
		holds(first)
		for _, id := range []string{other.ID, short.ID, "niemand"} {
			if _, err := r.PrincipalByID(ctx, id); !errors.Is(err, ErrNoPrincipal) {
				t.Errorf("%s: %v", id, err)
			}
		}
		holds(first, grant(Grant{Role: RoleParty, Party: "laren"}))
		for _, nobody := range []string{"niemand", ""} {
			if _, err := r.AddGrant(ctx, nobody, Grant{Role: RoleAlderman}); !errors.Is(err, ErrNoPrincipal) {
				t.Errorf("granted to nobody: %v", err)
			}
		}
		if err := r.ErasePerson(ctx, first.Person); err != nil {
			t.Fatal(err)
		}
		holds([]Principal{}...)
		if _, err := r.AddGrant(ctx, first.Person, Grant{Role: RoleAlderman}); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("granted to who was erased: %v", err)
		}
	})
}

func TestAGrantIsGivenOnceWhenAskedForAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		p := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		for _, party := range []string{"laren", "huizen", "eemnes", "blaricum", "hilversum"} { // more than once: a server gets up to speed
			errs := make([]error, 8)
			atOnce(len(errs), func(i int) {
				_, errs[i] = r.AddGrant(context.Background(), p.Person, Grant{Role: RoleParty, Party: party})
			})
			onlyOne(t, errs, ErrTaken)
		}
	})
}

// onlyOne fails the test unless one got through, and the others were told why not.
func onlyOne(t *testing.T, errs []error, others error) {
	t.Helper()
	through := 0
	for _, err := range errs {
		if err == nil {
			through++
		} else if !errors.Is(err, others) {
			t.Errorf("it says %v, not %v", err, others)
		}
	}
	if through != 1 {
		t.Errorf("%d got through", through)
	}
}

func TestAPersonChanges(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		jan := addPerson(t, r, "jan@example.nl", Grant{Role: RoleSecretariat})
		addPerson(t, r, "truus@example.nl", Grant{Role: RoleSecretariat})
		if err := r.ChangePerson(ctx, jan.Person, " Jan  Jansen ", "J.Jansen@Example.nl"); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Person(ctx, jan.Person); err != nil || got != (Person{jan.Person, "Jan Jansen", "j.jansen@example.nl"}) {
			t.Errorf("it became %+v %v", got, err)
		}
		before := dump(t, r)
		for _, c := range []struct {
			person, name, email string
			want                error
		}{
			{jan.Person, "Jan", "TRUUS@example.nl", ErrTaken}, {"niemand", "Jan", "x@example.nl", ErrNoPrincipal},
			{jan.Person, " ", "x@example.nl", errNameless}, {jan.Person, "Jan", " ", errNameless},
		} {
			if err := r.ChangePerson(ctx, c.person, c.name, c.email); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		unchanged(t, r, before, "a change that cannot be")
		if err := r.ChangePerson(ctx, jan.Person, "Jan Quispel", "j.jansen@example.nl"); err != nil {
			t.Errorf("another name alone: %v", err)
		}
	})
}

func TestALastOperatorStays(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		has := func(want bool) {
			t.Helper()
			if got, err := r.HasOperator(ctx); err != nil || got != want {
				t.Errorf("there is an operator: %v %v", got, err)
			}
		}
		token, err := r.AddToken(ctx, Asked("token"), Grant{Role: RoleOperator})
		if err != nil {
			t.Fatal(err)
		}
		has(false)
		jan := addPerson(t, r, "jan@example.nl", Grant{Role: RoleOperator})
		has(true)
		before := dump(t, r)
		if err := r.Revoke(ctx, jan.ID); !errors.Is(err, ErrLastOperator) {
			t.Errorf("the last one is revoked: %v", err)
		}
		if err := r.ErasePerson(ctx, jan.Person); !errors.Is(err, ErrLastOperator) {
			t.Errorf("the last one is erased: %v", err)
		}
		unchanged(t, r, before, "revoking the last operator")
		role, err := r.AddGrant(ctx, jan.Person, Grant{Role: RoleSecretariat})
		if err != nil {
			t.Fatal(err)
		}
		for what, id := range map[string]string{"another role": role.ID, "a token": token.ID} {
			if err := r.Revoke(ctx, id); err != nil {
				t.Errorf("%s of the last one: %v", what, err)
			}
		}
		truus := addPerson(t, r, "truus@example.nl", Grant{Role: RoleOperator})
		if err := r.Revoke(ctx, jan.ID); err != nil {
			t.Errorf("there is another, and yet: %v", err)
		}
		if err := r.Revoke(ctx, jan.ID); err != nil {
			t.Errorf("revoked again: %v", err)
		}
		if err := r.Revoke(ctx, truus.ID); !errors.Is(err, ErrLastOperator) {
			t.Errorf("the one who is left is revoked: %v", err)
		}
		has(true)
	})
}

// An operator whose grant ends by itself leaves none, and that is when a link for the first one is given again.
func TestAnOperatorCanEndByItself(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		addPerson(t, r, "jan@example.nl", Grant{Role: RoleOperator, Expires: now.Add(time.Hour)})
		now = now.Add(time.Hour)
		if has, err := r.HasOperator(context.Background()); err != nil || has {
			t.Errorf("there is an operator: %v %v", has, err)
		}
	})
}

func TestOfOperatorsWhoAreRevokedAtOnceOneRemains(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		for _, end := range []func(*Register, Principal) error{
			func(r *Register, p Principal) error { return r.Revoke(ctx, p.ID) },
			func(r *Register, p Principal) error { return r.ErasePerson(ctx, p.Person) },
		} {
			for _, p := range everyOperator(t, r, 5) {
				if p.Email == "" {
					t.Fatal("it holds, and was erased")
				}
			}
			list := everyOperator(t, r, 5)
			other, errs := second(t, r), make([]error, len(list))
			atOnce(len(list), func(i int) { errs[i] = end([]*Register{r, other}[i%2], list[i]) })
			refused := 0
			for _, err := range errs {
				if errors.Is(err, ErrLastOperator) {
					refused++
				} else if err != nil {
					t.Error(err)
				}
			}
			if left := everyOperator(t, r, 0); len(left) != 1 || refused != 1 {
				t.Errorf("%d are left, and %d were refused", len(left), refused)
			}
		}
	})
}

// everyOperator adds operators until there are so many, and lists them.
func everyOperator(t *testing.T, r *Register, many int) []Principal {
	t.Helper()
	list, err := r.holding(context.Background(), "r.rol = $1", string(RoleOperator))
	for n := len(list); n < many; n++ {
		list = append(list, addPerson(t, r, Asked(r.now().String())+"@example.nl", Grant{Role: RoleOperator}))
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Erasing goes by the address that a person has then; an earlier one must not stay behind in what was sent to it.
func TestAnEarlierAddressIsNotLeftInTheLogOfThePost(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		toldOf(t, r)
		alderman := addPerson(t, r, "Oud@example.nl", Grant{Role: RoleAlderman})
		for _, m := range claim(t, r, 100) {
			settle(t, r, m, Settlement{State: MailSent, Log: []Attempt{{At: r.now(), Address: "oud@example.nl", Outcome: OutcomeAccepted}}})
		}
		left := func() int {
			return len(column[string](t, r, "SELECT adres FROM postpoging WHERE adres = 'oud@example.nl'"))
		}
		before := left()
		if err := r.ChangePerson(context.Background(), alderman.Person, "Jan Jansen", "oud@example.nl"); err != nil || left() != before {
			t.Errorf("another name alone: %v, and of %d times %d are left", err, before, left())
		}
		if err := r.ChangePerson(context.Background(), alderman.Person, "Jan Jansen", "nieuw@example.nl"); err != nil {
			t.Fatal(err)
		}
		if after := left(); before == 0 || after >= before {
			t.Errorf("of %d times %d are left", before, after)
		}
	})
}

// A register of before may have addresses as somebody wrote them, and two that differ in capitals alone.
func TestAddressesOfBeforeAreBroughtUpToDate(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p, err := r.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.DownTo(ctx, 6); err != nil {
			t.Fatal(err)
		}
		for id, email := range map[string]any{"1": " Jan@Example.nl", "2": "truus@example.nl", "3": "Piet@example.nl", "4": "piet@example.nl", "5": nil} {
			r.write.MustExec("INSERT INTO persoon (id, naam, email) VALUES ($1, 'Iemand', $2)", id, email)
		}
		if err := r.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		want := []string{"1 jan@example.nl", "2 truus@example.nl", "3 Piet@example.nl", "4 piet@example.nl", "5 geen"}
		if got := column[string](t, r, "SELECT id || ' ' || coalesce(email, 'geen') FROM persoon ORDER BY id"); !reflect.DeepEqual(got, want) {
			t.Errorf("they became %q", got)
		}
	})
}
