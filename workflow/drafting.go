package workflow

// Drafting: drawing up a convenant from a template, and new versions of its text while it is a concept. Both establish
// words, which the fact keeps so that it means the same under a later template.

import (
	"slices"
	"strconv"
)

type draft struct {
	template, name, reference string
	parties                   []NewParty
	given                     bool // parties were given, even if none
	terms                     Value
}

func (d *draft) read(r *reader) {
	d.template, d.name, d.reference = r.text("sjabloon", maxName), r.optName("naam"), r.optName("kenmerk")
	d.given = r.value.Get("partijen").IsPresent()
	d.parties = readParties(r, r.objects("partijen"))
	if d.given && len(d.parties) == 0 {
		r.fail("partijen", "De lijst van Partijen is leeg; vul ten minste één Partij in.")
	}
	if t, ok := r.sub("voorwaarden"); ok {
		d.terms = t.value
	}
}

// The most Partijen that one convenant can have.
const maxParties = 500

func readParties(r *reader, list []*reader) []NewParty {
	if len(list) > maxParties {
		r.fail("partijen", "Een convenant heeft ten hoogste %d Partijen.", maxParties)
		return nil
	}
	var parties []NewParty
	seen := map[string]bool{}
	for i, item := range list {
		p := readParty(item)
		field := "partijen." + strconv.Itoa(i) + ".id"
		if refusal := notReserved(field, p.ID); refusal != nil && p.ID != "" {
			r.fail(field, "%s", refusal.Detail)
		}
		if seen[p.ID] && p.ID != "" {
			r.fail(field, "De korte naam %s staat twee keer in de lijst van Partijen.", quote(p.ID))
		}
		seen[p.ID] = true
		parties = append(parties, p)
	}
	return parties
}

func (d *draft) valid(s *State, a *action) *Refusal { return nil }

func (d *draft) allowed(s *State, a *action) *Refusal {
	if a.by != Secretariat {
		return refuse(NotEntitled, "Alleen het secretariaat kan een convenant opstellen.").instead("Vraag het secretariaat om het op te stellen.")
	}
	if s.Phase != "" {
		return refuse(NotAllowed, "Dit convenant is al opgesteld.").instead("Wijzig de tekst, of stel een ander convenant op.")
	}
	return nil
}

// compose fills in what the template brings and writes the text.
func (d *draft) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	t, refusal := c.Template(d.template)
	if refusal != nil {
		return nil, refusal
	}
	written := MergeTerms(t.Terms, d.terms)
	terms, refusal := ReadTerms(written, "voorwaarden.")
	if refusal != nil {
		return nil, refusal
	}
	if _, refusal := ReadReminders(t.Reminders, "herinneringen."); refusal != nil {
		return nil, refusal
	}
	words := &Words{Template: t.Hash, Terms: written}
	if t.Reminders.IsPresent() {
		words.Reminders = t.Reminders
	}
	if !d.given {
		r := newReader(ObjectOf(Field{"partijen", Value{Kind: ListValue, List: t.Parties}}), "")
		words.Parties = readParties(r, r.objects("partijen"))
		if refusal := r.done(); refusal != nil {
			return nil, refusal
		}
	}
	text, refusal := c.Compose(d.template, terms, nameIn(append(words.Parties, d.parties...)))
	if refusal != nil {
		return nil, refusal
	}
	if text.Title = t.Name; d.name != "" {
		text.Title = d.name
	}
	words.Text = &text
	switch {
	case len(d.parties)+len(words.Parties) == 0:
		return nil, invalid("partijen", "Dit sjabloon heeft zelf geen Partijen, en er zijn er geen ingevuld.").instead("Vul de Partijen in.")
	case text.Title == "":
		return nil, invalid("naam", "Dit sjabloon heeft zelf geen naam voor het convenant, en er is er geen ingevuld.").instead("Vul de naam in.")
	}
	return words, nil
}

func nameIn(parties []NewParty) func(string) string {
	return func(id string) string {
		for _, p := range parties {
			if p.ID == id {
				return p.Name
			}
		}
		return id
	}
}

func (d *draft) apply(s *State, a *action) {
	s.Phase = Concept
	s.Name, s.Reference, s.Template = a.words.Text.Title, d.reference, d.template
	parties := append(slices.Clip(a.words.Parties), d.parties...)
	s.Parties = make([]Party, len(parties))
	for i, p := range parties {
		s.Parties[i] = p.party()
	}
	s.written = a.words.Terms
	s.Terms, _ = parseTerms(s.written, "")
	if a.words.Reminders.IsPresent() {
		s.reminders, _ = ReadReminders(a.words.Reminders, "")
	}
	s.setText(a.words.Text)
	s.refreshGroups()
	s.firstVersion()
}

type editText struct {
	edits []Edit
	terms Value
}

func (d *editText) read(r *reader) {
	d.edits = readEdits(r, "artikelen")
	if t, ok := r.sub("voorwaarden"); ok {
		d.terms = t.value
	}
	if len(d.edits) == 0 && len(d.terms.Fields) == 0 {
		r.fail("artikelen", "Er staat niet wat er verandert; vul ‘artikelen’ of ‘voorwaarden’ in.")
	}
}

func (d *editText) valid(s *State, a *action) *Refusal {
	if s.Text == nil {
		return nil
	}
	_, r := s.Text.checkEdits(d.edits, "artikelen.")
	return r
}

func (d *editText) allowed(s *State, a *action) *Refusal { return s.inPhase(EditText) }

func (d *editText) timely(s *State, a *action) *Refusal { return s.restsOn(a.words) }

func (d *editText) compose(s *State, a *action, c Composer) (*Words, *Refusal) {
	return s.composeTerms(d.terms, c)
}

func (d *editText) apply(s *State, a *action) {
	s.takeTerms(d.terms)
	s.setText(s.Text.withEdits(d.edits).withStated(a.words.stated()))
}

// composeTerms writes the passages that state the terms as they become under a patch.
func (s *State) composeTerms(patch Value, c Composer) (*Words, *Refusal) {
	if len(patch.Fields) == 0 {
		return nil, nil
	}
	terms, refusal := ReadTerms(MergeTerms(s.written, patch), "voorwaarden.")
	if refusal != nil {
		return nil, refusal
	}
	t, refusal := c.Template(s.Template)
	if refusal != nil {
		return nil, refusal
	}
	composed, refusal := c.Compose(s.Template, terms, s.nameOf)
	if refusal != nil {
		return nil, refusal
	}
	words := &Words{Template: t.Hash, Stated: s.Text.restate(&composed), Basis: ObjectOf()}
	for _, c := range words.Stated {
		if old, taken := s.Text.Passage(c.Key); taken && c.Passage != nil && len(old.Terms) == 0 {
			return nil, invalid("voorwaarden."+string(c.Passage.Terms[0]), "Deze voorwaarde hoort in artikel %s, maar daar staat al een andere tekst.", c.Key).
				instead("Haal die tekst eerst weg, of geef de voorwaarde een ander artikel.")
		}
	}
	for term := range words.restsOn(patch) {
		words.Basis = words.Basis.With(string(term), orUnwritten(s.written.Get(string(term))))
	}
	return words, nil
}

// orUnwritten tells a term that was never written, and has its default, from one that is null and niet geregeld.
func orUnwritten(v Value) Value {
	if v.Kind == Absent {
		return TextOf("")
	}
	return v
}

// restsOn yields the terms on which the words rest: those of the patch, and those that share a passage with them.
func (w *Words) restsOn(patch Value) func(func(Term) bool) {
	return func(yield func(Term) bool) {
		for _, term := range TermNames {
			touched := patch.Get(string(term)).Kind != Absent
			for _, c := range w.Stated {
				touched = touched || c.Passage != nil && containsTerm(c.Passage.Terms, term)
			}
			if touched && !yield(term) {
				return
			}
		}
	}
}

func containsTerm(list []Term, term Term) bool {
	for _, t := range list {
		if t == term {
			return true
		}
	}
	return false
}

// restsOn refuses words that were written on terms that are no longer the current ones: a version that was recorded
// earlier in time and counts later would otherwise say something else than its terms.
func (s *State) restsOn(w *Words) *Refusal {
	if w == nil {
		return nil
	}
	for _, f := range w.Basis.Fields {
		if !f.Value.equal(orUnwritten(s.written.Get(f.Name))) {
			return refuse(TextChanged, "De voorwaarde %s is veranderd sinds deze tekst werd geschreven.", quote(f.Name)).
				under(s.article(Term(f.Name))).instead("Leg de tekst met deze voorwaarde opnieuw vast.")
		}
	}
	return nil
}

// takeTerms lays a patch over the terms.
func (s *State) takeTerms(patch Value) {
	if len(patch.Fields) == 0 {
		return
	}
	s.written = MergeTerms(s.written, patch)
	s.Terms, _ = parseTerms(s.written, "")
}

func (w *Words) stated() []StatedChange {
	if w == nil {
		return nil
	}
	return w.Stated
}

type backToConcept struct{ reason string }

func (d *backToConcept) read(r *reader)                     { d.reason = r.text("reden", maxText) }
func (d *backToConcept) valid(s *State, a *action) *Refusal { return nil }

func (d *backToConcept) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(BackToConcept); r != nil {
		return r
	}
	return s.notYetSigned("Teruggaan naar concept")
}

// notYetSigned refuses what is possible only until everyone has signed (R12).
func (s *State) notYetSigned(what string) *Refusal {
	if s.Phase == Signing && s.AllSigned() {
		return refuse(NotAllowed, "Alle Partijen hebben ondertekend. %s kan dan niet meer.", what).
			under(s.article(EntryTerm)).instead("Stel een wijziging voor.")
	}
	return nil
}

func (d *backToConcept) apply(s *State, a *action) {
	s.fire(string(BackToConcept))
	s.startOver()
}

// startOver lets signatures, refusals, advice, decision and publication fall, because they were given to a text that will change.
func (s *State) startOver() {
	for i := range s.Parties {
		p := &s.Parties[i]
		if p.can(string(BackToConcept)) {
			p.fire(string(BackToConcept))
			p.SignedOn, p.SignedHow, p.SignedText = 0, "", ""
		}
	}
	s.Advisers, s.AdviceBy, s.Entered, s.Published = nil, 0, 0, 0
	s.refreshGroups()
}

type withdraw struct{ reason string }

func (d *withdraw) read(r *reader)                     { d.reason = r.text("reden", maxText) }
func (d *withdraw) valid(s *State, a *action) *Refusal { return nil }

func (d *withdraw) allowed(s *State, a *action) *Refusal {
	if r := s.inPhase(Withdraw); r != nil {
		return r
	}
	return s.notYetSigned("Intrekken")
}

func (d *withdraw) apply(s *State, a *action) { s.fire(string(Withdraw)) }
