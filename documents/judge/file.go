package judge

// How a file is written, byte for byte: its first and last line, its table of objects, and how each object and stream is
// set down (ISO 19005-2, 6.1). An archive must be able to read it with a plain reader of another century.

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func fileChecks() []Check {
	return []Check{
		{"A 6.1.2 header", "ISO 19005-2, 6.1.2", "the first line is %PDF-1.7 and nothing else", lookAtHeader},
		{"A 6.1.2 binary", "ISO 19005-2, 6.1.2", "the second line is a comment of at least four bytes above 127", lookAtBinaryComment},
		{"A 6.1.3 end", "ISO 19005-2, 6.1.3", "nothing stands after the last end of file but one end of line", lookAtEnd},
		{"A 6.1.3 encryption", "ISO 19005-2, 6.1.3; ISO 14289-1, 7.16", "the file is not encrypted", lookAtEncryption},
		{"A 6.1.4 xref", "ISO 19005-2, 6.1.4; ISO 32000-1, 7.5.4", "the table of objects is written as it must be, and every entry leads to its object", lookAtXRef},
	}
}

func objectChecks() []Check {
	return []Check{
		{"A 6.1.3 id", "ISO 19005-2, 6.1.3", "the trailer has an ID of two strings", lookAtID},
		{"A 6.1.6 hex", "ISO 19005-2, 6.1.6", "hexadecimal strings are of whole bytes, and of hexadecimal digits alone", lookAtHex},
		{"A 6.1.7.1 length", "ISO 19005-2, 6.1.7.1", "a stream is as long as its Length says, and its keywords are on lines of their own", lookAtStreamBytes},
		{"A 6.1.7.1 external", "ISO 19005-2, 6.1.7.1", "no stream lies in another file", lookAtExternalStreams},
		{"A 6.1.7.2 filter", "ISO 19005-2, 6.1.7.2", "streams are compressed by standard filters, and not by LZW", lookAtFilters},
		{"A 6.1.8 utf-8", "ISO 19005-2, 6.1.8", "names of fonts and structure types are UTF-8", lookAtNames},
		{"A 6.1.9 spacing", "ISO 19005-2, 6.1.9", "obj and endobj are written on lines of their own, with single spaces", lookAtSpacing},
		{"A 6.1.13 limits", "ISO 19005-2, 6.1.13", "numbers, strings, names and the count of objects stay within what readers can hold", lookAtLimits},
		{"A 6.1.13 page-size", "ISO 19005-2, 6.1.13", "pages are between 3 and 14400 units wide and high", lookAtPageSizes},
		{"PDF 7.3 syntax", "ISO 32000-1, 7.3", "objects are written as the syntax has it, and refer to objects that exist", lookAtSyntax},
		{"own readable", "ours", "what streams hold can be unpacked", lookAtStreamsDecode},
	}
}

func lookAtHeader(f *file, found found) {
	if !regexp.MustCompile(`^%PDF-1\.7(\r\n|\n|\r)`).Match(f.bytes) {
		found("the first line", "%q", f.bytes[:min(len(f.bytes), 12)])
	}
}

func lookAtBinaryComment(f *file, found found) {
	_, rest, _ := bytes.Cut(f.bytes, []byte("\n"))
	high := 0
	for _, c := range rest[min(1, len(rest)):] {
		if c <= 127 {
			break
		}
		high++
	}
	if !bytes.HasPrefix(rest, []byte("%")) || high < 4 {
		found("the second line", "%d bytes above 127", high)
	}
}

func lookAtEnd(f *file, found found) {
	at := bytes.LastIndex(f.bytes, []byte("%%EOF"))
	if at < 0 {
		found("the end", "no %%%%EOF")
		return
	}
	if rest := string(f.bytes[at+len("%%EOF"):]); rest != "" && rest != "\n" && rest != "\r" && rest != "\r\n" {
		found("the end", "%d bytes after %%%%EOF", len(rest))
	}
}

// lookAtXRef looks at the tables from the end of the file to its beginning. Of a table that is a stream it is asked only that
// it is there; its entries are read with the file, and a wrong one is then an object that is not where it should be.
func lookAtXRef(f *file, found found) {
	for _, s := range f.sections() {
		where := fmt.Sprintf("the table at %d", s.at)
		if s.trailer == nil {
			found(where, "no table, or no trailer behind it")
		}
		if s.table != nil {
			f.lookAtTable(s.table, func(words string, args ...any) { found(where, words, args...) })
		}
	}
}

func lookAtEncryption(f *file, found found) {
	for _, s := range f.sections() {
		if trailerEntry(s.trailer, "Encrypt") != nil {
			found("the trailer", "Encrypt")
		}
	}
}

// section is one table of objects: written as a table, or as a stream.
type section struct {
	at      int
	table   []byte // nil: it is a stream
	trailer []byte // the dictionary; nil: there is none
}

// sections follows the tables from the end of the file.
func (f *file) sections() (list []section) {
	seen := map[int]bool{}
	for at := f.startOfXRef(); !seen[at]; {
		seen[at] = true
		s := f.sectionAt(at)
		list = append(list, s)
		previous, ok := trailerEntry(s.trailer, "Prev").(types.Integer)
		if !ok {
			break
		}
		at = previous.Value()
	}
	return list
}

func (f *file) sectionAt(at int) section {
	s := section{at: at}
	switch {
	case isObjectAt(f.bytes, at):
		s.trailer, _, _ = bytes.Cut(f.bytes[at:], []byte("stream"))
		s.trailer = objectStart.ReplaceAll(s.trailer, nil)
	case at >= 0 && at < len(f.bytes):
		s.table, s.trailer, _ = bytes.Cut(f.bytes[at:], []byte("trailer"))
		s.trailer, _, _ = bytes.Cut(s.trailer, []byte("startxref"))
	}
	if len(s.trailer) == 0 {
		s.trailer = nil
	}
	return s
}

// trailerEntry gives what stands under a key in the dictionary of a table.
func trailerEntry(trailer []byte, key string) types.Object {
	l := &lexer{bytes: trailer}
	dict, _ := l.object(l.next(), 0).(types.Dict)
	return dict[key]
}

// startOfXRef gives where the last table is said to be; -1 when that is not said.
func (f *file) startOfXRef() int {
	at := bytes.LastIndex(f.bytes, []byte("startxref"))
	if at < 0 {
		return -1
	}
	l := lexer{bytes: f.bytes, at: at + len("startxref")}
	if t := l.next(); t.kind == intToken {
		return int(t.number)
	}
	return -1
}

var (
	objectStart = regexp.MustCompile(`^(\d+) (\d+) obj`)
	tableHead   = regexp.MustCompile(`^xref(\r\n|\n|\r)`)
	sectionHead = regexp.MustCompile(`^(\d+) (\d+) ?(\r\n|\n|\r)`)
	tableEntry  = regexp.MustCompile(`^(\d{10}) (\d{5}) ([nf])( \r| \n|\r\n)`)
)

func isObjectAt(b []byte, at int) bool {
	return at >= 0 && at < len(b) && objectStart.Match(b[at:min(len(b), at+24)])
}

func (f *file) lookAtTable(table []byte, found func(string, ...any)) {
	head := tableHead.Find(table)
	if head == nil {
		found("%q where xref and an end of line should stand", table[:min(8, len(table))])
		return
	}
	rest := table[len(head):]
	for section := sectionHead.FindSubmatch(rest); section != nil; section = sectionHead.FindSubmatch(rest) {
		rest = rest[len(section[0]):]
		first, _ := strconv.Atoi(string(section[1]))
		count, _ := strconv.Atoi(string(section[2]))
		for i := range count {
			entry := tableEntry.FindSubmatch(rest)
			if entry == nil {
				found("the entry of object %d is not written in twenty bytes", first+i)
				return
			}
			rest = rest[len(entry[0]):]
			f.lookAtEntry(first+i, entry, found)
		}
	}
	if len(rest) > 0 {
		found("%q where trailer should stand", rest[:min(8, len(rest))])
	}
}

func (f *file) lookAtEntry(number int, entry [][]byte, found func(string, ...any)) {
	if string(entry[3]) == "f" {
		return
	}
	offset, _ := strconv.Atoi(string(entry[1]))
	generation, _ := strconv.Atoi(string(entry[2]))
	want := fmt.Sprintf("%d %d obj", number, generation)
	if offset >= len(f.bytes) || !bytes.HasPrefix(f.bytes[offset:], []byte(want)) {
		found("object %d is not at %d", number, offset)
	}
}

func lookAtID(f *file, found found) {
	if len(f.pdf.ID) != 2 {
		found("the trailer", "an ID of %d strings", len(f.pdf.ID))
		return
	}
	for _, part := range f.pdf.ID {
		if b, ok := f.stringBytes(part); !ok || len(b) < 16 {
			found("the trailer", "a part of the ID is shorter than 16 bytes")
		}
	}
}

// written goes through the objects as they are written in the file, in their order there. The bytes reach to where the next
// one begins, or the table.
func (f *file) written(visit func(number, at int, b []byte)) {
	var starts []int
	at := map[int]int{}
	for number, entry := range f.pdf.Table {
		if !entry.Free && !entry.Compressed && entry.Offset != nil && isObjectAt(f.bytes, int(*entry.Offset)) {
			at[int(*entry.Offset)] = number
		}
	}
	starts = slices.Sorted(maps.Keys(at))
	for i, start := range starts {
		end := len(f.bytes)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		visit(at[start], start, f.bytes[start:end])
	}
}

// words goes through the words of every object and every content stream, with where each stands. The data of streams are
// passed over.
func (f *file) words(visit func(where string, t token)) {
	all := func(where string, l *lexer) {
		for t := l.next(); t.kind != endToken && !t.is("stream") && !t.is("endobj"); t = l.next() {
			visit(where, t)
		}
	}
	f.written(func(number, _ int, b []byte) {
		all(object(number), &lexer{bytes: b})
	})
	for _, number := range f.numbers() {
		if packed, ok := f.objects[number].(types.ObjectStreamDict); ok && packed.Decode() == nil {
			all(object(number), &lexer{bytes: packed.Content})
		}
	}
	for _, s := range f.drawn {
		for _, op := range s.operations {
			for _, t := range op.operands {
				visit(s.where, t)
			}
		}
	}
}

func lookAtHex(f *file, found found) {
	f.words(func(where string, t token) {
		if t.kind == hexToken && t.fault != "" {
			found(where, "%s", t.fault)
		}
	})
}

func lookAtSyntax(f *file, found found) {
	f.words(func(where string, t token) {
		if t.kind != hexToken && t.fault != "" {
			found(where, "%s", t.fault)
		}
	})
	for _, number := range f.numbers() {
		for _, to := range references(f.objects[number], nil, 0) {
			if f.objects[to] == nil {
				found(object(number), "refers to object %d, which is not in the file", to)
			}
		}
	}
}

// references gives the numbers of the objects that an object refers to.
func references(o types.Object, to []int, depth int) []int {
	if depth > mostNesting {
		return to
	}
	switch o := o.(type) {
	case types.IndirectRef:
		return append(to, number(o))
	case types.Array:
		for _, item := range o {
			to = references(item, to, depth+1)
		}
	case types.Dict:
		for _, key := range slices.Sorted(maps.Keys(o)) {
			to = references(o[key], to, depth+1)
		}
	case types.StreamDict:
		return references(o.Dict, to, depth+1)
	}
	return to
}

const (
	longestString   = 32767
	longestName     = 127
	mostObjects     = 8388607
	greatestReal    = 3.403e38
	smallestReal    = 1.175e-38
	smallestPage    = 3
	greatestPage    = 14400
	deepestGraphics = 28
)

func lookAtLimits(f *file, found found) {
	if n := len(f.pdf.Table); n > mostObjects {
		found("the file", "%d objects", n)
	}
	f.words(func(where string, t token) {
		switch size := math.Abs(t.number); {
		case t.kind == intToken && (t.number > math.MaxInt32 || t.number < math.MinInt32):
			found(where, "the whole number %.0f", t.number)
		case t.kind == realToken && (size > greatestReal || size != 0 && size < smallestReal):
			found(where, "the number %g", t.number)
		case (t.kind == stringToken || t.kind == hexToken) && len(t.bytes) > longestString:
			found(where, "a string of %d bytes", len(t.bytes))
		case t.kind == nameToken && len(t.bytes) > longestName:
			found(where, "a name of %d bytes", len(t.bytes))
		}
	})
	for _, s := range f.drawn {
		if s.deepest > deepestGraphics {
			found(s.where, "q is nested %d deep", s.deepest)
		}
	}
}

func lookAtPageSizes(f *file, found found) {
	for _, p := range f.pages {
		for _, key := range []string{"MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"} {
			box := p.entry(key)
			if box == nil && key != "MediaBox" {
				continue
			}
			r, ok := f.rectangle(box)
			w, h := r.right-r.left, r.top-r.bottom
			if !ok || min(w, h) < smallestPage || max(w, h) > greatestPage {
				found(p.String(), "a %s of %g by %g", key, w, h)
			}
		}
	}
}

var (
	wellSpaced = regexp.MustCompile(`^\d+[\x00\t\n\f\r ]\d+[\x00\t\n\f\r ]obj(\r\n|\n|\r)`)
	wellEnded  = regexp.MustCompile(`(\r\n|\n|\r)endobj(\r\n|\n|\r)`)
)

func lookAtSpacing(f *file, found found) {
	f.written(func(number, at int, b []byte) {
		if at == 0 || f.bytes[at-1] != '\n' && f.bytes[at-1] != '\r' {
			found(object(number), "no end of line before it")
		}
		if !wellSpaced.Match(b) || !wellEnded.Match(b) {
			found(object(number), "obj or endobj is not on a line of its own")
		}
	})
}

func lookAtStreamBytes(f *file, found found) {
	f.written(func(number, _ int, b []byte) {
		dict := f.dict(f.objects[number])
		if _, isDict := f.objects[number].(types.Dict); isDict || dict == nil {
			return
		}
		length, _ := f.integer(dict["Length"])
		l := lexer{bytes: b}
		for t := l.next(); !t.is("stream"); t = l.next() {
			if t.kind == endToken {
				return
			}
		}
		rest := b[l.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			rest = rest[2:]
		case bytes.HasPrefix(rest, []byte("\n")):
			rest = rest[1:]
		default:
			found(object(number), "stream is not followed by a line feed")
			return
		}
		if length < 0 || length > len(rest) || !afterData.Match(rest[length:]) {
			found(object(number), "Length says %d, and no end of line and endstream stand there", length)
		}
	})
}

var afterData = regexp.MustCompile(`^(\r\n|\n|\r)endstream`)

// eachStream goes through the dictionaries of all streams.
func (f *file) eachStream(visit func(number int, dict types.Dict)) {
	for _, number := range f.numbers() {
		switch o := f.objects[number].(type) {
		case types.StreamDict, types.ObjectStreamDict, types.XRefStreamDict:
			visit(number, f.dict(o))
		}
	}
}

func lookAtExternalStreams(f *file, found found) {
	f.eachStream(func(number int, dict types.Dict) {
		for _, key := range []string{"F", "FFilter", "FDecodeParms"} {
			if dict[key] != nil {
				found(object(number), "a stream with %s", key)
			}
		}
	})
}

var allowedFilters = []string{"ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "JBIG2Decode", "DCTDecode", "JPXDecode"}

func lookAtFilters(f *file, found found) {
	f.eachStream(func(number int, dict types.Dict) {
		for _, filter := range f.namesOf(dict["Filter"]) {
			if !slices.Contains(allowedFilters, filter) {
				found(object(number), "the filter %s", filter)
			}
		}
	})
}

// namesOf gives one name, or those in an array.
func (f *file) namesOf(o types.Object) (names []string) {
	switch o := f.object(o).(type) {
	case types.Name:
		return []string{string(o)}
	case types.Array:
		for _, item := range o {
			names = append(names, f.name(item))
		}
	}
	return names
}

func lookAtNames(f *file, found found) {
	f.every(func(where string, dict types.Dict) {
		for _, key := range []string{"BaseFont", "FontName", "S"} {
			if name := f.name(dict[key]); strings.ToValidUTF8(name, "") != name {
				found(where, "%s is not UTF-8", key)
			}
		}
	})
}

func lookAtStreamsDecode(f *file, found found) {
	f.eachStream(func(number int, dict types.Dict) {
		if _, isPlain := f.objects[number].(types.StreamDict); isPlain && f.streams[number] == nil {
			if length, _ := f.integer(dict["Length"]); length > 0 {
				found(object(number), "the stream cannot be unpacked")
			}
		}
	})
}
