package web

// The fields of a form with which something is recorded: how each is asked, what was typed in it, and what it means as one
// of the gegevens of an act. A field is called as the gegevens call it; a full stop in the name leads into an object.

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/documents/upload"
	"convenant/workflow"
)

// field is something to fill in.
type field struct {
	Name, Label, Help string
	Form              fieldForm
	Value             string
	Checked           []string // of several
	Choices           []pick
	Fault             string
	Optional          bool
	File              string // of a file that was sent before: under which name

	number bool   // it is a number in the gegevens
	period bool   // it is a length of time
	Bare   bool   // that it may be left empty is not said
	yesNo  bool   // it is true or false in the gegevens
	aside  bool   // it is no part of the gegevens
	within *field // the choice with which it is asked, if it is
	when   string // what must be chosen there for it to count
	needed bool   // what counts cannot do without it
	lacks  bool   // it is still to be filled in
}

// sheet is a form to fill in: its fields, and what was typed in them.
type sheet struct {
	Fields  []*field
	Refused string // why it is refused, where that is about no field

	typed     url.Values
	unfiled   bool // files are not asked for
	forgiving bool // it is still being filled in: what is missing is not wrong yet
}

// fieldForm is how a field is asked. The names are those of the template.
type fieldForm string

const (
	oneLine   fieldForm = "regel"
	freeText  fieldForm = "tekst"
	aDay      fieldForm = "dag"
	oneOfFew  fieldForm = "keuze"
	oneOfMany fieldForm = "lijst"
	several   fieldForm = "vinkjes"
	manyLines fieldForm = "regels"
	aFile     fieldForm = "bestand"
	aDrawing  fieldForm = "tekening"
	unseen    fieldForm = "verborgen"
	shown     fieldForm = "getoond" // to read, and not to fill in
)

// pick is one of what can be chosen.
type pick struct {
	Value, Words string
	Help         string
	Not          string // why it cannot be chosen today
	Asks         []*field

	asks []field // what is asked when it is chosen
}

// asking is the pick with what is asked when it is chosen.
func (p pick) asking(f ...field) pick {
	p.asks = f
	return p
}

// ID is the id of the field on its page.
func (f *field) ID() string { return strings.NewReplacer(".", "-", ":", "-").Replace(f.Name) }

// Is reports how a field is asked.
func (f *field) Is(form string) bool { return string(f.Form) == form }

// Has reports that a pick is made.
func (f *field) Has(value string) bool {
	return f.Value == value || slices.Contains(f.Checked, value)
}

// Inner reports that a field is shown within a choice.
func (f *field) Inner() bool { return f.within != nil }

// counts reports that the choice was made with which a field is asked.
func (f *field) counts() bool {
	return f.within == nil || f.within.Value == f.when && f.within.counts()
}

// ByHand reports that a field is filled in with the keyboard.
func (f *field) ByHand() bool { return f.Form == oneLine || f.Form == aDay }

// MostBytes is how large a file may be.
func (f *field) MostBytes() int { return upload.Usual.Bytes }

// DescribedBy names what is said of a field beside its label.
func (f *field) DescribedBy() string {
	var ids []string
	if f.Help != "" || f.Form == aDay || f.Form == aFile {
		ids = append(ids, f.ID()+"-uitleg")
	}
	if f.Fault != "" {
		ids = append(ids, f.ID()+"-fout")
	}
	return strings.Join(ids, " ")
}

// SomeNot reports that something cannot be chosen today.
func (f *field) SomeNot() bool {
	return slices.ContainsFunc(f.Choices, func(c pick) bool { return c.Not != "" })
}

// ask adds a field to the form, with what was typed in it before or else the value that it comes with.
func (d *sheet) ask(f field) *field {
	if values, ok := d.typed[f.Name]; ok && f.Form != shown {
		f.Value, f.Checked = values[0], values
	}
	if f.Form == aFile && d.unfiled {
		return &f
	}
	if f.Form == aFile {
		f.File = d.typed.Get(f.Name + "-naam")
	}
	d.Fields = append(d.Fields, &f)
	f.Choices = slices.Clone(f.Choices)
	for i := range f.Choices {
		c := &f.Choices[i]
		c.Asks = nil
		for _, inner := range c.asks {
			inner.within, inner.when = &f, c.Value
			c.Asks = append(c.Asks, d.ask(inner))
		}
	}
	return &f
}

// asked finds a field of the form.
func (d *sheet) asked(name string) *field {
	i := slices.IndexFunc(d.Fields, func(f *field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return d.Fields[i]
}

// value is what stands in a field.
func (d *sheet) value(name string) string {
	if f := d.asked(name); f != nil {
		return f.Value
	}
	return ""
}

// day reads a day as people type it. What is no day is said at the field.
func (d *sheet) day(name string) workflow.Date {
	typed := d.value(name)
	if typed == "" {
		return 0
	}
	day, err := dayAsked(typed, 0)
	if err != nil {
		d.wrong(name, notADay(typed))
	}
	return day
}

// wrong says what is wrong with a field, if nothing is said of it yet.
func (d *sheet) wrong(name, words string) {
	f := d.asked(name)
	if f == nil || f.Form == unseen {
		d.Refused = joined(d.Refused, words)
		return
	}
	if f.Fault == "" {
		f.Fault = words
	}
}

func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

// Faults lists what is wrong, in the order of the fields.
func (d *sheet) Faults() typedFaults {
	var list typedFaults
	for _, f := range d.Fields {
		if f.Fault != "" {
			list.add(f.ID(), f.Fault)
		}
	}
	return list
}

// gegevens is what was filled in, as an act has it. What was left empty is left out; what may not be, is said at its field.
func (d *sheet) gegevens() workflow.Value {
	v := workflow.ObjectOf()
	for _, f := range d.Fields {
		if f.aside {
			continue
		}
		given := d.given(f)
		if given.Kind == workflow.Absent {
			if !f.Optional && f.Fault == "" {
				f.Fault = missingWords(f)
			}
			continue
		}
		v = set(v, strings.Split(f.Name, "."), given)
	}
	return v
}

func missingWords(f *field) string {
	switch f.Form {
	case oneOfFew, oneOfMany:
		return "Kies bij ‘" + f.Label + "’ wat van toepassing is."
	case several:
		return "Kies bij ‘" + f.Label + "’ er ten minste één."
	case aFile:
		return "Kies bij ‘" + f.Label + "’ een bestand."
	}
	return "Vul ‘" + f.Label + "’ in."
}

// given is what stands in a field as a value.
func (d *sheet) given(f *field) workflow.Value {
	switch {
	case f.Form == several:
		return listOf(slices.DeleteFunc(slices.Clone(f.Checked), func(s string) bool { return s == "" }))
	case f.Value == "":
		return workflow.Value{}
	case f.Form == manyLines:
		return listOf(namesTyped(f.Value))
	case f.Form == aDay:
		if day := d.day(f.Name); day != 0 {
			return workflow.TextOf(day.String())
		}
		return workflow.Value{}
	case f.period:
		return d.givenPeriod(f)
	case f.number:
		n, err := strconv.Atoi(f.Value)
		if err != nil {
			d.wrong(f.Name, "Schrijf bij ‘"+f.Label+"’ een getal.")
			return workflow.Value{}
		}
		return workflow.NumberOf(n)
	}
	return workflow.TextOf(f.Value)
}

// givenPeriod reads a length of time as people type it. ‘geen’ is as good as nothing.
func (d *sheet) givenPeriod(f *field) workflow.Value {
	if strings.EqualFold(f.Value, "geen") {
		return workflow.Value{}
	}
	p, err := workflow.ParsePeriod(f.Value)
	if err != nil {
		d.wrong(f.Name, keptWhole("‘"+f.Value+"’ is geen termijn. Schrijf bijvoorbeeld 2 maanden, 6 weken of 1 jaar."))
		return workflow.Value{}
	}
	return workflow.TextOf(p.String())
}

// lacking says of a field that it must be filled in, unless there is still time for that.
func (d *sheet) lacking(f *field, words string) {
	f.lacks = true
	if !d.forgiving {
		d.wrong(f.Name, words)
	}
}

// about finds the field that the rules mean: the one of that name, or else the one in which it stands.
func (d *sheet) about(name string) *field {
	for name = strings.TrimPrefix(name, "gegevens."); name != ""; name = name[:max(strings.LastIndexByte(name, '.'), 0)] {
		if f := d.asked(name); f != nil {
			return f
		}
	}
	return nil
}

func listOf(names []string) workflow.Value {
	if len(names) == 0 {
		return workflow.Value{}
	}
	v := workflow.Value{Kind: workflow.ListValue}
	for _, name := range names {
		v.List = append(v.List, workflow.TextOf(name))
	}
	return v
}

// set puts a value in an object, at the end of a path of names.
func set(v workflow.Value, path []string, given workflow.Value) workflow.Value {
	if len(path) == 1 {
		return v.With(path[0], given)
	}
	inner := v.Get(path[0])
	if !inner.IsPresent() {
		inner = workflow.ObjectOf()
	}
	return v.With(path[0], set(inner, path[1:], given))
}
