package workflow

// Reminding: from what is asked of whom on a day, and the policy, to the days on which they are reminded. The days
// follow from the facts and never from when somebody looks: a reminder is due on the same day after a week of outage.
// Everybody has a clock of their own, which stops when they have done what was asked.

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
)

// Reminder is a day on which somebody is reminded of what is asked of them.
type Reminder struct {
	Kind   string `json:"soort"`
	On     Date   `json:"datum"`
	To     string `json:"aan"`                 // a Partij, an adviser or meeting by its name, portefeuillehouder or secretariaat
	Change int    `json:"wijziging,omitempty"` // of the change that it is about
	By     Date   `json:"uiterlijk,omitzero"`  // the last day that it names
}

// sameAsk tells reminders of one thing, asked of one reader.
func (r Reminder) sameAsk(o Reminder) bool {
	return r.Kind == o.Kind && r.To == o.To && r.Change == o.Change
}

// ask is something that is asked of somebody and not done yet.
type ask struct {
	kind, to string
	change   int
	since    Date   // the day on which it was asked
	towards  []Date // the days that vooraf counts back from
	by       Date   // the last day; zero when there is none
	onAgenda bool   // of a meeting on its day: nothing is asked of it in between
	rule     *ReminderRule
}

// next returns the first day after a day on which the ask is repeated, or zero.
func (a ask) next(after Date) Date {
	after = max(after, a.since)
	var first Date
	on := func(day Date) {
		if day > after && (first == 0 || day < first) {
			first = day
		}
	}
	for _, day := range a.towards {
		for _, p := range a.rule.Before {
			on(p.Before(day))
		}
	}
	if day := a.rule.Every.following(a.since, after); !a.onAgenda && (a.by == 0 || day <= a.by) {
		on(day)
	}
	if a.by != 0 {
		on(a.rule.After.following(a.by, max(after, a.by)))
	}
	return first
}

// following returns the first day after a day that lies a whole number of periods after the start, or zero.
func (p Period) following(start, after Date) Date {
	if p.N == 0 {
		return 0
	}
	times := func(n int) Date { return Period{n * p.N, p.Unit}.After(start) }
	most := 1
	for times(most) <= after {
		most *= 2
	}
	return times(max(1, sort.Search(most, func(n int) bool { return times(n) > after })))
}

// reminder is the reminder of the ask on a day.
func (a ask) reminder(on Date) Reminder {
	by := a.by
	for _, day := range a.towards {
		if day >= on && (by < on || day < by) {
			by = day
		}
	}
	return Reminder{a.kind, on, a.to, a.change, by}
}

// asks lists what is asked on the day of the state, with what the secretariaat is told of it.
func (s *State) asks() []ask {
	if s.reminders == nil {
		return nil
	}
	var list []ask
	add := func(a ask) {
		a.rule = s.reminders[a.kind]
		if a.rule == nil {
			return
		}
		if a.by != 0 && a.towards == nil {
			a.towards = []Date{a.by}
		}
		list = append(list, a)
	}
	switch s.Phase {
	case Advising:
		s.askAdvice(add)
	case Signing:
		s.askSignatures(add)
		s.askConsents(add)
	case InForce:
		s.askNewcomers(add)
		s.askConsents(add)
		s.askWhoIsBound(add)
		s.askRenewal(add)
	}
	s.askMeetings(add)
	return slices.DeleteFunc(escalated(list), func(a ask) bool { return a.by != 0 && a.by < s.Day && a.rule.After.N == 0 })
}

// escalated adds what the secretariaat is told: once for everyone who has not done the same thing, counted from the
// first who was asked.
func escalated(list []ask) []ask {
	n := len(list)
	for _, a := range list[:n] {
		if a.rule.Secretariat == nil {
			continue
		}
		told := a
		told.to, told.rule = Secretariat, a.rule.Secretariat
		at := slices.IndexFunc(list[n:], func(o ask) bool { return o.kind == told.kind && o.change == told.change && o.by == told.by })
		if at < 0 {
			list = append(list, told)
			continue
		}
		list[n+at].since = min(list[n+at].since, told.since)
	}
	return list
}

func (s *State) askAdvice(add func(ask)) {
	since := s.lastTime(string(OpenAdvice))
	for _, a := range s.Advisers {
		if a.Tenor == "" {
			add(ask{kind: RemindAdvice, to: a.Name, since: since, by: s.AdviceBy})
		}
	}
}

// askSignatures asks the founders. Who refused is not asked again, though they may still sign. The meetings that are on
// the agenda now that the text is adopted are those at which it is signed: our reading, for the acts know no other.
func (s *State) askSignatures(add func(ask)) {
	if s.AllSigned() {
		return
	}
	since, by := s.lastTime(WasAdopted), Date(0)
	if d := s.Terms.Duration; d != nil {
		by = d.Until
	}
	towards := []Date{}
	for _, m := range s.Meetings {
		if m.Date > since {
			towards = append(towards, m.Date)
		}
	}
	for _, p := range s.founders() {
		if p.State == Invited {
			add(ask{kind: RemindSign, to: p.ID, since: since, by: by, towards: towards})
		}
	}
}

// askNewcomers asks those who are admitted to sign.
func (s *State) askNewcomers(add func(ask)) {
	for i := range s.Parties {
		p := &s.Parties[i]
		if c := s.change(p.Change); c != nil && p.State == Invited {
			add(ask{kind: RemindSign, to: p.ID, change: c.Number, since: c.AdoptedOn})
		}
	}
}

// askConsents asks who has not said what they think of a change, or the meeting that decides on it. A change that cannot
// be consented to until it is adapted waits for the secretariaat.
func (s *State) askConsents(add func(ask)) {
	for i := range s.Changes {
		c := &s.Changes[i]
		if c.State != Proposed || c.CollidesWith != 0 {
			continue
		}
		since := s.proposedOn(c)
		electorate := s.electorate(c)
		if electorate == nil {
			add(ask{kind: RemindDecision, to: s.decidesOn(c), change: c.Number, since: since})
		}
		for _, p := range electorate {
			if !said(c.Consents, p.ID) && !said(c.Refusals, p.ID) {
				add(ask{kind: RemindConsent, to: p.ID, change: c.Number, since: max(since, p.BoundFrom)})
			}
		}
	}
}

// decidesOn names the meeting that decides on a change, where the Partijen do not.
func (s *State) decidesOn(c *Change) string {
	if c.Accession != nil && s.Terms.Accession != nil && s.Terms.Accession.Body != "" {
		return s.Terms.Accession.Body
	}
	return Alderman
}

// askWhoIsBound asks for a contact person of every Partij, and for the evaluation.
func (s *State) askWhoIsBound(add func(ask)) {
	for i := range s.Parties {
		if p := &s.Parties[i]; p.Bound() && len(p.Contacts) == 0 {
			add(ask{kind: RemindContacts, to: p.ID, since: p.BoundFrom})
		}
	}
	if due := s.EvaluationDue(); due != 0 {
		add(ask{kind: RemindEvaluate, to: Secretariat, since: max(s.Evaluated, s.Entered), by: due})
	}
}

// askRenewal asks every Partij that has not renewed and has not given notice for its letter, or for the decision.
func (s *State) askRenewal(add func(ask)) {
	if !s.canRenew() {
		return
	}
	by := s.Terms.renewalDeadline(s.End)
	for _, id := range s.WithoutRenewal() {
		add(ask{kind: RemindRenew, to: id, since: max(s.began, s.party(id).BoundFrom), by: by})
	}
	if s.Terms.Renewal.Way == ByDecision && s.renewedBy == 0 {
		add(ask{kind: RemindRenew, to: Alderman, since: s.began, by: by})
	}
}

// askMeetings asks a meeting for what it concluded, and reminds it that the convenant is on its agenda. What is put on
// the agenda again is asked for after the later meeting.
func (s *State) askMeetings(add func(ask)) {
	if s.Phase == "" || s.Phase == Signing || s.Phase.Over() {
		return
	}
	for _, m := range s.Meetings {
		concluded := slices.ContainsFunc(s.Decisions, func(d Resolution) bool { return sameBody(d.Body, m.Body) && d.On >= m.Date })
		if concluded || s.Phase == InForce && m.Date <= s.Entered {
			continue
		}
		a := ask{kind: RemindDecision, to: m.Body, since: s.scheduledOn(m), by: m.Date, onAgenda: true}
		if slices.ContainsFunc(s.Meetings, func(o Meeting) bool { return sameBody(o.Body, m.Body) && o.Date > m.Date }) {
			a.towards, a.by = []Date{m.Date}, 0
		}
		add(a)
	}
}

// lastTime returns the day of the last event of a kind.
func (s *State) lastTime(kind string) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Kind == kind {
			return e.On
		}
	}
	return 0
}

// proposedOn returns the day on which a change was proposed as it now stands.
func (s *State) proposedOn(c *Change) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Fact == c.fact || e.Kind == string(AdaptChange) && e.Data.Get("wijziging").Text == strconv.Itoa(c.Number) {
			return e.On
		}
	}
	return 0
}

func (s *State) scheduledOn(m Meeting) Date {
	for _, e := range slices.Backward(s.History) {
		if e.Kind == string(Schedule) && sameBody(e.Data.Get("overleg").Text, m.Body) && e.Data.Get("datum").Text == m.Date.String() {
			return e.On
		}
	}
	return 0
}

// ReminderPapers returns the reminders that came due after a day, up to today, of what is still asked. Of those that one
// reader is owed of one thing the last is to be sent; the others were overtaken and are skipped.
func (c *Convenant) ReminderPapers(after, today Date) []Paper {
	s := c.foldedTo(max(today, c.tip.Day))
	var due []Reminder
	for _, a := range s.asks() {
		for day := a.next(after); day != 0 && day <= s.Day; day = a.next(day) {
			due = append(due, a.reminder(day))
		}
	}
	sortReminders(due)
	var papers []Paper
	for i, r := range due {
		later := due[i+1:]
		if slices.ContainsFunc(later, func(o Reminder) bool { return o.On == r.On && o.sameAsk(r) }) {
			continue // one day, on two grounds
		}
		kind := PaperReminder
		if r.To == Secretariat && r.Kind != RemindEvaluate {
			kind = PaperSignal
		}
		papers = append(papers, Paper{Kind: kind, On: r.On, To: r.To, Change: r.Change, Asks: r.Kind, By: r.By, Skipped: slices.ContainsFunc(later, r.sameAsk)})
	}
	return papers
}

// StillAsked lists of whom a thing is asked on the day of the state and not done yet, in the order of the Partijen.
func (s *State) StillAsked(kind string, change int) []string {
	var ids []string
	for _, a := range s.asks() {
		if a.kind == kind && a.change == change && a.to != Secretariat && !slices.Contains(ids, a.to) {
			ids = append(ids, a.to)
		}
	}
	return ids
}

func sortReminders(list []Reminder) {
	rank := func(kind string) int {
		for i, k := range reminderKinds {
			if k.kind == kind {
				return i
			}
		}
		return len(reminderKinds)
	}
	slices.SortStableFunc(list, func(a, b Reminder) int {
		return cmp.Or(int(a.On-b.On), rank(a.Kind)-rank(b.Kind), a.Change-b.Change)
	})
}

// Reminders lists every reminder after a day, up to and including another, in order of days, as they follow from the
// facts: what is not done by then is taken to stay undone.
func (c *Convenant) Reminders(after, through Date) []Reminder {
	var list []Reminder
	s := c.foldedTo(max(after, c.tip.Day))
	for from := after; from < through; {
		next := s.nextDay()
		until := through
		if next != 0 {
			until = min(through, next-1)
		}
		for _, a := range s.asks() {
			for day := a.next(from); day != 0 && day <= until; day = a.next(day) {
				if r := a.reminder(day); !slices.ContainsFunc(list, func(o Reminder) bool { return o.On == r.On && o.sameAsk(r) }) {
					list = append(list, r)
				}
			}
		}
		if next == 0 || next > through {
			break
		}
		s.settleTo(next)
		from = next - 1
	}
	sortReminders(list)
	return list
}

// Ahead lists, on a day, the next reminder of everything that is asked, as long as nothing else comes to be before it. wakes
// is the first day after it on which the calendar brings something, a consequence or a reminder; zero when it never will.
func (c *Convenant) Ahead(on Date) (next []Reminder, wakes Date) {
	s := c.foldedTo(max(on, c.tip.Day))
	wakes = s.nextDay()
	for _, a := range s.asks() {
		if day := a.next(on); day != 0 && (wakes == 0 || day < wakes) {
			next = append(next, a.reminder(day))
		}
	}
	sortReminders(next)
	n := 0
	for i, r := range next { // of one thing asked of one reader, the first
		if !slices.ContainsFunc(next[:i], r.sameAsk) {
			next[n] = r
			n++
		}
	}
	if n > 0 {
		wakes = next[0].On
	}
	return next[:n], wakes
}
