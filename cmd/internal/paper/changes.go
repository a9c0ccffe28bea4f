package paper

// What the papers about signing, about changes and about what no longer holds are told.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"convenant/documents"
	"convenant/templates"
	"convenant/workflow"
)

// signing tells who signs, or has signed.
func (w *writer) signing(d *templates.LetterData) {
	s, t := w.state, &d.Ondertekening
	t.Inwerking = w.entry()
	if until := s.Terms.Duration; until != nil && until.Until != 0 && s.Phase == workflow.Signing && !s.AllSigned() {
		t.Uiterlijk = templates.Day(until.Until)
	}
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.SignedOn == 0 || p.Change != 0 {
			continue
		}
		t.Handtekeningen = append(t.Handtekeningen, templates.LetterSignature{
			Partij:            p.Name,
			Vertegenwoordiger: joinPresent(", ", p.Representative.Name, p.Representative.Capacity),
			Mandaat:           mandate(p.Representative.Mandate),
			Ondertekend:       joinPresent(", ", p.SignedOn.Dutch(), documents.MannerOf(p.SignedHow)),
			Vastgelegd:        w.recorded(p.ID),
		})
	}
}

// entry tells when the convenant enters into force.
func (w *writer) entry() string {
	at := ""
	if a := w.article(workflow.EntryTerm); a != "" {
		at = " (" + a + ")"
	}
	when := "op de dag waarop de laatste Partij ondertekent"
	if rule := w.state.Terms.Entry; rule != nil {
		switch rule.Moment {
		case workflow.AfterSignature:
			when = "op de dag nadat de laatste Partij heeft ondertekend"
		case workflow.FixedDate:
			when = "op " + rule.Date.Dutch() + ", zodra alle Partijen hebben ondertekend"
		case workflow.FirstOfMonth:
			when = "op de eerste dag van de " + workflow.OrdinalWord(rule.Months) + " maand na die waarin de laatste Partij ondertekent"
		case workflow.AfterPublication:
			when = "op de " + workflow.OrdinalWord(rule.Days) + " dag na publicatie, als alle Partijen dan hebben ondertekend"
		}
	}
	if w.paper.Change != 0 {
		return "U bent Partij vanaf de dag van uw handtekening, of later als dat is afgesproken."
	}
	return "Het convenant treedt in werking " + when + at + "."
}

// recorded tells when the signature of a Partij was recorded: the moment with its zone, or else the day.
func (w *writer) recorded(id string) string {
	facts := w.record.Facts()
	for _, e := range slices.Backward(w.state.History) {
		if e.Kind != string(workflow.Sign) || e.Data.Get("partij").Text != id || e.Fact < 1 || e.Fact > len(facts) {
			continue
		}
		f := facts[e.Fact-1]
		if f.Moment.IsZero() {
			return f.Recorded.Dutch()
		}
		return moment(f.Moment, w.zone)
	}
	return ""
}

// moment tells a moment with its zone: 1 februari 2024, 12.00.05 uur (UTC+01:00).
func moment(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	year, month, day := at.Date()
	date, _ := workflow.NewDate(year, int(month), day)
	return date.Dutch() + ", " + at.Format("15.04.05 uur (UTC-07:00)")
}

// change tells of the change that the paper is about.
func (w *writer) change(d *templates.LetterData) {
	s := w.state
	i := slices.IndexFunc(s.Changes, func(c workflow.Change) bool { return c.Number == w.paper.Change })
	if w.paper.Change == 0 || i < 0 {
		return
	}
	c := &s.Changes[i]
	d.Wijziging = templates.LetterChange{
		Nummer: c.Number, Titel: c.Title, Ingangsdatum: templates.Day(c.From), Vingerafdruk: c.SHA256(),
		Passages: w.passages(c),
	}
	d.Wijziging.Nodig, d.Wijziging.Instemmen = w.consent(c)
	if c.Accession != nil {
		d.Wijziging.Toetreding = c.Accession.Name
	}
}

// passages lays the old words beside the new: those of the proposal, and those that its terms write.
func (w *writer) passages(c *workflow.Change) []templates.LetterPassage {
	var list []templates.LetterPassage
	text := w.state.Text
	for _, e := range c.Edits {
		now, _ := text.Words(e.Key)
		next := ""
		if e.Words != nil {
			next = *e.Words
		}
		list = append(list, templates.LetterPassage{Vindplaats: capital(workflow.PlaceOf(e.Key), ""), Nu: now, Straks: next})
	}
	if words := w.fact().Words; words != nil {
		for _, stated := range words.Stated {
			told := templates.LetterPassage{Vindplaats: capital(workflow.PlaceOf(stated.Key), "")}
			if p, ok := text.Passage(stated.Key); ok {
				told.Nu = passageWords(p)
			}
			if stated.Passage != nil {
				told.Straks = passageWords(*stated.Passage)
			}
			list = append(list, told)
		}
	}
	if n := c.Accession; n != nil {
		list = append(list, templates.LetterPassage{Vindplaats: "De ondergetekenden", Straks: joinPresent(", ", n.Name, n.Group)})
	}
	return list
}

func passageWords(p workflow.Passage) string {
	lines := []string{p.Words}
	for _, i := range p.Items {
		lines = append(lines, i.Mark()+" "+i.Words)
	}
	return strings.TrimSpace(strings.Join(append(lines, p.After), "\n"))
}

// consent tells in a sentence whose consent a change needs, and whether Partijen are asked for it.
func (w *writer) consent(c *workflow.Change) (sentence string, asked bool) {
	s, term := w.state, workflow.AmendmentTerm
	needed, of := 0, 0
	for _, v := range s.View().Changes {
		if v.Number == c.Number {
			needed = v.Needed
		}
	}
	for i := range s.Parties {
		if s.Parties[i].Bound() {
			of++
		}
	}
	var who string
	if c.Accession != nil && s.Terms.Accession != nil {
		term = workflow.AccessionTerm
		switch rule := s.Terms.Accession; {
		case rule.Consent == workflow.Open:
			who = "Toetreden kan zonder instemming van de andere Partijen"
		case rule.Body != "":
			who = "De toetreding gaat door als " + workflow.TheBody(rule.Body) + " ermee instemt"
		case rule.Party != "":
			who, asked = "De toetreding gaat door als "+w.party(rule.Party).Naam+" schriftelijk instemt", true
		default:
			who, asked = "De toetreding gaat pas door als alle Partijen schriftelijk instemmen", true
		}
	} else if s.Terms.Amendment != nil {
		count := fmt.Sprintf("ten minste %s van de %s", workflow.NumberWord(needed), workflow.NumberWord(of))
		switch s.Terms.Amendment.Consent {
		case workflow.Consultation:
			who = "Over de wijziging beslist een overleg"
		case workflow.TwoThirds:
			who, asked = "De wijziging gaat door als twee derde van de Partijen schriftelijk instemt: "+count, true
		case workflow.Majority:
			who, asked = "De wijziging gaat door als meer dan de helft van de Partijen schriftelijk instemt: "+count, true
		default:
			who, asked = "De wijziging gaat pas door als alle Partijen schriftelijk instemmen", true
		}
	}
	if who == "" {
		return "", false
	}
	if a := w.article(term); a != "" {
		who += " (" + a + ")"
	}
	return who + ".", asked
}

// names say what a kind of paper is called in a sentence.
var names = map[string]string{
	workflow.PaperRenewed:      "bevestiging van verlenging",
	workflow.PaperLeft:         "bevestiging van uittreding",
	workflow.PaperEnd:          "mededeling van einde",
	workflow.PaperSignInvite:   "uitnodiging om te ondertekenen",
	workflow.PaperSigned:       "mededeling van inwerkingtreding",
	workflow.PaperAdopted:      "mededeling van vaststelling",
	workflow.PaperConsolidated: "geconsolideerde tekst",
}

// rectification tells what was told and no longer holds, why, and what holds instead.
func (w *writer) rectification(d *templates.LetterData) error {
	facts := w.record.Facts()
	last := facts[len(facts)-1]
	earlier, err := workflow.NewConvenant(facts[: len(facts)-1 : len(facts)-1]...)
	if err != nil {
		return err
	}
	before, r := earlier.On(w.day), &d.Rectificatie
	r.Dag, r.Stuk = templates.Day(w.paper.On), names[w.paper.Corrects]
	if r.Stuk == "" {
		r.Stuk = w.paper.Corrects
	}
	about := w.paper.About
	for _, e := range workflow.NewEvents(w.state, before) {
		if e.Kind == w.paper.Event && e.On == w.paper.On && e.Fact == w.paper.Fact && e.Data.Get("partij").Text == about {
			r.Meegedeeld, _ = before.Describe(e)
		}
	}
	r.Oorzaak = w.cause(last, before)
	for _, e := range workflow.NewEvents(before, w.state) {
		if e.Fact == 0 {
			sentence, _ := w.state.Describe(e)
			r.Geldt = append(r.Geldt, sentence)
		}
	}
	r.Geldt = append(r.Geldt, w.standing(w.paper.To, len(r.Geldt) > 0)...)
	return nil
}

// cause tells what was recorded that makes things other than they were told.
func (w *writer) cause(last *workflow.Fact, before *workflow.State) string {
	describe := func(s *workflow.State, f *workflow.Fact) string {
		sentence, _ := s.Describe(workflow.Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
		return sentence
	}
	n, err := strconv.Atoi(last.Data.Get("feit").Text)
	if facts := w.record.Facts(); last.Kind == workflow.Correct && err == nil && n >= 1 && n <= len(facts) {
		return "Op " + last.Recorded.Dutch() + " hebben wij een fout hersteld. Voor " + facts[n-1].On.Dutch() + " was vastgelegd: “" +
			describe(before, facts[n-1]) + "”. De reden van de correctie: " + ended(last.Data.Get("reden").Text)
	}
	words := "Op " + last.Recorded.Dutch() + " hebben wij vastgelegd: " + describe(w.state, last) + "."
	if last.On != last.Recorded {
		words += " Dat was op " + last.On.Dutch() + ", en telt vanaf die dag."
	}
	return words
}

// ended gives words a full stop if they have none.
func ended(words string) string {
	if strings.HasSuffix(words, ".") {
		return words
	}
	return words + "."
}

// standing tells how things stand for a Partij on the day of the paper; told, that its running was told already.
func (w *writer) standing(id string, told bool) []string {
	s := w.state
	var list []string
	switch s.Phase {
	case workflow.InForce:
		if told {
			break // in the consequences
		}
		words := "Het convenant is in werking"
		if s.End != 0 {
			words += " en loopt tot en met " + s.End.Dutch()
		}
		list = append(list, words)
	case workflow.Expired, workflow.Ended, workflow.Withdrawn:
		list = append(list, "Het convenant is "+map[workflow.Phase]string{workflow.Expired: "verlopen", workflow.Ended: "beëindigd", workflow.Withdrawn: "ingetrokken"}[s.Phase])
	case workflow.Signing:
		list = append(list, "Het convenant wacht op ondertekening")
	}
	if p := s.Party(id); p != nil {
		switch p.State {
		case workflow.Invited, workflow.Declined:
			list = append(list, p.Name+" heeft niet ondertekend")
		case workflow.Signed:
			list = append(list, p.Name+" heeft ondertekend")
		case workflow.Bound:
			list = append(list, p.Name+" is Partij, met dezelfde rechten en plichten als voorheen")
		case workflow.Leaving:
			list = append(list, p.Name+" is Partij tot en met "+p.LastDay.Dutch())
		case workflow.Left:
			list = append(list, "De laatste dag waarop "+p.Name+" Partij was, is "+p.LastDay.Dutch())
		}
	}
	return list
}
