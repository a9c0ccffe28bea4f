package storage

// Full-text search in Dutch. Words are brought back to their stems here, in Go, so that every database gives the same
// answers: who searches for "opzeggingen" finds "opzegging".

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"

	"convenant/workflow"
)

// stems returns the stems of the words in a text, in order.
func stems(s string) []string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i, word := range fields {
		fields[i] = stem(word)
	}
	return fields
}

func stem(word string) string {
	env := snowballstem.NewEnv(word)
	dutch.Stem(env)
	return env.Current()
}

// searchWords gives the words by which a convenant is found: its name, kenmerk, Partijen and text.
func searchWords(s *workflow.State) string {
	if s.Text == nil {
		return ""
	}
	var b strings.Builder
	add := func(text string) {
		b.WriteString(strings.Join(stems(text), " "))
		b.WriteByte(' ')
	}
	add(s.Name)
	add(s.Reference)
	for _, p := range s.Parties {
		add(p.Name)
	}
	b.WriteString(strings.Join(stems(string(s.Text.Canonical())), " "))
	return b.String()
}
