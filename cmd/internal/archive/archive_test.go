package archive

import (
	"strings"
	"testing"
)

func TestTheIdOfADocument(t *testing.T) {
	const id = "018a0326-ff50-7a84-9a11-e417ca1079c7"
	if convenant, number, ok := Cut(IDOf(id, 12)); convenant != id || number != 12 || !ok {
		t.Errorf("got %s, %d, %t", convenant, number, ok)
	}
	for _, other := range []string{id, id + "-0", id + "-01", id + "--1", id + "-x", id + "-1-1", "12", ""} {
		if _, _, ok := Cut(other); ok {
			t.Errorf("%q is taken for the id of a document", other)
		}
	}
}

func TestTheFormOfAFingerprint(t *testing.T) {
	for name, want := range map[string]bool{strings.Repeat("0a", 32): true, strings.Repeat("0A", 32): false, strings.Repeat("0g", 32): false,
		strings.Repeat("0", 63): false, "map 7, blad 3": false, "": false} {
		if IsHash(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}
