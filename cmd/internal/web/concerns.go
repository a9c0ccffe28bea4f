package web

// What asks attention in a convenant on the day that is looked at, and which step comes next.

import (
	"slices"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// concern is something that asks attention.
type concern struct {
	Words string
	Names []string // whom it is about, when they are many
	Sub   string   // the page about it
	How   string   // it can be mended
}

// points are concerns with the page on which they stand.
type points struct {
	Page   *convenantPage
	Points []concern
}

func onPage(p *convenantPage, list []concern) points { return points{p, list} }

// concerns lists what asks the attention of who looks, and what is still to be filled in: of a Partij what is its own.
// What has a last day comes first.
func (v *visit) concerns(d *dossier) (urgent, lacking []concern) {
	party, all := access.OnlyInvolving(v.principal)
	mine := func(id string) bool { return all || id == "" || id == party }
	s := d.state
	urgent = slices.Concat(missingRenewal(s, mine), missingAdvice(s, mine), missingSignatures(s, mine), missingConsent(s, mine), overdue(s))
	lacking = shortcomings(s, mine, lackRemedies[v.principal.Role])
	if v.principal.Role != storage.RoleSecretariat {
		return urgent, lacking
	}
	return slices.Concat(openLetters(s), urgent, withoutEffect(s)), lacking
}

// refusingToSign names who will not sign.
func refusingToSign(s *workflow.State) []string {
	var names []string
	for _, p := range s.Parties {
		if p.State == workflow.Declined {
			names = append(names, p.Name)
		}
	}
	return names
}

// nextStep tells what comes next of a convenant that is not in force yet.
func nextStep(s *workflow.State, secretariat bool) string {
	say := func(toSecretariat, toOthers string) string {
		if secretariat {
			return toSecretariat
		}
		return toOthers
	}
	switch s.Phase {
	case workflow.Concept:
		return say("Maak de tekst af en open de adviesronde, of leg vast waarom die niet nodig is.",
			"Het secretariaat maakt de tekst af. Daarna volgt de adviesronde.")
	case workflow.Advising:
		if slices.ContainsFunc(s.Advisers, func(a workflow.Adviser) bool { return a.Tenor == "" || a.Handling == "" }) {
			return say("Beantwoord elk advies dat binnenkomt. Sluit daarna de adviesronde.", "Het secretariaat beantwoordt elk advies. Daarna sluit de adviesronde.")
		}
		return say("Alle adviezen zijn beantwoord. Sluit de adviesronde.", "Alle adviezen zijn beantwoord. Het secretariaat sluit de adviesronde.")
	case workflow.Adopting:
		for _, m := range s.Meetings {
			if m.Goal == workflow.GoalAdopt && m.Date >= s.Day {
				return capital(workflow.TheBody(m.Body)) + " beslist op " + dutchDay(m.Date) + " over de tekst."
			}
		}
		return say("Zet het convenant op de agenda van een overleg dat de tekst vaststelt, of leg vast wat het overleg heeft besloten.", "Een overleg stelt de tekst vast.")
	case workflow.Signing:
		if refusing := refusingToSign(s); len(refusing) > 0 {
			return capital(inARow(refusing)) + " " + verb(len(refusing), "wil", "willen") + " niet tekenen. Het convenant treedt pas in werking als iedere Partij heeft getekend. " +
				say("Overleg met wie niet wil tekenen, of neem de tekst terug naar concept.", "Het secretariaat overlegt daarover.")
		}
		if !s.AllSigned() {
			return say("Leg elke handtekening vast die binnenkomt.", "Elke Partij tekent de vastgestelde tekst.")
		}
		for _, due := range s.Deadlines() {
			if due.Kind == workflow.DueEntry {
				return "Alle Partijen hebben getekend. Het convenant treedt in werking op " + dutchDay(due.On) + "."
			}
		}
	}
	return ""
}

// missingRenewal tells in the last year before it what is missing to renew. Where a letter of everyone is needed, each
// missing one is a matter of all.
func missingRenewal(s *workflow.State, mine func(string) bool) []concern {
	by := s.RenewalDeadline()
	if by == 0 || by < s.Day || by > s.Day.AddMonths(12) {
		return nil
	}
	until := " Dat kan tot en met " + dutchDay(by)
	if !s.RenewsByLetter() {
		if !slices.ContainsFunc(s.Deadlines(), func(d workflow.Deadline) bool { return d.Kind == workflow.DueRenewal }) {
			return nil
		}
		return []concern{{Words: "Over de verlenging is nog niet besloten." + until + "; anders eindigt het convenant op " + dutchDay(s.End) + ".", Sub: "verlenging"}}
	}
	each := s.Terms.Renewal.Quorum == workflow.EachForItself
	var names []string
	for _, id := range s.WithoutRenewal() {
		if !each || mine(id) {
			names = append(names, partyName(s, id))
		}
	}
	end := "; anders eindigt het convenant voor iedereen."
	if each {
		end = "; wie geen brief stuurt, is na " + dutchDay(s.End) + " geen Partij meer."
	}
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []concern{{Words: "De verlengingsbrief van " + names[0] + " is nog niet ontvangen." + until + end, Sub: "verlenging"}}
	}
	return []concern{{Words: strconv.Itoa(len(names)) + " verlengingsbrieven zijn nog niet ontvangen." + until + end, Names: names, Sub: "verlenging"}}
}

func missingSignatures(s *workflow.State, mine func(string) bool) []concern {
	var names []string
	for i := range s.Parties {
		if p := &s.Parties[i]; mine(p.ID) && (p.State == workflow.Declined || p.State == workflow.Invited) && (s.Phase == workflow.Signing || p.Change != 0) {
			names = append(names, p.Name)
		}
	}
	return aboutParties(names, "heeft nog niet getekend.", "Partijen hebben nog niet getekend.", "partijen")
}

func missingAdvice(s *workflow.State, mine func(string) bool) []concern {
	var list []concern
	until := ""
	if s.AdviceBy >= s.Day {
		until = " Dat kan tot en met " + dutchDay(s.AdviceBy) + "."
	}
	for _, a := range s.Advisers {
		if s.Phase == workflow.Advising && mine(a.Name) && a.Tenor == "" {
			list = append(list, concern{Words: adviserName(s, a.Name) + " heeft nog geen advies gegeven." + until, Sub: "besluitvorming"})
		} else if s.Phase == workflow.Advising && mine("") && a.Tenor != "" && a.Handling == "" {
			list = append(list, concern{Words: "Het advies van " + adviserName(s, a.Name) + " is nog niet beantwoord.", Sub: "besluitvorming"})
		}
	}
	return list
}

func missingConsent(s *workflow.State, mine func(string) bool) []concern {
	var list []concern
	for i := range s.Changes {
		var names []string
		for _, p := range stillToConsent(s, &s.Changes[i]) {
			if mine(p.ID) {
				names = append(names, p.Name)
			}
		}
		n := strconv.Itoa(s.Changes[i].Number)
		list = append(list, aboutParties(names, "heeft nog geen antwoord gegeven op wijziging "+n+".", "Partijen hebben nog geen antwoord gegeven op wijziging "+n+".", "wijzigingen/"+n)...)
	}
	return list
}

// shortcomingWords say of many what is missing.
var shortcomingWords = map[string]string{
	workflow.NoContact:        "Partijen hebben nog geen contactpersoon.",
	workflow.NoSecondContact:  "Partijen hebben nog geen tweede contactpersoon.",
	workflow.NoRepresentative: "Partijen hebben nog geen vertegenwoordiger.",
	workflow.NoMandate:        "Partijen hebben een vertegenwoordiger zonder vastgelegd besluit of mandaat.",
}

// lackRemedies tell how what is missing is mended, by the role of who looks.
var lackRemedies = map[storage.Role]map[string]string{
	storage.RoleSecretariat: {
		workflow.NoContact: "Vraag wie het is, en leg het vast.", workflow.NoSecondContact: "Vraag wie het is, en leg het vast.",
		workflow.NoRepresentative: "Vraag wie tekent, en leg het vast.", workflow.NoMandate: "Vraag om het besluit of het mandaat, en leg het vast.",
	},
	storage.RoleParty: {
		workflow.NoContact: "Geef de naam door aan het secretariaat.", workflow.NoSecondContact: "Geef de naam door aan het secretariaat.",
		workflow.NoRepresentative: "Geef aan het secretariaat door wie tekent.", workflow.NoMandate: "Stuur het besluit of het mandaat naar het secretariaat.",
	},
}

// shortcomings lists what Partijen lack, and what many lack in one line.
func shortcomings(s *workflow.State, mine func(string) bool, remedies map[string]string) []concern {
	var list []concern
	at := map[string]int{} // by kind, its place in the list
	for _, short := range s.Shortcomings() {
		p := s.Party(short.Party)
		if p == nil || !mine(short.Party) {
			continue
		}
		if i, ok := at[short.Kind]; ok {
			list[i].Names = append(list[i].Names, p.Name)
			list[i].Words = strconv.Itoa(len(list[i].Names)) + " " + shortcomingWords[short.Kind]
			continue
		}
		at[short.Kind] = len(list)
		list = append(list, concern{short.Sentence, []string{p.Name}, "partijen", remedies[short.Kind]})
	}
	return list
}

// overdue lists what should have been done by now for the whole.
func overdue(s *workflow.State) []concern {
	var list []concern
	for _, short := range s.Shortcomings() {
		if short.Party == "" {
			list = append(list, concern{Words: short.Sentence})
		}
	}
	return list
}

// openLetters lists the letters that were registered and not acted on.
func openLetters(s *workflow.State) []concern {
	var list []concern
	for _, l := range s.Letters {
		if _, done := s.ActedOn(l); done || l.Kind == workflow.OtherLetter {
			continue
		}
		words := "De " + l.Kind + " van " + partyName(s, l.Party) + ", ontvangen op " + dutchDay(l.Received) + ", is nog niet beoordeeld."
		list = append(list, concern{Words: words, Sub: "brieven/" + strconv.Itoa(l.Number)})
	}
	return list
}

func withoutEffect(s *workflow.State) []concern {
	var list []concern
	for _, w := range s.Without {
		list = append(list, concern{Words: "Feit " + strconv.Itoa(w.Fact) + " telt niet meer mee. " + w.Reason.Error(), Sub: "geschiedenis#feit-" + strconv.Itoa(w.Fact)})
	}
	return list
}

// aboutParties says in one line what one or many Partijen have not done.
func aboutParties(names []string, one, more, sub string) []concern {
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []concern{{Words: names[0] + " " + one, Names: names, Sub: sub}}
	}
	return []concern{{Words: strconv.Itoa(len(names)) + " " + more, Names: names, Sub: sub}}
}

// partyName names a Partij of a state.
func partyName(s *workflow.State, id string) string {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	return id
}
