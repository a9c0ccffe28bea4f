package workflow

// The states of a convenant, of a Partij in it and of a proposed change, as three transition tables on looplab/fsm.
// An event is an act or a consequence, under its public name. A row whose state is also its goal says that the act is
// possible there and changes no state. The README's diagram is generated from these tables.

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/looplab/fsm"
)

// Phase is the state of a convenant.
type Phase string

// The states of a convenant. One that everyone has signed but that is not yet in force is still in Signing.
const (
	Concept   Phase = "concept"
	Advising  Phase = "adviesronde"
	Adopting  Phase = "vaststelling"
	Signing   Phase = "ondertekening"
	InForce   Phase = "in-werking"
	Expired   Phase = "verlopen"
	Ended     Phase = "beeindigd"
	Withdrawn Phase = "ingetrokken"
)

// Phases lists the states of a convenant in the order of its life.
var Phases = []Phase{Concept, Advising, Adopting, Signing, InForce, Expired, Ended, Withdrawn}

// Over reports that nothing can be agreed any more.
func (p Phase) Over() bool { return p == Expired || p == Ended || p == Withdrawn }

// PartyState is the state of a Partij in a convenant.
type PartyState string

// The states of a Partij.
const (
	Invited  PartyState = "uitgenodigd"
	Signed   PartyState = "getekend"
	Declined PartyState = "geweigerd"
	Bound    PartyState = "partij"
	Leaving  PartyState = "opgezegd" // bound until its last day
	Left     PartyState = "uitgetreden"
)

// PartyStates lists the states of a Partij.
var PartyStates = []PartyState{Invited, Signed, Declined, Bound, Leaving, Left}

// ChangeState is the state of a proposed change.
type ChangeState string

// The states of a change.
const (
	Proposed        ChangeState = "voorgesteld"
	Adopted         ChangeState = "aangenomen"
	Rejected        ChangeState = "afgewezen"
	ChangeWithdrawn ChangeState = "ingetrokken"
	Lapsed          ChangeState = "vervallen"
)

// ChangeStates lists the states of a change.
var ChangeStates = []ChangeState{Proposed, Adopted, Rejected, ChangeWithdrawn, Lapsed}

// The consequences: what follows from facts, terms and the day, and is never recorded.
const (
	WasAdopted     = "vastgesteld"
	CameIntoForce  = "in-werking-getreden"
	WasRenewed     = "verlengd"
	HasExpired     = "verlopen"
	WasEnded       = "beeindigd"
	HasLeft        = "uitgetreden"
	HasJoined      = "toegetreden"
	ChangeAdopted  = "wijziging-aangenomen"
	ChangeRejected = "wijziging-afgewezen"
	ChangeLapsed   = "wijziging-vervallen"
	ChangeInForce  = "wijziging-in-werking"
)

// The outcomes of a deliberation about the text.
const (
	outcomeAdopted  = "vastgesteld"
	outcomeHeld     = "aangehouden"
	outcomeRejected = "afgewezen"
)

type transition struct {
	event string
	from  []string
	to    string // the same state when empty
}

var live = []Phase{Concept, Advising, Adopting, Signing, InForce}

var convenantTable = []transition{
	{string(EditText), phases(Concept), ""},
	{string(AddParty), phases(Concept), ""},
	{string(RemoveParty), phases(Concept), ""},
	{string(OpenAdvice), phases(Concept), string(Advising)},
	{string(SkipAdvice), phases(Concept), string(Adopting)},
	{string(GiveAdvice), phases(Advising), ""},
	{string(AnswerAdvice), phases(Advising), ""},
	{string(CloseAdvice), phases(Advising), string(Adopting)},
	{outcomeAdopted, phases(Adopting), string(Signing)},
	{outcomeHeld, phases(Adopting), ""},
	{outcomeRejected, phases(Adopting), string(Concept)},
	{string(BackToConcept), phases(Advising, Adopting, Signing), string(Concept)},
	{string(Sign), phases(Signing, InForce), ""},
	{string(DeclineToSign), phases(Signing, InForce), ""},
	{string(Publish), phases(Signing, InForce), ""},
	{CameIntoForce, phases(Signing), string(InForce)},
	{string(GiveNotice), phases(InForce), ""},
	{string(Renew), phases(InForce), ""},
	{string(ProposeChange), phases(Signing, InForce), ""},
	{string(AdaptChange), phases(Signing, InForce), ""},
	{string(Consent), phases(Signing, InForce), ""},
	{string(RefuseConsent), phases(Signing, InForce), ""},
	{string(WithdrawChange), phases(Signing, InForce), ""},
	{string(Evaluate), phases(InForce), ""},
	{string(RecordEvent), phases(InForce), ""},
	{WasRenewed, phases(InForce), ""},
	{HasExpired, phases(InForce), string(Expired)},
	{WasEnded, phases(InForce), string(Ended)},
	{string(Withdraw), phases(Concept, Advising, Adopting, Signing), string(Withdrawn)},
	{string(RenameParty), phases(live...), ""},
	{string(SucceedParty), phases(live...), ""},
	{string(AppointRepresentative), phases(live...), ""},
	{string(AppointContact), phases(live...), ""},
	{string(Schedule), phases(live...), ""},
	{string(Deliberate), phases(live...), ""},
	{string(RegisterLetter), phases(Phases...), ""},
	{string(Correct), phases(Phases...), ""},
	{string(ErasePersonalData), phases(Phases...), ""},
}

var partyTable = []transition{
	{string(Sign), names(Invited, Declined), string(Signed)},
	{string(DeclineToSign), names(Invited), string(Declined)},
	{string(BackToConcept), names(Invited, Signed, Declined), string(Invited)},
	{CameIntoForce, names(Signed), string(Bound)},
	{HasJoined, names(Signed), string(Bound)},
	{string(GiveNotice), names(Bound, Leaving), string(Leaving)},
	{string(Renew), names(Bound), ""},
	{HasLeft, names(Bound, Leaving), string(Left)},
	{string(SucceedParty), names(Invited, Signed, Declined, Bound, Leaving), string(Left)},
}

var changeTable = []transition{
	{string(AdaptChange), names(Proposed), ""},
	{string(Consent), names(Proposed), ""},
	{string(RefuseConsent), names(Proposed), ""},
	{ChangeAdopted, names(Proposed), string(Adopted)},
	{ChangeRejected, names(Proposed), string(Rejected)},
	{ChangeLapsed, names(Proposed), string(Lapsed)},
	{string(WithdrawChange), names(Proposed), string(ChangeWithdrawn)},
}

func phases(list ...Phase) []string { return names(list...) }

func names[T ~string](list ...T) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = string(n)
	}
	return out
}

// machine answers for one of the tables. Its fsm is asked once what every event leads to, because the answers never
// change and a fold asks hundreds of times.
type machine struct {
	table []transition
	next  map[step]string
}

// step is an event in a state.
type step struct{ state, event string }

func newMachine(table []transition) *machine {
	m := &machine{table: table, next: map[step]string{}}
	var events fsm.Events
	for _, t := range table {
		if t.to != "" {
			events = append(events, fsm.EventDesc{Name: t.event, Src: t.from, Dst: t.to})
			continue
		}
		for _, state := range t.from {
			events = append(events, fsm.EventDesc{Name: t.event, Src: []string{state}, Dst: state})
		}
	}
	f := fsm.NewFSM("", events, nil)
	for _, e := range events {
		for _, state := range e.Src {
			f.SetState(state)
			switch err := f.Event(context.Background(), e.Name); err.(type) {
			case nil, fsm.NoTransitionError:
				m.next[step{state, e.Name}] = f.Current()
			default:
				panic(fmt.Sprintf("workflow: %q in state %q: %v", e.Name, state, err))
			}
		}
	}
	return m
}

var (
	convenantMachine = newMachine(convenantTable)
	partyMachine     = newMachine(partyTable)
	changeMachine    = newMachine(changeTable)
)

// can reports whether the event is possible in the state.
func (m *machine) can(state, event string) bool {
	_, ok := m.next[step{state, event}]
	return ok
}

// fire returns the state after the event. Callers ask can first; an impossible event is a mistake in this package.
func (m *machine) fire(state, event string) string {
	next, ok := m.next[step{state, event}]
	if !ok {
		panic(fmt.Sprintf("workflow: %q is not possible in state %q", event, state))
	}
	return next
}

// Path is the way through the life of a convenant.
type Path struct {
	Line  []Phase // from one to the next, when nothing goes back and nothing is passed over
	Ends  []Phase // what the last of the line ends in
	Exits []Phase // where an earlier one of the line can end
}

// LifePath reads from the table which way the life of a convenant goes.
func LifePath() Path {
	leads := func(from, to Phase) bool {
		return slices.ContainsFunc(convenantTable, func(t transition) bool {
			return t.to == string(to) && slices.Contains(t.from, string(from))
		})
	}
	p := Path{Line: []Phase{Concept}}
	last := Concept
	for _, next := range Phases {
		if !next.Over() && next != Concept && leads(last, next) {
			p.Line, last = append(p.Line, next), next
		}
	}
	for _, end := range Phases {
		switch {
		case !end.Over():
		case leads(last, end):
			p.Ends = append(p.Ends, end)
		case slices.ContainsFunc(p.Line, func(from Phase) bool { return leads(from, end) }):
			p.Exits = append(p.Exits, end)
		}
	}
	return p
}

// PhaseEntry is a day on which a convenant came into a state.
type PhaseEntry struct {
	Phase Phase
	On    Date
}

// Entries lists the states that a convenant came into, as its history says, in order; also those that it left on the
// same day.
func (s *State) Entries() []PhaseEntry {
	var list []PhaseEntry
	phase := Phase("")
	for _, e := range s.History {
		event := e.Kind
		if verdict := e.Data.Get("besluit").Text; event == string(Deliberate) && verdict == outcomeRejected {
			event = verdict // what is vastgesteld is told as a consequence
		}
		next := phase
		switch {
		case event == string(Draft):
			next = Concept
		case convenantMachine.can(string(phase), event):
			next = Phase(convenantMachine.fire(string(phase), event))
		}
		if next != phase {
			phase = next
			list = append(list, PhaseEntry{phase, e.On})
		}
	}
	return list
}

// Diagram draws the three tables as Mermaid state diagrams; rows that change no state are left out.
func Diagram() string {
	var b strings.Builder
	draw := func(title, start string, table []transition) {
		fmt.Fprintf(&b, "---\ntitle: %s\n---\nstateDiagram-v2\n    [*] --> %s\n", title, start)
		var lines []string
		for _, t := range table {
			for _, from := range t.from {
				if t.to != "" && t.to != from {
					lines = append(lines, fmt.Sprintf("    %s --> %s: %s\n", from, t.to, t.event))
				}
			}
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, ""))
	}
	draw("Convenant", string(Concept), convenantTable)
	b.WriteString("\n")
	draw("Partij", string(Invited), partyTable)
	b.WriteString("\n")
	draw("Wijziging", string(Proposed), changeTable)
	return b.String()
}
