// Package posttest is for tests: a mail server on this machine, that keeps what it is given and answers as it is told, and a reader of messages.
package posttest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Received is a message that the server took.
type Received struct {
	From string
	To   []string
	Data []byte
	TLS  bool
	User string
}

// Server is a mail server. Set what it answers before it is used, or under Lock.
type Server struct {
	sync.Mutex
	Rcpt     func(to string) error             // nil takes everyone
	Data     func(r Received) error            // asked once the message is there; it is kept if this is nil
	Hang     func(r Received) bool             // true: the message is kept or not, and the connection is cut without an answer
	Login    func(user, password string) error // nil: nobody needs to log in
	Config   *tls.Config                       // nil: no STARTTLS
	received []Received                        // in order
	stop     func()
	address  string
}

// Busy and NoSuchUser are answers that servers give.
var (
	Busy       = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, try again later"}
	NoSuchUser = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}
)

// Refusal is an answer with words of its own.
func Refusal(code int, words string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: words}
}

// Start starts the server on an address of its own, or on the one it had before, until the test is over.
func (s *Server) Start(t testing.TB) string {
	t.Helper()
	address, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return address
}

// Listen starts the server; whoever does so stops it.
func (s *Server) Listen() (string, error) {
	at := s.address
	if at == "" {
		at = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return "", err
	}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth, server.TLSConfig = "mail.example.org", true, s.Config
	server.ErrorLog = silent{}
	s.address = listener.Addr().String()
	s.stop = func() {
		_ = server.Close()
		_ = listener.Close() // the server closes it only once it serves
	}
	go func() { _ = server.Serve(listener) }()
	return s.address, nil
}

// Stop cuts every connection and takes no more.
func (s *Server) Stop() {
	s.stop()
}

// Received lists what the server took, in order.
func (s *Server) Received() []Received {
	s.Lock()
	defer s.Unlock()
	return append([]Received(nil), s.received...)
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

type session struct {
	server *Server
	conn   *smtp.Conn
	got    Received
	user   string
}

func (s *session) Reset()        { s.got = Received{} }
func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string {
	if s.server.Login == nil {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if err := s.server.Login(user, password); err != nil {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.Login != nil && s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.got = Received{From: from, User: s.user}
	_, s.got.TLS = s.conn.TLSConnectionState()
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.Lock()
	answer := s.server.Rcpt
	s.server.Unlock()
	if answer != nil {
		if err := answer(to); err != nil {
			return err
		}
	}
	s.got.To = append(s.got.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	var err error
	if s.got.Data, err = io.ReadAll(r); err != nil {
		return err
	}
	s.got.Data = bytes.Clone(s.got.Data)
	s.server.Lock()
	defer s.server.Unlock()
	if hang := s.server.Hang; hang != nil && hang(s.got) {
		s.server.received = append(s.server.received, s.got)
		_ = s.conn.Conn().Close()
		return errors.New("the connection was cut")
	}
	if answer := s.server.Data; answer != nil {
		if err := answer(s.got); err != nil {
			return err
		}
	}
	s.server.received = append(s.server.received, s.got)
	return nil
}

// Certificate makes an authority and a certificate by it for 127.0.0.1.
func Certificate(t testing.TB, now time.Time) (*x509.CertPool, *tls.Config) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	must(err)
	authority, err = x509.ParseCertificate(der)
	must(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	leaf, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "mail"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}}, authority, &key.PublicKey, authorityKey)
	must(err)
	pool := x509.NewCertPool()
	pool.AddCert(authority)
	return pool, &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{leaf}, PrivateKey: key}}}
}
