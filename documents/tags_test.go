package documents

// What who hears a paper gets: poppler reads the structure from the file, and it is compared with the document.

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"

	"convenant/workflow"
)

var (
	roleLine = regexp.MustCompile(`^( *)([A-Z][A-Za-z0-9]*)(?: \((?:block|inline)\))?(:?)$`)
	wordLine = regexp.MustCompile(`(?s)^ *"(.*)"$`)
)

// heard gives the roles of the structure in reading order, each with its depth before it, and the words.
func heard(tb testing.TB, pdf []byte) (roles []string, words string) {
	tb.Helper()
	var b strings.Builder
	for line := range strings.Lines(run(tb, pdf, "pdfinfo", "-struct-text", "-")) {
		line = strings.TrimRight(line, "\n")
		if m := roleLine.FindStringSubmatch(line); m != nil {
			roles = append(roles, fmt.Sprintf("%d %s", len(m[1])/2, m[2]))
		} else if m := wordLine.FindStringSubmatch(line); m != nil {
			b.WriteString(m[1])
		}
	}
	return roles, b.String()
}

// everyPaper gives papers of every kind, by name.
func everyPaper(tb testing.TB) map[string]Document {
	papers := map[string]Document{"letter": aLetter()}
	for _, o := range []Orientation{Landscape, Portrait} {
		for _, signed := range []bool{false, true} {
			doc := agreementOf(tb, Ondertekend, signed).Document()
			doc.Orientation = o
			papers[fmt.Sprintf("agreement, signed %v, %v", signed, o)] = doc
		}
	}
	for kind, b := range samples("woord van 31 december 2025") {
		for _, layout := range []Layout{Book, Sheet, Letter} {
			doc := paper(b)
			doc.Layout = layout
			papers[fmt.Sprint(kind, layout)] = doc
		}
	}
	return papers
}

func TestWhoHearsAPaperHearsItWhole(t *testing.T) {
	for name, doc := range everyPaper(t) {
		if _, words := heard(t, render(t, doc)); bare(words) != bare(printedWords(doc)) {
			t.Errorf("%s:\n got %s\nwant %s", name, bare(words), bare(printedWords(doc)))
		}
	}
}

// Words that stand on two lines are heard as two words, and a word that was parted as one.
func TestLinesEndBetweenWords(t *testing.T) {
	long := strings.Repeat("voorzieningen/", 40)
	words := strings.Repeat("Het loopt tot en met 31 december 2025, en dan niet meer. ", 12) + long + " einde"
	_, got := heard(t, render(t, paper(Paragraph{words}, Lid{"1.1", []Block{Paragraph{"Een lid."}}})))
	if want := words + "1.1 Een lid."; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWhatBlocksBecome(t *testing.T) {
	doc := paper(Title{"Convenant", "ondertitel"}, Reference{[]ReferenceLine{{Label: "Kenmerk", Words: "P-1"}}}, Heading{2, "Deel"},
		ArticleHeading{"Artikel 1", "Doel"},
		Lid{"1.1", []Block{Paragraph{"Een:"}, List{[]Item{{"a)", []Block{Paragraph{"eerst"}}}}}}},
		Lid{"1.2", []Block{Heading{4, "Tussenkop"}, Paragraph{"Twee."}}},
		Table{[]Column{{"Datum", 1}, {"", 1}}, [][]string{{"vandaag", ""}}},
		Signatures{[4]string{"", "door", "als", "handtekening"}, []SignatureRow{{Party: "MEE", Capacity: "bestuurder"}}, "samen"})
	roles, _ := heard(t, render(t, doc))
	want := []string{"0 Document", "1 H1", "1 P", "1 L", "2 LI", "3 Lbl", "3 LBody", "4 P", "1 H2", "1 H3",
		"1 L", "2 LI", "3 Lbl", "3 LBody", "4 P", "4 L", "5 LI", "6 Lbl", "6 LBody", "7 P", "2 LI", "3 Lbl", "3 LBody", "4 H4", "4 P",
		"1 Table", "2 TR", "3 TH", "3 TD", "2 TR", "3 TD", "3 TD",
		"1 Table", "2 TR", "3 TD", "3 TH", "3 TH", "3 TH", "2 TR", "3 TH", "3 TD", "4 Figure", "3 TD", "3 TD", "4 Figure", "1 P"}
	if !slices.Equal(roles, want) {
		t.Errorf("got  %q\nwant %q", roles, want)
	}
}

// A letter has no title: what it is about is its first heading, and the others stand under that.
func TestALetterHasAFirstHeading(t *testing.T) {
	roles, _ := heard(t, render(t, aLetter()))
	var headings []string
	for _, r := range roles {
		if _, role, _ := strings.Cut(r, " "); role[0] == 'H' {
			headings = append(headings, role)
		}
	}
	if !slices.Equal(headings, []string{"H1", "H2", "H2"}) {
		t.Errorf("%q", headings)
	}
}

// Whatever blocks follow each other, all of it is heard, in order, no heading skips a level, and the file is sound. The
// documents are drawn by chance, and the same each time.
func TestWhoHearsAnyPaper(t *testing.T) {
	for seed := range 12 {
		doc := rapid.Custom(someDocument).Example(seed)
		doc.Phrases = []Phrase{{Words: "woord", Language: "en"}, {Words: "kop", Target: "https://example.nl"}}
		pdf := render(t, doc)
		roles, words := heard(t, pdf)
		if bare(words) != bare(printedWords(doc)) {
			t.Fatalf("seed %d: got  %s\nwant %s", seed, bare(words), bare(printedWords(doc)))
		}
		last := 0
		for _, r := range roles {
			level := 0
			if n, err := fmt.Sscanf(r[strings.Index(r, " ")+1:], "H%d", &level); n != 1 || err != nil {
				continue
			}
			if level > last+1 {
				t.Fatalf("seed %d: from level %d to %d", seed, last, level)
			}
			last = level
		}
		strictly(t, pdf)
	}
}

// strictly reads a file as pdfcpu does, and holds it to the specification.
func strictly(tb testing.TB, pdf []byte) *model.Context {
	tb.Helper()
	model.ConfigPath = "disable"
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationStrict
	ctx, err := pdfcpu.ReadWithContext(tb.Context(), bytes.NewReader(pdf), conf)
	if err != nil {
		tb.Fatalf("pdfcpu: %v", err)
	}
	if err := validate.XRefTable(ctx); err != nil {
		tb.Fatalf("pdfcpu: %v", err)
	}
	return ctx
}

// plainObjects gives the file with its objects in the open.
func plainObjects(tb testing.TB, pdf []byte) string {
	tb.Helper()
	return run(tb, pdf, "qpdf", "--qdf", "--object-streams=disable", "-", "/dev/stdout")
}

// What is left open is told to who cannot see the line; what is filled in is not.
func TestOpenPlacesAreTold(t *testing.T) {
	count := func(doc Document, alt string) int {
		return strings.Count(plainObjects(t, render(t, doc)), "/Alt ("+alt+")")
	}
	open := paper(Signatures{[4]string{"", "door", "als", "handtekening"}, []SignatureRow{{Party: "A"}, {Party: "B", Capacity: "x"}, {"C", "x", "y", "ondertekend"}}, ""},
		Form{[]FormLine{{Label: "Naam"}, {Label: "Namens", Words: "A"}, {Label: "Handtekening", Tall: true}}})
	if n := count(open, altSignature); n != 3 {
		t.Errorf("%d places to sign, want 3", n)
	}
	if n := count(open, altOpen); n != 4 {
		t.Errorf("%d places to fill in, want 4", n)
	}
	if n := count(paper(Handwriting{Words: "x", Width: 1, Height: 1, Strokes: [][]Point{{{X: 0, Y: 0}, {X: 1, Y: 1}}}}), altDrawing); n != 1 {
		t.Errorf("%d drawings, want 1", n)
	}
}

// The header of a table stands on every page, and is heard once.
func TestATablesHeaderIsHeardOnce(t *testing.T) {
	table := Table{Columns: []Column{{"Datum", 1}, {"Overleg", 2}}}
	for i := range 60 {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i), "Portefeuillehoudersoverleg"})
	}
	pdf := render(t, paper(table))
	_, words := heard(t, pdf)
	headers, _, _ := pagesOf(t, pdf)
	if shown := strings.Count(run(t, pdf, "pdftotext", "-", "-"), "Overleg"); strings.Count(words, "Overleg") != 1 || shown != len(headers) || shown < 3 {
		t.Errorf("heard %d times, shown %d times on %d pages", strings.Count(words, "Overleg"), shown, len(headers))
	}
	if strings.Contains(words, "pagina 1 van") {
		t.Error("the footer is heard among the text")
	}
}

// What repeats on every page, warns or adorns is marked as no part of the document.
func TestWhatRepeatsIsNoPartOfTheDocument(t *testing.T) {
	pdf := render(t, agreementOf(t, Concept, false).Document())
	headers, _, _ := pagesOf(t, pdf)
	plain := plainObjects(t, pdf)
	for _, artifact := range []string{headerArtifact, footerArtifact, watermarkArtifact, layoutArtifact} {
		if n := strings.Count(plain, "/Artifact <<"+artifact+">> BDC\n"); n != len(headers) {
			t.Errorf("%s %d times on %d pages", artifact, n, len(headers))
		}
	}
}

func TestBookmarks(t *testing.T) {
	doc := agreementOf(t, Ondertekend, true).Document()
	list, err := pdfcpu.Bookmarks(strictly(t, render(t, doc)))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Title != "Convenant Herstelnetwerk" || list[0].PageFrom != 1 {
		t.Fatalf("%+v", list)
	}
	parts := list[0].Kids
	if len(parts) != 3 || parts[0].Title != "De ondergetekenden:" || parts[2].Title != "komen als volgt overeen:" {
		t.Fatalf("%+v", parts)
	}
	_, bodies, _ := pagesOf(t, render(t, doc))
	articles := parts[2].Kids
	if len(articles) != 9 {
		t.Fatalf("%d articles", len(articles))
	}
	var check func([]pdfcpu.Bookmark)
	check = func(list []pdfcpu.Bookmark) {
		for _, b := range list {
			if !strings.Contains(bare(bodies[b.PageFrom-1]), bare(b.Title)) {
				t.Errorf("%q leads to page %d, where it does not stand", b.Title, b.PageFrom)
			}
			check(b.Kids)
		}
	}
	check(articles)
	if articles[2].Title != "Artikel 3 Ingangsdatum en duur van het Convenant" {
		t.Errorf("%q", articles[2].Title)
	}
}

// A paper without headings has no bookmarks.
func TestNoBookmarks(t *testing.T) {
	pdf := render(t, paper(Paragraph{"Dag."}))
	if strings.Contains(plainObjects(t, pdf), "/Outlines") {
		t.Error("there are bookmarks")
	}
	strictly(t, pdf)
}

func TestLinksAndOtherLanguages(t *testing.T) {
	doc := paper(Paragraph{"Zie www.voorbeeld.nl/één of mail naar info@voorbeeld.nl."}, Heading{2, "Empowerment"}, Paragraph{"Empowermentbeleid is iets anders dan empowerment."})
	doc.Phrases = []Phrase{WebPhrase("www.voorbeeld.nl/één"), MailPhrase("info@voorbeeld.nl"),
		{Words: "empowerment", Language: "en"}, {Words: "Empowerment", Language: "en"}}
	pdf := render(t, doc)
	urls := run(t, pdf, "pdfinfo", "-url", "-")
	for _, want := range []string{"https://www.voorbeeld.nl/%C3%A9%C3%A9n", "mailto:info@voorbeeld.nl"} {
		if strings.Count(urls, want) != 1 {
			t.Errorf("%q does not lead once to %s", urls, want)
		}
	}
	plain := plainObjects(t, pdf)
	if n := strings.Count(plain, "/Lang (en)"); n != 2 {
		t.Errorf("%d times another language, want 2", n)
	}
	if !strings.Contains(plain, "/Contents (E-mail naar info@voorbeeld.nl)") {
		t.Error("it is not said where the address leads")
	}
	if _, words := heard(t, pdf); bare(words) != bare(printedWords(doc)) {
		t.Errorf("%q", words)
	}
	strictly(t, pdf)

	doc.Phrases[2].Language = "en) /X (y"
	if _, err := Render(doc); err == nil || !strings.Contains(err.Error(), "taalcode") {
		t.Errorf("a language that is none: %v", err)
	}
}

// A link that runs over two lines is one link with two places.
func TestALinkOverTwoLines(t *testing.T) {
	address := "www.voorbeeld.nl/" + strings.Repeat("voorzieningen/", 20)
	doc := paper(Paragraph{"Zie " + address})
	doc.Phrases = []Phrase{WebPhrase(address)}
	pdf := render(t, doc)
	roles, words := heard(t, pdf)
	if !slices.Equal(roles, []string{"0 Document", "1 P", "2 Link"}) || words != "Zie "+address {
		t.Errorf("%q, %q", roles, words)
	}
	if n := strings.Count(run(t, pdf, "pdfinfo", "-url", "-"), "https://"+address); n < 3 {
		t.Errorf("it leads there from %d places", n)
	}
	strictly(t, pdf)
}

// The agreement says empowerment in English, and where its site is.
func TestPhrasesOfAnAgreement(t *testing.T) {
	doc := agreementOf(t, Vastgesteld, false).Document()
	doc.Theme = aTheme()
	for _, want := range []Phrase{{Words: "empowerment", Language: "en"}, {Words: "Empowerment", Language: "en"}, {Words: "www.herstelnetwerk.nl", Target: "https://www.herstelnetwerk.nl"}} {
		if !slices.Contains(doc.phrases(), want) {
			t.Errorf("%+v is not among %+v", want, doc.phrases())
		}
	}
	text := workflow.Text{Recitals: []workflow.Passage{{Words: "Zie (https://a.nl/b), www.c.nl. En housing first."}}}
	a := Agreement{Status: Vastgesteld, Date: workflow.MustDate("2024-01-18"), Text: text}
	want := []Phrase{{Words: "https://a.nl/b", Target: "https://a.nl/b"}, {Words: "www.c.nl", Target: "https://www.c.nl"}, {Words: "housing first", Language: "en"}}
	doc = a.Document()
	if doc.Theme = aTheme(); !slices.Equal(doc.phrases(), want) {
		t.Errorf("%+v", doc.phrases())
	}
}

func TestPhrasesAreWhole(t *testing.T) {
	phrases := []Phrase{{Words: "best practice", Language: "en"}, {Words: "best practices", Language: "en"}, {Words: "practice", Language: "fr"}}
	for words, want := range map[string][]string{
		"best practices": {"best practices"}, "de best practice.": {"best practice"}, "xbest practice": {"practice"},
		"practiced": nil, "": nil, "practice, practice": {"practice", "practice"}, "épractice": nil,
	} {
		var got []string
		for _, f := range phrasesIn(words, phrases) {
			got = append(got, words[f.from:f.to])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q", words, got)
		}
	}
}

// However lines and phrases fall, no letter is lost or moved to another line.
func TestPartedLinesKeepTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOf(rapid.RuneFrom([]rune("ab é"))).Draw(t, "words")
		var phrases []Phrase
		for range rapid.IntRange(0, 3).Draw(t, "phrases") {
			phrases = append(phrases, Phrase{Words: rapid.StringOf(rapid.RuneFrom([]rune("ab é"))).Draw(t, "phrase"), Language: "en"})
		}
		lines := breakLines(words, bodyStyle, rapid.Float64Range(6, 60).Draw(t, "width"))
		of := &element{role: "P"}
		for i, l := range parted(lines, of, phrases) {
			if l.String() != lines[i] {
				t.Fatalf("%q became %q", lines[i], l)
			}
			for _, p := range l {
				if p.words == "" || p.of != of && p.of.parent != of {
					t.Fatalf("%+v", p)
				}
			}
		}
	})
}
