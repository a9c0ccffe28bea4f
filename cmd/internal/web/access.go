package web

// Somebody's own access: who they are, in which role, and their second step.

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"convenant/storage"
)

// accessPage shows somebody's own access.
type accessPage struct {
	Frame
	Name, Address string
	Roles         []roleChoice
	HasCode       bool
	MustHaveCode  bool
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
	factor, found, err := v.web.Register.SecondFactor(v.ctx(), v.principal.Person)
	if err != nil {
		return err
	}
	p.HasCode, p.MustHaveCode = found && factor.Confirmed, slices.ContainsFunc(grants, mustHaveCode)
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

// newCode gives somebody who wants one a second step.
func (v *visit) newCode() error {
	if v.principal.Person == "" {
		return noSuchPage
	}
	return v.codePageFor(v.principal.Person, "/toegang/code", http.StatusOK, "")
}

func (v *visit) confirmCode() error {
	if v.principal.Person == "" {
		return noSuchPage
	}
	wrong, status, err := v.takeCode(v.principal.Person)
	if err != nil {
		return err
	}
	if wrong != "" {
		return v.codePageFor(v.principal.Person, "/toegang/code", status, wrong)
	}
	v.notice("Uw code is ingesteld. Vanaf nu vragen wij er bij het inloggen om.")
	return v.redirect("/toegang")
}

// changeRole goes on in another role that the same person has.
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
	began := v.session.Began
	if err := v.begin(session{Principal: grants[i].ID, Notice: "U kijkt nu als " + v.roleOf(grants[i]) + "."}); err != nil {
		return err
	}
	v.session.Began = began // a session does not get longer by it
	if err := v.log(grants[i].ID, "rol-kiezen", "", string(grants[i].Role)); err != nil {
		return err
	}
	return v.redirect(startOf(grants[i].Role))
}

// keyAddress is the address by which an app takes up a secret (the otpauth scheme).
func keyAddress(issuer, account, secret string) string {
	issuer = cmp.Or(issuer, "Convenanten")
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account,
		RawQuery: url.Values{"secret": {secret}, "issuer": {issuer}}.Encode()}
	return u.String()
}
