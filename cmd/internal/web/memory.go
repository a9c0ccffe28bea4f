package web

// Sessions that are forgotten when the program stops, for a demonstration.

import (
	"context"
	"sync"
	"time"
)

type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// InMemory returns a store of sessions that is forgotten when the program stops. It is for few visitors: nothing is taken
// away but by who leaves.
func InMemory() Sessions { return &memory{kept: map[string][]byte{}} }

func (m *memory) FindSession(_ context.Context, hash string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, found := m.kept[hash]
	return data, found, nil
}

func (m *memory) KeepSession(_ context.Context, hash string, data []byte, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[hash] = data
	return nil
}

func (m *memory) EndSession(_ context.Context, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, hash)
	return nil
}
