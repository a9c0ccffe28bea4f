package play

import (
	"convenant/workflow"
)

// Player plays a scenario, step by step, and keeps the record.
type Player struct {
	Composer  workflow.Composer
	Convenant *workflow.Convenant
	today     workflow.Date
	before    *workflow.State // as the story stood after the step before
}

// Result is what a step came to.
type Result struct {
	Step    Step
	Kind    workflow.Kind
	Refusal *workflow.Refusal
	Events  []workflow.Event // what happened since the step before: facts, and consequences of facts and days
	Undone  []workflow.Event // consequences that held after the step before, and no longer do
	State   *workflow.State  // on the day of the step
	Papers  []workflow.Paper // what that calls for
	Looked  *workflow.State  // what the expectation looks at: another day, or what was known then
	Unmet   []string         // expectations that were not met, in Dutch; empty when all is as expected
}

// NewPlayer returns a player with an empty record.
func NewPlayer(composer workflow.Composer) *Player {
	c, err := workflow.NewConvenant()
	if err != nil {
		panic(err) // no facts, nothing to be wrong with
	}
	return &Player{Composer: composer, Convenant: c}
}

// Play plays one step.
func (p *Player) Play(step Step) Result {
	r := Result{Step: step}
	if step.HasAct {
		r.Kind = workflow.Kind(step.Act.Get("handeling").Text)
		r.Refusal = p.act(step)
	}
	p.today = max(p.today, step.Day)
	r.State = p.Convenant.On(step.Day)
	now := p.Convenant.On(p.today)
	if p.before == nil {
		p.before = &workflow.State{}
	}
	r.Events = workflow.NewEvents(p.before, now)
	r.Undone = workflow.NewEvents(now, p.before)
	r.Papers = workflow.Papers(p.before, now)
	p.before = now
	r.Looked = p.look(step)
	r.Unmet = unmet(step.Expect, r)
	return r
}

// act offers the act of a step and records the fact.
func (p *Player) act(step Step) *workflow.Refusal {
	act, refusal := workflow.ReadAct(step.Act)
	if refusal != nil {
		return refusal
	}
	act.Data = p.currentText(act, step.Day)
	decision := p.Convenant.Decide(act, step.Day, p.Composer)
	if decision.Refusal != nil {
		return decision.Refusal
	}
	p.Convenant.Append(decision.Fact)
	return nil
}

// currentText puts the fingerprint of the current text, or proposal, where the scenario says huidig.
func (p *Player) currentText(act workflow.Act, today workflow.Date) workflow.Value {
	if act.Data.Get("sha256").Text != "huidig" {
		return act.Data
	}
	day := act.On
	if day == 0 {
		day = today
	}
	view := p.Convenant.On(day).View()
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
	day, record := step.Day, p.Convenant
	if step.LookAt != 0 {
		day = step.LookAt
	}
	if step.KnownOn != 0 {
		record = record.KnownOn(step.KnownOn)
	}
	return record.On(day)
}
