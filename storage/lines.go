package storage

// The lines that are drawn of some convenanten: how each goes through its states and periods, and what falls due.

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Line is the time of a convenant, as far as the timeline goes. The last interval of each has no Through when no end is
// in sight.
type Line struct {
	ID           string
	Phases, Ends []workflow.Interval
	Due          []workflow.Deadline // in order of days
}

const (
	lineQuery    = "SELECT convenant, onderwerp, toestand, van, tot FROM tijdlijn WHERE onderwerp IN ('convenant', 'einddatum') AND convenant IN "
	lineDueQuery = "SELECT convenant, soort, datum, partij FROM termijn WHERE convenant IN "
)

// Lines gives the lines of some convenanten, in the order of ids. That of one that does not exist is empty.
func (r *Register) Lines(ctx context.Context, ids []string) ([]Line, error) {
	lines, at := make([]Line, len(ids)), map[string][]*Line{}
	args := make([]any, len(ids))
	for i, id := range ids {
		lines[i].ID, args[i] = id, id
		at[id] = append(at[id], &lines[i])
	}
	if len(ids) == 0 {
		return lines, nil
	}
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		var states []struct{ Convenant, Onderwerp, Toestand, Van, Tot string }
		if err := tx.SelectContext(ctx, &states, lineQuery+placeholders(0, len(ids))+" ORDER BY convenant, onderwerp, van", args...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, row := range states {
			i, err := intervalOf(row.Onderwerp, row.Toestand, row.Van, row.Tot)
			if err != nil {
				return fmt.Errorf("storage: tijdlijn of %s: %w", row.Convenant, err)
			}
			for _, line := range at[row.Convenant] {
				line.add(i)
			}
		}
		var due []struct{ Convenant, Soort, Datum, Partij string }
		if err := tx.SelectContext(ctx, &due, lineDueQuery+placeholders(0, len(ids))+" ORDER BY convenant, datum, soort, partij", args...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, row := range due {
			on, err := workflow.ParseDate(row.Datum)
			if err != nil {
				return fmt.Errorf("storage: termijn of %s: %w", row.Convenant, err)
			}
			for _, line := range at[row.Convenant] {
				line.Due = append(line.Due, workflow.Deadline{Kind: row.Soort, On: on, Party: row.Partij})
			}
		}
		return nil
	})
	return lines, err
}

func (l *Line) add(i workflow.Interval) {
	if i.Subject == "einddatum" {
		l.Ends = append(l.Ends, i)
	} else {
		l.Phases = append(l.Phases, i)
	}
}

// intervalOf reads a row of the timeline.
func intervalOf(subject, state, from, through string) (i workflow.Interval, err error) {
	i.Subject, i.State = subject, state
	if i.From, err = workflow.ParseDate(from); err == nil && through != endless {
		i.Through, err = workflow.ParseDate(through)
	}
	return i, err
}
