package web

import "testing"

// Days as people type them.
func TestADayAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"31-12-2025": "2025-12-31", "31/12/2025": "2025-12-31", "31.12.25": "2025-12-31", "1-2-27": "2027-02-01", "31 december 2025": "2025-12-31",
		"1 jan 2027": "2027-01-01", "1 jan. 2027": "2027-01-01", "3 Mrt 2026": "2026-03-03", "2025-12-31": "2025-12-31",
	} {
		if got, err := dayAsked(typed, 0); err != nil || got.String() != want {
			t.Errorf("%q is %s: %v", typed, got, err)
		}
	}
	for _, typed := range []string{"31 juni", "31-2-2027", "1 foo 2027", "morgen", "1-2-127"} {
		if got, err := dayAsked(typed, 0); err == nil {
			t.Errorf("%q is taken for %s", typed, got)
		}
	}
}
