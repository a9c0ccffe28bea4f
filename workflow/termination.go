package workflow

// Termination (3.3): a Partij leaves, or all together, with a notice that counts from its receipt (BW 3:37 lid 3; R3 to
// R7). A notice cannot be taken back, and keeps its last day when the terms change later.

import "slices"

// giveNotice is the act opzeggen, of one Partij or of everyone jointly.
type giveNotice struct {
	party    string
	parties  []string
	received Date
	per      Date // the wanted last day; the earliest if zero
	form     string
	grounds  string
	letter   int
}

func (d *giveNotice) read(r *reader) {
	d.party, d.parties = r.optID("partij"), r.names("partijen")
	d.received, d.per = r.optDate("ontvangen"), r.optDate("per")
	d.form = r.optText("vorm", maxName)
	d.grounds = r.optText("gronden", maxText)
	d.letter = r.optNumber("brief", 1, maxFacts)
	switch {
	case d.party == "" && len(d.parties) == 0:
		r.fail("partij", "Er staat niet wie opzegt; vul ‘partij’ in, of ‘partijen’ als alle Partijen samen opzeggen.")
	case d.party != "" && len(d.parties) > 0:
		r.fail("partijen", "Vul óf één Partij in, óf alle Partijen samen; niet allebei.")
	}
}

func (d *giveNotice) receipt() Date      { return d.received }
func (d *giveNotice) setReceipt(on Date) { d.received = on }

func (d *giveNotice) behalf() []string {
	if d.party != "" {
		return []string{d.party}
	}
	return d.parties
}

func (d *giveNotice) prepare(s *State) { d.received = s.receiptFrom(d.letter, d.received) }

func (d *giveNotice) valid(s *State, a *action) *Refusal {
	for _, id := range d.behalf() {
		if r := s.known("partijen", id)(); r != nil {
			if d.party != "" {
				r.Field = "partij"
			}
			return r
		}
	}
	if rule := s.noticeRule(); len(d.parties) > 0 && s.Phase == InForce && rule != nil && rule.By == ByEachParty && !d.jointly(s) {
		return invalid("partijen", "Samen opzeggen doen alle Partijen die nog gebonden zijn; hier ontbreken er.").under(s.article(NoticeTerm)).
			instead("Vul alle Partijen in, of leg voor elke Partij die opzegt een eigen opzegging vast.")
	}
	if d.letter == 0 {
		return nil
	}
	return s.knownLetter(d.letter, NoticeLetter, d.party, d.received)()
}

func (s *State) noticeRule() *NoticeRule {
	if s.Terms == nil {
		return nil
	}
	return s.Terms.Notice
}

// jointly reports that everyone who is still bound gives notice together.
func (d *giveNotice) jointly(s *State) bool {
	for i := range s.Parties {
		if p := &s.Parties[i]; p.Bound() && !slices.Contains(d.behalf(), p.ID) {
			return false
		}
	}
	return len(d.parties) > 0
}

func (d *giveNotice) allowed(s *State, a *action) *Refusal {
	article := s.article(NoticeTerm)
	if !s.can(string(GiveNotice)) {
		return s.wrongPhase(GiveNotice).under(article)
	}
	joint := d.jointly(s)
	refusal := s.noticeImpossible(joint)
	for _, id := range d.behalf() {
		p := s.party(id)
		refusal = foremost(refusal, s.boundParty(p))
		if p.State == Leaving && !joint {
			refusal = foremost(refusal, refuse(AlreadyNotified, "%s heeft al opgezegd; de opzegging is ontvangen op %s. De laatste dag is %s.", p.Name, p.NoticeOn.Dutch(), p.LastDay.Dutch()))
		}
	}
	return refusal.under(article)
}

// noticeImpossible refuses a notice for which the terms do not provide.
func (s *State) noticeImpossible(joint bool) *Refusal {
	switch rule := s.Terms.Notice; {
	case rule == nil:
		return refuse(NoticeImpossible, "Over opzeggen is in dit convenant niets geregeld.").
			instead("Stel een wijziging voor, of overleg met de andere Partijen.")
	case rule.By == ByNobody:
		return refuse(NoticeImpossible, "Dit convenant kan niet tussentijds worden opgezegd.").
			instead("Stel een wijziging voor, of wacht tot het convenant eindigt.")
	case rule.By == ByAllParties && !joint:
		return refuse(NoticeImpossible, "Dit convenant kan alleen door alle Partijen samen worden opgezegd.").
			instead("Laat alle Partijen die nog gebonden zijn, samen opzeggen.")
	}
	return nil
}

func (d *giveNotice) timely(s *State, a *action) *Refusal {
	rule, article := s.Terms.Notice, s.article(NoticeTerm)
	switch {
	case d.form != "" && d.form != Registered && d.form != InWriting,
		rule.Form == Registered && d.form != Registered:
		wanted := "schriftelijk"
		if rule.Form == Registered {
			wanted = "met een aangetekende brief"
		}
		return refuse(FormInsufficient, "Opzeggen moet %s, en zo is deze opzegging niet gedaan.", wanted).under(article).
			instead("Zeg opnieuw op, %s. De dag waarop die nieuwe opzegging is ontvangen, telt dan.", wanted)
	case rule.Grounds && d.grounds == "":
		return refuse(FormInsufficient, "Bij een opzegging horen de redenen, en die staan er niet bij.").under(article).
			instead("Vermeld de redenen van de opzegging.")
	}
	_, refusal := s.noticeEnds(a.on, d.per)
	return refusal
}

// noticeEnds returns the last day of a notice received on a day, with the wanted last day per or else the earliest.
func (s *State) noticeEnds(received, per Date) (Date, *Refusal) {
	rule, article := s.Terms.Notice, s.article(NoticeTerm)
	earliest := s.earliestLastDay(received)
	switch {
	case per != 0 && s.joinable(received, per):
		return per, nil
	case per != 0 && s.afterCutOff(received, per):
		r := refuse(TooLate, "Wie tegen %s wil opzeggen, moet zorgen dat de opzegging uiterlijk op %s is ontvangen. Deze opzegging is ontvangen op %s.", per.Dutch(), s.cutOff(per).Dutch(), received.Dutch()).under(article)
		if r.Earliest = earliest; earliest != 0 {
			r.instead("De eerste dag die nu nog wel kan als laatste dag, is %s.", earliest.Dutch())
		}
		return 0, r
	case earliest == 0:
		return 0, refuse(TooLate, "Een opzegging moest uiterlijk op %s zijn ontvangen; deze is ontvangen op %s.", rule.ReceivedBefore.Dutch(), received.Dutch()).under(article)
	case per == 0:
		return earliest, nil
	}
	if lands := s.cutToEnd(s.land(max(per, earliest))); s.cutToEnd(per) != lands {
		return 0, rule.tooShort(received, per, lands, per < earliest).under(article)
	}
	return s.cutToEnd(per), nil
}

// tooShort refuses a wanted last day that comes too soon, or on which the terms do not let a notice land.
func (n *NoticeRule) tooShort(received, per, lands Date, tooSoon bool) *Refusal {
	r := refuse(NoticeTooShort, "Opzeggen kan alleen tegen %s, en dat is %s niet.", landingWords(n.LandsOn), per.Dutch())
	if tooSoon {
		r = refuse(NoticeTooShort, "De opzegging is ontvangen op %s. %s is %s te vroeg als laatste dag.", received.Dutch(), n.termWords(), per.Dutch())
	}
	r.Earliest = lands
	return r.instead("De eerstvolgende dag die wel kan als laatste dag, is %s.", lands.Dutch())
}

func (n *NoticeRule) termWords() string {
	if n.Term.N == 0 {
		return "Volgens de afspraken over opzegging"
	}
	return "Met een opzegtermijn van " + n.Term.Dutch()
}

func landingWords(on string) string {
	switch on {
	case OnEndOfMonth:
		return "het einde van een kalendermaand"
	case OnEndOfYear:
		return "het einde van een kalenderjaar"
	}
	return "het einde van een periode"
}

// earliestLastDay returns the earliest last day of a notice received on a day: from the receipt, or the end of its
// month or year; then the term; then forward to the first day on which it may land. Zero means that none is left.
func (s *State) earliestLastDay(received Date) Date {
	rule := s.Terms.Notice
	day := rule.runOut(received)
	if cut := rule.ReceivedBefore; cut != 0 && received > cut {
		end, inPeriod := s.periodEnd(cut)
		if inPeriod {
			if _, more := s.periodEnd(end + 1); end == 0 || !more {
				return 0
			}
			day = max(day, end+1)
		}
	}
	if s.lateForTacit(received) {
		day = max(day, s.Terms.endAfter(s.End), s.End+1) // the next period may have no end
	}
	return s.cutToEnd(s.land(day))
}

// runOut returns the day on which the term of a notice received on a day has run out.
func (n *NoticeRule) runOut(received Date) Date {
	switch n.CountsFrom {
	case FromEndOfMonth:
		received = received.EndOfMonth()
	case FromEndOfYear:
		received = received.EndOfYear()
	}
	day := n.Term.After(received)
	if n.CountsFrom != FromReceipt && n.Term.Unit >= Months {
		day = day.EndOfMonth() // whole calendar months: the end of April and one month is 31 May
	}
	return day
}

// land moves a day forward to the first on which the terms let a notice land.
func (s *State) land(day Date) Date {
	switch s.Terms.Notice.LandsOn {
	case OnEndOfMonth:
		return day.EndOfMonth()
	case OnEndOfYear:
		return day.EndOfYear()
	case OnEndOfPeriod:
		if end, ok := s.periodEnd(day); ok && end != 0 {
			return end
		}
	}
	// Our reading: a period without an end has no end to land on, so every day will do.
	return day
}

// periodEnd returns the last day of the period in which a day lies, from the running one on; zero if that has none. A
// period that is not renewed is the last, and days after it lie in none.
func (s *State) periodEnd(day Date) (end Date, ok bool) {
	if day < s.began {
		return 0, false
	}
	end = s.End
	for n := s.Period; end != 0 && end < day; n++ {
		rule := s.Terms.Renewal
		if !s.Terms.Renews() || s.Terms.Duration == nil || rule.Most > 0 && n > rule.Most {
			return 0, false
		}
		end = s.Terms.endAfter(end)
	}
	return end, true
}

// cutToEnd cuts a last day to the end date when the convenant knows no renewal: it then leaves on the end date.
func (s *State) cutToEnd(day Date) Date {
	if s.End != 0 && !s.Terms.Renews() {
		return min(day, s.End)
	}
	return day
}

// lateForTacit reports that a notice comes too late to stop the tacit renewal of the running period, so that it runs
// to the end of the next.
func (s *State) lateForTacit(received Date) bool {
	rule := s.Terms.Renewal
	return rule != nil && rule.Way == Tacit && rule.HasDeadline && s.canRenew() &&
		received > s.Terms.renewalDeadline(s.End)
}

// afterCutOff reports that a notice came after the last day on which one that ends the period of a wanted last day
// could be received.
func (s *State) afterCutOff(received, per Date) bool {
	cut := s.cutOff(per)
	return cut != 0 && received > cut
}

// cutOff returns that last day, or zero when the terms set none for the period in which the wanted last day lies.
func (s *State) cutOff(per Date) Date {
	var cut Date
	if day := s.Terms.Notice.ReceivedBefore; day != 0 {
		mine, ok1 := s.periodEnd(per)
		its, ok2 := s.periodEnd(day)
		if ok1 && ok2 && mine == its {
			cut = day
		}
	}
	if rule := s.Terms.Renewal; rule != nil && rule.Way == Tacit && rule.HasDeadline && s.canRenew() && per <= s.End {
		if day := s.Terms.renewalDeadline(s.End); cut == 0 || day < cut {
			cut = day
		}
	}
	return cut
}

// joinable reports whether a notice may join another's last day (aansluiten-binnen): received within the time after
// the receipt of a first notice that lands on that day.
func (s *State) joinable(received, per Date) bool {
	window := s.Terms.Notice.JoinWithin
	if window.N == 0 {
		return false
	}
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.State == Leaving && !p.joining && p.LastDay == per && received <= window.After(p.NoticeOn) {
			return true
		}
	}
	return false
}

// LatestReceipt returns the last day on which a notice may be received for a wanted last day, searched by R5, or zero.
func (s *State) LatestReceipt(wanted Date) Date {
	if s.Terms == nil || s.Terms.Notice == nil || s.Phase != InForce {
		return 0
	}
	return latest(wanted, func(received Date) bool {
		earliest := s.earliestLastDay(received)
		return earliest != 0 && earliest <= wanted
	})
}

func (d *giveNotice) apply(s *State, a *action) {
	last, _ := s.noticeEnds(a.on, d.per)
	joining := d.per != 0 && s.joinable(a.on, d.per)
	joint := d.jointly(s)
	for _, id := range d.behalf() {
		p := s.party(id)
		if p.State == Leaving && p.LastDay <= last {
			continue // of a joint notice the earlier last day stands
		}
		if p.State == Bound {
			p.NoticeOn, p.joining = a.on, joining
		}
		p.fire(string(GiveNotice))
		p.LastDay = last
		p.endsForAll = !joint && s.Terms.Notice.Effect == EndsForAll
	}
	s.weighChanges()
}
