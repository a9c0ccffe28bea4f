package workflow_test

import (
	"encoding/json"
	"strconv"

	"convenant/workflow"
)

// probeComposer is a template of a few lines. Each term has a passage of its own that says it as JSON, so that another
// term gives other words; a term that is niet geregeld has none. It stands in for the templates, which these tests may
// not know.
type probeComposer struct{ parties []workflow.Value }

const (
	probe     = "proef"
	unsayable = "onzegbaar" // no words exist for duties of this description
)

func (c probeComposer) Template(name string) (workflow.Template, *workflow.Refusal) {
	if name != probe {
		return workflow.Template{}, &workflow.Refusal{Code: workflow.Unknown, Detail: "Dit sjabloon is er niet.", Field: "sjabloon"}
	}
	terms := workflow.ObjectOf()
	for _, at := range probePlaces {
		if at.term != workflow.EvaluationTerm && at.term != workflow.AftermathTerm { // these say something or are not there
			terms = terms.With(string(at.term), object("artikel", at.key))
		}
	}
	return workflow.Template{Name: "Proefconvenant", Hash: "b5bb9d8014a0f9b1", Terms: terms, Parties: c.parties, Reminders: probeReminders}, nil
}

// probeReminders is a policy that reminds of everything, in every way.
var probeReminders = object(
	"ondertekening", object("vooraf", []string{"1 week"}, "elke", "14 dagen", "secretariaat", object("elke", "8 weken")),
	"advies", object("vooraf", []string{"2 weken", "3 dagen"}, "elke", "10 dagen", "daarna", "1 week", "secretariaat", object("daarna", "2 weken")),
	"instemming", object("elke", "3 weken", "secretariaat", object("elke", "2 maanden")),
	"besluit", object("vooraf", "1 week", "elke", "1 maand", "daarna", "1 week", "secretariaat", object("vooraf", "1 dag", "daarna", "3 weken")),
	"contactpersonen", object("elke", "1 maand", "secretariaat", object("elke", "3 maanden")),
	"evaluatie", object("vooraf", []string{"3 maanden", "1 maand"}, "daarna", "1 maand"),
	"verlenging", object("vooraf", []string{"12 maanden", "6 maanden", "3 maanden", "1 maand", "1 week"}, "secretariaat", object("vooraf", []string{"2 maanden"})))

// probePlaces says where each term is said.
var probePlaces = []struct {
	key  string
	term workflow.Term
}{
	{"3.1", workflow.EntryTerm}, {"3.2", workflow.DurationTerm}, {"3.3", workflow.NoticeTerm}, {"3.4", workflow.RenewalTerm},
	{"5.2", workflow.EvaluationTerm}, {"9.2", workflow.AmendmentTerm}, {"9.3", workflow.AccessionTerm}, {"9.4", workflow.AftermathTerm},
}

var null = workflow.Value{Kind: workflow.NullValue}

// Compose has articles 1, 3, 4, 5 and 9; what states no term can be edited.
func (c probeComposer) Compose(_ string, terms *workflow.Terms, _ func(string) string) (workflow.Text, *workflow.Refusal) {
	if a := terms.Aftermath; a != nil && a.Description == unsayable {
		return workflow.Text{}, &workflow.Refusal{Code: workflow.InvalidData, Detail: "Daar heeft dit sjabloon geen woorden voor.", Field: "voorwaarden.na-afloop.omschrijving"}
	}
	free := func(key string, items ...string) workflow.Passage {
		p := workflow.Passage{Key: key, Words: "Tekst van " + key + "."}
		for _, i := range items {
			p.Items = append(p.Items, workflow.Item{Key: key + "." + i, Words: "Onderdeel " + i + "."})
		}
		return p
	}
	text := workflow.Text{
		Recitals: []workflow.Passage{free("overweging.1", "a", "b"), free("overweging.2")},
		Articles: []workflow.Article{
			{Number: 1, Heading: "Begrippen", Passages: []workflow.Passage{free("1.1")}},
			{Number: 3, Heading: "Duur"},
			{Number: 4, Heading: "Taken", Passages: []workflow.Passage{free("4.1", "1", "2"), free("4.2")}},
			{Number: 5, Heading: "Overleg", Passages: []workflow.Passage{free("5.1")}},
			{Number: 9, Heading: "Slot", Passages: []workflow.Passage{free("9.1")}},
		},
	}
	said := map[workflow.Term]json.RawMessage{}
	written, _ := json.Marshal(terms)
	if err := json.Unmarshal(written, &said); err != nil {
		panic(err)
	}
	for _, at := range probePlaces {
		if words := string(said[at.term]); words != "null" {
			number, _ := strconv.Atoi(at.key[:1])
			for i := range text.Articles {
				if a := &text.Articles[i]; a.Number == number {
					a.Passages = append(a.Passages, workflow.Passage{Key: at.key, Words: words, Terms: []workflow.Term{at.term}})
				}
			}
		}
	}
	return text, nil
}

// object makes an object of names and values in turn: texts, numbers, dates, or values. What is nothing is left out.
func object(pairs ...any) workflow.Value {
	var fields []workflow.Field
	for i := 0; i < len(pairs); i += 2 {
		if v := valueOf(pairs[i+1]); v.Kind != workflow.Absent {
			fields = append(fields, workflow.Field{Name: pairs[i].(string), Value: v})
		}
	}
	return workflow.ObjectOf(fields...)
}

func valueOf(x any) workflow.Value {
	switch x := x.(type) {
	case workflow.Value:
		return x
	case string:
		if x == "" {
			return workflow.Value{}
		}
		return workflow.TextOf(x)
	case workflow.Date:
		return valueOf(x.String())
	case int:
		return workflow.NumberOf(x)
	case bool:
		return workflow.Value{Kind: workflow.BoolValue, Text: strconv.FormatBool(x)}
	case []string:
		list := workflow.Value{Kind: workflow.ListValue}
		for _, s := range x {
			list.List = append(list.List, workflow.TextOf(s))
		}
		return list
	case []workflow.Value:
		return workflow.Value{Kind: workflow.ListValue, List: x}
	}
	panic("no value")
}
