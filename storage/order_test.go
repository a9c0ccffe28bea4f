package storage

// A list in any order holds the same convenanten, in that order, page by page; and as many as are counted.

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// inOrderOf sorts rows as a reader expects them.
func inOrderOf(rows []Row, f Filter) []Row {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b Row) int {
		switch {
		case f.Order == ByName:
			return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
		case f.Order == ByEnd || f.Words == "" && (f.EndsFrom != 0 || f.EndsThrough != 0):
			return cmp.Or(cmp.Compare(cmp.Or(a.End, "nooit"), cmp.Or(b.End, "nooit")), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Compare(b.ID, a.ID)
	})
	return sorted
}

// everyPage goes through all pages that list gives.
func everyPage(t *testing.T, f Filter, list func(context.Context, Filter) (Page, error)) []Row {
	t.Helper()
	var all []Row
	for f.Before = ""; ; {
		page, err := list(context.Background(), f)
		if err != nil {
			t.Fatalf("%+v: %v", f, err)
		}
		if len(page.Rows) > f.Limit || page.Next != "" && len(page.Rows) < f.Limit || len(all) > 10_000 {
			t.Fatalf("%d rows on a page of %d, after %d; next %q", len(page.Rows), f.Limit, len(all), page.Next)
		}
		all = append(all, page.Rows...)
		if f.Before = page.Next; f.Before == "" {
			return all
		}
	}
}

func sameRows(t *testing.T, f Filter, got, want []Row) {
	t.Helper()
	show := func(rows []Row) string {
		var lines []string
		for _, row := range rows {
			lines = append(lines, strings.Join([]string{row.ID, row.Name, string(row.Phase), row.End}, " "))
		}
		return strings.Join(lines, "\n")
	}
	if show(got) != show(want) {
		t.Fatalf("%+v gives\n%.3000s\ninstead of\n%.3000s", f, show(got), show(want))
	}
}

// withNames records convenanten of which the names begin with capitals and without, with accents, and equal to others.
func withNames(t *testing.T, r *Register) []string {
	t.Helper()
	var ids []string
	for _, name := range []string{"zorg in de wijk", "Zorg in de Wijk", "Aan zee", "aan zee", "Éénloket", "[Werktitel]", "Convenant nummer 3"} {
		out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"%s",
			"partijen":[{"id":"p1","naam":"Gemeente 1"},{"id":"p9","naam":"Gemeente 9"}]}}`, name), day("2024-01-07")))
		if err != nil || out.Refusal != nil {
			t.Fatal(err, out.Refusal)
		}
		ids = append([]string{out.ID}, ids...)
	}
	return ids
}

func TestAListInAnyOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		ids = append(withNames(t, r), ids...)
		folded := map[string]*workflow.Convenant{}
		for _, id := range ids {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			folded[id] = c
		}
		ctx, answers := context.Background(), 0
		conditions := []Filter{{}, {Party: "p9"}, {Phase: workflow.InForce}, {Phase: workflow.Concept}, {Phase: workflow.Expired}, {Phase: workflow.InForce, Party: "p2"},
			{EndsFrom: day("2024-06-01")}, {EndsThrough: day("2024-12-31"), Phase: workflow.InForce}, {EndsFrom: day("2024-06-01"), Party: "p9"}}
		for _, on := range []string{"2023-12-31", "2024-01-07", "2024-02-20", "2024-05-01", "2025-01-01"} {
			for _, f := range conditions {
				f.On = day(on)
				found := expected(folded, ids, f)
				answers += len(found)
				for _, f.Order = range Orders {
					for _, f.Words = range []string{"", "gemeente"} { // which all have
						want := inOrderOf(found, f)
						var own []Row // of p9, which stays in all of them or is seen to leave
						for _, row := range want {
							if folded[row.ID].On(f.On).Party("p9") != nil {
								own = append(own, row)
							}
						}
						for _, f.Limit = range []int{1, 3, 100} {
							sameRows(t, f, everyPage(t, f, r.List), want)
							involving := func(ctx context.Context, f Filter) (Page, error) { return r.ListInvolving(ctx, "p9", f) }
							sameRows(t, f, everyPage(t, f, involving), own)
						}
						for _, most := range []int{2, 100, 5000} {
							if n, err := r.Count(ctx, f, most); err != nil || n != min(most, len(want)) {
								t.Fatalf("%+v: counted %d of %d, at most %d; %v", f, n, len(want), most, err)
							}
							if n, err := r.CountInvolving(ctx, "p9", f, most); err != nil || n != min(most, len(own)) {
								t.Fatalf("%+v: counted %d of %d of p9, at most %d; %v", f, n, len(own), most, err)
							}
						}
					}
				}
			}
		}
		if answers < 200 {
			t.Errorf("only %d rows were asked for", answers)
		}
		if n, err := r.Count(ctx, Filter{On: day("2024-05-01"), Words: "—"}, 10); err != nil || n != 0 {
			t.Errorf("without a word: %d, %v", n, err)
		}
	})
}

// Of many convenanten a page is found along an index; it is the page that sorting them all gives.
func TestALargeListInAnyOrder(t *testing.T) {
	for name, make := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := multiplied(t, make(t), 2*mostSorted)
			for _, f := range []Filter{{}, {Phase: workflow.InForce}, {Phase: workflow.Expired}, {Phase: workflow.Concept}, {Party: "p7"}, {EndsFrom: day("2025-01-01")}} {
				for _, f.Words = range []string{"", "convenant"} {
					f.On, f.Limit, f.Order = day("2024-06-01"), 10_000, ByNewest
					all := everyPage(t, f, r.List)
					if n, err := r.Count(context.Background(), f, 5000); err != nil || n != min(len(all), MostCounted) {
						t.Errorf("%+v: counted %d of %d, %v", f, n, len(all), err)
					}
					for _, f.Order = range []Order{ByName, ByEnd} {
						f.Limit = 300
						sameRows(t, f, everyPage(t, f, r.List), inOrderOf(all, f))
					}
				}
			}
		})
	}
}

func TestACursorBelongsToItsOrder(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		village(t, r)
		cursors := map[Order]string{}
		for _, order := range Orders {
			page, err := r.List(context.Background(), Filter{On: day("2024-06-01"), Limit: 1, Order: order})
			if err != nil || page.Next == "" {
				t.Fatal(order, page, err)
			}
			cursors[order] = page.Next
		}
		for _, order := range Orders {
			for of, cursor := range cursors {
				for name, list := range map[string]func(Filter) (Page, error){
					"all":        func(f Filter) (Page, error) { return r.List(context.Background(), f) },
					"a Partij's": func(f Filter) (Page, error) { return r.ListInvolving(context.Background(), "p1", f) },
				} {
					if _, err := list(Filter{On: day("2024-06-01"), Order: order, Before: cursor}); (err == nil) != (of == order) || err != nil && !errors.Is(err, ErrCursor) {
						t.Errorf("%s, order %q, cursor %q: %v", name, order, cursor, err)
					}
				}
			}
		}
		for _, cursor := range []string{"n", "n0190", "n0190 ", "n naam"} {
			if _, err := r.List(context.Background(), Filter{On: day("2024-06-01"), Order: ByName, Before: cursor}); !errors.Is(err, ErrCursor) {
				t.Errorf("cursor %q: %v", cursor, err)
			}
		}
		if _, err := r.List(context.Background(), Filter{On: day("2024-06-01"), Order: "willekeur"}); err == nil {
			t.Error("there is no such order")
		}
	})
}
