package posttest

// The other end: a message as the program of whoever reads it has it.

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
)

// Opened is a message that was taken apart.
type Opened struct {
	mail.Header
	Text, HTML  string
	Attachments map[string][]byte // by name
	Names       []string          // of the attachments, in order
}

// Open takes a message apart, and fails the test when that cannot be done or it has a part of an unknown kind.
func Open(t testing.TB, raw []byte) Opened {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	o := Opened{Header: m.Header, Attachments: map[string][]byte{}}
	o.part(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body)
	return o
}

func (o *Opened) part(t testing.TB, contentType, encoding, name string, body io.Reader) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o.part(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.FileName(), p)
		}
	}
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case name != "":
		o.Attachments[name], o.Names = b, append(o.Names, name)
	case kind == "text/plain":
		o.Text = strings.ReplaceAll(string(b), "\r\n", "\n")
	case kind == "text/html":
		o.HTML = string(b)
	default:
		t.Errorf("a part of kind %s", kind)
	}
}

// Decoded gives a header in words, whatever it was packed in.
func (o Opened) Decoded(t testing.TB, header string) string {
	t.Helper()
	words, err := new(mime.WordDecoder).DecodeHeader(o.Get(header))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// Words gives the words of the HTML, and fails the test when an element is not closed.
func (o Opened) Words(t testing.TB) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(o.HTML))
	d.Entity = xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, o.HTML)
		}
		if words, ok := token.(xml.CharData); ok {
			b.WriteString(string(words) + " ")
		}
	}
}
