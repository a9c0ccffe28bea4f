package paper

// What a reminder is told: what is asked, by which day, and who else has not done it.

import (
	"slices"

	"convenant/templates"
	"convenant/workflow"
)

// reminder tells what is asked of whom.
func (w *writer) reminder(d *templates.LetterData) {
	s, h := w.state, &d.Herinnering
	h.Soort, h.Uiterlijk = w.paper.Asks, templates.Day(w.paper.By)
	h.Voorbij = w.paper.By != 0 && w.paper.By < w.day
	for _, id := range s.StillAsked(w.paper.Asks, w.paper.Change) {
		h.Ontbreken = append(h.Ontbreken, w.asked(id))
	}
	d.Partij = w.asked(w.paper.To)
	body := w.paper.To
	if body == workflow.Alderman {
		body = aldermenMeet
	}
	if d.Overleg = (templates.LetterMeeting{}); !d.Partij.Bestaat {
		d.Overleg.Naam, d.Overleg.Het = body, workflow.TheBody(body)
	}
	if w.paper.Asks == workflow.RemindSign && w.paper.Change == 0 {
		i := slices.IndexFunc(d.Overleggen, func(m templates.LetterMeeting) bool { return m.Datum == h.Uiterlijk && s.Phase == workflow.Signing })
		if i >= 0 {
			h.Bijeenkomst = d.Overleggen[i]
		}
	}
}

// aldermenMeet is where a question to the portefeuillehouders is dealt with.
const aldermenMeet = "Portefeuillehoudersoverleg"

// asked names somebody of whom something is asked, also when it is no Partij.
func (w *writer) asked(id string) templates.LetterParty {
	switch p := w.party(id); {
	case p.Bestaat:
		return p
	case id == workflow.Alderman:
		return templates.LetterParty{Naam: aldermenMeet}
	case id == workflow.Secretariat:
		return templates.LetterParty{Naam: "Secretariaat"}
	default:
		return p
	}
}
