package web

// What is recorded of the convenant as a whole, and mending a mistake.

import "convenant/workflow"

var wholeDeeds = []deed{
	{kind: workflow.Evaluate, press: lookFirst, ask: func(d *filling) {
		d.ask(field{Name: "conclusie", Label: "Wat is de conclusie van de evaluatie?", Form: freeText})
	}},
	{kind: workflow.RecordEvent, press: lookFirst, ask: func(d *filling) {
		d.ask(field{Name: "omschrijving", Label: "Wat is er gebeurd?", Form: freeText})
	}},
	{kind: workflow.Withdraw, press: lookFirst, ask: askReason("Waarom wordt het convenant ingetrokken?")},
	{kind: workflow.Correct, press: "Bekijk wat er verandert", ask: askCorrection, acts: correctionActs, note: correctionNote, again: correctionNote},
}

// erasureNote tells what is erased and what stays.
func erasureNote(d *filling) string {
	whose := "de mensen van deze Partij"
	if p := d.state.Party(d.value("partij")); p != nil {
		whose = "de mensen van " + p.Name
	} else if d.value("persoon") != "" {
		whose = "deze persoon"
	}
	return "Van " + whose + " worden in dit convenant de naam, de functie en het e-mailadres gewist. Dat is niet terug te draaien. " +
		"Wat is ondertekend of verzonden, blijft zoals het is."
}
