package web

// The terms of a convenant, one at a time: when it enters into force, how long it runs, how a Partij leaves and so on. What
// was changed is laid over the terms as they are; the sentence that states the term follows from it, and is shown before it
// counts.

import (
	"encoding/json"
	"strings"

	"convenant/workflow"
)

// termPrefix is before the name of a term where a part of the text is chosen.
const termPrefix = "voorwaarde:"

// termForm is how a term is asked.
type termForm struct {
	term   workflow.Term
	whole  bool // it is replaced as a whole
	fields []field
}

func either(value, words string) pick { return pick{Value: value, Words: words} }

const howLong = "Bijvoorbeeld 2 maanden, 6 weken of 1 jaar."

var termForms = []termForm{
	{workflow.EntryTerm, true, []field{
		{Name: "moment", Label: "Wanneer treedt het in werking?", Form: oneOfFew, Choices: []pick{
			either(workflow.LastSignature, "Op de dag van de laatste handtekening"), either(workflow.AfterSignature, "Op de dag daarna"),
			either(workflow.FixedDate, "Op een vaste dag"), either(workflow.FirstOfMonth, "Op de eerste dag van een maand"), either(workflow.AfterPublication, "Na de publicatie")}},
		{Name: "datum", Label: "De vaste dag", Form: aDay},
		{Name: "maanden", Label: "Hoeveel maanden na de maand van de laatste handtekening", Form: oneLine, number: true},
		{Name: "dagen", Label: "Hoeveel dagen na de publicatie", Form: oneLine, number: true},
	}},
	{workflow.DurationTerm, true, []field{
		{Name: "tot-en-met", Label: "Tot en met een vaste dag", Help: "Vul één van deze vier in.", Form: aDay},
		{Name: "duur", Label: "Zo lang", Help: "Bijvoorbeeld 3 jaar.", Form: oneLine},
		{Name: "gebeurtenis", Label: "Tot er iets gebeurt", Form: oneLine},
		{Name: "onbepaald", Label: "Onbepaalde tijd", Form: oneOfFew, yesNo: true, Choices: []pick{either("true", "Ja"), either("false", "Nee")}},
	}},
	{workflow.NoticeTerm, false, []field{
		{Name: "door", Label: "Wie kan opzeggen?", Form: oneOfFew, Choices: []pick{
			either(workflow.ByEachParty, "Elke Partij"), either(workflow.ByAllParties, "Alle Partijen samen"), either(workflow.ByNobody, "Niemand")}},
		{Name: "termijn", Label: "De opzegtermijn", Help: howLong + " Schrijf ‘geen’ als die er niet is.", Form: oneLine},
		{Name: "telt-vanaf", Label: "Vanaf wanneer telt die?", Form: oneOfFew, Choices: []pick{
			either(workflow.FromReceipt, "De dag van ontvangst"), either(workflow.FromEndOfMonth, "Het einde van die maand"), either(workflow.FromEndOfYear, "Het einde van dat jaar")}},
		{Name: "tegen", Label: "Op welke dag kan de opzegging ingaan?", Form: oneOfFew, Choices: []pick{
			either(workflow.OnAnyDay, "Elke dag"), either(workflow.OnEndOfMonth, "Het einde van een maand"), either(workflow.OnEndOfYear, "Het einde van een jaar"), either(workflow.OnEndOfPeriod, "Het einde van de looptijd")}},
		{Name: "ontvangen-uiterlijk", Label: "Uiterlijk te ontvangen op", Form: aDay},
		{Name: "vorm", Label: "In welke vorm?", Form: oneOfFew, Choices: []pick{either(workflow.InWriting, "Schriftelijk"), either(workflow.Registered, "Aangetekend")}},
		{Name: "gronden", Label: "Moeten er redenen in staan?", Form: oneOfFew, yesNo: true, Choices: []pick{either("true", "Ja"), either("false", "Nee")}},
		{Name: "gericht-aan", Label: "Aan wie de brief is gericht", Form: oneLine},
		{Name: "gevolg", Label: "Wat betekent het voor de anderen?", Form: oneOfFew, Choices: []pick{
			either(workflow.OthersGoOn, "Zij gaan door"), either(workflow.EndsForAll, "Het convenant eindigt voor iedereen"), either(workflow.OthersConsider, "Zij beraden zich")}},
		{Name: "aansluiten-binnen", Label: "Binnen welke tijd kunnen anderen zich aansluiten?", Help: howLong, Form: oneLine},
	}},
	{workflow.RenewalTerm, false, []field{
		{Name: "wijze", Label: "Hoe wordt er verlengd?", Form: oneOfFew, Choices: []pick{
			either(workflow.ByLetter, "Met een verlengingsbrief"), either(workflow.Tacit, "Stilzwijgend"), either(workflow.ByDecision, "Met een besluit"), either(workflow.NoRenewal, "Niet")}},
		{Name: "duur", Label: "Voor hoe lang?", Help: "Bijvoorbeeld 4 jaar. Of schrijf ‘zelfde-periode’ of ‘onbepaald’.", Form: oneLine},
		{Name: "quorum", Label: "Wie is daarvoor nodig?", Form: oneOfFew, Choices: []pick{
			either(workflow.AllParties, "Alle Partijen die niet hebben opgezegd"), either(workflow.EachForItself, "Elke Partij voor zich")}},
		{Name: "ontvangen-uiterlijk", Label: "Hoe lang voor het einde moet de brief er zijn?", Help: howLong, Form: oneLine},
		{Name: "maximaal", Label: "Hoe vaak kan het?", Help: "Leeg is: zonder grens.", Form: oneLine, number: true},
	}},
	{workflow.AmendmentTerm, false, []field{{Name: "instemming", Label: "Wie moet met een wijziging instemmen?", Form: oneOfFew, Choices: []pick{
		either(workflow.AllParties, "Alle Partijen"), either(workflow.TwoThirds, "Twee derde van de Partijen"), either(workflow.Majority, "Meer dan de helft"), either(workflow.Consultation, "Een overleg besluit")}}}},
	{workflow.AccessionTerm, false, []field{{Name: "instemming", Label: "Wie moet met een nieuwe Partij instemmen?",
		Help: "Schrijf alle-partijen, open (niemand), partij:korte-naam of orgaan:naam van het orgaan.", Form: oneLine}}},
	{workflow.EvaluationTerm, true, []field{
		{Name: "elke", Label: "Elke", Help: "Bijvoorbeeld 1 jaar. Of vul hieronder een vaste dag in.", Form: oneLine},
		{Name: "uiterlijk", Label: "Uiterlijk op", Form: aDay},
	}},
	{workflow.AftermathTerm, false, []field{
		{Name: "duur", Label: "Hoe lang na afloop?", Help: howLong, Form: oneLine},
		{Name: "omschrijving", Label: "Wat geldt dan nog?", Form: freeText},
	}},
}

// termParts lists the terms among the parts of the text.
func termParts() []pick {
	var list []pick
	for _, f := range termForms {
		list = append(list, pick{Value: termPrefix + string(f.term), Words: "Voorwaarde: " + strings.ToLower(termTitles[f.term])})
	}
	return list
}

// termForm is the form of the term that is chosen, or nil.
func (d *filling) termForm() *termForm {
	for i := range termForms {
		if d.part() == termPrefix+string(termForms[i].term) {
			return &termForms[i]
		}
	}
	return nil
}

// asWritten are the terms as they are, in the words of the contract.
func (d *filling) asWritten() workflow.Value {
	b, err := json.Marshal(d.state.Terms)
	if err != nil {
		return workflow.Value{}
	}
	v, err := workflow.ParseValue(b)
	if err != nil {
		return workflow.Value{}
	}
	return v
}

// ruled is whether a term is laid down at all.
const ruled = "geregeld"

func (f *termForm) name(of string) string { return "voorwaarden." + string(f.term) + "." + of }

// askTerm asks what a term is to be.
func askTerm(d *filling, f *termForm) {
	now := d.asWritten().Get(string(f.term))
	is := "ja"
	if !now.IsPresent() {
		is = "nee"
	}
	d.ask(field{Name: ruled, Label: "Regelt het convenant dit?", Form: oneOfFew, Value: is, Choices: []pick{either("ja", "Ja"), either("nee", "Nee")}, aside: true})
	for _, asked := range f.fields {
		asked.Value = now.Get(asked.Name).Text
		if day, err := workflow.ParseDate(asked.Value); err == nil && asked.Form == aDay {
			asked.Value = shortDay(day)
		}
		if asked.yesNo && asked.Value == "" {
			asked.Value = "false"
		}
		asked.Name, asked.Optional, asked.aside = f.name(asked.Name), true, true
		d.ask(asked)
	}
}

// termGiven is what a term is to be, laid over what it is; found is false when it stays as it is.
func (d *filling) termGiven(f *termForm) (v workflow.Value, found bool) {
	now := d.asWritten().Get(string(f.term))
	if d.value(ruled) == "nee" {
		return workflow.Value{Kind: workflow.NullValue}, now.IsPresent()
	}
	v = workflow.ObjectOf()
	for _, asked := range f.fields {
		given, was := d.given(d.asked(f.name(asked.Name))), now.Get(asked.Name)
		same := given.Text == was.Text || asked.yesNo && given.Text == "false" && was.Text == ""
		if found = found || !same; same && !f.whole {
			continue
		}
		if given.Kind == workflow.Absent {
			if f.whole {
				continue
			}
			given = workflow.Value{Kind: workflow.NullValue}
		}
		if asked.yesNo {
			if given = (workflow.Value{Kind: workflow.BoolValue, Text: given.Text}); f.whole && given.Text == "false" {
				continue
			}
		}
		v = v.With(asked.Name, given)
	}
	return v, found || !now.IsPresent()
}
