package web

// Partijen in the register: which one somebody means, where one took part before, and how a Partij itself stands in what
// it sees.

import (
	"errors"
	"net/url"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// mostMeant is how many organisations are offered when what was typed can be more than one.
const mostMeant = 8

// findParty finds who is meant by what was typed: a short name, a name, or a part of one that only one organisation has.
func (v *visit) findParty(a *listAsked) error {
	if _, all := access.OnlyInvolving(v.principal); a.Party == "" || !all {
		a.Party = ""
		return nil
	}
	found := storage.Organisation{ID: a.Party}
	var err error
	if found.Name, err = v.web.Register.PartyName(v.ctx(), a.Party); errors.Is(err, storage.ErrUnknown) {
		found = storage.Organisation{}
		a.Meant, err = v.web.Register.Organisations(v.ctx(), a.Party, "", mostMeant)
		if i := slices.IndexFunc(a.Meant, func(o storage.Organisation) bool { return o.Name == a.Party }); i >= 0 {
			a.Meant = a.Meant[i : i+1]
		}
		if len(a.Meant) == 1 {
			found = a.Meant[0]
		}
	}
	switch {
	case err != nil:
		return err
	case found.ID != "":
		a.filter.Party, a.PartyName, a.Party, a.Meant = found.ID, found.Name, found.Name, nil
	case len(a.Meant) > 0:
		a.Faults.add("partij", "‘"+a.Party+"’ past bij meer organisaties. Kies er hieronder een, of typ de hele naam.")
	default:
		a.Faults.add("partij", "‘"+a.Party+"’ komt in geen convenant voor. Controleer de naam, of typ een deel ervan.")
	}
	return nil
}

// formerPart is a convenant in which a Partij took part before.
type formerPart struct {
	ID, Name string
	LastDay  workflow.Date
	Then     string // the address of the register on that day
}

// tookPart tells of a Partij that takes part in nothing on the day of the list, where it did before.
func (v *visit) tookPart(p *listPage) error {
	f := storage.Filter{On: p.filter.On, Party: p.filter.Party, Limit: 1}
	if f.Party == "" {
		return nil
	}
	now, err := v.web.Register.List(v.ctx(), f)
	if err != nil || len(now.Rows) > 0 {
		return err
	}
	p.Nowhere = true
	before, err := v.web.Register.ListInvolving(v.ctx(), f.Party, storage.Filter{On: f.On, Limit: mostMeant})
	if err != nil {
		return err
	}
	for _, row := range before.Rows {
		record, _, err := v.web.Register.Load(v.ctx(), row.ID)
		if err != nil {
			return err
		}
		party := record.Latest(v.today).Party(f.Party)
		if party == nil || party.LastDay == 0 {
			continue
		}
		then := url.Values{"partij": {p.PartyName}, "peildatum": {shortDay(party.LastDay)}}
		p.Former = append(p.Former, formerPart{row.ID, row.Name, party.LastDay, "/convenanten?" + then.Encode()})
	}
	return nil
}

// fewOwn is the number of convenanten below which a Partij needs no search.
const fewOwn = 5

// ownStandings adds to the convenanten of a Partij how it stands in each, on the day of the list.
func (v *visit) ownStandings(p *listPage) error {
	for i, row := range p.Rows {
		record, _, err := v.web.Register.Load(v.ctx(), row.ID)
		if err != nil {
			return err
		}
		o := ownPart{row.ID, v.principal.Party, record, record.On(p.filter.On), v.today}
		if o.party() != nil {
			p.Rows[i].Own = o.briefly()
		}
	}
	p.Few = len(p.Rows) < fewOwn && !p.Narrowed && p.On == "" && p.Next == "" && p.First == ""
	return nil
}

// briefly tells in some words how a Partij stands.
func (o ownPart) briefly() string {
	p := o.party()
	switch p.State {
	case workflow.Bound:
		return "U bent Partij"
	case workflow.Leaving:
		return "U hebt opgezegd; uw laatste dag is " + dutchDay(p.LastDay)
	case workflow.Left:
		return "U was Partij tot en met " + dutchDay(p.LastDay)
	case workflow.Signed:
		return "U hebt ondertekend"
	case workflow.Declined:
		return "U weigert te ondertekenen"
	}
	if o.state.Phase == workflow.Signing || p.Change != 0 {
		return "U hebt nog niet ondertekend"
	}
	return "U wordt Partij als u ondertekent"
}
