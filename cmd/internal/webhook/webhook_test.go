package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
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

func TestWhatComesToBeIsToldInOrderAndSigned(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		n := h.round()
		for i, body := range h.receiver.bodies {
			head := h.receiver.headers[i]
			key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h.hook.Secret, "whsec_"))
			if err != nil || len(key) != 32 {
				t.Fatal(err, len(key))
			}
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(head.Get("webhook-id") + "." + head.Get("webhook-timestamp") + "." + string(body)))
			if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); head.Get("webhook-signature") != want || head.Get("webhook-timestamp") != fmt.Sprint(h.now().Unix()) {
				t.Errorf("signed %s at %s", head.Get("webhook-signature"), head.Get("webhook-timestamp"))
			}
			if head.Get("Content-Type") != "application/cloudevents+json; charset=utf-8" {
				t.Errorf("it is sent as %s", head.Get("Content-Type"))
			}
			if bytes.Contains(bytes.ToLower(body), []byte("geheim")) {
				t.Errorf("it tells what somebody wrote: %s", body)
			}
		}
		events := h.receiver.events(t)
		if n != len(events) || n < 8 || h.round() != 0 {
			t.Errorf("%d arrived, %d were received", n, len(events))
		}
		got, ids := types(events), map[any]bool{}
		for _, want := range []string{"mededeling.convenant-concept", "mededeling.uitnodiging-adviesronde", "gevolg.vastgesteld", "gevolg.in-werking-getreden", "mededeling.convenant-ondertekend"} {
			if !slices.Contains(got, want) {
				t.Errorf("%s is not told: %v", want, got)
			}
		}
		if !(slices.Index(got, "gevolg.vastgesteld") < slices.Index(got, "mededeling.convenant-vastgesteld") && slices.Index(got, "mededeling.convenant-vastgesteld") < slices.Index(got, "gevolg.in-werking-getreden")) {
			t.Errorf("the order is %v", got)
		}
		for _, e := range events {
			ids[e["id"]] = true
			if e["specversion"] != "1.0" || e["source"] != "urn:nld:oin:00000001234567890000:systeem:convenant" || e["subject"] != id || e["datacontenttype"] != "application/json" ||
				e["dataref"] != "https://convenant.example/api/v1/convenanten/"+id || !strings.HasPrefix(e["time"].(string), "2024-01-01T11:00:00") {
				t.Errorf("it is %v", e)
			}
		}
		if len(ids) != len(events) {
			t.Error("two events have one id")
		}
		h.act(id, `{"handeling":"opzeggen","gegevens":{"partij":"laren"}}`)
		h.round()
		notice := h.receiver.events(t)
		if fmt.Sprint(types(notice)) != "[mededeling.ontvangstbevestiging mededeling.kennisgeving]" || notice[1]["data"].(map[string]any)["partij"] != "huizen" || notice[1]["data"].(map[string]any)["betreft"] != "laren" {
			t.Errorf("of a notice is told: %v", notice)
		}
	})
}

// The calendar brings things too, and a later fact may take them back: both are told.
func TestWhatNoLongerHoldsIsToldToo(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		id := h.inForce()
		h.act(id, `{"handeling":"opzeggen","gegevens":{"partij":"laren"}}`)
		h.round()
		h.receiver.events(t)
		h.wait(90 * 24 * time.Hour)
		if _, err := h.Register.Announce(context.Background(), id, workflow.MustDate(h.now().Format(time.DateOnly))); err != nil {
			t.Fatal(err)
		}
		h.round()
		if got := types(h.receiver.events(t)); !slices.Contains(got, "gevolg.uitgetreden") || !slices.Contains(got, "gevolg.beeindigd") {
			t.Errorf("the calendar brought %v", got)
		}
		h.act(id, `{"handeling":"corrigeren","gegevens":{"feit":10,"reden":"Vergissing."}}`)
		h.round()
		if got := types(h.receiver.events(t)); !slices.Contains(got, "gevolg-herroepen.beeindigd") || !slices.Contains(got, "mededeling.rectificatie") {
			t.Errorf("the correction brought %v", got)
		}
	})
}

func TestWhatGoesWrongIsTriedAgainAndThenGivenUp(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.draft()
		h.receiver.says(http.StatusServiceUnavailable)
		var first []byte
		for i := range len(pauses) + 1 {
			if n := h.round(); n != 0 || h.receiver.count() != i+1 {
				t.Fatalf("try %d: %d arrived of %d", i+1, n, h.receiver.count())
			}
			if first == nil {
				first = h.receiver.bodies[0]
			}
			if !bytes.Equal(h.receiver.bodies[i], first) || h.receiver.headers[i].Get("webhook-id") != h.receiver.headers[0].Get("webhook-id") {
				t.Errorf("try %d is of another event, or in other bytes", i+1)
			}
			if i < len(pauses) {
				h.wait(pauses[i] - time.Second)
				if h.round(); h.receiver.count() != i+1 {
					t.Errorf("it is not left alone for %s", pauses[i])
				}
				h.wait(time.Second)
			}
		}
		h.draft()
		h.receiver.says(http.StatusNoContent)
		if n := h.round(); n != 1 {
			t.Errorf("after the first was given up, %d arrived", n)
		}
		log, err := h.Register.WebhookLog(context.Background(), h.hook.ID, 10)
		if err != nil || len(log) != 2 || log[1].State != storage.MessageGivenUp || log[1].Try != len(pauses)+1 || log[1].Status != 503 || log[0].State != storage.MessageDelivered || log[0].Outcome != outcomeArrived {
			t.Errorf("%v: the log is %+v", err, log)
		}
	})
}

func TestAReceiverMayAskToBeLeftAloneOrRefuseForGood(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		h.draft()
		h.receiver.says(http.StatusTooManyRequests, "Retry-After", "3600")
		h.round()
		h.wait(59 * time.Minute)
		if h.round(); h.receiver.count() != 1 {
			t.Error("it is not left alone for as long as it asked")
		}
		h.wait(time.Minute)
		h.receiver.says(http.StatusUnprocessableEntity)
		h.round()
		h.wait(100 * 24 * time.Hour)
		if h.round(); h.receiver.count() != 2 {
			t.Errorf("what is refused for good is sent %d times", h.receiver.count())
		}
		h.draft() // what was sent long ago leaves the log
		h.receiver.says(http.StatusOK)
		h.round()
		if log, err := h.Register.WebhookLog(context.Background(), h.hook.ID, 10); err != nil || len(log) != 1 {
			t.Errorf("%v: the log is %+v", err, log)
		}
	})
}

// Instances share the work: each event is sent once, and in order.
func TestInstancesShareTheWork(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		second := newReceiver(t, httptest.NewServer)
		h.subscribe(second.URL)
		for range 30 {
			h.draft()
			h.wait(time.Second)
		}
		other, err := storage.Open(context.Background(), h.database, storage.Options{Now: h.now, Random: rand.NewChaCha8([32]byte{9})})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { other.Close() })
		var group sync.WaitGroup
		for _, w := range []*Worker{h.Worker, h.worker(other, "127.0.0.1"), h.worker(h.Register, "127.0.0.1")} {
			group.Go(func() {
				if _, err := w.Round(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, r := range []*receiver{h.receiver, second} {
			events := r.events(t)
			times := make([]string, len(events))
			for i, e := range events {
				times[i] = e["time"].(string)
			}
			if len(events) != 30 || !slices.IsSorted(times) || len(slices.Compact(times)) != 30 {
				t.Errorf("%d events at %v", len(events), times)
			}
		}
	})
}

// An instance that died with a lease is succeeded when the lease is over, and no sooner.
func TestWhoDiedIsSucceeded(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.draft()
		dead, messages, err := h.Register.Claim(ctx, leaseFor, inOneGo)
		if err != nil || dead == nil || len(messages) != 1 {
			t.Fatal(err, dead, messages)
		}
		h.wait(leaseFor - time.Second)
		if h.round() != 0 {
			t.Error("it is sent while another has it")
		}
		h.wait(time.Second)
		if h.round() != 1 {
			t.Error("it is not sent after the lease")
		}
		if err := h.Register.Settle(ctx, dead, messages[0].ID, storage.Sent{State: storage.MessageWaits, Pause: time.Hour}); err != storage.ErrLeaseLost {
			t.Errorf("who was dead settles: %v", err)
		}
		h.draft()
		if h.round() != 1 {
			t.Error("who was dead made the others wait")
		}
	})
}

func TestWhoIsRevokedIsToldNoMore(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.draft()
		if err := h.Register.RevokeWebhook(ctx, h.hook.ID); err != nil {
			t.Fatal(err)
		}
		h.draft()
		if n := h.round(); n != 0 || h.receiver.count() != 0 {
			t.Errorf("%d arrived", h.receiver.count())
		}
		if _, err := h.Test(ctx, h.hook.ID); err != storage.ErrNoWebhook {
			t.Errorf("a test: %v", err)
		}
		if err := h.Register.RevokeWebhook(ctx, "0190"); err != storage.ErrNoWebhook {
			t.Errorf("one that is not there: %v", err)
		}
		if list, err := h.Register.Webhooks(ctx); err != nil || len(list) != 1 || list[0].Secret != "" || list[0].Waiting != 0 || list[0].Expires.IsZero() {
			t.Errorf("%v: %+v", err, list)
		}
	})
}

func TestATestIsSentNow(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		how, err := h.Test(context.Background(), h.hook.ID)
		if err != nil || !strings.HasPrefix(how, "taken (200), after ") {
			t.Errorf("%s %v", how, err)
		}
		if e := h.receiver.events(t); len(e) != 1 || e[0]["type"] != "nl.voorbeeld.convenant.test" || e[0]["subject"] != nil {
			t.Errorf("received: %v", e)
		}
		h.receiver.says(http.StatusForbidden)
		if how, err := h.Test(context.Background(), h.hook.ID); err != ErrNotArrived || !strings.HasPrefix(how, "not taken (403)") {
			t.Errorf("%s %v", how, err)
		}
		if log, err := h.Register.WebhookLog(context.Background(), h.hook.ID, 10); err != nil || len(log) != 2 {
			t.Errorf("%v: the log is %+v", err, log)
		}
	})
}
