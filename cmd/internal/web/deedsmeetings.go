package web

// Meetings: putting the convenant on an agenda, and what a meeting concluded.

import (
	"slices"

	"convenant/workflow"
)

var meetingDeeds = []deed{
	{kind: workflow.Schedule, press: lookFirst, ask: askMeeting, note: meetingNote, again: meetingNote},
	{kind: workflow.Deliberate, press: lookFirst, ask: askConclusion},
}

// What a meeting is for, and what it can decide.
var (
	goals    = []pick{either(workflow.GoalAdvise, "Adviseren"), either(workflow.GoalAdopt, "Vaststellen")}
	outcomes = []pick{either("vastgesteld", "Vastgesteld"), {Value: "aangehouden", Words: "Aangehouden", Help: "Het overleg beslist later."}, either("afgewezen", "Afgewezen")}
)

func askMeeting(d *filling) {
	d.ask(field{Name: "overleg", Label: "Welk overleg?", Help: "Bijvoorbeeld Portefeuillehoudersoverleg Sociaal Domein.", Form: oneLine})
	d.ask(field{Name: "datum", Label: "Wanneer is het overleg?", Form: aDay})
	d.ask(field{Name: "doel", Label: "Wat doet het overleg?", Form: oneOfFew, Choices: goals})
}

// meetingNote says of a day that has been, that it has been: a meeting may be put on the agenda afterwards.
func meetingNote(d *filling) string {
	day, err := dayAsked(d.value("datum"), 0)
	if err != nil || day == 0 || day >= d.Today {
		return ""
	}
	return capital(dutchDay(day)) + " is al geweest. Klopt die dag?"
}

func askConclusion(d *filling) {
	var bodies, about []pick
	decides := false
	for _, o := range d.options {
		body, subject := o.Act.Data.Get("overleg").Text, o.Act.Data.Get("betreft").Text
		if o.Refusal != nil && (d.own || o.Refusal.Code == workflow.NotAllowed) {
			continue
		}
		decides = decides || o.Act.Data.Get("besluit").Text != ""
		if !slices.ContainsFunc(bodies, func(c pick) bool { return c.Value == body }) {
			bodies = append(bodies, pick{Value: body, Words: capital(workflow.TheBody(body))})
		}
		if !slices.ContainsFunc(about, func(c pick) bool { return c.Value == subject }) {
			about = append(about, pick{Value: subject, Words: capital(subjectWords(subject))})
		}
	}
	d.chooseOrKnow("overleg", "Welk overleg?", bodies)
	d.chooseOrKnow("betreft", "Waarover?", about)
	if decides {
		d.ask(field{Name: "besluit", Label: "Wat is het besluit?", Form: oneOfFew, Optional: len(bodies) > 1, Choices: outcomes})
	}
	d.ask(field{Name: "conclusie", Label: "De conclusie van het overleg", Help: "Zoals die in de besluitenlijst komt te staan.", Form: freeText, Optional: decides})
}

// chooseOrKnow asks for one of several; where there is only one, it is that.
func (d *filling) chooseOrKnow(name, label string, choices []pick) {
	if len(choices) == 1 {
		d.ask(field{Name: name, Label: label, Form: unseen, Value: choices[0].Value})
		return
	}
	d.ask(field{Name: name, Label: label, Form: oneOfFew, Choices: choices})
}

func subjectWords(about string) string {
	if n := changeOf(about); n > 0 {
		return "wijziging " + workflow.NumberOf(n).Text
	}
	return aboutWords[about]
}
