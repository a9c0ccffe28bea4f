package storage

// The one way in: an act is decided inside the transaction that records it. What is computed from the facts (timeline,
// terms, search, announcements) is written in that same transaction, so that it can never tell another story.

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Outcome tells what became of an act.
type Outcome struct {
	ID       string            // of the convenant
	Fact     int               // the number of the fact; 0 when it was refused
	Stand    workflow.Stand    // after the act
	Refusal  *workflow.Refusal // why it was refused, or nil
	Lost     []int             // the facts that lost their effect by it
	Repeated bool              // this is the answer of an earlier time, under the same key

	// The convenant on the day of recording, without the fact and with it; nil when nothing was recorded now.
	Before, After *workflow.State
}

// Decide is what Act asks inside the transaction: the convenant as it stands, locked, gives a decision.
type Decide func(*workflow.Convenant) workflow.Decision

// Act records an act on a convenant. It fails with ErrUnknown, or with ErrKeyReused; a refusal is no failure.
func (r *Register) Act(ctx context.Context, id string, key Key, decide Decide) (Outcome, error) {
	return r.alone(ctx, func(t *Together) (Outcome, error) { return t.Act(id, key, decide) }, key)
}

// Draft records the drawing up of a new convenant and gives it an id.
func (r *Register) Draft(ctx context.Context, key Key, decide Decide) (Outcome, error) {
	return r.alone(ctx, func(t *Together) (Outcome, error) { return t.Draft(key, decide) }, key)
}

// alone records one act in a transaction of its own.
func (r *Register) alone(ctx context.Context, act func(*Together) (Outcome, error), key Key) (Outcome, error) {
	var out Outcome
	err := r.Together(ctx, func(t *Together) (err error) {
		if out, err = act(t); err == nil && out.Refusal != nil && key.Key == "" {
			return errRefused // nothing to keep
		}
		return err
	})
	if err != nil && !errors.Is(err, errRefused) {
		return Outcome{}, err
	}
	return out, nil
}

// errRefused ends a transaction in which nothing was recorded.
var errRefused = errors.New("storage: refused")

// Together is a transaction in which several acts are recorded: all of them, or none. It is of no use once the function
// that got it has returned.
type Together struct {
	r      *Register
	ctx    context.Context // of the transaction
	tx     *sqlx.Tx
	quiet  bool     // nothing is announced
	held   bool     // the next fact is answered at once: its receipt is not announced
	heads  []head   // to be chained at the end
	taken  []string // the convenanten that were acted on
	erased bool
}

// Together runs f in one transaction. When f fails, nothing of what it did is recorded and the error comes back; a
// refusal is no failure unless f makes it one.
func (r *Register) Together(ctx context.Context, f func(*Together) error) error {
	return r.together(&Together{r: r, ctx: ctx}, f)
}

// Import is Together for history: what happened before it came into this register is not announced to anyone.
func (r *Register) Import(ctx context.Context, f func(*Together) error) error {
	return r.together(&Together{r: r, ctx: ctx, quiet: true}, f)
}

func (r *Register) together(t *Together, f func(*Together) error) error {
	err := r.transact(t.ctx, func(tx *sqlx.Tx) error {
		t.tx = tx
		if err := f(t); err != nil {
			return err
		}
		return t.chain()
	})
	if err != nil && !errors.Is(err, errRefused) {
		for _, id := range t.taken {
			r.cache.take(id)
		}
		return err
	}
	if t.erased {
		// The act stands, whatever comes of this: what a reader still holds is scrubbed by a later checkpoint.
		_ = r.dialect.scrub(t.ctx, r.write)
	}
	return err
}

// chain chains the heads that are new since it was last done.
func (t *Together) chain() error {
	heads := t.heads
	t.heads = nil
	return t.r.checkpoints(t.ctx, t.tx, heads)
}

// Act records an act on a convenant, as Register.Act does.
func (t *Together) Act(id string, key Key, decide Decide) (Outcome, error) {
	return t.act(id, key, decide)
}

// Draft records the drawing up of a new convenant, as Register.Draft does.
func (t *Together) Draft(key Key, decide Decide) (Outcome, error) {
	return t.act("", key, decide)
}

func (t *Together) act(id string, key Key, decide Decide) (Outcome, error) {
	var out Outcome
	answered, err := t.r.claim(t.ctx, t.tx, key, id, &out)
	if err != nil || answered {
		return out, err
	}
	kept, err := t.decideAndAppend(id, decide, &out)
	if err != nil {
		return Outcome{}, err
	}
	if err := t.r.answer(t.ctx, t.tx, key, out); err != nil {
		return Outcome{}, err
	}
	// Put back while the row is still locked, so that of two acts the later is what the cache has. Should the commit
	// fail, then its hash is not that of the row, and nobody takes it for the record.
	t.r.cache.put(out.ID, kept)
	t.taken = append(t.taken, out.ID)
	t.erased = t.erased || kept.erased
	return out, nil
}

// decideAndAppend locks the convenant, decides and appends. It returns the record as it then stands.
func (t *Together) decideAndAppend(id string, decide Decide, out *Outcome) (*cached, error) {
	kept, h, err := t.locked(id)
	if err != nil {
		return nil, err
	}
	out.ID, out.Stand = h.ID, workflow.Stand{Number: h.Stand, Hash: h.Head}
	decision := decide(kept.convenant)
	if out.Lost = decision.Lost; decision.Refusal != nil {
		if out.Refusal = decision.Refusal; h.Order == 0 {
			out.ID = "" // there is no such convenant
		}
		return kept, nil
	}
	if h.Order == 0 {
		if h.Order, err = t.r.insert(t.ctx, t.tx, h.ID); err != nil {
			return nil, err
		}
	}
	if out.Before, out.After, err = t.append(kept, &h, decision.Fact); err != nil {
		return nil, err
	}
	out.Fact, out.Stand = decision.Fact.Number, kept.stand
	return kept, nil
}

// HoldReceipt has no receipt announced of what the next act records, because the act after that answers it: one letter tells
// both. It may be called while that act is decided.
func (t *Together) HoldReceipt() { t.held = true }

// withoutReceipt leaves out the receipt of a fact that is answered at once.
func (t *Together) withoutReceipt(papers []workflow.Paper, f *workflow.Fact) []workflow.Paper {
	held := t.held
	t.held = false
	return slices.DeleteFunc(papers, func(p workflow.Paper) bool {
		return held && p.Kind == workflow.PaperReceipt && p.Fact == f.Number
	})
}

// append records a fact, and with it all that is computed from the facts, up to the day on which it is recorded. It returns
// the convenant on that day, without the fact and with it.
func (t *Together) append(kept *cached, h *head, fact *workflow.Fact) (before, after *workflow.State, err error) {
	p := projection{t.r, t.tx, h.ID}
	c, today := kept.convenant, max(fact.Recorded, h.seen())
	fact.Moment = t.r.now()
	seen := h.seen()
	shown := c.Latest(seen)
	was := kept.outlookOn(seen, shown)
	if before = shown; today != seen {
		before = c.Latest(today)
	}
	if err := t.announce(p, h, brought{shown, before, workflow.Papers(shown, before)}, today); err != nil { // first what the days since the last look brought
		return nil, nil, err
	}
	c.Append(fact) // the cache gives a record to one caller at a time, and takes it back only after the commit
	after = c.Latest(today)
	if err := t.write(h, fact); err != nil {
		return nil, nil, err
	}
	kept.stand = workflow.Stand{Number: h.Stand, Hash: h.Head}
	papers := append(t.withoutReceipt(workflow.Papers(before, after), fact), c.ReminderPapers(seen, today)...) // nobody is reminded of what was just done
	if err := t.announce(p, h, brought{before, after, papers}, today); err != nil {
		return nil, nil, err
	}
	if err := t.refer(h.ID, fact); err != nil {
		return nil, nil, err
	}
	if err := t.compute(p, kept); err != nil {
		return nil, nil, err
	}
	if err := t.shown(p, h, shown, after, was, kept.outlookAnew(after, today), today); err != nil {
		return nil, nil, err
	}
	if fact.Kind == workflow.ErasePersonalData {
		kept.erased = true
		err = t.r.erase(t.ctx, t.tx, h.ID, fact, after)
	}
	return before, after, err
}

// compute writes the timeline and the terms anew.
func (t *Together) compute(p projection, kept *cached) error {
	timeline, agenda := kept.timeline, kept.agenda
	kept.timeline, kept.agenda = kept.convenant.Timeline(), agendaOf(kept.convenant)
	if err := p.timeline(t.ctx, timeline, kept.timeline); err != nil {
		return err
	}
	return p.agenda(t.ctx, agenda, kept.agenda)
}

// shown writes what pages show of a convenant on the day of the last look and what is ahead of it, and has its new head
// chained.
func (t *Together) shown(p projection, h *head, before, after *workflow.State, was, next outlook, today workflow.Date) error {
	h.Seen = today.String()
	if _, err := t.r.exec(t.ctx, t.tx, `UPDATE convenant SET stand = $1, hoofd = $2, mededelingen = $3, mededelingenhoofd = $4, bekeken = $5, wekker = $6
		WHERE id = $7`, h.Stand, h.Head, h.Papers, h.PapersHead, h.Seen, next.wakes, h.ID); err != nil {
		return err
	}
	if before.Name != after.Name || before.Reference != after.Reference { // SQLite would write the index of names each time
		if _, err := t.r.exec(t.ctx, t.tx, "UPDATE convenant SET naam = $1, kenmerk = $2 WHERE id = $3", after.Name, after.Reference, h.ID); err != nil {
			return err
		}
	}
	if err := p.outlook(t.ctx, was, next); err != nil {
		return err
	}
	if err := p.parties(t.ctx, before, after); err != nil {
		return err
	}
	if err := p.text(t.ctx, h.Order, before, after); err != nil {
		return err
	}
	t.heads = append(t.heads, *h)
	return nil
}

// locked returns the record of a convenant with its row locked, from the cache if that is up to date.
func (t *Together) locked(id string) (*cached, head, error) {
	if id == "" {
		return t.r.fresh()
	}
	h, err := headOf(t.ctx, t.tx, id, t.r.dialect.lock())
	if err != nil {
		return nil, h, err
	}
	if kept := t.r.cache.take(id); kept != nil && kept.stand.Hash == h.Head {
		return kept, h, nil
	}
	c, err := loadFacts(t.ctx, t.tx, id)
	if err != nil {
		return nil, h, err
	}
	return &cached{convenant: c, stand: workflow.Stand{Number: h.Stand, Hash: h.Head}, timeline: c.Timeline(), agenda: agendaOf(c)}, h, nil
}

// fresh gives a new convenant an id. It has no row until something is recorded.
func (r *Register) fresh() (*cached, head, error) {
	id, err := r.newID()
	if err != nil {
		return nil, head{}, err
	}
	c, err := workflow.NewConvenant()
	return &cached{convenant: c}, head{ID: id}, err
}

// insert makes the row of a new convenant and returns its place in the order.
func (r *Register) insert(ctx context.Context, tx *sqlx.Tx, id string) (int64, error) {
	const query = `INSERT INTO convenant (id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken)
		VALUES ($1, '', '', 0, '', 0, '', '') RETURNING volgorde`
	if err := r.step(query); err != nil {
		return 0, err
	}
	var order int64
	if err := tx.GetContext(ctx, &order, query, id); err != nil {
		return 0, fmt.Errorf("storage: %w", err)
	}
	return order, nil
}

// write writes a fact, with the personal data that were taken out of it beside it.
func (t *Together) write(h *head, f *workflow.Fact) error {
	bytes, people, err := t.r.seal(f)
	if err != nil {
		return err
	}
	h.Stand, h.Head = f.Number, workflow.ChainHash(h.Head, bytes)
	if _, err := t.r.exec(t.ctx, t.tx, "INSERT INTO feit (convenant, nummer, bytes, hash) VALUES ($1, $2, $3, $4)", h.ID, f.Number, string(bytes), h.Head); err != nil {
		return err
	}
	rows := make([][]any, len(people))
	for i, p := range people {
		rows[i] = []any{p.ID, h.ID, f.Number, p.Party, p.Salt, p.Value}
	}
	return t.r.insertRows(t.ctx, t.tx, "persoonsgegeven (id, convenant, feit, partij, zout, waarde)", rows)
}
