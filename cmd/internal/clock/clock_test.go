package clock

import (
	"testing"
	"time"
	_ "time/tzdata"

	"convenant/workflow"
)

// A day begins at midnight in Amsterdam, not in Greenwich.
func TestToday(t *testing.T) {
	for moment, want := range map[string]string{
		"2025-12-31T22:59:59Z":      "2025-12-31",
		"2025-12-31T23:00:00Z":      "2026-01-01",
		"2025-06-30T21:59:59Z":      "2025-06-30", // in summer it is two hours
		"2025-06-30T22:00:00Z":      "2025-07-01",
		"2026-01-01T00:30:00+02:00": "2025-12-31",
	} {
		now, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Today(now); err != nil || got != workflow.MustDate(want) {
			t.Errorf("%s: %s %v, not %s", moment, got, err, want)
		}
	}
	if _, err := Today(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("a clock that is off its head is believed")
	}
}
