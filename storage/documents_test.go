package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func documentOf(name, pin, content string) Document {
	sum := sha256.Sum256([]byte(content))
	return Document{Name: name, Kind: "kennisgeving", To: "p2", Day: "2024-01-15", SHA256: hex.EncodeToString(sum[:]), Pin: pin, Bytes: []byte(content)}
}

func TestDocumentsAreKeptOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		id := draft(t, r, 2)
		other := draft(t, r, 2)
		first, second := documentOf("a.pdf", `{"n":1}`, "een"), documentOf("b.pdf", `{"n":2}`, "twee")
		for range 2 { // the same again changes nothing
			if err := r.KeepDocuments(ctx, id, []Document{first, second}); err != nil {
				t.Fatal(err)
			}
		}
		same := documentOf("a.pdf", `{"n":3}`, "een") // another document with the same bytes
		if err := r.KeepDocuments(ctx, other, []Document{same, first}); err != nil {
			t.Fatal(err)
		}
		list, err := r.Documents(ctx, id)
		if err != nil || len(list) != 2 || list[0].Number != 1 || list[1].Number != 2 || list[1].Name != "b.pdf" || list[1].Pin != `{"n":2}` || list[1].To != "p2" {
			t.Errorf("%+v, %v", list, err)
		}
		if list, err = r.Documents(ctx, other); err != nil || len(list) != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		of := map[string]int{}
		with, err := r.DocumentsWith(ctx, first.SHA256)
		for _, d := range with {
			of[d.Convenant]++
		}
		if err != nil || len(with) != 3 || of[id] != 1 || of[other] != 2 {
			t.Errorf("by their file: %+v, %v", with, err)
		}
		if b, err := r.File(ctx, second.SHA256); err != nil || string(b) != "twee" {
			t.Errorf("%q, %v", b, err)
		}
		if _, err := r.File(ctx, "niets"); !errors.Is(err, ErrUnknown) {
			t.Errorf("a file that is not there: %v", err)
		}
		if err := r.KeepDocuments(ctx, "niets", []Document{first}); !errors.Is(err, ErrUnknown) {
			t.Errorf("a convenant that is not there: %v", err)
		}
		sound(t, r)
	})
}

// A copy is a register, and equal registers give equal copies.
func TestCopyTo(t *testing.T) {
	ctx := context.Background()
	var copies [2][]byte
	for i := range copies {
		r := newRegister(t, sqlite{path: filepath.Join(t.TempDir(), "register.db")})
		id := draft(t, r, 2)
		if err := r.KeepDocuments(ctx, id, []Document{documentOf("a.pdf", "{}", "een")}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "kopie.db")
		if err := r.CopyTo(ctx, path); err != nil {
			t.Fatal(err)
		}
		if err := r.CopyTo(ctx, path); err == nil {
			t.Error("a file that is there was written over")
		}
		var err error
		if copies[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		opened, err := Open(ctx, path, given())
		if err != nil {
			t.Fatal(err)
		}
		sound(t, opened)
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if string(copies[0]) != string(copies[1]) {
		t.Error("two copies of equal registers differ")
	}
}
