package documents

// Breaking words into lines, ragged and without hyphenation: what was signed is printed as it was written.

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tidy gives words in the form in which they are measured and drawn: composed, with one kind of line end, and without
// the soft hyphens that show only where a word is broken.
func tidy(words string) string {
	words = strings.ReplaceAll(strings.ReplaceAll(words, "\r\n", "\n"), "\u00AD", "")
	return norm.NFC.String(words)
}

// isSpace reports whether a line may be broken at the character; spaces that hold words together are letters here.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00A0' && r != '\u2007' && r != '\u202F'
}

// breakLines fills lines of a width with words. A newline in them is kept; empty lines are not. A line ends with a blank
// where another word follows: it shows nowhere, and parts the words for who hears or copies them.
func breakLines(words string, st style, width float64) []string {
	b := breaker{m: st.face.metrics(), size: st.size, width: width}
	for part := range strings.SplitSeq(words, "\n") {
		for _, word := range inPieces(part, func(word, next string) bool { return tied(word, next) || isMunicipality(word, next) }) {
			b.word(word)
		}
		b.flush()
	}
	return b.lines
}

// breaker fills lines.
type breaker struct {
	m           *metrics
	size, width float64
	lines       []string
	line        strings.Builder // the open one
	used        float64         // of the open line
}

func (b *breaker) word(word string) {
	blank := " "
	for _, piece := range pieces(word) {
		if b.line.Len() > 0 && b.used+b.m.width(blank+piece, b.size) > b.width {
			b.flush()
		}
		b.put(blank, piece)
		blank = ""
	}
}

// put adds a piece of a word to the open line, or as many lines as it fills by itself.
func (b *breaker) put(blank, piece string) {
	if b.line.Len() == 0 {
		if n := len(b.lines); n > 0 {
			b.lines[n-1] += blank
		}
		blank = ""
	}
	for b.line.Len() == 0 && b.m.width(piece, b.size) > b.width {
		var first string
		if first, piece = cut(piece, b.m, b.size, b.width); piece == "" {
			piece = first
			break
		}
		b.lines = append(b.lines, first)
	}
	b.line.WriteString(blank + piece)
	b.used += b.m.width(blank+piece, b.size)
}

func (b *breaker) flush() {
	if b.line.Len() > 0 {
		b.lines = append(b.lines, b.line.String())
	}
	b.line.Reset()
	b.used = 0
}

// Unbroken parts words at their blanks, except where a reader would stumble over a new line: within a date, and between
// artikel and its number.
func Unbroken(words string) []string { return inPieces(words, tied) }

// inPieces parts words at their blanks, except between two that are tied.
func inPieces(words string, tied func(word, next string) bool) []string {
	fields := strings.FieldsFunc(words, isSpace)
	kept := make([]string, 0, len(fields))
	for i, word := range fields {
		if i > 0 && tied(fields[i-1], word) {
			kept[len(kept)-1] += " " + word
			continue
		}
		kept = append(kept, word)
	}
	return kept
}

// KeptWhole parts words at their new lines, with spaces that hold in what Unbroken keeps together.
func KeptWhole(words string) []string {
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		pieces := Unbroken(line)
		for j := range pieces {
			pieces[j] = strings.ReplaceAll(pieces[j], " ", "\u00A0")
		}
		lines[i] = strings.Join(pieces, " ")
	}
	return lines
}

var months = []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
	"november", "december"}

func tied(word, next string) bool {
	const digits = "0123456789"
	isMonth := func(w string) bool { return slices.Contains(months, strings.TrimRight(w, ".,;:)”")) }
	switch {
	case len(word) <= 2 && strings.Trim(word, digits) == "":
		return isMonth(next)
	case slices.Contains(months, word), word == "artikel", word == "(artikel":
		return strings.IndexAny(next, digits) == 0
	}
	return false
}

// isMunicipality reports whether words begin the name of one: Gemeente Huizen.
func isMunicipality(word, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	return word == "Gemeente" && unicode.IsUpper(first)
}

// pieces parts a long word where a reader would: after a slash or a dash between its parts.
func pieces(word string) []string {
	const long = 20
	if strings.Contains(word, " ") {
		return []string{word}
	}
	if utf8.RuneCountInString(word) <= long {
		return []string{word}
	}
	var parts []string
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if (r == '/' || r == '-' || r == '–') && i > 2 && len(word)-end > 2 {
			parts = append(parts, word[:end][lengthOf(parts):])
		}
	}
	return append(parts, word[lengthOf(parts):])
}

func lengthOf(parts []string) (n int) {
	for _, p := range parts {
		n += len(p)
	}
	return n
}

// cut takes from a word what fits in a width, and at least one character.
func cut(word string, m *metrics, size, width float64) (first, rest string) {
	used := 0.0
	for i, r := range word {
		used += m.width(string(r), size)
		if i > 0 && used > width {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// shorten gives words on one line, cut off with an ellipsis where they would not fit. Only headers and footers are
// shortened: they repeat what stands in full elsewhere.
func shorten(words string, st style, width float64) string {
	m := st.face.metrics()
	words = strings.Join(strings.FieldsFunc(words, isSpace), " ")
	if m.width(words, st.size) <= width {
		return words
	}
	first, _ := cut(words, m, st.size, width-m.width("…", st.size))
	return strings.TrimRight(first, " ") + "…"
}
