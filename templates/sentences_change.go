package templates

// How the convenant changes and who may join it (R10, R13), when it is evaluated, and what outlives it.

import "convenant/workflow"

var (
	noAmendment = nothingAgreed("wijziging van het Convenant", "Wijzigen")
	noAccession = nothingAgreed("toetreding van nieuwe Partijen", "Toetreden")
)

// amendment says whose consent a change needs.
func amendment(t *workflow.Terms, _ style) string {
	a := t.Amendment
	if a == nil {
		return noAmendment
	}
	const from = "De wijziging geldt vanaf de dag waarop zij tot stand komt, of vanaf een latere dag die in het voorstel is genoemd."
	switch a.Consent {
	case workflow.TwoThirds:
		return paragraph("Een wijziging van het Convenant komt tot stand zodra ten minste twee derde van de Partijen schriftelijk heeft ingestemd.", from)
	case workflow.Majority:
		return paragraph("Een wijziging van het Convenant komt tot stand zodra meer dan de helft van de Partijen schriftelijk heeft ingestemd.", from)
	case workflow.Consultation:
		return paragraph("Een wijziging van het Convenant komt tot stand door een besluit dat Partijen in overleg nemen.", from)
	}
	return paragraph("Een wijziging van het Convenant komt tot stand zodra alle Partijen schriftelijk hebben ingestemd.", from)
}

// accession says whose consent a new Partij needs, and from when it is bound.
func accession(t *workflow.Terms, _ style) string {
	a := t.Accession
	if a == nil {
		return noAccession
	}
	const bound = "De nieuwe Partij ondertekent daarna de geldende tekst van het Convenant. Zij is gebonden vanaf de dag waarop zij ondertekent, of vanaf een latere dag die in het voorstel tot toetreding is genoemd."
	switch {
	case a.Party != "":
		return paragraph("Een nieuwe Partij kan toetreden na schriftelijke instemming van "+party(a.Party)+".", bound)
	case a.Body != "":
		return paragraph("Een nieuwe Partij kan toetreden na een besluit van "+workflow.TheBody(phrase(a.Body))+".", bound)
	case a.Consent == workflow.Open:
		return paragraph("Een nieuwe Partij kan toetreden; instemming van de andere Partijen is daarvoor niet nodig.", bound)
	}
	return paragraph("Een nieuwe Partij kan toetreden na schriftelijke instemming van alle Partijen.", bound)
}

// change says both in the words of the Convenant Herstelnetwerk, 9.2, where toetreding is a change like any other
// (our reading, R13). It has words for toetreding with everyone's consent and for none at all; see changeUnsayable.
func change(t *workflow.Terms, _ style) string {
	const needs = "Wijzigingen op het Convenant komen niet eerder tot stand dan na "
	var said string
	everyone := false
	switch a := t.Amendment; {
	case a == nil:
		said = noAmendment
	case a.Consent == workflow.TwoThirds:
		said = needs + "schriftelijke instemming van ten minste twee derde der Partijen."
	case a.Consent == workflow.Majority:
		said = needs + "schriftelijke instemming van meer dan de helft der Partijen."
	case a.Consent == workflow.Consultation:
		said = needs + "een besluit dat Partijen in overleg nemen."
	default:
		everyone = true
		said = needs + "schriftelijke instemming van ieder der Partijen."
	}
	switch {
	case t.Accession == nil:
		return paragraph(said, noAccession)
	case !everyone:
		return paragraph(said, "Een nieuwe Partij treedt niet eerder toe dan na schriftelijke instemming van ieder der Partijen.")
	}
	return said
}

func changeUnsayable(t *workflow.Terms, _ style) *workflow.Refusal {
	if a := t.Accession; a != nil && a.Consent != workflow.AllParties {
		return unsayable("toetreding.instemming", "De tekst van dit sjabloon kent voor toetreding alleen de instemming van alle Partijen.",
			"Kies bij toetreding ‘alle-partijen’, of gebruik het sjabloon ‘algemeen’.")
	}
	return nil
}

// evaluation says when the convenant is evaluated.
func evaluation(t *workflow.Terms, _ style) string {
	e := t.Evaluation
	switch {
	case e == nil:
		return "Partijen hebben niets geregeld over evaluatie van het Convenant."
	case e.Every.N > 0:
		return "Partijen evalueren het Convenant uiterlijk " + period(e.Every) + " na de inwerkingtreding, en daarna telkens uiterlijk " + period(e.Every) + " na de vorige evaluatie."
	case e.By != 0:
		return "Partijen evalueren het Convenant eenmaal, uiterlijk op " + e.By.Dutch() + "."
	}
	return "Partijen kunnen het Convenant evalueren; een vast moment hebben zij daarvoor niet afgesproken."
}

// aftermath says which duties survive the end; nothing when there are none.
func aftermath(t *workflow.Terms, _ style) string {
	a := t.Aftermath
	if a == nil || a.Period.N == 0 {
		return ""
	}
	if what := phrase(a.Description); what != "" {
		return "Na het einde van het Convenant geldt nog " + period(a.Period) + " lang het volgende: " + what + "."
	}
	return "Verplichtingen die bedoeld zijn om ook na het einde van het Convenant te gelden, gelden dan nog " + period(a.Period) + "."
}
