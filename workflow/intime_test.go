package workflow_test

import (
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// A convenant never enters into force after its end, however its terms and Partijen change between the last signature and
// that day; that law stands in the onlooker, and it too comes about too seldom by chance.
func TestNothingEntersIntoForceAfterItsEnd(t *testing.T) {
	entered, lives := 0, 0
	sequences(t, 8, func(t *rapid.T) {
		lives++
		l := begin(t, object("looptijd", anyDuration(t), "inwerkingtreding", anyEntry(t), "wijziging", object("instemming", pick(t, "instemming", workflow.AllParties, workflow.Majority))))
		l.toSigning(t)
		l.signAll(t)
		t.Repeat(map[string]func(*rapid.T){"stap": func(t *rapid.T) {
			l.today += workflow.Date(pick(t, "dagen", 0, 0, 1, 40, 200))
			switch s := l.c.On(l.today); pick(t, "wat", "voorstellen", "instemmen", "instemmen", "publiceren", "opvolgen") {
			case "voorstellen":
				patch := pick(t, "voorwaarden", object("looptijd", anyDuration(t)), object("inwerkingtreding", anyEntry(t)))
				l.offer(t, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Wijziging", "voorwaarden", patch, "ingangsdatum", pick(t, "ingangsdatum", 0, l.today+30, l.today+300))})
			case "instemmen":
				number, _ := l.anyChange(t, s)
				for _, p := range s.Parties {
					l.offer(t, workflow.Act{Kind: workflow.Consent, Data: object("wijziging", number, "partij", p.ID)})
				}
			case "publiceren":
				l.offer(t, workflow.Act{Kind: workflow.Publish, Data: l.anyData(t, s, workflow.Publish)})
			case "opvolgen":
				into := object("id", pick(t, "opvolger", s.Parties...).ID, "naam", "Opvolger")
				l.offer(t, workflow.Act{Kind: workflow.SucceedParty, Data: object("partij", anyParty(t, s), "opvolger", into, "grondslag", "Wet arhi")})
			}
		}})
		lookOn(t, l.c)
		if l.c.Latest(l.today+400).Entered != 0 {
			entered++
		}
	})
	enough(t, "an entry into force", entered, 50, lives)
}
