package api

// What happened: the facts, what followed from them, and what was announced.

import (
	"net/http"
	"slices"
	"time"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/chronicle"
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

// told tells an event of a state, and of a fact what was recorded besides.
func told(s *workflow.State, facts []*workflow.Fact, e workflow.Event) event {
	return tell(chronicle.Tell(s, facts, e))
}

func tell(e chronicle.Entry) event {
	t := event{Nature: string(e.Nature), Kind: e.Event.Kind, On: e.On, Data: e.Event.Data, Sentence: e.Sentence, Article: e.Article}
	if !t.Data.IsPresent() {
		t.Data = workflow.ObjectOf()
	}
	if f := e.Fact; f != nil {
		t.Number, t.Recorded, t.Moment, t.By, t.Note, t.Attached = f.Number, f.Recorded, f.Moment, f.By, f.Note, f.Attachments
	}
	if w := e.Without; w != nil {
		t.Without = &without{w.Code, w.Reason}
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
	announced = slices.DeleteFunc(announced, func(a storage.Announcement) bool { return !access.SeesPaper(c.principal, a.Paper) })
	answer := historyAnswer{History: []event{}}
	for _, e := range chronicle.Of(record.Latest(c.today), record, announced) {
		t := tell(e)
		if e.Announced != nil {
			if t, err = announcement(id, *e.Announced); err != nil {
				return err
			}
		}
		answer.History = append(answer.History, t)
	}
	return c.json(http.StatusOK, answer)
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
	return event{Nature: string(chronicle.Announcement), Kind: a.Paper.Kind, On: a.Paper.On, Number: a.Number, Data: data, Recorded: a.Day,
		Document: archive.IDOf(id, a.Number)}, nil
}
