package storage

// People: who can come in by the browser. A person is known by one address of mail, in small letters, and has one or more
// grants, each of which is a principal of its own. What was granted can end; a register never loses its last operator that
// way, because nobody could let anybody in any more.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// Person is somebody to whom something is or was granted.
type Person struct{ ID, Name, Email string }

// ErrLastOperator tells that nobody would be left who can grant anything.
var ErrLastOperator = errors.New("storage: this is the last person with role beheer; add another one first")

type personRow struct {
	ID    string `db:"id"`
	Name  string `db:"naam"`
	Email string `db:"email"`
}

// person asks for one person who was not erased. It fails with ErrNoPrincipal.
func (r *Register) person(ctx context.Context, where string, args ...any) (Person, error) {
	var rows []personRow
	if err := r.list(ctx, &rows, "SELECT p.id, p.naam, p.email FROM persoon p WHERE p.naam IS NOT NULL AND p.email IS NOT NULL AND "+where, args...); err != nil {
		return Person{}, err
	}
	if len(rows) == 0 {
		return Person{}, ErrNoPrincipal
	}
	return Person(rows[0]), nil
}

// PersonByEmail finds a person by an address of mail, however it is written. It fails with ErrNoPrincipal.
func (r *Register) PersonByEmail(ctx context.Context, email string) (Person, error) {
	return r.person(ctx, "p.email = $1", mailAddress(email))
}

// Person finds a person. It fails with ErrNoPrincipal, also when the person was erased.
func (r *Register) Person(ctx context.Context, id string) (Person, error) {
	return r.person(ctx, "p.id = $1", id)
}

// holding lists the principals to whom something is granted now, in the order in which they were added.
func (r *Register) holding(ctx context.Context, where string, value any) ([]Principal, error) {
	return r.principals(ctx, "WHERE "+where+" AND (r.vervalt = '' OR r.vervalt > $2) ", value, momentText(r.now()))
}

// oneHolding gives the one to whom something is granted now, or fails with ErrNoPrincipal.
func (r *Register) oneHolding(ctx context.Context, where string, value any) (Principal, error) {
	list, err := r.holding(ctx, where, value)
	if err == nil && len(list) == 0 {
		err = ErrNoPrincipal
	}
	if err != nil {
		return Principal{}, err
	}
	return list[0], nil
}

// GrantsOf lists what is granted to a person now, in the order in which it was added.
func (r *Register) GrantsOf(ctx context.Context, person string) ([]Principal, error) {
	return r.holding(ctx, "r.persoon = $1", person)
}

// PrincipalByID finds a principal. It fails with ErrNoPrincipal, also when the grant has expired or was revoked.
func (r *Register) PrincipalByID(ctx context.Context, id string) (Principal, error) {
	return r.oneHolding(ctx, "r.id = $1", id)
}

// HasOperator reports that there is a person who has the role beheer now.
func (r *Register) HasOperator(ctx context.Context) (bool, error) {
	list, err := r.holding(ctx, "r.persoon IS NOT NULL AND r.rol = $1", string(RoleOperator))
	return len(list) > 0, err
}

// lockPerson keeps others from changing what belongs to a person until the commit. It fails with ErrNoPrincipal, also when
// the person was erased.
func (r *Register) lockPerson(ctx context.Context, tx *sqlx.Tx, id string) (Person, error) {
	var row personRow
	err := tx.GetContext(ctx, &row, "SELECT id, naam, email FROM persoon WHERE id = $1 AND naam IS NOT NULL AND email IS NOT NULL"+r.dialect.lock(), id)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, ErrNoPrincipal
	}
	if err != nil {
		return Person{}, fmt.Errorf("storage: %w", err)
	}
	return Person(row), nil
}

// AddGrant grants something more to a person. It fails with ErrNoPrincipal, and with ErrTaken when this role, of this
// Partij, is granted to the person now.
func (r *Register) AddGrant(ctx context.Context, person string, g Grant) (Principal, error) {
	p, err := r.newPrincipal(Principal{Grant: g, Person: person})
	if err != nil {
		return Principal{}, err
	}
	err = r.transact(ctx, func(tx *sqlx.Tx) error {
		who, err := r.lockPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		p.Name, p.Email = who.Name, who.Email
		var same int
		if err := tx.GetContext(ctx, &same, "SELECT count(*) FROM principaal WHERE persoon = $1 AND rol = $2 AND partij = $3 AND (vervalt = '' OR vervalt > $4)",
			person, string(g.Role), g.Party, momentText(r.now())); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if same > 0 {
			return ErrTaken
		}
		return r.insertPrincipal(ctx, tx, p, "")
	})
	if err != nil {
		return Principal{}, err
	}
	return p, nil
}

// ChangePerson gives a person another name and address of mail. Another address may be of somebody else: what the person has open
// ends, and so does how a provider names them. It fails with ErrNoPrincipal, and with ErrTaken when the
// address is somebody else's.
func (r *Register) ChangePerson(ctx context.Context, person, name, email string) error {
	name, email = asName(name), mailAddress(email)
	if name == "" || email == "" {
		return errNameless
	}
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		was, err := r.lockPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		if was.Email != email { // erasing the person later would not find the old address in what was sent to it
			if err := errors.Join(r.erasePostOf(ctx, tx, person), r.endAccess(ctx, tx, person), r.unlink(ctx, tx, person)); err != nil {
				return err
			}
		}
		_, err = r.exec(ctx, tx, "UPDATE persoon SET naam = $1, email = $2 WHERE id = $3", name, email, person)
		return err
	})
	if err == nil || errors.Is(err, ErrNoPrincipal) {
		return err
	}
	// The database refuses the address of another. To ask before would miss one that is given to another at this moment.
	if other, e := r.PersonByEmail(ctx, email); e == nil && other.ID != person {
		return ErrTaken
	}
	return err
}

// atOnceWithin is how much longer than now a grant must hold to count as one that remains when another ends. It is more than
// the clocks of two instances differ, and than the one waits for the other, so that of two operators who are revoked at once
// one remains.
const atOnceWithin = time.Minute

// operatorRemains fails with ErrLastOperator when ending the grants with this value in the column leaves no operator.
func (r *Register) operatorRemains(ctx context.Context, tx *sqlx.Tx, column, value string) error {
	var operators []string
	if err := tx.SelectContext(ctx, &operators, "SELECT "+column+` FROM principaal WHERE rol = $1 AND persoon IS NOT NULL
		AND (vervalt = '' OR vervalt > $2) ORDER BY id`+r.dialect.lock(), string(RoleOperator), momentText(r.now().Add(atOnceWithin))); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if slices.Contains(operators, value) && !slices.ContainsFunc(operators, func(other string) bool { return other != value }) {
		return ErrLastOperator
	}
	return nil
}
