package web

// One person: who they are, what is granted to them, and taking that away. One form on the page is sent at a time, and its
// field `doe` tells which. What is done twice by a double click comes to the same.

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"convenant/cmd/internal/api"
	"convenant/storage"
)

// personPage shows one person.
type personPage struct {
	Frame
	*member
	Form       *personForm
	HasSubject bool // the provider is known to name this person
	HasCode    bool
	Must       bool // a role of theirs asks for a second step
	Self       bool // who looks
	HasAccess  bool
}

// What beheer did, in the operating log.
const (
	actionAddPerson    = "persoon-toevoegen"
	actionChangePerson = "persoon-wijzigen"
	actionErasePerson  = "persoon-wissen"
	actionGrant        = "rol-geven"
	actionRevoke       = "rol-wegnemen"
	actionDropCode     = "code-wegnemen"
	actionUnlink       = "koppeling-wegnemen"
)

var (
	noSuchPerson = &fault{status: http.StatusNotFound, code: "onbekend", title: "Deze persoon is er niet",
		detail: "Op dit adres staat niemand.", remedy: "Bij ‘Mensen’ staat wie er toegang heeft of had."}
	lastOperator = "Dit is de laatste persoon met de rol beheer. Zonder beheer kan niemand meer toegang geven. Geef eerst iemand anders de rol beheer."
)

func (v *visit) person() error {
	m, form, err := v.memberAsked()
	if err != nil {
		return err
	}
	if v.query("wissen") != "" && !m.Erased() {
		return v.showPerson(http.StatusOK, "mens-wissen", m, form)
	}
	return v.showPerson(http.StatusOK, "mens", m, form)
}

// memberAsked finds the person at this address, with a form of how they are now.
func (v *visit) memberAsked() (*member, *personForm, error) {
	id := v.r.PathValue("id")
	v.seen.Object = api.Loggable(id)
	form := &personForm{}
	known, err := v.organisationNames(form)
	if err != nil {
		return nil, nil, err
	}
	principals, err := v.web.Register.Principals(v.ctx())
	if err != nil {
		return nil, nil, err
	}
	principals = slices.DeleteFunc(principals, func(p storage.Principal) bool { return p.Person != id })
	if len(principals) == 0 || id == "" {
		return nil, nil, noSuchPerson
	}
	m := v.membersOf(principals, known)[0]
	form.Name, form.Address = m.Name, m.Email
	return m, form, nil
}

func (v *visit) showPerson(status int, page string, m *member, form *personForm) error {
	p := &personPage{Frame: Frame{Title: m.Name, Crumbs: []crumb{{"Mensen", "/beheer/mensen"}}}, member: m, Form: form, HasAccess: m.Until.IsZero()}
	switch {
	case m.Erased():
		p.Title = "Een gewiste persoon"
	case page == "mens-wissen":
		p.Title = "Wis " + m.Name + "?"
		p.Crumbs = append(p.Crumbs, crumb{m.Name, "/beheer/mensen/" + url.PathEscape(m.ID)})
	}
	p.Self = v.principal.Person != "" && v.principal.Person == m.ID
	p.Must = slices.ContainsFunc(m.Roles, func(r memberRole) bool {
		return !r.Ended && mustHaveCode(storage.Principal{Grant: storage.Grant{Role: r.Role}})
	})
	var err error
	if p.HasCode, err = v.web.Register.HasSecondFactor(v.ctx(), m.ID); err != nil {
		return err
	}
	if p.HasSubject, err = v.web.Register.HasSubject(v.ctx(), m.ID); err != nil {
		return err
	}
	return v.pageWith(status, page, p)
}

// toPerson goes on to the page of a person, and says what was done.
func (v *visit) toPerson(id, notice string) error {
	if v.principal.Person == id { // it may have ended what they have open themselves
		if err := v.stillMay(); errors.Is(err, errNotKnown) {
			if err := v.begin(session{Notice: notice + " U bent daarbij uitgelogd."}); err != nil {
				return err
			}
			return v.redirect("/inloggen")
		} else if err != nil {
			return err
		}
	}
	v.notice(notice)
	return v.redirect("/beheer/mensen/" + url.PathEscape(id))
}

// changePerson does what the form that was sent is for.
func (v *visit) changePerson() error {
	m, known, err := v.memberAsked()
	if err != nil {
		return err
	}
	form, err := v.personForm()
	if err != nil {
		return err
	}
	form.Organisations = known.Organisations
	do := v.r.PostForm.Get("doe")
	if do == "wissen" {
		return v.erasePerson(m, known)
	}
	if m.Erased() {
		return noSuchPerson
	}
	switch do {
	case "naam":
		return v.renamePerson(m, form)
	case "rol-erbij":
		return v.grantRole(m, form)
	case "rol-weg":
		return v.revokeRole(m, known)
	case "code-weg":
		return v.dropCode(m)
	case "koppeling-weg":
		return v.unlink(m)
	}
	return badForm
}

func (v *visit) renamePerson(m *member, form *personForm) error {
	if form.checkWho(); len(form.Wrong) > 0 {
		return v.showPerson(http.StatusBadRequest, "mens", m, form)
	}
	err := v.web.Register.ChangePerson(v.ctx(), m.ID, form.Name, form.Address)
	if errors.Is(err, storage.ErrTaken) {
		if _, err := v.addressTaken(form); err != nil {
			return err
		}
		return v.showPerson(http.StatusConflict, "mens", m, form)
	}
	return v.doneTo(m, err, actionChangePerson, m.ID, "De naam en het e-mailadres zijn bewaard.")
}

func (v *visit) grantRole(m *member, form *personForm) error {
	form.Name, form.Address = m.Name, m.Email
	if form.checkRole(); len(form.Wrong) > 0 {
		return v.showPerson(http.StatusBadRequest, "mens", m, form)
	}
	granted, err := v.web.Register.AddGrant(v.ctx(), m.ID, form.grant())
	if errors.Is(err, storage.ErrTaken) {
		return v.toPerson(m.ID, "Deze persoon heeft die rol.")
	}
	return v.doneTo(m, err, actionGrant, granted.ID, "De rol is gegeven, en geldt meteen."+v.unknownParty(form.Party))
}

func (v *visit) revokeRole(m *member, form *personForm) error {
	const done = "De rol is weggenomen, ook in vensters die nog open staan."
	id := v.r.PostForm.Get("rol")
	i := slices.IndexFunc(m.Roles, func(r memberRole) bool { return r.ID == id })
	if i < 0 {
		return badForm
	}
	if m.Roles[i].Ended {
		return v.toPerson(m.ID, done)
	}
	err := v.web.Register.Revoke(v.ctx(), id)
	if errors.Is(err, storage.ErrLastOperator) {
		return v.refuseLast(m, form, actionRevoke, id, "mens")
	}
	if err == nil && id == v.principal.ID {
		if err := v.log(id, actionRevoke, id, "gedaan"); err != nil {
			return err
		}
		if err := v.begin(session{Notice: "U hebt de rol beheer zelf weggenomen, en bent uitgelogd."}); err != nil {
			return err
		}
		return v.redirect("/inloggen")
	}
	return v.doneTo(m, err, actionRevoke, id, done)
}

func (v *visit) dropCode(m *member) error {
	err := v.web.Register.DropSecondFactor(v.ctx(), m.ID)
	return v.doneTo(m, err, actionDropCode, m.ID, "De code is weggenomen. Wat er van deze persoon open stond, is gesloten.")
}

func (v *visit) unlink(m *member) error {
	return v.doneTo(m, v.web.Register.UnlinkSubjects(v.ctx(), m.ID), actionUnlink, m.ID, "De koppeling met de inlogdienst is weggenomen.")
}

func (v *visit) erasePerson(m *member, form *personForm) error {
	const done = "De naam en het e-mailadres zijn gewist."
	if m.Erased() {
		return v.toPerson(m.ID, done)
	}
	err := v.web.Register.ErasePerson(v.ctx(), m.ID)
	if errors.Is(err, storage.ErrLastOperator) {
		return v.refuseLast(m, form, actionErasePerson, m.ID, "mens-wissen")
	}
	return v.doneTo(m, err, actionErasePerson, m.ID, done)
}

// doneTo enters in the operating log what was done to a person, and goes on to their page.
func (v *visit) doneTo(m *member, err error, action, object, notice string) error {
	if errors.Is(err, storage.ErrNoPrincipal) { // erased by another meanwhile
		return noSuchPerson
	}
	if err != nil {
		return fmt.Errorf("web: %s: %w", action, err)
	}
	if err := v.log(v.principal.ID, action, object, "gedaan"); err != nil {
		return err
	}
	return v.toPerson(m.ID, notice)
}

// refuseLast says that the last one with the role beheer stays.
func (v *visit) refuseLast(m *member, form *personForm, action, object, page string) error {
	if err := v.log(v.principal.ID, action, object, "laatste beheerder"); err != nil {
		return err
	}
	form.wrong("rollen", lastOperator)
	return v.showPerson(http.StatusConflict, page, m, form)
}
