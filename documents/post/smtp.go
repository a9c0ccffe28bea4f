package post

// The conversation with a mail server. The library makes the connection: encryption and login. The words after that are
// ours, because it gives up a whole message when one of its receivers is refused, and tells of the last refusal only.

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Security is how the connection is encrypted.
type Security string

// The ways.
const (
	ByDefault Security = ""         // Required, but for a server on this machine, whose certificate seldom has its name
	Required  Security = "required" // STARTTLS, or nothing is sent
	Implicit  Security = "implicit" // TLS from the first byte, as on port 465
	None      Security = "none"     // the operator says that the network is safe
)

// Server is where messages are handed over.
type Server struct {
	Address  string // host:port
	User     string // none when empty
	Password string
	Security Security
	Roots    *x509.CertPool // nil is the system's
	Timeout  time.Duration  // for connecting, and for each message
	Hello    string         // how we call ourselves; the library's own when empty
}

// Line is a connection to a server. It is for one caller at a time.
type Line struct {
	client *smtp.Client
	wait   time.Duration
	broken bool
}

const defaultTimeout = 2 * time.Minute

// Dial connects to the server and logs in. The error names no password.
func (s Server) Dial(ctx context.Context) (*Line, error) {
	client, last, err := s.client()
	if err != nil {
		return nil, err
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		if c := *last; c != nil {
			_ = c.Close() // the library leaves it open
		}
		return nil, fmt.Errorf("mail server %s: %w", s.Address, err)
	}
	return &Line{client: conversation, wait: s.timeout()}, nil
}

func (s Server) timeout() time.Duration {
	if s.Timeout == 0 {
		return defaultTimeout
	}
	return s.Timeout
}

// client sets the library up. The last connection that it makes is kept, to be closed when what follows fails.
func (s Server) client() (*mail.Client, *net.Conn, error) {
	host, portText, err := net.SplitHostPort(s.Address)
	port, e := strconv.Atoi(portText)
	if err != nil || e != nil || host == "" {
		return nil, nil, fmt.Errorf("mail server %q: write it as host:port", s.Address)
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(s.timeout()),
		mail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}),
	}
	last := new(net.Conn)
	switch {
	case s.Security == Implicit:
		options = append(options, mail.WithSSL())
	case s.Security == None, s.Security == ByDefault && isLoopback(host):
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.Security != Implicit {
		options = append(options, mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			var d net.Dialer
			c, err := d.DialContext(ctx, network, address)
			*last = c
			return c, err
		}))
	}
	if s.Hello != "" {
		options = append(options, mail.WithHELO(s.Hello))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(host, options...)
	return client, last, err
}

func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }

// Send hands a message over and tells what the server said about each receiver. When some are refused, the others still
// get it.
func (l *Line) Send(b *Built) []Answer {
	if err := l.client.UpdateDeadline(l.wait); err != nil {
		return l.forAll(b.to, err)
	}
	if err := l.client.Mail("<" + b.from + ">"); err != nil {
		return l.reset(l.forAll(b.to, err))
	}
	var answers []Answer
	var accepted []string
	for _, to := range b.to {
		err := l.client.Rcpt("<" + to + ">")
		if err == nil {
			accepted = append(accepted, to)
			continue
		}
		l.noticed(err)
		answers = append(answers, answerTo(to, err))
	}
	if len(accepted) == 0 {
		return l.reset(answers)
	}
	words, err := l.data(b)
	if err != nil {
		return append(answers, l.reset(l.forAll(accepted, err))...)
	}
	for _, to := range accepted {
		answers = append(answers, Answer{to, Accepted, oneLine("250 "+words, maxWords)})
	}
	return answers
}

func (l *Line) data(b *Built) (words string, err error) {
	w, err := l.client.Data()
	if err != nil {
		return "", err
	}
	if _, err := b.msg.WriteTo(w); err != nil {
		l.broken = true // half a message: the server must not take it for a whole one
		return "", errors.Join(err, l.client.Close())
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	if said, ok := w.(*smtp.DataCloser); ok {
		words = said.ServerResponse()
	}
	return words, nil
}

// forAll gives every receiver the same answer.
func (l *Line) forAll(to []string, err error) []Answer {
	l.noticed(err)
	var answers []Answer
	for _, t := range to {
		answers = append(answers, answerTo(t, err))
	}
	return answers
}

// noticed remembers that the connection is gone: an error that the server did not give, or with which it says goodbye.
func (l *Line) noticed(err error) {
	var said *textproto.Error
	if !errors.As(err, &said) || said.Code == 421 || said.Code == serviceGoes {
		l.broken = true
	}
}

// reset makes the connection ready for the next message.
func (l *Line) reset(answers []Answer) []Answer {
	if !l.broken && l.client.Reset() != nil {
		l.broken = true
	}
	return answers
}

// Broken tells that the connection is of no more use.
func (l *Line) Broken() bool { return l.broken }

// Close ends the conversation.
func (l *Line) Close() {
	if l.broken || l.client.UpdateDeadline(5*time.Second) != nil || l.client.Quit() != nil {
		_ = l.client.Close()
	}
}
