package paper

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"time"

	"convenant/documents"
	"convenant/documents/judge/judgetest"
	"convenant/templates"
	"convenant/workflow"
)

// readBack gives the words of a PDF.
func readBack(t *testing.T, pdf []byte) string {
	t.Helper()
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = bytes.NewReader(pdf)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestTheProofOfASignatureTellsWhoSignedWhat(t *testing.T) {
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPrinter(library)
	if err != nil {
		t.Fatal(err)
	}
	proof := Proof{
		Convenant: "Convenant Herstelnetwerk", Kenmerk: "DOC-23001740", Version: 2, SHA256: strings.Repeat("a1", 32), Party: "Gemeente Hilversum", Name: "Een Wethouder",
		Capacity: "wethouder", Mandate: "college van burgemeester en wethouders, 9 januari 2024", SignedIn: "Een Medewerker", Code: "gemaild aan medewerker@hilversum.example",
		Moment: time.Date(2024, 2, 1, 23, 30, 0, 0, time.UTC), Day: workflow.MustDate("2024-02-02"), Chance: "7f3c",
	}
	made := func() string {
		t.Helper()
		pdf, err := p.Proof(proof)
		if err != nil {
			t.Fatal(err)
		}
		judgetest.Sound(t, pdf)
		return readBack(t, pdf)
	}
	words := made()
	for _, want := range []string{"Gemeente Hilversum", "Ondertekend met de naam: Een Wethouder", "college van burgemeester en wethouders, 9 januari 2024", "DOC-23001740",
		proof.SHA256[:20], "2 februari 2024, 00.30.00 uur (UTC+01:00)", "Een Medewerker", "gemaild aan medewerker@hilversum.example", "7f3c"} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q:\n%s", want, words)
		}
	}
	proof.Code, proof.Drawn = "uitgereikt door het secretariaat", &documents.Handwriting{Words: "Met de hand getekend", Width: 10, Height: 10, Strokes: [][]documents.Point{{{X: 1, Y: 1}, {X: 9, Y: 9}}}}
	words = made()
	for _, want := range []string{"uitgereikt door het secretariaat", "Met de hand getekend"} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q:\n%s", want, words)
		}
	}
	if strings.Contains(words, "gemaild aan") || strings.Contains(words, "Ondertekend met de naam") {
		t.Errorf("it tells of a mail that was not sent, or of a name that was not typed:\n%s", words)
	}
}
