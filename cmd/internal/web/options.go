package web

// What somebody can do now, in words of everyday: first what is possible, then what is not and why. The rules say which;
// what is the same for many Partijen stands in one line. Of a day that is over it is what could be done then, with what
// was known then.

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/storage"
	"convenant/workflow"
)

// optionsPage lists what can be done.
type optionsPage struct {
	*dossier
	Sentence string
	Can      []optionGroup
	Aside    []optionRow // what can be done too, and the convenant says nothing of
	Cannot   []optionGroup
	Own      bool // only what somebody can do themselves
	Past     bool // a day that is over is looked at
}

// optionGroup is what can be done about one thing.
type optionGroup struct {
	Title string
	Rows  []optionRow
}

// optionRow is something to do, for one or many.
type optionRow struct {
	Words   string
	Sub     string   // the page where it stands
	For     []string // names of Partijen or others whom it is for, where they are several
	About   string   // "Partij" or what else the names are of
	All     bool     // these are all Partijen
	Note    string   // what to know when it is done
	Reason  string   // why not; empty where the reasons differ
	Article string
	From    workflow.Date
	Do      string      // the page of its form, where it can be done here and now
	Each    []reasonRow // why not, for each of the names, where it differs

	key     string
	options []workflow.Option
}

// shownOption is a row with the page on which it stands.
type shownOption struct {
	Page *optionsPage
	Row  optionRow
}

func optionOn(p *optionsPage, row optionRow) shownOption { return shownOption{p, row} }

// reasonRow is why something cannot be done for one.
type reasonRow struct {
	Reason, Article string
	From            workflow.Date
}

func (v *visit) options() error {
	d, s, err := v.openDossier("mogelijk")
	if err != nil {
		return err
	}
	p := &optionsPage{dossier: d, Own: v.principal.Role != storage.RoleSecretariat, Past: d.On < d.Today}
	record := d.record
	if p.Past {
		record = record.KnownOn(d.On)
		s, d.asThen = record.On(d.On), true
	}
	if d.Phase = s.Phase; s.Phase == "" {
		d.Phase = d.state.Phase
		p.Sentence = capital(d.thatDay()) + " was van dit convenant nog niets vastgelegd. Er kon toen niets mee."
		return v.page("mogelijk", p)
	}
	w := &optionWriter{state: s, own: p.Own, actor: v.principal.Actor(), when: d.thatDay()}
	for _, o := range record.Options(w.actor, d.On) {
		if (o.Refusal == nil || o.Refusal.Code != workflow.NotEntitled) && !w.empty(o.Act) {
			w.add(o)
		}
	}
	p.Can, p.Aside = w.can()
	if !d.Elsewhen() {
		w.offerForms(p)
	}
	p.Cannot = w.groups(func(r *optionRow) bool { return r.options[0].Refusal != nil })
	p.Sentence = p.sentence()
	return v.page("mogelijk", p)
}

// offerForms leads what can be done to its form.
func (w *optionWriter) offerForms(p *optionsPage) {
	for _, g := range p.Can {
		for i := range g.Rows {
			g.Rows[i].Do = w.formOf(g.Rows[i].options)
		}
	}
	for i := range p.Aside {
		p.Aside[i].Do = w.formOf(p.Aside[i].options)
	}
}

// formOf is the address of the form for options that are alike, filled in as far as they agree; empty where there is none.
func (w *optionWriter) formOf(options []workflow.Option) string {
	first := options[0].Act // of a correction, the history is where one finds the fact
	if deedOf(string(first.Kind)) == nil || first.Kind == workflow.Correct || first.Data.Get("partijen").IsPresent() {
		return ""
	}
	q := url.Values{}
	if first.Data.Get("toetreding").IsPresent() {
		q.Set("voorstel", newParty)
	}
	for _, name := range []string{"wijziging", "adviseur", "overleg", "betreft", "partij"} {
		value := first.Data.Get(name).Text
		same := func(o workflow.Option) bool { return o.Act.Data.Get(name).Text == value }
		if value != "" && !slices.ContainsFunc(options, func(o workflow.Option) bool { return !same(o) }) {
			q.Set(name, value)
		}
	}
	return strings.TrimSuffix("doen/"+string(first.Kind)+"?"+q.Encode(), "?")
}

// sentence says what the page is for.
func (p *optionsPage) sentence() string {
	when, below := p.thatDay(), " Daaronder staat wat nu niet kan, en bij elke regel waarom."
	if p.OtherDay() {
		below = " Daaronder staat wat dan niet kan, en bij elke regel waarom."
	}
	if p.Past {
		below = " Daaronder staat wat toen niet kon, en bij elke regel waarom."
	}
	switch none := len(p.Can)+len(p.Aside) == 0; {
	case none && p.Own && p.Past:
		return "U kon " + when + " zelf niets doen in dit convenant."
	case none && p.Own:
		return "U kunt " + when + " zelf niets doen in dit convenant."
	case none && p.Past:
		return "Er kon " + when + " niets worden vastgelegd in dit convenant."
	case none:
		return "Er kan " + when + " niets worden vastgelegd in dit convenant."
	case p.Own && p.Past:
		return "Dit kon u " + when + " zelf doen." + below
	case p.Own:
		return "Dit kunt u " + when + " zelf doen." + below
	case p.Past:
		return "Dit kon " + when + " worden vastgelegd." + below
	}
	return "Dit kan " + when + " worden vastgelegd." + below
}

// optionWriter gathers options in rows.
type optionWriter struct {
	state *workflow.State
	own   bool
	actor string
	when  string // the day that is looked at: vandaag, or op 31 december 2025
	rows  []optionRow
}

// add puts an option in the row of those that are alike: the same words, and both possible or both not.
func (w *optionWriter) add(o workflow.Option) {
	words := w.words(o.Act)
	key := words
	if o.Refusal != nil {
		key += "\x00"
	}
	i := slices.IndexFunc(w.rows, func(r optionRow) bool { return r.key == key })
	if i < 0 {
		w.rows = append(w.rows, optionRow{Words: words, key: key})
		i = len(w.rows) - 1
	}
	w.rows[i].options = append(w.rows[i].options, o)
}

// empty reports that an act is about nobody: to give notice together, as long as nobody is bound.
func (w *optionWriter) empty(act workflow.Act) bool {
	everyone := act.Data.Get("partijen")
	return everyone.IsPresent() && len(everyone.List) == 0
}

// can lists what is possible, about each thing in turn, and apart from it what the convenant does not provide for.
func (w *optionWriter) can() (groups []optionGroup, aside []optionRow) {
	possible := func(r *optionRow) bool { return r.options[0].Refusal == nil }
	groups = w.groups(func(r *optionRow) bool { return possible(r) && w.providedFor(r.options[0].Act) })
	for _, g := range w.groups(func(r *optionRow) bool { return possible(r) && !w.providedFor(r.options[0].Act) }) {
		aside = append(aside, g.Rows...)
	}
	return groups, aside
}

// providedFor reports that the convenant says something of an act, or that it needs no word of it.
func (w *optionWriter) providedFor(act workflow.Act) bool {
	s := w.state
	switch {
	case act.Kind == workflow.Evaluate:
		rule := s.Terms.Evaluation
		return rule != nil && (rule.Every.N > 0 || rule.By != 0)
	case act.Kind == workflow.Publish:
		return s.Terms.Entry != nil && s.Terms.Entry.Moment == workflow.AfterPublication
	case act.Kind == workflow.ProposeChange && act.Data.Get("toetreding").IsPresent():
		return s.Text.KeyOf(workflow.AccessionTerm) != ""
	}
	return true
}

// groups lists the rows that are wanted, about each thing in turn.
func (w *optionWriter) groups(wanted func(*optionRow) bool) []optionGroup {
	var groups []optionGroup
	for _, section := range optionSections {
		g := optionGroup{Title: section.title}
		for _, r := range w.rows {
			if slices.Contains(section.kinds, r.options[0].Act.Kind) && wanted(&r) {
				w.finish(&r)
				r.Sub = pageOfOption(r.options[0].Act, section.sub)
				g.Rows = append(g.Rows, r)
			}
		}
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// pageOfOption is the page of the convenant where the matter of an act stands, by default that of its section.
func pageOfOption(act workflow.Act, section string) string {
	number, _ := strconv.Atoi(act.Data.Get("wijziging").Text)
	about := act.Data.Get("betreft").Text
	switch number = max(number, changeOf(about)); {
	case number > 0:
		return "wijzigingen/" + strconv.Itoa(number)
	case act.Kind == workflow.Renew || about == workflow.AboutRenewal:
		return "verlenging"
	case act.Kind == workflow.Publish:
		return ""
	case act.Kind == workflow.Correct:
		return "geschiedenis"
	case act.Kind == workflow.ErasePersonalData:
		return "partijen"
	}
	return section
}

// reason says why something is not possible.
func reason(r *workflow.Refusal) string {
	if r.Code == workflow.EffectsLost {
		return "Dan " + verb(len(r.Facts), "vervalt ", "vervallen ") + amount(len(r.Facts), "later feit", "latere feiten") + "."
	}
	return keptWhole(r.Error())
}

// finish tells whom a row is for, and why not.
func (w *optionWriter) finish(r *optionRow) {
	first := r.options[0]
	if first.Refusal == nil {
		r.Note = w.note(first.Act)
	} else {
		r.Reason, r.Article, r.From = reason(first.Refusal), first.Refusal.Article, first.From
	}
	for _, o := range r.options {
		name, about := w.target(o.Act)
		if name == "" {
			continue
		}
		if r.About = about; !slices.Contains(r.For, name) {
			r.For = append(r.For, name)
		}
		if o.Refusal == nil {
			continue
		}
		r.Each = append(r.Each, reasonRow{reason(o.Refusal), o.Refusal.Article, o.From})
		if reason(o.Refusal) != reason(first.Refusal) || o.From != first.From {
			r.Reason, r.Article, r.From = "", "", 0
		}
	}
	if r.Reason != "" {
		r.Each = nil
	}
	r.All = r.About == ofParty && len(r.For) == len(w.state.Parties)
	if w.own && r.About == ofParty && len(r.For) == 1 {
		r.For = nil // it is their own
	}
}

// Whom says for how many something can be done.
func (r optionRow) Whom() string {
	switch {
	case r.All && len(r.For) > 2:
		return "Voor alle " + strconv.Itoa(len(r.For)) + " Partijen"
	case len(r.For) == 1:
		return "Voor " + r.For[0]
	case r.About == ofParty:
		return "Voor " + amount(len(r.For), "Partij", "Partijen")
	}
	return "Voor " + inARow(r.For)
}

// Many reports that the names are too many for one line.
func (r optionRow) Many() bool { return len(r.For) > 1 && r.About == ofParty }

// What the names in a row can be of.
const (
	ofParty = "partij"
	ofOther = "ander"
)

// target names whom an act is about: a Partij, a meeting or an adviser.
func (w *optionWriter) target(act workflow.Act) (name, about string) {
	text := func(field string) string { return act.Data.Get(field).Text }
	switch {
	case act.Data.Get("partijen").IsPresent():
		return "", ""
	case text("partij") != "":
		return partyName(w.state, text("partij")), ofParty
	case text("adviseur") != "":
		return adviserName(w.state, text("adviseur")), ofOther
	case act.Kind == workflow.Deliberate:
		return workflow.TheBody(text("overleg")), ofOther
	}
	return "", ""
}

// words name an act as something to do.
func (w *optionWriter) words(act workflow.Act) string {
	words := optionWords[act.Kind]
	told := words[0]
	if w.own && words[1] != "" {
		told = words[1]
	}
	number := act.Data.Get("wijziging").Text
	switch about := act.Data.Get("betreft").Text; {
	case act.Data.Get("partijen").IsPresent():
		return "Een opzegging van alle Partijen samen"
	case act.Kind == workflow.ProposeChange && act.Data.Get("toetreding").IsPresent():
		return "Een nieuwe Partij voorstellen"
	case act.Kind == workflow.Deliberate && changeOf(about) > 0:
		return told + " wijziging " + strconv.Itoa(changeOf(about))
	case act.Kind == workflow.Deliberate:
		return told + " " + aboutWords[about]
	}
	return strings.ReplaceAll(told, "{n}", number)
}

// note says what follows when something is done on the day that is looked at.
func (w *optionWriter) note(act workflow.Act) string {
	s := w.state
	switch act.Kind {
	case workflow.RegisterLetter:
		if !w.own {
			return "Begin hiermee: de dag van ontvangst telt, wat er ook in de brief staat."
		}
	case workflow.GiveNotice:
		if earliest := s.EarliestLastDay(s.Day); earliest != 0 {
			return "Wordt de brief " + w.when + " ontvangen, dan is " + dutchDay(earliest) + " op zijn vroegst de laatste dag" + unlessEnded(s, earliest) + "."
		}
	case workflow.Renew:
		if by := s.RenewalDeadline(); by != 0 {
			return "Dat kan tot en met " + dutchDay(by) + "."
		}
	}
	return ""
}

// unlessEnded adds to a last day that the convenant may end before it.
func unlessEnded(s *workflow.State, last workflow.Date) string {
	if s.End == 0 || last <= s.End {
		return ""
	}
	return ", tenzij het convenant al eindigt op " + dutchDay(s.End)
}
