package storage

// Codes with which somebody signs for a Partij, once and under one text: mailed at that moment to who is signed in, or
// handed out by the secretariaat. Like a link, a code is known by what is made of it, and only until it is used; it is
// short, so that few may be made and few may be tried.

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// SignCode is a code with which somebody signs.
type SignCode struct {
	Convenant string
	Party     string
	For       string // the id of the principal it was mailed to; "" when it was handed out, and is for whoever signs for the Partij
	Text      string // SHA-256 of the text that is signed with it
	By        string // the id of the principal who had it made
	Expires   time.Time

	hash string // of one that was found
}

// What may be tried: so many wrong codes before another must be made, and so many codes within such a time.
const (
	MostWrongSignCodes = 5
	MostSignCodes      = 5
	SignCodesWithin    = time.Hour
)

var (
	// ErrNoSignCode tells that there is no code for this text, or none any more.
	ErrNoSignCode = errors.New("storage: no code to sign this text with")
	// ErrWrongSignCode tells that a code is not the one that was given.
	ErrWrongSignCode = errors.New("storage: wrong code to sign with")
	// ErrTooManySignCodes tells that as many codes were made as may be for now.
	ErrTooManySignCodes = errors.New("storage: too many codes to sign with")
)

// signCodeHash is what is kept of a code. Who reads the database could try them all; the code alone signs nothing, and most
// count for a quarter of an hour.
func signCodeHash(salt, code string) string {
	sum := sha256.Sum256([]byte(salt + ":" + code))
	return hex.EncodeToString(sum[:])
}

// AddSignCode keeps a code in the place of the one before it. It fails with ErrUnknown, and with ErrTooManySignCodes.
func (r *Register) AddSignCode(ctx context.Context, c SignCode, salt, code string) error {
	if c.Party == "" || !isSHA256(c.Text) || c.By == "" || c.Expires.IsZero() || salt == "" || code == "" {
		return errors.New("storage: a code to sign with is of a Partij and a text, made by somebody, and ends")
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := headOf(ctx, tx, c.Convenant, r.dialect.lock()); err != nil {
			return err
		}
		now, since := momentText(r.now()), momentText(r.now().Add(-SignCodesWithin))
		if _, err := r.exec(ctx, tx, "DELETE FROM ondertekencode WHERE vervalt <= $1 AND sinds <= $2", now, since); err != nil {
			return err
		}
		var made []int
		if err := tx.SelectContext(ctx, &made, "SELECT gemaakt FROM ondertekencode WHERE convenant = $1 AND partij = $2 AND voor = $3 AND sinds > $4",
			c.Convenant, c.Party, c.For, since); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		count, began := 1, now
		if len(made) > 0 {
			if made[0] >= MostSignCodes {
				return ErrTooManySignCodes
			}
			count, began = made[0]+1, ""
		}
		_, err := r.exec(ctx, tx, `INSERT INTO ondertekencode (convenant, partij, voor, tekst, door, zout, hash, vervalt, fouten, gemaakt, sinds)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)
			ON CONFLICT (convenant, partij, voor) DO UPDATE SET tekst = excluded.tekst, door = excluded.door, zout = excluded.zout, hash = excluded.hash,
				vervalt = excluded.vervalt, fouten = 0, gemaakt = excluded.gemaakt, sinds = CASE WHEN excluded.sinds = '' THEN ondertekencode.sinds ELSE excluded.sinds END`,
			c.Convenant, c.Party, c.For, c.Text, c.By, salt, signCodeHash(salt, code), momentText(c.Expires), count, began)
		return err
	})
}

// signCodeRow is a code as it is kept.
type signCodeRow struct {
	For     string `db:"voor"`
	Text    string `db:"tekst"`
	By      string `db:"door"`
	Salt    string `db:"zout"`
	Hash    string `db:"hash"`
	Expires string `db:"vervalt"`
	Wrong   int    `db:"fouten"`
}

// CheckSignCode finds the code that a principal gives to sign a text for a Partij: the one that was mailed to them, or the
// one that was handed out. It fails with ErrNoSignCode, also after too many wrong ones, and with ErrWrongSignCode. The code
// stays as it is until it is spent.
func (r *Register) CheckSignCode(ctx context.Context, where SignCode, code string) (SignCode, error) {
	found, wrong := where, error(nil) // and yet committed, so that it counts
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		var rows []signCodeRow
		if err := tx.SelectContext(ctx, &rows, `SELECT voor, tekst, door, zout, hash, vervalt, fouten FROM ondertekencode
			WHERE convenant = $1 AND partij = $2 AND voor IN ('', $3) AND tekst = $4 AND vervalt > $5 AND fouten < $6 ORDER BY voor`+r.dialect.lock(),
			where.Convenant, where.Party, where.For, where.Text, momentText(r.now()), MostWrongSignCodes); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		wrong = ErrNoSignCode
		for _, row := range rows {
			if subtle.ConstantTimeCompare([]byte(row.Hash), []byte(signCodeHash(row.Salt, code))) == 1 {
				var err error
				wrong, found.For, found.By, found.hash = nil, row.For, row.By, row.Hash
				found.Expires, err = momentOf(row.Expires)
				return err
			}
			wrong = ErrWrongSignCode
		}
		if len(rows) == 0 {
			return nil
		}
		// It counts against the code that was mailed, if there is one: a slip of the pen does not spoil what was handed out.
		_, err := r.exec(ctx, tx, "UPDATE ondertekencode SET fouten = fouten + 1 WHERE convenant = $1 AND partij = $2 AND voor = $3", where.Convenant, where.Party, rows[len(rows)-1].For)
		return err
	})
	if err != nil {
		return SignCode{}, err
	}
	return found, wrong
}

// SpendSignCode uses the code that was checked, in the transaction in which is signed with it. It fails with ErrNoSignCode
// when somebody else just did, or had another one made.
func (t *Together) SpendSignCode(c SignCode) error {
	result, err := t.r.exec(t.ctx, t.tx, "DELETE FROM ondertekencode WHERE convenant = $1 AND partij = $2 AND voor = $3 AND hash = $4 AND fouten < $5",
		c.Convenant, c.Party, c.For, c.hash, MostWrongSignCodes)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrNoSignCode)
	}
	return nil
}
