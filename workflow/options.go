package workflow

// What somebody can do now, and if not, why not and from when. Each option is an act that could be offered as it
// stands; it is possible exactly when Decide accepts it. Pages draw their buttons from this, so that they never offer
// what the rules refuse.

import "slices"

// Option is an act with the least that it needs, and whether it is possible today.
type Option struct {
	Act     Act      `json:"handeling"`
	Refusal *Refusal `json:"waaromNiet,omitempty"` // nil when it is possible
	From    Date     `json:"vanaf,omitzero"`       // when it is not possible today: the first day on which it will be, if foreseen
}

// Options lists what an actor could do, act by act in the order of the contract, and for each Partij, change or
// meeting that it can be about.
func (c *Convenant) Options(by string, today Date) []Option {
	states := map[Date]*State{}
	stateOn := func(day Date) *State { // each day is folded once, for all acts
		if states[day] == nil {
			states[day] = c.foldedTo(day)
		}
		return states[day]
	}
	s := stateOn(today)
	if s.Phase == "" {
		return nil
	}
	refusal := func(act Act, day Date) *Refusal { return c.decision(act, day, nil, stateOn).Refusal }
	days := c.daysAhead(s, today)
	var options []Option
	for _, act := range c.samples(s, by) {
		act.By = by
		o := Option{Act: act, Refusal: refusal(act, today)}
		if o.Refusal != nil && o.Refusal.Code != NotEntitled {
			o.From = possibleFrom(act, days, refusal)
		}
		options = append(options, o)
	}
	return options
}

// possibleFrom returns the first of the days on which the act would be possible if nothing else happens.
func possibleFrom(act Act, days []Date, refusal func(Act, Date) *Refusal) Date {
	for _, day := range days {
		if act.Data.Get("ontvangen").Kind != Absent {
			act.Data = act.Data.With("ontvangen", TextOf(day.String()))
		}
		if refusal(act, day) == nil {
			return day
		}
	}
	return 0
}

// The most days ahead that are tried for an act that is not possible today.
const maxDaysAhead = 12

// daysAhead lists the days on which something changes of itself.
func (c *Convenant) daysAhead(s *State, today Date) []Date {
	var days []Date
	for _, d := range s.Deadlines() {
		days = append(days, d.On, d.On+1)
	}
	ahead := s.clone()
	for range maxDaysAhead {
		next := ahead.nextDay()
		if next == 0 {
			break
		}
		days = append(days, next)
		ahead.settleTo(next)
	}
	slices.Sort(days)
	days = slices.DeleteFunc(slices.Compact(days), func(d Date) bool { return d <= today })
	return days[:min(len(days), maxDaysAhead)]
}

// samples lists the acts that the actor could think of, each with the least that it needs.
func (c *Convenant) samples(s *State, by string) []Act {
	var acts []Act
	add := func(kind Kind, fields ...Field) { acts = append(acts, Act{Kind: kind, Data: ObjectOf(fields...)}) }
	reason := textField("reden", "Reden")
	key, words := s.editable()
	edits := Field{"artikelen", ObjectOf(textField(key, words))}
	for _, kind := range Kinds {
		switch kind {
		case Draft:
		case EditText:
			add(kind, edits)
		case AddParty:
			add(kind, textField("id", s.unusedID()), textField("naam", "Nieuwe Partij"))
		case OpenAdvice:
			add(kind, Field{"adviseurs", Value{Kind: ListValue, List: []Value{TextOf("Directie-overleg")}}})
		case GiveAdvice, AnswerAdvice:
			for _, a := range s.Advisers {
				add(kind, textField("adviseur", a.Name), textField(tenorField(kind), tenorSample(kind)))
			}
		case CloseAdvice:
			add(kind)
		case SkipAdvice, BackToConcept, Withdraw:
			add(kind, reason)
		case Schedule:
			add(kind, textField("overleg", "Portefeuillehoudersoverleg"), dateField("datum", s.Day), textField("doel", GoalAdopt))
		case Deliberate:
			s.deliberations(add)
		case Publish:
			add(kind)
		case ProposeChange:
			add(kind, textField("titel", "Wijziging"), edits)
			add(kind, textField("titel", "Toetreding"), Field{"toetreding", ObjectOf(textField("id", s.unusedID()), textField("naam", "Nieuwe Partij"))})
		case AdaptChange, WithdrawChange, Consent, RefuseConsent:
			s.changeSamples(kind, by, edits, add)
		case Evaluate:
			add(kind, textField("conclusie", "Conclusie"))
		case RecordEvent:
			add(kind, textField("omschrijving", "Omschrijving"))
		case Correct:
			add(kind, numberField("feit", len(c.facts)), reason)
		default:
			s.partySamples(kind, by, add)
			if kind == GiveNotice && by == Secretariat {
				add(kind, Field{"partijen", s.everyoneBound()}, textField("vorm", Registered), textField("gronden", "Redenen"))
			}
		}
	}
	return acts
}

// everyoneBound lists the Partijen that give notice when all of them do so together.
func (s *State) everyoneBound() Value {
	list := Value{Kind: ListValue}
	for i := range s.Parties {
		if p := &s.Parties[i]; p.Bound() {
			list.List = append(list.List, TextOf(p.ID))
		}
	}
	return list
}

func tenorField(kind Kind) string {
	if kind == GiveAdvice {
		return "strekking"
	}
	return "verwerking"
}

func tenorSample(kind Kind) string {
	if kind == GiveAdvice {
		return Positive
	}
	return TakenOver
}

// editable returns a passage whose words can be edited, with those words.
func (s *State) editable() (key, words string) {
	for _, k := range s.Text.Keys() {
		if w, ok := s.Text.Words(k); ok && w != "" && !s.Text.StatesTerm(k) {
			return k, w
		}
	}
	return "overweging.1", "Overweging."
}

func (s *State) unusedID() string {
	id := "nieuwe-partij"
	for s.freeID("id", id)() != nil {
		id += "-2"
	}
	return id
}

func (s *State) partySamples(kind Kind, by string, add func(Kind, ...Field)) {
	for i := range s.Parties {
		p := &s.Parties[i]
		if by != Secretariat && by != p.ID && s.party(by) != nil {
			continue
		}
		party := textField("partij", p.ID)
		switch kind {
		case RenameParty, AppointRepresentative:
			add(kind, party, textField("naam", p.Name))
		case SucceedParty:
			add(kind, party, Field{"opvolger", ObjectOf(textField("id", s.unusedID()), textField("naam", "Opvolger"))}, textField("grondslag", "Herindeling"))
		case AppointContact:
			add(kind, party, textField("functie", "Contactpersoon"))
		case Sign:
			add(kind, party, textField("wijze", OnPaper), textField("sha256", s.textSHA256()))
		case RegisterLetter:
			add(kind, party, textField("soort", NoticeLetter))
		case GiveNotice:
			grounds := ""
			form := InWriting
			if rule := s.Terms.Notice; rule != nil {
				form = rule.Form
				if rule.Grounds {
					grounds = "Redenen"
				}
			}
			add(kind, party, textField("vorm", form), textField("gronden", grounds))
		case ErasePersonalData:
			add(kind, party, textField("grond", "Verzoek van de betrokkene"))
		default:
			add(kind, party)
		}
	}
}

func (s *State) changeSamples(kind Kind, by string, edits Field, add func(Kind, ...Field)) {
	for i := range s.Changes {
		c := &s.Changes[i]
		number := numberField("wijziging", c.Number)
		switch {
		case kind == WithdrawChange:
			add(kind, number)
		case kind == AdaptChange && c.Accession != nil:
			add(kind, number, textField("titel", c.Title))
		case kind == AdaptChange:
			add(kind, number, edits)
		default:
			for j := range s.Parties {
				if p := &s.Parties[j]; by == Secretariat || by == p.ID || s.party(by) == nil {
					add(kind, number, textField("partij", p.ID), textField("sha256", c.SHA256()))
				}
			}
		}
	}
}

// deliberations lists what each meeting on whose agenda the convenant stands could decide.
func (s *State) deliberations(add func(Kind, ...Field)) {
	var bodies []string
	for _, m := range s.Meetings {
		if slices.ContainsFunc(bodies, func(b string) bool { return sameBody(b, m.Body) }) {
			continue
		}
		bodies = append(bodies, m.Body)
		outcome := outcomeAdopted
		if latest := s.meeting(m.Body, s.Day); latest != nil && latest.Goal == GoalAdvise {
			outcome = ""
		}
		about := []string{AboutText, AboutRenewal, AboutDeparted}
		for i := range s.Changes {
			about = append(about, aboutChange+NumberOf(s.Changes[i].Number).Text)
		}
		for _, subject := range about {
			add(Deliberate, textField("overleg", m.Body), textField("besluit", outcome), textField("betreft", subject))
		}
	}
}
