package web

// The advice round, and the way from concept to a text that can be adopted and back.

import (
	"slices"

	"convenant/workflow"
)

var adviceDeeds = []deed{
	{kind: workflow.OpenAdvice, press: lookFirst, ask: askRound, acts: roundActs},
	{kind: workflow.GiveAdvice, press: lookFirst, ask: askAdvice, acts: adviceActs, note: adviceNote, reads: theText},
	{kind: workflow.AnswerAdvice, press: lookFirst, ask: askAnswer, note: answerNote, again: changeTheText},
	{kind: workflow.CloseAdvice, press: lookFirst, ask: func(*filling) {}},
	{kind: workflow.SkipAdvice, press: lookFirst, ask: askReason("Waarom is er geen adviesronde nodig?")},
	{kind: workflow.BackToConcept, press: lookFirst, ask: askReason("Waarom gaat de tekst terug naar concept?")},
}

// theText is what an advice, or a signature that is not given, is about.
func theText(d *filling) *crumb { return &crumb{"Lees de tekst", d.To("tekst")} }

func askReason(label string) func(*filling) {
	return func(d *filling) { d.ask(field{Name: "reden", Label: label, Form: freeText}) }
}

func askRound(d *filling) {
	var choices []pick
	for _, p := range d.state.Parties {
		choices = append(choices, pick{Value: p.ID, Words: p.Name})
	}
	d.ask(field{Name: "adviseurs", Label: "Welke Partijen vraagt u om advies?", Form: several, Choices: choices, Optional: true})
	d.ask(field{Name: "anderen", Label: "Wie nog meer?", Help: "Op elke regel één, bijvoorbeeld Directie-overleg.", Form: manyLines, Optional: true, aside: true})
	d.ask(field{Name: "uiterlijk", Label: "Tot en met wanneer kan het?", Form: aDay, Optional: true})
}

func roundActs(d *filling) []step {
	given := d.gegevens()
	asked := listOf(append(slices.Clone(d.checked("adviseurs")), namesTyped(d.value("anderen"))...))
	if asked.Kind == workflow.Absent {
		d.wrong("adviseurs", "Kies ten minste één adviseur, of schrijf er hieronder een op.")
		return nil
	}
	return []step{simply(workflow.Act{Kind: workflow.OpenAdvice, Data: given.With("adviseurs", asked)})}
}

// checked lists what is ticked in a field.
func (d *filling) checked(name string) []string {
	if f := d.asked(name); f != nil {
		return f.Checked
	}
	return nil
}

// adviserField asks whose advice it is. Who has only their own, is not asked.
func (d *filling) adviserField() {
	var choices []pick
	for _, o := range d.options {
		name := o.Act.Data.Get("adviseur").Text
		c := pick{Value: name, Words: adviserName(d.state, name)}
		if o.Refusal != nil {
			if d.own {
				continue
			}
			c.Not = reason(o.Refusal)
		}
		choices = append(choices, c)
	}
	if d.own && len(choices) == 1 {
		d.ask(field{Name: "adviseur", Label: "Adviseur", Form: unseen, Value: choices[0].Value})
		return
	}
	label := "Wie geeft advies?"
	if d.deed.kind == workflow.AnswerAdvice {
		label = "Op wiens advies antwoordt u?"
	}
	d.ask(field{Name: "adviseur", Label: label, Form: oneOfMany, Choices: choices})
}

// adviser is who is filled in, with the advice that was given before.
func (d *filling) adviser() *workflow.Adviser {
	i := slices.IndexFunc(d.state.Advisers, func(a workflow.Adviser) bool { return a.Name == d.value("adviseur") })
	if i < 0 {
		return nil
	}
	return &d.state.Advisers[i]
}

// adviceNote says that there is an advice already.
func adviceNote(d *filling) string {
	if a := d.adviser(); a != nil && a.GivenOn != 0 {
		return "Er is al een advies van " + dutchDay(a.GivenOn) + ". Wat u nu invult, komt ervoor in de plaats."
	}
	return ""
}

// adviceActs ask what must be different, of who finds that something must.
func adviceActs(d *filling) []step {
	given := d.gegevens()
	if tenor := d.value("strekking"); d.value("tekst") == "" && (tenor == workflow.PositiveIf || tenor == workflow.Negative) {
		d.wrong("tekst", "Schrijf wat er anders moet, of waarom niet.")
	}
	return []step{simply(workflow.Act{Kind: workflow.GiveAdvice, Data: given})}
}

// answerNote tells the advice that is answered.
func answerNote(d *filling) string {
	a := d.adviser()
	if a == nil || a.GivenOn == 0 {
		return ""
	}
	words := "Het advies van " + dutchDay(a.GivenOn) + " is " + uncapital(tenorWords[a.Tenor]) + "."
	if a.Text != "" {
		words += " ‘" + a.Text + "’"
	}
	return words
}

// changeTheText says that an advice that is taken over does not change the text by itself.
func changeTheText(d *filling) string {
	if how := d.value("verwerking"); how != workflow.TakenOver && how != workflow.PartlyTaken {
		return ""
	}
	return "De tekst verandert hierdoor niet. Staat er nog niet in wat u overneemt? Neem dan de tekst terug naar concept, en pas haar aan."
}

// What an advice can be, and what can be done with it.
var (
	tenors = []pick{
		{Value: workflow.Positive, Words: "Positief"},
		{Value: workflow.PositiveIf, Words: "Positief, op voorwaarde", Help: "Schrijf hieronder wat er anders moet."},
		{Value: workflow.Negative, Words: "Negatief"},
		{Value: workflow.NoAdvice, Words: "Geen advies"}}
	handlings = []pick{either(workflow.TakenOver, "Overgenomen"), either(workflow.PartlyTaken, "Voor een deel overgenomen"), either(workflow.NotTakenOver, "Niet overgenomen")}
)

func askAdvice(d *filling) {
	d.adviserField()
	d.ask(field{Name: "strekking", Label: "Wat is het advies?", Form: oneOfFew, Choices: tenors})
	d.ask(field{Name: "tekst", Label: "Het advies", Help: "Het secretariaat leest dit, en antwoordt erop.", Form: freeText, Optional: true})
}

func askAnswer(d *filling) {
	d.adviserField()
	d.ask(field{Name: "verwerking", Label: "Wat is er met het advies gedaan?", Form: oneOfFew, Choices: handlings})
	d.ask(field{Name: "motivering", Label: "Waarom", Form: freeText, Optional: true})
}
