package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"convenant/storage/storagetest"
	"convenant/workflow"
)

// The stories in testdata/script run the real main.
func TestMain(m *testing.M) {
	testscript.Main(storagetest.Tests{M: m}, map[string]func(){"convenant": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireUniqueNames: true, Setup: withServer, Cmds: serverCommands})
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

// A reader who runs the demo twice, or on another machine, holds the same papers and the same register.
func TestDemoGivesTheSameBytes(t *testing.T) {
	first, second := playDemo(t), playDemoAgain(t)
	if first.told != second.told {
		t.Error("the demo tells another story the second time")
	}
	if len(first.files) < 100 || len(first.files) != len(second.files) || len(first.files["convenant.db"]) == 0 {
		t.Fatalf("the demo left %d files, then %d", len(first.files), len(second.files))
	}
	for name, bytesOf := range first.files {
		if !bytes.Equal(bytesOf, second.files[name]) {
			t.Errorf("%s has other bytes the second time", name)
		}
	}
}

// left is what a demo told and left.
type left struct {
	told  string
	files map[string][]byte
}

var (
	firstDemo     left
	firstDemoOnce sync.Once
)

// playDemo plays the demo once for all tests that look at what it leaves.
func playDemo(t *testing.T) left {
	t.Helper()
	firstDemoOnce.Do(func() { firstDemo = playDemoAgain(t) })
	if firstDemo.files == nil {
		t.Fatal("the demo failed")
	}
	return firstDemo
}

func playDemoAgain(t *testing.T) left {
	t.Helper()
	dir := t.TempDir()
	var out, errs bytes.Buffer
	if err := run(context.Background(), []string{"demo", "-out", dir}, streams{strings.NewReader(""), &out, &errs}); err != nil {
		t.Fatalf("demo: %v\n%s", err, errs.String())
	}
	return left{strings.ReplaceAll(out.String(), dir, "DIR"), readAll(t, dir)}
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
