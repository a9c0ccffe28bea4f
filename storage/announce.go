package storage

// Announcements: what a consequence calls for, each once, in a chain of its own per convenant. An act announces what it
// brings; the calendar brings things too, and whoever looks first, the clock or the next act, announces those.

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Announcement is a paper that was called for: it is made from the record up to a fact, on a day.
type Announcement struct {
	Number int // in the order in which those of a convenant were made, from 1
	Paper  workflow.Paper
	Stand  workflow.Stand
	Day    workflow.Date
}

// storedAnnouncement is an announcement as it is stored and hashed; v is the version of this encoding.
type storedAnnouncement struct {
	Version int            `json:"v"`
	Number  int            `json:"nummer"`
	Paper   workflow.Paper `json:"stuk"`
	Stand   int            `json:"stand"`
	Day     workflow.Date  `json:"dag"`
}

// Announce announces what the calendar has brought to a convenant since the last look, consequences in the order of their
// days and then reminders, and shows the convenant as it is today. It tells how much there was, with the reminders that
// were skipped; a second time there is nothing. It fails with ErrUnknown.
func (r *Register) Announce(ctx context.Context, id string, today workflow.Date) (count int, err error) {
	err = r.Together(ctx, func(t *Together) error {
		kept, h, err := t.locked(id)
		if err != nil {
			return err
		}
		if first := h.Papers; today > h.seen() {
			c, seen, p := kept.convenant, h.seen(), projection{r, t.tx, id}
			before, after := c.Latest(seen), c.Latest(today)
			papers := append(workflow.Papers(before, after), c.ReminderPapers(seen, today)...)
			if err := t.announce(p, &h, brought{before, after, papers}, today); err != nil {
				return err
			}
			if err := t.shown(p, &h, before, after, kept.outlookOn(seen, before), kept.outlookAnew(after, today), today); err != nil {
				return err
			}
			count = h.Papers - first
		}
		r.cache.put(id, kept)
		t.taken = append(t.taken, id)
		return nil
	})
	return count, err
}

// brought is what an act or a day brought: the difference between two states, and the papers that it calls for.
type brought struct {
	before, after *workflow.State
	papers        []workflow.Paper
}

// announce adds what is called for to the log, chained to what stands there, and to what is to be sent; other programs are
// to be told of it too.
func (t *Together) announce(p projection, h *head, b brought, today workflow.Date) error {
	if t.quiet || b.before == b.after && len(b.papers) == 0 {
		return nil
	}
	if err := t.tell(h, b.before, b.after, b.papers); err != nil || len(b.papers) == 0 {
		return err
	}
	revisions, err := p.revisions(t.ctx)
	if err != nil {
		return err
	}
	rows := make([][]any, len(b.papers))
	for i, paper := range b.papers {
		h.Papers++
		bytes, err := json.Marshal(storedAnnouncement{encoding, h.Papers, paper, h.Stand, today})
		if err != nil {
			return err
		}
		h.PapersHead = workflow.ChainHash(h.PapersHead, bytes)
		subject := subjectOf(paper)
		key := revisionKey(paper.Kind, subject, paper.On.String())
		revisions[key]++
		rows[i] = []any{h.ID, h.Papers, paper.Kind, subject, paper.On.String(), revisions[key], string(bytes), h.PapersHead}
	}
	if err := t.r.insertRows(t.ctx, t.tx, "mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash)", rows); err != nil {
		return err
	}
	return t.post(h, b.papers, b.after)
}

// subjectOf tells announcements of one kind and day apart: to whom, about whom, which change, and what is asked.
func subjectOf(p workflow.Paper) string {
	subject := p.To + "/" + p.About + "/" + strconv.Itoa(p.Change)
	if p.Asks != "" {
		subject += "/" + p.Asks
	}
	return subject
}

func revisionKey(kind, subject, day string) string { return kind + "|" + subject + "|" + day }

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
		counts[revisionKey(row.Kind, row.Subject, row.Day)] = row.Most
	}
	return counts, nil
}

// Announcements lists what was announced of a convenant, in order. It fails with ErrUnknown.
func (r *Register) Announcements(ctx context.Context, id string) ([]Announcement, error) {
	var rows, hashes []string
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		if _, err := headOf(ctx, tx, id, ""); err != nil {
			return err
		}
		if err := tx.SelectContext(ctx, &rows, "SELECT bytes FROM mededeling WHERE convenant = $1 ORDER BY nummer", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if err := tx.SelectContext(ctx, &hashes, "SELECT hash FROM feit WHERE convenant = $1 ORDER BY nummer", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]Announcement, len(rows))
	for i, bytes := range rows {
		var a storedAnnouncement
		if err := json.Unmarshal([]byte(bytes), &a); err != nil || a.Stand < 1 || a.Stand > len(hashes) {
			return nil, fmt.Errorf("storage: announcement %d of %s cannot be read: %w", i+1, id, err)
		}
		list[i] = Announcement{a.Number, a.Paper, workflow.Stand{Number: a.Stand, Hash: hashes[a.Stand-1]}, a.Day}
	}
	return list, nil
}
