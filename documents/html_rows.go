package documents

// Tables as HTML, and the rows that are signed.

import (
	"slices"
	"strings"
)

func (w *htmlWriter) table(t Table) {
	width := len(t.Columns)
	for _, row := range t.Rows {
		width = max(width, min(len(row), 1))
	}
	if width == 0 {
		return
	}
	var headings []string
	for _, c := range t.Columns {
		headings = append(headings, c.Heading)
	}
	w.openTable("tabel", headings)
	for _, row := range t.Rows {
		cells := slices.Clone(row)
		if len(cells) > width { // words beyond the last column join it
			cells = append(cells[:width-1], strings.Join(cells[width-1:], "\n"))
		}
		cells = append(cells, make([]string, width-len(cells))...)
		w.row(cells, !t.hasHeadings() && width > 1, "")
	}
	w.closeTable()
}

// openTable begins a table, which can be scrolled by who has no mouse.
func (w *htmlWriter) openTable(class string, headings []string) {
	named := slices.DeleteFunc(slices.Clone(headings), func(h string) bool { return h == "" })
	label := "Tabel"
	if len(named) > 0 {
		label += ": " + strings.Join(named, ", ")
	}
	w.put(`<div class="tabel-rol" role="group" tabindex="0"`, attribute("aria-label", label), `><table class="`, class, `">`, "\n")
	if len(named) > 0 {
		w.put("<thead><tr>")
		for _, h := range headings {
			if h == "" { // a heading without words heads nothing
				w.put("<td></td>")
				continue
			}
			w.put(`<th scope="col">`, inHTML(h), "</th>")
		}
		w.put("</tr></thead>\n")
	}
	w.put("<tbody>\n")
}

// row writes a row of a table. Its first cell may head it; empty cells may be of a class.
func (w *htmlWriter) row(cells []string, headed bool, empty string) {
	w.put("<tr>")
	for i, words := range cells {
		words = w.words(words)
		switch {
		case i == 0 && headed:
			w.put(`<th scope="row">`, words, "</th>")
		case words == "" && empty != "":
			w.put(`<td class="`, empty, `"></td>`)
		default:
			w.put("<td>", words, "</td>")
		}
	}
	w.put("</tr>\n")
}

func (w *htmlWriter) closeTable() { w.put("</tbody></table></div>\n") }

func (w *htmlWriter) signatures(s Signatures) {
	w.openTable("handtekeningen", s.Captions[:])
	for _, r := range s.Rows {
		w.row([]string{r.Party, r.Representative, r.Capacity, r.Signed}, true, "open")
	}
	w.closeTable()
	w.element("p", "handtekeningen-slot", s.Closing)
}
