package storage

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestPrincipals(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		later := given().Now().Add(24 * time.Hour)
		person, err := r.AddPerson(ctx, "Jan Quispel", "jan@example.nl", Grant{Role: RoleSecretariat})
		if err != nil {
			t.Fatal(err)
		}
		hash := Asked("het token")
		token, err := r.AddToken(ctx, hash, Grant{Role: RoleParty, Party: "hilversum", Expires: later})
		if err != nil {
			t.Fatal(err)
		}
		if person.Actor() != "secretariaat" || token.Actor() != "hilversum" || person.Person == "" || token.Person != "" {
			t.Errorf("added %+v and %+v", person, token)
		}
		r = reopened(t, r)
		if got, err := r.PrincipalByToken(ctx, hash); err != nil || !reflect.DeepEqual(got, token) {
			t.Errorf("by its token: %+v %v, not %+v", got, err, token)
		}
		if got, err := r.Principals(ctx); err != nil || !reflect.DeepEqual(got, []Principal{person, token}) {
			t.Errorf("the list is %+v %v", got, err)
		}
		if _, err := r.PrincipalByToken(ctx, Asked("een ander token")); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("by a token that nobody has: %v", err)
		}
		sound(t, r)
	})
}

func TestAGrantEndsAtItsMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
		r.opts.Now = func() time.Time { return now }
		hash := Asked("het token")
		// Given in another zone, as a caller may.
		if _, err := r.AddToken(context.Background(), hash, Grant{Role: RoleOperator, Expires: now.Add(time.Hour).In(time.FixedZone("", 7200))}); err != nil {
			t.Fatal(err)
		}
		for wait, want := range map[time.Duration]error{0: nil, time.Hour - time.Microsecond: nil, time.Hour: ErrNoPrincipal, 2 * time.Hour: ErrNoPrincipal} {
			r.opts.Now = func() time.Time { return now.Add(wait) }
			if _, err := r.PrincipalByToken(context.Background(), hash); !errors.Is(err, want) {
				t.Errorf("after %s: %v, not %v", wait, err, want)
			}
		}
	})
}

func TestRevokingEndsAGrantAndKeepsThePrincipal(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		hash := Asked("het token")
		p, err := r.AddToken(ctx, hash, Grant{Role: RoleAlderman})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Revoke(ctx, p.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.PrincipalByToken(ctx, hash); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("by a token that was revoked: %v", err)
		}
		list, err := r.Principals(ctx)
		if err != nil || len(list) != 1 || list[0].ID != p.ID || list[0].Expires.IsZero() {
			t.Errorf("the list is %+v %v", list, err)
		}
		if err := r.Revoke(ctx, p.ID); err != nil {
			t.Errorf("revoked twice: %v", err)
		}
		if again, err := r.Principals(ctx); err != nil || !reflect.DeepEqual(again, list) {
			t.Errorf("revoked twice, it ended at another moment: %+v %v", again, err)
		}
		if err := r.Revoke(ctx, "niemand"); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("nobody was revoked: %v", err)
		}
		if _, err := r.AddToken(ctx, hash, Grant{Role: RoleAlderman}); !errors.Is(err, ErrTaken) {
			t.Errorf("a token that was revoked is given again: %v", err)
		}
	})
}

func TestWhatAPrincipalCannotBe(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		if _, err := r.AddPerson(ctx, "Jan Quispel", "jan@example.nl", Grant{Role: RoleOperator}); err != nil {
			t.Fatal(err)
		}
		before := dump(t, r)
		for _, c := range []struct {
			grant             Grant
			name, mail, token string
			want              string
		}{
			{Grant{Role: "baas"}, "", "", Asked("x"), `no role "baas"`},
			{Grant{}, "", "", Asked("x"), `no role ""`},
			{Grant{Role: RoleParty}, "", "", Asked("x"), "needs the short name"},
			{Grant{Role: RoleOperator, Party: "laren"}, "", "", Asked("x"), "without a Partij"},
			{Grant{Role: RoleOperator}, "", "", "geheim", "64 hexadecimal digits"},
			{Grant{Role: RoleOperator}, "", "", strings.ToUpper(Asked("x")), "64 hexadecimal digits"},
			{Grant{Role: RoleOperator}, "Jan", "", "", "an address of mail"},
			{Grant{Role: RoleOperator}, "", "jan@example.nl", "", "a name"},
			{Grant{Role: RoleOperator}, "Een ander", "jan@example.nl", "", ErrTaken.Error()},
		} {
			var err error
			if c.token != "" {
				_, err = r.AddToken(ctx, c.token, c.grant)
			} else {
				_, err = r.AddPerson(ctx, c.name, c.mail, c.grant)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		unchanged(t, r, before, "a principal that cannot be")
	})
}

func TestErasingAPersonOfTheRegister(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		jan, err := r.AddPerson(ctx, "Jan Quispel", "j.quispel@example.nl", Grant{Role: RoleOperator})
		if err != nil {
			t.Fatal(err)
		}
		truus, err := r.AddPerson(ctx, "Truus Xanthippe", "truus@example.nl", Grant{Role: RoleOperator})
		if err != nil {
			t.Fatal(err)
		}
		if isSQLite(r) && len(inFiles(t, r, "Quispel")) == 0 {
			t.Error("the name is not in the files: this test would not see it there")
		}
		if err := r.ErasePerson(ctx, jan.Person); err != nil {
			t.Fatal(err)
		}
		if got := append(remembers(t, r, "Quispel", "quispel"), inFiles(t, r, "Quispel", "quispel")...); len(got) > 0 {
			t.Errorf("the name is still there: %q", got)
		}
		list, err := r.Principals(ctx)
		if err != nil || len(list) != 2 || list[0].ID != jan.ID || list[0].Name != "" || list[0].Expires.IsZero() || !reflect.DeepEqual(list[1], truus) {
			t.Errorf("the list is %+v %v", list, err)
		}
		if err := r.ErasePerson(ctx, "niemand"); !errors.Is(err, ErrNoPrincipal) {
			t.Errorf("nobody was erased: %v", err)
		}
		if _, err := r.AddPerson(ctx, "Jan Quispel", "j.quispel@example.nl", Grant{Role: RoleOperator}); err != nil {
			t.Errorf("the address cannot be given again: %v", err)
		}
	})
}

func TestAStandInIsAddedOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p := Principal{ID: "demonstratie-partij-laren", Grant: Grant{Role: RoleParty, Party: "laren"}}
		for range 2 {
			if err := r.AddStandIn(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.AddUpload(ctx, Upload{SHA256: Asked("een scan"), Type: "image/png", Pages: 1, By: p.ID}, []byte("een scan")); err != nil {
			t.Errorf("what it sends is not kept: %v", err)
		}
		if err := r.AddStandIn(ctx, Principal{ID: "niemand"}); err == nil {
			t.Error("a stand-in without a role is added")
		}
	})
}
