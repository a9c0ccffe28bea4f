package web

// The text of a convenant that is drawn up, as it reads by what was filled in so far: drawn up for real, by the rules and
// from the template, in a record that is thrown away. What the rules refuse is said at its field and left out, so that
// everything that is wrong is said at once, and the rest can be read.

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"convenant/documents"
	"convenant/workflow"
)

// draftText is the text as it reads.
type draftText struct {
	Words   template.HTML
	Differs string // where it reads otherwise than the template does
}

// mostRefusals bounds how often the rules are asked; a form with more mistakes is told of the rest later.
const mostRefusals = 50

// judgeDraft reads the form and has the rules judge it.
func (v *visit) judgeDraft(f *draftForm) {
	f.data = f.read()
	data := f.data
	for range mostRefusals {
		drawn, refusal := v.drawnUp(f.standIns(data))
		if refusal == nil {
			f.becomes = drawn
			break
		}
		f.refuse(refusal)
		rest, found := lessOf(data, strings.Split(refusal.Field, "."))
		if !found {
			if rest = without(data, "voorwaarden"); len(rest.Fields) == len(data.Fields) {
				break
			}
		}
		data = rest
	}
	f.openTerms()
	if f.becomes != nil {
		f.Text = v.draftTextOf(f.becomes, f.standIns(without(data, "voorwaarden")))
	}
}

// drawnUp draws up a convenant that nobody keeps.
func (v *visit) drawnUp(data workflow.Value) (*workflow.State, *workflow.Refusal) {
	record, err := workflow.NewConvenant()
	if err != nil {
		return nil, &workflow.Refusal{Code: workflow.NotAllowed, Detail: "De tekst is nu niet te maken."}
	}
	decision := record.Decide(v.enter(workflow.Act{Kind: workflow.Draft, Data: data}), v.today, v.web.Library)
	if decision.Refusal != nil {
		return nil, decision.Refusal
	}
	record.Append(decision.Fact)
	return record.Latest(v.today), nil
}

// What stands in the text as long as something is missing.
const (
	noNameYet = "(nog zonder naam)"
	nobodyYet = "(nog geen Partijen)"
)

// standIns are the gegevens with something in the place of what is missing, so that the rest can be read.
func (f *draftForm) standIns(data workflow.Value) workflow.Value {
	if f.template.Name == "" && !data.Get("naam").IsPresent() {
		data = data.With("naam", workflow.TextOf(noNameYet))
	}
	if (len(f.template.Parties) == 0 || f.Parties.New.lacks) && !data.Get("partijen").IsPresent() {
		nobody := draftParty{ID: "nog-niemand", Name: nobodyYet}
		data = data.With("partijen", workflow.Value{Kind: workflow.ListValue, List: []workflow.Value{nobody.value()}})
	}
	return data
}

// lessOf is a value without what stands at the end of a path, or else without the part of it that there is. Of a list it
// leaves out the whole item. What is empty then goes too.
func lessOf(v workflow.Value, path []string) (workflow.Value, bool) {
	if len(path) == 0 {
		return v, false
	}
	if v.Kind == workflow.ListValue {
		at, err := strconv.Atoi(path[0])
		if err != nil || at < 0 || at >= len(v.List) {
			return v, false
		}
		v.List = slices.Delete(slices.Clone(v.List), at, at+1)
		return v, true
	}
	inner := v.Get(path[0])
	if inner.Kind == workflow.Absent {
		return v, false
	}
	if rest, found := lessOf(inner, path[1:]); found && len(rest.Fields)+len(rest.List) > 0 {
		return v.With(path[0], rest), true
	}
	return without(v, path[0]), true
}

// draftTextOf sets the text, with what reads otherwise in it than by the terms of the template.
func (v *visit) draftTextOf(becomes *workflow.State, asTemplate workflow.Value) draftText {
	var since documents.Comparison
	if usual, refusal := v.drawnUp(asTemplate); refusal == nil {
		since = documents.Compare(usual.Text, becomes.Text)
	}
	a := documents.AgreementOf(becomes, documents.Concept, workflow.Stand{})
	a.Fingerprint = "" // of words that will change
	return draftText{inLook(v.web.Printer.Theme(becomes.Template), a, documents.HTMLOptions{Level: 3, Prefix: "tekst-", Since: since}), differing(since)}
}

// differing says where a text reads otherwise than the template does.
func differing(since documents.Comparison) string {
	var places, gone []string
	for _, c := range since {
		switch c.Kind {
		case documents.Changed, documents.Added:
			places = append(places, uncapital(labelOf(c.Key)))
		case documents.Removed:
			gone = append(gone, uncapital(labelOf(c.Was)))
		}
	}
	words := ""
	if len(places) > 0 {
		words = "Anders dan in het sjabloon: " + inARow(places) + "."
	}
	if len(gone) > 0 {
		words = joined(words, "Uit het sjabloon vervalt: "+inARow(gone)+".")
	}
	return words
}
