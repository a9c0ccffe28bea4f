package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"
)

// bank is an allowance that is kept elsewhere.
type bank struct {
	mu    sync.Mutex
	used  map[string]int
	draws int
	err   error
}

func (b *bank) draw(_ context.Context, who string, window int64, limit, block int) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.draws++
	if b.err != nil {
		return 0, b.err
	}
	key := fmt.Sprint(who, window)
	got := min(block, limit-b.used[key])
	b.used[key] += got
	return got, nil
}

func TestAnAllowanceIsSpentAndComesBack(t *testing.T) {
	b := &bank{used: map[string]int{}}
	now := time.Date(2024, 1, 1, 12, 0, 20, 0, time.UTC)
	p := newPace(b.draw, func() time.Time { return now }, 600)
	spend := func(times int) (given int, wait time.Duration) {
		t.Helper()
		for range times {
			w, err := p.Principal(t.Context(), "een")
			if err != nil {
				t.Fatal(err)
			}
			if wait = w; w == 0 {
				given++
			}
		}
		return given, wait
	}
	if given, wait := spend(1000); given != 600 || wait != 40*time.Second {
		t.Errorf("%d were given; then the wait is %s", given, wait)
	}
	if b.draws != 11 {
		t.Errorf("the bank was asked %d times for 1000 requests", b.draws)
	}
	if wait, err := p.Principal(t.Context(), "ander"); wait != 0 || err != nil {
		t.Errorf("another must wait %s: %v", wait, err)
	}
	now = now.Add(40 * time.Second)
	if given, _ := spend(1); given != 1 {
		t.Error("the next minute there is nothing")
	}
	if len(p.purses) != 1 {
		t.Errorf("%d purses are remembered of the minute before", len(p.purses))
	}
}

// Many at once get no more than there is, and do not all run to the bank.
func TestManyAtOnceSpendTogether(t *testing.T) {
	b := &bank{used: map[string]int{}}
	p := newPace(b.draw, func() time.Time { return time.Unix(0, 0) }, 100)
	var mu sync.Mutex
	var wg sync.WaitGroup
	given := 0
	for range 50 {
		wg.Go(func() {
			for range 10 {
				wait, err := p.Principal(context.Background(), "een")
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				if wait == 0 {
					given++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if given != 100 || b.draws != 11 {
		t.Errorf("%d were given in %d draws", given, b.draws)
	}
}

func TestABankThatIsClosedIsSaidSo(t *testing.T) {
	b := &bank{err: errors.New("dicht")}
	p := newPace(b.draw, time.Now, 100)
	if _, err := p.Principal(t.Context(), "een"); !errors.Is(err, b.err) {
		t.Errorf("%v", err)
	}
}

// Who has a whole network of IPv6 addresses has one allowance.
func TestStrangersAreCountedByAddress(t *testing.T) {
	b := &bank{used: map[string]int{}}
	p := newPace(b.draw, func() time.Time { return time.Unix(0, 0) }, 100)
	for _, origin := range []string{"192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:2:3::4", "2001:db8:1:3::1", ""} {
		if _, err := p.Stranger(t.Context(), "token", origin); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.purses) != 5 {
		t.Errorf("there are %d purses: %v", len(p.purses), p.purses)
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	b := &bank{used: map[string]int{}}
	p := newPace(b.draw, func() time.Time { return time.Unix(0, 0) }, 100)
	for i := range mostPurses + 10 {
		p.purse(0, fmt.Sprint(i))
	}
	if len(p.purses) > mostPurses {
		t.Errorf("%d purses are remembered", len(p.purses))
	}
}

func TestOrigin(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct{ from, forwarded, want string }{
		{"192.0.2.1:5000", "", "192.0.2.1"},
		{"192.0.2.1:5000", "198.51.100.7", "192.0.2.1"}, // no proxy of ours
		{"10.0.0.1:5000", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:5000", "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"}, // the first was written by the caller itself
		{"10.0.0.1:5000", "onzin", "10.0.0.1"},
		{"10.0.0.1:5000", "198.51.100.7, onzin", "10.0.0.1"},
		{"10.0.0.1:5000", "", "10.0.0.1"},
		{"[::1]:5000", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:10.0.0.1]:5000", "198.51.100.7", "198.51.100.7"},
		{"@", "198.51.100.7", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := origin(proxies)(r); got != c.want {
			t.Errorf("from %s, forwarded for %q: %q, not %q", c.from, c.forwarded, got, c.want)
		}
	}
}

func TestReadyWhenTheDatabaseAnswers(t *testing.T) {
	now := time.Unix(0, 0)
	pings := 0
	var fault error
	h := &health{now: func() time.Time { return now }, ping: func(context.Context) error { pings++; return fault }}
	ready := func() (int, string) {
		w := httptest.NewRecorder()
		h.ready(w, nil)
		return w.Code, w.Body.String()
	}
	for range 10 {
		if code, body := ready(); code != http.StatusOK {
			t.Errorf("%d %s", code, body)
		}
	}
	if pings != 1 {
		t.Errorf("the database was asked %d times within a second", pings)
	}
	fault, now = errors.New("weg"), now.Add(time.Second)
	if code, body := ready(); code != http.StatusServiceUnavailable || body != `{"toestand":"register-niet-bereikbaar"}`+"\n" {
		t.Errorf("without a database: %d %s", code, body)
	}
	fault, now = nil, now.Add(time.Second)
	if code, _ := ready(); code != http.StatusOK {
		t.Errorf("when it is back: %d", code)
	}
	h.stop()
	if code, body := ready(); code != http.StatusServiceUnavailable || body != `{"toestand":"stopt"}`+"\n" {
		t.Errorf("while it stops: %d %s", code, body)
	}
}
