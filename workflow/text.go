package workflow

// The text of a convenant: recitals and articles, each passage under a published key by which it can be quoted,
// replaced or removed. A Text is never changed in place; every change gives a new one, and the canonical bytes of each
// are what people sign.

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Text is the text of a convenant. Treat it as read-only: it is shared between states.
type Text struct {
	Title    string    `json:"titel"`
	Subtitle string    `json:"ondertitel,omitempty"`
	Groups   []Group   `json:"partijen,omitempty"` // who agree, in their groups; written by the fold, and in no fact
	Recitals []Passage `json:"overwegingen"`       // keys overweging.1, overweging.2, …
	Articles []Article `json:"artikelen"`          // in order of their number
}

// Group is a block of Partijen that stand together in the text, under a collective name if they have one.
type Group struct {
	Name    string   `json:"naam,omitempty"`
	Parties []string `json:"partijen"`
}

// Article is a numbered article with its heading.
type Article struct {
	Number   int       `json:"nummer"`
	Heading  string    `json:"kop"`
	Passages []Passage `json:"passages"`
}

// Passage is what can be quoted on its own: a recital, a lid ("5.3"), or an unnumbered part of an article, with or
// without a heading of its own ("6.werkwijze").
type Passage struct {
	Key     string `json:"sleutel"`
	Heading string `json:"kop,omitempty"`
	Words   string `json:"tekst"` // paragraphs parted by an empty line
	Items   []Item `json:"onderdelen,omitempty"`
	After   string `json:"slot,omitempty"`        // words that follow the items
	Terms   []Term `json:"voorwaarden,omitempty"` // the terms that this passage states; it changes only with them
}

// Item is a lettered or numbered part of a passage: "4.1.6", "overweging.1.b".
type Item struct {
	Key   string `json:"sleutel"`
	Words string `json:"tekst"`
}

// Mark returns what is printed before the item: "6." or "b)".
func (i Item) Mark() string {
	last := i.Key[strings.LastIndexByte(i.Key, '.')+1:]
	if last != "" && last[0] >= 'a' && last[0] <= 'z' {
		return last + ")"
	}
	return last + "."
}

// Number returns what is printed before a lid, as "5.3"; recitals and unnumbered parts have none.
func (p Passage) Number() string {
	if strings.HasPrefix(p.Key, recitalPrefix) || p.Key == "" || !isNumber(lastPart(p.Key)) {
		return ""
	}
	return p.Key
}

// Composer writes the text of a convenant from its terms. It is implemented by the templates; only Decide asks it.
type Composer interface {
	// Template returns what a template brings of its own, or a Refusal with code Unknown.
	Template(name string) (Template, *Refusal)
	// Compose writes the title, recitals and articles (not the groups) of a text in the given terms. It refuses, with
	// the field named, a term that the template's words cannot say. nameOf gives the full name of a Partij.
	Compose(template string, terms *Terms, nameOf func(id string) string) (Text, *Refusal)
}

// Template is what a template brings besides its words.
type Template struct {
	Name    string  // of the convenant, when the act gives none
	Hash    string  // SHA-256 of the template's bytes, in hexadecimal
	Terms   Value   // as written in its front matter
	Parties []Value // as written in its front matter: id, naam, groep, …

	Reminders Value // as written in its front matter
}

const recitalPrefix = "overweging."

// PlaceOf names the place of a passage in words, by its key: artikel 5.2, overweging 3.
func PlaceOf(key string) string {
	if n, ok := strings.CutPrefix(key, recitalPrefix); ok {
		return "overweging " + n
	}
	return "artikel " + key
}

// SHA256 returns the fingerprint of the text: of its canonical bytes, in hexadecimal.
func (t *Text) SHA256() string {
	sum := sha256.Sum256(t.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical returns the bytes that are signed, in the form convenant-tekst/1: plain UTF-8 in NFC with the names and
// groups of the Partijen, but without representatives and signatures. Headings stand at the margin and everything
// under them is indented by its rank, so that no words can pass for a heading, and different texts have different
// bytes.
func (t *Text) Canonical() []byte {
	b := make([]byte, 0, 32<<10)
	line := func(indent int, s string) {
		b = append(b, "                "[:indent]...)
		b = append(b, s...)
		b = append(b, '\n')
	}
	words := func(indent int, s string) {
		for l := range strings.Lines(s) {
			line(indent, strings.TrimRight(l, "\n"))
		}
	}
	passage := func(p Passage, mark string) {
		line(2, mark)
		if p.Heading != "" {
			line(3, p.Heading)
		}
		words(4, p.Words)
		for _, i := range p.Items {
			line(6, i.Mark())
			words(8, i.Words)
		}
		words(5, p.After)
	}
	line(0, "convenant-tekst/1")
	line(0, t.Title)
	line(2, t.Subtitle)
	line(0, "De ondergetekenden:")
	for _, g := range t.Groups {
		for _, name := range g.Parties {
			line(4, name)
		}
		line(2, g.Name)
	}
	line(0, "overwegende dat:")
	for _, p := range t.Recitals {
		passage(p, "-")
	}
	line(0, "komen als volgt overeen:")
	for _, a := range t.Articles {
		line(0, "Artikel "+strconv.Itoa(a.Number)+" "+a.Heading)
		for _, p := range a.Passages {
			passage(p, p.Number())
		}
	}
	return norm.NFC.Bytes(b)
}

// Passage finds a passage by its key.
func (t *Text) Passage(key string) (Passage, bool) {
	if list, i := t.find(key); i >= 0 {
		return list[i], true
	}
	return Passage{}, false
}

// Words finds the words under a key: of a passage, of an item, or the heading of an article ("5").
func (t *Text) Words(key string) (string, bool) {
	if list, i := t.find(key); i >= 0 {
		return list[i].Words, true
	}
	if list, i := t.find(parentKey(key)); i >= 0 {
		for _, item := range list[i].Items {
			if item.Key == key {
				return item.Words, true
			}
		}
	}
	if a := t.article(key); a >= 0 {
		return t.Articles[a].Heading, true
	}
	return "", false
}

// Keys lists every key of the text in reading order.
func (t *Text) Keys() []string {
	var keys []string
	add := func(p Passage) {
		keys = append(keys, p.Key)
		for _, i := range p.Items {
			keys = append(keys, i.Key)
		}
	}
	for _, p := range t.Recitals {
		add(p)
	}
	for _, a := range t.Articles {
		keys = append(keys, strconv.Itoa(a.Number))
		for _, p := range a.Passages {
			add(p)
		}
	}
	return keys
}

// KeyOf returns the key of the first passage that states the term, or "".
func (t *Text) KeyOf(term Term) string {
	for _, a := range t.Articles {
		for _, p := range a.Passages {
			if slices.Contains(p.Terms, term) {
				return p.Key
			}
		}
	}
	return ""
}

// StatesTerm reports whether the words under a key state a term, so that only its voorwaarde can change them.
func (t *Text) StatesTerm(key string) bool {
	for _, k := range []string{key, parentKey(key)} {
		if list, i := t.find(k); i >= 0 && len(list[i].Terms) > 0 {
			return true
		}
	}
	if a := t.article(key); a >= 0 {
		return slices.ContainsFunc(t.Articles[a].Passages, func(p Passage) bool { return len(p.Terms) > 0 })
	}
	return false
}

// tied returns the passages that state any of the terms, by key, with the heading of their article.
func (t *Text) tied(terms map[Term]bool) map[string]stated {
	found := map[string]stated{}
	for _, a := range t.Articles {
		for _, p := range a.Passages {
			if slices.ContainsFunc(p.Terms, func(term Term) bool { return terms[term] }) {
				found[p.Key] = stated{p, a.Number, a.Heading}
			}
		}
	}
	return found
}

type stated struct {
	passage Passage
	article int
	heading string
}

func (t *Text) article(key string) int {
	return slices.IndexFunc(t.Articles, func(a Article) bool { return strconv.Itoa(a.Number) == key })
}

// find returns the list of passages in which the key stands, and its place in it or -1.
func (t *Text) find(key string) ([]Passage, int) {
	is := func(p Passage) bool { return p.Key == key }
	if strings.HasPrefix(key, recitalPrefix) {
		return t.Recitals, slices.IndexFunc(t.Recitals, is)
	}
	number, _, _ := strings.Cut(key, ".")
	if a := t.article(number); a >= 0 {
		return t.Articles[a].Passages, slices.IndexFunc(t.Articles[a].Passages, is)
	}
	return nil, -1
}

func parentKey(key string) string {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		return key[:i]
	}
	return ""
}

func lastPart(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

func isNumber(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n > 0 && strconv.Itoa(n) == s
}
