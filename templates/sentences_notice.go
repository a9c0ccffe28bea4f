package templates

// How the convenant is ended early: who may give notice, how, from when it counts, on what day it lands, and what it
// does to the others (R3, R4, R7). Where a rule is our reading, the full sentence says just what is enforced.

import "convenant/workflow"

// notice says all of this in one passage of three paragraphs: how to give notice, when it works, and what it does.
func notice(t *workflow.Terms, s style) string {
	n := t.Notice
	if s.brief {
		return briefNotice(n)
	}
	switch {
	case n == nil:
		return nothingAgreed("opzegging", "Opzeggen")
	case n.By == workflow.ByNobody:
		return "Partijen kunnen het Convenant niet opzeggen."
	}
	who := "Nadat het Convenant in werking is getreden, kan iedere Partij het opzeggen. Partijen kunnen het ook gezamenlijk opzeggen; dan eindigt het voor alle Partijen."
	if n.By == workflow.ByAllParties {
		who = "Nadat het Convenant in werking is getreden, kunnen Partijen het alleen gezamenlijk opzeggen. Het eindigt dan voor alle Partijen."
	}
	form, grounds := "Opzeggen gebeurt schriftelijk", ""
	if n.Form == workflow.Registered {
		form = "Opzeggen gebeurt met een aangetekende brief"
	}
	if n.AddressedTo != "" {
		form += ", gericht aan " + phrase(n.AddressedTo)
	}
	if n.Grounds {
		grounds = "Bij een opzegging horen de redenen."
	}
	said := paragraph(who, form+".", grounds, addressee(n)) + "\n\n" + paragraph(noticeTerm(n), boundUntil(n), cutOff(n))
	if n.By == workflow.ByAllParties {
		return said
	}
	return said + "\n\n" + paragraph(effect(n), joining(n))
}

// addressee says who receives for all, and how that Partij gives notice itself (R3).
func addressee(n *workflow.NoticeRule) string {
	if n.Addressee == "" {
		return ""
	}
	receives := "De opzegging geldt als ontvangen zodra " + party(n.Addressee) + " haar heeft ontvangen."
	if n.By == workflow.ByAllParties {
		return receives
	}
	return receives + " Zegt die Partij zelf op, dan geldt de opzegging als ontvangen zodra alle andere Partijen haar hebben ontvangen."
}

// countsFrom names the day from which the term is counted.
func countsFrom(n *workflow.NoticeRule) string {
	switch n.CountsFrom {
	case workflow.FromEndOfMonth:
		return "de laatste dag van de kalendermaand waarin de opzegging is ontvangen"
	case workflow.FromEndOfYear:
		return "de laatste dag van het kalenderjaar waarin de opzegging is ontvangen"
	}
	return "de dag waarop de opzegging is ontvangen"
}

// noticeTerm says how long the term is and how it is counted (R4).
func noticeTerm(n *workflow.NoticeRule) string {
	if n.Term.N == 0 {
		return "Er geldt geen opzegtermijn."
	}
	return paragraph("De opzegtermijn is "+period(n.Term)+", te rekenen vanaf "+countsFrom(n)+".", counting(n))
}

// counting says how the term is counted.
func counting(n *workflow.NoticeRule) string {
	switch {
	case n.Term.Unit < workflow.Months:
		return "Die dag telt zelf niet mee."
	case n.CountsFrom != workflow.FromReceipt:
		return "De termijn bestaat uit hele kalendermaanden."
	}
	return "De termijn loopt " + period(n.Term) + " later af, op dezelfde dag van de maand. Heeft die maand zo’n dag niet, dan loopt de termijn af op de laatste dag van die maand."
}

// boundUntil says which day is the last on which the one who gives notice is bound.
func boundUntil(n *workflow.NoticeRule) string {
	from := "de dag waarop de termijn afloopt"
	if n.Term.N == 0 {
		from = countsFrom(n)
	}
	bound := "Wie opzegt, blijft gebonden tot en met "
	if n.By == workflow.ByAllParties {
		bound = "Partijen blijven dan gebonden tot en met "
	}
	switch n.LandsOn {
	case workflow.OnEndOfMonth:
		bound += "de laatste dag van de kalendermaand waarin " + within(n) + ", of van een latere kalendermaand die"
	case workflow.OnEndOfYear:
		bound += "de laatste dag van het kalenderjaar waarin " + within(n) + ", of van een later kalenderjaar dat"
	case workflow.OnEndOfPeriod:
		bound += "de laatste dag van de periode waarin " + within(n) + ", of van een latere periode die"
	default:
		bound += from + ", of tot en met een latere dag die"
	}
	return paragraph(landsOn(n), bound+" in de opzegging is genoemd.")
}

// within completes "the month in which": what falls in it.
func within(n *workflow.NoticeRule) string {
	switch {
	case n.Term.N > 0:
		return "de termijn afloopt"
	case n.CountsFrom == workflow.FromEndOfMonth:
		return "de laatste dag van de kalendermaand van ontvangst valt"
	case n.CountsFrom == workflow.FromEndOfYear:
		return "de laatste dag van het kalenderjaar van ontvangst valt"
	}
	return "de opzegging is ontvangen"
}

// landsOn says on which days notice can take effect; nothing when any day will do.
func landsOn(n *workflow.NoticeRule) string {
	switch n.LandsOn {
	case workflow.OnEndOfMonth:
		return "Opzeggen kan alleen tegen het einde van een kalendermaand."
	case workflow.OnEndOfYear:
		return "Opzeggen kan alleen tegen het einde van een kalenderjaar."
	case workflow.OnEndOfPeriod:
		return "Opzeggen kan alleen tegen het einde van een periode. Een periode is de looptijd of een verlenging daarvan. Tijdens een verlenging voor onbepaalde tijd kan opzeggen tegen iedere dag."
	}
	return ""
}

// cutOff says until when a notice can still end the period in which the cut-off lies.
func cutOff(n *workflow.NoticeRule) string {
	if n.ReceivedBefore == 0 {
		return ""
	}
	return "Een opzegging die na " + n.ReceivedBefore.Dutch() + " is ontvangen, werkt pas na afloop van de looptijd of de verlenging waarin die dag valt."
}

const tooFew = "Blijft er maar één Partij over, dan eindigt het Convenant ook voor haar, op dezelfde dag."

// effect says what one leaving does to the others (R7).
func effect(n *workflow.NoticeRule) string {
	switch n.Effect {
	case workflow.EndsForAll:
		return "Zegt een Partij op, dan eindigt het Convenant voor alle Partijen op de laatste dag waarop die Partij gebonden is."
	case workflow.OthersConsider:
		return "Zegt een Partij op, dan kunnen de andere Partijen in overleg besluiten dat het Convenant ook voor hen eindigt op de laatste dag waarop die Partij gebonden is. Dat besluit nemen zij uiterlijk op die dag. Nemen zij het niet, dan loopt het Convenant voor hen door. " + tooFew
	}
	return "Zegt een Partij op, dan eindigt het Convenant alleen voor haar. Voor de andere Partijen loopt het door. " + tooFew
}

// joining says that others may leave on the same day.
func joining(n *workflow.NoticeRule) string {
	if n.JoinWithin.N == 0 {
		return ""
	}
	return "Iedere andere Partij kan zich bij een opzegging aansluiten door tegen dezelfde laatste dag op te zeggen. Haar opzegging moet zijn ontvangen uiterlijk " +
		period(n.JoinWithin) + " na de dag waarop de eerste opzegging is ontvangen. Voor haar gelden dan de opzegtermijn en andere uiterste dagen niet. Door zich aan te sluiten geeft zij de andere Partijen geen nieuwe termijn om dat ook te doen."
}

// briefNotice says it as the Convenant Herstelnetwerk does in 3.3. What goes without saying there (that the others go
// on, how months are counted) stays unsaid; any other value gets its own sentence.
func briefNotice(n *workflow.NoticeRule) string {
	switch {
	case n == nil:
		return nothingAgreed("tussentijdse beëindiging", "Tussentijds beëindigen")
	case n.By == workflow.ByNobody:
		return "Het is voor Partijen niet mogelijk het Convenant tussentijds te beëindigen."
	}
	who := "Het is voor Partijen, ook voor een Partij afzonderlijk, mogelijk het Convenant tussentijds te beëindigen."
	if n.By == workflow.ByAllParties {
		who = "Het is alleen voor Partijen gezamenlijk mogelijk het Convenant tussentijds te beëindigen."
	}
	how := "Tussentijdse beëindiging geschiedt schriftelijk"
	if n.Form == workflow.Registered {
		how = "Tussentijdse beëindiging geschiedt bij aangetekende brief"
	}
	if n.Grounds {
		how += " en met opgave van redenen"
	}
	var counted string
	switch {
	case n.Term.N > 0:
		how += ", met een opzegtermijn van minimaal " + period(n.Term)
		if n.CountsFrom != workflow.FromReceipt {
			counted = paragraph("De termijn wordt gerekend vanaf "+countsFrom(n)+".", counting(n))
		}
		counted = paragraph(counted, landsOn(n))
	case n.CountsFrom == workflow.FromReceipt:
		how += ", zonder opzegtermijn"
		counted = landsOn(n)
	default:
		how += ", zonder opzegtermijn"
		counted = boundUntil(n)
	}
	switch {
	case n.AddressedTo != "":
		how += ", gericht aan " + phrase(n.AddressedTo)
	case n.Addressee != "":
		how += ", gericht aan " + party(n.Addressee)
	}
	said := paragraph(who, how+".", counted, cutOff(n))
	if n.By == workflow.ByAllParties {
		return said
	}
	if n.Effect != workflow.OthersGoOn {
		said = paragraph(said, effect(n))
	}
	return paragraph(said, joining(n))
}
