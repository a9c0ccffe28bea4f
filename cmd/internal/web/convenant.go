package web

// Where a convenant stands: in one sentence and a line, then what asks attention, and then what there is to know.

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/chronicle"
	"convenant/cmd/internal/web/figure"
	"convenant/storage"
	"convenant/workflow"
)

// convenantPage is the first page of a convenant.
type convenantPage struct {
	*dossier
	State     *workflow.State
	Life      template.HTML
	Attention []concern
	SHA256    string
	Groups    []partyGroup
	Signing   template.HTML // how many have signed, while they sign
	Coming    []comingDay
	Terms     []termRow
	Last      []chronicle.Entry // the last of what happened, the latest first
	Stand     int
}

// How many of the last events, and of the coming days, the first page shows.
const (
	mostLast   = 5
	mostComing = 6
)

func (v *visit) convenant() error {
	d, s, err := v.openDossier("")
	if err != nil {
		return err
	}
	p := &convenantPage{dossier: d, State: s, Groups: groupsOf(s, v.principal.Actor()), SHA256: s.Text.SHA256(), Stand: len(d.record.Facts()), Terms: termRows(s)}
	p.Life = figure.Life(figure.LifeLine{State: s, Timeline: d.record.Timeline()})
	p.Attention = v.concerns(d)
	p.Coming = comingDays(s, v.principal.Actor())
	p.Coming = p.Coming[:min(len(p.Coming), mostComing)]
	if s.Phase == workflow.Signing {
		p.Signing = signingProgress(s.Parties)
	}
	for _, e := range slices.Backward(s.History) {
		if len(p.Last) < mostLast {
			p.Last = append(p.Last, chronicle.Tell(s, d.record.Facts(), e))
		}
	}
	return v.page("convenant", p)
}

// Short is the beginning of a fingerprint, by which people tell one from another.
func (p *convenantPage) Short() string { return p.SHA256[:8] }

// Ordinal names the running period by its rank.
func (p *convenantPage) Ordinal() string {
	return capital(workflow.OrdinalWord(p.State.Period)) + " periode"
}

// concern is something that asks attention.
type concern struct {
	Words string
	Names []string // whom it is about, when they are many
	Sub   string   // the page about it
}

// concerns lists what asks the attention of who looks: of a Partij what is its own.
func (v *visit) concerns(d *dossier) []concern {
	party, all := access.OnlyInvolving(v.principal)
	mine := func(id string) bool { return all || id == "" || id == party }
	list := slices.Concat(missingSignatures(d.state, mine), missingAdvice(d.state, mine), missingConsent(d.state, mine), shortcomings(d.state, mine))
	if v.principal.Role != storage.RoleSecretariat {
		return list
	}
	return slices.Concat(openLetters(d.state), withoutEffect(d.state), list)
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
	for _, a := range s.Advisers {
		if s.Phase == workflow.Advising && mine(a.Name) && a.Tenor == "" {
			list = append(list, concern{Words: adviserName(s, a.Name) + " heeft nog geen advies gegeven.", Sub: "besluitvorming"})
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
		list = append(list, aboutParties(names, "heeft nog niets gezegd over wijziging "+n+".", "Partijen hebben nog niets gezegd over wijziging "+n+".", "wijzigingen/"+n)...)
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

// shortcomings lists what is missing, and what is missing for many in one line.
func shortcomings(s *workflow.State, mine func(string) bool) []concern {
	var list []concern
	at := map[string]int{} // by kind, its place in the list
	for _, short := range s.Shortcomings() {
		if !mine(short.Party) {
			continue
		}
		p := s.Party(short.Party)
		if p == nil || shortcomingWords[short.Kind] == "" {
			list = append(list, concern{Words: short.Sentence})
			continue
		}
		if i, ok := at[short.Kind]; ok {
			list[i].Names = append(list[i].Names, p.Name)
			list[i].Words = strconv.Itoa(len(list[i].Names)) + " " + shortcomingWords[short.Kind]
			continue
		}
		at[short.Kind] = len(list)
		list = append(list, concern{short.Sentence, []string{p.Name}, "partijen"})
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
		return []concern{{names[0] + " " + one, names, sub}}
	}
	return []concern{{strconv.Itoa(len(names)) + " " + more, names, sub}}
}

// partyName names a Partij of a state.
func partyName(s *workflow.State, id string) string {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	return id
}

// comingDay is a day that is coming.
type comingDay struct {
	On    workflow.Date
	Words string
	Names []string // whom it is about, when they are many
	own   bool     // it is about the Partij that looks
}

// comingDays lists the days that are coming. What many have to do on one day stands in one line; of a Partij that looks
// its own day stands in a line of its own, before that of others.
func comingDays(s *workflow.State, actor string) []comingDay {
	var list []comingDay
	type same struct {
		kind string
		on   workflow.Date
	}
	at := map[same]int{}
	for _, due := range s.Deadlines() {
		name := partyName(s, due.Party)
		words := comingDay{On: due.On, Words: capital(workflow.DeadlineWords(due.Kind, name))}
		if due.Party == actor && due.Party != "" {
			words.Words, words.own = capital(workflow.DeadlineWords(due.Kind, "uw organisatie")), true
		}
		key := same{due.Kind, due.On}
		i, ok := at[key]
		switch {
		case due.Party == "" || due.Party == actor:
			list = append(list, words)
		case !ok:
			at[key] = len(list)
			words.Names = []string{name}
			list = append(list, words)
		default:
			list[i].Names = append(list[i].Names, name)
			list[i].Words = capital(workflow.DeadlineWords(due.Kind, amount(len(list[i].Names), "Partij", "Partijen")))
		}
	}
	slices.SortStableFunc(list, func(a, b comingDay) int { return cmp.Or(int(a.On-b.On), rank(a.own)-rank(b.own)) })
	return list
}

// rank puts what holds before what does not.
func rank(holds bool) int {
	if holds {
		return 0
	}
	return 1
}
