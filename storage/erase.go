package storage

// Erasing personal data (R17, AVG artikel 17): salt and value are taken away, and without the salt the commitment in
// the fact tells nothing. The fact that it was done stays, so that the gap is explained and a restore does it again.
// What the Archiefwet keeps, the signed documents themselves, stays: that is said to who asks for the erasure.

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"golang.org/x/text/unicode/norm"

	"convenant/workflow"
)

// remembered is a piece of personal data that was not erased yet.
type remembered struct {
	ID    string `db:"id"`
	Party string `db:"partij"`
	Fact  int    `db:"feit"`
	Value string `db:"waarde"`
}

// erase takes away what a fact asks to erase: of a Partij everything, of a person everything that was recorded together
// with the name, as the address of mail beside it, and the name in the request to erase it.
func (r *Register) erase(ctx context.Context, tx *sqlx.Tx, id string, f *workflow.Fact, after *workflow.State) error {
	var rows []remembered
	if err := tx.SelectContext(ctx, &rows, "SELECT id, partij, feit, waarde FROM persoonsgegeven WHERE convenant = $1 AND waarde IS NOT NULL ORDER BY feit, id", id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	asked := askedFor(rows, f, after)
	if err := tellErasure(r.opts.Erased, id, f, rows, asked); err != nil {
		return err
	}
	var gone []string
	var of []remembered
	for _, row := range rows {
		if !asked(row) {
			continue
		}
		if _, err := r.exec(ctx, tx, "UPDATE persoonsgegeven SET zout = NULL, waarde = NULL WHERE id = $1", row.ID); err != nil {
			return err
		}
		gone, of = append(gone, row.Value), append(of, row)
	}
	if err := r.erasePost(ctx, tx, id, f, after, of); err != nil {
		return err
	}
	return r.eraseAnswers(ctx, tx, id, gone)
}

func askedFor(rows []remembered, f *workflow.Fact, after *workflow.State) func(remembered) bool {
	if party := asName(f.Data.Get("partij").Text); party != "" {
		parties := withPredecessors(party, after)
		return func(row remembered) bool { return slices.Contains(parties, asName(row.Party)) }
	}
	type place struct {
		party string
		fact  int
	}
	name, places := asName(f.Data.Get("persoon").Text), map[place]bool{}
	for _, row := range rows {
		if asName(row.Value) == name {
			places[place{row.Party, row.Fact}] = true
		}
	}
	return func(row remembered) bool { return places[place{row.Party, row.Fact}] }
}

// withPredecessors lists a Partij and those that it succeeded, whose people it took over.
func withPredecessors(party string, s *workflow.State) []string {
	list := []string{party}
	for i := 0; i < len(list); i++ {
		for _, p := range s.Parties {
			if p.Successor == list[i] && !slices.Contains(list, p.ID) {
				list = append(list, p.ID)
			}
		}
	}
	return list
}

// asName writes a name as an act reads it, whatever blanks and accents it was entered with.
func asName(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// eraseAnswers takes erased values out of the refusals that are kept to be repeated.
func (r *Register) eraseAnswers(ctx context.Context, tx *sqlx.Tx, id string, gone []string) error {
	var rows []struct {
		Who     string `db:"wie"`
		Key     string `db:"sleutel"`
		Refusal string `db:"weigering"`
	}
	if err := tx.SelectContext(ctx, &rows, "SELECT wie, sleutel, weigering FROM idempotentie WHERE convenant = $1 AND weigering <> ''", id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for _, row := range rows {
		var refusal workflow.Refusal
		if err := json.Unmarshal([]byte(row.Refusal), &refusal); err != nil {
			return fmt.Errorf("storage: the answer to %s %s: %w", row.Who, row.Key, err)
		}
		for _, value := range gone {
			for _, s := range []*string{&refusal.Detail, &refusal.Remedy, &refusal.Field} {
				*s = erasedFrom(*s, value)
			}
		}
		text, err := asJSON(refusal, false)
		if err != nil {
			return err
		}
		if text == row.Refusal {
			continue
		}
		if _, err := r.exec(ctx, tx, "UPDATE idempotentie SET weigering = $1 WHERE wie = $2 AND sleutel = $3", text, row.Who, row.Key); err != nil {
			return err
		}
	}
	return nil
}

// shortened is how much of what somebody wrote a refusal quotes, in characters.
const shortened = 60

// erasedFrom takes a value out of a sentence, where it stands as words of its own; a long one stands there cut.
func erasedFrom(sentence, value string) string {
	value = asName(value)
	if runes := []rune(value); len(runes) > shortened {
		value = string(runes[:shortened])
	}
	if value == "" || value == workflow.Erased {
		return sentence
	}
	var b strings.Builder
	for {
		at := strings.Index(sentence, value)
		if at < 0 {
			return b.String() + sentence
		}
		end := at + len(value)
		before, _ := utf8.DecodeLastRuneInString(sentence[:at])
		after, _ := utf8.DecodeRuneInString(sentence[end:])
		b.WriteString(sentence[:at])
		if isWord(before) || isWord(after) {
			b.WriteString(value)
		} else {
			b.WriteString(workflow.Erased)
		}
		sentence = sentence[end:]
	}
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
