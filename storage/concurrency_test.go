package storage

// Many at once: whoever acts gets the answer that the rules give for the record as it then was, and what is called for
// happens once. Callers are spread over two registers on one database, as over two processes.

import (
	"context"
	"fmt"
	"testing"

	"convenant/workflow"
)

func TestTwelveSignersAtOnceBringItIntoForceOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		const signers = 12
		id := draft(t, r, signers)
		toSigning(t, r, id)
		registers := []*Register{r, second(t, r)}
		answers := make([]asked, 2*signers) // each signs twice
		atOnce(len(answers), func(i int) {
			answers[i] = offer(registers[i%2], id, Key{}, signing(t, fmt.Sprintf("p%d", i/2+1)), "2024-01-03")
		})
		c := honest(t, r, id, answers...)
		if n, again := refused(answers, ""), refused(answers, workflow.AlreadySigned); n != signers || again != signers {
			t.Errorf("%d were accepted and %d had signed already, of %d Partijen", n, again, signers)
		}
		if n := happened(c, "2024-01-03", workflow.CameIntoForce); n != 1 || c.On(day("2024-01-03")).Phase != workflow.InForce {
			t.Errorf("it came into force %d times and is %s", n, c.On(day("2024-01-03")).Phase)
		}
		for _, kind := range []string{workflow.PaperSigned, workflow.PaperSignatures} {
			if n := announced(t, r, id, kind); n != 1 {
				t.Errorf("%s was announced %d times", kind, n)
			}
		}
	})
}

// changeTerms are voorwaarden under which all Partijen agree to a change, and a notice ends on its day.
const changeTerms = `{"wijziging":{"instemming":"alle-partijen"},"opzegging":{"door":"elke-partij","termijn":"geen"}}`

// proposed brings a convenant of so many Partijen into force and proposes a change to it.
func proposed(t *testing.T, r *Register, parties int) string {
	t.Helper()
	id := draftWith(t, r, parties, changeTerms)
	inForce(t, r, id, parties)
	record(t, r, id, "2024-02-01", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Termijn","voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`)
	return id
}

func consenting(t testing.TB, party string) workflow.Act {
	t.Helper()
	return act(t, `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, party)
}

func TestTwoLastConsentsAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		registers := []*Register{r, second(t, r)}
		for range 5 {
			id := proposed(t, r, 3)
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p1"}}`)
			answers := make([]asked, 4)
			atOnce(len(answers), func(i int) {
				answers[i] = offer(registers[i%2], id, Key{}, consenting(t, fmt.Sprintf("p%d", i/2+2)), "2024-02-03")
			})
			c := honest(t, r, id, answers...)
			if n := refused(answers, ""); n != 2 {
				t.Errorf("%d consents were accepted", n)
			}
			if n := happened(c, "2024-02-03", workflow.ChangeAdopted); n != 1 {
				t.Errorf("the change was adopted %d times", n)
			}
			if n := announced(t, r, id, workflow.PaperConsolidated); n != 1 {
				t.Errorf("the consolidated text was announced %d times", n)
			}
		}
	})
}

func TestSignAgainstRefuse(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for range 10 {
			id := draft(t, r, 2)
			toSigning(t, r, id)
			record(t, r, id, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
			acts := []workflow.Act{signing(t, "p2"), act(t, `{"handeling":"ondertekening-weigeren","gegevens":{"partij":"p2"}}`)}
			answers := make([]asked, 2)
			atOnce(2, func(i int) { answers[i] = offer(r, id, Key{}, acts[i], "2024-01-03") })
			c := honest(t, r, id, answers...)
			if answers[0].out.Refusal != nil { // who refused can still sign
				t.Errorf("the signature was refused: %v", answers[0].out.Refusal)
			}
			if s := c.On(day("2024-01-03")); s.Phase != workflow.InForce || len(s.Without) > 0 {
				t.Errorf("it is %s, without %v", s.Phase, s.Without)
			}
		}
	})
}

func TestTheLastSignatureAgainstBackToConcept(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for range 10 {
			id := draft(t, r, 2)
			toSigning(t, r, id)
			record(t, r, id, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
			acts := []workflow.Act{signing(t, "p2"), act(t, `{"handeling":"terug-naar-concept","gegevens":{"reden":"Toch anders."}}`)}
			answers := make([]asked, 2)
			atOnce(2, func(i int) { answers[i] = offer(r, id, Key{}, acts[i], "2024-01-03") })
			c := honest(t, r, id, answers...)
			want := workflow.Concept
			if answers[0].out.Refusal == nil {
				want = workflow.InForce
			}
			if s := c.On(day("2024-01-03")); refused(answers, "") != 1 || s.Phase != want {
				t.Errorf("%d were accepted and it is %s, not %s", refused(answers, ""), s.Phase, want)
			}
		}
	})
}

func TestSignersAgainstAChangeOfText(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		const signers = 8
		id := draft(t, r, signers+1) // the last one does not sign: it does not come into force
		toSigning(t, r, id)
		fingerprint := func() string {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			return c.On(day("2024-01-03")).Text.SHA256()
		}
		old := fingerprint()
		signs := func(party int, sha256 string) workflow.Act {
			return act(t, `{"handeling":"ondertekenen","door":"p%[1]d","gegevens":{"partij":"p%[1]d","wijze":"digitaal","sha256":"%[2]s"}}`, party, sha256)
		}
		changes := []workflow.Act{
			act(t, `{"handeling":"terug-naar-concept","gegevens":{"reden":"Toch anders."}}`),
			act(t, `{"handeling":"tekst-wijzigen","gegevens":{"voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`),
			act(t, `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Klein."}}`),
			act(t, `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-03","doel":"vaststellen"}}`),
			act(t, `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`),
		}
		answers := make([]asked, signers, signers+len(changes))
		changed := make([]asked, len(changes))
		atOnce(signers+1, func(i int) {
			if i < signers {
				answers[i] = offer(r, id, Key{}, signs(i+1, old), "2024-01-03")
				return
			}
			for n, a := range changes {
				changed[n] = offer(r, id, Key{}, a, "2024-01-03")
			}
		})
		late := []asked{offer(r, id, Key{}, signs(1, old), "2024-01-03"), offer(r, id, Key{}, signs(1, fingerprint()), "2024-01-03")}
		c := honest(t, r, id, append(append(answers, changed...), late...)...)
		if refused(changed, "") != len(changes) {
			t.Fatalf("the text did not change: %v", changed)
		}
		if r := late[0].out.Refusal; r == nil || r.Code != workflow.TextChanged || late[1].out.Refusal != nil {
			t.Errorf("under the old text: %v; under the new: %v", r, late[1].out.Refusal)
		}
		s := c.On(day("2024-01-03"))
		for _, p := range s.Parties {
			if p.SignedText != "" && p.SignedText != s.Text.SHA256() {
				t.Errorf("%s has signed %s, and the text is %s", p.ID, p.SignedText, s.Text.SHA256())
			}
		}
	})
}

func TestConsentAgainstExit(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for range 5 {
			id := proposed(t, r, 3)
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p1"}}`)
			record(t, r, id, "2024-02-02", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p2"}}`)
			acts := []workflow.Act{consenting(t, "p3"), act(t, `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)}
			answers := make([]asked, 2)
			atOnce(2, func(i int) { answers[i] = offer(r, id, Key{}, acts[i], "2024-02-03") })
			c := honest(t, r, id, answers...)
			s := c.On(day("2024-06-01"))
			if n := happened(c, "2024-06-01", workflow.ChangeAdopted); n != 1 || s.Party("p3").State != workflow.Left || len(s.Without) > 0 {
				t.Errorf("adopted %d times; p3 is %s; without %v", n, s.Party("p3").State, s.Without)
			}
		}
	})
}
