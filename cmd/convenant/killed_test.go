package main

// Never lose an acknowledged act: the server is killed without warning under load, again and again, and the database is
// restarted under it. Callers keep a list of what was acknowledged to them, and ask again, under the same key, for what was
// not answered. In the end every act of theirs is there once, as it was acknowledged, and nothing else is.

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"convenant/storage/storagetest"
	"convenant/workflow"
)

// wish is an act that a caller wants recorded once.
type wish struct {
	number               int
	convenant, key, body string
}

// callers put load on a register and keep their lists.
type callers struct {
	h           *hands
	ids         []string
	wishes      atomic.Int64
	answered    atomic.Int64
	unavailable atomic.Int64 // how often a caller was told to try again
	unanswered  atomic.Int64 // how often there was no answer at all

	mu           sync.Mutex
	acknowledged map[string]acknowledged // by key
	open         []wish                  // not answered
}

type acknowledged struct {
	convenant string
	stand     workflow.Stand
}

const (
	loadConvenanten = 4
	loadCallers     = 8
)

func newCallers(h *hands) *callers {
	c := &callers{h: h, acknowledged: map[string]acknowledged{}}
	for range loadConvenanten {
		c.ids = append(c.ids, h.draft(2, ""))
	}
	return c
}

// load has callers act until stop is closed, and returns when all have stopped. A caller asks again for what was not
// answered; what is still open at the end is kept.
func (c *callers) load(stop <-chan struct{}) {
	var all sync.WaitGroup
	for range loadCallers {
		all.Go(func() {
			w := c.wish()
			for {
				select {
				case <-stop:
					c.mu.Lock()
					c.open = append(c.open, w)
					c.mu.Unlock()
					return
				default:
				}
				if c.granted(w) {
					w = c.wish()
				}
			}
		})
	}
	all.Wait()
}

// wish is something new.
func (c *callers) wish() wish {
	n := int(c.wishes.Add(1))
	return wish{n, c.ids[n%loadConvenanten], "wens-" + strconv.Itoa(n) + "-" + rand.Text(),
		fmt.Sprintf(`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Contact %d","functie":"Adviseur","rang":%d}}`, n, 1+n%2)}
}

// granted asks for a wish, and keeps what was acknowledged. Without an answer it is false.
func (c *callers) granted(w wish) bool {
	a, err := c.h.ask(w.number, workflow.Secretariat, "POST", "/convenanten/"+w.convenant+"/handelingen", w.key, w.body)
	switch {
	case err != nil:
		c.unanswered.Add(1)
		return false
	case a.status == http.StatusServiceUnavailable:
		if a.header.Get("Retry-After") == "" {
			c.h.t.Errorf("503 without Retry-After: %s", a.raw)
		}
		c.unavailable.Add(1)
		return false
	case a.status != http.StatusCreated:
		c.h.t.Errorf("%s is answered with %d %s", w.body, a.status, a.raw)
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acknowledged[w.key] = acknowledged{w.convenant, a.body.Stand}
	c.answered.Add(1)
	return true
}

// again asks for everything that was not answered, until all is.
func (c *callers) again(t *testing.T) {
	t.Helper()
	for _, w := range c.open {
		wait(t, func() bool { return c.granted(w) })
	}
	c.open = nil
}

// compare holds the record against the lists of the callers.
func (c *callers) compare() {
	c.h.t.Helper()
	facts := 0
	for _, id := range c.ids {
		record, _, err := c.h.register.Load(context.Background(), id)
		if err != nil {
			c.h.t.Fatal(err)
		}
		facts += len(record.Facts()) - 1 // the drawing up was nobody's wish
	}
	seen := map[string]bool{}
	for key, a := range c.acknowledged {
		is, err := c.h.register.StandAt(context.Background(), a.convenant, a.stand.Number)
		if at := a.convenant + a.stand.String(); err != nil || is != a.stand || seen[at] {
			c.h.t.Errorf("%s was acknowledged as %v, and the record has %v: %v", key, a.stand, is, err)
		} else {
			seen[at] = true
		}
	}
	if facts != len(c.acknowledged) {
		c.h.t.Errorf("%d acts were acknowledged, and %d are recorded", len(c.acknowledged), facts)
	}
	c.h.sound()
}

// until waits for so many more answers.
func (c *callers) until(t *testing.T, more int64) {
	t.Helper()
	want := c.answered.Load() + more
	wait(t, func() bool { return c.answered.Load() >= want })
}

// wait waits until something is so, and fails a test that hangs.
func wait(t *testing.T, so func() bool) {
	t.Helper()
	tick, late := time.NewTicker(time.Millisecond), time.After(2*time.Minute)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("it takes too long")
		}
	}
}

const killings = 10

func TestAServerThatIsKilledLosesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		c := newCallers(h)
		for round := range killings {
			stop, stopped := make(chan struct{}), make(chan struct{})
			go func() { c.load(stop); close(stopped) }()
			c.until(t, int64(20+7*round))
			h.instances[round%len(h.instances)].kill()
			close(stop)
			<-stopped
			h.sound()
			fresh := h.start() // takes the place of the one that was killed
			h.instances = h.instances[:len(h.instances)-1]
			h.instances[round%len(h.instances)] = fresh
			c.again(t)
		}
		c.compare()
		t.Logf("%d acts were acknowledged; %d times there was no answer", len(c.acknowledged), c.unanswered.Load())
		if c.unanswered.Load() < killings {
			t.Errorf("in %d killings only %d acts were under way: too few to tell", killings, c.unanswered.Load())
		}
	})
}

// The database is restarted, and once it crashes, under load: callers are told to try again, and the server that is still
// running goes on when the database is back.
func TestADatabaseThatIsRestartedUnderLoad(t *testing.T) {
	s, err := storagetest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Remove)
	h := newHands(t, s.Database(t))
	h.start()
	c := newCallers(h)
	for _, end := range []func() error{s.Stop, s.Kill} {
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() { c.load(stop); close(stopped) }()
		c.until(t, 50)
		before := c.unavailable.Load()
		if err := end(); err != nil {
			t.Fatal(err)
		}
		wait(t, func() bool { return c.unavailable.Load() > before }) // somebody must notice
		if err := s.Run(); err != nil {
			t.Fatal(err)
		}
		c.until(t, 50)
		close(stop)
		<-stopped
		c.again(t)
	}
	c.compare()
	t.Logf("%d acts were acknowledged; %d times a caller was told to try again", len(c.acknowledged), c.unavailable.Load())
}
