package play

// How a run is told to programs: a line of JSON per step. How it is told to people stands in story.go.

import (
	"encoding/json"
	"io"

	"convenant/workflow"
)

// Event is something that happened, in the words of the contract.
type Event struct {
	Nature string         `json:"aard"` // feit or gevolg
	Kind   string         `json:"soort"`
	On     workflow.Date  `json:"datum"`
	Number int            `json:"nummer,omitempty"`
	Data   workflow.Value `json:"gegevens"`
}

// Events writes events in the words of the contract.
func Events(list []workflow.Event) []Event {
	events := []Event{}
	for _, e := range list {
		nature, data := "gevolg", e.Data
		if e.Fact > 0 {
			nature = "feit"
		}
		if !data.IsPresent() {
			data = workflow.ObjectOf()
		}
		events = append(events, Event{nature, e.Kind, e.On, e.Fact, data})
	}
	return events
}

type jsonLine struct {
	Step    int               `json:"stap"`
	Day     workflow.Date     `json:"datum"`
	Kind    workflow.Kind     `json:"handeling,omitempty"`
	History []Event           `json:"geschiedenis"`
	Phase   workflow.Phase    `json:"toestand"`
	Refusal *workflow.Refusal `json:"fout,omitempty"`
	Unmet   []string          `json:"nietZoalsVerwacht,omitempty"`
}

// PrintJSON writes the line of a step.
func PrintJSON(w io.Writer, r Result) error {
	return writeLine(w, jsonLine{r.Step.Number, r.Step.Day, r.Kind, Events(r.Events), r.Looked.Phase, r.Refusal, r.Unmet})
}

// PrintConvenant writes the last line: the convenant as it stands at the end.
func PrintConvenant(w io.Writer, p *Player) error {
	v := p.Convenant().On(p.today).View()
	v.ID = p.ID()
	stand, err := p.Stand()
	if err != nil {
		return err
	}
	v.Stand = stand
	return writeLine(w, struct {
		Convenant workflow.View `json:"convenant"`
	}{v})
}

func writeLine(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(x)
}
