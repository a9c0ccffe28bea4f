package storage

// Identities: who somebody is at an OpenID provider. A provider names people by a subject that never changes, where an
// address of mail may pass to another; so a person is linked once, and known by the subject from then on.

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// PersonBySubject finds who it is that a provider names so. It fails with ErrNoPrincipal.
func (r *Register) PersonBySubject(ctx context.Context, issuer, subject string) (Person, error) {
	return r.person(ctx, "p.id = (SELECT persoon FROM identiteit WHERE uitgever = $1 AND onderwerp = $2)", issuer, subject)
}

// HasSubject reports that a provider is known to name a person.
func (r *Register) HasSubject(ctx context.Context, person string) (bool, error) {
	var people []string
	err := r.list(ctx, &people, "SELECT persoon FROM identiteit WHERE persoon = $1", person)
	return len(people) > 0, err
}

// UnlinkSubjects forgets how providers name a person, so that they are known there by their address once more, and ends what
// they have open: who came in by it may be another. It is no failure when none does.
func (r *Register) UnlinkSubjects(ctx context.Context, person string) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		return errors.Join(r.unlink(ctx, tx, person), r.endAccess(ctx, tx, person))
	})
}

func (r *Register) unlink(ctx context.Context, tx *sqlx.Tx, person string) error {
	_, err := r.exec(ctx, tx, "DELETE FROM identiteit WHERE persoon = $1", person)
	return err
}

// LinkSubject makes known how a provider names a person; doing so again is no failure. It fails with ErrNoPrincipal, and with
// ErrTaken when that is somebody else, or the provider names the person otherwise.
func (r *Register) LinkSubject(ctx context.Context, issuer, subject, person string) error {
	if issuer == "" || subject == "" {
		return errors.New("storage: an identity needs a provider and a subject")
	}
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := r.lockPerson(ctx, tx, person); err != nil {
			return err
		}
		err := r.insertNew(ctx, tx, "INSERT INTO identiteit (uitgever, onderwerp, persoon) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", issuer, subject, person)
		if !errors.Is(err, ErrTaken) {
			return err
		}
		var same int
		if err := tx.GetContext(ctx, &same, "SELECT count(*) FROM identiteit WHERE uitgever = $1 AND onderwerp = $2 AND persoon = $3", issuer, subject, person); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if same == 0 {
			return ErrTaken
		}
		return nil
	})
}
