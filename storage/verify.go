package storage

// Verify reads the whole record over and says whether it is what was once recorded: every chain, every checkpoint,
// every text and file by its hash, every commitment, and whatever was computed against what the facts give. It names
// the first row that is wrong.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Fault is a row that is not what was recorded.
type Fault struct {
	Table string
	Row   string // the key of the row
	Why   string
}

// Error names the row and what is wrong with it.
func (f *Fault) Error() string { return fmt.Sprintf("%s %s: %s", f.Table, f.Row, f.Why) }

func faultIn(table, row, format string, args ...any) error {
	return &Fault{table, row, fmt.Sprintf(format, args...)}
}

// Verified tells what was found to be right.
type Verified struct {
	Convenanten, Facts, Texts, Files int
}

// Verify reads everything over. It returns a *Fault for the first row that is wrong. progress, if not nil, is told how
// many convenanten are done, of how many.
func (r *Register) Verify(ctx context.Context, progress func(done, of int)) (Verified, error) {
	var v Verified
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		a := audit{tx: tx, hashes: map[string][]string{}, seen: &v}
		if err := a.files(ctx); err != nil {
			return err
		}
		var rows []register
		if err := tx.SelectContext(ctx, &rows, "SELECT id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd FROM convenant ORDER BY volgorde"); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for i, row := range rows {
			if err := a.convenant(ctx, row); err != nil {
				return err
			}
			if progress != nil {
				progress(i+1, len(rows))
			}
		}
		v.Convenanten = len(rows)
		if err := a.strays(ctx); err != nil {
			return err
		}
		return a.checkpoints(ctx)
	})
	return v, err
}

// register is the row of a convenant, whole.
type register struct {
	ID               string `db:"id"`
	Name             string `db:"naam"`
	Reference        string `db:"kenmerk"`
	Stand            int    `db:"stand"`
	Head             string `db:"hoofd"`
	Announcements    int    `db:"mededelingen"`
	AnnouncementHead string `db:"mededelingenhoofd"`
}

type audit struct {
	tx     *sqlx.Tx
	hashes map[string][]string // by convenant, the hash of each fact
	texts  map[string]bool
	seen   *Verified
}

// files checks what is kept by its hash.
func (a *audit) files(ctx context.Context) error {
	a.texts = map[string]bool{}
	for _, table := range []string{"tekst", "blob"} {
		rows, err := a.tx.QueryxContext(ctx, "SELECT sha256, bytes FROM "+table+" ORDER BY sha256")
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		defer rows.Close() //nolint:errcheck // read to the end or given up on
		for rows.Next() {
			var name string
			var bytes []byte
			if err := rows.Scan(&name, &bytes); err != nil {
				return fmt.Errorf("storage: %w", err)
			}
			if sum := sha256.Sum256(bytes); hex.EncodeToString(sum[:]) != name {
				return faultIn(table, name, "its bytes have another SHA-256")
			}
			if table == "tekst" {
				a.texts[name] = true
				a.seen.Texts++
			} else {
				a.seen.Files++
			}
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
	}
	return nil
}

// convenant checks one convenant: its chain, its commitments, and everything computed from it.
func (a *audit) convenant(ctx context.Context, row register) error {
	people, err := peopleOf(ctx, a.tx, row.ID)
	if err != nil {
		return err
	}
	facts, err := a.chain(ctx, row, people)
	if err != nil {
		return err
	}
	if err := commitments(row.ID, facts, people); err != nil {
		return err
	}
	plain := make([]*workflow.Fact, len(facts))
	for i, f := range facts {
		plain[i] = f.fact
	}
	c, err := workflow.NewConvenant(plain...)
	if err != nil {
		return faultIn("feit", row.ID, "%v", err)
	}
	return errors.Join(a.computed(ctx, row, c), a.announcements(ctx, row))
}

// stored is a fact with the bytes that it was read from.
type stored struct {
	fact  *workflow.Fact
	value workflow.Value
}

func (a *audit) chain(ctx context.Context, row register, people map[string]person) ([]stored, error) {
	var rows []struct {
		Number int    `db:"nummer"`
		Bytes  string `db:"bytes"`
		Hash   string `db:"hash"`
	}
	if err := a.tx.SelectContext(ctx, &rows, "SELECT nummer, bytes, hash FROM feit WHERE convenant = $1 ORDER BY nummer", row.ID); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	var facts []stored
	previous := ""
	for i, r := range rows {
		at := fmt.Sprintf("%s nummer %d", row.ID, r.Number)
		if r.Number != i+1 {
			return nil, faultIn("feit", at, "fact %d is missing", i+1)
		}
		if previous = workflow.ChainHash(previous, []byte(r.Bytes)); previous != r.Hash {
			return nil, faultIn("feit", at, "its bytes and the hash before it do not give its hash")
		}
		f, err := unseal(r.Bytes, people)
		if err != nil {
			return nil, faultIn("feit", at, "cannot be read: %v", err)
		}
		value, err := workflow.ParseValue([]byte(r.Bytes))
		if err != nil {
			return nil, faultIn("feit", at, "cannot be read: %v", err)
		}
		facts = append(facts, stored{f, value})
		a.hashes[row.ID] = append(a.hashes[row.ID], r.Hash)
	}
	a.seen.Facts += len(facts)
	if row.Stand != len(facts) || row.Head != previous {
		return nil, faultIn("convenant", row.ID, "its stand is %d and its chain has %d facts, or ends in another hash", row.Stand, len(facts))
	}
	return facts, nil
}

// commitments checks that every piece of personal data is what the facts commit to, and that what is gone was erased.
func commitments(id string, facts []stored, people map[string]person) error {
	erased := slices.ContainsFunc(facts, func(f stored) bool { return f.fact.Kind == workflow.ErasePersonalData })
	referred := map[string]bool{}
	for _, f := range facts {
		for ref, hash := range references(f.value) {
			p, ok := people[ref]
			switch {
			case !ok:
				return faultIn("persoonsgegeven", ref, "is gone, and fact %d of %s refers to it", f.fact.Number, id)
			case p.Salt.Valid != p.Value.Valid, !p.Value.Valid && !erased:
				return faultIn("persoonsgegeven", ref, "is empty, and no fact of %s erases it", id)
			case p.Value.Valid && commitment(p.Salt.String, p.Value.String) != hash:
				return faultIn("persoonsgegeven", ref, "is not what fact %d of %s committed to", f.fact.Number, id)
			}
			referred[ref] = true
		}
	}
	for ref := range people {
		if !referred[ref] {
			return faultIn("persoonsgegeven", ref, "no fact of %s refers to it", id)
		}
	}
	return nil
}

// references yields the personal data that a stored fact refers to, with their commitments.
func references(v workflow.Value) map[string]string {
	found := map[string]string{}
	var walk func(workflow.Value)
	walk = func(v workflow.Value) {
		if id := v.Get(personField); len(v.Fields) == 2 && id.Kind == workflow.TextValue {
			found[id.Text] = v.Get(commitmentField).Text
			return
		}
		for _, f := range v.Fields {
			walk(f.Value)
		}
		for _, item := range v.List {
			walk(item)
		}
	}
	walk(v)
	return found
}

// computed compares what is kept for asking with what the facts give.
func (a *audit) computed(ctx context.Context, row register, c *workflow.Convenant) error {
	if len(c.Facts()) == 0 {
		return faultIn("convenant", row.ID, "it has no facts")
	}
	now := c.Latest(c.Facts()[len(c.Facts())-1].Recorded)
	if row.Name != now.Name || row.Reference != now.Reference {
		return faultIn("convenant", row.ID, "its naam or kenmerk is not what the facts say")
	}
	var timeline, agenda, parties []string
	for _, i := range c.Timeline() {
		timeline = append(timeline, strings.Join([]string{i.Subject, i.State, i.From.String(), through(i)}, "|"))
	}
	for _, d := range agendaOf(c) {
		agenda = append(agenda, strings.Join([]string{d.Kind, d.On.String(), d.Party}, "|"))
	}
	for _, p := range now.Parties {
		parties = append(parties, p.ID+"|"+p.Name)
	}
	if sha := now.Text.SHA256(); !a.texts[sha] {
		return faultIn("tekst", sha, "is gone, and it is the text of %s", row.ID)
	}
	return errors.Join(
		a.same(ctx, "tijdlijn", row.ID, timeline, "onderwerp || '|' || toestand || '|' || van || '|' || tot"),
		a.same(ctx, "termijn", row.ID, slices.Compact(agenda), "soort || '|' || datum || '|' || partij"),
		a.same(ctx, "partij", row.ID, parties, "id || '|' || naam"))
}

// same compares the rows of a table with what they should be.
func (a *audit) same(ctx context.Context, table, id string, want []string, columns string) error {
	var got []string
	if err := a.tx.SelectContext(ctx, &got, "SELECT "+columns+" FROM "+table+" WHERE convenant = $1", id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if extra := missing(got, want); len(extra) > 0 {
		return faultIn(table, id+" "+extra[0], "does not follow from the facts")
	}
	if gone := missing(want, got); len(gone) > 0 {
		return faultIn(table, id+" "+gone[0], "follows from the facts and is not there")
	}
	return nil
}

func (a *audit) announcements(ctx context.Context, row register) error {
	var rows []struct {
		Number   int    `db:"nummer"`
		Kind     string `db:"soort"`
		Subject  string `db:"onderwerp"`
		Day      string `db:"dag"`
		Revision int    `db:"revisie"`
		Bytes    string `db:"bytes"`
		Hash     string `db:"hash"`
	}
	if err := a.tx.SelectContext(ctx, &rows, "SELECT nummer, soort, onderwerp, dag, revisie, bytes, hash FROM mededeling WHERE convenant = $1 ORDER BY nummer", row.ID); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	previous, revisions := "", map[string]int{}
	for i, m := range rows {
		at := fmt.Sprintf("%s nummer %d", row.ID, m.Number)
		if m.Number != i+1 {
			return faultIn("mededeling", at, "announcement %d is missing", i+1)
		}
		if previous = workflow.ChainHash(previous, []byte(m.Bytes)); previous != m.Hash {
			return faultIn("mededeling", at, "its bytes and the hash before it do not give its hash")
		}
		var paper workflow.Paper
		if err := json.Unmarshal([]byte(m.Bytes), &paper); err != nil {
			return faultIn("mededeling", at, "cannot be read: %v", err)
		}
		key := paper.Kind + "|" + subjectOf(paper) + "|" + paper.On.String()
		revisions[key]++
		if key != m.Kind+"|"+m.Subject+"|"+m.Day || revisions[key] != m.Revision {
			return faultIn("mededeling", at, "its columns are not what its bytes say")
		}
	}
	if len(rows) != row.Announcements || previous != row.AnnouncementHead {
		return faultIn("convenant", row.ID, "it made %d announcements and %d are there, or their chain ends in another hash", row.Announcements, len(rows))
	}
	return nil
}

// strays finds rows of a convenant that is not there.
func (a *audit) strays(ctx context.Context) error {
	for _, table := range []string{"feit", "persoonsgegeven", "tijdlijn", "termijn", "partij", "mededeling"} {
		var ids []string
		if err := a.tx.SelectContext(ctx, &ids, "SELECT DISTINCT convenant FROM "+table+" WHERE convenant NOT IN (SELECT id FROM convenant)"); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if len(ids) > 0 {
			return faultIn(table, ids[0], "is of a convenant that is not there")
		}
	}
	return nil
}

// checkpoints checks the chains over all heads: every fact has its checkpoint, and every checkpoint its fact.
func (a *audit) checkpoints(ctx context.Context) error {
	rows, err := a.tx.QueryxContext(ctx, "SELECT keten, nummer, convenant, stand, hoofd, hash FROM ijkpunt ORDER BY keten, nummer")
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	defer rows.Close() //nolint:errcheck // read to the end or given up on
	type end struct {
		number int
		hash   string
	}
	ends, covered := map[int]end{}, map[string]int{}
	for rows.Next() {
		var chain, number, stand int
		var id, head, hash string
		if err := rows.Scan(&chain, &number, &id, &stand, &head, &hash); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		at := fmt.Sprintf("keten %d nummer %d", chain, number)
		last := ends[chain]
		facts := a.hashes[id]
		switch {
		case number != last.number+1:
			return faultIn("ijkpunt", at, "checkpoint %d is missing", last.number+1)
		case checkpointHash(last.hash, id, workflow.Stand{Number: stand, Hash: head}) != hash:
			return faultIn("ijkpunt", at, "its row and the hash before it do not give its hash")
		case facts == nil:
			return faultIn("convenant", id, "is gone; checkpoint %s says that it had fact %d", at, stand)
		case stand != covered[id]+1 || stand > len(facts) || facts[stand-1] != head:
			return faultIn("feit", fmt.Sprintf("%s nummer %d", id, stand), "is not what checkpoint %s says", at)
		}
		covered[id] = stand
		ends[chain] = end{number, hash}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for id, facts := range a.hashes {
		if covered[id] != len(facts) {
			return faultIn("ijkpunt", id, "%d facts have a checkpoint, of %d", covered[id], len(facts))
		}
	}
	return a.chainEnds(ctx, func(chain int) (int, string) { return ends[chain].number, ends[chain].hash }, len(ends))
}

func (a *audit) chainEnds(ctx context.Context, want func(int) (int, string), chains int) error {
	var rows []struct {
		Chain  int    `db:"keten"`
		Number int    `db:"nummer"`
		Hash   string `db:"hash"`
	}
	if err := a.tx.SelectContext(ctx, &rows, "SELECT keten, nummer, hash FROM keten ORDER BY keten"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for _, row := range rows {
		if number, hash := want(row.Chain); number != row.Number || hash != row.Hash {
			return faultIn("keten", fmt.Sprint(row.Chain), "it does not end as its checkpoints do")
		}
	}
	if len(rows) != chains {
		return faultIn("keten", "", "there are %d chains and %d rows", chains, len(rows))
	}
	return nil
}

// Printed is a stand that was found on a paper copy.
type Printed struct {
	Convenant string `db:"convenant"`
	Name      string `db:"naam"`
	Number    int    `db:"nummer"`
	Latest    int    `db:"stand"`
}

// FindStand looks up the stand printed on a paper copy: the number of the fact and the first characters of its hash.
// It returns nothing when no convenant ever stood so.
func (r *Register) FindStand(ctx context.Context, number int, prefix string) ([]Printed, error) {
	var found []Printed
	err := r.read.SelectContext(ctx, &found, standQuery, prefix, prefix+"g", number)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	return found, nil
}

const standQuery = `SELECT f.convenant, c.naam, f.nummer, c.stand FROM feit f
	JOIN convenant c ON c.id = f.convenant WHERE f.hash >= $1 AND f.hash < $2 AND f.nummer = $3`
