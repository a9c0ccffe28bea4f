package storage

// What asks for attention is known as soon as it does, by an act or by the calendar, and no longer than it does.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"convenant/workflow"
)

// asksFor fails the test unless these things, and no others, ask for attention in a convenant.
func asksFor(t *testing.T, r *Register, id, when string, want ...string) {
	t.Helper()
	var got []string
	for _, kind := range Attentions {
		rows, _, err := r.Attention(context.Background(), day("2024-06-01"), kind, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(rows, func(row Row) bool { return row.ID == id }) {
			got = append(got, kind)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q ask for attention instead of %q", when, got, want)
	}
	sound(t, r)
}

// complete lets a convenant of so many Partijen have everybody who is missing.
func complete(t *testing.T, r *Register, id, today string, parties int) {
	t.Helper()
	for n := range parties {
		record(t, r, id, today, `{"handeling":"vertegenwoordiger-aanwijzen","gegevens":{"partij":"p%d","naam":"Jo","hoedanigheid":"burgemeester",
			"besluit":{"orgaan":"college","datum":"2024-01-01"}}}`, n+1)
		record(t, r, id, today, `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p%d","functie":"Adviseur"}}`, n+1)
	}
}

func TestWhatAsksForAttention(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draftWith(t, r, 2, changeTerms)
		asksFor(t, r, id, "in concept", AttentionShortcomings)
		complete(t, r, id, "2024-01-01", 2)
		asksFor(t, r, id, "when everybody is known but a second contactpersoon")
		record(t, r, id, "2024-01-02", `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["p1","Raad"],"uiterlijk":"2024-01-10"}}`)
		asksFor(t, r, id, "while advice is asked")
		record(t, r, id, "2024-01-05", `{"handeling":"advies-uitbrengen","gegevens":{"adviseur":"p1","strekking":"positief"}}`)
		asksFor(t, r, id, "with an advice that has no answer", AttentionAdvice)
		record(t, r, id, "2024-01-06", `{"handeling":"advies-verwerken","gegevens":{"adviseur":"p1","verwerking":"overgenomen"}}`)
		announce(t, r, id, "2024-01-10")
		asksFor(t, r, id, "on the last day for the other advice")
		if list := awaiting(t, r, "2024-01-11"); !slices.Contains(list, "2024-01-11") {
			t.Errorf("the calendar is looked at on %q", list)
		}
		announce(t, r, id, "2024-01-11")
		asksFor(t, r, id, "the day after", AttentionAdvice)
		record(t, r, id, "2024-01-12", `{"handeling":"adviesronde-sluiten","gegevens":{}}`)
		record(t, r, id, "2024-01-12", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-12","doel":"vaststellen"}}`)
		asksFor(t, r, id, "waiting for a decision")
		record(t, r, id, "2024-01-12", `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
		record(t, r, id, "2024-01-13", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
		asksFor(t, r, id, "half signed", AttentionSigning)
		record(t, r, id, "2024-01-14", `{"handeling":"ondertekenen","gegevens":{"partij":"p2","wijze":"papier"}}`)
		asksFor(t, r, id, "in force")
		record(t, r, id, "2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Evaluatie","voorwaarden":{"evaluatie":{"uiterlijk":"2024-03-01"}}}}`)
		asksFor(t, r, id, "with a proposal", AttentionChange)
		for _, p := range []string{"p1", "p2"} {
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, p)
		}
		announce(t, r, id, "2024-03-01")
		asksFor(t, r, id, "on the last day for an evaluation")
		if list := awaiting(t, r, "2024-03-02"); !slices.Contains(list, "2024-03-02") {
			t.Errorf("the calendar is looked at on %q", list)
		}
		announce(t, r, id, "2024-03-02")
		asksFor(t, r, id, "the day after", AttentionShortcomings)
		record(t, r, id, "2024-03-03", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		letter := record(t, r, id, "2024-03-04", `{"handeling":"brief-registreren","gegevens":{"soort":"opzegbrief","partij":"p2"}}`).Fact
		record(t, r, id, "2024-03-04", `{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"p2"}}`)
		asksFor(t, r, id, "with a letter", AttentionLetter)
		notice := record(t, r, id, "2024-03-04", `{"handeling":"opzeggen","gegevens":{"partij":"p2","brief":%d}}`, letter).Fact
		asksFor(t, r, id, "when it was acted on")
		record(t, r, id, "2024-03-05", `{"handeling":"corrigeren","gegevens":{"feit":%d,"reden":"Te vroeg."}}`, notice)
		asksFor(t, r, id, "when that is taken out", AttentionLetter)
		confirmed := act(t, `{"handeling":"corrigeren","bevestigd":true,"gegevens":{"feit":%d,"reden":"Niet getekend."}}`, signatureOf(t, r, id, "p2"))
		if out, err := r.Act(context.Background(), id, Key{}, deciding(confirmed, day("2024-03-06"))); err != nil || out.Refusal != nil {
			t.Fatal(err, out.Refusal)
		}
		if counts := must(r.AttentionCounts(context.Background()))(t); counts[AttentionWithout] != 1 || counts[AttentionSigning] != 1 {
			t.Errorf("when a signature is taken out %v ask for attention", counts)
		}
		for _, table := range ofOutlook {
			r.write.MustExec("DELETE FROM " + table)
		}
		if err := r.Rebuild(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		asksFor(t, r, id, "rebuilt", AttentionLetter, AttentionWithout, AttentionSigning)
	})
}

// signatureOf is the number of the fact by which a Partij signed.
func signatureOf(t *testing.T, r *Register, id, party string) int {
	t.Helper()
	c, _, err := r.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Facts() {
		if f.Kind == workflow.Sign && f.Data.Get("partij").Text == party {
			return f.Number
		}
	}
	t.Fatal("no signature")
	return 0
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// The rows are those of the list, the newest first, page by page; and as many as are counted.
func TestAttentionInPages(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := village(t, r)
		on, ctx := day("2024-06-01"), context.Background()
		all := map[string]Row{}
		for _, row := range allPages(t, r, Filter{On: on}) {
			all[row.ID] = row
		}
		want := map[string][]Row{}
		for _, id := range ids {
			c, _, err := r.Load(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range attentionOf(shownOf(c)) {
				want[kind] = append(want[kind], all[id])
			}
		}
		if len(want[AttentionSigning]) != 2 || len(want[AttentionShortcomings]) < 5 {
			t.Fatalf("too little asks for attention: %v", want)
		}
		counts := map[string]int{}
		for _, kind := range Attentions {
			if len(want[kind]) > 0 {
				counts[kind] = len(want[kind])
			}
			for _, most := range []int{1, 2, 100} {
				var got []Row
				for before := ""; ; {
					rows, next, err := r.Attention(ctx, on, kind, before, most)
					if err != nil || len(rows) > most {
						t.Fatal(rows, err)
					}
					got = append(got, rows...)
					if before = next; before == "" {
						break
					}
				}
				if !slices.Equal(got, want[kind]) {
					t.Errorf("%s, %d on a page: %v\ninstead of\n%v", kind, most, got, want[kind])
				}
			}
		}
		if got := must(r.AttentionCounts(ctx))(t); !maps.Equal(got, counts) {
			t.Errorf("counted %v instead of %v", got, counts)
		}
		for _, cursor := range []string{"a", "x", "l0190"} {
			if _, _, err := r.Attention(ctx, on, AttentionSigning, cursor, 10); !errors.Is(err, ErrCursor) {
				t.Errorf("cursor %q: %v", cursor, err)
			}
		}
	})
}
