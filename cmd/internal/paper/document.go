package paper

// From a written letter to a document: the head, the reference lines and the closing that its layout asks for, around
// the blocks of its template.

import (
	"convenant/documents"
	"convenant/templates"
	"convenant/workflow"
)

// writer makes one letter.
type writer struct {
	*Printer
	letter *templates.Letter
	record *workflow.Convenant
	paper  workflow.Paper
	stand  workflow.Stand
	day    workflow.Date
	state  *workflow.State
}

// greeting ends a letter.
const greeting = "Met vriendelijke groet,"

func (w *writer) document() (documents.Document, error) {
	data, err := w.data()
	if err != nil {
		return documents.Document{}, err
	}
	written, err := w.letter.Write(data)
	if err != nil {
		return documents.Document{}, err
	}
	doc := documents.Document{
		Title: written.Title, Kenmerk: w.state.Reference, Status: w.state.Name, Stand: documents.StandLine(w.stand, w.day),
		Date: w.day, Orientation: documents.Portrait, Layout: documents.Overview, Phrases: addresses(data.Afzender),
		Theme: w.Theme(w.state.Template),
	}
	if w.letter.From == templates.FromParty {
		doc.Theme = documents.Theme{Accent: plainInk, Borrowed: doc.Theme.Borrowed}
	}
	if w.letter.Layout == templates.LetterLayout {
		doc.Layout = documents.Letter
	}
	if w.letter.Landscape {
		doc.Orientation = documents.Landscape
	}
	body := w.blocks(written.Blocks, data)
	switch w.letter.Layout {
	case templates.LetterLayout:
		doc.Blocks = append(w.head(data, written.Subject), body...)
		if w.letter.From == templates.FromRegion {
			doc.Blocks = append(doc.Blocks, documents.Closing{Greeting: greeting, Lines: data.Afzender.Ondertekening})
		}
	case templates.CoverLayout:
		doc.Blocks = append([]documents.Block{documents.Title{Words: written.Title, Subtitle: written.Subject}}, body...)
	default:
		doc.Blocks = append([]documents.Block{
			documents.Title{Words: written.Title, Subtitle: written.Subject},
			reference("Convenant", w.state.Name, "Kenmerk", w.state.Reference, "Datum", w.day.Dutch()),
		}, body...)
	}
	return doc, nil
}

// plainInk is the colour of a paper that is not of the house.
const plainInk = "#1E252B"

// addresses gives the addresses of who sends the letter, to be followed wherever they stand. Only those: what somebody else
// wrote in an advice leads nowhere.
func addresses(sender templates.Sender) []documents.Phrase {
	var list []documents.Phrase
	if sender.Email != "" {
		list = append(list, documents.MailPhrase(sender.Email))
	}
	if sender.Website != "" {
		list = append(list, documents.WebPhrase(sender.Website))
	}
	return list
}

// reference pairs labels with words, and leaves out what is not known.
func reference(pairs ...string) documents.Reference {
	var r documents.Reference
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			r.Lines = append(r.Lines, documents.ReferenceLine{Label: pairs[i], Words: pairs[i+1]})
		}
	}
	return r
}

// head gives the head of a letter. One that a Partij signs comes from the Partij and has no day yet.
func (w *writer) head(data *templates.LetterData, subject string) []documents.Block {
	sender := data.Afzender
	region := append([]string{sender.Organisatie}, sender.Adres...)
	party := append([]string{data.Partij.Naam}, sender.Adressen[data.Partij.ID]...)
	h := documents.Letterhead{AtRight: sender.Venster == "rechts"}
	date := w.day.Dutch()
	if w.letter.From == templates.FromParty {
		h.Sender, date = party, ""
	} else {
		h.Sender, h.Return = append(region, joinPresent("\n", sender.Onderdeel, sender.Email, sender.Website)), sender.Retouradres
	}
	switch w.letter.To {
	case templates.ToRegion:
		h.To = append([]string{region[0], "t.a.v. " + data.Opzegging.GerichtAan}, region[1:]...)
	case templates.ToParty:
		h.To = party[:1]
		if data.Partij.Bestaat {
			h.To = append([]string{party[0], "t.a.v. " + w.attention()}, party[1:]...)
		}
		if len(party) == 1 {
			h.To = append(h.To, "Per e-mail") // there is no address to post it to
		}
	}
	lines := reference("Datum", date, "Kenmerk", w.state.Reference, "Betreft", subject)
	lines.Lines[len(lines.Lines)-1].Strong = true
	return []documents.Block{h, lines}
}

// attention names the function of the first contact person of the Partij that receives the letter.
func (w *writer) attention() string {
	if p := w.state.Party(w.paper.To); p != nil {
		for _, c := range p.Contacts {
			if c.Function != "" && c.Function != workflow.Erased {
				return "de " + c.Function
			}
		}
	}
	return "de contactpersoon voor het convenant"
}

// blocks gives the blocks of a written letter as those of a document.
func (w *writer) blocks(written []templates.Block, data *templates.LetterData) []documents.Block {
	var blocks []documents.Block
	for _, b := range written {
		switch b.Kind {
		case templates.ParagraphBlock:
			blocks = append(blocks, documents.Paragraph{Words: b.Words})
		case templates.HeadingBlock:
			blocks = append(blocks, documents.Heading{Level: b.Level, Words: b.Words})
		case templates.NoteBlock:
			blocks = append(blocks, documents.Note{Words: b.Words})
		case templates.SignBlock:
			blocks = append(blocks, documents.Paragraph{Words: greeting}, documents.Form{Lines: []documents.FormLine{
				{Label: "Namens", Words: data.Partij.Naam}, {Label: "Plaats en datum"}, {Label: "Naam"}, {Label: "Hoedanigheid"},
				{Label: "Besluit of mandaat"}, {Label: "Handtekening", Tall: true}}})
		case templates.TurnBlock:
			blocks = append(blocks, documents.NewPage{})
		case templates.FillBlock:
			lines := make([]documents.FormLine, b.Level)
			lines[0].Label = b.Words
			blocks = append(blocks, documents.Form{Lines: lines})
		case templates.ListBlock:
			var list documents.List
			for _, i := range b.Items {
				list.Items = append(list.Items, documents.Item{Mark: i.Mark, Body: []documents.Block{documents.Paragraph{Words: i.Words}}})
			}
			blocks = append(blocks, list)
		case templates.TableBlock:
			blocks = append(blocks, table(b))
		}
	}
	return blocks
}

func table(b templates.Block) documents.Table {
	t := documents.Table{Rows: b.Rows}
	for _, c := range b.Columns {
		t.Columns = append(t.Columns, documents.Column{Heading: c.Heading, Share: c.Share})
	}
	if len(t.Columns) == 0 {
		const label, rest = 1, 3
		t.Columns = []documents.Column{{Share: label}}
		for range b.Rows[0][1:] {
			t.Columns = append(t.Columns, documents.Column{Share: rest})
		}
	}
	return t
}

// joinPresent strings together what is not empty.
func joinPresent(by string, parts ...string) string {
	joined := ""
	for _, part := range parts {
		switch {
		case joined == "":
			joined = part
		case part != "":
			joined += by + part
		}
	}
	return joined
}
