package web

// The fields of a person and of what is granted to them, as somebody filled them in, and what is wrong with that.

import (
	"slices"
	"strings"
	"time"

	"github.com/gofrs/uuid/v5"

	"convenant/storage"
	"convenant/workflow"
)

// personForm is a form as it was filled in.
type personForm struct {
	Name, Address, Role, Party string
	Wrong                      mistakes
	Organisations              []storage.Organisation // to choose from; none when there are too many
}

// mistake is what is wrong with a field. With a Person it is because of them.
type mistake struct{ Field, Words, Person, Name string }

type mistakes []mistake

// Of gives what is wrong with a field, or nothing.
func (m mistakes) Of(field string) *mistake {
	if i := slices.IndexFunc(m, func(x mistake) bool { return x.Field == field }); i >= 0 {
		return &m[i]
	}
	return nil
}

func (f *personForm) wrong(field, words string) {
	if words != "" {
		f.Wrong = append(f.Wrong, mistake{Field: field, Words: words})
	}
}

// roleOption is a role that can be given.
type roleOption struct {
	Role         storage.Role
	Words, Means string
}

// Roles are those that can be given.
func (f *personForm) Roles() []roleOption {
	return []roleOption{
		{storage.RoleSecretariat, "Secretariaat", "Stelt convenanten op, legt alles vast en ziet alles. Moet bij het inloggen een code geven."},
		{storage.RoleAlderman, "Portefeuillehouder", "Ziet alle convenanten en legt vast wat een overleg besluit."},
		{storage.RoleParty, "Partij", "Ziet de convenanten waaraan die Partij meedoet of meedeed, en tekent en schrijft namens die Partij."},
		{storage.RoleOperator, "Beheer", "Geeft anderen toegang en let op het programma. Ziet geen convenanten. Moet bij het inloggen een code geven."},
	}
}

// personForm reads the form that was sent.
func (v *visit) personForm() (*personForm, error) {
	form, err := v.form()
	if err != nil {
		return nil, err
	}
	f := &personForm{Name: form.Get("naam"), Address: form.Get("email"), Role: form.Get("rol"), Party: strings.ToLower(form.Get("partij"))}
	return f, nil
}

// checkWho looks at the name and the address.
func (f *personForm) checkWho() {
	f.wrong("naam", wrongName(f.Name))
	f.wrong("email", wrongAddress(f.Address))
}

// checkRole looks at what is to be granted. A Partij that was filled in with another role does not count.
func (f *personForm) checkRole() {
	role := storage.Role(f.Role)
	if !slices.Contains(storage.Roles, role) {
		f.wrong("rol", "Kies een rol.")
		return
	}
	if role != storage.RoleParty {
		f.Party = ""
		return
	}
	switch {
	case f.Party == "":
		f.wrong("partij", "Vul in voor welke Partij. Bij ‘Organisaties’ staan de korte namen.")
	case !workflow.MayBeParty(f.Party):
		f.wrong("partij", "Dit is geen korte naam van een Partij. Een korte naam heeft alleen letters, cijfers en streepjes, zoals hilversum. Bij ‘Organisaties’ staan ze.")
	}
}

// grant is what is to be granted, when nothing is wrong with it.
func (f *personForm) grant() storage.Grant {
	return storage.Grant{Role: storage.Role(f.Role), Party: f.Party}
}

// momentIn is the moment at which an id was made, if it tells (UUIDv7).
func momentIn(id string) time.Time {
	u, err := uuid.FromString(id)
	if err != nil || u.Version() != uuid.V7 {
		return time.Time{}
	}
	stamp, err := uuid.TimestampFromV7(u)
	if err != nil {
		return time.Time{}
	}
	at, err := stamp.Time()
	if err != nil {
		return time.Time{}
	}
	return at
}
