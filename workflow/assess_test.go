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

// A letter is acted on by the act that names it, or by one of its sender on the day of its receipt that names none.
func TestWhatWasDoneWithALetter(t *testing.T) {
	notice := func(fact int, party string, on string, more ...any) workflow.Event {
		return workflow.Event{Fact: fact, Kind: string(workflow.GiveNotice), On: workflow.MustDate(on), Data: object(append([]any{"partij", party}, more...)...)}
	}
	letter := workflow.Letter{Number: 7, Kind: workflow.NoticeLetter, Party: "laren", Received: workflow.MustDate("2025-10-31")}
	together := workflow.Event{Fact: 8, Kind: string(workflow.GiveNotice), On: letter.Received,
		Data: workflow.ObjectOf(workflow.Field{Name: "partijen", Value: workflow.Value{Kind: workflow.ListValue, List: []workflow.Value{workflow.TextOf("huizen"), workflow.TextOf("laren")}}})}
	for name, c := range map[string]struct {
		events []workflow.Event
		want   int
	}{
		"named":                     {[]workflow.Event{notice(8, "laren", "2025-10-31"), notice(9, "laren", "2025-12-01", "brief", 7)}, 9},
		"not named":                 {[]workflow.Event{notice(8, "laren", "2025-10-31")}, 8},
		"another letter is named":   {[]workflow.Event{notice(8, "laren", "2025-10-31", "brief", 6)}, 0},
		"of another":                {[]workflow.Event{notice(8, "huizen", "2025-10-31")}, 0},
		"on another day":            {[]workflow.Event{notice(8, "laren", "2025-11-01")}, 0},
		"together":                  {[]workflow.Event{together}, 8},
		"a letter that is none yet": {[]workflow.Event{notice(8, "laren", "2025-10-31")}, 0},
	} {
		l := letter
		if name == "a letter that is none yet" {
			l.Number = 0
		}
		s := &workflow.State{History: c.events}
		if e, done := s.ActedOn(l); e.Fact != c.want || done != (c.want != 0) {
			t.Errorf("%s: fact %d, %t; want %d", name, e.Fact, done, c.want)
		}
	}
}
