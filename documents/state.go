package documents

// From a state of a convenant to its paper.

import "convenant/workflow"

// AgreementOf gives the agreement as it stands in a state, under one of the statuses. A draft shows no signatures.
func AgreementOf(s *workflow.State, status string, stand workflow.Stand) Agreement {
	a := Agreement{
		Text: *s.Text, Kenmerk: s.Reference, Status: status, Date: s.Day, Fingerprint: s.Text.SHA256(),
		Stand: stand.String() + " · " + s.Day.String(),
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

// manners say how a Partij signed, to follow "getekend".
var manners = map[string]string{
	workflow.Digitally: "digitaal",
	workflow.OnPaper:   "op papier",
	workflow.InPerson:  "live",
	workflow.Qualified: "met een gekwalificeerde handtekening",
}
