package workflow

// Letters that come in. A letter is registered by a fact of its own, so its receipt stands also when the notice or the
// renewal in it is refused: a declaration counts from the moment it reaches the addressee (BW 3:37 lid 3).

// The kinds of letters.
const (
	NoticeLetter  = "opzegbrief"
	RenewalLetter = "verlengingsbrief"
	OtherLetter   = "anders"
)

type registerLetter struct {
	kind, party       string
	received          Date
	form, addressedTo string
	attachment        string
}

func (d *registerLetter) read(r *reader) {
	d.kind = r.choice("soort", NoticeLetter, RenewalLetter, OtherLetter)
	d.party, d.received = r.id("partij"), r.optDate("ontvangen")
	d.form, d.addressedTo = r.optText("vorm", maxName), r.optText("gericht-aan", maxName)
	d.attachment = r.optText("bijlage", maxText)
}

func (d *registerLetter) receipt() Date                      { return d.received }
func (d *registerLetter) setReceipt(on Date)                 { d.received = on }
func (d *registerLetter) behalf() []string                   { return []string{d.party} }
func (d *registerLetter) valid(s *State, a *action) *Refusal { return s.known("partij", d.party)() }

func (d *registerLetter) allowed(s *State, a *action) *Refusal { return s.inPhase(RegisterLetter) }

func (d *registerLetter) apply(s *State, a *action) {
	s.Letters = append(s.Letters, Letter{a.number, d.kind, d.party, a.on, d.form, d.addressedTo, d.attachment})
}

func (s *State) letter(number int) *Letter {
	for i := range s.Letters {
		if s.Letters[i].Number == number {
			return &s.Letters[i]
		}
	}
	return nil
}

// receiptFrom gives the day on which the letter of an act was received, when the act does not give it itself.
func (s *State) receiptFrom(number int, given Date) Date {
	if l := s.letter(number); l != nil && given == 0 {
		return l.Received
	}
	return given
}

// knownLetter refuses a letter that was not registered, or that is not what the act says of it.
func (s *State) knownLetter(number int, kind, party string, received Date) func() *Refusal {
	return func() *Refusal {
		if number == 0 {
			return nil
		}
		l := s.letter(number)
		if l == nil {
			r := refuse(Unknown, "Onder nummer %d is geen brief geregistreerd.", number).instead("Registreer de brief eerst.")
			r.Field = "brief"
			return r
		}
		switch {
		case l.Kind != kind && l.Kind != OtherLetter, party != "" && l.Party != party:
			return invalid("brief", "De brief met nummer %d is een %s van %s.", number, letterWords[l.Kind], s.adviserName(l.Party)).
				instead("Kies de brief die hierbij hoort.")
		case l.Received != received:
			return invalid("ontvangen", "De brief met nummer %d is ontvangen op %s.", number, l.Received.Dutch()).
				instead("Vul die dag in, of laat het veld leeg.")
		}
		return nil
	}
}
