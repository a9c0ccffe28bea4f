package web

// A demonstration: whoever comes in chooses through whose eyes to look. There are no people in it and nothing to guard; it
// is served to this machine alone.

import (
	"net/http"
	"slices"

	"convenant/storage"
	"convenant/workflow"
)

// eyes are those of somebody in a role, and of a Partij for which they look.
type eyes struct {
	Role  storage.Role `json:"rol"`
	Party string       `json:"partij,omitempty"`
	Name  string       `json:"naam,omitempty"` // of the Partij
}

// principal is whose eyes these are.
func (e eyes) principal() storage.Principal {
	id := "demonstratie-" + string(e.Role)
	if e.Party != "" {
		id += "-" + e.Party
	}
	return storage.Principal{ID: id, Grant: storage.Grant{Role: e.Role, Party: e.Party}, Name: e.Name}
}

// eyesPage is where somebody chooses.
type eyesPage struct {
	Frame
	Next    string
	Parties []storage.BoundParty
}

func (v *visit) chooseEyes() error {
	if !v.web.Eyes {
		return noSuchPage
	}
	parties, err := v.knownParties()
	if err != nil {
		return err
	}
	return v.page("ogen", &eyesPage{Frame: Frame{Title: "Door wiens ogen wilt u kijken?"}, Next: v.query("naar"), Parties: parties})
}

// knownParties lists who takes or took part in the convenanten of the demonstration, which are few.
func (v *visit) knownParties() ([]storage.BoundParty, error) {
	page, err := v.web.Register.List(v.ctx(), storage.Filter{On: v.today})
	if err != nil {
		return nil, err
	}
	var parties []storage.BoundParty
	for _, row := range page.Rows {
		record, _, err := v.web.Register.Load(v.ctx(), row.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range record.Latest(v.today).Parties {
			if !slices.ContainsFunc(parties, func(b storage.BoundParty) bool { return b.ID == p.ID }) {
				parties = append(parties, storage.BoundParty{ID: p.ID, Name: p.Name})
			}
		}
	}
	return parties, nil
}

func (v *visit) takeEyes() error {
	if !v.web.Eyes {
		return noSuchPage
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	parties, err := v.knownParties()
	if err != nil {
		return err
	}
	e := eyes{Role: storage.Role(form.Get("rol")), Party: form.Get("partij")}
	i := slices.IndexFunc(parties, func(p storage.BoundParty) bool { return p.ID == e.Party })
	switch {
	case !slices.Contains(storage.Roles, e.Role), e.Role == storage.RoleParty && i < 0:
		return &workflow.Refusal{Code: workflow.InvalidData, Detail: "Deze keuze is er niet.", Remedy: "Ga terug en kies door wiens ogen u wilt kijken."}
	case e.Role == storage.RoleParty:
		e.Name = parties[i].Name
	default:
		e.Party = ""
	}
	if err := v.web.Register.AddStandIn(v.ctx(), e.principal()); err != nil { // files that are sent are somebody's
		return err
	}
	if err := v.begin(session{Eyes: &e, Principal: e.principal().ID}); err != nil {
		return err
	}
	next := backTo(form.Get("naar"))
	if v.r.Method == http.MethodPost && next == "/" {
		next = startOf(e.Role)
	}
	return v.redirect(next)
}
