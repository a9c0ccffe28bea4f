package intake

// From the rows of a spreadsheet to convenanten. Rows with one kenmerk are one convenant, a row per Partij.

import (
	"fmt"
	"slices"
	"strings"
)

func readCSV(src []byte) (*File, error) {
	s, err := readSheet(src)
	if err != nil {
		return nil, err
	}
	at, err := s.places()
	if err != nil {
		return nil, err
	}
	f := &File{}
	if s.note != "" {
		f.Notes = append(f.Notes, s.note)
	}
	byReference := map[string]*rows{}
	var all []*rows
	for _, r := range s.rows {
		cells := cellsOf(r, at)
		reference := cells[colReference]
		key := strings.ToLower(reference)
		of := byReference[key]
		if of == nil || reference == "" {
			of = &rows{convenant: &Convenant{Reference: reference}, of: map[string]placed{}, bad: map[string]bool{}}
			byReference[key] = of
			all = append(all, of)
		}
		of.add(r, cells, len(s.headings))
	}
	for _, of := range all {
		f.Convenanten = append(f.Convenanten, of.read())
	}
	return f, nil
}

// cellsOf gives the cells of a row by column; empty cells are left out.
func cellsOf(r row, at map[string]int) map[string]string {
	cells := map[string]string{}
	for name, i := range at {
		if i < len(r.cells) && r.cells[i] != "" {
			cells[name] = r.cells[i]
		}
	}
	return cells
}

// rows are the rows of one convenant.
type rows struct {
	convenant *Convenant
	of        map[string]placed // the cells that say something of the convenant
	bad       map[string]bool   // the columns in which something is wrong
	faults    []placed          // what is wrong, with the row
	parties   []partyRow
}

// placed is a cell, or a sentence about one, with the number of its row.
type placed struct {
	text   string
	number int
}

// partyRow is what a row says of its Partij.
type partyRow struct {
	number int
	id     string
	cells  map[string]string
}

func place(number int, column string) string {
	if column == "" {
		return fmt.Sprintf("Rij %d", number)
	}
	return fmt.Sprintf("Rij %d, kolom ‘%s’", number, column)
}

// wrong notes what is wrong in a cell.
func (rs *rows) wrong(number int, column, format string, args ...any) {
	rs.bad[column] = true
	rs.faults = append(rs.faults, placed{place(number, column) + ": " + fmt.Sprintf(format, args...), number})
}

func (rs *rows) add(r row, cells map[string]string, width int) {
	if len(r.cells) > width {
		for _, extra := range r.cells[width:] {
			if extra != "" {
				rs.wrong(r.number, "", "Er staan meer cellen dan er koppen zijn. Staat er een ; of , in een cel, zet die dan tussen aanhalingstekens.")
				break
			}
		}
	}
	for _, column := range ofConvenant {
		text, filled := cells[column]
		switch first, known := rs.of[column]; {
		case !filled:
		case !known:
			rs.of[column] = placed{text, r.number}
		case first.text != text && column != colReference:
			rs.wrong(r.number, column, "Hier staat ‘%s’, en op rij %d van hetzelfde convenant ‘%s’. Laat het op één rij staan, of maak ze gelijk.", text, first.number, first.text)
		}
	}
	id := cells[colID]
	if id == "" {
		id = shortName(cells[colParty])
	}
	rs.parties = append(rs.parties, partyRow{r.number, id, cells})
}

// read makes the convenant, with what is wrong in its cells.
func (rs *rows) read() *Convenant {
	c := rs.convenant
	c.Name = rs.of[colName].text
	first, last := rs.parties[0].number, rs.parties[len(rs.parties)-1].number
	switch {
	case len(rs.parties) == 1:
		c.Place = fmt.Sprintf("rij %d", first)
	case last-first == len(rs.parties)-1:
		c.Place = fmt.Sprintf("rij %d tot en met %d", first, last)
	default:
		c.Place = fmt.Sprintf("%d rijen vanaf rij %d", len(rs.parties), first)
	}
	for _, column := range []string{colReference, colName} {
		if rs.of[column].text == "" {
			rs.wrong(first, column, "Deze cel is leeg. Elk convenant heeft een kenmerk (op elke rij) en een naam nodig.")
		}
	}
	for _, p := range rs.parties {
		if p.cells[colParty] == "" {
			rs.wrong(p.number, colParty, "Deze cel is leeg. Vul de naam van de Partij in.")
		}
	}
	h := &history{rows: rs}
	c.steps = h.steps()
	slices.SortStableFunc(rs.faults, func(a, b placed) int { return a.number - b.number })
	for _, f := range rs.faults {
		c.Faults = append(c.Faults, f.text)
	}
	return c
}
