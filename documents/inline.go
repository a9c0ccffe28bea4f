package documents

// What stands within a line: words, and the phrases among them that are more than their letters.

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is the words of one line, parted where a phrase begins or ends.
type line []piece

// piece is words that belong to one element.
type piece struct {
	words string
	of    *element
}

// String gives the words of the line.
func (l line) String() string {
	var b strings.Builder
	for _, p := range l {
		b.WriteString(p.words)
	}
	return b.String()
}

// at places the line with its baseline starting at a point.
func (l line) at(x, y float64, st style) []text {
	texts := make([]text, len(l))
	for i, p := range l {
		texts[i] = text{x, y, st, p.words, p.of}
		if i < len(l)-1 {
			x += st.face.metrics().width(p.words, st.size)
		}
	}
	return texts
}

// ended gives the line with a blank after it, which shows nowhere: something follows beside it.
func (l line) ended() line {
	if n := len(l); n > 0 {
		l[n-1].words += " "
	}
	return l
}

// found is a phrase and where it stands in words.
type found struct {
	from, to int
	phrase   Phrase
}

// phrasesIn finds the phrases in words, from left to right; where two begin at one place the longer counts.
func phrasesIn(words string, phrases []Phrase) []found {
	var all []found
	for _, p := range phrases {
		for from := 0; p.Words != ""; {
			i := strings.Index(words[from:], p.Words)
			if i < 0 {
				break
			}
			from += i
			to := from + len(p.Words)
			if isWhole(words, from, to) {
				all = append(all, found{from, to, p})
			}
			from = to
		}
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	end := 0
	return slices.DeleteFunc(all, func(f found) bool {
		if f.from < end {
			return true
		}
		end = f.to
		return false
	})
}

// isWhole reports whether no letter or digit stands against the words at either side.
func isWhole(words string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(words[:from])
	after, _ := utf8.DecodeRuneInString(words[to:])
	isPart := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !isPart(before) && !isPart(after)
}

// parted parts lines of words that belong to an element at the phrases in them. A phrase that runs over two lines is one
// element.
func parted(lines []string, of *element, phrases []Phrase) []line {
	made := make([]line, len(lines))
	if of != nil && len(phrases) > 0 {
		if list := phrasesIn(strings.Join(lines, ""), phrases); len(list) > 0 {
			return partedAt(lines, of, list)
		}
	}
	for i, words := range lines {
		made[i] = line{{words, of}}
	}
	return made
}

func partedAt(lines []string, of *element, list []found) []line {
	made := make([]line, len(lines))
	elements := make([]*element, len(list))
	for i, f := range list {
		elements[i] = of.phrase(f.phrase)
	}
	start, next := 0, 0 // of the line among all words; of the list
	for i, words := range lines {
		end := start + len(words)
		for at := start; at < end; {
			for next < len(list) && list[next].to <= at {
				next++
			}
			switch {
			case next < len(list) && list[next].from <= at:
				to := min(list[next].to, end)
				made[i] = append(made[i], piece{words[at-start : to-start], elements[next]})
				at = to
			default:
				to := end
				if next < len(list) {
					to = min(list[next].from, end)
				}
				made[i] = append(made[i], piece{words[at-start : to-start], of})
				at = to
			}
		}
		start = end
	}
	return made
}
