package workflow

// One strict decoder serves scenarios, the API and stored facts. A Value is a JSON value as it was written: numbers
// keep their digits (so that article 3.10 does not become 3.1) and fields keep their order (so that equal input gives
// equal bytes). A scenario's YAML is turned into a Value by its reader, outside this package.

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
)

// ValueKind tells what a Value is.
type ValueKind uint8

// The kinds of values. Absent is the zero Value: nothing was written.
const (
	Absent ValueKind = iota
	NullValue
	BoolValue
	NumberValue
	TextValue
	ListValue
	ObjectValue
)

// Value is a JSON value as it was written.
type Value struct {
	Kind   ValueKind
	Text   string  // the text of a TextValue, the digits of a NumberValue, "true" or "false" of a BoolValue
	List   []Value // the items of a ListValue
	Fields []Field // the fields of an ObjectValue, in the order in which they were written
}

// Field is a named value of an object.
type Field struct {
	Name  string
	Value Value
}

// TextOf makes a text value.
func TextOf(s string) Value { return Value{Kind: TextValue, Text: s} }

// NumberOf makes a number value.
func NumberOf(n int) Value { return Value{Kind: NumberValue, Text: strconv.Itoa(n)} }

// ObjectOf makes an object of the given fields; fields without a value are left out.
func ObjectOf(fields ...Field) Value {
	v := Value{Kind: ObjectValue}
	for _, f := range fields {
		if f.Value.Kind != Absent {
			v.Fields = append(v.Fields, f)
		}
	}
	return v
}

// Get returns the field of an object, or an Absent value.
func (v Value) Get(name string) Value {
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// With returns the object with one field set; the receiver is left as it was.
func (v Value) With(name string, value Value) Value {
	fields := slices.Clone(v.Fields)
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Value = value
			return Value{Kind: ObjectValue, Fields: fields}
		}
	}
	return Value{Kind: ObjectValue, Fields: append(fields, Field{name, value})}
}

// IsPresent reports that something other than null was written.
func (v Value) IsPresent() bool { return v.Kind > NullValue }

// Limits of what is read: an act is a form that people fill in, not a file.
const (
	maxDepth  = 16
	maxValues = 20_000
)

var errShape = errors.New("te diep genest of te veel waarden")

// ParseValue reads one JSON value. A field named twice, a value after the first and nesting beyond reason are errors.
func ParseValue(b []byte) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	budget := maxValues
	v, err := readValue(d, 0, &budget)
	if err != nil {
		return Value{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return Value{}, errors.New("er staat nog iets na het eind")
	}
	return v, nil
}

func readValue(d *json.Decoder, depth int, budget *int) (Value, error) {
	if *budget--; *budget < 0 || depth > maxDepth {
		return Value{}, errShape
	}
	token, err := d.Token()
	if err != nil {
		return Value{}, err
	}
	switch t := token.(type) {
	case nil:
		return Value{Kind: NullValue}, nil
	case bool:
		return Value{Kind: BoolValue, Text: strconv.FormatBool(t)}, nil
	case json.Number:
		return Value{Kind: NumberValue, Text: t.String()}, nil
	case string:
		return TextOf(t), nil
	case json.Delim:
		if t == '[' {
			return readList(d, depth, budget)
		}
		return readObject(d, depth, budget)
	}
	return Value{}, errShape
}

func readList(d *json.Decoder, depth int, budget *int) (Value, error) {
	v := Value{Kind: ListValue}
	for d.More() {
		item, err := readValue(d, depth+1, budget)
		if err != nil {
			return Value{}, err
		}
		v.List = append(v.List, item)
	}
	_, err := d.Token()
	return v, err
}

func readObject(d *json.Decoder, depth int, budget *int) (Value, error) {
	v := Value{Kind: ObjectValue}
	seen := map[string]bool{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return Value{}, err
		}
		item, err := readValue(d, depth+1, budget)
		if err != nil {
			return Value{}, err
		}
		if seen[name.(string)] {
			return Value{}, errors.New("het veld " + quote(name.(string)) + " staat er twee keer")
		}
		seen[name.(string)] = true
		v.Fields = append(v.Fields, Field{name.(string), item})
	}
	_, err := d.Token()
	return v, err
}

// MarshalJSON writes the value as it was read.
func (v Value) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	v.write(&b)
	return b.Bytes(), nil
}

// UnmarshalJSON is ParseValue.
func (v *Value) UnmarshalJSON(b []byte) (err error) {
	*v, err = ParseValue(b)
	return err
}

func (v Value) write(b *bytes.Buffer) {
	switch v.Kind {
	case Absent, NullValue:
		b.WriteString("null")
	case BoolValue, NumberValue:
		b.WriteString(v.Text)
	case TextValue:
		writeText(b, v.Text)
	case ListValue:
		b.WriteByte('[')
		for i, item := range v.List {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case ObjectValue:
		b.WriteByte('{')
		for i, f := range v.Fields {
			if i > 0 {
				b.WriteByte(',')
			}
			writeText(b, f.Name)
			b.WriteByte(':')
			f.Value.write(b)
		}
		b.WriteByte('}')
	}
}

func writeText(b *bytes.Buffer, s string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.Encode(s) //nolint:errcheck // a string always encodes, and a buffer always takes it
	b.Truncate(b.Len() - 1)
}

// merge lays a patch over an object key by key, at every depth; a null in the patch takes the key away.
func merge(base, patch Value) Value {
	if base.Kind != ObjectValue || patch.Kind != ObjectValue {
		return patch
	}
	merged := base
	for _, f := range patch.Fields {
		switch old := merged.Get(f.Name); {
		case f.Value.Kind == NullValue:
			merged = merged.without(f.Name)
		default:
			merged = merged.With(f.Name, merge(old, f.Value))
		}
	}
	return merged
}

func (v Value) without(name string) Value {
	kept := Value{Kind: ObjectValue}
	for _, f := range v.Fields {
		if f.Name != name {
			kept.Fields = append(kept.Fields, f)
		}
	}
	return kept
}

func (v Value) equal(w Value) bool {
	x, _ := v.MarshalJSON()
	y, _ := w.MarshalJSON()
	return bytes.Equal(x, y)
}
