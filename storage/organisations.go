package storage

// Who is a Partij of any convenant: the organisations of a region, under the short names by which they are known everywhere.
// They are found by going from one short name to the next, so that it costs as much as there are organisations.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
)

// Organisation is who is or was a Partij of some convenant.
type Organisation struct {
	ID          string `db:"id"`
	Name        string `db:"naam"` // as in the convenant that was drawn up last
	Convenanten int    // of which it is or was a Partij, counted no further than MostCounted
}

const (
	organisationsQuery = `WITH RECURSIVE wie (id) AS (
			SELECT min(p.id) FROM partij p
			UNION ALL SELECT (SELECT min(p.id) FROM partij p WHERE p.id > wie.id) FROM wie WHERE wie.id IS NOT NULL)
		SELECT wie.id, (SELECT p.naam FROM partij p WHERE p.id = wie.id ORDER BY p.convenant DESC LIMIT 1) AS naam FROM wie WHERE wie.id IS NOT NULL`
	organisationQuery = "SELECT p.id, p.naam FROM partij p WHERE p.id = $1 ORDER BY p.convenant DESC LIMIT 1"
)

// Organisations lists organisations in order of their names, at most so many: those with words, if given, as a part of the
// name or of the short name, whatever its capitals and accents. after is the ID of the last of the page before, or "". It
// fails with ErrCursor.
func (r *Register) Organisations(ctx context.Context, words, after string, most int) ([]Organisation, error) {
	var list []Organisation
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		if err := tx.SelectContext(ctx, &list, organisationsQuery); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		slices.SortFunc(list, func(a, b Organisation) int {
			return cmp.Or(cmp.Compare(plain(a.Name), plain(b.Name)), cmp.Compare(a.ID, b.ID))
		})
		begin := 0
		if after != "" {
			begin = 1 + slices.IndexFunc(list, func(o Organisation) bool { return o.ID == after })
			if begin == 0 {
				return fmt.Errorf("%w: %q", ErrCursor, after)
			}
		}
		sought := plain(strings.TrimSpace(words))
		list = slices.DeleteFunc(list[begin:], func(o Organisation) bool {
			return !strings.Contains(plain(o.Name), sought) && !strings.Contains(plain(o.ID), sought)
		})
		list = list[:min(len(list), max(most, 0))]
		return withConvenanten(ctx, tx, list)
	})
	return list, err
}

// withConvenanten fills in of how many convenanten each is a Partij.
func withConvenanten(ctx context.Context, tx *sqlx.Tx, list []Organisation) error {
	const most = 100
	for some := range slices.Chunk(list, most) {
		query, args := convenantenOf(some)
		var counts []struct {
			At    int `db:"plaats"`
			Count int `db:"aantal"`
		}
		if err := tx.SelectContext(ctx, &counts, query, args...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, c := range counts {
			some[c.At].Convenanten = c.Count
		}
	}
	return nil
}

func convenantenOf(some []Organisation) (string, []any) {
	s := &selection{}
	counts := make([]string, len(some))
	for i, o := range some {
		counts[i] = fmt.Sprintf("SELECT %d AS plaats, count(*) AS aantal FROM (SELECT 1 FROM partij p WHERE p.id = %s ORDER BY p.convenant LIMIT %d) een", i, s.arg(o.ID), MostCounted)
	}
	return strings.Join(counts, " UNION ALL "), s.args
}

// Organisation gives one, by its short name. It fails with ErrUnknown.
func (r *Register) Organisation(ctx context.Context, id string) (Organisation, error) {
	var found []Organisation
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		if err := tx.SelectContext(ctx, &found, organisationQuery, id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		return withConvenanten(ctx, tx, found)
	})
	if err != nil {
		return Organisation{}, err
	}
	if len(found) == 0 {
		return Organisation{}, ErrUnknown
	}
	return found[0], nil
}
