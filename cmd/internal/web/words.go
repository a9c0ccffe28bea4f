package web

// Words for what the record has codes for, and the functions that templates may use.

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // Europe/Amsterdam, before it is asked for below

	"convenant/storage"
	"convenant/workflow"
)

var roleWords = map[storage.Role]string{
	storage.RoleSecretariat: "secretariaat",
	storage.RoleAlderman:    "portefeuillehouder",
	storage.RoleParty:       "Partij",
	storage.RoleOperator:    "beheer",
}

// phaseWords name the states of a convenant as a reader knows them.
var phaseWords = map[workflow.Phase]string{
	workflow.Concept:   "Concept",
	workflow.Advising:  "Adviesronde",
	workflow.Adopting:  "Vaststelling",
	workflow.Signing:   "Ondertekening",
	workflow.InForce:   "In werking",
	workflow.Expired:   "Verlopen",
	workflow.Ended:     "Beëindigd",
	workflow.Withdrawn: "Ingetrokken",
}

// partyWords name the states of a Partij.
var partyWords = map[workflow.PartyState]string{
	workflow.Invited:  "Nog niet getekend",
	workflow.Signed:   "Getekend",
	workflow.Declined: "Weigert te tekenen",
	workflow.Bound:    "Partij",
	workflow.Leaving:  "Opgezegd",
	workflow.Left:     "Uitgetreden",
}

// changeWords name the states of a change.
var changeWords = map[workflow.ChangeState]string{
	workflow.Proposed:        "Voorgesteld",
	workflow.Adopted:         "Aangenomen",
	workflow.Rejected:        "Afgewezen",
	workflow.ChangeWithdrawn: "Ingetrokken",
	workflow.Lapsed:          "Vervallen",
}

// functions may be used in every template.
var functions = template.FuncMap{
	"dag":               dutchDay,
	"kort":              shortDay,
	"moment":            moment,
	"fase":              func(p workflow.Phase) string { return phaseWords[p] },
	"fasestatus":        statusOfPhase,
	"alineas":           paragraphs,
	"opsomming":         inARow,
	"paar":              withPage,
	"partijtoestand":    func(s workflow.PartyState) string { return partyWords[s] },
	"wijzigingtoestand": func(s workflow.ChangeState) string { return changeWords[s] },
	"rol":               func(r storage.Role) string { return roleWords[r] },
	"aantal":            amount,
	"kap":               capital,
	"optel":             func(a, b int) int { return a + b },
	"vingerafdruk":      shortFingerprint,
	"klein":             uncapital,
	"heel":              keptWhole,
	"punten":            onPage,
	"rij":               optionOn,
}

// dutchDay writes a day as "31 december 2025", held together on one line; without one it is a dash.
func dutchDay(d workflow.Date) string {
	if d.IsZero() {
		return "–"
	}
	return strings.ReplaceAll(d.Dutch(), " ", "\u00a0")
}

// shortDay writes a day for a narrow column: "31-12-2025".
func shortDay(d workflow.Date) string {
	if d.IsZero() {
		return "–"
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%02d-%02d-%d", day, month, year)
}

// moment writes a point in time as it is here, and says so: "31 december 2025 om 14.05 uur (Nederlandse tijd)".
func moment(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	local := t.In(amsterdam)
	d, _ := workflow.NewDate(local.Year(), int(local.Month()), local.Day())
	return dutchDay(d) + " om " + local.Format("15.04") + " uur (Nederlandse tijd)"
}

var amsterdam = func() *time.Location {
	l, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // the zones are in the program
	}
	return l
}()

// amount counts: amount 1 "convenant" "convenanten" is "1 convenant".
func amount(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + more
}

// capital gives a sentence its capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
