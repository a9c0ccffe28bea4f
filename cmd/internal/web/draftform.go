package web

// What is asked to draw up a convenant: its name and kenmerk, its Partijen, and the terms that the template can put into
// words, filled in as the template has them.

import (
	"net/url"
	"slices"
	"strings"

	"convenant/workflow"
)

// draftForm is the form to draw up a convenant with, and what was typed in it.
type draftForm struct {
	sheet
	Key           string // of this form: sent twice, it makes one convenant
	Template      draftTemplate
	Templates     []draftTemplate
	Name          *field
	Reference     *field
	SameReference string // a kenmerk of which is known that another convenant bears it
	Parties       partyChoice
	Terms         []draftTerm
	Unsaid        string // which terms the text has no place for
	Relaid        bool   // another template was chosen than the form was laid out for

	Text    draftText
	Live    bool // the text is asked for while somebody types
	data    workflow.Value
	becomes *workflow.State // what is drawn up, as far as it is right

	template workflow.Template
}

// draftTemplate is a template, in words.
type draftTemplate struct {
	ID, Name string
	Parties  int  // that it brings itself
	Bare     bool // it brings no name
}

// draftTerm is a term in the form.
type draftTerm struct {
	Title   string
	Place   string // where the text states it
	Field   *field // whether it is laid down, and within that the rest
	Changed bool   // it is to be otherwise than the template has it
	Open    bool

	asked termAsked
}

// laidOutFor is the field that says for which template a form was laid out.
const laidOutFor = "opgemaakt-met"

// draftTemplates lists the templates that can be used.
func (v *visit) draftTemplates() []draftTemplate {
	var list []draftTemplate
	for _, id := range v.web.Library.Names() {
		if t, refusal := v.web.Library.Template(id); refusal == nil {
			list = append(list, draftTemplateOf(id, t))
		}
	}
	return list
}

func draftTemplateOf(id string, t workflow.Template) draftTemplate {
	if t.Name == "" {
		return draftTemplate{id, capital(id), len(t.Parties), true}
	}
	return draftTemplate{id, t.Name, len(t.Parties), false}
}

// layOutDraft lays out the form for the template that is chosen. It fails with a Refusal when there is no such template.
// Forgiving, what is missing is not wrong yet.
func (v *visit) layOutDraft(typed url.Values, forgiving bool) (*draftForm, error) {
	id, before := typed.Get("sjabloon"), typed.Get(laidOutFor)
	f := &draftForm{Key: typed.Get("sleutel"), Templates: v.draftTemplates(), Relaid: before != "" && before != id}
	if f.Relaid {
		if kept, err := v.keptFor(typed, before); err == nil { // else the template before is gone, and all of it is kept
			typed = kept
		}
	}
	return v.laidOut(f, id, typed, forgiving)
}

// laidOut lays out the form for a template, with what was typed.
func (v *visit) laidOut(f *draftForm, id string, typed url.Values, forgiving bool) (*draftForm, error) {
	f.sheet = sheet{typed: typed, forgiving: forgiving}
	var refusal *workflow.Refusal
	if f.template, refusal = v.web.Library.Template(id); refusal != nil {
		return nil, refusal
	}
	terms, refusal := workflow.ReadTerms(f.template.Terms, "voorwaarden.")
	if refusal != nil {
		return nil, refusal
	}
	f.Template = draftTemplateOf(id, f.template)
	f.Name = f.ask(field{Name: "naam", Label: "Naam van het convenant", Form: oneLine, Value: f.template.Name})
	f.Reference = f.ask(field{Name: "kenmerk", Label: "Kenmerk", Help: "Het nummer van het dossier, zoals DOC-23001740.", Form: oneLine, Optional: true})
	if err := v.layOutParties(f); err != nil {
		return nil, err
	}
	f.layOutTerms(written(terms), v.web.Library.States(id))
	if f.Key == "" {
		var err error
		if f.Key, err = v.newFormKey(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// keptFor is what was typed, without what a form for the template before was laid out with: of another template that is
// filled in anew.
func (v *visit) keptFor(typed url.Values, before string) (url.Values, error) {
	was, err := v.laidOut(&draftForm{Key: "-"}, before, url.Values{}, true)
	if err != nil {
		return nil, err
	}
	kept := url.Values{}
	for name, values := range typed {
		if f := was.asked(name); f == nil || f.Value != typed.Get(name) {
			kept[name] = values
		}
	}
	was.Parties.carryOver(kept)
	return kept, nil
}

// layOutTerms asks the terms that the text can say, and names those that it cannot.
func (f *draftForm) layOutTerms(now workflow.Value, sayable []workflow.Term) {
	var unsaid []string
	for i := range termForms {
		t := &termForms[i]
		if !slices.Contains(sayable, t.term) {
			unsaid = append(unsaid, strings.ToLower(termTitles[t.term]))
			continue
		}
		asked := termAsked{t, now.Get(string(t.term)), f.Parties.picks()}
		f.Terms = append(f.Terms, draftTerm{Title: termTitles[t.term], Field: asked.ask(&f.sheet), asked: asked})
	}
	if len(unsaid) > 0 {
		f.Unsaid = "De tekst van dit sjabloon heeft geen plaats voor " + inARow(unsaid) + ". Wilt u daar iets over afspreken? Kies dan een ander sjabloon."
	}
}

// read reads the form as the gegevens of opstellen. What was left as the template has it is left out.
func (f *draftForm) read() workflow.Value {
	data := workflow.ObjectOf(workflow.Field{Name: "sjabloon", Value: workflow.TextOf(f.Template.ID)})
	if name := f.Name.Value; name != "" && name != f.template.Name {
		data = data.With("naam", workflow.TextOf(name))
	} else if name == "" && f.template.Name == "" {
		f.lacking(f.Name, missingWords(f.Name))
	}
	if f.Reference.Value != "" {
		data = data.With("kenmerk", workflow.TextOf(f.Reference.Value))
	}
	if parties := f.parties(); parties.IsPresent() {
		data = data.With("partijen", parties)
	}
	terms := workflow.ObjectOf()
	for i := range f.Terms {
		t := &f.Terms[i]
		if becomes, changed := t.asked.given(&f.sheet); changed {
			terms, t.Changed = terms.With(string(t.asked.term), becomes), true
		}
	}
	if len(terms.Fields) > 0 {
		data = data.With("voorwaarden", terms)
	}
	return data
}

// refuse puts a refusal at its field, or at the top of the form. Of a term in which something is wrong already, that is
// mended first.
func (f *draftForm) refuse(r *workflow.Refusal) {
	words := keptWhole(joined(r.Detail, r.Remedy))
	at := f.about(r.Field)
	for _, t := range f.Terms {
		if !strings.HasPrefix(r.Field+".", termPath(t.asked.term)) {
			continue
		}
		if t.asked.troubled(&f.sheet) {
			return
		}
		if at == nil {
			at = t.Field
		}
	}
	switch {
	case at != nil && !at.lacks:
		f.wrong(at.Name, words)
	case at == nil && !strings.Contains(f.Refused, words):
		f.Refused = joined(f.Refused, words)
	}
}

// openTerms opens the terms in which something was changed, or is wrong, and says where each stands in the text.
func (f *draftForm) openTerms() {
	for i := range f.Terms {
		t := &f.Terms[i]
		t.Open = t.Changed || t.asked.troubled(&f.sheet)
		if f.becomes == nil {
			continue
		}
		if key := f.becomes.Text.KeyOf(t.asked.term); key != "" {
			t.Place = workflow.PlaceOf(key)
		}
	}
}
