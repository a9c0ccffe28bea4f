package storage

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// Whoever lets another table refer to a file must say so here too, or a file that it holds could be taken away.
func TestEveryTableThatHoldsAFileIsKnown(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	var tables []string
	if err := r.read.Select(&tables, `SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'blob'`); err != nil {
		t.Fatal(err)
	}
	slices.Sort(tables)
	if known := slices.Sorted(slices.Values(blobHolders)); !slices.Equal(tables, known) {
		t.Errorf("%v refer to a blob, and what waits too long is taken away looking at %v", tables, known)
	}
}

func TestAFileThatAFactRefersToStays(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p, err := r.AddToken(ctx, sha256Of("geheim"), Grant{Role: RoleSecretariat})
		if err != nil {
			t.Fatal(err)
		}
		send := func(content string) string {
			t.Helper()
			if err := r.AddUpload(ctx, Upload{sha256Of(content), "application/pdf", 2, p.ID}, []byte(content)); err != nil {
				t.Fatal(err)
			}
			return sha256Of(content)
		}
		referred, waiting, made := send("een brief"), send("een andere brief"), send("een document")
		id := draft(t, r, 2)
		a := act(t, `{"handeling":"agenderen","bijlagen":["%s","%s","brief.pdf"],"gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"adviseren"}}`, referred, sha256Of("elders"))
		a.RecordedBy = p.ID
		out, err := r.Act(ctx, id, Key{}, deciding(a, day("2024-01-01")))
		if err != nil || out.Refusal != nil {
			t.Fatal(err, out.Refusal)
		}
		if err := r.KeepDocuments(ctx, id, []Document{{Name: "d.pdf", SHA256: made, Pin: "{}", Bytes: []byte("een document")}}); err != nil {
			t.Fatal(err)
		}
		refs, err := r.References(ctx, referred, 10)
		if err != nil || !slices.Equal(refs, []Reference{{id, out.Fact}}) {
			t.Errorf("%v %v", refs, err)
		}
		for _, hash := range []string{referred, waiting, made} {
			if _, err := r.write.Exec("UPDATE bijlage SET moment = '2023-01-01T00:00:00Z' WHERE sha256 = $1", hash); err != nil {
				t.Fatal(err)
			}
		}
		send("nog een brief")
		for hash, want := range map[string]error{referred: nil, made: nil, waiting: ErrUnknown, sha256Of("elders"): ErrUnknown} {
			if b, err := r.File(ctx, hash); !errors.Is(err, want) || err == nil && sha256Of(string(b)) != hash {
				t.Errorf("%.8s: %v", hash, err)
			}
		}
		if sent, err := r.Sent(ctx, referred, p.ID); sent || err != nil {
			t.Errorf("what a fact refers to waits no longer: %v %v", sent, err)
		}
		if kind, err := r.TypeOfFile(ctx, referred); err != nil || kind != "application/pdf" {
			t.Errorf("%s %v", kind, err)
		}
		sound(t, r)
		if b := backedUp(t, r); !strings.Contains(readMe, "bijlageverwijzing") || len(b) == 0 {
			t.Error("the explanation of a backup says nothing of it")
		}
	})
}
