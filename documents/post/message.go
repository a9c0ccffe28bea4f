// Package post makes messages and hands them to a mail server. A message is made from the same blocks as a paper, once as
// text and once as HTML; what the server answers is told as accepted, try later, or refused for good.
//
// Start in message.go (what a message is, and its headers), then words.go and html.go (its two faces), and smtp.go with
// answer.go (the conversation with the server). It keeps nothing and decides nothing about who receives what.
package post

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"convenant/documents"
)

// Address is whom a message comes from or goes to; the name may be empty.
type Address struct{ Name, Mail string }

// Message is one message, for one or more readers.
type Message struct {
	ID      string // what stands before the @ of its Message-ID; the same each time that it is sent
	Date    time.Time
	From    Address
	ReplyTo Address // left out when it has no address
	To      []Address
	Subject string
	Blocks  []documents.Block
	Papers  []Paper
	Why     string   // why the reader receives it, one line
	Sender  []string // who sends it, in lines; the first is the organisation
}

// Paper is a document that goes with a message: attached, or as a link.
type Paper struct {
	Title string // as the reader sees it
	Name  string // of the file
	PDF   []byte // nil when it is linked, or is not there to be had
	Size  int
	Link  string
}

// maxSubject keeps a subject to what a list of messages shows.
const maxSubject = 180

// fileNames are the names that files of ours have, which need no quoting anywhere.
var fileNames = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.pdf$`)

// localPart is what may stand before the @ of a Message-ID.
var localPart = regexp.MustCompile(`^[A-Za-z0-9.-]{1,120}$`)

// Build makes the message ready to be sent. It fails when an address, the ID or the name of a file is not one.
func Build(m Message) (*Built, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithEncoding(mail.EncodingQP))
	from, err := m.From.parsed()
	if err != nil {
		return nil, fmt.Errorf("the sender: %w", err)
	}
	b := &Built{msg: msg, from: from.Address}
	msg.FromMailAddress(from)
	if m.ReplyTo.Mail != "" {
		reply, err := m.ReplyTo.parsed()
		if err != nil {
			return nil, fmt.Errorf("whom to answer: %w", err)
		}
		msg.ReplyToMailAddress(reply)
	}
	for _, to := range m.To {
		a, err := to.parsed()
		if err != nil {
			return nil, fmt.Errorf("a receiver: %w", err)
		}
		msg.AddToMailAddress(a)
		b.to = append(b.to, a.Address)
	}
	switch {
	case len(b.to) == 0:
		return nil, errors.New("the message is for nobody")
	case !localPart.MatchString(m.ID):
		return nil, fmt.Errorf("%q cannot be a Message-ID", m.ID)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	b.ID = m.ID + "@" + domain
	msg.SetMessageIDWithValue(b.ID)
	msg.SetDateWithValue(m.Date)
	msg.Subject(oneLine(m.Subject, maxSubject))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nothing that answers by itself needs to answer
	msg.SetGenHeader("Content-Language", "nl")
	html, err := asHTML(m)
	if err != nil {
		return nil, err
	}
	msg.SetBodyString(mail.TypeTextPlain, asText(m))
	msg.AddAlternativeString(mail.TypeTextHTML, html)
	for _, p := range m.Papers {
		if p.PDF == nil {
			continue
		}
		if !fileNames.MatchString(p.Name) {
			return nil, fmt.Errorf("%q cannot be the name of an attachment", p.Name)
		}
		if err := msg.AttachReader(p.Name, bytes.NewReader(p.PDF), mail.WithFileContentType("application/pdf")); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Built is a message that is ready to be sent.
type Built struct {
	ID   string // the Message-ID, without < and >
	msg  *mail.Msg
	from string
	to   []string
}

// Bytes gives the message as it goes over the line.
func (b *Built) Bytes() ([]byte, error) {
	var out bytes.Buffer
	_, err := b.msg.WriteTo(&out)
	return out.Bytes(), err
}

// parsed reads an address, and refuses what is more or less than one.
func (a Address) parsed() (*netmail.Address, error) {
	if strings.ContainsFunc(a.Mail, unicode.IsControl) {
		return nil, errors.New("an address of mail has characters that it cannot have")
	}
	parsed, err := netmail.ParseAddress(a.Mail)
	if err != nil || parsed.Name != "" || strings.ContainsAny(parsed.Address, " \"<>") {
		return nil, errors.New("this is no address of mail") // which is not repeated: logs hold no addresses
	}
	const most = 120
	parsed.Name = oneLine(a.Name, most)
	return parsed, nil
}

// oneLine gives words on one line, so that no name or title can begin another header, and no longer than a reader needs.
func oneLine(words string, most int) string {
	words = strings.Join(strings.FieldsFunc(words, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || c == '\u2028' || c == '\u2029'
	}), " ")
	if runes := []rune(words); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return words
}
