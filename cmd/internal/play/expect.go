package play

// Expectations: verwacht names fields of the convenant, or of the refusal, and what they must hold. What it does not
// name may be anything.

import (
	"encoding/json"
	"fmt"
	"strconv"

	"convenant/workflow"
)

// refusalFields are the fields of verwacht that speak of the refusal.
var refusalFields = map[string]string{
	"fout": "code", "code": "code", "artikel": "artikel", "veld": "veld", "vroegsteDatum": "vroegsteDatum",
	"feiten": "feiten", "detail": "detail", "watWel": "watWel",
}

// unmet returns what was expected and is not so, and a refusal that nobody expected.
func unmet(expect workflow.Value, r Result) []string {
	var list []string
	expected := expect.Get("fout")
	if expected.Kind == workflow.ObjectValue { // fout may also be written with all its fields together
		for _, f := range expected.Fields {
			expect = expect.With(f.Name, f.Value)
		}
		expect = expect.With("fout", expected.Get("code"))
		expected = expected.Get("code")
	}
	switch {
	case r.Refusal != nil && !expected.IsPresent():
		list = append(list, fmt.Sprintf("de handeling is geweigerd (%s): %s", r.Refusal.Code, r.Refusal))
	case r.Refusal == nil && expected.IsPresent():
		list = append(list, fmt.Sprintf("verwacht werd een weigering (%s), maar de handeling is aanvaard", expected.Text))
	}
	refusal, state := toValue(r.Refusal), convenantValue(r.Looked)
	for _, f := range expect.Fields {
		if field, ok := refusalFields[f.Name]; ok {
			if r.Refusal != nil {
				list = append(list, compare(f.Name, f.Value, refusal.Get(field))...)
			}
			continue
		}
		if !knownField(state, f.Name) {
			list = append(list, fmt.Sprintf("het veld ‘%s’ is bij ‘verwacht’ niet bekend", f.Name))
			continue
		}
		list = append(list, compare(f.Name, f.Value, state.Get(f.Name))...)
	}
	return list
}

func knownField(v workflow.Value, name string) bool { return v.Get(name).Kind != workflow.Absent }

// convenantValue gives the view of a state with its Partijen by short name and its changes by number, as verwacht
// names them.
func convenantValue(s *workflow.State) workflow.Value {
	v := toValue(s.View())
	parties, changes := workflow.ObjectOf(), workflow.ObjectOf()
	for _, p := range v.Get("partijen").List {
		parties = parties.With(p.Get("id").Text, p)
	}
	for _, c := range v.Get("wijzigingen").List {
		changes = changes.With(c.Get("nummer").Text, c)
	}
	return v.With("partijen", parties).With("wijzigingen", changes)
}

func toValue(x any) workflow.Value {
	b, err := json.Marshal(x)
	if err != nil {
		return workflow.Value{}
	}
	v, err := workflow.ParseValue(b)
	if err != nil {
		return workflow.Value{}
	}
	return v
}

// compare reports where a value is not as expected. Objects are compared field by field; null and an empty text are the
// same as nothing.
func compare(path string, want, got workflow.Value) []string {
	if want.Kind == workflow.ObjectValue && (got.Kind == workflow.ObjectValue || got.Kind == workflow.ListValue) {
		var list []string
		for _, f := range want.Fields {
			list = append(list, compare(path+"."+f.Name, f.Value, item(got, f.Name))...)
		}
		return list
	}
	if want.Kind == workflow.ListValue && got.Kind == workflow.ListValue && len(want.List) == len(got.List) {
		var list []string
		for i := range want.List {
			list = append(list, compare(path+"."+strconv.Itoa(i), want.List[i], got.List[i])...)
		}
		return list
	}
	if same(want, got) {
		return nil
	}
	return []string{fmt.Sprintf("%s: verwacht werd %s, het is %s", path, written(want), written(got))}
}

// item finds a field of an object, or an item of a list by its place.
func item(v workflow.Value, name string) workflow.Value {
	if n, err := strconv.Atoi(name); err == nil && v.Kind == workflow.ListValue && n >= 0 && n < len(v.List) {
		return v.List[n]
	}
	return v.Get(name)
}

func same(want, got workflow.Value) bool {
	if isNothing(want) || isNothing(got) {
		return isNothing(want) && isNothing(got)
	}
	return want.Kind < workflow.ListValue && got.Kind < workflow.ListValue && want.Text == got.Text
}

func isNothing(v workflow.Value) bool {
	return !v.IsPresent() || v.Kind == workflow.TextValue && v.Text == ""
}

func written(v workflow.Value) string {
	if isNothing(v) {
		return "niets"
	}
	b, _ := v.MarshalJSON()
	return string(b)
}
