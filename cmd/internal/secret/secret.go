// Package secret makes the secrets that let somebody in: in a token, in the address of a calendar, in a link. Each is shown
// once, to who gets it; the register keeps its SHA-256. They are long enough that nobody can try them.
package secret

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
)

// The paths before the secret of a link, which name what it is for.
const (
	SignInPath        = "/inloggen/"
	FirstOperatorPath = "/eerste-beheerder/"
)

// chanceBytes is how much chance there is in a secret.
const chanceBytes = 32

// Length is how many characters a secret has.
var Length = base64.RawURLEncoding.EncodedLen(chanceBytes)

// New makes a secret of letters, digits, - and _, and what is kept of it.
func New(rand io.Reader) (secret, sha256 string, err error) {
	chance := make([]byte, chanceBytes)
	if _, err := io.ReadFull(rand, chance); err != nil {
		return "", "", err
	}
	secret = base64.RawURLEncoding.EncodeToString(chance)
	return secret, Hash(secret), nil
}

// Hash is what is kept of a secret: its SHA-256 in hexadecimal.
func Hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
