package documents

// What the archive asks of a file, as far as it can be seen from outside; documents/judge looks inside.

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestFilesKeepToTheSpecification(t *testing.T) {
	for name, doc := range everyPaper(t) {
		t.Run(name, func(t *testing.T) {
			pdf := render(t, doc)
			strictly(t, pdf)
			if !bytes.HasPrefix(pdf, []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")) || !bytes.HasSuffix(pdf, []byte("\n%%EOF\n")) {
				t.Error("it begins or ends otherwise")
			}
		})
	}
}

func TestAnAgreementIsSmall(t *testing.T) {
	for _, status := range []string{Concept, Ondertekend} {
		if n := len(render(t, agreementOf(t, status, false).Document())); n > 100_000 {
			t.Errorf("%s: %d bytes", status, n)
		}
	}
}

// A file says what it is in two places, and what it says there is the same.
func TestWhatAFileSaysOfItself(t *testing.T) {
	doc := paper(Paragraph{"Dag."})
	doc.Title, doc.Status, doc.Stand = "Één <titel> & meer (1)", "vastgesteld", "stand 1 · a"
	pdf := render(t, doc)
	info, xmp := run(t, pdf, "pdfinfo", "-"), run(t, pdf, "pdfinfo", "-meta", "-")
	for _, want := range []string{"Één <titel> & meer (1)", "P-1 · vastgesteld · stand 1 · a", "convenant", Renderer} {
		inXML := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(want)
		if !strings.Contains(info, want+"\n") || !strings.Contains(xmp, ">"+inXML+"<") {
			t.Errorf("%q is missing in\n%s%s", want, info, xmp)
		}
	}
	for _, want := range []string{"<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>",
		"<xmp:CreateDate>2024-01-18T12:00:00Z</xmp:CreateDate>", "<rdf:li>nl-NL</rdf:li>"} {
		if !strings.Contains(xmp, want) {
			t.Errorf("%q is missing in\n%s", want, xmp)
		}
	}
	plain := plainObjects(t, pdf)
	for _, want := range []string{"/DisplayDocTitle true", "/Marked true", "/Lang (nl-NL)", "/GTS_PDFA1"} {
		if !strings.Contains(plain, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// A file is known by what is in it.
func TestAFileIsKnownByItsContents(t *testing.T) {
	id := func(words string) string {
		return regexp.MustCompile(`/ID\[<[0-9a-f]{32}>`).FindString(string(render(t, paper(Paragraph{words}))))
	}
	if a, b := id("een"), id("twee"); a == "" || a == b || a != id("een") {
		t.Errorf("%q and %q", a, b)
	}
}

// Papers that are made at once, with and without fonts of their own, do not get in each other's way.
func TestManyAtOnce(t *testing.T) {
	docs := []Document{agreementOf(t, Concept, false).Document(), aLetter(), paper(Paragraph{"Łódź, Şişli ✓ ḡ"}), paper(Table{[]Column{{"a", 1}}, [][]string{{"ő"}}})}
	want := make([][]byte, len(docs))
	for i, doc := range docs {
		want[i] = render(t, doc)
	}
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			for i := range docs {
				i = (i + n) % len(docs)
				if got, err := Render(docs[i]); err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("document %d has other bytes, error %v", i, err)
				}
			}
		})
	}
	all.Wait()
}

var fontLine = regexp.MustCompile(`(?m)^([A-Z]{6}\+\S+) +CID TrueType +Identity-H +yes yes yes`)

// Every face is in the file, cut, with what its characters mean. Most papers share them; a name from elsewhere brings its
// own.
func TestFonts(t *testing.T) {
	fonts := func(words string) (names []string) {
		list := run(t, render(t, paper(Paragraph{words})), "pdffonts", "-")
		for _, m := range fontLine.FindAllStringSubmatch(list, -1) {
			names = append(names, m[1])
		}
		if lines := strings.Count(list, "\n") - 2; lines != len(names) {
			t.Errorf("%q: %d of %d fonts are as they should be:\n%s", words, len(names), lines, list)
		}
		return names
	}
	plain, other, more := fonts("Dag."), fonts("Tot ziens?"), fonts("Łukasz ✓")
	if len(plain) != 2 || !slices.Equal(plain, other) {
		t.Errorf("papers do not share their fonts: %q, %q", plain, other)
	}
	if len(more) != 3 || slices.Contains(more, plain[0]) || !strings.HasSuffix(more[2], "+DejaVuSans") {
		t.Errorf("a paper with more characters has %q", more)
	}
}

// What a base font holds is what papers are written with.
func TestTheBaseHoldsDutch(t *testing.T) {
	doc := agreementOf(t, Concept, false).Document()
	pages, _, err := layOut(doc)
	if err != nil {
		t.Fatal(err)
	}
	d := newDrawer(frameOf(doc), programAccent)
	for i := range pages {
		d.page(&pages[i])
	}
	for f := range faces {
		if used := d.content.fonts[liberation][f]; used == nil || !base().has(used) {
			t.Errorf("the agreement has a face %d of its own", f)
		}
	}
	for f := range faces {
		m := f.metrics()
		for _, r := range base().runes() {
			if !m.has(r) || m.filled[r] {
				t.Errorf("face %d lacks %q", f, r)
			}
		}
	}
}

// What codes mean is told in ranges that a reader can read: none crosses a hundred in a list, or changes its first byte.
func TestMeaningsOfCodes(t *testing.T) {
	var runes []rune
	for r := rune(0x20); r < 0x700; r++ {
		if r%7 != 3 {
			runes = append(runes, r)
		}
	}
	var got []rune
	told := string(toUnicode(runes))
	for _, list := range regexp.MustCompile(`(?s)(\d+) beginbfrange\n(.*?)endbfrange`).FindAllStringSubmatch(told, -1) {
		ranges := regexp.MustCompile(`<(....)><(....)><(....)>\n`).FindAllStringSubmatch(list[2], -1)
		if n, err := strconv.Atoi(list[1]); err != nil || n != len(ranges) || n > 100 {
			t.Errorf("a list of %s has %d ranges", list[1], len(ranges))
		}
		for _, r := range ranges {
			if r[1] != r[3] || r[1][:2] != r[2][:2] {
				t.Errorf("%q", r[0])
			}
			from, _ := strconv.ParseInt(r[1], 16, 32)
			to, _ := strconv.ParseInt(r[2], 16, 32)
			for c := from; c <= to; c++ {
				got = append(got, rune(c))
			}
		}
	}
	if !slices.Equal(got, runes) {
		t.Errorf("%d codes are told of %d", len(got), len(runes))
	}
}

func TestRuneSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfDistinct(rapid.Int32Range(0, 0xFFFF), func(r rune) rune { return r }).Draw(t, "runes")
		var set, more runeSet
		for _, r := range list {
			set.add(r)
			more.add(r)
		}
		more.add(0x100)
		slices.Sort(list)
		if !slices.Equal(set.runes(), list) || !more.has(&set) || set.has(&more) != slices.Contains(list, 0x100) {
			t.Fatalf("%v became %v", list, set.runes())
		}
	})
}

// The profile holds the numbers that the standard gives for sRGB, adapted to the white of profiles.
func TestTheColourProfile(t *testing.T) {
	p := profile()
	if size := int(binary.BigEndian.Uint32(p)); size != len(p) || string(p[12:24]) != "mntrRGB XYZ " || string(p[36:40]) != "acsp" {
		t.Errorf("%d bytes, %q", size, p[:40])
	}
	data := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint32(p[128:])) {
		entry := p[132+12*i:]
		at, size := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:])
		data[string(entry[:4])] = p[at : at+size]
	}
	number := func(tag string, at int) float64 {
		return float64(int32(binary.BigEndian.Uint32(data[tag][at:]))) / (1 << 16)
	}
	for tag, want := range map[string][3]float64{
		"rXYZ": {0.4361, 0.2225, 0.0139}, "gXYZ": {0.3851, 0.7169, 0.0971}, "bXYZ": {0.1431, 0.0606, 0.7141}, "wtpt": {0.9642, 1, 0.8249},
	} {
		for i, v := range want {
			if got := number(tag, 8+4*i); math.Abs(got-v) > 0.0005 {
				t.Errorf("%s: %.4f, want %.4f", tag, got, v)
			}
		}
	}
	for _, tag := range []string{"rTRC", "gTRC", "bTRC"} {
		g, a, b, c, d := number(tag, 12), number(tag, 16), number(tag, 20), number(tag, 24), number(tag, 28)
		light := func(x float64) float64 {
			if x < d {
				return c * x
			}
			return math.Pow(a*x+b, g)
		}
		if string(data[tag][:4]) != "para" || math.Abs(light(0.5)-0.2140) > 0.0002 || math.Abs(light(1)-1) > 0.0002 || math.Abs(light(0.02)-0.00155) > 0.0001 {
			t.Errorf("%s: %.4f, %.4f, %.5f", tag, light(0.5), light(1), light(0.02))
		}
	}
}

// A back end's file that is not as it always was is refused, and breaks nothing.
func TestReadFileRefusesWhatItCannotRead(t *testing.T) {
	d := newDrawer(frameOf(Document{}), programAccent)
	d.page(&page{})
	var raw bytes.Buffer
	if err := d.pdf.Output(&raw); err != nil {
		t.Fatal(err)
	}
	if _, err := readFile(raw.Bytes()); err != nil {
		t.Fatal(err)
	}
	whole := raw.String()
	for _, broken := range []string{"", "%PDF-1.3\n", whole[:len(whole)/2], strings.Replace(whole, "startxref", "startxxxx", 1),
		strings.Replace(whole, "xref\n0", "xref\n7", 1), strings.Replace(whole, "/Length ", "/Length x", 1), strings.Replace(whole, "/Length ", "/Length 9", 1),
		strings.ReplaceAll(whole, "endobj", "endxxx"), strings.Replace(whole, " 00000 n", "999999999", 1)} {
		if f, err := readFile([]byte(broken)); err == nil {
			t.Errorf("%d bytes became %d objects", len(broken), len(f.objects))
		}
	}
}

func TestStringsOfPDF(t *testing.T) {
	for words, want := range map[string]string{
		"":      "()",
		`a(b)\`: `(a\(b\)\\)`,
		"é":     "(\xFE\xFF\x00\xE9)",
		"Ĩ":     "(\xFE\xFF\x01\\()",
		"😀":     "(\xFE\xFF\xD8=\xDE\x00)",
	} {
		if got := pdfText(words); got != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}

func TestNumbersAreShort(t *testing.T) {
	for v, want := range map[int]string{0: "0", 100: "1", 150: "1.5", 5: "0.05", -5: "-0.05", 12345: "123.45", -20010: "-200.1"} {
		if got := string(appendHundredths(nil, v)); got != want {
			t.Errorf("%d: %s, want %s", v, got, want)
		}
	}
}

// Who seals a file adds to its end, and changes nothing of what is there: a signature in the catalog, and a table that names
// the one before it.
func TestAFileHasRoomForASeal(t *testing.T) {
	pdf := render(t, agreementOf(t, Ondertekend, true).Document())
	sealed := withSeal(t, pdf)
	run(t, sealed, "qpdf", "--check", "-")
	if said := run(t, sealed, "pdfsig", "-"); !strings.Contains(said, "Signature Field Name: zegel") {
		t.Errorf("the seal is not found: %s", said)
	}
	if run(t, pdf, "pdftotext", "-", "-") != run(t, sealed, "pdftotext", "-", "-") {
		t.Error("it reads otherwise when it is sealed")
	}
}

// withSeal adds a field for a seal to the end of a file, and in it a seal that seals nothing.
func withSeal(t *testing.T, pdf []byte) []byte {
	t.Helper()
	table := regexp.MustCompile(`/Size (\d+)/W\[1 4 2\]/Root (\d+) 0 R`).FindSubmatch(pdf)
	before := regexp.MustCompile(`startxref\n(\d+)\n`).FindAllSubmatch(pdf, -1)
	if table == nil || len(before) != 1 {
		t.Fatal("it has no table at its end, or more than one")
	}
	size, root := numberIn(t, table[1]), numberIn(t, table[2])
	catalog := regexp.MustCompile(`\n` + strconv.Itoa(root) + ` 0 obj\n<<([^\n]*)>>\nendobj`).FindSubmatch(pdf)
	if catalog == nil {
		t.Fatal("its catalog stands in a group")
	}
	out, at := slices.Clone(pdf), map[int]int{}
	field, seal, end := size, size+1, size+2
	for n, words := range map[int]string{
		root:  "<<" + string(catalog[1]) + "/AcroForm<</SigFlags 3/Fields[" + ref(field) + "]>>>>",
		field: "<</Type/Annot/Subtype/Widget/FT/Sig/T(zegel)/F 132/Rect[0 0 0 0]/V " + ref(seal) + ">>",
		seal:  "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>",
	} {
		at[n] = len(out)
		out = object{words: words}.append(out, n)
	}
	at[end] = len(out)
	var index, where []byte
	for _, n := range slices.Sorted(maps.Keys(at)) {
		index = append(strconv.AppendInt(index, int64(n), 10), " 1 "...)
		where = append(binary.BigEndian.AppendUint32(append(where, atOffset), uint32(at[n])), 0, 0)
	}
	words := "/Type/XRef/Size " + strconv.Itoa(end+1) + "/W[1 4 2]/Index[" + string(index) + "]/Root " + ref(root) + "/Prev " + string(before[0][1])
	out = object{words: words, stream: &stream{bytes: where, plain: true}}.append(out, end)
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", at[end])
}

func numberIn(t *testing.T, digits []byte) int {
	t.Helper()
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
