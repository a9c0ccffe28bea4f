package workflow

// The assessment of a letter that came in: what the rules say of it, point by point, before anyone decides. What is
// proposed is judged by Decide itself, so that a proposal to accept is accepted and a proposal to refuse gives the very
// refusal that the act would get. That somebody may not have been entitled to sign is shown and never in the way (R16).

import (
	"fmt"
	"slices"
	"strings"
)

// Assessment is what the rules say of a letter.
type Assessment struct {
	Letter   LetterView `json:"brief"`
	Findings []Finding  `json:"bevindingen"`
	Proposal Proposal   `json:"voorstel"`
}

// Finding is one point on which a letter was looked at.
type Finding struct {
	Kind     string  `json:"soort"`
	Verdict  Verdict `json:"oordeel"`
	Sentence string  `json:"zin"`
	Article  string  `json:"artikel,omitempty"`
}

// The points on which a letter is looked at, in this order.
const (
	FindForm      = "vorm"
	FindAddressee = "geadresseerde"
	FindSender    = "afzender"
	FindMandate   = "mandaat"
	FindGrounds   = "redenen"
	FindTime      = "tijd"
)

// Findings lists the kinds of findings.
var Findings = []string{FindForm, FindAddressee, FindSender, FindMandate, FindGrounds, FindTime}

// Verdict says how a finding is.
type Verdict string

// The verdicts.
const (
	InOrder   Verdict = "in-orde"
	Attention Verdict = "let-op" // for a person to look at; nothing is refused for it
	NotGood   Verdict = "niet-in-orde"
)

// Verdicts lists the verdicts.
var Verdicts = []Verdict{InOrder, Attention, NotGood}

// Proposal is what to do with a letter.
type Proposal struct {
	Kind     string   `json:"soort"`
	Sentence string   `json:"zin"`
	Act      *Act     `json:"handeling,omitempty"`  // to record as it stands, or that would be refused
	Refusal  *Refusal `json:"weigering,omitempty"`  // that it would get
	LastDay  Date     `json:"laatsteDag,omitzero"`  // of a notice that is accepted
	Earliest Date     `json:"vroegsteDag,omitzero"` // the earliest last day that this letter could have
	Latest   Date     `json:"uiterlijkOp,omitzero"` // the last day on which a letter for the end date can be received
	Fact     int      `json:"feit,omitempty"`       // in which the letter was acted on
}

// The kinds of proposals.
const (
	ProposeAccept = "aanvaarden"
	ProposeRefuse = "weigeren"
	ProposeRead   = "lezen"       // it asks for no act that a rule knows
	ProposeNone   = "afgehandeld" // it was acted on
)

// Proposals lists the kinds of proposals.
var Proposals = []string{ProposeAccept, ProposeRefuse, ProposeRead, ProposeNone}

// Wish is what a letter says that its registration does not hold.
type Wish struct {
	Per     Date   // the wanted last day of a notice
	Grounds string // the reasons of a notice
}

// Assess looks at a letter on a day. A letter with a number was registered; one without is looked at as if it came in.
func (c *Convenant) Assess(l Letter, wish Wish, today Date) Assessment {
	if l.Received == 0 {
		l.Received = today
	}
	s := c.foldedTo(max(l.Received, c.drawnUpOn()))
	a := Assessment{Letter: LetterView{l.Number, l.Kind, l.Party, l.Received}, Findings: []Finding{}}
	add := func(kind string, verdict Verdict, article, format string, args ...any) {
		a.Findings = append(a.Findings, Finding{kind, verdict, fmt.Sprintf(format, args...), article})
	}
	s.assessForm(l, add)
	s.assessAddressee(l, add)
	s.assessSender(l, add)
	if l.Kind == NoticeLetter && s.noticeRule() != nil && s.noticeRule().Grounds {
		s.assessGrounds(wish, add)
	}
	s.assessTime(l, add)
	a.Proposal = c.propose(s, l, wish, today)
	return a
}

type finder func(kind string, verdict Verdict, article, format string, args ...any)

// term is the term under which a letter of this kind falls.
func (l Letter) term() Term {
	if l.Kind == RenewalLetter {
		return RenewalTerm
	}
	return NoticeTerm
}

func (s *State) assessForm(l Letter, add finder) {
	article := s.article(l.term())
	rule := s.noticeRule()
	switch {
	case l.Kind == NoticeLetter && rule != nil && rule.Form == Registered && l.Form != Registered:
		add(FindForm, NotGood, article, "Opzeggen moet met een aangetekende brief; dat deze dat is, is niet vastgelegd.")
	case l.Form == "":
		add(FindForm, Attention, article, "De vorm is niet vastgelegd. Ga na of het een brief op schrift is.")
	case l.Form != InWriting && l.Form != Registered && l.Kind == NoticeLetter:
		add(FindForm, NotGood, article, "Opzeggen moet schriftelijk; vastgelegd is ‘%s’.", l.Form)
	case l.Form != InWriting && l.Form != Registered:
		add(FindForm, Attention, article, "Vastgelegd is ‘%s’. Aan de vorm van deze brief stelt het convenant geen eis; ga na of er iets op schrift is.", l.Form)
	default:
		add(FindForm, InOrder, article, "De brief kwam %s.", formWords(l.Form))
	}
}

func formWords(form string) string {
	if form == Registered {
		return "aangetekend"
	}
	return form
}

func (s *State) assessAddressee(l Letter, add finder) {
	rule := s.noticeRule()
	if rule == nil || rule.AddressedTo == "" || l.Kind == OtherLetter {
		return
	}
	article := s.article(l.term())
	switch {
	case l.AddressedTo == "":
		add(FindAddressee, Attention, article, "Aan wie de brief is gericht, is niet vastgelegd. Hij hoort te zijn gericht aan %s.", rule.AddressedTo)
	case sameBody(l.AddressedTo, rule.AddressedTo):
		add(FindAddressee, InOrder, article, "De brief is gericht aan %s.", rule.AddressedTo)
	default:
		add(FindAddressee, Attention, article, "De brief is gericht aan ‘%s’ en hoort te zijn gericht aan %s. Hij telt vanaf de dag waarop die hem heeft ontvangen.", l.AddressedTo, rule.AddressedTo)
	}
	if p := s.party(l.Party); rule.Addressee == l.Party && p != nil {
		add(FindAddressee, Attention, article, "%s ontvangt zelf de brieven voor allen. Vul als dag van ontvangst de dag in waarop de laatste andere Partij de brief ontving.", p.Name)
	}
}

func (s *State) assessSender(l Letter, add finder) {
	p := s.party(l.Party)
	if p == nil {
		add(FindSender, NotGood, "", "De afzender is op de dag van ontvangst geen Partij.")
		return
	}
	switch {
	case p.Bound():
		add(FindSender, InOrder, "", "%s is gebonden op de dag van ontvangst.", p.Name)
	default:
		add(FindSender, NotGood, "", "%s is op de dag van ontvangst niet gebonden.", p.Name)
	}
	who, mandate := p.Representative, p.Representative.Mandate
	switch {
	case who == Representative{}:
		add(FindMandate, Attention, "", "Van %s is geen vertegenwoordiger vastgelegd. Ga na of wie tekende, dat mocht.", p.Name)
	case mandate == Mandate{}:
		add(FindMandate, Attention, "", "Van de vertegenwoordiger van %s is geen besluit of mandaat vastgelegd. Ga na of wie tekende, dat mocht.", p.Name)
	default:
		add(FindMandate, InOrder, "", "De vertegenwoordiger van %s (%s) heeft een mandaat (%s). Ga na of die de brief tekende.", p.Name, orElse(who.Capacity, "functie onbekend"), mandateWords(mandate))
	}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func mandateWords(m Mandate) string {
	var words []string
	for _, w := range []string{m.Body, m.Date.Dutch(), m.Reference} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

func (s *State) assessGrounds(wish Wish, add finder) {
	article := s.article(NoticeTerm)
	if wish.Grounds == "" {
		add(FindGrounds, Attention, article, "Bij een opzegging horen de redenen. Vul in wat de brief daarover zegt; staat er niets, dan kan de opzegging niet worden aanvaard.")
		return
	}
	add(FindGrounds, InOrder, article, "De redenen staan erbij.")
}

func (s *State) assessTime(l Letter, add finder) {
	article := s.article(l.term())
	switch l.Kind {
	case NoticeLetter:
		s.assessNoticeTime(l, article, add)
	case RenewalLetter:
		by := s.RenewalDeadline()
		switch {
		case by == 0:
			add(FindTime, NotGood, article, "De brief is ontvangen op %s. Er valt dan niets te verlengen.", l.Received.Dutch())
		case l.Received > by:
			add(FindTime, NotGood, article, "De brief is ontvangen op %s, en dat moest uiterlijk op %s.", l.Received.Dutch(), by.Dutch())
		default:
			add(FindTime, InOrder, article, "De brief is ontvangen op %s; dat kon tot en met %s.", l.Received.Dutch(), by.Dutch())
		}
	}
}

func (s *State) assessNoticeTime(l Letter, article string, add finder) {
	earliest := s.EarliestLastDay(l.Received)
	if earliest == 0 {
		add(FindTime, NotGood, article, "De brief is ontvangen op %s. Met een opzegging van die dag is er geen laatste dag die kan.", l.Received.Dutch())
		return
	}
	add(FindTime, InOrder, article, "De brief is ontvangen op %s. De vroegste laatste dag is dan %s.", l.Received.Dutch(), earliest.Dutch())
	if by := s.LatestReceipt(s.End); s.End != 0 && by != 0 && l.Received > by {
		add(FindTime, Attention, article, "Wie op de einddatum %s weg wil zijn, moest zorgen dat de brief uiterlijk op %s was ontvangen.", s.End.Dutch(), by.Dutch())
	}
}

// propose says what to do with a letter.
func (c *Convenant) propose(s *State, l Letter, wish Wish, today Date) Proposal {
	if fact := c.ActedOn(l.Number, today); fact != 0 {
		return Proposal{Kind: ProposeNone, Fact: fact, Sentence: fmt.Sprintf("Deze brief is afgehandeld met feit %d.", fact)}
	}
	act := l.act(wish)
	if act == nil {
		return Proposal{Kind: ProposeRead, Sentence: "Lees de brief, en leg vast wat eruit volgt. Aan dit soort brieven verbindt het convenant zelf geen gevolgen."}
	}
	p := Proposal{Kind: ProposeAccept, Act: act}
	if l.Kind == NoticeLetter {
		p.Earliest = s.EarliestLastDay(l.Received)
		p.Latest = s.LatestReceipt(s.End)
	} else {
		p.Latest = s.RenewalDeadline()
	}
	decision := c.Decide(*act, today, nil)
	if p.Refusal = decision.Refusal; p.Refusal != nil {
		p.Kind, p.Sentence = ProposeRefuse, "Weiger het, met deze reden: "+p.Refusal.Error()
		if p.Refusal.Code == EffectsLost {
			p.Kind, p.Sentence = ProposeAccept, "Aanvaard het, als ook dit de bedoeling is: "+p.Refusal.Detail+" Bevestig het dan."
		}
		return p
	}
	p.Sentence = "Aanvaard de verlengingsbrief."
	if l.Kind == NoticeLetter {
		after := fold(effective(append(append([]*Fact(nil), c.facts...), decision.Fact)), today)
		p.LastDay = after.party(l.Party).LastDay
		p.Sentence = fmt.Sprintf("Aanvaard de opzegging. De laatste dag van %s is %s.", after.party(l.Party).Name, p.LastDay.Dutch())
	}
	return p
}

// ActedOn finds the fact that stands and acts on a letter, or returns 0; as of today.
func (c *Convenant) ActedOn(letter int, today Date) int {
	s := c.Latest(today)
	for _, l := range s.Letters {
		if l.Number == letter {
			e, _ := s.ActedOn(l)
			return e.Fact
		}
	}
	return 0
}

// ActedOn finds what was done with a letter: the notice or renewal that names it, or else one of the same Partij on the day
// of its receipt that names none.
func (s *State) ActedOn(l Letter) (acted Event, found bool) {
	kind := map[string]Kind{NoticeLetter: GiveNotice, RenewalLetter: Renew}[l.Kind]
	for _, e := range s.History {
		if e.Kind != string(GiveNotice) && e.Kind != string(Renew) {
			continue
		}
		switch named := e.Data.Get("brief"); {
		case named.IsPresent():
			if l.Number != 0 && named.Text == NumberOf(l.Number).Text {
				return e, true
			}
		case e.Kind == string(kind) && e.On == l.Received && l.Number != 0 && concerns(e, l.Party):
			acted, found = e, true
		}
	}
	return acted, found
}

// concerns reports that a notice or renewal is that of a Partij, alone or with the others.
func concerns(e Event, party string) bool {
	return e.Data.Get("partij").Text == party || slices.ContainsFunc(e.Data.Get("partijen").List, func(v Value) bool { return v.Text == party })
}

// act is what a letter asks for, or nil.
func (l Letter) act(wish Wish) *Act {
	fields := []Field{textField("partij", l.Party), dateField("ontvangen", l.Received)}
	if l.Number != 0 {
		fields = append(fields, numberField("brief", l.Number))
	}
	switch l.Kind {
	case NoticeLetter:
		return &Act{Kind: GiveNotice, Data: tidied(ObjectOf(append(fields, dateField("per", wish.Per), textField("vorm", l.Form), textField("gronden", wish.Grounds))...))}
	case RenewalLetter:
		return &Act{Kind: Renew, Data: tidied(ObjectOf(fields...))}
	}
	return nil
}
