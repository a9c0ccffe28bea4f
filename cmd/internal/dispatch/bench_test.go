package dispatch

// How many messages are rendered and handed over in a second. Run with
//
//	go test ./cmd/internal/dispatch -run '^$' -bench Post -benchtime 1x

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"convenant/documents/post/posttest"
	"convenant/storage"
)

// BenchmarkPost sends every message of the demo's life: once with every document still to be made, and once more with
// all of them kept. Databases and disks are as they are in use; the mail server is on this machine.
func BenchmarkPost(b *testing.B) {
	r, err := life()
	if err != nil {
		b.Fatal(err)
	}
	src, err := os.ReadFile(r.path)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "convenant.db")
		if err := os.WriteFile(path, src, 0o600); err != nil {
			b.Fatal(err)
		}
		now := func() time.Time { return start }
		register, err := storage.Open(context.Background(), path, storage.Options{Now: now, Random: rand.NewChaCha8([32]byte{4})})
		if err != nil {
			b.Fatal(err)
		}
		server := &posttest.Server{}
		post := newPost(register, now, server.Start(b), io.Discard)
		send := func() float64 {
			before, begin := len(server.Received()), time.Now()
			var hands sync.WaitGroup
			for range defaultHands {
				hands.Go(func() {
					if _, err := post.Round(context.Background()); err != nil {
						b.Error(err)
					}
				})
			}
			hands.Wait()
			return float64(len(server.Received())-before) / time.Since(begin).Seconds()
		}
		b.ReportMetric(send(), "rendered-and-sent/s")
		mails, err := register.Mails(context.Background(), r.id)
		if err != nil {
			b.Fatal(err)
		}
		for _, m := range mails {
			if m.State != storage.MailSent {
				continue
			}
			if err := register.SendTo(context.Background(), m.ID, "nog@een.example", "018cc4e5"); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(send(), "sent/s")
		if err := register.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
