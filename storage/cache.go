package storage

import (
	"sync"

	"convenant/workflow"
)

// cache keeps the folded records that were last acted on. A record is in one caller's hands at a time.
type cache struct {
	mu   sync.Mutex
	kept map[string]*cached
}

type cached struct {
	convenant *workflow.Convenant
	stand     workflow.Stand
	timeline  []workflow.Interval
	agenda    []workflow.Deadline
	outlook   outlook
	seen      workflow.Date // on which the outlook was so
	erased    bool          // what was erased still stands in these facts
}

// outlookAnew looks from a state that is new on a day, and keeps what it sees.
func (k *cached) outlookAnew(now *workflow.State, today workflow.Date) outlook {
	k.outlook, k.seen = outlookOf(k.convenant, now, today), today
	return k.outlook
}

// outlookOn gives the outlook on a day of which the state is at hand. The calendar may have been looked at since it was kept.
func (k *cached) outlookOn(seen workflow.Date, shown *workflow.State) outlook {
	if k.seen == seen && !seen.IsZero() {
		return k.outlook
	}
	return k.outlookAnew(shown, seen)
}

// How many records are kept folded.
const cacheSize = 512

func (c *cache) take(id string) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.kept[id]
	delete(c.kept, id)
	return kept
}

func (c *cache) put(id string, kept *cached) {
	if kept.stand.Number == 0 || kept.erased {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string]*cached{}
	}
	for other := range c.kept { // any one will do: the oldest is not worth keeping a list for
		if len(c.kept) < cacheSize {
			break
		}
		delete(c.kept, other)
	}
	c.kept[id] = kept
}
