// Package paper makes the papers that a convenant calls for: it looks at the record on the day of the paper, gives its
// template what it needs to know, and has the words set as PDF.
//
// A paper is a function of what its [Pin] names: the record up to a fact, the day on which it is made, the bytes of the
// template and of the look of the house, and the version of the renderer. So it can be made outside the transaction that
// called for it, today or years later.
package paper

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"convenant/documents"
	"convenant/templates"
	"convenant/workflow"
)

// Pin is everything that a document was made from.
type Pin struct {
	Paper    workflow.Paper `json:"stuk"`
	Stand    workflow.Stand `json:"stand"`              // the record up to and including this fact
	Day      workflow.Date  `json:"dag"`                // on which it is made; it stands on the letter
	Template string         `json:"sjabloon,omitempty"` // SHA-256; none for the agreement, whose words are in the record
	Look     string         `json:"huisstijl"`          // SHA-256 of the look of the house
	Renderer string         `json:"opmaak"`
}

// Document is a paper that was made.
type Document struct {
	Name   string // of the file, as "2025-10-31-ontvangstbevestiging-jellinek.pdf"
	Title  string
	PDF    []byte
	SHA256 string // of PDF, in hexadecimal
	Pin    Pin
}

// Printer makes papers. It may be used by many at once.
type Printer struct {
	library *templates.Library
	look    templates.Look
	logo    *documents.Logo // nil when the house has none
	zone    *time.Location  // in which moments are told
}

// NewPrinter returns a printer that writes with the templates of a library, in the look of its house. The error is a
// Refusal when something is wrong with that look.
func NewPrinter(library *templates.Library) (*Printer, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return nil, err
	}
	look, refusal := library.Look()
	if refusal != nil {
		return nil, refusal
	}
	p := &Printer{library: library, look: look, zone: zone}
	if len(look.Logo) > 0 {
		p.logo, err = documents.NewLogo(look.Logo, look.LogoWords)
	}
	return p, err
}

// Theme gives the look of the papers of a convenant that was drawn up from a template.
func (p *Printer) Theme(template string) documents.Theme {
	head := p.look.HeadOf(template)
	t := documents.Theme{Accent: p.look.Accent, Name: head.Name, Website: head.Website, Logo: p.logo}
	for _, b := range p.look.Borrowed {
		t.Borrowed = append(t.Borrowed, documents.Phrase{Words: b.Words, Language: b.Language})
	}
	return t
}

// Sender is who sends the papers.
func (p *Printer) Sender() templates.Sender { return p.library.Sender() }

// agreements are the papers that are the agreement itself, with the status under which it is printed.
var agreements = map[string]string{
	workflow.PaperConcept:      documents.Concept,
	workflow.PaperAdopted:      documents.Vastgesteld,
	workflow.PaperSigned:       documents.Ondertekend,
	workflow.PaperConsolidated: documents.Geconsolideerd,
}

// Composed is a paper in words, still to be set.
type Composed struct {
	name string
	pin  Pin
	doc  documents.Document
}

// Render makes a paper on a day, from the record up to the fact that stand names. Errors are in Dutch.
func (p *Printer) Render(record *workflow.Convenant, paper workflow.Paper, stand workflow.Stand, day workflow.Date) (*Document, error) {
	c, err := p.Compose(record, paper, stand, day)
	if err != nil {
		return nil, err
	}
	return c.Render()
}

// Compose finds the words of a paper. Setting them takes most of the time and no longer needs the record.
func (p *Printer) Compose(record *workflow.Convenant, paper workflow.Paper, stand workflow.Stand, day workflow.Date) (*Composed, error) {
	c := &Composed{name: nameOf(paper, day), pin: Pin{Paper: paper, Stand: stand, Day: day, Look: p.look.Hash, Renderer: documents.Renderer}}
	facts := record.Facts()
	if stand.Number < 1 || stand.Number > len(facts) {
		return nil, c.failed(fmt.Errorf("het register heeft geen feit met nummer %d", stand.Number))
	}
	record, err := upTo(record, stand)
	if err != nil {
		return nil, c.failed(err)
	}
	state := record.On(lookAt(paper, day))
	if status, ok := agreements[paper.Kind]; ok {
		c.doc = documents.AgreementOf(state, status, stand).Document()
		c.doc.Theme = p.Theme(state.Template)
		return c, nil
	}
	letter, refusal := p.library.Letter(paper.Kind)
	if refusal != nil {
		return nil, c.failed(refusal)
	}
	c.pin.Template = letter.Hash
	w := writer{p, letter, record, paper, stand, day, state}
	if c.doc, err = w.document(); err != nil {
		return nil, c.failed(err)
	}
	return c, nil
}

// Render sets the paper as PDF.
func (c *Composed) Render() (*Document, error) {
	pdf, err := documents.Render(c.doc)
	if err != nil {
		return nil, c.failed(err)
	}
	sum := sha256.Sum256(pdf)
	return &Document{c.name, c.doc.Title, pdf, hex.EncodeToString(sum[:]), c.pin}, nil
}

func (c *Composed) failed(err error) error {
	return fmt.Errorf("%s van %s: %w", c.pin.Paper.Kind, c.pin.Day.Dutch(), err)
}

// lookAt gives the day whose state a paper tells: the legal day of what calls for it. The signed agreement may enter
// into force on a day before its signatures; a rectification tells what holds now, and a reminder what is still missing.
func lookAt(paper workflow.Paper, day workflow.Date) workflow.Date {
	switch paper.Kind {
	case workflow.PaperSigned, workflow.PaperSignatures:
		return max(paper.On, day)
	case workflow.PaperRectification, workflow.PaperReminder, workflow.PaperSignal:
		return day
	}
	return paper.On
}

// nameOf gives a name for the file, such that files are listed in the order of their days.
func nameOf(paper workflow.Paper, day workflow.Date) string {
	parts := []string{day.String(), paper.Kind}
	if paper.Asks != "" {
		parts = append(parts, paper.Asks)
	}
	if paper.Change != 0 && agreements[paper.Kind] == "" {
		parts = append(parts, strconv.Itoa(paper.Change))
	}
	if to := slug(paper.To); to != "" {
		parts = append(parts, to)
	}
	return strings.Join(parts, "-") + ".pdf"
}

// slug makes part of a file's name from a name: small letters, digits and hyphens.
func slug(name string) string {
	const most = 60
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case b.Len() >= most:
			return strings.Trim(b.String(), "-")
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return cmp.Or(strings.Trim(b.String(), "-"), strings.Repeat("x", min(1, len(name))))
}

// Pin tells what the paper is made from.
func (c *Composed) Pin() Pin { return c.pin }

// Words gives everything that the paper says, without its look: for who searches, or compares.
func (c *Composed) Words() string { return documents.Words(c.doc) }
