package play

// The papers that a story calls for, written into a directory as they are called for.

import (
	"fmt"
	"os"
	"path/filepath"

	"convenant/documents"
	"convenant/workflow"
)

// Papers writes documents into a directory.
type Papers struct {
	Dir   string
	Names []string // of the files written, in order
	taken map[string]bool
}

// statuses are the papers that are the agreement itself.
var statuses = map[string]string{
	workflow.PaperConcept:      documents.Concept,
	workflow.PaperAdopted:      documents.Vastgesteld,
	workflow.PaperSigned:       documents.Ondertekend,
	workflow.PaperConsolidated: documents.Geconsolideerd,
}

// NewPapers writes into a directory, which is made if it is not there.
func NewPapers(dir string) (*Papers, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("de map voor de documenten kan niet worden gemaakt: %w", err)
	}
	return &Papers{Dir: dir, taken: map[string]bool{}}, nil
}

// Write writes what a step called for.
func (p *Papers) Write(book Book, r Result) error {
	stand, err := book.Stand()
	if err != nil {
		return err
	}
	for _, paper := range r.Papers {
		status, ok := statuses[paper.Kind]
		if !ok {
			continue
		}
		pdf, err := documents.Render(documents.AgreementOf(book.Convenant().On(paper.On), status, stand).Document())
		if err != nil {
			return fmt.Errorf("%s van %s: %w", paper.Kind, paper.On.Dutch(), err)
		}
		if err := p.save(paper, pdf); err != nil {
			return err
		}
	}
	return nil
}

// save writes a file under the day and kind of the paper, with a number when there is more than one.
func (p *Papers) save(paper workflow.Paper, pdf []byte) error {
	name := paper.On.String() + "-" + paper.Kind
	for n := 2; p.taken[name]; n++ {
		name = fmt.Sprintf("%s-%s-%d", paper.On, paper.Kind, n)
	}
	p.taken[name] = true
	p.Names = append(p.Names, name+".pdf")
	return os.WriteFile(filepath.Join(p.Dir, name+".pdf"), pdf, 0o644)
}
