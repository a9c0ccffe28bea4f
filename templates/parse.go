package templates

// The words of a template are plain text with a few marks that a convenant has anyway: "Artikel 3 …", "3.1 …", "a) …".
// This parser reads them line by line. It is our own because Markdown would merge lids that follow each other and
// turn "31. december" into a list. A mark out of sequence is a mistake that is told, never silently taken for text.

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"convenant/workflow"
)

// source is the text of a template as parsed: recitals and articles, in which calls wait for the terms.
type source struct {
	recitals []part
	articles []article
}

type article struct {
	line    int
	number  int
	heading string
	parts   []part
}

// part becomes a passage: of fixed words, or of the words that a call writes from the terms.
type part struct {
	line    int
	passage workflow.Passage
	call    *call
}

const (
	recitalsOpen = "overwegende dat:"
	articlesOpen = "komen als volgt overeen:"
	// ownHeading is the heading of an article whose heading is made from the terms that stand in it.
	ownHeading = "{{kop}}"
)

var (
	articleLine = regexp.MustCompile(`^Artikel ([1-9][0-9]{0,2})(?: (.*))?$`)
	lidLine     = regexp.MustCompile(`^([0-9]{1,3})\.([0-9]{1,3})(?: (.*))?$`)
	itemLine    = regexp.MustCompile(`^([a-z]\)|[0-9]{1,2}\.) (.*)$`)
)

// parser holds the place in the text that the next line continues.
type parser struct {
	source
	line  int
	stage int   // 0 before the recitals, 1 in them, 2 in the articles
	blank bool  // the line before was empty, or there was none
	open  *part // the part being written, or nil
}

// parseText reads the text of a template; firstLine is the number of its first line in the file.
func parseText(text string, firstLine int) (source, *Fault) {
	p := &parser{line: firstLine - 1, blank: true}
	for line := range strings.Lines(norm.NFC.String(text)) {
		p.line++
		if c := invisible(line); c != 0 {
			return source{}, fault(p.line, "Hier staat een onzichtbaar teken (%U).", c)
		}
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			p.blank = true
			continue
		}
		if f := p.read(line); f != nil {
			return source{}, f
		}
		p.blank = false
	}
	if f := p.closePart(); f != nil {
		return source{}, f
	}
	if p.stage < 2 || len(p.articles) == 0 {
		return source{}, fault(p.line, "De tekst heeft de regels ‘%s’ en ‘%s’ nodig, en daarna ten minste één artikel.", recitalsOpen, articlesOpen)
	}
	return p.source, nil
}

// invisible returns the first sign that shows nothing or turns the direction of writing, or 0.
func invisible(line string) rune {
	for _, c := range line {
		if unicode.Is(unicode.Cf, c) || unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

func (p *parser) read(line string) *Fault {
	switch {
	case p.stage == 0:
		if line != recitalsOpen {
			return fault(p.line, "De tekst begint met de regel ‘%s’.", recitalsOpen)
		}
		p.stage = 1
		return nil
	case p.stage == 1 && line == articlesOpen:
		p.stage = 2
		return p.closePart()
	case strings.HasPrefix(line, "#"):
		return p.heading(line)
	case p.stage == 1 && strings.HasPrefix(line, "- "):
		if f := p.closePart(); f != nil {
			return f
		}
		key := "overweging." + strconv.Itoa(len(p.recitals)+1)
		return p.start(workflow.Passage{Key: key, Words: line[2:]})
	case strings.HasPrefix(line, "- "):
		return fault(p.line, "Een streepje begint een overweging; onderdelen van een artikel krijgen een letter (a) of een nummer (1.).")
	}
	if m := articleLine.FindStringSubmatch(line); m != nil && p.stage == 2 && p.blank {
		return p.article(m[1], m[2])
	}
	if m := lidLine.FindStringSubmatch(line); m != nil && p.stage == 2 {
		return p.lid(m[1], m[2], m[3])
	}
	if m := itemLine.FindStringSubmatch(line); m != nil {
		return p.item(m[1], m[2])
	}
	return p.words(line)
}

func (p *parser) article(number, heading string) *Fault {
	if f := p.closePart(); f != nil {
		return f
	}
	n, _ := strconv.Atoi(number)
	if last := len(p.articles) - 1; last >= 0 && n <= p.articles[last].number {
		return fault(p.line, "Artikel %d volgt op artikel %d; artikelen staan op volgorde van hun nummer.", n, p.articles[last].number)
	}
	if heading == "" {
		return fault(p.line, "Artikel %d heeft geen kop.", n)
	}
	if heading != ownHeading && strings.ContainsAny(heading, "{}") {
		return fault(p.line, "In een kop kan alleen %s staan.", ownHeading)
	}
	p.articles = append(p.articles, article{line: p.line, number: n, heading: heading})
	return nil
}

// lid starts a numbered lid; it must be the next of the article in which it stands.
func (p *parser) lid(number, lid, words string) *Fault {
	if len(p.articles) == 0 {
		return fault(p.line, "Lid %s.%s staat vóór het eerste artikel.", number, lid)
	}
	if f := p.closePart(); f != nil {
		return f
	}
	a := &p.articles[len(p.articles)-1]
	next := 1
	for _, part := range a.parts {
		if part.passage.Number() != "" {
			next++
		}
	}
	if want := strconv.Itoa(a.number) + "." + strconv.Itoa(next); want != number+"."+lid {
		return fault(p.line, "Hier hoort lid %s, en er staat %s.%s. Is dit geen lid, breek de regel dan anders af.", want, number, lid)
	}
	return p.start(workflow.Passage{Key: number + "." + lid, Words: words})
}

// heading starts an unnumbered part of an article with a heading of its own.
func (p *parser) heading(line string) *Fault {
	title, ok := strings.CutPrefix(line, "## ")
	if !ok || p.stage < 2 || len(p.articles) == 0 {
		return fault(p.line, "Een regel met # kan hier niet; een kop binnen een artikel begint met ‘## ’.")
	}
	if f := p.closePart(); f != nil {
		return f
	}
	name := slug(title)
	if name == "" || strings.Trim(name, "0123456789") == "" || strings.ContainsAny(title, "{}") {
		return fault(p.line, "‘%s’ is geen kop waarnaar te verwijzen is.", short(title))
	}
	a := &p.articles[len(p.articles)-1]
	return p.start(workflow.Passage{Key: strconv.Itoa(a.number) + "." + name, Heading: title})
}

// item adds a lettered or numbered item to the open part.
func (p *parser) item(mark, words string) *Fault {
	last := strings.TrimRight(mark, ").")
	want := []string{"a", "1"}
	if p.open == nil || p.open.passage.After != "" {
		return fault(p.line, "Onderdeel %s hoort bij geen overweging of lid. Is dit geen onderdeel, breek de regel dan anders af.", mark)
	}
	items := p.open.passage.Items
	if len(items) > 0 {
		want = []string{following(items[len(items)-1].Mark())}
	}
	if !slices.Contains(want, last) {
		return fault(p.line, "Hier hoort onderdeel %s, en er staat %s. Is dit geen onderdeel, breek de regel dan anders af.", strings.Join(want, " of "), mark)
	}
	p.open.passage.Items = append(items, workflow.Item{Key: p.open.passage.Key + "." + last, Words: words})
	return nil
}

// following returns the mark after this one: 7 after "6.", c after "b)".
func following(mark string) string {
	mark = strings.TrimRight(mark, ").")
	if n, err := strconv.Atoi(mark); err == nil {
		return strconv.Itoa(n + 1)
	}
	return string(mark[0] + 1)
}

// words continues what is open; after an empty line they begin a new paragraph.
func (p *parser) words(line string) *Fault {
	if p.open == nil {
		if p.stage == 1 {
			return fault(p.line, "Een overweging begint met een streepje.")
		}
		if len(p.articles) == 0 {
			return fault(p.line, "Hier hoort een regel als ‘Artikel 1 Doel’.")
		}
		a := &p.articles[len(p.articles)-1]
		return p.start(workflow.Passage{Key: strconv.Itoa(a.number) + ".aanhef", Words: line})
	}
	q := &p.open.passage
	switch n := len(q.Items); {
	case n > 0 && q.After == "" && !p.blank:
		q.Items[n-1].Words += " " + line
	case n > 0:
		q.After = p.joined(q.After, line)
	default:
		q.Words = p.joined(q.Words, line)
	}
	return nil
}

func (p *parser) joined(before, line string) string {
	switch {
	case before == "":
		return line
	case p.blank:
		return before + "\n\n" + line
	}
	return before + " " + line
}

func (p *parser) start(q workflow.Passage) *Fault {
	if f := p.closePart(); f != nil {
		return f
	}
	p.open = &part{line: p.line, passage: q}
	return nil
}

// closePart finishes the open part: it has words, and a call stands alone in it.
func (p *parser) closePart() *Fault {
	if p.open == nil {
		return nil
	}
	done := *p.open
	p.open = nil
	q := done.passage
	if q.Words == "" {
		return fault(done.line, "Hier staat geen tekst.")
	}
	all := q.Words + q.After
	for _, i := range q.Items {
		all += i.Words
	}
	if strings.Contains(all, "{{") || strings.Contains(all, "}}") {
		c, f := parseCall(q, done.line)
		if f != nil {
			return f
		}
		done.call = c
		done.passage.Words = ""
	}
	done.passage.Items = slices.Clip(q.Items) // texts share them
	list := &p.recitals
	if p.stage == 2 && !strings.HasPrefix(q.Key, "overweging.") {
		list = &p.articles[len(p.articles)-1].parts
	} else if done.call != nil {
		return fault(done.line, "Een voorwaarde staat in een artikel, niet in een overweging.")
	}
	if slices.ContainsFunc(*list, func(o part) bool { return o.passage.Key == q.Key }) {
		return fault(done.line, "De vindplaats %s komt twee keer voor; geef het onderdeel een andere kop.", q.Key)
	}
	*list = append(*list, done)
	return nil
}

// slug makes the part of a key from a heading: small letters without accents, digits and hyphens.
func slug(heading string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(heading)) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
