package workflow

// The chain over a record: each fact is hashed together with the hash before it, so that nobody can change, drop or
// swap one without every later hash showing it.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Encode returns the bytes of the fact as they are stored and hashed.
func (f *Fact) Encode() ([]byte, error) { return json.Marshal(f) }

// ChainHash returns the hash of a fact's bytes in the chain, after the hash of the fact before it ("" for the first).
func ChainHash(previous string, fact []byte) string {
	h := sha256.New()
	h.Write([]byte(previous))
	h.Write([]byte{'\n'})
	h.Write(fact)
	return hex.EncodeToString(h.Sum(nil))
}

// Stand returns up to which fact the record goes, with the hash of its chain.
func (c *Convenant) Stand() (Stand, error) {
	stand := Stand{Number: len(c.facts)}
	for _, f := range c.facts {
		b, err := f.Encode()
		if err != nil {
			return Stand{}, err
		}
		stand.Hash = ChainHash(stand.Hash, b)
	}
	return stand, nil
}
