package web

// Somebody's own access: who they are, in which role, and their second step.

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"convenant/storage"
)

// accessPage shows somebody's own access.
type accessPage struct {
	Frame
	Name, Address string
	Roles         []roleChoice
	HasCode       bool
	Demonstration bool
}

// roleChoice is a role that somebody has.
type roleChoice struct {
	ID, Words string
	Now       bool
}

func (v *visit) ownAccess() error {
	p := &accessPage{Frame: Frame{Title: "Mijn toegang"}, Name: v.principal.Name, Address: v.principal.Email, Demonstration: v.web.Eyes}
	if v.principal.Person == "" {
		p.Roles = []roleChoice{{v.principal.ID, v.roleOf(v.principal), true}}
		return v.page("toegang", p)
	}
	grants, err := v.web.Register.GrantsOf(v.ctx(), v.principal.Person)
	if err != nil {
		return err
	}
	for _, g := range grants {
		p.Roles = append(p.Roles, roleChoice{g.ID, v.roleOf(g), g.ID == v.principal.ID})
	}
	if p.HasCode, err = v.web.Register.HasSecondFactor(v.ctx(), v.principal.Person); err != nil {
		return err
	}
	return v.page("toegang", p)
}

// roleOf names a role, with the Partij that it is for.
func (v *visit) roleOf(p storage.Principal) string {
	if p.Role != storage.RoleParty {
		return roleWords[p.Role]
	}
	return "Partij: " + cmp.Or(v.partyName(p.Party), p.Party)
}

// partyName is the full name of a Partij, or empty where no convenant has it.
func (v *visit) partyName(id string) string {
	o, err := v.web.Register.Organisation(v.ctx(), id)
	if err != nil {
		return ""
	}
	return o.Name
}

// newCode gives somebody who wants one a second step. Who has one must ask beheer to take it away first.
func (v *visit) newCode() error {
	return v.withoutCode(func() error { return v.codePage("/toegang/code", http.StatusOK, "") })
}

// withoutCode does something for a person who has no second step.
func (v *visit) withoutCode(f func() error) error {
	if v.principal.Person == "" {
		return noSuchPage
	}
	has, err := v.web.Register.HasSecondFactor(v.ctx(), v.principal.Person)
	if err != nil {
		return err
	}
	if has {
		v.notice("Uw code is al ingesteld. Wilt u een andere? Vraag de beheerder om deze weg te halen.")
		return v.redirect("/toegang")
	}
	return f()
}

func (v *visit) confirmCode() error {
	return v.withoutCode(func() error {
		was := v.session
		wrong, status, err := v.takeCode()
		if err != nil {
			return err
		}
		if wrong != "" {
			return v.codePage("/toegang/code", status, wrong)
		}
		// What was open for this person is over; here they go on.
		if err := v.begin(session{Person: was.Person, Strong: true, Principal: was.Principal, Notice: "Uw code is ingesteld. Vanaf nu vragen wij er bij het inloggen om."}); err != nil {
			return err
		}
		return v.redirect("/toegang")
	})
}

// changeRole goes on in another role that the same person has. Where that asks for a step that was not taken, it goes first.
func (v *visit) changeRole() error {
	form, err := v.form()
	if err != nil {
		return err
	}
	if v.principal.Person == "" {
		return noSuchPage
	}
	grants, err := v.web.Register.GrantsOf(v.ctx(), v.principal.Person)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(grants, func(p storage.Principal) bool { return p.ID == form.Get("rol") })
	if i < 0 {
		return noAccess
	}
	was, chosen := v.session, grants[i]
	if mustHaveCode(chosen) && !was.Strong {
		if err := v.begin(session{Person: chosen.Person, Role: chosen.ID}); err != nil {
			return err
		}
		return v.redirect("/inloggen/code")
	}
	if err := v.begin(session{Person: chosen.Person, Strong: was.Strong, Principal: chosen.ID, Notice: "U kijkt nu als " + v.roleOf(chosen) + "."}); err != nil {
		return err
	}
	v.session.Began = was.Began // a session does not get longer by it
	if err := v.log(chosen.ID, "rol-kiezen", "", string(chosen.Role)); err != nil {
		return err
	}
	return v.redirect(startOf(chosen.Role))
}

// keyAddress is the address by which an app takes up a secret (the otpauth scheme).
func keyAddress(issuer, account, secret string) string {
	issuer = cmp.Or(issuer, "Convenanten")
	query := url.Values{"secret": {secret}, "issuer": {issuer}}.Encode()
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account, RawQuery: strings.ReplaceAll(query, "+", "%20")} // many apps show a plus
	return u.String()
}
