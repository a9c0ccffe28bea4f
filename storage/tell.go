package storage

// What other programs are told: each consequence that came to be, each that no longer holds, and each announcement. They
// are told what, when and of which Partij, and where to read the rest; nothing that somebody wrote, and of nobody's person.

import (
	"encoding/json"
	"fmt"

	"convenant/workflow"
)

// The beginnings of the kinds of messages.
const (
	toldConsequence  = "gevolg."
	toldRevoked      = "gevolg-herroepen."
	toldAnnouncement = "mededeling."
)

// telling is the data of a message.
type telling struct {
	Convenant string        `json:"convenant"`
	Kind      string        `json:"soort"`
	On        workflow.Date `json:"datum"` // the legal day
	Party     string        `json:"partij,omitempty"`
	About     string        `json:"betreft,omitempty"`
	Reason    string        `json:"reden,omitempty"`
	End       string        `json:"einddatum,omitempty"`
	Change    int           `json:"wijziging,omitempty"`
	Document  string        `json:"document,omitempty"`
	Stand     int           `json:"stand"`

	about string // the beginning of the kind of message
}

// tell writes down what there is to tell of the difference between two states, for every webhook.
func (t *Together) tell(h *head, before, after *workflow.State, papers []workflow.Paper) error {
	list := toTell(h, before, after, papers)
	if len(list) == 0 {
		return nil
	}
	var hooks []string
	if err := t.tx.SelectContext(t.ctx, &hooks, "SELECT id FROM webhook WHERE vervalt = '' ORDER BY id"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if len(hooks) == 0 {
		return nil
	}
	moment := momentText(t.r.now())
	var rows [][]any
	for i, m := range list {
		id, err := t.r.newID()
		if err != nil {
			return err
		}
		data, err := json.Marshal(m)
		if err != nil {
			return err
		}
		for _, hook := range hooks {
			rows = append(rows, []any{hook, id, m.about + m.Kind, h.ID, string(data), moment, i, MessageWaits})
		}
	}
	return t.r.insertRows(t.ctx, t.tx, "webhookbericht (webhook, id, soort, onderwerp, gegevens, moment, regel, toestand)", rows)
}

// toTell lists what there is to tell, in order. The papers get the numbers after those that the convenant has.
func toTell(h *head, before, after *workflow.State, papers []workflow.Paper) []telling {
	var list []telling
	consequences := func(about string, from, to *workflow.State) {
		for _, e := range workflow.NewEvents(from, to) {
			if e.Fact != 0 {
				continue
			}
			m := telling{Convenant: h.ID, Kind: e.Kind, On: e.On, Stand: after.Facts, about: about,
				Party: partyIn(after, e.Data.Get("partij").Text), End: e.Data.Get("einddatum").Text}
			if e.Kind == workflow.HasLeft {
				m.Reason = e.Data.Get("reden").Text // one of four words
			}
			_, _ = fmt.Sscan(e.Data.Get("wijziging").Text, &m.Change) // none is zero
			list = append(list, m)
		}
	}
	consequences(toldRevoked, after, before)
	consequences(toldConsequence, before, after)
	for i, p := range papers {
		if p.Skipped {
			continue // nobody receives it
		}
		list = append(list, telling{Convenant: h.ID, Kind: p.Kind, On: p.On, Party: partyIn(after, p.To), About: partyIn(after, p.About), Change: p.Change,
			Document: fmt.Sprintf("%s-%d", h.ID, h.Papers+1+i), Stand: after.Facts, about: toldAnnouncement})
	}
	return list
}

// partyIn gives the short name of a Partij. An adviser may be anybody, by a name that somebody wrote: of that nothing is
// told.
func partyIn(s *workflow.State, id string) string {
	if id == "" || s.Party(id) == nil {
		return ""
	}
	return id
}
