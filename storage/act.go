package storage

// The one way in: an act is decided inside the transaction that records it. What is computed from the facts (timeline,
// terms, search, announcements) is written in that same transaction, so that it can never tell another story.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

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
}

// Key makes an act happen once: who repeats it under the same key gets the same answer, also a refusal.
type Key struct {
	Who   string // the principal; keys of different principals have nothing to do with each other
	Key   string // "" is no key
	Asked string // SHA-256 of what was asked, so that a key cannot be used for something else
}

// Decide is what Act asks inside the transaction: the convenant as it stands, locked, gives a decision.
type Decide func(*workflow.Convenant) workflow.Decision

// Act records an act on a convenant. It fails with ErrUnknown, or with ErrKeyReused; a refusal is no failure.
func (r *Register) Act(ctx context.Context, id string, key Key, decide Decide) (Outcome, error) {
	return r.act(ctx, id, key, decide)
}

// Draft records the drawing up of a new convenant and gives it an id.
func (r *Register) Draft(ctx context.Context, key Key, decide Decide) (Outcome, error) {
	return r.act(ctx, "", key, decide)
}

func (r *Register) act(ctx context.Context, id string, key Key, decide Decide) (Outcome, error) {
	var out Outcome
	var erased bool
	err := r.transact(ctx, func(tx *sqlx.Tx) error {
		answered, err := r.claim(ctx, tx, key, id, &out)
		if err != nil || answered {
			return err
		}
		kept, err := r.decideAndAppend(ctx, tx, id, decide, &out)
		if err != nil {
			return err
		}
		if err := r.answer(ctx, tx, key, out); err != nil {
			return err
		}
		// Put back while the row is still locked, so that of two acts the later is what the cache has. Should the commit
		// fail, then its hash is not that of the row, and nobody takes it for the record.
		r.cache.put(out.ID, kept)
		erased = kept.erased
		if out.Refusal != nil && key.Key == "" {
			return errRefused // nothing to keep
		}
		return nil
	})
	if err != nil && err != errRefused {
		r.cache.take(out.ID)
		return Outcome{}, err
	}
	if erased {
		// The act stands, whatever comes of this: what a reader still holds is scrubbed by a later checkpoint.
		_ = r.dialect.scrub(ctx, r.write)
	}
	return out, nil
}

// errRefused ends a transaction in which nothing was recorded.
var errRefused = fmt.Errorf("storage: refused")

// decideAndAppend locks the convenant, decides and appends. It returns the record as it then stands.
func (r *Register) decideAndAppend(ctx context.Context, tx *sqlx.Tx, id string, decide Decide, out *Outcome) (*cached, error) {
	kept, h, err := r.locked(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	out.ID, out.Stand = h.ID, workflow.Stand{Number: h.Stand, Hash: h.Head}
	before := kept.convenant
	decision := decide(before)
	if out.Lost = decision.Lost; decision.Refusal != nil {
		if out.Refusal = decision.Refusal; h.Order == 0 {
			out.ID = "" // there is no such convenant
		}
		return kept, nil
	}
	if h.Order == 0 {
		if h.Order, err = r.insert(ctx, tx, h.ID); err != nil {
			return nil, err
		}
	}
	fact := decision.Fact
	fact.Moment = r.now()
	view, shown := before.Latest(fact.Recorded), shownOf(before)
	oldTimeline, oldAgenda := kept.timeline, kept.agenda
	before.Append(fact) // the cache gives a record to one caller at a time, and takes it back only after the commit
	after := before.Latest(fact.Recorded)
	out.Fact = fact.Number
	if out.Stand, err = r.append(ctx, tx, h, fact, after); err != nil {
		return nil, err
	}
	kept.stand = out.Stand
	kept.timeline, kept.agenda = before.Timeline(), agendaOf(before)
	p := projection{r, tx, h.ID}
	if err := p.timeline(ctx, oldTimeline, kept.timeline); err != nil {
		return nil, err
	}
	if err := p.agenda(ctx, oldAgenda, kept.agenda); err != nil {
		return nil, err
	}
	if err := p.parties(ctx, shown, after); err != nil {
		return nil, err
	}
	if err := p.text(ctx, h.Order, shown, after); err != nil {
		return nil, err
	}
	if err := p.announcements(ctx, workflow.Papers(view, after)); err != nil {
		return nil, err
	}
	if fact.Kind == workflow.ErasePersonalData {
		if err := r.erase(ctx, tx, h.ID, fact, after); err != nil {
			return nil, err
		}
		kept.erased = true
	}
	return kept, nil
}

// shownOf returns the state that text, words and Partijen were last written for: that of the day on which the last fact
// was recorded. What the calendar has changed since is written with the next act.
func shownOf(c *workflow.Convenant) *workflow.State {
	facts := c.Facts()
	if len(facts) == 0 {
		return &workflow.State{}
	}
	return c.Latest(facts[len(facts)-1].Recorded)
}

// locked returns the record of a convenant with its row locked, from the cache if that is up to date.
func (r *Register) locked(ctx context.Context, tx *sqlx.Tx, id string) (*cached, head, error) {
	if id == "" {
		return r.fresh()
	}
	h, err := headOf(ctx, tx, id, r.dialect.lock())
	if err != nil {
		return nil, h, err
	}
	if kept := r.cache.take(id); kept != nil && kept.stand.Hash == h.Head {
		return kept, h, nil
	}
	c, err := loadFacts(ctx, tx, id)
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
	const query = `INSERT INTO convenant (id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd)
		VALUES ($1, '', '', 0, '', 0, '') RETURNING volgorde`
	if err := r.step(query); err != nil {
		return 0, err
	}
	var order int64
	if err := tx.GetContext(ctx, &order, query, id); err != nil {
		return 0, fmt.Errorf("storage: %w", err)
	}
	return order, nil
}

// append writes a fact, the new head and its checkpoint.
func (r *Register) append(ctx context.Context, tx *sqlx.Tx, h head, f *workflow.Fact, after *workflow.State) (workflow.Stand, error) {
	bytes, people, err := r.seal(f)
	if err != nil {
		return workflow.Stand{}, err
	}
	stand := workflow.Stand{Number: f.Number, Hash: workflow.ChainHash(h.Head, bytes)}
	if _, err := r.exec(ctx, tx, "INSERT INTO feit (convenant, nummer, bytes, hash) VALUES ($1, $2, $3, $4)", h.ID, f.Number, string(bytes), stand.Hash); err != nil {
		return stand, err
	}
	for _, p := range people {
		if _, err := r.exec(ctx, tx, "INSERT INTO persoonsgegeven (id, convenant, feit, partij, zout, waarde) VALUES ($1, $2, $3, $4, $5, $6)", p.ID, h.ID, f.Number, p.Party, p.Salt, p.Value); err != nil {
			return stand, err
		}
	}
	if _, err := r.exec(ctx, tx, "UPDATE convenant SET stand = $1, hoofd = $2, naam = $3, kenmerk = $4 WHERE id = $5", stand.Number, stand.Hash, after.Name, after.Reference, h.ID); err != nil {
		return stand, err
	}
	return stand, r.checkpoint(ctx, tx, h.ID, stand)
}

// The number of checkpoint chains, over which convenanten are spread by their id.
const chains = 16

func chainOf(id string) int {
	sum := sha256.Sum256([]byte(id))
	return int(sum[0]) % chains
}

// checkpoint chains the new head to the one before it in its checkpoint chain.
func (r *Register) checkpoint(ctx context.Context, tx *sqlx.Tx, id string, stand workflow.Stand) error {
	chain := chainOf(id)
	if _, err := r.exec(ctx, tx, "INSERT INTO keten (keten, nummer, hash) VALUES ($1, 0, '') ON CONFLICT (keten) DO NOTHING", chain); err != nil {
		return err
	}
	var last struct {
		Number int    `db:"nummer"`
		Hash   string `db:"hash"`
	}
	if err := tx.GetContext(ctx, &last, "SELECT nummer, hash FROM keten WHERE keten = $1"+r.dialect.lock(), chain); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	hash := checkpointHash(last.Hash, id, stand)
	if _, err := r.exec(ctx, tx, "INSERT INTO ijkpunt (keten, nummer, convenant, stand, hoofd, hash) VALUES ($1, $2, $3, $4, $5, $6)", chain, last.Number+1, id, stand.Number, stand.Hash, hash); err != nil {
		return err
	}
	_, err := r.exec(ctx, tx, "UPDATE keten SET nummer = $1, hash = $2 WHERE keten = $3", last.Number+1, hash, chain)
	return err
}

func checkpointHash(previous, id string, stand workflow.Stand) string {
	return workflow.ChainHash(previous, []byte(id+" "+strconv.Itoa(stand.Number)+" "+stand.Hash))
}

// claim inserts the key first of all, so that of equal acts at once one goes on and the others wait for its answer.
func (r *Register) claim(ctx context.Context, tx *sqlx.Tx, key Key, id string, out *Outcome) (answered bool, err error) {
	if key.Key == "" {
		return false, nil
	}
	asked := Asked(id, key.Asked) // the same words about another convenant are another act
	result, err := r.exec(ctx, tx, `INSERT INTO idempotentie (wie, sleutel, vraag, convenant, feit, stand, weigering, vervallen, moment)
		VALUES ($1, $2, $3, $4, 0, 0, '', '', $5) ON CONFLICT (wie, sleutel) DO NOTHING`, key.Who, key.Key, asked, id, r.now().Format(timeFormat))
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return false, err
	}
	var row struct {
		Asked   string `db:"vraag"`
		ID      string `db:"convenant"`
		Fact    int    `db:"feit"`
		Stand   int    `db:"stand"`
		Hash    string `db:"hash"`
		Refusal string `db:"weigering"`
		Lost    string `db:"vervallen"`
	}
	if err := tx.GetContext(ctx, &row, `SELECT i.vraag, i.convenant, i.feit, i.stand, coalesce(f.hash, '') AS hash, i.weigering, i.vervallen
		FROM idempotentie i LEFT JOIN feit f ON f.convenant = i.convenant AND f.nummer = i.stand
		WHERE i.wie = $1 AND i.sleutel = $2`, key.Who, key.Key); err != nil {
		return false, fmt.Errorf("storage: %w", err)
	}
	if row.Asked != asked {
		return false, ErrKeyReused
	}
	*out = Outcome{ID: row.ID, Fact: row.Fact, Stand: workflow.Stand{Number: row.Stand, Hash: row.Hash}, Repeated: true}
	return true, errors.Join(fromJSON(row.Refusal, &out.Refusal), fromJSON(row.Lost, &out.Lost))
}

const timeFormat = "2006-01-02T15:04:05.000000Z"

// answer keeps what became of the act under its key.
func (r *Register) answer(ctx context.Context, tx *sqlx.Tx, key Key, out Outcome) error {
	if key.Key == "" {
		return nil
	}
	refusal, err := asJSON(out.Refusal, out.Refusal == nil)
	if err != nil {
		return err
	}
	lost, err := asJSON(out.Lost, out.Lost == nil)
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, tx, "UPDATE idempotentie SET convenant = $1, feit = $2, stand = $3, weigering = $4, vervallen = $5 WHERE wie = $6 AND sleutel = $7",
		out.ID, out.Fact, out.Stand.Number, refusal, lost, key.Who, key.Key)
	return err
}

// asJSON and fromJSON write and read a part of an answer, in which nothing is the empty text.
func asJSON(v any, nothing bool) (string, error) {
	if nothing {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func fromJSON(s string, v any) error {
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), v)
}

// Asked returns the fingerprint of what is asked, for Key.
func Asked(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// cache keeps the folded records that were last acted on. A record is in one caller's hands at a time.
type cache struct {
	mu   sync.Mutex
	kept map[string]*cached
}

type cached struct {
	convenant *workflow.Convenant
	stand     workflow.Stand
	timeline  []workflow.Interval
	agenda    []workflow.Deadline
	erased    bool // what was erased still stands in these facts
}

// How many records are kept folded.
const cacheSize = 512

func (c *cache) take(id string) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.kept[id]
	delete(c.kept, id)
	return kept
}

func (c *cache) put(id string, kept *cached) {
	if kept.stand.Number == 0 || kept.erased {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string]*cached{}
	}
	for other := range c.kept { // any one will do: the oldest is not worth keeping a list for
		if len(c.kept) < cacheSize {
			break
		}
		delete(c.kept, other)
	}
	c.kept[id] = kept
}
