package web

// Who is still to come after a fact that is one of several: the other signatures, letters of renewal and consents.

import (
	"slices"
	"strconv"

	"convenant/workflow"
)

// stillToCome says what is still missing after a fact, or nothing when it is no part of several.
func stillToCome(s *workflow.State, f *workflow.Fact) string {
	switch f.Kind {
	case workflow.Sign:
		if s.Phase == workflow.Signing {
			return missingOf(s, s.Unsigned(), "de handtekening", "handtekeningen", "Alle Partijen hebben getekend.")
		}
	case workflow.Renew:
		if s.RenewsByLetter() {
			return missingOf(s, s.WithoutRenewal(), "de verlengingsbrief", "verlengingsbrieven", "Alle verlengingsbrieven zijn er.")
		}
	case workflow.Consent, workflow.ProposeChange, workflow.AdaptChange:
		return consentsToCome(s, f)
	}
	return ""
}

// missingOf names of whom something is missing.
func missingOf(s *workflow.State, ids []string, one, more, none string) string {
	const most = 4 // names in one sentence
	switch n := len(ids); {
	case n == 0:
		return none
	case n == 1:
		return "Daarna ontbreekt nog " + one + " van " + partyName(s, ids[0]) + "."
	case n > most:
		return "Daarna ontbreken er nog " + strconv.Itoa(n) + " " + more + "."
	}
	var names []string
	for _, id := range ids {
		names = append(names, partyName(s, id))
	}
	return "Daarna ontbreken er nog " + strconv.Itoa(len(ids)) + " " + more + ": van " + inARow(names) + "."
}

// consentsToCome says how many consents a change waits for.
func consentsToCome(s *workflow.State, f *workflow.Fact) string {
	number := f.Change
	if number == 0 {
		number, _ = strconv.Atoi(f.Data.Get("wijziging").Text)
	}
	list := s.View().Changes
	i := slices.IndexFunc(list, func(c workflow.ChangeView) bool { return c.Number == number })
	if i < 0 || list[i].State != workflow.Proposed {
		return ""
	}
	if left := list[i].Needed - len(list[i].Consents); left > 0 {
		return "Daarna " + verb(left, "is", "zijn") + " er nog " + amount(left, "instemming", "instemmingen") + " nodig."
	}
	return ""
}
