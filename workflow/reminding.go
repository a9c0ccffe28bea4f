package workflow

// Reminding: from what is asked of whom on a day, and the policy, to the days on which they are reminded. The days
// follow from the facts and never from when somebody looks: a reminder is due on the same day after a week of outage.
// Everybody has a clock of their own, which stops when they have done what was asked.

import (
	"cmp"
	"slices"
	"sort"
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
