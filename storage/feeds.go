package storage

// Calendars that somebody follows at a secret address. Of the secret only the SHA-256 is kept, as of a token; what the
// calendar shows is what its principal may see at the moment that it is asked for.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Feed is a calendar that somebody follows.
type Feed struct {
	ID        string
	Principal string    // the id of who follows it
	Name      string    // what it is for
	Expires   time.Time // from this moment on it is no more; zero is never
}

// ErrNoFeed tells that there is no such calendar, or none any more.
var ErrNoFeed = errors.New("storage: no such calendar")

// AddFeed lets a principal follow a calendar under a secret, given by its SHA-256. It fails with ErrNoPrincipal, also when
// nothing is granted to that one any more, and with ErrTaken.
func (r *Register) AddFeed(ctx context.Context, sha256, principal, name string) (Feed, error) {
	if !isSHA256(sha256) {
		return Feed{}, errors.New("storage: a secret is known by its SHA-256: 64 hexadecimal digits")
	}
	id, err := r.newID()
	if err != nil {
		return Feed{}, err
	}
	err = r.transact(ctx, func(tx *sqlx.Tx) error {
		var there int
		if err := tx.GetContext(ctx, &there, "SELECT count(*) FROM principaal WHERE id = $1 AND (vervalt = '' OR vervalt > $2)", principal, momentText(r.now())); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if there == 0 {
			return ErrNoPrincipal
		}
		return r.insertNew(ctx, tx, "INSERT INTO agenda (id, principaal, geheim, naam, vervalt) VALUES ($1, $2, $3, $4, '') ON CONFLICT (geheim) DO NOTHING", id, principal, sha256, name)
	})
	return Feed{ID: id, Principal: principal, Name: name}, err
}

type feedRow struct {
	ID        string `db:"id"`
	Principal string `db:"principaal"`
	Name      string `db:"naam"`
	Expires   string `db:"vervalt"`
}

func (row feedRow) feed() (Feed, error) {
	f := Feed{ID: row.ID, Principal: row.Principal, Name: row.Name}
	var err error
	f.Expires, err = momentOf(row.Expires)
	return f, err
}

// momentOf reads a moment as momentText writes it.
func momentOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(timeFormat, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("storage: %w", err)
	}
	return at, nil
}

// Feeds lists every calendar, also those that are no more, in the order in which they were made.
func (r *Register) Feeds(ctx context.Context) ([]Feed, error) {
	var rows []feedRow
	if err := r.list(ctx, &rows, "SELECT id, principaal, naam, vervalt FROM agenda ORDER BY id"); err != nil {
		return nil, err
	}
	list := make([]Feed, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.feed(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// FeedBySecret finds a calendar by the SHA-256 of its secret, and who follows it. It fails with ErrNoFeed, also when the
// calendar was revoked or what was granted to that principal has ended.
func (r *Register) FeedBySecret(ctx context.Context, sha256 string) (Feed, Principal, error) {
	var rows []struct {
		Feed    string `db:"agenda"`
		Name    string `db:"agendanaam"`
		Expired string `db:"agendavervalt"`
		principalRow
	}
	if err := r.list(ctx, &rows, `SELECT a.id AS agenda, a.naam AS agendanaam, a.vervalt AS agendavervalt, r.id, r.persoon, p.naam, p.email, r.rol, r.partij, r.vervalt
		FROM agenda a JOIN principaal r ON r.id = a.principaal LEFT JOIN persoon p ON p.id = r.persoon WHERE a.geheim = $1`, sha256); err != nil {
		return Feed{}, Principal{}, err
	}
	if len(rows) == 0 || rows[0].Expired != "" && rows[0].Expired <= momentText(r.now()) {
		return Feed{}, Principal{}, ErrNoFeed
	}
	p, err := rows[0].principal()
	if err == nil && !p.Expires.IsZero() && !r.now().Before(p.Expires) {
		err = ErrNoFeed
	}
	return Feed{ID: rows[0].Feed, Principal: p.ID, Name: rows[0].Name}, p, err
}

// RevokeFeed ends a calendar now. It fails with ErrNoFeed; revoking twice is no failure and leaves the first moment.
func (r *Register) RevokeFeed(ctx context.Context, id string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.exec(ctx, tx, "UPDATE agenda SET vervalt = $1 WHERE id = $2 AND vervalt = ''", momentText(r.now()), id); err != nil {
			return err
		}
		var there int
		if err := tx.GetContext(ctx, &there, "SELECT count(*) FROM agenda WHERE id = $1", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if there == 0 {
			return ErrNoFeed
		}
		return nil
	})
}

// DueEntry is a day on which something falls due, with the day on which the register last looked at the convenant.
type DueEntry struct {
	Due
	Seen string `db:"bekeken"`
}

// DueFor lists what falls due from one day through another, in order of days; at most so many. For a Partij it lists what
// concerns all or itself, in what it takes part in on that day, of the convenanten that it may see today.
func (r *Register) DueFor(ctx context.Context, party string, today, from, through workflow.Date, most int) ([]DueEntry, error) {
	query, args := dueForAllQuery, []any{from.String(), through.String(), most}
	if party != "" {
		query, args = dueForPartyQuery, []any{today.String(), subjectOfParty(party), from.String(), through.String(), party, most}
	}
	var list []DueEntry
	err := r.list(ctx, &list, query, args...)
	return list, err
}

const (
	dueColumns = "SELECT d.convenant, c.naam, c.bekeken, d.soort, d.datum, d.partij, coalesce(n.naam, '') AS partijnaam FROM "
	dueNames   = " JOIN convenant c ON c.id = d.convenant LEFT JOIN partij n ON n.convenant = d.convenant AND n.id = d.partij"
	dueOrder   = " ORDER BY d.datum, d.convenant, d.soort, d.partij LIMIT "

	dueForAllQuery = dueColumns + "termijn d" + dueNames + " WHERE d.datum >= $1 AND d.datum <= $2" + dueOrder + "$3"

	// From the convenanten of the Partij to what falls due in each: a cross join, so that SQLite begins there, however many
	// others fall due. What is left after the end still concerns who left at the end.
	dueForPartyQuery = dueColumns + "tijdlijn p CROSS JOIN termijn d" + dueNames + " WHERE " + involved + ` AND d.convenant = p.convenant
		AND d.datum >= $3 AND d.datum <= $4 AND d.partij IN ('', $5) AND EXISTS (SELECT 1 FROM tijdlijn t WHERE t.convenant = d.convenant AND t.onderwerp = $2
			AND t.van <= d.datum AND t.tot >= d.datum AND (t.toestand <> 'uitgetreden' OR d.soort = 'einde-na-afloop'))` + dueOrder + "$6"
)
