package web

// What people type in a filter or a form, and what is said of it when it cannot be used: at the field, and together at
// the top of the page.

import (
	"slices"
	"strings"

	"convenant/workflow"
)

// typedFault says what is wrong with what was typed in a field.
type typedFault struct{ Field, Words string }

// typedFaults are those of one form, in the order of its fields.
type typedFaults []typedFault

// At gives what is wrong with a field, or nothing.
func (list typedFaults) At(field string) string {
	i := slices.IndexFunc(list, func(f typedFault) bool { return f.Field == field })
	if i < 0 {
		return ""
	}
	return list[i].Words
}

func (list *typedFaults) add(field, words string) { *list = append(*list, typedFault{field, words}) }

// dayTyped reads a day as people write it: 31-12-2025, 31 december 2025 or 2025-12-31.
func dayTyped(s string) (workflow.Date, bool) {
	if d, err := workflow.ParseDate(s); err == nil {
		return d, true
	}
	if d, err := workflow.ParseDutchDate(s); err == nil {
		return d, true
	}
	part := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == ' ' })
	if len(part) != 3 || len(part[2]) != len("2025") {
		return 0, false
	}
	for i := range 2 {
		if len(part[i]) == 1 {
			part[i] = "0" + part[i]
		}
	}
	d, err := workflow.ParseDate(part[2] + "-" + part[1] + "-" + part[0])
	return d, err == nil
}

// notADay says how a day is written.
func notADay(s string) string {
	return "‘" + s + "’ is geen dag. Schrijf een dag als 31-12-2025 of 31 december 2025."
}
