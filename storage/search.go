package storage

// Full-text search in Dutch. Words are brought back to their stems here, in Go, so that every database gives the same
// answers: who searches for "opzeggingen" finds "opzegging". Diacritics make no difference, because people leave them
// out: "coordinerend" finds "coördinerend", and the other way round.

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/jmoiron/sqlx"
	"golang.org/x/text/unicode/norm"

	"convenant/workflow"
)

// longestWord is by how many of its bytes a word is known. A database refuses an index of longer ones.
const longestWord = 200

// stems returns the stems of the words in a text, in order. A word is made of letters and digits.
func stems(s string) []string {
	fields := strings.FieldsFunc(plain(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	env := snowballstem.NewEnv("")
	for i, word := range fields {
		if len(word) > longestWord {
			word = strings.ToValidUTF8(word[:longestWord], "")
		}
		env.SetCurrent(word)
		dutch.Stem(env)
		fields[i] = env.Current()
	}
	return slices.DeleteFunc(fields, func(s string) bool { return s == "" })
}

// plain writes a text in small letters without diacritics: é as e, ĳ as ij.
func plain(s string) string {
	s = strings.ToLower(s)
	if strings.IndexFunc(s, func(c rune) bool { return c > unicode.MaxASCII }) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, norm.NFKD.String(s))
}

// searched is what a convenant is found by.
type searched struct {
	name, reference, parties string
	text                     *workflow.Text
}

func searchedOf(s *workflow.State) searched {
	names := make([]string, len(s.Parties))
	for i, p := range s.Parties {
		names[i] = p.Name
	}
	return searched{s.Name, s.Reference, strings.Join(names, "\n"), s.Text}
}

// mostIndexed is how many bytes of different words a convenant is found by: ten times what a long one has. PostgreSQL
// takes a megabyte.
const mostIndexed = 500_000

// words gives the stems of the words by which a convenant is found, each once, in order.
func (s searched) words() []string {
	if s.text == nil {
		return nil
	}
	list := stems(s.name + "\n" + s.reference + "\n" + s.parties + "\n" + string(s.text.Canonical()))
	slices.Sort(list)
	list = slices.Compact(list)
	for i, size := 0, 0; i < len(list); i++ {
		if size += len(list[i]); size > mostIndexed {
			return list[:i]
		}
	}
	return list
}

// searchWords gives the words by which a convenant is found as the full-text index takes them.
func searchWords(s *workflow.State) string { return strings.Join(searchedOf(s).words(), " ") }

// mostWords is how many words of a question count. More only narrow down what is found by these.
const mostWords = 32

// wanted gives the stems that a question asks for, each once. It is empty when the question has no words.
func wanted(words string) []string {
	var list []string
	for _, s := range stems(words) {
		if !slices.Contains(list, s) && len(list) < mostWords {
			list = append(list, s)
		}
	}
	return list
}

// search lists the convenanten with all the words of f, by going through the matches of the full-text index until a
// page is full. The words are those of the convenant as it is now, whatever the peildatum.
func (r *Register) search(ctx context.Context, tx *sqlx.Tx, f Filter, at place) ([]Row, error) {
	words := wanted(f.Words)
	if len(words) == 0 {
		return nil, nil
	}
	question, before := r.dialect.asking(words), at.order
	if f.order() != ByNewest {
		return f.searchInOrder(ctx, tx, r.dialect, at)
	}
	var rows []Row
	for batch := f.Limit + 1; len(rows) <= f.Limit; batch = min(2*batch, mostMatches) {
		var found []int64
		if err := tx.SelectContext(ctx, &found, r.dialect.match(), question, before, batch); err != nil {
			return nil, err
		}
		if len(found) == 0 {
			break
		}
		before = found[len(found)-1]
		query, args := f.among(found)
		var some []Row
		if err := tx.SelectContext(ctx, &some, query, args...); err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows[:min(len(rows), f.Limit+1)], nil
}

// searchInOrder lists what matches in another order than the newest first. Few matches are all sorted; of many, the list is
// gone through in its order, and what matches is on the page.
func (f Filter) searchInOrder(ctx context.Context, tx *sqlx.Tx, d dialect, at place) (rows []Row, err error) {
	var found []int64
	if err := tx.SelectContext(ctx, &found, d.match(), d.asking(wanted(f.Words)), int64(math.MaxInt64), mostMatches+1); err != nil || len(found) == 0 {
		return nil, err
	}
	if len(found) > mostMatches {
		return f.matchesInOrder(ctx, tx, d, at)
	}
	rows, err = selected(ctx, tx, func(place) (string, []any) { return f.among(found) }, at)
	rows = slices.DeleteFunc(rows, func(row Row) bool { return at.id != "" && f.placeOf(row).compare(at) <= 0 })
	slices.SortFunc(rows, func(a, b Row) int { return f.placeOf(a).compare(f.placeOf(b)) })
	return rows[:min(len(rows), f.Limit+1)], err
}

// matchesInOrder goes through what meets the other conditions, in its order, and keeps what matches.
func (f Filter) matchesInOrder(ctx context.Context, tx *sqlx.Tx, d dialect, at place) (rows []Row, err error) {
	all := f
	all.Words = ""
	for more := true; more && len(rows) <= f.Limit; all.Limit = min(2*all.Limit, mostMatches) {
		some, err := all.rows(ctx, tx, at)
		if err != nil {
			return nil, err
		}
		if more = len(some) > all.Limit; more {
			some = some[:all.Limit]
			at = all.placeOf(some[all.Limit-1])
		}
		matches, err := f.matchesAmong(ctx, tx, d, some)
		if err != nil {
			return nil, err
		}
		rows = append(rows, matches...)
	}
	return rows[:min(len(rows), f.Limit+1)], nil
}

// matchesAmong gives those of some rows that have the words.
func (f Filter) matchesAmong(ctx context.Context, tx *sqlx.Tx, d dialect, rows []Row) ([]Row, error) {
	orders := make([]int64, len(rows))
	for i, row := range rows {
		orders[i] = row.Order
	}
	matches, err := f.matching(ctx, tx, d, orders)
	return slices.DeleteFunc(rows, func(row Row) bool { return !matches[row.Order] }), err
}

// matching tells which of some convenanten, by their volgorde, have the words.
func (f Filter) matching(ctx context.Context, tx *sqlx.Tx, d dialect, orders []int64) (map[int64]bool, error) {
	words := wanted(f.Words)
	if len(words) == 0 {
		return nil, nil
	}
	matches := map[int64]bool{}
	for some := range slices.Chunk(orders, mostMatches) {
		var found []int64
		if err := tx.SelectContext(ctx, &found, d.having()+" AND rowid IN "+numbers(some), d.asking(words)); err != nil {
			return nil, fmt.Errorf("storage: %w", err)
		}
		for _, n := range found {
			matches[n] = true
		}
	}
	return matches, nil
}

// mostMatches is how many matches are looked at in one go, when the other conditions leave few of them.
const mostMatches = 1000
