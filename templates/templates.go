// Package templates holds what is written, for users to change without touching Go: the convenanten that can be drawn
// up. A [Library] reads them, from the program itself or from a directory, and composes a text from terms for the
// rules in workflow. It also reads YAML, strictly, for all who need it ([Value]).
//
// Start reading at convenanten/herstelnetwerk/convenant.md, whose head explains the format; then load.go (a folder
// becomes a template), parse.go (its text), compose.go (text and terms become a workflow.Text) and sentences.go and
// its companions (each term in Dutch).
package templates

// This file is the door: which templates there are, and whether they are any good.

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"

	"convenant/workflow"
)

//go:embed convenanten brieven mail thema import web
var embedded embed.FS

// Library is a set of templates, read. It never changes and may be used by many at once.
type Library struct {
	templates   map[string]*template
	letters     map[string]*Letter
	mails       map[string]*Mail
	sender      Sender
	senderFault *Fault
	look        Look
	lookFault   *Fault
	layers      []fs.FS // in which the files of the pages are found
}

var _ workflow.Composer = (*Library)(nil)

// Embedded returns the templates that come with the program. The error, a [*Fault], names the file and line.
func Embedded() (*Library, error) {
	l, err := Open(embedded)
	if err != nil {
		return nil, err
	}
	for _, name := range l.Names() {
		if f := l.templates[name].fault; f != nil {
			return nil, f
		}
	}
	for _, kind := range l.Letters() {
		if _, refusal := l.Letter(kind); refusal != nil {
			return nil, refusal
		}
	}
	for _, kind := range l.Mails() {
		if _, refusal := l.Mail(kind); refusal != nil {
			return nil, refusal
		}
	}
	if _, refusal := l.Look(); refusal != nil {
		return nil, refusal
	}
	return l, nil
}

// EmbeddedFS returns the files that come with the program, to lay a directory over with [Open], or to copy from.
func EmbeddedFS() fs.FS { return embedded }

// Open reads the templates convenanten/<naam>/, brieven/<soort>.md, mail/<soort>.md, thema/ and web/ of every layer; of what is in
// several, the first layer counts (of a convenant its whole folder): Open(os.DirFS(dir), EmbeddedFS()). A template that is wrong is kept, so that [Library.Check]
// can tell; composing it is refused. The error is one of reading files.
func Open(layers ...fs.FS) (*Library, error) {
	l := &Library{templates: map[string]*template{}, layers: layers}
	for _, fsys := range layers {
		entries, err := fs.ReadDir(fsys, folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			name := e.Name()
			if !e.IsDir() || strings.HasPrefix(name, ".") || l.templates[name] != nil {
				continue
			}
			t, err := load(fsys, name)
			if err != nil {
				return nil, err
			}
			l.templates[name] = t
		}
	}
	if err := errors.Join(l.openLetters(layers), l.openLook(layers)); err != nil {
		return nil, err
	}
	return l, l.openMails(layers)
}

// Names lists the templates in alphabetical order.
func (l *Library) Names() []string { return slices.Sorted(maps.Keys(l.templates)) }

// Template returns what a template brings of its own, or a Refusal with code Unknown.
func (l *Library) Template(name string) (workflow.Template, *workflow.Refusal) {
	t, refusal := l.find(name)
	if refusal != nil {
		return workflow.Template{}, refusal
	}
	return workflow.Template{Name: t.title, Hash: t.hash, Terms: t.terms, Parties: slices.Clone(t.parties), Reminders: t.remind}, nil
}

// States lists the terms that a template has a place for in its text; of another it refuses what is not its default.
func (l *Library) States(name string) []workflow.Term {
	t, refusal := l.find(name)
	if refusal != nil {
		return nil
	}
	return t.states()
}

// Compose writes the title, recitals and articles of a text in the given terms. It refuses, with code InvalidData and
// the field named, a term that the template's words cannot say; and with code Unknown a template that is not there.
// nameOf gives the full name of a Partij, by which the text calls it.
func (l *Library) Compose(name string, terms *workflow.Terms, nameOf func(id string) string) (workflow.Text, *workflow.Refusal) {
	t, refusal := l.find(name)
	if refusal != nil {
		return workflow.Text{}, refusal
	}
	return t.compose(named(terms, nameOf))
}

// named puts the names of Partijen where the terms have their short names.
func named(terms *workflow.Terms, nameOf func(id string) string) *workflow.Terms {
	t := *terms
	if n := t.Notice; n != nil && n.Addressee != "" {
		rule := *n
		rule.Addressee = nameOf(n.Addressee)
		t.Notice = &rule
	}
	if a := t.Accession; a != nil && a.Party != "" {
		rule := *a
		rule.Party = nameOf(a.Party)
		t.Accession = &rule
	}
	return &t
}

func (l *Library) find(name string) (*template, *workflow.Refusal) {
	t := l.templates[name]
	switch {
	case t == nil:
		return nil, &workflow.Refusal{Code: workflow.Unknown, Field: "sjabloon", Detail: "Er is geen sjabloon ‘" + short(name) + "’.",
			Remedy: "Kies uit: " + strings.Join(l.Names(), ", ") + "."}
	case t.fault != nil:
		return nil, &workflow.Refusal{Code: workflow.Unknown, Field: "sjabloon", Detail: "Het sjabloon ‘" + name + "’ is niet te gebruiken: " + t.fault.Error(),
			Remedy: "Herstel het sjabloon. De opdracht ‘convenant sjablonen’ laat zien of het klopt."}
	}
	return t, nil
}

// Report is the outcome of checking one template.
type Report struct {
	Name     string
	Title    string // the name of its convenant; empty when the act gives it
	Hash     string
	Problems []string // Dutch sentences; none when the template is good
}

// Check composes every template in its own terms and writes every letter with sample data, and reports what is wrong:
// first the convenanten, then the letters and the messages, in the order of their names.
func (l *Library) Check() []Report {
	var reports []Report
	for _, name := range l.Names() {
		t := l.templates[name]
		r := Report{Name: name, Title: t.title, Hash: t.hash}
		if t.fault != nil {
			r.Problems = append(r.Problems, t.fault.Error())
		} else {
			r.Problems = t.problems()
		}
		reports = append(reports, r)
	}
	return append(append(reports, l.checkLetters()...), l.checkMails()...)
}

// problems composes the template in its own terms and reads the result over.
func (t *template) problems() []string {
	terms, refusal := workflow.ReadTerms(t.terms, "voorwaarden.")
	if refusal != nil {
		return []string{refusal.Error()}
	}
	text, refusal := t.compose(terms)
	if refusal != nil {
		return []string{refusal.Error()}
	}
	var problems []string
	seen := map[string]bool{}
	for _, key := range text.Keys() {
		if seen[key] {
			problems = append(problems, "De vindplaats "+key+" komt twee keer voor.")
		}
		seen[key] = true
	}
	for _, a := range text.Articles {
		for _, p := range a.Passages {
			if len(p.Terms) > 0 && !isSentence(p.Words) {
				problems = append(problems, "De zin van "+p.Key+" begint niet met een hoofdletter of eindigt niet met een punt.")
			}
		}
	}
	return problems
}

// isSentence reports whether the words begin with a capital and end with a full stop.
func isSentence(words string) bool {
	for _, first := range words {
		return unicode.IsUpper(first) && strings.HasSuffix(words, ".")
	}
	return false
}
