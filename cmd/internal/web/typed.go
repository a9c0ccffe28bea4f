package web

// What people type in a filter or a form, and what is said of it when it cannot be used: at the field, and together at
// the top of the page.

import "slices"

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

// notADay says how a day is written.
func notADay(s string) string {
	return keptWhole("‘" + s + "’ is geen dag. Schrijf een dag als 31-12-2025 of 31 december 2025.")
}
