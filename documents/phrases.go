package documents

// Which words of an agreement are more than their letters: what it borrows from English, so that it is read out as
// English, and the addresses that it names.

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// borrowed are English words that Dutch agreements use as they are. What Dutch made its own, as team or website, is not
// among them: a Dutch voice says it right.
var borrowed = []string{
	"empowerment", "housing first", "Housing First", "peer support", "blended care", "assertive community treatment",
	"best practice", "best practices", "privacy by design", "privacy by default",
}

var webAddress = regexp.MustCompile(`\b(https?://|www\.)[^\s,;()“”‘’"]*[\pL\pN/]`)

// phrasesOf finds them in the words of blocks.
func phrasesOf(blocks []Block) []Phrase {
	words := Words(Document{Blocks: blocks})
	var list []Phrase
	for _, b := range borrowed {
		first, size := utf8.DecodeRuneInString(b)
		for _, written := range []string{b, strings.ToUpper(string(first)) + b[size:]} {
			if strings.Contains(words, written) && !isPhrase(list, written) {
				list = append(list, Phrase{Words: written, Language: "en"})
			}
		}
	}
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
