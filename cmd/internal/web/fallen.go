package web

// What a fact takes down with it, and what to look at before it counts: the rules refuse nothing for it, and somebody may
// want to know.

import (
	"slices"
	"strconv"

	"convenant/workflow"
)

// fallenBetween lists the signatures, consents and advices that counted before and do not after.
func fallenBetween(before, after *workflow.State) []string {
	var list []string
	for _, p := range before.Parties {
		if now := after.Party(p.ID); p.State == workflow.Signed && now != nil && now.State == workflow.Invited {
			list = append(list, "De handtekening van "+p.Name+".")
		}
	}
	for _, a := range before.Advisers {
		still := slices.ContainsFunc(after.Advisers, func(b workflow.Adviser) bool { return b.Name == a.Name && b.GivenOn != 0 })
		if a.GivenOn != 0 && !still && after.Phase == workflow.Concept {
			list = append(list, "Het advies van "+adviserName(before, a.Name)+". Het blijft in de geschiedenis en in het adviesoverzicht staan.")
		}
	}
	for i := range before.Changes {
		list = append(list, consentsFallen(before, after, &before.Changes[i])...)
	}
	return list
}

// consentsFallen lists the consents with a change that do not count any more while it is still open.
func consentsFallen(before, after *workflow.State, c *workflow.Change) []string {
	var list []string
	at := slices.IndexFunc(after.Changes, func(d workflow.Change) bool { return d.Number == c.Number })
	if at < 0 || after.Changes[at].State != workflow.Proposed || c.State != workflow.Proposed {
		return nil
	}
	for _, v := range c.Consents {
		if !slices.ContainsFunc(after.Changes[at].Consents, func(w workflow.Voice) bool { return w.Party == v.Party }) {
			list = append(list, "De instemming van "+partyName(before, v.Party)+" met wijziging "+strconv.Itoa(c.Number)+".")
		}
	}
	return list
}

// attentionTo lists what to look at in facts that are about to be recorded.
func attentionTo(record *workflow.Convenant, facts []*workflow.Fact, today workflow.Date) []string {
	var list []string
	s := record.Latest(today)
	for _, f := range facts {
		p := s.Party(f.Data.Get("partij").Text)
		switch {
		case f.Kind == workflow.RegisterLetter:
			for _, l := range s.Letters {
				if l.Number == f.Number {
					list = append(list, remarksOn(record.Assess(l, workflow.Wish{}, today))...)
				}
			}
		case f.Kind == workflow.Sign && p != nil && p.Representative == (workflow.Representative{}):
			list = append(list, "Van "+p.Name+" is niet vastgelegd wie tekent. Legt u dat vast als vertegenwoordiger, dan staat het op het ondertekenblad.")
		}
	}
	return list
}

// remarksOn are the findings about a letter that somebody can do something about when it is taken in.
func remarksOn(a workflow.Assessment) []string {
	var list []string
	for _, f := range a.Findings {
		if f.Verdict == workflow.Attention && (f.Kind == workflow.FindAddressee || f.Kind == workflow.FindForm) {
			list = append(list, keptWhole(f.Sentence))
		}
	}
	return list
}
