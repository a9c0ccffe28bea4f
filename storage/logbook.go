package storage

// The operating log: who came in, what was refused, and what beheer changed. It names people and things by their ids alone,
// so that it need not be looked through when somebody is erased, and it is kept for a year. What happens to a convenant is
// not in it: that is in its facts.

import (
	"context"
	"math"
	"time"

	"github.com/jmoiron/sqlx"
)

// LogEntry is something that happened around the register.
type LogEntry struct {
	Number int64     // in the order in which they were entered
	Moment time.Time // by the clock of the register
	Action string    // what was done, or tried
	Object string    // the id of what it was done to, or empty
	Result string    // how it went
	Origin string    // the network address it came from, or empty
	Actor  string    // the id of the principal or the person, or empty when nobody is known
}

// Log enters something in the operating log, at this moment. What is older than a year goes.
func (r *Register) Log(ctx context.Context, e LogEntry) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		now := r.now()
		if _, err := r.exec(ctx, tx, "DELETE FROM logboek WHERE moment < $1", momentText(now.AddDate(-1, 0, 0))); err != nil {
			return err
		}
		_, err := r.exec(ctx, tx, "INSERT INTO logboek (moment, handeling, onderwerp, uitslag, herkomst, wie) VALUES ($1, $2, $3, $4, $5, $6)",
			momentText(now), e.Action, e.Object, e.Result, e.Origin, e.Actor)
		return err
	})
}

// LogEntries lists the operating log, the latest first; at most so many, of those before a number. Before 0 is from the latest.
func (r *Register) LogEntries(ctx context.Context, before int64, most int) ([]LogEntry, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	var rows []struct {
		Number int64  `db:"nummer"`
		Moment string `db:"moment"`
		Action string `db:"handeling"`
		Object string `db:"onderwerp"`
		Result string `db:"uitslag"`
		Origin string `db:"herkomst"`
		Actor  string `db:"wie"`
	}
	if err := r.list(ctx, &rows, "SELECT nummer, moment, handeling, onderwerp, uitslag, herkomst, wie FROM logboek WHERE nummer < $1 ORDER BY nummer DESC LIMIT $2", before, most); err != nil {
		return nil, err
	}
	list := make([]LogEntry, len(rows))
	for i, row := range rows {
		at, err := momentOf(row.Moment)
		if err != nil {
			return nil, err
		}
		list[i] = LogEntry{Number: row.Number, Moment: at, Action: row.Action, Object: row.Object, Result: row.Result, Origin: row.Origin, Actor: row.Actor}
	}
	return list, nil
}
