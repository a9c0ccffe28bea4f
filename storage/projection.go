package storage

// What is computed from the facts and kept to be asked for by index: the timeline, the terms, who is a Partij, the text
// with its words to search for. Only the rows that differ are written.

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// projection writes what is computed for one convenant.
type projection struct {
	r  *Register
	tx *sqlx.Tx
	id string
}

// endless stands for no end in sight, so that a day can be compared with it.
const endless = "9999-12-31"

// agendaYears is how far ahead terms are kept: as long as the longest notice and renewal together.
const agendaYears = 15

func agendaOf(c *workflow.Convenant) []workflow.Deadline {
	facts := c.Facts()
	if len(facts) == 0 {
		return nil
	}
	return c.Agenda(facts[len(facts)-1].Recorded.AddMonths(12 * agendaYears))
}

func through(i workflow.Interval) string {
	if i.Through.IsZero() {
		return endless
	}
	return i.Through.String()
}

func (p projection) timeline(ctx context.Context, before, after []workflow.Interval) error {
	for _, i := range missing(before, after) {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM tijdlijn WHERE convenant = $1 AND onderwerp = $2 AND van = $3", p.id, i.Subject, i.From.String()); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, i := range missing(after, before) {
		rows = append(rows, []any{p.id, i.Subject, i.State, i.From.String(), through(i)})
	}
	return p.r.insertRows(ctx, p.tx, "tijdlijn (convenant, onderwerp, toestand, van, tot)", rows)
}

func (p projection) agenda(ctx context.Context, before, after []workflow.Deadline) error {
	for _, d := range missing(before, after) {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM termijn WHERE convenant = $1 AND soort = $2 AND datum = $3 AND partij = $4", p.id, d.Kind, d.On.String(), d.Party); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, d := range missing(after, before) {
		rows = append(rows, []any{p.id, d.Kind, d.On.String(), d.Party})
	}
	return p.r.insertRows(ctx, p.tx, "termijn (convenant, soort, datum, partij)", rows)
}

// missing returns the items of a that are not in b.
func missing[T comparable](a, b []T) []T {
	in := make(map[T]bool, len(b))
	for _, x := range b {
		in[x] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(x T) bool { return in[x] })
}

func (p projection) parties(ctx context.Context, before, after *workflow.State) error {
	known := map[string]string{}
	for _, party := range before.Parties {
		known[party.ID] = party.Name
	}
	for _, party := range after.Parties {
		if name, ok := known[party.ID]; !ok || name != party.Name {
			if _, err := p.r.exec(ctx, p.tx, `INSERT INTO partij (convenant, id, naam) VALUES ($1, $2, $3)
				ON CONFLICT (convenant, id) DO UPDATE SET naam = excluded.naam`, p.id, party.ID, party.Name); err != nil {
				return err
			}
		}
		delete(known, party.ID)
	}
	for id := range known {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM partij WHERE convenant = $1 AND id = $2", p.id, id); err != nil {
			return err
		}
	}
	return nil
}

// unindex takes the words of a convenant out of the full-text index, by its volgorde.
const unindex = "DELETE FROM zoek WHERE rowid = $1"

// text keeps the canonical bytes of every version once, and the words to search for.
func (p projection) text(ctx context.Context, order int64, before, after *workflow.State) error {
	sameText := before.Text == after.Text
	if !sameText {
		if _, err := p.r.exec(ctx, p.tx, "INSERT INTO tekst (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING", after.Text.SHA256(), after.Text.Canonical()); err != nil {
			return err
		}
	}
	if sameText && sameNames(before, after) {
		return nil
	}
	if before.Text != nil {
		if _, err := p.r.exec(ctx, p.tx, unindex, order); err != nil {
			return err
		}
	}
	_, err := p.r.exec(ctx, p.tx, p.r.dialect.index(), order, searchWords(after))
	return err
}

// sameNames reports that what is searched for beside the text is the same.
func sameNames(a, b *workflow.State) bool {
	return a.Name == b.Name && a.Reference == b.Reference &&
		slices.EqualFunc(a.Parties, b.Parties, func(a, b workflow.Party) bool { return a.Name == b.Name })
}
