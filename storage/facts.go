package storage

// Facts as they are stored: the JSON of a fact in which personal data are replaced by an id and a commitment, hashed
// together with the hash before it.

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gofrs/uuid/v5"
	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// encoding is the version of the encoding of facts. It stands in every fact; a change of the encoding takes a new
// number, and all earlier ones stay readable.
const encoding = 1

// The fields that stand in the place of a piece of personal data.
const (
	personField     = "persoonsgegeven"
	commitmentField = "hmac"
)

// person is a piece of personal data with what proves it. Salt and Value are NULL once erased.
type person struct {
	ID    string         `db:"id"`
	Party string         `db:"partij"`
	Salt  sql.NullString `db:"zout"`
	Value sql.NullString `db:"waarde"`
}

// commitment binds a value without telling it: HMAC-SHA256 keyed with the salt.
func commitment(salt, value string) string {
	h := hmac.New(sha256.New, []byte(salt))
	h.Write([]byte(value))
	return hex.EncodeToString(h.Sum(nil))
}

// seal returns the bytes of a fact as they are stored, and the personal data that were taken out of it.
func (r *Register) seal(f *workflow.Fact) ([]byte, []person, error) {
	plain, err := f.Encode()
	if err != nil {
		return nil, nil, fmt.Errorf("storage: fact %d: %w", f.Number, err)
	}
	value, err := workflow.ParseValue(plain)
	if err != nil {
		return nil, nil, fmt.Errorf("storage: fact %d: %w", f.Number, err)
	}
	var people []person
	value = workflow.MapPersonal(value, func(p workflow.Person) workflow.Value {
		chance, e := r.random(32)
		if e != nil {
			err = errors.Join(err, e)
			return workflow.Value{}
		}
		id, salt := hex.EncodeToString(chance[:16]), hex.EncodeToString(chance[16:])
		people = append(people, person{id, p.Party, text(salt), text(p.Value)})
		return workflow.ObjectOf(
			workflow.Field{Name: personField, Value: workflow.TextOf(id)},
			workflow.Field{Name: commitmentField, Value: workflow.TextOf(commitment(salt, p.Value))})
	})
	if err != nil {
		return nil, nil, err
	}
	sealed := workflow.Value{Kind: workflow.ObjectValue, Fields: append([]workflow.Field{{Name: "v", Value: workflow.NumberOf(encoding)}}, value.Fields...)}
	b, err := sealed.MarshalJSON()
	return b, people, err
}

func text(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }

// unseal reads a stored fact; personal data that were erased read as such.
func unseal(bytes string, people map[string]person) (*workflow.Fact, error) {
	value, err := workflow.ParseValue([]byte(bytes))
	if err != nil {
		return nil, err
	}
	if v := value.Get("v"); v.Kind != workflow.NumberValue || v.Text != workflow.NumberOf(encoding).Text {
		return nil, fmt.Errorf("it has encoding %q, which this program does not know", v.Text)
	}
	fields := value.Fields[:0:0]
	for _, f := range value.Fields {
		if f.Name != "v" {
			fields = append(fields, workflow.Field{Name: f.Name, Value: opened(f.Value, people)})
		}
	}
	plain, err := workflow.Value{Kind: workflow.ObjectValue, Fields: fields}.MarshalJSON()
	if err != nil {
		return nil, err
	}
	f := &workflow.Fact{}
	return f, json.Unmarshal(plain, f)
}

// opened puts personal data back in their places.
func opened(v workflow.Value, people map[string]person) workflow.Value {
	if id := v.Get(personField); len(v.Fields) == 2 && id.Kind == workflow.TextValue {
		if p := people[id.Text]; p.Value.Valid {
			return workflow.TextOf(p.Value.String)
		}
		return workflow.TextOf(workflow.Erased)
	}
	switch v.Kind {
	case workflow.ObjectValue:
		fields := make([]workflow.Field, len(v.Fields))
		for i, f := range v.Fields {
			fields[i] = workflow.Field{Name: f.Name, Value: opened(f.Value, people)}
		}
		v.Fields = fields
	case workflow.ListValue:
		list := make([]workflow.Value, len(v.List))
		for i, item := range v.List {
			list[i] = opened(item, people)
		}
		v.List = list
	}
	return v
}

// head is the row of a convenant.
type head struct {
	ID         string `db:"id"`
	Order      int64  `db:"volgorde"`
	Stand      int    `db:"stand"`
	Head       string `db:"hoofd"`
	Papers     int    `db:"mededelingen"`
	PapersHead string `db:"mededelingenhoofd"`
	Seen       string `db:"bekeken"`
}

// seen returns the day up to which the calendar was looked at, and zero before the first fact.
func (h head) seen() workflow.Date {
	day, _ := workflow.ParseDate(h.Seen) // headOf has read it
	return day
}

// headOf reads the row of a convenant; lock keeps it as it is until the commit.
func headOf(ctx context.Context, tx *sqlx.Tx, id, lock string) (head, error) {
	var h head
	err := tx.GetContext(ctx, &h, "SELECT id, volgorde, stand, hoofd, mededelingen, mededelingenhoofd, bekeken FROM convenant WHERE id = $1"+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return h, ErrUnknown
	}
	if err == nil {
		_, err = workflow.ParseDate(h.Seen)
	}
	if err != nil {
		return h, fmt.Errorf("storage: convenant %s: %w", id, err)
	}
	return h, nil
}

// loadFacts reads and folds the facts of a convenant.
func loadFacts(ctx context.Context, tx *sqlx.Tx, id string) (*workflow.Convenant, error) {
	people, err := peopleOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	var rows []string
	if err := tx.SelectContext(ctx, &rows, "SELECT bytes FROM feit WHERE convenant = $1 ORDER BY nummer", id); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	facts := make([]*workflow.Fact, len(rows))
	for i, bytes := range rows {
		if facts[i], err = unseal(bytes, people); err != nil {
			return nil, fmt.Errorf("storage: fact %d of %s: %w", i+1, id, err)
		}
	}
	c, err := workflow.NewConvenant(facts...)
	if err != nil {
		return nil, fmt.Errorf("storage: %s: %w", id, err)
	}
	return c, nil
}

func peopleOf(ctx context.Context, tx *sqlx.Tx, id string) (map[string]person, error) {
	var rows []person
	if err := tx.SelectContext(ctx, &rows, "SELECT id, partij, zout, waarde FROM persoonsgegeven WHERE convenant = $1", id); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	people := make(map[string]person, len(rows))
	for _, p := range rows {
		people[p.ID] = p
	}
	return people, nil
}

// newID returns a time-ordered id (UUID version 7, RFC 9562) of the register's own clock and chance.
func (r *Register) newID() (string, error) {
	b, err := r.random(16)
	if err != nil {
		return "", err
	}
	ms := uint64(r.now().UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	id := uuid.UUID(b)
	id.SetVersion(uuid.V7)
	id.SetVariant(uuid.VariantRFC9562)
	return id.String(), nil
}
