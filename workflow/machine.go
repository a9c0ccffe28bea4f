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
