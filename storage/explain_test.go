package storage

// Every question that a page asks each time it is shown goes by index: its cost must not grow with the register.

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/workflow"
)

// hot is a statement that pages and jobs ask again and again.
type hot struct {
	name   string
	query  string
	args   []any
	begins string // the step with which SQLite begins: it leaves few rows, or has them in the order that is asked for
	sorts  bool   // few are left, and they are sorted

	through []string // what it found itself, and goes through then
}

func hotQueries(r *Register) []hot {
	on := day("2025-06-01")
	const (
		newest = "SEARCH t USING COVERING INDEX tijdlijn_lijst (onderwerp=?"
		mine   = "SEARCH p USING COVERING INDEX tijdlijn_lijst (onderwerp=?"
		fewIn  = "SEARCH t USING COVERING INDEX tijdlijn_fase (onderwerp=? AND toestand=? AND tot"
		ending = "SEARCH e USING COVERING INDEX tijdlijn_einddatum (onderwerp=? AND "
	)
	var list []hot
	page := func(name string, f Filter, begins string, sorts bool) {
		f.On, f.Limit = on, defaultLimit
		q, args := f.query(place{})
		list = append(list, hot{name, q, args, begins, sorts, nil})
		q, args = f.query(place{id: "0190", key: "2025-01-01"})
		list = append(list, hot{name + ", next page", q, args, begins, sorts, nil})
	}
	page("all", Filter{}, newest, false)
	page("in force", Filter{Phase: workflow.InForce}, newest, false)
	page("in concept", Filter{Phase: workflow.Concept}, fewIn, true)
	page("expired", Filter{Phase: workflow.Expired}, fewIn+"=?", false)
	page("my Partij's", Filter{Party: "p1"}, mine, false)
	page("my Partij's in force", Filter{Party: "p1", Phase: workflow.InForce}, mine, false)
	page("my Partij's in concept", Filter{Party: "p1", Phase: workflow.Concept}, fewIn, true)
	page("what ends", Filter{EndsFrom: on, EndsThrough: on + 365}, ending, false)
	page("what ends from", Filter{EndsFrom: on}, ending, false)
	page("what ends by", Filter{EndsThrough: on}, ending, false)
	page("what ends of my Partij", Filter{EndsFrom: on, Party: "p1"}, ending, false)
	list = append(list, ordered(on)...)
	list = append(list, counts(on)...)
	list = append(list, ofPages(on)...)
	q, args := Filter{On: on, Phase: workflow.InForce, Party: "p1"}.among(make([]int64, mostMatches))
	return append(list,
		hot{"matches of a search", r.dialect.match(), []any{r.dialect.asking([]string{"partij"}), 100, 51}, "SCAN zoek VIRTUAL TABLE INDEX", false, nil},
		hot{"rows of a search", q, args, "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)", false, nil},
		hot{"who is bound", boundOnQuery, []any{"0190", "2025-06-01"}, "SEARCH p USING PRIMARY KEY (convenant=?)", false, nil},
		hot{"what falls due", dueQuery, []any{"2025-06-01", "2025-09-01", 100}, "SEARCH d USING COVERING INDEX termijn_datum (datum>? AND datum<?)", false, nil},
		hot{"what the clock looks at", awaitingQuery, []any{"2025-06-01", "", "", 100}, "SEARCH convenant USING COVERING INDEX convenant_wekker (", false, nil},
		hot{"what the clock looks at, next page", awaitingQuery, []any{"2025-06-01", "2025-05-31", "0190", 100}, "SEARCH convenant USING COVERING INDEX convenant_wekker (", false, nil},
		hot{"which reminders are coming", remindersQuery, []any{"2025-06-01", "2025-09-01", 100}, "SEARCH h USING COVERING INDEX herinnering_datum (datum>? AND datum<?)", false, nil},
		hot{"a Partij's calendar", dueForPartyQuery, []any{"2025-06-01", "partij:p1", "2025-03-01", "2027-06-01", "p1", 1000}, "SEARCH p USING COVERING INDEX tijdlijn_lijst (onderwerp=?", true, nil},
		hot{"a stand on paper", standQuery, []any{"a1b2", "a1b2g", 27}, "SEARCH f USING INDEX feit_hash (hash>? AND hash<?)", false, nil})
}

// ordered are the statements behind lists in another order than the newest first.
func ordered(on workflow.Date) (list []hot) {
	const (
		names  = "SEARCH c USING INDEX convenant_naam (<expr>>?"
		newest = "SEARCH t USING COVERING INDEX tijdlijn_lijst (onderwerp=?"
		mine   = "SEARCH p USING COVERING INDEX tijdlijn_lijst (onderwerp=?"
		fewIn  = "SEARCH t USING COVERING INDEX tijdlijn_fase (onderwerp=? AND toestand=? AND tot"
		ending = "SEARCH e USING COVERING INDEX tijdlijn_einddatum (onderwerp=? AND "
	)
	for when, at := range map[string]place{"": {}, ", next page": {id: "0190", key: "2025-01-01"}} {
		add := func(name string, f Filter, statement func(Filter, place) (string, []any), begins string, sorts bool) {
			f.On, f.Limit = on, defaultLimit
			q, args := statement(f, at)
			list = append(list, hot{name + when, q, args, begins, sorts, nil})
		}
		add("all by name", Filter{Order: ByName}, Filter.alongNames, names, false)
		add("in force by name", Filter{Order: ByName, Phase: workflow.InForce}, Filter.alongNames, names, false)
		add("expired by name", Filter{Order: ByName, Phase: workflow.Expired}, Filter.alongNames, names, false)
		add("what ends by name", Filter{Order: ByName, EndsFrom: on}, Filter.alongNames, names, false)
		add("all by einddatum", Filter{Order: ByEnd}, Filter.query, ending[:len(ending)-5], false)
		add("in force by einddatum", Filter{Order: ByEnd, Phase: workflow.InForce}, Filter.query, ending+"toestand>", false)
		add("without an einddatum", Filter{Order: ByEnd}, Filter.withoutEnd, newest, false)
		add("in force without an einddatum", Filter{Order: ByEnd, Phase: workflow.InForce}, Filter.withoutEnd, newest, false)
		for _, order := range []Order{ByName, ByEnd} {
			add("few in concept by "+string(order), Filter{Order: order, Phase: workflow.Concept}, Filter.sorted, fewIn, true)
			add("few expired by "+string(order), Filter{Order: order, Phase: workflow.Expired}, Filter.sorted, fewIn+"=?", true)
			add("few of my Partij by "+string(order), Filter{Order: order, Party: "p1"}, Filter.sorted, mine, true)
			involving := func(f Filter, at place) (string, []any) { return f.allInvolving("p1", at) }
			add("a Partij's own by "+string(order), Filter{Order: order}, involving, mine, true)
			add("a Partij's own that end by "+string(order), Filter{Order: order, EndsFrom: on}, involving, mine, true)
		}
		add("few that end by name", Filter{Order: ByName, EndsFrom: on, EndsThrough: on + 30}, Filter.sorted, ending, true)
	}
	return list
}

// counts are the statements that count.
func counts(on workflow.Date) (list []hot) {
	for name, f := range map[string]Filter{"all": {}, "in force": {Phase: workflow.InForce}, "in concept": {Phase: workflow.Concept}, "expired": {Phase: workflow.Expired},
		"my Partij's": {Party: "p1"}, "what ends": {EndsFrom: on, EndsThrough: on + 30}} {
		f.On = on
		s := &selection{args: []any{f.On.String()}}
		from, _ := f.source(s)
		q, args := counting(from+" WHERE "+strings.Join(s.where, " AND "), s, MostCounted)
		list = append(list, hot{"count of " + name, q, args, "SEARCH ", false, nil})
	}
	f := Filter{On: on, Phase: workflow.InForce}
	from, s := f.involving("p1", f.endIfAsked())
	q, args := counting(from, s, MostCounted)
	return append(list, hot{"count of a Partij's own", q, args, "SEARCH p USING COVERING INDEX tijdlijn_lijst (onderwerp=?", false, nil})
}

// ofPages are the statements of pages that are no list of convenanten by condition.
func ofPages(on workflow.Date) []hot {
	const waiting = "SEARCH a USING COVERING INDEX aandacht_soort (soort=?"
	ids := make([]any, 10)
	for i := range ids {
		ids[i] = copyID(i)
	}
	some := placeholders(0, len(ids))
	first, args := attentionPage(on, AttentionShortcomings, "", defaultLimit)
	next, nextArgs := attentionPage(on, AttentionShortcomings, "0190", defaultLimit)
	counts, countArgs := attentionCounts()
	ofTwo, ofTwoArgs := convenantenOf([]Organisation{{ID: "p1"}, {ID: "p2"}})
	return []hot{
		{"what asks for attention", first, args, waiting, false, nil},
		{"what asks for attention, next page", next, nextArgs, waiting + " AND convenant<?", false, nil},
		{"how much asks for attention", counts, countArgs, "COMPOUND QUERY", false, []string{"SCAN een"}},
		{"meetings", meetingsQuery, []any{on.String(), (on + 30).String(), 100}, "SEARCH o USING COVERING INDEX overleg_datum (datum>? AND datum<?)", true, nil},
		{"states of some", lineQuery + some, ids, "SEARCH tijdlijn USING COVERING INDEX tijdlijn_lijst (onderwerp=? AND convenant=?)", false, nil},
		{"what falls due of some", lineDueQuery + some, ids, "SEARCH termijn USING PRIMARY KEY (convenant=?)", false, nil},
		{"organisations", organisationsQuery, nil, "SETUP", true, []string{"SCAN wie"}},
		{"an organisation", organisationQuery, []any{"p1"}, "SEARCH p USING COVERING INDEX partij_id (id=?)", false, nil},
		{"convenanten of organisations", ofTwo, ofTwoArgs, "COMPOUND QUERY", false, []string{"SCAN een"}},
	}
}

// scans is a step that goes through a whole table or index.
var scans = regexp.MustCompile(`^SCAN \w+( USING (COVERING )?INDEX \w+)?$`)

// step is a step in which SQLite answers a query; the parent is the step that it is part of.
type step struct {
	ID, Parent, NotUsed int
	Detail              string
}

func plan(t *testing.T, r *Register, query string, args ...any) []step {
	t.Helper()
	var steps []step
	if err := r.read.SelectContext(context.Background(), &steps, "EXPLAIN QUERY PLAN "+query, args...); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return steps
}

// findsBy gives the steps that find a page: all of them, or those in its own select.
func findsBy(steps []step) (find, show []step) {
	if len(steps) == 0 || !strings.HasPrefix(steps[0].Detail, "CO-ROUTINE") {
		return steps, nil
	}
	n := 1
	for n < len(steps) && steps[n].Parent != steps[0].Parent {
		n++
	}
	return steps[1:n], steps[n:]
}

func TestHotQueriesGoByIndex(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	for _, q := range hotQueries(r) {
		find, show := findsBy(plan(t, r, q.query, q.args...))
		if len(q.through) > 0 {
			find, show = slices.Concat(find, show), nil
		}
		wrong := len(find) == 0 || !strings.HasPrefix(find[0].Detail, q.begins)
		for _, s := range find {
			wrong = wrong || scans.MatchString(s.Detail) && !slices.Contains(q.through, s.Detail) || strings.Contains(s.Detail, "USE TEMP B-TREE") && !q.sorts || strings.Contains(s.Detail, "AUTOMATIC")
		}
		for _, s := range show { // the page itself is gone through, and sorted
			wrong = wrong || scans.MatchString(s.Detail) && !slices.Contains([]string{"SCAN t", "SCAN een"}, s.Detail) || strings.Contains(s.Detail, "AUTOMATIC")
		}
		if wrong {
			t.Errorf("%s:\n  %+v\n%.400s", q.name, slices.Concat(find, show), q.query)
		}
	}
}

// PostgreSQL plans by what it has counted, so it is asked with a register before it that is worth an index. Only the table
// of convenanten itself is still so small there that reading it whole may be cheaper; BenchmarkQuestions has a large one.
func TestHotQueriesGoByIndexInPostgreSQL(t *testing.T) {
	r := multiplied(t, databases["postgres"](t), 3_000)
	for _, q := range hotQueries(r) {
		var steps []string
		if err := r.read.Select(&steps, "EXPLAIN "+q.query, q.args...); err != nil {
			t.Fatalf("%s: %v", q.name, err)
		}
		plan := strings.ReplaceAll(strings.Join(steps, "\n  "), "Seq Scan on convenant c ", "")
		if !strings.Contains(plan, "Index") || strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s:\n  %s\n%.400s", q.name, plan, q.query)
		}
	}
}

// followed has somebody follow a calendar, send a file and be told of an act.
func followed(t *testing.T, r *Register, id string) {
	t.Helper()
	ctx := context.Background()
	p, err := r.AddToken(ctx, sha256Of("wie"), Grant{Role: RoleSecretariat})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddFeed(ctx, sha256Of("adres"), p.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.FeedBySecret(ctx, sha256Of("adres")); err != nil {
		t.Fatal(err)
	}
	if err := r.AddUpload(ctx, Upload{sha256Of("een scan"), "application/pdf", 1, p.ID}, []byte("een scan")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddWebhook(ctx, "https://zaken.example.org", "whsec_eA==", ""); err != nil {
		t.Fatal(err)
	}
	record(t, r, id, "2024-03-07", `{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"p1","bijlage":"%s"}}`, sha256Of("een scan"))
	if sent, err := r.Sent(ctx, sha256Of("een scan"), p.ID); err != nil || !sent { // it was another who referred to it
		t.Fatal(sent, err)
	}
	if list, err := r.References(ctx, sha256Of("een scan"), 10); err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	hook, messages, err := r.Claim(ctx, time.Minute, 10)
	if err != nil || len(messages) == 0 {
		t.Fatal(hook, messages, err)
	}
	if err := r.Settle(ctx, hook, messages[0].ID, Sent{State: MessageDelivered}); err != nil {
		t.Fatal(err)
	}
	if log, err := r.WebhookLog(ctx, hook.ID, 10); err != nil || len(log) != len(messages) {
		t.Fatal(log, err)
	}
}

// Whatever else is asked while a convenant lives, a page is shown or a person logs in goes by index too. SQLite only.
func TestEverythingThatIsAskedGoesByIndex(t *testing.T) {
	d, asked := spy(databases["sqlite"](t).(watched))
	r := newRegister(t, d)
	id, _, _ := eventful(t, r)
	asked() // the migrations, and a Verify, which reads everything
	ctx := context.Background()
	if _, err := r.Act(ctx, id, Key{"wie", "sleutel", "vraag"}, deciding(act(t, `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`), day("2024-03-06"))); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Act(ctx, id, Key{"wie", "sleutel", "vraag"}, nil); err != nil {
		t.Fatal(err)
	}
	record(t, r, id, "2024-03-07", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p1","grond":"Verzoek."}}`)
	if _, _, err := r.Load(ctx, id); err != nil {
		t.Fatal(err)
	}
	village(t, r)
	if _, err := r.FindStand(ctx, 3, "a1b2c3d4"); err != nil {
		t.Fatal(err)
	}
	followed(t, r, id)
	if _, err := r.PrincipalByToken(ctx, strings.Repeat("0", 64)); err == nil {
		t.Fatal("somebody has this token")
	}
	seen := map[string]bool{}
	for _, s := range asked() {
		begin, _, _ := strings.Cut(s.query, " ")
		if seen[s.query] || s.query == begin || begin == "PRAGMA" || begin == "INSERT" && !strings.Contains(s.query, "SELECT") {
			continue
		}
		seen[s.query] = true
		for _, step := range plan(t, r, s.query, s.args...) {
			if scans.MatchString(step.Detail) {
				t.Errorf("%s\n  %s", s.query, step.Detail)
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d statements were seen", len(seen))
	}
}
