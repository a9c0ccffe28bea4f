package web

// What somebody can do now, in words of everyday: first what is possible, then what is not and why. The rules say which;
// what is the same for many Partijen stands in one line.

import (
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
	Cannot   []optionGroup
	Own      bool // only what somebody can do themselves
}

// optionGroup is what can be done about one thing.
type optionGroup struct {
	Title string
	Rows  []optionRow
}

// optionRow is something to do, for one or many.
type optionRow struct {
	Words   string
	For     []string // names of Partijen or others whom it is for, where they are several
	About   string   // "Partij" or what else the names are of
	All     bool     // these are all Partijen
	Note    string   // what to know when it is done
	Reason  string   // why not; empty where the reasons differ
	Article string
	From    workflow.Date
	Each    []reasonRow // why not, for each of the names, where it differs

	key     string
	options []workflow.Option
}

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
	p := &optionsPage{dossier: d, Own: v.principal.Role != storage.RoleSecretariat}
	w := &optionWriter{state: s, own: p.Own, actor: v.principal.Actor(), when: d.thatDay()}
	for _, o := range d.record.Options(w.actor, d.On) {
		if o.Refusal == nil || o.Refusal.Code != workflow.NotEntitled {
			w.add(o)
		}
	}
	p.Can, p.Cannot = w.groups(true), w.groups(false)
	p.Sentence = p.sentence()
	return v.page("mogelijk", p)
}

// sentence says whether anything can be done, and by whom.
func (p *optionsPage) sentence() string {
	when := "nu"
	if p.OtherDay() {
		when = p.thatDay()
	}
	switch {
	case len(p.Can) == 0 && p.Own:
		return "U kunt " + when + " zelf niets doen in dit convenant."
	case len(p.Can) == 0:
		return "Er kan " + when + " niets worden vastgelegd in dit convenant."
	case p.Own:
		return "Dit kunt u " + when + " zelf doen."
	}
	return "Dit kan " + when + " worden vastgelegd."
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

// groups lists the rows that are possible, or those that are not, about each thing in turn.
func (w *optionWriter) groups(possible bool) []optionGroup {
	var groups []optionGroup
	for _, section := range optionSections {
		g := optionGroup{Title: section.title}
		for _, r := range w.rows {
			if (r.options[0].Refusal == nil) == possible && slices.Contains(section.kinds, r.options[0].Act.Kind) {
				w.finish(&r)
				g.Rows = append(g.Rows, r)
			}
		}
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// finish tells whom a row is for, and why not.
func (w *optionWriter) finish(r *optionRow) {
	first := r.options[0]
	if first.Refusal == nil {
		r.Note = w.note(first.Act)
	} else {
		r.Reason, r.Article, r.From = first.Refusal.Error(), first.Refusal.Article, first.From
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
		r.Each = append(r.Each, reasonRow{o.Refusal.Error(), o.Refusal.Article, o.From})
		if o.Refusal.Error() != first.Refusal.Error() || o.From != first.From {
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
		return "Een opzegging van alle Partijen samen vastleggen"
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
	case workflow.GiveNotice:
		if earliest := s.EarliestLastDay(s.Day); earliest != 0 {
			return "Wordt de brief " + w.when + " ontvangen, dan is " + dutchDay(earliest) + " op zijn vroegst de laatste dag."
		}
	case workflow.Renew:
		if by := s.RenewalDeadline(); by != 0 {
			return "Dat kan tot en met " + dutchDay(by) + "."
		}
	}
	return ""
}

var aboutWords = map[string]string{workflow.AboutText: "de tekst", workflow.AboutRenewal: "de verlenging", workflow.AboutDeparted: "doorgaan of eindigen na een opzegging"}

// optionSections put what can be done under headings.
var optionSections = []struct {
	title string
	kinds []workflow.Kind
}{
	{"Brieven: opzeggen en verlengen", []workflow.Kind{workflow.RegisterLetter, workflow.GiveNotice, workflow.Renew}},
	{"Wijzigen", []workflow.Kind{workflow.ProposeChange, workflow.AdaptChange, workflow.Consent, workflow.RefuseConsent, workflow.WithdrawChange}},
	{"Ondertekenen", []workflow.Kind{workflow.Sign, workflow.DeclineToSign, workflow.Publish}},
	{"Overleg en besluit", []workflow.Kind{workflow.Schedule, workflow.Deliberate}},
	{"Advies", []workflow.Kind{workflow.OpenAdvice, workflow.GiveAdvice, workflow.AnswerAdvice, workflow.CloseAdvice, workflow.SkipAdvice}},
	{"De tekst", []workflow.Kind{workflow.EditText, workflow.BackToConcept}},
	{"De Partijen en hun mensen", []workflow.Kind{workflow.AppointRepresentative, workflow.AppointContact, workflow.AddParty, workflow.RemoveParty, workflow.RenameParty, workflow.SucceedParty}},
	{"Het convenant als geheel", []workflow.Kind{workflow.Evaluate, workflow.RecordEvent, workflow.Withdraw, workflow.Correct, workflow.ErasePersonalData}},
}

// optionWords name what can be done: as the secretariaat does it for others, and as somebody does it themselves.
var optionWords = map[workflow.Kind][2]string{
	workflow.EditText:              {"De tekst van het concept wijzigen", ""},
	workflow.AddParty:              {"Een Partij aan het concept toevoegen", ""},
	workflow.RemoveParty:           {"Een Partij uit het concept halen", ""},
	workflow.RenameParty:           {"De naam van een Partij wijzigen", ""},
	workflow.SucceedParty:          {"Een Partij laten opvolgen, bij een herindeling of fusie", ""},
	workflow.AppointRepresentative: {"Een vertegenwoordiger vastleggen", "Uw vertegenwoordiger aanwijzen"},
	workflow.AppointContact:        {"Een contactpersoon vastleggen", "Uw contactpersonen aanwijzen"},
	workflow.OpenAdvice:            {"Een adviesronde openen", ""},
	workflow.GiveAdvice:            {"Een advies vastleggen", "Advies uitbrengen"},
	workflow.AnswerAdvice:          {"Een advies beantwoorden", ""},
	workflow.CloseAdvice:           {"De adviesronde sluiten", ""},
	workflow.SkipAdvice:            {"De adviesronde overslaan", ""},
	workflow.BackToConcept:         {"De tekst terugnemen naar concept", ""},
	workflow.Schedule:              {"Het convenant op de agenda van een overleg zetten", ""},
	workflow.Deliberate:            {"Vastleggen wat een overleg besluit over", ""},
	workflow.Sign:                  {"Een handtekening vastleggen", "Ondertekenen"},
	workflow.DeclineToSign:         {"Vastleggen dat een Partij niet wil tekenen", "Weigeren te ondertekenen"},
	workflow.Publish:               {"De publicatie vastleggen", ""},
	workflow.RegisterLetter:        {"Een brief van een Partij vastleggen", "Een brief inleveren"},
	workflow.GiveNotice:            {"Een opzegging vastleggen", "Opzeggen"},
	workflow.Renew:                 {"Een verlengingsbrief vastleggen", "Verlengen met een verlengingsbrief"},
	workflow.ProposeChange:         {"Een wijziging voorstellen", ""},
	workflow.AdaptChange:           {"Het voorstel voor wijziging {n} aanpassen", ""},
	workflow.Consent:               {"Een instemming met wijziging {n} vastleggen", "Instemmen met wijziging {n}"},
	workflow.RefuseConsent:         {"Vastleggen dat een Partij niet instemt met wijziging {n}", "Niet instemmen met wijziging {n}"},
	workflow.WithdrawChange:        {"Het voorstel voor wijziging {n} intrekken", ""},
	workflow.Evaluate:              {"De evaluatie vastleggen", ""},
	workflow.RecordEvent:           {"De gebeurtenis vastleggen waarmee het convenant eindigt", ""},
	workflow.Withdraw:              {"Het convenant intrekken", ""},
	workflow.Correct:               {"Een fout in het register herstellen", ""},
	workflow.ErasePersonalData:     {"Persoonsgegevens wissen", "De persoonsgegevens van uw mensen wissen"},
}
