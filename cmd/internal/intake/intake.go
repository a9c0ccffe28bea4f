// Package intake brings running convenanten into a register, with their history on its legal days: from the spreadsheet
// of a secretary (CSV), or from the steps of scenarios (YAML). Both become ordinary acts of the secretariaat, recorded
// today and judged as any other; there is no other way in. Everything in a file is recorded, or nothing is.
package intake

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/play"
	"convenant/storage"
	"convenant/workflow"
)

// File is a file with convenanten that was read.
type File struct {
	Notes       []string // what a reader should know about how it was read
	Convenanten []*Convenant
}

// Convenant is one of them, with the acts of its history.
type Convenant struct {
	Place           string // in the file: rij 2 tot en met 4, or convenant 2
	Name, Reference string
	Faults          []string // why it cannot be recorded, each with its place; in Dutch
	Remarks         []string // what was left out

	steps  []step
	today  workflow.Date
	record *workflow.Convenant // what it becomes
	before int                 // how many bear its kenmerk already, all withdrawn
}

// step is an act with the place in the file that it comes from.
type step struct {
	act      workflow.Act
	place    func(field string) string // where a field of the gegevens stands
	optional bool                      // it is left out, with a remark, where it has no use

	// advice, if not nil, says what would do in this file, or nothing where the refusal says it well.
	advice func(kind workflow.Kind, r *workflow.Refusal) string
}

// Read reads a file by the kind that its name says it is. An error tells in Dutch why nothing in it can be read.
func Read(name string, src []byte) (*File, error) {
	var f *File
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		f, err = readCSV(src)
	case ".yaml", ".yml":
		f, err = readYAML(src)
	default:
		return nil, fmt.Errorf("de naam van het bestand moet eindigen op .csv (uit een rekenblad) of op .yaml (stappen)")
	}
	if err != nil {
		return nil, err
	}
	for _, c := range f.Convenanten {
		if len(c.steps) > 0 && c.steps[0].act.Note == "" {
			c.steps[0].act.Note = "Ingevoerd uit " + filepath.Base(name) + "."
		}
	}
	return f, nil
}

// Known tells which convenanten in the register bear a kenmerk.
type Known func(reference string) ([]storage.Row, error)

// Check plays the history of every convenant in memory and notes what is in its way.
func (f *File) Check(today workflow.Date, composer workflow.Composer, known Known) error {
	seen := map[string]*Convenant{}
	for _, c := range f.Convenanten {
		c.today = today
		readable := len(c.Faults) == 0
		if c.Reference != "" {
			if err := c.onlyOnce(seen, known); err != nil {
				return err
			}
		}
		if readable {
			c.play(composer)
		} else {
			c.playDraft(composer)
		}
	}
	return nil
}

// onlyOnce refuses a kenmerk that is there already: who imports a file twice must not get everything double. One that was
// withdrawn does not count.
func (c *Convenant) onlyOnce(seen map[string]*Convenant, known Known) error {
	key := strings.ToLower(c.Reference)
	if other := seen[key]; other != nil {
		c.fault("Het kenmerk ‘%s’ staat ook bij %s. Geef elk convenant een eigen kenmerk.", c.Reference, other.Place)
	}
	seen[key] = c
	rows, err := known(c.Reference)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.Phase != workflow.Withdrawn {
			c.fault("Het kenmerk ‘%s’ is in het register al van %s. Haal dit convenant uit het bestand, of geef het een ander kenmerk als het een ander convenant is.", c.Reference, row.Name)
			break
		}
	}
	return nil
}

func (c *Convenant) fault(format string, args ...any) {
	c.Faults = append(c.Faults, fmt.Sprintf(format, args...))
}

func (c *Convenant) play(composer workflow.Composer) {
	record, err := workflow.NewConvenant()
	if err != nil {
		panic(err) // no facts, nothing to be wrong with
	}
	var steps []step
	for _, s := range c.steps {
		decision := s.decide(record, c.today, composer)
		switch refusal := decision.Refusal; {
		case refusal == nil:
			record.Append(decision.Fact)
			steps = append(steps, s)
		case s.optional && (refusal.Code == workflow.NoLongerParty || refusal.Code == workflow.NotAllowed):
			c.Remarks = append(c.Remarks, s.place("")+": dit is niet overgenomen. "+refusal.Detail)
		default:
			c.fault("%s", s.refused(refusal))
			return
		}
	}
	c.steps = steps
	c.record = record
	c.Name = record.On(c.today).Name
}

// playDraft judges the first act of what has mistakes in its cells. Of the others nothing can be said before they are
// mended: each rests on those before it.
func (c *Convenant) playDraft(composer workflow.Composer) {
	if len(c.steps) == 0 || c.steps[0].act.Kind != workflow.Draft {
		return
	}
	record, err := workflow.NewConvenant()
	if err != nil {
		panic(err) // no facts, nothing to be wrong with
	}
	refusal := c.steps[0].decide(record, c.today, composer).Refusal
	if refusal == nil {
		return
	}
	place := c.steps[0].place(refusal.Field) + ": "
	if !slices.ContainsFunc(c.Faults, func(fault string) bool { return strings.HasPrefix(fault, place) }) {
		c.fault("%s", c.steps[0].refused(refusal))
	}
}

func (s step) decide(record *workflow.Convenant, today workflow.Date, composer workflow.Composer) workflow.Decision {
	act := s.act
	act.Data = play.CurrentText(record, act, today)
	return record.Decide(act, today, composer)
}

// refused tells where an act stands, why it is refused and what would do.
func (s step) refused(r *workflow.Refusal) string {
	sentence := r.Error()
	if s.advice != nil {
		if advice := s.advice(s.act.Kind, r); advice != "" {
			sentence = r.Detail + " " + advice
		}
	}
	if r.Article != "" {
		sentence += " (artikel " + r.Article + ")"
	}
	return s.place(r.Field) + ": " + sentence
}

// Refused counts the convenanten that cannot be recorded.
func (f *File) Refused() int {
	n := 0
	for _, c := range f.Convenanten {
		if len(c.Faults) > 0 {
			n++
		}
	}
	return n
}

// Record records every convenant, or none: an act that is refused after all, because somebody was there first, becomes
// a fault, and then nothing of the file is kept.
func (f *File) Record(ctx context.Context, r *storage.Register, composer workflow.Composer, known Known) error {
	for _, c := range f.Convenanten {
		rows, err := known(c.Reference)
		if err != nil {
			return err
		}
		c.before = len(rows)
	}
	err := r.Import(ctx, func(t *storage.Together) error {
		for _, c := range f.Convenanten {
			if err := c.recordIn(t, composer); err != nil {
				return err
			}
		}
		return nil
	})
	if f.Refused() > 0 {
		return nil
	}
	return err
}

// importer is whose idempotency keys an import has.
const importer = "invoer"

func (c *Convenant) recordIn(t *storage.Together, composer workflow.Composer) error {
	id := ""
	for _, s := range c.steps {
		decide := func(record *workflow.Convenant) workflow.Decision { return s.decide(record, c.today, composer) }
		var out storage.Outcome
		var err error
		if id == "" {
			// Of two imports of one kenmerk at once, the key lets one through.
			out, err = t.Draft(storage.Key{Who: importer, Key: strings.ToLower(c.Reference) + "#" + strconv.Itoa(c.before)}, decide)
		} else {
			out, err = t.Act(id, storage.Key{}, decide)
		}
		switch {
		case err != nil:
			return err
		case out.Repeated:
			c.fault("Het kenmerk ‘%s’ is intussen al ingevoerd.", c.Reference)
			return errRefused
		case out.Refusal != nil:
			c.fault("%s", s.refused(out.Refusal))
			return errRefused
		}
		id = out.ID
	}
	return nil
}

var errRefused = fmt.Errorf("intake: refused")
