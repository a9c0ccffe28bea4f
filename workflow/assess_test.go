package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// Whatever the terms and whatever happened: what is proposed is what Decide answers to the act of the proposal, and every
// finding is a sentence.
func TestAProposalSaysWhatDecideDoes(t *testing.T) {
	accepted, refused, lives := 0, 0, 0
	sequences(t, 8, func(t *rapid.T) {
		lives++
		l := anyLife(t)
		l.live(t, unseen)
		s := l.c.On(l.today)
		letter := workflow.Letter{
			Kind:     pick(t, "soort", workflow.NoticeLetter, workflow.RenewalLetter, workflow.OtherLetter),
			Party:    pick(t, "partij", s.Parties...).ID,
			Received: l.today - workflow.Date(pick(t, "eerder ontvangen", 0, 0, upTo(t, "dagen", 0, 60))),
			Form:     pick(t, "vorm", "", workflow.InWriting, workflow.Registered, "per e-mail"), AddressedTo: pick(t, "aan", "", "het bestuur"),
		}
		wish := workflow.Wish{Grounds: pick(t, "gronden", "", "Geen budget meer.")}
		if pick(t, "met laatste dag", false, true) {
			wish.Per = l.today + workflow.Date(upTo(t, "per", 0, 900))
		}
		a := l.c.Assess(letter, wish, l.today)
		for _, f := range a.Findings {
			if f.Sentence == "" || !strings.HasSuffix(f.Sentence, ".") || strings.Contains(f.Sentence, "%!") || strings.Contains(f.Sentence, "  ") {
				t.Fatalf("no sentence: %+v", f)
			}
		}
		p := a.Proposal
		if (p.Act == nil) != (letter.Kind == workflow.OtherLetter) || p.Sentence == "" {
			t.Fatalf("of a %s is proposed: %+v", letter.Kind, p)
		}
		if p.Act == nil {
			return
		}
		d := l.c.Decide(*p.Act, l.today, l.composer)
		switch {
		case d.Refusal == nil:
			accepted++
			after, err := workflow.NewConvenant(append(slices.Clip(l.c.Facts()), d.Fact)...)
			if err != nil {
				t.Fatal(err)
			}
			last := workflow.Date(0)
			if letter.Kind == workflow.NoticeLetter {
				last = after.Latest(l.today).Party(letter.Party).LastDay
			}
			if p.Kind != workflow.ProposeAccept || p.Refusal != nil || p.LastDay != last {
				t.Fatalf("Decide accepts %s, and proposed is %+v", asJSON(t, p.Act), p)
			}
		case d.Refusal.Code == workflow.EffectsLost:
			if p.Kind != workflow.ProposeAccept || p.Refusal == nil {
				t.Fatalf("it asks to be confirmed, and proposed is %+v", p)
			}
		default:
			refused++
			if p.Kind != workflow.ProposeRefuse || p.Refusal.Error() != d.Refusal.Error() || !strings.Contains(p.Sentence, d.Refusal.Detail) {
				t.Fatalf("Decide says %s, and proposed is %+v", outcome(d), p)
			}
		}
	})
	enough(t, "a letter to accept", accepted, 1, lives)
	enough(t, "a letter to refuse", refused, 1, lives)
}
