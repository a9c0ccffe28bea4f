// Package chronicle puts in order what happened in a convenant: the facts, what followed from them, and what was announced.
// Pages in the browser and the API tell the same.
package chronicle

import (
	"slices"
	"strconv"

	"convenant/storage"
	"convenant/workflow"
)

// Nature says what kind of thing happened. The words are public.
type Nature string

// The natures: a fact was recorded, a consequence follows from facts, an announcement is sent.
const (
	Fact         Nature = "feit"
	Consequence  Nature = "gevolg"
	Announcement Nature = "mededeling"
)

// Entry is something that happened.
type Entry struct {
	Nature    Nature
	On        workflow.Date  // the legal day; of an announcement the day on which there was cause for it
	Event     workflow.Event // of a fact or a consequence
	Sentence  string
	Article   string                // on which it rests
	Fact      *workflow.Fact        // of a fact
	Without   *Without              // of a fact that does not count
	Announced *storage.Announcement // of an announcement
}

// Without tells why a fact does not count.
type Without struct {
	Code   workflow.Code // of the refusal that it would get now
	Reason string
	By     int // the number of the fact that corrected it, or 0
}

// Of tells everything that happened according to a state of a record, in order of days; what was announced comes last on
// its day.
func Of(state *workflow.State, record *workflow.Convenant, announced []storage.Announcement) []Entry {
	var list []Entry
	standing := map[int]bool{}
	for _, e := range state.History {
		standing[e.Fact] = true
		list = append(list, Tell(state, record.Facts(), e))
	}
	for _, f := range record.Facts() {
		if !standing[f.Number] {
			t := Tell(state, record.Facts(), workflow.Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
			t.Without = whyWithout(state, record, f.Number)
			list = append(list, t)
		}
	}
	for _, a := range announced {
		list = append(list, Entry{Nature: Announcement, On: a.Paper.On, Announced: &a})
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return int(a.On - b.On) })
	return list
}

// Tell tells one event of a state.
func Tell(state *workflow.State, facts []*workflow.Fact, e workflow.Event) Entry {
	t := Entry{Nature: Consequence, On: e.On, Event: e}
	t.Sentence, t.Article = state.Describe(e)
	t.Sentence += "."
	if e.Fact > 0 {
		t.Nature, t.Fact = Fact, facts[e.Fact-1]
	}
	return t
}

// whyWithout tells why a fact has no effect: it was corrected, or lost its footing.
func whyWithout(state *workflow.State, record *workflow.Convenant, number int) *Without {
	for _, w := range state.Without {
		if w.Fact == number {
			return &Without{Code: w.Reason.Code, Reason: w.Reason.Error()}
		}
	}
	for _, f := range slices.Backward(record.Facts()) {
		if f.Kind == workflow.Correct && f.Data.Get("feit").Text == strconv.Itoa(number) {
			return &Without{Reason: "Gecorrigeerd door feit " + strconv.Itoa(f.Number) + ".", By: f.Number}
		}
	}
	return &Without{Reason: "Dit feit geldt pas na vandaag."}
}
