package storage

// In which convenanten a Partij takes or took part: what it may see. Answered from the timeline, where who left stays
// as such for ever; who was taken out of a concept never took part.

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Involved reports whether a Partij takes part in a convenant on a day, or did before. Of a convenant that does not
// exist it says no.
func (r *Register) Involved(ctx context.Context, convenant, party string, day workflow.Date) (bool, error) {
	var n int
	err := r.read.GetContext(ctx, &n, "SELECT count(*) FROM tijdlijn p WHERE "+involved+" AND p.convenant = $3", day.String(), subjectOfParty(party), convenant)
	if err != nil {
		return false, r.explained(fmt.Errorf("storage: %w", err))
	}
	return n > 0, nil
}

// involved asks of p that it tells of the Partij $2 on the day $1.
const involved = "p.onderwerp = $2 AND p.van <= $1 AND p.tot >= $1"

func subjectOfParty(id string) string { return "partij:" + id }

// ListInvolving lists convenanten as List does, but only those in which a Partij takes or took part on that day. It fails
// with ErrCursor. The newest are found one after the other; for another order all of a Partij's are sorted, which are few.
func (r *Register) ListInvolving(ctx context.Context, party string, f Filter) (Page, error) {
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	after, err := f.place()
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		if f.order() == ByNewest {
			page.Rows, err = f.newestInvolving(ctx, tx, r.dialect, party, after)
		} else {
			page.Rows, err = f.sortedInvolving(ctx, tx, r.dialect, party, after)
		}
		if err != nil {
			return err
		}
		if len(page.Rows) > f.Limit {
			page.Rows = page.Rows[:f.Limit]
			page.Next = f.cursor(page.Rows[f.Limit-1])
		}
		return renewed(ctx, tx, page.Rows, f.On)
	})
	return page, err
}

// newestInvolving gives the newest of a Partij, and one more if another page follows.
func (f Filter) newestInvolving(ctx context.Context, tx *sqlx.Tx, d dialect, party string, after place) (rows []Row, err error) {
	next := f.matchesOf(d, tx, party, after)
	if !f.searches() {
		next = f.newest(tx, party, after)
	}
	for batch := f.Limit + 1; len(rows) <= f.Limit; batch = min(2*batch, mostMatches) {
		found, more, err := next(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("storage: %w", err)
		}
		if len(found) > 0 {
			some, err := selected(ctx, tx, func(place) (string, []any) { return f.among(found) }, after)
			if err != nil {
				return nil, fmt.Errorf("storage: %w", err)
			}
			rows = append(rows, some...)
		}
		if !more {
			break
		}
	}
	return rows, nil
}

// sortedInvolving sorts all of a Partij's that meet the conditions, and gives those after a place.
func (f Filter) sortedInvolving(ctx context.Context, tx *sqlx.Tx, d dialect, party string, after place) ([]Row, error) {
	rows, err := selected(ctx, tx, func(at place) (string, []any) { return f.allInvolving(party, at) }, after)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	if f.searches() {
		if rows, err = f.matchesAmong(ctx, tx, d, rows); err != nil {
			return nil, err
		}
	}
	return rows[:min(len(rows), f.Limit+1)], nil
}

// allInvolving gives the statement for all of a Partij's that meet the conditions and come after a place.
func (f Filter) allInvolving(party string, at place) (string, []any) {
	from, s := f.involving(party, joinEnd)
	if at.id != "" {
		from += " AND " + f.beyond(s, at)
	}
	return rowColumns + from + " ORDER BY " + f.key() + ", c.id", s.args
}

// involving gives the convenanten of a Partij that meet the conditions, as amongst does.
func (f Filter) involving(party, end string) (string, *selection) {
	s := &selection{args: []any{f.On.String(), subjectOfParty(party)}}
	s.and(involved)
	s.and("c.id = p.convenant")
	from := s.withPhase("tijdlijn p CROSS JOIN convenant c", "p.convenant")
	f.conditions(s, true)
	return from + end + " WHERE " + strings.Join(s.where, " AND "), s
}

// batch gives the volgorde of the next convenanten to look at, and whether there may be more after them.
type batch func(ctx context.Context, most int) (found []int64, more bool, err error)

// newest goes through the convenanten of a Partij, the newest first.
func (f Filter) newest(tx *sqlx.Tx, party string, after place) batch {
	before := after.id
	return func(ctx context.Context, most int) ([]int64, bool, error) {
		var rows []struct {
			ID    string `db:"id"`
			Order int64  `db:"volgorde"`
		}
		args := []any{f.On.String(), subjectOfParty(party), most}
		query := "SELECT c.id, c.volgorde FROM tijdlijn p JOIN convenant c ON c.id = p.convenant WHERE " + involved
		if before != "" {
			query += " AND p.convenant < $4"
			args = append(args, before)
		}
		if err := tx.SelectContext(ctx, &rows, query+" ORDER BY p.convenant DESC LIMIT $3", args...); err != nil || len(rows) == 0 {
			return nil, false, err
		}
		found := make([]int64, len(rows))
		for i, row := range rows {
			found[i] = row.Order
		}
		before = rows[len(rows)-1].ID
		return found, len(rows) == most, nil
	}
}

// matchesOf goes through the convenanten with the words that are asked for, and keeps those of the Partij.
func (f Filter) matchesOf(d dialect, tx *sqlx.Tx, party string, after place) batch {
	words, before := wanted(f.Words), after.order
	question := d.asking(words)
	return func(ctx context.Context, most int) ([]int64, bool, error) {
		var found, own []int64
		if len(words) == 0 {
			return nil, false, nil
		}
		if err := tx.SelectContext(ctx, &found, d.match(), question, before, most); err != nil || len(found) == 0 {
			return nil, false, err
		}
		before = found[len(found)-1]
		err := tx.SelectContext(ctx, &own, "SELECT c.volgorde FROM convenant c JOIN tijdlijn p ON p.convenant = c.id WHERE "+involved+
			" AND c.volgorde IN "+numbers(found), f.On.String(), subjectOfParty(party))
		slices.Sort(own)
		slices.Reverse(own)
		return own, len(found) == most, err
	}
}
