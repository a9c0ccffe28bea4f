package documents

// Which words of an agreement are more than their letters: the addresses that it names. What it borrows from another
// language the house tells (theme.go).

import (
	"regexp"
	"slices"
	"strings"
)

var webAddress = regexp.MustCompile(`\b(https?://|www\.)[^\s,;()“”‘’"]*[\pL\pN/]`)

// phrasesOf finds them in the words of blocks.
func phrasesOf(blocks []Block) []Phrase {
	words := Words(Document{Blocks: blocks})
	var list []Phrase
	for _, address := range webAddress.FindAllString(words, -1) {
		if !isPhrase(list, address) {
			list = append(list, WebPhrase(address))
		}
	}
	return list
}

func isPhrase(list []Phrase, words string) bool {
	return slices.ContainsFunc(list, func(p Phrase) bool { return p.Words == words })
}

// WebPhrase gives the address of a website, with or without what browsers put before it, as words that lead there.
func WebPhrase(address string) Phrase {
	if strings.Contains(address, "://") {
		return Phrase{Words: address, Target: address}
	}
	return Phrase{Words: address, Target: "https://" + address}
}

// MailPhrase gives an address of mail as words that lead there.
func MailPhrase(address string) Phrase { return Phrase{Words: address, Target: "mailto:" + address} }
