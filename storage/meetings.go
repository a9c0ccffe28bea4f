package storage

// On the agenda of which meetings convenanten stand, by day: what the secretariaat prepares papers for.

import (
	"context"

	"convenant/workflow"
)

// MeetingEntry is a convenant on the agenda of a meeting.
type MeetingEntry struct {
	Convenant string `db:"convenant"`
	Name      string `db:"naam"`
	Reference string `db:"kenmerk"`
	Body      string `db:"overleg"`
	Goal      string `db:"doel"`
	On        string `db:"datum"`
}

// Meetings lists what is on the agenda of meetings from one day through another, in order of the day, the meeting and the
// name of the convenant; at most so many.
func (r *Register) Meetings(ctx context.Context, from, through workflow.Date, most int) ([]MeetingEntry, error) {
	var list []MeetingEntry
	err := r.list(ctx, &list, meetingsQuery, from.String(), through.String(), most)
	return list, err
}

const meetingsQuery = `SELECT o.convenant, c.naam, c.kenmerk, o.overleg, o.doel, o.datum
	FROM overleg o JOIN convenant c ON c.id = o.convenant
	WHERE o.datum >= $1 AND o.datum <= $2 ORDER BY o.datum, o.overleg, ` + nameKey + `, o.convenant, o.nummer LIMIT $3`

// meeting is a meeting with its number among those of its convenant.
type meeting struct {
	number int
	workflow.Meeting
}

func meetingsOf(s *workflow.State) []meeting {
	var list []meeting
	for i, m := range s.Meetings {
		list = append(list, meeting{i + 1, m})
	}
	return list
}

// meetings writes on whose agenda the convenant stands, where it differs from what was there.
func (p projection) meetings(ctx context.Context, before, after []meeting) error {
	for _, m := range missing(before, after) {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM overleg WHERE convenant = $1 AND nummer = $2", p.id, m.number); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, m := range missing(after, before) {
		rows = append(rows, []any{p.id, m.number, m.Body, m.Date.String(), m.Goal})
	}
	return p.r.insertRows(ctx, p.tx, "overleg (convenant, nummer, overleg, datum, doel)", rows)
}
