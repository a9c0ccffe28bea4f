package paper

// What a letter is told: of the convenant and the Partijen for every kind, and then what the kind is about.

import (
	"slices"
	"strconv"
	"strings"

	"convenant/templates"
	"convenant/workflow"
)

// data gathers what the letter can tell.
func (w *writer) data() (*templates.LetterData, error) {
	s := w.state
	d := &templates.LetterData{
		Convenant: w.convenant(), Datum: templates.Day(w.day), Dag: templates.Day(w.paper.On), Fase: string(s.Phase),
		Stand: w.stand.String(), Afzender: w.library.Sender(), Partij: w.party(w.paper.To), Betreft: w.party(w.paper.About),
		TerVaststelling: !s.AllSigned() && !s.Phase.Over(),
	}
	for i := range s.Parties {
		if s.Parties[i].State != workflow.Left {
			d.Partijen = append(d.Partijen, w.party(s.Parties[i].ID))
		}
	}
	w.advice(d)
	w.meetings(d)
	w.rules(d)
	switch w.paper.Kind {
	case workflow.PaperSignInvite, workflow.PaperCover, workflow.PaperSignatures:
		w.signing(d)
	case workflow.PaperReceipt:
		w.receipt(d)
	case workflow.PaperNotification:
		w.notification(d)
	case workflow.PaperRenewed:
		w.renewed(d)
	case workflow.PaperLeft, workflow.PaperEnd:
		w.end(d)
	case workflow.PaperReminder, workflow.PaperSignal:
		w.reminder(d)
	case workflow.PaperRectification:
		return d, w.rectification(d)
	}
	w.change(d)
	return d, nil
}

// convenant tells of the convenant on the day that the paper looks at.
func (w *writer) convenant() templates.LetterConvenant {
	s := w.state
	c := templates.LetterConvenant{
		Het: theConvenant(s.Name), Naam: s.Name, Kenmerk: s.Reference, Versie: s.Version,
		Ingangsdatum: templates.Day(s.Entered), Einddatum: templates.Day(s.EndOf()),
		ArtikelInwerkingtreding: w.article(workflow.EntryTerm), ArtikelLooptijd: w.article(workflow.DurationTerm),
		ArtikelOpzegging: w.article(workflow.NoticeTerm), ArtikelVerlenging: w.article(workflow.RenewalTerm),
		ArtikelWijziging: w.article(workflow.AmendmentTerm), ArtikelToetreding: w.article(workflow.AccessionTerm),
		ArtikelEvaluatie: w.article(workflow.EvaluationTerm),
	}
	if s.Text != nil {
		c.Vingerafdruk = s.Text.SHA256()
	}
	return c
}

// article names the article on which a rule about the term rests: as the terms say, or else where the text has it.
func (w *writer) article(term workflow.Term) string {
	s, at := w.state, ""
	if s.Terms != nil {
		at = s.Terms.Article(term)
	}
	if at == "" && s.Text != nil {
		at = s.Text.KeyOf(term)
	}
	if at == "" {
		return ""
	}
	return "artikel " + at
}

// theConvenant names a convenant with its article, or between quotes when its name does not tell which.
func theConvenant(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	ends := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(first, e) })
	}
	switch {
	case ends("convenant", "akkoord", "protocol", "pact", "verdrag", "contract"):
		return "het " + name
	case ends("overeenkomst", "regeling", "verklaring", "afspraken", "agenda"):
		return "de " + name
	}
	return "het convenant “" + name + "”"
}

// party tells of a Partij, or of an adviser that is none.
func (w *writer) party(id string) templates.LetterParty {
	p := w.state.Party(id)
	if p == nil {
		return templates.LetterParty{Naam: id}
	}
	return templates.LetterParty{
		ID: p.ID, Naam: p.Name, Groep: p.Group, Hoedanigheid: p.Representative.Capacity, Mandaat: mandate(p.Representative.Mandate),
		Bestaat: true, LaatsteDag: templates.Day(p.LastDay), Verlengd: p.Renewed != 0,
	}
}

func (w *writer) parties(ids []string) []templates.LetterParty {
	var list []templates.LetterParty
	for _, id := range ids {
		list = append(list, w.party(id))
	}
	return list
}

// mandate tells on which decision a signature rests.
func mandate(m workflow.Mandate) string {
	day := ""
	if m.Date != 0 {
		day = m.Date.Dutch()
	}
	return joinPresent(", ", m.Body, day, m.Reference)
}

var (
	tenors = map[string]string{workflow.Positive: "positief", workflow.PositiveIf: "positief onder voorwaarden",
		workflow.Negative: "negatief", workflow.NoAdvice: "geen advies", "": "niet ontvangen"}
	handlings = map[string]string{workflow.TakenOver: "overgenomen", workflow.PartlyTaken: "deels overgenomen", workflow.NotTakenOver: "niet overgenomen"}
)

// advice tells of the round of advice.
func (w *writer) advice(d *templates.LetterData) {
	d.Adviesronde.Uiterlijk = templates.Day(w.state.AdviceBy)
	for _, a := range w.state.Advisers {
		d.Adviesronde.Adviezen = append(d.Adviesronde.Adviezen, templates.LetterOpinion{
			Adviseur: w.party(a.Name).Naam, Datum: templates.Day(a.GivenOn), Strekking: tenors[a.Tenor], Advies: a.Text,
			Verwerking: handlings[a.Handling], Motivering: a.Grounds,
		})
	}
}

// meetings tells of the meetings, each with what it concluded, and of what the meeting that the paper is about decided.
func (w *writer) meetings(d *templates.LetterData) {
	s := w.state
	for _, m := range s.Meetings {
		told := templates.LetterMeeting{Naam: m.Body, Het: workflow.TheBody(m.Body), Datum: templates.Day(m.Date), Doel: m.Goal}
		for _, r := range s.Decisions {
			if strings.EqualFold(r.Body, m.Body) && r.On >= m.Date {
				told.Conclusie = joinPresent(" ", r.Conclusion, capital(r.Outcome, "."))
				break
			}
		}
		d.Overleggen = append(d.Overleggen, told)
	}
	body := ""
	switch w.paper.Kind {
	case workflow.PaperResolutions:
		body = w.given().Get("overleg").Text
	case workflow.PaperSignInvite:
		for _, e := range s.History {
			if e.Kind == workflow.WasAdopted {
				body = e.Data.Get("overleg").Text
			}
		}
	}
	for _, m := range d.Overleggen {
		if strings.EqualFold(m.Naam, body) {
			d.Overleg = m
		}
	}
	for _, r := range s.Decisions {
		if strings.EqualFold(r.Body, body) && r.On == w.paper.On {
			d.Besluiten = append(d.Besluiten, templates.LetterDecision{Onderwerp: w.subject(r.About), Conclusie: r.Conclusion, Besluit: outcome(r)})
		}
	}
	for _, e := range s.History {
		if e.Fact == 0 && e.On == w.paper.On {
			sentence, _ := s.Describe(e)
			d.Gevolgen = append(d.Gevolgen, sentence)
		}
	}
}

// subject tells what a meeting decided about.
func (w *writer) subject(about string) string {
	number, isChange := strings.CutPrefix(about, "wijziging:")
	switch {
	case isChange:
		return "Wijziging " + number
	case about == workflow.AboutRenewal:
		return "De verlenging"
	case about == workflow.AboutDeparted:
		return "Doorgaan of eindigen"
	}
	return "De tekst van " + theConvenant(w.state.Name)
}

// outcome tells what a meeting decided; of what is not the text, in the words of what it was about.
func outcome(r workflow.Resolution) string {
	words := map[string][2]string{workflow.AboutRenewal: {"verlengen", "niet verlengen"}, workflow.AboutDeparted: {"het convenant eindigt", "het convenant gaat door"}}
	pair, ok := words[r.About]
	if strings.HasPrefix(r.About, "wijziging:") {
		pair, ok = [2]string{"aangenomen", "afgewezen"}, true
	}
	switch {
	case ok && r.Outcome == "vastgesteld":
		return pair[0]
	case ok && r.Outcome == "afgewezen":
		return pair[1]
	}
	return r.Outcome
}

// fact returns the fact that calls for the paper as it now counts, with a correction worked in; or an empty one.
func (w *writer) fact() *workflow.Fact {
	facts, n := w.record.Facts(), w.paper.Fact
	if n < 1 || n > len(facts) {
		return &workflow.Fact{}
	}
	for _, f := range slices.Backward(facts) {
		if f.Kind == workflow.Correct && f.Replacement != nil && f.Data.Get("feit").Text == strconv.Itoa(n) {
			return f.Replacement
		}
	}
	return facts[n-1]
}

// given returns the gegevens of that fact.
func (w *writer) given() workflow.Value { return w.fact().Data }

// capital begins words with a capital and ends them, if there are any.
func capital(words, end string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:] + end
}
