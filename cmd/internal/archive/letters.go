package archive

import (
	"convenant/cmd/internal/access"
	"convenant/workflow"
)

// Letters lists the letters in a record that the reader may see, in the order in which they were received.
func Letters(record *workflow.Convenant, who Reader) []workflow.Letter {
	var list []workflow.Letter
	for _, l := range record.Latest(who.Today).Letters {
		if access.SeesLetterOf(who.Principal, l.Party) {
			list = append(list, l)
		}
	}
	return list
}

// Letter finds a letter that the reader may see by its number.
func Letter(record *workflow.Convenant, who Reader, number int) (workflow.Letter, bool) {
	for _, l := range Letters(record, who) {
		if l.Number == number {
			return l, true
		}
	}
	return workflow.Letter{}, false
}
