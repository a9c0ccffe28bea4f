package web

// The register as a file, with what was asked of the register page: for who counts on in a spreadsheet. What is found is
// read page by page, so that a large register is never held whole.

import (
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"convenant/storage"
	"convenant/workflow"
)

// How much a file holds, and how many are read at a time. Tests take less.
var (
	mostExported = 100_000
	exportedPage = 1000
)

// exportColumns are the columns of a file, and how wide each is in a spreadsheet.
var exportColumns = []struct {
	name  string
	width float64
}{{"Naam", 60}, {"Kenmerk", 22}, {"Toestand", 16}, {"Ingangsdatum", 13}, {"Einddatum", 13}, {"Nummer in het register", 39}, {"Adres", 70}}

// exportOf answers with a file. Who asks for something that is not understood goes to the page that says what.
func (v *visit) exportOf(ending, mediaType string, write func(w io.Writer, f storage.Filter) error) error {
	a, err := v.askedOfList()
	if err != nil {
		return err
	}
	if len(a.Faults) > 0 {
		return v.redirect(a.Address("/convenanten", "", ""))
	}
	h := v.w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", `attachment; filename="convenanten-`+a.filter.On.String()+ending+`"`)
	if v.r.Method == http.MethodHead {
		return v.answer(http.StatusOK)
	}
	f := a.filter
	f.Before, f.Limit = "", exportedPage
	return write(v.w, f)
}

// exportRow is a convenant in a file, with the day on which it took or takes effect.
type exportRow struct {
	listRow
	Entered workflow.Date
}

// each gives every convenant that is asked for, in order, and reports whether there were more than a file holds.
func (v *visit) each(f storage.Filter, give func(exportRow) error) (more bool, err error) {
	for n := 0; ; {
		page, err := v.listed(v.ctx(), f)
		if err != nil {
			return false, err
		}
		rows, err := rowsOf(page.Rows)
		if err != nil {
			return false, err
		}
		entered, err := v.entered(rows)
		if err != nil {
			return false, err
		}
		for i, row := range rows {
			if n == mostExported {
				return true, nil
			}
			if err := give(exportRow{row, entered[i]}); err != nil {
				return false, err
			}
			n++
		}
		if page.Next == "" {
			return false, nil
		}
		f.Before = page.Next
	}
}

// entered gives the days on which convenanten took or take effect; zero when that is not known.
func (v *visit) entered(rows []listRow) ([]workflow.Date, error) {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	lines, err := v.web.Register.Lines(v.ctx(), ids)
	if err != nil {
		return nil, err
	}
	days := make([]workflow.Date, len(rows))
	for n, line := range lines {
		if i := slices.IndexFunc(line.Phases, func(p workflow.Interval) bool { return p.State == string(workflow.InForce) }); i >= 0 {
			days[n] = line.Phases[i].From
		}
	}
	return days, nil
}

// The last lines of a file that does not hold everything.
const (
	exportTooLong = "Dit bestand houdt op bij 100.000 convenanten, en er zijn er meer. Kies in het register een toestand of een einddatum om minder op te vragen."
	exportBroken  = "Dit bestand is niet volledig: het register was even niet bereikbaar. Vraag het nog eens op."
)

// addressOf is where a convenant stands, for who opens the file elsewhere.
func (v *visit) addressOf(id string) string {
	base := v.web.URL
	if base == "" {
		base = "http://" + v.r.Host
	}
	return base + "/convenanten/" + id
}

func (v *visit) listAsCSV() error {
	return v.exportOf(".csv", "text/csv; charset=utf-8", func(w io.Writer, f storage.Filter) error {
		if err := v.answer(http.StatusOK); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know that it is UTF-8
			return err
		}
		out := csv.NewWriter(w)
		out.Comma, out.UseCRLF = ';', true // as spreadsheets in Dutch have it, and as RFC 4180 has lines
		var names []string
		for _, c := range exportColumns {
			names = append(names, c.name)
		}
		if err := out.Write(names); err != nil {
			return err
		}
		day := func(d workflow.Date) string {
			if d == 0 {
				return ""
			}
			return shortDay(d)
		}
		more, err := v.each(f, func(row exportRow) error {
			return out.Write([]string{harmless(row.Name), harmless(row.Reference), phaseWords[row.Phase], day(row.Entered), day(row.Ends), row.ID, v.addressOf(row.ID)})
		})
		switch {
		case err != nil:
			_ = out.Write([]string{exportBroken}) // the error itself goes to the log
		case more:
			_ = out.Write([]string{exportTooLong})
		}
		out.Flush()
		return err
	})
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r") == 0 {
		return "'" + cell
	}
	return cell
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (v *visit) listAsXLSX() error {
	return v.exportOf(".xlsx", xlsxType, func(w io.Writer, f storage.Filter) error {
		book := excelize.NewFile()
		defer book.Close() //nolint:errcheck // its temporary file is gone, or the system sees to that
		if err := v.fillBook(book, f); err != nil {
			return err
		}
		if err := v.answer(http.StatusOK); err != nil {
			return err
		}
		return book.Write(w)
	})
}

const sheetName = "Convenanten"

func (v *visit) fillBook(book *excelize.File, f storage.Filter) error {
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return err
	}
	now := v.web.Now().UTC().Format(time.RFC3339)
	house := v.web.Library.Sender().Organisatie
	if err := book.SetDocProps(&excelize.DocProperties{Title: sheetName, Creator: house, LastModifiedBy: house, Created: now, Modified: now, Language: "nl"}); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	dutch := "dd-mm-yyyy"
	dated, err := book.NewStyle(&excelize.Style{CustomNumFmt: &dutch})
	if err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	if err := headSheet(sheet, bold); err != nil {
		return err
	}
	n := 1
	write := func(values ...any) error {
		n++
		cell, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return sheet.SetRow(cell, values)
	}
	day := func(d workflow.Date) excelize.Cell {
		if d == 0 {
			return excelize.Cell{StyleID: dated}
		}
		return excelize.Cell{StyleID: dated, Value: timeOf(d)}
	}
	more, err := v.each(f, func(row exportRow) error {
		return write(row.Name, row.Reference, phaseWords[row.Phase], day(row.Entered), day(row.Ends), row.ID, v.addressOf(row.ID)) // as texts, which no spreadsheet computes
	})
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(exportColumns), n)
	if err != nil {
		return err
	}
	if err := book.AutoFilter(sheetName, "A1:"+last, nil); err != nil {
		return err
	}
	if more {
		if err := write(exportTooLong); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// headSheet sets the columns and the row with their names, which stays in sight.
func headSheet(sheet *excelize.StreamWriter, bold int) error {
	var names []any
	for i, c := range exportColumns {
		if err := sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		names = append(names, excelize.Cell{StyleID: bold, Value: c.name})
	}
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return sheet.SetRow("A1", names)
}

// timeOf is a day as a spreadsheet counts it.
func timeOf(d workflow.Date) time.Time {
	year, month, day := d.Civil()
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
