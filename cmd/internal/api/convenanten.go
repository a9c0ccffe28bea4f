package api

// The register: listing convenanten and reading one.

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// listAnswer is a page of the register.
type listAnswer struct {
	On    workflow.Date `json:"peildatum" doc:"De dag waarop is gekeken."`
	Items []listItem    `json:"convenanten"`
	Next  string        `json:"volgende" format:"uri-reference" doc:"Het adres van de volgende bladzijde; leeg als dit de laatste is."`
}

// listItem is a convenant in the register.
type listItem struct {
	ID        string         `json:"id"`
	Name      string         `json:"naam"`
	Reference string         `json:"kenmerk"`
	Phase     workflow.Phase `json:"toestand"`
	End       workflow.Date  `json:"einddatum" doc:"De laatste dag van de lopende periode; null als die er niet is."`
}

// The longest query that makes sense, in bytes.
const (
	mostName  = 200
	mostWords = 1000
)

func (c *call) list() error {
	q := c.query("toestand", "partij", "zoek", "peildatum", "cursor")
	f := storage.Filter{On: q.date("peildatum", c.today), Phase: workflow.Phase(q.text("toestand", mostName)), Party: q.text("partij", mostName),
		Words: q.text("zoek", mostWords), Before: q.text("cursor", mostName)}
	if f.Phase != "" && !slices.Contains(workflow.Phases, f.Phase) {
		q.fail("toestand", "‘toestand’ is geen toestand van een convenant.").Remedy = "Kies uit: " + strings.Join(phaseNames(), ", ") + "."
	}
	if err := q.err(); err != nil {
		return err
	}
	page, err := c.page(f)
	if errors.Is(err, storage.ErrCursor) {
		return &workflow.Refusal{Code: workflow.InvalidData, Field: "cursor", Detail: "Deze cursor hoort niet bij deze vraag.",
			Remedy: "Neem het adres uit ‘volgende’ over, of laat de cursor weg om vooraan te beginnen."}
	}
	if err != nil {
		return err
	}
	answer := listAnswer{On: f.On, Items: []listItem{}}
	for _, row := range page.Rows {
		item := listItem{ID: row.ID, Name: row.Name, Reference: row.Reference, Phase: row.Phase}
		if row.End != "" {
			if item.End, err = workflow.ParseDate(row.End); err != nil {
				return err
			}
		}
		answer.Items = append(answer.Items, item)
	}
	if page.Next != "" {
		next := url.Values{}
		for name, values := range q.values {
			next[name] = values
		}
		next.Set("peildatum", f.On.String()) // the next page looks at the same day, also after midnight
		next.Set("cursor", page.Next)
		answer.Next = c.api.URL + Base + "/convenanten?" + next.Encode()
		c.w.Header().Set("Link", "<"+answer.Next+`>; rel="next"`)
	}
	return c.json(http.StatusOK, answer)
}

// page asks for a page of what the principal may see.
func (c *call) page(f storage.Filter) (storage.Page, error) {
	party, all := access.OnlyInvolving(c.principal)
	if all {
		return c.api.Register.List(c.ctx(), f)
	}
	return c.api.Register.ListInvolving(c.ctx(), party, f)
}

func (c *call) convenant() error {
	q := c.query("peildatum", "bekendOp")
	on, known := q.date("peildatum", c.today), q.date("bekendOp", 0)
	if err := q.err(); err != nil {
		return err
	}
	id := c.r.PathValue("id")
	record, stand, err := c.load(id)
	if err != nil {
		return err
	}
	if known != 0 {
		record = record.KnownOn(known)
		n := len(record.Facts())
		if n == 0 {
			return &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Op " + known.Dutch() + " was van dit convenant nog niets vastgelegd.",
				remedy: "Kies een latere dag voor bekendOp."}
		}
		if n != stand.Number {
			if stand, err = c.api.Register.StandAt(c.ctx(), id, n); err != nil {
				return err
			}
		}
	}
	state, err := stateOn(record, on)
	if err != nil {
		return err
	}
	v := state.View()
	v.ID, v.Stand = id, stand
	return c.json(http.StatusOK, v)
}

// stateOn gives the state on a day, on which the convenant must have been there.
func stateOn(record *workflow.Convenant, on workflow.Date) (*workflow.State, error) {
	s := record.On(on)
	if s.Phase == "" {
		return nil, &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Op " + on.Dutch() + " was dit convenant er nog niet.",
			remedy: "Kies een latere peildatum."}
	}
	return s, nil
}

// deadlinesAnswer lists the days that are coming.
type deadlinesAnswer struct {
	Deadlines []deadline `json:"termijnen"`
}

type deadline struct {
	Kind  string        `json:"soort"`
	On    workflow.Date `json:"datum"`
	Party string        `json:"partij,omitempty" doc:"De korte naam van de Partij om wie het gaat."`
	Words string        `json:"omschrijving"`
}

func (c *call) deadlines() error {
	if err := c.query().err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	state := record.On(c.today)
	answer := deadlinesAnswer{Deadlines: []deadline{}}
	for _, d := range state.Deadlines() {
		name := ""
		if p := state.Party(d.Party); p != nil {
			name = p.Name
		}
		answer.Deadlines = append(answer.Deadlines, deadline{d.Kind, d.On, d.Party, workflow.DeadlineWords(d.Kind, name)})
	}
	return c.json(http.StatusOK, answer)
}

// textAnswer is the text with its fingerprint.
type textAnswer struct {
	Version int            `json:"versie"`
	SHA256  string         `json:"sha256" doc:"De vingerafdruk: van precies de bytes die dit adres als text/plain geeft."`
	Text    *workflow.Text `json:"tekst"`
}

func (c *call) text() error {
	q := c.query("peildatum")
	on := q.date("peildatum", c.today)
	if err := q.err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	state, err := stateOn(record, on)
	if err != nil {
		return err
	}
	sha256 := state.Text.SHA256()
	return c.canonical(state.Text.Canonical(), sha256, ".json", textAnswer{state.Version, sha256, state.Text})
}

// canonical answers with bytes that have a fingerprint, or with JSON about them; mark is what its tag has besides.
func (c *call) canonical(text []byte, sha256, mark string, answer any) error {
	c.w.Header().Set("Vary", "Accept")
	if c.produce == textType {
		mark = ""
	}
	switch {
	case c.unchanged(sha256 + mark):
		return nil
	case c.produce == textType:
		return c.bytes(http.StatusOK, textType+"; charset=utf-8", text)
	}
	return c.json(http.StatusOK, answer)
}

// proposalAnswer is a proposal to change a convenant, with its fingerprint.
type proposalAnswer struct {
	Number int                  `json:"nummer"`
	Title  string               `json:"titel"`
	Phase  workflow.ChangeState `json:"toestand"`
	SHA256 string               `json:"sha256" doc:"De vingerafdruk: van precies de bytes die dit adres als text/plain geeft."`
	Text   string               `json:"tekst" doc:"Het voorstel zoals het wordt voorgelegd: wat er per artikel verandert, of wie er toetreedt."`
}

// proposal gives a proposal as it is now: the very bytes to which Partijen consent.
func (c *call) proposal() error {
	if err := c.query().err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	for _, change := range record.Latest(c.today).Changes {
		if strconv.Itoa(change.Number) != c.r.PathValue("nummer") {
			continue
		}
		text, sha256 := change.Canonical(), change.SHA256()
		return c.canonical(text, sha256, "."+string(change.State), proposalAnswer{change.Number, change.Title, change.State, sha256, string(text)})
	}
	return noSuchChange
}
