package storage

// What the calendar will bring, kept to be asked for by index: the day on which a convenant next needs a look (its
// wekker), and the next reminder of everything that is asked of somebody. So the clock finds what is due without looking
// at what is not. What asks for attention and the meetings are written with it.

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// outlook is what a convenant asks for and what the calendar will bring to it, as it was when the calendar was looked at.
type outlook struct {
	reminders []workflow.Reminder
	wakes     string
	attention []string
	meetings  []meeting
}

// outlookOf looks from the state of a convenant on the day on which the calendar was last looked at.
func outlookOf(c *workflow.Convenant, s *workflow.State, seen workflow.Date) outlook {
	next, day := c.Ahead(seen)
	if asks := attentionWakes(s); day == 0 || asks != 0 && asks < day {
		day = asks
	}
	o := outlook{next, endless, attentionOf(s), meetingsOf(s)}
	if !day.IsZero() {
		o.wakes = day.String()
	}
	return o
}

// outlook writes the rows of what a convenant asks for and what is coming, where they differ from those that were.
func (p projection) outlook(ctx context.Context, before, after outlook) error {
	if err := p.reminders(ctx, before.reminders, after.reminders); err != nil {
		return err
	}
	if err := p.attention(ctx, before.attention, after.attention); err != nil {
		return err
	}
	return p.meetings(ctx, before.meetings, after.meetings)
}

// reminders writes the reminders that are coming, where they differ from those that were.
func (p projection) reminders(ctx context.Context, before, after []workflow.Reminder) error {
	gone := missing(before, after)
	const most = 50
	for len(gone) > 0 {
		n := min(most, len(gone))
		args, marks := []any{p.id}, make([]string, n)
		for i, r := range gone[:n] {
			marks[i] = "(soort = $" + fmt.Sprint(len(args)+1) + " AND wijziging = $" + fmt.Sprint(len(args)+2) + " AND aan = $" + fmt.Sprint(len(args)+3) + ")"
			args = append(args, r.Kind, r.Change, r.To)
		}
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM herinnering WHERE convenant = $1 AND ("+strings.Join(marks, " OR ")+")", args...); err != nil {
			return err
		}
		gone = gone[n:]
	}
	var rows [][]any
	for _, r := range missing(after, before) {
		rows = append(rows, []any{p.id, r.Kind, r.Change, r.To, r.On.String(), r.By.String()})
	}
	return p.r.insertRows(ctx, p.tx, "herinnering (convenant, soort, wijziging, aan, datum, uiterlijk)", rows)
}

// Awaited is a convenant to which the calendar has something to bring, and the first day on which it does.
type Awaited struct {
	ID string `db:"id"`
	On string `db:"wekker"`
}

// Awaiting lists the convenanten to which the calendar brings something on a day or brought something since they were
// looked at: those that Announce is to be asked about, in the order of their days. after is the last of the list before,
// or nothing.
func (r *Register) Awaiting(ctx context.Context, through workflow.Date, after Awaited, most int) ([]Awaited, error) {
	var list []Awaited
	err := r.list(ctx, &list, awaitingQuery, through.String(), after.On, after.ID, most)
	return list, err
}

const awaitingQuery = "SELECT id, wekker FROM convenant WHERE wekker <= $1 AND (wekker, id) > ($2, $3) ORDER BY wekker, id LIMIT $4"

// ComingReminder is a reminder that will be sent if what it asks for is not done by then.
type ComingReminder struct {
	Convenant string `db:"convenant"`
	Name      string `db:"naam"`
	Kind      string `db:"soort"`
	Change    int    `db:"wijziging"`
	To        string `db:"aan"`
	PartyName string `db:"partijnaam"` // when it is to a Partij
	On        string `db:"datum"`
	By        string `db:"uiterlijk"`
}

// RemindersBetween lists the reminders that are coming from one day through another, of each ask the next, in order of
// days; at most so many.
func (r *Register) RemindersBetween(ctx context.Context, from, through workflow.Date, most int) ([]ComingReminder, error) {
	var list []ComingReminder
	err := r.list(ctx, &list, remindersQuery, from.String(), through.String(), most)
	return list, err
}

const remindersQuery = `SELECT h.convenant, c.naam, h.soort, h.wijziging, h.aan, h.datum, h.uiterlijk, coalesce(p.naam, '') AS partijnaam
	FROM herinnering h JOIN convenant c ON c.id = h.convenant
	LEFT JOIN partij p ON p.convenant = h.convenant AND p.id = h.aan
	WHERE h.datum >= $1 AND h.datum <= $2 ORDER BY h.datum, h.convenant, h.soort, h.wijziging, h.aan LIMIT $3`

// wind computes the outlook of convenanten of which that was not known yet, some in a transaction.
func (r *Register) wind(ctx context.Context) error {
	const some = 200
	for {
		var ids []string
		err := r.transact(ctx, func(tx *sqlx.Tx) error {
			if err := tx.SelectContext(ctx, &ids, "SELECT id FROM convenant WHERE wekker = '' ORDER BY id LIMIT $1", some); err != nil {
				return fmt.Errorf("storage: %w", err)
			}
			for _, id := range ids {
				if err := r.windOne(ctx, tx, id); err != nil {
					return fmt.Errorf("storage: the calendar of %s: %w", id, err)
				}
			}
			return nil
		})
		if err != nil || len(ids) == 0 {
			return err
		}
	}
}

func (r *Register) windOne(ctx context.Context, tx *sqlx.Tx, id string) error {
	h, err := headOf(ctx, tx, id, r.dialect.lock())
	if err != nil {
		return err
	}
	c, err := loadFacts(ctx, tx, id)
	if err != nil {
		return err
	}
	return projection{r, tx, id}.windAnew(ctx, outlookOf(c, c.Latest(h.seen()), h.seen()))
}

// ofOutlook are the tables that hold the outlook of a convenant.
var ofOutlook = []string{"herinnering", "aandacht", "overleg"}

// windAnew writes what a convenant asks for and what the calendar will bring over whatever stood there.
func (p projection) windAnew(ctx context.Context, o outlook) error {
	for _, table := range ofOutlook {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM "+table+" WHERE convenant = $1", p.id); err != nil {
			return err
		}
	}
	if err := p.outlook(ctx, outlook{}, o); err != nil {
		return err
	}
	_, err := p.r.exec(ctx, p.tx, "UPDATE convenant SET wekker = $1 WHERE id = $2", o.wakes, p.id)
	return err
}
