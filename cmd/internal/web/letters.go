package web

// Letters: what came in, what the rules say of it and what was done with it, and what was sent to Partijen.

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/documents"
	"convenant/workflow"
)

// lettersPage lists the letters of a convenant.
type lettersPage struct {
	*dossier
	Waiting  []letterRow // that nothing was done with yet
	Done     []letterRow
	Acts     []directly // notices and renewals of which the letter itself was not registered
	Sent     []paperYear
	SentSize int
	Own      bool // the reader sees the letters of one Partij
}

// Came is how many letters came in.
func (p *lettersPage) Came() int { return len(p.Waiting) + len(p.Done) }

// letterRow is a letter that came in.
type letterRow struct {
	Number   int
	Words    string // Opzegbrief van Jellinek
	Received workflow.Date
	Recorded workflow.Date
	Outcome  string // what was done with it, or what it waits for
}

// directly is a notice or a renewal that was recorded at once.
type directly struct {
	Sentence string
	Received workflow.Date
	Recorded workflow.Date
}

// letterWords name the kinds of letters.
var letterWords = map[string]string{workflow.NoticeLetter: "Opzegbrief", workflow.RenewalLetter: "Verlengingsbrief", workflow.OtherLetter: "Brief"}

func titleOfLetter(s *workflow.State, l workflow.Letter) string {
	return letterWords[l.Kind] + " van " + receiverOf(s, l.Party)
}

func (v *visit) letters() error {
	d, s, err := v.openDossier("brieven")
	if err != nil {
		return err
	}
	p := &lettersPage{dossier: d, Own: v.principal.Party != ""}
	for _, l := range slices.Backward(archive.Letters(s, v.principal)) {
		row := letterRow{l.Number, titleOfLetter(s, l), l.Received, d.record.Facts()[l.Number-1].Recorded, ""}
		if acted, done := s.ActedOn(l); done {
			sentence, _ := s.Describe(acted)
			row.Outcome = keptWhole(sentence + ".")
			p.Done = append(p.Done, row)
			continue
		}
		if row.Outcome = waitsFor(d.record.Assess(l, workflow.Wish{}, d.On).Proposal); l.Kind == workflow.OtherLetter {
			p.Done = append(p.Done, row)
			continue
		}
		p.Waiting = append(p.Waiting, row)
	}
	p.Acts = direct(d, s, v.principal.Party)
	papers, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	papers = slices.DeleteFunc(papers, func(a archive.Document) bool {
		return a.Paper.To == "" || a.Paper.To == workflow.Secretariat || a.Paper.To == workflow.Alderman
	})
	p.Sent, p.SentSize = papersByYear(s, papers), len(papers)
	return v.page("brieven", p)
}

// waitsFor says what a letter waits for.
func waitsFor(p workflow.Proposal) string {
	switch p.Kind {
	case workflow.ProposeRead:
		return "Het convenant verbindt hier zelf geen gevolgen aan."
	case workflow.ProposeRefuse:
		return "Er is nog niets mee gedaan. Zoals de brief er ligt, kan hij niet worden aanvaard."
	}
	return "Er is nog niets mee gedaan. De brief kan worden aanvaard."
}

// direct lists the notices and renewals that were recorded without their letter, the newest first; those of one Partij, or
// of all.
func direct(d *dossier, s *workflow.State, party string) []directly {
	var ofLetters []int
	for _, l := range s.Letters {
		if e, done := s.ActedOn(l); done {
			ofLetters = append(ofLetters, e.Fact)
		}
	}
	var list []directly
	for _, e := range slices.Backward(s.History) {
		if (e.Kind == string(workflow.GiveNotice) || e.Kind == string(workflow.Renew)) && !slices.Contains(ofLetters, e.Fact) &&
			(party == "" || e.Data.Get("partij").Text == party) {
			sentence, _ := s.Describe(e)
			list = append(list, directly{sentence, e.On, d.record.Facts()[e.Fact-1].Recorded})
		}
	}
	return list
}

// letterPage shows one letter.
type letterPage struct {
	*dossier
	letterRow
	Kind        string
	From        string
	Form        string
	AddressedTo string
	Scan        string // the fingerprint of the file
	OnPaper     string // what it is called where there is no file
	Note        string
	Findings    []findingRow
	Waits       bool
	Advice      string // to the secretariaat
	Refusal     *workflow.Refusal
	Article     string // on which what was done with it rests
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
	p := &letterPage{dossier: d, letterRow: letterRow{number, titleOfLetter(s, l), l.Received, fact.Recorded, ""},
		Kind: letterWords[l.Kind], From: receiverOf(s, l.Party), Form: l.Form, AddressedTo: l.AddressedTo, Note: fact.Note}
	if archive.IsHash(l.Attachment) {
		p.Scan = l.Attachment
	} else {
		p.OnPaper = l.Attachment
	}
	d.Title = p.Words + " – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")}, crumb{"Brieven", d.To("brieven")})
	v.assess(p, s, l)
	return v.page("brief", p)
}

// assess tells what the rules say of a letter, and what was done with it.
func (v *visit) assess(p *letterPage, s *workflow.State, l workflow.Letter) {
	a := p.record.Assess(l, workflow.Wish{}, p.On)
	for _, f := range a.Findings {
		p.Findings = append(p.Findings, findingRow{pointWords[f.Kind], verdictWords[f.Verdict], verdictLooks[f.Verdict], keptWhole(f.Sentence), f.Article})
	}
	if acted, done := s.ActedOn(l); done {
		p.Outcome, p.Article = s.Describe(acted)
		p.Outcome = keptWhole(p.Outcome + ".")
		return
	}
	p.Waits, p.Outcome = a.Proposal.Kind != workflow.ProposeRead, waitsFor(a.Proposal)
	p.Refusal = a.Proposal.Refusal
	if v.principal.Actor() == workflow.Secretariat {
		p.Advice = keptWhole(a.Proposal.Sentence)
	}
}

// keptWhole holds together what belongs on one line, such as a day.
func keptWhole(sentence string) string { return strings.Join(documents.KeptWhole(sentence), "\n") }
