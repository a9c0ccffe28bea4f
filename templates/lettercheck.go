package templates

// Checking letters: every field that a template names must exist, also in a branch that no sample comes by; and every
// letter is written with everything filled in, and with nothing.

import (
	"path"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// checkFields refuses a field that does not exist. dot is what the leaf is executed with.
func checkFields(words *leaf, dot reflect.Type, line int) *Fault {
	c := fieldCheck{root: dot}
	c.list(words.Root, dot)
	if c.missing != "" {
		return fault(line, "Er is hier geen gegeven ‘%s’; LEESMIJ.md noemt ze allemaal.", short(c.missing))
	}
	return nil
}

// fieldCheck walks the tree of a leaf. A type that it cannot know is nil, and what is taken from it is not looked at.
type fieldCheck struct {
	root    reflect.Type
	missing string
}

func (c *fieldCheck) list(l *parse.ListNode, dot reflect.Type) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.pipe(n.Pipe, dot)
		case *parse.IfNode:
			c.pipe(n.Pipe, dot)
			c.list(n.List, dot)
			c.list(n.ElseList, dot)
		case *parse.WithNode:
			c.list(n.List, c.pipe(n.Pipe, dot))
			c.list(n.ElseList, dot)
		case *parse.RangeNode:
			t := c.pipe(n.Pipe, dot)
			if t != nil && slices.Contains([]reflect.Kind{reflect.Slice, reflect.Map}, t.Kind()) {
				t = t.Elem()
			}
			c.list(n.List, t)
			c.list(n.ElseList, dot)
		}
	}
}

// pipe looks through a pipeline and returns its type, if it is no more than a field.
func (c *fieldCheck) pipe(p *parse.PipeNode, dot reflect.Type) (t reflect.Type) {
	for _, cmd := range p.Cmds {
		t = nil
		for _, arg := range cmd.Args {
			switch arg := arg.(type) {
			case *parse.FieldNode:
				t = c.field(dot, arg.Ident)
			case *parse.VariableNode:
				if t = nil; arg.Ident[0] == "$" {
					t = c.field(c.root, arg.Ident[1:])
				}
			case *parse.DotNode:
				t = dot
			case *parse.PipeNode:
				c.pipe(arg, dot)
				t = nil
			default:
				t = nil
			}
		}
		if len(cmd.Args) > 1 {
			t = nil
		}
	}
	if len(p.Cmds) > 1 {
		return nil
	}
	return t
}

func (c *fieldCheck) field(t reflect.Type, names []string) reflect.Type {
	for i, name := range names {
		if t == nil {
			return nil
		}
		switch t.Kind() {
		case reflect.Struct:
			f, ok := t.FieldByName(name)
			if !ok {
				c.missing = "." + strings.Join(names[:i+1], ".")
				return nil
			}
			t = f.Type
		case reflect.Map:
			t = t.Elem()
		default:
			c.missing = "." + strings.Join(names[:i+1], ".")
			return nil
		}
	}
	return t
}

// checkLetters reports on every letter, and on those that are missing.
func (l *Library) checkLetters() []Report {
	var reports []Report
	for _, kind := range l.Letters() {
		t := l.letters[kind]
		r := Report{Name: kind, Title: "brief", Hash: t.Hash}
		switch {
		case t.fault != nil:
			r.Problems = append(r.Problems, t.fault.Error())
		case !slices.Contains(LetterKinds, kind):
			r.Problems = append(r.Problems, "Geen stuk heet zo; dit sjabloon wordt niet gebruikt.")
		default:
			r.Title = t.Layout
			r.Problems = t.problems()
		}
		reports = append(reports, r)
	}
	for _, kind := range LetterKinds {
		if l.letters[kind] == nil {
			reports = append(reports, Report{Name: kind, Title: "brief", Problems: []string{"Het bestand " + path.Join(letterFolder, kind+".md") + " ontbreekt."}})
		}
	}
	for _, theme := range []struct {
		name  string
		fault *Fault
	}{{"afzender", l.senderFault}, {"huisstijl", l.lookFault}} {
		if theme.fault != nil {
			reports = append(reports, Report{Name: theme.name, Title: "thema", Problems: []string{theme.fault.Error()}})
		}
	}
	return reports
}

// problems writes the letter with sample data.
func (t *Letter) problems() []string {
	var problems []string
	for _, data := range []*LetterData{SampleData(), {}} {
		w, err := t.Write(data)
		switch {
		case err != nil:
			problems = append(problems, err.Error())
		case data.Fase != "" && (w.Title == "" || w.Subject == ""):
			problems = append(problems, "De titel of het onderwerp komt leeg uit.")
		case data.Fase != "" && len(w.Blocks) == 0:
			problems = append(problems, "De brief komt leeg uit.")
		}
	}
	return slices.Compact(problems)
}

// SampleData returns data with something in every field, to try a template with.
func SampleData() *LetterData {
	d := &LetterData{}
	fill(reflect.ValueOf(d).Elem())
	return d
}

func fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[Day]() {
		v.SetInt(739_616) // 31 december 2025
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("voorbeeld")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(2)
	}
}
