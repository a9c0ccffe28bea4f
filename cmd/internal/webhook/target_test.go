package webhook

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"convenant/storage"
)

func TestOnlyTheOpenInternetIsOpen(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2a00:1450:400e:80d::200e": true, "::ffff:93.184.216.34": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "::": false, "0.1.2.3": false,
		"10.0.0.1": false, "172.16.0.1": false, "192.168.1.1": false, "fd00:ec2::254": false, "fc00::1": false, "::ffff:10.0.0.1": false,
		"169.254.169.254": false, "169.254.1.1": false, "fe80::1": false, "fec0::1": false, "224.0.0.1": false, "ff02::1": false, "255.255.255.255": false,
		"100.64.0.1": false, "100.100.100.200": false, "192.0.0.192": false, "192.0.2.1": false, "198.18.0.1": false, "240.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2001:0:7f00:1::": false, "2001:db8::1": false, "::7f00:1": false, "fe80::1%eth0": false,
	} {
		if got := open(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is open: %t", address, got)
		}
	}
}

func TestATargetIsCheckedWhenItIsEntered(t *testing.T) {
	targets, err := ParseTargets("zaken.intern, 10.1.2.0/24 192.168.0.7")
	if err != nil {
		t.Fatal(err)
	}
	for target, says := range map[string]string{
		"https://zaken.example.org/meldingen":  "",
		"http://Zaken.Intern/x":                "",
		"http://10.1.2.3:8080/":                "",
		"https://192.168.0.7":                  "",
		"http://zaken.example.org":             "not an https:// address",
		"https://10.1.3.3/":                    "not on the open internet",
		"https://127.0.0.1/":                   "not on the open internet",
		"https://[::ffff:127.0.0.1]/":          "not on the open internet",
		"https://localhost:8443/":              "not on the open internet",
		"https://169.254.169.254/latest":       "not on the open internet",
		"https://jan:geheim@zaken.example.org": "no user, password",
		"ftp://zaken.example.org":              "is no target",
		"zaken.example.org":                    "is no target",
		"https:///x":                           "is no target",
		"":                                     "is no target",
	} {
		err := targets.Check(target)
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v", target, err)
		}
	}
	for _, list := range []string{"https://zaken.example.org", "*.intern", "10.0.0.0/33"} {
		if _, err := ParseTargets(list); err == nil || !strings.Contains(err.Error(), "CONVENANT_WEBHOOK_TARGETS") {
			t.Errorf("%s: %v", list, err)
		}
	}
}

// What is checked is where a name leads when it is called: a name that is innocent when entered may lead inside by then.
func TestANameThatLeadsInsideIsNotCalled(t *testing.T) {
	inside := newReceiver(t, httptest.NewServer)
	_, port, _ := strings.Cut(strings.TrimPrefix(inside.URL, "http://"), ":")
	strict, err := ParseTargets("")
	if err != nil {
		t.Fatal(err)
	}
	// This name leads to this machine everywhere, as a name that was rebound would.
	for _, scheme := range []string{"http", "https"} {
		if _, err := strict.client().Get(scheme + "://localhost:" + port); err == nil || outcomeOf(err) != outcomeClosed {
			t.Errorf("%s: %v", scheme, err)
		}
	}
	if inside.count() != 0 {
		t.Error("it was called")
	}
	trusting, err := ParseTargets("localhost")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := trusting.client().Get("http://localhost:" + port)
	if err != nil {
		t.Fatalf("what the operator lists: %v", err)
	}
	answer.Body.Close()
}

func TestARedirectIsNotFollowed(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		elsewhere := newReceiver(t, httptest.NewServer)
		h.receiver.says(http.StatusTemporaryRedirect, "Location", elsewhere.URL)
		h.draft()
		h.round()
		if elsewhere.count() != 0 || h.receiver.count() != 1 {
			t.Error("it was followed")
		}
		if log, err := h.Register.WebhookLog(context.Background(), h.hook.ID, 1); err != nil || log[0].Outcome != outcomeRedirect || log[0].State != storage.MessageWaits {
			t.Errorf("%v: %+v", err, log)
		}
	})
}

// How a delivery went wrong is told so that an operator knows where to look.
func TestWhatWentWrongIsNamed(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		secure := newReceiver(t, httptest.NewTLSServer)
		gone := httptest.NewServer(http.NotFoundHandler())
		gone.Close()
		closed := h.worker(h.Register, "")
		for _, c := range []struct {
			worker  *Worker
			target  string
			outcome string
		}{
			{h.Worker, secure.URL, outcomeTLS},
			{h.Worker, gone.URL, outcomeNone},
			{closed, secure.URL, outcomeClosed},
			{closed, "https://localhost:1/", outcomeClosed},
			{closed, h.receiver.URL, outcomeClosed},
		} {
			hook := h.subscribe(c.target)
			s := c.worker.send(context.Background(), &hook, storage.Message{ID: "een", Kind: "test", Data: "{}"})
			if s.Outcome != c.outcome || s.State != storage.MessageWaits || s.Pause != pauses[0] {
				t.Errorf("%s: %+v", c.target, s)
			}
		}
		slow, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer stop()
		held := make(chan struct{})
		t.Cleanup(func() { close(held) })
		h.receiver.mu.Lock()
		h.receiver.answer = func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-held:
			case <-r.Context().Done():
			}
		}
		h.receiver.mu.Unlock()
		if s := h.send(slow, &h.hook, storage.Message{ID: "een", Kind: "test", Data: "{}"}); s.Outcome != outcomeLate {
			t.Errorf("who does not answer: %+v", s)
		}
	})
}
