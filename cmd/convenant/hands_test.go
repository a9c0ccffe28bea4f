package main

// A register that is served to many at once, as tests of races and crashes use it: real processes on a real database,
// asked over HTTP by callers who each have a token of their own.

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/workflow"
)

// way is a way in which a register is served.
type way struct {
	name      string
	database  func(t testing.TB) string
	instances int
}

// manyHands are the ways: by one process on SQLite, and by two on one PostgreSQL.
var manyHands = []way{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") }, 1},
	{"postgres", storagetest.Postgres, 2},
}

// hands is a register with the processes that serve it.
type hands struct {
	t         testing.TB
	database  string
	register  *storage.Register // looked into beside the processes
	instances []*instance
	tokens    map[string]string // by who has it: secretariaat, or a Partij
}

// serve starts the processes of a new register.
func (w way) serve(t testing.TB) *hands {
	t.Helper()
	h := newHands(t, w.database(t))
	for range w.instances {
		h.start()
	}
	return h
}

// onBoth runs a test over every way of serving, and reads the record over when it is done.
func onBoth(t *testing.T, test func(t *testing.T, h *hands)) {
	for _, w := range manyHands {
		t.Run(w.name, func(t *testing.T) {
			h := w.serve(t)
			test(t, h)
			h.sound()
		})
	}
}

const handParties = 12

func partyID(n int) string { return fmt.Sprintf("p%d", n) }

func newHands(t testing.TB, database string) *hands {
	t.Helper()
	r, err := storage.Create(context.Background(), database, storage.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	h := &hands{t: t, database: database, register: r, tokens: map[string]string{}}
	h.token(workflow.Secretariat, storage.Grant{Role: storage.RoleSecretariat})
	for n := range handParties {
		h.token(partyID(n+1), storage.Grant{Role: storage.RoleParty, Party: partyID(n + 1)})
	}
	return h
}

func (h *hands) token(who string, grant storage.Grant) {
	h.t.Helper()
	token := "proef-" + who + rand.Text()
	sum := sha256.Sum256([]byte(token))
	if _, err := h.register.AddToken(context.Background(), hex.EncodeToString(sum[:]), grant); err != nil {
		h.t.Fatal(err)
	}
	h.tokens[who] = token
}

// instance is one process that serves the register.
type instance struct {
	process *exec.Cmd
	url     string
	log     bytes.Buffer
}

// start starts one more process, and returns when it listens.
func (h *hands) start() *instance {
	h.t.Helper()
	i := &instance{process: exec.Command("convenant", "serve")}
	i.process.Env = append(os.Environ(), "CONVENANT_DATABASE="+h.database, "CONVENANT_LISTEN=127.0.0.1:0", "CONVENANT_PER_MINUTE=1000000")
	i.process.Stderr = &i.log
	out, err := i.process.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := i.process.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(i.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		h.t.Fatalf("serve does not start: %v", err)
	}
	i.url = strings.TrimSpace(strings.TrimPrefix(line, "convenant listens on "))
	h.instances = append(h.instances, i)
	return i
}

// kill ends the process without warning. Once is enough.
func (i *instance) kill() {
	_ = i.process.Process.Kill()
	_ = i.process.Wait()
}

// answer is what a caller got.
type answer struct {
	status int
	header http.Header
	body   struct {
		ID      string         `json:"id"`
		Stand   workflow.Stand `json:"stand"`
		Phase   workflow.Phase `json:"toestand"`
		Code    workflow.Code  `json:"code"`
		SHA256  string         `json:"sha256"`
		History []struct {
			Nature string `json:"aard"`
			Kind   string `json:"soort"`
			Number int    `json:"nummer"`
		} `json:"geschiedenis"`
	}
	raw string
}

// fact is the number of the fact that an act became.
func (a answer) fact() int {
	for _, e := range a.body.History {
		if e.Nature == "feit" {
			return e.Number
		}
	}
	return 0
}

// ask asks one of the processes. An error means that there was no answer.
func (h *hands) ask(n int, who, method, path, key, body string) (answer, error) {
	var a answer
	r, err := http.NewRequest(method, h.instances[n%len(h.instances)].url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return a, err
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	a.status, a.header, a.raw = response.StatusCode, response.Header, string(b)
	return a, errors.Join(err, json.Unmarshal(b, &a.body))
}

// must asks for what must go well.
func (h *hands) must(who, method, path, body string) answer {
	h.t.Helper()
	a, err := h.ask(0, who, method, path, "", body)
	if err != nil || a.status >= http.StatusBadRequest {
		h.t.Fatalf("%s %s %s: %v %d %s", method, path, body, err, a.status, a.raw)
	}
	return a
}

// draft draws up a convenant of p1, p2, … without an end, and returns its id.
func (h *hands) draft(parties int, more string) string {
	h.t.Helper()
	var list []string
	for n := range parties {
		list = append(list, fmt.Sprintf(`{"id":"%s","naam":"Gemeente %d"}`, partyID(n+1), n+1))
	}
	return h.must(workflow.Secretariat, "POST", "/convenanten", fmt.Sprintf(`{"sjabloon":"algemeen","naam":"Convenant Proef","kenmerk":"DOC-1","partijen":[%s],
		"voorwaarden":{"opzegging":{"door":"elke-partij"},"wijziging":{"instemming":"alle-partijen"}%s}}`, strings.Join(list, ","), more)).body.ID
}

func (h *hands) act(id, body string) answer {
	h.t.Helper()
	return h.must(workflow.Secretariat, "POST", "/convenanten/"+id+"/handelingen", body)
}

// toSigning draws up a convenant that all Partijen can sign, and returns the fingerprint of its text.
func (h *hands) toSigning(parties int) (id, sha256 string) {
	h.t.Helper()
	id = h.draft(parties, "")
	h.act(id, `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort verhaal."}}`)
	h.act(id, fmt.Sprintf(`{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"%s","doel":"vaststellen"}}`, h.today()))
	h.act(id, `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
	return id, h.text(id)
}

func (h *hands) text(id string) string {
	h.t.Helper()
	return h.must(workflow.Secretariat, "GET", "/convenanten/"+id+"/tekst", "").body.SHA256
}

func (h *hands) today() string {
	d, err := clock.Today(time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return d.String()
}

func signBody(party, sha256 string) string {
	return fmt.Sprintf(`{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"digitaal","sha256":"%s"}}`, party, sha256)
}

// offer is an act that somebody wants to enter.
type offer struct{ who, key, body string }

// atOnce offers acts on one convenant at the same moment, spread over the processes, and returns the answers.
func (h *hands) atOnce(id string, offers ...offer) []answer {
	h.t.Helper()
	answers, errs := make([]answer, len(offers)), make([]error, len(offers))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, o := range offers {
		all.Go(func() {
			<-start
			answers[i], errs[i] = h.ask(i, o.who, "POST", "/convenanten/"+id+"/handelingen", o.key, o.body)
		})
	}
	close(start)
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		h.t.Fatal(err)
	}
	return answers
}

// record reads what is recorded, and fails the test unless every act that was acknowledged is there.
func (h *hands) record(id string, answers []answer) *workflow.Convenant {
	h.t.Helper()
	c, _, err := h.register.Load(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range answers {
		if a.status == http.StatusCreated && (a.fact() == 0 || a.fact() > len(c.Facts()) || a.body.Stand.Number != a.fact()) {
			h.t.Errorf("acknowledged and not there: %s", a.raw)
		}
	}
	return c
}

// count counts answers with a code; the empty code counts what was accepted.
func count(answers []answer, code workflow.Code) int {
	n := 0
	for _, a := range answers {
		if code == "" && a.status == http.StatusCreated || code != "" && a.body.Code == code {
			n++
		}
	}
	return n
}

// announced counts the announcements of a kind.
func (h *hands) announced(id, kind string) int {
	h.t.Helper()
	list, err := h.register.Announcements(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	n := 0
	for _, a := range list {
		if a.Paper.Kind == kind {
			n++
		}
	}
	return n
}

// sound fails the test when the record is not what was recorded.
func (h *hands) sound() {
	h.t.Helper()
	if _, err := h.register.Verify(context.Background(), nil); err != nil {
		h.t.Errorf("verify: %v", err)
	}
}
