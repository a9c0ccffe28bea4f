package main

// Commands for stories about a server: serve starts one on a port that is free, http asks it something, and terminate ends it
// as an operator would.

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"

	"convenant/cmd/internal/config"
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

var serverCommands = map[string]func(*testscript.TestScript, bool, []string){"serve": startServer, "terminate": stopServer, "http": askServer, "readenv": readEnv}

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
