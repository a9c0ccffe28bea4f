package documents

// From a state of a convenant to its paper.

import (
	"fmt"

	"convenant/workflow"
)

// AgreementOf gives the agreement as it stands in a state, under one of the statuses. A draft shows no signatures.
func AgreementOf(s *workflow.State, status string, stand workflow.Stand) Agreement {
	a := Agreement{
		Text: *s.Text, Version: s.Version, Kenmerk: s.Reference, Status: status, Date: s.Day, Fingerprint: s.Text.SHA256(),
		Stand: StandLine(stand, s.Day),
	}
	for _, p := range s.Parties {
		if p.State == workflow.Left {
			continue
		}
		party := Party{Name: p.Name, Group: p.Group, Representative: p.Representative.Name, Capacity: p.Representative.Capacity}
		if status == Ondertekend || status == Geconsolideerd {
			party.SignedOn, party.Manner = p.SignedOn, manners[p.SignedHow]
		}
		a.Parties = append(a.Parties, party)
	}
	return a
}

// StandLine is the line at the foot of a page by which a paper copy can be looked up: stand 27 · a1b2c3d4 · 31-12-2025.
func StandLine(stand workflow.Stand, day workflow.Date) string {
	return stand.String() + " · " + shortDate(day)
}

// MannerOf says how a Partij signed, to follow "ondertekend", or "".
func MannerOf(how string) string { return manners[how] }

// shortDate writes a day as the foot of a page has it: 31-12-2025.
func shortDate(d workflow.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%02d-%02d-%04d", day, month, year)
}

// manners say how a Partij signed, to follow "getekend".
var manners = map[string]string{
	workflow.Digitally: "digitaal",
	workflow.OnPaper:   "op papier",
	workflow.InPerson:  "live",
	workflow.Qualified: "met een gekwalificeerde handtekening",
}
