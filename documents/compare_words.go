package documents

// Comparing lists and words: the pairing for which most speaks, and what a reader can make of it.

import (
	"slices"
	"strings"
)

// pair is a place in one list and a place in another that belong together.
type pair struct{ i, j int }

// The size of a comparison that is still made: of the longer texts, the middle is shown as replaced.
const maxAlign = 4 << 20

// align pairs the places of two lists, without crossing, so that the scores of the pairs add up to most. A score of 0
// means that two places do not belong together.
func align(n, m int, score func(i, j int) int) []pair {
	if n*m > maxAlign {
		return nil
	}
	best := make([]int32, (n+1)*(m+1)) // from places i and j on
	at := func(i, j int) *int32 { return &best[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			most := max(*at(i+1, j), *at(i, j+1))
			if s := score(i, j); s > 0 {
				most = max(most, *at(i+1, j+1)+int32(s))
			}
			*at(i, j) = most
		}
	}
	var pairs []pair
	for i, j := 0, 0; i < n && j < m; {
		s := score(i, j)
		switch {
		case s > 0 && *at(i, j) == *at(i+1, j+1)+int32(s):
			pairs = append(pairs, pair{i, j})
			i, j = i+1, j+1
		case *at(i, j) == *at(i+1, j):
			i++
		default:
			j++
		}
	}
	return pairs
}

// A change is what stands between words that stayed the same: what was there, what came, and the same words after it.
type change struct{ removed, added, same string }

// compareWords gives the pieces of two passages, such as a reader can follow.
func compareWords(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	changes := []change{{same: strings.Join(a[:head], "")}}
	i, j := head, head
	from := func(p pair) change {
		c := change{removed: strings.Join(a[i:p.i], ""), added: strings.Join(b[j:p.j], "")}
		i, j = p.i, p.j
		return c
	}
	for _, p := range align(len(a)-head-tail, len(b)-head-tail, func(i, j int) int { return sameToken(a[head+i], b[head+j]) }) {
		c := from(pair{head + p.i, head + p.j})
		c.same = a[i]
		i, j = i+1, j+1
		if c.removed+c.added == "" {
			changes[len(changes)-1].same += c.same
			continue
		}
		changes = append(changes, c)
	}
	last := from(pair{len(a) - tail, len(b) - tail})
	last.same = strings.Join(a[len(a)-tail:], "")
	return piecesOf(readable(append(changes, last)))
}

// sameToken gives how much two tokens have in common: words count for more than the blanks between them.
func sameToken(a, b string) int {
	switch {
	case a != b:
		return 0
	case strings.TrimSpace(a) == "":
		return 1
	}
	return 3
}

// tokens parts words into words and the blanks between them.
func tokens(words string) []string {
	var list []string
	begin := 0
	blank := false
	for i, r := range words {
		if i > begin && isSpace(r) != blank {
			list = append(list, words[begin:i])
			begin = i
		}
		blank = isSpace(r)
	}
	if begin < len(words) {
		list = append(list, words[begin:])
	}
	return list
}

// fewWords is how few the words between two changes may be to be read as part of one.
const fewWords = 2

// readable joins changes that stand so close that a reader would stumble from one into the other. When hardly anything
// stayed the same, all of it is one change.
func readable(changes []change) []change {
	joined := changes[:1:1] // the words before the first change
	for _, c := range changes[1:] {
		last := &joined[len(joined)-1]
		between := len(strings.Fields(last.same))
		if c.removed+c.added == "" {
			last.same += c.same
		} else if len(joined) > 1 && between <= fewWords {
			last.removed += last.same + c.removed
			last.added += last.same + c.added
			last.same = c.same
		} else {
			joined = append(joined, c)
		}
	}
	same, longest := 0, change{}
	for _, c := range joined {
		same += len(strings.Fields(c.same))
		longest.removed += c.removed + c.same
		longest.added += c.added + c.same
	}
	if most := max(len(strings.Fields(longest.removed)), len(strings.Fields(longest.added))); 4*same < most {
		return []change{longest}
	}
	return joined
}

func piecesOf(changes []change) []Piece {
	var list []Piece
	for _, c := range changes {
		list = append(list, Piece{Removed, c.removed}, Piece{Added, c.added}, Piece{Same, c.same})
	}
	return slices.DeleteFunc(list, func(p Piece) bool { return p.Words == "" })
}
