package storage

import (
	"context"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// Dutch words by their stem, with or without diacritics, in capitals or not, in any order, and all of them.
func TestSearch(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen",
			"naam":"Convenant coördinerende ĳsbanen én scènes","kenmerk":"DOC-24/17","partijen":[{"id":"p1","naam":"Gemeente ’s-Gravenhage"},{"id":"p2","naam":"Stichting Ελλάς 2040"}]}}`), day("2024-01-01")))
		if err != nil || out.Refusal != nil {
			t.Fatal(err, out.Refusal)
		}
		draft(t, r, 3)
		for words, want := range map[string]int{
			"coördinerend": 1, "coordinerend": 1, "COÖRDINERENDE": 1, "coo\u0308rdinerend": 1, // also with a loose diaeresis
			"ijsbaan": 1, "ĳsbanen": 1, "scènes": 1, "scenes": 1,
			"opzeggingen": 2, "opzegging": 2, "opzeggen": 2, "Partijen opzegging": 2, "opzegging ijsbaan": 1, "ijsbaan fiets": 0, "fiets": 0,
			"DOC-24/17": 1, "24 17": 1, "'s-Gravenhage": 1, "gravenhage gemeente": 1, "Ελλάς": 1, "ελλας": 1, "2040": 1,
			// The index's own commands are words here, or nothing.
			`"ijsbaan`: 1, `ijsbaan"`: 1, `"" ijsbaan`: 1, "ijsbaan*": 1, "ijsba*": 0, "ijsbaan OR fiets": 0, "ijsbaan NOT convenant": 0, "NEAR(ijsbaan convenant)": 0,
			"woorden:ijsbaan": 0, "^ijsbaan": 1, "(ijsbaan": 1, "ijsbaan) ; DROP TABLE zoek": 0, "ijsbaan + scènes": 1, "-ijsbaan": 1, "\x00ijsbaan": 1, "ijsbaan\xff": 1,
			// Nothing to search for is everything; signs without a word are found nowhere.
			"": 2, "  \t": 2, "?": 0, "\"": 0, "*": 0, "-": 0,
			strings.Repeat("ijsbaan ", 5000): 1, strings.Repeat("x", 100_000): 0,
		} {
			page, err := r.List(context.Background(), Filter{On: day("2024-01-02"), Words: words})
			if err != nil || len(page.Rows) != want {
				t.Errorf("%.40q finds %d, %v; it should find %d", words, len(page.Rows), err, want)
			}
		}
	})
}

// A search adds to every other condition, and has pages as any list.
func TestSearchWithOtherConditions(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		village(t, r)
		for _, f := range []Filter{
			{Words: "convenant"}, {Words: "convenant", Phase: workflow.InForce}, {Words: "gemeente nummer", Party: "p9"},
			{Words: "convenant", Phase: workflow.Concept}, {Words: "convenant", EndsThrough: day("2025-12-31")}, {Words: "gemeente 3", Party: "p3", Phase: workflow.InForce},
		} {
			for _, on := range []string{"2023-01-01", "2024-01-01", "2024-02-10", "2024-06-01", "2025-01-01"} {
				f.On, f.Limit = day(on), 100
				plain := f
				plain.Words, plain.EndsFrom, plain.EndsThrough = "", 0, 0
				var want []string // all have these words, but for the number of the second Partij
				for _, row := range allPages(t, r, plain) {
					if f.EndsThrough == 0 || row.End != "" && row.End <= f.EndsThrough.String() {
						want = append(want, row.ID)
					}
				}
				for _, limit := range []int{1, 2, 100} {
					f.Limit = limit
					var got []string
					for _, row := range allPages(t, r, f) {
						got = append(got, row.ID)
					}
					if !slices.Equal(got, want) {
						t.Fatalf("%+v gives %v instead of %v", f, got, want)
					}
				}
			}
		}
	})
}

// What a convenant is found by follows its text, its name and its Partijen.
func TestSearchFollowsTheConvenant(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		finds := func(words string) bool {
			page, err := r.List(context.Background(), Filter{On: day("2024-01-02"), Words: words})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Rows) == 1
		}
		if finds("olifant") || finds("Zeewolde") || !finds("Gemeente 1") {
			t.Error("it is found by words that it has not, or not by those it has")
		}
		record(t, r, id, "2024-01-02", `{"handeling":"tekst-wijzigen","gegevens":{"artikelen":{"1.1":"Partijen verzorgen olifanten."}}}`)
		record(t, r, id, "2024-01-02", `{"handeling":"partij-hernoemen","gegevens":{"partij":"p2","naam":"Zeewolde"}}`)
		record(t, r, id, "2024-01-02", `{"handeling":"partij-hernoemen","gegevens":{"partij":"p1","naam":"Almere"}}`)
		if !finds("olifant") || !finds("Zeewolde") || finds("gemeente") {
			t.Error("the index did not follow")
		}
		sound(t, r)
	})
}
