package web

// Meetings, for who has ten minutes before one: what is on the agenda, and for each convenant the papers in the order in
// which they are read, with what is asked in one sentence. Afterwards the conclusion stands there.

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/storage"
	"convenant/workflow"
)

// meetingsPage lists meetings.
type meetingsPage struct {
	Frame
	Coming []meetingDay // the first comes first
	Past   []meetingDay // of the last twelve months or of the year that is asked for, the last comes first
	Some   bool         // there were more of them in that time
	Year   int          // that is asked for; zero for what is coming and the last twelve months
	Years  []int        // in which there were meetings, the last first
}

// meetingDay is a meeting with what is on its agenda.
type meetingDay struct {
	On   workflow.Date
	Body string
	Path string
	Now  bool   // today
	Away string // how far it is, when that is not far
	Tops []agendaItem
}

// agendaItem is a convenant on the agenda of a meeting.
type agendaItem struct {
	ID, Name, Reference string
	Goal                string
	Conclusions         []conclusion // of a meeting that is over
	Over                bool
}

// conclusion is what a meeting came to.
type conclusion struct {
	Sentence string // what it decided; empty when it decided nothing
	Words    string // as they were put down
}

// How far meetings are looked for, and how many convenanten on agendas are shown: of those that are over each is read.
const (
	monthsAhead   = 24
	mostAgenda    = 300
	mostConcluded = 60
	mostMeetYears = 30
)

func (v *visit) meetings() error {
	p := &meetingsPage{Frame: Frame{Title: "Overleggen"}}
	var err error
	if p.Years, err = v.meetingYears(); err != nil {
		return err
	}
	if year := v.query("jaar"); year != "" {
		return v.meetingsOf(p, year)
	}
	coming, err := v.web.Register.Meetings(v.ctx(), v.today, v.today.AddMonths(monthsAhead), mostAgenda)
	if err != nil {
		return err
	}
	if p.Coming, err = v.byMeeting(coming, false); err != nil {
		return err
	}
	past, more, err := v.pastMeetings()
	if err != nil {
		return err
	}
	p.Some = more
	if p.Past, err = v.byMeeting(past, true); err != nil {
		return err
	}
	slices.Reverse(p.Past)
	v.seen.Object = "" // it was not one convenant
	return v.page("overleggen", p)
}

// meetingsOf shows the meetings of a year that were held.
func (v *visit) meetingsOf(p *meetingsPage, year string) error {
	n, err := strconv.Atoi(year)
	if err != nil || !slices.Contains(p.Years, n) {
		return noSuchYear
	}
	first, last := yearFrom(n)
	list, err := v.web.Register.Meetings(v.ctx(), first, min(last, v.today-1), mostAgenda)
	if err != nil {
		return err
	}
	p.Year, p.Some = n, len(list) == mostAgenda
	p.Title, p.Crumbs = "Overleggen in "+year, []crumb{{"Overleggen", "/overleggen"}}
	if p.Past, err = v.byMeeting(list, true); err != nil {
		return err
	}
	slices.Reverse(p.Past)
	v.seen.Object = "" // it was not one convenant
	return v.page("overleggen", p)
}

var noSuchYear = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "In dit jaar was er geen overleg",
	detail: "In dit jaar stond geen convenant op de agenda van een overleg dat is geweest.", remedy: "Bij ‘Overleggen’ staan de jaren waarin dat wel zo was.",
	next: &crumb{"Naar de overleggen", "/overleggen"}}

func yearFrom(year int) (first, last workflow.Date) {
	first, _ = workflow.NewDate(year, 1, 1)
	last, _ = workflow.NewDate(year, 12, 31)
	return first, last
}

// meetingYears lists the years in which meetings were held, the last first.
func (v *visit) meetingYears() ([]int, error) {
	first, _ := yearFrom(1)
	list, err := v.web.Register.Meetings(v.ctx(), first, v.today-1, 1)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	on, err := workflow.ParseDate(list[0].On)
	if err != nil {
		return nil, err
	}
	earliest, _, _ := on.Civil()
	year, _, _ := v.today.Civil()
	var years []int
	for ; year >= earliest && len(years) < mostMeetYears; year-- {
		first, last := yearFrom(year)
		list, err := v.web.Register.Meetings(v.ctx(), first, min(last, v.today-1), 1)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			years = append(years, year)
		}
	}
	return years, nil
}

// pastMeetings lists the last that were held, in a year at most.
func (v *visit) pastMeetings() (list []storage.MeetingEntry, more bool, err error) {
	for _, months := range []int{12, 3, 1} { // the register gives the first of a time, and the last are wanted
		list, err = v.web.Register.Meetings(v.ctx(), v.today.AddMonths(-months), v.today-1, mostAgenda)
		if err != nil {
			return nil, false, err
		}
		if len(list) < mostAgenda {
			break
		}
		more = true
	}
	if n := len(list) - mostConcluded; n > 0 {
		return list[n:], true, nil
	}
	return list, more, nil
}

// byMeeting puts entries together by meeting, in their order; of those that are over with what was concluded.
func (v *visit) byMeeting(list []storage.MeetingEntry, over bool) ([]meetingDay, error) {
	var days []meetingDay
	for _, e := range list {
		on, err := workflow.ParseDate(e.On)
		if err != nil {
			return nil, err
		}
		n := len(days)
		if n == 0 || days[n-1].On != on || !sameMeeting(days[n-1].Body, e.Body) {
			days = append(days, meetingDay{On: on, Body: e.Body, Path: meetingPath(on, e.Body), Now: on == v.today, Away: daysUntil(v.today, on)})
			n++
		}
		item := agendaItem{ID: e.Convenant, Name: e.Name, Reference: e.Reference, Goal: goalOf(e.Goal), Over: over}
		if over {
			record, _, err := v.load(e.Convenant)
			if err != nil {
				return nil, err
			}
			item.Conclusions = conclusionsOf(record.Latest(v.today), on, e.Body)
		}
		days[n-1].Tops = append(days[n-1].Tops, item)
	}
	return days, nil
}

func sameMeeting(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

func meetingPath(on workflow.Date, body string) string {
	return "/overleggen/" + on.String() + "/" + url.PathEscape(body)
}

func goalOf(goal string) string {
	if goal == workflow.GoalAdvise {
		return "Gevraagd: adviseren."
	}
	return "Gevraagd: vaststellen."
}

// conclusionsOf lists what a meeting came to. What is decided counts for the last time that it was on the agenda of the
// same overleg.
func conclusionsOf(s *workflow.State, on workflow.Date, body string) []conclusion {
	var list []conclusion
	for _, e := range s.History {
		if e.Kind != string(workflow.Deliberate) || !sameMeeting(e.Data.Get("overleg").Text, body) || e.On < on {
			continue
		}
		again := slices.ContainsFunc(s.Meetings, func(m workflow.Meeting) bool { return sameMeeting(m.Body, body) && m.Date > on && m.Date <= e.On })
		if !again {
			list = append(list, concluded(s, e))
		}
	}
	return list
}

func concluded(s *workflow.State, e workflow.Event) conclusion {
	outcome, about := e.Data.Get("besluit").Text, cmp.Or(e.Data.Get("betreft").Text, workflow.AboutText)
	c := conclusion{Sentence: outcomeWords(workflow.Resolution{Outcome: outcome, About: about}), Words: keptWhole(e.Data.Get("conclusie").Text)}
	switch {
	case c.Sentence != "":
	case c.Words != "":
		c.Sentence = "Advies:" // who advises decides nothing
	default:
		sentence, _ := s.Describe(e)
		c.Sentence = keptWhole(capital(sentence)) + "."
	}
	return c
}

// meetingPage shows one meeting.
type meetingPage struct {
	Frame
	On    workflow.Date
	Body  string
	Over  bool // it is over
	Tops  []agendaPapers
	Other []agendaItem // what is on the agenda too, when that is very long
}

// agendaPapers is a convenant on the agenda, with what is read for it.
type agendaPapers struct {
	agendaItem
	Asked  string
	Before []string      // what came before it, in sentences
	Read   []agendaPaper // in the order in which they are read
	After  []agendaPaper // made of the meeting itself
	Decide string        // the form for its conclusion, as long as there is something to conclude
}

// agendaPaper is something to read, on the screen or as PDF; one of both may be empty.
type agendaPaper struct {
	What      string
	Page, PDF string
}

// mostPapersOf is for how many convenanten on one agenda the papers are shown.
const mostPapersOf = 40

func (v *visit) meeting() error {
	on, err := workflow.ParseDate(v.r.PathValue("datum"))
	if err != nil {
		return noSuchMeeting
	}
	body := v.r.PathValue("overleg")
	list, err := v.web.Register.Meetings(v.ctx(), on, on, mostAgenda)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(e storage.MeetingEntry) bool { return !sameMeeting(e.Body, body) })
	if len(list) == 0 {
		return noSuchMeeting
	}
	p := &meetingPage{On: on, Body: list[0].Body, Over: on < v.today}
	p.Frame = Frame{Title: capital(p.Body) + " van " + on.Dutch(), Crumbs: []crumb{{"Overleggen", "/overleggen"}}}
	for i, e := range list {
		if i >= mostPapersOf {
			p.Other = append(p.Other, agendaItem{ID: e.Convenant, Name: e.Name, Reference: e.Reference, Goal: goalOf(e.Goal)})
			continue
		}
		top, err := v.agendaPapers(e, on)
		if err != nil {
			return err
		}
		p.Tops = append(p.Tops, top)
	}
	v.seen.Object = "" // it was not one convenant
	return v.page("overleg", p)
}

var noSuchMeeting = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Dit overleg is er niet",
	detail: "Op deze dag staat bij dit overleg geen convenant op de agenda.", remedy: "Misschien is het verzet. Bij ‘Overleggen’ staat wat eraan komt.",
	next: &crumb{"Naar de overleggen", "/overleggen"}}

// agendaPapers reads one convenant for a meeting.
func (v *visit) agendaPapers(e storage.MeetingEntry, on workflow.Date) (agendaPapers, error) {
	record, _, err := v.load(e.Convenant)
	if err != nil {
		return agendaPapers{}, err
	}
	papers, err := v.papersIn(e.Convenant)
	if err != nil {
		return agendaPapers{}, err
	}
	latest := record.Latest(v.today)
	a := agenda{id: e.Convenant, body: e.Body, goal: e.Goal, on: on, today: v.today, record: record, before: record.On(min(on-1, v.today)), papers: papers}
	if a.before.Phase == "" {
		a.before = record.On(min(on, v.today)) // drawn up on the day itself
	}
	item := agendaItem{ID: e.Convenant, Name: e.Name, Reference: e.Reference, Goal: goalOf(e.Goal), Over: on < v.today, Conclusions: conclusionsOf(latest, on, e.Body)}
	top := agendaPapers{agendaItem: item, Asked: a.asked(), Before: a.earlier(), Read: a.read(), After: a.after()}
	if on <= v.today && len(item.Conclusions) == 0 {
		top.Decide = v.conclusionForm(record, e)
	}
	return top, nil
}

// conclusionForm is the address of the form with which who asks records what a meeting concludes, or is empty.
func (v *visit) conclusionForm(record *workflow.Convenant, e storage.MeetingEntry) string {
	for _, o := range record.Options(v.principal.Actor(), v.today) {
		if o.Act.Kind == workflow.Deliberate && o.Refusal == nil && sameMeeting(o.Act.Data.Get("overleg").Text, e.Body) {
			return "/convenanten/" + e.Convenant + "/doen/" + string(workflow.Deliberate) + "?" + url.Values{"overleg": {o.Act.Data.Get("overleg").Text}}.Encode()
		}
	}
	return ""
}

// changeCalled writes a change as it is called in a sentence.
func changeCalled(c *workflow.Change) string {
	return "wijziging " + strconv.Itoa(c.Number) + " (" + c.Title + ")"
}
