// Package play runs scenario files: executable specifications that a lawyer can read. A scenario plays on a fresh
// register with its own calendar; each step is a day, perhaps an act, and what is expected to be true then.
package play

import (
	"fmt"
	"slices"

	"convenant/templates"
	"convenant/workflow"
)

// Scenario is a story in steps.
type Scenario struct {
	Title string
	Steps []Step
}

// Step is one day in the story.
type Step struct {
	Number  int           // counts from 1
	Day     workflow.Date // today
	HasAct  bool
	Act     workflow.Value // handeling, op, door, gegevens, …: read when it is its turn, so that a mistake can be expected
	LookAt  workflow.Date  // peildatum
	KnownOn workflow.Date  // bekendOp
	Expect  workflow.Value // verwacht
}

var (
	actFields  = []string{"handeling", "op", "door", "gegevens", "toelichting", "bijlagen", "bevestigd"}
	stepFields = []string{"datum", "peildatum", "bekendOp", "verwacht"}
)

// Read reads a scenario file. An error tells in Dutch what is wrong, and where.
func Read(src []byte) (*Scenario, error) {
	v, err := templates.Value(src)
	if err != nil {
		return nil, err
	}
	s := &Scenario{}
	for _, f := range v.Fields {
		switch f.Name {
		case "titel":
			s.Title = f.Value.Text
		case "stappen":
			if s.Steps, err = ReadSteps(f.Value); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("het veld ‘%s’ hoort niet in een scenario; daarin staan alleen ‘titel’ en ‘stappen’", f.Name)
		}
	}
	if len(s.Steps) == 0 {
		return nil, fmt.Errorf("er staan geen stappen in het scenario")
	}
	return s, nil
}

// ReadSteps reads the steps of a scenario. An error tells in Dutch what is wrong, and in which step.
func ReadSteps(list workflow.Value) ([]Step, error) {
	if list.Kind != workflow.ListValue {
		return nil, fmt.Errorf("bij ‘stappen’ hoort een lijst")
	}
	var steps []Step
	for i, v := range list.List {
		step, err := readStep(v)
		if err != nil {
			return nil, fmt.Errorf("stap %d: %w", i+1, err)
		}
		step.Number = i + 1
		if step.HasAct && i > 0 && step.Day < lastDay(steps) {
			return nil, fmt.Errorf("stap %d: %s ligt vóór de dag van een eerdere stap; gebruik ‘op’ voor een dag in het verleden", i+1, step.Day.Dutch())
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// lastDay returns the latest day of recording so far.
func lastDay(steps []Step) workflow.Date {
	var last workflow.Date
	for _, s := range steps {
		if s.HasAct {
			last = max(last, s.Day)
		}
	}
	return last
}

func readStep(v workflow.Value) (Step, error) {
	if v.Kind != workflow.ObjectValue {
		return Step{}, fmt.Errorf("hier hoort een stap met een datum te staan")
	}
	step := Step{Act: workflow.ObjectOf()}
	for _, f := range v.Fields {
		switch {
		case slices.Contains(actFields, f.Name):
			step.Act = step.Act.With(f.Name, f.Value)
			step.HasAct = step.HasAct || f.Name == "handeling"
		case !slices.Contains(stepFields, f.Name):
			return Step{}, fmt.Errorf("het veld ‘%s’ hoort niet in een stap", f.Name)
		}
	}
	if step.Expect = v.Get("verwacht"); step.Expect.IsPresent() && step.Expect.Kind != workflow.ObjectValue {
		return Step{}, fmt.Errorf("in het veld ‘verwacht’ horen velden met een naam, zoals {toestand: in-werking}")
	}
	for _, at := range []struct {
		field string
		to    *workflow.Date
	}{{"datum", &step.Day}, {"peildatum", &step.LookAt}, {"bekendOp", &step.KnownOn}} {
		text := v.Get(at.field)
		if !text.IsPresent() {
			continue
		}
		d, err := workflow.ParseDate(text.Text)
		if err != nil {
			return Step{}, fmt.Errorf("in het veld ‘%s’ staat ‘%s’; dat is %w", at.field, text.Text, err)
		}
		*at.to = d
	}
	if step.Day == 0 {
		return Step{}, fmt.Errorf("het veld ‘datum’ is niet ingevuld")
	}
	if !step.HasAct && len(step.Act.Fields) > 0 {
		return Step{}, fmt.Errorf("bij ‘%s’ hoort een ‘handeling’, en die staat er niet", step.Act.Fields[0].Name)
	}
	return step, nil
}
