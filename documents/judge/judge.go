// Package judge says what a PDF lacks to be PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1, by the conditions of the
// Matterhorn Protocol 1.1 that a machine can check), as far as it concerns files like ours: text in TrueType fonts, lines,
// links and bookmarks. It reads with pdfcpu and shares no code with what writes our papers, so that a mistake there is not
// made here again.
//
// Each check is a row of [Checks]: what it asserts, and the clause or condition that asks for it. Another check that a file
// needs is another row; a test breaks a sound file on purpose for every one of them.
package judge

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Finding is something that a file lacks.
type Finding struct {
	Check string // of which check
	Where string // a page, an object, an element
	Words string
}

// String tells the finding in one line.
func (f Finding) String() string { return f.Check + " at " + f.Where + ": " + f.Words }

// Check is one of what is checked.
type Check struct {
	ID      string
	Clause  string // of ISO 19005-2 ("A 6.6.2"), of ISO 14289-1 ("UA 7.1"), with the condition of Matterhorn ("M 01-005")
	Asserts string

	run func(*file, *verdict)
}

// Checks lists all checks, in the order in which they are made.
func Checks() []Check {
	return slices.Concat(fileChecks, catalogChecks, metadataChecks, contentChecks, treeChecks, elementChecks, linkChecks, fontChecks, outlineChecks)
}

// verdict collects what one check finds.
type verdict struct {
	check string
	found []Finding
}

func (v *verdict) add(where, format string, args ...any) {
	v.found = append(v.found, Finding{v.check, where, fmt.Sprintf(format, args...)})
}

// Judge gives what a file lacks; nothing when it is sound. It fails when the file cannot be read at all.
func Judge(pdf []byte) ([]Finding, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, c := range Checks() {
		v := &verdict{check: c.ID}
		c.run(f, v)
		found = append(found, v.found...)
	}
	return found, nil
}

// file is a PDF that was read.
type file struct {
	bytes   []byte
	context *model.Context
	objects map[int]types.Object
	catalog types.Dict
	pages   []*page
	tree    tree
	fonts   map[int]*font // by the number of their object
}

// page is a page and what is drawn on it.
type page struct {
	number  int // from 1
	object  int
	dict    types.Dict
	content content
}

func (p *page) String() string { return fmt.Sprintf("page %d", p.number) }

// open reads a PDF whole.
func open(pdf []byte) (*file, error) {
	model.ConfigPath = "disable" // no settings in the home directory
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	read, err := pdfcpu.Read(bytes.NewReader(pdf), conf)
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	f := &file{bytes: pdf, context: read, objects: map[int]types.Object{}, fonts: map[int]*font{}}
	for number, entry := range read.Table {
		object := entry.Object
		if lazy, ok := object.(types.LazyObjectStreamObject); ok {
			if object, err = lazy.DecodedObject(context.Background()); err != nil {
				return nil, fmt.Errorf("judge: object %d: %w", number, err)
			}
		}
		f.objects[number] = object
	}
	if read.Root == nil {
		return nil, fmt.Errorf("judge: there is no catalog")
	}
	f.catalog = f.dict(*read.Root)
	f.addPages(f.catalog["Pages"], 0)
	for _, p := range f.pages {
		p.content = f.contentOf(p)
	}
	f.tree = f.readTree()
	f.readFonts()
	return f, nil
}

const mostDepth = 100

// addPages adds the leaves of the tree of pages, with what they inherit.
func (f *file) addPages(o types.Object, depth int) {
	node := f.dict(o)
	kids := f.array(node["Kids"])
	if depth > mostDepth || node == nil {
		return
	}
	if kids == nil {
		f.pages = append(f.pages, &page{number: len(f.pages) + 1, object: number(o), dict: node})
		return
	}
	for _, kid := range kids {
		below := f.dict(kid)
		for _, name := range []string{"Resources", "MediaBox"} {
			if below != nil && below[name] == nil && node[name] != nil {
				below[name] = node[name]
			}
		}
		f.addPages(kid, depth+1)
	}
}

// number is that of a reference, or 0.
func number(o types.Object) int {
	if ref, ok := o.(types.IndirectRef); ok {
		return ref.ObjectNumber.Value()
	}
	return 0
}

// at follows references.
func (f *file) at(o types.Object) types.Object {
	for range mostDepth {
		n := number(o)
		if n == 0 {
			return o
		}
		o = f.objects[n]
	}
	return nil
}

func (f *file) dict(o types.Object) types.Dict {
	switch o := f.at(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	}
	return nil
}

func (f *file) array(o types.Object) types.Array { a, _ := f.at(o).(types.Array); return a }
func (f *file) name(o types.Object) string       { n, _ := f.at(o).(types.Name); return string(n) }
func (f *file) isTrue(o types.Object) bool       { b, _ := f.at(o).(types.Boolean); return bool(b) }

func (f *file) integer(o types.Object) (int, bool) {
	n, ok := f.at(o).(types.Integer)
	return n.Value(), ok
}

func (f *file) float(o types.Object) float64 {
	switch n := f.at(o).(type) {
	case types.Integer:
		return float64(n)
	case types.Float:
		return float64(n)
	}
	return 0
}

// text is a string, whichever way it is written.
func (f *file) text(o types.Object) string {
	if s, err := types.StringOrHexLiteral(f.at(o)); err == nil && s != nil {
		return *s
	}
	return ""
}

// stream is what a stream holds, unpacked.
func (f *file) stream(o types.Object) []byte {
	s, ok := f.at(o).(types.StreamDict)
	if !ok || s.Decode() != nil {
		return nil
	}
	return s.Content
}

// each calls for all objects, in order of their numbers.
func (f *file) each(visit func(number int, o types.Object)) {
	var numbers []int
	for n := range f.objects {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, cmp.Compare)
	for _, n := range numbers {
		visit(n, f.objects[n])
	}
}

// dictsIn calls for a dictionary and all that lie in it, without following references.
func dictsIn(o types.Object, visit func(types.Dict)) {
	switch o := o.(type) {
	case types.Dict:
		visit(o)
		for _, inner := range o {
			dictsIn(inner, visit)
		}
	case types.StreamDict:
		dictsIn(o.Dict, visit)
	case types.Array:
		for _, inner := range o {
			dictsIn(inner, visit)
		}
	}
}
