package main

// What the demo leaves, read back: the list of its papers, and the words of one of each kind. Write new golden files with
// go test ./cmd/convenant -run Demo -update, and read them over.

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/documents/judge/judgetest"
	"convenant/templates"
	"convenant/workflow"
)

var update = flag.Bool("update", false, "write the golden files anew")

// documentsOf lays the documents of the demo in a directory of this test and returns their names, in order.
func documentsOf(t *testing.T, demo left) (dir string, names []string) {
	t.Helper()
	dir = t.TempDir()
	for name, bytesOf := range demo.files {
		if !strings.HasSuffix(name, ".pdf") {
			continue
		}
		names = append(names, name)
		if err := os.WriteFile(filepath.Join(dir, name), bytesOf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	for line := range strings.SplitSeq(demo.told, "\n") {
		if name, _, ok := strings.Cut(strings.TrimSpace(line), ".pdf "); ok && !slices.Contains(names, name+".pdf") {
			t.Errorf("the demo says to look at %s.pdf, and it is not there", name)
		}
	}
	return dir, names
}

// golden compares words with those in a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "demo", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s says something else than before:\n%s", path, got)
	}
}

var (
	fingerprint = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	standHash   = regexp.MustCompile(`(stand [0-9]+) · [0-9a-f]{8}`)
)

// wordsOf extracts the words of a PDF as they stand on the page. Hashes change with the words of the templates and are
// left out.
func wordsOf(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(string(out), "\f", "\n=== volgende bladzijde\n")) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			b.WriteString(line + "\n")
		}
	}
	words := standHash.ReplaceAllString(fingerprint.ReplaceAllString(b.String(), "<sha256>"), "$1 · <hash>")
	return strings.TrimSuffix(words, "=== volgende bladzijde\n")
}

var pageOf = regexp.MustCompile(`stand [0-9]+ · <hash> · \d\d-\d\d-\d{4} +pagina (\d+) van (\d+)\n`)

func TestDemoPapers(t *testing.T) {
	dir, names := documentsOf(t, playDemo(t))
	golden(t, "papieren.txt", strings.Join(names, "\n")+"\n")

	shown := map[string]bool{}
	show := []string{ // besides the first of each kind
		"2025-10-31-ontvangstbevestiging-jellinek.pdf", "2025-11-20-ontvangstbevestiging-hilversum.pdf", "2025-12-04-ontvangstbevestiging-mee.pdf",
		"2026-01-05-ontvangstbevestiging-versa-welzijn.pdf", "2026-01-05-ontvangstbevestiging-versa-welzijn-2.pdf", "2023-11-30-besluitenlijst.pdf", "2023-10-18-oplegger-2.pdf",
	}
	for _, name := range names {
		kind := ""
		for _, k := range templates.LetterKinds {
			if strings.Contains(name, "-"+k) && len(k) > len(kind) {
				kind = k
			}
		}
		words := wordsOf(t, filepath.Join(dir, name))
		if pages := pageOf.FindAllStringSubmatch(words, -1); len(pages) == 0 || pages[len(pages)-1][1] != pages[len(pages)-1][2] {
			t.Errorf("%s: its pages do not say which they are, and of which stand", name)
		}
		if !strings.Contains(words, "DOC-23001740") {
			t.Errorf("%s does not bear the kenmerk", name)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			judgetest.Sound(t, pdf)
		})
		if kind != "" && (!shown[kind] || slices.Contains(show, name)) {
			shown[kind] = true
			golden(t, strings.TrimSuffix(name, ".pdf")+".txt", words)
		}
	}
	for _, kind := range templates.LetterKinds {
		if !shown[kind] && kind != workflow.PaperReminder && kind != workflow.PaperSignal { // of which cmd/internal/clock tells
			t.Errorf("the demo leaves no %s", kind)
		}
	}
}
