package workflow

// Who takes part: adding and removing Partijen while there is only a concept, another name, a legal successor, and who
// speaks for a Partij. Missing people are a shortcoming that is shown, never a refusal (R16).

import "slices"

// newParty reads a Partij as it stands in opstellen, partij-toevoegen and a proposal to join.
func readParty(r *reader) NewParty {
	p := NewParty{
		ID: r.id("id"), Name: r.name("naam"), Group: r.optName("groep"),
		Representative: Representative{Name: r.optName("vertegenwoordiger"), Capacity: r.optName("hoedanigheid")},
	}
	r.rest()
	return p
}

func (n NewParty) party() Party {
	return Party{ID: n.ID, Name: n.Name, Group: n.Group, State: Invited, Representative: n.Representative}
}

type addParty struct{ who NewParty }

func (d *addParty) read(r *reader)                     { d.who = readParty(r) }
func (d *addParty) valid(s *State, a *action) *Refusal { return s.freeID("id", d.who.ID)() }

func (d *addParty) allowed(s *State, a *action) *Refusal { return s.inPhase(AddParty) }

func (d *addParty) apply(s *State, a *action) {
	s.Parties = append(s.Parties, d.who.party())
	s.refreshGroups()
}

type removeParty struct{ party string }

func (d *removeParty) read(r *reader)                     { d.party = r.id("partij") }
func (d *removeParty) valid(s *State, a *action) *Refusal { return s.known("partij", d.party)() }

func (d *removeParty) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(RemoveParty); r != nil {
		return r
	}
	if r := present(s.party(d.party)); r != nil {
		return r
	}
	if len(s.present()) == 1 {
		return refuse(NotAllowed, "Een convenant heeft ten minste één Partij.").instead("Voeg eerst een andere Partij toe.")
	}
	return nil
}

func (d *removeParty) apply(s *State, a *action) {
	s.removed = append(slices.Clip(s.removed), *s.party(d.party))
	s.Parties = slices.DeleteFunc(s.Parties, func(p Party) bool { return p.ID == d.party })
	s.refreshGroups()
}

type renameParty struct{ party, name string }

func (d *renameParty) read(r *reader)                     { d.party, d.name = r.id("partij"), r.name("naam") }
func (d *renameParty) valid(s *State, a *action) *Refusal { return s.known("partij", d.party)() }

func (d *renameParty) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(RenameParty); r != nil {
		return r
	}
	return present(s.party(d.party))
}

func (d *renameParty) apply(s *State, a *action) {
	s.party(d.party).Name = d.name
	s.consolidate()
}

// consolidate writes the names of the Partijen into the text, unless that text is on its way to be signed: what is
// signed stays as it was adopted, and the next version bears the new name (R12).
func (s *State) consolidate() {
	if s.Phase == Concept || s.Phase == InForce {
		s.refreshGroups()
	}
}

// succeedParty is a legal succession: a merger or a redrawing of municipal boundaries.
type succeedParty struct {
	party     string
	successor NewParty
	ground    string
}

func (d *succeedParty) read(r *reader) {
	d.party, d.ground = r.id("partij"), r.text("grondslag", maxText)
	s, ok := r.sub("opvolger")
	if !ok {
		r.missing("opvolger")
	}
	d.successor = readParty(s)
}

func (d *succeedParty) valid(s *State, a *action) *Refusal {
	known := s.known("partij", d.party)
	if d.intoAnother(s) {
		return known()
	}
	return first(s.freeID("opvolger.id", d.successor.ID), known)
}

// intoAnother reports that the successor takes part already, as when two municipalities merge into one of them.
func (d *succeedParty) intoAnother(s *State) bool {
	heir := s.party(d.successor.ID)
	return heir != nil && heir.State != Left && heir.ID != d.party
}

func (d *succeedParty) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(SucceedParty); r != nil {
		return r
	}
	old, heir := s.party(d.party), s.party(d.successor.ID)
	pending := heir != nil && heir.Change != 0 && !heir.Bound() // a founder cannot go up in who has yet to join
	if d.intoAnother(s) && pending && (old.Bound() || old.founder()) {
		return refuse(NotAllowed, "%s is zelf nog niet gebonden en kan %s daarom niet opvolgen.", heir.Name, old.Name).
			instead("Wacht tot %s is toegetreden.", heir.Name)
	}
	return present(old)
}

// timely refuses a merger after the end date that would leave nobody who has yet to sign.
func (d *succeedParty) timely(s *State, a *action) *Refusal {
	if !d.intoAnother(s) {
		return nil
	}
	_, end := s.pastEndBy(a)
	if end == 0 {
		return nil
	}
	return refuse(TooLate, "Het convenant loopt tot en met %s. Met deze opvolging zou iedereen hebben ondertekend, en dan is het al voorbij.", end.Dutch()).
		under(s.article(DurationTerm)).instead("Ga terug naar concept en kies een latere einddatum.")
}

// apply lets the successor take over signature, notice, consents and renewal; the predecessor leaves the day before. A
// successor that takes part already keeps what it has of its own, and takes over only what it lacks.
func (d *succeedParty) apply(s *State, a *action) {
	at := slices.IndexFunc(s.Parties, func(p Party) bool { return p.ID == d.party })
	old := &s.Parties[at]
	if d.intoAnother(s) {
		heir := s.party(d.successor.ID)
		if old.State == Signed && heir.can(string(Sign)) {
			heir.fire(string(Sign))
			heir.SignedOn, heir.SignedHow, heir.SignedText = old.SignedOn, old.SignedHow, old.SignedText
		}
		if heir.Renewed == 0 && heir.State == Bound {
			heir.Renewed = old.Renewed
		}
		s.succeeded(old, heir.ID, a.on)
		if s.Phase == InForce && s.countBound() < 2 {
			s.conclude(WasEnded) // who is left has nobody to agree with (R7)
			return
		}
		s.weighChanges()
		return
	}
	next := *old
	next.ID, next.Name = d.successor.ID, d.successor.Name
	if d.successor.Group != "" {
		next.Group = d.successor.Group
	}
	if d.successor.Representative.Name != "" {
		next.Representative = d.successor.Representative
	}
	if old.BoundFrom != 0 {
		next.BoundFrom = a.on
	}
	s.succeeded(old, next.ID, a.on)
	s.Parties = slices.Insert(s.Parties, at+1, next)
	s.consolidate()
}

// succeeded lets a Partij go up in its successor, with what it said.
func (s *State) succeeded(old *Party, heir string, on Date) {
	old.fire(string(SucceedParty))
	old.Reason, old.LastDay, old.Successor = LeftToSuccessor, on-1, heir
	s.note(HasLeft, textField("partij", old.ID), textField("reden", LeftToSuccessor), dateField("laatsteDag", old.LastDay), textField("opvolger", heir))
	for i := range s.Changes {
		c := &s.Changes[i]
		spoken := said(c.Consents, heir) || said(c.Refusals, heir)
		c.Consents = transferred(c.Consents, old.ID, heir, spoken)
		c.Refusals = transferred(c.Refusals, old.ID, heir, spoken)
	}
	for i := range s.Advisers {
		if s.Advisers[i].Name == old.ID && s.adviser(heir) == nil {
			s.Advisers[i].Name = heir
		}
	}
	s.consolidate()
}

// heir finds who bears the rights of a Partij now: itself, or the last of its successors.
func (s *State) heir(id string) *Party {
	p := s.party(id)
	for p != nil && p.Successor != "" {
		p = s.party(p.Successor)
	}
	return p
}

// transferred gives what one Partij said to another, unless that has spoken itself.
func transferred(voices []Voice, from, to string, spoken bool) []Voice {
	if spoken {
		return without(voices, from)
	}
	voices = slices.Clone(voices)
	for i := range voices {
		if voices[i].Party == from {
			voices[i].Party = to
		}
	}
	return voices
}

type appointRepresentative struct {
	party string
	who   Representative
}

func (d *appointRepresentative) read(r *reader) {
	d.party = r.id("partij")
	d.who = Representative{Name: r.optName("naam"), Capacity: r.optName("hoedanigheid")}
	if d.who.Name == "" && d.who.Capacity == "" {
		r.fail(r.path+"naam", "Er staat geen hoedanigheid en geen naam; vul ten minste de hoedanigheid in.") // functions before names (7.4)
	}
	if m, ok := r.sub("besluit"); ok {
		d.who.Mandate = Mandate{Body: m.optName("orgaan"), Date: m.optDate("datum"), Reference: m.optName("kenmerk")}
		m.rest()
	}
}

func (d *appointRepresentative) behalf() []string { return []string{d.party} }
func (d *appointRepresentative) valid(s *State, a *action) *Refusal {
	return s.known("partij", d.party)()
}

func (d *appointRepresentative) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(AppointRepresentative); r != nil {
		return r
	}
	return present(s.party(d.party))
}

func (d *appointRepresentative) apply(s *State, a *action) { s.party(d.party).Representative = d.who }

type appointContact struct {
	party string
	who   Contact
}

func (d *appointContact) read(r *reader) {
	d.party = r.id("partij")
	d.who = Contact{Name: r.optName("naam"), Function: r.optName("functie"), Email: r.optName("email"), Rank: r.optNumber("rang", 1, 99)}
	if d.who.Name == "" && d.who.Function == "" {
		r.fail(r.path+"functie", "Er staat geen functie en geen naam; vul ten minste de functie in.")
	}
}

func (d *appointContact) behalf() []string                   { return []string{d.party} }
func (d *appointContact) valid(s *State, a *action) *Refusal { return s.known("partij", d.party)() }

func (d *appointContact) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(AppointContact); r != nil {
		return r
	}
	return present(s.party(d.party))
}

// apply puts the contact person in its rank, in place of who had it; without a rank it comes last.
func (d *appointContact) apply(s *State, a *action) {
	p := s.party(d.party)
	contacts := slices.Clone(p.Contacts)
	who := d.who
	if who.Rank == 0 {
		who.Rank = 1
		if n := len(contacts); n > 0 {
			who.Rank = contacts[n-1].Rank + 1
		}
	}
	contacts = slices.DeleteFunc(contacts, func(c Contact) bool { return c.Rank == who.Rank })
	contacts = append(contacts, who)
	slices.SortStableFunc(contacts, func(a, b Contact) int { return a.Rank - b.Rank })
	p.Contacts = contacts
}
