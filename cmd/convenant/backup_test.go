package main

// A restore does erasures again that the backup does not know. The journal of this test is written by hand, from the ids
// that stand in the backup.

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convenant/storage"
)

// convenant runs the program and returns what it says.
func convenant(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if err := run(context.Background(), args, streams{strings.NewReader(""), &out, &errs}); err != nil {
		t.Fatalf("convenant %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// filesIn unpacks a backup as any program would.
func filesIn(t *testing.T, path string) map[string]string {
	t.Helper()
	packed, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	zip, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string]string{}
	for files := tar.NewReader(zip); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return contents
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		contents[header.Name] = string(content)
	}
}

func TestARestoreErasesAgain(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	t.Setenv("CONVENANT_DATABASE", at("eerst.db"))
	const story = `stappen:
  - {datum: 2024-01-01, handeling: opstellen, gegevens: {sjabloon: algemeen, naam: Proef, partijen: [{id: a, naam: Gemeente A, vertegenwoordiger: Jan Quispel}, {id: b, naam: Gemeente B, vertegenwoordiger: Truus Bel}]}}
  - {datum: 2024-01-02, handeling: contactpersoon-aanwijzen, gegevens: {partij: a, naam: Jan Quispel, email: quispel@example.org}}
`
	if err := os.WriteFile(at("verhaal.yaml"), []byte(story), 0o600); err != nil {
		t.Fatal(err)
	}
	convenant(t, "play", at("verhaal.yaml"), "-db", at("eerst.db"))
	convenant(t, "backup", at("kopie"))

	erasure := storage.Erasure{Day: "2024-02-01", Fact: 3}
	const people = "tabellen/persoonsgegeven/000001.jsonl"
	for line := range strings.Lines(filesIn(t, at("kopie"))[people]) {
		var row struct{ ID, Convenant, Waarde string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if erasure.Convenant = row.Convenant; row.Waarde == "Jan Quispel" {
			erasure.Items = append(erasure.Items, row.ID)
		}
	}
	written, err := json.Marshal(erasure)
	if err != nil || len(erasure.Items) != 2 {
		t.Fatalf("%s, %v", written, err)
	}
	if err := os.WriteFile(at("wissingen"), written, 0o600); err != nil {
		t.Fatal(err)
	}

	t.Setenv("CONVENANT_DATABASE", at("nieuw.db"))
	if said := convenant(t, "restore", at("kopie"), "-wissingen", at("wissingen")); !strings.Contains(said, "done again: 1.") {
		t.Errorf("it says %s", said)
	}
	if said := convenant(t, "verify"); !strings.Contains(said, "1 convenanten, 3 facts") {
		t.Errorf("it says %s", said)
	}
	convenant(t, "backup", at("weer"))
	after := filesIn(t, at("weer"))
	if !strings.Contains(after[people], "Truus Bel") || !strings.Contains(after["tabellen/feit/000001.jsonl"], "Het was al gewist op 1 februari 2024.") {
		t.Errorf("the people are\n%s\nand the facts\n%s", after[people], after["tabellen/feit/000001.jsonl"])
	}
	for name, content := range after {
		if strings.Contains(strings.ToLower(content), "quispel") {
			t.Errorf("the name is back, in %s", name)
		}
	}
}
