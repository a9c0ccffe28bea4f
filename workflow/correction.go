package workflow

// Corrections: a fact that was entered wrongly is taken out or replaced by a new fact; nothing is erased or edited.
// What the record says of a day then changes for every later reader, and what was known before stays to be asked for.

import "slices"

type correct struct {
	fact        int
	reason      string
	replacement Value // op and gegevens; absent when the fact is only taken out
	on          Date
	data        Value
}

func (d *correct) read(r *reader) {
	d.fact, d.reason = r.number("feit", 1, maxFacts), r.text("reden", maxText)
	s, ok := r.sub("vervanging")
	if !ok {
		return
	}
	d.replacement = s.value
	d.on, d.data = s.optDate("op"), s.raw("gegevens")
	if d.on == 0 && !d.data.IsPresent() {
		r.fail("vervanging", "Er staat niet wat er in de plaats komt; vul ‘op’ of ‘gegevens’ in.")
	}
	s.rest()
}

func (d *correct) valid(s *State, a *action) *Refusal   { return nil }
func (d *correct) allowed(s *State, a *action) *Refusal { return s.inPhase(Correct) }
func (d *correct) apply(s *State, a *action)            {}

// correctable refuses a correction of a fact that is not there or cannot be mended.
func (c *Convenant) correctable(d *correct) *Refusal {
	if d.fact > len(c.facts) {
		r := refuse(Unknown, "In dit convenant is geen feit met nummer %d vastgelegd.", d.fact)
		r.Field = "feit"
		return r
	}
	f := c.facts[d.fact-1]
	counts := slices.ContainsFunc(c.order, func(o *Fact) bool { return o.Number == f.Number })
	switch {
	case f.Kind == Correct && d.replacement.IsPresent():
		return invalid("vervanging", "Feit %d is zelf een correctie; die kan alleen worden teruggenomen.", d.fact).instead("Laat de vervanging weg.")
	case f.Kind == Draft && !d.replacement.IsPresent():
		return refuse(NotAllowed, "Zonder feit %d is er geen convenant. U kunt het feit alleen vervangen.", d.fact).instead("Geef de juiste gegevens als vervanging.")
	case f.Kind == ErasePersonalData:
		return refuse(NotAllowed, "Gewiste persoonsgegevens komen niet terug.").instead("Wijs de persoon opnieuw aan als dat nodig is.")
	case !counts && f.Kind == Correct || !counts && !d.replacement.IsPresent():
		return refuse(NotAllowed, "Feit %d telt al niet meer mee; het is eerder gecorrigeerd.", d.fact)
	}
	return nil
}

// correction decides whether a fact can be corrected, and what then stands in its place, if anything.
func (c *Convenant) correction(d *correct, today Date, composer Composer) (*Fact, *Refusal) {
	if refusal := c.correctable(d); refusal != nil {
		return nil, refusal
	}
	return c.replace(d, today, composer)
}

// replace decides what stands in the place of a corrected fact, among the facts that count without it.
func (c *Convenant) replace(d *correct, today Date, composer Composer) (*Fact, *Refusal) {
	if !d.replacement.IsPresent() {
		return nil, nil
	}
	old := c.facts[d.fact-1]
	data := d.data
	if !data.IsPresent() {
		data = old.Data
		if _, ok := old.deed.(received); ok {
			data = data.With("ontvangen", TextOf(d.on.String()))
		}
	}
	deed, refusal := readDeed(old.Kind, data)
	if refusal != nil {
		refusal.Field = "vervanging.gegevens." + refusal.Field
		return nil, refusal
	}
	a := &action{deed: deed, kind: old.Kind, on: old.On, recorded: today, by: Secretariat, number: old.Number, change: old.Change}
	if d.on != 0 {
		a.on = d.on
	}
	if r, ok := deed.(received); ok {
		if r.receipt() == 0 {
			r.setReceipt(a.on)
			data = data.With("ontvangen", TextOf(a.on.String()))
		}
		a.on = r.receipt()
	}
	s := foldBefore(c.without(d.fact), a.on, old.Number)
	if a.words, refusal = s.decide(a, composer); refusal != nil {
		return nil, refusal
	}
	return &Fact{Number: old.Number, Kind: old.Kind, On: a.on, Recorded: today, By: Secretariat, Data: tidied(data),
		Note: old.Note, Attachments: old.Attachments, Words: a.words, Change: old.Change, deed: deed}, nil
}

// without returns the facts that count, less one.
func (c *Convenant) without(number int) []*Fact {
	return slices.DeleteFunc(slices.Clone(c.order), func(f *Fact) bool { return f.Number == number })
}

// foldBefore folds the facts that count before one with the given day and number.
func foldBefore(order []*Fact, day Date, number int) *State {
	n := slices.IndexFunc(order, func(f *Fact) bool { return f.On > day || f.On == day && f.Number > number })
	if n < 0 {
		n = len(order)
	}
	s := &State{}
	for _, f := range order[:n] {
		s.record(f)
	}
	s.settleTo(day)
	return s
}

// erasePersonalData takes the names of people out (7.4, R17). The record keeps a commitment to what was erased.
type erasePersonalData struct{ party, person, ground string }

func (d *erasePersonalData) read(r *reader) {
	d.party, d.person, d.ground = r.optID("partij"), r.optName("persoon"), r.text("grond", maxText)
	switch {
	case d.party == "" && d.person == "":
		r.fail("partij", "Er staat niet wiens gegevens worden gewist; vul ‘partij’ of ‘persoon’ in.")
	case d.party != "" && d.person != "":
		r.fail("persoon", "Kies één Partij of één persoon; niet allebei.")
	}
}

func (d *erasePersonalData) valid(s *State, a *action) *Refusal {
	if d.party != "" {
		return s.known("partij", d.party)()
	}
	return nil
}

func (d *erasePersonalData) allowed(s *State, a *action) *Refusal {
	return s.inPhase(ErasePersonalData)
}

// Erased stands where personal data stood.
const Erased = "gewist"

func (d *erasePersonalData) apply(s *State, a *action) {
	for i := range s.Parties {
		p := &s.Parties[i]
		whole := p.ID == d.party
		if p.Representative.Name != "" && (whole || p.Representative.Name == d.person) {
			p.Representative.Name = Erased
		}
		p.Contacts = slices.Clone(p.Contacts)
		for j := range p.Contacts {
			if k := &p.Contacts[j]; whole || k.Name == d.person || k.Email == d.person {
				k.Name, k.Email = Erased, ""
			}
		}
	}
}
