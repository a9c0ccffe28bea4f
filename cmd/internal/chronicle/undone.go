package chronicle

// What the register held for a time, and no longer does: something was recorded after it had happened, and then what
// seemed to follow did not.

import (
	"slices"

	"convenant/workflow"
)

// Undone is a consequence that was held until a fact was recorded that had happened before.
type Undone struct {
	Event    workflow.Event
	Sentence string        // what was held, without a full stop
	Until    workflow.Date // the day on which it was set right
	By       []*workflow.Fact
}

// UndoneIn lists what a record held and no longer does, in the order in which it was set right. Only days are looked at on
// which something was recorded late or corrected.
func UndoneIn(record *workflow.Convenant) []Undone {
	var list []Undone
	facts := record.Facts()
	for i := 0; i < len(facts); {
		day := facts[i].Recorded
		var late []*workflow.Fact
		for ; i < len(facts) && facts[i].Recorded == day; i++ {
			if f := facts[i]; f.On < day || f.Kind == workflow.Correct {
				late = append(late, f)
			}
		}
		if len(late) > 0 {
			list = append(list, undoneOn(record, day, late)...)
		}
	}
	return list
}

// undoneOn lists what was held in the morning of a day, and no longer at its end.
func undoneOn(record *workflow.Convenant, day workflow.Date, late []*workflow.Fact) []Undone {
	before := record.KnownOn(day - 1).On(day)
	if !slices.ContainsFunc(before.History, func(e workflow.Event) bool { return e.Fact == 0 }) {
		return nil // nothing had followed yet
	}
	gone := workflow.NewEvents(record.KnownOn(day).On(day), before)
	var list []Undone
	for _, e := range gone {
		if e.Fact != 0 || leftAtEnd(e) {
			continue
		}
		sentence, _ := before.Describe(e)
		list = append(list, Undone{e, sentence, day, late})
	}
	return list
}

// leftAtEnd reports that an event is told with the end of the whole.
func leftAtEnd(e workflow.Event) bool {
	return e.Kind == workflow.HasLeft && e.Data.Get("reden").Text == workflow.LeftAtEnd
}
