package web

// What is recorded of the convenant as a whole, and mending a mistake.

import (
	"cmp"
	"strconv"

	"convenant/workflow"
)

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

// corrected is the fact that is corrected: the one of the address, or else the last.
func (d *filling) corrected() *workflow.Fact {
	facts := d.record.Facts()
	n, _ := strconv.Atoi(cmp.Or(d.typed.Get("feit"), strconv.Itoa(len(facts))))
	return facts[min(max(n, 1), len(facts))-1]
}

func askCorrection(d *filling) {
	d.ask(field{Name: "feit", Form: unseen, Value: strconv.Itoa(d.corrected().Number), number: true})
	d.ask(field{Name: "reden", Label: "Wat klopt er niet?", Help: "Dit komt in de geschiedenis te staan, naast wat er eerst stond.", Form: freeText})
	d.ask(field{Name: "hoe", Label: "Hoe moet het zijn?", Form: oneOfFew, aside: true, Choices: []pick{
		{Value: "niet", Words: "Dit is niet gebeurd", Help: "Het telt dan niet meer mee."},
		{Value: "dag", Words: "Het was op een andere dag", Help: "Vul de goede dag hieronder in."}}})
	d.ask(field{Name: "goededag", Label: "De goede dag", Help: "Alleen als het op een andere dag was.", Form: aDay, Optional: true, aside: true})
}

func correctionActs(d *filling) []step {
	given := d.gegevens()
	day := d.day("goededag")
	switch d.value("hoe") {
	case "niet":
		if day != 0 {
			d.wrong("hoe", "U koos dat het niet is gebeurd, maar vulde een andere dag in. Kies een van de twee.")
		}
	case "dag":
		if day == 0 {
			d.wrong("goededag", "Vul de goede dag in.")
			break
		}
		if day == d.corrected().On {
			d.wrong("goededag", "Dit is al de dag die er staat.")
		}
		given = given.With("vervanging", replacementOn(d.corrected(), day))
	default:
		d.wrong("hoe", "Kies hoe het moet zijn.")
	}
	return []step{simply(workflow.Act{Kind: workflow.Correct, Data: given})}
}

// replacementOn is a fact as it was, on another day. A letter counts from its receipt.
func replacementOn(f *workflow.Fact, day workflow.Date) workflow.Value {
	data := f.Data
	switch f.Kind {
	case workflow.RegisterLetter, workflow.GiveNotice, workflow.Renew:
		data = data.With("ontvangen", workflow.TextOf(day.String()))
	}
	return workflow.ObjectOf(workflow.Field{Name: "op", Value: workflow.TextOf(day.String())}, workflow.Field{Name: "gegevens", Value: data})
}

// correctionNote tells the fact that is corrected.
func correctionNote(d *filling) string {
	f := d.corrected()
	note := "U corrigeert feit " + strconv.Itoa(f.Number) + ", van " + dutchDay(f.On) + ": " + factSentence(d.state, f)
	for _, other := range d.record.Facts() {
		if number := strconv.Itoa(f.Number); other.Data.Get("brief").Text == number || f.Data.Get("brief").Text == strconv.Itoa(other.Number) {
			note += " Feit " + strconv.Itoa(other.Number) + " gaat over dezelfde brief. Klopt ook dat niet? Corrigeer het dan apart."
		}
	}
	return note
}

// erasureNote tells what is erased and what stays.
func erasureNote(d *filling) string {
	whose := "deze Partij"
	if p := d.state.Party(d.value("partij")); p != nil {
		whose = p.Name
	}
	return "Van de mensen van " + whose + " worden in dit convenant de naam, de functie en het e-mailadres gewist. Dat is niet terug te draaien. " +
		"Wat is ondertekend of verzonden, blijft zoals het is."
}
