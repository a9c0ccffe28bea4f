package storage

// The register is asked, and the answers are those of the fold: on every day, for every condition, page by page.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// village records convenanten in every state, with Partijen that come and go, and returns their ids, the newest first.
func village(t *testing.T, r *Register) []string {
	t.Helper()
	var ids []string
	add := func(terms, today string) string {
		out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen",
			"naam":"Convenant nummer %d","kenmerk":"DOC-%d","partijen":[{"id":"p1","naam":"Gemeente 1"},{"id":"p%d","naam":"Gemeente %d"},{"id":"p9","naam":"Gemeente 9"}],
			"voorwaarden":%s}}`, len(ids)+1, len(ids)+1, len(ids)%3+2, len(ids)%3+2, terms), day(today)))
		if err != nil || out.Refusal != nil {
			t.Fatal(err, out.Refusal)
		}
		ids = append([]string{out.ID}, ids...)
		return out.ID
	}
	signed := func(terms, entered string) string {
		id := add(terms, "2024-01-01")
		toSigning(t, r, id)
		c, _, err := r.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.On(day("2024-01-02")).Parties {
			record(t, r, id, entered, `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p.ID)
		}
		return id
	}
	const notice = `"opzegging":{"door":"elke-partij","termijn":"2 maanden"}`
	for range 2 {
		add(`{}`, "2024-01-01")
		toSigning(t, r, add(`{`+notice+`}`, "2024-01-02"))
		signed(`{"looptijd":{"tot-en-met":"2024-12-31"},`+notice+`}`, "2024-01-10")
		leaving := signed(`{"looptijd":{"duur":"1 jaar"},`+notice+`,"verlenging":{"wijze":"stilzwijgend","duur":"1 jaar"}}`, "2024-02-01")
		record(t, r, leaving, "2024-03-15", `{"handeling":"opzeggen","gegevens":{"partij":"p9"}}`)
		withdrawn := add(`{}`, "2024-01-05")
		record(t, r, withdrawn, "2024-02-05", `{"handeling":"intrekken","gegevens":{"reden":"Niet meer nodig."}}`)
		ended := signed(`{"opzegging":{"door":"elke-partij","termijn":"1 maand","gevolg":"eindigt-voor-allen"}}`, "2024-01-20")
		record(t, r, ended, "2024-04-01", `{"handeling":"opzeggen","gegevens":{"partij":"p1"}}`)
		signed(`{"inwerkingtreding":{"moment":"datum","datum":"2024-01-05"},"looptijd":{"duur":"6 maanden"}}`, "2024-02-20") // works back
	}
	return ids
}

// listed goes through all pages of a list.
func allPages(t *testing.T, r *Register, f Filter) []Row {
	t.Helper()
	var all []Row
	for f.Before = ""; ; {
		page, err := r.List(context.Background(), f)
		if err != nil {
			t.Fatal(err)
		}
		if f.Limit > 0 && len(page.Rows) > f.Limit {
			t.Fatalf("%d rows on a page of %d", len(page.Rows), f.Limit)
		}
		all = append(all, page.Rows...)
		if f.Before = page.Next; f.Before == "" {
			return all
		}
		if len(page.Rows) != f.Limit {
			t.Fatalf("%d rows on a page of %d, and another follows", len(page.Rows), f.Limit)
		}
		if len(all) > 1000 {
			t.Fatal("there is no end to the pages")
		}
	}
}

// expected is the list as the fold gives it.
func expected(folded map[string]*workflow.Convenant, ids []string, f Filter) []Row {
	var rows []Row
	for _, id := range ids {
		s := folded[id].On(f.On)
		if s.Phase == "" || f.Phase != "" && s.Phase != f.Phase {
			continue
		}
		if p := s.Party(f.Party); f.Party != "" && (p == nil || p.State == workflow.Left) {
			continue
		}
		end := s.EndOf()
		if f.ends() && (end == 0 || end < f.EndsFrom || f.EndsThrough != 0 && end > f.EndsThrough) {
			continue
		}
		rows = append(rows, Row{ID: id, Name: s.Name, Reference: s.Reference, Phase: s.Phase, End: end.String()})
	}
	if f.ends() {
		slices.SortStableFunc(rows, func(a, b Row) int {
			if a.End != b.End {
				return map[bool]int{true: -1, false: 1}[a.End < b.End]
			}
			return map[bool]int{true: -1, false: 1}[a.ID < b.ID]
		})
	}
	return rows
}

func TestTheListIsThatOfTheFold(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		folded := map[string]*workflow.Convenant{}
		for _, id := range ids {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			folded[id] = c
		}
		filters := []Filter{{}}
		for _, phase := range workflow.Phases {
			filters = append(filters, Filter{Phase: phase}, Filter{Phase: phase, Party: "p9"}, Filter{Phase: phase, Party: "p2", EndsFrom: day("2024-01-01")})
		}
		for _, party := range []string{"p1", "p2", "p9", "niemand"} {
			filters = append(filters, Filter{Party: party}, Filter{Party: party, EndsThrough: day("2024-12-31")})
		}
		filters = append(filters, Filter{EndsFrom: day("2024-12-31")}, Filter{EndsThrough: day("2024-12-31")},
			Filter{EndsFrom: day("2025-01-01"), EndsThrough: day("2025-12-31")}, Filter{EndsFrom: day("2030-01-01"), EndsThrough: day("2029-01-01")})
		answers := 0
		for _, on := range []string{"2023-12-31", "2024-01-01", "2024-01-04", "2024-01-05", "2024-01-10", "2024-02-19", "2024-02-20", "2024-05-01", "2024-05-16", "2024-08-01", "2024-12-31", "2025-01-01", "2025-02-01", "2034-06-01"} {
			for _, f := range filters {
				f.On = day(on)
				want := expected(folded, ids, f)
				answers += len(want)
				for _, limit := range []int{1, 3, 100} {
					f.Limit = limit
					got := allPages(t, r, f)
					for i := range got {
						got[i].Order = 0
					}
					if !slices.Equal(got, want) {
						t.Fatalf("%+v gives\n%+v\ninstead of\n%+v", f, got, want)
					}
				}
			}
		}
		if answers < 500 {
			t.Errorf("only %d rows were asked for", answers)
		}
	})
}

// Long after one tacit renewal after another the einddatum is still that of the running period.
func TestTheEinddatumFarAhead(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		c, _, err := r.Load(context.Background(), ids[3])
		if err != nil {
			t.Fatal(err)
		}
		for _, on := range []string{"2039-01-01", "2040-06-01", "2080-02-01", "2150-01-31"} {
			page, err := r.List(context.Background(), Filter{On: day(on), Phase: workflow.InForce})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range page.Rows {
				if row.ID == ids[3] && row.End != c.On(day(on)).EndOf().String() {
					t.Errorf("on %s it ends on %s, not on %s", on, row.End, c.On(day(on)).EndOf())
				}
			}
			if !slices.ContainsFunc(page.Rows, func(row Row) bool { return row.ID == ids[3] }) {
				t.Errorf("on %s it is not in force", on)
			}
		}
	})
}

func TestWhoIsBoundIsWhatTheFoldSays(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		many, _, _ := eventful(t, r)
		for _, id := range append(ids[:7], many) {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			for on := day("2023-12-30"); on < day("2025-06-01"); on++ {
				var want []string
				for _, p := range c.On(on).Parties {
					if p.Bound() {
						want = append(want, fmt.Sprint(p.ID, p.State, shownOf(c).Party(p.ID).Name))
					}
				}
				slices.Sort(want)
				bound, err := r.BoundOn(context.Background(), id, on)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, p := range bound {
					got = append(got, fmt.Sprint(p.ID, p.State, p.Name))
				}
				if !slices.Equal(got, want) {
					t.Fatalf("bound by %s on %s: %v; the fold says %v", id, on, got, want)
				}
			}
		}
	})
}

func TestWhatFallsDue(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		from, through := day("2024-05-15"), day("2024-12-31") // on both something falls due
		var want []string
		for _, id := range ids {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range agendaOf(c) {
				if d.On >= from && d.On <= through {
					name := ""
					if d.Party != "" {
						name = shownOf(c).Party(d.Party).Name
					}
					want = append(want, fmt.Sprintln(d.On, id, d.Kind, d.Party, name, shownOf(c).Name))
				}
			}
		}
		slices.Sort(want)
		if len(want) < 5 || !strings.HasPrefix(want[0], from.String()) || !strings.HasPrefix(want[len(want)-1], through.String()) {
			t.Fatalf("too little falls due: %v", want)
		}
		for _, most := range []int{1, 3, len(want), len(want) + 10} {
			list, err := r.DueBetween(context.Background(), from, through, most)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range list {
				got = append(got, fmt.Sprintln(d.On, d.Convenant, d.Kind, d.Party, d.PartyName, d.Name))
			}
			if !slices.Equal(got, want[:min(most, len(want))]) {
				t.Errorf("at most %d: %v\ninstead of\n%v", most, got, want)
			}
		}
	})
}

// A cursor of another list, or one that somebody made up, is refused and gives no page.
func TestACursorBelongsToItsList(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		village(t, r)
		on := day("2024-06-01")
		lists := []Filter{{On: on, Limit: 1}, {On: on, Limit: 1, Words: "convenant"}, {On: on, Limit: 1, EndsFrom: day("2024-01-01")}}
		cursors := []string{"x", "z", "z1x", "e", "e2024-01-01", "e2024-13-01abc", "l", "🙂", "' OR 1=1 --"}
		for _, f := range lists {
			page, err := r.List(context.Background(), f)
			if err != nil || page.Next == "" {
				t.Fatalf("%+v: %v %v", f, page, err)
			}
			cursors = append(cursors, page.Next)
		}
		for i, f := range lists {
			for j, cursor := range cursors {
				f.Before = cursor
				if _, err := r.List(context.Background(), f); (err == nil) != (j == len(cursors)-len(lists)+i) || err != nil && !errors.Is(err, ErrCursor) {
					t.Errorf("list %d, cursor %q: %v", i, cursor, err)
				}
			}
		}
		if _, err := r.List(context.Background(), Filter{}); err == nil {
			t.Error("a list without a peildatum")
		}
	})
}
