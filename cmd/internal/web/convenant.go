package web

// Where a convenant stands: in one sentence and a line, then what asks attention, and then what there is to know.

import (
	"cmp"
	"html/template"
	"slices"

	"convenant/cmd/internal/chronicle"
	"convenant/cmd/internal/web/figure"
	"convenant/storage"
	"convenant/workflow"
)

// convenantPage is the first page of a convenant.
type convenantPage struct {
	*dossier
	State     *workflow.State
	Own       *ownStanding // how the Partij stands that looks
	Life      template.HTML
	Next      string // the step that comes, as long as it is not in force
	Attention []concern
	Lacking   []concern // what is still to be filled in
	SHA256    string
	Groups    []partyGroup
	Signing   template.HTML // how many have signed, while they sign
	Coming    []comingDay
	Terms     []termRow
	Last      []chronicle.Entry // the last of what happened, the latest first
	Stand     int               // how many facts were recorded of what happened up to the day
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
	p := &convenantPage{dossier: d, State: s, Groups: groupsOf(s, v.principal.Actor()), SHA256: s.Text.SHA256(), Terms: termRows(s)}
	p.Life = figure.Life(figure.LifeLine{State: s, Timeline: d.record.Timeline(), Today: d.Today, KnownOn: d.KnownOn})
	if party := v.principal.Party; party != "" && s.Party(party) != nil {
		o := ownPart{d.ID, party, d.record, s, d.On}
		own := o.standing()
		if err := v.addProof(o, &own); err != nil {
			return err
		}
		p.Own = &own
	}
	p.Next = nextStep(s, v.principal.Role == storage.RoleSecretariat)
	p.Attention, p.Lacking = v.concerns(d)
	for _, f := range d.record.Facts() {
		if f.On <= d.On {
			p.Stand++
		}
	}
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
		if due.Kind == workflow.DueNotice {
			words.Words = "De laatste dag waarop een opzegging per " + dutchDay(s.End) + " kan worden ontvangen"
		}
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
