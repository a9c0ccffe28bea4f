package storage

// Links that let somebody in once: to sign in, or to become the first operator of a register that has none. Of the secret
// only the SHA-256 is kept, as of a token, and only until it is used.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// LinkPurpose is what a link is for.
type LinkPurpose string

// What links are for.
const (
	LinkSignIn        LinkPurpose = "inloggen"
	LinkFirstOperator LinkPurpose = "eerste-beheerder"
)

// Link lets somebody in, once.
type Link struct {
	Person  string // the id of who comes in; "" for the first operator, who is nobody yet
	Purpose LinkPurpose
	Expires time.Time // from this moment on it does not
}

// MostLinks is how many links of a person may be open at a time.
const MostLinks = 3

var (
	// ErrNoLink tells that there is no such link, or none any more.
	ErrNoLink = errors.New("storage: no such link")
	// ErrTooManyLinks tells that a person has as many open links as there may be.
	ErrTooManyLinks = errors.New("storage: this person has too many open links")
)

func (l Link) check(sha256 string) error {
	switch {
	case !isSHA256(sha256):
		return errors.New("storage: a secret is known by its SHA-256: 64 hexadecimal digits")
	case l.Purpose != LinkSignIn && l.Purpose != LinkFirstOperator:
		return fmt.Errorf("storage: there are no links for %q", l.Purpose)
	case (l.Person == "") != (l.Purpose == LinkFirstOperator):
		return errors.New("storage: a link is of a person, except the one for the first operator")
	case l.Expires.IsZero():
		return errors.New("storage: a link needs a moment at which it ends")
	}
	return nil
}

// AddLink keeps a link, known by the SHA-256 of its secret. One for the first operator voids the one before it. It fails with
// ErrNoPrincipal, with ErrTooManyLinks, and with ErrTaken.
func (r *Register) AddLink(ctx context.Context, sha256 string, l Link) error {
	if err := l.check(sha256); err != nil {
		return err
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if l.Purpose == LinkSignIn { // before any link is locked, as when a person is erased
			if _, err := r.lockPerson(ctx, tx, l.Person); err != nil {
				return err
			}
		}
		if _, err := r.exec(ctx, tx, "DELETE FROM toegangslink WHERE vervalt <= $1", momentText(r.now())); err != nil {
			return err
		}
		if l.Purpose == LinkFirstOperator {
			_, err := r.exec(ctx, tx, `INSERT INTO toegangslink (geheim, persoon, doel, vervalt) VALUES ($1, NULL, 'eerste-beheerder', $2)
				ON CONFLICT (doel) WHERE doel = 'eerste-beheerder' DO UPDATE SET geheim = excluded.geheim, vervalt = excluded.vervalt`, sha256, momentText(l.Expires))
			return err
		}
		var open int
		if err := tx.GetContext(ctx, &open, "SELECT count(*) FROM toegangslink WHERE persoon = $1", l.Person); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if open >= MostLinks {
			return ErrTooManyLinks
		}
		return r.insertNew(ctx, tx, "INSERT INTO toegangslink (geheim, persoon, doel, vervalt) VALUES ($1, $2, $3, $4) ON CONFLICT (geheim) DO NOTHING",
			sha256, l.Person, string(l.Purpose), momentText(l.Expires))
	})
}

type linkRow struct {
	Person  sql.NullString `db:"persoon"`
	Purpose string         `db:"doel"`
	Expires string         `db:"vervalt"`
}

func (row linkRow) link() (Link, error) {
	at, err := momentOf(row.Expires)
	return Link{Person: row.Person.String, Purpose: LinkPurpose(row.Purpose), Expires: at}, err
}

const linkQuery = "SELECT persoon, doel, vervalt FROM toegangslink WHERE geheim = $1 AND vervalt > $2 AND doel = $3"

// FindLink looks at a link of a purpose and leaves it as it is. It fails with ErrNoLink, also when the link has expired, was used, or was
// voided.
func (r *Register) FindLink(ctx context.Context, sha256 string, purpose LinkPurpose) (Link, error) {
	var rows []linkRow
	if err := r.list(ctx, &rows, linkQuery, sha256, momentText(r.now()), string(purpose)); err != nil {
		return Link{}, err
	}
	if len(rows) == 0 {
		return Link{}, ErrNoLink
	}
	return rows[0].link()
}

// SpendLink uses a link to sign in with, which one caller can. It fails with ErrNoLink.
func (r *Register) SpendLink(ctx context.Context, sha256 string) (Link, error) {
	var l Link
	err := r.transact(ctx, func(tx *sqlx.Tx) (err error) {
		l, err = r.spend(ctx, tx, sha256, LinkSignIn)
		return err
	})
	if err != nil {
		return Link{}, err
	}
	return l, nil
}

// spend takes the link away, after whoever else is doing so.
func (r *Register) spend(ctx context.Context, tx *sqlx.Tx, sha256 string, purpose LinkPurpose) (Link, error) {
	var row linkRow
	err := tx.GetContext(ctx, &row, linkQuery+r.dialect.lock(), sha256, momentText(r.now()), string(purpose))
	if errors.Is(err, sql.ErrNoRows) {
		return Link{}, ErrNoLink
	}
	if err != nil {
		return Link{}, fmt.Errorf("storage: %w", err)
	}
	if _, err := r.exec(ctx, tx, "DELETE FROM toegangslink WHERE geheim = $1", sha256); err != nil {
		return Link{}, err
	}
	return row.link()
}

// EndLinks ends the links of a person that were not used.
func (r *Register) EndLinks(ctx context.Context, person string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "DELETE FROM toegangslink WHERE persoon = $1", person)
		return err
	})
}

// FirstOperator uses a link for the first operator: it adds a person with the role beheer. It fails with ErrNoLink, also when
// there is an operator already, and with ErrTaken; the link can be used again after the latter.
func (r *Register) FirstOperator(ctx context.Context, sha256 string, name, email string) (Principal, error) {
	p, err := r.newPerson(name, email, Grant{Role: RoleOperator})
	if err != nil {
		return Principal{}, err
	}
	err = r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.spend(ctx, tx, sha256, LinkFirstOperator); err != nil {
			return err
		}
		var operators int
		if err := tx.GetContext(ctx, &operators, "SELECT count(*) FROM principaal WHERE rol = $1 AND persoon IS NOT NULL AND (vervalt = '' OR vervalt > $2)",
			string(RoleOperator), momentText(r.now())); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if operators > 0 {
			return ErrNoLink
		}
		return r.insertPerson(ctx, tx, p)
	})
	if err != nil {
		return Principal{}, err
	}
	return p, nil
}
