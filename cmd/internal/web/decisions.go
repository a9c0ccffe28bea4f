package web

// How it was decided: the advice that was asked for and what was done with it, and the meetings with what they concluded.

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// decisionsPage tells how it was decided.
type decisionsPage struct {
	*dossier
	Sentence string
	Advisers []adviserRow
	AdviceBy workflow.Date
	Waiting  []string // who have not advised yet, while that is possible
	Earlier  bool     // there was a round on an earlier version of the text
	Summary  *toRead  // the paper in which all advice stands
	Meetings []meetingRow
}

// adviserRow is who was asked for advice, and what came of it.
type adviserRow struct {
	workflow.Adviser
	Called string
	Status string
	Words  string // the tenor
	Answer string
	Do     string // the form with which it is answered
}

// meetingRow is a meeting on whose agenda the convenant stood, or that decided without.
type meetingRow struct {
	Body      string
	Date      workflow.Date
	Goal      string
	Decisions []decisionRow
	Coming    bool     // it has yet to be
	Moot      bool     // and what it was to adopt has been adopted
	Papers    []toRead // that went to it, and in which its decisions stand
}

type decisionRow struct {
	workflow.Resolution
	Words string
}

func (v *visit) decisions() error {
	d, s, err := v.openDossier("besluitvorming")
	if err != nil {
		return err
	}
	p := &decisionsPage{dossier: d, AdviceBy: s.AdviceBy, Meetings: meetingRows(s)}
	for _, a := range s.Advisers {
		row := adviserRow{Adviser: a, Called: adviserName(s, a.Name), Status: "status", Words: "Nog geen advies", Answer: handlingWords[a.Handling]}
		if a.Tenor != "" {
			row.Words, row.Status = tenorWords[a.Tenor], tenorStatus[a.Tenor]
		} else if s.Phase == workflow.Advising {
			p.Waiting = append(p.Waiting, row.Called)
		}
		if v.principal.Role == storage.RoleSecretariat && s.Phase == workflow.Advising && !d.Elsewhen() {
			row.Do = d.To("doen/" + string(workflow.AnswerAdvice) + "?" + url.Values{"adviseur": {a.Name}}.Encode())
		}
		p.Advisers = append(p.Advisers, row)
	}
	p.Sentence, p.Earlier = p.sentence(s), len(s.Advisers) == 0 && advisedBefore(s)
	papers, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	p.addPapers(d.record.Facts(), papers)
	return v.page("besluitvorming", p)
}

// addPapers puts with the advice and with each meeting the last papers about it. Which meeting a paper is about, is told by
// the fact that called for it.
func (p *decisionsPage) addPapers(facts []*workflow.Fact, papers []archive.Document) {
	for _, a := range slices.Backward(papers) {
		read := toRead{nameOfPaper(a.Paper.Kind), "/documenten/" + a.ID}
		if a.Paper.Kind == workflow.PaperAdviceSummary && p.Summary == nil {
			p.Summary = &read
		}
		if a.Paper.Fact < 1 || a.Paper.Fact > len(facts) {
			continue
		}
		for i := range p.Meetings {
			if m := &p.Meetings[i]; m.isAbout(facts[a.Paper.Fact-1]) && !slices.ContainsFunc(m.Papers, func(r toRead) bool { return r.Words == read.Words }) {
				m.Papers = slices.Insert(m.Papers, 0, read)
			}
		}
	}
}

// isAbout reports that a fact put the convenant on the agenda of this meeting, or is a decision of it.
func (m meetingRow) isAbout(f *workflow.Fact) bool {
	if !strings.EqualFold(f.Data.Get("overleg").Text, m.Body) {
		return false
	}
	decided := func(d decisionRow) bool { return d.On == f.On }
	return f.Kind == workflow.Schedule && f.Data.Get("datum").Text == m.Date.String() || f.Kind == workflow.Deliberate && slices.ContainsFunc(m.Decisions, decided)
}

// sentence says what was decided last, or on what the convenant waits.
func (p *decisionsPage) sentence(s *workflow.State) string {
	switch {
	case len(p.Waiting) > 0 && s.AdviceBy != 0:
		return "Er is advies gevraagd. Wij wachten nog op " + inARow(p.Waiting) + ", uiterlijk " + dutchDay(s.AdviceBy) + "."
	case len(p.Waiting) > 0:
		return "Er is advies gevraagd. Wij wachten nog op " + inARow(p.Waiting) + "."
	case s.Phase == workflow.Advising:
		return "Alle adviezen zijn binnen. Elk advies krijgt een antwoord voordat de ronde sluit."
	case s.Phase == workflow.Adopting:
		return "De tekst wacht op een overleg dat haar vaststelt."
	}
	for _, d := range slices.Backward(s.Decisions) {
		if d.About == workflow.AboutText && d.Outcome == "vastgesteld" {
			return "De tekst is op " + dutchDay(d.On) + " vastgesteld door " + workflow.TheBody(d.Body) + "."
		}
	}
	return "Over dit convenant is nog niets besloten."
}

// meetingRows lists the meetings in order of days, each with what it concluded. What was concluded without a meeting on the
// agenda stands by itself.
func meetingRows(s *workflow.State) []meetingRow {
	var rows []meetingRow
	for _, m := range s.Meetings {
		rows = append(rows, meetingRow{Body: m.Body, Date: m.Date, Goal: goalWords[m.Goal], Coming: m.Date >= s.Day, Moot: m.Date >= s.Day && s.Concluded(m)})
	}
	slices.SortStableFunc(rows, func(a, b meetingRow) int { return int(a.Date - b.Date) })
	for _, d := range s.Decisions {
		at := -1
		for i := range rows {
			if strings.EqualFold(rows[i].Body, d.Body) && rows[i].Date <= d.On {
				at = i
			}
		}
		if at < 0 {
			rows = append(rows, meetingRow{Body: d.Body, Date: d.On})
			at = len(rows) - 1
		}
		rows[at].Decisions = append(rows[at].Decisions, decisionRow{d, outcomeWords(d)})
		rows[at].Coming = false
	}
	slices.SortStableFunc(rows, func(a, b meetingRow) int { return int(a.Date - b.Date) })
	return rows
}

// outcomeWords say what a meeting decided, and about what. A meeting that advises decides nothing.
func outcomeWords(d workflow.Resolution) string {
	if d.Outcome == "" {
		return ""
	}
	words := d.Outcome
	switch number := changeOf(d.About); {
	case number > 0 && d.Outcome == workflow.WasAdopted:
		words = "wijziging " + strconv.Itoa(number) + " is aangenomen"
	case number > 0:
		words = "wijziging " + strconv.Itoa(number) + " is " + d.Outcome
	case d.Outcome == outcomeHeld && d.About != workflow.AboutText:
		words = "aangehouden, over " + aboutWords[d.About]
	case d.About == workflow.AboutRenewal && d.Outcome == workflow.WasAdopted:
		words = "het convenant wordt verlengd"
	case d.About == workflow.AboutRenewal:
		words = "het convenant wordt niet verlengd"
	case d.About == workflow.AboutDeparted && d.Outcome == workflow.WasAdopted:
		words = "het convenant eindigt"
	case d.About == workflow.AboutDeparted:
		words = "het convenant gaat door"
	}
	return "Besluit: " + words + "."
}

// outcomeHeld is the decision to decide later.
const outcomeHeld = "aangehouden"

// adviserName names a Partij or a body that was asked for advice.
func adviserName(s *workflow.State, name string) string { return partyName(s, name) }

// inARow names several in a sentence: a, b en c.
func inARow(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " en " + names[n-1]
	}
	return strings.Join(names, "")
}

// changeOf names the change that a decision is about, or is 0.
func changeOf(about string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(about, "wijziging:"))
	return n
}

var (
	goalWords     = map[string]string{workflow.GoalAdvise: "om te adviseren", workflow.GoalAdopt: "om vast te stellen"}
	handlingWords = map[string]string{workflow.TakenOver: "Overgenomen", workflow.PartlyTaken: "Deels overgenomen", workflow.NotTakenOver: "Niet overgenomen"}
	tenorWords    = map[string]string{workflow.Positive: "Positief", workflow.PositiveIf: "Positief, onder voorwaarden", workflow.Negative: "Negatief", workflow.NoAdvice: "Geeft geen advies"}
	tenorStatus   = map[string]string{workflow.Positive: "status status--goed", workflow.PositiveIf: "status status--let-op", workflow.Negative: "status status--fout", workflow.NoAdvice: "status status--rust"}
)
