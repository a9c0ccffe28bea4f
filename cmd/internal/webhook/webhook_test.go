package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

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
