package web

// One letter: what the rules say of it, what was done with it, and what followed.

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/documents"
	"convenant/workflow"
)

// letterPage shows one letter.
type letterPage struct {
	*dossier
	letterRow
	Form        string
	AddressedTo string
	Scan        string // the fingerprint of the file
	OnPaper     string // what it is called where there is no file
	Note        string
	Findings    []findingRow
	Remarks     int    // findings that were not in order, of a letter that was acted on
	Asked       string // the wanted last day of a notice
	Advice      string // to the secretariaat
	Refusal     *workflow.Refusal
	Article     string // on which what was done with it rests
	Followed    string // what came of it, as of the day that is looked at
	Made        []paperKind
	Act         *toRead // the form with which the secretariaat acts on it
}

// findingRow is one point on which the letter was looked at.
type findingRow struct{ Point, Verdict, Look, Sentence, Article string }

var (
	pointWords = map[string]string{workflow.FindForm: "Vorm", workflow.FindAddressee: "Gericht aan", workflow.FindSender: "Afzender",
		workflow.FindMandate: "Mandaat", workflow.FindGrounds: "Redenen", workflow.FindTime: "Tijd"}
	verdictWords = map[workflow.Verdict]string{workflow.InOrder: "In orde", workflow.Attention: "Let op", workflow.NotGood: "Niet in orde"}
	verdictLooks = map[workflow.Verdict]string{workflow.InOrder: "status--goed", workflow.Attention: "status--let-op", workflow.NotGood: "status--fout"}
)

var noSuchLetter = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Deze brief is er niet",
	detail: "Onder dit nummer staat geen brief die u kunt inzien.", remedy: "Bij het convenant staat onder ‘Brieven’ wat is ontvangen."}

func (v *visit) letter() error {
	d, s, err := v.openDossier("brieven")
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(v.r.PathValue("nummer"))
	if err != nil {
		return noSuchLetter
	}
	l, ok := archive.Letter(s, v.principal, number)
	if !ok {
		return noSuchLetter
	}
	fact := d.record.Facts()[number-1]
	p := &letterPage{dossier: d, letterRow: d.rowOf(l), Form: l.Form, AddressedTo: l.AddressedTo, Note: fact.Note}
	if archive.IsHash(l.Attachment) {
		p.Scan = l.Attachment
	} else {
		p.OnPaper = l.Attachment
	}
	d.Title = p.Words + " – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")}, crumb{"Brieven", d.To("brieven")})
	v.assess(p, s, l)
	if err := v.follow(p, s, l); err != nil {
		return err
	}
	return v.page("brief", p)
}

// assess tells what the rules say of a letter, and what was done with it.
func (v *visit) assess(p *letterPage, s *workflow.State, l workflow.Letter) {
	a := p.record.Assess(l, workflow.Wish{}, p.On)
	for _, f := range a.Findings {
		row := findingRow{pointWords[f.Kind], verdictWords[f.Verdict], verdictLooks[f.Verdict], keptWhole(f.Sentence), f.Article}
		if f.Kind == workflow.FindMandate && f.Verdict == workflow.InOrder { // that there is a mandate does not tell who signed
			row.Verdict, row.Look = "Nog na te gaan", ""
		}
		p.Findings = append(p.Findings, row)
	}
	if acted, done := s.ActedOn(l); done {
		for _, f := range a.Findings {
			p.Remarks += order(f.Verdict != workflow.InOrder)
		}
		_, p.Article = s.Describe(acted)
		p.Outcome = p.cameOf(acted, l.Party)
		return
	}
	p.Waits, p.Outcome = a.Proposal.Kind != workflow.ProposeRead, waitsFor(a.Proposal)
	p.Refusal = a.Proposal.Refusal
	if v.principal.Actor() == workflow.Secretariat {
		p.Advice = keptWhole(a.Proposal.Sentence)
		p.Act = p.formFor(l)
	}
}

// formFor leads to the form with which what a letter asks for is recorded.
func (d *dossier) formFor(l workflow.Letter) *toRead {
	for kind, letter := range lettersOf {
		if letter == l.Kind && !d.Elsewhen() {
			return &toRead{optionWords[kind][0] + " vastleggen", "doen/" + string(kind) + "?partij=" + url.QueryEscape(l.Party) + "&brief=" + strconv.Itoa(l.Number)}
		}
	}
	return nil
}

// follow tells what came of a letter that was acted on, and which documents were made of that.
func (v *visit) follow(p *letterPage, s *workflow.State, l workflow.Letter) error {
	acted, done := s.ActedOn(l)
	if l.Kind == workflow.NoticeLetter {
		p.Asked = askedLastDay(acted, done)
	}
	papers, err := v.documentsOf(p.dossier)
	if err != nil {
		return err
	}
	also := func(workflow.Paper) bool { return false }
	switch {
	case !done:
	case acted.Kind == string(workflow.GiveNotice):
		p.Followed = leaving(s, l.Party)
		also = func(a workflow.Paper) bool { return a.Kind == workflow.PaperLeft && a.To == l.Party }
	default:
		var on workflow.Date
		p.Followed, on = renewing(s, l.Received)
		also = func(a workflow.Paper) bool { return on != 0 && a.Kind == workflow.PaperRenewed && a.On == on }
	}
	for _, a := range papers {
		of := a.Paper.Fact
		if a.Paper.Kind == workflow.PaperRectification {
			of = a.Stand.Number // its own fact is what was told wrongly
		}
		if of == l.Number || done && of == acted.Fact || also(a.Paper) {
			p.Made = addPaper(p.Made, s, a, paperWords(p.record, s, a.Paper))
		}
	}
	inOrder(p.Made)
	return nil
}

// askedLastDay tells which last day a notice asked for, as far as that was recorded.
func askedLastDay(acted workflow.Event, done bool) string {
	if day, err := workflow.ParseDate(acted.Data.Get("per").Text); err == nil {
		return dutchDay(day)
	}
	if done {
		return "Niet vastgelegd. Dan telt de vroegste dag die kan."
	}
	return "Niet vastgelegd"
}

// leaving tells what a notice does or did to who gave it.
func leaving(s *workflow.State, party string) string {
	p := s.Party(party)
	switch {
	case p == nil || p.LastDay == 0:
		return ""
	case p.State == workflow.Left:
		return p.Name + " is sinds " + dutchDay(p.LastDay+1) + " geen Partij meer."
	}
	return p.Name + " blijft Partij tot en met " + dutchDay(p.LastDay) + ", met alle rechten en plichten."
}

// renewing tells what came of a letter of renewal, and the day on which the convenant was renewed, or 0.
func renewing(s *workflow.State, received workflow.Date) (string, workflow.Date) {
	for _, e := range s.History {
		if e.On > received && (e.Kind == workflow.WasRenewed || e.Kind == workflow.HasExpired || e.Kind == workflow.WasEnded) {
			sentence, _ := s.Describe(e)
			if e.Kind == workflow.WasRenewed {
				return keptWhole(sentence) + ".", e.On
			}
			return "Het convenant is daarna niet verlengd. " + keptWhole(sentence) + " op " + dutchDay(e.On) + ".", 0
		}
	}
	return "Of het convenant wordt verlengd, blijkt na " + dutchDay(s.End) + ".", 0
}

// keptWhole holds together what belongs on one line, such as a day.
func keptWhole(sentence string) string { return strings.Join(documents.KeptWhole(sentence), "\n") }
