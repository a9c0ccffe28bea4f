package web

// Recording what a form asks: all of it in one transaction, once, and only on the record that was looked at.

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"convenant/storage"
	"convenant/workflow"
)

// recorded is what became of a form.
type recorded struct {
	first, last int // the numbers of the facts
	refusal     *workflow.Refusal
	changed     bool // somebody else recorded something since it was looked at
}

// errNotThis ends a transaction of which nothing is to stand.
var errNotThis = errors.New("web: nothing of this form is recorded")

// record records the steps of a form together.
func (v *visit) record(d *filling, steps []step) (recorded, error) {
	var done recorded
	err := v.web.Register.Together(v.ctx(), func(t *storage.Together) error {
		done = recorded{}
		again := false // it was recorded before, under its key
		for i, s := range steps {
			act := v.enter(s.act(done.last))
			out, err := t.Act(d.ID, v.formKey(d.typed, i), func(record *workflow.Convenant) workflow.Decision {
				if i == 0 && !d.Light && len(record.Facts()) != d.Stand {
					done.changed = true
					return workflow.Decision{Refusal: &workflow.Refusal{Code: workflow.TextChanged}} // never shown
				}
				decision := record.Decide(act, v.today, v.web.Library)
				if act.Kind == workflow.RegisterLetter && i+1 < len(steps) && decision.Refusal == nil {
					if asks := v.enter(steps[i+1].act(decision.Fact.Number)); record.Answers(decision.Fact, asks, v.today, v.web.Library) {
						t.HoldReceipt()
					}
				}
				return decision
			})
			switch {
			case err != nil:
				return err
			case out.Refusal != nil && s.free && i > 0 && out.Refusal.Code != workflow.EffectsLost:
				return nil
			case out.Refusal != nil:
				done.refusal = out.Refusal
				return errNotThis
			}
			if done.last = out.Fact; i == 0 {
				done.first, again = out.Fact, out.Repeated
			}
		}
		if d.Signs != nil && !again {
			return t.SpendSignCode(d.proof.code)
		}
		return nil
	})
	switch {
	case errors.Is(err, storage.ErrKeyReused):
		return recorded{refusal: sentBefore}, nil
	case err != nil && !errors.Is(err, errNotThis):
		return recorded{}, fmt.Errorf("web: record: %w", err)
	}
	return done, nil
}

var sentBefore = &workflow.Refusal{Code: workflow.NotAllowed, Detail: "Dit formulier is al eerder verstuurd, met iets anders erin.",
	Remedy: "Kijk bij ‘Geschiedenis’ wat er is vastgelegd. Wilt u nog iets vastleggen? Open het formulier dan opnieuw."}

// formKey makes that a form that is sent twice is recorded once: a key for each of its steps.
func (v *visit) formKey(typed url.Values, number int) storage.Key {
	const most = 100
	key := typed.Get("sleutel")
	if key == "" || len(key) > most {
		return storage.Key{}
	}
	asked := []string{string(v.route.action), v.r.PathValue("wat")}
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if !slices.Contains(ofThePage, name) {
			asked = append(append(asked, name), typed[name]...)
		}
	}
	return storage.Key{Who: v.principal.ID, Key: "formulier-" + key + "-" + strconv.Itoa(number), Asked: storage.Asked(asked...)}
}

// ofThePage is what a page sends along that nobody typed: the same form has other values of it on the next page.
var ofThePage = []string{"stap", "stand", "gezien", "bevestigd", "code"}

// wasRecorded finds what came of a form, when it was sent before: that is looked up before the form is laid out, which may
// not be possible any more after it was recorded.
func (v *visit) wasRecorded(typed url.Values) (done recorded, found bool, err error) {
	for i := 0; ; i++ {
		out, answered, err := v.web.Register.Answered(v.ctx(), v.r.PathValue("id"), v.formKey(typed, i))
		if errors.Is(err, storage.ErrKeyReused) { // sent before, with something else in it: it says so when it is to be recorded
			return recorded{}, false, nil
		}
		if err != nil || !answered {
			return done, done.first != 0, err
		}
		if out.Fact != 0 {
			if done.last = out.Fact; done.first == 0 {
				done.first = out.Fact
			}
		}
	}
}
