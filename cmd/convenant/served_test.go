package main

// Commands for stories about a server: serve starts one on a port that is free, http asks it something, and terminate ends it
// as an operator would.

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"convenant/cmd/internal/config"
	"convenant/documents/post/posttest"
	"convenant/storage"
)

// served is the server of a story.
type served struct {
	process *exec.Cmd
	url     string
	out     bytes.Buffer // what it printed before it listened
	log     bytes.Buffer
	printed chan struct{} // closed when it prints no more
}

type servedKey struct{}

func withServer(e *testscript.Env) error {
	e.Values[servedKey{}] = &served{}
	return nil
}

var serverCommands = map[string]func(*testscript.TestScript, bool, []string){"serve": startServer, "terminate": stopServer, "http": askServer, "readenv": readEnv,
	"smtp": startMail, "until": until, "failed": failedMail, "person": addPerson}

// startServer: serve
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) > 0 || s.process != nil {
		ts.Fatalf("usage: serve, once at a time")
	}
	*s = served{process: exec.Command("convenant", "serve"), printed: make(chan struct{})}
	s.process.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"))
	for _, o := range config.Options {
		if value := ts.Getenv(o.Name); value != "" {
			s.process.Env = append(s.process.Env, o.Name+"="+value)
		}
	}
	s.process.Env = append(s.process.Env, "CONVENANT_LISTEN=127.0.0.1:0")
	s.process.Dir, s.process.Stderr = ts.MkAbs("."), &s.log
	stdout, err := s.process.StdoutPipe()
	ts.Check(err)
	ts.Check(s.process.Start())
	ts.Defer(func() {
		if s.process != nil {
			_ = s.process.Process.Kill() // the story failed
		}
	})
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	if err != nil {
		_ = s.process.Wait()
		ts.Fatalf("serve does not start: %s", s.log.String())
	}
	s.url = strings.TrimSpace(strings.TrimPrefix(line, "convenant listens on "))
	s.out.WriteString(line)
	go func() {
		defer close(s.printed)
		_, _ = lines.WriteTo(&s.out) // until it ends
	}()
	ts.Logf("%s", line)
}

// stopServer: terminate ends the server and gives its log as stderr and what it printed as stdout.
func stopServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) > 0 || s.process == nil {
		ts.Fatalf("usage: terminate, after serve")
	}
	ts.Check(s.process.Process.Signal(syscall.SIGTERM))
	<-s.printed
	ts.Check(s.process.Wait())
	s.process = nil
	_, _ = ts.Stdout().Write(s.out.Bytes())
	_, _ = ts.Stderr().Write(s.log.Bytes())
}

// askServer: http STATUS METHOD PATH [BODY] asks with the token in $TOKEN, and gives the body of the answer as stdout and its
// head as stderr.
func askServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) < 3 || len(args) > 4 || s.process == nil {
		ts.Fatalf("usage: http STATUS METHOD PATH [BODY], after serve")
	}
	body := strings.Join(args[3:], "")
	r, err := http.NewRequest(args[1], s.url+args[2], strings.NewReader(body))
	ts.Check(err)
	if token := strings.TrimSpace(ts.Getenv("TOKEN")); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	ts.Check(err)
	_, _ = ts.Stdout().Write(b)
	ts.Check(response.Header.Write(ts.Stderr()))
	if strconv.Itoa(response.StatusCode) != args[0] {
		ts.Fatalf("%s %s is answered with %s\n%s", args[1], args[2], response.Status, b)
	}
}

// readEnv: readenv NAME FILE sets a variable to what is in a file.
func readEnv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: readenv NAME FILE")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}

// addPerson: person EMAIL adds one with the role secretariaat to the register of the story.
func addPerson(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: person EMAIL")
	}
	r, err := storage.Open(context.Background(), ts.MkAbs("convenant.db"), options())
	ts.Check(err)
	p, err := r.AddPerson(context.Background(), "Jan Jansen", args[0], storage.Grant{Role: storage.RoleSecretariat})
	ts.Check(errors.Join(err, r.Close()))
	ts.Setenv("PRINCIPAL", p.ID)
}

// startMail: smtp starts a mail server that takes everything, and sets CONVENANT_SMTP to where it is.
func startMail(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: smtp")
	}
	mail := &posttest.Server{}
	address, err := mail.Listen()
	ts.Check(err)
	ts.Defer(mail.Stop)
	ts.Setenv("CONVENANT_SMTP", address)
}

// until: until PATTERN COMMAND… runs a convenant command again and again until what it prints matches.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN COMMAND…")
	}
	pattern, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	tick, late := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for {
		err := ts.Exec(args[1], args[2:]...)
		out := ts.ReadFile("stdout")
		if err == nil && pattern.MatchString(out) {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			ts.Fatalf("it does not come to %s:\n%s%s", args[0], out, ts.ReadFile("stderr"))
		}
	}
}

// failedMail: failed FILE NAME sets a variable to the id of the first message in a list that failed for Partij b, and CONVENANT
// to its convenant.
func failedMail(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: failed FILE NAME")
	}
	m := regexp.MustCompile(`(?m)^([0-9a-f-]+)(\.\S+)  mislukt .* aan partij b`).FindStringSubmatch(ts.ReadFile(args[0]))
	if m == nil {
		ts.Fatalf("nothing failed:\n%s", ts.ReadFile(args[0]))
	}
	ts.Setenv(args[1], m[1]+m[2])
	ts.Setenv("CONVENANT", m[1])
}
