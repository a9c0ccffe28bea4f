package storage

// A backup that is not as it was written is refused whole, whatever is wrong with it, and nothing is restored.

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func sha256Of(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// refusedBackup reads a backup that is not one.
func refusedBackup(backup []byte) error {
	_, err := ReadBackup(context.Background(), bytes.NewReader(backup), int64(len(backup)))
	return err
}

// places are the bytes of a backup at which it is damaged: all of its beginning and end, and many between.
func places(size int) []int {
	var list []int
	for i := 0; i < size; i++ {
		if i < 200 || i > size-400 || i%97 == 0 {
			list = append(list, i)
		}
	}
	return list
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrNoBackup) || errors.Is(err, ErrBackupDamaged) || errors.Is(err, ErrBackupVersion)
}

func TestAnyChangedByteIsNoticed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		recorded(t, r)
		backup := backedUp(t, r)
		for _, i := range places(len(backup)) {
			for _, bit := range []byte{1, 0x80} {
				backup[i] ^= bit
				if err := refusedBackup(backup); !isRefusal(err) {
					t.Errorf("byte %d of %d changed: %v", i, len(backup), err)
				}
				backup[i] ^= bit
			}
		}
		if err := refusedBackup(backup); err != nil {
			t.Errorf("unchanged: %v", err)
		}
	})
}

func TestAnyMissingEndIsNoticed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		recorded(t, r)
		backup := backedUp(t, r)
		for _, n := range places(len(backup)) {
			want := ErrBackupDamaged
			if n < len(backupComment(backupVersion))+11 {
				want = ErrNoBackup // it does not even say what it is
			}
			if err := refusedBackup(backup[:n]); !errors.Is(err, want) {
				t.Errorf("cut off after byte %d of %d: %v", n, len(backup), err)
			}
		}
		if err := refusedBackup(append(slices.Clone(backup), 0)); !errors.Is(err, ErrBackupDamaged) {
			t.Errorf("with a byte more: %v", err)
		}
		if err := refusedBackup(append(slices.Clone(backup), backup...)); !errors.Is(err, ErrBackupDamaged) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestOtherFilesAreNoBackup(t *testing.T) {
	var plain bytes.Buffer
	zip := gzip.NewWriter(&plain)
	io.WriteString(zip, "iets")
	zip.Close()
	for name, content := range map[string][]byte{"nothing": nil, "text": []byte("kenmerk;naam\n"), "SQLite": []byte("SQLite format 3\x00"), "another gzip": plain.Bytes()} {
		if err := refusedBackup(content); !errors.Is(err, ErrNoBackup) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// archive is a backup, unpacked.
type archive struct {
	names    []string
	contents map[string][]byte
	comment  string
}

func unpacked(t *testing.T, backup []byte) *archive {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(backup))
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{contents: map[string][]byte{}, comment: zip.Comment}
	for files := tar.NewReader(zip); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return a
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		a.names = append(a.names, header.Name)
		a.contents[header.Name] = content
	}
}

// sealed packs the files again, with new sums if asked, and seals them: what somebody would do who knows the format.
func (a *archive) sealed(t *testing.T, newSums bool) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	zip.Comment = a.comment
	files := tar.NewWriter(zip)
	sums := ""
	for _, name := range a.names {
		content := a.contents[name]
		if name == sumsName && newSums {
			content = []byte(sums)
		}
		if !strings.HasPrefix(name, "teksten/") && !strings.HasPrefix(name, "bestanden/") {
			sums += sha256Of(string(content)) + "  " + name + "\n"
		}
		if err := files.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := files.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(files.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(out.Bytes())
	return append(out.Bytes(), backupSeal(sum[:])...)
}

// replace changes words in a file, which must be there.
func (a *archive) replace(t *testing.T, name, from, to string) {
	t.Helper()
	if !bytes.Contains(a.contents[name], []byte(from)) {
		t.Fatalf("%s has no %s", name, from)
	}
	a.contents[name] = bytes.Replace(a.contents[name], []byte(from), []byte(to), 1)
}

func (a *archive) drop(name string) {
	a.names = slices.DeleteFunc(a.names, func(n string) bool { return n == name })
}

// Who changes a backup and seals it again is found out by what it is a backup of, before anything is kept.
func TestABackupThatWasMadeWrongIsRefused(t *testing.T) {
	const facts, row = "tabellen/feit/000001.jsonl", "tabellen/convenant/000001.jsonl"
	everywhere(t, func(t *testing.T, r *Register) {
		recorded(t, r)
		backup := backedUp(t, r)
		if err := refusedBackup(unpacked(t, backup).sealed(t, true)); err != nil {
			t.Fatalf("packed again without a change: %v", err)
		}
		target := newRegister(t, databaseLike(t, r))
		empty := dump(t, target)
		file := func(a *archive, folder string) string {
			return a.names[slices.IndexFunc(a.names, func(n string) bool { return strings.HasPrefix(n, folder) })]
		}
		for what, c := range map[string]struct {
			change func(a *archive)
			want   error
		}{
			"a newer version":         {func(a *archive) { a.comment = backupComment(backupVersion + 1) }, ErrBackupVersion},
			"another version within":  {func(a *archive) { a.replace(t, manifestName, `"versie": 1`, `"versie": 0`) }, ErrBackupDamaged},
			"another table":           {func(a *archive) { a.replace(t, manifestName, `"naam": "blob"`, `"naam": "bolb"`) }, ErrBackupVersion},
			"a table twice":           {func(a *archive) { a.replace(t, manifestName, `"naam": "blob"`, `"naam": "feit"`) }, ErrBackupDamaged},
			"another column":          {func(a *archive) { a.replace(t, manifestName, `"kenmerk"`, `"kenteken"`) }, ErrBackupVersion},
			"another order":           {func(a *archive) { a.replace(t, manifestName, `"naam",`+"\n        "+`"kenmerk"`, `"kenmerk","naam"`) }, ErrBackupDamaged},
			"other heads":             {func(a *archive) { a.replace(t, manifestName, `"hoofden": "`, `"hoofden": "0`) }, ErrBackupDamaged},
			"no manifest":             {func(a *archive) { a.drop(manifestName) }, ErrBackupDamaged},
			"no JSON for a manifest":  {func(a *archive) { a.contents[manifestName] = []byte("{") }, ErrBackupDamaged},
			"a part is gone":          {func(a *archive) { a.drop(facts) }, ErrBackupDamaged},
			"a row is gone":           {func(a *archive) { a.contents[facts] = a.contents[facts][bytes.IndexByte(a.contents[facts], '\n')+1:] }, ErrBackupDamaged},
			"a row too many":          {func(a *archive) { a.contents[facts] = append(a.contents[facts], a.contents[facts]...) }, ErrBackupDamaged},
			"an empty part":           {func(a *archive) { a.contents[facts] = nil }, ErrBackupDamaged},
			"a row that is no JSON":   {func(a *archive) { a.replace(t, facts, `{`, `[`) }, ErrBackupDamaged},
			"a number that is text":   {func(a *archive) { a.replace(t, facts, `"nummer":1,`, `"nummer":"1",`) }, ErrBackupDamaged},
			"a column is gone":        {func(a *archive) { a.replace(t, facts, `"nummer":1,`, ``) }, ErrBackupDamaged},
			"a fact says another":     {func(a *archive) { a.replace(t, facts, `Gemeente Twee`, `Gemeente Drie`) }, ErrBackupDamaged},
			"a head is another":       {func(a *archive) { a.replace(t, row, `"hoofd":"`, `"hoofd":"0`) }, ErrBackupDamaged},
			"a checkpoint is another": {func(a *archive) { a.replace(t, "tabellen/ijkpunt/000001.jsonl", `"hash":"`, `"hash":"0`) }, ErrBackupDamaged},
			"a name is another": {func(a *archive) {
				a.replace(t, "tabellen/persoonsgegeven/000001.jsonl", `Piet Pieters`, `Piet Petersen`)
			}, ErrBackupDamaged},
			"a name is gone":             {func(a *archive) { a.replace(t, "tabellen/persoonsgegeven/000001.jsonl", `"Piet Pieters"`, `null`) }, ErrBackupDamaged},
			"an announcement is another": {func(a *archive) { a.replace(t, "tabellen/mededeling/000001.jsonl", `"hash":"`, `"hash":"0`) }, ErrBackupDamaged},
			"a file is another":          {func(a *archive) { name := file(a, "bestanden/"); a.contents[name] = []byte("anders") }, ErrBackupDamaged},
			"a text is gone":             {func(a *archive) { a.drop(file(a, "teksten/")) }, ErrBackupDamaged},
			"a file too many":            {func(a *archive) { a.names = append(a.names, "meer"); a.contents["meer"] = []byte("meer") }, ErrBackupDamaged},
			"no sums":                    {func(a *archive) { a.drop(sumsName) }, ErrBackupDamaged},
		} {
			a := unpacked(t, backup)
			c.change(a)
			_, err := restore(target, a.sealed(t, true))
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", what, err)
			}
			unchanged(t, target, empty, what)
		}
		a := unpacked(t, backup)
		a.replace(t, facts, `Gemeente Twee`, `Gemeente Drie`)
		if err := refusedBackup(a.sealed(t, false)); !errors.Is(err, ErrBackupDamaged) || !strings.Contains(err.Error(), sumsName) {
			t.Errorf("with the old sums: %v", err)
		}
		if _, err := restore(target, backup); err != nil {
			t.Errorf("the backup itself: %v", err)
		}
	})
}

// swapped gives another byte at a place from some reading on.
type swapped struct {
	io.ReaderAt
	reads, from int
	place       int64
}

func (s *swapped) ReadAt(p []byte, at int64) (int, error) {
	n, err := s.ReaderAt.ReadAt(p, at)
	if s.reads++; s.from > 0 && s.reads > s.from && at <= s.place && s.place < at+int64(n) {
		p[s.place-at] ^= 1
	}
	return n, err
}

// A file that changes between the reading over and the restoring is noticed as well, wherever it does: the tenth byte
// tells on which system it was made, and nothing but the SHA-256 answers for it.
func TestABackupThatChangesMeanwhile(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		recorded(t, r)
		backup := backedUp(t, r)
		target := newRegister(t, databaseLike(t, r))
		empty := dump(t, target)
		file := &swapped{ReaderAt: bytes.NewReader(backup)}
		b, err := ReadBackup(context.Background(), file, int64(len(backup)))
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []int{9, len(backup) / 2, len(backup) - sealLength - 1} {
			file.from, file.place = file.reads, int64(place)
			if _, err := target.Restore(context.Background(), b, Restoring{Today: day("2024-04-01")}); !errors.Is(err, ErrBackupDamaged) {
				t.Errorf("at byte %d it says %v", place, err)
			}
			unchanged(t, target, empty, "a restore")
		}
	})
}
