package storage

// What the API asks for and the record will tell more directly: to be replaced.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// ErrUnavailable tells that the database is down, or too busy to answer in time.
var ErrUnavailable = errors.New("storage: the database is not available")

// Announcement is a paper that a change called for, with the record as it stood when it did.
type Announcement struct {
	Number int
	Paper  workflow.Paper
	Stand  workflow.Stand
	Day    workflow.Date
}

// Announcements lists what a convenant called for, in order. It fails with ErrUnknown.
func (r *Register) Announcements(ctx context.Context, id string) ([]Announcement, error) {
	var list []Announcement
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		if _, err := headOf(ctx, tx, id, ""); err != nil {
			return err
		}
		var papers []string
		if err := tx.SelectContext(ctx, &papers, "SELECT bytes FROM mededeling WHERE convenant = $1 ORDER BY nummer", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		var hashes []string
		if err := tx.SelectContext(ctx, &hashes, "SELECT hash FROM feit WHERE convenant = $1 ORDER BY nummer", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		c, err := loadFacts(ctx, tx, id)
		if err != nil {
			return err
		}
		calls, err := callsOf(c)
		if err != nil {
			return err
		}
		for i, bytes := range papers {
			a := Announcement{Number: i + 1}
			if err := json.Unmarshal([]byte(bytes), &a.Paper); err != nil {
				return fmt.Errorf("storage: mededeling %d of %s: %w", i+1, id, err)
			}
			n := len(hashes)
			if i < len(calls) {
				n = calls[i]
			}
			a.Stand, a.Day = workflow.Stand{Number: n, Hash: hashes[n-1]}, c.Facts()[n-1].Recorded
			list = append(list, a)
		}
		return nil
	})
	return list, err
}

// callsOf tells of every announcement which fact called for it, by recording the facts once more.
func callsOf(c *workflow.Convenant) ([]int, error) {
	again, err := workflow.NewConvenant()
	if err != nil {
		return nil, err
	}
	var calls []int
	for _, f := range c.Facts() {
		before := again.Latest(f.Recorded)
		again.Append(f)
		for range workflow.Papers(before, again.Latest(f.Recorded)) {
			calls = append(calls, f.Number)
		}
	}
	return calls, nil
}

// StandAt returns the stand of a convenant after a fact. It fails with ErrUnknown when there is no such fact.
func (r *Register) StandAt(ctx context.Context, id string, number int) (workflow.Stand, error) {
	var hashes []string
	if err := r.read.SelectContext(ctx, &hashes, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = $2", id, number); err != nil {
		return workflow.Stand{}, fmt.Errorf("storage: %w", err)
	}
	if len(hashes) == 0 {
		return workflow.Stand{}, ErrUnknown
	}
	return workflow.Stand{Number: number, Hash: hashes[0]}, nil
}
