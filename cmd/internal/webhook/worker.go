// Package webhook tells other programs, as a zaaksysteem, what comes to be: each consequence and each announcement, in
// order, signed, until it has arrived.
package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"convenant/storage"
)

// Options are what a worker needs from outside.
type Options struct {
	Register *storage.Register
	Now      func() time.Time
	Targets  Targets
	Sender   Sender
	Log      *slog.Logger
}

// Worker sends what waits. Any number of workers, in any number of instances, may share the work.
type Worker struct {
	Options
	http *http.Client
}

// New returns a worker.
func New(o Options) *Worker { return &Worker{o, o.Targets.client()} }

const (
	every    = 5 * time.Second // between rounds
	atOnce   = 4               // so many webhooks are sent to together
	inOneGo  = 20              // so many messages are sent to one before another is looked at
	leaseFor = 2 * time.Minute // longer than one message can take
)

// pauses is how long a message is left after it went wrong so many times; after the last it is given up. Together they
// outlast a weekend.
var pauses = []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// mostAsked is the longest that a receiver may ask to be left alone.
const mostAsked = 24 * time.Hour

// Run sends what waits until the context ends. What goes wrong is logged and tried again in the next round.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	defer w.http.CloseIdleConnections()
	for {
		if _, err := w.Round(ctx); err != nil && ctx.Err() == nil {
			w.Log.Warn("webhooks", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Round sends what may be sent now, and tells how many messages arrived.
func (w *Worker) Round(ctx context.Context) (arrived int, err error) {
	var group sync.WaitGroup
	var mu sync.Mutex
	for range atOnce {
		group.Go(func() {
			n, e := w.hand(ctx)
			mu.Lock()
			defer mu.Unlock()
			arrived, err = arrived+n, errors.Join(err, e)
		})
	}
	group.Wait()
	return arrived, err
}

// hand sends for one webhook after another until none has anything left that may be sent now.
func (w *Worker) hand(ctx context.Context) (arrived int, err error) {
	for ctx.Err() == nil {
		hook, messages, err := w.Register.Claim(ctx, leaseFor, inOneGo)
		if err != nil || hook == nil {
			return arrived, err
		}
		n, err := w.sendAll(ctx, hook, messages)
		if arrived += n; err != nil && !errors.Is(err, storage.ErrLeaseLost) {
			return arrived, err
		}
	}
	return arrived, nil
}

// sendAll sends messages in order, and stops at the first that must be sent again.
func (w *Worker) sendAll(ctx context.Context, hook *storage.Webhook, messages []storage.Message) (arrived int, err error) {
	for i, m := range messages {
		s := w.send(ctx, hook, m)
		if ctx.Err() != nil { // cut off by ourselves: what came of it is not known, and it is sent again after the lease
			return arrived, ctx.Err()
		}
		if s.State != storage.MessageWaits && i < len(messages)-1 {
			s.Lease = leaseFor
		}
		if s.State == storage.MessageGivenUp {
			w.Log.Error("webhook given up", "webhook", hook.ID, "event", m.ID, "outcome", s.Outcome, "status", s.Status)
		}
		if err := w.Register.Settle(ctx, hook, m.ID, s); err != nil {
			return arrived, err
		}
		if s.State == storage.MessageWaits {
			return arrived, nil
		}
		if s.State == storage.MessageDelivered {
			arrived++
		}
	}
	return arrived, nil
}

// The outcomes, as the log of deliveries has them. They are for operators.
const (
	outcomeArrived  = "taken"
	outcomeRefused  = "refused for good by the receiver"
	outcomeNot      = "not taken"
	outcomeRedirect = "redirected, which is not followed"
	outcomeClosed   = "this target may not be called: it is not on the open internet, and CONVENANT_WEBHOOK_TARGETS does not list it"
	outcomeTLS      = "the certificate of the receiver is not trusted"
	outcomeLate     = "no answer in time"
	outcomeUnknown  = "the name of the receiver is not known"
	outcomeNone     = "no connection"
)

// send sends a message once.
func (w *Worker) send(ctx context.Context, hook *storage.Webhook, m storage.Message) storage.Sent {
	status, asked, err := w.post(ctx, hook, m)
	s := storage.Sent{State: storage.MessageWaits, MessageAttempt: storage.MessageAttempt{Status: status}}
	switch {
	case err != nil:
		s.Outcome = outcomeOf(err)
	case status >= 200 && status < 300:
		s.State, s.Outcome = storage.MessageDelivered, outcomeArrived
		return s
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge, status == http.StatusUnsupportedMediaType, status == http.StatusUnprocessableEntity:
		s.State, s.Outcome = storage.MessageGivenUp, outcomeRefused // it says so of this message, and would again
		return s
	case status >= 300 && status < 400:
		s.Outcome = outcomeRedirect
	default:
		s.Outcome = outcomeNot
	}
	if hook.Tries >= len(pauses) {
		s.State = storage.MessageGivenUp
		return s
	}
	s.Pause = max(pauses[hook.Tries], min(asked, mostAsked))
	return s
}

// post makes the request. Of the answer only the status counts.
func (w *Worker) post(ctx context.Context, hook *storage.Webhook, m storage.Message) (status int, asked time.Duration, err error) {
	if err := w.Targets.Check(hook.Target); err != nil { // the list may be another than when it was entered
		return 0, 0, errClosed
	}
	body, err := w.Sender.event(m)
	if err != nil {
		return 0, 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.Target, bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	headers, err := sign(hook.Secret, m.ID, w.Now(), body)
	if err != nil {
		return 0, 0, err
	}
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "convenant")
	answer, err := w.http.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // so that the connection can be used again, if it was short
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		asked = time.Duration(min(seconds, int(mostAsked.Seconds()))) * time.Second
	}
	return answer.StatusCode, asked, nil
}

func outcomeOf(err error) string {
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, errClosed):
		return outcomeClosed
	case errors.As(err, &certificate), errors.As(err, &authority):
		return outcomeTLS
	case errors.As(err, &name) && !name.IsTimeout:
		return outcomeUnknown
	case errors.As(err, &timeout) && timeout.Timeout():
		return outcomeLate
	}
	return outcomeNone
}

// Test sends a webhook an event that tells nothing, now and outside the line. It tells how that went.
func (w *Worker) Test(ctx context.Context, id string) (string, error) {
	hook, m, err := w.Register.TestMessage(ctx, id)
	if err != nil {
		return "", err
	}
	began := w.Now()
	s := w.send(ctx, &hook, m)
	if s.State == storage.MessageWaits {
		s.State = storage.MessageGivenUp
	}
	if err := w.Register.KeepTest(ctx, id, m, s); err != nil {
		return "", err
	}
	told := s.Outcome
	if s.Status != 0 {
		told += fmt.Sprintf(" (%d)", s.Status)
	}
	told += fmt.Sprintf(", after %d ms", w.Now().Sub(began).Milliseconds())
	if s.State != storage.MessageDelivered {
		return told, ErrNotArrived
	}
	return told, nil
}

// ErrNotArrived tells that a test did not arrive.
var ErrNotArrived = errors.New("webhook: the test did not arrive")
