package judge_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/documents"
	"convenant/documents/judge"
	"convenant/workflow"
)

// sample is a paper with something of everything that is checked.
func sample(t testing.TB) []byte {
	t.Helper()
	paragraph := func(words string) []documents.Block { return []documents.Block{documents.Paragraph{Words: words}} }
	pdf, err := documents.Render(documents.Document{
		Title: "Convenant Proef", Kenmerk: "P-1", Status: "concept", Mark: "CONCEPT", Stand: "stand 1 · a1b2c3d4 · 1-2-2024", Date: workflow.MustDate("2024-02-01"),
		Orientation: documents.Landscape,
		Phrases:     []documents.Phrase{{Words: "empowerment", Language: "en"}, {Words: "www.voorbeeld.example", Target: "https://www.voorbeeld.example"}},
		Blocks: []documents.Block{
			documents.Title{Words: "Convenant Proef", Subtitle: "Regio Voorbeeld"},
			documents.Reference{Lines: []documents.ReferenceLine{{Label: "Kenmerk", Words: "P-1"}}},
			documents.Heading{Level: 2, Words: "De ondergetekenden:"},
			documents.Signatures{Captions: [4]string{"", "vertegenwoordigd door", "in zijn hoedanigheid van", "handtekening"},
				Rows: []documents.SignatureRow{{Party: "Gemeente Één"}, {Party: "Gemeente Twee", Representative: "wethouder"}}, Closing: "hierna: Partijen,"},
			documents.Heading{Level: 2, Words: "komen overeen:"},
			documents.ArticleHeading{Label: "Artikel 1", Words: "Doel"},
			documents.Lid{Number: "1.1", Body: paragraph("Het doel is empowerment. Meer staat op www.voorbeeld.example.")},
			documents.Lid{Number: "1.2", Body: append(paragraph("Partijen:"), documents.List{Items: []documents.Item{{Mark: "a)", Body: paragraph("overleggen;")}, {Mark: "b)", Body: paragraph("besluiten.")}}})},
			documents.Table{Columns: []documents.Column{{Heading: "Datum"}, {Heading: "Overleg"}}, Rows: [][]string{{"1 februari 2024", "Bestuur"}, {"2 februari 2024", "Raad"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func run(t testing.TB, name string, arg ...string) {
	t.Helper()
	out, err := exec.Command(name, arg...).CombinedOutput()
	if code, exited := err.(*exec.ExitError); err != nil && (!exited || code.ExitCode() != 3) { // 3 is a remark
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// plain writes a PDF such that it can be edited: nothing packed, an object after the other.
func plain(t testing.TB, pdf []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "b.pdf")
	if err := os.WriteFile(from, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", from, to)
	b, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mended gives an edited file its table of objects again.
func mended(t testing.TB, edited []byte) []byte {
	t.Helper()
	c := exec.Command("fix-qdf")
	c.Stdin = bytes.NewReader(edited)
	b, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func judged(t testing.TB, pdf []byte) []string {
	t.Helper()
	found, err := judge.Judge(pdf)
	if err != nil {
		t.Fatal(err)
	}
	var checks []string
	for _, f := range found {
		checks = append(checks, f.String())
	}
	return checks
}

func TestASoundFileIsSound(t *testing.T) {
	pdf := sample(t)
	for name, file := range map[string][]byte{"as it is made": pdf, "unpacked": mended(t, plain(t, pdf))} {
		if found := judged(t, file); len(found) > 0 {
			t.Errorf("%s:\n%s", name, strings.Join(found, "\n"))
		}
	}
}

// What is read aloud is what the paper says, in its order.
func TestTheReadingOrder(t *testing.T) {
	order, err := judge.ReadingOrder(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Join(order, "|")
	for _, want := range []string{"Convenant Proef", "Regio Voorbeeld", "De ondergetekenden:", "Gemeente Één", "Gemeente Twee", "Artikel 1", "1.1", "Het doel is", "empowerment", "a)", "overleggen;", "2 februari 2024", "Raad"} {
		_, rest, found := strings.Cut(words, want)
		if !found {
			t.Fatalf("%q is not read, or not after what stands before it:\n%s", want, strings.Join(order, "\n"))
		}
		words = rest
	}
	if strings.Contains(strings.Join(order, " "), "pagina 1") {
		t.Error("the foot of the page is read aloud")
	}
}

// Each check is shown to fail on a file that was broken on purpose, and to be the one that fails.
func TestEachCheckFindsWhatIsBroken(t *testing.T) {
	whole := plain(t, sample(t))
	broken := map[string]bool{}
	for _, c := range []struct {
		check    string
		from, to string // what is written otherwise, once
		also     []string
		raw      bool // the bytes are broken after the table of objects was made
	}{
		{check: "header", from: `%PDF-1\.7\n%[^\n]+\n`, to: "%PDF-1.7\n", raw: true},
		{check: "ending", from: `%%EOF\n$`, to: "%%EOF\n% meer\n", raw: true},
		{check: "id", from: `/ID \[[^\]]*\]`, to: ""},
		{check: "streams", from: `/Subtype /XML`, to: "/Subtype /XML /FFilter /FlateDecode"},
		{check: "marked", from: `/Marked true`, to: "/Marked false"},
		{check: "marked", from: `/Marked true`, to: "/Marked true /Suspects true"},
		{check: "language", from: `/Lang \(nl-NL\)`, to: ""},
		{check: "title shown", from: `/DisplayDocTitle true`, to: "/DisplayDocTitle false"},
		{check: "output intent", from: `/S /GTS_PDFA1`, to: "/S /GTS_PDFX"},
		{check: "output intent", from: `/N 3`, to: "/N 4"},
		{check: "nothing happens", from: `/Type /Catalog`, to: "/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert) >>"},
		{check: "nothing hidden", from: `/Type /Catalog`, to: "/Type /Catalog /AcroForm << /Fields [] >>"},
		{check: "metadata", from: `/Metadata \d+ 0 R`, to: "", also: []string{"conformance", "schema", "title", "agreement"}},
		{check: "conformance", from: `<pdfuaid:part>1`, to: "<pdfuaid:part>2"},
		{check: "conformance", from: `<pdfaid:conformance>A`, to: "<pdfaid:conformance>B"},
		{check: "schema", from: `<pdfaSchema:namespaceURI>[^<]*`, to: "<pdfaSchema:namespaceURI>http://elders.example/"},
		{check: "title", from: `<dc:title>.*</dc:title>`, to: "<dc:title></dc:title>", also: []string{"agreement"}},
		{check: "agreement", from: `/CreationDate \(D:2024`, to: "/CreationDate (D:2023"},
		{check: "agreement", from: `<xmp:CreatorTool>convenant`, to: "<xmp:CreatorTool>anders"},
		{check: "operators", from: `\nBT\n`, to: "\nqq\nBT\n"},
		{check: "closed", from: `\nBT\n`, to: "\nq\nBT\n"},
		{check: "all is marked", from: `/Artifact <</Type/Layout>> BDC`, to: "/Span BMC"},
		{check: "one of both", from: `(/P <</MCID \d+>> BDC\n)`, to: "/Artifact <</Type/Layout>> BDC\nEMC\n${1}/Artifact <</Type/Layout>> BDC BT ET 0 0 1 1 re f EMC\n"},
		{check: "artifacts", from: `/Artifact <</Type/Layout>>`, to: "/Artifact <</Type/Sier>>"},
		{check: "colours", from: `\nBT\n`, to: "\n0 0 0 1 k\nBT\n"},
		{check: "opaque", from: `/Type /Catalog`, to: "/Type /Catalog /Proef << /Type /ExtGState /ca 0.5 >>"},
		{check: "tree", from: `/S /Document`, to: "/S /Sect"},
		{check: "roles", from: `/S /P\n`, to: "/S /Alinea\n"},
		{check: "role map", from: `/Type /StructTreeRoot`, to: "/Type /StructTreeRoot /RoleMap << /P /Sect >>"},
		{check: "role map", from: `/Type /StructTreeRoot`, to: "/Type /StructTreeRoot /RoleMap << /Een /Twee /Twee /Een >>"},
		{check: "up and down", from: `(/P )(\d+)( 0 R\n[^>]*/S /H1)`, to: "${1}1${3}"},
		{check: "marks lead to elements", from: `/StructParents 0`, to: "/StructParents 9"},
		{check: "marks lead to elements", from: `(\n  /Nums \[\n    0\n    \[\n)      \d+ 0 R\n`, to: "${1}      1 0 R\n"},
		{check: "elements lead to marks", from: `/K \[\n    0\n  \]`, to: "/K [\n    99\n  ]", also: []string{"marks lead to elements"}},
		{check: "next key", from: `/ParentTreeNextKey \d+`, to: "/ParentTreeNextKey 0"},
		{check: "nesting", from: `/S /LI\n`, to: "/S /P\n"},
		{check: "words in their place", from: `/S /H1`, to: "/S /Sect", also: []string{"headings", "bookmarks"}},
		{check: "headings", from: `/S /H1`, to: "/S /H3"},
		{check: "numbered headings", from: `/S /H1`, to: "/S /H", also: []string{"headings"}},
		{check: "items", from: `/ListNumbering /Decimal`, to: "/ListNumbering /Streepjes"},
		{check: "heading cells", from: `/Scope /Column`, to: "/Scope /Overal"},
		{check: "tables", from: `/S /TD\n`, to: "/S /TD /A << /O /Table /ColSpan 2 >>\n"},
		{check: "figures", from: `/Alt \(ruimte`, to: "/Anders (ruimte"},
		{check: "figures", from: `/BBox \[`, to: "/Vak ["},
		{check: "no empty words", from: `/Alt \(ruimte[^)]*\)`, to: "/Alt ( )", also: []string{"figures"}},
		{check: "languages", from: `/Lang \(en\)`, to: "/Lang (Engels!)"},
		{check: "links in the tree", from: `/StructParent \d+`, to: "/StructParent 77"},
		{check: "links in the tree", from: `/S /Link`, to: "/S /Span"},
		{check: "links say where", from: `/Contents \([^)]*voorbeeld[^)]*\)`, to: "/Contents ()"},
		{check: "links are printed", from: `/F 4`, to: "/F 2"},
		{check: "links have no look", from: `/F 4`, to: "/F 4 /C [1 0 0]"},
		{check: "order of the keyboard", from: `/Tabs /S`, to: "/Tabs /R"},
		{check: "fonts", from: `/Encoding /Identity-H`, to: "/Encoding /Identity-V"},
		{check: "embedded", from: `/FontFile2 \d+ 0 R`, to: "", also: []string{"glyphs"}},
		{check: "names of fonts", from: `/FontName /[A-Z]{6}\+`, to: "/FontName /"},
		{check: "glyphs", from: `/CIDToGIDMap \d+ 0 R`, to: "/CIDToGIDMap 1 0 R", also: []string{"widths"}},
		{check: "widths", from: `/W \[\n    (\d+)\n    \[\n      \d+`, to: "/W [\n    ${1}\n    [\n      1"},
		{check: "characters", from: `beginbfrange`, to: "beginbfchaos"},
		{check: "real characters", from: `(beginbf(?:char|range)\n<[0-9A-F]{4}>\s*(?:<[0-9A-F]{4}>\s*)?)<[0-9A-F]{4}>`, to: "${1}<FEFF>"},
		{check: "bookmarks", from: `/Count (\d+)(\n[^>]*/Type /Outlines|\n  /First)`, to: "/Count 99${2}"},
	} {
		from := regexp.MustCompile(c.from)
		at := from.FindIndex(whole)
		if at == nil {
			t.Errorf("%s: there is no %s to break", c.check, c.from)
			continue
		}
		edit := func(b []byte) []byte {
			at := from.FindSubmatchIndex(b)
			return slices.Concat(b[:at[0]], from.Expand(nil, []byte(c.to), b, at), b[at[1]:])
		}
		var file []byte
		if c.raw {
			file = edit(mended(t, whole))
		} else {
			file = mended(t, edit(whole))
		}
		broken[c.check] = true
		found := judged(t, file)
		if !slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, c.check+" at ") }) {
			t.Errorf("%s: %s is not found; found is\n%s", c.check, c.from, strings.Join(found, "\n"))
		}
		for _, s := range found {
			check, _, _ := strings.Cut(s, " at ")
			if check != c.check && !slices.Contains(c.also, check) {
				t.Errorf("%s: broken with %s, and found is also %s", c.check, c.from, s)
			}
		}
	}
	locked := filepath.Join(t.TempDir(), "locked.pdf")
	if err := os.WriteFile(locked, sample(t), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--replace-input", "--encrypt", "", "baas", "256", "--", locked)
	b, err := os.ReadFile(locked)
	if err != nil {
		t.Fatal(err)
	}
	broken["encryption"] = slices.ContainsFunc(judged(t, b), func(s string) bool { return strings.HasPrefix(s, "encryption at ") })
	for _, c := range judge.Checks() {
		if !broken[c.ID] {
			t.Errorf("nothing was broken for %q", c.ID)
		}
	}
}
