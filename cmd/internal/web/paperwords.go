package web

// What a paper is, in words for who received it.

import (
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
	title := paper.TitleOf(p.Kind)
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
		return title + ": een eerder bericht klopt niet meer (" + paper.Called(p.Corrects) + ")"
	case workflow.PaperResolutions, workflow.PaperCover:
		if body := given.Get("overleg").Text; body != "" {
			of := map[string]string{workflow.PaperResolutions: " van ", workflow.PaperCover: " voor "}[p.Kind]
			return title + of + workflow.TheBody(body)
		}
	}
	return title + change
}
