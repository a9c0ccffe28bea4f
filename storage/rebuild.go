package storage

// Writing anew what is computed from the facts: after damage that Verify found outside the facts, and after a release
// that reads the facts better. The facts, their chains, the personal data and the announcements are not touched.

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Rebuild computes the timeline, the terms, the reminders, what asks for attention, the meetings, the Partijen, the texts and
// the full-text index of every convenant from its facts and writes what differs, one convenant in a transaction, beside the acts that go on. Until it is done, search
// finds only part of the register. progress, if not nil, is told how many convenanten are done, of how many.
func (r *Register) Rebuild(ctx context.Context, progress func(done, of int)) error {
	var ids []string
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		if err := tx.SelectContext(ctx, &ids, "SELECT id FROM convenant ORDER BY volgorde"); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if _, err := r.exec(ctx, tx, r.dialect.forget()); err != nil {
			return err
		}
		return r.dropStrays(ctx, tx)
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		if err := r.transact(ctx, func(tx *sqlx.Tx) error { return r.rebuild(ctx, tx, id) }); err != nil {
			return fmt.Errorf("storage: rebuild %s: %w", id, err)
		}
		if progress != nil {
			progress(i+1, len(ids))
		}
	}
	return nil
}

// dropStrays takes away what no convenant accounts for: rows of one that is not there, and texts that are not what their
// name says.
func (r *Register) dropStrays(ctx context.Context, tx *sqlx.Tx) error {
	for _, table := range slices.Concat(perConvenant, ofOutlook) {
		if _, err := r.exec(ctx, tx, "DELETE FROM "+table+" WHERE convenant NOT IN (SELECT id FROM convenant)"); err != nil {
			return err
		}
	}
	var wrong []string
	err := each(ctx, tx, "SELECT sha256, bytes FROM tekst", func(text hashedRow) error {
		if _, right := text.sum(); !right {
			wrong = append(wrong, text.Name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range wrong {
		if _, err := r.exec(ctx, tx, "DELETE FROM tekst WHERE sha256 = $1", name); err != nil {
			return err
		}
	}
	return nil
}

// perConvenant are the tables in which every row is computed from the facts of one convenant, whatever the day.
var perConvenant = []string{"tijdlijn", "termijn", "partij"}

func (r *Register) rebuild(ctx context.Context, tx *sqlx.Tx, id string) error {
	h, err := headOf(ctx, tx, id, r.dialect.lock())
	if err != nil {
		return err
	}
	r.cache.take(id) // what it says is in the tables may not be
	c, err := loadFacts(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, table := range perConvenant {
		if _, err := r.exec(ctx, tx, "DELETE FROM "+table+" WHERE convenant = $1", id); err != nil {
			return err
		}
	}
	if _, err := r.exec(ctx, tx, unindex, h.Order); err != nil {
		return err
	}
	p := projection{r, tx, id}
	if err := p.timeline(ctx, nil, c.Timeline()); err != nil {
		return err
	}
	if err := p.agenda(ctx, nil, agendaOf(c)); err != nil {
		return err
	}
	now := c.Latest(h.seen())
	if err := p.parties(ctx, &workflow.State{}, now); err != nil {
		return err
	}
	if err := p.versions(ctx, c, now); err != nil {
		return err
	}
	if _, err := r.exec(ctx, tx, r.dialect.index(), h.Order, searchWords(now)); err != nil {
		return err
	}
	if err := p.windAnew(ctx, outlookOf(c, now, h.seen())); err != nil {
		return err
	}
	_, err = r.exec(ctx, tx, "UPDATE convenant SET naam = $1, kenmerk = $2 WHERE id = $3", now.Name, now.Reference, id)
	return err
}

// versions keeps every text that the convenant had after any of its facts, and has now.
func (p projection) versions(ctx context.Context, c *workflow.Convenant, now *workflow.State) error {
	return eachVersion(c, now, func(text *workflow.Text, _ int) error {
		_, err := p.r.exec(ctx, p.tx, "INSERT INTO tekst (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes", text.SHA256(), text.Canonical())
		return err
	})
}

// eachVersion gives every text that a convenant had after one of its facts, with the number of that fact, and the text
// that it has now.
func eachVersion(c *workflow.Convenant, now *workflow.State, f func(text *workflow.Text, fact int) error) error {
	again, err := workflow.NewConvenant()
	if err != nil {
		return err
	}
	var last *workflow.Text
	for _, fact := range c.Facts() {
		again.Append(fact)
		text := again.Latest(fact.Recorded).Text
		if text == last {
			continue
		}
		last = text
		if err := f(text, fact.Number); err != nil {
			return err
		}
	}
	if last == nil || now.Text.SHA256() == last.SHA256() {
		return nil
	}
	return f(now.Text, len(c.Facts()))
}
