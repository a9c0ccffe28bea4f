package storage

// An act under a key happens once, and whoever repeats it gets the same answer, whatever the answer was.

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"convenant/workflow"
)

const callers = 50

var theKey = Key{Who: "token-1", Key: "sleutel-1", Asked: Asked("wat er gevraagd werd")}

// oneAnswer fails the test unless all answers are equal and all but so many are repetitions. The states around an act are
// not part of its answer.
func oneAnswer(t *testing.T, answers []asked, first int) Outcome {
	t.Helper()
	for i := range answers {
		if a := answers[i]; a.err != nil {
			t.Fatal(a.err)
		} else if !a.out.Repeated {
			first--
		}
		answers[i].out.Repeated, answers[i].out.Before, answers[i].out.After = false, nil, nil
		if !reflect.DeepEqual(answers[i].out, answers[0].out) {
			t.Errorf("answer %d is %+v, the first was %+v", i, answers[i].out, answers[0].out)
		}
	}
	if first != 0 {
		t.Errorf("%d too few answers were given for the first time", first)
	}
	return answers[0].out
}

func TestFiftyTimesTheSameActUnderOneKey(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		toSigning(t, r, id)
		registers := []*Register{r, second(t, r)}
		answers := make([]asked, callers)
		atOnce(callers, func(i int) {
			answers[i] = offer(registers[i%2], id, theKey, signing(t, "p1"), "2024-01-03")
		})
		c := honest(t, r, id, answers...)
		out := oneAnswer(t, answers, 1)
		if out.Fact != 5 || len(c.Facts()) != 5 {
			t.Errorf("it is fact %d of %d", out.Fact, len(c.Facts()))
		}
		record(t, r, id, "2024-01-04", `{"handeling":"ondertekenen","gegevens":{"partij":"p2","wijze":"papier"}}`)
		r = reopened(t, r)
		oneAnswer(t, []asked{{out: out}, offer(r, id, theKey, signing(t, "p1"), "2024-01-05")}, 1)
	})
}

func TestAnAnswerCanBeLookedUp(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		toSigning(t, r, id)
		if _, answered, err := r.Answered(t.Context(), id, theKey); answered || err != nil {
			t.Errorf("nothing was sent, and that is answered: %v %v", answered, err)
		}
		was := offer(r, id, theKey, signing(t, "p1"), "2024-01-03")
		out, answered, err := r.Answered(t.Context(), id, theKey)
		if err != nil || !answered || out.Fact != was.out.Fact || out.Stand != was.out.Stand || !out.Repeated {
			t.Errorf("it was answered %+v, and is looked up as %+v: %v %v", was.out, out, answered, err)
		}
		other := theKey
		other.Asked = Asked("iets anders")
		if _, _, err := r.Answered(t.Context(), id, other); !errors.Is(err, ErrKeyReused) {
			t.Errorf("another act under the same key: %v", err)
		}
		if _, _, err := r.Answered(t.Context(), "een-ander", theKey); !errors.Is(err, ErrKeyReused) {
			t.Errorf("the same act on another convenant: %v", err)
		}
		other = theKey
		other.Who = "token-2"
		if _, answered, err := r.Answered(t.Context(), id, other); answered || err != nil {
			t.Errorf("somebody else is given the answer: %v %v", answered, err)
		}
	})
}

func TestFiftyTimesTheSameRefusalUnderOneKey(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		answers := make([]asked, callers)
		atOnce(callers, func(i int) { answers[i] = offer(r, id, theKey, signing(t, "p1"), "2024-01-03") })
		honest(t, r, id, answers...)
		out := oneAnswer(t, answers, 1)
		if out.Refusal == nil || out.Refusal.Code != workflow.NotAllowed || out.Fact != 0 || out.Stand.Number != 1 {
			t.Errorf("the answer is %+v", out)
		}
		toSigning(t, r, id) // now it would be accepted, but not under this key
		r = reopened(t, r)
		oneAnswer(t, []asked{{out: out}, offer(r, id, theKey, signing(t, "p1"), "2024-01-05")}, 1)
	})
}

func TestFiftyTimesTheSameActWithoutAKey(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		toSigning(t, r, id)
		answers := make([]asked, callers)
		atOnce(callers, func(i int) { answers[i] = offer(r, id, Key{}, signing(t, "p1"), "2024-01-03") })
		honest(t, r, id, answers...)
		if n, again := refused(answers, ""), refused(answers, workflow.AlreadySigned); n != 1 || again != callers-1 {
			t.Errorf("%d were accepted and %d refused as al-ondertekend", n, again)
		}
	})
}

func TestDraftingUnderAKey(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		drafting := func(key Key, name string) asked {
			a := act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"%s","partijen":[{"id":"p1","naam":"Gemeente 1"}]}}`, name)
			out, err := r.Draft(context.Background(), key, deciding(a, day("2024-01-01")))
			return asked{a, day("2024-01-01"), out, err}
		}
		answers := make([]asked, callers)
		atOnce(callers, func(i int) { answers[i] = drafting(theKey, "Proef") })
		out := oneAnswer(t, answers, 1)
		honest(t, r, out.ID, answers[0])
		page, err := r.List(context.Background(), Filter{On: day("2024-01-01")})
		if err != nil || len(page.Rows) != 1 || page.Rows[0].ID != out.ID {
			t.Errorf("the register has %v (%v), the answer was %+v", page.Rows, err, out)
		}

		key := theKey
		key.Key = "sleutel-2"
		refusals := []asked{drafting(key, ""), drafting(key, ""), drafting(Key{}, "")}
		refusals[2].out.Repeated = true
		if out := oneAnswer(t, refusals, 1); out.Refusal == nil || out.ID != "" || out.Stand != (workflow.Stand{}) {
			t.Errorf("a convenant that was refused is %+v", out)
		}
		r = reopened(t, r)
		oneAnswer(t, []asked{{out: out}, drafting(theKey, "Proef")}, 1)
	})
}

func TestAKeyIsForOneActOfOnePrincipal(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, other := draft(t, r, 3), draft(t, r, 3)
		toSigning(t, r, id)
		toSigning(t, r, other)
		if a := offer(r, id, theKey, signing(t, "p1"), "2024-01-03"); a.err != nil || a.out.Refusal != nil {
			t.Fatal(a)
		}
		before := dump(t, r)
		another := theKey
		another.Asked = Asked("wat", "anders")
		if a := offer(r, id, another, signing(t, "p2"), "2024-01-03"); !errors.Is(a.err, ErrKeyReused) {
			t.Errorf("for another act: %+v", a)
		}
		if a := offer(r, other, theKey, signing(t, "p1"), "2024-01-03"); !errors.Is(a.err, ErrKeyReused) {
			t.Errorf("for another convenant: %+v", a)
		}
		unchanged(t, r, before, "a key used again")
		foreign := theKey
		foreign.Who = "token-2"
		if a := offer(r, id, foreign, signing(t, "p2"), "2024-01-03"); a.err != nil || a.out.Repeated || a.out.Refusal != nil {
			t.Errorf("of another principal: %+v", a)
		}
		sound(t, r)
	})
}

func TestAnActOnNoConvenantUsesNoKey(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		before := dump(t, r)
		if a := offer(r, "0190-bestaat-niet", theKey, signing(t, "p1"), "2024-01-03"); !errors.Is(a.err, ErrUnknown) {
			t.Errorf("%+v", a)
		}
		unchanged(t, r, before, "an act on nothing")
	})
}

func TestARepeatedAnswerTellsWhatWasLost(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := proposed(t, r, 3)
		lost := record(t, r, id, "2024-03-15", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"p3"}}`).Fact
		late := act(t, `{"handeling":"opzeggen","bevestigd":true,"gegevens":{"partij":"p3","ontvangen":"2024-03-01"}}`)
		answers := []asked{offer(r, id, theKey, late, "2024-04-01"), offer(r, id, theKey, late, "2024-04-02")}
		honest(t, r, id, answers[0])
		if out := oneAnswer(t, answers, 1); !slices.Equal(out.Lost, []int{lost}) {
			t.Errorf("%v lost their effect, not %d", out.Lost, lost)
		}
	})
}
