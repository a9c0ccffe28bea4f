package web

// Mending a mistake: a fact that did not happen is taken out, and of one that was otherwise the form shows what was
// recorded, to be put right. What cannot be put right here (the words of a text, who a person is) has a form of its own.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// What a correction makes of a fact.
const (
	didNotHappen = "niet"
	wasOtherwise = "anders"
)

// The fields of what stands in the place of the fact are called as the act calls them.
const (
	replacedDay  = "vervanging.op"
	replacedData = "vervanging.gegevens."
)

// rightNames are the gegevens of a fact that can be put right, as they are asked.
var rightNames = map[workflow.Kind][]string{
	workflow.Draft:          {"naam", "kenmerk"},
	workflow.RenameParty:    {"naam"},
	workflow.SucceedParty:   {"grondslag"},
	workflow.OpenAdvice:     {"uiterlijk"},
	workflow.GiveAdvice:     {"adviseur", "strekking", "tekst"},
	workflow.AnswerAdvice:   {"verwerking", "motivering"},
	workflow.SkipAdvice:     {"reden"},
	workflow.BackToConcept:  {"reden"},
	workflow.Schedule:       {"overleg", "datum", "doel"},
	workflow.Deliberate:     {"overleg", "besluit", "conclusie"},
	workflow.Sign:           {"partij", "wijze"},
	workflow.DeclineToSign:  {"partij", "reden"},
	workflow.Publish:        {"datum", "vindplaats"},
	workflow.RegisterLetter: {"soort", "partij", "vorm", "gericht-aan"},
	workflow.GiveNotice:     {"partij", "per", "vorm", "gronden"},
	workflow.Renew:          {"partij"},
	workflow.Consent:        {"partij", "reden"},
	workflow.RefuseConsent:  {"partij", "reden"},
	workflow.WithdrawChange: {"reden"},
	workflow.Evaluate:       {"conclusie"},
	workflow.RecordEvent:    {"omschrijving"},
	workflow.Withdraw:       {"reden"},
}

// rightFields is how each of these is asked. What was left out of the fact may stay out.
var rightFields = map[string]field{
	"naam":         {Label: "De naam", Form: oneLine},
	"kenmerk":      {Label: "Het kenmerk", Form: oneLine},
	"grondslag":    {Label: "De grondslag", Form: freeText},
	"uiterlijk":    {Label: "Uiterste dag", Form: aDay},
	"adviseur":     {Label: "De adviseur", Form: oneLine},
	"strekking":    {Label: "Het advies", Form: oneOfFew, Choices: tenors},
	"tekst":        {Label: "De woorden van het advies", Form: freeText},
	"verwerking":   {Label: "Wat er met het advies is gedaan", Form: oneOfFew, Choices: handlings},
	"motivering":   {Label: "Waarom", Form: freeText},
	"reden":        {Label: "De reden", Form: freeText},
	"overleg":      {Label: "Het overleg", Form: oneLine},
	"datum":        {Label: "De dag", Form: aDay},
	"doel":         {Label: "Wat het overleg doet", Form: oneOfFew, Choices: goals},
	"besluit":      {Label: "Het besluit", Form: oneOfFew, Choices: outcomes},
	"conclusie":    {Label: "De conclusie", Form: freeText},
	"partij":       {Label: "De Partij", Form: oneOfMany},
	"wijze":        {Label: "Hoe er is getekend", Form: oneOfFew, Choices: waysToSign},
	"vindplaats":   {Label: "Waar het staat", Form: freeText},
	"soort":        {Label: "Wat voor brief het is", Form: oneOfFew, Choices: []pick{either(workflow.NoticeLetter, "Een opzegbrief"), either(workflow.RenewalLetter, "Een verlengingsbrief"), either(workflow.OtherLetter, "Een andere brief")}},
	"vorm":         {Label: "Hoe de brief kwam", Form: oneOfFew, Choices: waysToCome},
	"gericht-aan":  {Label: "Aan wie de brief was gericht", Form: oneLine},
	"per":          {Label: "De laatste dag die de brief noemt", Form: aDay},
	"gronden":      {Label: "De redenen", Form: freeText},
	"omschrijving": {Label: "Wat er gebeurde", Form: freeText},
}

// corrected is the fact that is corrected: the one of the address, or else the last.
func (d *filling) corrected() *workflow.Fact {
	facts := d.record.Facts()
	n, _ := strconv.Atoi(cmp.Or(d.typed.Get("feit"), strconv.Itoa(len(facts))))
	return facts[min(max(n, 1), len(facts))-1]
}

func askCorrection(d *filling) {
	f := d.corrected()
	d.ask(field{Name: "feit", Form: unseen, Value: strconv.Itoa(f.Number), number: true})
	d.ask(field{Name: "reden", Label: "Wat klopt er niet?", Help: "Dit komt in de geschiedenis te staan, naast wat er eerst stond.", Form: freeText})
	ways := []pick{
		{Value: didNotHappen, Words: "Dit is niet gebeurd", Help: "Het telt dan niet meer mee."},
		{Value: wasOtherwise, Words: "Het was anders", Help: "Verbeter hieronder wat niet klopt. De rest laat u staan."}}
	switch f.Kind {
	case workflow.Draft: // without it there is no convenant
		ways = ways[1:]
	case workflow.Correct: // is taken back, or not
		ways = ways[:1]
	}
	d.chooseWay(ways)
	if n := f.Data.Get("brief").Text; n != "" && isLetter(f.Kind) {
		d.ask(field{Name: "brief-ook", Label: "En de brief zelf?", Form: several, Optional: true, Bare: true, aside: true, Choices: []pick{
			either("ja", "Ook wat er over de brief staat (feit "+n+"), klopt niet. Herstel dat meteen mee.")}})
	}
	if f.Kind == workflow.Correct {
		return
	}
	label := "Wanneer het was"
	if isLetter(f.Kind) {
		label = "Wanneer de brief is ontvangen"
	}
	d.ask(field{Name: replacedDay, Label: label, Form: aDay, Value: shortDay(f.On), Optional: true, Bare: true, aside: true})
	for _, name := range d.rightNames() {
		asked := rightFields[name]
		asked.Name, asked.Value, asked.Optional, asked.Bare, asked.aside = replacedData+name, inField(asked.Form, f.Data.Get(name)), true, true, true
		if name == "partij" {
			for _, p := range d.state.Parties {
				asked.Choices = append(asked.Choices, pick{Value: p.ID, Words: p.Name})
			}
		}
		d.ask(asked)
	}
}

// chooseWay asks what is to become of the fact, where there is something to choose.
func (d *filling) chooseWay(ways []pick) {
	if len(ways) == 1 {
		d.ask(field{Name: "hoe", Form: unseen, Value: ways[0].Value, aside: true})
		return
	}
	d.ask(field{Name: "hoe", Label: "Hoe moet het zijn?", Form: oneOfFew, aside: true, Choices: ways})
}

// rightNames are the gegevens that can be put right. Who gave notice together, did so together; and whose digital signature
// it is, its proof tells: of that, only the day can have been another.
func (d *filling) rightNames() []string {
	f := d.corrected()
	return slices.DeleteFunc(slices.Clone(rightNames[f.Kind]), func(name string) bool {
		return name == "partij" && f.Data.Get("partijen").IsPresent() || f.Kind == workflow.Sign && f.Data.Get("wijze").Text == workflow.Digitally
	})
}

// isLetter reports that a fact counts from the receipt of a letter.
func isLetter(kind workflow.Kind) bool {
	return kind == workflow.RegisterLetter || kind == workflow.GiveNotice || kind == workflow.Renew
}

// inField is a value as it stands in a field.
func inField(form fieldForm, v workflow.Value) string {
	if day, err := workflow.ParseDate(v.Text); err == nil && form == aDay {
		return shortDay(day)
	}
	return v.Text
}

func correctionActs(d *filling) []step {
	given := d.gegevens()
	replacement, changed := d.replacement()
	switch d.value("hoe") {
	case didNotHappen:
		if changed {
			d.wrong("hoe", "U koos dat het niet is gebeurd, maar veranderde ook iets. Kies ‘Het was anders’, of zet terug wat u veranderde.")
		}
	case wasOtherwise:
		if !changed && len(d.Faults()) == 0 {
			d.Refused = "U hebt nog niets veranderd. Verbeter hieronder wat niet klopt."
		}
		given = given.With("vervanging", replacement)
	default:
		d.wrong("hoe", "Kies hoe het moet zijn.")
	}
	steps := []step{simply(workflow.Act{Kind: workflow.Correct, Data: given})}
	if letter := d.letterToo(); letter != nil {
		steps = append(steps, simply(workflow.Act{Kind: workflow.Correct, Data: d.letterRight(letter, given)}))
		if d.value("hoe") == wasOtherwise { // what the letter asks is held against the letter
			slices.Reverse(steps)
		}
	}
	return steps
}

// letterToo is the fact of the letter, when it is to be put right as well.
func (d *filling) letterToo() *workflow.Fact {
	f := d.asked("brief-ook")
	n, _ := strconv.Atoi(d.corrected().Data.Get("brief").Text)
	if facts := d.record.Facts(); f != nil && f.Has("ja") && n > 0 && n <= len(facts) {
		return facts[n-1]
	}
	return nil
}

// letterRight corrects a letter as what it asks is corrected: its receipt, and from whom it is.
func (d *filling) letterRight(letter *workflow.Fact, given workflow.Value) workflow.Value {
	data := workflow.ObjectOf(workflow.Field{Name: "feit", Value: workflow.NumberOf(letter.Number)}, workflow.Field{Name: "reden", Value: given.Get("reden")})
	right := given.Get("vervanging")
	if !right.IsPresent() {
		return data
	}
	becomes := letter.Data.With("ontvangen", right.Get("op"))
	if party := right.Get("gegevens").Get("partij"); party.IsPresent() {
		becomes = becomes.With("partij", party)
	}
	return data.With("vervanging", workflow.ObjectOf(workflow.Field{Name: "op", Value: right.Get("op")}, workflow.Field{Name: "gegevens", Value: becomes}))
}

// replacement is the fact as it should have been, and whether that differs from what was recorded.
func (d *filling) replacement() (v workflow.Value, changed bool) {
	f := d.corrected()
	data, on := f.Data, f.On
	if day := d.day(replacedDay); day != 0 {
		on = day
	}
	for _, name := range d.rightNames() {
		asked := d.asked(replacedData + name)
		if asked.Value == inField(asked.Form, f.Data.Get(name)) {
			continue
		}
		given := d.given(asked)
		if given.Kind == workflow.Absent {
			given = workflow.Value{Kind: workflow.NullValue}
		}
		data, changed = data.With(name, given), true
	}
	if changed = changed || on != f.On; isLetter(f.Kind) {
		data = data.With("ontvangen", workflow.TextOf(on.String()))
	}
	return workflow.ObjectOf(workflow.Field{Name: "op", Value: workflow.TextOf(on.String())}, workflow.Field{Name: "gegevens", Value: data}), changed
}

// correctionNote tells the fact that is corrected.
func correctionNote(d *filling) string {
	f := d.corrected()
	note := "U corrigeert feit " + strconv.Itoa(f.Number) + ", van " + dutchDay(f.On) + ": " + factSentence(d.state, f)
	for _, other := range d.record.Facts() {
		if other.Data.Get("brief").Text == strconv.Itoa(f.Number) {
			note += " Feit " + strconv.Itoa(other.Number) + " is wat die brief vraagt. Klopt ook dat niet? Corrigeer dan feit " + strconv.Itoa(other.Number) + ", en vink daar de brief aan."
		}
	}
	return note
}

// aboutReplacement begins why a correction is refused, where what would come in the place of the fact is what is refused.
func (d *filling) aboutReplacement(r *workflow.Refusal) string {
	if d.deed.kind != workflow.Correct || d.value("hoe") != wasOtherwise || r.Field != "" && !strings.HasPrefix(r.Field, "vervanging") {
		return ""
	}
	return "Zo kan het niet zijn gegaan."
}
