package storage

// Facts are kept for ever: every later release must read what this one wrote. The fixtures in testdata/feiten hold
// facts of every kind as they were stored; this file reads them as a later release does. They are never rewritten.

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

var update = flag.Bool("update", false, "add the fixtures that are missing; what is there is left as it is")

const fixtures = "testdata/feiten/v1"

// fixture is a stored fact with the personal data that were taken out of it, in the order in which they were.
type fixture struct {
	Story    string          `json:"verhaal"`
	Number   int             `json:"nummer"`
	Kind     workflow.Kind   `json:"handeling"`
	Previous string          `json:"hashErvoor"`
	Hash     string          `json:"hash"`
	People   []fixturePerson `json:"persoonsgegevens"`
	Bytes    string          `json:"bytes"` // a text, so that no byte of them depends on how this file is laid out
}

type fixturePerson struct {
	ID    string `json:"id"`
	Party string `json:"partij"`
	Salt  string `json:"zout"`
	Value string `json:"waarde"`
}

// meaning is what a story comes to.
type meaning struct {
	Timeline []workflow.Interval `json:"tijdlijn"`
	Texts    map[string]string   `json:"teksten"` // by the number of the fact after which it was so, its SHA-256
	Without  map[string]string   `json:"zonderGevolg"`
	People   map[string][]string `json:"personen"` // by Partij, on the day of the last fact

	Reminders []workflow.Reminder `json:"herinneringen,omitempty"` // in the year after it
}

func meaningOf(c *workflow.Convenant) meaning {
	m := meaning{c.Timeline(), map[string]string{}, map[string]string{}, map[string][]string{}, nil}
	last := c.Facts()[len(c.Facts())-1].Recorded
	m.Reminders = c.Reminders(last, last.AddMonths(12))
	_ = eachVersion(c, shownOf(c), func(text *workflow.Text, fact int) error {
		m.Texts[fmt.Sprint(fact)] = text.SHA256()
		return nil
	})
	now := shownOf(c)
	for _, w := range now.Without {
		m.Without[fmt.Sprint(w.Fact)] = string(w.Reason.Code)
	}
	for _, p := range now.Parties {
		list := []string{p.Representative.Name, p.Representative.Capacity, p.Representative.Mandate.Body}
		for _, k := range p.Contacts {
			list = append(list, k.Name, k.Function, k.Email)
		}
		m.People[p.ID] = list
	}
	return m
}

// readStories reads the fixtures, by story and in the order of the facts.
func readStories(t *testing.T) map[string][]fixture {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtures, "*", "*-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	stories := map[string][]fixture{}
	for _, name := range files {
		var f fixture
		b, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(b, &f)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := filepath.Join(fixtures, f.Story, fmt.Sprintf("%02d-%s.json", f.Number, f.Kind)); name != want {
			t.Errorf("%s holds what belongs in %s", name, want)
		}
		stories[f.Story] = append(stories[f.Story], f)
	}
	for story, list := range stories {
		slices.SortFunc(list, func(a, b fixture) int { return a.Number - b.Number })
		for i, f := range list {
			if f.Number != i+1 {
				t.Fatalf("%s has no fact %d", story, i+1)
			}
		}
	}
	return stories
}

func (f fixture) people() map[string]person {
	people := map[string]person{}
	for _, p := range f.People {
		if people[p.ID] = (person{p.ID, p.Party, text(p.Salt), text(p.Value)}); p.Salt == "" {
			people[p.ID] = person{ID: p.ID, Party: p.Party} // erased
		}
	}
	return people
}

func TestEveryFrozenFactIsRead(t *testing.T) {
	if *update {
		addStories(t)
	}
	kinds := map[workflow.Kind]bool{}
	for story, list := range readStories(t) {
		previous := ""
		var facts []*workflow.Fact
		for _, f := range list {
			at := fmt.Sprintf("%s, fact %d (%s)", story, f.Number, f.Kind)
			kinds[f.Kind] = true
			if f.Previous != previous || workflow.ChainHash(previous, []byte(f.Bytes)) != f.Hash {
				t.Errorf("%s: the chain gives another hash", at)
			}
			previous = f.Hash
			value, err := workflow.ParseValue([]byte(f.Bytes))
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			people := f.people()
			refs := references(value)
			for _, ref := range refs {
				if p := people[ref.id]; p.Salt.String != "" && commitment(p.Salt.String, p.Value.String) != ref.hash || p.Party != ref.party {
					t.Errorf("%s: personal data %s are not what was committed to", at, ref.id)
				}
			}
			if len(refs) != len(people) {
				t.Errorf("%s refers to %d pieces of personal data; there are %d", at, len(refs), len(people))
			}
			fact, err := unseal(f.Bytes, people)
			if err != nil {
				t.Fatalf("%s: %v", at, err)
			}
			if fact.Kind != f.Kind || fact.Number != f.Number {
				t.Errorf("%s is read as fact %d, %s", at, fact.Number, fact.Kind)
			}
			facts = append(facts, fact)
			sealedAgain(t, at, f, fact)
		}
		c, err := workflow.NewConvenant(facts...)
		if err != nil {
			t.Fatalf("%s: %v", story, err)
		}
		meansTheSame(t, story, c)
	}
	for _, kind := range workflow.Kinds {
		if !kinds[kind] {
			t.Errorf("no fixture holds a fact of kind %s; add a story that has one, and run this test with -update", kind)
		}
	}
}

// sealedAgain seals a fact with the same chance, which must give the same bytes as long as the encoding is this one.
func sealedAgain(t *testing.T, at string, f fixture, fact *workflow.Fact) {
	t.Helper()
	var chance []byte
	for _, p := range f.People {
		if p.Salt == "" {
			return // what was committed to is gone, so that nobody can do it again
		}
		b, err := hex.DecodeString(p.ID + p.Salt)
		if err != nil {
			t.Fatal(err)
		}
		chance = append(chance, b...)
	}
	r := &Register{opts: Options{Random: bytes.NewReader(chance)}}
	again, _, err := r.seal(fact)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if string(again) != f.Bytes {
		t.Errorf("%s is stored otherwise than it was:\n%s\n%s", at, f.Bytes, again)
	}
}

// meansTheSame compares what a story comes to with what it came to when it was frozen.
func meansTheSame(t *testing.T, story string, c *workflow.Convenant) {
	t.Helper()
	got, err := json.MarshalIndent(meaningOf(c), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(fixtures, story, "betekenis.json"))
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("%s means something else than it did:\n%s\ninstead of\n%s", story, got, want)
	}
}

// What is frozen is read too when the personal data in it are gone.
func TestEveryFrozenFactIsReadOnceErased(t *testing.T) {
	for story, list := range readStories(t) {
		var facts []*workflow.Fact
		for _, f := range list {
			fact, err := unseal(f.Bytes, nil)
			if err != nil {
				t.Fatalf("%s, fact %d: %v", story, f.Number, err)
			}
			facts = append(facts, fact)
		}
		c, err := workflow.NewConvenant(facts...)
		if err != nil {
			t.Fatalf("%s: %v", story, err)
		}
		for _, f := range list {
			for _, p := range f.People {
				if got := fmt.Sprint(meaningOf(c)); p.Value != "" && strings.Contains(got, p.Value) {
					t.Errorf("%s: %s is still there", story, p.Value)
				}
			}
		}
	}
}

// A fact in an encoding that this program does not know is refused, not guessed at.
func TestAnUnknownEncodingIsRefused(t *testing.T) {
	for _, bytes := range []string{`{"nummer":1}`, `{"v":2,"nummer":1}`, `{"v":"1","nummer":1}`} {
		if f, err := unseal(bytes, nil); err == nil {
			t.Errorf("%s is read as %+v", bytes, f)
		}
	}
}

// addStories plays the stories that have no fixtures yet and writes them down. Files that are there are never touched.
func addStories(t *testing.T) {
	t.Helper()
	for _, name := range frozenStories {
		dir := filepath.Join(fixtures, name)
		if _, err := os.Stat(dir); err == nil {
			continue
		}
		r := newRegister(t, databases["sqlite"](t))
		list, c := playStory(t, r, name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			writeFixture(t, filepath.Join(dir, fmt.Sprintf("%02d-%s.json", f.Number, f.Kind)), f)
		}
		writeFixture(t, filepath.Join(dir, "betekenis.json"), meaningOf(c))
	}
}

func writeFixture(t *testing.T, name string, v any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // never over what is there
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// frozenStories are the names of the stories in testdata/verhalen that the fixtures were made of.
var frozenStories = []string{"leven", "ingetrokken", "gebeurtenis", "herinneringen"}

// playStory records a story and reads back what was stored.
func playStory(t *testing.T, r *Register, name string) ([]fixture, *workflow.Convenant) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/feiten/verhalen", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	id, today := "", workflow.Date(0)
	for line := range strings.Lines(string(b)) {
		date, json, _ := strings.Cut(strings.TrimSpace(line), " ")
		if today = day(date); id != "" {
			json = withFingerprints(t, r, id, today, json)
		}
		a := act(t, "%s", json)
		a.RecordedBy = "018cc4e5-25e8-7000-8000-00000000000" + fmt.Sprint(len(a.By)%10)
		var out Outcome
		if id == "" {
			out, err = r.Draft(context.Background(), Key{}, deciding(a, today))
		} else {
			out, err = r.Act(context.Background(), id, Key{}, deciding(a, today))
		}
		if err != nil || out.Refusal != nil {
			t.Fatalf("%s: %s: %v %+v", name, json, err, out.Refusal)
		}
		id = out.ID
	}
	sound(t, r)
	c, stand, err := r.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	var list []fixture
	for n := range stand.Number {
		list = append(list, storedFact(t, r, name, id, n+1))
	}
	return list, c
}

// storedFact reads a fact with its personal data as they are at the end, in the order in which the fact has them.
func storedFact(t *testing.T, r *Register, story, id string, number int) fixture {
	t.Helper()
	f := fixture{Story: story, Number: number, People: []fixturePerson{}}
	if err := r.read.QueryRow("SELECT bytes, hash FROM feit WHERE convenant = $1 AND nummer = $2", id, number).Scan(&f.Bytes, &f.Hash); err != nil {
		t.Fatal(err)
	}
	if number > 1 {
		f.Previous = one[string](t, r, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = $2", id, number-1)
	}
	value, err := workflow.ParseValue([]byte(f.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	f.Kind = workflow.Kind(value.Get("handeling").Text)
	for _, ref := range references(value) {
		p := fixturePerson{ID: ref.id}
		if err := r.read.QueryRow("SELECT partij, coalesce(zout, ''), coalesce(waarde, '') FROM persoonsgegeven WHERE id = $1", ref.id).Scan(&p.Party, &p.Salt, &p.Value); err != nil {
			t.Fatal(err)
		}
		f.People = append(f.People, p)
	}
	return f
}

// withFingerprints puts the fingerprint of the text, or of a proposal, where a story asks for it.
func withFingerprints(t *testing.T, r *Register, id string, today workflow.Date, json string) string {
	t.Helper()
	c, _, err := r.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Latest(today)
	json = strings.ReplaceAll(json, "$tekst", s.Text.SHA256())
	for _, change := range s.Changes {
		json = strings.ReplaceAll(json, fmt.Sprintf("$wijziging%d", change.Number), change.SHA256())
	}
	return json
}
