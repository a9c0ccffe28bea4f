package play

import (
	"convenant/workflow"
)

// Player plays a scenario, step by step, in a book.
type Player struct {
	Book
	today  workflow.Date
	before *workflow.State // as the story stood after the step before
	stand  workflow.Stand  // up to where the record went
	ready  map[string]bool // the Partijen for which a letter of notice was put ready
}

// Result is what a step came to.
type Result struct {
	Step    Step
	Kind    workflow.Kind
	Refusal *workflow.Refusal
	Events  []workflow.Event // what happened since the step before: facts, and consequences of facts and days
	Undone  []workflow.Event // consequences that held after the step before, and no longer do
	State   *workflow.State  // on the day of the step
	Called  []Call           // the papers that this calls for, in the order in which they are made
	Looked  *workflow.State  // what the expectation looks at: another day, or what was known then
	Unmet   []string         // expectations that were not met, in Dutch; empty when all is as expected
}

// NewPlayer returns a player that has an empty book before it.
func NewPlayer(book Book) *Player { return &Player{Book: book, ready: map[string]bool{}} }

// Play plays one step. An error is one of the book, not of the story.
func (p *Player) Play(step Step) (Result, error) {
	r := Result{Step: step}
	if p.before == nil {
		p.before = &workflow.State{}
	}
	arrived := p.Convenant().On(max(p.today, step.Day)) // before the act: what the days since the step before brought
	r.Called = append(p.broughtByDays(arrived), p.wanted(step, arrived)...)
	if step.HasAct {
		r.Kind = workflow.Kind(step.Act.Get("handeling").Text)
		var err error
		if r.Refusal, err = p.act(step); err != nil {
			return r, err
		}
	}
	var err error
	if p.stand, err = p.Stand(); err != nil {
		return r, err
	}
	p.today = max(p.today, step.Day)
	r.State = p.Convenant().On(step.Day)
	now := p.Convenant().On(p.today)
	r.Events = workflow.NewEvents(p.before, now)
	r.Undone = workflow.NewEvents(now, p.before)
	r.Called = append(r.Called, p.broughtByAct(arrived, now)...)
	p.before = now
	r.Looked = p.look(step)
	r.Unmet = unmet(step.Expect, r)
	return r, nil
}

// act offers the act of a step and records the fact.
func (p *Player) act(step Step) (*workflow.Refusal, error) {
	act, refusal := workflow.ReadAct(step.Act)
	if refusal != nil {
		return refusal, nil
	}
	act.Data = CurrentText(p.Convenant(), act, step.Day)
	return p.Act(act, step.Day)
}

// CurrentText gives the gegevens of an act, with the fingerprint of the current text, or proposal, where they say huidig.
func CurrentText(record *workflow.Convenant, act workflow.Act, today workflow.Date) workflow.Value {
	if act.Data.Get("sha256").Text != "huidig" {
		return act.Data
	}
	day := act.On
	if day == 0 {
		day = today
	}
	view := record.On(day).View()
	sha256 := view.Text.SHA256
	for _, c := range view.Changes {
		if act.Data.Get("wijziging").Text == workflow.NumberOf(c.Number).Text {
			sha256 = c.SHA256
		}
	}
	if sha256 == "" {
		return act.Data
	}
	return act.Data.With("sha256", workflow.TextOf(sha256))
}

func (p *Player) look(step Step) *workflow.State {
	day, record := step.Day, p.Convenant()
	if step.LookAt != 0 {
		day = step.LookAt
	}
	if step.KnownOn != 0 {
		record = record.KnownOn(step.KnownOn)
	}
	return record.On(day)
}
