package workflow_test

import (
	"strings"
	"testing"

	"convenant/workflow"
)

// FuzzAct offers whatever comes in to a small convenant in force. It is refused in words, or becomes a fact with which
// everything can still be asked; nothing else, and no panic. The seeds in testdata/fuzz/FuzzAct are an act of each kind,
// and acts in which one thing is wrong.
func FuzzAct(f *testing.F) {
	l := smallInForce(f)
	facts := l.c.Facts()
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := workflow.ParseValue(b)
		if err != nil {
			return
		}
		act, refusal := workflow.ReadAct(v)
		if refusal != nil {
			if refusal.Code != workflow.InvalidData || refusal.Detail == "" {
				t.Fatalf("%s: %+v", b, refusal)
			}
			return
		}
		d := l.c.Decide(act, l.today, l.composer)
		if len(l.c.Facts()) != len(facts) || (d.Fact == nil) == (d.Refusal == nil) {
			t.Fatalf("%s gives fact %v and refusal %v", b, d.Fact, d.Refusal)
		}
		if d.Refusal != nil {
			nameless := strings.Contains(d.Refusal.Detail, "‘’") // the field has no name to give
			if d.Refusal.Detail == "" || d.Refusal.Code == workflow.InvalidData && d.Refusal.Field == "" && !nameless {
				t.Fatalf("%s: %+v", b, d.Refusal)
			}
			return
		}
		c, err := workflow.NewConvenant(append(facts[:len(facts):len(facts)], d.Fact)...)
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		for _, day := range []workflow.Date{d.Fact.On - 1, d.Fact.On, l.today + 4000} {
			s := c.On(day)
			asJSON(t, s.View())
			for _, e := range s.History {
				s.Describe(e)
			}
		}
		c.Timeline()
		c.Options(workflow.Secretariat, l.today)
		workflow.Papers(l.c.On(l.today), c.On(l.today))
		asJSON(t, d.Fact)
	})
}

// smallInForce is a convenant of three Partijen, in force, with a letter, a change and a notice.
func smallInForce(t testing.TB) *life {
	l := newInForce(t, mustValueOf(t, herstelnetwerk), ids[:3])
	l.must(t, workflow.Act{Kind: workflow.RegisterLetter, Data: object("partij", "laren", "soort", workflow.NoticeLetter)})
	l.must(t, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Wijziging", "artikelen", object("5.1", "Andere woorden."))})
	l.must(t, workflow.Act{Kind: workflow.GiveNotice, Data: object("partij", "laren", "brief", len(l.c.Facts())-1)})
	l.today += 30
	return l
}
