package documents

import "strings"

// Words gives what a document says in reading order, each piece on a line, without its look.
func Words(doc Document) string {
	var b strings.Builder
	plain(&b, doc.Title, doc.Kenmerk, doc.Status)
	plainBlocks(&b, doc.Blocks)
	return b.String()
}

func plain(b *strings.Builder, words ...string) {
	for _, w := range words {
		if w != "" {
			b.WriteString(w + "\n")
		}
	}
}

func plainBlocks(b *strings.Builder, blocks []Block) {
	for _, block := range blocks {
		switch x := block.(type) {
		case Title:
			plain(b, x.Words, x.Subtitle)
		case Cover:
			plainBlocks(b, x.blocks())
		case Reference:
			for _, l := range x.Lines {
				plain(b, l.Label, l.Words)
			}
		case Heading:
			plain(b, x.Words)
		case ArticleHeading:
			plain(b, x.Label, x.Words)
		case Paragraph:
			plain(b, x.Words)
		case Note:
			plain(b, x.Words)
		case Lid:
			plain(b, x.Number)
			plainBlocks(b, x.Body)
		case List:
			for _, i := range x.Items {
				plain(b, i.Mark)
				plainBlocks(b, i.Body)
			}
		case Table:
			for _, c := range x.Columns {
				plain(b, c.Heading)
			}
			for _, row := range x.Rows {
				plain(b, row...)
			}
		case Signatures:
			plain(b, x.Captions[:]...)
			for _, r := range x.Rows {
				plain(b, r.Party, r.Representative, r.Capacity, r.Signed)
			}
			plain(b, x.Closing)
		case Letterhead:
			plain(b, x.Sender...)
			plain(b, x.Return)
			plain(b, x.To...)
		case Closing:
			plain(b, x.Greeting)
			plain(b, x.Lines...)
		case Revision:
			words, _ := strungTogether(x.Pieces)
			plain(b, x.Mark, x.Told, words)
		case Handwriting:
			plain(b, x.Words)
		case Form:
			for _, l := range x.Lines {
				plain(b, l.Label, l.Words)
			}
		}
	}
}
