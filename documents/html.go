package documents

// A document as HTML, for a page in the browser: the very words that the PDF prints, in the same order, as what they
// are. The headers and footers of the sheets are left out, because their words stand in the paper itself or on the page
// around it; only the mark of a draft is kept. There are no styles here: a style sheet finds its way by these classes.
//
//	stuk                       everything; stuk-merk is the mark of a draft
//	stuk-titel, -ondertitel    the Title
//	stuk-titel and kenmerken   the Cover, which is no page here
//	kenmerken                  the dl of a Reference; invullen that of a Form, of which dd.open is left to write on
//	deel-kop                   a Heading
//	artikel                    the section of an article; artikel-kop its heading, in which artikel-label says which it is
//	leden, lid                 an ol of lids; lid-nummer and lid-tekst are the two halves of each; one that became another has
//	                           a class and a passage-soort as in a comparison (compare_html.go), and ins around its new words
//	lijst                      an ol or ul; lijst-teken and lijst-tekst are the two halves of each item
//	tabel-rol                  lets what is wider than the screen scroll
//	tabel, handtekeningen      a table; td.open is left to write on; handtekeningen-slot are the words below the rows
//	briefhoofd                 a Letterhead, with afzender, retouradres and geadresseerde
//	let-op                     a Note
//	groet, afsluiting          a Closing
//	nieuw-blad                 where paper begins a new page
//
// What is numbered has an anchor made of its number, so that a refusal that names an article can point to it: #artikel-3
// and #artikel-3.1. The marks of lists are words; list-style must be none, or they show twice.

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HTMLOptions says how a document fits in its page.
type HTMLOptions struct {
	Level  int        // of the heading at which the Title stands, 1 to 6; 0 counts as 1. Deeper ones follow without skipping
	Prefix string     // of every id, so that two documents can stand on one page
	Since  Comparison // of an earlier text with the one in the document: lids that became another are marked
}

// HTML writes a document for a page in the browser. It is well-formed as XML too.
func HTML(doc Document, o HTMLOptions) template.HTML {
	w := newHTMLWriter(o)
	for _, p := range doc.phrases() {
		if p.Language != "" {
			w.borrowed = append(w.borrowed, p)
		}
	}
	lang := ""
	if doc.Language != "" {
		lang = attribute("lang", doc.Language)
	}
	w.put(`<div class="stuk"`, lang, ">\n")
	if doc.Mark != "" {
		w.element("p", "stuk-merk", doc.Mark)
	}
	w.blocks(doc.Blocks)
	w.closeSection()
	w.put("</div>\n")
	return template.HTML(w.String()) // every word in it went through inHTML or attribute
}

// htmlWriter writes blocks. It knows under which headings it is, because the levels of a page may not skip one.
type htmlWriter struct {
	strings.Builder
	prefix  string
	top     int   // the level of the highest heading
	under   []int // the levels, as blocks have them, of the headings that what comes next stands under
	section bool  // an article is open
	ids     map[string]bool
	since   Comparison
	// borrowed are the words that are not in the language of the document.
	borrowed []Phrase
}

func newHTMLWriter(o HTMLOptions) *htmlWriter {
	return &htmlWriter{prefix: o.Prefix, top: min(max(o.Level, 1), 6), ids: map[string]bool{}, since: o.Since}
}

// put writes what is HTML already.
func (w *htmlWriter) put(pieces ...string) {
	for _, p := range pieces {
		w.WriteString(p)
	}
}

// element writes words as an element, unless there are none.
func (w *htmlWriter) element(name, class, words string) {
	if words = w.words(words); words == "" {
		return
	}
	w.put("<", name)
	if class != "" {
		w.put(` class="`, class, `"`)
	}
	w.put(">", words, "</", name, ">\n")
}

// inHTML writes words as the PDF has them: escaped, with their new lines, and with dates kept whole.
func inHTML(words string) string {
	var lines []string
	for _, line := range KeptWhole(printable(words)) {
		if line != "" {
			lines = append(lines, template.HTMLEscapeString(line))
		}
	}
	return strings.Join(lines, "<br/>")
}

// words writes words as inHTML does, and says which of them are in another language.
func (w *htmlWriter) words(words string) string {
	if len(phrasesIn(words, w.borrowed)) == 0 {
		return inHTML(words)
	}
	var lines []string
	for line := range strings.SplitSeq(words, "\n") {
		var b strings.Builder
		at := 0
		for _, f := range phrasesIn(line, w.borrowed) {
			b.WriteString(piecewise(line[at:f.from]) + "<span" + attribute("lang", f.phrase.Language) + ">" + piecewise(line[f.from:f.to]) + "</span>")
			at = f.to
		}
		if b.WriteString(piecewise(line[at:])); b.Len() > 0 {
			lines = append(lines, b.String())
		}
	}
	return strings.Join(lines, "<br/>")
}

// piecewise writes a part of a line, with the blanks at its ends.
func piecewise(part string) string {
	words := inHTML(part)
	if words == "" {
		return strings.Repeat(" ", min(1, len(part)))
	}
	if first, _ := utf8.DecodeRuneInString(part); isSpace(first) {
		words = " " + words
	}
	if last, _ := utf8.DecodeLastRuneInString(part); isSpace(last) {
		words += " "
	}
	return words
}

// printable gives words as they are drawn, without the characters that steer a machine.
func printable(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !isSpace(r) {
			return -1
		}
		return r
	}, tidy(words))
}

// attribute writes an attribute, with a blank before it.
func attribute(name, value string) string {
	return " " + name + `="` + template.HTMLEscapeString(printable(value)) + `"`
}

// anchor gives an attribute with an id that no other element has.
func (w *htmlWriter) anchor(words string) string {
	slug := strings.Join(strings.FieldsFunc(strings.ToLower(printable(words)), func(r rune) bool {
		return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
	if slug == "" {
		return ""
	}
	id := w.prefix + slug
	for n := 2; w.ids[id]; n++ {
		id = fmt.Sprintf("%s%s-%d", w.prefix, slug, n)
	}
	w.ids[id] = true
	return attribute("id", id)
}

// heading writes words as a heading of a level that blocks have.
func (w *htmlWriter) heading(level int, class, words string) {
	if inHTML(words) != "" {
		w.element(w.headingTag(level), class, words)
	}
}

// headingTag gives the tag of a heading: one below the heading that it stands under.
func (w *htmlWriter) headingTag(level int) string {
	for len(w.under) > 0 && w.under[len(w.under)-1] >= level {
		w.under = w.under[:len(w.under)-1]
	}
	w.under = append(w.under, level)
	return fmt.Sprintf("h%d", min(w.top+len(w.under)-1, 6))
}

func (w *htmlWriter) closeSection() {
	if w.section {
		w.put("</section>\n")
		w.section = false
	}
}

// blocks writes blocks below each other. Lids that follow each other are one list.
func (w *htmlWriter) blocks(blocks []Block) {
	for i := 0; i < len(blocks); i++ {
		if _, ok := blocks[i].(Lid); !ok {
			w.block(blocks[i])
			continue
		}
		w.put(`<ol class="leden" role="list">`, "\n")
		for ; i < len(blocks); i++ {
			l, ok := blocks[i].(Lid)
			if !ok {
				break
			}
			w.lid(l)
		}
		w.put("</ol>\n")
		i--
	}
}

func (w *htmlWriter) block(b Block) {
	switch b := b.(type) {
	case Title:
		w.heading(1, "stuk-titel", b.Words)
		w.element("p", "stuk-ondertitel", b.Subtitle)
	case Cover:
		w.blocks(b.blocks())
	case Reference:
		w.reference(b)
	case Heading:
		w.partHeading(b)
	case ArticleHeading:
		w.articleHeading(b)
	case Paragraph:
		w.element("p", "", b.Words)
	case Lid:
		w.lid(b)
	case List:
		w.list(b)
	case Table:
		w.table(b)
	case Signatures:
		w.signatures(b)
	case Letterhead:
		w.letterhead(b)
	case Note:
		w.put(`<aside class="let-op" role="note">`)
		w.element("p", "", b.Words)
		w.put("</aside>\n")
	case Closing:
		w.element("p", "groet", b.Greeting)
		w.element("p", "afsluiting", strings.Join(b.Lines, "\n"))
	case Form:
		w.form(b)
	case Revision:
		w.put("<p>", Compared{Kind: Changed, Pieces: b.Pieces}.marked(), "</p>\n")
	case NewPage:
		w.put(`<hr class="nieuw-blad"/>`, "\n")
	case Handwriting:
		w.element("p", "getekend", b.Words)
	default:
		panic(fmt.Sprintf("documents: a block that has no HTML: %T", b))
	}
}

func (w *htmlWriter) reference(r Reference) {
	if len(r.Lines) == 0 {
		return
	}
	w.put(`<dl class="kenmerken">`, "\n")
	for _, l := range r.Lines {
		words := w.words(l.Words)
		if l.Strong && words != "" {
			words = "<strong>" + words + "</strong>"
		}
		w.put("<div><dt>", inHTML(l.Label), "</dt><dd>", words, "</dd></div>\n")
	}
	w.put("</dl>\n")
}

// partHeading writes a heading. One that stands no lower than articles ends the article before it.
func (w *htmlWriter) partHeading(h Heading) {
	if h.Level <= articleLevel {
		w.closeSection()
	}
	w.heading(max(1, h.Level), "deel-kop", h.Words)
}

// articleLevel is the level of an ArticleHeading.
const articleLevel = 3

func (w *htmlWriter) articleHeading(h ArticleHeading) {
	w.closeSection()
	w.section = true
	tag := w.headingTag(articleLevel)
	w.put(`<section class="artikel"`, w.anchor(h.Label), ">\n<", tag, ` class="artikel-kop"><span class="artikel-label">`,
		inHTML(h.Label), "</span> ", w.words(h.Words), "</", tag, ">\n")
}

func (w *htmlWriter) lid(l Lid) {
	became := w.since.of(l.Number)
	class := "lid"
	if became.Kind != Same {
		class += " " + kindClass[became.Kind]
	}
	w.put(`<li class="`, class, `"`, w.anchor("artikel "+l.Number), `><span class="lid-nummer">`, inHTML(l.Number), `</span> <div class="lid-tekst">`, "\n")
	if became.Kind != Same {
		w.put(became.told(), "\n")
	}
	if became.Kind == Changed && allWords(l.Body) {
		w.put("<p>", became.markedAfter(), "</p>\n")
	} else {
		w.blocks(l.Body)
	}
	w.put("</div></li>\n")
}

// allWords reports that blocks hold nothing but words.
func allWords(blocks []Block) bool {
	return !slices.ContainsFunc(blocks, func(b Block) bool { _, is := b.(Paragraph); return !is })
}

// list writes a list: an ordered one, unless its marks say no order.
func (w *htmlWriter) list(l List) {
	if len(l.Items) == 0 {
		return
	}
	tag := "ol"
	if !slices.ContainsFunc(l.Items, func(i Item) bool { return strings.ContainsFunc(i.Mark, isOrdinal) }) {
		tag = "ul"
	}
	w.put("<", tag, ` class="lijst" role="list">`, "\n")
	for _, i := range l.Items {
		w.put(`<li><span class="lijst-teken">`, inHTML(i.Mark), `</span> <div class="lijst-tekst">`, "\n")
		w.blocks(i.Body)
		w.put("</div></li>\n")
	}
	w.put("</", tag, ">\n")
}

func isOrdinal(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (w *htmlWriter) letterhead(l Letterhead) {
	w.put(`<address class="briefhoofd">`, "\n")
	w.element("p", "afzender", strings.Join(l.Sender, "\n"))
	w.element("p", "retouradres", l.Return)
	w.element("p", "geadresseerde", strings.Join(l.To, "\n"))
	w.put("</address>\n")
}

func (w *htmlWriter) form(f Form) {
	if len(f.Lines) == 0 {
		return
	}
	w.put(`<dl class="invullen">`, "\n")
	for _, l := range f.Lines {
		words := w.words(l.Words)
		class := ""
		if words == "" {
			class = ` class="open"`
		}
		w.put("<div><dt>", inHTML(l.Label), "</dt><dd", class, ">", words, "</dd></div>\n")
	}
	w.put("</dl>\n")
}
