package storage

// How the database is doing, for who keeps the program running.

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Ping fails when the database gives no answer.
func (r *Register) Ping(ctx context.Context) error {
	var one int
	if err := r.read.GetContext(ctx, &one, "SELECT 1"); err != nil {
		return r.explained(fmt.Errorf("storage: %w", err))
	}
	return nil
}

// Pool tells how busy the connections to the database are.
type Pool struct {
	Name        string // "write" or "read"
	Most        int    // connections that may be open; 0 is without limit
	Open, InUse int
	Waits       int64         // how often a connection was waited for
	Waited      time.Duration // how long altogether
}

// Pools tells of the connections to write and to read with; of one pool where they are the same.
func (r *Register) Pools() []Pool {
	pool := func(name string, db *sqlx.DB) Pool {
		s := db.Stats()
		return Pool{name, s.MaxOpenConnections, s.OpenConnections, s.InUse, s.WaitCount, s.WaitDuration}
	}
	pools := []Pool{pool("write", r.write)}
	if r.read != r.write {
		pools = append(pools, pool("read", r.read))
	}
	return pools
}
