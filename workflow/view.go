package workflow

// The convenant as other people see it: the JSON of the contract. Sentences about shortcomings and dates that are
// coming stand here too, because every reader of a convenant asks for them.

import (
	"slices"
	"strconv"
)

// View is a state in the words of the contract.
type View struct {
	ID           string        `json:"id"`
	Name         string        `json:"naam"`
	Reference    string        `json:"kenmerk"`
	Phase        Phase         `json:"toestand"`
	Stand        Stand         `json:"stand"`
	Text         TextView      `json:"tekst"`
	Entered      Date          `json:"ingangsdatum"`
	End          Date          `json:"einddatum"`
	Period       int           `json:"periode"`
	Parties      []PartyView   `json:"partijen"`
	Changes      []ChangeView  `json:"wijzigingen"`
	Letters      []LetterView  `json:"brieven"`
	Advice       []AdviceView  `json:"adviezen"`
	Resolutions  []VerdictView `json:"besluiten"`
	Deadlines    []Deadline    `json:"termijnen"`
	Terms        *Terms        `json:"voorwaarden"`
	Shortcomings []Shortcoming `json:"tekortkomingen"`
	Without      []WithoutView `json:"zonderGevolg"`
}

// Stand says up to which fact the record goes; its hash is that of the record's chain, and empty without a record.
type Stand struct {
	Number int    `json:"nummer"`
	Hash   string `json:"hash"`
}

// TextView names the version of the text and its fingerprint.
type TextView struct {
	Version int    `json:"versie"`
	SHA256  string `json:"sha256"`
}

// PartyView is a Partij.
type PartyView struct {
	ID             string          `json:"id"`
	Name           string          `json:"naam"`
	Group          string          `json:"groep"`
	State          PartyState      `json:"toestand"`
	Reason         string          `json:"reden,omitempty"`
	SignedOn       Date            `json:"getekendOp"`
	NoticeOn       Date            `json:"opgezegdOp"`
	LastDay        Date            `json:"laatsteDag"`
	Renewed        bool            `json:"verlengd"`
	BoundFrom      Date            `json:"gebondenVanaf"`
	Successor      string          `json:"opvolger,omitempty"`
	Representative *Representative `json:"vertegenwoordiger"`
	Contacts       []Contact       `json:"contactpersonen"`
}

// ChangeView is a change; Needed says how many Partijen must consent.
type ChangeView struct {
	Number    int         `json:"nummer"`
	Title     string      `json:"titel"`
	State     ChangeState `json:"toestand"`
	SHA256    string      `json:"sha256"`
	Needed    int         `json:"nodig"`
	Consents  []VoiceView `json:"instemmingen"`
	Refusals  []VoiceView `json:"weigeringen"`
	Effective Date        `json:"ingangsdatum"`
	Joins     string      `json:"toetreding,omitempty"`
	Collides  int         `json:"raaktWijziging,omitempty"`
}

// VoiceView is what one Partij said.
type VoiceView struct {
	Party string `json:"partij"`
	On    Date   `json:"datum"`
}

// LetterView is a letter that came in.
type LetterView struct {
	Number   int    `json:"nummer"`
	Kind     string `json:"soort"`
	Party    string `json:"partij"`
	Received Date   `json:"ontvangen"`
}

// AdviceView is an advice that was asked for.
type AdviceView struct {
	Adviser  string `json:"adviseur"`
	Tenor    string `json:"strekking,omitempty"`
	On       Date   `json:"datum"`
	Handling string `json:"verwerking,omitempty"`
	Grounds  string `json:"motivering,omitempty"`
}

// VerdictView is what a meeting concluded.
type VerdictView struct {
	Body       string `json:"overleg"`
	On         Date   `json:"datum"`
	About      string `json:"betreft"`
	Conclusion string `json:"conclusie,omitempty"`
	Outcome    string `json:"besluit,omitempty"`
}

// Deadline is a day that is coming.
type Deadline struct {
	Kind  string `json:"soort"`
	On    Date   `json:"datum"`
	Party string `json:"partij,omitempty"`
}

// Shortcoming is something that is missing and never in the way (R16).
type Shortcoming struct {
	Kind     string `json:"soort"`
	Party    string `json:"partij,omitempty"`
	Sentence string `json:"zin"`
}

// WithoutView is a fact that lost its effect, with the reason.
type WithoutView struct {
	Fact   int    `json:"feit"`
	Reason string `json:"reden"`
	Code   Code   `json:"code"`
}

// View writes the state in the words of the contract.
func (s *State) View() View {
	v := View{
		Name: s.Name, Reference: s.Reference, Phase: s.Phase, Stand: Stand{Number: s.Facts}, Entered: s.Entered, End: s.EndOf(),
		Period: s.Period, Terms: s.Terms, Deadlines: orEmpty(s.Deadlines()), Shortcomings: orEmpty(s.Shortcomings()),
		Parties: []PartyView{}, Changes: []ChangeView{}, Letters: []LetterView{}, Advice: []AdviceView{}, Resolutions: []VerdictView{}, Without: []WithoutView{},
	}
	if s.Text != nil {
		v.Text = TextView{s.Version, s.textSHA256()}
	}
	for i := range s.Parties {
		v.Parties = append(v.Parties, s.Parties[i].view())
	}
	for i := range s.Changes {
		v.Changes = append(v.Changes, s.changeView(&s.Changes[i]))
	}
	for _, l := range s.Letters {
		v.Letters = append(v.Letters, LetterView{l.Number, l.Kind, l.Party, l.Received})
	}
	for _, a := range s.Advisers {
		v.Advice = append(v.Advice, AdviceView{a.Name, a.Tenor, a.GivenOn, a.Handling, a.Grounds})
	}
	for _, d := range s.Decisions {
		v.Resolutions = append(v.Resolutions, VerdictView{d.Body, d.On, d.About, d.Conclusion, d.Outcome})
	}
	for _, w := range s.Without {
		v.Without = append(v.Without, WithoutView{w.Fact, w.Reason.Error(), w.Reason.Code})
	}
	return v
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (p *Party) view() PartyView {
	v := PartyView{
		ID: p.ID, Name: p.Name, Group: p.Group, State: p.State, Reason: p.Reason, SignedOn: p.SignedOn, NoticeOn: p.NoticeOn,
		LastDay: p.LastDay, Renewed: p.Renewed != 0, BoundFrom: p.BoundFrom, Successor: p.Successor, Contacts: orEmpty(p.Contacts),
	}
	if p.Representative != (Representative{}) {
		v.Representative = &p.Representative
	}
	return v
}

func (s *State) changeView(c *Change) ChangeView {
	v := ChangeView{
		Number: c.Number, Title: c.Title, State: c.State, SHA256: c.SHA256(), Consents: voices(c.Consents), Refusals: voices(c.Refusals),
		Effective: c.Effective, Collides: c.CollidesWith,
	}
	if c.Effective == 0 {
		v.Effective = c.From
	}
	if n := len(s.electorate(c)); n > 0 {
		v.Needed = s.needed(c, n)
	}
	if c.Accession != nil {
		v.Joins = c.Accession.ID
	}
	return v
}

func voices(list []Voice) []VoiceView {
	views := []VoiceView{}
	for _, v := range list {
		views = append(views, VoiceView(v))
	}
	return views
}

// The kinds of deadlines.
const (
	DueAdvice     = "advies-uiterlijk"
	DueMeeting    = "overleg"
	DueEntry      = "inwerkingtreding"
	DueNotice     = "opzegging-ontvangen-uiterlijk"  // for a last day on the end date
	DueRenewal    = "verlenging-ontvangen-uiterlijk" // or decided
	DueEnd        = "einddatum"
	DueLastDay    = "laatste-dag"
	DueChange     = "wijziging-in-werking"
	DueEvaluation = "evaluatie"
	DueAfterwards = "einde-na-afloop"
)

// Deadlines lists the days that are coming, on the day of the state or later, in order.
func (s *State) Deadlines() []Deadline {
	var list []Deadline
	add := func(kind string, on Date, party string) {
		if on >= s.Day && on != 0 {
			list = append(list, Deadline{kind, on, party})
		}
	}
	switch s.Phase {
	case Advising:
		add(DueAdvice, s.AdviceBy, "")
	case Signing:
		add(DueEntry, s.Entered, "")
	case InForce:
		s.runningDeadlines(add)
	case Expired, Ended:
		if a := s.Terms.Aftermath; a != nil {
			add(DueAfterwards, a.Period.After(s.lastDay()), "")
		}
	}
	if !s.Phase.Over() {
		for _, m := range s.Meetings {
			if !s.Concluded(m) {
				add(DueMeeting, m.Date, "")
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Deadline) int { return int(a.On - b.On) })
	return list
}

// Concluded reports that nothing is awaited of a meeting any more: it has concluded, or what it was to adopt was adopted by
// another.
func (s *State) Concluded(m Meeting) bool {
	if m.Goal == GoalAdopt && s.Phase == Signing {
		return true
	}
	return slices.ContainsFunc(s.Decisions, func(d Resolution) bool { return sameBody(d.Body, m.Body) && d.On >= m.Date })
}

func (s *State) runningDeadlines(add func(kind string, on Date, party string)) {
	add(DueEnd, s.End, "")
	if s.canRenew() {
		switch rule := s.Terms.Renewal; rule.Way {
		case ByLetter:
			for i := range s.Parties {
				if p := &s.Parties[i]; p.State == Bound && p.Renewed == 0 {
					add(DueRenewal, s.Terms.renewalDeadline(s.End), p.ID)
				}
			}
		case ByDecision:
			if s.renewedBy == 0 {
				add(DueRenewal, s.Terms.renewalDeadline(s.End), "")
			}
		}
	}
	if rule := s.Terms.Notice; rule != nil && rule.By == ByEachParty && s.End != 0 && s.Terms.Renews() {
		add(DueNotice, s.LatestReceipt(s.End), "")
	}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.State == Leaving {
			add(DueLastDay, p.LastDay, p.ID)
		}
	}
	for i := range s.Changes {
		if c := &s.Changes[i]; c.State == Adopted && !c.Applied {
			add(DueChange, c.Effective, "")
		}
	}
	add(DueEvaluation, s.EvaluationDue(), "")
}

// lastDay returns the last day on which anyone was bound.
func (s *State) lastDay() Date {
	var last Date
	for _, p := range s.Parties {
		last = max(last, p.LastDay)
	}
	return last
}

// The kinds of shortcomings.
const (
	NoContact        = "geen-contactpersoon"
	NoSecondContact  = "geen-tweede-contactpersoon"
	NoRepresentative = "geen-vertegenwoordiger"
	NoMandate        = "geen-mandaat"
	EvaluationLate   = "evaluatie-te-laat"
	OutOfStep        = "verlenging-uit-de-pas"
)

// Shortcomings lists what is missing (R16). Nothing is refused for it.
func (s *State) Shortcomings() []Shortcoming {
	if s.Phase == "" || s.Phase.Over() {
		return nil
	}
	var list []Shortcoming
	add := func(kind, party, sentence string) { list = append(list, Shortcoming{kind, party, sentence}) }
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.State == Left {
			continue
		}
		switch {
		case p.Representative.Name == "" && p.Representative.Capacity == "":
			add(NoRepresentative, p.ID, p.Name+" heeft nog geen vertegenwoordiger.")
		case p.Representative.Mandate == Mandate{}:
			add(NoMandate, p.ID, "Van de vertegenwoordiger van "+p.Name+" is geen besluit of mandaat vastgelegd.")
		}
		switch len(p.Contacts) {
		case 0:
			add(NoContact, p.ID, p.Name+" heeft nog geen contactpersoon.")
		case 1:
			add(NoSecondContact, p.ID, p.Name+" heeft nog geen tweede contactpersoon.")
		}
	}
	if due := s.EvaluationDue(); due != 0 && due < s.Day {
		add(EvaluationLate, "", "Het convenant had uiterlijk op "+due.Dutch()+" geëvalueerd moeten zijn.")
	}
	return list
}

// String names the stand as it is printed: stand 27.
func (s Stand) String() string {
	if s.Hash == "" {
		return "stand " + strconv.Itoa(s.Number)
	}
	return "stand " + strconv.Itoa(s.Number) + " · " + s.Hash[:min(8, len(s.Hash))]
}
