package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"convenant/workflow"
)

// The stories in testdata/script run the real main.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"convenant": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireUniqueNames: true})
}

func TestREADMEShowsTheGeneratedDiagram(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for diagram := range strings.SplitSeq(workflow.Diagram(), "\n\n") {
		if want := "```mermaid\n" + strings.TrimSpace(diagram) + "\n```"; !strings.Contains(string(readme), want) {
			t.Errorf("README.md does not show this diagram; put it there with `convenant diagram`:\n%s", want)
		}
	}
}

// A reader who runs the demo twice, or on another machine, holds the same papers.
func TestDemoGivesTheSameBytes(t *testing.T) {
	var told [2]string
	var papers [2]map[string][]byte
	for i := range 2 {
		dir := t.TempDir()
		var out, errs bytes.Buffer
		if err := run(context.Background(), []string{"demo", "-out", dir}, streams{strings.NewReader(""), &out, &errs}); err != nil {
			t.Fatalf("demo: %v\n%s", err, errs.String())
		}
		told[i] = strings.ReplaceAll(out.String(), dir, "DIR")
		papers[i] = readAll(t, dir)
	}
	if told[0] != told[1] {
		t.Error("the demo tells another story the second time")
	}
	if len(papers[0]) == 0 || len(papers[0]) != len(papers[1]) {
		t.Fatalf("the demo wrote %d papers, then %d", len(papers[0]), len(papers[1]))
	}
	for name, first := range papers[0] {
		if !bytes.Equal(first, papers[1][name]) {
			t.Errorf("%s has other bytes the second time", name)
		}
	}
}

func readAll(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
