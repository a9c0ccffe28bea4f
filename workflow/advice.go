package workflow

// The adviesronde (R14): advice binds no one, but every advice gets an answer before the round closes. A convenant may
// go to vaststelling without a round, with the reason recorded.

// How an adviser may advise, and how an advice may be answered.
const (
	Positive     = "positief"
	PositiveIf   = "positief-mits"
	Negative     = "negatief"
	NoAdvice     = "geen"
	TakenOver    = "overgenomen"
	PartlyTaken  = "deels"
	NotTakenOver = "niet"
)

func (s *State) adviser(name string) *Adviser {
	for i := range s.Advisers {
		if s.Advisers[i].Name == name {
			return &s.Advisers[i]
		}
	}
	return nil
}

type openAdvice struct {
	advisers []string
	by       Date
}

func (d *openAdvice) read(r *reader) {
	d.advisers, d.by = r.names("adviseurs"), r.optDate("uiterlijk")
	if len(d.advisers) == 0 {
		r.missing("adviseurs")
	}
}

func (d *openAdvice) valid(s *State, a *action) *Refusal   { return nil }
func (d *openAdvice) allowed(s *State, a *action) *Refusal { return s.inPhase(OpenAdvice) }

func (d *openAdvice) timely(s *State, a *action) *Refusal {
	if d.by != 0 && d.by < a.on {
		return refuse(DateTooEarly, "De adviesronde opent op %s. De uiterste dag voor de adviezen, %s, ligt daarvóór.", a.on.Dutch(), d.by.Dutch()).
			instead("Kies als uiterste dag %s of later.", a.on.Dutch())
	}
	return nil
}

func (d *openAdvice) apply(s *State, a *action) {
	s.fire(string(OpenAdvice))
	s.Advisers, s.AdviceBy = nil, d.by
	for _, name := range d.advisers {
		s.Advisers = append(s.Advisers, Adviser{Name: name})
	}
}

type giveAdvice struct{ adviser, tenor, text string }

func (d *giveAdvice) read(r *reader) {
	d.adviser = r.name("adviseur")
	d.tenor = r.choice("strekking", Positive, PositiveIf, Negative, NoAdvice)
	d.text = r.optText("tekst", maxWords)
}

func (d *giveAdvice) behalf() []string                   { return []string{d.adviser} }
func (d *giveAdvice) valid(s *State, a *action) *Refusal { return s.asked(d.adviser) }

// asked refuses somebody whose advice was not asked. Outside a round nobody was, and the state itself refuses.
func (s *State) asked(name string) *Refusal {
	if s.Phase != Advising || s.adviser(name) != nil {
		return nil
	}
	var all []string
	for _, a := range s.Advisers {
		all = append(all, a.Name)
	}
	r := refuse(Unknown, "Aan %s is in deze ronde geen advies gevraagd.", quote(name)).instead("Advies is gevraagd aan %s.", enumeration(all))
	r.Field = "adviseur"
	return r
}

func (d *giveAdvice) allowed(s *State, a *action) *Refusal { return s.inPhase(GiveAdvice) }

func (d *giveAdvice) apply(s *State, a *action) {
	*s.adviser(d.adviser) = Adviser{Name: d.adviser, Tenor: d.tenor, Text: d.text, GivenOn: a.on}
}

type answerAdvice struct{ adviser, handling, grounds string }

func (d *answerAdvice) read(r *reader) {
	d.adviser = r.name("adviseur")
	d.handling = r.choice("verwerking", TakenOver, PartlyTaken, NotTakenOver)
	d.grounds = r.optText("motivering", maxText)
	if d.grounds == "" && (d.handling == PartlyTaken || d.handling == NotTakenOver) {
		r.fail("motivering", "Een advies dat niet of deels wordt overgenomen, krijgt een motivering.")
	}
}

func (d *answerAdvice) valid(s *State, a *action) *Refusal { return s.asked(d.adviser) }

func (d *answerAdvice) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(AnswerAdvice); r != nil {
		return r
	}
	if s.adviser(d.adviser).Tenor == "" {
		return refuse(NotAllowed, "Het advies van %s is nog niet uitgebracht.", s.adviserName(d.adviser)).instead("Wacht op het advies, of leg eerst het advies vast.")
	}
	return nil
}

func (d *answerAdvice) apply(s *State, a *action) {
	adviser := s.adviser(d.adviser)
	adviser.Handling, adviser.Grounds = d.handling, d.grounds
}

// adviserName gives a Partij its full name.
func (s *State) adviserName(name string) string {
	if p := s.party(name); p != nil {
		return p.Name
	}
	return name
}

type closeAdvice struct{}

func (d *closeAdvice) read(r *reader)                     {}
func (d *closeAdvice) valid(s *State, a *action) *Refusal { return nil }

func (d *closeAdvice) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(CloseAdvice); r != nil {
		return r
	}
	var out, unanswered []string
	for _, adviser := range s.Advisers {
		switch {
		case adviser.Tenor == "":
			out = append(out, s.adviserName(adviser.Name))
		case adviser.Tenor != NoAdvice && adviser.Handling == "":
			unanswered = append(unanswered, s.adviserName(adviser.Name))
		}
	}
	if len(unanswered) > 0 {
		return refuse(AdviceUnanswered, "Nog niet beantwoord: het advies van %s.", enumeration(unanswered)).
			instead("Leg bij elk advies vast of het wordt overgenomen, en waarom.")
	}
	if len(out) > 0 && (s.AdviceBy == 0 || a.on <= s.AdviceBy) {
		r := refuse(AdviceUnanswered, "Nog niet binnen: het advies van %s.", enumeration(out))
		if s.AdviceBy != 0 {
			return r.instead("Wacht op het advies; na %s kan de ronde ook zonder dat advies sluiten.", s.AdviceBy.Dutch())
		}
		return r.instead("Wacht op het advies, of leg vast dat er geen advies komt.")
	}
	return nil
}

func (d *closeAdvice) apply(s *State, a *action) { s.fire(string(CloseAdvice)) }

type skipAdvice struct{ reason string }

func (d *skipAdvice) read(r *reader)                       { d.reason = r.text("reden", maxText) }
func (d *skipAdvice) valid(s *State, a *action) *Refusal   { return nil }
func (d *skipAdvice) allowed(s *State, a *action) *Refusal { return s.inPhase(SkipAdvice) }
func (d *skipAdvice) apply(s *State, a *action)            { s.fire(string(SkipAdvice)) }
