package storage

// Everything of an act is kept, or nothing is. A fault is put before each statement that writes and before the commit,
// one after the other; after each the database is byte for byte as it was, and the next act finds nothing in its way.

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/workflow"
)

var errFault = errors.New("a fault on purpose")

// faulty lets the nth statement fail, and remembers the statements.
func faulty(r *Register, nth int) *[]string {
	var steps []string
	r.fault = func(step string) error {
		if steps = append(steps, step); len(steps) == nth {
			return errFault
		}
		return nil
	}
	return &steps
}

// atEveryStep does an act with a fault at its first, second, … statement until it gets through, and returns its
// statements. between is an act that must succeed after each failure.
func atEveryStep(t *testing.T, r *Register, do func() (Outcome, error), between func(n int)) (Outcome, []string) {
	t.Helper()
	for n := 1; ; n++ {
		before := dump(t, r)
		steps := faulty(r, n)
		out, err := do()
		r.fault = nil
		if err == nil {
			return out, *steps
		}
		if !errors.Is(err, errFault) || out.ID != "" || out.Fact != 0 {
			t.Fatalf("step %d (%s): %+v %v", n, (*steps)[n-1], out, err)
		}
		unchanged(t, r, before, "an act that failed at "+(*steps)[n-1])
		between(n)
		sound(t, r)
	}
}

// wrote fails the test when one of the tables was not written to, or the commit was not a step.
func wrote(t *testing.T, steps []string, tables ...string) {
	t.Helper()
	if steps[len(steps)-1] != "commit" {
		t.Errorf("the last step was %s", steps[len(steps)-1])
	}
	for _, table := range tables {
		written := regexp.MustCompile(`^(INSERT INTO|UPDATE|DELETE FROM) ` + table + `\b`)
		if !slices.ContainsFunc(steps, written.MatchString) {
			t.Errorf("nothing was written to %s; the steps are\n%s", table, strings.Join(steps, "\n"))
		}
	}
}

func TestAFaultInADraftLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		a := act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"p1","naam":"Gemeente 1","vertegenwoordiger":"Jan Jansen"}]}}`)
		do := func() (Outcome, error) {
			return r.Draft(context.Background(), theKey, deciding(a, day("2024-01-01")))
		}
		out, steps := atEveryStep(t, r, do, func(int) { draft(t, r, 2) })
		wrote(t, steps, "idempotentie", "convenant", "feit", "persoonsgegeven", "keten", "ijkpunt", "tijdlijn", "partij", "tekst", "zoek", "mededeling")
		if c, _, err := r.Load(context.Background(), out.ID); err != nil || len(c.Facts()) != 1 {
			t.Errorf("in the end: %v", err)
		}
	})
}

// appoint appoints contact person number n of p1.
func appoint(t *testing.T, r *Register, id string, n int) {
	t.Helper()
	record(t, r, id, "2024-01-03", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Piet Pietersen","email":"piet@example.nl","rang":%d}}`, n)
}

func TestAFaultInTheLastSignatureLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		toSigning(t, r, id)
		record(t, r, id, "2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`)
		do := func() (Outcome, error) {
			return r.Act(context.Background(), id, theKey, deciding(signing(t, "p2"), day("2024-01-03")))
		}
		out, steps := atEveryStep(t, r, do, func(n int) {
			if c, _, err := r.Load(context.Background(), id); err != nil || c.On(day("2024-01-03")).Phase != workflow.Signing {
				t.Errorf("after fault %d it is not in ondertekening: %v", n, err)
			}
			appoint(t, r, id, n)
		})
		wrote(t, steps, "idempotentie", "convenant", "feit", "keten", "ijkpunt", "tijdlijn", "mededeling")
		if want := 5 + len(steps) + 1; out.Fact != want || announced(t, r, id, workflow.PaperSigned) != 1 {
			t.Errorf("it is fact %d, not %d, announced %d times", out.Fact, want, announced(t, r, id, workflow.PaperSigned))
		}
	})
}

func TestAFaultInAnErasureLeavesEverything(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		appoint(t, r, id, 1)
		a := act(t, `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p1","grond":"Verzoek."}}`)
		do := func() (Outcome, error) {
			return r.Act(context.Background(), id, theKey, deciding(a, day("2024-01-03")))
		}
		_, steps := atEveryStep(t, r, do, func(n int) {
			if c, _, err := r.Load(context.Background(), id); err != nil || c.On(day("2024-01-03")).Party("p1").Contacts[0].Name != "Piet Pietersen" {
				t.Errorf("after fault %d the name is gone: %v", n, err)
			}
			// One and the same rank, and of another Partij: the number of statements of the erasure stays the same.
			record(t, r, id, "2024-01-03", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p2","naam":"Klaas","rang":1}}`)
		})
		wrote(t, steps, "idempotentie", "convenant", "feit", "keten", "ijkpunt", "persoonsgegeven")
		sound(t, r)
	})
}

func TestAFaultInARefusalUnderAKeyLeavesTheKeyFree(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		do := func() (Outcome, error) {
			return r.Act(context.Background(), id, theKey, deciding(signing(t, "p1"), day("2024-01-03")))
		}
		out, steps := atEveryStep(t, r, do, func(n int) { appoint(t, r, id, n) })
		wrote(t, steps, "idempotentie")
		if out.Refusal == nil || out.Repeated {
			t.Errorf("in the end: %+v", out)
		}
	})
}

func TestAFaultInTheBookOfPrincipalsLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for n := 1; ; n++ {
			before := dump(t, r)
			steps := faulty(r, n)
			_, err := r.AddPerson(context.Background(), "Jan Jansen", "jan@example.nl", Grant{Role: RoleOperator})
			r.fault = nil
			if err == nil {
				wrote(t, *steps, "persoon", "principaal")
				break
			}
			unchanged(t, r, before, "a person that was not added at "+(*steps)[n-1])
		}
	})
}

// soon gives up on a register whose only connection was left behind.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestAPanicInADecisionHoldsNobodyUp(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		before := dump(t, r)
		for _, key := range []Key{{}, theKey} {
			func() {
				defer func() {
					if p := recover(); p != "a mistake of ours" {
						t.Errorf("recovered %v: a panic is not to be hidden", p)
					}
				}()
				_, err := r.Act(soon(t), id, key, func(*workflow.Convenant) workflow.Decision { panic("a mistake of ours") })
				t.Errorf("an answer after a panic: %v", err)
			}()
		}
		out, err := r.Act(soon(t), id, Key{}, deciding(act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), day("2024-01-02")))
		if err != nil || out.Fact != 2 {
			t.Fatalf("after a panic: %+v %v", out, err)
		}
		if n := len(dump(t, r)); n <= len(before) {
			t.Errorf("%d rows before and %d after", len(before), n)
		}
		sound(t, r)
	})
}

func TestACallerWhoIsGoneChangesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		before := dump(t, r)
		ctx, leave := context.WithCancel(soon(t))
		_, err := r.Act(ctx, id, theKey, func(c *workflow.Convenant) workflow.Decision {
			leave()
			return c.Decide(act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), day("2024-01-02"), library())
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the answer is %v", err)
		}
		unchanged(t, r, before, "a caller who left")
		if a := offer(r, id, theKey, act(t, `{"handeling":"intrekken","gegevens":{"reden":"Toch niet."}}`), "2024-01-02"); a.err != nil || a.out.Fact != 2 {
			t.Errorf("afterwards: %+v", a)
		}
		sound(t, r)
	})
}

// Every statement that writes goes through exec or says its step, or the tests above pass it by.
func TestEveryStatementThatWritesIsAStep(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`tx\.(Must|Named)?Exec\w*\(`)
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range direct.FindAllIndex(source, -1) {
			if found++; f.Name() != "storage.go" || found > 1 {
				t.Errorf("%s: %s bypasses Register.exec", f.Name(), source[at[0]:at[1]])
			}
		}
	}
	if found == 0 {
		t.Error("exec itself was not found: the pattern is wrong")
	}
}
