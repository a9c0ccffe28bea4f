package storage

// Whoever changes the record beside the program is found out: every byte that Verify answers for, and every row that is
// dropped, added, moved or swapped. Each tampering is done in a transaction of its own, read over inside it, and rolled
// back.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// answered lists the tables and columns that Verify answers for, and how a Fault names a row of each.
var answered = map[string]struct {
	key     []string
	columns string
	row     func(row map[string]any) string
}{
	"convenant":       {[]string{"id"}, "volgorde id naam kenmerk stand hoofd mededelingen mededelingenhoofd bekeken wekker", named("id")},
	"feit":            {[]string{"convenant", "nummer"}, "convenant nummer bytes hash", numbered},
	"ijkpunt":         {[]string{"keten", "nummer"}, "keten nummer convenant stand hoofd mededelingen mededelingenhoofd bekeken hash", func(row map[string]any) string { return fmt.Sprintf("keten %v nummer %v", row["keten"], row["nummer"]) }},
	"keten":           {[]string{"keten"}, "keten nummer hash", named("keten")},
	"persoonsgegeven": {[]string{"id"}, "id convenant feit partij zout waarde", named("id")},
	"tijdlijn":        {[]string{"convenant", "onderwerp", "van"}, "convenant onderwerp toestand van tot", listed("onderwerp", "toestand", "van", "tot")},
	"termijn":         {[]string{"convenant", "datum", "soort", "partij"}, "convenant soort datum partij", listed("soort", "datum", "partij")},
	"herinnering":     {[]string{"convenant", "soort", "wijziging", "aan"}, "convenant soort wijziging aan datum uiterlijk", listed("soort", "wijziging", "aan", "datum", "uiterlijk")},
	"aandacht":        {[]string{"convenant", "soort"}, "convenant soort", listed("soort")},
	"overleg":         {[]string{"convenant", "nummer"}, "convenant nummer overleg datum doel", listed("nummer", "overleg", "datum", "doel")},
	"partij":          {[]string{"convenant", "id"}, "convenant id naam", listed("id", "naam")},
	"tekst":           {[]string{"sha256"}, "sha256 bytes", named("sha256")},
	"blob":            {[]string{"sha256"}, "sha256 bytes", named("sha256")},
	"mededeling":      {[]string{"convenant", "nummer"}, "convenant nummer soort onderwerp dag revisie bytes hash", numbered},
}

// unanswered lists the tables and columns that Verify does not answer for, with the reason.
var unanswered = map[string]string{
	"post":              "what is to be sent, which changes as it is sent; what was announced is checked as mededeling",
	"postpoging":        "what came of sending, from which addresses are erased; the documents that it names are checked as blobs",
	"blob.soort":        "says how to show a file; what the facts name is its hash",
	"document":          "which documents were made, each with what it takes to make it again; its file is checked as a blob",
	"idempotentie":      "answers that are kept for callers who ask again; nothing in the record rests on them",
	"persoon":           "who may log in, which changes and is no part of the record",
	"principaal":        "idem",
	"bijlage":           "who sent a file that waits for an act; the file is checked as a blob",
	"bijlageverwijzing": "where to look for facts that refer to a file; the fact itself is asked before anyone may see the file",
	"agenda":            "who follows a calendar, which changes and is no part of the record",
	"webhook":           "which programs are told of what happens; no part of the record",
	"webhookbericht":    "idem",
	"webhookpoging":     "idem",
	"toegangslink":      "who may come in once, which changes and is no part of the record",
	"ondertekencode":    "with what somebody signs once; idem",
	"sessie":            "who is signed in; idem",
	"tweedefactor":      "what the codes of a person are computed from; idem",
	"identiteit":        "who somebody is elsewhere; idem",
	"logboek":           "who came in and what beheer changed, which is taken away after a year; no part of the record",
	"tempo":             "how much was asked in the last minutes, which is forgotten again",
	"tokennaam":         "what a token is for; no right rests on it",
	"goose_db_version":  "which migrations were done; checked when the register is opened",
	"sqlite_sequence":   "the next volgorde, kept by SQLite; checked through convenant.volgorde",
	"zoek.woorden":      "cannot be read back: the index is asked instead, see TestRowsThatAreDroppedAddedMovedOrSwappedAreFound",
	"zoekwoord":         "a view of the index",
	"zoek_data.id":      "the index as SQLite keeps it, see TestTamperingWithThePagesOfTheIndex",
	"zoek_data.block":   "idem",
	"zoek_idx.segid":    "idem",
	"zoek_idx.term":     "idem",
	"zoek_idx.pgno":     "idem",
	"zoek_docsize":      "how many words each convenant has, kept by SQLite for an order by relevance that is never asked",
	"zoek_config":       "the version of the index, kept by SQLite",
}

func named(column string) func(map[string]any) string {
	return func(row map[string]any) string { return fmt.Sprint(row[column]) }
}

func numbered(row map[string]any) string {
	return fmt.Sprintf("%v nummer %v", row["convenant"], row["nummer"])
}

func listed(columns ...string) func(map[string]any) string {
	return func(row map[string]any) string {
		var list []string
		for _, c := range columns {
			list = append(list, fmt.Sprint(row[c]))
		}
		return fmt.Sprint(row["convenant"]) + " " + strings.Join(list, "|")
	}
}

// eventful records three convenanten in which everything happens that leaves rows, and returns their ids.
func eventful(t testing.TB, r *Register) (eventful, quiet, concept string) {
	t.Helper()
	out, err := r.Draft(context.Background(), Key{"secretariaat", "sleutel", "vraag"}, deciding(act(t, `{"handeling":"opstellen","gegevens":{
		"sjabloon":"algemeen","naam":"Convenant Samenwerking","kenmerk":"DOC-23","partijen":[
		{"id":"p1","naam":"Gemeente Één","vertegenwoordiger":"Anna de Vries","hoedanigheid":"burgemeester"},
		{"id":"p2","naam":"Gemeente Twee","vertegenwoordiger":"Bert Bakker","hoedanigheid":"wethouder"},
		{"id":"p3","naam":"Stichting Drie"}],"voorwaarden":{"looptijd":{"duur":"3 jaar"},
		"opzegging":{"door":"elke-partij","termijn":"2 maanden"},"verlenging":{"wijze":"brief","duur":"1 jaar"},
		"wijziging":{"instemming":"alle-partijen"},"toetreding":{"instemming":"open"},"evaluatie":{"elke":"1 jaar"}}}}`), day("2024-01-01")))
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	eventful = out.ID
	do := func(today, format string, args ...any) { record(t, r, eventful, today, format, args...) }
	toSigning(t, r, eventful)
	for _, p := range []string{"p1", "p2", "p3"} {
		do("2024-01-03", `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p)
	}
	quiet = draft(t, r, 2)
	toSigning(t, r, quiet)
	record(t, r, quiet, "2024-01-03", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Piet Pieters","email":"piet@example.org","rang":1}}`)
	concept = draft(t, r, 4)
	for rank, name := range []string{"Dirk Dirksen", "Els Elsen"} {
		do("2024-02-01", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p2","naam":"%s","email":"post%d@example.org","rang":%d}}`, name, rank, rank+1)
		do("2024-02-01", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p3","naam":"%s Junior","email":"junior%d@example.org","rang":%d}}`, name, rank, rank+1)
	}
	do("2024-02-02", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer opzeggen","voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`)
	for _, p := range []string{"p1", "p2", "p3"} {
		do("2024-02-03", `{"handeling":"instemmen","gegevens":{"partij":"%s","wijziging":1}}`, p)
	}
	do("2024-02-04", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Vier erbij","toetreding":{"id":"p4","naam":"Gemeente Vier","vertegenwoordiger":"Fien Vier","hoedanigheid":"burgemeester"}}}`)
	do("2024-02-05", `{"handeling":"ondertekenen","gegevens":{"partij":"p4","wijze":"papier"}}`)
	do("2024-03-01", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
	do("2024-03-02", `{"handeling":"corrigeren","gegevens":{"feit":8,"reden":"Verschreven.","vervanging":{"gegevens":{"partij":"p2","naam":"Dirk Dirkse","email":"dirk@example.org","rang":1}}}}`)
	do("2024-03-03", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p3","grond":"Verzoek."}}`)
	do("2024-03-04", `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"Bert Bakker","grond":"Verzoek."}}`)
	do("2024-03-05", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p3","naam":"Gerda Groen","email":"gerda@example.org","rang":1}}`)
	sum := sha256.Sum256([]byte("een brief"))
	if _, err := r.write.Exec("INSERT INTO blob (sha256, soort, bytes) VALUES ($1, 'application/pdf', $2)", hex.EncodeToString(sum[:]), []byte("een brief")); err != nil {
		t.Fatal(err)
	}
	sound(t, r)
	return eventful, quiet, concept
}

// careless turns foreign keys off for a transaction: whoever tampers does not let them stop them.
var careless = map[string]string{
	"SQLite":     "PRAGMA defer_foreign_keys = 1",
	"PostgreSQL": "SET LOCAL session_replication_role = replica",
}

// tampered reads the record over after a tampering, which is then undone. It fails the test when nothing is found.
func tampered(t *testing.T, r *Register, tamper func(tx *sqlx.Tx)) *Fault {
	t.Helper()
	tx, err := r.write.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing is to be kept
	if _, err := tx.Exec(careless[r.dialect.name()]); err != nil {
		t.Fatal(err)
	}
	tamper(tx)
	_, err = r.verify(context.Background(), tx, nil)
	var fault *Fault
	if !errors.As(err, &fault) {
		t.Errorf("not found out: %v", err)
		return &Fault{}
	}
	return fault
}

// rowsOf reads a table, each row by column.
func rowsOf(t *testing.T, q sqlx.Queryer, query string, args ...any) []map[string]any {
	t.Helper()
	rows, err := q.Queryx(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []map[string]any
	for rows.Next() {
		row := map[string]any{}
		if err := rows.MapScan(row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	return list
}

// change returns a value with one byte, or a number with one digit, changed.
func change(v any) any {
	switch v := v.(type) {
	case int64:
		return v + 100
	case string:
		return string(change([]byte(v)).([]byte))
	case []byte:
		b := slices.Clone(v)
		for i := len(b) / 2; i < len(b); i++ {
			if b[i] < 0x80 {
				b[i] ^= 1
				return b
			}
		}
		return append(b, 'x')
	}
	return "x"
}

func TestAChangeOfOneByteIsFound(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		eventful(t, r)
		for table, a := range answered {
			all := rowsOf(t, r.read, "SELECT * FROM "+table+" ORDER BY "+strings.Join(a.key, ", "))
			for _, column := range strings.Fields(a.columns) {
				rows := slices.DeleteFunc(slices.Clone(all), func(row map[string]any) bool { return row[column] == nil })
				if len(rows) == 0 {
					t.Errorf("%s.%s: no row has a value", table, column)
					continue
				}
				for _, n := range slices.Compact([]int{0, len(rows) / 3, len(rows) / 2, len(rows) - 1}) {
					row, after := rows[n], maps.Clone(rows[n])
					after[column] = change(row[column])
					fault := tampered(t, r, func(tx *sqlx.Tx) {
						query := "UPDATE " + table + " SET " + column + " = $1 WHERE true"
						args := []any{after[column]}
						for i, k := range a.key {
							query += fmt.Sprintf(" AND %s = $%d", k, i+2)
							args = append(args, row[k])
						}
						if result, err := tx.Exec(query, args...); err != nil {
							t.Fatal(table, column, err)
						} else if n, _ := result.RowsAffected(); n != 1 {
							t.Fatalf("%s.%s: %d rows changed", table, column, n)
						}
					})
					if computed := slices.Contains(computedTables, table) || slices.Contains([]string{"naam", "kenmerk", "wekker"}, column); fault.Computed != computed {
						t.Errorf("%s.%s: computed is %v: %v", table, column, fault.Computed, fault)
					}
					if fault.Table != table || fault.Row != a.row(row) && fault.Row != a.row(after) {
						t.Errorf("%s.%s of %s was changed; found: %v", table, column, a.row(row), fault)
					}
				}
			}
		}
	})
}

// Every column is answered for, or stands in the list of those that are not, with the reason. SQLite only: the schema of
// another database has the same names.
func TestEveryColumnIsAnsweredFor(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	var columns []struct {
		Table  string `db:"tabel"`
		Column string `db:"kolom"`
	}
	if err := r.read.Select(&columns, "SELECT m.name AS tabel, c.name AS kolom FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"); err != nil {
		t.Fatal(err)
	}
	left := maps.Clone(unanswered)
	for _, c := range columns {
		is := slices.Contains(strings.Fields(answered[c.Table].columns), c.Column)
		_, whole := unanswered[c.Table]
		_, isNot := unanswered[c.Table+"."+c.Column]
		if is == (whole || isNot) {
			t.Errorf("%s.%s: answered for: %v; in the list of exceptions: %v", c.Table, c.Column, is, whole || isNot)
		}
		delete(left, c.Table)
		delete(left, c.Table+"."+c.Column)
	}
	for name := range left {
		t.Errorf("%s is an exception and is not there", name)
	}
}
