package workflow

// Changes (9.2): a change takes effect no earlier than after the consent that the terms ask for, given to one exact
// proposal (R10, R11). A new Partij joins by a change of its own (R13); see accession.go.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

type proposeChange struct {
	title     string
	edits     []Edit
	terms     Value
	accession *NewParty
	from      Date
}

func (d *proposeChange) read(r *reader) {
	d.title, d.from = r.text("titel", maxName), r.optDate("ingangsdatum")
	d.edits, d.terms = readProposal(r)
	if s, ok := r.sub("toetreding"); ok {
		who := readParty(s)
		d.accession = &who
	}
	switch empty := len(d.edits) == 0 && len(d.terms.Fields) == 0; {
	case d.accession != nil && !empty:
		r.fail("toetreding", "Toetreding is een wijziging op zichzelf en gaat niet samen met andere wijzigingen.")
	case d.accession == nil && empty:
		r.fail("artikelen", "Er staat niet wat er verandert; vul ‘artikelen’ of ‘voorwaarden’ in.")
	}
}

func readProposal(r *reader) ([]Edit, Value) {
	edits := readEdits(r, "artikelen")
	terms, _ := r.sub("voorwaarden")
	return edits, terms.value
}

func (d *proposeChange) valid(s *State, a *action) *Refusal {
	if d.accession != nil {
		return s.freeID("toetreding.id", d.accession.ID)()
	}
	if _, r := s.foreseen().Text.checkEdits(d.edits, "artikelen."); r != nil {
		return r
	}
	return s.validTerms(d.terms, d.from, a.on)
}

func (d *proposeChange) allowed(s *State, a *action) *Refusal {
	article := s.article((&Change{Accession: d.accession}).term())
	if r := s.changesOpen(ProposeChange); r != nil {
		return r.under(article)
	}
	switch {
	case d.accession != nil && s.Terms.Accession == nil:
		return refuse(NotAllowed, "Over toetreding van nieuwe Partijen is in dit convenant niets geregeld.").under(s.article(AccessionTerm)).
			instead("Stel eerst een wijziging voor die toetreding regelt.")
	case d.accession == nil && s.Terms.Amendment == nil:
		return refuse(NotAllowed, "Over wijziging is in dit convenant niets geregeld.").
			instead("Overleg met de andere Partijen, of sluit een nieuw convenant.")
	}
	if p := s.party(a.by); p != nil {
		return s.boundParty(p).under(article)
	}
	return nil
}

// changesOpen refuses anything about changes before everyone has signed.
func (s *State) changesOpen(kind Kind) *Refusal {
	if r := s.inPhase(kind); r != nil {
		return r
	}
	if !s.AllSigned() {
		return refuse(NotAllowed, "Nog niet alle Partijen hebben ondertekend. Een wijziging kan pas daarna.").
			instead("Ga terug naar concept als de tekst nu al anders moet.")
	}
	return nil
}

// timely refuses a proposal whose words rest on terms that were others: the text would say something else than the rules.
func (d *proposeChange) timely(s *State, a *action) *Refusal { return s.foreseen().restsOn(a.words) }

func (d *proposeChange) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	return s.foreseen().composeTerms(d.terms, c)
}

func (d *proposeChange) apply(s *State, a *action) {
	s.Changes = append(s.Changes, Change{
		Number: a.change, Title: d.title, State: Proposed, Edits: d.edits, Terms: d.terms, Accession: d.accession,
		From: d.from, words: a.words, fact: a.number,
	})
	c := s.change(a.change)
	c.buildsOn = s.awaited(c)
	s.weighChanges()
}

// SHA256 returns the fingerprint of the proposal: of its canonical bytes.
func (c *Change) SHA256() string {
	sum := sha256.Sum256(c.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical returns the bytes of the proposal, convenant-wijziging/1: plain text, and precisely what Partijen consent to.
func (c *Change) Canonical() []byte {
	var b bytes.Buffer
	line := func(indent, words string) {
		for l := range strings.Lines(words + "\n") {
			b.WriteString(indent + strings.TrimRight(l, "\n") + "\n")
		}
	}
	line("", "convenant-wijziging/1")
	line("", c.Title)
	line("  ", c.From.String())
	for _, e := range c.Edits {
		line("", e.Key)
		if e.Words == nil {
			line("  ", "vervalt")
			continue
		}
		line("    ", *e.Words)
	}
	for _, p := range c.words.stated() {
		line("", p.Key)
		if p.Passage == nil {
			line("  ", "vervalt")
			continue
		}
		line("    ", p.Passage.Words)
		for _, i := range p.Passage.Items {
			line("      ", i.Mark()+" "+i.Words)
		}
	}
	if len(c.Terms.Fields) > 0 {
		terms, _ := c.Terms.MarshalJSON()
		line("", "voorwaarden")
		line("    ", string(terms))
	}
	if n := c.Accession; n != nil {
		line("", "toetreding")
		line("    ", n.ID+"\n"+n.Name+"\n"+n.Group)
	}
	return b.Bytes()
}

type adaptChange struct {
	number int
	title  string
	edits  []Edit
	terms  Value
	from   Date
}

func (d *adaptChange) read(r *reader) {
	d.number, d.title, d.from = r.number("wijziging", 1, maxFacts), r.optText("titel", maxName), r.optDate("ingangsdatum")
	d.edits, d.terms = readProposal(r)
}

func (d *adaptChange) valid(s *State, a *action) *Refusal {
	if r := s.knownChange(d.number)(); r != nil {
		return r
	}
	c := s.change(d.number)
	switch empty := len(d.edits) == 0 && len(d.terms.Fields) == 0; {
	case c.Accession != nil && !empty:
		return invalid("artikelen", "Toetreding is een wijziging op zichzelf en gaat niet samen met andere wijzigingen.")
	case c.Accession == nil && empty:
		return invalid("artikelen", "Er staat niet wat het nieuwe voorstel is; vul ‘artikelen’ of ‘voorwaarden’ in.")
	}
	if _, r := s.foreseen().Text.checkEdits(d.edits, "artikelen."); r != nil {
		return r
	}
	from := c.From
	if d.from != 0 {
		from = d.from
	}
	return s.validTerms(d.terms, from, a.on)
}

func (d *adaptChange) allowed(s *State, a *action) *Refusal {
	return s.changeOpen(d.number, AdaptChange)
}

func (d *adaptChange) timely(s *State, a *action) *Refusal { return s.foreseen().restsOn(a.words) }

func (d *adaptChange) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	return s.foreseen().composeTerms(d.terms, c)
}

func (d *adaptChange) apply(s *State, a *action) {
	c := s.change(d.number)
	if d.title != "" {
		c.Title = d.title
	}
	if d.from != 0 {
		c.From = d.from
	}
	c.Edits, c.Terms, c.words = d.edits, d.terms, a.words
	c.Consents, c.Refusals, c.CollidesWith = nil, nil, 0
	c.buildsOn = s.awaited(c)
}

// changeOpen refuses a change that is not open for the act.
func (s *State) changeOpen(number int, kind Kind) *Refusal {
	c := s.change(number)
	article := s.article(c.term())
	if r := s.changesOpen(kind); r != nil {
		return r.under(article)
	}
	if !changeMachine.can(string(c.State), string(kind)) {
		return refuse(NotAllowed, "Wijziging %d is al %s.", c.Number, c.State).under(article)
	}
	return nil
}

type withdrawChange struct {
	number int
	reason string
}

func (d *withdrawChange) read(r *reader) {
	d.number, d.reason = r.number("wijziging", 1, maxFacts), r.optText("reden", maxText)
}

func (d *withdrawChange) valid(s *State, a *action) *Refusal { return s.knownChange(d.number)() }

func (d *withdrawChange) allowed(s *State, a *action) *Refusal {
	return s.changeOpen(d.number, WithdrawChange)
}

func (d *withdrawChange) apply(s *State, a *action) { s.change(d.number).fire(string(WithdrawChange)) }

// term is the term that says whose consent the change needs.
func (c *Change) term() Term {
	if c.Accession != nil {
		return AccessionTerm
	}
	return AmendmentTerm
}

// effectiveFrom returns the day from which a change applies that is adopted on a day: the later of that day and its
// ingangsdatum (R10), and no earlier than the changes on which its words build.
func (s *State) effectiveFrom(c *Change, adopted Date) Date {
	from := max(c.From, adopted)
	for _, n := range c.buildsOn {
		from = max(from, s.change(n).Effective)
	}
	return from
}

// adopt makes a change certain.
func (s *State) adopt(c *Change) {
	c.fire(ChangeAdopted)
	c.AdoptedOn, c.Effective = s.Day, s.effectiveFrom(c, s.Day)
	s.note(ChangeAdopted, numberField("wijziging", c.Number), dateField("ingangsdatum", c.Effective))
	for i := range s.Changes {
		if other := &s.Changes[i]; other.State == Proposed && other.CollidesWith == 0 && s.collide(c, other) {
			other.CollidesWith = c.Number
		}
	}
	if c.Accession != nil {
		s.admit(c)
	}
}

func (s *State) reject(c *Change) {
	c.fire(ChangeRejected)
	s.note(ChangeRejected, numberField("wijziging", c.Number))
}

func (s *State) lapse(c *Change) {
	c.fire(ChangeLapsed)
	s.note(ChangeLapsed, numberField("wijziging", c.Number))
}

// collide reports whether two changes touch the same articles or terms, or cannot hold together.
func (s *State) collide(a, b *Change) bool {
	for _, x := range a.touches() {
		for _, y := range b.touches() {
			if x == y || strings.HasPrefix(x, y+".") || strings.HasPrefix(y, x+".") {
				return true
			}
		}
	}
	if len(a.Terms.Fields) == 0 || len(b.Terms.Fields) == 0 {
		return false
	}
	_, contradiction := ReadTerms(MergeTerms(MergeTerms(s.written, a.Terms), b.Terms), "")
	return contradiction != nil
}

// awaited lists the adopted changes that touch the same and have yet to take effect. A proposal that is written now
// builds on their words.
func (s *State) awaited(c *Change) []int {
	var numbers []int
	for i := range s.Changes {
		if other := &s.Changes[i]; other.State == Adopted && !other.Applied && s.collide(c, other) {
			numbers = append(numbers, other.Number)
		}
	}
	return numbers
}

func (s *State) allApplied(numbers []int) bool {
	return !slices.ContainsFunc(numbers, func(n int) bool { return !s.change(n).Applied })
}

// foreseen returns the state with text and terms as they read once every adopted change has taken effect: what a new
// proposal is written on.
func (s *State) foreseen() *State {
	if s.nextToApply(lastDate) == nil {
		return s
	}
	next := s.clone()
	for due := next.nextToApply(lastDate); due != nil; due = next.nextToApply(lastDate) {
		next.put(due)
	}
	return next
}

// collision refuses a change for one that was adopted before it.
func (s *State) collision(c *Change) *Refusal {
	return refuse(NotAllowed, "Wijziging %d gaat over hetzelfde artikel of dezelfde voorwaarde als wijziging %d, of gaat daar niet mee samen, en wijziging %[2]d is al aangenomen.", c.Number, c.CollidesWith).
		under(s.article(c.term())).instead("Vraag het secretariaat om het voorstel eerst aan te passen.")
}

func (c *Change) touches() []string {
	var list []string
	for _, e := range c.Edits {
		list = append(list, e.Key)
	}
	for _, p := range c.words.stated() {
		list = append(list, p.Key)
	}
	for _, f := range c.Terms.Fields {
		list = append(list, "voorwaarden "+f.Name)
	}
	return list
}

// changesTakeEffect applies an adopted change whose day has come. Under the new terms less consent may be enough for
// another.
func (s *State) changesTakeEffect() bool {
	if !s.applyChange() {
		return false
	}
	s.weighChanges()
	return true
}

// applyChange applies the first of the adopted changes whose day has come.
func (s *State) applyChange() bool {
	due := s.nextToApply(s.Day)
	if due == nil || s.Phase != Signing && s.Phase != InForce {
		return false
	}
	s.note(ChangeInForce, numberField("wijziging", due.Number)) // before the version that it brings
	s.put(due)
	if due.Terms.Get(string(EntryTerm)).Kind != Absent {
		s.entryNotBefore = s.Day
	}
	if due.Terms.Get(string(DurationTerm)).Kind != Absent && s.Phase == InForce {
		s.End = s.endFrom(s.began) // the running period becomes so long
	}
	return true
}

// nextToApply returns the first adopted change that applies by a day and has yet to, or nil. One that builds on others
// waits for them.
func (s *State) nextToApply(day Date) *Change {
	var due *Change
	for i := range s.Changes {
		c := &s.Changes[i]
		waits := c.State == Adopted && !c.Applied && c.Accession == nil && c.Effective <= day
		if waits && (due == nil || c.Effective < due.Effective) && s.allApplied(c.buildsOn) {
			due = c
		}
	}
	return due
}

// put writes a change into text and terms.
func (s *State) put(c *Change) {
	c.Applied = true
	s.takeTerms(c.Terms)
	s.setText(s.Text.withEdits(c.Edits).withStated(c.words.stated()))
}
