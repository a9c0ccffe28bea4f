// Package figure draws what pages show of convenanten: the life of one, the years of many, and how many have signed.
//
// Every figure says in words what it shows, and nothing is told by colour alone. Figures carry classes and no styles;
// the rules stand in templates/web/stijl/60-figuren.css:
//
//	levenslijn                the life of one convenant; levenslijn-zin is its sentence, levenslijn-stappen its steps
//	levenslijn-stap           a step, which is-geweest, is-nu, is-straks or is-overgeslagen
//	levenslijn-naam, -dag     what the step is called, and since when it is; levenslijn-nu is the word beside it
//	tijdlijn                  the years of one convenant, a row of a table
//	tijdlijn-voorbereiding    the bar of the time before it is in force, hatched (tijdlijn-arcering, -arcering-lijn)
//	tijdlijn-in-werking       the bar of a period in which it is in force; tijdlijn-einde marks its last day
//	tijdlijn-venster          from the last day on which a letter may be received until the end of the period
//	tijdlijn-jaar, -vandaag   the line of a new year, and that of today
//	tijdlijn-as               the row of years above; on a small screen its -breed labels give way
//	voortgang                 how many of all: the words voortgang-woorden, and voortgang-balk of voortgang-geheel and -deel
//	figuur-verborgen          words that are only read aloud
package figure

import (
	"fmt"
	"html/template"
	"strings"

	"convenant/workflow"
)

// Progress shows how many have done something, in a bar and in words: 9 of 13, "hebben getekend".
func Progress(done, of int, words string) template.HTML {
	told := fmt.Sprintf("%d van %d %s", done, of, words)
	var b strings.Builder
	b.WriteString(`<span class="voortgang">`)
	if of > 0 { // nothing has no parts
		part := float64(min(max(done, 0), of)) / float64(of) * 100
		fmt.Fprintf(&b, `<svg class="voortgang-balk" aria-hidden="true" height="12"><rect class="voortgang-geheel" width="100%%" height="12" rx="6"/>`+
			`<rect class="voortgang-deel" width="%s" height="12" rx="6"/></svg> `, percent(part))
	}
	b.WriteString(`<span class="voortgang-woorden">` + escape(told) + "</span></span>")
	return template.HTML(b.String())
}

func escape(words string) string { return template.HTMLEscapeString(words) }

// day writes a day for a reader and for a machine.
func day(d workflow.Date) string {
	return `<time datetime="` + d.String() + `">` + strings.ReplaceAll(d.Dutch(), " ", "\u00a0") + "</time>"
}

// phaseNames are what the states are called above a step.
var phaseNames = map[workflow.Phase]string{
	workflow.Concept:   "Concept",
	workflow.Advising:  "Adviesronde",
	workflow.Adopting:  "Vaststelling",
	workflow.Signing:   "Ondertekening",
	workflow.InForce:   "In werking",
	workflow.Expired:   "Verlopen",
	workflow.Ended:     "Beëindigd",
	workflow.Withdrawn: "Ingetrokken",
}
