package post

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"convenant/documents/post/posttest"
)

func dial(t *testing.T, s Server) *Line {
	t.Helper()
	line, err := s.Dial(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	return line
}

func mustBuild(t *testing.T) *Built {
	t.Helper()
	b, err := Build(sample())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const first, second = "zoe@hilversum.example", "tweede@hilversum.example"

func outcomes(answers []Answer) string {
	var list []string
	for _, a := range answers {
		list = append(list, strings.Split(a.To, "@")[0]+":"+[]string{"accepted", "later", "refused"}[a.Outcome])
	}
	return strings.Join(list, " ")
}

func TestWhatAServerAnswers(t *testing.T) {
	only := func(who string, err error) func(string) error {
		return func(to string) error {
			if to == who {
				return err
			}
			return nil
		}
	}
	for _, c := range []struct {
		name   string
		server *posttest.Server
		want   string
		words  string
		kept   int
		broken bool
	}{
		{"takes it", &posttest.Server{}, "zoe:accepted tweede:accepted", "250 ", 1, false},
		{"defers everyone", &posttest.Server{Rcpt: func(string) error { return posttest.Busy }}, "zoe:later tweede:later", "451 4.7.1 Greylisted", 0, false},
		{"refuses everyone", &posttest.Server{Rcpt: func(string) error { return posttest.NoSuchUser }}, "zoe:refused tweede:refused", "550 5.1.1 No such user", 0, false},
		{"refuses one", &posttest.Server{Rcpt: only(first, posttest.NoSuchUser)}, "zoe:refused tweede:accepted", "550 5.1.1", 1, false},
		{"defers one", &posttest.Server{Rcpt: only(second, posttest.Busy)}, "tweede:later zoe:accepted", "451 4.7.1", 1, false},
		{"refuses the message", &posttest.Server{Data: func(posttest.Received) error { return posttest.Refusal(554, "Looks like spam") }}, "zoe:refused tweede:refused", "554 Looks like spam", 0, false},
		{"defers the message", &posttest.Server{Data: func(posttest.Received) error { return posttest.Refusal(452, "No room") }}, "zoe:later tweede:later", "452 No room", 0, false},
		{"cuts the connection after the message", &posttest.Server{Hang: func(posttest.Received) bool { return true }}, "zoe:later tweede:later", "verbinding verbroken", 1, true},
		{"says goodbye", &posttest.Server{Rcpt: func(string) error { return posttest.Refusal(421, "Going down") }}, "zoe:later tweede:later", "421 Going down", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			line := dial(t, Server{Address: c.server.Start(t)})
			answers := line.Send(mustBuild(t))
			if got := outcomes(answers); got != c.want || !strings.HasPrefix(answers[0].Words, c.words) {
				t.Errorf("%s: %+v", got, answers)
			}
			if got := len(c.server.Received()); got != c.kept {
				t.Errorf("the server has %d messages", got)
			}
			if line.Broken() != c.broken {
				t.Errorf("broken: %v", line.Broken())
			}
		})
	}
}

func TestALineServesManyMessages(t *testing.T) {
	turn := 0
	server := &posttest.Server{Data: func(posttest.Received) error {
		if turn++; turn == 2 {
			return posttest.Busy
		}
		return nil
	}}
	line := dial(t, Server{Address: server.Start(t)})
	for i, want := range []Outcome{Accepted, Later, Accepted} {
		if answers := line.Send(mustBuild(t)); answers[0].Outcome != want {
			t.Errorf("message %d: %+v", i, answers)
		}
	}
	for _, r := range server.Received() {
		if r.From != "convenanten@regio.example" || strings.Join(r.To, " ") != first+" "+second {
			t.Errorf("in the envelope: %q to %q", r.From, r.To)
		}
	}
}

func TestEncryptionAndLogin(t *testing.T) {
	roots, config := posttest.Certificate(t, time.Now())
	login := func(user, password string) error {
		if user != "wij" || password != "geheim" {
			return errors.New("no")
		}
		return nil
	}
	for _, c := range []struct {
		name   string
		server *posttest.Server
		client Server
		fault  string // empty: it is sent
		tls    bool
	}{
		{"a server on this machine needs no encryption", &posttest.Server{}, Server{}, "", false},
		{"unless the operator says so", &posttest.Server{}, Server{Security: Required}, "does not support STARTTLS", false},
		{"STARTTLS", &posttest.Server{Config: config}, Server{Security: Required, Roots: roots}, "", true},
		{"a certificate by nobody we know", &posttest.Server{Config: config}, Server{Security: Required}, "certificate", false},
		{"login", &posttest.Server{Config: config, Login: login}, Server{Security: Required, Roots: roots, User: "wij", Password: "geheim"}, "", true},
		{"a wrong password", &posttest.Server{Config: config, Login: login}, Server{Security: Required, Roots: roots, User: "wij", Password: "fout-woord"}, "535", false},
		{"login where nobody needs to", &posttest.Server{}, Server{User: "wij", Password: "geheim"}, "AUTH", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.client.Address = c.server.Start(t)
			line, err := c.client.Dial(context.Background())
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) || strings.Contains(err.Error(), "fout-woord") {
					t.Fatalf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer line.Close()
			if answers := line.Send(mustBuild(t)); answers[0].Outcome != Accepted {
				t.Fatalf("%+v", answers)
			}
			if r := c.server.Received()[0]; r.TLS != c.tls || r.User != c.client.User {
				t.Errorf("encrypted: %v; as %q", r.TLS, r.User)
			}
		})
	}
}

// Another machine than this one is never talked to without encryption, unless the operator says so.
func TestElsewhereEncryptionIsRequired(t *testing.T) {
	for host, required := range map[string]bool{"mail.example.nl:587": true, "127.0.0.1:25": false, "localhost:25": false, "[::1]:25": false, "10.0.0.1:25": true} {
		client, _, err := Server{Address: host}.client()
		if err != nil {
			t.Fatal(err)
		}
		if got := client.TLSPolicy() == "TLSMandatory"; got != required {
			t.Errorf("%s: %s", host, client.TLSPolicy())
		}
	}
	if client, _, err := (Server{Address: "mail.example.nl:25", Security: None}).client(); err != nil || client.TLSPolicy() != "NoTLS" {
		t.Error(err)
	}
	for _, wrong := range []string{"", "mail", ":25", "mail:smtp"} {
		if _, err := (Server{Address: wrong}).Dial(context.Background()); err == nil {
			t.Errorf("%q is dialled", wrong)
		}
	}
}

func TestAServerThatIsDownOrSilent(t *testing.T) {
	server := &posttest.Server{}
	address := server.Start(t)
	server.Stop()
	if _, err := (Server{Address: address}).Dial(context.Background()); err == nil {
		t.Error("dialled")
	}
	block := make(chan struct{})
	defer close(block)
	silent := &posttest.Server{Data: func(posttest.Received) error { <-block; return nil }}
	line := dial(t, Server{Address: silent.Start(t), Timeout: 300 * time.Millisecond})
	if answers := line.Send(mustBuild(t)); answers[0].Outcome != Later || !line.Broken() {
		t.Errorf("%+v", answers)
	}
}
