package templates

// A template is a folder, convenanten/<naam>, whose file convenant.md begins with front matter in YAML (who and on
// what terms) and goes on with the text. This file reads the folder and holds front matter and text against each other.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"convenant/workflow"
)

const (
	folder   = "convenanten"
	mainFile = "convenant.md"
	// byTerms is the value of plaatsing with which the artikel of a term decides where its sentence stands.
	byTerms = "volgens-voorwaarden"
)

// template is one folder, read. When fault is set nothing else but name and hash can be relied on.
type template struct {
	name     string
	hash     string
	title    string
	subtitle string
	byTerms  bool
	terms    workflow.Value
	remind   workflow.Value
	parties  []workflow.Value
	text     source
	fault    *Fault
}

// load reads a template. What is wrong in its files becomes its fault; an error is one of reading.
func load(fsys fs.FS, name string) (*template, error) {
	t := &template{name: name, terms: workflow.ObjectOf()}
	dir := path.Join(folder, name)
	var err error
	if t.hash, err = hashFolder(fsys, dir); err != nil {
		return nil, err
	}
	file := path.Join(dir, mainFile)
	src, err := fs.ReadFile(fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.fault = &Fault{File: file, Reason: "Dit bestand ontbreekt."}
		return t, nil
	case err != nil:
		return nil, err
	}
	if t.fault = t.read(src); t.fault != nil {
		t.fault.File = file
	}
	return t, nil
}

// hashFolder takes the SHA-256 over the names and bytes of a folder's files, in the order of their names.
func hashFolder(fsys fs.FS, dir string) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		b, err := fs.ReadFile(fsys, file)
		fmt.Fprintf(h, "%q %d\n", strings.TrimPrefix(file, dir+"/"), len(b))
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

func (t *template) read(src []byte) *Fault {
	front, text, firstLine, f := cutFront(src)
	if f != nil {
		return f
	}
	if f := t.readFront(front); f != nil {
		return f
	}
	if t.text, f = parseText(text, firstLine); f != nil {
		return f
	}
	return t.checkCalls()
}

// readFront reads the front matter: naam, ondertitel, plaatsing, partijen, voorwaarden, herinneringen.
func (t *template) readFront(src []byte) *Fault {
	root, front, f := fields(src)
	if f != nil {
		return f
	}
	line := func(field string) int { return lineOf(root, field) }
	for _, field := range front.Fields {
		v, at := field.Value, line(field.Name)
		switch field.Name {
		case "naam", "ondertitel":
			if v.Kind > workflow.NullValue && v.Kind != workflow.TextValue {
				return fault(at, "Bij %s hoort een tekst.", field.Name)
			}
		case "plaatsing":
			if v.Text != byTerms {
				return fault(at, "Bij plaatsing kan alleen %s staan; laat het anders weg.", byTerms)
			}
			t.byTerms = true
		case "partijen":
			if f := checkParties(v, at); f != nil {
				return f
			}
			t.parties = v.List
		case "voorwaarden":
			if _, refusal := workflow.ReadTerms(v, "voorwaarden."); refusal != nil {
				return fault(at, "%s (%s)", refusal.Error(), refusal.Field)
			}
			if v.IsPresent() {
				t.terms = v
			}
		case "herinneringen":
			if _, refusal := workflow.ReadReminders(v, "herinneringen."); refusal != nil {
				return fault(at, "%s (%s)", refusal.Error(), refusal.Field)
			}
			t.remind = v
		default:
			return fault(at, "Het veld ‘%s’ is hier niet bekend; kies uit naam, ondertitel, plaatsing, partijen, voorwaarden en herinneringen.", short(field.Name))
		}
	}
	t.title, t.subtitle = strings.TrimSpace(front.Get("naam").Text), strings.TrimSpace(front.Get("ondertitel").Text)
	return nil
}

// lineOf finds the line on which a field of the front matter stands.
func lineOf(root *yaml.Node, field string) int {
	for _, n := range root.Content[0].Content {
		if n.Kind == yaml.ScalarNode && n.Value == field {
			return n.Line
		}
	}
	return 0
}

// checkParties sees to it that every Partij has a short name and a name; the rules read the rest.
func checkParties(v workflow.Value, line int) *Fault {
	if v.IsPresent() && v.Kind != workflow.ListValue {
		return fault(line, "Bij partijen hoort een lijst.")
	}
	var ids []string
	for i, p := range v.List {
		id := p.Get("id").Text
		if id == "" || p.Get("naam").Text == "" {
			return fault(line, "De %s van de partijen mist een id of een naam.", workflow.OrdinalWord(i+1))
		}
		if slices.Contains(ids, id) {
			return fault(line, "De partij %s staat er twee keer.", id)
		}
		ids = append(ids, id)
	}
	return nil
}

// checkCalls holds the calls in the text against the front matter: a term is stated once, and where it says that it is.
func (t *template) checkCalls() *Fault {
	terms, refusal := workflow.ReadTerms(t.terms, "voorwaarden.")
	if refusal != nil {
		return fault(0, "%s", refusal.Error())
	}
	stated := map[workflow.Term]bool{}
	for _, a := range t.text.articles {
		if a.heading == ownHeading && !t.byTerms {
			return fault(a.line, "De kop %s kan alleen met plaatsing: %s.", ownHeading, byTerms)
		}
		for _, p := range a.parts {
			if p.call == nil {
				if a.heading == ownHeading {
					return fault(p.line, "In een artikel met de kop %s staan alleen voorwaarden.", ownHeading)
				}
				continue
			}
			if t.byTerms && (a.heading != ownHeading || len(p.call.terms) > 1) {
				return fault(p.line, "Met plaatsing: %s staat elke voorwaarde apart, in een artikel met de kop %s.", byTerms, ownHeading)
			}
			for _, term := range p.call.terms {
				if stated[term] {
					return fault(p.line, "De voorwaarde %s staat al eerder in de tekst.", term)
				}
				stated[term] = true
				if at := terms.Article(term); !t.byTerms && at != "" && at != p.passage.Key {
					return fault(p.line, "De voorwaarde %s noemt als artikel %s, maar staat hier in %s.", term, at, p.passage.Key)
				}
			}
		}
	}
	for _, term := range workflow.TermNames {
		if t.byTerms && !stated[term] {
			return fault(0, "Met plaatsing: %s heeft elke voorwaarde een plaats in de tekst; %s ontbreekt.", byTerms, term)
		}
	}
	return nil
}
