package storage

// The log of the post: what came of each attempt, for each address, so that it can be shown what was sent to whom and
// when. Addresses are personal data and can be erased (R17); that something was sent stays.

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Attempt is what came of one attempt, for one address.
type Attempt struct {
	Attempt int
	At      time.Time
	Address string // empty once erased, and when there was none
	ByHand  bool   // the address was given for this row, and is not from the register
	Outcome string // one of the outcomes
	Answer  string // of the server; of an erased address its code only
	Papers  []MailedPaper
	Who     string // the principal who did it by hand, or empty
}

// MailedPaper is a document that went with a message.
type MailedPaper struct {
	Name   string `json:"naam"`
	SHA256 string `json:"sha256"`
	Linked bool   `json:"gelinkt,omitempty"` // it was too large to go along; a link was sent
}

// The outcomes of an attempt. The words are public.
const (
	OutcomeAccepted = "aangenomen" // the server took it
	OutcomeDeferred = "uitgesteld" // try later
	OutcomeRefused  = "geweigerd"  // for good
	OutcomeNone     = "onmogelijk" // there was nobody to send it to
	OutcomeStopped  = "afgebroken" // the program stopped during the attempt
	OutcomeByPost   = "per-post"
	OutcomeAgain    = "opnieuw" // somebody asked for it to be sent again
)

const fromRegister, fromHand = "register", "opgegeven"

// logAttempts writes what came of an attempt.
func (r *Register) logAttempts(ctx context.Context, tx *sqlx.Tx, id string, attempt int, log []Attempt) error {
	var last int
	if err := tx.GetContext(ctx, &last, "SELECT coalesce(max(nummer), 0) FROM postpoging WHERE post = $1 AND poging = $2", id, attempt); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	rows := make([][]any, len(log))
	for i, a := range log {
		papers, err := asJSON(a.Papers, len(a.Papers) == 0)
		if err != nil {
			return err
		}
		source := fromRegister
		if a.ByHand {
			source = fromHand
		}
		rows[i] = []any{id, attempt, last + i + 1, momentText(a.At), orNull(mailAddress(a.Address)), source, a.Outcome, withoutAddress(a.Answer, a.Address), papers, a.Who}
	}
	return r.insertRows(ctx, tx, "postpoging (post, poging, nummer, moment, adres, bron, uitslag, antwoord, stukken, wie)", rows)
}

// withoutAddress takes the address out of what a server answered, so that it stands in one place only. Servers write it
// in small letters or as it was given, and some only what stands before the @.
func withoutAddress(answer, address string) string {
	if address == "" {
		return answer
	}
	local, _, _ := strings.Cut(address, "@")
	for _, words := range []string{address, strings.ToLower(address), local, strings.ToLower(local)} {
		answer = erasedFrom(answer, words)
	}
	return answer
}

// withAttempts fills in what came of each attempt.
func withAttempts(ctx context.Context, tx *sqlx.Tx, list []Mail) error {
	at := map[string]int{}
	var ids []any
	for i, m := range list {
		at[m.ID] = i
		ids = append(ids, m.ID)
	}
	const most = 500
	for some := range slices.Chunk(ids, most) {
		var rows []struct {
			Mail    string  `db:"post"`
			Attempt int     `db:"poging"`
			At      string  `db:"moment"`
			Address *string `db:"adres"`
			Source  string  `db:"bron"`
			Outcome string  `db:"uitslag"`
			Answer  string  `db:"antwoord"`
			Papers  string  `db:"stukken"`
			Who     string  `db:"wie"`
		}
		if err := tx.SelectContext(ctx, &rows, `SELECT post, poging, moment, adres, bron, uitslag, antwoord, stukken, wie FROM postpoging
			WHERE post IN `+placeholders(0, len(some))+" ORDER BY post, poging, nummer", some...); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, row := range rows {
			a := Attempt{Attempt: row.Attempt, ByHand: row.Source == fromHand, Outcome: row.Outcome, Answer: row.Answer, Who: row.Who}
			if row.Address != nil {
				a.Address = *row.Address
			}
			var err error
			if a.At, err = time.Parse(timeFormat, row.At); err == nil && row.Papers != "" {
				err = json.Unmarshal([]byte(row.Papers), &a.Papers)
			}
			if err != nil {
				return fmt.Errorf("storage: postpoging of %s cannot be read: %w", row.Mail, err)
			}
			m := &list[at[row.Mail]]
			m.Attempts = append(m.Attempts, a)
		}
	}
	return nil
}

// forget takes an address out of a row of the log; of the answer only the code stays, which names nobody.
const forget = "UPDATE postpoging SET adres = NULL, antwoord = substr(antwoord, 1, 3) WHERE adres IS NOT NULL AND "

// erasePost takes addresses out of the post: of a Partij all of them, of a person those that were erased from the record,
// and those that were given by hand for the same Partij, of which nobody can tell whose they are.
func (r *Register) erasePost(ctx context.Context, tx *sqlx.Tx, id string, f *workflow.Fact, after *workflow.State, gone []remembered) error {
	var parties []string
	whole := asName(f.Data.Get("partij").Text)
	if whole != "" {
		parties = withPredecessors(whole, after)
	}
	for _, row := range gone {
		if whole == "" && !slices.Contains(parties, row.Party) {
			parties = append(parties, row.Party)
		}
	}
	for _, party := range parties {
		where := "post IN (SELECT id FROM post WHERE convenant = $1 AND rol IN ('partij', 'adviseur') AND aan = $2)"
		if whole == "" {
			where += " AND bron = '" + fromHand + "'"
		}
		if _, err := r.exec(ctx, tx, forget+where, id, party); err != nil {
			return err
		}
		if _, err := r.exec(ctx, tx, "UPDATE post SET adres = NULL WHERE convenant = $1 AND rol IN ('partij', 'adviseur') AND aan = $2 AND adres IS NOT NULL", id, party); err != nil {
			return err
		}
	}
	for _, row := range gone {
		if !strings.Contains(row.Value, "@") {
			continue
		}
		if _, err := r.exec(ctx, tx, forget+"adres = $1 AND post IN (SELECT id FROM post WHERE convenant = $2)", mailAddress(row.Value), id); err != nil {
			return err
		}
	}
	return nil
}

// erasePostOf takes the address of somebody who may log in out of what was sent to their role.
func (r *Register) erasePostOf(ctx context.Context, tx *sqlx.Tx, person string) error {
	_, err := r.exec(ctx, tx, forget+`adres = (SELECT lower(email) FROM persoon WHERE id = $1)
		AND post IN (SELECT id FROM post WHERE rol IN ('portefeuillehouder', 'secretariaat'))`, person)
	return err
}

// mailAddress writes an address as the log has it: in small letters, because who is meant is the same.
func mailAddress(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
