package templates

// A sentence that states a term is not text that somebody can edit: it is written here, from the value that the rules
// enforce, so that what people sign and what the program does cannot drift apart. One file per subject; this one holds
// what they share: the calls in a template ({{opzegging | beknopt}}), their options, and small words.

import (
	"strconv"
	"strings"

	"convenant/workflow"
)

// call is a place in a template where the terms are put into words.
type call struct {
	sentence
	style style
}

// sentence is what a call can ask for: which terms it states, and how it says them.
type sentence struct {
	terms []workflow.Term
	brief bool // whether it has a brief form
	say   func(*workflow.Terms, style) string
	// refuse, if any, tells which value of the terms the sentence cannot say.
	refuse func(*workflow.Terms, style) *workflow.Refusal
}

// style holds the options of a call.
type style struct {
	brief    bool            // beknopt: what goes without saying stays unsaid
	to       string          // aan: to whom a verlengingsbrief is addressed
	asLongAs workflow.Period // bij 4 jaar: the period for which inStep holds
	inStep   string          // what is said of a renewal of that period
}

// sentences lists the calls by the name that a template uses.
var sentences = map[string]sentence{
	"inwerkingtreding":             {terms: []workflow.Term{workflow.EntryTerm}, brief: true, say: entry},
	"looptijd":                     {terms: []workflow.Term{workflow.DurationTerm}, say: duration},
	"opzegging":                    {terms: []workflow.Term{workflow.NoticeTerm}, brief: true, say: notice},
	"verlenging":                   {terms: []workflow.Term{workflow.RenewalTerm}, brief: true, say: renewal},
	"wijziging":                    {terms: []workflow.Term{workflow.AmendmentTerm}, say: amendment},
	"toetreding":                   {terms: []workflow.Term{workflow.AccessionTerm}, say: accession},
	"wijziging en toetreding":      {terms: []workflow.Term{workflow.AmendmentTerm, workflow.AccessionTerm}, brief: true, say: change, refuse: changeUnsayable},
	"evaluatie":                    {terms: []workflow.Term{workflow.EvaluationTerm}, say: evaluation},
	string(workflow.AftermathTerm): {terms: []workflow.Term{workflow.AftermathTerm}, say: aftermath},
}

// parseCall reads {{naam | optie | optie}}, which must be the whole of a passage.
func parseCall(p workflow.Passage, line int) (*call, *Fault) {
	inner, opens := strings.CutPrefix(p.Words, "{{")
	inner, closes := strings.CutSuffix(inner, "}}")
	if !opens || !closes || strings.ContainsAny(inner, "{}") || len(p.Items) > 0 || p.After != "" {
		return nil, fault(line, "{{…}} vult een heel lid; zet eigen woorden in een ander lid.")
	}
	options := strings.Split(inner, "|")
	name := strings.TrimSpace(options[0])
	s, ok := sentences[name]
	if !ok {
		return nil, fault(line, "{{%s}} is geen voorwaarde; kies uit inwerkingtreding, looptijd, opzegging, verlenging, wijziging, toetreding, wijziging en toetreding, evaluatie en na-afloop.", short(name))
	}
	c := &call{sentence: s}
	for _, option := range options[1:] {
		if !c.style.set(strings.TrimSpace(option), s, name) {
			return nil, fault(line, "Bij {{%s}} kan de optie ‘%s’ niet.", name, short(strings.TrimSpace(option)))
		}
	}
	if name == "wijziging en toetreding" && !c.style.brief {
		return nil, fault(line, "{{wijziging en toetreding}} bestaat alleen beknopt; gebruik anders {{wijziging}} en {{toetreding}}, elk in een eigen lid.")
	}
	return c, nil
}

func (s *style) set(option string, of sentence, name string) bool {
	key, value, _ := strings.Cut(option, ":")
	value = strings.TrimSpace(value)
	length, isLength := strings.CutPrefix(key, "bij ")
	switch {
	case option == "beknopt" && of.brief:
		s.brief = true
	case key == "aan" && value != "" && name == "verlenging":
		s.to = value
	case isLength && value != "" && name == "verlenging":
		p, err := workflow.ParsePeriod(length)
		if err != nil {
			return false
		}
		s.asLongAs, s.inStep = p, value
	default:
		return false
	}
	return true
}

// entry says when the convenant enters into force.
func entry(t *workflow.Terms, s style) string {
	e := t.Entry
	if e == nil {
		return "Partijen hebben niets geregeld over de inwerkingtreding van het Convenant. Het treedt daarom in werking op de dag waarop de laatste Partij het ondertekent."
	}
	const enters = "Het Convenant treedt in werking op "
	switch e.Moment {
	case workflow.AfterSignature:
		return enters + "de dag nadat de laatste Partij het heeft ondertekend."
	case workflow.FixedDate:
		return enters + e.Date.Dutch() + ". Ondertekent de laatste Partij het na die dag, dan werkt het terug tot en met die dag."
	case workflow.FirstOfMonth:
		if e.Months == 1 {
			return enters + "de eerste dag van de kalendermaand na de maand waarin de laatste Partij het heeft ondertekend."
		}
		return enters + "de eerste dag van de " + workflow.OrdinalWord(e.Months) +
			" kalendermaand na de maand waarin de laatste Partij het heeft ondertekend."
	case workflow.AfterPublication:
		day := "de dag"
		if e.Days > 1 {
			day = "de " + workflow.OrdinalWord(e.Days) + " dag"
		}
		return enters + day + " nadat het is gepubliceerd, maar niet eerder dan op de dag waarop de laatste Partij het ondertekent."
	}
	if s.brief {
		return enters + "de datum waarop Partijen deze ondertekenen."
	}
	return enters + "de dag waarop de laatste Partij het ondertekent."
}

// duration says how long the convenant runs.
func duration(t *workflow.Terms, _ style) string {
	d := t.Duration
	switch {
	case d == nil:
		return "Partijen hebben niets geregeld over de looptijd van het Convenant. Het heeft daarom geen einddatum."
	case d.Until != 0:
		return "Het Convenant heeft een looptijd tot en met " + d.Until.Dutch() + "."
	case d.Period.N > 0:
		return "Het Convenant heeft een looptijd van " + period(d.Period) + ", te rekenen vanaf de dag waarop het in werking treedt; die dag telt mee."
	case d.Event != "":
		return "Het Convenant loopt tot en met de dag waarop de volgende gebeurtenis plaatsvindt: " + phrase(d.Event) + ". Het kan daarna niet worden verlengd."
	}
	return "Het Convenant geldt voor onbepaalde tijd."
}

// nothingAgreed is said of a term that is niet geregeld: its act is then refused.
func nothingAgreed(subject, act string) string {
	return "Partijen hebben niets geregeld over " + subject + ". " + act + " op grond van het Convenant kan daarom niet."
}

// period writes a length of time in words; one is written één, because it counts.
func period(p workflow.Period) string {
	if p.N == 1 {
		return strings.Replace(p.Dutch(), "een ", "één ", 1)
	}
	return p.Dutch()
}

// times writes how often: eenmaal, driemaal, 25 maal.
func times(n int) string {
	if n > 20 {
		return strconv.Itoa(n) + " maal"
	}
	return workflow.NumberWord(n) + "maal"
}

// phrase makes what somebody filled in fit inside a sentence: on one line, and without a full stop of its own.
func phrase(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(s), " "), ". ")
}

// party names a Partij so that the sentence is right whatever its name is.
func party(name string) string { return "de Partij “" + name + "”" }

// paragraph joins sentences, leaving out the empty ones.
func paragraph(sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}
