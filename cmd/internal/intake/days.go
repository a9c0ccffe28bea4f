package intake

// Days as people write them in a cell, and what to tell who wrote one that cannot be read. Only what a Dutch reader cannot
// take for another day is read: the day before the month, and the year whole.

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"convenant/workflow"
)

// writing tells how a day can be written.
const writing = "Schrijf een dag als 31-12-2025, 31 december 2025 of 2025-12-31."

// months are the names of the months and what people shorten them to.
var months = map[string]int{
	"januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "september": 9, "oktober": 10,
	"november": 11, "december": 12, "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
	"okt": 10, "nov": 11, "dec": 12,
}

var (
	// midnight is what a spreadsheet adds to a day that it shows as a moment.
	midnight = regexp.MustCompile(`([0-9])(?:T|\s+)0?0:00(?::00(?:\.0+)?)?\b`)
	// countedDay is how a spreadsheet counts days; 20000 is in 1954, and 80000 in 2119.
	countedDay = regexp.MustCompile(`^[2-7][0-9]{4}([.,]0+)?$`)
	dayParts   = regexp.MustCompile(`^([0-9]{1,4}) ?[-/. ] ?([0-9]{1,2}|[a-z]+)\.? ?[-/. ] ?('?[0-9]{1,4})$`)
)

// plain takes away what does not matter in a day: capitals, blanks and the hour at which it begins.
func plain(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(midnight.ReplaceAllString(cell, "$1")), " "))
}

// looksLikeDay reports that somebody meant a day, also when it cannot be read.
func looksLikeDay(cell string) bool {
	text := plain(cell)
	return countedDay.MatchString(text) || dayParts.MatchString(text)
}

// readDay reads a day, or tells in Dutch why it cannot.
func readDay(cell string) (day workflow.Date, why string) {
	text := plain(cell)
	if countedDay.MatchString(text) {
		return 0, "‘" + cell + "’ is een getal. Waarschijnlijk telt uw rekenprogramma zo de dagen. Geef de kolom daar eerst de opmaak Datum of Tekst, kijk of de dag er goed staat, en bewaar het bestand opnieuw."
	}
	part := dayParts.FindStringSubmatch(text)
	if part == nil {
		return 0, "‘" + cell + "’ is niet te lezen als dag. " + writing
	}
	first, middle, last := part[1], part[2], part[3]
	month, named := months[middle]
	if !named {
		month, _ = strconv.Atoi(middle)
	}
	switch {
	case month == 0 && middle[0] > '9':
		return 0, "‘" + cell + "’ is niet te lezen als dag: ‘" + middle + "’ is geen Nederlandse maand. " + writing
	case len(first) == 4 && len(last) <= 2 && last[0] != '\'':
		first, last = last, first
	case len(first) > 2 || len(last) != 4 || last[0] == '\'':
		return 0, "In ‘" + cell + "’ staat het jaar niet met vier cijfers. " + writing
	}
	number, _ := strconv.Atoi(first)
	year, _ := strconv.Atoi(last)
	day, ok := workflow.NewDate(year, month, number)
	if !ok {
		return 0, "‘" + cell + "’ is geen bestaande dag. " + writing
	}
	return day, ""
}

// day reads a cell of a row as a day; no day is an empty cell.
func (rs *rows) day(number int, column, cell string) workflow.Date {
	if cell == "" {
		return 0
	}
	day, why := readDay(cell)
	if why != "" {
		rs.wrong(number, column, "%s", why)
	}
	return day
}

// days reads a cell with one or more days, with a blank, a comma or “en” between them. A day with its month in letters has
// blanks of its own.
func (rs *rows) days(number int, column, cell string) []workflow.Date {
	var list []workflow.Date
	words := strings.FieldsFunc(midnight.ReplaceAllString(cell, "$1"), func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == ';' })
	words = slices.DeleteFunc(words, func(word string) bool { return word == "en" })
	for len(words) > 0 {
		count := 1
		if len(words) > 2 && len(words[0]) <= 2 && words[1][0] > '9' {
			count = 3
		}
		if d := rs.day(number, column, strings.Join(words[:count], " ")); d != 0 {
			list = append(list, d)
		}
		words = words[count:]
	}
	return list
}
