package web

// In which words is told what asks for attention in a convenant, from its state today.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"convenant/storage"
	"convenant/workflow"
)

// attentionWords tell of each kind that the register keeps what is the matter in a convenant; nothing when it is over. The
// places are those under the convenant.
var attentionWords = map[string]func(at *looked, today workflow.Date) []attentionSentence{
	storage.AttentionLetter:       lettersToAssess,
	storage.AttentionAdvice:       advicesOpen,
	storage.AttentionSigning:      signaturesMissing,
	storage.AttentionChange:       consentsMissing,
	storage.AttentionWithout:      factsWithout,
	storage.AttentionShortcomings: shortcomingsOf,
}

// lettersToAssess tells of letters on which nothing was done what they could mean.
func lettersToAssess(at *looked, today workflow.Date) (list []attentionSentence) {
	for _, l := range at.state.Letters {
		if _, done := at.state.ActedOn(l); done || l.Kind == workflow.OtherLetter {
			continue
		}
		proposal := at.record.Assess(l, workflow.Wish{}, today).Proposal
		words := fmt.Sprintf("%s van %s, ontvangen op %s. %s", capital(l.Kind), partyName(at.state, l.Party), dutchDay(l.Received), keptWhole(proposal.Sentence))
		list = append(list, attentionSentence{Words: words, Path: "/brieven/" + strconv.Itoa(l.Number)})
	}
	return list
}

// advicesOpen tells which advice is still to come and which has no answer.
func advicesOpen(at *looked, today workflow.Date) (list []attentionSentence) {
	s := at.state
	if s.Phase != workflow.Advising {
		return nil
	}
	for _, a := range s.Advisers {
		name := partyName(s, a.Name)
		words := ""
		switch {
		case a.Tenor != "" && a.Handling == "":
			words = fmt.Sprintf("Op het advies van %s (%s, van %s) is nog niet geantwoord.", name, strings.ToLower(tenorWords[a.Tenor]), dutchDay(a.GivenOn))
		case a.Tenor == "" && s.AdviceBy != 0 && s.AdviceBy < today:
			words = fmt.Sprintf("%s heeft geen advies gegeven. Dat kon tot en met %s.", name, dutchDay(s.AdviceBy))
		case a.Tenor == "" && s.AdviceBy != 0:
			words = fmt.Sprintf("%s heeft nog geen advies gegeven. Dat kan tot en met %s.", name, dutchDay(s.AdviceBy))
		default:
			continue
		}
		list = append(list, attentionSentence{Words: words, Path: "/besluitvorming"})
	}
	return list
}

// signaturesMissing tells who has not signed, and since when that was asked.
func signaturesMissing(at *looked, _ workflow.Date) (list []attentionSentence) {
	s := at.state
	if s.Phase != workflow.Signing {
		return nil
	}
	since := ""
	for _, d := range s.Decisions {
		if d.About == workflow.AboutText && d.Outcome == workflow.WasAdopted {
			since = ", gevraagd sinds " + dutchDay(d.On)
		}
	}
	var waiting, refusing []string
	for _, p := range s.Parties {
		switch p.State {
		case workflow.Invited:
			waiting = append(waiting, p.Name)
		case workflow.Declined:
			refusing = append(refusing, p.Name)
		}
	}
	add := func(format string, names []string, more string) {
		if len(names) > 0 {
			list = append(list, attentionSentence{Words: fmt.Sprintf(format, fewNames(names)) + more + ".", Path: "/partijen"})
		}
	}
	add("Nog niet getekend: %s", waiting, since)
	add("Weigert te tekenen: %s", refusing, "")
	return list
}

// consentsMissing tells of each change that is proposed who has not said what they think of it.
func consentsMissing(at *looked, _ workflow.Date) (list []attentionSentence) {
	s := at.state
	view := s.View()
	for i, c := range s.Changes {
		if c.State != workflow.Proposed {
			continue
		}
		words := "‘" + c.Title + "’"
		switch names := stillVoting(s, &s.Changes[i]); {
		case c.CollidesWith != 0:
			words += fmt.Sprintf(" raakt hetzelfde als wijziging %d, die is aangenomen. Pas het voorstel aan.", c.CollidesWith)
		case len(names) > 0 && view.Changes[i].Needed > 0:
			words += ": " + consentsIn(len(c.Consents), view.Changes[i].Needed) + " Nog niet ingestemd: " + fewNames(names) + "."
		default:
			words += " wacht op een besluit."
		}
		list = append(list, attentionSentence{Words: words, Path: "/wijzigingen/" + strconv.Itoa(c.Number)})
	}
	return list
}

// consentsIn says how many of the consents that are needed are in.
func consentsIn(n, needed int) string {
	switch {
	case needed == 1:
		return "de instemming die nodig is, is er nog niet."
	case n == 0:
		return fmt.Sprintf("van de %d instemmingen die nodig zijn, is er nog geen.", needed)
	}
	return fmt.Sprintf("van de %d instemmingen die nodig zijn, %s er %d.", needed, verb(n, "is", "zijn"), n)
}

// stillVoting gives the names of those who may still say what they think of a change.
func stillVoting(s *workflow.State, c *workflow.Change) (names []string) {
	one := ""
	if c.Accession != nil && s.Terms.Accession != nil {
		one = s.Terms.Accession.Party
	}
	spoke := func(list []workflow.Voice, id string) bool {
		return slices.ContainsFunc(list, func(v workflow.Voice) bool { return v.Party == id })
	}
	for _, p := range s.Parties {
		votes := p.Bound() || s.Phase == workflow.Signing && p.State == workflow.Signed // everyone has signed, and it is not in force yet
		if votes && (one == "" || p.ID == one) && !spoke(c.Consents, p.ID) && !spoke(c.Refusals, p.ID) {
			names = append(names, p.Name)
		}
	}
	return names
}

// factsWithout tells which facts do not count, and why.
func factsWithout(at *looked, _ workflow.Date) (list []attentionSentence) {
	facts := at.record.Facts()
	for _, w := range at.state.Without {
		f := facts[w.Fact-1]
		words := fmt.Sprintf("Feit %d, van %s, telt niet mee: %s.", f.Number, dutchDay(f.On), strings.ToLower(f.Kind.Words()[:1])+f.Kind.Words()[1:])
		if w.Reason != nil {
			words += " " + keptWhole(w.Reason.Detail)
		}
		list = append(list, attentionSentence{Words: words, Path: "/geschiedenis"})
	}
	return list
}

// lackWords tell of what several Partijen lack.
var lackWords = map[string]string{
	workflow.NoContact:        "Nog geen contactpersoon: %s.",
	workflow.NoRepresentative: "Nog geen vertegenwoordiger: %s.",
	workflow.NoMandate:        "Geen besluit of mandaat van de vertegenwoordiger: %s.",
}

// shortcomingsOf tells what is missing; what several Partijen lack is told once. That there is no second contactpersoon is
// a remark, which stands with the Partijen.
func shortcomingsOf(at *looked, _ workflow.Date) (list []attentionSentence) {
	lacking := map[string][]string{}
	for _, m := range at.state.Shortcomings() {
		switch {
		case m.Kind == workflow.NoSecondContact:
		case lackWords[m.Kind] != "":
			lacking[m.Kind] = append(lacking[m.Kind], partyName(at.state, m.Party))
		default:
			list = append(list, attentionSentence{Words: m.Sentence})
		}
	}
	for _, kind := range []string{workflow.NoRepresentative, workflow.NoMandate, workflow.NoContact} {
		if names := lacking[kind]; len(names) > 0 {
			list = append(list, attentionSentence{Words: fmt.Sprintf(lackWords[kind], fewNames(names)), Path: "/partijen"})
		}
	}
	return list
}
