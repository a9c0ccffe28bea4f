package web

// What a trial would change on the timeline: of the convenant, of each Partij and of each change, as it is and as it would
// be, from the day that is tried.

import (
	"slices"
	"strings"

	"convenant/workflow"
)

// lineChange is a line of the timeline that would run otherwise.
type lineChange struct {
	Subject   string
	Now, Then []string // a stretch each, in order of days
}

// lineChanges lists the lines that differ between two timelines, from a day on.
func lineChanges(s *workflow.State, now, then []workflow.Interval, from workflow.Date) []lineChange {
	var list []lineChange
	for _, subject := range subjectsOf(now, then) {
		c := lineChange{lineName(s, subject), stretches(now, subject, from), stretches(then, subject, from)}
		if c.Subject != "" && !slices.Equal(c.Now, c.Then) {
			list = append(list, c)
		}
	}
	return list
}

// subjectsOf lists the subjects of timelines once, in their order.
func subjectsOf(timelines ...[]workflow.Interval) []string {
	var list []string
	for _, i := range slices.Concat(timelines...) {
		if !slices.Contains(list, i.Subject) {
			list = append(list, i.Subject)
		}
	}
	return list
}

// lineName is a subject in words; of the end date there are none, because the line of the convenant tells it.
func lineName(s *workflow.State, subject string) string {
	kind, of, _ := strings.Cut(subject, ":")
	switch kind {
	case "convenant":
		return "Het convenant"
	case "partij":
		return partyName(s, of)
	case "wijziging":
		return "Wijziging " + of
	}
	return ""
}

// stretches tells the states of a subject from a day on.
func stretches(timeline []workflow.Interval, subject string, from workflow.Date) []string {
	var list []string
	for _, i := range timeline {
		if i.Subject != subject || i.Through != 0 && i.Through < from {
			continue
		}
		words := stretchWords(i.State)
		switch {
		case i.Through != 0:
			words += " tot en met " + dutchDay(i.Through)
		case i.From > from:
			words += " vanaf " + dutchDay(i.From)
		}
		list = append(list, words)
	}
	return list
}

// stretchWords is a state as the page of the convenant calls it.
func stretchWords(state string) string {
	for _, words := range []string{phaseWords[workflow.Phase(state)], partyWords[workflow.PartyState(state)], changeWords[workflow.ChangeState(state)]} {
		if words != "" {
			return strings.ToLower(words)
		}
	}
	return state
}
