package main

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convenant/cmd/internal/webhook"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

// What serve runs sends what waits, as the operator set it, and stops when it is told to.
func TestServeSendsWhatWaits(t *testing.T) {
	bodies := make(chan string, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies <- string(b)
	}))
	defer receiver.Close()
	t.Setenv("CONVENANT_WEBHOOK_TARGETS", "127.0.0.1")
	t.Setenv("CONVENANT_WEBHOOK_TYPE", "nl.voorbeeld")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	r, err := storage.Create(ctx, filepath.Join(t.TempDir(), "convenant.db"), options())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	secret, err := webhook.NewSecret(rand.Read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddWebhook(ctx, receiver.URL, secret, ""); err != nil {
		t.Fatal(err)
	}
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	data, err := workflow.ParseValue([]byte(`{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"laren","naam":"Gemeente Laren"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	draft := func(c *workflow.Convenant) workflow.Decision {
		return c.Decide(workflow.Act{Kind: workflow.Draft, Data: data}, workflow.MustDate("2024-01-01"), library)
	}
	if out, err := r.Draft(ctx, storage.Key{}, draft); err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	run, err := newWebhooks(r)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { run(ctx, slog.New(slog.DiscardHandler)); close(done) }()
	patience := time.After(time.Minute)
	select {
	case body := <-bodies:
		if !strings.Contains(body, `"type":"nl.voorbeeld.mededeling.convenant-concept"`) {
			t.Errorf("it is told %s", body)
		}
	case <-patience:
		t.Fatal("nothing was sent")
	}
	stop()
	select {
	case <-done:
	case <-patience:
		t.Fatal("it does not stop")
	}
}
