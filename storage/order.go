package storage

// The orders of a list, and the cursors by which one goes on where the page before it stopped. A list of few convenanten
// is sorted; one of many is found along an index that has them in the order that is asked for.

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Order is the order of a list.
type Order string

// The orders of a list. The words are public.
const (
	ByNewest Order = ""          // the newest first; when it is asked for by einddatum without words, what ends soonest
	ByEnd    Order = "einddatum" // what ends soonest first, and last what has no einddatum
	ByName   Order = "naam"      // capitals make no difference
)

// Orders lists the orders of a list.
var Orders = []Order{ByNewest, ByEnd, ByName}

// order is the order that f comes to.
func (f Filter) order() Order {
	if f.Order == ByNewest && f.ends() && !f.searches() {
		return ByEnd
	}
	return f.Order
}

// mostSorted is how many convenanten are sorted to give a page of them. Of more, at least one in a hundred of 100,000 is on
// the page when the index of the order is gone through; unless they stand far back in it, as when all of them have names
// that begin with a z.
const mostSorted = 1000

// nameKey is by what names are ordered, in SQL and here. Both databases make small letters of A to Z only.
const nameKey = "lower(c.naam)"

func nameKeyOf(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' {
			return c - 'A' + 'a'
		}
		return c
	}, name)
}

// onlyAhead tells that ends before the peildatum do not count: what is in force and has one was renewed tacitly for
// longer than the timeline goes, and stands with what has no end.
func (f Filter) onlyAhead() bool { return f.Phase == workflow.InForce && !f.ends() }

// endKey is by what einddatums are ordered, in SQL and here.
func (f Filter) endKey() string {
	if f.onlyAhead() {
		return "CASE WHEN e.toestand >= $1 THEN e.toestand ELSE '" + endless + "' END"
	}
	return "coalesce(e.toestand, '" + endless + "')"
}

func (f Filter) endKeyOf(row Row) string {
	if row.End == "" || f.onlyAhead() && row.End < f.On.String() {
		return endless
	}
	return row.End
}

// place is where a page begins: after this convenant in the order of the list.
type place struct {
	order int64  // in a search for the newest
	key   string // its einddatum or name, as they are ordered
	id    string
}

// The marks by which a cursor shows which order it is of.
const (
	searchCursor, endCursor, nameCursor, listCursor = "z", "e", "n", "l"
	dayLength                                       = len("2006-01-02")
)

func (f Filter) cursor(last Row) string {
	switch {
	case f.order() == ByEnd:
		return endCursor + f.endKeyOf(last) + last.ID
	case f.order() == ByName:
		return nameCursor + last.ID + " " + nameKeyOf(last.Name)
	case f.searches():
		return searchCursor + strconv.FormatInt(last.Order, 10)
	}
	return listCursor + last.ID
}

// place reads a cursor. It fails with ErrCursor.
func (f Filter) place() (place, error) {
	at := place{order: math.MaxInt64}
	if !slices.Contains(Orders, f.Order) {
		return at, fmt.Errorf("storage: there is no order %q", f.Order)
	}
	if f.Before == "" {
		return at, nil
	}
	newest := f.order() == ByNewest
	var err error
	kind, rest := f.Before[:1], f.Before[1:]
	switch {
	case newest && f.searches() && kind == searchCursor:
		at.order, err = strconv.ParseInt(rest, 10, 64)
	case newest && !f.searches() && kind == listCursor && rest != "":
		at.id = rest
	case f.order() == ByEnd && kind == endCursor && len(rest) > dayLength:
		at.key, at.id = rest[:dayLength], rest[dayLength:]
		if at.key != endless {
			_, err = workflow.ParseDate(at.key)
		}
	case f.order() == ByName && kind == nameCursor:
		at.id, at.key, _ = strings.Cut(rest, " ")
		if at.id == "" || at.key == "" {
			err = ErrCursor
		}
	default:
		err = ErrCursor
	}
	if err != nil {
		return at, fmt.Errorf("%w: %q", ErrCursor, f.Before)
	}
	return at, nil
}

// placeOf is the place of a row in an order other than the newest first.
func (f Filter) placeOf(row Row) place {
	if f.order() == ByName {
		return place{key: nameKeyOf(row.Name), id: row.ID}
	}
	return place{key: f.endKeyOf(row), id: row.ID}
}

// compare compares two places in such an order.
func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.key, o.key), cmp.Compare(p.id, o.id))
}

// key is by what an order other than the newest first goes, in a statement with c and e.
func (f Filter) key() string {
	if f.order() == ByName {
		return nameKey
	}
	return f.endKey()
}

// beyond asks that a row comes after a place in such an order.
func (f Filter) beyond(s *selection, at place) string {
	return "(" + f.key() + ", c.id) > (" + s.arg(at.key) + ", " + s.arg(at.id) + ")"
}

// rows gives the convenanten on a page after a place, and one more if another page follows.
func (f Filter) rows(ctx context.Context, tx *sqlx.Tx, at place) ([]Row, error) {
	if f.order() == ByNewest || f.ends() && f.order() == ByEnd {
		return selected(ctx, tx, f.query, at)
	}
	n, err := f.count(ctx, tx, mostSorted)
	switch {
	case err != nil:
		return nil, err
	case n < mostSorted:
		return selected(ctx, tx, f.sorted, at)
	case f.order() == ByName:
		return selected(ctx, tx, f.alongNames, at)
	}
	return f.alongEnds(ctx, tx, at)
}

// selected gives the rows of a statement.
func selected(ctx context.Context, tx *sqlx.Tx, statement func(place) (string, []any), at place) (rows []Row, err error) {
	query, args := statement(at)
	err = tx.SelectContext(ctx, &rows, query, args...)
	return rows, err
}

// sorted gives the statement that finds all that meet the conditions and sorts them.
func (f Filter) sorted(at place) (string, []any) {
	s := &selection{args: []any{f.On.String()}}
	from, _ := f.source(s)
	few := "SELECT t.convenant, t.toestand FROM " + from + " WHERE " + strings.Join(s.where, " AND ")
	query := rowColumns + "(" + few + ") t JOIN convenant c ON c.id = t.convenant" + joinEnd
	if at.id != "" {
		query += " WHERE " + f.beyond(s, at)
	}
	return query + " ORDER BY " + f.key() + ", c.id LIMIT " + s.arg(f.Limit+1), s.args
}

// alongNames gives the statement that finds a page by going through the names in their order.
func (f Filter) alongNames(at place) (string, []any) {
	s := &selection{args: []any{f.On.String()}}
	from := s.withPhase("convenant c", "c.id")
	s.and(nameKey + " >= " + s.arg(at.key)) // SQLite does not see in the other condition where the index begins
	s.and(f.beyond(s, at))
	f.conditions(s, true)
	return rowColumns + from + joinEnd + " WHERE " + strings.Join(s.where, " AND ") +
		" ORDER BY " + nameKey + ", c.id LIMIT " + s.arg(f.Limit+1), s.args
}

// alongEnds goes through the einddatums in their order, and then through what has none.
func (f Filter) alongEnds(ctx context.Context, tx *sqlx.Tx, at place) (rows []Row, err error) {
	if at.key != endless {
		if rows, err = selected(ctx, tx, f.query, at); err != nil || len(rows) > f.Limit {
			return rows, err
		}
		at = place{}
	}
	f.Limit -= len(rows)
	rest, err := selected(ctx, tx, f.withoutEnd, at)
	return append(rows, rest...), err
}

// withoutEnd gives the statement that finds a page of what has no einddatum.
func (f Filter) withoutEnd(at place) (string, []any) {
	s := &selection{args: []any{f.On.String()}}
	s.and(ofPhase + " AND " + holds("t"))
	end := "SELECT 1 FROM tijdlijn e WHERE e.convenant = t.convenant AND " + ofEnd + " AND " + holds("e")
	if f.onlyAhead() {
		end += " AND e.toestand >= $1"
	}
	s.and("NOT EXISTS (" + end + ")")
	if at.id != "" {
		s.and("t.convenant > " + s.arg(at.id))
	}
	f.conditions(s, true)
	page := "SELECT t.convenant, t.toestand FROM tijdlijn t WHERE " + strings.Join(s.where, " AND ") + " ORDER BY t.convenant LIMIT " + s.arg(f.Limit+1)
	return rowColumns + "(" + page + ") t JOIN convenant c ON c.id = t.convenant" + joinEnd + " ORDER BY t.convenant", s.args
}
