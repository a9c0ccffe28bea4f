package intake

// A spreadsheet as a secretary saves it: CSV with semicolons, commas or tabs, in UTF-8 or as Windows writes it. This file
// makes rows of cells of it, each with the number that the row has in a spreadsheet program.

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// sheet is a spreadsheet: the headings and the rows below it.
type sheet struct {
	headings []string
	rows     []row
	note     string // on the encoding, if there is something to say
}

// row is a row with its number in the file, in which the headings are row 1.
type row struct {
	number int
	cells  []string
}

// Limits of a spreadsheet that somebody fills in.
const (
	maxSheet = 10 << 20
	maxRows  = 20_000
)

func readSheet(src []byte) (*sheet, error) {
	if len(src) > maxSheet {
		return nil, errors.New("het bestand is te groot: ten hoogste 10 MB; verdeel het over meer bestanden")
	}
	text, note, err := decoded(src)
	if err != nil {
		return nil, err
	}
	s := &sheet{note: note}
	text, comma := separator(text)
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = comma
	reader.FieldsPerRecord = -1 // a row may stop early; one that is too long is told with its number
	for number := 1; ; number++ {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, quotesFault(err)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if s.headings == nil {
			s.headings = cells
		} else if slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
			line, _ := reader.FieldPos(0)
			s.rows = append(s.rows, row{line, cells})
		}
		if len(s.rows) > maxRows {
			return nil, fmt.Errorf("er staan te veel rijen in: ten hoogste %d; verdeel het bestand", maxRows)
		}
	}
	if len(s.rows) == 0 {
		return nil, errors.New("er staan geen rijen in het bestand; op de eerste regel horen de koppen, en daaronder de convenanten")
	}
	return s, nil
}

func quotesFault(err error) error {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return fmt.Errorf("regel %d: de aanhalingstekens kloppen niet; zet een cel met een aanhalingsteken erin helemaal tussen \" en \", en schrijf het teken zelf dubbel", wrong.Line)
	}
	return err
}

// separator is what parts the cells: what the line with headings has most of, or what a line above them says. Spreadsheet
// programs write that line for themselves and never show it, so that it is no row.
func separator(text string) (rest string, comma rune) {
	first, after, _ := strings.Cut(text, "\n")
	if said := strings.TrimRight(first, "\r"); len(said) == len("sep=;") && strings.EqualFold(said[:4], "sep=") && strings.ContainsAny(said[4:], ";,\t") {
		return after, rune(said[4])
	}
	comma = ';'
	for _, other := range ",\t" {
		if strings.Count(first, string(other)) > strings.Count(first, string(comma)) {
			comma = other
		}
	}
	return text, comma
}
