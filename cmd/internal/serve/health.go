package serve

// How the program is, for who keeps it running: alive while the process answers, ready while the database does too.

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// health answers whether the program is alive and ready.
type health struct {
	ping     func(context.Context) error
	now      func() time.Time
	stopping atomic.Bool

	mu    sync.Mutex
	asked time.Time
	err   error
}

// The database is asked no more than once in so long, however often somebody wants to know, and has so long to answer.
const (
	healthLasts    = time.Second
	healthPatience = 2 * time.Second
)

// stop makes the program not ready, so that no new requests are sent to it.
func (h *health) stop() { h.stopping.Store(true) }

func (h *health) alive(w http.ResponseWriter, _ *http.Request) { tell(w, http.StatusOK, "leeft") }

func (h *health) ready(w http.ResponseWriter, _ *http.Request) {
	switch {
	case h.stopping.Load():
		tell(w, http.StatusServiceUnavailable, "stopt")
	case h.database() != nil:
		w.Header().Set("Retry-After", "5")
		tell(w, http.StatusServiceUnavailable, "register-niet-bereikbaar")
	default:
		tell(w, http.StatusOK, "klaar")
	}
}

func (h *health) database() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := h.now(); h.asked.IsZero() || now.Sub(h.asked) >= healthLasts {
		ctx, cancel := context.WithTimeout(context.Background(), healthPatience)
		defer cancel()
		h.err, h.asked = h.ping(ctx), now
	}
	return h.err
}

func tell(w http.ResponseWriter, status int, state string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"toestand":"` + state + `"}` + "\n")) // who asked may be gone
}
