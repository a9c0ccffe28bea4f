package workflow

// The agenda: every deadline from the last fact on until a horizon, also those that only come to be when something
// else has come to be first, as the end of a period that is yet to be renewed.

import (
	"fmt"
	"slices"
)

// Agenda lists the deadlines in order, as they follow from the facts. Of a convenant that is renewed tacitly for ever
// it lists those up to and including a day.
func (c *Convenant) Agenda(until Date) []Deadline {
	s := c.tip.clone()
	seen := map[Deadline]bool{}
	var list []Deadline
	for range maxFutureEvents {
		for _, d := range s.Deadlines() {
			if !seen[d] && (d.On <= until || !s.renewsForEver()) {
				seen[d] = true
				list = append(list, d)
			}
		}
		next := s.nextDay()
		if next == 0 || next > until && s.renewsForEver() {
			break
		}
		s.settleTo(next)
	}
	slices.SortStableFunc(list, func(a, b Deadline) int { return int(a.On - b.On) })
	return list
}

// deadlineWords tell what a kind of deadline is; of names whom it is about, when it is about a Partij.
var deadlineWords = map[string][2]string{
	DueAdvice:     {"de adviezen moeten binnen zijn", ""},
	DueMeeting:    {"het convenant staat op de agenda van een overleg", ""},
	DueEntry:      {"het convenant treedt in werking", ""},
	DueNotice:     {"de laatste dag waarop een opzegging tegen de einddatum kan worden ontvangen", ""},
	DueRenewal:    {"de laatste dag voor een besluit over de verlenging", "de laatste dag waarop de verlengingsbrief van %s kan worden ontvangen"},
	DueEnd:        {"de einddatum", ""},
	DueLastDay:    {"de laatste dag van een Partij", "de laatste dag van %s"},
	DueChange:     {"een wijziging gaat in", ""},
	DueEvaluation: {"de uiterste dag voor de evaluatie", ""},
	DueAfterwards: {"wat na afloop bleef gelden, eindigt", ""},
}

// DeadlineWords tells what falls due, in Dutch; party is the name of the Partij that it is about, or "".
func DeadlineWords(kind, party string) string {
	words, ok := deadlineWords[kind]
	switch {
	case !ok:
		return kind
	case party != "" && words[1] != "":
		return fmt.Sprintf(words[1], party)
	case party != "":
		return words[0] + " (" + party + ")"
	}
	return words[0]
}
