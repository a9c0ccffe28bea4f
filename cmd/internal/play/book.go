package play

// Where a story is recorded: in memory, or in a register that is kept.

import (
	"context"
	"fmt"
	"io"
	"time"

	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

// Book is the record that a story is played in.
type Book interface {
	// Act records an act, or gives the refusal.
	Act(act workflow.Act, today workflow.Date) (*workflow.Refusal, error)
	// Convenant is the record so far.
	Convenant() *workflow.Convenant
	// Stand is up to where it goes.
	Stand() (workflow.Stand, error)
	// ID names the convenant.
	ID() string
	// Keep keeps documents that were made.
	Keep(documents []*paper.Document) error
}

// memory is a book that is forgotten when the story is over.
type memory struct {
	convenant *workflow.Convenant
	composer  workflow.Composer
}

// InMemory returns a book in memory.
func InMemory(composer workflow.Composer) Book {
	c, err := workflow.NewConvenant()
	if err != nil {
		panic(err) // no facts, nothing to be wrong with
	}
	return &memory{c, composer}
}

func (m *memory) Act(act workflow.Act, today workflow.Date) (*workflow.Refusal, error) {
	decision := m.convenant.Decide(act, today, m.composer)
	if decision.Refusal == nil {
		m.convenant.Append(decision.Fact)
	}
	return decision.Refusal, nil
}

func (m *memory) Convenant() *workflow.Convenant { return m.convenant }
func (m *memory) Stand() (workflow.Stand, error) { return m.convenant.Stand() }
func (m *memory) ID() string                     { return "scenario" }
func (m *memory) Keep([]*paper.Document) error   { return nil }

// register is a book in a database.
type register struct {
	ctx       context.Context
	register  *storage.Register
	composer  workflow.Composer
	clock     *clock
	id        string
	convenant *workflow.Convenant
	stand     workflow.Stand
	looked    workflow.Date // the day up to which the calendar was looked at
}

// clock is the story's own: noon on the day of the step, and a second later with each look at it.
type clock struct{ now time.Time }

func (c *clock) set(day workflow.Date) {
	year, month, d := day.Civil()
	if noon := time.Date(year, time.Month(month), d, 11, 0, 0, 0, time.UTC); noon.After(c.now) {
		c.now = noon
	}
}

func (c *clock) read() time.Time {
	c.now = c.now.Add(time.Second)
	return c.now
}

// InRegister returns a book in a SQLite file, which is made if it is not there, for a story that begins on a day. Close
// the register when the story is over.
func InRegister(ctx context.Context, path string, composer workflow.Composer, random io.Reader, from workflow.Date) (Book, *storage.Register, error) {
	clock := &clock{}
	clock.set(from)
	r, err := storage.Create(ctx, path, storage.Options{Now: clock.read, Random: random})
	if err != nil {
		return nil, nil, err
	}
	b := &register{ctx: ctx, register: r, composer: composer, clock: clock}
	if b.convenant, err = workflow.NewConvenant(); err != nil {
		return nil, nil, err
	}
	return b, r, nil
}

func (b *register) Act(act workflow.Act, today workflow.Date) (*workflow.Refusal, error) {
	if err := b.look(today); err != nil {
		return nil, err
	}
	b.clock.set(today)
	decide := func(c *workflow.Convenant) workflow.Decision { return c.Decide(act, today, b.composer) }
	var out storage.Outcome
	var err error
	if b.id == "" {
		out, err = b.register.Draft(b.ctx, storage.Key{}, decide)
	} else {
		out, err = b.register.Act(b.ctx, b.id, storage.Key{}, decide)
	}
	if err != nil || out.Refusal != nil {
		return out.Refusal, err
	}
	b.id = out.ID
	if b.convenant, b.stand, err = b.register.Load(b.ctx, b.id); err != nil {
		return nil, fmt.Errorf("na %s: %w", act.Kind, err)
	}
	return nil, nil
}

// look looks at the calendar on every day up to today on which it brings something, as the clock of a server does.
func (b *register) look(today workflow.Date) error {
	for b.id != "" {
		_, wakes := b.convenant.Ahead(b.looked)
		if wakes.IsZero() || wakes > today {
			break
		}
		b.clock.set(wakes)
		if _, err := b.register.Announce(b.ctx, b.id, wakes); err != nil {
			return err
		}
		b.looked = wakes
	}
	b.looked = today
	return nil
}

func (b *register) Convenant() *workflow.Convenant { return b.convenant }
func (b *register) Stand() (workflow.Stand, error) { return b.stand, nil }
func (b *register) ID() string                     { return b.id }

// Keep keeps documents in the register, with what each was made from.
func (b *register) Keep(documents []*paper.Document) error {
	if len(documents) == 0 {
		return nil
	}
	var list []storage.Document
	for _, d := range documents {
		kept, err := d.Kept()
		if err != nil {
			return err
		}
		list = append(list, kept)
	}
	return b.register.KeepDocuments(b.ctx, b.id, list)
}
