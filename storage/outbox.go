package storage

// The outbox: what is to be sent, written in the transaction that announced it, so that nothing that was announced is
// forgotten. A row says what goes to whom and why, and no address: that is looked up when it is sent, so that a corrected
// address counts and an erasure leaves nothing. Workers claim rows for a while; the row of one that was killed comes back.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// MailState is how far a row of the outbox is. The words are public.
type MailState string

// The states of a row.
const (
	MailWaits  MailState = "wacht"
	MailSent   MailState = "verzonden"
	MailFailed MailState = "mislukt"
	MailByPost MailState = "per-post" // somebody sent it on paper
)

// Mail is a row of the outbox: one announcement for one addressee.
type Mail struct {
	ID           string // stable; a message that is sent again bears it again
	Convenant    string
	Announcement Announcement
	workflow.Addressee
	About    string // of word to the secretariaat that a row could not be sent: that row
	State    MailState
	Attempt  int       // how many attempts were begun, this one included when it is claimed
	Since    int       // how many of these before it was last asked to be sent
	Next     time.Time // when it is tried; zero is at once
	Failure  string    // why it failed, in Dutch
	Address  string    // given by hand for this row, or empty
	Attempts []Attempt // filled in by Mails
}

// ErrClaimLost tells that a row is no longer the caller's: its time was up, and somebody else has taken it.
var ErrClaimLost = errors.New("storage: somebody else has this row of the outbox")

// post writes a row for everyone who receives one of the papers that were just announced.
func (t *Together) post(h *head, papers []workflow.Paper, s *workflow.State) error {
	first := h.Papers - len(papers) + 1
	var rows [][]any
	for i, addressees := range s.Mailing(papers) {
		for n, a := range addressees {
			rows = append(rows, newMail(mailID(h.ID, first+i, n+1), h.ID, first+i, a, ""))
		}
	}
	return t.r.insertRows(t.ctx, t.tx, mailColumns, rows)
}

const mailColumns = "post (id, convenant, mededeling, rol, aan, waarom, over, toestand, poging, eerder, volgende, bezet, fout)"

func newMail(id, convenant string, announcement int, a workflow.Addressee, about string) []any {
	return []any{id, convenant, announcement, a.Role, a.Name, a.Why, about, string(MailWaits), 0, 0, "", "", ""}
}

func mailID(convenant string, announcement, n int) string {
	return convenant + "." + strconv.Itoa(announcement) + "." + strconv.Itoa(n)
}

// mailRow is a row as it is stored, with the announcement that it is of.
type mailRow struct {
	ID        string  `db:"id"`
	Convenant string  `db:"convenant"`
	Role      string  `db:"rol"`
	To        string  `db:"aan"`
	Why       string  `db:"waarom"`
	About     string  `db:"over"`
	State     string  `db:"toestand"`
	Attempt   int     `db:"poging"`
	Since     int     `db:"eerder"`
	Next      string  `db:"volgende"`
	Until     string  `db:"bezet"`
	Failure   string  `db:"fout"`
	Address   *string `db:"adres"`
	Bytes     string  `db:"bytes"`
}

const mailQuery = `SELECT p.id, p.convenant, p.rol, p.aan, p.waarom, p.over, p.toestand, p.poging, p.eerder, p.volgende, p.bezet, p.fout, p.adres, m.bytes
	FROM post p JOIN mededeling m ON m.convenant = p.convenant AND m.nummer = p.mededeling `

func (row mailRow) mail() (Mail, error) {
	m := Mail{ID: row.ID, Convenant: row.Convenant, Addressee: workflow.Addressee{Role: row.Role, Name: row.To, Why: row.Why}, About: row.About,
		State: MailState(row.State), Attempt: row.Attempt, Since: row.Since, Failure: row.Failure}
	if row.Address != nil {
		m.Address = *row.Address
	}
	var a storedAnnouncement
	err := json.Unmarshal([]byte(row.Bytes), &a)
	if err == nil && row.Next != "" {
		m.Next, err = time.Parse(timeFormat, row.Next)
	}
	if err != nil {
		return m, fmt.Errorf("storage: post %s cannot be read: %w", row.ID, err)
	}
	m.Announcement = Announcement{a.Number, a.Paper, workflow.Stand{Number: a.Stand}, a.Day}
	return m, nil
}

// mailsOf reads rows, with the hash of the stand that each paper is made from.
func mailsOf(ctx context.Context, tx *sqlx.Tx, query string, args ...any) ([]Mail, error) {
	var rows []mailRow
	if err := tx.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	list := make([]Mail, len(rows))
	hashes := map[string]string{}
	for i, row := range rows {
		var err error
		if list[i], err = row.mail(); err != nil {
			return nil, err
		}
		stand := &list[i].Announcement.Stand
		key := row.Convenant + "." + strconv.Itoa(stand.Number)
		if hashes[key] == "" {
			var hash string
			if err := tx.GetContext(ctx, &hash, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = $2", row.Convenant, stand.Number); err != nil {
				return nil, fmt.Errorf("storage: post %s: %w", row.ID, err)
			}
			hashes[key] = hash
		}
		stand.Hash = hashes[key]
	}
	return list, nil
}

// ClaimMails gives the caller rows that may be sent now, at most so many, and nobody else until the lease is over. Each
// counts as one attempt more.
func (r *Register) ClaimMails(ctx context.Context, most int, lease time.Duration) ([]Mail, error) {
	var list []Mail
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		now := r.now()
		var ids []string
		if err := tx.SelectContext(ctx, &ids, `SELECT id FROM post WHERE toestand = 'wacht' AND volgende <= $1 AND bezet <= $1
			ORDER BY volgende, convenant, mededeling, id LIMIT $2`+r.dialect.lockFree(), momentText(now), most); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		args := []any{momentText(now.Add(lease))}
		for _, id := range ids {
			args = append(args, id)
		}
		in := placeholders(1, len(ids))
		if _, err := r.exec(ctx, tx, "UPDATE post SET bezet = $1, poging = poging + 1 WHERE id IN "+in, args...); err != nil {
			return err
		}
		var err error
		if list, err = mailsOf(ctx, tx, mailQuery+"WHERE p.id IN "+placeholders(0, len(ids))+" ORDER BY p.volgende, p.convenant, p.mededeling, p.id", args[1:]...); err != nil {
			return err
		}
		return withAttempts(ctx, tx, list)
	})
	return list, err
}

// Settlement is what came of an attempt at a row.
type Settlement struct {
	State   MailState
	Next    time.Time // with MailWaits: when to try again
	Failure string    // with MailFailed: why, a Dutch sentence without an address
	Log     []Attempt
}

// SettleMail records what came of an attempt, and gives the row back. When it failed for good the secretariaat is to be
// told, unless it was itself the addressee. It fails with ErrClaimLost.
func (r *Register) SettleMail(ctx context.Context, m Mail, s Settlement) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		result, err := r.exec(ctx, tx, `UPDATE post SET toestand = $1, volgende = $2, bezet = '', fout = $3, adres = CASE WHEN $1 = 'verzonden' THEN NULL ELSE adres END
			WHERE id = $4 AND poging = $5 AND toestand = 'wacht' AND bezet <> ''`, string(s.State), momentText(s.Next), s.Failure, m.ID, m.Attempt)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrClaimLost)
		}
		if err := r.logAttempts(ctx, tx, m.ID, m.Attempt, s.Log); err != nil {
			return err
		}
		if s.State != MailFailed || m.Role == workflow.ToSecretariat {
			return nil
		}
		word := workflow.Addressee{Role: workflow.ToSecretariat, Why: "U ontvangt dit omdat het secretariaat zorgt voor wat niet kon worden verzonden."}
		return r.insertRows(ctx, tx, mailColumns, [][]any{newMail(m.ID+".s"+strconv.Itoa(m.Attempt), m.Convenant, m.Announcement.Number, word, m.ID)})
	})
}

// Mails lists what is or was to be sent of a convenant, with what came of each attempt, in the order in which it was
// announced. It fails with ErrUnknown.
func (r *Register) Mails(ctx context.Context, convenant string) ([]Mail, error) {
	var list []Mail
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		if _, err := headOf(ctx, tx, convenant, ""); err != nil {
			return err
		}
		var err error
		if list, err = mailsOf(ctx, tx, mailQuery+"WHERE p.convenant = $1 ORDER BY p.mededeling, p.id", convenant); err != nil {
			return err
		}
		return withAttempts(ctx, tx, list)
	})
	return list, err
}

// Mail finds a row of the outbox, with what came of each attempt. It fails with ErrUnknown.
func (r *Register) Mail(ctx context.Context, id string) (Mail, error) {
	var list []Mail
	err := r.reading(ctx, func(tx *sqlx.Tx) (err error) {
		if list, err = mailsOf(ctx, tx, mailQuery+"WHERE p.id = $1", id); err != nil {
			return err
		}
		return withAttempts(ctx, tx, list)
	})
	if err == nil && len(list) == 0 {
		err = ErrUnknown
	}
	if err != nil {
		return Mail{}, err
	}
	return list[0], nil
}

// FailedMails lists what could not be sent, of all convenanten, so many at most.
func (r *Register) FailedMails(ctx context.Context, most int) ([]Mail, error) {
	var list []Mail
	err := r.reading(ctx, func(tx *sqlx.Tx) (err error) {
		if list, err = mailsOf(ctx, tx, mailQuery+"WHERE p.toestand = 'mislukt' ORDER BY p.convenant, p.mededeling, p.id LIMIT $1", most); err != nil {
			return err
		}
		return withAttempts(ctx, tx, list)
	})
	return list, err
}

// MailsOutstanding counts what waits to be sent and what could not be sent.
func (r *Register) MailsOutstanding(ctx context.Context) (waiting, failed int, err error) {
	var counts []struct {
		State string `db:"toestand"`
		N     int    `db:"n"`
	}
	err = r.list(ctx, &counts, `SELECT toestand, count(*) AS n FROM post WHERE toestand = 'wacht' GROUP BY toestand
		UNION ALL SELECT toestand, count(*) AS n FROM post WHERE toestand = 'mislukt' GROUP BY toestand`)
	for _, c := range counts {
		if c.State == string(MailWaits) {
			waiting = c.N
		} else {
			failed = c.N
		}
	}
	return waiting, failed, err
}
