package workflow

// Besluitvorming (R15): a convenant is put on the agenda of a meeting, and the meeting concludes. A meeting that
// advises has a conclusion and no decision; one that adopts decides on the text, or on a renewal, a change or a
// beraad where the terms leave that to a decision.

import (
	"strconv"
	"strings"
)

type schedule struct {
	body, goal string
	date       Date
}

func (d *schedule) read(r *reader) {
	d.body, d.date, d.goal = r.name("overleg"), r.date("datum"), r.choice("doel", GoalAdvise, GoalAdopt)
}

func (d *schedule) valid(s *State, a *action) *Refusal   { return nil }
func (d *schedule) allowed(s *State, a *action) *Refusal { return s.inPhase(Schedule) }

func (d *schedule) apply(s *State, a *action) {
	s.Meetings = append(s.Meetings, Meeting{d.body, d.date, d.goal})
}

// meeting returns the latest meeting of a body, on or before a day, on whose agenda the convenant stood.
func (s *State) meeting(body string, day Date) *Meeting {
	var found *Meeting
	for i := range s.Meetings {
		m := &s.Meetings[i]
		if sameBody(m.Body, body) && m.Date <= day && (found == nil || m.Date >= found.Date) {
			found = m
		}
	}
	return found
}

// nextMeeting is the first day after this one on which a body has the convenant on its agenda, or zero.
func (s *State) nextMeeting(body string, day Date) Date {
	var next Date
	for _, m := range s.Meetings {
		if sameBody(m.Body, body) && m.Date > day && (next == 0 || m.Date < next) {
			next = m.Date
		}
	}
	return next
}

// What a meeting can decide about.
const (
	AboutText     = "tekst"
	AboutRenewal  = "verlenging"
	AboutDeparted = "beraad"
	aboutChange   = "wijziging:"
)

type deliberate struct {
	body, conclusion, outcome string
	about                     string
	change                    int // with a decision on a change
}

func (d *deliberate) read(r *reader) {
	d.body, d.conclusion = r.name("overleg"), r.optText("conclusie", maxText)
	d.outcome = r.maybeChoice("besluit", outcomeAdopted, outcomeHeld, outcomeRejected)
	d.about = r.optText("betreft", maxName)
	if number, ok := strings.CutPrefix(d.about, aboutChange); ok {
		n, err := strconv.Atoi(number)
		if d.change = n; err != nil || n < 1 || n > maxFacts {
			d.about = "?"
		}
	}
	switch {
	case d.about == "":
		d.about = AboutText
	case d.change == 0 && d.about != AboutText && d.about != AboutRenewal && d.about != AboutDeparted:
		r.fail("betreft", "In het veld ‘betreft’ hoort tekst, verlenging, beraad, of wijziging:1 met het nummer van de wijziging.")
	}
}

func (d *deliberate) valid(s *State, a *action) *Refusal {
	if d.change != 0 {
		if r := s.knownChange(d.change)(); r != nil {
			r.Field = "betreft"
			return r
		}
	}
	switch m := s.meeting(d.body, a.on); {
	case m == nil: // the state refuses: there is nothing to decide on
		return nil
	case m.Goal == GoalAdvise && d.outcome != "":
		return invalid("besluit", "%s van %s adviseert en neemt geen besluit.", capital(TheBody(m.Body)), m.Date.Dutch()).
			instead("Leg alleen de conclusie vast. Een besluit neemt een overleg dat het convenant vaststelt.")
	case m.Goal == GoalAdopt && d.outcome == "":
		return invalid("besluit", "Er staat niet wat %s heeft besloten.", TheBody(m.Body)).
			instead("Kies vastgesteld, aangehouden of afgewezen.")
	}
	return nil
}

func (d *deliberate) allowed(s *State, a *action) *Refusal {
	if s.meeting(d.body, a.on) == nil {
		if next := s.nextMeeting(d.body, a.on); next != 0 {
			return refuse(NotAllowed, "%s is pas op %s.", capital(TheBody(d.body)), next.Dutch()).instead("Leg op die dag of later vast wat het overleg besluit.")
		}
		return refuse(NotAllowed, "Het convenant stond op of vóór %s niet op de agenda van %s.", a.on.Dutch(), TheBody(d.body)).
			instead("Zet het convenant eerst op de agenda van dat overleg.")
	}
	switch {
	case d.about == AboutRenewal:
		return s.renewalDecidable()
	case d.about == AboutDeparted:
		return s.departureDecidable()
	case d.change != 0:
		return s.changeDecidable(s.change(d.change), d.body)
	case d.outcome != "" && !s.can(d.outcome):
		return refuse(NotAllowed, "Het convenant %s. Een besluit over de tekst kan dan niet.", phaseWords[s.Phase]).
			instead("Dat kan bij de vaststelling, na de adviesronde.")
	}
	return s.inPhase(Deliberate)
}

func (s *State) renewalDecidable() *Refusal {
	rule, article := s.Terms.Renewal, s.article(RenewalTerm)
	switch {
	case rule == nil || rule.Way != ByDecision:
		return refuse(NotAllowed, "Dit convenant kan niet met een besluit worden verlengd.").under(article)
	case s.Phase == Expired && s.canRenew():
		return nil // after the deadline, and so refused below
	case s.Phase != InForce || !s.canRenew():
		return refuse(NotAllowed, "Het convenant %s. Volgens de voorwaarden kan het nu niet worden verlengd.", phaseWords[s.Phase]).under(article)
	case s.renewedBy != 0:
		return refuse(AlreadyRenewed, "Over de verlenging na %s is al besloten.", s.End.Dutch()).under(article)
	}
	return nil
}

// departureDecidable refuses a beraad where the terms know none or nobody has left or is leaving.
func (s *State) departureDecidable() *Refusal {
	article := s.article(NoticeTerm)
	if s.Phase != InForce || s.Terms.Notice == nil || s.Terms.Notice.Effect != OthersConsider {
		return refuse(NotAllowed, "Dit convenant kent nu geen beraad over doorgaan of eindigen na een opzegging.").under(article)
	}
	for i := range s.Parties {
		if s.Parties[i].NoticeOn != 0 {
			return nil
		}
	}
	return refuse(NotAllowed, "Niemand heeft opgezegd. Er is dus niets om over te beraden.").under(article)
}

// leaver returns the Partij whose departure a beraad is about: the first to leave.
func (s *State) leaver() *Party {
	var found *Party
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == Leaving && (found == nil || p.LastDay < found.LastDay) {
			found = p
		}
	}
	return found
}

func (d *deliberate) timely(s *State, a *action) *Refusal {
	switch {
	case d.about == AboutRenewal && (s.Phase == Expired || a.on > s.Terms.renewalDeadline(s.End)):
		return refuse(TooLate, "Het besluit over verlenging moest uiterlijk op %s zijn genomen.", s.Terms.renewalDeadline(s.End).Dutch()).under(s.article(RenewalTerm)).
			instead("Sluit een nieuw convenant als de samenwerking doorgaat.")
	case d.about == AboutDeparted && s.leaver() == nil:
		return refuse(TooLate, "De laatste dag van de Partij die opzegde, is voorbij. De andere Partijen gaan door.").under(s.article(NoticeTerm))
	case d.change != 0 && d.outcome == outcomeAdopted:
		return s.takesEffectInTime(s.change(d.change), a.on)
	}
	return nil
}

func (d *deliberate) apply(s *State, a *action) {
	s.Decisions = append(s.Decisions, Resolution{s.meeting(d.body, a.on).Body, d.conclusion, d.outcome, d.about, a.on})
	if d.outcome == "" || d.outcome == outcomeHeld {
		return
	}
	adopted := d.outcome == outcomeAdopted
	switch {
	case d.about == AboutRenewal:
		if adopted {
			s.renewedBy = a.number
		}
	case d.about == AboutDeparted:
		s.leaver().endsForAll = adopted
	case d.change != 0 && adopted:
		s.adopt(s.change(d.change))
	case d.change != 0:
		s.reject(s.change(d.change))
	case adopted:
		s.fire(outcomeAdopted)
		s.note(WasAdopted, textField("overleg", d.body))
	default:
		s.fire(outcomeRejected)
		s.startOver()
	}
}

// sameBody compares the names of meetings as people write them.
func sameBody(a, b string) bool { return strings.EqualFold(a, b) }
