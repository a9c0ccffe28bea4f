package config

// A variable that nobody reads is most often one that was misspelt, and the program then goes by a default in silence.

import (
	"fmt"
	"slices"
	"strings"
)

// prefix begins the name of every option.
const prefix = "CONVENANT_"

// Misspelt tells of every variable in an environment, as of [os.Environ], that looks like an option and is none. It names
// no value: it may be a secret.
func Misspelt(environ []string) []string {
	var told []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) || slices.Contains(names(), name) {
			continue
		}
		if near := nearest(name); near != "" {
			told = append(told, fmt.Sprintf("%s is not a setting; did you mean %s?", name, near))
		} else {
			told = append(told, fmt.Sprintf("%s is not a setting; for what can be set, run: convenant config", name))
		}
	}
	slices.Sort(told)
	return told
}

// names lists every variable that is read.
func names() []string {
	var list []string
	for _, o := range Options {
		list = append(list, o.Name, o.Name+"_FILE")
	}
	return list
}

// nearest is the option that a name resembles most, or nothing when it resembles none.
func nearest(name string) string {
	best, least := "", 4 // from so many letters on it is another word
	for _, option := range names() {
		if d := distance(name, option); d < least {
			best, least = option, d
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or replaced to make one word of the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
