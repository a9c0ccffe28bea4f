package web

// Signatures: those that the secretariaat records, put on paper or at a meeting, several at once; what a Partij signs
// itself stands in sign.go.

import (
	"slices"

	"convenant/workflow"
)

var signatureDeeds = []deed{
	{kind: workflow.Sign, press: lookFirst, ask: askSignatures, acts: signatureActs, reads: handsOut},
	{kind: workflow.DeclineToSign, press: lookFirst, reads: theText, ask: func(d *filling) {
		d.partyField("Welke Partij tekent niet?")
		d.ask(field{Name: "reden", Label: "Waarom niet", Form: freeText, Optional: true})
	}},
	{kind: workflow.Publish, press: lookFirst, ask: func(d *filling) {
		d.ask(field{Name: "datum", Label: "Wanneer is het gepubliceerd?", Help: "Laat leeg als dat vandaag was.", Form: aDay, Optional: true})
		d.ask(field{Name: "vindplaats", Label: "Waar staat het?", Help: "Bijvoorbeeld de Staatscourant, met het nummer.", Form: freeText, Optional: true})
	}},
}

// handsOut leads to where a code is made for a Partij that signs itself, and gets no mail.
func handsOut(d *filling) *crumb {
	if d.own || d.Trial {
		return nil
	}
	return &crumb{"Tekent een Partij zelf, maar krijgt zij geen mail? Maak een code", d.To("ondertekencode")}
}

// waysToSign are those that the secretariaat records. Who signs digitally does so in person.
var waysToSign = []pick{either(workflow.OnPaper, "Op papier"), either(workflow.InPerson, "Samen, bij een bijeenkomst"),
	either(workflow.Qualified, "Met een gekwalificeerde elektronische handtekening")}

func askSignatures(d *filling) {
	if d.own {
		askOwnSignature(d)
		return
	}
	var choices []pick
	for _, o := range d.options {
		id := o.Act.Data.Get("partij").Text
		if o.Refusal == nil {
			choices = append(choices, pick{Value: id, Words: partyName(d.state, id)})
		}
	}
	d.ask(field{Name: "partijen", Label: "Wie heeft getekend?", Form: several, Choices: choices})
	d.ask(field{Name: "wijze", Label: "Hoe is er getekend?", Form: oneOfFew, Choices: waysToSign})
	d.ask(field{Name: "bijlagen", Label: "Scan van het ondertekenblad", Help: "Een PDF, JPEG of PNG.", Form: aFile, Optional: true, aside: true})
}

// signatureActs are a signature of each, of the text that was looked at.
func signatureActs(d *filling) []step {
	if d.own {
		return ownSignatureActs(d)
	}
	given := d.gegevens()
	var steps []step
	for _, id := range slices.Compact(slices.Sorted(slices.Values(d.checked("partijen")))) {
		data := workflow.ObjectOf(
			workflow.Field{Name: "partij", Value: workflow.TextOf(id)},
			workflow.Field{Name: "wijze", Value: given.Get("wijze")},
			workflow.Field{Name: "sha256", Value: workflow.TextOf(d.signedText(id))})
		steps = append(steps, simply(workflow.Act{Kind: workflow.Sign, Data: data}))
	}
	return steps
}

// signedText is the fingerprint of the text that a Partij would sign.
func (d *filling) signedText(id string) string {
	for _, o := range d.options {
		if o.Act.Data.Get("partij").Text == id {
			return o.Act.Data.Get("sha256").Text
		}
	}
	return ""
}
