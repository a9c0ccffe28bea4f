package workflow

// Ondertekening: every Partij signs one exact text (R12), and the last signature brings the convenant into force (R1).

// The ways in which a signature is put.
const (
	Digitally = "digitaal"
	OnPaper   = "papier"
	InPerson  = "live"
	Qualified = "gekwalificeerd"
)

type sign struct{ party, how, sha256 string }

func (d *sign) read(r *reader) {
	d.party = r.id("partij")
	d.how = r.choice("wijze", Digitally, OnPaper, InPerson, Qualified)
	d.sha256 = r.sha256Field()
}

func (d *sign) behalf() []string { return []string{d.party} }

func (d *sign) valid(s *State, a *action) *Refusal {
	if r := needsFingerprint(a, d.sha256); r != nil {
		return r
	}
	return s.known("partij", d.party)()
}

func (d *sign) allowed(s *State, a *action) *Refusal { return s.maySign(s.party(d.party), Sign) }

// maySign refuses who has nothing to sign: founders sign during the ondertekening, newcomers once they are admitted.
func (s *State) maySign(p *Party, kind Kind) *Refusal {
	article := s.article(EntryTerm)
	switch {
	case !s.can(string(kind)):
		return s.wrongPhase(kind).under(article)
	case p.State == Left:
		return present(p)
	case p.State == Signed || p.Bound():
		return refuse(AlreadySigned, "%s heeft al ondertekend, op %s.", p.Name, p.SignedOn.Dutch()).under(article)
	case s.Phase == Signing && p.Change != 0:
		return refuse(NotAllowed, "%s kan pas ondertekenen als het convenant in werking is.", p.Name).under(article)
	case !p.can(string(kind)):
		return refuse(NotAllowed, "%s heeft de ondertekening al geweigerd.", p.Name).under(article).instead("%s kan nog wel ondertekenen.", p.Name)
	}
	return nil
}

// timely refuses a last signature after the end date (R2), and a signature under another text.
func (d *sign) timely(s *State, a *action) *Refusal {
	if s.Phase == Signing && s.isLastToSign(d.party) {
		if _, end := s.pastEndBy(a); end != 0 {
			return refuse(TooLate, "Het convenant loopt tot en met %s. Met deze laatste handtekening zou het pas daarna in werking treden.", end.Dutch()).
				under(s.article(DurationTerm)).instead("Ga terug naar concept en kies een latere einddatum.")
		}
	}
	return matches(d.sha256, s.textSHA256).under(s.article(EntryTerm))
}

func (s *State) isLastToSign(id string) bool {
	for i := range s.Parties {
		if p := &s.Parties[i]; p.founder() && p.ID != id && p.State != Signed {
			return false
		}
	}
	return true
}

func (d *sign) apply(s *State, a *action) {
	p := s.party(d.party)
	p.fire(string(Sign))
	p.SignedOn, p.SignedHow, p.SignedText = a.on, d.how, d.sha256
}

type declineToSign struct{ party, reason string }

func (d *declineToSign) read(r *reader) {
	d.party, d.reason = r.id("partij"), r.optText("reden", maxText)
}

func (d *declineToSign) behalf() []string                   { return []string{d.party} }
func (d *declineToSign) valid(s *State, a *action) *Refusal { return s.known("partij", d.party)() }

func (d *declineToSign) allowed(s *State, a *action) *Refusal {
	return s.maySign(s.party(d.party), DeclineToSign)
}

func (d *declineToSign) apply(s *State, a *action) { s.party(d.party).fire(string(DeclineToSign)) }

type publish struct {
	date  Date
	place string
}

func (d *publish) read(r *reader) {
	d.date, d.place = r.optDate("datum"), r.optText("vindplaats", maxText)
}

func (d *publish) valid(s *State, a *action) *Refusal   { return nil }
func (d *publish) allowed(s *State, a *action) *Refusal { return s.inPhase(Publish) }

func (d *publish) on(a *action) Date {
	if d.date != 0 {
		return d.date
	}
	return a.on
}

func (d *publish) timely(s *State, a *action) *Refusal {
	if d.on(a) > a.recorded {
		return refuse(DateInFuture, "De publicatie van %s is er nog niet.", d.date.Dutch()).instead("Leg de publicatie vast als zij er is.")
	}
	first, end := s.pastEndBy(a)
	switch {
	case end == 0:
		return nil
	case first > a.on:
		return refuse(TooLate, "Het convenant loopt tot en met %s en zou door deze publicatie pas op %s in werking treden.", end.Dutch(), first.Dutch()).
			under(s.article(DurationTerm)).instead("Stel eerst een wijziging voor met een latere einddatum.")
	default:
		return refuse(TooLate, "Het convenant loopt tot en met %s en zou op %s met terugwerkende kracht in werking treden.", end.Dutch(), a.on.Dutch()).
			under(s.article(DurationTerm)).instead("Leg de publicatie vast met als dag %s, toen zij verscheen.", d.on(a).Dutch())
	}
}

// apply keeps the first publication: that is the one that brings the convenant into force.
func (d *publish) apply(s *State, a *action) {
	if s.Published == 0 {
		s.Published = d.on(a)
	}
}
