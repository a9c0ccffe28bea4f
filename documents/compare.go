package documents

// Comparing two texts of a convenant: what was changed, added and left out, passage by passage. Passages are paired so
// that as much as can be stays what it was: a new lid does not make changes of all that follow it. That a passage has
// its number still, or its words, or most of its words, all count.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// Kind says what became of a passage, or of a piece of its words.
type Kind int

// The kinds. Pieces are not Changed; they are what a change is made of.
const (
	Same Kind = iota
	Changed
	Added
	Removed
)

// Comparison is what became of every passage, in reading order. What was removed stands where it was.
type Comparison []Compared

// Compared is a passage: the title, the Partijen of a group, a recital, the heading of an article, a lid, an item.
type Compared struct {
	Key, Was      string // its key in the text after and in that before, as "5.3"; "" when it is not in it
	Kind          Kind
	Before, After string
	Pieces        []Piece // of the words of one that was Changed
	part          part
	mark, wasMark string // what is printed before it
}

// Piece is some words of a passage. The pieces that are not Added are together the words before, those that are not
// Removed the words after.
type Piece struct {
	Kind  Kind
	Words string
}

// part is what kind of passage it is. Only passages of one part are compared.
type part int

const (
	titlePart part = iota
	subtitlePart
	partiesPart
	recitalPart
	headingPart
	lidPart
	itemPart
	afterPart
)

// entry is a passage of one of the texts.
type entry struct {
	key, mark, words string
	part             part
	count            map[string]int // of its words
	length           int            // in words
}

// Compare finds what became of a text. A text that is nil has no passages.
func Compare(before, after *workflow.Text) Comparison {
	old, new := entriesOf(before), entriesOf(after)
	var c Comparison
	i, j := 0, 0
	until := func(p pair) {
		for ; i < p.i; i++ {
			c = append(c, Compared{Was: old[i].key, Kind: Removed, Before: old[i].words, part: old[i].part, wasMark: old[i].mark})
		}
		for ; j < p.j; j++ {
			c = append(c, Compared{Key: new[j].key, Kind: Added, After: new[j].words, part: new[j].part, mark: new[j].mark})
		}
	}
	for _, p := range align(len(old), len(new), func(i, j int) int { return likeness(old[i], new[j]) }) {
		until(p)
		c = append(c, paired(old[i], new[j]))
		i, j = i+1, j+1
	}
	until(pair{len(old), len(new)})
	return c
}

// paired compares a passage with what became of it.
func paired(a, b entry) Compared {
	c := Compared{Key: b.key, Was: a.key, Before: a.words, After: b.words, part: b.part, mark: b.mark, wasMark: a.mark}
	if a.words != b.words {
		c.Kind, c.Pieces = Changed, compareWords(a.words, b.words)
	}
	return c
}

// likeness says how much speaks for one passage having become the other; 0 when nothing does.
func likeness(a, b entry) int {
	if a.part != b.part {
		return 0
	}
	sameKey := 0
	if a.key == b.key {
		sameKey = 1
	}
	switch {
	case a.words == b.words:
		return 5 + sameKey
	case similar(a, b):
		return 3 + sameKey
	}
	return sameKey
}

// similar reports that two passages have at least half of their words in common.
func similar(a, b entry) bool {
	if 2*min(a.length, b.length) < (a.length+b.length)/2 {
		return false
	}
	common := 0
	for word, n := range a.count {
		common += min(n, b.count[word])
	}
	return common > 0 && 4*common >= a.length+b.length
}

func entriesOf(t *workflow.Text) []entry {
	var list []entry
	add := func(part part, key, mark, words string) {
		e := entry{key: key, mark: mark, words: tidy(words), part: part, count: map[string]int{}}
		for _, word := range strings.Fields(e.words) {
			e.count[word]++
			e.length++
		}
		list = append(list, e)
	}
	addNonempty := func(part part, key, words string) {
		if words != "" {
			add(part, key, "", words)
		}
	}
	if t == nil {
		return nil
	}
	addNonempty(titlePart, "titel", t.Title)
	addNonempty(subtitlePart, "ondertitel", t.Subtitle)
	for i, g := range t.Groups {
		lines := slices.Clone(g.Parties)
		if name := collectiveName(g.Name, len(g.Parties)); name != "" {
			lines = append(lines, name)
		}
		addNonempty(partiesPart, "partijen."+strconv.Itoa(i+1), strings.Join(lines, "\n"))
	}
	passage := func(part part, mark string, p workflow.Passage) {
		add(part, p.Key, mark, strings.TrimPrefix(p.Heading+"\n\n"+p.Words, "\n\n"))
		for _, i := range p.Items {
			add(itemPart, i.Key, i.Mark(), i.Words)
		}
		addNonempty(afterPart, p.Key+".slot", p.After)
	}
	for _, p := range t.Recitals {
		passage(recitalPart, "–", p)
	}
	for _, a := range t.Articles {
		number := strconv.Itoa(a.Number)
		add(headingPart, number, "Artikel "+number, a.Heading)
		for _, p := range a.Passages {
			passage(lidPart, p.Number(), p)
		}
	}
	return list
}

// Summary counts in a sentence what became of the passages.
func (c Comparison) Summary() string {
	var count [4]int
	renumbered := false
	for _, p := range c {
		count[p.Kind]++
		renumbered = renumbered || p.Kind == Same && p.mark != p.wasMark
	}
	var told []string
	for _, k := range []struct {
		kind Kind
		word string
	}{{Changed, "gewijzigd"}, {Added, "toegevoegd"}, {Removed, "vervallen"}} {
		n, noun, verb := count[k.kind], "", "zijn"
		if n == 0 {
			continue
		}
		if n == 1 {
			verb = "is"
		}
		if len(told) == 0 {
			noun = " passages"
			if n == 1 {
				noun = " passage"
			}
		}
		told = append(told, fmt.Sprintf("%d%s %s %s", n, noun, verb, k.word))
	}
	rest := "de rest is gelijk gebleven"
	if renumbered {
		rest = "de rest is gelijk gebleven, maar niet alles heeft nog hetzelfde nummer"
	}
	switch {
	case len(told) == 0 && renumbered:
		return "De woorden zijn gelijk gebleven, maar niet alles heeft nog hetzelfde nummer."
	case len(told) == 0:
		return "De teksten zijn gelijk."
	case count[Same] == 0:
		return enumerated(told) + "."
	}
	return enumerated(told) + "; " + rest + "."
}

func enumerated(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " en " + list[len(list)-1]
}
