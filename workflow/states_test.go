package workflow_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// What Decide answers to every act in every state, written out from the contract: + is a fact, n is
// handeling-niet-toegestaan, ? is onbekend, and other refusals stand in full. “getekend” is the state ondertekening in
// which everyone has signed and the ingangsdatum has not come.
const actsGrid = `
                             concept adviesronde         vaststelling ondertekening getekend       in-werking     verlopen beeindigd ingetrokken
opstellen                    n       n                   n            n             n              n              n        n         n
tekst-wijzigen               +       n                   n            n             n              n              n        n         n
partij-toevoegen             +       n                   n            n             n              n              n        n         n
partij-verwijderen           +       n                   n            n             n              n              n        n         n
partij-hernoemen             +       +                   +            +             +              +              n        n         n
partij-opvolgen              +       +                   +            +             +              +              n        n         n
vertegenwoordiger-aanwijzen  +       +                   +            +             +              +              n        n         n
contactpersoon-aanwijzen     +       +                   +            +             +              +              n        n         n
adviesronde-openen           +       n                   n            n             n              n              n        n         n
advies-uitbrengen            n       +                   n            n             n              n              n        n         n
advies-verwerken             n       n                   n            n             n              n              n        n         n
adviesronde-sluiten          n       advies-onbeantwoord n            n             n              n              n        n         n
adviesronde-overslaan        +       n                   n            n             n              n              n        n         n
terug-naar-concept           n       +                   +            +             n              n              n        n         n
agenderen                    +       +                   +            +             +              +              n        n         n
besluiten                    n       n                   +            n             n              n              n        n         n
ondertekenen                 n       n                   n            +             al-ondertekend al-ondertekend n        n         n
ondertekening-weigeren       n       n                   n            +             al-ondertekend al-ondertekend n        n         n
publiceren                   n       n                   n            +             +              +              n        n         n
brief-registreren            +       +                   +            +             +              +              +        +         +
opzeggen                     n       n                   n            n             n              +              n        n         n
verlengen                    n       n                   n            n             n              +              te-laat  n         n
wijziging-voorstellen        n       n                   n            n             +              +              n        n         n
wijziging-aanpassen          ?       ?                   ?            ?             +              +              n        n         ?
instemmen                    ?       ?                   ?            ?             +              +              n        n         ?
instemming-weigeren          ?       ?                   ?            ?             +              +              n        n         ?
wijziging-intrekken          ?       ?                   ?            ?             +              +              n        n         ?
evalueren                    n       n                   n            n             n              +              n        n         n
gebeurtenis-vastleggen       n       n                   n            n             n              n              n        n         n
intrekken                    +       +                   +            +             n              n              n        n         n
corrigeren                   +       +                   +            +             +              +              +        +         +
persoonsgegevens-wissen      +       +                   +            +             +              +              +        +         +
`

// What a Partij in each of its states may do in a convenant in force, or before it if it is not yet bound.
const partiesGrid = `
                             uitgenodigd getekend       geweigerd partij         opgezegd                uitgetreden
ondertekenen                 +           al-ondertekend +         al-ondertekend al-ondertekend          geen-partij-meer
ondertekening-weigeren       +           al-ondertekend n         al-ondertekend al-ondertekend          geen-partij-meer
opzeggen                     n           n              n         +              al-opgezegd             geen-partij-meer
verlengen                    n           n              n         +              opzegging-onherroepelijk geen-partij-meer
wijziging-voorstellen        n           n              n         +              +                       geen-partij-meer
instemmen                    n           n              n         +              +                       geen-partij-meer
instemming-weigeren          n           n              n         +              +                       geen-partij-meer
vertegenwoordiger-aanwijzen  +           +              +         +              +                       geen-partij-meer
contactpersoon-aanwijzen     +           +              +         +              +                       geen-partij-meer
brief-registreren            +           +              +         +              +                       +
`

// What can be done about a change in each of its states; a decision of a meeting is about one that the terms leave to it.
const changesGrid = `
                             voorgesteld aangenomen afgewezen ingetrokken vervallen
wijziging-aanpassen          +           n          n         n           n
instemmen                    +           n          n         n           n
instemming-weigeren          +           n          n         n           n
wijziging-intrekken          +           n          n         n           n
`

func TestEveryActInEveryStateOfAConvenant(t *testing.T) {
	l := map[string]*life{}
	for _, state := range []string{"concept", "adviesronde", "vaststelling", "ondertekening", "getekend", "in-werking", "verlopen", "beeindigd", "ingetrokken"} {
		l[state] = inState(t, state)
	}
	checkGrid(t, actsGrid, func(state string, kind workflow.Kind) workflow.Decision {
		return l[state].c.Decide(workflow.Act{Kind: kind, Data: l[state].sample(kind, "hilversum")}, l[state].today, l[state].composer)
	})
}

func TestEveryActInEveryStateOfAPartij(t *testing.T) {
	checkGrid(t, partiesGrid, func(state string, kind workflow.Kind) workflow.Decision {
		l := inState(t, "in-werking")
		party := "laren"
		switch state {
		case "uitgenodigd", "getekend", "geweigerd": // one that joins, because a founder in these states waits for the others
			party = "huizen"
			l.must(t, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Toetreding", "toetreding", object("id", party, "naam", "Huizen"), "ingangsdatum", l.today+30)})
		case "opgezegd":
			l.must(t, workflow.Act{Kind: workflow.GiveNotice, Data: object("partij", party)})
		case "uitgetreden":
			l.must(t, workflow.Act{Kind: workflow.GiveNotice, Data: object("partij", party)})
			l.today = l.c.On(l.today).Party(party).LastDay + 1
		}
		switch state {
		case "getekend":
			l.must(t, workflow.Act{Kind: workflow.Sign, Data: object("partij", party, "wijze", workflow.OnPaper)})
		case "geweigerd":
			l.must(t, workflow.Act{Kind: workflow.DeclineToSign, Data: object("partij", party)})
		}
		if got := string(l.c.On(l.today).Party(party).State); got != state {
			t.Fatalf("%s is %s, not %s", party, got, state)
		}
		act := workflow.Act{Kind: kind, Data: l.sample(kind, party)}
		if kind == workflow.ProposeChange {
			act.By = party
		}
		return l.c.Decide(act, l.today, l.composer)
	})
}

func TestEveryActInEveryStateOfAChange(t *testing.T) {
	checkGrid(t, changesGrid, func(state string, kind workflow.Kind) workflow.Decision {
		l := inState(t, "in-werking")
		if state == "vervallen" { // only an end does that
			l = inState(t, "verlopen")
		}
		for _, p := range []string{"regio", "hilversum", "laren"} {
			switch state {
			case "aangenomen":
				l.must(t, workflow.Act{Kind: workflow.Consent, Data: object("wijziging", 1, "partij", p)})
			case "afgewezen":
				l.must(t, workflow.Act{Kind: workflow.RefuseConsent, Data: object("wijziging", 1, "partij", p)})
				p = "" // one refusal is enough (R11)
			case "ingetrokken":
				l.must(t, workflow.Act{Kind: workflow.WithdrawChange, Data: object("wijziging", 1)})
				p = ""
			}
			if p == "" {
				break
			}
		}
		if got := string(changeOf(l.c.On(l.today), 1).State); got != state {
			t.Fatalf("the change is %s, not %s", got, state)
		}
		return l.c.Decide(workflow.Act{Kind: kind, Data: l.sample(kind, "hilversum")}, l.today, l.composer)
	})
}

func checkGrid(t *testing.T, grid string, decide func(state string, kind workflow.Kind) workflow.Decision) {
	lines := strings.Split(strings.Trim(grid, "\n"), "\n")
	states := strings.Fields(lines[0])
	short := map[workflow.Code]string{workflow.NotAllowed: "n", workflow.Unknown: "?"}
	for _, line := range lines[1:] {
		row := strings.Fields(line)
		if len(row) != len(states)+1 {
			t.Fatalf("no row: %s", line)
		}
		for i, state := range states {
			d := decide(state, workflow.Kind(row[0]))
			got := "+"
			if d.Refusal != nil {
				if got = short[d.Refusal.Code]; got == "" {
					got = string(d.Refusal.Code)
				}
			}
			if got != row[i+1] {
				t.Errorf("%s in %s: %s; the contract says %s", row[0], state, outcome(d), row[i+1])
			}
		}
	}
}

// inState brings a convenant of three Partijen with the terms of the Herstelnetwerk into a state. Once everyone has
// signed there is a change 1.
func inState(t *testing.T, state string) *life {
	entry := object("moment", workflow.LastSignature)
	if state == "getekend" {
		entry = object("moment", workflow.FirstOfMonth, "maanden", 2)
	}
	l := newConcept(t, mustValueOf(t, herstelnetwerk).With("inwerkingtreding", entry).With("toetreding", object("instemming", workflow.Open)), ids[:3])
	l.must(t, workflow.Act{Kind: workflow.AppointContact, Data: object("partij", "regio", "functie", "adviseur")})
	if state == "concept" {
		l.must(t, workflow.Act{Kind: workflow.Schedule, Data: object("overleg", bodies[1], "datum", l.today, "doel", workflow.GoalAdopt)})
		return l
	}
	if state == "adviesronde" {
		l.must(t, workflow.Act{Kind: workflow.Schedule, Data: object("overleg", bodies[1], "datum", l.today, "doel", workflow.GoalAdopt)})
		l.must(t, workflow.Act{Kind: workflow.OpenAdvice, Data: object("adviseurs", []string{"hilversum"})})
		return l
	}
	if state == "vaststelling" {
		l.must(t, workflow.Act{Kind: workflow.SkipAdvice, Data: object("reden", "Eerder overlegd.")})
		l.must(t, workflow.Act{Kind: workflow.Schedule, Data: object("overleg", bodies[1], "datum", l.today, "doel", workflow.GoalAdopt)})
		return l
	}
	l.toSigning(t)
	switch state {
	case "ondertekening":
		return l
	case "ingetrokken":
		l.must(t, workflow.Act{Kind: workflow.Withdraw, Data: object("reden", "Geen geld.")})
		return l
	}
	l.allSign(t, ids[:3])
	l.must(t, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Wijziging", "artikelen", object("5.1", "Andere woorden."))})
	switch state {
	case "verlopen":
		l.today = workflow.MustDate("2026-01-01")
	case "beeindigd":
		for _, id := range ids[1:3] {
			l.must(t, workflow.Act{Kind: workflow.GiveNotice, Data: object("partij", id)})
		}
		l.today = workflow.MustDate("2024-03-16")
	}
	want := state
	if state == "getekend" {
		want = "ondertekening"
	}
	if got := string(l.c.On(l.today).Phase); got != want {
		t.Fatalf("it is %s, not %s", got, state)
	}
	return l
}

// newConcept, newInForce and allSign leave nothing to chance.
func newConcept(t rapid.TB, terms workflow.Value, parties []string) *life {
	l := &life{today: workflow.MustDate("2024-01-15")}
	for _, id := range parties {
		l.composer.parties = append(l.composer.parties, object("id", id, "naam", strings.ToUpper(id)))
	}
	l.c, _ = workflow.NewConvenant()
	l.must(t, workflow.Act{Kind: workflow.Draft, Data: object("sjabloon", probe, "voorwaarden", terms)})
	return l
}

func newInForce(t rapid.TB, terms workflow.Value, parties []string) *life {
	l := newConcept(t, terms, parties)
	l.toSigning(t)
	l.allSign(t, parties)
	return l
}

func (l *life) allSign(t rapid.TB, parties []string) {
	for _, id := range parties {
		l.must(t, workflow.Act{Kind: workflow.Sign, Data: object("partij", id, "wijze", workflow.OnPaper)})
	}
}

func mustValueOf(t rapid.TB, s string) workflow.Value {
	v, err := workflow.ParseValue([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sample gives an act of the kind the least that it needs.
func (l *life) sample(kind workflow.Kind, party string) workflow.Value {
	switch kind {
	case workflow.Draft:
		return object("sjabloon", probe)
	case workflow.EditText:
		return object("artikelen", object("5.1", "Andere woorden."))
	case workflow.AddParty:
		return object("id", "nieuw", "naam", "Nieuw")
	case workflow.RenameParty, workflow.AppointRepresentative:
		return object("partij", party, "naam", "Nieuwe naam")
	case workflow.SucceedParty:
		return object("partij", party, "opvolger", object("id", "nieuw", "naam", "Nieuw"), "grondslag", "Wet arhi")
	case workflow.AppointContact:
		return object("partij", party, "functie", "adviseur")
	case workflow.OpenAdvice:
		return object("adviseurs", []string{party})
	case workflow.GiveAdvice:
		return object("adviseur", party, "strekking", workflow.Positive)
	case workflow.AnswerAdvice:
		return object("adviseur", party, "verwerking", workflow.TakenOver)
	case workflow.CloseAdvice, workflow.Publish:
		return object()
	case workflow.SkipAdvice, workflow.BackToConcept, workflow.Withdraw:
		return object("reden", "Reden.")
	case workflow.Schedule:
		return object("overleg", bodies[0], "datum", l.today, "doel", workflow.GoalAdvise)
	case workflow.Deliberate:
		return object("overleg", bodies[1], "besluit", "vastgesteld")
	case workflow.Sign:
		return object("partij", party, "wijze", workflow.OnPaper)
	case workflow.RegisterLetter:
		return object("partij", party, "soort", workflow.NoticeLetter)
	case workflow.ProposeChange:
		return object("titel", "Nog een", "artikelen", object("4.2", "Andere woorden."))
	case workflow.AdaptChange:
		return object("wijziging", 1, "artikelen", object("4.2", "Andere woorden."))
	case workflow.Consent, workflow.RefuseConsent:
		return object("wijziging", 1, "partij", party)
	case workflow.WithdrawChange:
		return object("wijziging", 1)
	case workflow.Evaluate:
		return object("conclusie", "Het werkt.")
	case workflow.RecordEvent:
		return object("omschrijving", "Het is zover.")
	case workflow.Correct:
		return object("feit", 2, "reden", "Vergissing.")
	case workflow.ErasePersonalData:
		return object("partij", party, "grond", "Verzoek.")
	}
	return object("partij", party)
}
