package judge

// What strings say (ISO 32000-1, 7.9.2): UTF-16 behind a mark, or an encoding that only PDF has.

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// The places where PDFDocEncoding is not Latin-1 (annex D.3).
var (
	docFrom18 = []rune("\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC")
	docFrom80 = []rune("\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC")
)

func docRune(c byte) rune {
	switch {
	case c >= 0x18 && c < 0x20:
		return docFrom18[c-0x18]
	case c >= 0x80 && c <= 0xA0:
		return docFrom80[c-0x80]
	}
	return rune(c)
}

// text gives what a string says; whether there is one, too.
func (f *file) text(o types.Object) (string, bool) {
	b, ok := f.stringBytes(o)
	if !ok {
		return "", false
	}
	if len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF {
		return fromUTF16(b[2:]), true
	}
	var words strings.Builder
	for _, c := range b {
		words.WriteRune(docRune(c))
	}
	return words.String(), true
}

func (f *file) stringBytes(o types.Object) ([]byte, bool) {
	var b []byte
	var err error
	switch s := f.object(o).(type) {
	case types.StringLiteral:
		b, err = types.Unescape(s.Value())
	case types.HexLiteral:
		b, err = s.Bytes()
	default:
		return nil, false
	}
	return b, err == nil
}

func fromUTF16(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, binary.BigEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
