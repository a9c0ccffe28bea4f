package storage

// How many convenanten a list has. Nobody reads a number to the last unit when it is large, and counting costs as much as
// what is counted; so it goes no further than it is asked to.

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/jmoiron/sqlx"
)

// MostCounted is how far is counted at most.
const MostCounted = 1000

// Count counts the convenanten that List lists, no further than most, nor than MostCounted.
func (r *Register) Count(ctx context.Context, f Filter, most int) (n int, err error) {
	if f.On.IsZero() {
		return 0, errors.New("storage: a count needs a peildatum")
	}
	most = min(most, MostCounted)
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		if f.searches() {
			n, err = f.countMatching(ctx, tx, r.dialect, most)
		} else {
			n, err = f.count(ctx, tx, most)
		}
		return err
	})
	return n, err
}

// CountInvolving counts the convenanten that ListInvolving lists, no further than most, nor than MostCounted.
func (r *Register) CountInvolving(ctx context.Context, party string, f Filter, most int) (n int, err error) {
	if f.On.IsZero() {
		return 0, errors.New("storage: a count needs a peildatum")
	}
	most = min(most, MostCounted)
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		from, s := f.involving(party, f.endIfAsked())
		if !f.searches() {
			n, err = counted(ctx, tx, from, s, most)
			return err
		}
		var orders []int64
		if err := tx.SelectContext(ctx, &orders, "SELECT c.volgorde FROM "+from, s.args...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		matches, err := f.matching(ctx, tx, r.dialect, orders)
		n = min(len(matches), most)
		return err
	})
	return n, err
}

// count counts what meets the conditions other than the words.
func (f Filter) count(ctx context.Context, tx *sqlx.Tx, most int) (int, error) {
	s := &selection{args: []any{f.On.String()}}
	from, _ := f.source(s)
	return counted(ctx, tx, from+" WHERE "+strings.Join(s.where, " AND "), s, most)
}

// counted counts the rows of a statement.
func counted(ctx context.Context, tx *sqlx.Tx, from string, s *selection, most int) (n int, err error) {
	query, args := counting(from, s, most)
	if err := tx.GetContext(ctx, &n, query, args...); err != nil {
		return 0, fmt.Errorf("storage: %w", err)
	}
	return n, nil
}

func counting(from string, s *selection, most int) (string, []any) {
	return "SELECT count(*) FROM (SELECT 1 FROM " + from + " LIMIT " + s.arg(most) + ") een", s.args
}

// countMatching counts what has the words too. It begins with what leaves few: the other conditions, or the words.
func (f Filter) countMatching(ctx context.Context, tx *sqlx.Tx, d dialect, most int) (n int, err error) {
	if f.Phase != "" || f.Party != "" || f.ends() {
		few, err := f.count(ctx, tx, mostSorted)
		if err != nil {
			return 0, err
		}
		if few < mostSorted {
			return f.countFew(ctx, tx, d, most)
		}
	}
	words, before := wanted(f.Words), int64(math.MaxInt64)
	if len(words) == 0 {
		return 0, nil
	}
	for n < most {
		var found []int64
		if err := tx.SelectContext(ctx, &found, d.match(), d.asking(words), before, min(most-n, mostMatches)); err != nil {
			return 0, fmt.Errorf("storage: %w", err)
		}
		if len(found) == 0 {
			break
		}
		before = found[len(found)-1]
		from, s := f.amongst(found, f.endIfAsked())
		some, err := counted(ctx, tx, from, s, most-n)
		if err != nil {
			return 0, err
		}
		n += some
	}
	return n, nil
}

// countFew counts what has the words among the few that meet the other conditions.
func (f Filter) countFew(ctx context.Context, tx *sqlx.Tx, d dialect, most int) (int, error) {
	s := &selection{args: []any{f.On.String()}}
	from, _ := f.source(s)
	query := "SELECT c.volgorde FROM (SELECT t.convenant FROM " + from + " WHERE " + strings.Join(s.where, " AND ") + ") t JOIN convenant c ON c.id = t.convenant"
	var orders []int64
	if err := tx.SelectContext(ctx, &orders, query, s.args...); err != nil {
		return 0, fmt.Errorf("storage: %w", err)
	}
	matches, err := f.matching(ctx, tx, d, orders)
	return min(len(matches), most), err
}
