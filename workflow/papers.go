package workflow

// What a change of state calls for on paper, as data: which document, for whom, on account of which day. Who renders
// and sends it is not known here.

import (
	"slices"
	"strconv"
)

// Paper is a document that something calls for.
type Paper struct {
	Kind   string `json:"soort"`
	On     Date   `json:"datum"`             // the legal day of what calls for it
	To     string `json:"aan,omitempty"`     // the Partij or adviser that receives it; empty for all and for the file
	About  string `json:"betreft,omitempty"` // the Partij that it is about, if another
	Change int    `json:"wijziging,omitempty"`
	Fact   int    `json:"feit,omitempty"` // the fact that calls for it; 0 for a consequence

	// Of a rectification: the kind of paper that told what no longer holds, and of the event that it told.
	Corrects string `json:"herziet,omitempty"`
	Event    string `json:"gebeurtenis,omitempty"`

	// Of a reminder: what it asks for, the last day that it names, and that a later one overtook it before it was sent.
	Asks    string `json:"vraagt,omitempty"`
	By      Date   `json:"uiterlijk,omitzero"`
	Skipped bool   `json:"overgeslagen,omitempty"`
}

// The kinds of papers.
const (
	PaperConcept       = "convenant-concept"
	PaperAdopted       = "convenant-vastgesteld"
	PaperSigned        = "convenant-ondertekend"
	PaperConsolidated  = "convenant-geconsolideerd"
	PaperSignatures    = "ondertekenblad"
	PaperCover         = "oplegger"
	PaperAdviceInvite  = "uitnodiging-adviesronde"
	PaperAdviceSummary = "adviesoverzicht"
	PaperResolutions   = "besluitenlijst"
	PaperSignInvite    = "uitnodiging-ondertekening"
	PaperReceipt       = "ontvangstbevestiging"
	PaperNotification  = "kennisgeving"
	PaperProposal      = "wijzigingsvoorstel"
	PaperConsent       = "instemmingsverklaring"
	PaperRenewed       = "bevestiging-verlenging"
	PaperLeft          = "bevestiging-uittreding"
	PaperEnd           = "mededeling-einde"
	PaperRectification = "rectificatie"
	PaperReminder      = "herinnering"
	PaperSignal        = "signalering" // to the secretariaat: who has not done what was asked

	// What a Partij can sign and send. Nothing calls for these; they are offered.
	PaperRenewalLetter = "verlengingsbrief"
	PaperNoticeLetter  = "opzegbrief"
)

// Papers returns what is called for by the difference between two states: of the days before and after an act, or of
// two days. Whoever was told what no longer holds is told so.
func Papers(before, after *State) []Paper {
	var papers []Paper
	for _, e := range NewEvents(before, after) {
		papers = append(papers, after.PapersFor(e)...)
	}
	for _, e := range NewEvents(after, before) {
		papers = append(papers, before.RectificationsOf(e)...)
	}
	return papers
}

// RectificationsOf returns what is called for when an event of this state no longer holds: word to everyone who was
// told, which is every Partij when a consequence was told to all. Papers of a fact that were for the file are simply
// made anew.
func (s *State) RectificationsOf(e Event) []Paper {
	var papers []Paper
	tell := func(to string, told Paper) {
		if !slices.ContainsFunc(papers, func(p Paper) bool { return p.To == to }) {
			papers = append(papers, Paper{Kind: PaperRectification, On: e.On, To: to, About: e.Data.Get("partij").Text, Change: told.Change, Fact: e.Fact,
				Corrects: told.Kind, Event: e.Kind})
		}
	}
	for _, told := range s.PapersFor(e) {
		switch {
		case told.To != "":
			tell(told.To, told)
		case e.Fact == 0:
			for _, id := range s.presentOn(e.On) {
				tell(id, told)
			}
		}
	}
	return papers
}

// NewEvents returns what happened according to the second state and not according to the first, in order.
func NewEvents(before, after *State) []Event {
	old, all := before.History, after.History
	for len(old) > 0 && len(all) > 0 && old[0].same(all[0]) { // most of what happened is in both
		old, all = old[1:], all[1:]
	}
	seen := map[string]int{}
	for _, e := range old {
		seen[e.identity()]++
	}
	var news []Event
	for _, e := range all {
		if id := e.identity(); seen[id] > 0 {
			seen[id]--
			continue
		}
		news = append(news, e)
	}
	return news
}

// same reports that two events are one, seen in states that come from one fold. Others may be equal too.
func (e Event) same(o Event) bool {
	d, f := e.Data.Fields, o.Data.Fields
	return e.Kind == o.Kind && e.On == o.On && e.Fact == o.Fact && len(d) == len(f) && (len(d) == 0 && e.Data.Kind == o.Data.Kind || len(d) > 0 && &d[0] == &f[0])
}

func (e Event) identity() string {
	data, _ := e.Data.MarshalJSON()
	return e.Kind + " " + e.On.String() + " " + NumberOf(e.Fact).Text + " " + string(data)
}

// PapersFor returns what an event of this state calls for.
func (s *State) PapersFor(e Event) []Paper {
	party := e.Data.Get("partij").Text
	change := s.changeIn(e)
	one := func(kind string) Paper {
		p := Paper{Kind: kind, On: e.On, Fact: e.Fact}
		if change != nil {
			p.Change = change.Number
		}
		return p
	}
	to := func(kind string, receivers []string) []Paper {
		var list []Paper
		for _, id := range receivers {
			p := one(kind)
			p.To, p.About = id, party
			list = append(list, p)
		}
		return list
	}
	switch e.Kind {
	case string(Draft), string(EditText), string(AddParty), string(RemoveParty): // each is another text
		return []Paper{one(PaperConcept)}
	case string(OpenAdvice):
		return to(PaperAdviceInvite, texts(e.Data.Get("adviseurs")))
	case string(CloseAdvice):
		return []Paper{one(PaperAdviceSummary)}
	case string(Schedule):
		return []Paper{one(PaperCover)}
	case string(Deliberate):
		return []Paper{one(PaperResolutions)}
	case WasAdopted:
		return append([]Paper{one(PaperAdopted)}, to(PaperSignInvite, s.present())...)
	case CameIntoForce:
		return append([]Paper{one(PaperSigned)}, one(PaperSignatures))
	case string(RegisterLetter), string(Renew):
		return to(PaperReceipt, []string{party})
	case string(GiveNotice):
		who := texts(e.Data.Get("partijen"))
		if party != "" {
			who = []string{party}
		}
		others := slices.DeleteFunc(s.present(), func(id string) bool { return slices.Contains(who, id) })
		return append(to(PaperReceipt, who), to(PaperNotification, others)...)
	case string(ProposeChange), string(AdaptChange):
		papers := []Paper{one(PaperProposal)}
		if change != nil && change.State == Proposed {
			for _, p := range s.electorate(change) {
				papers = append(papers, to(PaperConsent, []string{p.ID})...)
			}
		}
		return papers
	case ChangeAdopted:
		if change != nil && change.Accession != nil {
			return to(PaperSignInvite, []string{change.Accession.ID})
		}
	case ChangeInForce, HasJoined:
		return []Paper{one(PaperConsolidated)}
	case WasRenewed:
		return to(PaperRenewed, s.presentOn(e.On))
	case HasLeft:
		if e.Data.Get("reden").Text == LeftAtEnd || s.endedOn(e.On) && slices.Contains(s.endedWith(e.On-1), party) {
			return nil // told of the end itself
		}
		return to(PaperLeft, []string{party})
	case HasExpired, WasEnded:
		return to(PaperEnd, s.endedWith(e.On-1))
	}
	return nil
}

// changeIn finds the change that an event is about, or returns nil.
func (s *State) changeIn(e Event) *Change {
	if e.Kind == string(ProposeChange) {
		for i := range s.Changes {
			if c := &s.Changes[i]; c.fact == e.Fact {
				return c
			}
		}
		return nil
	}
	number, err := strconv.Atoi(e.Data.Get("wijziging").Text)
	if err != nil {
		return nil
	}
	return s.change(number)
}

// endedOn reports that the convenant ended on a day.
func (s *State) endedOn(day Date) bool {
	return slices.ContainsFunc(s.History, func(e Event) bool { return (e.Kind == HasExpired || e.Kind == WasEnded) && e.On == day })
}

// endedWith lists whose part ended with the convenant on a day; when all had given notice, who left on that day.
func (s *State) endedWith(last Date) []string {
	var atEnd, leaving []string
	for i := range s.Parties {
		switch p := &s.Parties[i]; {
		case p.State != Left || p.LastDay != last:
		case p.Reason == LeftAtEnd:
			atEnd = append(atEnd, p.ID)
		default:
			leaving = append(leaving, p.ID)
		}
	}
	if len(atEnd) > 0 {
		return atEnd
	}
	return leaving
}

// present lists the Partijen that have not left.
func (s *State) present() []string {
	var ids []string
	for i := range s.Parties {
		if s.Parties[i].State != Left {
			ids = append(ids, s.Parties[i].ID)
		}
	}
	return ids
}

// presentOn lists who had not left on an earlier day, and was there: whoever was told then.
func (s *State) presentOn(day Date) []string {
	var ids []string
	for i := range s.Parties {
		p := &s.Parties[i]
		c := s.change(p.Change)
		if (p.State != Left || p.LastDay >= day) && (c == nil || c.AdoptedOn <= day) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

func texts(v Value) []string {
	var list []string
	for _, item := range v.List {
		list = append(list, item.Text)
	}
	return list
}
