package intake

// From the steps of scenarios to convenanten. A step is an act with the day on which it happened; the day of recording is
// today, so that a step may not say what is expected, and nobody but the secretariaat enters it.

import (
	"fmt"

	"convenant/cmd/internal/play"
	"convenant/templates"
	"convenant/workflow"
)

func readYAML(src []byte) (*File, error) {
	v, err := templates.Value(src)
	if err != nil {
		return nil, err
	}
	list := []workflow.Value{v}
	if several := v.Get("convenanten"); several.IsPresent() {
		if several.Kind != workflow.ListValue || len(several.List) == 0 || len(v.Fields) > 1 {
			return nil, fmt.Errorf("bij ‘convenanten’ hoort een lijst van convenanten, elk met zijn ‘stappen’, en daarnaast staat er niets")
		}
		list = several.List
	}
	f := &File{}
	for i, v := range list {
		f.Convenanten = append(f.Convenanten, fromSteps(v, i+1))
	}
	return f, nil
}

func fromSteps(v workflow.Value, number int) *Convenant {
	c := &Convenant{Place: fmt.Sprintf("convenant %d", number)}
	for _, f := range v.Fields {
		if f.Name != "titel" && f.Name != "stappen" {
			c.fault("%s: het veld ‘%s’ hoort hier niet; er staan alleen ‘titel’ en ‘stappen’", capital(c.Place), f.Name)
		}
	}
	steps, err := play.ReadSteps(v.Get("stappen"))
	switch {
	case err != nil:
		c.fault("%s, %v", capital(c.Place), err)
		return c
	case len(steps) == 0:
		c.fault("%s: er staan geen stappen in", capital(c.Place))
		return c
	}
	for _, s := range steps {
		place := fmt.Sprintf("%s, stap %d (%s)", capital(c.Place), s.Number, s.Act.Get("handeling").Text)
		act, fault := actOf(s)
		if fault != "" {
			c.fault("%s: %s", place, fault)
			continue
		}
		c.steps = append(c.steps, step{act: act, place: func(field string) string {
			if field != "" {
				return place + ", veld ‘" + field + "’"
			}
			return place
		}})
	}
	if first := steps[0].Act; workflow.Kind(first.Get("handeling").Text) != workflow.Draft {
		c.fault("%s, stap 1: een convenant begint met de handeling ‘opstellen’", capital(c.Place))
	} else if c.Reference = first.Get("gegevens").Get("kenmerk").Text; c.Reference == "" {
		c.fault("%s, stap 1 (opstellen): het veld ‘kenmerk’ is niet ingevuld; zonder kenmerk is niet te zien of het convenant al in het register staat", capital(c.Place))
	}
	c.Name = steps[0].Act.Get("gegevens").Get("naam").Text
	return c
}

// actOf makes the act of a step, on the day on which it happened.
func actOf(s play.Step) (workflow.Act, string) {
	switch {
	case !s.HasAct:
		return workflow.Act{}, "er staat geen handeling; een dag zonder handeling hoort alleen in een scenario"
	case s.Expect.IsPresent() || s.LookAt != 0 || s.KnownOn != 0:
		return workflow.Act{}, "‘verwacht’, ‘peildatum’ en ‘bekendOp’ horen in een scenario; haal ze weg"
	}
	act, refusal := workflow.ReadAct(s.Act)
	switch {
	case refusal != nil:
		return act, refusal.Error()
	case act.By != "" && act.By != workflow.Secretariat:
		return act, "bij het invoeren legt het secretariaat alles vast; haal ‘door’ weg"
	}
	if act.On == 0 {
		act.On = s.Day
	}
	return act, ""
}
