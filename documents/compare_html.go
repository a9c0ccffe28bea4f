package documents

// A comparison on a page. What was added or removed is told by a line, a word that can be seen and words that are read
// aloud, and never by colour alone. What stayed the same is folded. A style sheet finds its way by these classes:
//
//	vergelijking            everything
//	vergelijking-deel       the section of a part or an article; vergelijking-kop is its heading
//	vergelijking-gelijk     the details in which what stayed the same is folded: articles, or what stands in one
//	vergelijking-verborgen  words that are only read aloud, around ins and del
//	passage                 which is-gelijk, is-gewijzigd, is-toegevoegd or is-vervallen; is-onderdeel for an item, is-namen for Partijen
//	passage-teken, -tekst   its number or mark, and its words; passage-soort says before them what became of it

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// section is a part of a comparison that is headed or folded as one.
type section struct {
	name           string // of what is no article
	number, wasNum int    // of an article; 0 when it is not in that text
	list           Comparison
}

// HTML writes the comparison for a page in the browser, headed from the level on.
func (c Comparison) HTML(o HTMLOptions) template.HTML {
	w := newHTMLWriter(o)
	w.put(`<div class="vergelijking">`, "\n")
	list := c.sections()
	for i := 0; i < len(list); {
		n := sameFrom(list[i:])
		if n == 0 {
			w.comparedSection(list[i], true)
			i++
			continue
		}
		w.put(`<details class="vergelijking-gelijk"><summary>`, inHTML(sameWords(list[i], list[i+n-1])), "</summary>\n")
		for _, s := range list[i : i+n] {
			w.comparedSection(s, false)
		}
		w.put("</details>\n")
		i += n
	}
	w.put("</div>\n")
	return template.HTML(w.String()) // every word in it went through inHTML or marked
}

// sections parts the passages at the parts of the text and at the headings of articles.
func (c Comparison) sections() []section {
	names := map[part]string{titlePart: "Titel", subtitlePart: "Titel", partiesPart: "Partijen", recitalPart: "Overwegingen"}
	var list []section
	for _, p := range c {
		name, named := names[p.part]
		n := len(list)
		switch {
		case p.part == headingPart:
			s := section{}
			s.number, _ = strconv.Atoi(p.Key)
			s.wasNum, _ = strconv.Atoi(p.Was)
			list = append(list, s)
		case n == 0, named && list[n-1].name != name:
			list = append(list, section{name: name})
		}
		list[len(list)-1].list = append(list[len(list)-1].list, p)
	}
	return list
}

// same reports that nothing changed in a section, except that the number of its article may have.
func (s section) same() bool {
	number, was := strconv.Itoa(s.number), strconv.Itoa(s.wasNum)
	for _, p := range s.list {
		if p.Kind != Same {
			return false
		}
		if s.name == "" && strings.TrimPrefix(p.Key, number) != strings.TrimPrefix(p.Was, was) {
			return false
		}
	}
	return true
}

// sameFrom gives how many sections at the beginning of a list stayed the same and can be named together.
func sameFrom(list []section) int {
	n := 0
	for n < len(list) && list[n].same() {
		if n > 0 && (list[0].name != "" || list[n].number != list[0].number+n || list[n].wasNum != list[0].wasNum+n) {
			break
		}
		n++
	}
	return n
}

// sameWords says which sections stayed the same, from the first to the last.
func sameWords(first, last section) string {
	switch first.name {
	case "":
	case "Titel":
		return "De titel is gelijk gebleven"
	default:
		return "De " + strings.Replace(first.name, "Over", "over", 1) + " zijn gelijk gebleven"
	}
	verb := " zijn gelijk gebleven"
	if first.number == last.number {
		verb = " is gelijk gebleven"
	}
	if first.number != first.wasNum {
		verb += ", voorheen " + strings.ToLower(articleRange(first.wasNum, last.wasNum))
	}
	return articleRange(first.number, last.number) + verb
}

func articleRange(first, last int) string {
	switch last - first {
	case 0:
		return fmt.Sprintf("Artikel %d", first)
	case 1:
		return fmt.Sprintf("Artikel %d en %d", first, last)
	}
	return fmt.Sprintf("Artikel %d tot en met %d", first, last)
}

// comparedSection writes a section; what stayed the same in it may be folded.
func (w *htmlWriter) comparedSection(s section, fold bool) {
	anchor := ""
	if s.number != 0 {
		anchor = w.anchor(fmt.Sprintf("artikel %d", s.number))
	}
	w.put(`<section class="vergelijking-deel"`, anchor, ">\n")
	list := s.list
	tag := fmt.Sprintf("h%d", w.top)
	if s.name != "" {
		w.element(tag, "vergelijking-kop", s.name)
	} else {
		w.put("<", tag, ` class="vergelijking-kop">`, list[0].sign("span"), list[0].told(), list[0].marked(), "</", tag, ">\n")
		list = list[1:]
	}
	for len(list) > 0 {
		n, units := sameAtFront(list)
		if n == 0 || !fold {
			n = unitAtFront(list)
			w.compared(list[:n])
		} else {
			w.put(`<details class="vergelijking-gelijk"><summary>`, inHTML(sameUnits(list[0], units)), "</summary>\n")
			w.compared(list[:n])
			w.put("</details>\n")
		}
		list = list[n:]
	}
	w.put("</section>\n")
}

// compared writes passages below each other.
func (w *htmlWriter) compared(list []Compared) {
	for _, p := range list {
		class := kindClass[p.Kind]
		switch p.part {
		case itemPart:
			class += " is-onderdeel"
		case partiesPart:
			class += " is-namen"
		}
		w.put(`<div class="passage `, class, `">`, p.sign("div"), `<div class="passage-tekst">`, p.told(), p.marked(), "</div></div>\n")
	}
}

// unitAtFront gives how many passages belong together at the front of a list: a lid with its items and its last words.
func unitAtFront(list []Compared) int {
	n := 1
	for n < len(list) && (list[n].part == itemPart || list[n].part == afterPart) {
		n++
	}
	return n
}

// sameAtFront gives how many passages at the front of a list stayed the same with all that belongs to them, number
// included, and how many units these are. Units of which there is another word are not counted together.
func sameAtFront(list []Compared) (n, units int) {
	for n < len(list) && unitWords(list[n]) == unitWords(list[0]) {
		size := unitAtFront(list[n:])
		for _, p := range list[n : n+size] {
			if p.Kind != Same || p.mark != p.wasMark {
				return n, units
			}
		}
		n, units = n+size, units+1
	}
	return n, units
}

// unitWords are what one such unit is called, and more of them.
func unitWords(p Compared) [2]string {
	switch {
	case p.part == partiesPart:
		return [2]string{"groep", "groepen"}
	case p.part == recitalPart:
		return [2]string{"overweging", "overwegingen"}
	case p.part == lidPart && p.mark != "":
		return [2]string{"lid", "leden"}
	}
	return [2]string{"passage", "passages"}
}

func sameUnits(first Compared, units int) string {
	if words := unitWords(first); units > 1 {
		return fmt.Sprintf("%d %s zijn gelijk gebleven", units, words[1])
	}
	return "1 " + unitWords(first)[0] + " is gelijk gebleven"
}

var (
	kindClass = [4]string{"is-gelijk", "is-gewijzigd", "is-toegevoegd", "is-vervallen"}
	kindWords = [4]string{"", "Gewijzigd", "Toegevoegd", "Vervallen"}
)

// sign gives what is printed before a passage.
func (p Compared) sign(tag string) string {
	mark := p.mark
	if p.Kind == Removed {
		mark = p.wasMark
	}
	if mark == "" {
		return ""
	}
	return "<" + tag + ` class="passage-teken">` + inHTML(mark) + "</" + tag + "> "
}

// told says what became of a passage, so that it can be seen.
func (p Compared) told() string {
	words := kindWords[p.Kind]
	if (p.Kind == Same || p.Kind == Changed) && p.mark != p.wasMark && p.wasMark != "" {
		words = strings.TrimPrefix(words+", was "+p.wasMark, ", ")
	}
	if words == "" {
		return ""
	}
	return `<span class="passage-soort">` + inHTML(words) + "</span> "
}

// marked gives the words of a passage with what was added and removed marked in them.
func (p Compared) marked() string {
	switch p.Kind {
	case Same:
		return inHTML(p.After)
	case Added:
		return Piece{Added, p.After}.marked()
	case Removed:
		return Piece{Removed, p.Before}.marked()
	}
	var b strings.Builder
	for i, piece := range p.Pieces {
		if i > 0 && piece.Kind == Added && p.Pieces[i-1].Kind == Removed {
			b.WriteByte(' ')
		}
		b.WriteString(piece.marked())
	}
	return b.String()
}

// markedAfter gives the words of a passage as they are now, with what is new marked in them.
func (p Compared) markedAfter() string {
	var b strings.Builder
	for _, piece := range p.Pieces {
		if piece.Kind != Removed {
			b.WriteString(piece.marked())
		}
	}
	return b.String()
}

// of finds what became the lid of a number.
func (c Comparison) of(number string) Compared {
	for _, p := range c {
		if p.part == lidPart && p.Key == number && number != "" {
			return p
		}
	}
	return Compared{}
}

func (p Piece) marked() string {
	words := strings.ReplaceAll(template.HTMLEscapeString(strings.ReplaceAll(printable(p.Words), "\n\n", "\n")), "\n", "<br/>")
	around := func(tag, what string) string {
		const hidden = `<span class="vergelijking-verborgen">`
		return "<" + tag + ">" + hidden + "[" + what + ": </span>" + words + hidden + " einde " + what + "]</span></" + tag + ">"
	}
	switch {
	case p.Kind == Same || p.Words == "":
		return words
	case p.Kind == Added:
		return around("ins", "toegevoegd")
	}
	return around("del", "vervallen")
}
