package webhook

// What the tests share: a register with a clock that is given, a program that is told, and a short story to tell.

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/templates"
	"convenant/workflow"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

var databases = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") },
	"postgres": storagetest.Postgres,
}

// receiver is a program that is told, and answers as it is set to.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	answer  func(w http.ResponseWriter, r *http.Request)
	headers []http.Header
	bodies  [][]byte
}

func newReceiver(t *testing.T, start func(http.Handler) *httptest.Server) *receiver {
	r := &receiver{}
	r.Server = start(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		r.headers, r.bodies = append(r.headers, q.Header), append(r.bodies, body)
		answer := r.answer
		r.mu.Unlock()
		if answer != nil {
			answer(w, q)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// says answers with a status from now on.
func (r *receiver) says(status int, headers ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
	}
}

// events are what was received, and forgets it.
func (r *receiver) events(t *testing.T) []map[string]any {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []map[string]any
	for _, b := range r.bodies {
		var e map[string]any
		if err := json.Unmarshal(b, &e); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		list = append(list, e)
	}
	r.headers, r.bodies = nil, nil
	return list
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.bodies)
}

// house is a register with a receiver that is told, and a clock that is given.
type house struct {
	*Worker
	t        *testing.T
	mu       sync.Mutex
	at       time.Time
	library  *templates.Library
	receiver *receiver
	hook     storage.Webhook
	database string
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

func everywhere(t *testing.T, test func(t *testing.T, h *house)) {
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			h := &house{t: t, at: time.Date(2024, 1, 1, 11, 0, 0, 0, time.UTC), database: database(t), receiver: newReceiver(t, httptest.NewServer)}
			register, err := storage.Create(context.Background(), h.database, storage.Options{Now: h.now, Random: rand.NewChaCha8([32]byte{1})})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { register.Close() })
			if h.library, err = templates.Embedded(); err != nil {
				t.Fatal(err)
			}
			h.Worker = h.worker(register, "127.0.0.1")
			h.hook = h.subscribe(h.receiver.URL + "/meldingen")
			test(t, h)
		})
	}
}

func (h *house) worker(r *storage.Register, targets string) *Worker {
	h.t.Helper()
	list, err := ParseTargets(targets)
	if err != nil {
		h.t.Fatal(err)
	}
	return New(Options{Register: r, Now: h.now, Targets: list, Log: slog.New(slog.DiscardHandler),
		Sender: Sender{Source: "urn:nld:oin:00000001234567890000:systeem:convenant", Type: "nl.voorbeeld.convenant", URL: "https://convenant.example"}})
}

func (h *house) subscribe(target string) storage.Webhook {
	h.t.Helper()
	secret, err := NewSecret(rand.NewChaCha8([32]byte{3}).Read)
	if err != nil {
		h.t.Fatal(err)
	}
	w, err := h.Register.AddWebhook(context.Background(), target, secret, "Zaaksysteem")
	if err != nil {
		h.t.Fatal(err)
	}
	return w
}

// round sends what may be sent, and tells how much arrived.
func (h *house) round() int {
	h.t.Helper()
	n, err := h.Round(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) act(id, format string, args ...any) string {
	h.t.Helper()
	v, err := workflow.ParseValue(fmt.Appendf(nil, format, args...))
	if err != nil {
		h.t.Fatal(err)
	}
	h.wait(time.Millisecond) // no two acts are of one moment
	act, refusal := workflow.ReadAct(v)
	if refusal != nil {
		h.t.Fatal(refusal)
	}
	today := workflow.MustDate(h.now().Format(time.DateOnly))
	decide := func(c *workflow.Convenant) workflow.Decision { return c.Decide(act, today, h.library) }
	var out storage.Outcome
	if id == "" {
		out, err = h.Register.Draft(context.Background(), storage.Key{}, decide)
	} else {
		out, err = h.Register.Act(context.Background(), id, storage.Key{}, decide)
	}
	if err != nil || out.Refusal != nil {
		h.t.Fatalf("%s: %v %v", format, err, out.Refusal)
	}
	return out.ID
}

// draft draws up a convenant, of which one thing is told.
func (h *house) draft() string {
	h.t.Helper()
	return h.act("", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Geheim Overleg","kenmerk":"DOC-1","partijen":[
		{"id":"laren","naam":"Gemeente Laren","vertegenwoordiger":"Anna Geheim","hoedanigheid":"burgemeester"},{"id":"huizen","naam":"Gemeente Huizen"}],
		"voorwaarden":{"looptijd":{"tot-en-met":"2025-12-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"}}}}`)
}

func (h *house) inForce() string {
	h.t.Helper()
	id := h.draft()
	h.act(id, `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["Dokter Geheim"],"uiterlijk":"2024-01-01"}}`)
	h.act(id, `{"handeling":"advies-uitbrengen","gegevens":{"adviseur":"Dokter Geheim","strekking":"positief","tekst":"Geheim."}}`)
	h.act(id, `{"handeling":"advies-verwerken","gegevens":{"adviseur":"Dokter Geheim","verwerking":"overgenomen","motivering":"Geheim."}}`)
	h.act(id, `{"handeling":"adviesronde-sluiten"}`)
	h.act(id, `{"handeling":"agenderen","gegevens":{"overleg":"Geheim Bestuur","datum":"2024-01-01","doel":"vaststellen"}}`)
	h.act(id, `{"handeling":"besluiten","gegevens":{"overleg":"Geheim Bestuur","besluit":"vastgesteld","conclusie":"Geheim."}}`)
	for _, p := range []string{"laren", "huizen"} {
		h.act(id, `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p)
	}
	return id
}

func types(events []map[string]any) []string {
	var list []string
	for _, e := range events {
		list = append(list, strings.TrimPrefix(e["type"].(string), "nl.voorbeeld.convenant."))
	}
	return list
}
