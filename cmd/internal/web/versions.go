package web

// The versions of a text in words: what brought each, which one was adopted and signed, and what came since.

import (
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// version is a version of the text in words.
type version struct {
	Number  int
	Since   workflow.Date
	Until   workflow.Date // its last day; zero while it holds
	Why     string        // what brought it
	Agreed  string        // when it was adopted and signed, of the one that was
	SHA256  string
	Current bool

	text *workflow.Text
	by   workflow.Event
}

// Before is the number of the version before it, or 0.
func (v version) Before() int { return v.Number - 1 }

// versionsOf lists the versions of a text up to the day of a state, the newest first.
func versionsOf(s *workflow.State) []version {
	var list []version
	for _, t := range slices.Backward(s.Versions()) {
		sentence, _ := s.Describe(t.By)
		one := version{Number: t.Number, Since: t.On, Why: keptWhole(sentence), SHA256: t.Text.SHA256(), Current: t.Number == s.Version,
			text: t.Text, by: t.By}
		if n := len(list); n > 0 {
			one.Until = max(one.Since, list[n-1].Since-1)
		}
		list = append(list, one)
	}
	for i := range list {
		list[i].Agreed = agreedOn(s, list[i], list)
	}
	return list
}

// agreedOn tells when a version was adopted and signed, as far as it was.
func agreedOn(s *workflow.State, one version, all []version) string {
	var adopted workflow.Date
	for _, e := range s.History {
		switch {
		case e.Kind == string(workflow.BackToConcept):
			adopted = 0
		case e.Kind == workflow.WasAdopted && heldLast(all, e.On) == one.Number:
			adopted = e.On
		}
	}
	var said []string
	if adopted != 0 {
		said = append(said, "vastgesteld op "+dutchDay(adopted))
	}
	if days := daysSigned(s, one, all); len(days) > 0 && (s.Entered != 0 || s.AllSigned()) {
		said = append(said, "ondertekend op "+daysInARow(days))
	}
	return capital(strings.Join(said, ", "))
}

// heldLast gives the number of the version that held at the end of a day, of a list that begins with the newest.
func heldLast(all []version, day workflow.Date) int {
	if i := slices.IndexFunc(all, func(v version) bool { return v.Since <= day }); i >= 0 {
		return all[i].Number
	}
	return 0
}

// versionSigned gives the number of the version that a Partij signed, or 0.
func versionSigned(p workflow.Party, all []version) int {
	if i := slices.IndexFunc(all, func(v version) bool { return p.SignedOn != 0 && v.SHA256 == p.SignedText }); i >= 0 {
		return all[i].Number
	}
	return 0
}

// daysSigned lists the days on which a version was signed, each once and in order.
func daysSigned(s *workflow.State, one version, all []version) []workflow.Date {
	var days []workflow.Date
	for _, p := range s.Parties {
		if versionSigned(p, all) == one.Number {
			days = append(days, p.SignedOn)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// signedSince tells which version was signed when that is not this one, and what this one has more: "Ondertekend is versie
// 1, op 1 en 8 februari 2024. Deze tekst bevat ook wijziging 1 en de uittreding van Jellinek."
func signedSince(s *workflow.State, one version, all []version) string {
	signed := slices.IndexFunc(all, func(v version) bool { return v.Number < one.Number && len(daysSigned(s, v, all)) > 0 })
	if signed < 0 || s.Entered == 0 || len(daysSigned(s, one, all)) > 0 {
		return ""
	}
	var since []string
	for _, v := range slices.Backward(all) {
		if v.Number > all[signed].Number && v.Number <= one.Number {
			since = append(since, broughtBy(s, v.by))
		}
	}
	return "Ondertekend is versie " + strconv.Itoa(all[signed].Number) + ", op " + daysInARow(daysSigned(s, all[signed], all)) +
		". Deze tekst bevat ook " + inARow(since) + "."
}

// broughtBy names what brought a version, to follow "bevat".
func broughtBy(s *workflow.State, e workflow.Event) string {
	who := receiverOf(s, e.Data.Get("partij").Text)
	switch e.Kind {
	case workflow.ChangeInForce:
		return "wijziging " + e.Data.Get("wijziging").Text
	case workflow.HasLeft:
		return "de uittreding van " + who
	case workflow.HasJoined:
		return "de toetreding van " + who
	case string(workflow.RenameParty):
		return "de nieuwe naam van " + who
	case string(workflow.SucceedParty):
		return "de opvolging van " + who
	}
	return "een aanpassing van " + dutchDay(e.On)
}

// renewedBeyond tells until when a renewed convenant runs where its text says otherwise, and by which article.
func renewedBeyond(s *workflow.State, otherDay bool) (sentence, article string) {
	if s.Terms == nil || s.Period < 2 || s.Terms.Duration != nil && s.Terms.Duration.Until != 0 && s.Terms.Duration.Until == s.End {
		return "", ""
	}
	runs := "het convenant loopt nu "
	if otherDay {
		runs = "het convenant loopt op die dag "
	}
	for _, e := range slices.Backward(s.History) {
		if e.Kind == workflow.WasRenewed {
			_, article = s.Describe(e)
			break
		}
	}
	if s.End == 0 {
		return "Verlengd: " + runs + "voor onbepaalde tijd", article
	}
	return "Verlengd: " + runs + "tot en met " + dutchDay(s.End), article
}

// daysInARow names days in a sentence: 1 en 8 februari 2024. Many are told by the first and the last.
func daysInARow(days []workflow.Date) string {
	const most = 3
	if len(days) > most {
		return dutchDay(days[0]) + " tot en met " + dutchDay(days[len(days)-1])
	}
	var said []string
	for i, day := range days {
		words := dutchDay(day)
		if i+1 < len(days) && sameMonth(day, days[i+1]) {
			words, _, _ = strings.Cut(words, "\u00a0")
		}
		said = append(said, words)
	}
	return inARow(said)
}

func sameMonth(a, b workflow.Date) bool {
	yearA, monthA, _ := a.Civil()
	yearB, monthB, _ := b.Civil()
	return yearA == yearB && monthA == monthB
}
