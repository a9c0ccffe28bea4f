package workflow_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

func mustPeriod(t *testing.T, s string) workflow.Period {
	t.Helper()
	p, err := workflow.ParsePeriod(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return p
}

func anyPeriod(t *rapid.T) workflow.Period {
	unit := rapid.SampledFrom([]workflow.Unit{workflow.Days, workflow.Weeks, workflow.Months, workflow.Years}).Draw(t, "unit")
	return workflow.Period{N: rapid.IntRange(0, 999).Draw(t, "n"), Unit: unit}
}

func TestParsePeriod(t *testing.T) {
	for s, want := range map[string]workflow.Period{
		"2 maanden":          {N: 2, Unit: workflow.Months},
		"twee maanden":       {N: 2, Unit: workflow.Months},
		"Twee Maanden":       {N: 2, Unit: workflow.Months},
		"1 maand":            {N: 1, Unit: workflow.Months},
		"een maand":          {N: 1, Unit: workflow.Months},
		"één maand":          {N: 1, Unit: workflow.Months},
		"8 weken":            {N: 8, Unit: workflow.Weeks},
		"1 week":             {N: 1, Unit: workflow.Weeks},
		"4 jaar":             {N: 4, Unit: workflow.Years},
		"vier jaren":         {N: 4, Unit: workflow.Years},
		"0 dagen":            {N: 0, Unit: workflow.Days},
		"1 dag":              {N: 1, Unit: workflow.Days},
		"2 maand":            {N: 2, Unit: workflow.Months}, // a singular with a number is forgiven
		"tweeëndertig weken": {N: 32, Unit: workflow.Weeks},
		" 999  dagen ":       {N: 999, Unit: workflow.Days},
	} {
		if got, err := workflow.ParsePeriod(s); err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "2", "maanden", "2maanden", "2 months", "-2 maanden", "2,5 maanden", "1000 dagen", "12345 dagen",
		"twee en dertig weken", "2 maanden later", "2 kwartalen", "P2M", "１ maand"} {
		if got, err := workflow.ParsePeriod(s); err == nil {
			t.Errorf("ParsePeriod(%q) = %v", s, got)
		}
	}
}

func TestPeriodsAreWrittenInDutch(t *testing.T) {
	for _, c := range []struct{ given, digits, words string }{
		{"2 maanden", "2 maanden", "twee maanden"},
		{"1 maanden", "1 maand", "een maand"},
		{"8 weken", "8 weken", "acht weken"},
		{"1 week", "1 week", "een week"},
		{"4 jaren", "4 jaar", "vier jaar"},
		{"1 jaar", "1 jaar", "een jaar"},
		{"1 dag", "1 dag", "een dag"},
		{"0 dagen", "0 dagen", "nul dagen"},
		{"22 dagen", "22 dagen", "tweeëntwintig dagen"},
	} {
		p := mustPeriod(t, c.given)
		if p.String() != c.digits || p.Dutch() != c.words {
			t.Errorf("%s is written %q and %q", c.given, p.String(), p.Dutch())
		}
		if b, err := json.Marshal(p); err != nil || string(b) != `"`+c.digits+`"` {
			t.Errorf("%s marshals to %s, %v", c.given, b, err)
		}
	}
}

func TestPeriodsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		for _, s := range []string{p.String(), p.Dutch()} {
			if got, err := workflow.ParsePeriod(s); err != nil || got != p {
				t.Fatalf("%q reads back as %v, %v", s, got, err)
			}
		}
	})
}

// A notice counts from receipt: the last day is the day that lies the term after it (R3, R4).
func TestTheLastDayOfANotice(t *testing.T) {
	for _, c := range []struct{ received, term, last string }{
		{"2025-10-31", "2 maanden", "2025-12-31"},
		{"2024-12-28", "2 maanden", "2025-02-28"},
		{"2024-12-29", "2 maanden", "2025-02-28"},
		{"2024-12-30", "2 maanden", "2025-02-28"},
		{"2024-12-31", "2 maanden", "2025-02-28"},
		{"2025-01-01", "2 maanden", "2025-03-01"},
		{"2025-10-31", "0 dagen", "2025-10-31"},
		{"2025-11-05", "8 weken", "2025-12-31"},
		{"2025-12-01", "30 dagen", "2025-12-31"},
		{"2024-02-29", "1 jaar", "2025-02-28"},
	} {
		if got := mustPeriod(t, c.term).After(workflow.MustDate(c.received)); got.String() != c.last {
			t.Errorf("received %s, %s: last day %s, want %s", c.received, c.term, got, c.last)
		}
	}
}

// The latest receipt is searched, not subtracted (R5): subtracting two months from 28 February gives 28 December, but a
// letter of three days later is still in time.
func TestTheLatestReceiptForALastDay(t *testing.T) {
	for _, c := range []struct{ last, term, received string }{
		{"2025-02-28", "2 maanden", "2024-12-31"},
		{"2025-12-31", "2 maanden", "2025-10-31"},
		{"2024-02-29", "2 maanden", "2023-12-31"},
		{"2024-02-28", "2 maanden", "2023-12-28"},
		{"2025-04-30", "1 maand", "2025-03-31"},
		{"2025-05-31", "1 maand", "2025-04-30"}, // 31 May is out of reach for 1 May
		{"2025-03-01", "1 maand", "2025-02-01"},
		{"2025-03-30", "1 maand", "2025-02-28"}, // received on 28 February it would even have done for the 28th
		{"2025-12-31", "8 weken", "2025-11-05"},
		{"2025-12-31", "0 dagen", "2025-12-31"},
		{"2025-02-28", "1 jaar", "2024-02-29"},
	} {
		if got := mustPeriod(t, c.term).Before(workflow.MustDate(c.last)); got.String() != c.received {
			t.Errorf("last day %s, %s: latest receipt %s, want %s", c.last, c.term, got, c.received)
		}
	}
}

func TestBeforeIsTheLatestDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, end := anyPeriod(t), anyDate(t, "end")
		if p.Unit == workflow.Years {
			p.N %= 200 // the search looks back four centuries at most, and the calendar of tests begins in 1800
		}
		d := p.Before(end)
		if d.IsZero() {
			t.Fatalf("%s before %s: no day", p, end)
		}
		if p.After(d) > end {
			t.Fatalf("%s before %s is %s, but then it lasts until %s", p, end, d, p.After(d))
		}
		if p.After(d+1) <= end {
			t.Fatalf("%s before %s is %s, but a day later would do", p, end, d)
		}
	})
}

// R2, R8 and the example of the contract: a term runs up to and including the day before the same date.
func TestTheLastDayOfATerm(t *testing.T) {
	for _, c := range []struct{ first, length, last string }{
		{"2014-05-10", "3 jaar", "2017-05-09"},
		{"2026-01-01", "4 jaar", "2029-12-31"},
		{"2030-01-01", "4 jaar", "2033-12-31"},
		{"2024-02-29", "1 jaar", "2025-02-27"},
		{"2025-03-01", "1 jaar", "2026-02-28"},
		{"2025-01-01", "6 maanden", "2025-06-30"},
		{"2025-01-01", "1 dag", "2025-01-01"},
		{"2025-01-01", "1 week", "2025-01-07"},
	} {
		if got := mustPeriod(t, c.length).LastDay(workflow.MustDate(c.first)); got.String() != c.last {
			t.Errorf("%s from %s runs up to %s, want %s", c.length, c.first, got, c.last)
		}
	}
	end := workflow.MustDate("2025-12-31")
	for _, want := range []string{"2029-12-31", "2033-12-31", "2037-12-31"} {
		if end = mustPeriod(t, "4 jaar").LastDay(end + 1); end.String() != want {
			t.Errorf("renewed to %s, want %s", end, want)
		}
	}
}

func TestNumberWords(t *testing.T) {
	for n, word := range map[int]string{
		0: "nul", 1: "een", 2: "twee", 3: "drie", 8: "acht", 10: "tien", 11: "elf", 12: "twaalf", 13: "dertien",
		14: "veertien", 17: "zeventien", 18: "achttien", 19: "negentien", 20: "twintig", 21: "eenentwintig",
		22: "tweeëntwintig", 23: "drieëntwintig", 28: "achtentwintig", 30: "dertig", 33: "drieëndertig",
		40: "veertig", 42: "tweeënveertig", 54: "vierenvijftig", 60: "zestig", 65: "vijfenzestig", 77: "zevenenzeventig",
		80: "tachtig", 83: "drieëntachtig", 90: "negentig", 96: "zesennegentig", 99: "negenennegentig", 100: "honderd",
		101: "honderdeen", 102: "honderdtwee", 112: "honderdtwaalf", 122: "honderdtweeëntwintig", 180: "honderdtachtig",
		200: "tweehonderd", 365: "driehonderdvijfenzestig", 800: "achthonderd", 999: "negenhonderdnegenennegentig",
		1000: "1000", -1: "-1",
	} {
		if got := workflow.NumberWord(n); got != word {
			t.Errorf("%d is %q, want %q", n, got, word)
		}
	}
}

func TestNumberWordsReadBack(t *testing.T) {
	for n := range 1000 {
		s := workflow.NumberWord(n) + " dagen"
		if got, err := workflow.ParsePeriod(s); err != nil || got != (workflow.Period{N: n, Unit: workflow.Days}) {
			t.Errorf("%q reads back as %v, %v", s, got, err)
		}
	}
}

func TestOrdinalWords(t *testing.T) {
	want := []string{"eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde",
		"twaalfde", "dertiende", "veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende",
		"twintigste", "21e", "22e"}
	for i, word := range want {
		if got := workflow.OrdinalWord(i + 1); got != word {
			t.Errorf("%d is %q, want %q", i+1, got, word)
		}
	}
}
