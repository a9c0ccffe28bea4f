// Package archive finds what the register holds on paper, for whoever may see it: the documents that a convenant called
// for, the letters that came in, and the files that go with them. The API and the pages ask it the same, so that they
// cannot answer differently.
//
// What somebody may not see, is for them as if it did not exist. Which that is, access decides.
package archive

import (
	"context"
	"errors"
	"runtime"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

// Archive finds papers. It may be used by many at once.
type Archive struct {
	register *storage.Register
	printer  *paper.Printer
}

// New returns the archive of a register. The printer makes the documents that were not made yet.
func New(register *storage.Register, printer *paper.Printer) *Archive {
	return &Archive{register, printer}
}

// Reader is who looks, and on which day.
type Reader struct {
	storage.Principal
	Today workflow.Date
}

// What is not there, or not for this reader.
var (
	ErrNoDocument = errors.New("archive: there is no such document")
	ErrNoFile     = errors.New("archive: there is no such file")
)

// hands lets so many documents be set at a time. The processors are those of the whole program, whoever asks.
var hands = make(chan struct{}, runtime.GOMAXPROCS(0))

// takeHand waits for a hand to set a document with, which must be left with leaveHand.
func takeHand(ctx context.Context) error {
	select {
	case hands <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func leaveHand() { <-hands }

// Visible fails with [storage.ErrUnknown] unless the reader may see the convenant.
func (a *Archive) Visible(ctx context.Context, who Reader, id string) error {
	party, all := access.OnlyInvolving(who.Principal)
	if all {
		return nil
	}
	involved, err := a.register.Involved(ctx, id, party, who.Today)
	if err == nil && !involved {
		err = storage.ErrUnknown
	}
	return err
}
