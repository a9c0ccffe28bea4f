package web

// The templates from which texts, letters and messages are written: which there are, whether they are in order, and which
// the house changed.

import (
	"strings"
	"sync"

	"convenant/templates"
)

// templatesPage lists templates.
type templatesPage struct {
	Frame
	Groups []templateGroup
	Wrong  int // how many are not in order
	Own    int // how many the house changed or added
	Amount int
}

// templateGroup are the templates of one sort.
type templateGroup struct {
	Words, Means string
	Rows         []templateRow
}

type templateRow struct {
	Name, Title, Hash string
	Own               bool
	Problems          []string
}

// ofProgram are the fingerprints of the templates that come with the program, by sort and name.
var ofProgram = sync.OnceValues(func() (map[string]string, error) {
	library, err := templates.Embedded()
	if err != nil {
		return nil, err
	}
	hashes := map[string]string{}
	for i, r := range library.Check() {
		hashes[sortOf(library, i, r)+r.Name] = r.Hash
	}
	return hashes, nil
})

// The sorts of templates, in the order of the page.
const (
	sortText    = "tekst "
	sortLetter  = "brief "
	sortMessage = "bericht "
	sortTheme   = "thema "
)

// sortOf tells of what sort a template is: a report gives the convenanten first, then the letters and the messages.
func sortOf(library *templates.Library, i int, r templates.Report) string {
	switch {
	case i < len(library.Names()):
		return sortText
	case strings.HasPrefix(r.Name, "mail/"):
		return sortMessage
	case r.Title == "thema":
		return sortTheme
	}
	return sortLetter
}

func (v *visit) templates() error {
	program, err := ofProgram()
	if err != nil {
		return err
	}
	groups := map[string]*templateGroup{
		sortText:    {Words: "Convenanten", Means: "Waarmee een tekst wordt opgesteld."},
		sortLetter:  {Words: "Brieven en stukken", Means: "Die het register maakt als PDF."},
		sortMessage: {Words: "Berichten", Means: "De tekst van de e-mail waarmee een stuk wordt verstuurd."},
		sortTheme:   {Words: "Huisstijl", Means: "De kleuren, en wie de afzender is."},
	}
	p := &templatesPage{Frame: Frame{Title: "Sjablonen", Wide: true}}
	for i, r := range v.web.Library.Check() {
		sort := sortOf(v.web.Library, i, r)
		row := templateRow{Name: strings.TrimPrefix(r.Name, "mail/"), Hash: r.Hash[:min(12, len(r.Hash))], Problems: r.Problems}
		if sort == sortText {
			row.Title = r.Title
		}
		row.Own = r.Hash != "" && r.Hash != program[sort+r.Name]
		groups[sort].Rows = append(groups[sort].Rows, row)
		p.count(row)
	}
	for _, sort := range []string{sortText, sortLetter, sortMessage, sortTheme} {
		if g := groups[sort]; len(g.Rows) > 0 {
			p.Groups = append(p.Groups, *g)
		}
	}
	return v.page("sjablonen", p)
}

func (p *templatesPage) count(row templateRow) {
	p.Amount++
	if row.Own {
		p.Own++
	}
	if len(row.Problems) > 0 {
		p.Wrong++
	}
}
