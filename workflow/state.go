package workflow

// What is true of a convenant on a day. A State is computed by the fold (fold.go) and never stored as if it were a
// fact. It is a value to look at; only this package changes one, on a copy of its own.

import "slices"

// State is a convenant as it stands on a day, according to the facts that were folded into it.
type State struct {
	Day       Date // the day that it describes
	Facts     int  // how many facts were recorded
	Name      string
	Reference string // kenmerk
	Template  string
	Phase     Phase

	Text    *Text
	sha256  hashed // of the text
	Version int    // of the text, counted from 1
	texts   []TextVersion
	Terms   *Terms
	written Value // the terms as they were written

	reminders ReminderPolicy // pinned when it was drawn up; nil when it has none

	Entered        Date // ingangsdatum: known once everyone has signed (and, where the terms ask it, once published)
	entryNotBefore Date // the day on which a change of the inwerkingtreding took effect
	enteredAt      Date // the day on which the fold came to know it, later than Entered when it works back
	End            Date // einddatum of the running period, its last day; zero when it has none
	Period         int  // 1 is the first; 0 when not in force
	began          Date // the first day of the running period

	Parties   []Party
	removed   []Party // taken out of the concept: they still have a name when that is told
	Changes   []Change
	Letters   []Letter
	Advisers  []Adviser
	AdviceBy  Date
	Meetings  []Meeting
	Decisions []Resolution

	Published  Date
	Evaluated  Date
	HappenedOn Date // the event that ends it
	renewedBy  int  // the fact that decided on renewal of the running period
	History    []Event
	Without    []Ineffective
}

// Party is a Partij in a convenant.
type Party struct {
	ID, Name, Group string
	State           PartyState
	Representative  Representative
	Contacts        []Contact
	SignedOn        Date
	SignedHow       string
	SignedText      string // SHA-256 of what it signed
	BoundFrom       Date
	NoticeOn        Date // the receipt of its notice
	LastDay         Date
	Reason          string // why it left
	Renewed         Date   // the receipt of its letter of renewal for the running period
	Change          int    // the number of the change by which it joins; 0 for a founder
	Successor       string
	joinFrom        Date // the wanted first day of one that joins
	joining         bool // its notice joined another's and opens no window of its own
	endsForAll      bool // when it leaves, it ends for all
}

// The reasons for which a Partij leaves.
const (
	LeftByNotice    = "opgezegd"
	LeftNotRenewed  = "niet-verlengd"
	LeftAtEnd       = "einde"
	LeftToSuccessor = "opgevolgd"
)

// Representative is who signs for a Partij, and on the ground of which decision.
type Representative struct {
	Name     string  `json:"naam,omitempty"`
	Capacity string  `json:"hoedanigheid,omitempty"`
	Mandate  Mandate `json:"besluit,omitzero"`
}

// Mandate is the decision that lets a representative sign.
type Mandate struct {
	Body      string `json:"orgaan,omitempty"`
	Date      Date   `json:"datum,omitzero"`
	Reference string `json:"kenmerk,omitempty"`
}

// Contact is a contact person (4.1 lid 2, 5.2). Rank 1 is the first.
type Contact struct {
	Name     string `json:"naam,omitempty"`
	Function string `json:"functie,omitempty"`
	Email    string `json:"email,omitempty"`
	Rank     int    `json:"rang"`
}

// Bound reports that the Partij is bound by the convenant.
func (p *Party) Bound() bool { return p.State == Bound || p.State == Leaving }

// Change is a proposal to change a convenant, with what became of it.
type Change struct {
	Number       int
	Title        string
	State        ChangeState
	Edits        []Edit
	Terms        Value // as written in the proposal
	Accession    *NewParty
	From         Date // the wanted first day; zero when the last consent decides
	AdoptedOn    Date
	Effective    Date // from when it applies, once adopted
	Applied      bool
	Consents     []Voice
	Refusals     []Voice
	CollidesWith int   // the adopted change that touches the same, until this one is adapted
	buildsOn     []int // the adopted changes on whose words this one builds
	words        *Words
	fact         int // the number of the fact that proposed it
}

// Voice is what one Partij said of a change, and when.
type Voice struct {
	Party string
	On    Date
}

// NewParty is somebody who becomes a Partij.
type NewParty struct {
	ID             string         `json:"id"`
	Name           string         `json:"naam"`
	Group          string         `json:"groep,omitempty"`
	Representative Representative `json:"vertegenwoordiger,omitzero"`
}

// Letter is a letter that came in. Its receipt stands whatever becomes of it.
type Letter struct {
	Number      int // of the fact
	Kind        string
	Party       string
	Received    Date
	Form        string
	AddressedTo string
	Attachment  string
}

// Adviser is a Partij or a body that was asked for advice.
type Adviser struct {
	Name     string
	Tenor    string // strekking; empty while it is out
	Text     string
	GivenOn  Date
	Handling string // verwerking; empty while unanswered
	Grounds  string
}

// Meeting is an overleg on whose agenda the convenant was put.
type Meeting struct {
	Body string
	Date Date
	Goal string
}

// The goals with which a meeting deals with a convenant.
const (
	GoalAdvise = "adviseren"
	GoalAdopt  = "vaststellen"
)

// Resolution is what a meeting concluded.
type Resolution struct {
	Body       string
	Conclusion string
	Outcome    string // empty for an advising meeting
	About      string
	On         Date
}

// Event is something that happened: a fact or a consequence.
type Event struct {
	Fact int    // the number of the fact; 0 for a consequence
	Kind string // the kind of the act, or the name of the consequence
	On   Date
	Data Value
}

// Ineffective is a fact that lost its footing through a later one.
type Ineffective struct {
	Fact   int
	Reason *Refusal
}

// clone returns a state that can be changed without touching the receiver.
func (s *State) clone() *State {
	c := *s
	c.Parties = slices.Clone(s.Parties)
	c.Changes = slices.Clone(s.Changes)
	c.Advisers = slices.Clone(s.Advisers)
	// What is only ever appended to is shared up to its length.
	c.texts = slices.Clip(s.texts)
	c.Letters = slices.Clip(s.Letters)
	c.Meetings = slices.Clip(s.Meetings)
	c.Decisions = slices.Clip(s.Decisions)
	c.History = slices.Clip(s.History)
	c.Without = slices.Clip(s.Without)
	return &c
}

// Party finds a Partij by its short name, or returns nil.
func (s *State) Party(id string) *Party {
	if p := s.party(id); p != nil {
		c := *p
		return &c
	}
	return nil
}

func (s *State) party(id string) *Party {
	for i := range s.Parties {
		if s.Parties[i].ID == id {
			return &s.Parties[i]
		}
	}
	return nil
}

func (s *State) change(number int) *Change {
	for i := range s.Changes {
		if s.Changes[i].Number == number {
			return &s.Changes[i]
		}
	}
	return nil
}

// founder reports that the Partij must sign before the convenant enters into force.
func (p *Party) founder() bool { return p.Change == 0 && p.State != Left }

// AllSigned reports that every Partij has signed, or had done so when the convenant entered into force.
func (s *State) AllSigned() bool {
	if s.Phase != Signing {
		return s.Entered != 0
	}
	return len(s.Unsigned()) == 0
}

// Unsigned lists the Partijen without whose signature the convenant does not enter into force.
func (s *State) Unsigned() []string {
	if s.Phase != Signing {
		return nil
	}
	var ids []string
	for i := range s.Parties {
		if p := &s.Parties[i]; p.founder() && p.State != Signed {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// isMember reports that the voice of a Partij counts in a change: it is bound, or before the entry into force it has
// signed.
func (s *State) isMember(p *Party) bool {
	return p.Bound() || s.Phase == Signing && p.Change == 0 && p.State == Signed
}

func (s *State) members() []*Party {
	list := make([]*Party, 0, len(s.Parties))
	for i := range s.Parties {
		if p := &s.Parties[i]; s.isMember(p) {
			list = append(list, p)
		}
	}
	return list
}

// lastSignature returns the latest day on which a founder signed.
func (s *State) lastSignature() Date {
	var last Date
	for i := range s.Parties {
		if p := &s.Parties[i]; p.founder() {
			last = max(last, p.SignedOn)
		}
	}
	return last
}

// article names the article on which a rule about the term rests: as the template says, or else where the text has it.
func (s *State) article(term Term) string {
	if s.Terms == nil {
		return ""
	}
	if a := s.Terms.Article(term); a != "" {
		return a
	}
	if s.Text != nil {
		return s.Text.KeyOf(term)
	}
	return ""
}

// note adds a consequence to the history.
func (s *State) note(kind string, fields ...Field) {
	s.History = append(s.History, Event{Kind: kind, On: s.Day, Data: ObjectOf(fields...)})
}

func textField(name, text string) Field {
	if text == "" {
		return Field{name, Value{}}
	}
	return Field{name, TextOf(text)}
}

func dateField(name string, d Date) Field { return textField(name, d.String()) }

func numberField(name string, n int) Field { return Field{name, NumberOf(n)} }

// can reports whether an act or consequence is possible in the state of the convenant.
func (s *State) can(event string) bool { return convenantMachine.can(string(s.Phase), event) }

func (s *State) fire(event string) { s.Phase = Phase(convenantMachine.fire(string(s.Phase), event)) }

func (p *Party) can(event string) bool { return partyMachine.can(string(p.State), event) }

func (p *Party) fire(event string) { p.State = PartyState(partyMachine.fire(string(p.State), event)) }

func (c *Change) fire(event string) {
	c.State = ChangeState(changeMachine.fire(string(c.State), event))
}

// refreshGroups writes the names of the Partijen into the text, in their groups and in order.
func (s *State) refreshGroups() {
	if s.Text == nil {
		return
	}
	var groups []Group
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.State == Left {
			continue
		}
		if n := len(groups); n > 0 && groups[n-1].Name == p.Group {
			groups[n-1].Parties = append(groups[n-1].Parties, p.Name)
			continue
		}
		if at := slices.IndexFunc(groups, func(g Group) bool { return g.Name == p.Group && g.Name != "" }); at >= 0 {
			groups[at].Parties = append(groups[at].Parties, p.Name)
			continue
		}
		groups = append(groups, Group{Name: p.Group, Parties: []string{p.Name}})
	}
	same := func(a, b Group) bool { return a.Name == b.Name && slices.Equal(a.Parties, b.Parties) }
	if slices.EqualFunc(groups, s.Text.Groups, same) {
		return
	}
	text := *s.Text
	text.Groups = groups
	s.setText(&text)
}

// hashed is a text with its fingerprint, which a fold asks for with every signature.
type hashed struct {
	text   *Text
	sha256 string
}

// textSHA256 returns the fingerprint of the text.
func (s *State) textSHA256() string {
	if s.sha256.text != s.Text { // a text is never changed in place
		s.sha256 = hashed{s.Text, s.Text.SHA256()}
	}
	return s.sha256.sha256
}
