package web

// Who has access, and giving it to somebody more. What a person may do is granted to them in roles, each of which is a
// principal of its own; here they stand by person. Programs have tokens, which are made with a command, because whoever
// makes one must be able to keep it safe.

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/storage"
	"convenant/workflow"
)

// peoplePage lists who has or had access.
type peoplePage struct {
	Frame
	Sought  string
	Now     []member // who has access
	Former  []member // who had access
	Tokens  []tokenRow
	Form    *personForm
	ByMail  bool
	Nothing bool // nobody ever had access
}

// member is a person with what is or was granted to them.
type member struct {
	ID, Name, Email string
	Since           workflow.Date // when the first of it was granted
	Until           workflow.Date // when the last of it ended; zero while something is granted
	Roles           []memberRole  // those that are granted first
}

// Erased reports that the name of the person was taken away.
func (m *member) Erased() bool { return m.Name == "" }

// memberRole is one thing that is or was granted.
type memberRole struct {
	ID, Words    string
	Role         storage.Role
	Party        string
	Since, Until workflow.Date
	Ended        bool
	Own          bool // in which the one who looks is here
}

// tokenRow is what is shown of a token.
type tokenRow struct {
	ID, Name, Role string
	Since, Until   workflow.Date
	Ended          bool
}

func (v *visit) people() error {
	form := &personForm{Party: v.query("partij")}
	if form.Party != "" {
		form.Role = string(storage.RoleParty)
	}
	return v.showPeople(http.StatusOK, form)
}

// showPeople shows who has access, with the form to add somebody as it was filled in.
func (v *visit) showPeople(status int, form *personForm) error {
	known, err := v.organisationNames(form)
	if err != nil {
		return err
	}
	principals, err := v.web.Register.Principals(v.ctx())
	if err != nil {
		return err
	}
	names, err := v.web.Register.TokenNames(v.ctx())
	if err != nil {
		return err
	}
	p := &peoplePage{Frame: Frame{Title: "Mensen met toegang"}, Sought: v.query("zoek"), Form: form, ByMail: v.web.SendLink != nil}
	members := v.membersOf(principals, known)
	p.Nothing = len(members) == 0
	for _, m := range members {
		switch {
		case !m.fits(p.Sought):
		case m.Until.IsZero():
			p.Now = append(p.Now, *m)
		default:
			p.Former = append(p.Former, *m)
		}
	}
	for _, t := range principals {
		if t.Person == "" {
			r := v.roleIn(t, known)
			p.Tokens = append(p.Tokens, tokenRow{t.ID, names[t.ID], r.Words, r.Since, r.Until, r.Ended})
		}
	}
	return v.pageWith(status, "mensen", p)
}

// fits reports that what is sought stands in what is shown of a person.
func (m *member) fits(sought string) bool {
	all := []string{m.Name, m.Email}
	for _, r := range m.Roles {
		all = append(all, r.Words, r.Party)
	}
	return strings.Contains(strings.ToLower(strings.Join(all, "\n")), strings.ToLower(sought))
}

// membersOf puts what is granted by person, in order of their names; those whose name was taken away come last.
func (v *visit) membersOf(principals []storage.Principal, known map[string]string) []*member {
	byID := map[string]*member{}
	var members []*member
	for _, p := range principals {
		if p.Person == "" {
			continue
		}
		m := byID[p.Person]
		if m == nil {
			m = &member{ID: p.Person, Name: p.Name, Email: p.Email}
			byID[p.Person] = m
			members = append(members, m)
		}
		m.Roles = append(m.Roles, v.roleIn(p, known))
	}
	for _, m := range members {
		m.reckon()
	}
	slices.SortStableFunc(members, func(a, b *member) int {
		if a.Erased() != b.Erased() {
			return cmp.Compare(len(b.Name), len(a.Name))
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return members
}

// reckon finds since and until when something is granted, and puts what is granted now first.
func (m *member) reckon() {
	for _, r := range m.Roles {
		if m.Since.IsZero() || r.Since < m.Since {
			m.Since = r.Since
		}
		m.Until = max(m.Until, r.Until)
	}
	if slices.ContainsFunc(m.Roles, func(r memberRole) bool { return !r.Ended }) {
		m.Until = 0
	}
	slices.SortStableFunc(m.Roles, func(a, b memberRole) int {
		switch {
		case a.Ended == b.Ended:
			return cmp.Or(slices.Index(storage.Roles, a.Role)-slices.Index(storage.Roles, b.Role), strings.Compare(a.Words, b.Words))
		case a.Ended:
			return 1
		}
		return -1
	})
}

// roleIn is one thing that is granted, in words.
func (v *visit) roleIn(p storage.Principal, known map[string]string) memberRole {
	r := memberRole{ID: p.ID, Words: capital(roleWords[p.Role]), Role: p.Role, Party: p.Party, Since: addedOn(p.ID), Until: dayOf(p.Expires), Own: p.ID == v.principal.ID}
	r.Ended = !v.holds(p)
	if p.Role == storage.RoleParty {
		r.Words = "Partij: " + cmp.Or(known[p.Party], p.Party)
	}
	return r
}

// addedOn is the day on which something was added: its id begins with the moment (UUIDv7). Of another id it is none.
func addedOn(id string) workflow.Date {
	return dayOf(momentIn(id))
}

// dayOf is the day of a moment, for who lives here; of none it is none.
func dayOf(at time.Time) workflow.Date {
	if at.IsZero() {
		return 0
	}
	d, err := clock.Today(at)
	if err != nil {
		return 0
	}
	return d
}

// mostChoices is how many organisations are offered while somebody types; more would be a list that nobody reads.
const mostChoices = 200

// mostKnown is how many organisations are looked at for their names; of the others the short name is shown.
const mostKnown = 5000

// organisationNames gives the names of organisations by their short names, and lets the form offer them.
func (v *visit) organisationNames(form *personForm) (map[string]string, error) {
	list, err := v.web.Register.Organisations(v.ctx(), "", "", mostKnown)
	if err != nil {
		return nil, err
	}
	if len(list) <= mostChoices {
		form.Organisations = list
	}
	names := make(map[string]string, len(list))
	for _, o := range list {
		names[o.ID] = o.Name
	}
	return names, nil
}

func (v *visit) addPerson() error {
	form, err := v.personForm()
	if err != nil {
		return err
	}
	form.checkWho()
	form.checkRole()
	if len(form.Wrong) > 0 {
		return v.showPeople(http.StatusBadRequest, form)
	}
	added, err := v.web.Register.AddPerson(v.ctx(), form.Name, form.Address, form.grant())
	if errors.Is(err, storage.ErrTaken) {
		return v.addedBefore(form)
	}
	if err != nil {
		return err
	}
	if err := v.log(v.principal.ID, actionAddPerson, added.Person, "gedaan"); err != nil {
		return err
	}
	return v.toPerson(added.Person, "Toegevoegd. "+v.howTheyComeIn()+v.unknownParty(form.Party))
}

// addressTaken tells of whom an address is already.
func (v *visit) addressTaken(form *personForm) (storage.Person, error) {
	other, err := v.web.Register.PersonByEmail(v.ctx(), form.Address)
	form.Wrong = append(form.Wrong, mistake{Field: "email", Words: "Dit e-mailadres is al van " + other.Name + ".", Person: other.ID, Name: other.Name})
	return other, err
}

// addedBefore tells of whom an address is already. Of the very person that was to be added, as after a second press on the button,
// there is nothing to tell.
func (v *visit) addedBefore(form *personForm) error {
	other, err := v.addressTaken(form)
	if err != nil {
		return err
	}
	grants, err := v.web.Register.GrantsOf(v.ctx(), other.ID)
	if err != nil {
		return err
	}
	same := func(p storage.Principal) bool { return p.Role == form.grant().Role && p.Party == form.grant().Party }
	if other.Name == strings.Join(strings.Fields(form.Name), " ") && slices.ContainsFunc(grants, same) {
		return v.toPerson(other.ID, "Deze persoon heeft toegang. "+v.howTheyComeIn())
	}
	return v.showPeople(http.StatusConflict, form)
}

// howTheyComeIn tells what happens next for who was added. It names nobody, because it is kept until the next page.
func (v *visit) howTheyComeIn() string {
	switch {
	case v.web.SendLink != nil && v.web.OpenID != nil:
		return "Deze persoon kan nu inloggen met een link per e-mail, of met " + v.web.OpenID.Name + "."
	case v.web.SendLink != nil:
		return "Deze persoon kan nu inloggen met een link per e-mail."
	case v.web.OpenID != nil:
		return "Deze persoon kan nu inloggen met " + v.web.OpenID.Name + "."
	}
	return "Er is geen mailserver ingesteld. Maak daarom met de opdracht ‘convenant link’ een link, en geef die zelf aan deze persoon."
}

// unknownParty tells that no convenant has this Partij: it may be misspelt, or not be there yet.
func (v *visit) unknownParty(id string) string {
	if id == "" {
		return ""
	}
	if _, err := v.web.Register.Organisation(v.ctx(), id); errors.Is(err, storage.ErrUnknown) {
		return " Let op: geen convenant heeft een Partij met de korte naam ‘" + id + "’. Zolang dat zo is, is er niets te zien. Klopt de korte naam?"
	}
	return ""
}
