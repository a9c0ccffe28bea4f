package play

// How a run is told: as a story for people, or as a line of JSON per step for programs.

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

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
func PrintConvenant(w io.Writer, id string, p *Player) error {
	v := p.Convenant.On(p.today).View()
	v.ID = id
	return writeLine(w, struct {
		Convenant workflow.View `json:"convenant"`
	}{v})
}

func writeLine(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(x)
}

// PrintStory writes what happened in a step as people read it: the day, what happened, and the article.
func PrintStory(w io.Writer, r Result) {
	for _, e := range r.Events {
		PrintEvent(w, r.State, e)
	}
	if r.Refusal != nil {
		fmt.Fprintf(w, "%17s  ✗ %s geweigerd: %s%s\n", r.Step.Day.Dutch(), r.Kind, r.Refusal, articleWords(r.Refusal.Article))
	}
	for _, u := range r.Unmet {
		fmt.Fprintf(w, "%17s  ! stap %d: %s\n", "", r.Step.Number, u)
	}
}

// PrintEvent writes one event on a line of its own; a consequence is marked with an arrow.
func PrintEvent(w io.Writer, s *workflow.State, e workflow.Event) {
	sentence, article := s.Describe(e)
	mark := " "
	if e.Fact == 0 {
		mark = "→"
	}
	fmt.Fprintf(w, "%17s  %s %s%s\n", e.On.Dutch(), mark, strings.TrimSuffix(sentence, "."), articleWords(article))
}

func articleWords(article string) string {
	if article == "" {
		return ""
	}
	return " (artikel " + article + ")"
}
