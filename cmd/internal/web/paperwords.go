package web

// What a paper is, in words for who received it.

import (
	"cmp"
	"slices"
	"strconv"

	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/paper"
	"convenant/workflow"
)

// givenPaper is a paper as it stands in a list.
type givenPaper struct {
	Day      workflow.Date // that stands on it
	What     string
	Path     string
	ID, Name string // of the convenant
	Why      string // the reader received it; may be empty

	number   int
	reminder bool
}

// papersIn lists the documents of a convenant that who asks may see, in the order in which they were called for.
func (v *visit) papersIn(id string) ([]archive.Document, error) {
	return v.archive().Documents(v.ctx(), v.reader(), id)
}

// calledOnPages are the words for kinds of papers where a page says it more plainly than the name of the file.
var calledOnPages = map[string]string{
	workflow.PaperSignal:       "overzicht voor het secretariaat",
	workflow.PaperConsolidated: "bijgewerkte tekst",
}

// calledHere says what a kind of paper is called in a sentence on a page.
func calledHere(kind string) string { return cmp.Or(calledOnPages[kind], paper.Called(kind)) }

// nameOfPaper says what a kind of paper is called in a list on a page.
func nameOfPaper(kind string) string { return capital(calledHere(kind)) }

// neuter are the kinds of papers whose name takes het.
var neuter = []string{workflow.PaperConcept, workflow.PaperSigned, workflow.PaperSignatures, workflow.PaperAdviceInvite, workflow.PaperAdviceSummary,
	workflow.PaperProposal, workflow.PaperSignal}

// withArticle names a kind of paper in a sentence: de kennisgeving, het adviesoverzicht.
func withArticle(kind string) string {
	if slices.Contains(neuter, kind) {
		return "het " + calledHere(kind)
	}
	return "de " + calledHere(kind)
}

// titleOfPaper names a paper; one that asks for something with what that is.
func titleOfPaper(p workflow.Paper) string {
	if p.Asks == "" {
		return nameOfPaper(p.Kind)
	}
	return nameOfPaper(p.Kind) + ": " + askedOf(p)
}

// askedOf says what a paper asks for: de instemming met wijziging 1.
func askedOf(p workflow.Paper) string {
	if p.Change != 0 {
		return askedWords[p.Asks] + " (wijziging " + strconv.Itoa(p.Change) + ")"
	}
	return askedWords[p.Asks]
}

// askedWords say what a reminder is about.
var askedWords = map[string]string{
	workflow.RemindSign:     "de ondertekening",
	workflow.RemindAdvice:   "het advies",
	workflow.RemindConsent:  "de instemming",
	workflow.RemindDecision: "een besluit",
	workflow.RemindContacts: "de contactpersoon",
	workflow.RemindEvaluate: "de evaluatie",
	workflow.RemindRenew:    "de verlengingsbrief",
}

// answered says what a receipt confirms, by the kind of the fact.
var answered = map[workflow.Kind]string{
	workflow.GiveNotice: " van een opzegging",
	workflow.Renew:      " van een verlengingsbrief",
}

// paperWords says what a paper is, and what it is about.
func paperWords(record *workflow.Convenant, s *workflow.State, p workflow.Paper) string {
	title := nameOfPaper(p.Kind)
	given := workflow.Value{}
	kind := workflow.Kind("")
	if facts := record.Facts(); p.Fact > 0 && p.Fact <= len(facts) {
		given, kind = facts[p.Fact-1].Data, facts[p.Fact-1].Kind
	}
	change := ""
	if p.Change != 0 {
		change = " (wijziging " + strconv.Itoa(p.Change) + ")"
	}
	switch p.Kind {
	case workflow.PaperReceipt:
		if kind == workflow.RegisterLetter {
			return title + " van een brief"
		}
		return title + answered[kind]
	case workflow.PaperNotification:
		if about := s.Party(p.About); about != nil {
			return title + ": " + about.Name + " heeft opgezegd"
		}
	case workflow.PaperReminder:
		return title + " over " + askedWords[p.Asks] + change
	case workflow.PaperRectification:
		return title + " van " + withArticle(p.Corrects)
	case workflow.PaperResolutions, workflow.PaperCover:
		if body := given.Get("overleg").Text; body != "" {
			of := map[string]string{workflow.PaperResolutions: " van ", workflow.PaperCover: " voor "}[p.Kind]
			return title + of + workflow.TheBody(body)
		}
	}
	return title + change
}
