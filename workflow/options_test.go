package workflow_test

import (
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// anyActor draws who looks at a convenant.
func anyActor(t *rapid.T, s *workflow.State) string {
	actors := []string{workflow.Secretariat, workflow.Alderman, nobody}
	for _, p := range s.Parties {
		actors = append(actors, p.ID)
	}
	return pick(t, "wie", actors...)
}

// An option is possible exactly when Decide accepts its act, and when it is foreseen for a later day, Decide accepts it
// on that day and on none before.
func TestOptionsSayWhatDecideDoes(t *testing.T) {
	foreseen, lives := 0, 0
	sequences(t, 6, func(t *rapid.T) {
		lives++
		l := anyLife(t)
		l.live(t, unseen)
		by := anyActor(t, l.c.On(l.today))
		for _, o := range l.c.Options(by, l.today) {
			d := l.c.Decide(o.Act, l.today, l.composer)
			if (d.Refusal == nil) != (o.Refusal == nil) || o.Refusal != nil && o.Refusal.Code != d.Refusal.Code {
				t.Fatalf("%s on %s for %s: the option says %v, Decide says %s", o.Act.Kind, l.today, by, o.Refusal, outcome(d))
			}
			switch {
			case o.Refusal == nil && o.From != 0:
				t.Fatalf("%s is possible today and from %s", o.Act.Kind, o.From)
			case o.From != 0:
				foreseen++
				if o.From <= l.today {
					t.Fatalf("%s on %s: it is not possible, and from %s it is", o.Act.Kind, l.today, o.From)
				}
				if d := l.c.Decide(o.Act, o.From, l.composer); d.Refusal != nil {
					t.Fatalf("%s on %s for %s would be possible from %s, and then Decide says %s", asJSON(t, o.Act), l.today, by, o.From, outcome(d))
				}
				before := o.From - workflow.Date(upTo(t, "eerder", 1, int(o.From-l.today)))
				if d := l.c.Decide(o.Act, before, l.composer); d.Refusal == nil {
					t.Fatalf("%s on %s for %s is possible from %s, says the option; it is on %s", asJSON(t, o.Act), l.today, by, o.From, before)
				}
			}
		}
	})
	enough(t, "an option that is foreseen for a later day", foreseen, 1, lives)
}

// What somebody does today, Options offered: an act of the same kind, about the same Partij, change, adviser or meeting.
// Of corrections it offers only that of the latest fact.
func TestOptionsForgetNothing(t *testing.T) {
	sequences(t, 3, func(t *rapid.T) {
		l := anyLife(t)
		t.Repeat(map[string]func(*rapid.T){"stap": func(t *rapid.T) {
			l.wait(t)
			act := l.anyAct(t)
			act.On, act.Confirmed = 0, false
			for _, past := range []string{"ontvangen", "brief"} {
				if act.Data.Get(past).IsPresent() {
					act.Data = act.Data.With(past, null)
				}
			}
			if act.By == "" {
				act.By = workflow.Secretariat
			}
			possible := l.c.Decide(act, l.today, l.composer).Refusal == nil
			if possible && act.Kind != workflow.Correct && !offered(l.c.Options(act.By, l.today), act) {
				t.Fatalf("%s is possible and not offered", asJSON(t, act))
			}
			l.offer(t, act)
		}})
	})
}

func offered(options []workflow.Option, act workflow.Act) bool {
	about := func(a workflow.Act) (list [6]string) {
		for i, field := range []string{"partij", "wijziging", "adviseur", "overleg", "betreft"} {
			list[i] = a.Data.Get(field).Text
		}
		for _, field := range []string{"partijen", "toetreding"} {
			if a.Data.Get(field).IsPresent() {
				list[5] = field
			}
		}
		if a.Kind == workflow.Deliberate && list[4] == "" {
			list[4] = workflow.AboutText
		}
		if a.Kind == workflow.Schedule {
			list[3] = "" // any meeting will do
		}
		return list
	}
	for _, o := range options {
		if o.Refusal == nil && o.Act.Kind == act.Kind && about(o.Act) == about(act) {
			return true
		}
	}
	return false
}
