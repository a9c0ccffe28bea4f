package web

// Words for days and names of meetings.

import (
	"regexp"

	"convenant/workflow"
)

var weekdays = [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

// withWeekday writes a day as "donderdag 3 december 2026".
func withWeekday(d workflow.Date) string {
	return weekdays[timeOf(d).Weekday()] + "\u00a0" + dutchDay(d)
}

// daysUntil tells how far away a day is that is within a month; otherwise nothing.
func daysUntil(today, d workflow.Date) string {
	const month = 31
	switch n := int(d - today); {
	case n == 0:
		return "vandaag"
	case n == 1:
		return "morgen"
	case n > 1 && n <= month:
		return "over " + workflow.NumberWord(n) + " dagen"
	}
	return ""
}

var longName = regexp.MustCompile(`(\pL{8,})(overleg|vergadering|commissie|bestuur|college)`)

// breakable lets a long name of a meeting part before its last word, on a narrow screen.
func breakable(name string) string { return longName.ReplaceAllString(name, "$1\u00ad$2") }
