package web

// The terms of a concept, one at a time. What was changed is laid over the terms as they are; the sentence that states the
// term follows from it, and is shown before it counts.

import (
	"strings"

	"convenant/workflow"
)

// termPrefix is before the name of a term where a part of the text is chosen.
const termPrefix = "voorwaarde:"

// termParts lists the terms among the parts of the text.
func termParts() []pick {
	var list []pick
	for _, f := range termForms {
		list = append(list, pick{Value: termPrefix + string(f.term), Words: "Voorwaarde: " + strings.ToLower(termTitles[f.term])})
	}
	return list
}

// term is the term that is chosen, or nil.
func (d *filling) term() *termAsked {
	for i := range termForms {
		if f := &termForms[i]; d.part() == termPrefix+string(f.term) {
			return &termAsked{f, written(d.state.Terms).Get(string(f.term)), partyPicks(d.state.Parties)}
		}
	}
	return nil
}

// partyPicks are Partijen to choose from.
func partyPicks(parties []workflow.Party) []pick {
	var list []pick
	for _, p := range parties {
		list = append(list, pick{Value: p.ID, Words: p.Name})
	}
	return list
}

// FollowsText reports that the text stands beside the form, as it will read.
func (d *filling) FollowsText() bool {
	return d.deed.kind == workflow.EditText && d.knowsPart() && d.term() != nil
}

// Place is where the text states the term that is chosen, and Sentence what it says there now.
func (d *filling) Place() string { return labelOf(d.state.Text.KeyOf(d.term().term)) }

// Sentence is what the text says of the term that is chosen; empty when it says nothing.
func (d *filling) Sentence() string {
	words, _ := d.state.Text.Words(d.state.Text.KeyOf(d.term().term))
	return words
}

// deedText answers with the text alone, for who has a script: what reads otherwise by what is filled in so far.
func (v *visit) deedText(d *filling) error {
	if !d.FollowsText() {
		return noSuchPage
	}
	d.forgiving = true
	steps := d.steps()
	if unchanged := d.Refused != ""; !unchanged {
		look, err := v.tryOut(d, steps)
		switch {
		case err != nil:
			return err
		case look.refusal != nil && !d.term().troubled(&d.sheet):
			d.refuse(look.refusal)
		case look.refusal == nil:
			d.Check = look
		}
	}
	return v.part("deel-doen-tekst", d)
}
