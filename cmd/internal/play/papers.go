package play

// The papers of a story, written into a directory as they are called for.

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"convenant/cmd/internal/paper"
	"convenant/workflow"
)

// Papers writes documents into a directory.
type Papers struct {
	Dir      string
	Names    []string        // of the files written, in order
	Progress func(count int) // told how many there are; may be nil
	printer  *paper.Printer
	taken    map[string]bool
}

// NewPapers writes into a directory, which is made if it is not there.
func NewPapers(dir string, printer *paper.Printer) (*Papers, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("de map voor de documenten kan niet worden gemaakt: %w", err)
	}
	return &Papers{Dir: dir, printer: printer, taken: map[string]bool{}}, nil
}

// Write writes what a step called for, and has the book keep it.
func (p *Papers) Write(book Book, r Result) error {
	documents, err := p.make(book.Convenant(), r.Called)
	if err != nil {
		return err
	}
	for _, d := range documents {
		base := strings.TrimSuffix(d.Name, ".pdf")
		for n := 2; p.taken[d.Name]; n++ {
			d.Name = fmt.Sprintf("%s-%d.pdf", base, n)
		}
		p.taken[d.Name] = true
		p.Names = append(p.Names, d.Name)
		if err := os.WriteFile(filepath.Join(p.Dir, d.Name), d.PDF, 0o644); err != nil {
			return err
		}
	}
	if p.Progress != nil && len(documents) > 0 {
		p.Progress(len(p.Names))
	}
	return book.Keep(documents)
}

// make composes the papers one by one, because a record is in one hand at a time, and sets them together.
func (p *Papers) make(record *workflow.Convenant, calls []Call) ([]*paper.Document, error) {
	documents, errs := make([]*paper.Document, len(calls)), make([]error, len(calls))
	var all sync.WaitGroup
	hands := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, c := range calls {
		composed, err := p.printer.Compose(record, c.Paper, c.Stand, c.Day)
		if err != nil {
			errs[i] = err
			break
		}
		hands <- struct{}{}
		all.Go(func() {
			documents[i], errs[i] = composed.Render()
			<-hands
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return documents, nil
}
