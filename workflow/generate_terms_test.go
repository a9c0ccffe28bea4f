package workflow_test

import (
	"pgregory.net/rapid"

	"convenant/workflow"
)

// What rapid draws terms from: every value of every voorwaarde, in combinations that hold together.

// pick draws one of the given values, each as often; rapid.SampledFrom prefers the first ones, so that a life would seldom
// come far. It shrinks to the first.
func pick[T any](t *rapid.T, label string, from ...T) T {
	return rapid.Map(rapid.Uint32(), func(u uint32) T { return from[evenly(u, len(from))] }).Draw(t, label)
}

// chance is true so many times in a hundred; it shrinks to false.
func chance(t *rapid.T, percent int, label string) bool {
	return rapid.Map(rapid.Uint32(), func(u uint32) bool { return evenly(u, 100) >= 100-percent }).Draw(t, label)
}

// upTo draws a number from least through most, each as often.
func upTo(t *rapid.T, label string, least, most int) int {
	return least + rapid.Map(rapid.Uint32(), func(u uint32) int { return evenly(u, most-least+1) }).Draw(t, label)
}

// evenly spreads numbers, of which rapid likes the small ones best, over 0 to n. Zero stays zero.
func evenly(u uint32, n int) int { return int((u * 2654435769 >> 8) % uint32(n)) }

// anyTerms draws terms as an act gives them. Of each rule the simplest value comes first, so that shrinking ends there.
func anyTerms(t *rapid.T) workflow.Value {
	duration := anyDuration(t)
	terms := object("looptijd", duration, "inwerkingtreding", anyEntry(t), "opzegging", anyNotice(t, duration), "verlenging", anyRenewal(t, duration))
	if chance(t, 60, "wijziging") {
		terms = terms.With("wijziging", object("instemming", pick(t, "instemming", workflow.AllParties, workflow.TwoThirds, workflow.Majority, workflow.Consultation)))
	}
	if chance(t, 60, "toetreding") {
		terms = terms.With("toetreding", object("instemming", pick(t, "wie laat toe", workflow.AllParties, workflow.Open, "partij:"+ids[0], "orgaan:"+bodies[1])))
	}
	if chance(t, 30, "evaluatie") {
		terms = terms.With("evaluatie", pick(t, "wanneer", object("elke", "1 jaar"), object("uiterlijk", "2025-07-01")))
	}
	if chance(t, 20, "na-afloop") {
		terms = terms.With("na-afloop", object("duur", "12 maanden", "omschrijving", "geheimhouding"))
	}
	if chance(t, 15, "iets is niet geregeld") {
		terms = terms.With(pick(t, "wat", "inwerkingtreding", "looptijd", "opzegging", "verlenging", "wijziging", "toetreding", "evaluatie"), null)
	}
	if _, refusal := workflow.ReadTerms(terms, ""); refusal != nil {
		return terms.With("opzegging", object("door", workflow.ByEachParty)).With("verlenging", null) // both rest on the looptijd that was taken away
	}
	return terms
}

func anyDuration(t *rapid.T) workflow.Value {
	switch pick(t, "looptijd", "tot", "tot", "duur", "duur", "onbepaald", "gebeurtenis") {
	case "tot":
		return object("tot-en-met", pick(t, "tot en met", "2025-12-31", "2024-12-31", "2024-08-17", "2026-02-28"))
	case "duur":
		return object("duur", pick(t, "duur", "2 jaar", "1 jaar", "18 maanden", "40 weken", "90 dagen"))
	case "gebeurtenis":
		return object("gebeurtenis", "de ingebruikneming van het gebouw")
	}
	return object("onbepaald", true)
}

func anyEntry(t *rapid.T) workflow.Value {
	switch m := pick(t, "inwerkingtreding", workflow.LastSignature, workflow.LastSignature, workflow.AfterSignature, workflow.FixedDate, workflow.FirstOfMonth, workflow.AfterPublication); m {
	case workflow.FixedDate:
		return object("moment", m, "datum", pick(t, "datum", "2024-03-01", "2023-07-14", "2024-01-20", "2024-08-01"))
	case workflow.FirstOfMonth:
		return object("moment", m, "maanden", pick(t, "maanden", 1, 2))
	case workflow.AfterPublication:
		return object("moment", m, "dagen", pick(t, "dagen", 2, 1))
	default:
		return object("moment", m)
	}
}

func anyNotice(t *rapid.T, duration workflow.Value) workflow.Value {
	landings := []string{workflow.OnAnyDay, workflow.OnAnyDay, workflow.OnEndOfMonth, workflow.OnEndOfYear}
	if duration.Get("tot-en-met").IsPresent() || duration.Get("duur").IsPresent() {
		landings = append(landings, workflow.OnEndOfPeriod)
	}
	n := object(
		"door", pick(t, "door", workflow.ByEachParty, workflow.ByEachParty, workflow.ByEachParty, workflow.ByEachParty, workflow.ByAllParties, workflow.ByNobody),
		"termijn", pick(t, "termijn", "2 maanden", "geen", "8 weken", "30 dagen", "3 maanden", "1 jaar"),
		"telt-vanaf", pick(t, "telt vanaf", workflow.FromReceipt, workflow.FromReceipt, workflow.FromEndOfMonth, workflow.FromEndOfYear),
		"tegen", pick(t, "tegen", landings...),
		"gevolg", pick(t, "gevolg", workflow.OthersGoOn, workflow.OthersGoOn, workflow.EndsForAll, workflow.OthersConsider),
	)
	if chance(t, 20, "uiterlijk ontvangen") {
		n = n.With("ontvangen-uiterlijk", valueOf(pick(t, "uiterlijk", "2025-06-30", "2024-06-30", "2024-11-30")))
	}
	if chance(t, 30, "aansluiten") {
		n = n.With("aansluiten-binnen", valueOf(pick(t, "aansluiten binnen", "3 maanden", "14 dagen")))
	}
	if chance(t, 15, "vorm") {
		n = n.With("vorm", valueOf(workflow.Registered))
	}
	if chance(t, 15, "gronden") {
		n = n.With("gronden", valueOf(true))
	}
	if chance(t, 20, "geadresseerde") {
		n = n.With("geadresseerde", valueOf(ids[0]))
	}
	return n
}

func anyRenewal(t *rapid.T, duration workflow.Value) workflow.Value {
	way := pick(t, "verlenging", workflow.ByLetter, workflow.ByLetter, workflow.Tacit, workflow.Tacit, workflow.ByDecision, workflow.NoRenewal)
	if way == workflow.NoRenewal {
		return object("wijze", way)
	}
	periods := []string{"4 jaar", "1 jaar", "6 maanden", "onbepaald"}
	if duration.Get("duur").IsPresent() {
		periods = append(periods, "zelfde-periode")
	}
	r := object("wijze", way, "duur", pick(t, "verlengd met", periods...), "quorum", pick(t, "quorum", workflow.AllParties, workflow.EachForItself))
	if chance(t, 40, "tijdig") {
		r = r.With("ontvangen-uiterlijk", valueOf(pick(t, "tijdig", "2 maanden", "0 dagen", "3 maanden", "1 jaar")))
	}
	if chance(t, 30, "beperkt") {
		r = r.With("maximaal", valueOf(pick(t, "hoe vaak", 1, 2)))
	}
	return r
}

// anyPatch draws a change of the terms. It may contradict what there is.
func anyPatch(t *rapid.T) workflow.Value {
	duration := anyDuration(t)
	return pick(t, "voorwaarden",
		func() workflow.Value {
			return object("opzegging", object("termijn", pick(t, "termijn", "3 maanden", "14 dagen", "geen")))
		},
		func() workflow.Value { return object("looptijd", duration) },
		func() workflow.Value {
			return object("wijziging", object("instemming", pick(t, "instemming", workflow.Majority, workflow.TwoThirds, workflow.AllParties)))
		},
		func() workflow.Value { return object("verlenging", anyRenewal(t, duration)) },
		func() workflow.Value { return object("opzegging", anyNotice(t, duration), "looptijd", duration) },
		func() workflow.Value { return object("evaluatie", null) },
		func() workflow.Value {
			return object("na-afloop", object("duur", "1 jaar", "omschrijving", pick(t, "omschrijving", "archief", unsayable)))
		},
		func() workflow.Value { return object("toetreding", object("instemming", workflow.Open)) },
		func() workflow.Value { return object("inwerkingtreding", anyEntry(t)) },
	)()
}
