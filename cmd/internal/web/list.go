package web

// The register: every convenant that somebody may see, on a page that can be kept as a bookmark, because all that was
// asked stands in its address.

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// listAsked is what was asked of the register: as it was typed, and as it is understood.
type listAsked struct {
	Phase, Party, From, Through, Words, Order, On string
	Faults                                        typedFaults
	Meant                                         []storage.Organisation // who may be meant by what was typed as a Partij
	PartyName                                     string
	filter                                        storage.Filter
}

// fields are the fields of the filter, with the places of what is typed in them.
func (a *listAsked) fields() map[string]*string {
	return map[string]*string{"toestand": &a.Phase, "partij": &a.Party, "eindigt-vanaf": &a.From, "eindigt-tot-en-met": &a.Through,
		"zoek": &a.Words, "volgorde": &a.Order, "peildatum": &a.On}
}

// askedOfList reads what is asked of the register.
func (v *visit) askedOfList() (*listAsked, error) {
	a := &listAsked{filter: storage.Filter{On: v.today}}
	for name, typed := range a.fields() {
		*typed = v.query(name)
	}
	f := &a.filter
	f.Words, f.Phase, f.Order, f.Before = a.Words, workflow.Phase(a.Phase), storage.Order(a.Order), v.query("na")
	if f.Phase != "" && !slices.Contains(workflow.Phases, f.Phase) {
		a.Faults.add("toestand", "Deze toestand is er niet. Kies er een uit de lijst.")
	}
	if err := v.findParty(a); err != nil {
		return nil, err
	}
	for _, day := range []struct {
		field, typed string
		to           *workflow.Date
	}{{"eindigt-vanaf", a.From, &f.EndsFrom}, {"eindigt-tot-en-met", a.Through, &f.EndsThrough}, {"peildatum", a.On, &f.On}} {
		d, err := dayAsked(day.typed, *day.to)
		if err != nil {
			a.Faults.add(day.field, notADay(day.typed))
			continue
		}
		*day.to = d
	}
	if !f.EndsThrough.IsZero() && f.EndsThrough < f.EndsFrom {
		a.Faults.add("eindigt-tot-en-met", "Deze dag ligt vóór "+dutchDay(f.EndsFrom)+". Kies een latere, of laat het veld leeg.")
	}
	if !slices.Contains(storage.Orders, f.Order) {
		f.Order = storage.ByNewest // nobody types it
	}
	return a, nil
}

// Address gives where the same is asked, with one field changed.
func (a *listAsked) Address(path, field, value string) string {
	q := url.Values{}
	for name, typed := range a.fields() {
		if *typed != "" {
			q.Set(name, *typed)
		}
	}
	if q.Del(field); value != "" {
		q.Set(field, value)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// narrowed reports that less than everything is asked for.
func (a *listAsked) narrowed() bool {
	return a.Phase != "" || a.Party != "" || a.From != "" || a.Through != "" || a.Words != ""
}

// listPage is a page of the register.
type listPage struct {
	Frame
	*listAsked
	Phases    []listChoice
	Orders    []listChoice
	Rows      []listRow
	Found     string // how many, in words
	First     string // the address of the first page, on a later one
	Next      string
	Lost      bool // the cursor was of another question
	CSV, XLSX string
	AllNow    string // the address without a peildatum
	AsksParty bool
	MayDraft  bool
	Narrowed  bool
	Detailed  bool // more was chosen than words and a state
	Empty     bool // there is nothing at all
	Own       bool // only the convenanten of one Partij
	Few       bool // so few that nobody needs to search
	Nowhere   bool // the Partij that is sought takes part in nothing on that day
	Former    []formerPart
	Day       workflow.Date
}

type listChoice struct {
	Value, Words string
	Chosen       bool
}

// listRow is a convenant in the register.
type listRow struct {
	storage.Row
	Ends workflow.Date
	Own  string // how the Partij that looks stands in it
}

// Endless reports that a convenant is in force without an einddatum.
func (r listRow) Endless() bool { return r.End == "" && r.Phase == workflow.InForce }

// Look is the class of the word for the state.
func (r listRow) Look() string { return statusOfPhase(r.Phase) }

func rowsOf(rows []storage.Row) ([]listRow, error) {
	list := make([]listRow, len(rows))
	for i, row := range rows {
		list[i].Row = row
		if row.End == "" {
			continue
		}
		var err error
		if list[i].Ends, err = workflow.ParseDate(row.End); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (v *visit) list() error {
	a, err := v.askedOfList()
	if err != nil {
		return err
	}
	p := &listPage{Frame: Frame{Title: "Convenanten"}, listAsked: a, MayDraft: v.mayDraft(), Narrowed: a.narrowed(), Day: a.filter.On,
		Detailed: a.Party != "" || a.From != "" || a.Through != "" || a.On != "" || a.filter.Order != storage.ByNewest}
	_, p.AsksParty = access.OnlyInvolving(v.principal)
	p.Own = !p.AsksParty
	p.Phases = []listChoice{{"", "Alle toestanden", a.Phase == ""}}
	for _, phase := range workflow.Phases {
		p.Phases = append(p.Phases, listChoice{string(phase), phaseWords[phase], workflow.Phase(a.Phase) == phase})
	}
	for _, order := range storage.Orders {
		p.Orders = append(p.Orders, listChoice{string(order), orderWords[order], a.filter.Order == order})
	}
	p.CSV, p.XLSX, p.AllNow = a.Address("/convenanten.csv", "", ""), a.Address("/convenanten.xlsx", "", ""), a.Address("/convenanten", "peildatum", "")
	if len(a.Faults) > 0 {
		return v.pageWith(http.StatusBadRequest, "register", p)
	}
	if err := v.fillList(p); err != nil {
		return err
	}
	return v.page("register", p)
}

var orderWords = map[storage.Order]string{
	storage.ByNewest: "Nieuwste eerst",
	storage.ByEnd:    "Einddatum: wat het eerst eindigt",
	storage.ByName:   "Naam: van A tot Z",
}

// fillList finds what was asked for.
func (v *visit) fillList(p *listPage) error {
	f := p.filter
	list, err := v.listed(v.ctx(), f)
	if errors.Is(err, storage.ErrCursor) {
		p.Lost, f.Before = true, ""
		list, err = v.listed(v.ctx(), f)
	}
	if err != nil {
		return err
	}
	if p.Rows, err = rowsOf(list.Rows); err != nil {
		return err
	}
	if list.Next != "" {
		p.Next = p.Address("/convenanten", "na", list.Next)
	}
	n := len(p.Rows)
	if f.Before != "" {
		p.First = p.Address("/convenanten", "na", "")
	}
	if list.Next != "" || f.Before != "" {
		if n, err = v.counted(f, countable(f)); err != nil {
			return err
		}
	}
	p.Empty = n == 0 && !p.Narrowed && f.On == v.today
	p.Found = foundOf(n, len(p.Rows), countable(f))
	switch {
	case p.Own:
		return v.ownStandings(p)
	case n == 0:
		return v.tookPart(p)
	}
	return nil
}

// How far is counted, and how far what has the words that are sought, which costs more. Beyond it nobody reads a number.
const (
	mostCounted = storage.MostCounted
	mostSought  = 100
)

// found says how many there are, and how many of them are on the page.
func found(n, shown int) string { return foundOf(n, shown, mostCounted) }

func foundOf(n, shown, most int) string {
	words := amount(n, "convenant", "convenanten")
	if n >= most {
		words = "meer dan " + strconv.Itoa(most-1) + " convenanten"
	}
	if n > shown {
		words += ", " + strconv.Itoa(shown) + " getoond"
	}
	return words
}

// listed gives a page of what the visitor may see.
func (v *visit) listed(ctx context.Context, f storage.Filter) (storage.Page, error) {
	if party, all := access.OnlyInvolving(v.principal); !all {
		return v.web.Register.ListInvolving(ctx, party, f)
	}
	return v.web.Register.List(ctx, f)
}

// counted counts what the visitor may see of what was asked for, so far at most.
func (v *visit) counted(f storage.Filter, most int) (int, error) {
	f.Before = ""
	if party, all := access.OnlyInvolving(v.principal); !all {
		return v.web.Register.CountInvolving(v.ctx(), party, f, most)
	}
	return v.web.Register.Count(v.ctx(), f, most)
}

func countable(f storage.Filter) int {
	if f.Words != "" {
		return mostSought
	}
	return mostCounted
}
