package play

// How the papers of a story are told: under the event that calls for them, those of one kind together.

import (
	"fmt"
	"slices"
	"strings"

	"convenant/workflow"
)

// callsFor picks the papers that an event calls for.
func (t *Story) callsFor(r Result, e workflow.Event, undone bool) []Call {
	if !t.papers {
		return nil
	}
	var calls []Call
	for _, c := range r.Called {
		if !c.Offered && c.Undone == undone && c.Event.Kind == e.Kind && c.Event.On == e.On && c.Event.Fact == e.Fact &&
			c.Event.Data.Get("partij").Text == e.Data.Get("partij").Text && c.Event.Data.Get("wijziging").Text == e.Data.Get("wijziging").Text {
			calls = append(calls, c)
		}
	}
	return calls
}

// offered picks the letters that are put ready for Partijen.
func (t *Story) offered(r Result) []Call {
	var offered []Call
	for _, c := range r.Called {
		if c.Offered && t.papers {
			offered = append(offered, c)
		}
	}
	return offered
}

// offer tells which letters were put ready by a day, and returns the rest.
func (t *Story) offer(r Result, offered []Call, by workflow.Date) []Call {
	for len(offered) > 0 && offered[0].Day <= by {
		t.End()
		n := sameKind(offered)
		t.print(offered[0].Day, "·", "Klaargezet: "+t.receivers(r.State, offered[:n], "voor"), "")
		offered = offered[n:]
	}
	return offered
}

// sameKind counts how many calls from the first on are of its kind.
func sameKind(calls []Call) int {
	n := slices.IndexFunc(calls, func(c Call) bool { return c.Paper.Kind != calls[0].Paper.Kind })
	if n < 0 {
		return len(calls)
	}
	return n
}

// printCalls prints a line for each kind of paper.
func (t *Story) printCalls(s *workflow.State, calls []Call) {
	order := map[string]int{}
	for _, c := range calls {
		if _, seen := order[c.Paper.Kind]; !seen {
			order[c.Paper.Kind] = len(order)
		}
	}
	calls = slices.Clone(calls)
	slices.SortStableFunc(calls, func(a, b Call) int { return order[a.Paper.Kind] - order[b.Paper.Kind] })
	for len(calls) > 0 {
		n := sameKind(calls)
		fmt.Fprintf(t.w, "%s· %s\n", strings.Repeat(" ", indent-1), t.receivers(s, calls[:n], "aan"))
		calls = calls[n:]
	}
}

// receivers names a kind of paper and who gets it; of many, how many.
func (t *Story) receivers(s *workflow.State, calls []Call, to string) string {
	const few = 2
	var names []string
	for _, c := range calls {
		if c.Paper.To == "" {
			continue
		}
		name := c.Paper.To
		if p := s.Party(name); p != nil {
			name = p.Name
		}
		names = append(names, name)
	}
	switch n := len(names); {
	case n == 0:
		return calls[0].Paper.Kind
	case n <= few:
		return calls[0].Paper.Kind + " " + to + " " + strings.Join(names, " en ")
	default:
		return fmt.Sprintf("%s %s %d Partijen", calls[0].Paper.Kind, to, n)
	}
}
