package storage

// What was erased must stay erased, also when a backup from before is restored (R17). So every erasure is told to a
// journal that is kept apart from the database, and a restore does again what the backup does not know. The journal
// names nobody: it has the ids under which personal data stood, which tell nothing without them.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"convenant/workflow"
)

// Erasure tells what was erased, without telling what it was: either personal data in a convenant, or the name and the
// address of a person who could use the register.
type Erasure struct {
	Day       string   `json:"dag,omitempty"`
	Convenant string   `json:"convenant,omitempty"`
	Fact      int      `json:"feit,omitempty"`             // that asked for it
	Party     string   `json:"partij,omitempty"`           // with an erasure of all that belongs to a Partij
	Items     []string `json:"persoonsgegevens,omitempty"` // the ids: of a person those of the name only
	Person    string   `json:"persoon,omitempty"`          // the id of the person who could use the register
}

// tellErasure tells a journal what a fact erases. It is called before the commit, because an erasure that the journal
// does not know would come back with a backup; what fails after it is at worst erased by a restore alone.
func tellErasure(told func(Erasure) error, id string, f *workflow.Fact, rows []remembered, asked func(remembered) bool) error {
	e := Erasure{Day: f.Recorded.String(), Convenant: id, Fact: f.Number, Party: asName(f.Data.Get("partij").Text)}
	name := asName(f.Data.Get("persoon").Text)
	for _, row := range rows {
		if asked(row) && (e.Party != "" || asName(row.Value) == name) {
			e.Items = append(e.Items, row.ID)
		}
	}
	if told == nil || len(e.Items) == 0 {
		return nil
	}
	return told(e)
}

// tellErasureOfPerson does the same for a person who could use the register.
func tellErasureOfPerson(told func(Erasure) error, person string) error {
	if told == nil {
		return nil
	}
	return told(Erasure{Person: person})
}

// eraseAgain does the erasures that the register does not know, and returns how many there were.
func (t *Together) eraseAgain(list []Erasure, today workflow.Date) (int, error) {
	done := 0
	for _, e := range list {
		again := t.erasePersonAgain
		if e.Person == "" {
			again = t.eraseItemsAgain
		}
		was, err := again(e, today)
		if err != nil {
			return done, fmt.Errorf("storage: an erasure of %s in the journal cannot be done again: %w", e.where(), err)
		}
		if was {
			done++
		}
	}
	return done, nil
}

func (e Erasure) where() string {
	if e.Person != "" {
		return "person " + e.Person
	}
	return "convenant " + e.Convenant + ", fact " + strconv.Itoa(e.Fact)
}

func (t *Together) erasePersonAgain(e Erasure, _ workflow.Date) (bool, error) {
	var there int
	if err := t.tx.GetContext(t.ctx, &there, "SELECT count(*) FROM persoon WHERE id = $1 AND (naam IS NOT NULL OR email IS NOT NULL)", e.Person); err != nil || there == 0 {
		return false, err
	}
	if err := t.r.revoke(t.ctx, t.tx, "persoon", e.Person); err != nil && !errors.Is(err, ErrNoPrincipal) {
		return false, err
	}
	return true, t.r.erasePerson(t.ctx, t.tx, e.Person)
}

// eraseItemsAgain records an erasure anew for as long as any of the items is there. That of a Partij goes by the Partij
// under which the item stands: the journal may name a successor that the backup does not know yet.
func (t *Together) eraseItemsAgain(e Erasure, today workflow.Date) (bool, error) {
	for n := range len(e.Items) + 1 {
		row, err := t.remaining(e)
		if err != nil || row == nil {
			return n > 0, err
		}
		by := []workflow.Field{{Name: "persoon", Value: workflow.TextOf(row.Value)}}
		if e.Party != "" && row.Party != "" {
			by = append([]workflow.Field{{Name: "partij", Value: workflow.TextOf(row.Party)}}, by...)
		}
		if err := t.recordErasure(e, by, today); err != nil {
			return false, err
		}
	}
	return false, errors.New("it leaves something behind")
}

// remaining returns one of the items that is not erased, or nil.
func (t *Together) remaining(e Erasure) (*remembered, error) {
	if len(e.Items) == 0 {
		return nil, nil
	}
	marks, args := make([]string, len(e.Items)), []any{e.Convenant}
	for i, id := range e.Items {
		marks[i] = "$" + strconv.Itoa(i+2)
		args = append(args, id)
	}
	var rows []remembered
	err := t.tx.SelectContext(t.ctx, &rows, "SELECT id, partij, feit, waarde FROM persoonsgegeven WHERE convenant = $1 AND waarde IS NOT NULL AND id IN ("+strings.Join(marks, ", ")+") ORDER BY feit, id LIMIT 1", args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// recordErasure records it by the first of the ways that is not refused.
func (t *Together) recordErasure(e Erasure, by []workflow.Field, today workflow.Date) error {
	ground := "Opnieuw gewist na het terugzetten van een reservekopie."
	if day, err := workflow.ParseDate(e.Day); err == nil {
		ground = "Opnieuw gewist na het terugzetten van een reservekopie. Het was al gewist op " + day.Dutch() + "."
	}
	var refusal error
	for _, way := range by {
		act := workflow.Act{Kind: workflow.ErasePersonalData, Data: workflow.ObjectOf(way, workflow.Field{Name: "grond", Value: workflow.TextOf(ground)})}
		out, err := t.Act(e.Convenant, Key{}, func(c *workflow.Convenant) workflow.Decision { return c.Decide(act, today, nil) })
		if err != nil || out.Refusal == nil {
			return err
		}
		refusal = out.Refusal
	}
	return refusal
}
