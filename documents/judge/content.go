package judge

// What pages draw: their content streams as operations, and from those what is shown and how it is marked (ISO 32000-1, 7.8
// and 14.6). Everything that is shown belongs to an element of the structure, or is an artifact that nobody need hear.

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// stream is what a page draws, or a form that a page shows.
type stream struct {
	where      string
	owner      int // the object in which its MCIDs count: the page, or the form
	page       *page
	resources  types.Dict
	inherited  bool // its resources are not its own
	operations []operation
	marks      []*mark
	items      []item
	faults     []string // in how it is nested
	deepest    int      // of q
}

// operation is an operator with the words before it.
type operation struct {
	operator string
	operands []token
	image    types.Dict // of BI
}

// operand gives an operand, counted from the end.
func (o operation) operand(fromEnd int) types.Object {
	objects := o.objects()
	if i := len(objects) - fromEnd; i >= 0 && i < len(objects) {
		return objects[i]
	}
	return nil
}

func (o operation) objects() (objects []types.Object) {
	l := &lexer{} // operands were read already; it takes them one by one
	rest := o.operands
	for len(rest) > 0 {
		var object types.Object
		object, rest = l.objectOf(rest)
		objects = append(objects, object)
	}
	return objects
}

// objectOf gives the object that words begin with, and the words after it.
func (l *lexer) objectOf(words []token) (types.Object, []token) {
	first, rest := words[0], words[1:]
	switch first.kind {
	case openArray:
		array := types.Array{}
		for len(rest) > 0 && rest[0].kind != closeArray {
			var item types.Object
			item, rest = l.objectOf(rest)
			array = append(array, item)
		}
		return array, rest[min(1, len(rest)):]
	case openDict:
		dict := types.Dict{}
		for len(rest) > 1 && rest[0].kind != closeDict {
			key := string(rest[0].bytes)
			dict[key], rest = l.objectOf(rest[1:])
		}
		return dict, rest[min(1, len(rest)):]
	}
	return l.object(first, 0), rest
}

// mark is a sequence of marked content.
type mark struct {
	tag        string
	properties types.Dict
	mcid       int // -1: none
	owner      int
	stream     *stream
	parent     *mark // also that in which a form is shown
	text       int   // the text object in which it began; 0: outside
	items      []item
}

const artifact = "Artifact"

// belonging gives the sequence that ties content to the structure, and whether an artifact is around it.
func (m *mark) belonging() (tagged *mark, isArtifact bool) {
	for ; m != nil; m = m.parent {
		if m.tag == artifact {
			isArtifact = true
		} else if m.mcid >= 0 && tagged == nil {
			tagged = m
		}
	}
	return tagged, isArtifact
}

type itemKind string

const (
	textItem    itemKind = "text"
	pathItem    itemKind = "a line or area"
	imageItem   itemKind = "an image"
	shadingItem itemKind = "a shading"
)

// item is one thing that is shown.
type item struct {
	kind      itemKind
	mark      *mark // the innermost around it
	font      int   // of text: the number of its object
	codes     []byte
	rendering int // of text
}

// readContent reads what each page draws, with the forms that it shows.
func (f *file) readContent() (streams []*stream) {
	for _, p := range f.pages {
		s := &stream{where: p.String(), owner: p.object, page: p, resources: f.dict(p.entry("Resources")), inherited: p.dict["Resources"] == nil}
		streams = append(streams, f.draw(s, f.contentOf(p), nil, 0)...)
	}
	return streams
}

func (f *file) contentOf(p *page) []byte {
	parts := f.array(p.dict["Contents"])
	if parts == nil {
		parts = types.Array{p.dict["Contents"]}
	}
	var content [][]byte
	for _, part := range parts {
		content = append(content, f.streams[number(part)])
	}
	return bytes.Join(content, []byte("\n"))
}

// drawing is the state in which a stream is drawn.
type drawing struct {
	f         *file
	stream    *stream
	mark      *mark
	within    *mark // in which a form is shown
	font      int
	rendering int
	saved     []drawing
	text      int // the text object that is open; 0: none
	texts     int
	forms     []*stream
	depth     int
}

// draw reads a content stream, and gives it with the forms that it shows.
func (f *file) draw(s *stream, content []byte, within *mark, depth int) []*stream {
	s.operations = operations(content)
	d := &drawing{f: f, stream: s, mark: within, within: within, depth: depth}
	for _, op := range s.operations {
		d.do(op)
	}
	if d.mark != within {
		s.fault("marked content is not ended")
	}
	if d.text != 0 {
		s.fault("a text object is not ended")
	}
	if len(d.saved) > 0 {
		s.fault("q without Q")
	}
	return append([]*stream{s}, d.forms...)
}

func (s *stream) fault(words string) {
	if !slices.Contains(s.faults, words) {
		s.faults = append(s.faults, words)
	}
}

// operations parts a content stream into operators with what stands before them.
func operations(content []byte) (list []operation) {
	l := &lexer{bytes: content}
	var operands []token
	for t := l.next(); t.kind != endToken; t = l.next() {
		if t.kind != wordToken || t.is("true") || t.is("false") || t.is("null") {
			operands = append(operands, t)
			continue
		}
		op := operation{operator: string(t.bytes), operands: operands}
		if t.is("BI") {
			op.image = l.inlineImage()
		}
		list = append(list, op)
		operands = nil
	}
	if operands != nil {
		list = append(list, operation{operands: operands})
	}
	return list
}

// inlineImage passes over an image in the stream, and gives what is said of it.
func (l *lexer) inlineImage() types.Dict {
	dict := types.Dict{}
	for t := l.next(); t.kind != endToken && !t.is("ID"); t = l.next() {
		dict[string(t.bytes)] = l.object(l.next(), 0)
	}
	end := bytes.Index(l.bytes[l.at:], []byte("EI"))
	for end >= 0 && !l.endsImage(l.at+end) {
		more := bytes.Index(l.bytes[l.at+end+2:], []byte("EI"))
		if more < 0 {
			end = -1
			break
		}
		end += 2 + more
	}
	if end < 0 {
		l.at = len(l.bytes)
		return dict
	}
	l.at += end + 2
	return dict
}

func (l *lexer) endsImage(at int) bool {
	return at > 0 && isSpace(l.bytes[at-1]) && (at+2 >= len(l.bytes) || isSpace(l.bytes[at+2]))
}

var painting = []string{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}

func (d *drawing) do(op operation) {
	switch op.operator {
	case "q":
		d.save()
	case "Q":
		d.restore()
	case "BT":
		if d.text != 0 {
			d.stream.fault("a text object within another")
		}
		d.texts++
		d.text = d.texts
	case "ET":
		d.endText()
	case "BMC", "BDC":
		d.begin(op)
	case "EMC":
		d.end()
	case "Tf":
		d.font = number(d.resource("Font", op.operand(2)))
	case "Tr":
		d.rendering, _ = d.f.integer(op.operand(1))
	case "Tj", "'", "\"", "TJ":
		d.showText(op)
	case "Do":
		d.showObject(op)
	case "BI":
		d.show(item{kind: imageItem})
	case "sh":
		d.show(item{kind: shadingItem})
	default:
		if slices.Contains(painting, op.operator) {
			d.show(item{kind: pathItem})
		}
	}
}

func (d *drawing) save() {
	if d.text != 0 {
		d.stream.fault("q in a text object")
	}
	d.saved = append(d.saved, drawing{font: d.font, rendering: d.rendering})
	d.stream.deepest = max(d.stream.deepest, len(d.saved))
}

func (d *drawing) restore() {
	last := len(d.saved) - 1
	if last < 0 {
		d.stream.fault("Q without q")
		return
	}
	d.font, d.rendering = d.saved[last].font, d.saved[last].rendering
	d.saved = d.saved[:last]
}

func (d *drawing) endText() {
	if d.text == 0 {
		d.stream.fault("ET without BT")
	}
	if d.mark != d.within && d.mark.text == d.text {
		d.stream.fault("marked content that begins in a text object and does not end in it")
	}
	d.text = 0
}

func (d *drawing) begin(op operation) {
	m := &mark{mcid: -1, owner: d.stream.owner, stream: d.stream, parent: d.mark, text: d.text}
	if op.operator == "BMC" {
		m.tag = d.f.name(op.operand(1))
	} else {
		m.tag = d.f.name(op.operand(2))
		m.properties = d.f.dict(op.operand(1))
		if name, ok := op.operand(1).(types.Name); ok {
			m.properties = d.f.dict(d.resource("Properties", name))
		}
	}
	if id, ok := d.f.integer(m.properties["MCID"]); ok {
		m.mcid = id
	}
	d.stream.marks = append(d.stream.marks, m)
	d.mark = m
}

func (d *drawing) end() {
	if d.mark == d.within {
		d.stream.fault("EMC without BMC or BDC")
		return
	}
	if d.mark.text != d.text {
		d.stream.fault("marked content that ends in another text object than it began in")
	}
	d.mark = d.mark.parent
}

func (d *drawing) showText(op operation) {
	if d.text == 0 {
		d.stream.fault("text outside a text object")
	}
	var codes []byte
	parts, isArray := op.operand(1).(types.Array)
	if !isArray {
		parts = types.Array{op.operand(1)}
	}
	for _, part := range parts {
		if b, ok := d.f.stringBytes(part); ok {
			codes = append(codes, b...)
		}
	}
	if len(codes) > 0 {
		d.show(item{kind: textItem, font: d.font, codes: codes, rendering: d.rendering})
	}
}

func (d *drawing) show(i item) {
	i.mark = d.mark
	d.stream.items = append(d.stream.items, i)
	if tagged, _ := d.mark.belonging(); tagged != nil {
		tagged.items = append(tagged.items, i)
	}
}

func (d *drawing) resource(kind string, name types.Object) types.Object {
	return d.f.dict(d.stream.resources[kind])[d.f.name(name)]
}

// What forms may show each other, so that a file that does so without end is told, and not followed.
const (
	deepestForms = 20
	mostForms    = 10_000
)

func (d *drawing) showObject(op operation) {
	o := d.resource("XObject", op.operand(1))
	dict := d.f.dict(o)
	if d.f.name(dict["Subtype"]) != "Form" {
		d.show(item{kind: imageItem})
		return
	}
	n := number(o)
	if d.f.shows++; d.depth > deepestForms || d.f.shows > mostForms {
		d.stream.fault("forms show each other without end")
		return
	}
	form := &stream{where: fmt.Sprintf("%s, form %d", d.stream.page, n), owner: n, page: d.stream.page, resources: d.f.dict(dict["Resources"]), inherited: dict["Resources"] == nil}
	d.forms = append(d.forms, d.f.draw(form, d.f.streams[n], d.mark, d.depth+1)...)
}

// operators are those that ISO 32000-1, annex A, knows.
var operators = strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l
	m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`)

func contentChecks() []Check {
	return []Check{
		{"A 6.2.2 operators", "ISO 19005-2, 6.2.2", "pages are drawn by operators that the standard knows", lookAtOperators},
		{"A 6.2.2 resources", "ISO 19005-2, 6.2.2", "what a stream names stands in its own resources", lookAtResources},
		{"PDF 14.6 nesting", "ISO 32000-1, 8.4.2, 9.4 and 14.6", "graphics states, text objects and marked content are ended where they began", lookAtNesting},
		{"UA 01-003", "ISO 14289-1, 7.1", "no artifact stands within tagged content", lookAtArtifactsInside},
		{"UA 01-004", "ISO 14289-1, 7.1", "no tagged content stands within an artifact", lookAtTagsInside},
		{"UA 01-005", "ISO 14289-1, 7.1", "everything that is shown is tagged, or an artifact", lookAtUnmarked},
		{"own flat-marks", "ours; ISO 32000-1, 14.7.4.2", "content that belongs to one element does not enclose that of another", lookAtNestedMarks},
		{"own artifact-kinds", "ours; ISO 32000-1, 14.8.2.2", "an artifact says of which kind it is", lookAtArtifactKinds},
	}
}

func lookAtOperators(f *file, found found) {
	for _, s := range f.drawn {
		for _, op := range s.operations {
			switch {
			case op.operator == "":
				found(s.where, "operands without an operator")
			case !slices.Contains(operators, op.operator):
				found(s.where, "the operator %q", op.operator)
			}
		}
	}
}

// named tells in which part of the resources the names stand that an operator takes.
var named = map[string]string{"Tf": "Font", "Do": "XObject", "gs": "ExtGState", "cs": "ColorSpace", "CS": "ColorSpace", "sh": "Shading", "scn": "Pattern", "SCN": "Pattern", "BDC": "Properties", "DP": "Properties"}

func lookAtResources(f *file, found found) {
	for _, s := range f.drawn {
		for name, kind := range f.namesUsed(s) {
			if f.dict(s.resources[kind])[name] == nil {
				found(s.where, "%s %s is not in its resources", kind, name)
			} else if s.inherited {
				found(s.where, "%s %s is in resources that are not its own", kind, name)
			}
		}
	}
}

// namesUsed gives the names of resources that a stream uses, with where each must stand.
func (f *file) namesUsed(s *stream) map[string]string {
	used := map[string]string{}
	for _, op := range s.operations {
		kind := named[op.operator]
		if kind == "" {
			continue
		}
		o := op.operand(1)
		if op.operator == "Tf" {
			o = op.operand(2)
		}
		name, ok := o.(types.Name)
		if ok && !(kind == "ColorSpace" && slices.Contains(deviceSpaces, string(name))) {
			used[string(name)] = kind
		}
	}
	return used
}

func lookAtNesting(f *file, found found) {
	for _, s := range f.drawn {
		for _, fault := range s.faults {
			found(s.where, "%s", fault)
		}
	}
}

// eachMark goes through all marked content.
func (f *file) eachMark(visit func(*mark)) {
	for _, s := range f.drawn {
		for _, m := range s.marks {
			visit(m)
		}
	}
}

func (m *mark) String() string {
	if m.mcid < 0 {
		return fmt.Sprintf("%s, %s", m.stream.where, m.tag)
	}
	return fmt.Sprintf("%s, %s %d", m.stream.where, m.tag, m.mcid)
}

func lookAtArtifactsInside(f *file, found found) {
	f.eachMark(func(m *mark) {
		if tagged, _ := m.parent.belonging(); m.tag == artifact && tagged != nil {
			found(tagged.String(), "an artifact within it")
		}
	})
}

func lookAtTagsInside(f *file, found found) {
	f.eachMark(func(m *mark) {
		if _, isArtifact := m.parent.belonging(); m.tag != artifact && m.mcid >= 0 && isArtifact {
			found(m.String(), "tagged, within an artifact")
		}
	})
}

func lookAtUnmarked(f *file, found found) {
	for _, s := range f.drawn {
		for _, i := range s.items {
			if tagged, isArtifact := i.mark.belonging(); tagged == nil && !isArtifact {
				found(s.where, "%s%s is neither tagged nor an artifact", i.kind, f.quoted(i))
			}
		}
	}
}

func (f *file) quoted(i item) string {
	if words := f.said(i); words != "" {
		return fmt.Sprintf(" %q", words)
	}
	return ""
}

func lookAtNestedMarks(f *file, found found) {
	f.eachMark(func(m *mark) {
		if around, _ := m.parent.belonging(); m.mcid >= 0 && around != nil {
			found(m.String(), "stands within %s", around)
		}
	})
}

// artifactKinds are the types that artifacts have, and the subtypes that pagination has.
var (
	artifactKinds   = []string{"Pagination", "Layout", "Page", "Background"}
	paginationKinds = []string{"Header", "Footer", "Watermark"}
)

func lookAtArtifactKinds(f *file, found found) {
	f.eachMark(func(m *mark) {
		if m.tag != artifact {
			return
		}
		kind, sub := f.name(m.properties["Type"]), f.name(m.properties["Subtype"])
		switch {
		case !slices.Contains(artifactKinds, kind):
			found(m.String(), "an artifact of the type %q", kind)
		case sub != "" && !(kind == "Pagination" && slices.Contains(paginationKinds, sub)):
			found(m.String(), "%s of the subtype %q", kind, sub)
		}
	})
}

// sortedKeys gives the keys of a dictionary in order.
func sortedKeys(d types.Dict) []string { return slices.Sorted(maps.Keys(d)) }
