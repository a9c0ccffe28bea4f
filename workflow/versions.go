package workflow

// The versions of a text: which words held from when, and what brought them.

import "slices"

// TextVersion is a version of the text.
type TextVersion struct {
	Number int // from 1
	On     Date
	Text   *Text
	By     Event // what brought it
}

// Versions lists the versions of the text up to the day of the state, in order.
func (s *State) Versions() []TextVersion { return slices.Clone(s.texts) }

// TextWith returns the text as a change proposes it, with what was adopted before it. It is nil unless the change is open
// and brings no Partij.
func (s *State) TextWith(change int) *Text {
	c := s.change(change)
	if c == nil || c.State != Proposed || c.Accession != nil {
		return nil
	}
	next := s.foreseen().clone()
	next.put(next.change(change))
	return next.Text
}

// setText takes a new version of the text. What brings it is the last thing in the history.
func (s *State) setText(t *Text) {
	s.Text = t
	s.Version++
	s.texts = append(s.texts, TextVersion{s.Version, s.Day, t, s.History[len(s.History)-1]})
}

// firstVersion makes what was written so far one version: a draft gets its words and then its Partijen.
func (s *State) firstVersion() {
	s.Version = 1
	first := s.texts[len(s.texts)-1]
	first.Number = 1
	s.texts = []TextVersion{first}
}
