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
	erased    bool // what was erased still stands in these facts
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
