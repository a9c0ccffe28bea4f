package play

// Which papers a step calls for, on which day each is made and up to which fact it looks. What a day brings is made on
// that day, as the clock of a register would; what an act brings is made on the day of the act, however long ago its
// legal day lies.

import "convenant/workflow"

// Call is a paper that is called for, or that is put ready for a Partij.
type Call struct {
	Paper   workflow.Paper
	Day     workflow.Date // on which it is made
	Stand   workflow.Stand
	Event   workflow.Event // what calls for it; without a kind, the paper is offered
	Undone  bool           // what calls for it is that this event no longer holds
	Offered bool
}

// broughtByDays lists what the days since the step before call for.
func (p *Player) broughtByDays(arrived *workflow.State) []Call {
	var calls []Call
	if p.stand.Number == 0 {
		return nil
	}
	for _, e := range workflow.NewEvents(p.before, arrived) {
		for _, paper := range arrived.PapersFor(e) {
			calls = append(calls, Call{Paper: paper, Day: max(e.On, p.today), Stand: p.stand, Event: e})
		}
	}
	return append(p.renewalLetters(arrived), calls...)
}

// broughtByAct lists what an act calls for, and what it makes untrue.
func (p *Player) broughtByAct(arrived, now *workflow.State) []Call {
	var calls []Call
	for _, e := range workflow.NewEvents(arrived, now) {
		for _, paper := range now.PapersFor(e) {
			calls = append(calls, Call{Paper: paper, Day: p.today, Stand: p.stand, Event: e})
		}
	}
	for _, e := range workflow.NewEvents(now, arrived) {
		for _, paper := range arrived.RectificationsOf(e) {
			calls = append(calls, Call{Paper: paper, Day: p.today, Stand: p.stand, Event: e, Undone: true})
		}
	}
	return calls
}

// ahead is how many months before the last day for letters of renewal these are put ready.
const ahead = 6

// renewalLetters puts a letter of renewal ready for every Partij that is asked for one, half a year ahead.
func (p *Player) renewalLetters(arrived *workflow.State) []Call {
	s := p.Convenant().On(p.today)
	if !s.RenewsByLetter() {
		return nil
	}
	day := s.RenewalDeadline().AddMonths(-ahead)
	if day <= p.today || day > arrived.Day {
		return nil
	}
	s = p.Convenant().On(day)
	var calls []Call
	for _, id := range s.WithoutRenewal() {
		calls = append(calls, Call{Paper: workflow.Paper{Kind: workflow.PaperRenewalLetter, On: day, To: id}, Day: day, Stand: p.stand, Offered: true})
	}
	return calls
}

// wanted puts a letter of notice ready for a Partij that is about to send one, the first time.
func (p *Player) wanted(step Step, arrived *workflow.State) []Call {
	kind, data := workflow.Kind(step.Act.Get("handeling").Text), step.Act.Get("gegevens")
	isNotice := kind == workflow.GiveNotice || kind == workflow.RegisterLetter && data.Get("soort").Text == workflow.NoticeLetter
	party := arrived.Party(data.Get("partij").Text)
	if !isNotice || party == nil || party.State != workflow.Bound || arrived.EarliestLastDay(step.Day) == 0 {
		return nil
	}
	if p.ready[party.ID] {
		return nil
	}
	p.ready[party.ID] = true
	return []Call{{Paper: workflow.Paper{Kind: workflow.PaperNoticeLetter, On: step.Day, To: party.ID}, Day: step.Day, Stand: p.stand, Offered: true}}
}
