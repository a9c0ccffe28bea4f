// Package agenda is the calendar of what falls due, as a file that the calendar programs of people fetch by themselves
// (iCalendar, RFC 5545). Whoever has the address has the calendar: it holds 256 bits of chance, can be revoked, and is kept
// as a hash. It shows what its principal may see at the moment that it is fetched.
package agenda

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/api"
	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// Prefix and Suffix stand around the secret in the address.
const (
	Prefix = "/agenda/"
	Suffix = ".ics"
)

// Options are what a calendar needs from outside.
type Options struct {
	Register *storage.Register
	Now      func() time.Time
	NewID    func() string              // of a request
	Origin   func(*http.Request) string // the address of who asks
	Limits   api.Limits
	Observe  func(context.Context, api.Seen) // is told of every request, when it has been answered
	URL      string                          // under which others know the program; may be empty
}

// Handler answers who asks for a calendar.
type Handler struct{ Options }

// What a calendar covers, in days before and after today, and how much may be in it.
const (
	daysBack   = 92
	daysAhead  = 2 * 366
	mostEvents = 1000
)

// fresh is how long a program may show what it fetched without asking again.
const fresh = 15 * time.Minute

// patience is how long the answer may take.
const patience = 10 * time.Second

// What is logged of a request. The secret is not: the route stands for the address.
const (
	action = "agenda-lezen"
	route  = Prefix + "{geheim}" + Suffix
)

// ServeHTTP answers a request for a calendar.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := h.Now()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	seen := api.Seen{Request: h.NewID(), Method: r.Method, Route: route, Action: action, Origin: h.Origin(r), Result: "gegeven"}
	defer func() {
		seen.Took = h.Now().Sub(began)
		h.Observe(context.WithoutCancel(ctx), seen)
	}()
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	if strings.HasPrefix(h.URL, "https://") {
		head.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		seen.Method = ""
		refuse(w, &seen, http.StatusMethodNotAllowed, "methode-niet-toegestaan", "Een agenda is alleen te lezen.")
		return
	}
	body, wait, err := h.calendar(ctx, &seen, strings.TrimPrefix(r.URL.Path, Prefix))
	switch {
	case wait > 0:
		head.Set("Retry-After", strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second))))
		refuse(w, &seen, http.StatusTooManyRequests, "te-veel-verzoeken", "Er zijn in korte tijd te veel verzoeken gedaan. Probeer het later nog eens.")
	case errors.Is(err, storage.ErrNoFeed):
		refuse(w, &seen, http.StatusNotFound, "onbekend", "Deze agenda is er niet, of niet meer. Vraag de beheerder om een nieuw adres.")
	case err != nil:
		seen.Err = err
		head.Set("Retry-After", "60")
		refuse(w, &seen, http.StatusServiceUnavailable, "tijdelijk-niet-beschikbaar", "De agenda is even niet te lezen. Probeer het later nog eens.")
	default:
		give(w, r, &seen, body)
	}
}

func refuse(w http.ResponseWriter, seen *api.Seen, status int, code, sentence string) {
	seen.Status, seen.Result = status, code
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", "nl")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(sentence + "\n")) // who asked may be gone
}

func give(w http.ResponseWriter, r *http.Request, seen *api.Seen, body []byte) {
	sum := sha256.Sum256(body)
	h, tag := w.Header(), `"`+hex.EncodeToString(sum[:])+`"`
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, max-age="+strconv.Itoa(int(fresh.Seconds())))
	for _, have := range strings.Split(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			seen.Status = http.StatusNotModified
			w.WriteHeader(seen.Status)
			return
		}
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="convenanten.ics"`)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	seen.Status = http.StatusOK
	w.WriteHeader(seen.Status)
	_, _ = w.Write(body) // who asked may be gone
}

// calendar finds whose calendar is asked for and writes it. A wrong address costs its origin some of what it may ask, and
// a right one its principal: an address that leaked cannot keep the register busy.
func (h Handler) calendar(ctx context.Context, seen *api.Seen, name string) (body []byte, wait time.Duration, err error) {
	word, ok := strings.CutSuffix(name, Suffix)
	if !ok || len(word) != secret.Length {
		return h.stranger(ctx, seen.Origin)
	}
	feed, p, err := h.Register.FeedBySecret(ctx, secret.Hash(word))
	if errors.Is(err, storage.ErrNoFeed) {
		return h.stranger(ctx, seen.Origin)
	} else if err != nil {
		return nil, 0, err
	}
	seen.Actor, seen.Object = p.ID, feed.ID
	if wait, err := h.Limits.Principal(ctx, "agenda:"+feed.ID); err != nil || wait > 0 {
		return nil, wait, err
	}
	party, all := access.OnlyInvolving(p)
	if !all && party == "" || access.May(p, access.ReadDeadlines) != nil {
		return nil, 0, storage.ErrNoFeed
	}
	today, err := clock.Today(h.Now())
	if err != nil {
		return nil, 0, err
	}
	due, err := h.Register.DueFor(ctx, party, today, today.AddDays(-daysBack), today.AddDays(daysAhead), mostEvents)
	if err != nil {
		return nil, 0, err
	}
	body, err = h.write(due)
	return body, 0, err
}

func (h Handler) stranger(ctx context.Context, origin string) ([]byte, time.Duration, error) {
	wait, err := h.Limits.Stranger(ctx, "agenda", origin)
	if err == nil && wait == 0 {
		err = storage.ErrNoFeed
	}
	return nil, wait, err
}
