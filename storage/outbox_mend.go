package storage

// Mending what could not be sent: again, to another address, or on paper. Who does it is kept in the log.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// SendAgain lets a row that failed be tried anew, from now. It fails with ErrUnknown, or with a [*workflow.Refusal] that
// says why not.
func (r *Register) SendAgain(ctx context.Context, id, who string) error {
	return r.mend(ctx, id, func(row mailRow) *workflow.Refusal {
		switch MailState(row.State) {
		case MailWaits:
			return notNow("Dit bericht is nog niet mislukt: het wacht op verzending.", "Wacht het af, geef een ander adres op of verstuur het stuk per post.")
		case MailSent:
			return notNow("Dit bericht is al verzonden.", "Moet het naar iemand anders? Geef dan een ander adres op.")
		case MailByPost:
			return notNow("Dit stuk is al per post verstuurd.", "Moet het ook per mail? Geef dan een adres op.")
		}
		return nil
	}, func(tx *sqlx.Tx, row mailRow) error { return r.wait(ctx, tx, row, nil, who) })
}

// SendTo lets a row be sent to an address that is given by hand, whatever the register says. It fails with ErrUnknown, or
// with a [*workflow.Refusal] that says why not.
func (r *Register) SendTo(ctx context.Context, id, address, who string) error {
	parsed, err := mail.ParseAddress(address)
	return r.mend(ctx, id, func(mailRow) *workflow.Refusal {
		if err != nil || parsed.Name != "" || len(parsed.Address) > maxAddress {
			return &workflow.Refusal{Code: workflow.InvalidData, Field: "adres", Detail: "Dit is geen e-mailadres.",
				Remedy: "Vul alleen het adres in, zoals naam@gemeente.nl."}
		}
		return nil
	}, func(tx *sqlx.Tx, row mailRow) error { return r.wait(ctx, tx, row, &parsed.Address, who) })
}

// maxAddress is the longest address that mail can bear (RFC 5321).
const maxAddress = 254

// SentByPost records that somebody sent it on paper on a day, so that it is not tried any more. today is the day of who
// says so. It fails with ErrUnknown, or with a [*workflow.Refusal] that says why not.
func (r *Register) SentByPost(ctx context.Context, id string, on, today workflow.Date, who string) error {
	return r.mend(ctx, id, func(row mailRow) *workflow.Refusal {
		m, err := row.mail()
		switch {
		case MailState(row.State) == MailSent:
			return notNow("Dit bericht is al verzonden.", "U hoeft niets te doen.")
		case MailState(row.State) == MailByPost:
			return notNow("Dit stuk is al per post verstuurd.", "U hoeft niets te doen.")
		case on > today:
			return &workflow.Refusal{Code: workflow.DateInFuture, Field: "op", Detail: "De dag van verzending, " + on.Dutch() + ", is nog niet geweest.",
				Remedy: "Leg het vast als het stuk op de post is gedaan."}
		case err == nil && on < m.Announcement.Day:
			return &workflow.Refusal{Code: workflow.DateTooEarly, Field: "op", Earliest: m.Announcement.Day,
				Detail: "Dit stuk is er pas sinds " + m.Announcement.Day.Dutch() + ".", Remedy: "Vul die dag in, of een latere."}
		}
		return nil
	}, func(tx *sqlx.Tx, row mailRow) error {
		if _, err := r.exec(ctx, tx, "UPDATE post SET toestand = 'per-post', volgende = '', bezet = '', fout = '', adres = NULL WHERE id = $1", id); err != nil {
			return err
		}
		return r.logAttempts(ctx, tx, id, row.Attempt, []Attempt{{At: r.now(), Outcome: OutcomeByPost, Answer: on.String(), Who: who}})
	})
}

func notNow(detail, remedy string) *workflow.Refusal {
	return &workflow.Refusal{Code: workflow.NotAllowed, Detail: detail, Remedy: remedy}
}

// mend changes a row, unless the look at it gives a refusal or a worker has it at this moment.
func (r *Register) mend(ctx context.Context, id string, look func(mailRow) *workflow.Refusal, change func(*sqlx.Tx, mailRow) error) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		// First the row alone, because not every database locks one of two tables.
		var found string
		err := tx.GetContext(ctx, &found, "SELECT id FROM post WHERE id = $1"+r.dialect.lock(), id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrUnknown
		}
		var row mailRow
		if err == nil {
			err = tx.GetContext(ctx, &row, mailQuery+"WHERE p.id = $1", id)
		}
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if refusal := look(row); refusal != nil {
			return refusal
		}
		if row.Until > momentText(r.now()) {
			return notNow("Dit bericht wordt op dit moment verzonden.", "Kijk over een paar minuten wat ervan is gekomen.")
		}
		return change(tx, row)
	})
}

// wait lets a row be tried from now, with attempts counted anew, and says in the log who asked for it.
func (r *Register) wait(ctx context.Context, tx *sqlx.Tx, row mailRow, address *string, who string) error {
	if _, err := r.exec(ctx, tx, "UPDATE post SET toestand = 'wacht', eerder = poging, volgende = '', bezet = '', fout = '', adres = $1 WHERE id = $2", address, row.ID); err != nil {
		return err
	}
	asked := Attempt{At: r.now(), Outcome: OutcomeAgain, Who: who}
	if address != nil {
		asked.Address, asked.ByHand = *address, true
	}
	return r.logAttempts(ctx, tx, row.ID, row.Attempt, []Attempt{asked})
}

// ReleaseMails gives back rows of which no attempt was made after all, as when the server could not be reached.
func (r *Register) ReleaseMails(ctx context.Context, list []Mail, next time.Time) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		for _, m := range list {
			if _, err := r.exec(ctx, tx, "UPDATE post SET bezet = '', poging = poging - 1, volgende = $1 WHERE id = $2 AND poging = $3 AND toestand = 'wacht'",
				momentText(next), m.ID, m.Attempt); err != nil {
				return err
			}
		}
		return nil
	})
}
