package judge

import (
	"bytes"
	"fmt"
)

// Sample gives the sound file to tests that look from outside.
func Sample() []byte { return sample().write() }

// Replaced gives the sound file with words that stand for others.
func Replaced() []byte { return replaced() }

// Added gives the sound file with a catalog that was written anew behind it, with more entries.
func Added(entries string) []byte {
	d := sample()
	before := d.write()
	at := len(before)
	b := fmt.Appendf(before, "1 0 obj\n<<%s %s>>\nendobj\n", d.resolve(d.object("catalog").dict), entries)
	table := len(b)
	previous := bytes.LastIndex(before, []byte("xref\n0 "))
	return fmt.Appendf(b, "xref\n1 1\n%010d 00000 n \ntrailer\n<</Size %d /Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n", at, len(d.objects)+1, previous, d.resolve(d.trailer), table)
}
