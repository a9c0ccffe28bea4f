package api

// What happened: the facts, what followed from them, and what was announced.

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// historyAnswer is everything that happened, in order.
type historyAnswer struct {
	History []event `json:"geschiedenis"`
}

// event is something that happened.
type event struct {
	Nature   string         `json:"aard" enum:"feit,gevolg,mededeling" doc:"Een feit is vastgelegd, een gevolg volgt daaruit, een mededeling wordt gestuurd."`
	Kind     string         `json:"soort" doc:"De handeling, het gevolg of het soort document."`
	On       workflow.Date  `json:"datum" doc:"De dag waarop het geldt; van een mededeling de dag waarop daar aanleiding voor was."`
	Number   int            `json:"nummer,omitempty" doc:"Van het feit, of van de mededeling."`
	Data     workflow.Value `json:"gegevens"`
	Sentence string         `json:"zin,omitempty"`
	Article  string         `json:"artikel,omitempty" doc:"Het artikel waarop het berust."`
	Recorded workflow.Date  `json:"vastgelegdOp,omitzero"`
	Moment   time.Time      `json:"moment,omitzero" doc:"Het ogenblik van vastleggen, in UTC."`
	By       string         `json:"door,omitempty" doc:"Wie het vastlegde: secretariaat, portefeuillehouder of een Partij."`
	Note     string         `json:"toelichting,omitempty"`
	Attached []string       `json:"bijlagen,omitempty"`
	Without  *without       `json:"zonderGevolg,omitempty" doc:"Waarom dit feit niet meer meetelt."`
	Document string         `json:"document,omitempty" doc:"De id van het document van deze mededeling."`
}

// without tells why a fact no longer counts.
type without struct {
	Code   workflow.Code `json:"code,omitempty"`
	Reason string        `json:"reden"`
}

const (
	natureFact         = "feit"
	natureConsequence  = "gevolg"
	natureAnnouncement = "mededeling"
)

// told tells an event of a state, and of a fact what was recorded besides.
func told(s *workflow.State, facts []*workflow.Fact, e workflow.Event) event {
	t := event{Nature: natureConsequence, Kind: e.Kind, On: e.On, Data: e.Data}
	t.Sentence, t.Article = s.Describe(e)
	t.Sentence += "."
	if !t.Data.IsPresent() {
		t.Data = workflow.ObjectOf()
	}
	if e.Fact > 0 {
		t.Nature, t.Number = natureFact, e.Fact
		f := facts[e.Fact-1]
		t.Recorded, t.Moment, t.By, t.Note, t.Attached = f.Recorded, f.Moment, f.By, f.Note, f.Attachments
	}
	return t
}

func (c *call) history() error {
	if err := c.query().err(); err != nil {
		return err
	}
	id := c.r.PathValue("id")
	record, _, err := c.load(id)
	if err != nil {
		return err
	}
	announced, err := c.api.Register.Announcements(c.ctx(), id)
	if err != nil {
		return err
	}
	state := record.Latest(c.today)
	answer := historyAnswer{History: []event{}}
	standing := map[int]bool{}
	for _, e := range state.History {
		standing[e.Fact] = true
		answer.History = append(answer.History, told(state, record.Facts(), e))
	}
	for _, f := range record.Facts() {
		if !standing[f.Number] {
			t := told(state, record.Facts(), workflow.Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
			t.Without = whyWithout(state, record, f.Number)
			answer.History = append(answer.History, t)
		}
	}
	for _, a := range announced {
		if access.SeesPaper(c.principal, a.Paper) {
			t, err := announcement(id, a)
			if err != nil {
				return err
			}
			answer.History = append(answer.History, t)
		}
	}
	slices.SortStableFunc(answer.History, func(a, b event) int { return int(a.On - b.On) })
	return c.json(http.StatusOK, answer)
}

// whyWithout tells why a fact has no effect: it was corrected, or lost its footing.
func whyWithout(state *workflow.State, record *workflow.Convenant, number int) *without {
	for _, w := range state.Without {
		if w.Fact == number {
			return &without{w.Reason.Code, w.Reason.Error()}
		}
	}
	for _, f := range slices.Backward(record.Facts()) {
		if f.Kind == workflow.Correct && f.Data.Get("feit").Text == strconv.Itoa(number) {
			return &without{"", "Gecorrigeerd door feit " + strconv.Itoa(f.Number) + "."}
		}
	}
	return &without{"", "Dit feit geldt pas na vandaag."}
}

func announcement(id string, a storage.Announcement) (event, error) {
	b, err := asJSON(a.Paper)
	if err != nil {
		return event{}, err
	}
	paper, err := workflow.ParseValue(b)
	if err != nil {
		return event{}, err
	}
	data := workflow.ObjectOf()
	for _, f := range paper.Fields {
		if f.Name != "soort" && f.Name != "datum" {
			data = data.With(f.Name, f.Value)
		}
	}
	return event{Nature: natureAnnouncement, Kind: a.Paper.Kind, On: a.Paper.On, Number: a.Number, Data: data, Recorded: a.Day,
		Document: archive.IDOf(id, a.Number)}, nil
}
