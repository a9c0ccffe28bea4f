package web

// Letters: taking one in, and what it asks for. The letter and the notice or renewal in it are recorded together; the
// receipt of the letter stands whatever becomes of the rest.

import (
	"strconv"

	"convenant/workflow"
)

var letterDeeds = []deed{
	{kind: workflow.RegisterLetter, press: "Bekijk wat er gebeurt", late: true, ask: askLetter, acts: letterActs},
	{kind: workflow.GiveNotice, press: "Bekijk wat uw brief doet", late: true, ask: askNotice, acts: letterActs, note: noticeNote},
	{kind: workflow.Renew, press: "Bekijk wat uw brief doet", late: true, ask: askRenewal, acts: letterActs},
}

// lettersOf give the kind of letter in which an act comes.
var lettersOf = map[workflow.Kind]string{workflow.GiveNotice: workflow.NoticeLetter, workflow.Renew: workflow.RenewalLetter}

func askLetter(d *filling) {
	d.partyField("Van welke Partij is de brief?")
	d.ask(field{Name: "soort", Label: "Wat voor brief is het?", Form: oneOfFew, Choices: []pick{
		{Value: workflow.NoticeLetter, Words: "Een opzegbrief", Help: "Leg met ‘Een opzegging’ de brief en de opzegging in één keer vast."},
		{Value: workflow.RenewalLetter, Words: "Een verlengingsbrief", Help: "Leg met ‘Een verlenging’ de brief en de verlenging in één keer vast."},
		{Value: workflow.OtherLetter, Words: "Een andere brief"},
	}})
	d.askReceipt()
	d.askHow()
}

func askNotice(d *filling) {
	d.partyField("Wie zegt op?")
	if d.registered() == 0 && len(d.everyone()) > 0 {
		f := d.asked("partij")
		f.Choices = append([]pick{{Value: allTogether, Words: "Alle Partijen samen"}}, f.Choices...)
	}
	if d.registered() == 0 {
		d.askReceipt()
	}
	d.ask(field{Name: "per", Label: "Laatste dag", Help: "De dag die de brief noemt. Laat leeg voor de eerste dag die kan.", Form: aDay, Optional: true})
	d.askHow()
	if rule := d.state.Terms.Notice; rule != nil && rule.Grounds {
		d.ask(field{Name: "gronden", Label: "De redenen", Help: "Bij dit convenant horen er redenen in een opzegging te staan.", Form: freeText})
	}
}

// allTogether stands for all Partijen that are still bound, who give notice in one letter.
const allTogether = "samen"

// everyone lists who can give notice together.
func (d *filling) everyone() []workflow.Value {
	for _, o := range d.options {
		if all := o.Act.Data.Get("partijen"); all.IsPresent() && o.Refusal == nil {
			return all.List
		}
	}
	return nil
}

// jointNotice is the notice of all Partijen together. Its letter comes from none of them alone: a scan is kept beside it.
func jointNotice(d *filling, given workflow.Value) workflow.Act {
	data := workflow.ObjectOf(workflow.Field{Name: "partijen", Value: workflow.Value{Kind: workflow.ListValue, List: d.everyone()}})
	for _, name := range []string{"ontvangen", "per", "vorm", "gronden"} {
		if v := given.Get(name); v.IsPresent() {
			data = data.With(name, v)
		}
	}
	act := workflow.Act{Kind: workflow.GiveNotice, Data: data}
	if scan := given.Get("bijlage").Text; scan != "" {
		act.Attachments = []string{scan}
	}
	return act
}

func askRenewal(d *filling) {
	d.partyField("Wie verlengt?")
	if d.registered() == 0 {
		d.askReceipt()
		d.askHow()
	}
}

// askReceipt asks the secretariaat when the letter was received. What a Partij hands in here, is received now.
func (d *filling) askReceipt() {
	if !d.own {
		d.ask(field{Name: "ontvangen", Label: "Wanneer is de brief ontvangen?", Help: "De dag waarop hij binnenkwam. Laat leeg als dat vandaag is.", Form: aDay, Optional: true})
	}
}

func (d *filling) askHow() {
	if d.own {
		d.ask(field{Name: "bijlage", Label: "De getekende brief", Help: "Een PDF, of een foto of scan als JPEG of PNG. Uw brief telt ook zonder bestand, maar een getekende brief is het beste bewijs.", Form: aFile, Optional: true})
		return
	}
	d.ask(field{Name: "vorm", Label: "Hoe kwam de brief?", Form: oneOfFew, Value: workflow.InWriting, Choices: waysToCome})
	if d.registered() == 0 {
		d.ask(field{Name: "gericht-aan", Label: "Aan wie is de brief gericht?", Help: d.addressee(), Form: oneLine, Optional: true})
	}
	d.ask(field{Name: "bijlage", Label: "Scan van de brief", Help: "Een PDF, JPEG of PNG.", Form: aFile, Optional: true})
}

// waysToCome are the forms of a letter.
var waysToCome = []pick{either(workflow.InWriting, "Schriftelijk, niet aangetekend"), either(workflow.Registered, "Aangetekend")}

// addressee says to whom a notice or renewal belongs to be addressed.
func (d *filling) addressee() string {
	rule := d.state.Terms.Notice
	if rule == nil || rule.AddressedTo == "" {
		return ""
	}
	return "Een opzegbrief of verlengingsbrief hoort te zijn gericht aan " + rule.AddressedTo + d.article(workflow.NoticeTerm) + "."
}

// registered is the number of the letter that was taken in before, when the form is about that.
func (d *filling) registered() int {
	n, _ := strconv.Atoi(d.typed.Get("brief"))
	for _, l := range d.state.Letters {
		if d.own && l.Party != d.value("partij") {
			continue
		}
		if l.Number == n && lettersOf[d.deed.kind] == l.Kind {
			if d.asked("brief") == nil {
				d.ask(field{Name: "brief", Form: unseen, Value: strconv.Itoa(n), number: true})
			}
			return n
		}
	}
	return 0
}

// letterActs are the letter, and what it asks for.
func letterActs(d *filling) []step {
	given := d.gegevens()
	if d.deed.kind == workflow.GiveNotice && d.value("partij") == allTogether {
		return []step{simply(jointNotice(d, given))}
	}
	if n := d.registered(); n != 0 {
		return []step{simply(workflow.Act{Kind: d.deed.kind, Data: actOnLetter(d, given, n)})}
	}
	if kind := lettersOf[d.deed.kind]; kind != "" {
		given = given.With("soort", workflow.TextOf(kind))
	} else {
		given = given.With("alleenRegistreren", workflow.Value{Kind: workflow.BoolValue, Text: "true"})
	}
	if d.own {
		given = given.With("vorm", workflow.TextOf(workflow.InWriting)) // where more is asked, the rules say so
	}
	in, refusal := workflow.ReadIncoming(given)
	if refusal != nil {
		d.refuse(refusal)
		return nil
	}
	steps := []step{simply(in.Register)}
	if in.Asks != "" {
		steps = append(steps, step{act: in.Act, free: true})
	}
	return steps
}

// actOnLetter is what is done with a letter that was taken in before, with what that letter already tells.
func actOnLetter(d *filling, given workflow.Value, number int) workflow.Value {
	for _, l := range d.state.Letters {
		if l.Number != number {
			continue
		}
		data := workflow.ObjectOf(
			workflow.Field{Name: "partij", Value: workflow.TextOf(l.Party)},
			workflow.Field{Name: "ontvangen", Value: workflow.TextOf(l.Received.String())},
			workflow.Field{Name: "brief", Value: workflow.NumberOf(number)})
		if d.deed.kind == workflow.GiveNotice {
			for _, name := range []string{"per", "gronden", "vorm"} {
				if v := given.Get(name); v.IsPresent() {
					data = data.With(name, v)
				}
			}
		}
		return data
	}
	return given
}

// noticeNote says what the last day will be, with the day of receipt that is filled in so far.
func noticeNote(d *filling) string {
	received, err := dayAsked(d.value("ontvangen"), d.Today)
	if err != nil {
		return ""
	}
	for _, l := range d.state.Letters {
		if l.Number == d.registered() {
			received = l.Received
		}
	}
	earliest := d.state.EarliestLastDay(received)
	if received < d.Today {
		earliest = d.record.On(received).EarliestLastDay(received)
	}
	if earliest == 0 {
		return ""
	}
	when := "op " + dutchDay(received)
	if received == d.Today && !d.Trial {
		when = "vandaag"
	}
	rest := d.article(workflow.NoticeTerm) + unlessEnded(d.state, earliest) + "."
	if d.own {
		return "Als uw brief " + when + " wordt ontvangen, is " + dutchDay(earliest) + " op zijn vroegst uw laatste dag" + rest
	}
	return "Wordt de brief " + when + " ontvangen, dan is " + dutchDay(earliest) + " op zijn vroegst de laatste dag" + rest
}

// article refers to the article of a term, within a sentence.
func (d *filling) article(term workflow.Term) string {
	if a := termArticle(d.state, term); a != "" {
		return " (artikel\u00a0" + a + ")"
	}
	return ""
}
