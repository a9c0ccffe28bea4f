package secret

import (
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestASecretFitsInAnAddressAndIsKnownByItsHash(t *testing.T) {
	chance, seen := rand.NewChaCha8([32]byte{1}), map[string]bool{}
	for range 100 {
		s, hash, err := New(chance)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(s) || len(s) != Length || seen[s] || hash != Hash(s) {
			t.Errorf("%q with hash %q", s, hash)
		}
		seen[s] = true
	}
	// The example of FIPS 180-2, appendix B.1.
	if got := Hash("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("the hash of abc is %s", got)
	}
}

func TestWithoutEnoughChanceThereIsNoSecret(t *testing.T) {
	for _, chance := range []io.Reader{strings.NewReader(""), strings.NewReader(strings.Repeat("x", 31))} {
		if s, hash, err := New(chance); err == nil || s != "" || hash != "" {
			t.Errorf("%q %q %v", s, hash, err)
		}
	}
}
