package workflow

// A legal date is a calendar day without a clock or a zone, so the standard library's time.Time, which always carries
// both, is not used for it. Months are counted as the Hoge Raad counts terms of months; see [Date.AddMonths].

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Date is a day in the Gregorian calendar. The zero Date means "no day"; it sorts before every day.
// Two dates compare with < and ==, and their difference is a number of days.
type Date int32

// The first and last year that a Date may lie in: wide enough for every agreement, narrow enough to catch slips.
const (
	firstYear = 1800
	lastYear  = 2999
)

// lastDate is later than every day that is read.
const lastDate = Date(1 << 30)

var errDate = errors.New("geen bestaande dag; schrijf een datum als 2025-12-31")

// NewDate returns the given day, and false when the calendar has no such day between 1800 and 2999.
func NewDate(year, month, day int) (Date, bool) {
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return fromCivil(year, month, day), true
}

// ParseDate reads a day written as 2025-12-31.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, errDate
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	d, ok := NewDate(year, month, day)
	if !ok || !ok1 || !ok2 || !ok3 {
		return 0, errDate
	}
	return d, nil
}

// ParseDutchDate reads a day written as 31 december 2025.
func ParseDutchDate(s string) (Date, error) {
	part := strings.Fields(strings.ToLower(s))
	if len(part) != 3 {
		return 0, errDate
	}
	day, ok1 := digits(part[0])
	year, ok2 := digits(part[2])
	for i, name := range monthNames {
		if name == part[1] {
			if d, ok := NewDate(year, i+1, day); ok && ok1 && ok2 {
				return d, nil
			}
		}
	}
	return 0, errDate
}

// MustDate is ParseDate for dates that stand in source code; it panics on a mistake.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(fmt.Sprintf("workflow: %q: %v", s, err))
	}
	return d
}

// IsZero reports that there is no day.
func (d Date) IsZero() bool { return d == 0 }

// Civil returns the year, month and day of the month.
func (d Date) Civil() (year, month, day int) { return toCivil(d) }

// String writes the day as 2025-12-31, and no day as the empty string.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := toCivil(d)
	b := make([]byte, 0, 10)
	b = append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	b = append(b, byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
	return string(b)
}

// Dutch writes the day as a sentence has it: 31 december 2025.
func (d Date) Dutch() string {
	if d == 0 {
		return ""
	}
	y, m, day := toCivil(d)
	return strconv.Itoa(day) + " " + monthNames[m-1] + " " + strconv.Itoa(y)
}

// MarshalJSON writes "2025-12-31", or null for no day.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	if s == "null" || s == "" {
		*d = 0
		return nil
	}
	v, err := ParseDate(s)
	*d = v
	return err
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths returns the same day number n months later, or the last day of that month when it has no such day
// (R4; Hoge Raad 1 september 2017, ECLI:NL:HR:2017:2225): 31 October and two months is 31 December, 31 December and
// two months is the last of February.
func (d Date) AddMonths(n int) Date {
	y, m, day := toCivil(d)
	m += n
	y += (m - 1) / 12
	m = (m-1)%12 + 1
	if m < 1 {
		m += 12
		y--
	}
	return fromCivil(y, m, min(day, daysIn(y, m)))
}

// EndOfMonth returns the last day of the month in which d lies.
func (d Date) EndOfMonth() Date {
	y, m, _ := toCivil(d)
	return fromCivil(y, m, daysIn(y, m))
}

// EndOfYear returns 31 December of the year in which d lies.
func (d Date) EndOfYear() Date {
	y, _, _ := toCivil(d)
	return fromCivil(y, 12, 31)
}

// FirstOfMonth returns the first day of the month in which d lies.
func (d Date) FirstOfMonth() Date {
	y, m, _ := toCivil(d)
	return fromCivil(y, m, 1)
}

var monthNames = [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
	"oktober", "november", "december"}

func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

// The two conversions count in years that begin in March, so that the leap day is a year's last; an era is 400 years.
const (
	daysPerEra  = 146097
	daysToMarch = 305 // from 1 March of the year 0 until the day before 1 January of the year 1
)

func fromCivil(year, month, day int) Date {
	if month <= 2 {
		year--
		month += 12
	}
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	era, yearOfEra := year/400, year%400
	return Date(era*daysPerEra + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - daysToMarch)
}

func toCivil(d Date) (year, month, day int) {
	n := int(d) + daysToMarch
	era, dayOfEra := n/daysPerEra, n%daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*shifted+2)/5 + 1
	month = shifted + 3
	year = era*400 + yearOfEra
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// digits reads a string of one to four decimal digits and nothing else.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
