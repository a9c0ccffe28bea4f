package web

// Sessions that are forgotten when the program stops, for a demonstration.

import (
	"context"
	"sync"

	"convenant/storage"
)

type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// InMemory returns a store of sessions that is forgotten when the program stops. It is for few visitors: nothing is taken
// away but by who leaves.
func InMemory() Sessions { return &memory{kept: map[string][]byte{}} }

func (m *memory) FindSession(_ context.Context, hash string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, found := m.kept[hash]
	if !found {
		return nil, storage.ErrNoSession
	}
	return data, nil
}

func (m *memory) BeginSession(_ context.Context, hash string, s storage.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[hash] = s.Data
	return nil
}

func (m *memory) KeepSession(_ context.Context, hash string, s storage.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, found := m.kept[hash]; !found {
		return storage.ErrNoSession
	}
	m.kept[hash] = s.Data
	return nil
}

func (m *memory) EndSession(_ context.Context, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, hash)
	return nil
}
