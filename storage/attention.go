package storage

// What asks for the attention of the secretariaat, kept by index of what it is. The table says in which convenanten to
// look; what exactly is the matter there is told from the state of the convenant. It is written with every act and every
// look at the calendar, which wakes for it.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// The kinds of what asks for attention. The words are public.
const (
	AttentionLetter       = "brief"         // a letter came in that asks for something, and nothing was done on it
	AttentionWithout      = "zonder-gevolg" // facts stand without effect
	AttentionShortcomings = "tekortkoming"  // something is missing; that there is no second contactpersoon is a remark only
	AttentionAdvice       = "advies"        // an advice has no answer yet, or did not come in time
	AttentionSigning      = "ondertekening" // signatures are missing
	AttentionChange       = "wijziging"     // a change is proposed and not decided on yet
)

// Attentions lists the kinds of what asks for attention.
var Attentions = []string{AttentionLetter, AttentionWithout, AttentionShortcomings, AttentionAdvice, AttentionSigning, AttentionChange}

// attentionOf lists what asks for attention in a convenant on the day of the state.
func attentionOf(s *workflow.State) []string {
	var list []string
	for _, kind := range []struct {
		name string
		asks bool
	}{
		{AttentionLetter, lettersWait(s)},
		{AttentionWithout, len(s.Without) > 0},
		{AttentionShortcomings, slices.ContainsFunc(s.Shortcomings(), func(m workflow.Shortcoming) bool { return m.Kind != workflow.NoSecondContact })},
		{AttentionAdvice, adviceWaits(s)},
		{AttentionSigning, s.Phase == workflow.Signing && !s.AllSigned()},
		{AttentionChange, slices.ContainsFunc(s.Changes, func(c workflow.Change) bool { return c.State == workflow.Proposed })},
	} {
		if kind.asks {
			list = append(list, kind.name)
		}
	}
	return list
}

// lettersWait reports that a letter asks for something that no fact does that stands.
func lettersWait(s *workflow.State) bool {
	return slices.ContainsFunc(s.Letters, func(l workflow.Letter) bool {
		_, done := s.ActedOn(l)
		return l.Kind != workflow.OtherLetter && !done
	})
}

func adviceWaits(s *workflow.State) bool {
	return s.Phase == workflow.Advising && slices.ContainsFunc(s.Advisers, func(a workflow.Adviser) bool {
		given := a.Tenor != ""
		return given && a.Handling == "" || !given && s.AdviceBy != 0 && s.AdviceBy < s.Day
	})
}

// attentionWakes is the first day after that of the state on which something asks for attention by the calendar alone,
// as long as nothing else comes to be before it; zero when nothing does.
func attentionWakes(s *workflow.State) workflow.Date {
	var first workflow.Date
	overdue := func(last workflow.Date) {
		if last >= s.Day && (first == 0 || last < first) {
			first = last + 1
		}
	}
	if due := s.EvaluationDue(); due != 0 {
		overdue(due)
	}
	if s.Phase == workflow.Advising && s.AdviceBy != 0 {
		overdue(s.AdviceBy)
	}
	return first
}

// attention writes what asks for attention, where it differs from what did.
func (p projection) attention(ctx context.Context, before, after []string) error {
	if gone := missing(before, after); len(gone) > 0 {
		s := &selection{args: []any{p.id}}
		marks := make([]string, len(gone))
		for i, kind := range gone {
			marks[i] = s.arg(kind)
		}
		if _, err := p.r.exec(ctx, p.tx, "DELETE FROM aandacht WHERE convenant = $1 AND soort IN ("+strings.Join(marks, ", ")+")", s.args...); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, kind := range missing(after, before) {
		rows = append(rows, []any{p.id, kind})
	}
	return p.r.insertRows(ctx, p.tx, "aandacht (convenant, soort)", rows)
}

// AttentionCounts counts the convenanten in which each kind of thing asks for attention, of each no further than
// MostCounted. What asks for none is not in it.
func (r *Register) AttentionCounts(ctx context.Context) (map[string]int, error) {
	query, args := attentionCounts()
	var rows []struct {
		Kind  string `db:"soort"`
		Count int    `db:"aantal"`
	}
	if err := r.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, row := range rows {
		if row.Count > 0 {
			counts[row.Kind] = row.Count
		}
	}
	return counts, nil
}

func attentionCounts() (string, []any) {
	s := &selection{}
	counts := make([]string, len(Attentions))
	for i, kind := range Attentions {
		counts[i] = fmt.Sprintf("SELECT '%s' AS soort, count(*) AS aantal FROM (SELECT 1 FROM aandacht a WHERE a.soort = %s ORDER BY a.convenant LIMIT %d) een", kind, s.arg(kind), MostCounted)
	}
	return strings.Join(counts, " UNION ALL "), s.args
}

// Attention lists the convenanten in which something of a kind asks for attention, the newest first, as they are on a day;
// at most so many. before is the next that came with the page before, or "". It fails with ErrCursor.
func (r *Register) Attention(ctx context.Context, on workflow.Date, kind, before string, most int) (rows []Row, next string, err error) {
	var after string
	if before != "" {
		if after = strings.TrimPrefix(before, attentionCursor); after == before || after == "" {
			return nil, "", fmt.Errorf("%w: %q", ErrCursor, before)
		}
	}
	most = cmp.Or(max(most, 0), defaultLimit)
	err = r.reading(ctx, func(tx *sqlx.Tx) error {
		query, args := attentionPage(on, kind, after, most)
		if err := tx.SelectContext(ctx, &rows, query, args...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if len(rows) > most {
			rows = rows[:most]
			next = attentionCursor + rows[most-1].ID
		}
		return renewed(ctx, tx, rows, on)
	})
	return rows, next, err
}

// attentionCursor marks a cursor of such a list.
const attentionCursor = "a"

func attentionPage(on workflow.Date, kind, after string, most int) (string, []any) {
	s := &selection{args: []any{on.String()}}
	s.and("a.soort = " + s.arg(kind))
	if after != "" {
		s.and("a.convenant < " + s.arg(after))
	}
	page := "SELECT t.convenant, t.toestand FROM " + s.withPhase("aandacht a", "a.convenant") + " WHERE " + strings.Join(s.where, " AND ") +
		" ORDER BY a.convenant DESC LIMIT " + s.arg(most+1)
	return rowColumns + "(" + page + ") t JOIN convenant c ON c.id = t.convenant" + joinEnd + " ORDER BY t.convenant DESC", s.args
}
