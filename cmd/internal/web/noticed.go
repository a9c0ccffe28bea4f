package web

// What was told of a convenant that asks for attention is kept as long as it stands so: as long as nothing is recorded in
// it, and it is the same day. So the start page of the secretariaat reads no facts of what it has told before.

import (
	"sync"

	"convenant/workflow"
)

// noticed keeps what was told. It may be used by many at once.
type noticed struct {
	mu   sync.Mutex
	kept map[string]*noticedOne // by the id of the convenant
}

// noticedOne is what was told of a convenant.
type noticedOne struct {
	stand     workflow.Stand
	day       workflow.Date
	name      string
	sentences map[string][]attentionSentence // by kind
}

// mostNoticed bounds what is kept.
const mostNoticed = 5000

// get gives what was told of a convenant as it stands on a day, or nil.
func (n *noticed) get(id string, stand workflow.Stand, day workflow.Date) *noticedOne {
	n.mu.Lock()
	defer n.mu.Unlock()
	if one := n.kept[id]; one != nil && one.stand == stand && one.day == day {
		return one
	}
	return nil
}

func (n *noticed) put(id string, one *noticedOne) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.kept == nil {
		n.kept = map[string]*noticedOne{}
	}
	for other := range n.kept { // any one will do
		if len(n.kept) < mostNoticed {
			break
		}
		delete(n.kept, other)
	}
	n.kept[id] = one
}
