package storage

// Every question that a page asks each time it is shown goes by index: its cost must not grow with the register.

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"convenant/workflow"
)

// hotQueries are the statements of this package that pages and jobs ask again and again, with what they must not do
// besides scanning: sort what could be many.
func hotQueries() map[string]struct {
	query  string
	args   []any
	sorted bool // few are left to be sorted
} {
	type hot = struct {
		query  string
		args   []any
		sorted bool
	}
	on := day("2025-06-01")
	list := func(f Filter, after place, sorted bool) hot {
		f.On, f.Limit = on, defaultLimit
		q, args := f.query(after)
		return hot{q, args, sorted}
	}
	amongQuery, amongArgs := Filter{On: on, Phase: workflow.InForce, Party: "p1"}.among([]int64{1, 2, 3})
	next := place{id: "0190", end: "2025-01-01"}
	return map[string]hot{
		"first page":                    list(Filter{}, place{}, false),
		"next page":                     list(Filter{}, next, false),
		"in force":                      list(Filter{Phase: workflow.InForce}, place{}, false),
		"in force, next page":           list(Filter{Phase: workflow.InForce}, next, false),
		"in concept":                    list(Filter{Phase: workflow.Concept}, place{}, true),
		"in concept, next page":         list(Filter{Phase: workflow.Concept}, next, true),
		"expired":                       list(Filter{Phase: workflow.Expired}, place{}, false),
		"expired, next page":            list(Filter{Phase: workflow.Expired}, next, false),
		"my Partij":                     list(Filter{Party: "p1"}, place{}, false),
		"my Partij, next page":          list(Filter{Party: "p1"}, next, false),
		"my Partij, in force":           list(Filter{Party: "p1", Phase: workflow.InForce}, place{}, false),
		"my Partij, in concept":         list(Filter{Party: "p1", Phase: workflow.Concept}, place{}, true),
		"what ends":                     list(Filter{EndsFrom: on, EndsThrough: on + 365}, place{}, false),
		"what ends, next page":          list(Filter{EndsFrom: on, EndsThrough: on + 365}, next, false),
		"what ends of my Partij":        list(Filter{EndsFrom: on, Party: "p1"}, place{}, false),
		"what ends by":                  list(Filter{EndsThrough: on}, place{}, false),
		"matches of a search":           {sqlite{}.match(), []any{`"partij"`, 100, 51}, false},
		"rows of a search":              {amongQuery, amongArgs, false},
		"who is bound":                  {boundOnQuery, []any{"0190", "2025-06-01"}, false},
		"what falls due":                {dueQuery, []any{"2025-06-01", "2025-09-01", 100}, false},
		"a stand on paper":              {standQuery, []any{"a1b2", "a1b2g", 27}, false},
		"the head of a convenant":       {"SELECT id, volgorde, stand, hoofd FROM convenant WHERE id = $1", []any{"0190"}, false},
		"the facts of a convenant":      {"SELECT bytes FROM feit WHERE convenant = $1 ORDER BY nummer", []any{"0190"}, false},
		"its personal data":             {"SELECT id, partij, zout, waarde FROM persoonsgegeven WHERE convenant = $1", []any{"0190"}, false},
		"an answer given under a key":   {"SELECT vraag, convenant, feit, weigering FROM idempotentie WHERE wie = $1 AND sleutel = $2", []any{"a", "b"}, false},
		"how often it was announced":    {"SELECT soort, onderwerp, dag, max(revisie) AS revisie FROM mededeling WHERE convenant = $1 GROUP BY soort, onderwerp, dag", []any{"0190"}, false},
		"the end of a checkpoint chain": {"SELECT nummer, hash FROM keten WHERE keten = $1", []any{1}, false},
	}
}

// SQLite only: PostgreSQL plans by its statistics, and is asked in a test of its own.
func TestHotQueriesGoByIndex(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	scan := regexp.MustCompile(`^SCAN \w+( USING COVERING INDEX \w+)?$`)
	for name, hot := range hotQueries() {
		var steps []struct {
			ID, Parent, NotUsed int
			Detail              string
		}
		if err := r.read.SelectContext(context.Background(), &steps, "EXPLAIN QUERY PLAN "+hot.query, hot.args...); err != nil {
			t.Errorf("%s: %v\n%s", name, err, hot.query)
			continue
		}
		var plan []string
		wrong := len(steps) == 0
		for _, s := range steps {
			plan = append(plan, s.Detail)
			wrong = wrong || scan.MatchString(s.Detail) || strings.Contains(s.Detail, "USE TEMP B-TREE") && !hot.sorted || strings.Contains(s.Detail, "AUTOMATIC")
		}
		if wrong {
			t.Errorf("%s:\n  %s\n%s", name, strings.Join(plan, "\n  "), hot.query)
		}
		t.Logf("%s:\n  %s", name, strings.Join(plan, "\n  "))
	}
}
