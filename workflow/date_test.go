package workflow_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// The standard library's calendar is an independent witness for ours. It is asked in tests only: a legal date has no
// clock and no zone.
func witness(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func stamp(t time.Time) string { return t.Format("2006-01-02") }

// anyDate draws a day between 1800 and 2999 by way of the standard library, so that a mistake in our own calendar
// cannot keep days from being drawn.
func anyDate(t *rapid.T, label string) workflow.Date {
	first, last := witness(1800, 1, 1), witness(2999, 12, 31)
	n := rapid.IntRange(0, int(last.Sub(first).Hours()/24)).Draw(t, label)
	return workflow.MustDate(stamp(first.AddDate(0, 0, n)))
}

func TestEveryDayFrom1800Through2999AgreesWithTheStandardLibrary(t *testing.T) {
	previous := workflow.Date(0)
	for day := witness(1800, 1, 1); day.Year() < 3000; day = day.AddDate(0, 0, 1) {
		y, m, n := day.Year(), int(day.Month()), day.Day()
		d, ok := workflow.NewDate(y, m, n)
		if !ok {
			t.Fatalf("NewDate(%d, %d, %d) says that there is no such day", y, m, n)
		}
		if cy, cm, cn := d.Civil(); cy != y || cm != m || cn != n {
			t.Fatalf("%s: Civil gives %d-%d-%d", stamp(day), cy, cm, cn)
		}
		if d.String() != stamp(day) {
			t.Fatalf("%s: String gives %s", stamp(day), d)
		}
		if previous != 0 && d != previous+1 {
			t.Fatalf("%s is not the day after %s", d, previous)
		}
		previous = d
	}
	if previous.String() != "2999-12-31" {
		t.Fatalf("the calendar ends on %s", previous)
	}
}

func TestNewDateKnowsTheCalendar(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		exists           bool
	}{
		{2024, 2, 29, true},
		{2023, 2, 29, false},
		{1900, 2, 29, false}, // a century is no leap year …
		{2000, 2, 29, true},  // … unless it divides by 400
		{2100, 2, 29, false},
		{2400, 2, 29, true},
		{2025, 4, 31, false},
		{2025, 6, 30, true},
		{2025, 1, 0, false},
		{2025, 0, 1, false},
		{2025, 13, 1, false},
		{2025, 1, 32, false},
		{2025, 1, -1, false},
		{1799, 12, 31, false},
		{1800, 1, 1, true},
		{2999, 12, 31, true},
		{3000, 1, 1, false},
	} {
		d, ok := workflow.NewDate(c.year, c.month, c.day)
		if ok != c.exists || ok == d.IsZero() {
			t.Errorf("NewDate(%d, %d, %d) = %v, %v", c.year, c.month, c.day, d, ok)
		}
	}
}

func TestNewDateAgreesWithTheStandardLibraryOnWhatExists(t *testing.T) {
	for year := 1800; year < 3000; year++ {
		for month := 1; month <= 12; month++ {
			for day := 28; day <= 32; day++ {
				_, ok := workflow.NewDate(year, month, day)
				if exists := witness(year, month, day).Day() == day; ok != exists { // it rolls 30 February over into March
					t.Errorf("NewDate(%d, %d, %d): %v", year, month, day, ok)
				}
			}
		}
	}
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{
		"", "2025-02-30", "2025-02-29", "2025-00-10", "2025-13-01", "2025-01-00", "2025-01-32", "0000-00-00", "1799-12-31",
		"31-12-2025", "2025/12/31", "2025-1-31", "2025-12-1", "25-12-31", "2025-12-31 ", " 2025-12-31", "2025-12-31T00:00",
		"+025-12-31", "2025--1-31", "2025-12--1", "20 5-12-31", "2025-1２-3", "２０２５-12-31", "vandaag", "2025-12-3\x00",
	} {
		if d, err := workflow.ParseDate(s); err == nil || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
}

func TestDatesWrittenAndReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "day")
		if got, err := workflow.ParseDate(d.String()); err != nil || got != d {
			t.Fatalf("%s reads back as %v, %v", d, got, err)
		}
		if got, err := workflow.ParseDutchDate(d.Dutch()); err != nil || got != d {
			t.Fatalf("%s reads back as %v, %v", d.Dutch(), got, err)
		}
		b, err := json.Marshal(d)
		if err != nil || string(b) != `"`+d.String()+`"` {
			t.Fatalf("%s marshals to %s, %v", d, b, err)
		}
		var got workflow.Date
		if err := json.Unmarshal(b, &got); err != nil || got != d {
			t.Fatalf("%s unmarshals to %v, %v", b, got, err)
		}
	})
}

func TestDutchDates(t *testing.T) {
	for iso, dutch := range map[string]string{
		"2025-12-31": "31 december 2025",
		"2023-08-17": "17 augustus 2023",
		"2024-02-29": "29 februari 2024",
		"2014-05-10": "10 mei 2014",
		"2026-01-01": "1 januari 2026",
		"2026-03-09": "9 maart 2026",
		"2026-04-01": "1 april 2026",
		"2026-06-01": "1 juni 2026",
		"2005-07-14": "14 juli 2005",
		"2026-09-01": "1 september 2026",
		"2025-10-31": "31 oktober 2025",
		"2023-11-16": "16 november 2023",
	} {
		if got := workflow.MustDate(iso).Dutch(); got != dutch {
			t.Errorf("%s in Dutch is %q, want %q", iso, got, dutch)
		}
	}
	if d, err := workflow.ParseDutchDate("  1  Mei  2025 "); err != nil || d != workflow.MustDate("2025-05-01") {
		t.Errorf("blanks and capitals are forgiven, but got %v, %v", d, err)
	}
	for _, s := range []string{"", "30 februari 2025", "31 december", "31 dec 2025", "december 31 2025", "-1 mei 2025",
		"31 december 2025 extra", "31e december 2025", "31 december 25000", "0 mei 2025"} {
		if d, err := workflow.ParseDutchDate(s); err == nil || !d.IsZero() {
			t.Errorf("ParseDutchDate(%q) = %v, %v", s, d, err)
		}
	}
}

func TestNoDay(t *testing.T) {
	var none workflow.Date
	if !none.IsZero() || none.String() != "" || none.Dutch() != "" {
		t.Errorf("no day is written as %q and %q", none.String(), none.Dutch())
	}
	if b, err := json.Marshal(none); err != nil || string(b) != "null" {
		t.Errorf("no day marshals to %s, %v", b, err)
	}
	for _, s := range []string{"null", `""`} {
		d := workflow.MustDate("2025-12-31")
		if err := json.Unmarshal([]byte(s), &d); err != nil || !d.IsZero() {
			t.Errorf("%s unmarshals to %v, %v", s, d, err)
		}
	}
	for _, s := range []string{`"2025-02-30"`, "20251231", "true", `{}`} {
		var d workflow.Date
		if err := json.Unmarshal([]byte(s), &d); err == nil {
			t.Errorf("%s unmarshals to %v", s, d)
		}
	}
	if first, _ := workflow.NewDate(1800, 1, 1); none >= first {
		t.Error("no day sorts before every day")
	}
}

func TestMustDatePanicsOnAMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("MustDate accepts 2025-02-30")
		}
	}()
	workflow.MustDate("2025-02-30")
}

func TestMonthsKeepTheirDayNumberOrEndWithTheMonth(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		// R4, with the examples of the contract
		{"2025-10-31", 2, "2025-12-31"},
		{"2024-12-29", 2, "2025-02-28"},
		{"2024-12-30", 2, "2025-02-28"},
		{"2024-12-31", 2, "2025-02-28"},
		{"2024-12-28", 2, "2025-02-28"},
		{"2023-12-31", 2, "2024-02-29"}, // a leap year
		{"2023-12-29", 2, "2024-02-29"},
		{"2025-02-28", 2, "2025-04-28"}, // the number counts, not that it was the last of its month
		{"2025-01-31", 1, "2025-02-28"},
		{"2025-03-31", 1, "2025-04-30"},
		{"2025-08-30", 6, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2025-12-31", 12, "2026-12-31"},
		{"2025-11-30", 1, "2025-12-30"},
		{"2025-12-15", 1, "2026-01-15"},
		{"2025-12-31", 0, "2025-12-31"},
		{"2025-03-31", -1, "2025-02-28"},
		{"2025-01-15", -1, "2024-12-15"},
		{"2025-01-15", -13, "2023-12-15"},
		{"2025-12-15", -12, "2024-12-15"},
	} {
		if got := workflow.MustDate(c.from).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

// oracle counts months one at a time on the fingers, and only then looks whether the month has the day.
func oracle(d workflow.Date, months int) string {
	y, m, day := d.Civil()
	for ; months > 0; months-- {
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	for ; months < 0; months++ {
		if m--; m < 1 {
			y, m = y-1, 12
		}
	}
	for witness(y, m, day).Day() != day {
		day--
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

func TestAddMonthsAgreesWithCountingOnTheFingers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "day"), rapid.IntRange(-999, 999).Draw(t, "months")
		if got, want := d.AddMonths(n).String(), oracle(d, n); got != want {
			t.Fatalf("%s and %d months is %s, want %s", d, n, got, want)
		}
	})
}

func TestALaterDayNeverGivesAnEarlierEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "day"), rapid.IntRange(0, 999).Draw(t, "months")
		if d.AddMonths(n) > (d + 1).AddMonths(n) {
			t.Fatalf("%s and %d months lies after %s and %d months", d, n, d+1, n)
		}
		if d.AddMonths(n) >= d.AddMonths(n+1) {
			t.Fatalf("%s: %d months lie not before %d months", d, n, n+1)
		}
		_, _, from := d.Civil()
		_, _, to := d.AddMonths(n).Civil()
		if to != from && d.AddMonths(n) != d.AddMonths(n).EndOfMonth() {
			t.Fatalf("%s and %d months is %s: another day number, and not the end of the month", d, n, d.AddMonths(n))
		}
	})
}

func TestFirstAndLastDays(t *testing.T) {
	for _, c := range []struct{ day, firstOfMonth, endOfMonth, endOfYear string }{
		{"2025-02-14", "2025-02-01", "2025-02-28", "2025-12-31"},
		{"2024-02-29", "2024-02-01", "2024-02-29", "2024-12-31"},
		{"2025-12-31", "2025-12-01", "2025-12-31", "2025-12-31"},
		{"2025-04-01", "2025-04-01", "2025-04-30", "2025-12-31"},
		{"1900-02-01", "1900-02-01", "1900-02-28", "1900-12-31"},
	} {
		d := workflow.MustDate(c.day)
		if got := d.FirstOfMonth().String(); got != c.firstOfMonth {
			t.Errorf("%s: first of month %s", d, got)
		}
		if got := d.EndOfMonth().String(); got != c.endOfMonth {
			t.Errorf("%s: end of month %s", d, got)
		}
		if got := d.EndOfYear().String(); got != c.endOfYear {
			t.Errorf("%s: end of year %s", d, got)
		}
	}
	if got := workflow.MustDate("2025-12-31").AddDays(60); got.String() != "2026-03-01" {
		t.Errorf("60 days after 31 December 2025 is %s", got)
	}
	if got := workflow.MustDate("2024-03-01").AddDays(-1); got.String() != "2024-02-29" {
		t.Errorf("the day before 1 March 2024 is %s", got)
	}
}

// FuzzParseDate: whatever people write, there is a day or an error, and a day is written exactly as it was read.
func FuzzParseDate(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := workflow.ParseDate(s); err == nil && (d.IsZero() || d.String() != s) {
			t.Errorf("ParseDate(%q) = %q", s, d)
		} else if err != nil && !d.IsZero() {
			t.Errorf("ParseDate(%q) gives %q besides an error", s, d)
		}
		if d, err := workflow.ParseDutchDate(s); err == nil {
			if back, err := workflow.ParseDutchDate(d.Dutch()); err != nil || back != d {
				t.Errorf("ParseDutchDate(%q) = %s, which reads back as %v, %v", s, d.Dutch(), back, err)
			}
		}
		if p, err := workflow.ParsePeriod(s); err == nil {
			for _, written := range []string{p.String(), p.Dutch()} {
				if back, err := workflow.ParsePeriod(written); err != nil || back != p {
					t.Errorf("ParsePeriod(%q) = %q, which reads back as %v, %v", s, written, back, err)
				}
			}
		}
	})
}
