package templates

// People write templates and scenarios in YAML, because it can be read and commented. The rules know only a
// workflow.Value. This file turns the one into the other, strictly: what YAML would guess at (a date that becomes a
// time, an article 3.10 that becomes 3.1, an alias that grows) is either kept as it was written or refused.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"convenant/workflow"
)

// Limits of a YAML file. Depth and number of values are those of workflow.ParseValue, so that what is read here can
// be stored and read back there.
const (
	maxBytes  = 2 << 20
	maxDepth  = 16
	maxValues = 20_000
)

// Fault tells in Dutch what is wrong in a file that somebody wrote, and where.
type Fault struct {
	File   string // empty when the bytes came without a name
	Line   int    // from 1; 0 when it is not known
	Reason string // a Dutch sentence
}

// Error gives the place and the sentence: convenanten/algemeen/convenant.md, regel 12: …
func (f *Fault) Error() string {
	place := f.File
	if f.Line > 0 {
		if place != "" {
			place += ", "
		}
		place += "regel " + strconv.Itoa(f.Line)
	}
	if place == "" {
		return f.Reason
	}
	return place + ": " + f.Reason
}

func fault(line int, format string, args ...any) *Fault {
	return &Fault{Line: line, Reason: fmt.Sprintf(format, args...)}
}

// Value reads one YAML document. Quoted words are text; of the plain ones null, ~ and nothing are null, true and false
// are yes and no, whole decimal numbers are numbers, and everything else is text just as it stands. The error is a
// [*Fault].
func Value(src []byte) (workflow.Value, error) {
	root, f := document(src)
	if f != nil {
		return workflow.Value{}, f
	}
	return Node(root)
}

// Node turns a YAML node into a Value by the rules of [Value].
func Node(n *yaml.Node) (workflow.Value, error) {
	if n == nil || n.Kind == 0 {
		return workflow.Value{}, fault(0, "Hier staat niets.")
	}
	if n.Kind == yaml.DocumentNode {
		if len(n.Content) != 1 {
			return workflow.Value{}, fault(n.Line, "Hier staat niets.")
		}
		n = n.Content[0]
	}
	budget := maxValues
	v, f := convert(n, 0, &budget)
	if f != nil {
		return workflow.Value{}, f
	}
	return v, nil
}

// document parses one document, and refuses what cannot be a file that a person wrote.
func document(src []byte) (*yaml.Node, *Fault) {
	if len(src) > maxBytes {
		return nil, fault(0, "Het bestand is te groot: ten hoogste 2 MB.")
	}
	d := yaml.NewDecoder(bytes.NewReader(src))
	var first, second yaml.Node
	switch err := decode(d, &first); {
	case errors.Is(err, io.EOF):
		return nil, fault(0, "Het bestand is leeg.")
	case err != nil:
		return nil, syntaxFault(err)
	}
	switch err := decode(d, &second); {
	case err == nil:
		return nil, fault(second.Line, "Hier begint een tweede document; één bestand bevat één document.")
	case !errors.Is(err, io.EOF):
		return nil, syntaxFault(err)
	}
	return &first, nil
}

// decode keeps a panic in the YAML library, should a file provoke one, from ending the program.
func decode(d *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return d.Decode(n)
}

var lineInError = regexp.MustCompile(`line (\d+)`)

// syntaxFault tells where the YAML library stopped; its own words are English and for programmers.
func syntaxFault(err error) *Fault {
	line := 0
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return fault(line, "Dit is hier geen geldige YAML. Kijk naar het inspringen (met spaties), de dubbele punten en de aanhalingstekens.")
}

func convert(n *yaml.Node, depth int, budget *int) (workflow.Value, *Fault) {
	if *budget--; *budget < 0 {
		return workflow.Value{}, fault(n.Line, "Er staan te veel waarden: ten hoogste %d.", maxValues)
	}
	if depth > maxDepth {
		return workflow.Value{}, fault(n.Line, "Dit is te diep genest: ten hoogste %d niveaus.", maxDepth)
	}
	if f := plainNode(n); f != nil {
		return workflow.Value{}, f
	}
	switch n.Kind {
	case yaml.ScalarNode:
		return scalar(n), nil
	case yaml.SequenceNode:
		v := workflow.Value{Kind: workflow.ListValue}
		for _, c := range n.Content {
			item, f := convert(c, depth+1, budget)
			if f != nil {
				return workflow.Value{}, f
			}
			v.List = append(v.List, item)
		}
		return v, nil
	case yaml.MappingNode:
		return object(n, depth, budget)
	}
	return workflow.Value{}, fault(n.Line, "Dit soort YAML wordt niet gelezen.")
}

func object(n *yaml.Node, depth int, budget *int) (workflow.Value, *Fault) {
	v := workflow.Value{Kind: workflow.ObjectValue}
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if f := plainNode(key); f != nil {
			return workflow.Value{}, f
		}
		if f := keyFault(key); f != nil {
			return workflow.Value{}, f
		}
		if seen[key.Value] {
			return workflow.Value{}, fault(key.Line, "Het veld ‘%s’ staat er twee keer.", short(key.Value))
		}
		seen[key.Value] = true
		item, f := convert(n.Content[i+1], depth+1, budget)
		if f != nil {
			return workflow.Value{}, f
		}
		v.Fields = append(v.Fields, workflow.Field{Name: key.Value, Value: item})
	}
	return v, nil
}

// keyFault refuses a key that is no name. A plain 5.3 or 1 is one, just as it stands: that is how articles and changes
// are called.
func keyFault(key *yaml.Node) *Fault {
	if key.Kind != yaml.ScalarNode {
		return fault(key.Line, "Een veld heeft een naam nodig; hier staat een lijst of een groep velden als naam.")
	}
	if key.Style != 0 {
		return nil
	}
	if key.Value == "<<" {
		return fault(key.Line, "Samenvoegen met << wordt niet gelezen; schrijf de velden uit.")
	}
	if k := scalar(key).Kind; k == workflow.NullValue || k == workflow.BoolValue {
		return fault(key.Line, "‘%s’ is geen naam van een veld; zet er aanhalingstekens om als het toch zo heet.", key.Value)
	}
	return nil
}

// plainNode refuses the parts of YAML that make a file mean something other than what stands there.
func plainNode(n *yaml.Node) *Fault {
	switch {
	case n.Kind == yaml.AliasNode:
		return fault(n.Line, "Een verwijzing met * wordt niet gelezen; schrijf de waarde uit.")
	case n.Anchor != "":
		return fault(n.Line, "Een anker met & wordt niet gelezen; schrijf de waarde uit waar zij hoort. Begint een tekst met &, zet er dan aanhalingstekens om.")
	case n.Style&yaml.TaggedStyle != 0:
		return fault(n.Line, "Een typeaanduiding met ! wordt niet gelezen. Begint een tekst met !, zet er dan aanhalingstekens om.")
	}
	return nil
}

var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

func scalar(n *yaml.Node) workflow.Value {
	if n.Style != 0 {
		return workflow.TextOf(n.Value)
	}
	switch s := n.Value; {
	case s == "" || s == "~" || s == "null":
		return workflow.Value{Kind: workflow.NullValue}
	case s == "true" || s == "false":
		return workflow.Value{Kind: workflow.BoolValue, Text: s}
	case wholeNumber.MatchString(s):
		return workflow.Value{Kind: workflow.NumberValue, Text: s}
	default:
		return workflow.TextOf(s)
	}
}

// short cuts what somebody wrote to a length that fits a sentence.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
