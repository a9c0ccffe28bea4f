package web

// Words of the text: changing them while it is a concept, and proposing a change to a convenant that everyone has signed.
// One article stands in the form at a time, passage by passage; what follows from a term is shown and cannot be typed over.

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

var textDeeds = []deed{
	{kind: workflow.EditText, press: lookFirst, ask: askPassages, acts: passageActs, note: passageNote},
	{kind: workflow.ProposeChange, press: lookFirst, ask: askProposal, acts: proposalActs, note: proposalNote, again: effectNote},
	{kind: workflow.AdaptChange, press: lookFirst, ask: askAdaptation, acts: adaptationActs, note: proposalNote, again: effectNote},
}

// passageNote says what becomes of a passage that is emptied.
func passageNote(d *filling) string {
	if slices.ContainsFunc(d.Fields, func(f *field) bool { return strings.HasPrefix(f.Name, passagePrefix) }) {
		return "Maakt u de woorden van een deel leeg, dan vervalt dat deel."
	}
	return ""
}

// effectNote says of a day that has been, that a change cannot apply from it: it waits for the last consent.
func effectNote(d *filling) string {
	day, err := dayAsked(d.value("ingangsdatum"), 0)
	if err != nil || day == 0 || day >= d.Today {
		return ""
	}
	return capital(dutchDay(day)) + " is al geweest. De wijziging geldt niet eerder dan de dag waarop zij is aangenomen" + d.article(workflow.AmendmentTerm) + "."
}

func proposalNote(d *filling) string { return joined(passageNote(d), effectNote(d)) }

// passagePrefix is before the key of a passage in the name of its field.
const passagePrefix = "passage:"

// recitals is how the part before the articles is chosen.
const recitals = "overweging"

// text is what stands in the form: the text as it is, or as the proposal that is adapted has it.
func (d *filling) text() *workflow.Text {
	if c := d.change(); c != nil && d.deed.kind == workflow.AdaptChange {
		if proposed := d.state.TextWith(c.Number); proposed != nil {
			return proposed
		}
	}
	return d.state.Text
}

// part is an article that can be chosen, or the recitals.
func (d *filling) part() string { return d.typed.Get("artikel") }

// askPassages asks which article it is about, and then its words.
func askPassages(d *filling) {
	if !d.knowsPart() {
		d.ask(field{Name: "artikel", Label: "Welk deel van de tekst?", Form: oneOfMany, Choices: d.parts(), aside: true})
		d.Press, d.Step = "Toon de tekst", stepAgain
		return
	}
	d.ask(field{Name: "artikel", Form: unseen, Value: d.part(), aside: true})
	if t := d.term(); t != nil {
		t.ask(&d.sheet)
		return
	}
	for _, key := range d.keys() {
		words, _ := d.text().Words(key)
		label := labelOf(key)
		if d.text().StatesTerm(key) {
			d.ask(field{Name: "vast:" + key, Label: label, Form: shown, Help: d.stated(key), Value: words, Optional: true, aside: true})
			continue
		}
		d.ask(field{Name: passagePrefix + key, Label: label, Form: freeText, Value: words, Optional: true, Bare: true, aside: true})
	}
	if next := d.nextKey(); next != "" {
		d.ask(field{Name: passagePrefix + next, Label: labelOf(next) + " (nieuw)", Help: "Laat leeg als er niets bij komt.", Form: freeText, Optional: true, aside: true})
	}
}

// stated says of which term a passage is written.
func (d *filling) stated(key string) string {
	p, ok := d.text().Passage(key)
	if !ok || len(p.Terms) == 0 {
		return "Dit volgt uit een voorwaarde. Kies die voorwaarde om dit te veranderen."
	}
	var names []string
	for _, term := range p.Terms {
		names = append(names, "‘Voorwaarde: "+strings.ToLower(termTitles[term])+"’")
	}
	return "Dit volgt uit een voorwaarde. Kies bij ‘Welk deel van de tekst?’ voor " + inARow(names) + " om dit te veranderen."
}

func (d *filling) knowsPart() bool {
	for _, c := range d.parts() {
		if c.Value == d.part() {
			return true
		}
	}
	return false
}

// parts lists the recitals, the articles and the terms.
func (d *filling) parts() []pick {
	list := []pick{{Value: recitals, Words: "De overwegingen"}}
	for _, a := range d.text().Articles {
		n := strconv.Itoa(a.Number)
		list = append(list, pick{Value: n, Words: "Artikel " + n + ". " + a.Heading})
	}
	return append(list, termParts()...)
}

// keys lists the keys of the part.
func (d *filling) keys() []string {
	var keys []string
	for _, key := range d.text().Keys() {
		if key == d.part() || strings.HasPrefix(key, d.part()+".") {
			keys = append(keys, key)
		}
	}
	return keys
}

// nextKey is the key under which a passage can be added, if the passages of the part are numbered.
func (d *filling) nextKey() string {
	numbered := regexp.MustCompile(`^` + regexp.QuoteMeta(d.part()) + `\.(\d+)$`)
	most := 0
	for _, key := range d.keys() {
		if m := numbered.FindStringSubmatch(key); m != nil {
			n, _ := strconv.Atoi(m[1])
			most = max(most, n)
		}
	}
	if most == 0 {
		return ""
	}
	return d.part() + "." + strconv.Itoa(most+1)
}

// labelOf says where words stand: in a passage, or above an article.
func labelOf(key string) string {
	if !strings.Contains(key, ".") {
		return "Opschrift van artikel " + key
	}
	return placeOf(key)
}

// edits are the passages whose words were changed, by key; a passage that was emptied goes.
func (d *filling) edits() workflow.Value {
	edits := workflow.ObjectOf()
	for _, f := range d.Fields {
		key, found := strings.CutPrefix(f.Name, passagePrefix)
		if !found {
			continue
		}
		was, _ := d.text().Words(key)
		becomes := strings.Join(strings.Fields(f.Value), " ")
		switch {
		case becomes == strings.Join(strings.Fields(was), " "):
		case becomes == "":
			edits = edits.With(key, workflow.Value{Kind: workflow.NullValue})
		default:
			edits = edits.With(key, workflow.TextOf(becomes))
		}
	}
	return edits
}

// Changes lists the passages that would read otherwise, for the page that shows what would follow. Those that state a term
// are among them.
func (d *filling) Changes() []passageChange {
	var becomes *workflow.Text
	after := d.Check.with.Latest(d.now)
	switch d.deed.kind {
	case workflow.EditText:
		becomes = after.Text
	case workflow.ProposeChange:
		becomes = after.TextWith(after.Changes[len(after.Changes)-1].Number)
	case workflow.AdaptChange:
		becomes = after.TextWith(d.change().Number)
	}
	if becomes == nil {
		return nil
	}
	return wordsBetween(d.text(), becomes)
}

// wordsBetween lists the passages that differ between two texts, in the order of the new one; what goes comes last.
func wordsBetween(was, becomes *workflow.Text) []passageChange {
	var list []passageChange
	for _, key := range becomes.Keys() {
		before, _ := was.Words(key)
		if after, _ := becomes.Words(key); after != before {
			list = append(list, passageChange{Key: key, Place: labelOf(key), Before: before, After: after})
		}
	}
	for _, key := range was.Keys() {
		if before, _ := was.Words(key); !slices.Contains(becomes.Keys(), key) {
			list = append(list, passageChange{Key: key, Place: labelOf(key), Before: before})
		}
	}
	return withPieces(list)
}

func passageActs(d *filling) []step {
	given := d.gegevens()
	if t := d.term(); t != nil {
		if becomes, changed := t.given(&d.sheet); changed {
			given = given.With("voorwaarden", workflow.ObjectOf(workflow.Field{Name: string(t.term), Value: becomes}))
		} else if len(d.Faults()) == 0 {
			d.Refused = "U hebt nog niets veranderd. Verander hieronder wat anders moet."
		}
	} else if edits := d.edits(); len(edits.Fields) > 0 {
		given = given.With("artikelen", edits)
	} else {
		d.Refused = "U hebt nog niets veranderd. Verander de woorden van een of meer delen hieronder."
	}
	return []step{simply(workflow.Act{Kind: d.deed.kind, Data: given})}
}

// What a proposal can be about.
const (
	newWords = "tekst"
	newParty = "partij"
)

// askProposal asks what is proposed: other words, or a Partij that joins.
func askProposal(d *filling) {
	about := d.typed.Get("voorstel")
	if about != newWords && about != newParty {
		d.ask(field{Name: "voorstel", Label: "Wat wordt er voorgesteld?", Form: oneOfFew, aside: true, Choices: []pick{
			{Value: newWords, Words: "Andere woorden in de tekst"}, {Value: newParty, Words: "Een nieuwe Partij"}}})
		d.Press, d.Step = "Ga verder", stepAgain
		return
	}
	d.ask(field{Name: "voorstel", Form: unseen, Value: about, aside: true})
	if about == newWords && !d.knowsPart() {
		askPassages(d)
		return
	}
	d.ask(field{Name: "titel", Label: "Hoe heet het voorstel?", Help: "Een korte titel, zoals Nieuwe werkwijze bij aanmelding.", Form: oneLine})
	if about == newParty {
		askNewParty(d)
		for _, f := range d.Fields {
			f.aside = f.aside || f.Name != "titel"
		}
	} else {
		askPassages(d)
	}
	d.ask(field{Name: "ingangsdatum", Label: "Vanaf wanneer moet het gelden?", Help: "Laat leeg als het meteen geldt zodra genoeg Partijen hebben ingestemd.", Form: aDay, Optional: true})
}

func proposalActs(d *filling) []step {
	if d.value("voorstel") != newParty {
		return passageActs(d)
	}
	given, name := d.gegevens(), d.value("naam")
	if name == "" {
		d.wrong("naam", missingWords(d.asked("naam")))
	}
	d.newName()
	joins := workflow.ObjectOf(workflow.Field{Name: "id", Value: workflow.TextOf(d.freeShortName(name))})
	for _, part := range []string{"naam", "groep", "vertegenwoordiger", "hoedanigheid"} {
		if words := d.value(part); words != "" {
			joins = joins.With(part, workflow.TextOf(words))
		}
	}
	return []step{simply(workflow.Act{Kind: workflow.ProposeChange, Data: given.With("toetreding", joins)})}
}

// askAdaptation asks how an open proposal is to read instead. One that brings a Partij has no words to adapt.
func askAdaptation(d *filling) {
	d.changeField()
	c := d.change()
	if c == nil {
		d.Press, d.Step = "Ga verder", stepAgain
		return
	}
	if c.Accession == nil && !d.knowsPart() {
		askPassages(d)
		return
	}
	d.ask(field{Name: "titel", Label: "Hoe heet het voorstel?", Form: oneLine, Value: c.Title})
	if c.Accession == nil {
		askPassages(d)
	}
	from := ""
	if c.From != 0 {
		from = shortDay(c.From)
	}
	d.ask(field{Name: "ingangsdatum", Label: "Vanaf wanneer moet het gelden?", Help: "Laat leeg als er aan de dag niets verandert.", Form: aDay, Value: from, Optional: true})
}

// adaptationActs are the proposal as a whole: what it had, and what is changed now.
func adaptationActs(d *filling) []step {
	given := d.gegevens()
	if c := d.change(); c != nil && c.Accession == nil {
		edits := d.edits()
		whole := workflow.ObjectOf()
		for _, e := range c.Edits {
			if e.Words == nil {
				whole = whole.With(e.Key, workflow.Value{Kind: workflow.NullValue})
			} else {
				whole = whole.With(e.Key, workflow.TextOf(*e.Words))
			}
		}
		for _, f := range edits.Fields {
			whole = whole.With(f.Name, f.Value)
		}
		if len(whole.Fields) > 0 {
			given = given.With("artikelen", whole)
		}
		terms := c.Terms
		if t := d.term(); t != nil {
			if becomes, changed := t.given(&d.sheet); changed {
				if !terms.IsPresent() {
					terms = workflow.ObjectOf()
				}
				terms = terms.With(string(t.term), becomes)
			}
		}
		if terms.IsPresent() {
			given = given.With("voorwaarden", terms)
		}
	}
	return []step{simply(workflow.Act{Kind: d.deed.kind, Data: given})}
}
