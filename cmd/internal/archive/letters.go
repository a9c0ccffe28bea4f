package archive

import (
	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// Letters lists the letters that came in, as far as somebody may see them, in the order in which they count.
func Letters(s *workflow.State, p storage.Principal) []workflow.Letter {
	var list []workflow.Letter
	for _, l := range s.Letters {
		if access.SeesLetterOf(p, l.Party) {
			list = append(list, l)
		}
	}
	return list
}

// Letter finds a letter that somebody may see by its number.
func Letter(s *workflow.State, p storage.Principal, number int) (workflow.Letter, bool) {
	for _, l := range Letters(s, p) {
		if l.Number == number {
			return l, true
		}
	}
	return workflow.Letter{}, false
}
