package web

// What would follow from what somebody is about to record, worked out on a copy of the record; and what came of it.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// outlook is what would follow.
type outlook struct {
	Done      bool     // it was recorded
	Trial     bool     // it never will be
	Facts     []string // what is recorded
	Refused   string   // why the last of it is not, although what came before stands
	ToCome    string   // who is still to come, when it is one of several
	Falls     []string // signatures, consents and advice that do not count any more
	Attention []string // what to look at, although nothing is refused for it
	Follows   []dayLine
	NoLonger  []dayLine // what was going to be, and will not
	Told      []toldLine
	Lost      []string // the facts that would not count any more
	Confirms  bool     // the rules ask whether that is meant
	Meanwhile []string // what somebody else recorded since this was last shown
	NewDay    bool     // since this was last shown, another day began

	refusal *workflow.Refusal
	with    *workflow.Convenant // the record with it
}

// dayLine is what happens on a day.
type dayLine struct {
	On            workflow.Date
	Words         string
	Article       string
	StillToBeSeen bool // the day is yet to come
}

// toldLine is a paper that goes out.
type toldLine struct {
	Words string
	To    []string
	Path  string // where to read it, once it was called for

	several     bool
	unreachable []string // whose address is not known
}

// tryOut works out what would follow from the steps of a form.
func (v *visit) tryOut(d *filling, steps []step) (*outlook, error) {
	trial, err := workflow.NewConvenant(slices.Clone(d.record.Facts())...)
	if err != nil {
		return nil, err
	}
	look, before := &outlook{}, 0
	var lost []int
	was := len(trial.Facts())
	for i, s := range steps {
		act := v.enter(s.act(before))
		act.Confirmed = false // what would be lost is looked for anew each time
		decision := trial.Decide(act, d.now, v.web.Library)
		if r := decision.Refusal; r != nil && r.Code == workflow.EffectsLost { // what would be lost is shown, and asked about
			lost, look.Confirms = append(lost, r.Facts...), true
			act.Confirmed = true
			decision = trial.Decide(act, d.now, v.web.Library)
		}
		if r := decision.Refusal; r != nil {
			if i == 0 || !s.free {
				look.refusal = r
				return look, nil
			}
			look.Refused = keptWhole(joined(r.Detail, r.Remedy))
			break
		}
		trial.Append(decision.Fact)
		before = decision.Fact.Number
	}
	look.Lost = d.factsNumbered(trial.Facts(), stillLost(trial.Latest(d.Today), lost))
	d.compare(look, trial, was)
	return look, nil
}

// stillLost are the facts that have no effect in the end: of what one step takes away, the next may put right.
func stillLost(s *workflow.State, lost []int) []int {
	return slices.DeleteFunc(lost, func(n int) bool {
		return !slices.ContainsFunc(s.Without, func(w workflow.Ineffective) bool { return w.Fact == n })
	})
}

// factsNumbered tells facts by their numbers.
func (d *filling) factsNumbered(facts []*workflow.Fact, numbers []int) []string {
	var list []string
	for _, n := range numbers {
		list = append(list, factSentence(d.state, facts[n-1]))
	}
	return list
}

// compare tells what differs between the record and one with facts added.
func (d *filling) compare(look *outlook, with *workflow.Convenant, was int) {
	look.with = with
	after := with.Latest(d.Today)
	for _, f := range with.Facts()[was:] {
		look.Facts = append(look.Facts, factSentence(after, f))
	}
	look.Falls = fallenBetween(d.record.Latest(d.Today), after)
	look.Attention = attentionTo(with, with.Facts()[was:], d.Today)
	if facts := with.Facts(); len(facts) > was {
		look.ToCome = stillToCome(after, facts[len(facts)-1])
	}
	until := max(lastDay(with.Timeline(), d.Today), lastDay(d.record.Timeline(), d.Today))
	then, otherwise := with.On(until), d.record.On(until)
	look.Follows = consequencesIn(then, workflow.NewEvents(otherwise, then), d.Today)
	look.NoLonger = consequencesIn(otherwise, workflow.NewEvents(then, otherwise), d.Today)
	look.Told = toldBy(after, workflow.Papers(d.record.Latest(d.Today), after))
}

// trialYears is how far is looked in a convenant that goes on for ever.
const trialYears = 8

// lastDay is the last day on which something changes of itself, within reason.
func lastDay(timeline []workflow.Interval, today workflow.Date) workflow.Date {
	last, most := today, today.AddMonths(12*trialYears)
	for _, i := range timeline {
		if i.From <= most {
			last = max(last, i.From)
		}
	}
	return last
}

// consequencesIn tells the consequences among events, in order of days. What happens to many on one day stands in one line.
func consequencesIn(s *workflow.State, events []workflow.Event, today workflow.Date) []dayLine {
	events = slices.DeleteFunc(slices.Clone(events), func(e workflow.Event) bool { return e.Fact != 0 })
	slices.SortStableFunc(events, func(a, b workflow.Event) int { return cmp.Or(int(a.On-b.On), cmp.Compare(a.Kind, b.Kind)) })
	var list []dayLine
	for rest := events; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(e workflow.Event) bool { return e.Kind != rest[0].Kind || e.On != rest[0].On })
		if n < 0 {
			n = len(rest)
		}
		alike := rest[:n]
		rest = rest[n:]
		if n > 1 {
			if sentence, article := s.DescribeTogether(alike); sentence != "" {
				list = append(list, dayLine{alike[0].On, capital(keptWhole(sentence)), article, alike[0].On > today})
				continue
			}
		}
		for _, e := range alike {
			sentence, article := s.Describe(e)
			list = append(list, dayLine{e.On, capital(keptWhole(sentence)), article, e.On > today})
		}
	}
	return list
}

// toldBy lists papers by their kind, with who receives them.
func toldBy(s *workflow.State, papers []workflow.Paper) []toldLine {
	var list toldLines
	for i, to := range s.Mailing(papers) {
		list.add(s, papers[i], to, "")
	}
	return list
}

// toldLines are papers by their kind.
type toldLines []toldLine

// add adds a paper with who receives it; path is where it can be read.
func (list *toldLines) add(s *workflow.State, p workflow.Paper, to []workflow.Addressee, path string) {
	words := titleOfPaper(p)
	i := slices.IndexFunc(*list, func(l toldLine) bool { return l.Words == words })
	if i < 0 {
		i, *list = len(*list), append(*list, toldLine{Words: words, Path: path})
	} else {
		(*list)[i].several = true
	}
	line := &(*list)[i]
	for _, a := range to {
		name := a.Name
		if a.Role == workflow.ToAldermen || a.Role == workflow.ToSecretariat {
			name = a.Role
		}
		if name = receiverOf(s, name); slices.Contains(line.To, name) {
			continue
		}
		if line.To = append(line.To, name); !reachable(s, a) {
			line.unreachable = append(line.unreachable, name)
		}
	}
}

// reachable reports that it is known where somebody is mailed, as far as the convenant tells.
func reachable(s *workflow.State, a workflow.Addressee) bool {
	if a.Role == workflow.ToAdviser {
		return false
	}
	p := s.Party(a.Name)
	return a.Role != workflow.ToParty || p == nil || slices.ContainsFunc(p.Contacts, func(c workflow.Contact) bool { return c.Email != "" })
}

// Unreachable says who cannot be mailed.
func (t toldLine) Unreachable() string {
	switch n := len(t.unreachable); {
	case n == 0:
		return ""
	case n > 4:
		return "Van " + strconv.Itoa(n) + " van hen is geen e-mailadres bekend."
	}
	return "Van " + inARow(t.unreachable) + " is geen e-mailadres bekend."
}

// Whom says to whom a paper goes.
func (t toldLine) Whom() string {
	switch {
	case len(t.To) == 0:
		return "voor het dossier; wordt niet verstuurd"
	case len(t.To) > 4:
		return "aan " + strconv.Itoa(len(t.To)) + " ontvangers"
	}
	return "aan " + inARow(t.To)
}

// donePage tells what came of a form: what was recorded, what follows, who is told, and what comes next.
type donePage struct {
	*dossier
	outlook
	Next    string // what comes next of the convenant
	Letter  int    // the number of a letter that waits for a decision
	Another string // where to record another
	AskedOf string // what the link to it says
}

// done tells what came of the facts of the address.
func (v *visit) done() error {
	d, _, err := v.openDossier("mogelijk")
	if err != nil {
		return err
	}
	facts := d.record.Facts()
	first, err := strconv.Atoi(v.r.PathValue("nummer"))
	if err != nil || first < 2 || first > len(facts) {
		return noSuchPage
	}
	last := first
	if n, err := strconv.Atoi(v.query("tot")); err == nil && n > first && n <= len(facts) {
		last = n
	}
	if slices.ContainsFunc(facts[first-1:last], func(f *workflow.Fact) bool { return !access.SeesLetterOf(v.principal, f.LetterOf()) }) {
		return noSuchPage
	}
	p := &donePage{dossier: d, outlook: outlook{Done: true}}
	without, err := workflow.NewConvenant(facts[: first-1 : first-1]...)
	if err != nil {
		return err
	}
	with, err := workflow.NewConvenant(facts[:last:last]...)
	if err != nil {
		return err
	}
	then := *d
	then.record, then.Today = without, facts[last-1].Recorded
	(&filling{dossier: &then}).compare(&p.outlook, with, first-1)
	for _, f := range facts[first-1 : last] {
		if words := personWords(f); words != "" {
			p.Facts = append(p.Facts, "Het gaat om "+words+".")
		}
	}
	if p.Told, err = v.calledFor(d, first, last); err != nil {
		return err
	}
	p.addWhatIsNext(v, facts[first-1:last])
	d.Title = "Vastgelegd – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")})
	return v.page("gedaan", p)
}

// personWords tells who a fact appointed, so that whoever typed it can read it back: a fact that is told names nobody.
func personWords(f *workflow.Fact) string {
	if f.Kind != workflow.AppointContact && f.Kind != workflow.AppointRepresentative {
		return ""
	}
	var words []string
	for _, name := range []string{"naam", "functie", "hoedanigheid", "email"} {
		if s := f.Data.Get(name).Text; s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, ", ")
}

// addWhatIsNext tells what comes next, and where another of the same can be recorded.
func (p *donePage) addWhatIsNext(v *visit, facts []*workflow.Fact) {
	p.Next = nextStep(p.state, v.principal.Role == storage.RoleSecretariat)
	last := facts[len(facts)-1]
	if last.Kind == workflow.RegisterLetter && last.Data.Get("soort").Text != workflow.OtherLetter && p.record.ActedOn(last.Number, p.Today) == 0 {
		p.Letter = last.Number
	}
	if v.principal.Role != storage.RoleSecretariat {
		return
	}
	w := &optionWriter{state: p.state}
	for _, o := range p.record.Options(v.principal.Actor(), p.Today) {
		if form := w.formOf([]workflow.Option{o}); o.Act.Kind == last.Kind && o.Refusal == nil && form != "" {
			form, _, _ = strings.Cut(form, "?")
			p.Another, p.AskedOf = p.To(form), w.words(o.Act)
			return
		}
	}
}

// calledFor lists the documents that facts called for, as far as who asks may see them.
func (v *visit) calledFor(d *dossier, first, last int) ([]toldLine, error) {
	papers, err := v.papersIn(d.ID)
	if err != nil {
		return nil, err
	}
	var these []workflow.Paper
	var paths []string
	for _, p := range papers {
		if p.Stand.Number >= first && p.Stand.Number <= last && !p.Paper.Skipped {
			these, paths = append(these, p.Paper), append(paths, documentPath(d.ID, p.Number))
		}
	}
	var list toldLines
	for i, to := range d.state.Mailing(these) {
		list.add(d.state, these[i], to, paths[i])
	}
	for i := range list {
		if list[i].several {
			list[i].Path = d.To("documenten")
		}
	}
	return list, nil
}
