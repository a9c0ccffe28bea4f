package workflow_test

import (
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// What people sign and what the rules enforce are the same on every day: each passage that states a term says the term
// as it then is.
func TestTheTextSaysWhatTheRulesEnforce(t *testing.T) {
	t.Run("whatever happens", func(t *testing.T) {
		sequences(t, 6, func(t *rapid.T) {
			l := anyLife(t)
			l.live(t, unseen)
			l.noDrift(t)
		})
	})
	// Changes of the same terms, proposed, adapted and consented to on days that lie through one another, come about too
	// seldom by chance.
	t.Run("when the terms change", func(t *testing.T) {
		sequences(t, 8, func(t *rapid.T) {
			l, ok := inForce(t, object("opzegging", object("door", workflow.ByEachParty, "termijn", "2 maanden"), "wijziging", object("instemming", workflow.AllParties)))
			if !ok {
				t.Fatal("not in force")
			}
			t.Repeat(map[string]func(*rapid.T){"wijzigen": func(t *rapid.T) {
				l.wait(t)
				l.changeTerms(t)
			}})
			l.noDrift(t)
		})
	})
}

// changeTerms proposes or adapts a change of the rule for notice, or lets everyone consent to one, now or earlier.
func (l *life) changeTerms(t *rapid.T) {
	s := l.c.On(l.today)
	on := max(s.Entered, l.today-workflow.Date(pick(t, "eerder", 0, 0, 5, 30)))
	patch := object("opzegging", pick(t, "opzegging", object("termijn", "3 maanden"), object("termijn", "1 jaar"), object("tegen", workflow.OnEndOfMonth), object("gronden", true)))
	from := pick(t, "ingangsdatum", 0, 0, l.today+60, l.today+200)
	number, _ := l.anyChange(t, s)
	switch pick(t, "wat", workflow.Consent, workflow.Consent, workflow.ProposeChange, workflow.AdaptChange) {
	case workflow.ProposeChange:
		l.offer(t, workflow.Act{Kind: workflow.ProposeChange, On: on, Data: object("titel", "Wijziging", "voorwaarden", patch, "ingangsdatum", from), Confirmed: true})
	case workflow.AdaptChange:
		l.offer(t, workflow.Act{Kind: workflow.AdaptChange, On: on, Data: object("wijziging", number, "voorwaarden", patch), Confirmed: true})
	default:
		for _, p := range s.Parties {
			l.offer(t, workflow.Act{Kind: workflow.Consent, On: on, Data: object("wijziging", number, "partij", p.ID), Confirmed: true})
		}
	}
}

// noDrift writes the text anew in the terms of each moment, and compares the passages that state one.
func (l *life) noDrift(t *rapid.T) {
	l.c.Replay(func(s *workflow.State) {
		if s.Text == nil {
			return
		}
		want, _ := l.composer.Compose(probe, s.Terms, nil)
		for _, at := range probePlaces {
			said, _ := s.Text.Passage(at.key)
			due, _ := want.Passage(at.key)
			if said.Words != due.Words {
				t.Fatalf("%s: %s says\n%s\nand the rule is\n%s", s.Day, at.key, said.Words, due.Words)
			}
		}
	})
}
