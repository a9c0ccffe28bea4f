package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// exported gives a file of the register, with the name under which a browser keeps it.
func (b *browser) exported(path string) (name, contents string) {
	b.h.t.Helper()
	r, err := b.client.Get(b.h.server.URL + path)
	if err != nil {
		b.h.t.Fatal(err)
	}
	name = r.Header.Get("Content-Disposition")
	status, contents := b.read(r, nil)
	if status != http.StatusOK {
		b.h.t.Fatalf("%s: %d", path, status)
	}
	return name, contents
}

func TestTheRegisterAsCSV(t *testing.T) {
	h := lively(t)
	h.drawnUp(`=1+2; \"aanhaling\"`, "")
	name, contents := h.as("secretariaat").exported("/convenanten.csv")
	if name != `attachment; filename="convenanten-2026-11-27.csv"` {
		t.Errorf("the file is called %s", name)
	}
	plain, ok := strings.CutPrefix(contents, "\ufeff")
	if !ok {
		t.Error("a spreadsheet does not know that it is UTF-8")
	}
	r := csv.NewReader(strings.NewReader(plain))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 7 {
		t.Fatal(err, len(rows))
	}
	if want := []string{"Naam", "Kenmerk", "Toestand", "Ingangsdatum", "Einddatum", "Nummer in het register", "Adres"}; !slices.Equal(rows[0], want) {
		t.Errorf("the columns are %q", rows[0])
	}
	if !slices.ContainsFunc(rows, func(row []string) bool {
		return slices.Equal(row[:5], []string{`'=1+2; "aanhaling"`, "", "Concept", "", ""})
	}) {
		t.Errorf("what a spreadsheet would compute is not harmless: %q", rows)
	}
	if want := []string{"Convenant Herstelnetwerk", "DOC-23001740", "In werking", "08-02-2024", "31-12-2029", h.id, h.server.URL + "/convenanten/" + h.id}; !slices.Equal(rows[6], want) {
		t.Errorf("the oldest is %q", rows[6])
	}
}

func TestTheRegisterAsXLSX(t *testing.T) {
	h := lively(t)
	name, contents := h.as("portefeuillehouder").exported("/convenanten.xlsx?toestand=in-werking")
	if name != `attachment; filename="convenanten-2026-11-27.xlsx"` {
		t.Errorf("the file is called %s", name)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(contents)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(sheetName)
	if err != nil || len(rows) != 4 {
		t.Fatal(err, rows)
	}
	if got := rows[3][:5]; !slices.Equal(got, []string{"Convenant Herstelnetwerk", "DOC-23001740", "In werking", "08-02-2024", "31-12-2029"}) {
		t.Errorf("the oldest is %q", got)
	}
	if raw, err := book.GetCellValue(sheetName, "E4", excelize.Options{RawCellValue: true}); err != nil || raw != "47483" {
		t.Errorf("31 december 2029 is no day but %q (%v)", raw, err)
	}
	if panes, err := book.GetPanes(sheetName); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head scrolls away: %v (%v)", panes, err)
	}
	if names := book.GetDefinedName(); len(names) != 1 || !strings.HasSuffix(names[0].RefersTo, "$A$1:$G$4") {
		t.Errorf("there is no filter: %v", names)
	}
	if about, err := book.GetDocProps(); err != nil || about.Creator != "Regio Gooi en Vechtstreek" || about.Created != today.UTC().Format(time.RFC3339) {
		t.Errorf("the file does not say whose it is and of when: %+v (%v)", about, err)
	}
	if width, err := book.GetColWidth(sheetName, "A"); err != nil || width != 60 {
		t.Errorf("the column of names is %v wide (%v)", width, err)
	}
}

func TestAFileHoldsWhatSomebodyMaySee(t *testing.T) {
	h := lively(t)
	_, contents := h.as("blaricum").exported("/convenanten.csv")
	if n := strings.Count(contents, "\r\n"); n != 2 || !strings.Contains(contents, h.id) {
		t.Errorf("a Partij gets %d lines:\n%s", n, contents)
	}
	status, _ := h.as("secretariaat").get("/convenanten.csv?eindigt-vanaf=gisteren")
	if status != http.StatusSeeOther {
		t.Errorf("what is typed wrongly gives a file: %d", status)
	}
}

func TestAFileSaysWhereItEnds(t *testing.T) {
	h := lively(t)
	defer func(most, page int) { mostExported, exportedPage = most, page }(mostExported, exportedPage)
	mostExported, exportedPage = 3, 2
	b := h.as("secretariaat")
	_, contents := b.exported("/convenanten.csv")
	lines := strings.Split(strings.TrimSpace(contents), "\r\n")
	if len(lines) != 5 || lines[4] != exportTooLong {
		t.Errorf("the file ends with %q", lines)
	}
	_, contents = b.exported("/convenanten.xlsx")
	book, err := excelize.OpenReader(strings.NewReader(contents))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err := book.GetRows(sheetName); err != nil || len(rows) != 5 || rows[4][0] != exportTooLong {
		t.Errorf("the sheet ends with %q (%v)", rows, err)
	}
	mostExported = 5
	if _, contents := b.exported("/convenanten.csv"); strings.Contains(contents, exportTooLong) {
		t.Error("a file that holds everything says that there is more")
	}
}
