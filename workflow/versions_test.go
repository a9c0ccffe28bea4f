package workflow_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// Whatever happened: no version is missing, also when one day brought several, and the last is the text that holds.
func TestEveryVersionOfTheTextIsTold(t *testing.T) {
	several, lives := 0, 0
	sequences(t, 10, func(t *rapid.T) {
		lives++
		l := anyLife(t)
		l.live(t, unseen)
		for _, day := range append(someDays(t, l.c, 4), l.today) {
			s := l.c.On(day)
			list := s.Versions()
			if s.Phase == "" {
				if len(list) != 0 {
					t.Fatalf("on %s nothing was drawn up, and there are %d versions", day, len(list))
				}
				continue
			}
			if len(list) != s.Version || list[len(list)-1].Text != s.Text {
				t.Fatalf("on %s version %d holds, and the last of %d versions does not say the same", day, s.Version, len(list))
			}
			for i, v := range list {
				if v.Number != i+1 || v.On > day || i > 0 && v.On < list[i-1].On {
					t.Fatalf("version %d of %s stands in place %d", v.Number, v.On, i+1)
				}
				if sentence, _ := s.Describe(v.By); sentence == "" || !slices.ContainsFunc(s.History, func(e workflow.Event) bool { return e.Kind == v.By.Kind && e.On == v.By.On }) {
					t.Fatalf("version %d was brought by %+v, which did not happen", v.Number, v.By)
				}
			}
			if len(list) > 1 {
				several++
			}
		}
	})
	enough(t, "several versions", several, 20, lives)
}

func TestTheTextAsAChangeProposesIt(t *testing.T) {
	l := newInForce(t, mustValueOf(t, `{}`), []string{"a", "b"})
	before := l.c.On(l.today)
	l.must(t, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Een ander woord", "artikelen", object("overweging.1", "Het is anders."))})
	s := l.c.On(l.today)
	text := s.TextWith(1)
	if text == nil {
		t.Fatal("an open change has no text")
	}
	if got, _ := text.Words("overweging.1"); got != "Het is anders." {
		t.Errorf("it reads %q", got)
	}
	if s.Text.SHA256() != before.Text.SHA256() || s.TextWith(2) != nil {
		t.Error("asking for it changed the text, or a change that is not there has one")
	}
	l.must(t, workflow.Act{Kind: workflow.WithdrawChange, Data: object("wijziging", 1, "reden", "Toch niet.")})
	if l.c.On(l.today).TextWith(1) != nil {
		t.Error("a change that was withdrawn still proposes something")
	}
}
