package serve

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"convenant/storage"
	"convenant/templates"
)

// newDatabase gives the address of an empty database. Another kind of database joins here.
var newDatabase = func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") }

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

// lines is a log that may be read while it is written.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// running is a server that runs.
type running struct {
	t        *testing.T
	register *storage.Register
	options  Options
	log      *lines
	url      string
	metrics  string
	stop     context.CancelFunc
	stopped  chan error
	tokens   map[string]string
}

// run runs a server on a register of its own, until the test is over.
func run(t *testing.T, change func(*Options)) *running {
	t.Helper()
	r, err := storage.Create(context.Background(), newDatabase(t), storage.Options{Now: time.Now, Random: rand.NewChaCha8([32]byte{1})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return runOn(t, r, change)
}

func runOn(t *testing.T, register *storage.Register, change func(*Options)) *running {
	t.Helper()
	s := &running{t: t, register: register, log: &lines{}, stopped: make(chan error, 1), tokens: map[string]string{}}
	n := 0
	var mu sync.Mutex
	listening := make(chan struct{})
	s.options = Options{Register: register, Library: library(), Now: time.Now, Log: NewLogger(s.log), Listen: "127.0.0.1:0", MetricsListen: "127.0.0.1:0", PerMinute: 1_000_000,
		NewID: func() string {
			mu.Lock()
			defer mu.Unlock()
			n++
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
		},
		Listening: func(address, metrics string) {
			s.url, s.metrics = "http://"+address, "http://"+metrics+"/metrics"
			close(listening)
		}}
	if change != nil {
		change(&s.options)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	go func() { s.stopped <- Serve(ctx, s.options) }()
	select {
	case <-listening:
	case err := <-s.stopped:
		t.Fatalf("it does not start: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-s.stopped; err != nil {
			t.Errorf("it stopped with: %v", err)
		}
	})
	return s
}

// token makes a token for a role, or for a Partij.
func (s *running) token(who string, g storage.Grant) {
	s.t.Helper()
	s.tokens[who] = "convenant_" + who
	sum := sha256.Sum256([]byte(s.tokens[who]))
	if _, err := s.register.AddToken(context.Background(), hex.EncodeToString(sum[:]), g); err != nil {
		s.t.Fatal(err)
	}
}

// ask asks as somebody; headers are pairs of a name and a value.
func (s *running) ask(who, method, path, body string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token := s.tokens[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(b)
}

const drafting = `{"sjabloon":"algemeen","naam":"Convenant Proef","partijen":[{"id":"laren","naam":"Gemeente Laren"}]}`

func TestCheck(t *testing.T) {
	for _, c := range []struct{ listen, url, fault string }{
		{"127.0.0.1:8080", "", ""},
		{"[::1]:8080", "", ""},
		{"localhost:8080", "http://localhost:8080", ""},
		{"0.0.0.0:8080", "https://convenant.example", ""},
		{":8080", "https://convenant.example:8443", ""},
		{":8080", "", "tokens would travel unprotected"},
		{"0.0.0.0:8080", "http://convenant.example", "CONVENANT_URL is http://convenant.example"},
		{"192.0.2.1:8080", "", "CONVENANT_URL is empty"},
		{"convenant.example:8080", "", "or listen on 127.0.0.1"},
		{"8080", "", "must be an address and a port"},
		{"127.0.0.1:8080", "convenant.example", "without a path"},
		{"127.0.0.1:8080", "https://convenant.example/api", "without a path"},
		{"127.0.0.1:8080", "https://jan@convenant.example", "without a path"},
		{"127.0.0.1:8080", "ftp://convenant.example", "without a path"},
	} {
		err := Options{Listen: c.listen, URL: c.url}.Check()
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s with %q: %v", c.listen, c.url, err)
		}
	}
}

func TestWhatCannotBeListenedOnIsSaid(t *testing.T) {
	s := run(t, nil)
	taken := strings.TrimPrefix(s.url, "http://")
	for name, change := range map[string]func(*Options){
		"CONVENANT_LISTEN":         func(o *Options) { o.Listen = taken },
		"CONVENANT_METRICS_LISTEN": func(o *Options) { o.MetricsListen = taken },
	} {
		o := s.options
		o.Listen, o.MetricsListen = "127.0.0.1:0", ""
		change(&o)
		if err := Serve(context.Background(), o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who was being answered when the server is told to stop gets the answer; nobody else gets in.
func TestAServerThatStopsFinishesWhatItBegan(t *testing.T) {
	s := run(t, nil)
	s.token("secretariaat", storage.Grant{Role: storage.RoleSecretariat})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /api/v1/convenanten HTTP/1.1\r\nHost: convenant\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", s.tokens["secretariaat"], len(drafting))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q %v", line, err) // the server now waits for the body
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	s.stop()
	for {
		another, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break // nobody gets in any more
		}
		another.Close()
	}
	if _, err := io.WriteString(conn, drafting); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		t.Errorf("who was being answered gets %d", response.StatusCode)
	}
	if err := <-s.stopped; err != nil {
		t.Errorf("it stopped with: %v", err)
	}
	s.stopped <- nil // for the end of the test
	id := strings.TrimPrefix(response.Header.Get("Location"), "/api/v1/convenanten/")
	if _, _, err := s.register.Load(context.Background(), id); err != nil {
		t.Errorf("what was acknowledged is not there: %v", err)
	}
}

func TestMeasurements(t *testing.T) {
	s := run(t, nil)
	s.token("secretariaat", storage.Grant{Role: storage.RoleSecretariat})
	s.ask("secretariaat", "POST", "/api/v1/convenanten", drafting)
	s.ask("secretariaat", "POST", "/api/v1/convenanten", `{}`)
	s.ask("", "GET", "/api/v1/convenanten/x", "")
	s.ask("", "BREW", "/een/twee/drie", "")
	response, err := http.Get(s.metrics)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`convenant_acts_total{act="opstellen",result="vastgelegd"} 1`,
		`convenant_acts_total{act="opstellen",result="ongeldige-gegevens"} 1`,
		`convenant_requests_total{method="POST",route="/convenanten",status="201"} 1`,
		`convenant_requests_total{method="GET",route="/convenanten/{id}",status="401"} 1`,
		`convenant_requests_total{method="",route="other",status="404"} 1`,
		`convenant_request_seconds_count{method="POST",route="/convenanten"} 2`,
		`convenant_database_connections{pool="write",state="in use"} 0`,
		`go_goroutines `, `process_resident_memory_bytes `,
	} {
		if !strings.Contains("\n"+string(b), "\n"+want) {
			t.Errorf("no line begins with %s", want)
		}
	}
	if response, _ := s.ask("secretariaat", "GET", "/metrics", ""); response.StatusCode != http.StatusNotFound {
		t.Errorf("measurements are given to everyone: %d", response.StatusCode)
	}
}

func TestHealth(t *testing.T) {
	s := run(t, nil)
	for path, want := range map[string]string{"/gezond/leeft": `{"toestand":"leeft"}`, "/gezond/klaar": `{"toestand":"klaar"}`} {
		if response, body := s.ask("", "GET", path, ""); response.StatusCode != http.StatusOK || strings.TrimSpace(body) != want {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
}

// A principal's allowance holds on two servers on one database together, and for who is not known by address.
func TestAllowancesHoldAcrossServers(t *testing.T) {
	at := time.Date(2024, 1, 1, 12, 0, 30, 0, time.UTC)
	const perMinute = 40
	limited := func(o *Options) { o.PerMinute, o.Now = perMinute, func() time.Time { return at } }
	where := newDatabase(t)
	open := func() *running {
		r, err := storage.Create(context.Background(), where, storage.Options{Now: time.Now, Random: rand.NewChaCha8([32]byte{1})})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		return runOn(t, r, limited)
	}
	first, second := open(), open()
	first.token("secretariaat", storage.Grant{Role: storage.RoleSecretariat})
	second.tokens = first.tokens
	for who, want := range map[string]struct{ status, most int }{"secretariaat": {200, perMinute}, "": {401, strangersPerMinute}} {
		given := 0
		for i := range 2*strangersPerMinute + 10 {
			s := []*running{first, second}[i%2]
			switch response, body := s.ask(who, "GET", "/api/v1/convenanten", ""); response.StatusCode {
			case want.status:
				given++
			case http.StatusTooManyRequests:
				if response.Header.Get("Retry-After") != "30" {
					t.Fatalf("Retry-After is %q", response.Header.Get("Retry-After"))
				}
			default:
				t.Fatalf("%d %s", response.StatusCode, body)
			}
		}
		if given != want.most {
			t.Errorf("%q was answered %d times, of %d", who, given, want.most)
		}
	}
}

// Workers run beside the server, and it does not stop before they have.
func TestWorkersAreWaitedFor(t *testing.T) {
	began, ended := make(chan struct{}), false
	stop := Options{Workers: []func(context.Context, *slog.Logger){func(ctx context.Context, _ *slog.Logger) {
		close(began)
		<-ctx.Done()
		ended = true
	}}}.work(context.Background(), slog.New(slog.DiscardHandler))
	<-began
	if stop(); !ended {
		t.Error("the server stopped before a worker had")
	}
}
