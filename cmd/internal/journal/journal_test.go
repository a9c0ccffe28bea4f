package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"convenant/storage"
)

var (
	ofPartij = storage.Erasure{Day: "2024-03-03", Convenant: "c1", Fact: 7, Party: "p1", Items: []string{"a", "b"}}
	ofPerson = storage.Erasure{Person: "u1"}
)

func open(t *testing.T, path string) *Journal {
	t.Helper()
	j, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func TestWhatIsAddedIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wissingen")
	for _, e := range []storage.Erasure{ofPartij, ofPerson} { // each time anew, as after a restart
		j := open(t, path)
		if err := j.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	list, err := ReadFile(path)
	if err != nil || !reflect.DeepEqual(list, []storage.Erasure{ofPartij, ofPerson}) {
		t.Errorf("read is %+v, %v", list, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("it can be read by others: %v, %v", info.Mode(), err)
	}
}

func TestAJournalIsThereBeforeAnythingIsErased(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wissingen")
	open(t, path)
	if list, err := ReadFile(path); err != nil || len(list) > 0 {
		t.Errorf("read is %+v, %v", list, err)
	}
	if _, err := Open(filepath.Join(path, "nergens")); err == nil {
		t.Error("a journal in no directory is opened")
	}
}

// Several processes add to one file, each with a hold of its own.
func TestManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wissingen")
	var wg sync.WaitGroup
	for n := range 4 {
		j := open(t, path)
		for m := range 10 {
			wg.Go(func() {
				if err := j.Add(storage.Erasure{Person: fmt.Sprint(n, "-", m)}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	list, err := ReadFile(path)
	seen := map[string]bool{}
	for _, e := range list {
		seen[e.Person] = true
	}
	if err != nil || len(list) != 40 || len(seen) != 40 {
		t.Errorf("%d erasures are read, %d different: %v", len(list), len(seen), err)
	}
}

func TestALineThatCannotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wissingen")
	if err := os.WriteFile(path, []byte(`{"persoon":"u0"}`+"\n"+`{"convenant":"c`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, path).Add(ofPerson); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("it says %v", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	list, err := Read(strings.NewReader(strings.Join(slices.Delete(lines, 1, 2), "\n")))
	if err != nil || len(list) != 2 || list[1].Person != ofPerson.Person {
		t.Errorf("without that line: %+v, %v", list, err)
	}
	for _, line := range []string{`{}`, `{"convenant":"c1"}`, `{"persoon":"u1","naam":"Jan"}`, `niets`} {
		if _, err := Read(strings.NewReader(line)); err == nil {
			t.Errorf("%s is read", line)
		}
	}
}
