package web

// Pages go to the browser zipped: on a phone that is most of the time that one takes. Not those with which somebody comes in:
// how small a page becomes could tell of a secret in it to who can have words of their own put beside that.

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"

	"convenant/cmd/internal/access"
)

// leastZipped is from how many bytes on it is worth it.
const leastZipped = 2 << 10

var zippers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is one of its own
	}
	return z
}}

// takesZipped reports that the browser can unzip.
func (v *visit) takesZipped() bool {
	return strings.Contains(v.r.Header.Get("Accept-Encoding"), "gzip")
}

// zipped gives a page as it is sent, and says in the head how.
func (v *visit) zipped(page []byte) []byte {
	h := v.w.Header()
	h.Add("Vary", "Accept-Encoding")
	if !v.takesZipped() || len(page) < leastZipped || v.route == nil || v.route.action == access.ComeIn || v.route.action == access.OwnAccess {
		return page
	}
	var b bytes.Buffer
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(&b)
	if _, err := z.Write(page); err != nil {
		return page
	}
	if err := z.Close(); err != nil {
		return page
	}
	h.Set("Content-Encoding", "gzip")
	return b.Bytes()
}
