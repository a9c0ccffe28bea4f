package web

// What was worked out of a convenant for the pages over all of them is kept as long as it stands so: as long as nothing is
// recorded in it, and it is the same day. So those pages do not read again what they have told before.

import (
	"html/template"
	"sync"

	"convenant/workflow"
)

// kept keeps what was worked out, under a key. It may be used by many at once.
type kept[T any] struct {
	mu   sync.Mutex
	list map[string]keptOne[T]
}

// keptOne is what was worked out of a convenant as it stood on a day.
type keptOne[T any] struct {
	stand workflow.Stand
	day   workflow.Date
	what  T
}

// mostKept bounds what is kept.
const mostKept = 2000

func (k *kept[T]) get(key string, stand workflow.Stand, day workflow.Date) (what T, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	one, ok := k.list[key]
	return one.what, ok && one.stand == stand && one.day == day
}

func (k *kept[T]) put(key string, stand workflow.Stand, day workflow.Date, what T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil {
		k.list = map[string]keptOne[T]{}
	}
	for other := range k.list { // any one will do
		if len(k.list) < mostKept {
			break
		}
		delete(k.list, other)
	}
	k.list[key] = keptOne[T]{stand, day, what}
}

// noticed is what asks for attention in a convenant: its name, and sentences by kind.
type noticed struct {
	name      string
	sentences map[string][]attentionSentence
}

// drawn is the row of a convenant on the timeline.
type drawn struct {
	Drawing template.HTML
	Outside string              // why nothing is drawn
	Next    []workflow.Deadline // what falls due within the year
	LastDay workflow.Date       // of the Partij that looks; zero when it does not leave
}
