package documents

// What a house gives its papers: a colour, what stands at the head of every page, a logo, and the words that a Dutch voice
// would say wrong. Everything else of the look is the same for all (style.go).

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Theme is the look of a house. The zero Theme is that of the program, and says nothing of where a paper comes from.
type Theme struct {
	Accent   string // the colour of headings and lines, as "#0B5563"; "" is the program's own
	Name     string // who the papers come from
	Website  string // where more is to be read
	Logo     *Logo
	Borrowed []Phrase // words from another language, wherever they stand in a paper
}

// programAccent is the colour of who has none of its own.
const programAccent colour = 0x0B5563

// accent reads the colour of the house.
func (t Theme) accent() (colour, error) {
	if t.Accent == "" {
		return programAccent, nil
	}
	digits, marked := strings.CutPrefix(t.Accent, "#")
	n, err := strconv.ParseUint(digits, 16, 24)
	if !marked || len(digits) != len("rrggbb") || err != nil {
		return 0, fmt.Errorf("de kleur van de huisstijl, “%s”, is geen kleur zoals #0B5563", t.Accent)
	}
	return colour(n), nil
}

// phrases gives the phrases of a document: its own, and what the house borrows from other languages, also as the first
// words of a sentence. Only those that it has are given: there are many others.
func (doc Document) phrases() []Phrase {
	if len(doc.Theme.Borrowed) == 0 {
		return doc.Phrases
	}
	list, words := slices.Clone(doc.Phrases), Words(doc)
	for _, b := range doc.Theme.Borrowed {
		first, size := utf8.DecodeRuneInString(b.Words)
		for _, written := range []string{b.Words, strings.ToUpper(string(first)) + b.Words[size:]} {
			if written != "" && strings.Contains(words, written) && !isPhrase(list, written) {
				list = append(list, Phrase{Words: written, Language: b.Language})
			}
		}
	}
	return list
}
