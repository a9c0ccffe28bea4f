package workflow

import (
	"slices"
	"strings"
	"testing"
)

// The three machines in every state, for every act and consequence, written out from the contract and not from the
// tables. A dot means that it is not possible there, = that it is and changes no state, and a name is the state after
// it. Columns are the states in the order of their life.

const convenantGrid = `
                             concept       adviesronde  vaststelling  ondertekening in-werking verlopen beeindigd ingetrokken
opstellen                    .             .            .             .             .          .        .         .
tekst-wijzigen               =             .            .             .             .          .        .         .
partij-toevoegen             =             .            .             .             .          .        .         .
partij-verwijderen           =             .            .             .             .          .        .         .
partij-hernoemen             =             =            =             =             =          .        .         .
partij-opvolgen              =             =            =             =             =          .        .         .
vertegenwoordiger-aanwijzen  =             =            =             =             =          .        .         .
contactpersoon-aanwijzen     =             =            =             =             =          .        .         .
adviesronde-openen           adviesronde   .            .             .             .          .        .         .
advies-uitbrengen            .             =            .             .             .          .        .         .
advies-verwerken             .             =            .             .             .          .        .         .
adviesronde-sluiten          .             vaststelling .             .             .          .        .         .
adviesronde-overslaan        vaststelling  .            .             .             .          .        .         .
terug-naar-concept           .             concept      concept       concept       .          .        .         .
agenderen                    =             =            =             =             =          .        .         .
besluiten                    =             =            =             =             =          .        .         .
vastgesteld                  .             .            ondertekening .             .          .        .         .
aangehouden                  .             .            =             .             .          .        .         .
afgewezen                    .             .            concept       .             .          .        .         .
ondertekenen                 .             .            .             =             =          .        .         .
ondertekening-weigeren       .             .            .             =             =          .        .         .
publiceren                   .             .            .             =             =          .        .         .
in-werking-getreden          .             .            .             in-werking    .          .        .         .
brief-registreren            =             =            =             =             =          =        =         =
opzeggen                     .             .            .             .             =          .        .         .
verlengen                    .             .            .             .             =          .        .         .
wijziging-voorstellen        .             .            .             =             =          .        .         .
wijziging-aanpassen          .             .            .             =             =          .        .         .
instemmen                    .             .            .             =             =          .        .         .
instemming-weigeren          .             .            .             =             =          .        .         .
wijziging-intrekken          .             .            .             =             =          .        .         .
evalueren                    .             .            .             .             =          .        .         .
gebeurtenis-vastleggen       .             .            .             .             =          .        .         .
verlengd                     .             .            .             .             =          .        .         .
verlopen                     .             .            .             .             verlopen   .        .         .
beeindigd                    .             .            .             .             beeindigd  .        .         .
intrekken                    ingetrokken   ingetrokken  ingetrokken   ingetrokken   .          .        .         .
corrigeren                   =             =            =             =             =          =        =         =
persoonsgegevens-wissen      =             =            =             =             =          =        =         =
uitgetreden                  .             .            .             .             .          .        .         .
toegetreden                  .             .            .             .             .          .        .         .
wijziging-aangenomen         .             .            .             .             .          .        .         .
wijziging-afgewezen          .             .            .             .             .          .        .         .
wijziging-vervallen          .             .            .             .             .          .        .         .
wijziging-in-werking         .             .            .             .             .          .        .         .
`

// A Partij that signed can no longer refuse, one that refused may still sign (R12); a notice is final (R6), and only a
// joint one reaches who is already leaving.
const partyGrid = `
                             uitgenodigd getekend     geweigerd    partij      opgezegd    uitgetreden
ondertekenen                 getekend    .            getekend     .           .           .
ondertekening-weigeren       geweigerd   .            .            .           .           .
terug-naar-concept           =           uitgenodigd  uitgenodigd  .           .           .
in-werking-getreden          .           partij       .            .           .           .
toegetreden                  .           partij       .            .           .           .
opzeggen                     .           .            .            opgezegd    =           .
verlengen                    .           .            .            =           .           .
uitgetreden                  .           .            .            uitgetreden uitgetreden .
partij-opvolgen              uitgetreden uitgetreden  uitgetreden  uitgetreden uitgetreden .
`

const changeGrid = `
                             voorgesteld  aangenomen afgewezen ingetrokken vervallen
wijziging-aanpassen          =            .          .         .           .
instemmen                    =            .          .         .           .
instemming-weigeren          =            .          .         .           .
wijziging-aangenomen         aangenomen   .          .         .           .
wijziging-afgewezen          afgewezen    .          .         .           .
wijziging-vervallen          vervallen    .          .         .           .
wijziging-intrekken          ingetrokken  .          .         .           .
`

// everyEvent lists the acts, the consequences, and the outcomes of a decision about the text.
func everyEvent() []string {
	list := append(names(Kinds...), WasAdopted, CameIntoForce, WasRenewed, HasExpired, WasEnded, HasLeft, HasJoined,
		ChangeAdopted, ChangeRejected, ChangeLapsed, ChangeInForce, outcomeHeld, outcomeRejected)
	slices.Sort(list)
	return slices.Compact(list)
}

func TestEveryEventInEveryState(t *testing.T) {
	for _, m := range []struct {
		name    string
		machine *machine
		grid    string
		states  []string
		whole   bool // the grid names every event; otherwise the others are possible nowhere
	}{
		{"convenant", convenantMachine, convenantGrid, names(Phases...), true},
		{"partij", partyMachine, partyGrid, names(PartyStates...), false},
		{"wijziging", changeMachine, changeGrid, names(ChangeStates...), false},
	} {
		t.Run(m.name, func(t *testing.T) {
			lines := strings.Split(strings.Trim(m.grid, "\n"), "\n")
			if columns := strings.Fields(lines[0]); !slices.Equal(columns, m.states) {
				t.Fatalf("the columns are %v and the states %v", columns, m.states)
			}
			expected := map[string][]string{}
			for _, line := range lines[1:] {
				row := strings.Fields(line)
				if len(row) != len(m.states)+1 || expected[row[0]] != nil || !slices.Contains(everyEvent(), row[0]) {
					t.Fatalf("no row, one twice, or an unknown event: %s", line)
				}
				expected[row[0]] = row[1:]
			}
			for _, event := range everyEvent() {
				row, ok := expected[event]
				if !ok && m.whole {
					t.Errorf("the grid forgets %s", event)
				}
				for i, state := range m.states {
					want := "."
					if ok {
						want = row[i]
					}
					if got := m.machine.outcome(state, event); got != want {
						t.Errorf("%s in %s gives %s; the contract says %s", event, state, got, want)
					}
				}
			}
		})
	}
}

// outcome writes what an event does in a state as the grids do.
func (m *machine) outcome(state, event string) string {
	if !m.can(state, event) {
		return "."
	}
	if to := m.fire(state, event); to != state {
		return to
	}
	return "="
}

// looplab/fsm takes an unknown name and a second row for the same state without a word, so these are looked for here.
func TestTheTablesAreSound(t *testing.T) {
	for _, m := range []struct {
		name   string
		table  []transition
		states []string
	}{
		{"convenant", convenantTable, names(Phases...)},
		{"partij", partyTable, names(PartyStates...)},
		{"wijziging", changeTable, names(ChangeStates...)},
	} {
		seen := map[[2]string]bool{}
		reached := map[string]bool{m.states[0]: true}
		for _, row := range m.table {
			if !slices.Contains(everyEvent(), row.event) {
				t.Errorf("%s: %q is no act and no consequence", m.name, row.event)
			}
			if len(row.from) == 0 {
				t.Errorf("%s: %s starts nowhere", m.name, row.event)
			}
			if row.to != "" && !slices.Contains(m.states, row.to) {
				t.Errorf("%s: %s leads to %q, which is no state", m.name, row.event, row.to)
			}
			reached[row.to] = true
			for _, from := range row.from {
				if !slices.Contains(m.states, from) {
					t.Errorf("%s: %s starts in %q, which is no state", m.name, row.event, from)
				}
				if pair := [2]string{row.event, from}; seen[pair] {
					t.Errorf("%s: %s in %s stands twice", m.name, row.event, from)
				} else {
					seen[pair] = true
				}
			}
		}
		for _, state := range m.states {
			if !reached[state] {
				t.Errorf("%s: nothing leads to %s", m.name, state)
			}
		}
	}
}

// An event that is not possible is a mistake in this package and must not pass in silence.
func TestAnImpossibleEventPanics(t *testing.T) {
	for _, event := range []string{string(EditText), "geen handeling"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s in %s passes", event, InForce)
				}
			}()
			convenantMachine.fire(string(InForce), event)
		}()
	}
}

// The diagram draws every row that changes a state, and no other.
func TestTheDiagramDrawsTheTables(t *testing.T) {
	arrows := map[string]bool{}
	for _, grid := range []string{convenantGrid, partyGrid, changeGrid} {
		lines := strings.Split(strings.Trim(grid, "\n"), "\n")
		states := strings.Fields(lines[0])
		for _, line := range lines[1:] {
			row := strings.Fields(line)
			for i, to := range row[1:] {
				if to != "." && to != "=" {
					arrows["    "+states[i]+" --> "+to+": "+row[0]] = true
				}
			}
		}
	}
	for line := range strings.Lines(Diagram()) {
		line = strings.TrimRight(line, "\n")
		if strings.Contains(line, ": ") && strings.Contains(line, "-->") {
			if !arrows[line] {
				t.Errorf("the diagram has %q", line)
			}
			delete(arrows, line)
		}
	}
	for line := range arrows {
		t.Errorf("the diagram lacks %q", line)
	}
}

// Whoever draws the life of a convenant draws every state of it once.
func TestThePathHasEveryStateOnce(t *testing.T) {
	p := LifePath()
	if all := slices.Concat(p.Line, p.Ends, p.Exits); !slices.Equal(all, Phases) {
		t.Errorf("the path has %v", all)
	}
	if p.Line[len(p.Line)-1] != InForce || !slices.Equal(p.Exits, []Phase{Withdrawn}) {
		t.Errorf("the path is %+v", p)
	}
}
