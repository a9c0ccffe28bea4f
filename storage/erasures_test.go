package storage

// What was erased stays erased when a backup from before is restored, and nothing else is.

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// journal keeps what it is told, as a file would.
type journal []Erasure

func (j *journal) add(e Erasure) error {
	*j = append(*j, e)
	return nil
}

// erasing records an erasure of which the journal is told.
func (j *journal) erasing(t *testing.T, r *Register, id, today, by, value string) {
	t.Helper()
	r.opts.Erased = j.add
	record(t, r, id, today, `{"handeling":"persoonsgegevens-wissen","gegevens":{"%s":"%s","grond":"Verzoek van de zoon van Quispel."}}`, by, value)
}

func TestWhatWasErasedStaysErasedAfterARestore(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		first, second := peopled(t, r), peopled(t, r)
		person, err := r.AddPerson(context.Background(), "Hanna Hoek", "hanna@example.org", Grant{Role: RoleSecretariat})
		if err != nil {
			t.Fatal(err)
		}
		before := backedUp(t, r)

		var j journal
		j.erasing(t, r, first, "2024-01-03", "persoon", jan)
		j.erasing(t, r, second, "2024-01-03", "partij", "p1")
		j.erasing(t, r, second, "2024-01-03", "persoon", truus)
		if err := r.ErasePerson(context.Background(), person.Person); err != nil {
			t.Fatal(err)
		}
		later := peopled(t, r) // drawn up after the backup, which does not know it
		j.erasing(t, r, later, "2024-01-04", "partij", "p1")
		written, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Quispel", "Xanthippe", janMail, "Hanna", "hanna@"} {
			if strings.Contains(string(written), word) {
				t.Errorf("the journal names %s: %s", word, written)
			}
		}

		for name, make := range databases {
			t.Run("into "+name, func(t *testing.T) {
				other := newRegister(t, make(t))
				done, err := restore(other, before, j...)
				if err != nil || done.Erased != 4 {
					t.Fatalf("%d erasures were done again: %v", done.Erased, err)
				}
				sound(t, other)
				if got := remembers(t, other, "Hanna", "hanna@"); len(got) > 0 {
					t.Errorf("rows that still have the person: %q", got)
				}
				if got, want := namesLeft(t, other, first), namesLeft(t, r, first); !slices.Equal(got, want) {
					t.Errorf("of the first are left %q, not %q", got, want)
				}
				if got, want := namesLeft(t, other, second), namesLeft(t, r, second); !slices.Equal(got, want) {
					t.Errorf("of the second are left %q, not %q", got, want)
				}
				c, _, err := other.Load(context.Background(), first)
				if err != nil {
					t.Fatal(err)
				}
				facts := c.Facts()
				if f := facts[len(facts)-1]; f.Kind != workflow.ErasePersonalData || f.Recorded != day("2024-04-01") ||
					f.Data.Get("grond").Text != "Opnieuw gewist na het terugzetten van een reservekopie. Het was al gewist op 3 januari 2024." {
					t.Errorf("the last fact is %+v", f)
				}
				// A backup of what was restored knows the erasures, and nothing is done twice.
				again := newRegister(t, make(t))
				if done, err := restore(again, backedUp(t, other), j...); err != nil || done.Erased != 0 {
					t.Errorf("the second time %d erasures were done again: %v", done.Erased, err)
				}
			})
		}
	})
}

func namesLeft(t *testing.T, r *Register, id string) []string {
	t.Helper()
	var left []string
	if err := r.read.Select(&left, "SELECT waarde FROM persoonsgegeven WHERE convenant = $1 AND waarde IS NOT NULL", id); err != nil {
		t.Fatal(err)
	}
	slices.Sort(left)
	return left
}

// Who was appointed after an erasure was not erased by it, and stays when the erasure is known.
func TestWhoCameAfterAnErasureStays(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		before := backedUp(t, r)
		var j journal
		j.erasing(t, r, id, "2024-01-03", "partij", "p1")
		other := newRegister(t, databaseLike(t, r))
		if done, err := restore(other, before, j...); err != nil || done.Erased != 1 {
			t.Fatal(done, err)
		}
		record(t, other, id, "2024-04-02", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Gerda Groen"}}`)
		again := newRegister(t, databaseLike(t, r))
		if done, err := restore(again, backedUp(t, other), j...); err != nil || done.Erased != 0 {
			t.Errorf("%d erasures were done again: %v", done.Erased, err)
		}
		if !slices.Contains(namesLeft(t, again, id), "Gerda Groen") {
			t.Error("who came later is gone")
		}
	})
}

// A successor that the backup does not know was erased, with the people of its predecessor.
func TestErasingASuccessorThatTheBackupDoesNotKnow(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		before := backedUp(t, r)
		record(t, r, id, "2024-01-03", `{"handeling":"partij-opvolgen","gegevens":{"partij":"p1","opvolger":{"id":"p8","naam":"Gemeente 8"},"grondslag":"Fusie."}}`)
		var j journal
		j.erasing(t, r, id, "2024-01-05", "partij", "p8")
		other := newRegister(t, databaseLike(t, r))
		if done, err := restore(other, before, j...); err != nil || done.Erased != 1 {
			t.Fatal(done, err)
		}
		if got := remembers(t, other, janMail); len(got) > 0 {
			t.Errorf("rows that still have the address: %q", got)
		}
		c, _, err := other.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		if last := c.Facts()[len(c.Facts())-1]; last.Data.Get("partij").Text != "p1" {
			t.Errorf("erased is %+v, not the predecessor", last.Data)
		}
		sound(t, other)
	})
}

// Two people with one address of mail are two people.
func TestErasingAPersonAgainLeavesWhoHasTheSameAddress(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		for rank, name := range []string{jan, truus} {
			record(t, r, id, "2024-01-02", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"%s","email":"info@example.org","rang":%d}}`, name, rank+1)
		}
		before := backedUp(t, r)
		var j journal
		j.erasing(t, r, id, "2024-01-03", "persoon", jan)
		if len(j) != 1 || len(j[0].Items) != 2 { // that of the contact person, and that in the request
			t.Errorf("the journal has %+v, and not the name alone", j)
		}
		other := newRegister(t, databaseLike(t, r))
		if done, err := restore(other, before, j...); err != nil || done.Erased != 1 {
			t.Fatal(done, err)
		}
		if got := namesLeft(t, other, id); !slices.Equal(got, []string{truus, "info@example.org"}) {
			t.Errorf("left are %q", got)
		}
	})
}

// An erasure that cannot be done again fails the restore: the register must not come back with it.
func TestAnErasureThatCannotBeDoneAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		peopled(t, r)
		backup := backedUp(t, r)
		var item Erasure
		if err := r.read.QueryRow("SELECT id, convenant FROM persoonsgegeven WHERE waarde = $1", janMail).Scan(new(string), &item.Convenant); err != nil {
			t.Fatal(err)
		}
		if err := r.read.Select(&item.Items, "SELECT id FROM persoonsgegeven WHERE waarde = $1", janMail); err != nil {
			t.Fatal(err)
		}
		other := newRegister(t, databaseLike(t, r))
		empty := dump(t, other)
		b, err := ReadBackup(context.Background(), strings.NewReader(string(backup)), int64(len(backup)))
		if err != nil {
			t.Fatal(err)
		}
		// On a day before it was drawn up nothing can be recorded.
		if _, err := other.Restore(context.Background(), b, Restoring{Today: day("2023-01-01"), Erasures: []Erasure{item}}); err == nil || !strings.Contains(err.Error(), "cannot be done again") {
			t.Errorf("it says %v", err)
		}
		unchanged(t, other, empty, "a restore that failed")
	})
}

// An erasure that the journal does not take is not done: with a backup it would come back.
func TestAnErasureThatTheJournalDoesNotTakeIsNotDone(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		person, err := r.AddPerson(context.Background(), "Hanna Hoek", "hanna@example.org", Grant{Role: RoleSecretariat})
		if err != nil {
			t.Fatal(err)
		}
		before := dump(t, r)
		r.opts.Erased = func(Erasure) error { return errFault }
		erasing := act(t, `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"%s","grond":"Verzoek."}}`, jan)
		if a := offer(r, id, Key{}, erasing, "2024-01-03"); !errors.Is(a.err, errFault) {
			t.Errorf("it says %+v", a)
		}
		if err := r.ErasePerson(context.Background(), person.Person); !errors.Is(err, errFault) {
			t.Errorf("of a person it says %v", err)
		}
		unchanged(t, r, before, "an erasure that the journal did not take")
	})
}
