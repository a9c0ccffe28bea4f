package intake

import (
	"fmt"
	"strings"
	"testing"
)

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for cell, want := range map[string]string{
		"31-12-2025": "2025-12-31", "1-5-2021": "2021-05-01", "2021-05-01": "2021-05-01", "2021/5/1": "2021-05-01",
		"01/03/2021": "2021-03-01", "3.5.2021": "2021-05-03", "3. 5. 2021": "2021-05-03", "1\u00a0mei\u00a02021": "2021-05-01",
		"1 mei 2021": "2021-05-01", "1 Mrt. 2021": "2021-03-01", "1-mei-2021": "2021-05-01", "15 sept 2021": "2021-09-15",
		"2021-05-01 00:00:00": "2021-05-01", "2021-05-01T00:00": "2021-05-01", "1-5-2021 0:00": "2021-05-01",
		"29-2-2024": "2024-02-29",

		"29-2-2023": "is geen bestaande dag.", "31 juni 2023": "is geen bestaande dag.", "04/15/2021": "is geen bestaande dag.", "2021-13-01": "is geen bestaande dag.",
		"1-5-21": "staat het jaar niet met vier cijfers.", "15 april '21": "staat het jaar niet met vier cijfers.", "1-mei-21": "staat het jaar niet met vier cijfers.",
		"1 may 2021": "‘may’ is geen Nederlandse maand.", "straks": "is niet te lezen als dag.", "2021": "is niet te lezen als dag.",
		"mei 2021": "is niet te lezen als dag.", "2021-05-01 14:30:00": "is niet te lezen als dag.",
		"44317": "Geef de kolom daar eerst de opmaak Datum of Tekst", "44317,0": "Geef de kolom daar eerst de opmaak Datum of Tekst",
	} {
		day, why := readDay(cell)
		if why == "" && day.String() != want || why != "" && !strings.Contains(why, want) {
			t.Errorf("%q is read as %s: %s", cell, day, why)
		}
		if strings.Contains(why, "bestaande") != strings.Contains(want, "bestaande") {
			t.Errorf("of %q it says that there is no such day: %s", cell, why)
		}
		if why != "" && !strings.Contains(why, "Schrijf een dag als 31-12-2025, 31 december 2025 of 2025-12-31.") && !strings.HasPrefix(cell, "44317") {
			t.Errorf("of %q it does not say how: %s", cell, why)
		}
	}
}

func TestSeveralDaysInACell(t *testing.T) {
	for cell, want := range map[string]string{
		"1-12-2021 1-12-2024": "[2021-12-01 2024-12-01]", "1 december 2021 en 3 dec 2024": "[2021-12-01 2024-12-03]", "1-12-2021, 2024-12-01; 5/1/2025": "[2021-12-01 2024-12-01 2025-01-05]",
		"2021-12-01 00:00:00 2024-12-01 00:00:00": "[2021-12-01 2024-12-01]", "": "[]",
		"1 december 21": "In ‘1 december 21’ staat het jaar niet met vier cijfers.", "1-12-2021 straks": "‘straks’ is niet te lezen als dag.", "1 may 2021": "‘1 may 2021’ is niet te lezen",
	} {
		rs := &rows{convenant: &Convenant{}, bad: map[string]bool{}}
		list := rs.days(2, colRenewed, cell)
		var told []string
		for _, f := range rs.faults {
			told = append(told, f.text)
		}
		if faults := strings.Join(told, "\n"); faults == "" && fmt.Sprint(list) != want || faults != "" && (!strings.Contains(faults, want) || strings.Contains(faults, "\n")) {
			t.Errorf("%q is read as %v\n%s", cell, list, faults)
		}
	}
}
