package workflow

// Personal data are kept to the minimum (7.4), and outside what is hashed, so that they can be erased without breaking
// the record (R17). This file says where in an act they stand; the record keeps them apart.

// personalPaths are the fields of the gegevens that hold a name or an address of a person; * stands for every item.
var personalPaths = map[Kind][][]string{
	Draft:                 {{"partijen", "*", "vertegenwoordiger"}},
	AddParty:              {{"vertegenwoordiger"}},
	SucceedParty:          {{"opvolger", "vertegenwoordiger"}},
	ProposeChange:         {{"toetreding", "vertegenwoordiger"}},
	AppointRepresentative: {{"naam"}},
	AppointContact:        {{"naam"}, {"email"}},
	ErasePersonalData:     {{"persoon"}},
}

// Person is a piece of personal data in a fact, with the Partij that it belongs to, if any.
type Person struct {
	Party string
	Value string
}

// MapPersonal replaces the personal data in the JSON of a fact by what f returns for each. It is how a record takes
// them out before hashing.
func MapPersonal(fact Value, f func(Person) Value) Value {
	kind := Kind(fact.Get("handeling").Text)
	party := fact.Get("gegevens").Get("partij").Text
	if data := fact.Get("gegevens"); data.IsPresent() {
		if replacement := fact.Get("vervanging"); kind == Correct && replacement.IsPresent() {
			data = mapPaths(data, under([]string{"vervanging", "gegevens"}, personalPaths[Kind(replacement.Get("handeling").Text)]), replacement.Get("gegevens").Get("partij").Text, f)
		}
		fact = fact.With("gegevens", mapPaths(data, personalPaths[kind], party, f))
	}
	if words := fact.Get("woorden"); words.IsPresent() {
		fact = fact.With("woorden", mapPaths(words, [][]string{{"partijen", "*", "vertegenwoordiger", "naam"}}, party, f))
	}
	if replacement := fact.Get("vervanging"); replacement.IsPresent() {
		fact = fact.With("vervanging", MapPersonal(replacement, f))
	}
	return fact
}

func under(prefix []string, paths [][]string) [][]string {
	var list [][]string
	for _, p := range paths {
		list = append(list, append(append([]string{}, prefix...), p...))
	}
	return list
}

func mapPaths(v Value, paths [][]string, party string, f func(Person) Value) Value {
	for _, path := range paths {
		v = mapPath(v, path, party, f)
	}
	return v
}

func mapPath(v Value, path []string, party string, f func(Person) Value) Value {
	if id := v.Get("id"); isText(id) {
		party = id.Text
	}
	switch {
	case len(path) == 0 && isText(v) && v.Text != "":
		return f(Person{party, v.Text})
	case len(path) == 0 || !v.IsPresent():
		return v
	case path[0] == "*":
		list := make([]Value, len(v.List))
		for i, item := range v.List {
			list[i] = mapPath(item, path[1:], party, f)
		}
		v.List = list
		return v
	}
	field := v.Get(path[0])
	if !field.IsPresent() {
		return v
	}
	return v.With(path[0], mapPath(field, path[1:], party, f))
}

// isText reports that an act reads the value as text; a number counts as one.
func isText(v Value) bool { return v.Kind == TextValue || v.Kind == NumberValue }
