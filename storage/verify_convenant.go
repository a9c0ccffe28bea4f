package storage

// Reading one convenant over: its chain, its personal data, everything computed from it, and what it announced. That its
// facts have the hashes that the checkpoints promise was seen before.

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// register is the row of a convenant, whole.
type register struct {
	head
	Name      string `db:"naam"`
	Reference string `db:"kenmerk"`
	Wakes     string `db:"wekker"`
}

func (a *audit) convenant(ctx context.Context, id string) error {
	var row register
	if err := a.tx.GetContext(ctx, &row, "SELECT id, volgorde, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken, wekker FROM convenant WHERE id = $1", id); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	people, err := a.people(ctx, row.ID)
	if err != nil {
		return err
	}
	facts, err := a.chain(ctx, row, people)
	if err != nil {
		return err
	}
	if row.Seen != a.covered[id].Seen {
		return faultIn("convenant", row.ID, "says that the calendar was looked at up to %q, and its last checkpoint %q", row.Seen, a.covered[id].Seen)
	}
	plain := make([]*workflow.Fact, len(facts))
	for i, f := range facts {
		plain[i] = f.fact
	}
	c, err := workflow.NewConvenant(plain...)
	if err != nil {
		return faultIn("feit", row.ID, "%v", err)
	}
	now := c.Latest(row.seen())
	if err := commitments(row.ID, facts, people, now); err != nil {
		return err
	}
	if err := a.computed(ctx, row, c, now); err != nil {
		return err
	}
	return a.announcements(ctx, row)
}

// kept is a piece of personal data with the place in which it stands.
type kept struct {
	person
	Fact int `db:"feit"`
}

func (a *audit) people(ctx context.Context, id string) (map[string]kept, error) {
	var rows []kept
	if err := a.tx.SelectContext(ctx, &rows, "SELECT id, feit, partij, zout, waarde FROM persoonsgegeven WHERE convenant = $1", id); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	people := make(map[string]kept, len(rows))
	for _, p := range rows {
		people[p.ID] = p
	}
	return people, nil
}

// stored is a fact with the JSON that it was read from.
type stored struct {
	fact  *workflow.Fact
	value workflow.Value
}

func (a *audit) chain(ctx context.Context, row register, people map[string]kept) ([]stored, error) {
	var rows []struct {
		Number int    `db:"nummer"`
		Bytes  string `db:"bytes"`
		Hash   string `db:"hash"`
	}
	if err := a.tx.SelectContext(ctx, &rows, "SELECT nummer, bytes, hash FROM feit WHERE convenant = $1 ORDER BY nummer", row.ID); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	values := make(map[string]person, len(people))
	for id, p := range people {
		values[id] = p.person
	}
	var facts []stored
	previous := ""
	for _, r := range rows {
		at := factRow(row.ID, r.Number)
		if r.Number < 1 || r.Number > a.covered[row.ID].Stand { // every checkpoint has its fact, so that none is missing
			return nil, faultIn("feit", at, "has no checkpoint: it was added beside the program, or its checkpoint was dropped")
		}
		if previous = workflow.ChainHash(previous, []byte(r.Bytes)); previous != r.Hash {
			return nil, faultIn("feit", at, "its bytes and the hash before it do not give its hash")
		}
		value, err := workflow.ParseValue([]byte(r.Bytes))
		if err != nil {
			return nil, faultIn("feit", at, "cannot be read: %v", err)
		}
		f, err := unseal(r.Bytes, values)
		if err != nil {
			return nil, faultIn("feit", at, "cannot be read: %v", err)
		}
		if f.Number != r.Number {
			return nil, faultIn("feit", at, "says that it is fact %d", f.Number)
		}
		facts = append(facts, stored{f, value})
	}
	a.seen.Facts += len(facts)
	switch {
	case len(facts) == 0:
		return nil, faultIn("convenant", row.ID, "has no facts, and no checkpoint knows it")
	case row.Stand != len(facts) || row.Head != previous:
		return nil, faultIn("convenant", row.ID, "says that it stands at %d · %.8s, and its facts at %d · %.8s", row.Stand, row.Head, len(facts), previous)
	}
	return facts, nil
}

func factRow(id string, number int) string { return fmt.Sprintf("%s nummer %d", id, number) }

// commitments checks that every piece of personal data is what the facts commit to and stands where it belongs, that
// what is gone was erased, and that what was erased is gone.
func commitments(id string, facts []stored, people map[string]kept, now *workflow.State) error {
	referred := map[string]bool{}
	for _, f := range facts {
		for _, ref := range references(f.value) {
			p, ok := people[ref.id]
			if !ok {
				return faultIn("persoonsgegeven", ref.id, "is gone, and fact %d of %s refers to it", f.fact.Number, id)
			}
			if why := ref.wrong(p, f.fact.Number, facts, now); why != "" {
				return faultIn("persoonsgegeven", ref.id, "%s; fact %d of %s refers to it", why, f.fact.Number, id)
			}
			referred[ref.id] = true
		}
	}
	for ref := range people {
		if !referred[ref] {
			return faultIn("persoonsgegeven", ref, "no fact of %s refers to it", id)
		}
	}
	return nil
}

// reference is where a fact refers to a piece of personal data.
type reference struct{ id, party, hash string }

// wrong says what is wrong with the row that a fact refers to; "" is nothing.
func (ref reference) wrong(p kept, number int, facts []stored, now *workflow.State) string {
	may, must := erasures(p, facts, now)
	switch {
	case p.Fact != number:
		return "says that it is of another fact"
	case p.Party != ref.party:
		return "says that it is of another Partij"
	case p.Salt.Valid != p.Value.Valid:
		return "is half empty, which no erasure leaves"
	case !p.Value.Valid && !may:
		return "is empty, and no fact erases it"
	case p.Value.Valid && must:
		return "was erased, and is there again"
	case p.Value.Valid && commitment(p.Salt.String, p.Value.String) != ref.hash:
		return "is not what was committed to"
	}
	return ""
}

// erasures tells whether a piece of personal data may be gone, and whether it must be. The name of a person that was
// erased is gone too, so that nothing more can be said than that it may have been theirs.
func erasures(p kept, facts []stored, now *workflow.State) (may, must bool) {
	for _, f := range facts {
		if f.fact.Kind != workflow.ErasePersonalData || f.fact.Number < p.Fact {
			continue
		}
		party := asName(f.fact.Data.Get("partij").Text)
		may = may || party == "" || slices.Contains(withPredecessors(party, now), asName(p.Party))
		must = must || party != "" && party == asName(p.Party)
	}
	return may, must
}

// references lists the personal data that a stored fact refers to, with their commitments. Each stands in the place of
// what it refers to, so that what knows the places of personal data also knows whose they are.
func references(v workflow.Value) []reference {
	var list []reference
	hashes := map[string]string{}
	var bare func(workflow.Value) workflow.Value
	bare = func(v workflow.Value) workflow.Value {
		if id := v.Get(personField); len(v.Fields) == 2 && id.Kind == workflow.TextValue {
			hashes[id.Text] = v.Get(commitmentField).Text
			return id
		}
		fields, items := slices.Clone(v.Fields), slices.Clone(v.List)
		for i := range fields {
			fields[i].Value = bare(fields[i].Value)
		}
		for i := range items {
			items[i] = bare(items[i])
		}
		v.Fields, v.List = fields, items
		return v
	}
	workflow.MapPersonal(bare(v), func(p workflow.Person) workflow.Value {
		list = append(list, reference{p.Value, p.Party, hashes[p.Value]})
		return workflow.TextOf(p.Value)
	})
	return list
}

// computed compares what is kept for asking with what the facts give.
func (a *audit) computed(ctx context.Context, row register, c *workflow.Convenant, now *workflow.State) error {
	if row.Name != now.Name || row.Reference != now.Reference {
		return faultInComputed("convenant", row.ID, "its naam or kenmerk is not what the facts say")
	}
	if err := a.texted(row, c, now); err != nil {
		return err
	}
	next := outlookOf(c, now, row.seen())
	if row.Wakes != next.wakes {
		return faultInComputed("convenant", row.ID, "says that the calendar next brings something on %q, and by the facts that is %q", row.Wakes, next.wakes)
	}
	var timeline, agenda, parties, reminders, meetings []string
	for _, i := range c.Timeline() {
		timeline = append(timeline, strings.Join([]string{i.Subject, i.State, i.From.String(), through(i)}, "|"))
	}
	for _, d := range agendaOf(c) {
		agenda = append(agenda, strings.Join([]string{d.Kind, d.On.String(), d.Party}, "|"))
	}
	for _, p := range now.Parties {
		parties = append(parties, p.ID+"|"+p.Name)
	}
	for _, r := range next.reminders {
		reminders = append(reminders, strings.Join([]string{r.Kind, strconv.Itoa(r.Change), r.To, r.On.String(), r.By.String()}, "|"))
	}
	for _, m := range next.meetings {
		meetings = append(meetings, strings.Join([]string{strconv.Itoa(m.number), m.Body, m.Date.String(), m.Goal}, "|"))
	}
	a.indexed[row.Order] = a.wordsOf(row.ID, searchedOf(now).words())
	return inOrder(ctx,
		func(ctx context.Context) error {
			return a.same(ctx, "tijdlijn", row.ID, timeline, "onderwerp || '|' || toestand || '|' || van || '|' || tot")
		},
		func(ctx context.Context) error {
			return a.same(ctx, "termijn", row.ID, agenda, "soort || '|' || datum || '|' || partij")
		},
		func(ctx context.Context) error {
			return a.same(ctx, "herinnering", row.ID, reminders, "soort || '|' || wijziging || '|' || aan || '|' || datum || '|' || uiterlijk")
		},
		func(ctx context.Context) error { return a.same(ctx, "aandacht", row.ID, next.attention, "soort") },
		func(ctx context.Context) error {
			return a.same(ctx, "overleg", row.ID, meetings, "nummer || '|' || overleg || '|' || datum || '|' || doel")
		},
		func(ctx context.Context) error { return a.same(ctx, "partij", row.ID, parties, "id || '|' || naam") })
}

// texted checks that every version of the text is kept that the convenant had after any of its facts, or has now.
func (a *audit) texted(row register, c *workflow.Convenant, now *workflow.State) error {
	return eachVersion(c, now, func(text *workflow.Text, fact int) error {
		if !a.texts[sha256.Sum256(text.Canonical())] {
			return faultIn("tekst", text.SHA256(), "is gone, and it is the text of %s after fact %d", row.ID, fact)
		}
		return nil
	})
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
		at := factRow(row.ID, m.Number)
		if m.Number != i+1 {
			return faultIn("mededeling", factRow(row.ID, i+1), "is missing")
		}
		if m.Number > a.covered[row.ID].Papers {
			return faultIn("mededeling", at, "has no checkpoint: it was added beside the program, or its checkpoint was dropped")
		}
		if previous = workflow.ChainHash(previous, []byte(m.Bytes)); previous != m.Hash {
			return faultIn("mededeling", at, "its bytes and the hash before it do not give its hash")
		}
		var told storedAnnouncement
		if err := json.Unmarshal([]byte(m.Bytes), &told); err != nil {
			return faultIn("mededeling", at, "cannot be read: %v", err)
		}
		key := revisionKey(told.Paper.Kind, subjectOf(told.Paper), told.Paper.On.String())
		revisions[key]++
		if told.Number != m.Number || key != revisionKey(m.Kind, m.Subject, m.Day) || revisions[key] != m.Revision {
			return faultIn("mededeling", at, "its columns are not what its bytes say")
		}
	}
	if row.Papers != len(rows) || row.PapersHead != previous {
		return faultIn("convenant", row.ID, "says that it made %d announcements · %.8s, and there are %d · %.8s", row.Papers, row.PapersHead, len(rows), previous)
	}
	return nil
}
