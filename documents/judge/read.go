package judge

// A file as the checks see it: its objects by number, its pages in order, and the ways to ask for what is in them. Nothing
// here believes what a file says of itself, and nothing fails on what is missing: a check finds that.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// file is a PDF that is judged.
type file struct {
	bytes   []byte
	pdf     *model.Context
	objects map[int]types.Object // unpacked, by number
	streams map[int][]byte       // what streams hold, decoded, by number; nil for what cannot be decoded
	catalog types.Dict
	pages   []*page
	shows   int       // how many forms were shown
	drawn   []*stream // content streams: of each page, then of the forms that pages show
	tree    *tree
	fonts   map[int]*font    // by the number of the font's object
	shown   map[place]string // the words of tagged content
	asShown bool             // words are given as they are shown, and not what stands for them
	xmp     *packet
}

// page is a leaf of the tree of pages.
type page struct {
	number    int // counted from one
	object    int
	dict      types.Dict
	inherited types.Dict // what the tree above gives it
}

func (p *page) String() string { return fmt.Sprintf("page %d", p.number) }

// entry gives an entry of a page, of its own or from above.
func (p *page) entry(key string) types.Object {
	if own := p.dict[key]; own != nil {
		return own
	}
	return p.inherited[key]
}

func (f *file) read() error {
	conf := &model.Configuration{Reader15: true, Offline: true, ValidationMode: model.ValidationRelaxed, Limits: model.DefaultResourceLimits()}
	pdf, err := pdfcpu.ReadWithContext(context.Background(), bytes.NewReader(f.bytes), conf)
	if err != nil {
		return err
	}
	if pdf.Encrypt != nil {
		return errors.New("it is encrypted")
	}
	f.pdf = pdf
	if err := f.unpack(); err != nil {
		return err
	}
	if pdf.Root == nil || f.dict(*pdf.Root) == nil {
		return errors.New("it has no catalog")
	}
	f.catalog = f.dict(*pdf.Root)
	f.findPages(f.catalog["Pages"], types.Dict{}, map[int]bool{})
	if len(f.pages) == 0 {
		return errors.New("it has no pages")
	}
	f.tree = f.readTree()
	f.drawn = f.readContent()
	f.fonts = f.readFonts()
	f.shown = f.readShown()
	f.xmp = f.readMetadata()
	return nil
}

// unpack takes every object out of the streams in which some lie together, and decodes the streams.
func (f *file) unpack() error {
	f.objects, f.streams = map[int]types.Object{}, map[int][]byte{}
	for number, entry := range f.pdf.Table {
		switch o := entry.Object.(type) {
		case nil:
		case types.LazyObjectStreamObject:
			unpacked, err := o.DecodedObject(context.Background())
			if err != nil {
				return fmt.Errorf("object %d: %w", number, err)
			}
			f.objects[number] = unpacked
		default:
			f.objects[number] = o
		}
		if s, ok := f.objects[number].(types.StreamDict); ok {
			if err := s.Decode(); err == nil {
				f.streams[number] = s.Content
			}
		}
	}
	return nil
}

// numbers gives the numbers of the objects in order.
func (f *file) numbers() []int {
	return slices.Sorted(maps.Keys(f.objects))
}

// number gives the number of the object that is referred to, and 0 for what is no reference.
func number(o types.Object) int {
	if ref, ok := o.(types.IndirectRef); ok {
		return ref.ObjectNumber.Value()
	}
	return 0
}

// object follows references.
func (f *file) object(o types.Object) types.Object {
	for range mostNesting {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		o = f.objects[ref.ObjectNumber.Value()]
	}
	return nil
}

// dict gives a dictionary, also that of a stream.
func (f *file) dict(o types.Object) types.Dict {
	switch o := f.object(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	case types.ObjectStreamDict:
		return o.Dict
	case types.XRefStreamDict:
		return o.Dict
	}
	return nil
}

func (f *file) array(o types.Object) types.Array {
	array, _ := f.object(o).(types.Array)
	return array
}

func (f *file) name(o types.Object) string {
	name, _ := f.object(o).(types.Name)
	return string(name)
}

func (f *file) integer(o types.Object) (int, bool) {
	n, ok := f.object(o).(types.Integer)
	return n.Value(), ok
}

func (f *file) float(o types.Object) (float64, bool) {
	switch n := f.object(o).(type) {
	case types.Integer:
		return float64(n), true
	case types.Float:
		return float64(n), true
	}
	return 0, false
}

func (f *file) isTrue(o types.Object) bool {
	b, _ := f.object(o).(types.Boolean)
	return bool(b)
}

// numbersOf gives the numbers in an array.
func (f *file) numbersOf(o types.Object) []float64 {
	var numbers []float64
	for _, item := range f.array(o) {
		if n, ok := f.float(item); ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// inheritable is what a page may have from the tree above it.
var inheritable = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

func (f *file) findPages(node types.Object, above types.Dict, seen map[int]bool) {
	n, dict := number(node), f.dict(node)
	if dict == nil || n == 0 || seen[n] {
		return
	}
	seen[n] = true
	kids, inner := f.object(dict["Kids"]).(types.Array)
	if !inner {
		f.pages = append(f.pages, &page{len(f.pages) + 1, n, dict, above})
		return
	}
	below := maps.Clone(above)
	for _, key := range inheritable {
		if v := dict[key]; v != nil {
			below[key] = v
		}
	}
	for _, kid := range kids {
		f.findPages(kid, below, seen)
	}
}

// pageOf gives the page that is referred to.
func (f *file) pageOf(o types.Object) *page {
	n := number(o)
	for _, p := range f.pages {
		if n != 0 && p.object == n {
			return p
		}
	}
	return nil
}

// rectangle is an area with its corners in order.
type rectangle struct{ left, bottom, right, top float64 }

func (f *file) rectangle(o types.Object) (r rectangle, ok bool) {
	n := f.numbersOf(o)
	if len(n) != 4 {
		return r, false
	}
	return rectangle{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}, true
}

func (r rectangle) within(o rectangle) bool {
	const rounding = 0.51
	return r.left >= o.left-rounding && r.bottom >= o.bottom-rounding && r.right <= o.right+rounding && r.top <= o.top+rounding
}

func (r rectangle) empty() bool {
	return r.right <= r.left || r.top <= r.bottom
}

// each goes through all objects, also those within others, with where each stands.
func (f *file) each(visit func(where string, o types.Object)) {
	var into func(where string, o types.Object, depth int)
	into = func(where string, o types.Object, depth int) {
		if depth > mostNesting {
			return
		}
		visit(where, o)
		switch o := o.(type) {
		case types.Array:
			for _, item := range o {
				into(where, item, depth+1)
			}
		case types.Dict:
			for _, key := range sortedKeys(o) {
				into(where, o[key], depth+1)
			}
		case types.StreamDict:
			into(where, o.Dict, depth+1)
		}
	}
	for _, number := range f.numbers() {
		into(object(number), f.objects[number], 0)
	}
}

// every goes through all dictionaries.
func (f *file) every(visit func(where string, dict types.Dict)) {
	f.each(func(where string, o types.Object) {
		if dict, ok := o.(types.Dict); ok {
			visit(where, dict)
		}
	})
}

func object(number int) string { return fmt.Sprintf("object %d", number) }
