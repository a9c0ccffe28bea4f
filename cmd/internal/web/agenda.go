package web

// What a meeting reads about a convenant and what is asked of it.

import (
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/workflow"
)

// agenda is a convenant on the agenda of a meeting.
type agenda struct {
	id, body, goal string
	on, today      workflow.Date
	record         *workflow.Convenant
	before         *workflow.State // as the convenant stands when the meeting begins
	papers         []archive.Document
}

// asked says in one sentence what is asked of the meeting. A meeting between the adoption and the last signature is one at
// which it is signed: our reading, as of the reminders.
func (a agenda) asked() string {
	s := a.before
	switch {
	case a.goal == workflow.GoalAdvise && s.Phase != workflow.InForce:
		return "Advies geven over het vaststellen van het convenant."
	case a.goal == workflow.GoalAdvise:
		return "Advies geven over het verloop van het convenant."
	case s.Phase == workflow.Signing:
		return "Het convenant ondertekenen."
	case s.Phase != workflow.InForce:
		return "Het convenant vaststellen."
	}
	var subjects []string
	if s.Terms.Renewal != nil && s.Terms.Renewal.Way == workflow.ByDecision && s.RenewalDeadline() != 0 {
		subjects = append(subjects, "of het convenant na "+dutchDay(s.End)+" wordt verlengd")
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.State == workflow.Proposed && s.View().Changes[i].Needed == 0 {
			subjects = append(subjects, "over "+changeCalled(c))
		}
	}
	if len(subjects) == 0 {
		return "Het verloop van het convenant bespreken en daarover besluiten."
	}
	return "Besluiten " + strings.Join(subjects, ", en ") + "."
}

// earlier tells a meeting that is asked to adopt the text what was said of it before: by who was asked for advice, and by
// the meetings that were to advise.
func (a agenda) earlier() []string {
	s := a.before
	if a.goal == workflow.GoalAdvise || s.Phase != workflow.Concept && s.Phase != workflow.Advising && s.Phase != workflow.Adopting {
		return nil
	}
	var list []string
	if words := adviceInShort(s); words != "" {
		list = append(list, words)
	}
	for _, m := range s.Meetings {
		if m.Goal == workflow.GoalAdvise && m.Date < a.on {
			list = append(list, a.advised(m))
		}
	}
	return list
}

// advised tells what a meeting that was to advise came to.
func (a agenda) advised(m workflow.Meeting) string {
	name := capital(workflow.TheBody(m.Body)) + " van " + dutchDay(m.Date)
	said := conclusionsOf(a.before, m.Date, m.Body)
	switch {
	case len(said) > 0:
		return name + " concludeerde: ‘" + strings.TrimRight(said[len(said)-1].Words, ".") + "’."
	case m.Date >= a.today:
		return name + " moet nog advies geven."
	}
	return name + " heeft nog geen advies gegeven."
}

// fewAdvisers is up to how many advisers each is named.
const fewAdvisers = 4

// advisedBefore reports that advice was given on an earlier version of the text.
func advisedBefore(s *workflow.State) bool {
	return slices.ContainsFunc(s.History, func(e workflow.Event) bool { return e.Kind == string(workflow.GiveAdvice) })
}

// adviceInShort tells of the round of advice in one sentence, or why there was none; nothing when neither is known.
func adviceInShort(s *workflow.State) string {
	if len(s.Advisers) == 0 {
		for _, e := range slices.Backward(s.History) {
			if e.Kind == string(workflow.SkipAdvice) {
				if advisedBefore(s) {
					return "Over een eerdere versie van de tekst is advies gevraagd. Daarna is de adviesronde overgeslagen. De reden: " +
						uncapital(strings.TrimRight(e.Data.Get("reden").Text, ".")) + "."
				}
				return "Er was geen adviesronde. De reden: " + uncapital(strings.TrimRight(e.Data.Get("reden").Text, ".")) + "."
			}
		}
		return ""
	}
	tenor := func(a workflow.Adviser) string {
		if a.Tenor == "" {
			return "nog niet gegeven"
		}
		return uncapital(tenorWords[a.Tenor])
	}
	var each []string
	for _, a := range s.Advisers {
		words := adviserName(s, a.Name) + " " + tenor(a)
		if a.Handling != "" {
			words += " (" + uncapital(handlingWords[a.Handling]) + ")"
		}
		each = append(each, words)
	}
	if len(each) <= fewAdvisers {
		return "Advies: " + strings.Join(each, "; ") + "."
	}
	counts, order := map[string]int{}, []string(nil)
	for _, a := range s.Advisers {
		words := tenor(a)
		if counts[words]++; counts[words] == 1 {
			order = append(order, words)
		}
	}
	for i, words := range order {
		order[i] = strconv.Itoa(counts[words]) + " keer " + words
	}
	return "Advies van " + strconv.Itoa(len(each)) + " adviseurs: " + strings.Join(order, "; ") + "."
}

// read lists the papers in the order in which they are read: the oplegger, the text that is put forward, the advice that
// was given, and what was decided before.
func (a agenda) read() []agendaPaper {
	var list []agendaPaper
	if d, ok := a.cover(); ok {
		list = append(list, agendaPaper{What: paperWords(a.record, a.before, d.Paper), PDF: documentPath(a.id, d.Number)})
	}
	list = append(list, a.text())
	for i := range a.before.Changes {
		c := &a.before.Changes[i]
		if d, ok := a.last(workflow.PaperProposal, c.Number); c.State == workflow.Proposed && ok {
			list = append(list, agendaPaper{capital(changeCalled(c)), "/convenanten/" + a.id + "/wijzigingen/" + workflow.NumberOf(c.Number).Text, documentPath(a.id, d.Number)})
		}
	}
	if d, ok := a.last(workflow.PaperAdviceSummary, 0); ok {
		list = append(list, agendaPaper{What: paperWords(a.record, a.before, d.Paper), PDF: documentPath(a.id, d.Number)})
	}
	for _, d := range a.papers {
		if d.Paper.Kind == workflow.PaperResolutions && d.Paper.On < a.on {
			list = append(list, agendaPaper{What: paperWords(a.record, a.before, d.Paper) + ", " + dutchDay(d.Paper.On), PDF: documentPath(a.id, d.Number)})
		}
	}
	return list
}

// after lists what was made of the meeting itself.
func (a agenda) after() []agendaPaper {
	var list []agendaPaper
	for _, d := range a.papers {
		if d.Paper.Kind == workflow.PaperResolutions && d.Paper.On >= a.on && sameMeeting(a.fact(d).Get("overleg").Text, a.body) {
			list = append(list, agendaPaper{What: paperWords(a.record, a.before, d.Paper), PDF: documentPath(a.id, d.Number)})
		}
	}
	return list
}

// text is the text that is put forward: the last concept, or once it is adopted the text that holds.
func (a agenda) text() agendaPaper {
	page := "/convenanten/" + a.id + "/tekst"
	if a.on < a.today {
		page += "?peildatum=" + a.on.String()
	}
	words, kinds := "De tekst van het convenant", []string{workflow.PaperConsolidated, workflow.PaperSigned, workflow.PaperAdopted}
	switch a.before.Phase {
	case workflow.Concept, workflow.Advising, workflow.Adopting:
		words, kinds = "De tekst die wordt voorgelegd (versie "+workflow.NumberOf(a.before.Version).Text+")", []string{workflow.PaperConcept}
	}
	for _, kind := range kinds {
		i := slices.IndexFunc(a.newestFirst(), func(d archive.Document) bool { return d.Paper.Kind == kind })
		if i >= 0 {
			return agendaPaper{words, page, documentPath(a.id, a.newestFirst()[i].Number)}
		}
	}
	return agendaPaper{What: words, Page: page}
}

// cover is the oplegger that was made for this meeting, or else the last before it.
func (a agenda) cover() (archive.Document, bool) {
	list := a.newestFirst()
	i := slices.IndexFunc(list, func(d archive.Document) bool {
		given := a.fact(d)
		return d.Paper.Kind == workflow.PaperCover && sameMeeting(given.Get("overleg").Text, a.body) && given.Get("datum").Text == a.on.String()
	})
	if i < 0 {
		return a.last(workflow.PaperCover, 0)
	}
	return list[i], true
}

// last is the newest paper of a kind that the meeting could have.
func (a agenda) last(kind string, change int) (archive.Document, bool) {
	for _, d := range a.newestFirst() {
		if d.Paper.Kind == kind && d.Paper.Change == change {
			return d, true
		}
	}
	return archive.Document{}, false
}

// newestFirst lists what was called for up to the day of the meeting.
func (a agenda) newestFirst() []archive.Document {
	list := slices.DeleteFunc(slices.Clone(a.papers), func(d archive.Document) bool { return d.Paper.On > a.on })
	slices.Reverse(list)
	return list
}

// fact gives the gegevens of the fact that called for a document.
func (a agenda) fact(d archive.Document) workflow.Value {
	if facts := a.record.Facts(); d.Paper.Fact > 0 && d.Paper.Fact <= len(facts) {
		return facts[d.Paper.Fact-1].Data
	}
	return workflow.Value{}
}
