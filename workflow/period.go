package workflow

// Periods are how terms speak of time: two months, eight weeks, four years. This file also spells numbers in Dutch,
// because a convenant writes "twee maanden", and reads them back.

import (
	"encoding/json"
	"errors"
	"sort"
	"strconv"
	"strings"
)

// Unit is the measure of a Period.
type Unit uint8

// The units in which a term may be given.
const (
	Days Unit = iota
	Weeks
	Months
	Years
)

var unitNames = [4][2]string{{"dag", "dagen"}, {"week", "weken"}, {"maand", "maanden"}, {"jaar", "jaar"}}

// Period is a length of time in one unit. The zero Period is no time at all.
type Period struct {
	N    int
	Unit Unit
}

// The longest period that is read, in its own unit: beyond it a date would leave the calendar.
const maxPeriod = 999

var errPeriod = errors.New("geen termijn; schrijf bijvoorbeeld 8 weken, 2 maanden of 4 jaar")

// ParsePeriod reads a number and a unit, singular or plural: 2 maanden, 1 maand, twee maanden, 4 jaar.
func ParsePeriod(s string) (Period, error) {
	part := strings.Fields(strings.ToLower(s))
	if len(part) != 2 {
		return Period{}, errPeriod
	}
	n, ok := digits(part[0])
	if !ok {
		n, ok = parseNumber(part[0])
	}
	if !ok || n > maxPeriod {
		return Period{}, errPeriod
	}
	for unit, names := range unitNames {
		if part[1] == names[0] || part[1] == names[1] || unit == int(Years) && part[1] == "jaren" {
			return Period{n, Unit(unit)}, nil
		}
	}
	return Period{}, errPeriod
}

// String writes the period with digits: 2 maanden.
func (p Period) String() string { return strconv.Itoa(p.N) + " " + p.unitName() }

// Dutch writes the period as a sentence has it: twee maanden.
func (p Period) Dutch() string { return NumberWord(p.N) + " " + p.unitName() }

// MarshalJSON writes the period as its String.
func (p Period) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// IsZero reports that the period is no time at all.
func (p Period) IsZero() bool { return p.N == 0 }

// After returns the day that lies this period after d: days and weeks plainly, months and years by [Date.AddMonths].
func (p Period) After(d Date) Date {
	switch p.Unit {
	case Weeks:
		return d.AddDays(7 * p.N)
	case Months:
		return d.AddMonths(p.N)
	case Years:
		return d.AddMonths(12 * p.N)
	}
	return d.AddDays(p.N)
}

// LastDay returns the last day of a term of this length that begins on first: three years from 10 May 2014 run up to
// and including 9 May 2017.
func (p Period) LastDay(first Date) Date { return p.After(first).AddDays(-1) }

// Before returns the latest day from which the period has run out by end. It is searched, not subtracted (R5): two
// months before 28 February 2025 is 31 December 2024, because two months after that day is 28 February.
func (p Period) Before(end Date) Date {
	return latest(end, func(d Date) bool { return p.After(d) <= end })
}

// latest returns the last day, not after end, for which fits holds. If fits holds for a day it must hold for all
// earlier ones. The search looks back four centuries at most; it returns no day when none fits.
func latest(end Date, fits func(Date) bool) Date {
	const reach = 400 * 366
	n := sort.Search(reach, func(back int) bool { return end-Date(back) <= 0 || fits(end-Date(back)) })
	if n == reach || end-Date(n) <= 0 {
		return 0
	}
	return end - Date(n)
}

func (p Period) unitName() string {
	if p.N == 1 {
		return unitNames[p.Unit][0]
	}
	return unitNames[p.Unit][1]
}

var (
	smallNumbers = [20]string{"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
		"twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"}
	tens = [10]string{"", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"}
)

// NumberWord spells a number in Dutch: 2 is twee, 32 is tweeëndertig. Numbers of a thousand and more keep their digits.
func NumberWord(n int) string {
	switch {
	case n < 0 || n > 999:
		return strconv.Itoa(n)
	case n < 20:
		return smallNumbers[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		unit := smallNumbers[n%10]
		if strings.HasSuffix(unit, "e") {
			return unit + "ën" + tens[n/10]
		}
		return unit + "en" + tens[n/10]
	}
	word := "honderd"
	if n >= 200 {
		word = smallNumbers[n/100] + word
	}
	if n%100 > 0 {
		word += NumberWord(n % 100)
	}
	return word
}

// OrdinalWord spells a rank in Dutch up to twentieth: 1 is eerste, 2 is tweede, 20 is twintigste; beyond, 21e.
func OrdinalWord(n int) string {
	switch {
	case n == 1:
		return "eerste"
	case n == 3:
		return "derde"
	case n == 8:
		return "achtste"
	case n >= 2 && n < 20:
		return smallNumbers[n] + "de"
	case n == 20:
		return "twintigste"
	}
	return strconv.Itoa(n) + "e"
}

func parseNumber(word string) (int, bool) {
	if word == "één" {
		return 1, true
	}
	for n := range 1000 {
		if NumberWord(n) == word {
			return n, true
		}
	}
	return 0, false
}
