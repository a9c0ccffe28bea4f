package web

// A convenant as one Partij in it sees it: what is asked of it in words, what is coming for it, and where it stands.

import (
	"fmt"
	"slices"
	"strconv"

	"convenant/workflow"
)

// advice asks for an advice that was not given.
func (o ownPart) advice(name string) *askedItem {
	i := slices.IndexFunc(o.state.Advisers, func(a workflow.Adviser) bool { return a.Name == name })
	if name != o.own || i < 0 || o.state.Advisers[i].Tenor != "" {
		return nil
	}
	a := askedItem{
		Title: "Geef advies over het concept",
		Why:   "Wij vroegen u om advies over de tekst (versie " + strconv.Itoa(o.state.Version) + "). Uw advies hebben wij nog niet.",
		By:    o.state.AdviceBy, ByWords: "Wij ontvangen uw advies graag uiterlijk op",
		How:  "Adviseer positief, positief onder voorwaarden of negatief, en schrijf waarom. Hebt u niets op te merken? Laat dan weten dat u geen advies geeft.",
		Send: "Stuur uw advies aan",
		Read: []toRead{o.text("De tekst van het concept")},
	}
	a.papers = []wantedPaper{{workflow.PaperConcept, 0, "Het concept als PDF"}, {workflow.PaperAdviceInvite, 0, "Ons verzoek om advies (PDF)"}}
	if a.Past = a.By != 0 && a.By < o.today; a.Past {
		a.Consequence = "Zolang de adviesronde niet is gesloten, telt uw advies nog mee."
	}
	return &a
}

// signature asks for a signature. Who refused is not asked again, though they may still sign.
func (o ownPart) signature(fingerprint string) *askedItem {
	p := o.party()
	if p.State != workflow.Invited {
		return nil
	}
	a := askedItem{
		Title: "Onderteken het convenant", Article: o.article(workflow.EntryTerm), Fingerprint: fingerprint,
		Why:         "De tekst is vastgesteld. De handtekening van " + p.Name + " hebben wij nog niet.",
		How:         "U tekent hier digitaal, met een code die wij u mailen. Liever op papier of tijdens een bijeenkomst?",
		Send:        "Spreek dat dan af met",
		Consequence: "Het convenant treedt pas in werking als iedere Partij heeft ondertekend.",
		Read:        []toRead{o.text("De tekst die u ondertekent")},
	}
	a.papers = []wantedPaper{{workflow.PaperAdopted, 0, "De tekst als PDF"}, {workflow.PaperSignInvite, 0, "Onze uitnodiging (PDF)"}}
	if d := o.state.Terms.Duration; d != nil && d.Until != 0 {
		a.By, a.ByWords, a.ByArticle = d.Until, "De laatste handtekening moet er zijn uiterlijk op", o.article(workflow.DurationTerm)
	}
	if p.Change != 0 {
		a.By, a.Article = 0, o.article(workflow.AccessionTerm)
		a.Why = "De toetreding van " + p.Name + " is aangenomen. Uw handtekening hebben wij nog niet."
		a.Consequence = "U wordt pas Partij als u hebt ondertekend."
		a.papers = []wantedPaper{{workflow.PaperConsolidated, p.Change, "De tekst als PDF"}, {workflow.PaperSignInvite, p.Change, "Onze uitnodiging (PDF)"}}
	}
	return &a
}

// consent asks whether the Partij agrees with a change. Who refused is not asked again.
func (o ownPart) consent(number string) *askedItem {
	n, _ := strconv.Atoi(number)
	i := slices.IndexFunc(o.state.Changes, func(c workflow.Change) bool { return c.Number == n })
	if i < 0 || slices.ContainsFunc(o.state.Changes[i].Refusals, func(said workflow.Voice) bool { return said.Party == o.own }) {
		return nil
	}
	c := &o.state.Changes[i]
	a := askedItem{
		Title: "Laat weten of u instemt met wijziging " + number, Article: o.article(workflow.AmendmentTerm), Fingerprint: c.SHA256(),
		Why:         "Er ligt een voorstel om het convenant te wijzigen: " + c.Title + ".",
		How:         "Hieronder laat u weten of u instemt; dat telt als uw schriftelijke instemming. Liever op papier? Onderteken dan de instemmingsverklaring.",
		Send:        "Stuur die dan aan",
		Consequence: "De wijziging gaat pas door als " + o.needed(i) + ".",
		Read:        []toRead{{"Het voorstel, met de oude en de nieuwe tekst", "/convenanten/" + o.id + "/wijzigingen/" + number}},
	}
	a.Consequence += " " + takesEffect(c, o.today)
	if c.Accession != nil {
		a.Title, a.Article = "Laat weten of u instemt met een nieuwe Partij", o.article(workflow.AccessionTerm)
		a.Why = c.Accession.Name + " wil Partij worden bij het convenant (wijziging " + number + ")."
		a.Consequence = "De toetreding gaat pas door als " + o.needed(i) + "."
	}
	a.papers = []wantedPaper{{workflow.PaperProposal, n, "Het voorstel als PDF"}, {workflow.PaperConsent, n, "De instemmingsverklaring (PDF)"}}
	return &a
}

// takesEffect says from when a change applies that everyone consents to.
func takesEffect(c *workflow.Change, today workflow.Date) string {
	if c.From > today {
		return "Zij gaat dan in op " + dutchDay(c.From) + ", of op de dag van de laatste instemming als die later is."
	}
	return "Zij gaat dan in op de dag van de laatste instemming."
}

// needed says how many consents the change at an index needs, and how many there are.
func (o ownPart) needed(i int) string {
	view := o.state.View().Changes[i]
	so := "; " + strconv.Itoa(len(view.Consents)) + " deden dat al"
	if len(view.Consents) == 1 {
		so = "; 1 Partij deed dat al"
	}
	if len(view.Consents) == 0 {
		so = ""
	}
	if view.Needed == 1 {
		return "één Partij schriftelijk instemt" + so
	}
	all, bound := "", 0
	for i := range o.state.Parties {
		if o.state.Parties[i].Bound() {
			bound++
		}
	}
	if view.Needed == bound {
		all = "alle "
	}
	return all + strconv.Itoa(view.Needed) + " Partijen schriftelijk instemmen" + so
}

// renewalAhead is how long before its last day a letter of renewal is asked for: a college or a board needs half a year.
const renewalAhead = 12 // months

// renewal asks for the letter of renewal, once its last day comes near.
func (o ownPart) renewal() *askedItem {
	by, from, through, ok := o.state.RenewalFor(o.own)
	if !ok || by.AddMonths(-renewalAhead) > o.today {
		return nil
	}
	p, rule := o.party(), o.state.Terms.Renewal
	a := askedItem{
		Title: "Stuur een verlengingsbrief, als u wilt doorgaan", ByArticle: o.article(workflow.RenewalTerm), By: by,
		Why:     "Het convenant loopt tot en met " + dutchDay(o.state.End) + ". Een verlengingsbrief van " + p.Name + " hebben wij nog niet.",
		ByWords: capital(o.addressee()) + " moet uw brief hebben ontvangen uiterlijk op",
		How:     "Moet uw bestuur of college nog besluiten? Plan dat zo dat de brief er op tijd is. Een brief die al voor u is ingevuld, haalt u op bij het formulier.",
		Send:    "Lever hem hier in, of stuur hem aan",
		Read:    []toRead{{"De verlenging, en wie al een brief stuurde", "/convenanten/" + o.id + "/verlenging"}, o.text("De tekst van het convenant")},
	}
	a.Why += " Met de brief gaat het convenant door vanaf " + dutchDay(from)
	if through != 0 {
		a.Why += ", tot en met " + dutchDay(through)
	}
	a.Why += "."
	if a.Consequence = "Zonder brief van u bent u na " + dutchDay(o.state.End) + " geen Partij meer."; rule.Quorum == workflow.AllParties {
		a.Consequence = "Het convenant wordt alleen verlengd als alle Partijen die niet hebben opgezegd, op tijd een brief sturen. Ontbreekt er één, dan eindigt het voor iedereen na " +
			dutchDay(o.state.End) + "."
	}
	return &a
}

// addressee is whom a letter must have reached.
func (o ownPart) addressee() string {
	if n := o.state.Terms.Notice; n != nil && n.AddressedTo != "" {
		return n.AddressedTo
	}
	return "de contactpersoon van de Regio"
}

func (o ownPart) text(words string) toRead { return toRead{words, "/convenanten/" + o.id + "/tekst"} }

const lacksContact = "Wie uw contactpersoon is, met functie en e-mailadres; liefst ook wie een tweede is."

// missing says what is not known of the Partij. Nothing waits for it.
func (o ownPart) missing() []string {
	var list []string
	for _, s := range o.state.Shortcomings() {
		if s.Party != o.own || o.party().State == workflow.Left {
			continue
		}
		switch s.Kind {
		case workflow.NoRepresentative:
			list = append(list, "Wie namens u ondertekent, en op grond van welk besluit of mandaat.")
		case workflow.NoMandate:
			list = append(list, "Het besluit of mandaat van wie namens u ondertekent.")
		case workflow.NoContact:
			list = append(list, lacksContact)
		case workflow.NoSecondContact:
			list = append(list, "Wie uw tweede contactpersoon is, met functie en e-mailadres.")
		default:
			list = append(list, s.Sentence)
		}
	}
	return list
}

// ownDay is a day on which something happens for the Partij.
type ownDay struct {
	On       workflow.Date
	What     string
	ID, Name string // of the convenant
}

// coming lists the days ahead that matter to this Partij, in order; those of others are theirs.
func (o ownPart) coming() []ownDay {
	p := o.party()
	var list []ownDay
	for _, d := range o.state.Deadlines() {
		if d.Party != "" && d.Party != o.own || p.LastDay != 0 && d.On > p.LastDay && d.Kind != workflow.DueAfterwards {
			continue
		}
		what := o.comingWords(d)
		if what != "" && !slices.ContainsFunc(list, func(c ownDay) bool { return c.On == d.On && c.What == what }) {
			list = append(list, ownDay{d.On, what, o.id, o.state.Name})
		}
	}
	return list
}

func (o ownPart) comingWords(d workflow.Deadline) string {
	s := o.state
	switch d.Kind {
	case workflow.DueAdvice:
		return "De adviezen over het concept moeten binnen zijn."
	case workflow.DueMeeting:
		i := slices.IndexFunc(s.Meetings, func(m workflow.Meeting) bool { return m.Date == d.On })
		return "Het convenant staat op de agenda van " + workflow.TheBody(s.Meetings[i].Body) + "."
	case workflow.DueEntry:
		return "Het convenant treedt in werking."
	case workflow.DueNotice:
		if o.party().State != workflow.Bound {
			return ""
		}
		return "Wilt u per " + dutchDay(s.End) + " stoppen? Dan moet uw opzegging er uiterlijk op deze dag zijn."
	case workflow.DueRenewal:
		if d.Party == "" {
			return "Laatste dag voor een besluit over de verlenging."
		}
		return "Laatste dag waarop uw verlengingsbrief kan worden ontvangen."
	case workflow.DueEnd:
		if o.party().State == workflow.Leaving {
			return "" // its own last day tells
		}
		if s.Terms.Renews() {
			return "De periode die nu loopt, eindigt."
		}
		return "Het convenant eindigt."
	case workflow.DueLastDay:
		return "Uw laatste dag als Partij."
	case workflow.DueChange:
		return "Er gaat een wijziging van de tekst in."
	case workflow.DueEvaluation:
		return "Uiterste dag voor de evaluatie van het convenant."
	}
	return capital(workflow.DeadlineWords(d.Kind, "")) + "."
}

// ownStanding is a convenant in which the Partij takes or took part, in one sentence.
type ownStanding struct {
	ID, Name, Reference string
	Phase               workflow.Phase
	Tone                string // how it looks: of the state of the Partij
	Standing            string // a word for the state of the Partij
	Sentence            string
	Ahead               []string // how it can stop or go on
	Read                []toRead
}

func (o ownPart) standing() ownStanding {
	p, s := o.party(), o.state
	made := ownStanding{ID: o.id, Name: s.Name, Reference: s.Reference, Phase: s.Phase, Standing: partyWords[p.State], Sentence: o.sentence(), Ahead: o.stopOrGoOn()}
	if _, _, _, ok := s.RenewalFor(o.own); ok {
		made.Read = append(made.Read, toRead{"Verlenging", "/convenanten/" + o.id + "/verlenging"})
	}
	switch p.State {
	case workflow.Bound, workflow.Signed:
		made.Tone = "goed"
	case workflow.Leaving, workflow.Declined:
		made.Tone = "let-op"
	case workflow.Left:
		made.Tone = "rust"
	}
	if s.Phase.Over() || s.Phase == workflow.Concept || s.Phase == workflow.Advising || s.Phase == workflow.Adopting {
		made.Tone, made.Standing = "rust", phaseWords[s.Phase]
	}
	return made
}

// sentence tells how the Partij stands in the convenant.
func (o ownPart) sentence() string {
	p, s := o.party(), o.state
	switch {
	case s.Phase == workflow.Withdrawn:
		return "Het convenant is ingetrokken voordat iedereen had ondertekend."
	case p.State == workflow.Left:
		return o.wasParty()
	case s.Phase.Over():
		return "Het convenant is geëindigd."
	case p.State == workflow.Leaving:
		return o.hasGivenNotice()
	case p.State == workflow.Bound:
		return "U bent Partij sinds " + dutchDay(p.BoundFrom) + "; het convenant " + o.runs() + "."
	case p.State == workflow.Declined:
		return "U hebt geweigerd te ondertekenen. Zolang de ondertekening openstaat, kunt u nog ondertekenen."
	case p.State == workflow.Signed && s.Entered != 0 && s.Entered > o.today:
		return "U hebt ondertekend op " + dutchDay(p.SignedOn) + "; het convenant gaat in op " + dutchDay(s.Entered) + "."
	case p.State == workflow.Signed:
		return "U hebt ondertekend op " + dutchDay(p.SignedOn) + "; " + o.waitsFor() + "."
	case s.Phase == workflow.Signing, s.Phase == workflow.InForce:
		return "De tekst ligt klaar om te ondertekenen; uw handtekening ontbreekt nog."
	}
	return "Het convenant wordt voorbereid. Als de tekst is vastgesteld, vragen wij u te ondertekenen."
}

// wasParty tells how it ended for a Partij that left.
func (o ownPart) wasParty() string {
	p := o.party()
	if p.Reason == workflow.LeftByNotice {
		return o.hasGivenNotice()
	}
	words := "U was Partij"
	if p.BoundFrom != 0 {
		words += " van " + dutchDay(p.BoundFrom)
	}
	words += " tot en met " + dutchDay(p.LastDay)
	switch p.Reason {
	case workflow.LeftNotRenewed:
		return words + "; u hebt niet verlengd."
	case workflow.LeftToSuccessor:
		if next := o.state.Party(p.Successor); next != nil {
			return words + "; sindsdien is " + next.Name + " Partij in uw plaats."
		}
	}
	return words + "; toen eindigde het convenant."
}

// runs tells until when the convenant runs, to follow its name.
func (o ownPart) runs() string {
	end := o.state.EndOf()
	d := o.state.Terms.Duration
	switch {
	case end == 0 && d != nil && d.Event != "":
		return "loopt tot een gebeurtenis die de tekst noemt"
	case end == 0:
		return "loopt voor onbepaalde tijd"
	}
	words := "loopt tot en met " + dutchDay(end)
	if o.party().Renewed != 0 {
		words += "; uw verlengingsbrief is ontvangen op " + dutchDay(o.party().Renewed)
	}
	return words
}

// waitsFor tells how many others have yet to sign.
func (o ownPart) waitsFor() string {
	waiting := 0
	for _, p := range o.state.Parties {
		if p.Change == 0 && (p.State == workflow.Invited || p.State == workflow.Declined) {
			waiting++
		}
	}
	switch waiting {
	case 0:
		return "het convenant is nog niet in werking"
	case 1:
		return "één andere Partij moet nog ondertekenen"
	}
	return fmt.Sprintf("%d andere Partijen moeten nog ondertekenen", waiting)
}
