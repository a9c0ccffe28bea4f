package web

// Whether and how it goes on after its end date: the running period, who has renewed, and what happens if nothing is done.

import (
	"html/template"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/web/figure"
	"convenant/workflow"
)

// renewalPage tells how the convenant goes on.
type renewalPage struct {
	*dossier
	Sentence string
	Own      []string // how the Partij that looks stands
	Periods  []period
	How      termRow // the words of the convenant about renewal
	Steps    []string
	Progress template.HTML
	Renewed  []voice  // whose letter is in, and since when
	Asked    []string // whose letter is not
	By       workflow.Date
	Running  bool
	Leaving  termRow  // and about giving notice
	Ending   []string // about giving notice
}

// period is one that ran, or runs.
type period struct {
	Number        int
	From, Through workflow.Date
	Now           bool
	How           string // it came to be renewed
	Letters       bool   // by letters, which can be read
}

func (v *visit) renewal() error {
	d, s, err := v.openDossier("verlenging")
	if err != nil {
		return err
	}
	p := &renewalPage{dossier: d, Periods: periodsOf(s), Running: s.Phase == workflow.InForce}
	p.Sentence = p.sentence(s)
	for _, row := range termRows(s) {
		if row.Article != "" && row.Article == s.Text.KeyOf(workflow.RenewalTerm) {
			p.How = row
		}
		if row.Article != "" && row.Article == s.Text.KeyOf(workflow.NoticeTerm) {
			p.Leaving = row
		}
	}
	if p.Running {
		if party, all := access.OnlyInvolving(v.principal); !all {
			p.Own = p.own(s, party)
		}
		p.fill(s)
	}
	return v.page("verlenging", p)
}

// periodsOf lists the periods that ran, the running one last, and how each came to be.
func periodsOf(s *workflow.State) []period {
	var list []period
	letters, last, decided := 0, workflow.Date(0), "" // since the last period began
	for _, e := range s.History {
		switch {
		case e.Fact != 0 && e.Kind == string(workflow.Renew):
			letters, last = letters+1, e.On
		case e.Fact != 0 && e.Kind == string(workflow.Deliberate) && e.Data.Get("betreft").Text == workflow.AboutRenewal &&
			e.Data.Get("besluit").Text == workflow.WasAdopted:
			decided = workflow.TheBody(e.Data.Get("overleg").Text) + " op " + dutchDay(e.On)
		}
		if e.Fact != 0 || e.Kind != workflow.CameIntoForce && e.Kind != workflow.WasRenewed {
			continue
		}
		through, _ := workflow.ParseDate(e.Data.Get("einddatum").Text)
		one := period{Number: len(list) + 1, From: e.On, Through: through}
		switch {
		case e.Kind == workflow.CameIntoForce:
		case letters == 1:
			one.How, one.Letters = "verlengd met één brief, ontvangen op "+dutchDay(last), true
		case letters > 1:
			one.How, one.Letters = "verlengd met "+strconv.Itoa(letters)+" brieven, de laatste ontvangen op "+dutchDay(last), true
		case decided != "":
			one.How = "verlengd door een besluit van " + decided
		default:
			one.How = "vanzelf verlengd"
		}
		list = append(list, one)
		letters, last, decided = 0, 0, ""
	}
	if n := len(list); n > 0 && s.Phase == workflow.InForce {
		list[n-1].Now, list[n-1].Through = true, s.End
	}
	return list
}

// sentence says until when the running period lasts.
func (p *renewalPage) sentence(s *workflow.State) string {
	switch {
	case s.Phase == workflow.Withdrawn:
		return "Dit convenant is ingetrokken. Er valt niets te verlengen."
	case s.Phase.Over():
		return "Dit convenant is geëindigd. Het kan niet meer worden verlengd."
	case !p.Running && s.EndOf() != 0:
		return "Dit convenant is nog niet in werking. Het zal lopen tot en met " + dutchDay(s.EndOf()) + "."
	case !p.Running:
		return "Dit convenant is nog niet in werking."
	case s.End == 0:
		return "Dit convenant heeft geen einddatum. Het loopt door tot het wordt beëindigd."
	}
	return "De " + workflow.OrdinalWord(s.Period) + " periode loopt tot en met " + dutchDay(s.End) + "."
}

// fill tells how renewal works now, and how far it is.
func (p *renewalPage) fill(s *workflow.State) {
	p.By = s.RenewalDeadline()
	p.Steps = renewalSteps(s)
	for i := range s.Parties {
		if party := &s.Parties[i]; party.Renewed != 0 {
			p.Renewed = append(p.Renewed, voice{party.Name, party.Renewed})
		}
	}
	for _, id := range s.WithoutRenewal() {
		p.Asked = append(p.Asked, partyName(s, id))
	}
	if s.RenewsByLetter() {
		p.Progress = figure.Progress(len(p.Renewed), len(p.Renewed)+len(p.Asked), "verlengingsbrieven zijn ontvangen")
	}
	p.Ending = p.ending(s)
}

// renewalSteps tell what leads to renewal, and what happens if nothing is done.
func renewalSteps(s *workflow.State) []string {
	_, through := s.NextPeriod()
	by := s.RenewalDeadline()
	if s.End == 0 {
		return nil
	}
	if by == 0 {
		return []string{"Dit convenant kan niet, of niet nog eens, worden verlengd.", "Op " + dutchDay(s.End) + " eindigt het."}
	}
	next := "voor onbepaalde tijd"
	if through != 0 {
		next = "tot en met " + dutchDay(through)
	}
	switch rule := s.Terms.Renewal; {
	case rule.Way == workflow.Tacit:
		return []string{"Gebeurt er niets, dan wordt het convenant vanzelf verlengd " + next + "."}
	case rule.Way == workflow.ByDecision:
		return []string{"Het convenant wordt verlengd " + next + " als een overleg dat uiterlijk op " + dutchDay(by) + " besluit.",
			"Zonder dat besluit eindigt het op " + dutchDay(s.End) + "."}
	case rule.Quorum == workflow.EachForItself:
		return []string{"Een Partij gaat verder " + next + " als haar verlengingsbrief uiterlijk op " + dutchDay(by) + " is ontvangen.",
			"Wie geen brief stuurt, is na " + dutchDay(s.End) + " geen Partij meer. Blijven er geen twee Partijen over, dan eindigt het convenant op die dag."}
	}
	steps := []string{"Het convenant wordt verlengd " + next + " als van alle Partijen een verlengingsbrief uiterlijk op " + dutchDay(by) + " is ontvangen. Wie heeft opgezegd, telt niet mee.",
		"Ontbreekt er dan een brief, dan eindigt het convenant op " + dutchDay(s.End) + "."}
	if article := termArticle(s, workflow.RenewalTerm); article != "" {
		steps = append(steps, "Zo past dit register artikel\u00a0"+article+" toe.")
	}
	return steps
}

// ending tells by when a notice must be received.
func (p *renewalPage) ending(s *workflow.State) []string {
	rule := s.Terms.Notice
	if rule == nil || rule.By == workflow.ByNobody {
		return []string{"Opzeggen kan bij dit convenant niet."}
	}
	var list []string
	if rule.By == workflow.ByAllParties {
		list = append(list, "Opzeggen kan alleen door alle Partijen samen.")
	}
	if latest := s.LatestReceipt(s.End); s.End != 0 && latest >= s.Day {
		list = append(list, "Wie na "+dutchDay(s.End)+" niet verder wil, kan opzeggen. De opzegbrief moet dan uiterlijk op "+dutchDay(latest)+" zijn ontvangen.")
	} else if s.End != 0 && latest != 0 {
		list = append(list, "Opzeggen per "+dutchDay(s.End)+" kan niet meer. De laatste dag waarop de brief kon worden ontvangen, was "+dutchDay(latest)+".")
	}
	if earliest := s.EarliestLastDay(s.Day); earliest != 0 && len(p.Own) == 0 {
		list = append(list, "Wordt een opzegbrief "+p.thatDay()+" ontvangen, dan is "+dutchDay(earliest)+" op zijn vroegst de laatste dag"+unlessEnded(s, earliest)+".")
	}
	return list
}

// own tells how the Partij that looks stands.
func (p *renewalPage) own(s *workflow.State, id string) []string {
	party := s.Party(id)
	if party == nil {
		return nil
	}
	switch party.State {
	case workflow.Left:
		return []string{party.Name + " is geen Partij meer. De laatste dag was " + dutchDay(party.LastDay) + "."}
	case workflow.Leaving:
		return []string{party.Name + " heeft opgezegd. De laatste dag is " + dutchDay(party.LastDay) + ". Een verlengingsbrief is niet nodig."}
	case workflow.Bound:
	default:
		return nil
	}
	var list []string
	if party.Renewed != 0 {
		list = append(list, "Uw verlengingsbrief is ontvangen op "+dutchDay(party.Renewed)+". U hoeft niets meer te doen.")
	} else if by, _, _, ok := s.RenewalFor(id); ok {
		list = append(list, "Uw verlengingsbrief is nog niet ontvangen. Dat kan tot en met "+dutchDay(by)+".")
	}
	rule, earliest := s.Terms.Notice, s.EarliestLastDay(s.Day)
	switch {
	case earliest == 0 || rule.By != workflow.ByEachParty:
	case rule.Addressee == id:
		list = append(list, "Zegt u op, dan telt de dag waarop de laatste andere Partij uw brief ontvangt. Is dat "+p.thatDay()+", dan is "+dutchDay(earliest)+" uw laatste dag"+unlessEnded(s, earliest)+".")
	default:
		list = append(list, "Als uw opzegbrief "+p.thatDay()+" wordt ontvangen, is "+dutchDay(earliest)+" op zijn vroegst uw laatste dag"+unlessEnded(s, earliest)+".")
	}
	return list
}

// Ordinal names a period by its rank.
func (p period) Ordinal() string { return capital(workflow.OrdinalWord(p.Number)) + " periode" }

// Span tells from when until when a period runs.
func (p period) Span() string {
	if p.Through == 0 {
		return "vanaf " + dutchDay(p.From)
	}
	return dutchDay(p.From) + " tot en met " + dutchDay(p.Through)
}
