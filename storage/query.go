package storage

// What a register is asked: which convenanten are how on a day, who is bound, what falls due. Each question is
// answered by index from the timeline, so that its cost follows the answer and not the size of the register.

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Filter says which convenanten to list. The zero Filter lists all.
type Filter struct {
	On     workflow.Date  // peildatum
	Phase  workflow.Phase // only those in this state on that day
	Party  string         // only those in which this Partij takes part on that day
	Words  string         // only those in which all these words occur
	Before string         // cursor: the Next of the page before
	Limit  int            // most on a page; 50 if zero
}

// Row is a convenant in a list, as it stands on the day that was asked for.
type Row struct {
	ID        string         `db:"id"`
	Name      string         `db:"naam"`
	Reference string         `db:"kenmerk"`
	Phase     workflow.Phase `db:"toestand"`
	Order     int64          `db:"volgorde"`
}

// Page is a part of a list; Next is the cursor of the following part, or "".
type Page struct {
	Rows []Row
	Next string
}

const defaultLimit = 50

// List lists convenanten, the newest first.
func (r *Register) List(ctx context.Context, f Filter) (Page, error) {
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	before, err := cursor(f.Before)
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		if strings.TrimSpace(f.Words) != "" {
			page.Rows, err = r.search(ctx, tx, f, before)
			return err
		}
		query, args := f.query(before)
		return tx.SelectContext(ctx, &page.Rows, query, args...)
	})
	if err != nil {
		return Page{}, fmt.Errorf("storage: %w", err)
	}
	if len(page.Rows) > f.Limit {
		page.Rows = page.Rows[:f.Limit]
		page.Next = strconv.FormatInt(page.Rows[f.Limit-1].Order, 10)
	}
	return page, nil
}

func cursor(s string) (int64, error) {
	if s == "" {
		return math.MaxInt64, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("storage: %q is not a cursor", s)
	}
	return n, nil
}

// query gives the statement for a page. It asks for one row more than fits, to know whether another page follows.
func (f Filter) query(before int64) (string, []any) {
	day := f.On.String()
	args := []any{day, before, f.Limit + 1}
	q := `SELECT c.id, c.naam, c.kenmerk, c.volgorde, t.toestand FROM convenant c
		JOIN tijdlijn t ON t.convenant = c.id AND t.onderwerp = 'convenant' AND t.van <= $1 AND t.tot >= $1
		WHERE c.volgorde < $2`
	if f.Phase != "" {
		args = append(args, string(f.Phase))
		q += " AND t.toestand = $" + strconv.Itoa(len(args))
	}
	if f.Party != "" {
		args = append(args, "partij:"+f.Party)
		q += ` AND EXISTS (SELECT 1 FROM tijdlijn p WHERE p.convenant = c.id AND p.onderwerp = $` + strconv.Itoa(len(args)) +
			` AND p.van <= $1 AND p.tot >= $1 AND p.toestand <> 'uitgetreden')`
	}
	return q + " ORDER BY c.volgorde DESC LIMIT $3", args
}

// search lists the convenanten with all the words of f, by going through the matches of the full-text index until a
// page is full.
func (r *Register) search(ctx context.Context, tx *sqlx.Tx, f Filter, before int64) ([]Row, error) {
	words := matchExpression(f.Words)
	if words == "" {
		return nil, nil
	}
	var rows []Row
	for len(rows) <= f.Limit {
		var found []int64
		if err := tx.SelectContext(ctx, &found, r.dialect.match(), words, before, f.Limit+1); err != nil {
			return nil, err
		}
		if len(found) == 0 {
			break
		}
		f1 := f
		for _, order := range found {
			before = order
			query, args := f1.query(order + 1)
			var row []Row
			if err := tx.SelectContext(ctx, &row, strings.Replace(query, "c.volgorde < $2", "c.volgorde = $2 - 1", 1), args...); err != nil {
				return nil, err
			}
			rows = append(rows, row...)
		}
	}
	return rows, nil
}

// matchExpression asks for all the words; quoting keeps the index from reading them as its own commands.
func matchExpression(words string) string {
	var list []string
	for _, s := range stems(words) {
		list = append(list, `"`+s+`"`)
	}
	return strings.Join(list, " ")
}

// BoundParty is a Partij that is bound on a day.
type BoundParty struct {
	ID    string              `db:"id"`
	Name  string              `db:"naam"`
	State workflow.PartyState `db:"toestand"`
}

// BoundOn lists who is bound by a convenant on a day.
func (r *Register) BoundOn(ctx context.Context, convenant string, day workflow.Date) ([]BoundParty, error) {
	var list []BoundParty
	err := r.read.SelectContext(ctx, &list, boundOnQuery, convenant, day.String())
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return list, nil
}

const boundOnQuery = `SELECT p.id, p.naam, t.toestand FROM tijdlijn t
	JOIN partij p ON p.convenant = t.convenant AND t.onderwerp = 'partij:' || p.id
	WHERE t.convenant = $1 AND t.van <= $2 AND t.tot >= $2 AND t.toestand IN ('partij', 'opgezegd') ORDER BY p.id`

// Due is a day on which something falls due.
type Due struct {
	Convenant string `db:"convenant"`
	Name      string `db:"naam"`
	Kind      string `db:"soort"`
	On        string `db:"datum"`
	Party     string `db:"partij"`
	PartyName string `db:"partijnaam"`
}

// DueBetween lists what falls due from one day through another, in order of days; at most so many.
func (r *Register) DueBetween(ctx context.Context, from, through workflow.Date, most int) ([]Due, error) {
	var list []Due
	err := r.read.SelectContext(ctx, &list, dueQuery, from.String(), through.String(), most)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return list, nil
}

const dueQuery = `SELECT d.convenant, c.naam, d.soort, d.datum, d.partij, coalesce(p.naam, '') AS partijnaam
	FROM termijn d JOIN convenant c ON c.id = d.convenant
	LEFT JOIN partij p ON p.convenant = d.convenant AND p.id = d.partij
	WHERE d.datum >= $1 AND d.datum <= $2 ORDER BY d.datum, d.convenant, d.soort, d.partij LIMIT $3`
