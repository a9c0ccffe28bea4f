package storage

// Several acts in one transaction: all of them are recorded, or none.

import (
	"context"
	"errors"
	"testing"

	"convenant/workflow"
)

// letter and notice are what a page records together when a letter is handed in.
func handIn(t *testing.T, party string) (letter, notice Decide) {
	t.Helper()
	return deciding(act(t, `{"handeling":"brief-registreren","gegevens":{"soort":"opzegbrief","partij":"%s"}}`, party), day("2024-04-01")),
		deciding(act(t, `{"handeling":"opzeggen","gegevens":{"partij":"%s"}}`, party), day("2024-04-01"))
}

func TestALetterAndItsNoticeAreRecordedTogether(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 3)
		inForce(t, r, id, 3)
		letter, notice := handIn(t, "p2")
		var first, then Outcome
		err := r.Together(context.Background(), func(b *Together) (err error) {
			if first, err = b.Act(id, theKey, letter); err != nil {
				return err
			}
			then, err = b.Act(id, Key{}, notice)
			return err
		})
		if err != nil || first.Refusal != nil || then.Refusal != nil || then.Fact != first.Fact+1 {
			t.Fatalf("%v: %+v, then %+v", err, first, then)
		}
		c, stand, err := r.Load(context.Background(), id)
		if err != nil || stand != then.Stand || c.On(day("2024-04-01")).Party("p2").State != workflow.Leaving {
			t.Errorf("%v: it stands at %v", err, stand)
		}
		sound(t, r)
		record(t, r, id, "2024-04-02", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
		sound(t, r)
	})
}

func TestWhatFailsHalfwayLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 3)
		inForce(t, r, id, 3)
		before, stop := dump(t, r), errors.New("toch niet")
		letter, notice := handIn(t, "p2")
		err := r.Together(context.Background(), func(b *Together) error {
			for _, decide := range []Decide{letter, notice} {
				if out, err := b.Act(id, Key{}, decide); err != nil || out.Refusal != nil {
					t.Errorf("%+v %v", out, err)
				}
			}
			if _, err := b.Draft(theKey, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"p1","naam":"Gemeente 1"}]}}`), day("2024-04-01"))); err != nil {
				t.Error(err)
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Errorf("the error is %v", err)
		}
		unchanged(t, r, before, "what was given up")
		if out := record(t, r, id, "2024-04-01", `{"handeling":"opzeggen","gegevens":{"partij":"p2"}}`); out.Fact != 8 {
			t.Errorf("the next fact is %d", out.Fact)
		}
		sound(t, r)
	})
}

// Who records several acts on the same convenanten in another order gets through, or is told to try again.
func TestTwoWhoMeetHalfwayDoNotWaitForEver(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ids := []string{draft(t, r, 2), draft(t, r, 2)}
		registers, errs := []*Register{r, second(t, r)}, make([]error, 2)
		atOnce(2, func(i int) {
			errs[i] = registers[i].Together(soon(t), func(b *Together) error {
				for n := range ids {
					rename := act(t, `{"handeling":"partij-hernoemen","gegevens":{"partij":"p%d","naam":"Naam %d"}}`, i+1, i)
					if _, err := b.Act(ids[(n+i)%2], Key{}, deciding(rename, day("2024-01-02"))); err != nil {
						return err
					}
				}
				return nil
			})
		})
		for _, err := range errs {
			if err != nil && !errors.Is(err, ErrUnavailable) {
				t.Error(err)
			}
		}
		if errs[0] != nil && errs[1] != nil {
			t.Errorf("nobody got through: %v, %v", errs[0], errs[1])
		}
		sound(t, r)
	})
}

// What happened before a convenant came into this register was told to everyone long ago.
func TestWhatIsImportedIsNotAnnounced(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		var id string
		err := r.Import(context.Background(), func(b *Together) error {
			out, err := b.Draft(Key{}, deciding(act(t, `{"handeling":"opstellen","op":"2019-01-01","gegevens":{"sjabloon":"algemeen","naam":"Oud","partijen":[
				{"id":"p1","naam":"Gemeente 1"},{"id":"p2","naam":"Gemeente 2"}],"voorwaarden":{"looptijd":{"tot-en-met":"2024-06-30"}}}}`), day("2024-01-10")))
			if id = out.ID; err != nil || out.Refusal != nil {
				return errors.Join(err, out.Refusal)
			}
			for _, a := range []string{
				`{"handeling":"adviesronde-overslaan","op":"2019-01-02","gegevens":{"reden":"Overgenomen."}}`,
				`{"handeling":"agenderen","op":"2019-01-02","gegevens":{"overleg":"Bestuur","datum":"2019-01-03","doel":"vaststellen"}}`,
				`{"handeling":"besluiten","op":"2019-01-03","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`,
				`{"handeling":"ondertekenen","op":"2019-02-01","gegevens":{"partij":"p1","wijze":"papier"}}`,
				`{"handeling":"ondertekenen","op":"2019-02-01","gegevens":{"partij":"p2","wijze":"papier"}}`,
			} {
				out, err := b.Act(id, Key{}, deciding(act(t, "%s", a), day("2024-01-10")))
				if err != nil || out.Refusal != nil {
					return errors.Join(err, out.Refusal)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.Announcements(context.Background(), id)
		if err != nil || len(list) != 0 {
			t.Errorf("%d announcements of history: %v", len(list), err)
		}
		sound(t, r)
		if n := announce(t, r, id, "2024-07-01"); n == 0 || announced(t, r, id, workflow.PaperEnd) != 2 {
			t.Errorf("of its end %d were told, of %d papers", announced(t, r, id, workflow.PaperEnd), n)
		}
		sound(t, r)
	})
}
