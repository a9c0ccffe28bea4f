package paper

// What a reminder is told: what is asked, by which day, and who else has not done it.

import (
	"slices"
	"strings"

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
	d.Overleg = w.meetingOf(d, func(m templates.LetterMeeting) bool { return strings.EqualFold(m.Naam, w.paper.To) })
	if w.paper.Asks == workflow.RemindSign && w.paper.Change == 0 {
		h.Bijeenkomst = w.meetingOf(d, func(m templates.LetterMeeting) bool { return m.Datum == h.Uiterlijk && s.Phase == workflow.Signing })
	}
}

// asked names somebody of whom something is asked, also when it is no Partij.
func (w *writer) asked(id string) templates.LetterParty {
	switch p := w.party(id); {
	case p.Bestaat:
		return p
	case id == workflow.Alderman:
		return templates.LetterParty{Naam: "het portefeuillehoudersoverleg"}
	case id == workflow.Secretariat:
		return templates.LetterParty{Naam: "Secretariaat"}
	default:
		return p
	}
}

// meetingOf finds the first meeting for which a condition holds, or none.
func (w *writer) meetingOf(d *templates.LetterData, is func(templates.LetterMeeting) bool) templates.LetterMeeting {
	if i := slices.IndexFunc(d.Overleggen, is); i >= 0 {
		return d.Overleggen[i]
	}
	return templates.LetterMeeting{}
}
