package workflow

// Consent to a change, and its refusal: given to one exact proposal (R11), and weighed whenever somebody speaks, leaves
// or joins (R10).

import "slices"

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
	electorate := s.electorate(c)
	if electorate == nil {
		return s.noVote(c).under(article)
	}
	if c.CollidesWith != 0 && kind == Consent {
		return s.collision(c)
	}
	if r := s.boundParty(p); r != nil {
		return r.under(article)
	}
	switch {
	case !slices.Contains(electorate, p):
		return refuse(NotAllowed, "De instemming van %s is voor wijziging %d niet nodig.", p.Name, number).under(article)
	case said(c.Consents, party):
		return refuse(AlreadyConsented, "%s heeft al ingestemd met wijziging %d.", p.Name, number).under(article)
	case kind == RefuseConsent && said(c.Refusals, party):
		return refuse(NotAllowed, "%s heeft de instemming met wijziging %d al geweigerd.", p.Name, number).under(article).
			instead("%s kan nog wel instemmen zolang het voorstel openstaat.", p.Name)
	}
	return nil
}

// noVote says why no Partij has a say in a change.
func (s *State) noVote(c *Change) *Refusal {
	rule := s.Terms.Accession
	switch {
	case c.Accession == nil && s.Terms.Amendment == nil:
		return refuse(NotAllowed, "Over wijziging is in dit convenant niets meer geregeld.").instead("Trek het voorstel in.")
	case c.Accession != nil && rule == nil:
		return refuse(NotAllowed, "Over toetreding van nieuwe Partijen is in dit convenant niets meer geregeld.").instead("Trek het voorstel in.")
	case c.Accession != nil && rule.Party != "":
		return refuse(NotAllowed, "Over deze toetreding beslist %s, en dat is geen Partij bij dit convenant.", s.adviserName(rule.Party)).
			instead("Stel eerst een wijziging voor die toetreding anders regelt.")
	}
	return refuse(NotAllowed, "Over wijziging %d beslissen de Partijen niet zelf, maar een overleg.", c.Number).
		instead("Leg het besluit van dat overleg vast.")
}

// timely refuses a consent to another proposal, and one that would make a change take effect after its own end.
func (d *consent) timely(s *State, a *action) *Refusal {
	c := s.change(d.number)
	if r := s.takesEffectInTime(c, a.on); r != nil {
		return r
	}
	return matches(d.sha256, c.SHA256).under(s.article(c.term()))
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
	c := s.change(d.number)
	return matches(d.sha256, c.SHA256).under(s.article(c.term()))
}

func (d *refuseConsent) apply(s *State, a *action) {
	c := s.change(d.number)
	c.Refusals = append(slices.Clip(c.Refusals), Voice{d.party, a.on})
	s.weighChanges()
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
		if rule := s.Terms.Accession; c.Accession != nil && rule != nil && rule.Consent == Open {
			s.adopt(c) // when it is proposed, or when a change opened the door for it
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
		case yes >= need && c.CollidesWith == 0 && s.takesEffectInTime(c, s.Day) != nil:
			s.lapse(c)
		case yes >= need && c.CollidesWith == 0:
			s.adopt(c)
		case len(electorate)-no < need:
			s.reject(c)
		}
	}
}
