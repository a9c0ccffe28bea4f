package workflow

import "encoding/json"

// The terms (voorwaarden) are what differs between one convenant and the next. The text is written from them and the
// rules enforce them, so that what people sign and what the program does cannot drift apart.

// Term names one of the terms. The names are public words.
type Term string

// The terms, in the order in which a convenant speaks of them.
const (
	EntryTerm      Term = "inwerkingtreding"
	DurationTerm   Term = "looptijd"
	NoticeTerm     Term = "opzegging"
	RenewalTerm    Term = "verlenging"
	AmendmentTerm  Term = "wijziging"
	AccessionTerm  Term = "toetreding"
	EvaluationTerm Term = "evaluatie"
	AftermathTerm  Term = "na-afloop"
)

// TermNames lists the terms in their order.
var TermNames = []Term{EntryTerm, DurationTerm, NoticeTerm, RenewalTerm, AmendmentTerm, AccessionTerm, EvaluationTerm, AftermathTerm}

// replacedWhole are the terms whose keys make sense only together: a patch replaces them instead of merging.
var replacedWhole = map[Term]bool{EntryTerm: true, DurationTerm: true, EvaluationTerm: true}

// Terms are the terms of a convenant with every default filled in. A nil term is niet geregeld: written as null.
// A term that was never written has its default; for those without one that is niet geregeld too, except that a
// convenant may then still be evaluated ([EvaluationRule] with neither Every nor By).
type Terms struct {
	Entry      *EntryRule      `json:"inwerkingtreding"`
	Duration   *DurationRule   `json:"looptijd"`
	Notice     *NoticeRule     `json:"opzegging"`
	Renewal    *RenewalRule    `json:"verlenging"`
	Amendment  *AmendmentRule  `json:"wijziging"`
	Accession  *AccessionRule  `json:"toetreding"`
	Evaluation *EvaluationRule `json:"evaluatie"`
	Aftermath  *AftermathRule  `json:"na-afloop"`
}

// The moments at which a convenant can enter into force (R1).
const (
	LastSignature    = "laatste-ondertekening"
	AfterSignature   = "dag-na-laatste-ondertekening"
	FixedDate        = "datum"
	FirstOfMonth     = "eerste-dag-maand"
	AfterPublication = "dag-na-publicatie"
)

// EntryRule says when the convenant enters into force (3.1).
type EntryRule struct {
	Article string `json:"artikel,omitempty"`
	Moment  string `json:"moment"`
	Date    Date   `json:"datum,omitzero"`    // with FixedDate
	Months  int    `json:"maanden,omitempty"` // with FirstOfMonth: how many months after the month of the last signature
	Days    int    `json:"dagen,omitempty"`   // with AfterPublication: how many days after the publication
}

// DurationRule says how long it runs (3.2). Exactly one of Until, Period, Event and Indefinite is set.
type DurationRule struct {
	Article    string `json:"artikel,omitempty"`
	Until      Date   `json:"tot-en-met,omitzero"`
	Period     Period `json:"duur,omitzero"`
	Event      string `json:"gebeurtenis,omitempty"`
	Indefinite bool   `json:"onbepaald,omitempty"`
}

// The values of NoticeRule: who may give notice, from when it counts, on what day it lands, what form it needs, and
// what it does to the others.
const (
	ByEachParty  = "elke-partij"
	ByAllParties = "alle-partijen"
	ByNobody     = "niemand"

	FromReceipt    = "ontvangst"
	FromEndOfMonth = "einde-maand"
	FromEndOfYear  = "einde-kalenderjaar"
	OnAnyDay       = "elke-dag"
	OnEndOfMonth   = "einde-maand"
	OnEndOfYear    = "einde-kalenderjaar"
	OnEndOfPeriod  = "einde-periode"

	InWriting  = "schriftelijk"
	Registered = "aangetekend"

	OthersGoOn     = "overigen-gaan-door"
	EndsForAll     = "eindigt-voor-allen"
	OthersConsider = "overigen-beraden"
)

// NoticeRule says how the convenant is ended early (3.3).
type NoticeRule struct {
	Article        string `json:"artikel,omitempty"`
	By             string `json:"door"`
	Term           Period `json:"-"` // no time at all: the day of receipt
	CountsFrom     string `json:"telt-vanaf"`
	LandsOn        string `json:"tegen"`
	ReceivedBefore Date   `json:"ontvangen-uiterlijk,omitzero"`
	Form           string `json:"vorm"`
	Grounds        bool   `json:"gronden"`
	AddressedTo    string `json:"gericht-aan,omitempty"`
	Addressee      string `json:"geadresseerde,omitempty"` // id of the Partij that receives for all
	Effect         string `json:"gevolg"`
	JoinWithin     Period `json:"aansluiten-binnen,omitzero"`
}

// The ways of renewal and what a quorum asks.
const (
	ByLetter   = "brief"
	Tacit      = "stilzwijgend"
	ByDecision = "besluit"
	NoRenewal  = "geen"

	AllParties    = "alle-partijen"
	EachForItself = "elke-partij-voor-zich"
)

// RenewalRule says how the convenant lives on after its end date (3.4).
type RenewalRule struct {
	Article        string `json:"artikel,omitempty"`
	Way            string `json:"wijze"`
	Period         Period `json:"-"`
	SamePeriod     bool   `json:"-"` // as long as the period before
	Indefinite     bool   `json:"-"`
	Quorum         string `json:"quorum"`
	ReceivedBefore Period `json:"-"`                  // this long before the end date, by the search of R5
	HasDeadline    bool   `json:"-"`                  // ReceivedBefore was written, even as 0 dagen
	Most           int    `json:"maximaal,omitempty"` // how often; 0 is without limit
}

// The shares of the Partijen whose consent a change needs.
const (
	TwoThirds    = "twee-derde"
	Majority     = "meerderheid"
	Consultation = "overleg"
)

// AmendmentRule says whose consent a change needs (9.2).
type AmendmentRule struct {
	Article string `json:"artikel,omitempty"`
	Consent string `json:"instemming"`
}

// AccessionRule says whose consent a new Partij needs. Party and Body are set when one Partij or one body decides.
type AccessionRule struct {
	Article string `json:"artikel,omitempty"`
	Consent string `json:"instemming"`
	Party   string `json:"-"`
	Body    string `json:"-"`
}

// Open is the value of AccessionRule.Consent that lets a new Partij in without anyone's consent.
const Open = "open"

// EvaluationRule says when the convenant is evaluated: every period, counted from the last one or else from the entry
// into force, or once by a day.
type EvaluationRule struct {
	Article string `json:"artikel,omitempty"`
	Every   Period `json:"elke,omitzero"`
	By      Date   `json:"uiterlijk,omitzero"`
}

// AftermathRule says which duties survive the end, and how long.
type AftermathRule struct {
	Article     string `json:"artikel,omitempty"`
	Period      Period `json:"duur"`
	Description string `json:"omschrijving,omitempty"`
}

// ReadTerms reads the terms as they are written in a template or an act, fills in the defaults, and refuses what
// contradicts itself with the field named. path is put before the names of fields, as "voorwaarden.".
func ReadTerms(v Value, path string) (*Terms, *Refusal) {
	t, refusal := parseTerms(v, path)
	if refusal == nil {
		refusal = t.contradiction(path)
	}
	if refusal != nil {
		return nil, refusal
	}
	return t, nil
}

// parseTerms reads terms without looking whether they hold together.
func parseTerms(v Value, path string) (*Terms, *Refusal) {
	r := newReader(v, path)
	t := &Terms{
		Entry:      readTerm(r, EntryTerm, readEntry),
		Duration:   readTerm(r, DurationTerm, readDuration),
		Notice:     readTerm(r, NoticeTerm, readNotice),
		Renewal:    readTerm(r, RenewalTerm, readRenewal),
		Amendment:  readTerm(r, AmendmentTerm, readAmendment),
		Accession:  readTerm(r, AccessionTerm, readAccession),
		Evaluation: readTerm(r, EvaluationTerm, readEvaluation),
		Aftermath:  readTerm(r, AftermathTerm, readAftermath),
	}
	if !v.Get(string(AftermathTerm)).IsPresent() {
		t.Aftermath = nil
	}
	if n := t.Renewal; n != nil && n.Way != NoRenewal && n.Period.N == 0 && !n.Indefinite && t.runsForPeriod() {
		n.SamePeriod = true
	}
	return t, r.done()
}

func (t *Terms) runsForPeriod() bool { return t.Duration != nil && t.Duration.Period.N > 0 }

// readTerm returns nil for a term that is written as null, and the defaults for one that is not written.
func readTerm[T any](r *reader, term Term, read func(*reader) *T) *T {
	if r.value.Get(string(term)).Kind == NullValue {
		r.raw(string(term))
		return nil
	}
	s, _ := r.sub(string(term))
	rule := read(s)
	s.rest()
	return rule
}

func readArticle(r *reader) string { return r.optText("artikel", 20) }

func readEntry(r *reader) *EntryRule {
	e := &EntryRule{
		Article: readArticle(r),
		Moment:  r.optChoice("moment", LastSignature, AfterSignature, FixedDate, FirstOfMonth, AfterPublication),
		Date:    r.optDate("datum"),
		Months:  r.optNumber("maanden", 1, 120),
		Days:    r.optNumber("dagen", 1, 1000),
	}
	only := func(field string, given bool, moment string) {
		if given && e.Moment != moment {
			r.fail(r.path+field, "Het veld %s hoort bij het moment %s, niet bij %s.", quote(field), quote(moment), quote(e.Moment))
		}
	}
	only("datum", e.Date != 0, FixedDate)
	only("maanden", e.Months != 0, FirstOfMonth)
	only("dagen", e.Days != 0, AfterPublication)
	switch {
	case e.Moment == FixedDate && e.Date == 0:
		r.missing("datum")
	case e.Moment == FirstOfMonth && e.Months == 0:
		e.Months = 1
	case e.Moment == AfterPublication && e.Days == 0:
		e.Days = 1
	}
	return e
}

func readDuration(r *reader) *DurationRule {
	d := &DurationRule{Article: readArticle(r), Until: r.optDate("tot-en-met"), Event: r.optText("gebeurtenis", maxText)}
	var periodGiven bool
	d.Period, periodGiven = r.optPeriod("duur")
	if periodGiven && d.Period.N == 0 {
		r.fail(r.path+"duur", "Een looptijd is ten minste een dag.")
	}
	d.Indefinite = r.optBool("onbepaald")
	given := 0
	for _, is := range []bool{d.Until != 0, periodGiven, d.Event != "", d.Indefinite} {
		if is {
			given++
		}
	}
	if given > 1 {
		r.fail(r.path+"tot-en-met", "De looptijd is op meer dan één manier ingevuld; kies één van de velden ‘tot-en-met’, ‘duur’, ‘gebeurtenis’ en ‘onbepaald’.")
	}
	d.Indefinite = given == 0 || d.Indefinite
	return d
}

func readNotice(r *reader) *NoticeRule {
	n := &NoticeRule{
		Article:        readArticle(r),
		By:             r.optChoice("door", ByAllParties, ByEachParty, ByNobody),
		CountsFrom:     r.optChoice("telt-vanaf", FromReceipt, FromEndOfMonth, FromEndOfYear),
		LandsOn:        r.optChoice("tegen", OnAnyDay, OnEndOfMonth, OnEndOfYear, OnEndOfPeriod),
		ReceivedBefore: r.optDate("ontvangen-uiterlijk"),
		Form:           r.optChoice("vorm", InWriting, Registered),
		Grounds:        r.optBool("gronden"),
		AddressedTo:    r.optName("gericht-aan"),
		Addressee:      r.optID("geadresseerde"),
		Effect:         r.optChoice("gevolg", OthersGoOn, EndsForAll, OthersConsider),
	}
	if r.value.Get("termijn").Text == "geen" {
		r.raw("termijn")
	} else {
		n.Term, _ = r.optPeriod("termijn")
	}
	n.JoinWithin, _ = r.optPeriod("aansluiten-binnen")
	return n
}

func readRenewal(r *reader) *RenewalRule {
	n := &RenewalRule{
		Article: readArticle(r),
		Way:     r.optChoice("wijze", NoRenewal, ByLetter, Tacit, ByDecision),
		Quorum:  r.optChoice("quorum", AllParties, EachForItself),
		Most:    r.optNumber("maximaal", 1, 1000),
	}
	n.ReceivedBefore, n.HasDeadline = r.optPeriod("ontvangen-uiterlijk")
	switch r.value.Get("duur").Text {
	case "zelfde-periode":
		r.raw("duur")
		n.SamePeriod = true
	case "onbepaald":
		r.raw("duur")
		n.Indefinite = true
	default:
		var given bool
		n.Period, given = r.optPeriod("duur")
		if given && (n.Period.N == 0 || n.Period.Unit < Months) {
			r.fail(r.path+"duur", "Een verlenging duurt een aantal maanden of jaren, even lang als de looptijd (‘zelfde-periode’) of onbepaalde tijd (‘onbepaald’).")
		}
	}
	return n
}

func readAmendment(r *reader) *AmendmentRule {
	return &AmendmentRule{
		Article: readArticle(r),
		Consent: r.optChoice("instemming", AllParties, TwoThirds, Majority, Consultation),
	}
}

func readAccession(r *reader) *AccessionRule {
	a := &AccessionRule{Article: readArticle(r), Consent: r.optText("instemming", maxName)}
	switch {
	case a.Consent == "":
		a.Consent = AllParties
	case a.Consent == AllParties || a.Consent == Open:
	case len(a.Consent) > 7 && a.Consent[:7] == "partij:" && isID(a.Consent[7:]):
		a.Party = a.Consent[7:]
	case len(a.Consent) > 7 && a.Consent[:7] == "orgaan:" && nameFault(a.Consent) == "":
		a.Body, _ = cleanText(a.Consent[7:], maxName)
	default:
		r.fail(r.path+"instemming", "In het veld %s staat %s; kies uit alle-partijen, open, partij:<korte naam> of orgaan:<naam>.", quote("instemming"), quote(a.Consent))
	}
	return a
}

func readEvaluation(r *reader) *EvaluationRule {
	e := &EvaluationRule{Article: readArticle(r), By: r.optDate("uiterlijk")}
	var given bool
	e.Every, given = r.optPeriod("elke")
	switch {
	case given && e.Every.N == 0:
		r.fail(r.path+"elke", "Tussen twee evaluaties ligt ten minste een dag.")
	case given && e.By != 0:
		r.fail(r.path+"uiterlijk", "Een evaluatie is óf elke keer na een termijn, óf eenmaal uiterlijk op een dag; kies één van beide.")
	}
	return e
}

func readAftermath(r *reader) *AftermathRule {
	a := &AftermathRule{Article: readArticle(r), Description: r.optText("omschrijving", maxText)}
	var given bool
	a.Period, given = r.optPeriod("duur")
	switch {
	case !r.value.IsPresent() || r.failed():
	case !given:
		r.missing("duur")
	case a.Period.N == 0:
		r.fail(r.path+"duur", "Wat na afloop nog geldt, geldt ten minste een dag.")
	}
	return a
}

// contradiction refuses terms that cannot hold together.
func (t *Terms) contradiction(path string) *Refusal {
	d, n, v := t.Duration, t.Notice, t.Renewal
	switch {
	case d != nil && d.Until != 0 && t.Entry != nil && t.Entry.Date > d.Until:
		return invalid(path+"looptijd.tot-en-met", "De looptijd eindigt op %s, en dat is vóór de inwerkingtreding op %s.", d.Until.Dutch(), t.Entry.Date.Dutch()).
			instead("Kies een latere einddatum of een eerdere inwerkingtreding.")
	case n != nil && n.LandsOn == OnEndOfPeriod && (d == nil || d.Indefinite || d.Event != ""):
		return invalid(path+"opzegging.tegen", "Opzeggen tegen het einde van een periode kan alleen als de looptijd een einddatum of een duur heeft.").
			instead("Geef de looptijd een einddatum of een duur, of kies bij ‘tegen’ iets anders.")
	case v == nil || v.Way == NoRenewal:
		return nil
	case v.SamePeriod && !t.runsForPeriod():
		return invalid(path+"verlenging.duur", "Verlengen met dezelfde periode kan alleen als de looptijd een duur heeft, zoals 3 jaar.").
			instead("Geef de looptijd een duur, of vul in met hoeveel maanden of jaren wordt verlengd.")
	case v.Period.N == 0 && !v.Indefinite && !v.SamePeriod:
		return invalid(path+"verlenging.duur", "Er staat niet met welke periode wordt verlengd.").
			instead("Vul een aantal maanden of jaren in, of ‘onbepaald’.")
	}
	return nil
}

// MergeTerms lays the terms that an act gives over the current ones, both as they were written: key by key at every
// depth, except that inwerkingtreding, looptijd and evaluatie are replaced whole and keep only their artikel. A null
// makes a term niet geregeld.
func MergeTerms(current, patch Value) Value {
	merged := current
	if merged.Kind != ObjectValue {
		merged = ObjectOf()
	}
	for _, f := range patch.Fields {
		old := merged.Get(f.Name)
		switch {
		case f.Value.Kind == NullValue:
			merged = merged.With(f.Name, f.Value)
		case replacedWhole[Term(f.Name)]:
			value := merge(ObjectOf(), f.Value)
			if article := old.Get("artikel"); article.IsPresent() && value.Get("artikel").Kind == Absent && value.Kind == ObjectValue {
				value = value.With("artikel", article)
			}
			merged = merged.With(f.Name, value)
		case old.Kind == ObjectValue:
			merged = merged.With(f.Name, merge(old, f.Value))
		default:
			merged = merged.With(f.Name, merge(ObjectOf(), f.Value))
		}
	}
	return merged
}

// Article returns the article that a term's template names for it, or "".
func (t *Terms) Article(term Term) string {
	switch {
	case term == EntryTerm && t.Entry != nil:
		return t.Entry.Article
	case term == DurationTerm && t.Duration != nil:
		return t.Duration.Article
	case term == NoticeTerm && t.Notice != nil:
		return t.Notice.Article
	case term == RenewalTerm && t.Renewal != nil:
		return t.Renewal.Article
	case term == AmendmentTerm && t.Amendment != nil:
		return t.Amendment.Article
	case term == AccessionTerm && t.Accession != nil:
		return t.Accession.Article
	case term == EvaluationTerm && t.Evaluation != nil:
		return t.Evaluation.Article
	case term == AftermathTerm && t.Aftermath != nil:
		return t.Aftermath.Article
	}
	return ""
}

// Renews reports whether the terms know a renewal at all, and for how long.
func (t *Terms) Renews() bool {
	v := t.Renewal
	return v != nil && v.Way != NoRenewal && (v.Indefinite || v.Period.N > 0 || v.SamePeriod && t.runsForPeriod())
}

// MarshalJSON writes the rule with the words of the contract.
func (n NoticeRule) MarshalJSON() ([]byte, error) {
	type plain NoticeRule
	term := "geen"
	if n.Term.N > 0 {
		term = n.Term.String()
	}
	return json.Marshal(struct {
		plain
		Term string `json:"termijn"`
	}{plain(n), term})
}

// MarshalJSON writes the rule with the words of the contract.
func (v RenewalRule) MarshalJSON() ([]byte, error) {
	type plain RenewalRule
	period := ""
	switch {
	case v.SamePeriod:
		period = "zelfde-periode"
	case v.Indefinite:
		period = "onbepaald"
	case v.Period.N > 0:
		period = v.Period.String()
	}
	deadline := ""
	if v.HasDeadline {
		deadline = v.ReceivedBefore.String()
	}
	return json.Marshal(struct {
		plain
		Period   string `json:"duur,omitempty"`
		Deadline string `json:"ontvangen-uiterlijk,omitempty"`
	}{plain(v), period, deadline})
}
