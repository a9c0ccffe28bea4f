package workflow_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// The first three laws, in one reading of what happened: a convenant is in force only when every founder signed the
// text that it then had; a change is adopted only with the consent that the terms ask of those who are bound at that
// moment, and then always; signatures and consents fall with their text.
func TestNothingBindsWithoutSignatureOrConsent(t *testing.T) {
	t.Run("whatever happens", func(t *testing.T) {
		sequences(t, 25, func(t *rapid.T) {
			l := anyLife(t)
			l.live(t, unseen)
			lookOn(t, l.c)
		})
	})
	// That somebody leaves or joins while changes collide comes about too seldom by chance.
	t.Run("when Partijen vote, leave and join", func(t *testing.T) {
		adoptions, lives := 0, 0
		sequences(t, 10, func(t *rapid.T) {
			lives++
			l, ok := inForce(t, object("opzegging", object("door", workflow.ByEachParty),
				"wijziging", object("instemming", pick(t, "instemming", workflow.AllParties, workflow.TwoThirds, workflow.Majority))))
			if !ok {
				t.Fatal("not in force")
			}
			t.Repeat(map[string]func(*rapid.T){"stemmen": func(t *rapid.T) {
				l.today += workflow.Date(pick(t, "dagen", 0, 0, 1, 5))
				for range pick(t, "stemmen", 1, 2, 4) {
					l.offer(t, l.anyVote(t))
				}
			}})
			adoptions += lookOn(t, l.c).adoptions
		})
		enough(t, "a change that was adopted", adoptions, 50, lives)
	})
}

// anyVote draws what makes a change be adopted or not.
func (l *life) anyVote(t *rapid.T) workflow.Act {
	s := l.c.On(l.today)
	number, _ := l.anyChange(t, s)
	party := anyParty(t, s)
	kind := pick(t, "wat", workflow.Consent, workflow.Consent, workflow.Consent, workflow.Consent, workflow.Consent, workflow.ProposeChange,
		workflow.ProposeChange, workflow.GiveNotice, workflow.GiveNotice, workflow.RefuseConsent, workflow.AdaptChange, workflow.SucceedParty, workflow.Sign)
	data := object("partij", party, "wijziging", number)
	words := object(pick(t, "sleutel", "5.1", "4.1", "4.1.2"), "Andere woorden.")
	switch kind {
	case workflow.Consent: // somebody who has not consented yet
		for _, p := range s.Parties {
			c := changeOf(s, number)
			if p.Bound() && c != nil && !slices.ContainsFunc(c.Consents, func(v workflow.Voice) bool { return v.Party == p.ID }) {
				data = object("partij", p.ID, "wijziging", number)
				if chance(t, 60, "deze") {
					break
				}
			}
		}
	case workflow.ProposeChange:
		data = object("titel", "Wijziging", "artikelen", words)
		if chance(t, 30, "toetreding") {
			data = object("titel", "Toetreding", "toetreding", newcomer(s))
		}
	case workflow.AdaptChange:
		data = object("wijziging", number, "artikelen", words)
	case workflow.GiveNotice:
		data = object("partij", party, "per", l.today+workflow.Date(pick(t, "per", 0, 1, 4)))
	case workflow.SucceedParty:
		data = object("partij", party, "opvolger", newcomer(s), "grondslag", "Wet arhi")
	case workflow.Sign:
		data = object("partij", party, "wijze", workflow.OnPaper)
	}
	return workflow.Act{Kind: kind, Data: data, Confirmed: true}
}

// lookOn reads the history from its beginning. On the way of a life each prefix is read, so one reading will do.
func lookOn(t *rapid.T, c *workflow.Convenant) *onlooker {
	w := &onlooker{t: t, c: c, signed: map[string]string{}, heirs: map[string]string{}, proposals: map[int]*proposal{}}
	c.Replay(w.see)
	return w
}

// onlooker knows only the facts and consequences, in the order in which they came, and draws conclusions of its own.
type onlooker struct {
	t         *rapid.T
	c         *workflow.Convenant
	read      int // how much of the history
	text      string
	phase     workflow.Phase
	heirs     map[string]string // by who was succeeded
	terms     *workflow.Terms
	signed    map[string]string // by founder: the text it signed
	changed   bool              // a change took effect, so the text is no longer the one that was signed
	bound     []string
	proposals map[int]*proposal
	decision  workflow.Event // the latest that a meeting took
	adoptions int
}

type proposal struct {
	data     workflow.Value
	consents []string
	refusals []string
	blocked  bool // another that touches the same was adopted since it was written
}

// see is shown a state and hears what happened since the one before. Until it has heard everything, its text and terms
// are those of before.
func (w *onlooker) see(s *workflow.State) {
	for _, e := range s.History[w.read:] {
		w.hear(s, e)
	}
	w.read = len(s.History)
	if s.Text == nil {
		return
	}
	if sha := s.Text.SHA256(); sha != w.text {
		before := s.Phase == workflow.Concept || s.Phase == workflow.Advising || s.Phase == workflow.Adopting || s.Phase == workflow.Signing
		if before && !w.changed && len(w.signed) > 0 {
			w.t.Fatalf("%s: the text changes under the signatures of %v", s.Day, w.signed)
		}
		w.text = sha
	}
	w.phase, w.terms = s.Phase, s.Terms
	if s.Phase == workflow.InForce && s.End != 0 && (s.End < s.Entered || s.End < s.Day) {
		w.t.Fatalf("%s: in force from %s until %s", s.Day, s.Entered, s.End)
	}
	if s.Entered != 0 && s.Period <= 1 && s.EndOf() != 0 && s.EndOf() < s.Entered {
		w.t.Fatalf("%s (%s): it would run from %s until %s", s.Day, s.Phase, s.Entered, s.EndOf())
	}
	for _, p := range s.Parties {
		if _, ok := w.signed[p.ID]; p.Change == 0 && p.State == workflow.Signed && !ok {
			w.t.Fatalf("%s: the signature of %s outlived its text", s.Day, p.ID)
		}
	}
	for _, c := range s.Changes {
		w.compare(s, &c)
	}
}

// hear takes one event in.
func (w *onlooker) hear(s *workflow.State, e workflow.Event) {
	party, p := e.Data.Get("partij").Text, w.proposals[w.number(e)]
	switch e.Kind {
	case string(workflow.Sign):
		if given := e.Data.Get("sha256").Text; given != "" && given != w.text {
			w.t.Fatalf("%s: %s signs %s while the text is %s", e.On, party, given, w.text)
		}
		w.signed[party] = w.text
	case string(workflow.BackToConcept):
		clear(w.signed)
	case string(workflow.Deliberate):
		w.decision = e
		if w.phase == workflow.Adopting && e.Data.Get("besluit").Text == "afgewezen" {
			clear(w.signed)
		}
	case string(workflow.SucceedParty):
		w.succeed(party, e.Data.Get("opvolger").Get("id").Text)
	case workflow.CameIntoForce:
		w.enter(s, e)
	case string(workflow.ProposeChange):
		w.proposals[w.number(e)] = &proposal{data: e.Data}
	case string(workflow.AdaptChange):
		*p = proposal{data: e.Data}
	case string(workflow.Consent):
		if given := e.Data.Get("sha256").Text; given != "" && given != changeOf(s, w.number(e)).SHA256() {
			w.t.Fatalf("%s: %s consents to another text than the proposal", e.On, party)
		}
		p.consents, p.refusals = append(p.consents, party), remove(p.refusals, party)
	case string(workflow.RefuseConsent):
		p.refusals = append(p.refusals, party)
	case workflow.HasLeft:
		w.bound = remove(w.bound, party)
	case workflow.HasJoined:
		w.bound = append(w.bound, party)
	case workflow.ChangeInForce:
		w.changed = true
	case workflow.ChangeAdopted:
		w.adopted(s, e, w.number(e))
	}
}

// number returns the number of the change that an event is about, or zero.
func (w *onlooker) number(e workflow.Event) int {
	if e.Kind == string(workflow.ProposeChange) {
		return w.c.Facts()[e.Fact-1].Change
	}
	return atoi(e.Data.Get("wijziging").Text)
}

// succeed lets one who takes part already keep what it has of its own, and a new one take over everything.
func (w *onlooker) succeed(from, to string) {
	w.heirs[from] = to
	if sha, ok := w.signed[from]; ok {
		if _, has := w.signed[to]; !has {
			w.signed[to] = sha
		}
		delete(w.signed, from)
	}
	handOver := func(list []string, keeps bool) []string {
		at := slices.Index(list, from)
		if at >= 0 && !keeps {
			list[at] = to
		}
		return remove(list, from)
	}
	w.bound = handOver(w.bound, slices.Contains(w.bound, to))
	for _, p := range w.proposals {
		spoke := slices.Contains(p.consents, to) || slices.Contains(p.refusals, to)
		p.consents, p.refusals = handOver(p.consents, spoke), handOver(p.refusals, spoke)
	}
}

func (w *onlooker) enter(s *workflow.State, e workflow.Event) {
	for _, p := range s.Parties {
		switch sha, ok := w.signed[p.ID]; {
		case p.Change != 0 || p.Reason == workflow.LeftToSuccessor:
		case !ok:
			w.t.Fatalf("%s: in force without the signature of %s", e.On, p.ID)
		case sha != w.text && !w.changed:
			w.t.Fatalf("%s: in force while %s signed another text", e.On, p.ID)
		default:
			w.bound = append(w.bound, p.ID)
		}
	}
	if len(w.bound) != len(w.signed) {
		w.t.Fatalf("%s: %v are bound and %v signed", e.On, w.bound, w.signed)
	}
}

// adopted judges a change that is said to be adopted. Terms that changed on the same day may count either way.
func (w *onlooker) adopted(s *workflow.State, e workflow.Event, number int) {
	w.adoptions++
	if w.proposals[number].blocked {
		w.t.Fatalf("%s: change %d is adopted as it was before another that touches the same", e.On, number)
	}
	if !w.agreed(w.terms, number) && !w.agreed(s.Terms, number) {
		w.t.Fatalf("%s: change %d is adopted with the consent of %v; bound are %v", e.On, number, w.proposals[number].consents, w.voters())
	}
	for n, other := range w.proposals {
		if n != number && changeOf(s, n).State == workflow.Proposed && touchSame(w.proposals[number].data, other.data) {
			other.blocked = true
		}
	}
}

// agreed says whether a change has what the terms ask for (R10, R13).
func (w *onlooker) agreed(terms *workflow.Terms, number int) bool {
	p := w.proposals[number]
	yes, voters := 0, w.voters()
	for _, id := range voters {
		if slices.Contains(p.consents, id) {
			yes++
		}
	}
	decided := func(body string) bool {
		by := w.decision.Data.Get("overleg").Text
		return w.decision.Data.Get("betreft").Text == "wijziging:"+workflow.NumberOf(number).Text && w.decision.Data.Get("besluit").Text == "vastgesteld" &&
			(body == "" || strings.EqualFold(body, by))
	}
	if p.data.Get("toetreding").IsPresent() {
		switch rule := terms.Accession; {
		case rule == nil:
			return false
		case rule.Consent == workflow.Open:
			return true
		case rule.Party != "":
			who := rule.Party
			for w.heirs[who] != "" {
				who = w.heirs[who]
			}
			return slices.Contains(p.consents, who)
		case rule.Body != "":
			return decided(rule.Body)
		}
		return yes == len(voters) && yes > 0
	}
	switch rule := terms.Amendment; {
	case rule == nil:
		return false
	case rule.Consent == workflow.Consultation:
		return decided("")
	case rule.Consent == workflow.TwoThirds:
		return 3*yes >= 2*len(voters) && yes > 0
	case rule.Consent == workflow.Majority:
		return 2*yes > len(voters)
	}
	return yes == len(voters) && yes > 0
}

// voters are those whose consent counts: who is bound, or has signed when it is not in force yet.
func (w *onlooker) voters() []string {
	if w.bound != nil {
		return w.bound
	}
	return slices.Collect(maps.Keys(w.signed))
}

// compare finds consents that outlived their proposal, and changes that should have been adopted.
func (w *onlooker) compare(s *workflow.State, c *workflow.Change) {
	var given []string
	for _, v := range c.Consents {
		given = append(given, v.Party)
	}
	p := w.proposals[c.Number]
	if !slices.Equal(given, p.consents) {
		w.t.Fatalf("%s: change %d has the consent of %v; given to this text is that of %v", s.Day, c.Number, given, p.consents)
	}
	byParties := c.Accession == nil && s.Terms.Amendment != nil && s.Terms.Amendment.Consent != workflow.Consultation ||
		c.Accession != nil && s.Terms.Accession != nil && (s.Terms.Accession.Consent == workflow.AllParties || s.Terms.Accession.Consent == workflow.Open)
	if byParties && c.State == workflow.Proposed && !p.blocked && c.CollidesWith == 0 && w.agreed(s.Terms, c.Number) {
		w.t.Fatalf("%s: change %d has all the consent it needs and is not adopted", s.Day, c.Number)
	}
}

// touchSame is what R11 says, as far as proposals show it: the same article, or a part of it, or the same term.
func touchSame(a, b workflow.Value) bool {
	for _, field := range []string{"artikelen", "voorwaarden"} {
		for _, x := range a.Get(field).Fields {
			for _, y := range b.Get(field).Fields {
				if x.Name == y.Name || strings.HasPrefix(x.Name, y.Name+".") || strings.HasPrefix(y.Name, x.Name+".") {
					return true
				}
			}
		}
	}
	return false
}

func changeOf(s *workflow.State, number int) *workflow.Change {
	for i := range s.Changes {
		if s.Changes[i].Number == number {
			return &s.Changes[i]
		}
	}
	return nil
}

func remove(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == s })
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}
