package web

// How each of the terms is asked: when a convenant enters into force, how long it runs, how a Partij leaves and so on. The
// same fields serve a convenant that is drawn up and one that is a concept; what comes of them is laid over the terms as
// they are, and holds no more than what was changed.

import (
	"encoding/json"
	"strings"

	"convenant/workflow"
)

// termForm is how a term is asked.
type termForm struct {
	term   workflow.Term
	whole  bool // it is replaced as a whole
	fields []field
	// Where the fields are not the keys of the term: what they show of it, and what it is by them.
	spread, gather func(workflow.Value) workflow.Value
}

// termAsked is a term as it is, and what is needed to ask what it is to be.
type termAsked struct {
	*termForm
	now     workflow.Value
	parties []pick // who may be named in it
}

func either(value, words string) pick { return pick{Value: value, Words: words} }

// What fields of several terms are called.
const (
	ruled    = "geregeld" // whether the term is laid down at all
	howField = "hoe"      // in which of several ways it is
	timeKey  = "tijd"
)

const (
	howLong = "Bijvoorbeeld 2 maanden, 6 weken of 1 jaar."
	orNone  = "Laat leeg als dit niet is afgesproken."
)

var termForms = []termForm{
	{term: workflow.EntryTerm, whole: true, fields: []field{
		{Name: "moment", Label: "Wanneer treedt het in werking?", Form: oneOfFew, Choices: []pick{
			either(workflow.LastSignature, "Op de dag van de laatste handtekening"),
			either(workflow.AfterSignature, "Op de dag na de laatste handtekening"),
			either(workflow.FixedDate, "Op een vaste dag").asking(field{Name: "datum", Label: "Op welke dag?", Form: aDay}),
			either(workflow.FirstOfMonth, "Op de eerste dag van een maand").asking(
				field{Name: "maanden", Label: "Hoeveel maanden na de laatste handtekening?", Help: "1 is: de eerste dag van de volgende maand.", Form: oneLine, number: true}),
			either(workflow.AfterPublication, "Na de publicatie").asking(
				field{Name: "dagen", Label: "Hoeveel dagen na de publicatie?", Help: "Bijvoorbeeld 2.", Form: oneLine, number: true}),
		}},
	}},
	{term: workflow.DurationTerm, whole: true, spread: spreadDuration, gather: gatherWay, fields: []field{
		{Name: howField, Label: "Hoe lang loopt het?", Form: oneOfFew, Choices: []pick{
			either("tot-en-met", "Tot en met een vaste dag").asking(field{Name: "tot-en-met", Label: "Wat is de laatste dag?", Form: aDay}),
			either("duur", "Een aantal maanden of jaren").asking(field{Name: "duur", Label: "Hoe lang?", Help: "Bijvoorbeeld 18 maanden of 3 jaar.", Form: oneLine, period: true}),
			either("gebeurtenis", "Tot er iets gebeurt").asking(field{Name: "gebeurtenis", Label: "Tot wat er gebeurt?", Help: "Bijvoorbeeld: de nieuwe school is geopend.", Form: oneLine}),
			either("onbepaald", "Voor onbepaalde tijd"),
		}},
	}},
	{term: workflow.NoticeTerm, fields: []field{
		{Name: "door", Label: "Wie kan opzeggen?", Form: oneOfFew, Choices: []pick{
			either(workflow.ByEachParty, "Elke Partij"), either(workflow.ByAllParties, "Alle Partijen samen"), either(workflow.ByNobody, "Niemand")}},
		{Name: "termijn", Label: "Wat is de opzegtermijn?", Help: howLong + " Schrijf ‘geen’ als die er niet is.", Form: oneLine, period: true},
		{Name: "telt-vanaf", Label: "Vanaf wanneer telt die?", Form: oneOfFew, Choices: []pick{
			either(workflow.FromReceipt, "De dag van ontvangst"), either(workflow.FromEndOfMonth, "Het einde van die maand"), either(workflow.FromEndOfYear, "Het einde van dat jaar")}},
		{Name: "tegen", Label: "Tegen welke dag kan dat?", Form: oneOfFew, Choices: []pick{
			either(workflow.OnAnyDay, "Elke dag"), either(workflow.OnEndOfMonth, "Het einde van een maand"), either(workflow.OnEndOfYear, "Het einde van een jaar"), either(workflow.OnEndOfPeriod, "Het einde van de looptijd")}},
		{Name: "gevolg", Label: "Wat betekent het voor de anderen?", Form: oneOfFew, Choices: []pick{
			either(workflow.OthersGoOn, "Zij gaan door"), either(workflow.EndsForAll, "Het convenant eindigt voor iedereen"), either(workflow.OthersConsider, "Zij beraden zich")}},
		{Name: "vorm", Label: "Hoe moet het?", Form: oneOfFew, Choices: []pick{either(workflow.InWriting, "Schriftelijk"), either(workflow.Registered, "Met een aangetekende brief")}},
		{Name: "gronden", Label: "Moeten er redenen in de brief staan?", Form: oneOfFew, yesNo: true, Choices: []pick{either("true", "Ja"), either("false", "Nee")}},
		{Name: "gericht-aan", Label: "Aan wie is de brief gericht?", Help: orNone, Form: oneLine},
		{Name: "ontvangen-uiterlijk", Label: "Na welke dag kan het niet meer voor de lopende periode?", Help: orNone, Form: aDay},
		{Name: "aansluiten-binnen", Label: "Hoe lang kunnen anderen zich aansluiten?", Help: howLong + " " + orNone, Form: oneLine, period: true},
	}},
	{term: workflow.RenewalTerm, spread: spreadRenewal, gather: gatherRenewal, fields: []field{
		{Name: "wijze", Label: "Hoe wordt er verlengd?", Form: oneOfFew, Choices: []pick{
			either(workflow.ByLetter, "Met een verlengingsbrief"), either(workflow.Tacit, "Stilzwijgend"), either(workflow.ByDecision, "Met een besluit"), either(workflow.NoRenewal, "Niet")}},
		{Name: "duur", Label: "Voor hoe lang?", Form: oneOfFew, Choices: []pick{
			either(timeKey, "Een aantal maanden of jaren").asking(field{Name: timeKey, Label: "Hoeveel?", Help: "Bijvoorbeeld 4 jaar.", Form: oneLine, period: true}),
			either(asBefore, "Even lang als de looptijd"), either(forEver, "Voor onbepaalde tijd")}},
		{Name: "quorum", Label: "Wie moet daarvoor iets laten weten?", Form: oneOfFew, Choices: []pick{
			either(workflow.AllParties, "Alle Partijen die niet hebben opgezegd"), either(workflow.EachForItself, "Elke Partij voor zich: wie niets stuurt, doet niet meer mee")}},
		{Name: "ontvangen-uiterlijk", Label: "Hoe lang voor het einde moet het bekend zijn?", Help: howLong + " Leeg is: tot en met de laatste dag.", Form: oneLine, period: true},
		{Name: "maximaal", Label: "Hoe vaak kan het?", Help: "Een getal. Leeg is: zonder grens.", Form: oneLine, number: true},
	}},
	{term: workflow.AmendmentTerm, fields: []field{{Name: "instemming", Label: "Wie moet met een wijziging instemmen?", Form: oneOfFew, Choices: []pick{
		either(workflow.AllParties, "Alle Partijen"), either(workflow.TwoThirds, "Twee derde van de Partijen"), either(workflow.Majority, "Meer dan de helft"), either(workflow.Consultation, "Een overleg besluit")}}}},
	{term: workflow.AccessionTerm, spread: spreadAccession, gather: gatherAccession, fields: []field{
		{Name: "instemming", Label: "Wie moet met een nieuwe Partij instemmen?", Form: oneOfFew, Choices: []pick{
			either(workflow.AllParties, "Alle Partijen"), either(workflow.Open, "Niemand: zij kan zo toetreden"),
			either(byParty, "Eén Partij").asking(field{Name: byParty, Label: "Welke Partij?", Form: oneOfMany}),
			either(byBody, "Een overleg of orgaan").asking(field{Name: byBody, Label: "Welk overleg of orgaan?", Help: "Bijvoorbeeld: het portefeuillehoudersoverleg.", Form: oneLine})}}}},
	{term: workflow.EvaluationTerm, whole: true, spread: spreadEvaluation, gather: gatherWay, fields: []field{
		{Name: howField, Label: "Wanneer wordt het geëvalueerd?", Form: oneOfFew, Choices: []pick{
			either("elke", "Steeds na een tijd").asking(field{Name: "elke", Label: "Na hoeveel tijd?", Help: "Bijvoorbeeld 1 jaar.", Form: oneLine, period: true}),
			either("uiterlijk", "Eén keer, voor een vaste dag").asking(field{Name: "uiterlijk", Label: "Uiterlijk op welke dag?", Form: aDay}),
			either(wheneverWay, "Op een moment dat nog niet vastligt")}}}},
	{term: workflow.AftermathTerm, fields: []field{
		{Name: "duur", Label: "Hoe lang na afloop geldt er nog iets?", Help: howLong, Form: oneLine, period: true, needed: true},
		{Name: "omschrijving", Label: "Wat geldt dan nog?", Form: freeText},
	}},
}

// Words of the contract that are no constants of the rules, and a way of ours.
const (
	asBefore    = "zelfde-periode"
	forEver     = "onbepaald"
	byParty     = "partij"
	byBody      = "orgaan"
	wheneverWay = "vrij"
)

// gatherWay keeps the one key that was chosen.
func gatherWay(given workflow.Value) workflow.Value {
	way := given.Get(howField).Text
	switch value := given.Get(way); {
	case way == forEver:
		return workflow.ObjectOf(workflow.Field{Name: way, Value: workflow.Value{Kind: workflow.BoolValue, Text: "true"}})
	case way == "":
		return workflow.ObjectOf()
	default:
		return workflow.ObjectOf(workflow.Field{Name: way, Value: value})
	}
}

func spreadDuration(now workflow.Value) workflow.Value {
	return spreadWay(now, forEver, "tot-en-met", "duur", "gebeurtenis")
}

func spreadEvaluation(now workflow.Value) workflow.Value {
	return spreadWay(now, wheneverWay, "elke", "uiterlijk")
}

// spreadWay shows which of several keys a term has.
func spreadWay(now workflow.Value, otherwise string, ways ...string) workflow.Value {
	for _, way := range ways {
		if now.Get(way).IsPresent() {
			return now.With(howField, workflow.TextOf(way))
		}
	}
	return now.With(howField, workflow.TextOf(otherwise))
}

func spreadRenewal(now workflow.Value) workflow.Value {
	switch period := now.Get("duur"); period.Text {
	case "", asBefore, forEver:
		return now
	default:
		return now.With(timeKey, period).With("duur", workflow.TextOf(timeKey))
	}
}

func gatherRenewal(given workflow.Value) workflow.Value {
	if given.Get("duur").Text != timeKey {
		return given
	}
	return without(given, timeKey).With("duur", given.Get(timeKey))
}

func spreadAccession(now workflow.Value) workflow.Value {
	who, name, found := strings.Cut(now.Get("instemming").Text, ":")
	if !found {
		return now
	}
	return now.With("instemming", workflow.TextOf(who)).With(who, workflow.TextOf(name))
}

func gatherAccession(given workflow.Value) workflow.Value {
	who := given.Get("instemming").Text
	if who != byParty && who != byBody {
		return given
	}
	return without(given, who).With("instemming", workflow.TextOf(who+":"+given.Get(who).Text))
}

// without is an object without one of its fields.
func without(v workflow.Value, name string) workflow.Value {
	rest := workflow.ObjectOf()
	for _, f := range v.Fields {
		if f.Name != name {
			rest.Fields = append(rest.Fields, f)
		}
	}
	return rest
}

// written are terms in the words of the contract, with every default filled in.
func written(terms *workflow.Terms) workflow.Value {
	b, err := json.Marshal(terms)
	if err != nil {
		return workflow.Value{}
	}
	v, err := workflow.ParseValue(b)
	if err != nil {
		return workflow.Value{}
	}
	return v
}

// termPath is before the names of the fields of a term.
func termPath(term workflow.Term) string { return "voorwaarden." + string(term) + "." }

// ask asks what the term is to be.
func (t termAsked) ask(s *sheet) *field {
	now, is := t.now, "ja"
	if !now.IsPresent() {
		now, is = workflow.ObjectOf(), "nee"
	}
	if t.spread != nil && is == "ja" {
		now = t.spread(now)
	}
	yes := either("ja", "Ja").asking(t.filled(t.fields, now, false)...)
	return s.ask(field{Name: termPath(t.term) + ruled, Label: "Regelt het convenant dit?", Form: oneOfFew, Value: is, Choices: []pick{either("nee", "Nee"), yes}, aside: true, Optional: true, Bare: true})
}

// filled are fields of the term, filled in with what it is. What is asked with a choice is needed for it.
func (t termAsked) filled(fields []field, now workflow.Value, inChoice bool) []field {
	list := make([]field, len(fields))
	for i, f := range fields {
		f.Value = now.Get(f.Name).Text
		if day, err := workflow.ParseDate(f.Value); err == nil && f.Form == aDay {
			f.Value = shortDay(day)
		}
		if f.yesNo && f.Value == "" {
			f.Value = "false"
		}
		if f.Form == oneOfMany {
			f.Choices = t.parties
		}
		choices := make([]pick, len(f.Choices))
		for j, c := range f.Choices {
			c.asks = t.filled(c.asks, now, true)
			choices[j] = c
		}
		f.Name, f.Choices, f.Optional, f.Bare, f.aside = termPath(t.term)+f.Name, choices, true, true, true
		f.needed = f.needed || inChoice
		list[i] = f
	}
	return list
}

// given is what the term is to be, laid over what it is; found is false when it stays as it is.
func (t termAsked) given(s *sheet) (v workflow.Value, found bool) {
	if s.value(termPath(t.term)+ruled) == "nee" {
		return workflow.Value{Kind: workflow.NullValue}, t.now.IsPresent()
	}
	untouched := &sheet{forgiving: true}
	t.ask(untouched)
	was, becomes := t.read(untouched, nil), t.read(s, untouched)
	changes := workflow.ObjectOf()
	for _, f := range becomes.Fields {
		if old := was.Get(f.Name); old.Kind != f.Value.Kind || old.Text != f.Value.Text {
			changes = changes.With(f.Name, f.Value)
		}
	}
	for _, f := range was.Fields {
		if becomes.Get(f.Name).Kind == workflow.Absent {
			changes = changes.With(f.Name, workflow.Value{Kind: workflow.NullValue})
		}
	}
	found = len(changes.Fields) > 0 || !t.now.IsPresent()
	if t.whole {
		return becomes, found
	}
	return changes, found
}

// read reads the fields that count. Of one that is wrong or lacking, what stood there holds.
func (t termAsked) read(s, otherwise *sheet) workflow.Value {
	v := workflow.ObjectOf()
	for _, f := range s.Fields {
		name, ours := strings.CutPrefix(f.Name, termPath(t.term))
		if !ours || name == ruled || !f.counts() {
			continue
		}
		given := s.given(f)
		if given.Kind == workflow.Absent && f.Fault == "" && f.needed {
			s.lacking(f, missingWords(f))
		}
		if (f.Fault != "" || f.lacks) && otherwise != nil {
			given = otherwise.given(otherwise.asked(f.Name))
		}
		if f.yesNo && given.Kind != workflow.Absent {
			given = workflow.Value{Kind: workflow.BoolValue, Text: given.Text}
		}
		if given.Kind != workflow.Absent {
			v = v.With(name, given)
		}
	}
	if t.gather != nil {
		v = t.gather(v)
	}
	return v
}

// troubled reports that something in the term is wrong or lacking.
func (t termAsked) troubled(s *sheet) bool {
	for _, f := range s.Fields {
		if strings.HasPrefix(f.Name, termPath(t.term)) && (f.Fault != "" || f.lacks) {
			return true
		}
	}
	return false
}
