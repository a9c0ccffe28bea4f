package documents

// What a reader, a search box or a screen reader gets out of the file is what went in: the text is taken out again by
// poppler and compared. A tool that is missing is a failure.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// run gives a tool the file, in the place of "-" in its arguments.
func run(tb testing.TB, pdf []byte, name string, args ...string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "document.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		tb.Fatal(err)
	}
	args[slices.Index(args, "-")] = path
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("%s %v: %v\n%s%s", name, args, err, out, stderr.String())
	}
	return string(out)
}

func render(tb testing.TB, doc Document) []byte {
	tb.Helper()
	pdf, err := Render(doc)
	if err != nil {
		tb.Fatal(err)
	}
	return pdf
}

// pagesOf extracts the text of each page: its header line, its body and its footer line.
func pagesOf(tb testing.TB, pdf []byte) (headers, bodies, footers []string) {
	tb.Helper()
	for sheet := range strings.SplitSeq(strings.TrimSuffix(run(tb, pdf, "pdftotext", "-layout", "-", "-"), "\f"), "\f") {
		lines := strings.Split(strings.TrimSpace(sheet), "\n")
		if len(lines) < 2 {
			tb.Fatalf("a page without header and footer: %q", sheet)
		}
		headers = append(headers, lines[0])
		bodies = append(bodies, strings.Join(lines[1:len(lines)-1], "\n"))
		footers = append(footers, lines[len(lines)-1])
	}
	return headers, bodies, footers
}

func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// wordsOf lists what an agreement says after its signatures, in reading order.
func wordsOf(t workflow.Text) []string {
	words := []string{"overwegende dat:"}
	passage := func(mark string, p workflow.Passage) {
		words = append(words, mark, p.Heading, p.Words)
		for _, i := range p.Items {
			words = append(words, i.Mark(), i.Words)
		}
		words = append(words, p.After)
	}
	for _, p := range t.Recitals {
		passage("–", p)
	}
	words = append(words, "komen als volgt overeen:")
	for _, a := range t.Articles {
		words = append(words, fmt.Sprintf("Artikel %d", a.Number), a.Heading)
		for _, p := range a.Passages {
			passage(p.Number(), p)
		}
	}
	return words
}

func TestTheTextComesOutAsItWentIn(t *testing.T) {
	for _, orientation := range []Orientation{Landscape, Portrait} {
		a := agreementOf(t, Ondertekend, true)
		doc := a.Document()
		doc.Orientation = orientation
		pdf := render(t, doc)
		_, bodies, _ := pagesOf(t, pdf)
		_, rest, _ := strings.Cut(bare(strings.Join(bodies, "\n")), "overwegendedat:")
		if want := bare(strings.Join(wordsOf(a.Text)[1:], "\n")); rest != want {
			t.Errorf("orientation %d: the words after “overwegende dat:” differ\n got %s\nwant %s", orientation, rest, want)
		}
		// In the order in which they are drawn, cells follow each other whole, also where their lines stand side by side.
		inOrder(t, run(t, pdf, "pdftotext", "-raw", "-", "-"), front(a)...)
	}
}

// front lists what an agreement says before its recitals.
func front(a Agreement) []string {
	return []string{
		"Convenant Herstelnetwerk", "Regio Gooi en Vechtstreek", "Datum 17 augustus 2023", "Kenmerk DOC-23001740",
		"Status ondertekend", a.Fingerprint, "De ondergetekenden:", "rechtsgeldig vertegenwoordigd door",
		"in zijn hoedanigheid van", "handtekening", "Gemeente Blaricum", "vertegenwoordiger A", "burgemeester",
		"ondertekend op 18 januari 2024", "op papier", "Gemeente Wijdemeren", "Gezamenlijk ook te noemen: “Gemeenten”,",
		"Regio Gooi en Vechtstreek", "hierna te noemen: de Regio;", "GGz Centraal", "Versa Welzijn",
		"hierna gezamenlijk aan te duiden als “Partijen”, en afzonderlijk als “Partij”,", "overwegende dat:",
	}
}

// inOrder holds a text to words that must stand in it, each after the one before.
func inOrder(t *testing.T, text string, words ...string) {
	t.Helper()
	text = bare(text)
	for _, w := range words {
		at := strings.Index(text, bare(w))
		if at < 0 {
			t.Fatalf("%q is missing, or out of order", w)
		}
		text = text[at+len(bare(w)):]
	}
}

func TestGroupsAndTheirNames(t *testing.T) {
	two, one := []string{"Gemeente A", "Gemeente B"}, []string{"Regio C"}
	a := Agreement{Status: Vastgesteld, Date: workflow.MustDate("2024-01-18")}
	a.Text.Groups = []workflow.Group{{Name: "Gemeenten", Parties: two}, {Name: "de Regio", Parties: one}, {Parties: []string{"Zorg D", "Zorg E"}}}
	a.Parties = []Party{{Name: "Nieuw F", Group: "de Regio"}, {Name: "Gemeente B", Group: "Gemeenten", Capacity: "burgemeester"}, {Name: "Los G", Group: "Overigen"}}
	text := run(t, render(t, a.Document()), "pdftotext", "-layout", "-", "-")
	inOrder(t, text, "Gemeente A", "Gemeente B", "burgemeester", "Gezamenlijk ook te noemen: “Gemeenten”,", "Regio C", "Nieuw F",
		"Gezamenlijk ook te noemen: “de Regio”,", "handtekening", "Zorg D", "Zorg E", "handtekening", "Los G",
		"hierna te noemen: Overigen;", "hierna gezamenlijk aan te duiden als")
	if n := strings.Count(text, "te noemen:"); n != 3 {
		t.Errorf("%d groups take a name, want 3:\n%s", n, text)
	}
}

func TestEveryPageSaysWhichItIs(t *testing.T) {
	for status, says := range map[string]string{Concept: "", Vastgesteld: "· vastgesteld ", Geconsolideerd: "· geconsolideerd "} {
		pdf := render(t, agreementOf(t, status, false).Document())
		headers, _, footers := pagesOf(t, pdf)
		if pages := strings.TrimSpace(run(t, pdf, "qpdf", "--show-npages", "-")); pages != fmt.Sprint(len(headers)) {
			t.Errorf("%s: %s pages, text of %d", status, pages, len(headers))
		}
		for i := range headers {
			if i > 0 && !strings.Contains(headers[i], "Convenant Herstelnetwerk") {
				t.Errorf("%s: header %q", status, headers[i])
			}
			number := fmt.Sprintf("pagina %d van %d", i+1, len(headers))
			if !strings.HasPrefix(footers[i], "DOC-23001740 · versie 2 "+says+"· stand 27 · a1b2c3d4 · 31-12-2025 ") || !strings.HasSuffix(footers[i], number) {
				t.Errorf("%s: footer %q, want stand and %q", status, footers[i], number)
			}
		}
		for i, header := range headers {
			if marked := strings.Contains(header, "CONCEPT"); marked != (status == Concept) {
				t.Errorf("%s: page %d is marked as a draft: %v", status, i+1, marked)
			}
		}
	}
}

func TestTableComesOutRowByRow(t *testing.T) {
	table := Table{Columns: []Column{{"Datum", 1}, {"Overleg", 2}, {"Doel", 1}}}
	for i := range 60 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("dag %d", i), "Portefeuillehoudersoverleg", "vaststellen"})
	}
	_, bodies, _ := pagesOf(t, render(t, paper(Paragraph{"Behandeling:"}, table)))
	if len(bodies) < 3 {
		t.Fatalf("%d pages", len(bodies))
	}
	row := 0
	for i, body := range bodies {
		body = bare(body)
		if !strings.HasPrefix(strings.TrimPrefix(body, "Behandeling:"), "DatumOverlegDoel") {
			t.Errorf("page %d does not begin with the table's header: %.40q", i+1, body)
		}
		for strings.Contains(body, fmt.Sprintf("dag%dPortefeuillehoudersoverlegvaststellen", row)) {
			row++
		}
	}
	if row != 60 {
		t.Errorf("row %d is missing or out of order", row)
	}
}

// paper is a document of blocks.
func paper(blocks ...Block) Document {
	return Document{Title: "Proef", Kenmerk: "P-1", Date: workflow.MustDate("2024-01-18"), Blocks: blocks}
}
