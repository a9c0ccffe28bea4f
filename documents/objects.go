package documents

// A PDF as objects (ISO 32000-1, 7.3 and 7.5): reading what the back end wrote, and writing a file that is small and the
// same each time. What is no stream stands in compressed groups of objects, except what a reader looks for first.

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

// stream is bytes that were compressed, and how many there were before.
type stream struct {
	bytes  []byte
	length int
	plain  bool // not compressed
}

// object is a numbered part of a file.
type object struct {
	words  string // its value; of a stream, the words of its dictionary
	stream *stream
	apart  bool // not within a group
}

// file is a PDF to be written. Object n stands at n-1.
type file struct{ objects []object }

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }

// reserve gives a number for an object that is put later.
func (f *file) reserve() int {
	f.objects = append(f.objects, object{})
	return len(f.objects)
}

func (f *file) put(n int, o object) { f.objects[n-1] = o }

// add puts a value under a new number.
func (f *file) add(words string) int {
	n := f.reserve()
	f.put(n, object{words: words})
	return n
}

// stream puts a stream; words are what its dictionary says besides how long it is.
func (f *file) stream(words string, s stream) int {
	n := f.reserve()
	f.put(n, object{words: words, stream: &s})
	return n
}

// quick is how hard the streams of one paper are compressed: within six hundredths of as small as can be, in two thirds of
// the time.
const quick = 3

var compressors = sync.Pool{New: func() any { return compressor(quick) }}

func compressor(level int) *zlib.Writer {
	w, err := zlib.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // a level that there is
	}
	return w
}

// compressed compresses bytes.
func compressed(b []byte) stream {
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	return compressedBy(w, b)
}

// squeezed compresses bytes as far as can be, for what is used again.
func squeezed(b []byte) stream { return compressedBy(compressor(zlib.BestCompression), b) }

func compressedBy(w *zlib.Writer, b []byte) stream {
	var out bytes.Buffer
	out.Grow(len(b)/2 + 64)
	w.Reset(&out)
	w.Write(b) // to memory, which does not fail
	w.Close()
	return stream{bytes: out.Bytes(), length: len(b)}
}

// Where a reader finds an object: at an offset, or as one of a group.
type place struct{ kind, at, index int }

const (
	atOffset = 1
	inGroup  = 2
)

// write writes the file: header, objects, where they are, and what it is known by. The catalog is root.
//
// Somebody who seals the file adds to its end: an object for the seal, the catalog anew with its field, and a table of
// its own that names this one as the one before it. Nothing that is written here need change for that.
func (f *file) write(root, info int) []byte {
	out := append(make([]byte, 0, 1<<17), "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	places := make([]place, len(f.objects)+1)
	var group []int
	for i, o := range f.objects {
		n := i + 1
		if o.stream == nil && !o.apart {
			group = append(group, n)
			continue
		}
		places[n] = place{atOffset, len(out), 0}
		out = o.append(out, n)
	}
	for at, number := 0, 0; at < len(group); at += groupSize {
		members := group[at:min(at+groupSize, len(group))]
		number = f.reserve()
		places = append(places, place{atOffset, len(out), 0})
		for i, n := range members {
			places[n] = place{inGroup, number, i}
		}
		out = f.group(members).append(out, number)
	}
	table := f.reserve()
	places = append(places, place{atOffset, len(out), 0})
	sum := sha256.Sum256(out)
	id := fmt.Sprintf("<%x>", sum[:16])
	start := len(out)
	where := compressed(whereabouts(places))
	words := fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %s/Info %s/ID[%s%s]", table+1, ref(root), ref(info), id, id)
	out = object{words: words, stream: &where}.append(out, table)
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", start)
}

// append writes the object.
func (o object) append(out []byte, n int) []byte {
	out = append(strconv.AppendInt(out, int64(n), 10), " 0 obj\n"...)
	if o.stream == nil {
		return append(append(out, o.words...), "\nendobj\n"...)
	}
	out = append(append(out, "<<"...), o.words...)
	if !o.stream.plain {
		out = append(out, "/Filter/FlateDecode"...)
	}
	out = strconv.AppendInt(append(out, "/Length "...), int64(len(o.stream.bytes)), 10)
	out = append(append(out, ">>\nstream\n"...), o.stream.bytes...)
	return append(out, "\nendstream\nendobj\n"...)
}

// groupSize is how many objects a group holds: a reader that wants one reads them all.
const groupSize = 200

// group gives a stream with objects in it: first their numbers and where each begins.
func (f *file) group(members []int) object {
	var head, body []byte
	for _, n := range members {
		head = append(strconv.AppendInt(head, int64(n), 10), ' ')
		head = append(strconv.AppendInt(head, int64(len(body)), 10), ' ')
		body = append(append(body, f.objects[n-1].words...), '\n')
	}
	s := compressed(append(head, body...))
	return object{words: fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(members), len(head)), stream: &s}
}

// whereabouts writes the table of places; object 0 is nobody's.
func whereabouts(places []place) []byte {
	var b []byte
	for n, p := range places {
		index := uint16(p.index)
		if n == 0 {
			index = 0xFFFF
		}
		b = append(b, byte(p.kind))
		b = binary.BigEndian.AppendUint32(b, uint32(p.at))
		b = binary.BigEndian.AppendUint16(b, index)
	}
	return b
}

// pdfText writes words as a string of PDF: plainly, or in UTF-16.
func pdfText(words string) string {
	b, plain := []byte{'('}, true
	for _, r := range words {
		plain = plain && r >= ' ' && r <= '~'
	}
	if plain {
		for i := range len(words) {
			b = appendEscaped(b, words[i])
		}
		return string(append(b, ')'))
	}
	b = append(b, 0xFE, 0xFF)
	for _, unit := range utf16.Encode([]rune(words)) {
		b = appendEscaped(appendEscaped(b, byte(unit>>8)), byte(unit))
	}
	return string(append(b, ')'))
}

// errUnreadable says that the back end wrote what it never wrote before.
var errUnreadable = errors.New("the back end's file cannot be read")

// readFile reads the objects of a file that the back end wrote without compression: a table of places at its end, and
// streams that say how long they are.
func readFile(raw []byte) (*file, error) {
	offsets, err := readTable(raw)
	if err != nil {
		return nil, err
	}
	f := &file{}
	for _, offset := range offsets {
		o, err := readObject(raw[offset:])
		if err != nil {
			return nil, err
		}
		f.objects = append(f.objects, o)
	}
	return f, nil
}

// readTable reads where objects begin, from the first on.
func readTable(raw []byte) (offsets []int, err error) {
	i := bytes.LastIndex(raw, []byte("\nstartxref\n"))
	var at, first, count int
	if i < 0 {
		return nil, errUnreadable
	}
	if _, err := fmt.Sscanf(string(raw[i:]), "\nstartxref\n%d\n", &at); err != nil || at > i {
		return nil, errUnreadable
	}
	if _, err := fmt.Sscanf(string(raw[at:i]), "xref\n%d %d\n", &first, &count); err != nil || first != 0 {
		return nil, errUnreadable
	}
	lines := bytes.Split(raw[at:i], []byte("\n"))
	const headed = 3 // by two lines, and by the place of object 0, which is nobody's
	if count < 1 || len(lines) < headed+count-1 {
		return nil, errUnreadable
	}
	for _, line := range lines[headed : headed+count-1] {
		place, _, _ := strings.Cut(string(line), " ")
		offset, err := strconv.Atoi(place)
		if err != nil || offset < 0 || offset > at {
			return nil, errUnreadable
		}
		offsets = append(offsets, offset)
	}
	return offsets, nil
}

// readObject reads the object that bytes begin with.
func readObject(b []byte) (object, error) {
	_, b, found := bytes.Cut(b, []byte(" 0 obj\n"))
	end := bytes.Index(b, []byte("\nendobj\n"))
	if !found || end < 0 {
		return object{}, errUnreadable
	}
	const opens = "\nstream\n"
	begin := bytes.Index(b[:end], []byte(opens))
	if begin < 0 {
		return object{words: string(b[:end])}, nil
	}
	words := strings.TrimSuffix(strings.TrimPrefix(string(b[:begin]), "<<"), ">>")
	before, length, ok := strings.Cut(words, "/Length ")
	n, err := strconv.Atoi(length)
	begin += len(opens)
	if !ok || err != nil || n < 0 || begin+n > len(b) {
		return object{}, errUnreadable
	}
	return object{words: before, stream: &stream{bytes: b[begin : begin+n], length: n, plain: true}}, nil
}
