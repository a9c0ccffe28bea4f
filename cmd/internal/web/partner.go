package web

// What the pages of Partijen and portefeuillehouders share.

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"convenant/storage"
	"convenant/workflow"
)

// termArticle names the article on which a term rests: as the terms say, or else where the text has it.
func termArticle(s *workflow.State, term workflow.Term) string {
	if s.Terms != nil {
		if a := s.Terms.Article(term); a != "" {
			return a
		}
	}
	if s.Text == nil {
		return ""
	}
	return s.Text.KeyOf(term)
}

// documentPath is the address of a document: an announcement of a convenant.
func documentPath(convenant string, number int) string {
	return "/documenten/" + convenant + "-" + strconv.Itoa(number)
}

// furtherOn is the address of the page of a list that follows.
func furtherOn(path, next string) string { return path + "?" + url.Values{"verder": {next}}.Encode() }

// orNoSuchPage tells of a page of a list that is not there as of any other.
func orNoSuchPage(err error) error {
	if errors.Is(err, storage.ErrCursor) {
		return noSuchPage
	}
	return err
}

// fingerprintShown is how much of a fingerprint a page shows: enough to lay it beside another by eye.
const fingerprintShown = 16

// shortFingerprint shows the beginning of a fingerprint, in groups of four.
func shortFingerprint(sha256 string) string {
	var b strings.Builder
	for i, r := range sha256[:min(fingerprintShown, len(sha256))] {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if len(sha256) > fingerprintShown {
		b.WriteString(" …")
	}
	return b.String()
}

// uncapital begins a sentence that follows on another.
func uncapital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[size:]
}
