package documents

// The agreement: from the text of a convenant and what is known of its signatories to blocks. Who agree, why, and what,
// in the order and the words of the source.

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"convenant/workflow"
)

// The statuses of an agreement as a paper.
const (
	Concept        = "concept"        // a draft: every page says so
	Vastgesteld    = "vastgesteld"    // adopted, to be signed
	Ondertekend    = "ondertekend"    // signed by every Partij
	Geconsolideerd = "geconsolideerd" // as it reads with the changes adopted since
)

// Agreement is what the paper of a convenant is made from.
type Agreement struct {
	Text        workflow.Text
	Version     int // of the text; 0 where it need not be told
	Kenmerk     string
	Status      string // Concept, Vastgesteld, Ondertekend or Geconsolideerd
	Date        workflow.Date
	Fingerprint string // SHA-256 of the canonical text; "" to leave it out
	Stand       string // as "stand 27 · a1b2c3d4 · 31-12-2025"
	Parties     []Party
}

// Party is what is known of a signatory. The Text says which Partijen stand in which group; a Party that it does not
// name is added to its group, at the end.
type Party struct {
	Name           string
	Group          string
	Representative string
	Capacity       string
	SignedOn       workflow.Date // zero: not yet, its row stays open
	Manner         string        // how it signed, as "op papier"
	SignedVersion  int           // of the text, where it signed another than this; 0 where it need not be told
}

// Document returns the paper of the agreement.
func (a Agreement) Document() Document {
	doc := Document{
		Title: a.Text.Title, Kenmerk: a.Kenmerk, Version: a.Version, Status: a.Status, Stand: a.Stand, Date: a.Date,
		Language: "nl-NL", Orientation: Landscape,
	}
	if a.Status == Concept {
		doc.Mark = strings.ToUpper(Concept)
	}
	doc.Blocks = slices.Concat(a.opening(), a.undersigned(), recitals(a.Text.Recitals), articles(a.Text.Articles))
	doc.Phrases = phrasesOf(doc.Blocks)
	return doc
}

func (a Agreement) opening() []Block {
	lines := []ReferenceLine{{Label: "Datum", Words: a.Date.Dutch()}}
	version := ""
	if a.Version > 0 {
		version = strconv.Itoa(a.Version)
	}
	for _, l := range []ReferenceLine{{Label: "Kenmerk", Words: a.Kenmerk}, {Label: "Versie", Words: version}, {Label: "Status", Words: a.Status}, {Label: "Vingerafdruk (SHA-256)", Words: a.Fingerprint}} {
		if l.Words != "" {
			lines = append(lines, l)
		}
	}
	return []Block{Cover{Title{a.Text.Title, a.Text.Subtitle}, a.parties(), Reference{lines}}}
}

// parties names who agree, a line for each group.
func (a Agreement) parties() []ReferenceLine {
	var lines []ReferenceLine
	for i, g := range a.groups() {
		if len(g.parties) == 0 {
			continue
		}
		label := g.label(i)
		names := make([]string, len(g.parties))
		for n, p := range g.parties {
			names[n] = p.Name
		}
		lines = append(lines, ReferenceLine{Label: label, Words: strings.Join(names, nameGap)})
	}
	return lines
}

// capital gives words with a capital at their beginning.
func capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// undersigned gives the Partijen in their groups, each with its row to sign.
func (a Agreement) undersigned() []Block {
	blocks := []Block{Heading{2, "De ondergetekenden:"}}
	for i, g := range a.groups() {
		s := Signatures{
			Captions: [4]string{g.label(i), "rechtsgeldig vertegenwoordigd door", "in zijn hoedanigheid van", "handtekening"},
			Closing:  collectiveName(g.name, len(g.parties)),
		}
		for _, p := range g.parties {
			s.Rows = append(s.Rows, SignatureRow{p.Name, p.Representative, p.Capacity, p.signed()})
		}
		blocks = append(blocks, s)
	}
	together := "hierna gezamenlijk aan te duiden als “Partijen”, en afzonderlijk als “Partij”,"
	if last, ok := blocks[len(blocks)-1].(Signatures); ok {
		last.Closing = strings.TrimPrefix(last.Closing+"\n"+together, "\n")
		blocks[len(blocks)-1] = last
		return blocks
	}
	return append(blocks, Paragraph{together})
}

type group struct {
	name    string
	parties []Party
}

// label names a group above its Partijen: the first, or one after others.
func (g group) label(place int) string {
	switch {
	case g.name != "":
		return capital(g.name)
	case place == 0:
		return "Partijen"
	}
	return "Andere Partijen"
}

// groups lays what is known of the signatories beside the names in the text, and loses none of either.
func (a Agreement) groups() []group {
	left := slices.Clone(a.Parties)
	take := func(name, groupName string) Party {
		i := slices.IndexFunc(left, func(p Party) bool { return p.Name == name && p.Group == groupName })
		if i < 0 {
			return Party{Name: name}
		}
		p := left[i]
		left = slices.Delete(left, i, i+1)
		return p
	}
	var groups []group
	for _, g := range a.Text.Groups {
		found := group{name: g.Name}
		for _, name := range g.Parties {
			found.parties = append(found.parties, take(name, g.Name))
		}
		groups = append(groups, found)
	}
	for _, p := range left {
		i := slices.IndexFunc(groups, func(g group) bool { return g.name == p.Group })
		if i < 0 {
			i, groups = len(groups), append(groups, group{name: p.Group})
		}
		groups[i].parties = append(groups[i].parties, p)
	}
	return groups
}

// collectiveName gives the words with which a group takes its name.
func collectiveName(name string, parties int) string {
	switch {
	case name == "" || parties == 0:
		return ""
	case parties == 1:
		return "hierna te noemen: " + name + ";"
	}
	return "Gezamenlijk ook te noemen: “" + name + "”,"
}

// signed says when and how the party signed, or nothing as long as it has not.
func (p Party) signed() string {
	if p.SignedOn.IsZero() {
		return ""
	}
	if p.SignedVersion != 0 {
		return "tekende versie " + strconv.Itoa(p.SignedVersion) + " op " + p.SignedOn.Dutch()
	}
	words := "ondertekend op " + p.SignedOn.Dutch()
	if p.Manner != "" {
		words += ", " + p.Manner
	}
	return words
}

func recitals(passages []workflow.Passage) []Block {
	if len(passages) == 0 {
		return []Block{Heading{2, "komen als volgt overeen:"}}
	}
	var list List
	for _, p := range passages {
		list.Items = append(list.Items, Item{"–", passage(p)})
	}
	return []Block{Heading{2, "overwegende dat:"}, list, Heading{2, "komen als volgt overeen:"}}
}

func articles(all []workflow.Article) []Block {
	var blocks []Block
	for _, a := range all {
		blocks = append(blocks, ArticleHeading{"Artikel " + strconv.Itoa(a.Number), a.Heading})
		for _, p := range a.Passages {
			if number := p.Number(); number != "" {
				blocks = append(blocks, Lid{number, passage(p)})
			} else {
				blocks = append(blocks, passage(p)...)
			}
		}
	}
	return blocks
}

// passage gives what a passage holds: its own heading, its words, its items, and the words after them.
func passage(p workflow.Passage) []Block {
	var blocks []Block
	if p.Heading != "" {
		blocks = append(blocks, Heading{4, p.Heading})
	}
	blocks = append(blocks, paragraphs(p.Words)...)
	if len(p.Items) > 0 {
		var list List
		for _, i := range p.Items {
			list.Items = append(list.Items, Item{i.Mark(), paragraphs(i.Words)})
		}
		blocks = append(blocks, list)
	}
	return append(blocks, paragraphs(p.After)...)
}

// paragraphs parts words at their empty lines.
func paragraphs(words string) []Block {
	var blocks []Block
	for part := range strings.SplitSeq(words, "\n\n") {
		if strings.TrimSpace(part) != "" {
			blocks = append(blocks, Paragraph{part})
		}
	}
	return blocks
}
