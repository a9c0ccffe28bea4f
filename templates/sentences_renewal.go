package templates

// How the convenant lives on after its end date (R8, R9): by letters, tacitly, or by decision, for how long, how
// often, and who goes along.

import "convenant/workflow"

const (
	fromNextDay = "De verlenging gaat in op de dag na de einddatum."
	// leaver says that a renewal changes nothing for who has given notice (R3).
	leaver = "Een Partij die heeft opgezegd, blijft ook bij verlenging gebonden tot en met de laatste dag die uit haar opzegging volgt."
	// atLeastTwo says what every way of renewal asks; for letters it stands with whose letters are needed.
	atLeastTwo = "Het Convenant wordt alleen verlengd als ten minste twee Partijen niet hebben opgezegd."
)

// renewal says it in one passage.
func renewal(t *workflow.Terms, s style) string {
	v := t.Renewal
	switch {
	case v == nil:
		return nothingAgreed("verlenging", "Verlengen")
	case v.Way == workflow.ByLetter && s.brief:
		return briefLetters(v, s)
	case v.Way == workflow.ByLetter:
		return paragraph("Partijen kunnen het Convenant "+often(v)+howLong(v)+" verlengen. Dat doen zij ieder met een verlengingsbrief.", letters(v), leaver, fromNextDay)
	case v.Way == workflow.Tacit:
		return tacit(v)
	case v.Way == workflow.ByDecision:
		return paragraph("Partijen kunnen het Convenant "+often(v)+howLong(v)+" verlengen. Zij nemen daarover in overleg een besluit, "+deadline(v)+".", atLeastTwo, leaver, fromNextDay)
	}
	return "Het Convenant wordt niet verlengd."
}

// often says how often. Renewal for an indefinite time happens once by its nature.
func often(v *workflow.RenewalRule) string {
	switch {
	case v.Indefinite:
		return ""
	case v.Most == 0:
		return "telkens "
	case v.Most == 1:
		return "eenmaal "
	}
	return "ten hoogste " + times(v.Most) + " "
}

// howLong says with what period.
func howLong(v *workflow.RenewalRule) string {
	switch {
	case v.Indefinite:
		return "voor onbepaalde tijd"
	case v.SamePeriod:
		return "met een even lange periode als de vorige"
	}
	return "met " + period(v.Period)
}

// deadline says until when a letter, notice or decision is in time (R8; by the search of R5).
func deadline(v *workflow.RenewalRule) string {
	if v.ReceivedBefore.N == 0 {
		return "uiterlijk op de einddatum"
	}
	return "uiterlijk " + period(v.ReceivedBefore) + " vóór de einddatum"
}

// letters says whose letters are needed (R9). Who has given notice is asked for none and does not count (R3).
func letters(v *workflow.RenewalRule) string {
	if v.Quorum == workflow.EachForItself {
		return "Het Convenant wordt verlengd voor de Partijen die niet hebben opgezegd en van wie " + deadline(v) +
			" een verlengingsbrief is ontvangen. Zijn dat er minder dan twee, dan wordt het niet verlengd. " +
			"Voor een Partij die niet heeft opgezegd en van wie geen brief op tijd is ontvangen, eindigt het Convenant op de einddatum."
	}
	return "Het Convenant wordt alleen verlengd als " + deadline(v) +
		" een verlengingsbrief is ontvangen van iedere Partij die niet heeft opgezegd. Dat moeten ten minste twee Partijen zijn."
}

// tacit says that it goes on by itself, and when a notice stops that.
func tacit(v *workflow.RenewalRule) string {
	goesOn := "Het Convenant wordt " + often(v) + "stilzwijgend " + howLong(v) + " verlengd"
	timely := "Een opzegging is tijdig als zij voldoet aan de afspraken over opzegging."
	if v.HasDeadline {
		next := "niet eerder dan tegen het einde van de volgende periode"
		if v.Indefinite {
			next = "pas na de einddatum"
		}
		timely = "Een opzegging is tijdig als zij voldoet aan de afspraken over opzegging en " + deadline(v) +
			" is ontvangen. Een opzegging die later is ontvangen, werkt " + next + "."
	}
	if v.Quorum == workflow.EachForItself {
		return paragraph(goesOn+".", "Voor een Partij die tijdig tegen de einddatum opzegt, wordt het niet verlengd. Wat dat voor de andere Partijen betekent, staat in de afspraken over opzegging.", timely, atLeastTwo, fromNextDay)
	}
	return paragraph(goesOn+", tenzij het tijdig tegen de einddatum is opgezegd. Na zo’n opzegging wordt het voor geen enkele Partij verlengd. Wat een opzegging tegen een andere dag betekent, staat in de afspraken over opzegging.", timely, atLeastTwo, fromNextDay)
}

// briefLetters says it as the Convenant Herstelnetwerk does in 3.4. That everyone's letter is needed, by the end date,
// is our reading (R8, R9) and stays unsaid there.
func briefLetters(v *workflow.RenewalRule, s style) string {
	said := "Partijen kunnen het Convenant door middel van een verlengingsbrief, "
	if s.to != "" {
		said += "gericht aan " + s.to + ", "
	}
	if v.Most > 0 {
		said += often(v)
	}
	said += "verlengen "
	each := "telkens "
	if v.Most == 1 {
		each = ""
	}
	switch {
	case v.Indefinite:
		said += howLong(v)
	case v.SamePeriod:
		said += "met een periode die " + each + "even lang is als de vorige"
	default:
		said += "met een periode van " + each + period(v.Period)
	}
	if v.Period.N > 0 && sameLength(v.Period, s.asLongAs) {
		said += ", " + s.inStep
	}
	said += "."
	switch {
	case v.Quorum == workflow.EachForItself:
		return paragraph(said, letters(v), leaver)
	case v.ReceivedBefore.N > 0:
		return paragraph(said, "De verlengingsbrief moet zijn ontvangen "+deadline(v)+".")
	}
	return said
}

// sameLength reports whether two periods are as long: 48 months are four years.
func sameLength(a, b workflow.Period) bool {
	months := func(p workflow.Period) int {
		switch p.Unit {
		case workflow.Years:
			return 12 * p.N
		case workflow.Months:
			return p.N
		}
		return -1
	}
	return a == b || months(a) > 0 && months(a) == months(b)
}
