package play

// How a run is told to people: the day, what happened, and the article on which it rests. What several Partijen did on
// one day is told in one line.

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"convenant/workflow"
)

// Story tells results as they come in.
type Story struct {
	w      io.Writer
	papers bool // name the papers that are made
	group  []line
}

// line is something to tell, with the state in which it is told.
type line struct {
	event  workflow.Event
	state  *workflow.State
	undone bool
	late   workflow.Date // the day of recording, when that is a later one
	calls  []Call
}

// NewStory tells to w, and names the papers if they are made.
func NewStory(w io.Writer, papers bool) *Story { return &Story{w: w, papers: papers} }

// Tell tells what a step came to.
func (t *Story) Tell(r Result) {
	offered := t.offered(r)
	for _, e := range r.Events {
		offered = t.offer(r, offered, e.On)
		l := line{event: e, state: r.State, calls: t.callsFor(r, e, false)}
		if e.Fact > 0 && e.On < r.Step.Day {
			l.late = r.Step.Day
		}
		t.add(l)
	}
	t.offer(r, offered, r.Step.Day)
	for _, e := range r.Undone {
		t.add(line{event: e, state: r.State, undone: true, calls: t.callsFor(r, e, true)})
	}
	if r.Refusal != nil {
		t.End()
		t.print(r.Step.Day, "✗", fmt.Sprintf("%s is geweigerd. %s", r.Kind.Words(), r.Refusal), r.Refusal.Article)
	}
	for _, u := range r.Unmet {
		t.End()
		t.print(0, "!", fmt.Sprintf("Stap %d: %s", r.Step.Number, u), "")
	}
}

func (t *Story) add(l line) {
	if n := len(t.group); n > 0 {
		last := t.group[n-1]
		if last.event.On != l.event.On || last.event.Kind != l.event.Kind || last.undone != l.undone || last.late != l.late {
			t.End()
		}
	}
	t.group = append(t.group, l)
}

// End tells what was still being gathered.
func (t *Story) End() {
	if len(t.group) == 0 {
		return
	}
	last := t.group[len(t.group)-1]
	var events []workflow.Event
	var calls []Call
	for _, l := range t.group {
		events, calls = append(events, l.event), append(calls, l.calls...)
	}
	group := t.group
	t.group = nil
	if sentence, article := last.state.DescribeTogether(events); sentence != "" {
		t.printLine(last, sentence, article)
		t.printCalls(last.state, calls)
		return
	}
	for _, l := range group {
		sentence, article := l.state.Describe(l.event)
		t.printLine(l, sentence, article)
		t.printCalls(l.state, l.calls)
	}
}

func (t *Story) printLine(l line, sentence, article string) {
	mark := " "
	switch {
	case l.undone:
		mark, sentence = "↺", "Geldt niet meer: “"+sentence+"”"
	case l.event.Fact == 0:
		mark = "→"
	}
	if l.late != 0 {
		sentence += "; vastgelegd op " + l.late.Dutch()
	}
	t.print(l.event.On, mark, sentence, article)
}

// The width of a line, and where its words begin.
const (
	width  = 110
	indent = 21
)

func (t *Story) print(day workflow.Date, mark, sentence, article string) {
	if article != "" {
		sentence = strings.TrimSuffix(sentence, ".") + " (artikel " + article + ")"
	}
	prefix := fmt.Sprintf("%17s %s ", day.Dutch(), mark)
	for _, l := range wrap(sentence, width-indent) {
		fmt.Fprintf(t.w, "%s%s\n", prefix, l)
		prefix = strings.Repeat(" ", indent-1)
	}
}

// wrap breaks a sentence into lines of at most so many characters, at its blanks.
func wrap(sentence string, most int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(sentence) {
		if current != "" && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > most {
			lines = append(lines, current)
			current = ""
		}
		current = strings.TrimSpace(current + " " + word)
	}
	return append(lines, current)
}
