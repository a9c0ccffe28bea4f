package upload

// A PDF is looked at object by object: also those that no page leads to, because a reader may find them another way. What
// cannot be read is refused, since nobody could say what it does.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"convenant/workflow"
)

// noConfigDir keeps the library from writing its settings into the home directory.
var noConfigDir = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// pdfTail is how far from the end of a file its last line may stand.
const pdfTail = 1024

// mostDepth is how deep objects may lie in each other, and pages in their tree.
const mostDepth = 100

func lookAtPDF(ctx context.Context, b []byte, l Limits) (pages int, refusal *workflow.Refusal) {
	if !bytes.Contains(b[max(0, len(b)-pdfTail):], []byte("%%EOF")) { // the library would mend what did not come over whole
		return 0, unreadable("Deze PDF")
	}
	if refusal := hidden(b); refusal != nil {
		return 0, refusal
	}
	noConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.Cmd = model.MERGECREATE // which refuses what is encrypted before it tries a password
	conf.Limits = model.ResourceLimits{
		MaxStreamBytes: int64(l.Bytes), MaxDecodeBytes: l.Unpack, MaxImagePixels: int64(l.Pixels), MaxImageBytes: l.Unpack,
		MaxObjectCount: l.Objects, MaxObjectStreamCount: 10_000, MaxObjectStreamFirst: 256 << 10, MaxXRefEntries: l.Objects, MaxRecursionDepth: mostDepth,
	}
	pdf, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(b), conf)
	switch {
	case errors.Is(err, pdfcpu.ErrEncrypted):
		return 0, locked()
	case errors.Is(err, filter.ErrDecodeLimitExceeded):
		return 0, swelling()
	case err != nil:
		return 0, unreadable("Deze PDF")
	case pdf.Encrypt != nil:
		return 0, locked()
	case len(pdf.Table) > l.Objects:
		return 0, refused("Deze PDF bestaat uit te veel onderdelen.", "Druk hem af naar een nieuwe PDF, of scan hem opnieuw, en stuur dat.")
	}
	w := &walk{ctx: ctx, pdf: pdf, bytes: b, limits: l, left: l.Unpack, objects: map[int]types.Object{}}
	if refusal := w.everything(); refusal != nil {
		return 0, refusal
	}
	return w.pages()
}

func locked() *workflow.Refusal {
	return refused("Deze PDF is beveiligd of versleuteld, zodat niet iedereen die hem mag zien hem kan openen.", "Sla hem op zonder wachtwoord en beveiliging, of druk hem af naar een nieuwe PDF, en stuur dat.")
}

func swelling() *workflow.Refusal {
	return refused("Deze PDF wordt bij het openen te groot.", "Druk hem af naar een nieuwe PDF, of scan hem opnieuw, en stuur dat.")
}

// walk goes through the objects of a PDF.
type walk struct {
	ctx     context.Context
	pdf     *model.Context
	bytes   []byte
	limits  Limits
	left    int64                // bytes that may still be unpacked
	objects map[int]types.Object // unpacked, by number
}

// everything judges each object, whether anything leads to it or not.
func (w *walk) everything() *workflow.Refusal {
	if err := w.unpack(); errors.Is(err, filter.ErrDecodeLimitExceeded) {
		return swelling()
	} else if err != nil {
		return unreadable("Deze PDF")
	}
	for number := range w.objects {
		if w.ctx.Err() != nil {
			return unreadable("Deze PDF")
		}
		if refusal := w.judge(w.objects[number], 0); refusal != nil {
			return refusal
		}
	}
	if root := w.pdf.Root; root == nil {
		return unreadable("Deze PDF")
	}
	return nil
}

// unpack makes every object one that can be looked at. Those that lie packed together are unpacked once, and all together
// no further than the limit.
func (w *walk) unpack() error {
	for _, entry := range w.pdf.Table {
		packed, ok := entry.Object.(types.ObjectStreamDict)
		if !ok {
			continue
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := packed.DecodeWithLimit(w.left); err != nil { // a copy, whose content is let go of again
			return err
		}
		if w.left -= int64(len(packed.Content)); w.left < 0 {
			return filter.ErrDecodeLimitExceeded
		}
	}
	for number, entry := range w.pdf.Table {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		switch o := entry.Object.(type) {
		case nil:
			if !entry.Free && !w.isNull(entry) {
				return fmt.Errorf("upload: object %d cannot be read", number)
			}
		case types.LazyObjectStreamObject:
			unpacked, err := o.DecodedObject(w.ctx)
			if err != nil {
				return err
			}
			w.objects[number] = unpacked
		default:
			w.objects[number] = o
		}
	}
	return nil
}

var nullObject = regexp.MustCompile(`^\s*\d+\s+\d+\s+obj\s*(null)?\s*endobj`)

// isNull tells an object that is nothing from one that the library passed over because it could not read it.
func (w *walk) isNull(entry *model.XRefTableEntry) bool {
	if entry.Offset == nil || *entry.Offset == 0 {
		return true
	}
	const enough = 128
	at := *entry.Offset
	return at > 0 && at < int64(len(w.bytes)) && nullObject.Match(w.bytes[at:min(at+enough, int64(len(w.bytes)))])
}

// object follows a reference, and references to references.
func (w *walk) object(o types.Object) types.Object {
	for range mostDepth {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		o = w.objects[ref.ObjectNumber.Value()]
	}
	return nil
}

func (w *walk) name(o types.Object) string {
	name, _ := w.object(o).(types.Name)
	return string(name)
}

func (w *walk) number(o types.Object) int {
	n, _ := w.object(o).(types.Integer)
	return n.Value()
}

func (w *walk) dict(o types.Object) types.Dict {
	switch o := w.object(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	}
	return nil
}

// pages counts the leaves of the tree of pages; what the tree says of itself is not believed.
func (w *walk) pages() (int, *workflow.Refusal) {
	count, seen := 0, map[int]bool{}
	var below func(o types.Object, depth int) *workflow.Refusal
	below = func(o types.Object, depth int) *workflow.Refusal {
		ref, ok := o.(types.IndirectRef)
		node := w.dict(o)
		if !ok || node == nil || depth > mostDepth || seen[ref.ObjectNumber.Value()] {
			return unreadable("Deze PDF")
		}
		seen[ref.ObjectNumber.Value()] = true
		kids, isNode := w.object(node["Kids"]).(types.Array)
		if !isNode {
			if count++; count > w.limits.Pages {
				return refused(fmt.Sprintf("Deze PDF heeft meer dan %d bladzijden.", w.limits.Pages), "Stuur het in delen.")
			}
			return nil
		}
		for _, kid := range kids {
			if refusal := below(kid, depth+1); refusal != nil {
				return refusal
			}
		}
		return nil
	}
	if refusal := below(w.dict(*w.pdf.Root)["Pages"], 0); refusal != nil {
		return 0, refusal
	}
	if count == 0 {
		return 0, unreadable("Deze PDF")
	}
	return count, nil
}
