package workflow

// Changes (9.2): a change takes effect no earlier than after the consent that the terms ask for, given to one exact
// proposal (R10, R11). A new Partij joins by a change of its own (R13); see accession.go.

import (
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
	if _, r := s.Text.checkEdits(d.edits, "artikelen."); r != nil {
		return r
	}
	return s.validTerms(d.terms, max(d.from, a.on))
}

// validTerms refuses terms that contradict each other, and a new looptijd that ends before the change takes effect.
func (s *State) validTerms(patch Value, effective Date) *Refusal {
	if len(patch.Fields) == 0 {
		return nil
	}
	terms, r := ReadTerms(MergeTerms(s.written, patch), "voorwaarden.")
	if r != nil {
		return r
	}
	if end := s.newEnd(terms, patch); end != 0 && end < effective {
		return invalid("voorwaarden.looptijd", "De nieuwe looptijd eindigt op %s. Dat is vóór de dag waarop de wijziging ingaat, %s.", end.Dutch(), effective.Dutch()).
			instead("Kies een latere einddatum of een eerdere ingangsdatum.")
	}
	return nil
}

// newEnd returns the end date that a change of the looptijd gives, or zero when it changes none or takes the end away.
func (s *State) newEnd(terms *Terms, patch Value) Date {
	if patch.Get(string(DurationTerm)).Kind == Absent || terms.Duration == nil {
		return 0
	}
	if terms.Duration.Period.N > 0 && s.began != 0 {
		return terms.Duration.Period.LastDay(s.began)
	}
	return terms.Duration.Until
}

func (d *proposeChange) allowed(s *State, a *action) *Refusal {
	article := s.article(AmendmentTerm)
	if r := s.changesOpen(ProposeChange); r != nil {
		return r.under(article)
	}
	if p := s.party(a.by); p != nil {
		if r := s.boundParty(p); r != nil {
			return r.under(article)
		}
	}
	switch {
	case d.accession != nil && s.Terms.Accession == nil:
		return refuse(NotAllowed, "Over toetreding van nieuwe Partijen is in dit convenant niets geregeld.").under(s.article(AccessionTerm)).
			instead("Stel eerst een wijziging voor die toetreding regelt.")
	case d.accession == nil && s.Terms.Amendment == nil:
		return refuse(NotAllowed, "Over wijziging is in dit convenant niets geregeld.").
			instead("Overleg met de andere Partijen, of sluit een nieuw convenant.")
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
func (d *proposeChange) timely(s *State, a *action) *Refusal { return s.restsOn(a.words) }

func (d *proposeChange) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	return s.composeTerms(d.terms, c)
}

func (d *proposeChange) apply(s *State, a *action) {
	s.Changes = append(s.Changes, Change{
		Number: a.change, Title: d.title, State: Proposed, Edits: d.edits, Terms: d.terms, Accession: d.accession,
		From: d.from, words: a.words, proposed: a.on,
	})
	c := s.change(a.change)
	if c.CollidesWith = s.awaited(c); c.Accession != nil && s.Terms.Accession.Consent == Open {
		s.adopt(c)
	}
}

// SHA256 returns the fingerprint of the proposal: what Partijen consent to.
func (c *Change) SHA256() string {
	var b strings.Builder
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
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
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
	if _, r := s.Text.checkEdits(d.edits, "artikelen."); r != nil {
		return r
	}
	from := c.From
	if d.from != 0 {
		from = d.from
	}
	return s.validTerms(d.terms, max(from, a.on))
}

func (d *adaptChange) allowed(s *State, a *action) *Refusal {
	return s.changeOpen(d.number, AdaptChange)
}

func (d *adaptChange) timely(s *State, a *action) *Refusal { return s.restsOn(a.words) }

func (d *adaptChange) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	return s.composeTerms(d.terms, c)
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
	c.Consents, c.Refusals, c.CollidesWith = nil, nil, s.awaited(c)
}

// changeOpen refuses a change that is not open for the act.
func (s *State) changeOpen(number int, kind Kind) *Refusal {
	article := s.article(AmendmentTerm)
	if r := s.changesOpen(kind); r != nil {
		return r.under(article)
	}
	if c := s.change(number); !changeMachine.can(string(c.State), string(kind)) {
		return refuse(NotAllowed, "Wijziging %d is al %s.", c.Number, c.State).under(article)
	}
	return nil
}

type consent struct {
	number        int
	party, sha256 string
}

func (d *consent) read(r *reader) {
	d.number, d.party, d.sha256 = r.number("wijziging", 1, maxFacts), r.id("partij"), r.sha256Field()
	r.optText("reden", maxText)
}

func (d *consent) behalf() []string { return []string{d.party} }

func (d *consent) valid(s *State, a *action) *Refusal {
	if r := needsFingerprint(a, d.sha256); r != nil {
		return r
	}
	return first(s.knownChange(d.number), s.known("partij", d.party))
}

func (d *consent) allowed(s *State, a *action) *Refusal { return s.mayVote(d.number, d.party, Consent) }

// mayVote refuses a voice that is not asked for, or was given already.
func (s *State) mayVote(number int, party string, kind Kind) *Refusal {
	if r := s.changeOpen(number, kind); r != nil {
		return r
	}
	c, p := s.change(number), s.party(party)
	article := s.article(c.term())
	switch {
	case s.electorate(c) == nil:
		return refuse(NotAllowed, "Over wijziging %d beslissen de Partijen niet zelf, maar een overleg.", number).under(article).
			instead("Leg het besluit van dat overleg vast.")
	case c.CollidesWith != 0 && kind == Consent:
		return s.collision(c)
	}
	if r := s.boundParty(p); r != nil {
		return r.under(article)
	}
	switch {
	case !slices.Contains(s.electorate(c), p):
		return refuse(NotAllowed, "De instemming van %s is voor wijziging %d niet nodig.", p.Name, number).under(article)
	case said(c.Consents, party):
		return refuse(AlreadyConsented, "%s heeft al ingestemd met wijziging %d.", p.Name, number).under(article)
	case kind == RefuseConsent && said(c.Refusals, party):
		return refuse(NotAllowed, "%s heeft de instemming met wijziging %d al geweigerd.", p.Name, number).under(article).
			instead("%s kan nog wel instemmen zolang het voorstel openstaat.", p.Name)
	}
	return nil
}

// timely refuses a consent to another proposal, and one that would make a change take effect after its own end.
func (d *consent) timely(s *State, a *action) *Refusal {
	c := s.change(d.number)
	if r := s.takesEffectInTime(c, a.on); r != nil {
		return r
	}
	return matches(d.sha256, c.SHA256()).under(s.article(AmendmentTerm))
}

// takesEffectInTime refuses what would adopt a change after the end that it gives itself.
func (s *State) takesEffectInTime(c *Change, day Date) *Refusal {
	end := s.endsBefore(c, day)
	if end == 0 {
		return nil
	}
	return refuse(TooLate, "De nieuwe looptijd eindigt op %s. Dat is vóór de dag waarop de wijziging zou ingaan.", end.Dutch()).under(s.article(AmendmentTerm)).
		instead("Vraag het secretariaat om het voorstel aan te passen.")
}

// endsBefore returns the end date that the change gives when it lies before the day on which it would take effect.
func (s *State) endsBefore(c *Change, day Date) Date {
	if c.Terms.Get(string(DurationTerm)).Kind == Absent {
		return 0
	}
	terms, _ := parseTerms(MergeTerms(s.written, c.Terms), "")
	if end := s.newEnd(terms, c.Terms); end != 0 && end < max(c.From, day) {
		return end
	}
	return 0
}

func (d *consent) apply(s *State, a *action) {
	c := s.change(d.number)
	c.Refusals = without(c.Refusals, d.party)
	c.Consents = append(slices.Clip(c.Consents), Voice{d.party, a.on})
	s.weighChanges()
}

func said(voices []Voice, party string) bool {
	return slices.ContainsFunc(voices, func(v Voice) bool { return v.Party == party })
}

func without(voices []Voice, party string) []Voice {
	return slices.DeleteFunc(slices.Clone(voices), func(v Voice) bool { return v.Party == party })
}

type refuseConsent struct {
	number                int
	party, sha256, reason string
}

func (d *refuseConsent) read(r *reader) {
	d.number, d.party, d.sha256 = r.number("wijziging", 1, maxFacts), r.id("partij"), r.sha256Field()
	d.reason = r.optText("reden", maxText)
}

func (d *refuseConsent) behalf() []string { return []string{d.party} }

func (d *refuseConsent) valid(s *State, a *action) *Refusal {
	if r := needsFingerprint(a, d.sha256); r != nil {
		return r
	}
	return first(s.knownChange(d.number), s.known("partij", d.party))
}

func (d *refuseConsent) allowed(s *State, a *action) *Refusal {
	return s.mayVote(d.number, d.party, RefuseConsent)
}

func (d *refuseConsent) timely(s *State, a *action) *Refusal {
	return matches(d.sha256, s.change(d.number).SHA256()).under(s.article(AmendmentTerm))
}

func (d *refuseConsent) apply(s *State, a *action) {
	c := s.change(d.number)
	c.Refusals = append(slices.Clip(c.Refusals), Voice{d.party, a.on})
	s.weighChanges()
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

// electorate are the Partijen whose consent is weighed; nil when they do not decide.
func (s *State) electorate(c *Change) []*Party {
	if c.Accession == nil {
		if s.Terms.Amendment == nil || s.Terms.Amendment.Consent == Consultation {
			return nil
		}
		return s.members()
	}
	rule := s.Terms.Accession
	switch {
	case rule == nil || rule.Consent == Open || rule.Body != "":
		return nil
	case rule.Party != "":
		if p := s.heir(rule.Party); p != nil && s.isMember(p) {
			return []*Party{p}
		}
		return nil
	}
	return s.members()
}

// needed returns how many of n must consent.
func (s *State) needed(c *Change, n int) int {
	switch {
	case c.Accession != nil:
		return n
	case s.Terms.Amendment.Consent == TwoThirds:
		return (2*n + 2) / 3
	case s.Terms.Amendment.Consent == Majority:
		return n/2 + 1
	}
	return n
}

// weighChanges adopts what has the consent it needs and rejects what can no longer get it. It is asked again whenever
// somebody leaves or joins, because everyone bound on the day of adoption counts (R10).
func (s *State) weighChanges() {
	for i := range s.Changes {
		c := &s.Changes[i]
		if c.State != Proposed {
			continue
		}
		electorate := s.electorate(c)
		if len(electorate) == 0 {
			continue
		}
		yes, no := 0, 0
		for _, p := range electorate {
			if said(c.Consents, p.ID) {
				yes++
			} else if said(c.Refusals, p.ID) {
				no++
			}
		}
		switch need := s.needed(c, len(electorate)); {
		case yes >= need && c.CollidesWith == 0 && s.endsBefore(c, s.Day) != 0:
			s.lapse(c)
		case yes >= need && c.CollidesWith == 0:
			s.adopt(c)
		case len(electorate)-no < need:
			s.reject(c)
		}
	}
}

// adopt makes a change certain. It applies from the later of its ingangsdatum and today.
func (s *State) adopt(c *Change) {
	c.fire(ChangeAdopted)
	c.AdoptedOn, c.Effective = s.Day, max(c.From, s.Day)
	s.note(ChangeAdopted, numberField("wijziging", c.Number), dateField("ingangsdatum", c.Effective))
	for i := range s.Changes {
		if other := &s.Changes[i]; other.State == Proposed && other.CollidesWith == 0 && collide(c, other) {
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

// collide reports whether two changes touch the same articles or terms.
func collide(a, b *Change) bool {
	for _, x := range a.touches() {
		for _, y := range b.touches() {
			if x == y || strings.HasPrefix(x, y+".") || strings.HasPrefix(y, x+".") {
				return true
			}
		}
	}
	return false
}

// awaited returns the number of an adopted change that touches the same and has yet to take effect, or zero. Words that
// are written now do not reckon with it, so they must be adapted when it has (R11).
func (s *State) awaited(c *Change) int {
	for i := range s.Changes {
		if other := &s.Changes[i]; other.State == Adopted && !other.Applied && collide(c, other) {
			return other.Number
		}
	}
	return 0
}

// collision refuses a change for one that was adopted before it.
func (s *State) collision(c *Change) *Refusal {
	r := refuse(NotAllowed, "Wijziging %d gaat over hetzelfde artikel of dezelfde voorwaarde als wijziging %d, die al is aangenomen.", c.Number, c.CollidesWith).
		under(s.article(c.term()))
	if other := s.change(c.CollidesWith); !other.Applied {
		return r.instead("Vraag het secretariaat om het voorstel aan te passen als wijziging %d is ingegaan, op %s.", other.Number, other.Effective.Dutch())
	}
	return r.instead("Vraag het secretariaat om het voorstel eerst aan te passen.")
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

// applyChange applies the first of the adopted changes whose day has come, in the order of their days.
func (s *State) applyChange() bool {
	var due *Change
	for i := range s.Changes {
		c := &s.Changes[i]
		if c.State == Adopted && !c.Applied && c.Accession == nil && c.Effective <= s.Day && (due == nil || c.Effective < due.Effective) {
			due = c
		}
	}
	if due == nil || s.Phase != Signing && s.Phase != InForce {
		return false
	}
	due.Applied = true
	s.takeTerms(due.Terms)
	s.setText(s.Text.withEdits(due.Edits).withStated(due.words.stated()))
	if due.Terms.Get(string(DurationTerm)).Kind != Absent && s.Phase == InForce {
		s.End = s.endFrom(s.began) // the running period becomes so long
	}
	s.note(ChangeInForce, numberField("wijziging", due.Number))
	return true
}
