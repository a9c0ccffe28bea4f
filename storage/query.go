package storage

// What a register is asked: which convenanten are how on a day, who is bound, what falls due. Each question is
// answered by index from the timeline, so that its cost follows the answer and not the size of the register.

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Filter says which convenanten to list, as they are on a day, and in which order. Conditions add up.
type Filter struct {
	On          workflow.Date  // peildatum; must be given
	Phase       workflow.Phase // only those in this state on that day
	Party       string         // only those in which this Partij takes part on that day
	EndsFrom    workflow.Date  // only those with an einddatum on or after this day
	EndsThrough workflow.Date  // only those with an einddatum on or before this day
	Words       string         // only those in which all these words occur, as the convenant is now
	Order       Order          // the newest first if zero
	Before      string         // cursor: the Next of the page before, of the same conditions
	Limit       int            // most on a page; 50 if zero
}

// Row is a convenant in a list, as it stands on the day that was asked for.
type Row struct {
	ID        string         `db:"id"`
	Name      string         `db:"naam"`
	Reference string         `db:"kenmerk"`
	Phase     workflow.Phase `db:"toestand"`
	End       string         `db:"einddatum"` // of the period that runs on that day, or ""
	Order     int64          `db:"volgorde"`
}

// Page is a part of a list; Next is the cursor of the following part, or "".
type Page struct {
	Rows []Row
	Next string
}

const defaultLimit = 50

// ErrCursor tells that a cursor is not one that List gave for these conditions.
var ErrCursor = errors.New("storage: no such page")

// List lists convenanten. It fails with ErrCursor.
func (r *Register) List(ctx context.Context, f Filter) (Page, error) {
	if f.On.IsZero() {
		return Page{}, errors.New("storage: a list needs a peildatum")
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	after, err := f.place()
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		if f.searches() {
			page.Rows, err = r.search(ctx, tx, f, after)
		} else {
			page.Rows, err = f.rows(ctx, tx, after)
		}
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if len(page.Rows) > f.Limit {
			page.Rows = page.Rows[:f.Limit]
			page.Next = f.cursor(page.Rows[f.Limit-1])
		}
		return renewed(ctx, tx, page.Rows, f.On)
	})
	return page, err
}

func (f Filter) searches() bool { return strings.TrimSpace(f.Words) != "" }

func (f Filter) ends() bool { return !f.EndsFrom.IsZero() || !f.EndsThrough.IsZero() }

// renewed fills in the einddatum far ahead: the timeline follows one tacit renewal after another for some years, and
// what runs on after that is folded.
func renewed(ctx context.Context, tx *sqlx.Tx, rows []Row, on workflow.Date) error {
	for i, row := range rows {
		if row.Phase != workflow.InForce || row.End == "" || row.End >= on.String() {
			continue
		}
		c, err := loadFacts(ctx, tx, row.ID)
		if err != nil {
			return err
		}
		rows[i].End = c.On(on).EndOf().String()
	}
	return nil
}

// selection is a statement in the making: every condition brings its arguments.
type selection struct {
	where []string
	args  []any
}

// arg takes an argument and returns its placeholder.
func (s *selection) arg(v any) string {
	s.args = append(s.args, v)
	return "$" + strconv.Itoa(len(s.args))
}

func (s *selection) and(condition string) { s.where = append(s.where, condition) }

// holds asks that an interval of the timeline holds on the day, which is $1 in all these statements.
func holds(table string) string { return table + ".van <= $1 AND " + table + ".tot >= $1" }

const (
	rowColumns = "SELECT c.id, c.naam, c.kenmerk, c.volgorde, t.toestand, coalesce(e.toestand, '') AS einddatum FROM "
	ofPhase    = "t.onderwerp = 'convenant'"
	ofEnd      = "e.onderwerp = 'einddatum'"
)

var joinEnd = " LEFT JOIN tijdlijn e ON e.convenant = t.convenant AND " + ofEnd + " AND " + holds("e")

// endIfAsked joins the einddatum when there is a condition on it.
func (f Filter) endIfAsked() string {
	if f.ends() {
		return joinEnd
	}
	return ""
}

// withPhase joins the state on the day to what leaves few. A cross join: SQLite begins with what stands before it then.
func (s *selection) withPhase(from, key string) string {
	s.and("t.convenant = " + key + " AND " + ofPhase + " AND " + holds("t"))
	return from + " CROSS JOIN tijdlijn t"
}

// query gives the statement for a page after a place, of the newest or of what ends soonest. First come the convenanten on
// the page, found from the condition that leaves fewest, with one more than fits, to know whether another page follows;
// then what is shown of them.
func (f Filter) query(after place) (string, []any) {
	s := &selection{args: []any{f.On.String()}}
	var from, order string
	shown := "t.convenant DESC"
	if f.order() == ByEnd {
		from, _ = f.ending(s)
		if f.onlyAhead() {
			s.and("e.toestand >= $1")
		}
		if after.id != "" {
			s.and("(e.toestand, e.convenant) > (" + s.arg(after.key) + ", " + s.arg(after.id) + ")")
		}
		order, shown = "e.toestand, e.convenant", "e.toestand, e.convenant"
	} else {
		var key string
		from, key = f.source(s)
		if after.id != "" {
			s.and(key + " < " + s.arg(after.id))
		}
		order = key + " DESC"
	}
	page := "SELECT t.convenant, t.toestand FROM " + from + " WHERE " + strings.Join(s.where, " AND ") + " ORDER BY " + order + " LIMIT " + s.arg(f.Limit+1)
	return rowColumns + "(" + page + ") t JOIN convenant c ON c.id = t.convenant" + joinEnd + " ORDER BY " + shown, s.args
}

// ending has the convenanten come from the einddatums.
func (f Filter) ending(s *selection) (from, key string) {
	s.and(ofEnd + " AND " + holds("e"))
	f.conditions(s, true)
	return s.withPhase("tijdlijn e", "e.convenant"), "e.convenant"
}

// source says where the convenanten that meet the conditions come from, found by the condition that leaves fewest, and
// what their ids are to be ordered by there.
func (f Filter) source(s *selection) (from, key string) {
	fewIn := f.Phase != "" && f.Phase != workflow.InForce
	switch {
	case f.ends():
		return f.ending(s)
	case f.Party != "" && !fewIn:
		s.and(f.takesPart(s))
		f.conditions(s, false)
		return s.withPhase("tijdlijn p", "p.convenant"), "p.convenant"
	}
	s.and(ofPhase + " AND " + holds("t"))
	key = "t.convenant"
	if fewIn {
		s.and("t.toestand <> 'in-werking'") // says so to the index that holds the others
		if f.Phase.Over() {
			s.and("t.tot = '" + endless + "'") // what is over stays so, and then that index has them in order
		} else {
			key = "t.convenant || ''" // few are left on a day: found by that index, then sorted
		}
	}
	f.conditions(s, true)
	return "tijdlijn t", key
}

// among gives the statement for those of some convenanten, by their volgorde, that meet the conditions.
func (f Filter) among(orders []int64) (string, []any) {
	from, s := f.amongst(orders, joinEnd)
	return rowColumns + from + " ORDER BY c.volgorde DESC", s.args
}

// amongst gives those of some convenanten, by their volgorde, that meet the conditions. With joinEnd they come with their
// einddatum, which takes time and is not needed to count.
func (f Filter) amongst(orders []int64, end string) (string, *selection) {
	s := &selection{args: []any{f.On.String()}}
	s.and("c.volgorde IN " + numbers(orders))
	from := s.withPhase("convenant c", "c.id") // begins with these, however many there are
	f.conditions(s, true)
	return from + end + " WHERE " + strings.Join(s.where, " AND "), s
}

// numbers writes numbers in SQL. A driver looks for the value of each argument among all, which takes long with a thousand.
func numbers(list []int64) string {
	written := make([]string, len(list))
	for i, n := range list {
		written[i] = strconv.FormatInt(n, 10)
	}
	return "(" + strings.Join(written, ", ") + ")"
}

// conditions adds what f asks of a row of t, c and e.
func (f Filter) conditions(s *selection, party bool) {
	if f.Phase != "" {
		s.and("t.toestand = " + s.arg(string(f.Phase)))
	}
	if !f.EndsFrom.IsZero() {
		s.and("e.toestand >= " + s.arg(f.EndsFrom.String()))
	}
	if !f.EndsThrough.IsZero() {
		s.and("e.toestand <= " + s.arg(f.EndsThrough.String()))
	}
	if f.Party != "" && party {
		s.and("EXISTS (SELECT 1 FROM tijdlijn p WHERE p.convenant = t.convenant AND " + f.takesPart(s) + ")")
	}
}

func (f Filter) takesPart(s *selection) string {
	return "p.onderwerp = " + s.arg("partij:"+f.Party) + " AND " + holds("p") + " AND p.toestand <> 'uitgetreden'"
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
	err := r.list(ctx, &list, boundOnQuery, convenant, day.String())
	return list, err
}

const boundOnQuery = `SELECT p.id, p.naam, t.toestand FROM partij p
	JOIN tijdlijn t ON t.convenant = p.convenant AND t.onderwerp = 'partij:' || p.id
	WHERE p.convenant = $1 AND t.van <= $2 AND t.tot >= $2 AND t.toestand IN ('partij', 'opgezegd') ORDER BY p.id`

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
	err := r.list(ctx, &list, dueQuery, from.String(), through.String(), most)
	return list, err
}

const dueQuery = `SELECT d.convenant, c.naam, d.soort, d.datum, d.partij, coalesce(p.naam, '') AS partijnaam
	FROM termijn d JOIN convenant c ON c.id = d.convenant
	LEFT JOIN partij p ON p.convenant = d.convenant AND p.id = d.partij
	WHERE d.datum >= $1 AND d.datum <= $2 ORDER BY d.datum, d.convenant, d.soort, d.partij LIMIT $3`
