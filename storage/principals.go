package storage

// Principals: who may use the register. A principal is a person or a token, with a role and, for a Partij, its short
// name. Facts and idempotency keys name a principal by its ID and never by a name or an address, so that erasing a
// person (R17) leaves no name behind in what is hashed. This file decides nothing about rights: workflow does, by the
// Actor.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Role is what a principal does in the register.
type Role string

// The roles. They are public words.
const (
	RoleSecretariat Role = workflow.Secretariat
	RoleAlderman    Role = workflow.Alderman
	RoleParty       Role = "partij"
	RoleOperator    Role = workflow.Operator
)

// Roles lists the roles.
var Roles = []Role{RoleSecretariat, RoleAlderman, RoleParty, RoleOperator}

// Grant is what a principal is given.
type Grant struct {
	Role    Role
	Party   string    // the short name of the Partij, with RoleParty and only then
	Expires time.Time // from this moment on it is given no more; zero is never
}

// Principal is a person or a token with what was granted to it.
type Principal struct {
	ID string
	Grant
	Person string // the id of the person; "" for a token
	Name   string // of the person; "" for a token, and once erased
	Email  string
}

// Actor is the `door` of what the principal enters.
func (p Principal) Actor() string {
	if p.Role == RoleParty {
		return p.Party
	}
	return string(p.Role)
}

var (
	// ErrNoPrincipal tells that there is no such principal, or none any more.
	ErrNoPrincipal = errors.New("storage: no such principal")
	// ErrTaken tells that the address of mail, or the token, is somebody's already.
	ErrTaken = errors.New("storage: this address or token is in use")
)

func (g Grant) check() error {
	switch {
	case g.Role == RoleParty && g.Party == "":
		return fmt.Errorf("storage: role %s needs the short name of a Partij", g.Role)
	case g.Role != RoleParty && g.Party != "":
		return fmt.Errorf("storage: role %s goes without a Partij", g.Role)
	}
	for _, r := range Roles {
		if r == g.Role {
			return nil
		}
	}
	return fmt.Errorf("storage: there is no role %q; the roles are %s, %s, %s and %s", g.Role, Roles[0], Roles[1], Roles[2], Roles[3])
}

var errNameless = errors.New("storage: a person needs a name and an address of mail")

// AddPerson adds a person with an address of mail that nobody else has; addresses that differ only in capitals are the same.
// It fails with ErrTaken.
func (r *Register) AddPerson(ctx context.Context, name, email string, g Grant) (Principal, error) {
	p, err := r.newPerson(name, email, g)
	if err != nil {
		return Principal{}, err
	}
	if err := r.transact(ctx, func(tx *sqlx.Tx) error { return r.insertPerson(ctx, tx, p) }); err != nil {
		return Principal{}, err
	}
	return p, nil
}

// newPerson is a person who is not in the register yet.
func (r *Register) newPerson(name, email string, g Grant) (Principal, error) {
	p := Principal{Grant: g, Name: asName(name), Email: mailAddress(email)}
	if p.Name == "" || p.Email == "" {
		return Principal{}, errNameless
	}
	var err error
	if p.Person, err = r.newID(); err != nil {
		return Principal{}, err
	}
	return r.newPrincipal(p)
}

// AddToken adds a token, of which only the SHA-256 is kept, in hexadecimal. It fails with ErrTaken.
func (r *Register) AddToken(ctx context.Context, sha256 string, g Grant) (Principal, error) {
	if !isSHA256(sha256) {
		return Principal{}, errors.New("storage: a token is known by its SHA-256: 64 hexadecimal digits")
	}
	p, err := r.newPrincipal(Principal{Grant: g})
	if err != nil {
		return Principal{}, err
	}
	if err := r.transact(ctx, func(tx *sqlx.Tx) error { return r.insertPrincipal(ctx, tx, p, sha256) }); err != nil {
		return Principal{}, err
	}
	return p, nil
}

// AddStandIn adds a principal who is no person and has no token, under an id of the caller's: a role that is played in a
// demonstration. One that is there stays as it is.
func (r *Register) AddStandIn(ctx context.Context, p Principal) error {
	if err := p.check(); err != nil {
		return err
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := r.exec(ctx, tx, "INSERT INTO principaal (id, rol, partij, vervalt) VALUES ($1, $2, $3, '') ON CONFLICT (id) DO NOTHING", p.ID, string(p.Role), p.Party)
		return err
	})
}

func isSHA256(s string) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(s) == 64
}

// newPrincipal gives an id to a principal who can be.
func (r *Register) newPrincipal(p Principal) (Principal, error) {
	if err := p.check(); err != nil {
		return Principal{}, err
	}
	var err error
	p.ID, err = r.newID()
	p.Expires = p.Expires.UTC().Truncate(time.Microsecond)
	return p, err
}

func (r *Register) insertPerson(ctx context.Context, tx *sqlx.Tx, p Principal) error {
	if err := r.insertNew(ctx, tx, "INSERT INTO persoon (id, naam, email) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING", p.Person, p.Name, p.Email); err != nil {
		return err
	}
	return r.insertPrincipal(ctx, tx, p, "")
}

func (r *Register) insertPrincipal(ctx context.Context, tx *sqlx.Tx, p Principal, token string) error {
	return r.insertNew(ctx, tx, `INSERT INTO principaal (id, persoon, token, rol, partij, vervalt) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (token) DO NOTHING`, p.ID, orNull(p.Person), orNull(token), string(p.Role), p.Party, momentText(p.Expires))
}

// insertNew inserts a row that is not there yet, or fails with ErrTaken.
func (r *Register) insertNew(ctx context.Context, tx *sqlx.Tx, query string, args ...any) error {
	result, err := r.exec(ctx, tx, query, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return ErrTaken
	}
	return err
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// momentText writes a moment as it is stored, in which never is the empty text.
func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeFormat)
}

// principalRow is a principal as it is stored.
type principalRow struct {
	ID      string         `db:"id"`
	Person  sql.NullString `db:"persoon"`
	Name    sql.NullString `db:"naam"`
	Email   sql.NullString `db:"email"`
	Role    string         `db:"rol"`
	Party   string         `db:"partij"`
	Expires string         `db:"vervalt"`
}

func (row principalRow) principal() (Principal, error) {
	p := Principal{
		ID: row.ID, Grant: Grant{Role: Role(row.Role), Party: row.Party},
		Person: row.Person.String, Name: row.Name.String, Email: row.Email.String,
	}
	if row.Expires == "" {
		return p, nil
	}
	var err error
	if p.Expires, err = time.Parse(timeFormat, row.Expires); err != nil {
		return Principal{}, fmt.Errorf("storage: principaal %s: %w", row.ID, err)
	}
	return p, nil
}

const principalQuery = `SELECT r.id, r.persoon, p.naam, p.email, r.rol, r.partij, r.vervalt
	FROM principaal r LEFT JOIN persoon p ON p.id = r.persoon `

// PrincipalByToken finds whose token it is, by its SHA-256. It fails with ErrNoPrincipal, also when the grant has
// expired or was revoked.
func (r *Register) PrincipalByToken(ctx context.Context, sha256 string) (Principal, error) {
	return r.oneHolding(ctx, "r.token = $1", sha256)
}

// Principals lists every principal, also those whose grant has expired, in the order in which they were added.
func (r *Register) Principals(ctx context.Context) ([]Principal, error) {
	return r.principals(ctx, "")
}

// principals lists those of whom a condition is so.
func (r *Register) principals(ctx context.Context, where string, args ...any) ([]Principal, error) {
	var rows []principalRow
	if err := r.list(ctx, &rows, principalQuery+where+"ORDER BY r.id", args...); err != nil {
		return nil, err
	}
	list := make([]Principal, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.principal(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Revoke ends a grant now. The principal stays in the list, because facts name it. It fails with ErrNoPrincipal, and with
// ErrLastOperator; revoking twice is no failure and leaves the first moment.
func (r *Register) Revoke(ctx context.Context, id string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if err := r.operatorRemains(ctx, tx, "id", id); err != nil {
			return err
		}
		return r.revoke(ctx, tx, "id", id)
	})
}

// revoke ends the grants that have the value in the column, and fails when there are none.
func (r *Register) revoke(ctx context.Context, tx *sqlx.Tx, column, value string) error {
	now := momentText(r.now())
	if _, err := r.exec(ctx, tx, "UPDATE principaal SET vervalt = $1 WHERE "+column+" = $2 AND (vervalt = '' OR vervalt > $1)", now, value); err != nil {
		return err
	}
	var n int
	if err := tx.GetContext(ctx, &n, "SELECT count(*) FROM principaal WHERE "+column+" = $1", value); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if n == 0 {
		return ErrNoPrincipal
	}
	return nil
}

// ErasePerson takes away the name and the address of a person with all that lets them in, and ends what was granted to them.
// It fails with ErrNoPrincipal, and with ErrLastOperator.
func (r *Register) ErasePerson(ctx context.Context, person string) error {
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.lockPerson(ctx, tx, person); err != nil && !errors.Is(err, ErrNoPrincipal) { // once erased, erasing is no failure
			return err
		}
		if err := r.operatorRemains(ctx, tx, "persoon", person); err != nil {
			return err
		}
		if err := r.revoke(ctx, tx, "persoon", person); err != nil {
			return err
		}
		if err := tellErasureOfPerson(r.opts.Erased, person); err != nil {
			return err
		}
		return r.erasePerson(ctx, tx, person)
	})
	if err != nil {
		return err
	}
	_ = r.dialect.scrub(ctx, r.write) // as after an erasure in a convenant
	return nil
}

// erasePerson takes away everything that is kept of a person, except that there was one.
func (r *Register) erasePerson(ctx context.Context, tx *sqlx.Tx, person string) error {
	if err := r.erasePostOf(ctx, tx, person); err != nil {
		return err
	}
	for _, table := range []string{"tweedefactor", "toegangslink", "identiteit", "sessie"} {
		if _, err := r.exec(ctx, tx, "DELETE FROM "+table+" WHERE persoon = $1", person); err != nil {
			return err
		}
	}
	_, err := r.exec(ctx, tx, "UPDATE persoon SET naam = NULL, email = NULL WHERE id = $1", person)
	return err
}
