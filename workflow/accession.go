package workflow

// Accession (R13, our reading): once its change is adopted a new Partij signs the consolidated text, and is bound from
// the later of the ingangsdatum and its signature (newcomersJoin in settle.go).

// admit invites the new Partij to sign; from now on its name stands in the text.
func (s *State) admit(c *Change) {
	p := c.Accession.party()
	p.Change, p.joinFrom = c.Number, c.Effective
	s.Parties = append(s.Parties, p)
	s.consolidate()
}

// changeDecidable refuses a decision by a meeting on a change on which the Partijen decide themselves, or that another
// body is to decide on.
func (s *State) changeDecidable(c *Change, body string) *Refusal {
	article := s.article(c.term())
	if r := s.changesOpen(Deliberate); r != nil {
		return r.under(article)
	}
	byBody := ""
	if c.Accession != nil && s.Terms.Accession != nil {
		byBody = s.Terms.Accession.Body
	}
	switch {
	case c.Accession != nil && byBody == "", c.Accession == nil && (s.Terms.Amendment == nil || s.Terms.Amendment.Consent != Consultation):
		return refuse(NotAllowed, "Over wijziging %d beslissen de Partijen zelf, niet een overleg.", c.Number).under(article).
			instead("Leg van elke Partij vast of zij instemt.")
	case byBody != "" && !sameBody(byBody, body):
		return refuse(NotAllowed, "Over deze toetreding beslist %s.", TheBody(byBody)).under(article)
	case c.State != Proposed:
		return refuse(NotAllowed, "Wijziging %d is al %s.", c.Number, c.State).under(article)
	case c.CollidesWith != 0:
		return s.collision(c)
	}
	return nil
}
