package post

// A message as HTML: one column, our colours, no pictures, nothing that is fetched from elsewhere. Styles stand on the
// elements themselves, because readers of mail drop style sheets; widths give way on a small screen.

import (
	_ "embed"
	"html/template"
	"net/url"
	"strings"

	"convenant/documents"
)

//go:embed message.html
var page string

var pageTemplate = template.Must(template.New("bericht").Parse(page))

// pageData is what the page is given. Words stand as lines, because a new line in them is kept.
type pageData struct {
	Subject       string
	Organisation  string
	Blocks        []blockData
	PapersHeading string
	Papers        []paperData
	Question      string
	Why           string
	Sender        []string
}

type blockData struct {
	Kind    string
	Lines   []string
	Items   []itemData
	Headers []string
	Rows    [][]string
}

type itemData struct {
	Mark  string
	Lines []string
}

type paperData struct{ Title, Told, Link string }

func asHTML(m Message) (string, error) {
	d := pageData{Subject: oneLine(m.Subject, maxSubject), Why: m.Why, Sender: m.Sender}
	if m.ReplyTo.Mail != "" {
		d.Question = question
	}
	if len(m.Sender) > 0 {
		d.Organisation = m.Sender[0]
	}
	for _, b := range m.Blocks {
		if data, ok := blockHTML(b); ok {
			d.Blocks = append(d.Blocks, data)
		}
	}
	if len(m.Papers) > 0 {
		d.PapersHeading = strings.TrimSuffix(papersHeading(m.Papers), ":")
	}
	for _, p := range m.Papers {
		d.Papers = append(d.Papers, paperData{p.Title, p.told(), p.Link})
	}
	var out strings.Builder
	err := pageTemplate.Execute(&out, d)
	return out.String(), err
}

// isLink reports that a paragraph is an address and nothing else.
func isLink(words string) bool {
	u, err := url.Parse(words)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(words, " \n")
}

func blockHTML(block documents.Block) (blockData, bool) {
	switch x := block.(type) {
	case documents.Paragraph:
		if isLink(x.Words) {
			return blockData{Kind: "link", Lines: []string{x.Words}}, true
		}
		return blockData{Kind: "paragraph", Lines: documents.KeptWhole(x.Words)}, true
	case documents.Heading:
		return blockData{Kind: "heading", Lines: documents.KeptWhole(x.Words)}, true
	case documents.Note:
		return blockData{Kind: "note", Lines: documents.KeptWhole(x.Words)}, true
	case documents.List:
		d := blockData{Kind: "list"}
		for _, item := range x.Items {
			var words []string
			for _, b := range item.Body {
				if p, ok := b.(documents.Paragraph); ok {
					words = append(words, documents.KeptWhole(p.Words)...)
				}
			}
			d.Items = append(d.Items, itemData{item.Mark, words})
		}
		return d, true
	case documents.Table:
		d := blockData{Kind: "pairs", Rows: x.Rows}
		if x.Columns[0].Heading != "" {
			d.Kind = "table"
			for _, c := range x.Columns {
				d.Headers = append(d.Headers, c.Heading)
			}
		}
		return d, true
	}
	return blockData{}, false
}
