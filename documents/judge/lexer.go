package judge

// The words of PDF's syntax (ISO 32000-1, 7.2 and 7.3), with where each stands. Files, content streams and CMaps are written
// in it.

import (
	"bytes"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

type tokenKind int

const (
	endToken tokenKind = iota
	intToken
	realToken
	nameToken
	stringToken // in parentheses
	hexToken
	openArray
	closeArray
	openDict
	closeDict
	wordToken // an operator or keyword
	badToken
)

// token is one word. Its bytes are those of the value: of a name without its slash, of a string what it says.
type token struct {
	kind   tokenKind
	at     int // where it begins
	bytes  []byte
	fault  string // what is wrong with how it is written
	number float64
}

func (t token) is(word string) bool {
	return t.kind == wordToken && string(t.bytes) == word
}

// lexer reads words from bytes.
type lexer struct {
	bytes []byte
	at    int
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isDelimiter(c byte) bool {
	return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0
}

func isRegular(c byte) bool {
	return !isSpace(c) && !isDelimiter(c)
}

// peek gives a byte ahead, and 0 past the end.
func (l *lexer) peek(ahead int) byte {
	if l.at+ahead < len(l.bytes) {
		return l.bytes[l.at+ahead]
	}
	return 0
}

func (l *lexer) skipSpace() {
	for l.at < len(l.bytes) {
		switch c := l.bytes[l.at]; {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.bytes) && l.bytes[l.at] != '\n' && l.bytes[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// next gives the next word; at the end of the bytes one of the kind endToken.
func (l *lexer) next() token {
	l.skipSpace()
	start := l.at
	if start >= len(l.bytes) {
		return token{kind: endToken, at: start}
	}
	mark := func(kind tokenKind, length int) token {
		l.at += length
		return token{kind: kind, at: start, bytes: l.bytes[start:l.at]}
	}
	switch c := l.bytes[start]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		return mark(openDict, 2)
	case c == '>' && l.peek(1) == '>':
		return mark(closeDict, 2)
	case c == '<':
		return l.hex()
	case c == '[':
		return mark(openArray, 1)
	case c == ']':
		return mark(closeArray, 1)
	case isDelimiter(c):
		t := mark(badToken, 1)
		t.fault = "a delimiter out of place"
		return t
	}
	return l.regular()
}

func (l *lexer) regular() token {
	start := l.at
	for l.at < len(l.bytes) && isRegular(l.bytes[l.at]) {
		l.at++
	}
	t := token{kind: wordToken, at: start, bytes: l.bytes[start:l.at]}
	if c := t.bytes[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return t
	}
	if bytes.ContainsAny(t.bytes, "eExXnNiI_") { // what Go takes for a number and PDF does not
		return t
	}
	v, err := strconv.ParseFloat(string(t.bytes), 64)
	if err != nil && v == 0 {
		return t
	}
	t.kind, t.number = realToken, v
	if !bytes.ContainsRune(t.bytes, '.') {
		t.kind = intToken
	}
	return t
}

func (l *lexer) name() token {
	t := token{kind: nameToken, at: l.at}
	l.at++
	for l.at < len(l.bytes) && isRegular(l.bytes[l.at]) {
		c := l.bytes[l.at]
		if c == '#' {
			v, err := strconv.ParseUint(string(l.bytes[l.at+1:min(l.at+3, len(l.bytes))]), 16, 8)
			if err == nil && l.at+3 <= len(l.bytes) {
				c, l.at = byte(v), l.at+2
			} else {
				t.fault = "a number sign in a name that no two hexadecimal digits follow"
			}
		}
		t.bytes = append(t.bytes, c)
		l.at++
	}
	return t
}

func (l *lexer) hex() token {
	t := token{kind: hexToken, at: l.at}
	l.at++
	var digits []byte
	for ; ; l.at++ {
		if l.at >= len(l.bytes) {
			t.fault = "a hexadecimal string that does not end"
			break
		}
		c := l.bytes[l.at]
		if c == '>' {
			l.at++
			break
		}
		if isSpace(c) {
			continue
		}
		if _, err := strconv.ParseUint(string(c), 16, 8); err != nil || c == '_' {
			t.fault = "a hexadecimal string with something else in it"
			continue
		}
		digits = append(digits, c)
	}
	if len(digits)%2 != 0 {
		t.fault = "a hexadecimal string with an odd number of digits"
		digits = append(digits, '0')
	}
	for i := 0; i < len(digits); i += 2 {
		v, _ := strconv.ParseUint(string(digits[i:i+2]), 16, 8)
		t.bytes = append(t.bytes, byte(v))
	}
	return t
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() token {
	t := token{kind: stringToken, at: l.at}
	depth := 0
	for ; l.at < len(l.bytes); l.at++ {
		c := l.bytes[l.at]
		switch {
		case c == '\\':
			l.at++
			t.bytes = l.escaped(t.bytes)
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				l.at++
				return t
			}
		case c == '\r': // an end of line counts as one line feed
			if c = '\n'; l.peek(1) == '\n' {
				l.at++
			}
		}
		t.bytes = append(t.bytes, c)
	}
	t.fault = "a string that does not end"
	return t
}

// escaped adds what stands after a backslash, and ends on its last byte.
func (l *lexer) escaped(to []byte) []byte {
	c := l.peek(0)
	switch {
	case c >= '0' && c <= '7':
		v, length := 0, 0
		for length < 3 && l.peek(length) >= '0' && l.peek(length) <= '7' {
			v = v*8 + int(l.peek(length)-'0')
			length++
		}
		l.at += length - 1
		return append(to, byte(v))
	case c == '\r':
		if l.peek(1) == '\n' {
			l.at++
		}
		return to
	case c == '\n':
		return to
	}
	if e, ok := escapes[c]; ok {
		c = e
	}
	return append(to, c)
}

// mostNesting is how deep arrays and dictionaries may lie in each other.
const mostNesting = 100

// object gives the object that begins with a word, which has been read. What cannot be read is nil.
func (l *lexer) object(t token, depth int) types.Object {
	if depth > mostNesting {
		return nil
	}
	switch t.kind {
	case intToken:
		return types.Integer(int(t.number))
	case realToken:
		return types.Float(t.number)
	case nameToken:
		return types.Name(t.bytes)
	case stringToken, hexToken:
		return types.NewHexLiteral(t.bytes)
	case wordToken:
		if t.is("true") || t.is("false") {
			return types.Boolean(t.is("true"))
		}
	case openArray:
		array := types.Array{}
		for t = l.next(); t.kind != closeArray && t.kind != endToken; t = l.next() {
			array = append(array, l.object(t, depth+1))
		}
		return array
	case openDict:
		dict := types.Dict{}
		for t = l.next(); t.kind != closeDict && t.kind != endToken; t = l.next() {
			if t.kind != nameToken { // the rest of a reference
				continue
			}
			value := l.next()
			if value.kind == closeDict || value.kind == endToken {
				return dict
			}
			dict[string(t.bytes)] = l.object(value, depth+1)
		}
		return dict
	}
	return nil
}
