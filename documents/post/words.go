package post

// A message as text, for whoever reads it so: on a phone, with a screen reader, or in an archive.

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"convenant/documents"
)

const textWidth = 76

// question stands under a message that can be answered.
const question = "Hebt u een vraag? Beantwoord dan dit bericht."

// asText writes the message as text.
func asText(m Message) string {
	var parts []string
	for _, block := range m.Blocks {
		parts = append(parts, blockText(block)...)
	}
	if len(m.Papers) > 0 {
		lines := []string{papersHeading(m.Papers)}
		for _, p := range m.Papers {
			lines = append(lines, hanging("–", p.Title+" ("+p.told()+")"))
			if p.Link != "" {
				lines = append(lines, "  "+p.Link)
			}
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	if m.ReplyTo.Mail != "" {
		parts = append(parts, question)
	}
	if len(m.Sender) > 0 {
		parts = append(parts, "Met vriendelijke groet,", strings.Join(m.Sender, "\n"))
	}
	if m.Why != "" {
		parts = append(parts, wrapped(m.Why, "", ""))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func papersHeading(papers []Paper) string {
	if len(papers) == 1 {
		return "Bij dit bericht:"
	}
	return fmt.Sprintf("Bij dit bericht (%d stukken):", len(papers))
}

// told says where a paper is to be had.
func (p Paper) told() string {
	switch {
	case p.PDF != nil:
		return "pdf, " + size(p.Size)
	case p.Link != "":
		return "pdf, " + size(p.Size) + ", te groot om mee te sturen; u kunt het ophalen"
	}
	return "pdf, " + size(p.Size) + ", te groot om mee te sturen; vraag het ons"
}

// size writes how large a file is, as a reader would say it.
func size(bytes int) string {
	const kB, MB = 1000, 1000 * 1000
	switch {
	case bytes >= 10*MB:
		return fmt.Sprintf("%d MB", (bytes+MB/2)/MB)
	case bytes >= MB:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(bytes)/MB), ".", ",", 1)
	}
	return fmt.Sprintf("%d kB", max(1, (bytes+kB/2)/kB))
}

func blockText(block documents.Block) []string {
	switch x := block.(type) {
	case documents.Paragraph:
		return []string{wrapped(x.Words, "", "")}
	case documents.Heading:
		return []string{strings.ToUpper(x.Words)}
	case documents.Note:
		return []string{wrapped(x.Words, "  | ", "  | ")}
	case documents.List:
		var lines []string
		for _, item := range x.Items {
			var words []string
			for _, b := range item.Body {
				words = append(words, blockText(b)...)
			}
			lines = append(lines, hanging(item.Mark, strings.Join(words, "\n")))
		}
		return []string{strings.Join(lines, "\n")}
	case documents.Table:
		return []string{tableText(x)}
	}
	return nil
}

// tableText writes a table as lines: a list of labels and words, or of each row what stands under which heading.
func tableText(t documents.Table) string {
	var lines []string
	for _, row := range t.Rows {
		if t.Columns[0].Heading == "" {
			lines = append(lines, hanging(row[0]+":", strings.Join(row[1:], " ")))
			continue
		}
		var cells []string
		for i, words := range row {
			cells = append(cells, t.Columns[i].Heading+": "+words)
		}
		lines = append(lines, hanging("–", strings.Join(cells, "; ")))
	}
	return strings.Join(lines, "\n")
}

func hanging(mark, words string) string {
	indent := utf8.RuneCountInString(mark) + 1
	if indent > 8 {
		indent = 2
	}
	return wrapped(words, mark+" ", strings.Repeat(" ", indent))
}

// wrapped breaks words into lines, each after what it begins with.
func wrapped(words, first, rest string) string {
	var out strings.Builder
	begin := first
	for line := range strings.SplitSeq(words, "\n") {
		used := utf8.RuneCountInString(begin)
		out.WriteString(begin)
		for i, word := range documents.Unbroken(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case i == 0:
			case used+1+n > textWidth:
				out.WriteString("\n" + rest)
				used = utf8.RuneCountInString(rest)
			default:
				out.WriteByte(' ')
				used++
			}
			out.WriteString(word)
			used += n
		}
		out.WriteByte('\n')
		begin = rest
	}
	return strings.TrimRight(out.String(), "\n")
}
