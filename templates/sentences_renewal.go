package templates

// How the convenant lives on after its end date (R8, R9): by letters, tacitly, or by decision, for how long, how
// often, and who goes along.

import "convenant/workflow"

const fromNextDay = "De verlenging gaat in op de dag na de einddatum."

// renewal says it in one passage.
func renewal(t *workflow.Terms, s style) string {
	v := t.Renewal
	switch {
	case v == nil:
		return nothingAgreed("verlenging")
	case v.Way == workflow.ByLetter && s.brief:
		return briefLetters(v, s)
	case v.Way == workflow.ByLetter:
		return paragraph("Partijen kunnen het Convenant door middel van verlengingsbrieven "+often(v)+howLong(v)+" verlengen.", fromNextDay, letters(v))
	case v.Way == workflow.Tacit:
		return tacit(v)
	case v.Way == workflow.ByDecision:
		return paragraph("Partijen kunnen in overleg besluiten het Convenant "+often(v)+howLong(v)+" te verlengen.", fromNextDay,
			"Het besluit moet zijn genomen "+deadline(v)+".")
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

// letters says whose letters are needed (R9). Who has given notice is asked for none, and stays until its last day (R3).
func letters(v *workflow.RenewalRule) string {
	const leaver = "Een Partij die heeft opgezegd, blijft ook na verlenging gebonden tot en met de dag waartegen zij heeft opgezegd."
	if v.Quorum == workflow.EachForItself {
		return paragraph(eachForItself(v), leaver)
	}
	return paragraph("Het Convenant wordt alleen verlengd als "+deadline(v)+" een verlengingsbrief is ontvangen van iedere Partij die niet heeft opgezegd; dat moeten er ten minste twee zijn.", leaver)
}

func eachForItself(v *workflow.RenewalRule) string {
	return "Het Convenant wordt verlengd voor de Partijen van wie " + deadline(v) +
		" een verlengingsbrief is ontvangen. Voor een Partij die niet heeft opgezegd en van wie geen brief op tijd is ontvangen, eindigt het op de einddatum. " +
		"Is van minder dan twee Partijen een brief op tijd ontvangen, dan wordt het Convenant niet verlengd."
}

// tacit says that it goes on by itself, and when a notice stops that.
func tacit(v *workflow.RenewalRule) string {
	goesOn := "Het Convenant wordt " + often(v) + "stilzwijgend " + howLong(v) + " verlengd"
	timely := "Een opzegging is tijdig als zij voldoet aan wat over opzegging is bepaald."
	if v.HasDeadline {
		next := "niet eerder dan tegen het einde van de volgende periode"
		if v.Indefinite {
			next = "pas na de einddatum"
		}
		timely = "Een opzegging is tijdig als zij voldoet aan wat over opzegging is bepaald en " + deadline(v) +
			" is ontvangen. Een opzegging die later is ontvangen, werkt " + next + "."
	}
	if v.Quorum == workflow.EachForItself {
		return paragraph(goesOn+".", fromNextDay, "Een Partij die tijdig tegen de einddatum opzegt, gaat in de verlenging niet mee; wat dat voor de andere Partijen betekent, volgt uit de afspraken over opzegging.", timely)
	}
	return paragraph(goesOn+", tenzij een Partij tijdig tegen de einddatum opzegt.", fromNextDay,
		"Na een tijdige opzegging tegen de einddatum wordt het Convenant voor geen van de Partijen verlengd, ook als een opzegging in andere gevallen alleen de opzeggende Partij raakt.", timely)
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
	switch each := "telkens "; {
	case v.Indefinite:
		said += howLong(v)
	case v.SamePeriod:
		said += "met een periode die even lang is als de vorige"
	default:
		if v.Most == 1 {
			each = ""
		}
		said += "met een periode van " + each + period(v.Period)
	}
	if v.Period.N > 0 && sameLength(v.Period, s.asLongAs) {
		said += ", " + s.inStep
	}
	said += "."
	switch {
	case v.Quorum == workflow.EachForItself:
		return paragraph(said, eachForItself(v))
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
