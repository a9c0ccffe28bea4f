package storage

// What is computed from the facts and kept to be asked for by index: the timeline, the terms, who is a Partij, the text
// with its words to search for, and what a change of state calls for. Only the rows that differ are written.

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	added := missing(after, before)
	return p.insert(ctx, "tijdlijn (convenant, onderwerp, toestand, van, tot)", 5, len(added), func(n int) []any {
		i := added[n]
		return []any{p.id, i.Subject, i.State, i.From.String(), through(i)}
	})
}

func (p projection) agenda(ctx context.Context, before, after []workflow.Deadline) error {
	for _, d := range missing(before, after) {
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM termijn WHERE convenant = $1 AND soort = $2 AND datum = $3 AND partij = $4", p.id, d.Kind, d.On.String(), d.Party); err != nil {
			return err
		}
	}
	added := missing(after, before)
	return p.insert(ctx, "termijn (convenant, soort, datum, partij)", 4, len(added), func(n int) []any {
		return []any{p.id, added[n].Kind, added[n].On.String(), added[n].Party}
	})
}

// missing returns the items of a that are not in b.
func missing[T comparable](a, b []T) []T {
	in := make(map[T]bool, len(b))
	for _, x := range b {
		in[x] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(x T) bool { return in[x] })
}

// insert writes rows in few statements: a database answers each, and answers take time.
func (p projection) insert(ctx context.Context, into string, columns, rows int, row func(int) []any) error {
	const most = 50
	for first := 0; first < rows; first += most {
		var b strings.Builder
		b.WriteString("INSERT INTO " + into + " VALUES ")
		var args []any
		for n := first; n < min(rows, first+most); n++ {
			if n > first {
				b.WriteString(", ")
			}
			for c := range columns {
				b.WriteString(string("(,"[min(c, 1)]) + "$" + strconv.Itoa(len(args)+c+1))
			}
			b.WriteByte(')')
			args = append(args, row(n)...)
		}
		if _, err := p.r.exec(ctx, p.tx, b.String(), args...); err != nil {
			return err
		}
	}
	return nil
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
		if _, err := p.r.exec(ctx, p.tx, p.r.dialect.unindex(), order); err != nil {
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

// announcements adds what is called for to the log, each once, chained to the one before it.
func (p projection) announcements(ctx context.Context, papers []workflow.Paper) error {
	if len(papers) == 0 {
		return nil
	}
	var last struct {
		Number int    `db:"nummer"`
		Hash   string `db:"hash"`
	}
	if err := p.tx.GetContext(ctx, &last, "SELECT mededelingen AS nummer, mededelingenhoofd AS hash FROM convenant WHERE id = $1", p.id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	revisions, err := p.revisions(ctx)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(papers))
	for _, paper := range papers {
		bytes, err := json.Marshal(paper)
		if err != nil {
			return err
		}
		subject := subjectOf(paper)
		key := paper.Kind + "|" + subject + "|" + paper.On.String()
		revisions[key]++
		last.Number++
		last.Hash = workflow.ChainHash(last.Hash, bytes)
		rows = append(rows, []any{p.id, last.Number, paper.Kind, subject, paper.On.String(), revisions[key], string(bytes), last.Hash})
	}
	if err := p.insert(ctx, "mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash)", 8, len(rows), func(n int) []any { return rows[n] }); err != nil {
		return err
	}
	_, err = p.r.exec(ctx, p.tx, "UPDATE convenant SET mededelingen = $1, mededelingenhoofd = $2 WHERE id = $3", last.Number, last.Hash, p.id)
	return err
}

// subjectOf tells announcements of one kind and day apart: to whom, about whom, which change.
func subjectOf(p workflow.Paper) string {
	return p.To + "/" + p.About + "/" + strconv.Itoa(p.Change)
}

// revisions counts how often each announcement was made.
func (p projection) revisions(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		Kind    string `db:"soort"`
		Subject string `db:"onderwerp"`
		Day     string `db:"dag"`
		Most    int    `db:"revisie"`
	}
	if err := p.tx.SelectContext(ctx, &rows, "SELECT soort, onderwerp, dag, max(revisie) AS revisie FROM mededeling WHERE convenant = $1 GROUP BY soort, onderwerp, dag", p.id); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Kind+"|"+row.Subject+"|"+row.Day] = row.Most
	}
	return counts, nil
}
