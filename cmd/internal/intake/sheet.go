package intake

// A spreadsheet as a secretary saves it: CSV with semicolons or commas, in UTF-8 or as Windows writes it. This file makes
// rows of cells of it, each with the number that the row has in the file.

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
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
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator(text)
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

// decoded gives the text of the file. Excel saves UTF-8 only when it is asked to, and else as Windows does.
func decoded(src []byte) (text, note string, err error) {
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) || bytes.IndexByte(src, 0) >= 0:
		return "", "", errors.New("dit is geen CSV die hier te lezen is; bewaar het rekenblad als “CSV UTF-8”")
	case utf8.Valid(src):
		return strings.TrimPrefix(string(src), "\ufeff"), "", nil
	}
	for _, b := range src {
		if charmap.Windows1252.DecodeByte(b) == utf8.RuneError {
			return "", "", errors.New("het bestand is geen UTF-8 en ook niet wat Windows bewaart; bewaar het rekenblad als “CSV UTF-8”")
		}
	}
	text, err = charmap.Windows1252.NewDecoder().String(string(src))
	return text, "Het bestand is geen UTF-8 en is gelezen zoals Windows het bewaart. Kijk of namen met é, ë of ï goed staan.", err
}

// separator is what parts the cells: what the line with headings has most of.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	if strings.Count(first, ",") > strings.Count(first, ";") {
		return ','
	}
	return ';'
}
