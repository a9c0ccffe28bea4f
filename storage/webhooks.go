package storage

// Webhooks: other programs that are told of what comes to be. What there is to tell is written in the transaction that
// brings it, so that nothing is told that did not happen and nothing that happened is forgotten; a worker sends it.
// Several instances share that work by a lease: for one webhook only one sends at a time, so that what is told stays in
// order. What is sent is kept for a while as a log.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Webhook is a program that is told.
type Webhook struct {
	ID      string
	Target  string // a URL
	Secret  string // signs what is sent
	Name    string
	Expires time.Time // from this moment on it is told no more; zero is never
	Pause   time.Time // after something went wrong: not before then
	Tries   int       // how often what is first in line was tried
	Waiting int       // how much there is to send; filled in by Webhooks

	lease string
}

// Message is something that one webhook is told.
type Message struct {
	ID      string `db:"id"`
	Kind    string `db:"soort"`     // as "gevolg.verlengd"
	Subject string `db:"onderwerp"` // the id of a convenant, or "" in a test
	Data    string `db:"gegevens"`  // JSON
	Moment  string `db:"moment"`
	State   string `db:"toestand"`
}

// The states of a message.
const (
	MessageWaits     = "wacht"
	MessageDelivered = "afgeleverd"
	MessageGivenUp   = "opgegeven"
)

// MessageAttempt is one time that a message was sent.
type MessageAttempt struct {
	Try     int    `db:"keer"`
	Moment  string `db:"moment"`
	Status  int    `db:"status"` // of the answer; 0 when there was none
	Outcome string `db:"uitkomst"`
}

// Logged is a message with how it was sent last.
type Logged struct {
	Message
	MessageAttempt
}

var (
	// ErrNoWebhook tells that there is no such webhook, or none any more.
	ErrNoWebhook = errors.New("storage: no such webhook")
	// ErrLeaseLost tells that another instance sends for a webhook now.
	ErrLeaseLost = errors.New("storage: another instance sends for this webhook now")
)

// messagesLast is how long what was sent stays in the log.
const messagesLast = 90 * 24 * time.Hour

// AddWebhook adds a program that is told of what comes to be from now on.
func (r *Register) AddWebhook(ctx context.Context, target, secret, name string) (Webhook, error) {
	id, err := r.newID()
	if err != nil {
		return Webhook{}, err
	}
	err = r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "INSERT INTO webhook (id, doel, geheim, naam, vervalt, gehuurd, rust, keren) VALUES ($1, $2, $3, $4, '', '', '', 0)", id, target, secret, name)
		return err
	})
	return Webhook{ID: id, Target: target, Secret: secret, Name: name}, err
}

type webhookRow struct {
	ID      string `db:"id"`
	Target  string `db:"doel"`
	Secret  string `db:"geheim"`
	Name    string `db:"naam"`
	Expires string `db:"vervalt"`
	Pause   string `db:"rust"`
	Tries   int    `db:"keren"`
	Waiting int    `db:"wachtend"`
}

func (row webhookRow) webhook() (Webhook, error) {
	w := Webhook{ID: row.ID, Target: row.Target, Secret: row.Secret, Name: row.Name, Tries: row.Tries, Waiting: row.Waiting}
	var err error
	if w.Expires, err = momentOf(row.Expires); err == nil {
		w.Pause, err = momentOf(row.Pause)
	}
	return w, err
}

const webhookColumns = "w.id, w.doel, w.geheim, w.naam, w.vervalt, w.rust, w.keren"

// Webhooks lists every webhook, also those that are told no more, with how much waits for each.
func (r *Register) Webhooks(ctx context.Context) ([]Webhook, error) {
	var rows []webhookRow
	if err := r.list(ctx, &rows, "SELECT "+webhookColumns+`, (SELECT count(*) FROM webhookbericht b WHERE b.webhook = w.id AND b.toestand = 'wacht') AS wachtend
		FROM webhook w ORDER BY w.id`); err != nil {
		return nil, err
	}
	list := make([]Webhook, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.webhook(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// RevokeWebhook ends a webhook now: what waits for it is not sent any more, and its secret is forgotten. It fails with
// ErrNoWebhook.
func (r *Register) RevokeWebhook(ctx context.Context, id string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.exec(ctx, tx, "UPDATE webhook SET vervalt = $1, geheim = '' WHERE id = $2 AND vervalt = ''", momentText(r.now()), id); err != nil {
			return err
		}
		if _, err := r.exec(ctx, tx, "DELETE FROM webhookbericht WHERE webhook = $1 AND toestand = 'wacht'", id); err != nil {
			return err
		}
		return hasWebhook(ctx, tx, id)
	})
}

func hasWebhook(ctx context.Context, tx *sqlx.Tx, id string) error {
	var there int
	if err := tx.GetContext(ctx, &there, "SELECT count(*) FROM webhook WHERE id = $1", id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if there == 0 {
		return ErrNoWebhook
	}
	return nil
}

// Claim takes a webhook for which something is to be sent, for as long as the lease lasts, with what is first in line; at
// most so many messages. It returns nil when there is none.
func (r *Register) Claim(ctx context.Context, lease time.Duration, most int) (*Webhook, []Message, error) {
	var ids []string
	now := r.now()
	if err := r.list(ctx, &ids, claimableQuery, momentText(now)); err != nil || len(ids) == 0 { // a transaction would keep acts waiting
		return nil, nil, err
	}
	return r.takeFirst(ctx, ids, momentText(now), momentText(now.Add(lease)), most)
}

const claimableQuery = `SELECT w.id FROM webhook w WHERE w.vervalt = '' AND w.gehuurd <= $1 AND w.rust <= $1
	AND EXISTS (SELECT 1 FROM webhookbericht b WHERE b.webhook = w.id AND b.toestand = 'wacht') ORDER BY w.id`

// takeFirst takes the first of some webhooks that may still be taken and has something waiting.
func (r *Register) takeFirst(ctx context.Context, ids []string, now, until string, most int) (*Webhook, []Message, error) {
	var claimed *Webhook
	var messages []Message
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		for _, id := range ids {
			// Another may have sent for it since it was found, and found it to need rest.
			result, err := r.exec(ctx, tx, "UPDATE webhook SET gehuurd = $1 WHERE id = $2 AND vervalt = '' AND gehuurd <= $3 AND rust <= $3", until, id, now)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil {
				return fmt.Errorf("storage: %w", err)
			} else if n == 0 {
				continue
			}
			if err := r.inLine(ctx, tx, id, most, &messages); err != nil {
				return err
			}
			if len(messages) > 0 {
				claimed, err = r.claimed(ctx, tx, id, until)
				return err
			}
			if _, err := r.exec(ctx, tx, "UPDATE webhook SET gehuurd = '' WHERE id = $1", id); err != nil { // all was sent meanwhile
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return claimed, messages, nil
}

// claimed reads a webhook that was taken.
func (r *Register) claimed(ctx context.Context, tx *sqlx.Tx, id, until string) (*Webhook, error) {
	var row webhookRow
	if err := tx.GetContext(ctx, &row, "SELECT "+webhookColumns+", 0 AS wachtend FROM webhook w WHERE w.id = $1", id); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	w, err := row.webhook()
	w.lease = until
	return &w, err
}

// inLine reads what waits for a webhook, and takes away what was sent long ago.
func (r *Register) inLine(ctx context.Context, tx *sqlx.Tx, id string, most int, messages *[]Message) error {
	long := momentText(r.now().Add(-messagesLast))
	for _, query := range []string{
		`DELETE FROM webhookpoging WHERE webhook = $1 AND bericht IN (SELECT b.id FROM webhookbericht b WHERE b.webhook = $1 AND b.toestand IN ('afgeleverd', 'opgegeven') AND b.moment < $2)`,
		"DELETE FROM webhookbericht WHERE webhook = $1 AND toestand IN ('afgeleverd', 'opgegeven') AND moment < $2",
	} {
		if _, err := r.exec(ctx, tx, query, id, long); err != nil {
			return err
		}
	}
	if err := tx.SelectContext(ctx, messages, `SELECT id, soort, onderwerp, gegevens, moment, toestand FROM webhookbericht
		WHERE webhook = $1 AND toestand = 'wacht' ORDER BY moment, regel, id LIMIT $2`, id, most); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return nil
}

// Sent is what came of sending a message.
type Sent struct {
	MessageAttempt
	State string        // what the message is now
	Pause time.Duration // with MessageWaits: how long it is left
	Lease time.Duration // for which the webhook is kept further; zero lets go of it
}

// Settle writes down what came of sending a message, and keeps the webhook or lets go of it. It fails with ErrLeaseLost
// when another instance took it over meanwhile; what was sent is written down then too.
func (r *Register) Settle(ctx context.Context, w *Webhook, message string, s Sent) error {
	lost := false
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		if err := r.attempt(ctx, tx, w.ID, message, s); err != nil {
			return err
		}
		now, tries, pause, until := r.now(), 0, "", ""
		if s.State == MessageWaits {
			tries, pause = w.Tries+1, momentText(now.Add(s.Pause))
		}
		if s.Lease > 0 {
			until = momentText(now.Add(s.Lease))
		}
		result, err := r.exec(ctx, tx, "UPDATE webhook SET keren = $1, rust = $2, gehuurd = $3 WHERE id = $4 AND gehuurd = $5", tries, pause, until, w.ID, w.lease)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if lost = n == 0; err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		w.Tries, w.lease = tries, until
		return nil
	})
	if err == nil && lost {
		err = ErrLeaseLost
	}
	return err
}

// attempt writes down one time that a message was sent.
func (r *Register) attempt(ctx context.Context, tx *sqlx.Tx, webhook, message string, s Sent) error {
	if _, err := r.exec(ctx, tx, "UPDATE webhookbericht SET toestand = $1 WHERE webhook = $2 AND id = $3 AND toestand = 'wacht'", s.State, webhook, message); err != nil {
		return err
	}
	_, err := r.exec(ctx, tx, `INSERT INTO webhookpoging (webhook, bericht, keer, moment, status, uitkomst)
		SELECT w.id, CAST($2 AS TEXT), (SELECT count(*) + 1 FROM webhookpoging p WHERE p.webhook = w.id AND p.bericht = $2), CAST($3 AS TEXT), CAST($4 AS INTEGER), CAST($5 AS TEXT) FROM webhook w
		WHERE w.id = $1 AND EXISTS (SELECT 1 FROM webhookbericht b WHERE b.webhook = w.id AND b.id = $2)`,
		webhook, message, momentText(r.now()), s.Status, s.Outcome)
	return err
}

// WebhookLog lists what a webhook was told and how that went, the latest first; at most so much.
func (r *Register) WebhookLog(ctx context.Context, id string, most int) ([]Logged, error) {
	var rows []struct {
		Message
		Try     int    `db:"keer"`
		Tried   string `db:"geprobeerd"`
		Status  int    `db:"status"`
		Outcome string `db:"uitkomst"`
	}
	if err := r.list(ctx, &rows, `SELECT b.id, b.soort, b.onderwerp, b.gegevens, b.moment, b.toestand, coalesce(p.keer, 0) AS keer,
			coalesce(p.moment, '') AS geprobeerd, coalesce(p.status, 0) AS status, coalesce(p.uitkomst, '') AS uitkomst
		FROM webhookbericht b LEFT JOIN webhookpoging p ON p.webhook = b.webhook AND p.bericht = b.id
			AND p.keer = (SELECT max(q.keer) FROM webhookpoging q WHERE q.webhook = b.webhook AND q.bericht = b.id)
		WHERE b.webhook = $1 ORDER BY b.moment DESC, b.regel DESC, b.id DESC LIMIT $2`, id, most); err != nil {
		return nil, err
	}
	list := make([]Logged, len(rows))
	for i, row := range rows {
		list[i] = Logged{row.Message, MessageAttempt{row.Try, row.Tried, row.Status, row.Outcome}}
	}
	return list, nil
}

// TestMessage makes a message with which a webhook is tried, outside the line. It fails with ErrNoWebhook.
func (r *Register) TestMessage(ctx context.Context, id string) (Webhook, Message, error) {
	var rows []webhookRow
	if err := r.list(ctx, &rows, "SELECT "+webhookColumns+", 0 AS wachtend FROM webhook w WHERE w.id = $1 AND w.vervalt = ''", id); err != nil {
		return Webhook{}, Message{}, err
	}
	if len(rows) == 0 {
		return Webhook{}, Message{}, ErrNoWebhook
	}
	w, err := rows[0].webhook()
	if err != nil {
		return Webhook{}, Message{}, err
	}
	event, err := r.newID()
	return w, Message{ID: event, Kind: "test", Data: "{}", Moment: momentText(r.now()), State: MessageWaits}, err
}

// KeepTest writes down how a webhook was tried.
func (r *Register) KeepTest(ctx context.Context, id string, m Message, s Sent) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.exec(ctx, tx, "INSERT INTO webhookbericht (webhook, id, soort, onderwerp, gegevens, moment, regel, toestand) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)",
			id, m.ID, m.Kind, m.Subject, m.Data, m.Moment, s.State); err != nil {
			return err
		}
		return r.attempt(ctx, tx, id, m.ID, s)
	})
}
