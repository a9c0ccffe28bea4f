package web

// What Partijen say to a change, and withdrawing it.

import (
	"strconv"

	"convenant/workflow"
)

var changeDeeds = []deed{
	{kind: workflow.Consent, press: lookFirst, ask: askConsent, note: consentNote, reads: theProposal},
	{kind: workflow.RefuseConsent, press: lookFirst, ask: askConsent, note: consentNote, reads: theProposal},
	{kind: workflow.WithdrawChange, press: lookFirst, ask: func(d *filling) {
		d.changeField()
		d.ask(field{Name: "reden", Label: "Waarom", Form: freeText, Optional: true})
	}},
}

// changeField asks which change it is about, where the address does not say.
func (d *filling) changeField() {
	var choices []pick
	for i := range d.state.Changes {
		c := &d.state.Changes[i]
		for _, o := range d.options {
			if n := strconv.Itoa(c.Number); o.Refusal == nil && o.Act.Data.Get("wijziging").Text == n {
				choices = append(choices, pick{Value: n, Words: "Wijziging " + n + ": " + c.Title})
				break
			}
		}
	}
	d.chooseOrKnow("wijziging", "Welke wijziging?", choices)
	d.asked("wijziging").number = true
}

func askConsent(d *filling) {
	d.changeField()
	d.partyField("Van welke Partij?")
	d.ask(field{Name: "reden", Label: "Toelichting van de Partij", Form: freeText, Optional: true})
	if c := d.change(); c != nil {
		d.ask(field{Name: "sha256", Form: unseen, Value: c.SHA256()}) // of what was looked at: another since then is refused
	}
}

// change is the change that is filled in.
func (d *filling) change() *workflow.Change {
	n, _ := strconv.Atoi(d.value("wijziging"))
	for i := range d.state.Changes {
		if d.state.Changes[i].Number == n {
			return &d.state.Changes[i]
		}
	}
	return nil
}

// consentNote says which text it is about.
func consentNote(d *filling) string {
	c := d.change()
	if c == nil {
		return ""
	}
	return "Het gaat om precies één voorstel: wijziging " + strconv.Itoa(c.Number) + ", ‘" + c.Title + "’, met de vingerafdruk " + shortFingerprint(c.SHA256()) + "."
}

// theProposal is the change that is to be read first.
func theProposal(d *filling) *crumb {
	c := d.change()
	if c == nil {
		return &crumb{"Lees de wijzigingen", d.To("wijzigingen")}
	}
	return &crumb{"Lees wijziging " + strconv.Itoa(c.Number), d.To("wijzigingen/" + strconv.Itoa(c.Number))}
}
