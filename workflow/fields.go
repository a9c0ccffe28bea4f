package workflow

// Which fields an act takes, told by the very code that reads them, so that a description can never say otherwise.

import "slices"

// Form says what belongs in a field.
type Form string

// The forms of fields.
const (
	FormAny     Form = ""
	FormText    Form = "tekst"
	FormName    Form = "naam"       // a text of one line
	FormID      Form = "korte naam" // of a Partij
	FormDate    Form = "datum"
	FormNumber  Form = "getal"
	FormBool    Form = "ja of nee"
	FormChoice  Form = "keuze"
	FormPeriod  Form = "termijn"
	FormNames   Form = "namen"
	FormList    Form = "lijst"
	FormObjects Form = "lijst van velden"
	FormObject  Form = "velden"
)

// FieldInfo tells of a field that an act takes.
type FieldInfo struct {
	Name     string
	Form     Form
	Choices  []string // the only words, of FormChoice
	Required bool
}

// Fields lists the gegevens that a kind of act takes, in the order in which they are read.
func Fields(kind Kind) []FieldInfo {
	d := newDeed(kind)
	if d == nil {
		return nil
	}
	r := newReader(ObjectOf(), "")
	r.told = &[]FieldInfo{}
	d.read(r)
	return *r.told
}

// tell notes what belongs in a field, for Fields. Most readers read, and tell nothing.
func (r *reader) tell(field string, form Form, choices ...string) {
	if r.told == nil {
		return
	}
	info := FieldInfo{Name: field, Form: form, Choices: choices}
	i := slices.IndexFunc(*r.told, func(f FieldInfo) bool { return f.Name == field })
	if i < 0 {
		*r.told = append(*r.told, info)
		return
	}
	if form != FormAny {
		info.Required = (*r.told)[i].Required
		(*r.told)[i] = info
	}
}

// tellMissing notes that a field may not be left out.
func (r *reader) tellMissing(field string) {
	if r.told == nil {
		return
	}
	for i := range *r.told {
		(*r.told)[i].Required = (*r.told)[i].Required || (*r.told)[i].Name == field
	}
}

// knownFields tells which fields an act takes, as a sentence does.
func knownFields(kind Kind) string {
	var names []string
	for _, f := range Fields(kind) {
		names = append(names, quote(f.Name))
	}
	if len(names) == 0 {
		return "Laat de gegevens weg: deze handeling heeft er geen nodig."
	}
	return "Bij deze handeling horen: " + enumeration(names) + "."
}
