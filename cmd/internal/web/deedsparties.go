package web

// The Partijen and their people: who takes part, who signs for them, and with whom to talk.

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

var partyDeeds = []deed{
	{kind: workflow.AddParty, press: lookFirst, ask: askNewParty, acts: newPartyActs},
	{kind: workflow.RemoveParty, press: lookFirst, ask: func(d *filling) { d.partyField("Welke Partij gaat eruit?") }},
	{kind: workflow.RenameParty, press: lookFirst, ask: func(d *filling) {
		d.partyField("Welke Partij heet anders?")
		d.ask(field{Name: "naam", Label: "De nieuwe naam", Form: oneLine})
	}},
	{kind: workflow.SucceedParty, press: lookFirst, ask: askSuccessor, acts: successorActs},
	{kind: workflow.AppointRepresentative, press: "Leg vast", light: true, ask: askRepresentative},
	{kind: workflow.AppointContact, press: "Leg vast", light: true, ask: askContact, acts: contactActs},
	{kind: workflow.ErasePersonalData, press: lookFirst, ask: askErasure, note: erasureNote, again: erasureNote},
}

func askNewParty(d *filling) {
	d.ask(field{Name: "naam", Label: "Naam van de Partij", Help: "Zoals zij in de tekst moet staan, bijvoorbeeld Gemeente Hilversum.", Form: oneLine})
	d.ask(field{Name: "groep", Label: "Groep", Help: d.groupsSoFar(), Form: oneLine, Optional: true})
	d.ask(field{Name: "vertegenwoordiger", Label: "Wie tekent", Form: oneLine, Optional: true})
	d.ask(field{Name: "hoedanigheid", Label: "In welke functie", Form: oneLine, Optional: true})
}

// groupsSoFar says in which groups the Partijen stand.
func (d *filling) groupsSoFar() string {
	var groups []string
	for _, p := range d.state.Parties {
		if p.Group != "" && !slices.Contains(groups, "‘"+p.Group+"’") {
			groups = append(groups, "‘"+p.Group+"’")
		}
	}
	if len(groups) == 0 {
		return "Bij welke Partijen zij hoort, zoals ‘Gemeenten’."
	}
	return "Bij welke Partijen zij hoort. Er zijn nu: " + inARow(groups) + "."
}

func newPartyActs(d *filling) []step {
	given, name := d.gegevens(), d.value("naam")
	d.newName()
	id := d.typed.Get("id") // which it got when it was looked at
	if id == "" || !strings.HasPrefix(id, shortName(name)) {
		id = d.freeShortName(name)
	}
	d.ask(field{Name: "id", Form: unseen, aside: true}).Value = id
	return []step{simply(workflow.Act{Kind: workflow.AddParty, Data: given.With("id", workflow.TextOf(id))})}
}

// partyCalled finds the Partij of a name, whatever its capitals.
func (d *filling) partyCalled(name string) *workflow.Party {
	for i := range d.state.Parties {
		if strings.EqualFold(d.state.Parties[i].Name, name) {
			return &d.state.Parties[i]
		}
	}
	return nil
}

// newName refuses the name of who takes part already.
func (d *filling) newName() {
	if p := d.partyCalled(d.value("naam")); p != nil {
		d.wrong("naam", p.Name+" staat al in dit convenant.")
	}
}

// freeShortName makes a short name that nobody in the convenant has.
func (d *filling) freeShortName(name string) string {
	short := shortName(name)
	for id, n := short, 2; ; n++ {
		if d.state.Party(id) == nil {
			return id
		}
		id = short + "-" + strconv.Itoa(n)
	}
}

func askSuccessor(d *filling) {
	d.partyField("Welke Partij wordt opgevolgd?")
	d.ask(field{Name: "naam", Label: "Naam van de opvolger", Help: "Doet de opvolger al mee? Schrijf dan precies de naam die zij in dit convenant heeft.", Form: oneLine})
	d.ask(field{Name: "grondslag", Label: "Waarop dit berust", Help: "Bijvoorbeeld: herindeling per 1 januari 2027, met de wet of het besluit.", Form: freeText})
}

func successorActs(d *filling) []step {
	given := d.gegevens()
	name := d.value("naam")
	id := d.freeShortName(name)
	if p := d.partyCalled(name); p != nil {
		if id = p.ID; id == d.value("partij") {
			d.wrong("naam", p.Name+" kan zichzelf niet opvolgen.")
		}
	}
	data := workflow.ObjectOf(
		workflow.Field{Name: "partij", Value: given.Get("partij")},
		workflow.Field{Name: "opvolger", Value: workflow.ObjectOf(
			workflow.Field{Name: "id", Value: workflow.TextOf(id)}, workflow.Field{Name: "naam", Value: workflow.TextOf(name)})},
		workflow.Field{Name: "grondslag", Value: given.Get("grondslag")})
	return []step{simply(workflow.Act{Kind: workflow.SucceedParty, Data: data})}
}

func askRepresentative(d *filling) {
	d.partyField("Van welke Partij?")
	d.ask(field{Name: "naam", Label: "Wie vertegenwoordigt de Partij", Help: "De naam. Mag leeg blijven als alleen de functie bekend is.", Form: oneLine, Optional: true})
	d.ask(field{Name: "hoedanigheid", Label: "Functie", Help: "Bijvoorbeeld wethouder, of lid van de raad van bestuur.", Form: oneLine, Optional: true})
	d.ask(field{Name: "besluit.orgaan", Label: "Wie besloot dat deze persoon tekent", Help: "Bijvoorbeeld het college van burgemeester en wethouders.", Form: oneLine, Optional: true})
	d.ask(field{Name: "besluit.datum", Label: "Datum van dat besluit", Form: aDay, Optional: true})
	d.ask(field{Name: "besluit.kenmerk", Label: "Kenmerk van dat besluit", Form: oneLine, Optional: true})
}

func askContact(d *filling) {
	d.partyField("Van welke Partij?")
	d.ask(field{Name: "naam", Label: "Naam", Form: oneLine, Optional: true})
	d.ask(field{Name: "functie", Label: "Functie", Form: oneLine, Optional: true})
	d.ask(field{Name: "email", Label: "E-mailadres", Help: "Hierheen gaan de berichten over dit convenant.", Form: oneLine, Optional: true})
	d.ask(field{Name: "rang", Label: "Eerste of tweede contactpersoon", Form: oneOfFew, Value: "1", number: true,
		Choices: []pick{{Value: "1", Words: "Eerste contactpersoon"}, {Value: "2", Words: "Tweede contactpersoon"}}})
}

func contactActs(d *filling) []step {
	if typed := d.value("email"); typed != "" {
		if a, err := mail.ParseAddress(typed); err != nil || a.Address != typed {
			d.wrong("email", "‘"+typed+"’ is geen e-mailadres. Schrijf het als naam@organisatie.nl.")
		}
	}
	return []step{simply(workflow.Act{Kind: workflow.AppointContact, Data: d.gegevens()})}
}

// people lists who is named in the convenant.
func (d *filling) people() []pick {
	var list []pick
	add := func(name, party string) {
		if name != "" && name != workflow.Erased && !slices.ContainsFunc(list, func(c pick) bool { return c.Value == name }) {
			list = append(list, either(name, name+", "+party))
		}
	}
	for _, p := range d.state.Parties {
		add(p.Representative.Name, p.Name)
		for _, c := range p.Contacts {
			add(c.Name, p.Name)
		}
	}
	return list
}

func askErasure(d *filling) {
	d.partyField("Van alle mensen van een Partij")
	d.asked("partij").Optional = true
	if people := d.people(); len(people) > 0 {
		d.ask(field{Name: "persoon", Label: "Of van één persoon", Form: oneOfMany, Choices: people, Optional: true})
	}
	d.ask(field{Name: "grond", Label: "Waarom de gegevens weg moeten", Help: "Bijvoorbeeld: verzoek van de betrokkene. Schrijf hier geen naam.", Form: freeText})
}
