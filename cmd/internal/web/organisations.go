package web

// The organisations that are a Partij somewhere, and how many people can come in for each: whom beheer may have forgotten,
// and under which short name to add them. Of the convenanten themselves beheer sees no more than how many there are.

import (
	"errors"
	"net/url"
	"slices"

	"convenant/storage"
)

// mostOrganisations is how many stand on one page.
const mostOrganisations = 50

// organisationsPage lists organisations.
type organisationsPage struct {
	Frame
	Sought  string
	Rows    []organisationRow
	Next    string            // the address of the next page; empty on the last
	First   string            // of the first; empty there
	Unknown []organisationRow // for which people have access, and that are in no convenant
}

type organisationRow struct {
	storage.Organisation
	People int
}

func (v *visit) organisations() error {
	p := &organisationsPage{Frame: Frame{Title: "Organisaties", Wide: true}, Sought: v.query("zoek")}
	after := v.query("na")
	list, err := v.web.Register.Organisations(v.ctx(), p.Sought, after, mostOrganisations+1)
	if errors.Is(err, storage.ErrCursor) {
		return noSuchPage
	}
	if err != nil {
		return err
	}
	people, err := v.peopleOfParties()
	if err != nil {
		return err
	}
	if len(list) > mostOrganisations {
		list = list[:mostOrganisations]
		p.Next = organisationsAddress(p.Sought, list[len(list)-1].ID)
	}
	if after != "" {
		p.First = organisationsAddress(p.Sought, "")
	}
	for _, o := range list {
		p.Rows = append(p.Rows, organisationRow{o, len(people[o.ID])})
	}
	if p.Sought == "" && after == "" {
		p.Unknown, err = v.unknownParties(people)
	}
	if err != nil {
		return err
	}
	return v.page("organisaties", p)
}

func organisationsAddress(sought, after string) string {
	q := url.Values{}
	if sought != "" {
		q.Set("zoek", sought)
	}
	if after != "" {
		q.Set("na", after)
	}
	if len(q) == 0 {
		return "/beheer/organisaties"
	}
	return "/beheer/organisaties?" + q.Encode()
}

// peopleOfParties gives who has access now for each Partij, by their ids.
func (v *visit) peopleOfParties() (map[string][]string, error) {
	principals, err := v.web.Register.Principals(v.ctx())
	if err != nil {
		return nil, err
	}
	people := map[string][]string{}
	for _, p := range principals {
		if p.Person != "" && p.Party != "" && v.holds(p) && !slices.Contains(people[p.Party], p.Person) {
			people[p.Party] = append(people[p.Party], p.Person)
		}
	}
	return people, nil
}

// holds reports that something is granted now.
func (v *visit) holds(p storage.Principal) bool {
	return p.Expires.IsZero() || p.Expires.After(v.began)
}

// unknownParties lists those for which people have access and that no convenant has: misspelt, or not there yet.
func (v *visit) unknownParties(people map[string][]string) ([]organisationRow, error) {
	var rows []organisationRow
	for id, who := range people {
		_, err := v.web.Register.Organisation(v.ctx(), id)
		if errors.Is(err, storage.ErrUnknown) {
			rows = append(rows, organisationRow{storage.Organisation{ID: id}, len(who)})
		} else if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(rows, func(a, b organisationRow) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return rows, nil
}
