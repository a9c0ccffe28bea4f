package storage

// Rows that are dropped, added, moved or swapped, also by somebody who knows how the chains are made.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// tampering is what somebody does to the tables, and which row must be named.
type tampering struct {
	name       string
	do         func(run func(query string, args ...any))
	table, row string
}

func TestRowsThatAreDroppedAddedMovedOrSwappedAreFound(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, quiet, concept := eventful(t, r)
		for _, list := range [][]tampering{ofFacts(t, r, id, concept), ofCheckpoints(t, r, id), ofPeople(t, r, id), ofTheRest(t, r, id, quiet)} {
			for _, tt := range list {
				fault := tampered(t, r, func(tx *sqlx.Tx) {
					tt.do(func(query string, args ...any) {
						if result, err := tx.Exec(query, args...); err != nil {
							t.Fatalf("%s: %v", tt.name, err)
						} else if n, _ := result.RowsAffected(); n == 0 {
							t.Fatalf("%s: nothing was changed by %s %v", tt.name, query, args)
						}
					})
				})
				if fault.Table != tt.table || fault.Row != tt.row {
					t.Errorf("%s: found %v; it is %s %s", tt.name, fault, tt.table, tt.row)
				}
			}
		}
		sound(t, r)
	})
}

// one returns the only value of a query.
func one[T any](t *testing.T, r *Register, query string, args ...any) T {
	t.Helper()
	var v T
	if err := r.read.Get(&v, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

type run = func(query string, args ...any)

func ofFacts(t *testing.T, r *Register, id, concept string) []tampering {
	last := one[int](t, r, "SELECT stand FROM convenant WHERE id = $1", id)
	fact := func(n int) (string, string) {
		return one[string](t, r, "SELECT bytes FROM feit WHERE convenant = $1 AND nummer = $2", id, n),
			one[string](t, r, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = $2", id, n)
	}
	drop := func(run run, n int) { run("DELETE FROM feit WHERE convenant = $1 AND nummer = $2", id, n) }
	head := func(run run, n int, hash string) {
		run("UPDATE convenant SET stand = $1, hoofd = $2 WHERE id = $3", n, hash, id)
	}
	bytes3, hash3 := fact(3)
	bytes4, hash4 := fact(4)
	lastBytes, lastHash := fact(last)
	_, hashBefore := fact(last - 1)
	return []tampering{
		{"the last fact is dropped", func(run run) { drop(run, last) }, "feit", factRow(id, last)},
		{"the last fact is dropped, and the stand set back", func(run run) { drop(run, last); head(run, last-1, hashBefore) }, "feit", factRow(id, last)},
		{"a middle fact is dropped", func(run run) { drop(run, 4) }, "feit", factRow(id, 4)},
		{"the first fact is dropped", func(run run) { drop(run, 1) }, "feit", factRow(id, 1)},
		{"a middle fact is dropped and the others move up", func(run run) {
			drop(run, 4)
			for n := 5; n <= last; n++ {
				run("UPDATE feit SET nummer = $1 WHERE convenant = $2 AND nummer = $3", n-1, id, n)
			}
		}, "feit", factRow(id, 4)},
		{"every fact is dropped", func(run run) { run("DELETE FROM feit WHERE convenant = $1", id) }, "feit", factRow(id, 1)},
		{"two facts are swapped", func(run run) {
			run("UPDATE feit SET bytes = $1, hash = $2 WHERE convenant = $3 AND nummer = 4", bytes3, hash3, id)
			run("UPDATE feit SET bytes = $1, hash = $2 WHERE convenant = $3 AND nummer = 3", bytes4, hash4, id)
		}, "feit", factRow(id, 3)},
		{"a fact is repeated at the end", func(run run) {
			hash := workflow.ChainHash(lastHash, []byte(lastBytes))
			run("INSERT INTO feit (convenant, nummer, bytes, hash) VALUES ($1, $2, $3, $4)", id, last+1, lastBytes, hash)
			head(run, last+1, hash)
		}, "feit", factRow(id, last+1)},
		{"the last fact is rewritten with a right chain", func(run run) {
			other := strings.Replace(lastBytes, "2024-03-05", "2024-03-04", 1)
			hash := workflow.ChainHash(hashBefore, []byte(other))
			run("UPDATE feit SET bytes = $1, hash = $2 WHERE convenant = $3 AND nummer = $4", other, hash, id, last)
			head(run, last, hash)
		}, "feit", factRow(id, last)},
		{"a middle fact is rewritten with a right chain", func(run run) {
			hash := ""
			for n := 1; n <= last; n++ {
				b, _ := fact(n)
				if n == 4 {
					b = strings.Replace(b, "Bestuur", "Bistuur", 1)
				}
				hash = workflow.ChainHash(hash, []byte(b))
				run("UPDATE feit SET bytes = $1, hash = $2 WHERE convenant = $3 AND nummer = $4", b, hash, id, n)
			}
			head(run, last, hash)
		}, "feit", factRow(id, 4)},
		{"a fact is put before the first", func(run run) {
			run("INSERT INTO feit (convenant, nummer, bytes, hash) VALUES ($1, 0, '{}', '')", id)
		}, "feit", factRow(id, 0)},
		{"a convenant is gone from its table", func(run run) { run("DELETE FROM convenant WHERE id = $1", id) }, "convenant", id},
		{"a whole convenant is deleted", func(run run) { whole(run, id) }, "convenant", id},
		{"the newest convenant is deleted", func(run run) { whole(run, concept) }, "convenant", concept},
		{"a convenant is made of nothing", func(run run) {
			run("INSERT INTO convenant (id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken) VALUES ('verzonnen', 'Verzonnen', '', 0, '', 0, '', '')")
		}, "convenant", "verzonnen"},
		{"a convenant is copied under another id", func(run run) {
			run("INSERT INTO convenant (id, naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken) SELECT 'kopie', naam, kenmerk, stand, hoofd, mededelingen, mededelingenhoofd, bekeken FROM convenant WHERE id = $1", concept)
			run("INSERT INTO feit (convenant, nummer, bytes, hash) SELECT 'kopie', nummer, bytes, hash FROM feit WHERE convenant = $1", concept)
			run("INSERT INTO tijdlijn (convenant, onderwerp, toestand, van, tot) SELECT 'kopie', onderwerp, toestand, van, tot FROM tijdlijn WHERE convenant = $1", concept)
			run("INSERT INTO partij (convenant, id, naam) SELECT 'kopie', id, naam FROM partij WHERE convenant = $1", concept)
			run("INSERT INTO mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash) SELECT 'kopie', nummer, soort, onderwerp, dag, revisie, bytes, hash FROM mededeling WHERE convenant = $1", concept)
		}, "feit", factRow("kopie", 1)},
	}
}

// whole deletes a convenant from every table but those of the checkpoints.
func whole(run run, id string) {
	run("DELETE FROM zoek WHERE rowid = (SELECT volgorde FROM convenant WHERE id = $1)", id)
	for _, table := range []string{"feit", "tijdlijn", "partij", "mededeling"} {
		run("DELETE FROM "+table+" WHERE convenant = $1", id)
	}
	for _, table := range []string{"persoonsgegeven", "termijn", "herinnering", "aandacht", "overleg", "idempotentie"} { // where it may have none
		run("UPDATE convenant SET naam = naam WHERE (SELECT count(*) FROM "+table+" WHERE convenant = $1) >= 0", id)
	}
	run("DELETE FROM convenant WHERE id = $1", id)
}

func ofCheckpoints(t *testing.T, r *Register, id string) []tampering {
	chain := chainOf(id)
	last := one[int](t, r, "SELECT nummer FROM keten WHERE keten = $1", chain)
	at := func(n int) string { return checkpointRow{Chain: chain, Number: n}.String() }
	hash := one[string](t, r, "SELECT hash FROM ijkpunt WHERE keten = $1 AND nummer = $2", chain, last-1)
	lastFact := factRow(one[string](t, r, "SELECT convenant FROM ijkpunt WHERE keten = $1 AND nummer = $2", chain, last),
		one[int](t, r, "SELECT stand FROM ijkpunt WHERE keten = $1 AND nummer = $2", chain, last))
	drop := func(run run, n int) { run("DELETE FROM ijkpunt WHERE keten = $1 AND nummer = $2", chain, n) }
	return []tampering{
		{"the last checkpoint is dropped", func(run run) { drop(run, last) }, "ijkpunt", at(last)},
		{"the last checkpoint is dropped and the chain set back", func(run run) {
			drop(run, last)
			run("UPDATE keten SET nummer = $1, hash = $2 WHERE keten = $3", last-1, hash, chain)
		}, "feit", lastFact},
		{"a middle checkpoint is dropped", func(run run) { drop(run, 2) }, "ijkpunt", at(2)},
		{"all checkpoints of a chain are dropped", func(run run) { run("DELETE FROM ijkpunt WHERE keten = $1", chain) }, "ijkpunt", at(1)},
		{"a chain is dropped", func(run run) { run("DELETE FROM keten WHERE keten = $1", chain) }, "keten", fmt.Sprint(chain)},
	}
}

func ofPeople(t *testing.T, r *Register, id string) []tampering {
	row := func(value string) string {
		return one[string](t, r, "SELECT id FROM persoonsgegeven WHERE convenant = $1 AND waarde = $2 ORDER BY feit", id, value)
	}
	anna, gerda := row("Anna de Vries"), row("Gerda Groen")
	gone := one[string](t, r, "SELECT id FROM persoonsgegeven WHERE convenant = $1 AND partij = 'p3' AND waarde IS NULL ORDER BY feit, id", id)
	move := func(run run, from, to string) {
		run("UPDATE persoonsgegeven SET (zout, waarde) = (SELECT zout, waarde FROM persoonsgegeven WHERE id = $1) WHERE id = $2", from, to)
	}
	return []tampering{
		{"personal data are put in another row", func(run run) { move(run, anna, gerda) }, "persoonsgegeven", gerda},
		{"personal data are erased that nobody asked for", func(run run) {
			run("UPDATE persoonsgegeven SET zout = NULL, waarde = NULL WHERE id = $1", gerda)
		}, "persoonsgegeven", gerda},
		{"personal data are half erased", func(run run) { run("UPDATE persoonsgegeven SET zout = NULL WHERE id = $1", anna) }, "persoonsgegeven", anna},
		{"erased personal data are filled in again", func(run run) { move(run, anna, gone) }, "persoonsgegeven", gone},
		{"personal data are dropped", func(run run) { run("DELETE FROM persoonsgegeven WHERE id = $1", anna) }, "persoonsgegeven", anna},
		{"what is left of erased data is dropped", func(run run) { run("DELETE FROM persoonsgegeven WHERE id = $1", gone) }, "persoonsgegeven", gone},
		{"personal data are added", func(run run) {
			run("INSERT INTO persoonsgegeven (id, convenant, feit, partij, zout, waarde) VALUES ('erbij', $1, 1, 'p1', 'z', 'Iemand')", id)
		}, "persoonsgegeven", "erbij"},
		{"two rows change names", func(run run) {
			run("UPDATE persoonsgegeven SET id = 'even' WHERE id = $1", anna)
			run("UPDATE persoonsgegeven SET id = $1 WHERE id = $2", anna, gerda)
			run("UPDATE persoonsgegeven SET id = $1 WHERE id = 'even'", gerda)
		}, "persoonsgegeven", anna},
	}
}

func ofTheRest(t *testing.T, r *Register, id, quiet string) []tampering {
	papers := one[int](t, r, "SELECT mededelingen FROM convenant WHERE id = $1", id)
	last := struct{ Bytes, Hash string }{
		one[string](t, r, "SELECT bytes FROM mededeling WHERE convenant = $1 AND nummer = $2", id, papers),
		one[string](t, r, "SELECT hash FROM mededeling WHERE convenant = $1 AND nummer = $2", id, papers),
	}
	order := fmt.Sprint(one[int](t, r, "SELECT volgorde FROM convenant WHERE id = $1", id))
	texts := make(map[string]string, 2) // the first and the latest text
	c, _, err := r.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	texts["first"], texts["latest"] = c.On(day("2024-01-01")).Text.SHA256(), c.On(day("2024-03-05")).Text.SHA256()
	return []tampering{
		{"the last announcement is dropped", func(run run) {
			run("DELETE FROM mededeling WHERE convenant = $1 AND nummer = $2", id, papers)
		}, "mededeling", factRow(id, papers)},
		{"the last announcement is dropped, and the row of the convenant set back", func(run run) {
			run("DELETE FROM mededeling WHERE convenant = $1 AND nummer = $2", id, papers)
			run("UPDATE convenant SET mededelingen = $1, mededelingenhoofd = (SELECT hash FROM mededeling WHERE convenant = $2 AND nummer = $1) WHERE id = $2", papers-1, id)
		}, "mededeling", factRow(id, papers)},
		{"the calendar is said to have been looked at", func(run run) { run("UPDATE convenant SET bekeken = '2030-01-01' WHERE id = $1", id) }, "convenant", id},
		{"a middle announcement is dropped", func(run run) {
			run("DELETE FROM mededeling WHERE convenant = $1 AND nummer = 2", id)
		}, "mededeling", factRow(id, 2)},
		{"every announcement is dropped", func(run run) { run("DELETE FROM mededeling WHERE convenant = $1", id) }, "mededeling", factRow(id, 1)},
		{"an announcement is added", func(run run) {
			run("INSERT INTO mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash) SELECT convenant, nummer + 1, soort, onderwerp, dag, revisie + 1, bytes, $1 FROM mededeling WHERE convenant = $2 AND nummer = $3",
				workflow.ChainHash(last.Hash, []byte(last.Bytes)), id, papers)
		}, "mededeling", factRow(id, papers+1)},
		{"an announcement is added, and the row of the convenant with it", func(run run) {
			hash := workflow.ChainHash(last.Hash, []byte(last.Bytes))
			run("INSERT INTO mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash) SELECT convenant, nummer + 1, soort, onderwerp, dag, revisie + 1, bytes, $1 FROM mededeling WHERE convenant = $2 AND nummer = $3", hash, id, papers)
			run("UPDATE convenant SET mededelingen = $1, mededelingenhoofd = $2 WHERE id = $3", papers+1, hash, id)
		}, "mededeling", factRow(id, papers+1)},
		{"the first text is dropped", func(run run) { run("DELETE FROM tekst WHERE sha256 = $1", texts["first"]) }, "tekst", texts["first"]},
		{"the latest text is dropped", func(run run) { run("DELETE FROM tekst WHERE sha256 = $1", texts["latest"]) }, "tekst", texts["latest"]},
		{"a text is put in the place of another", func(run run) {
			run("UPDATE tekst SET bytes = (SELECT bytes FROM tekst WHERE sha256 = $1) WHERE sha256 = $2", texts["latest"], texts["first"])
		}, "tekst", texts["first"]},
		{"a state is dropped", func(run run) {
			run("DELETE FROM tijdlijn WHERE convenant = $1 AND onderwerp = 'partij:p3' AND toestand = 'opgezegd'", id)
		}, "tijdlijn", id + " partij:p3|opgezegd|2024-03-01|2024-06-01"},
		{"a state is added", func(run run) {
			run("INSERT INTO tijdlijn (convenant, onderwerp, toestand, van, tot) VALUES ($1, 'partij:p9', 'partij', '2024-01-01', '9999-12-31')", quiet)
		}, "tijdlijn", quiet + " partij:p9|partij|2024-01-01|9999-12-31"},
		{"a term is dropped", func(run run) { run("DELETE FROM termijn WHERE convenant = $1 AND soort = 'laatste-dag'", id) }, "termijn", id + " laatste-dag|2024-06-01|p3"},
		{"a term is added", func(run run) {
			run("INSERT INTO termijn (convenant, soort, datum, partij) VALUES ($1, 'einddatum', '2024-12-31', '')", quiet)
		}, "termijn", quiet + " einddatum|2024-12-31|"},
		{"a reminder is dropped", func(run run) {
			run("DELETE FROM herinnering WHERE convenant = $1 AND aan = 'p2'", quiet)
		}, "herinnering", quiet + " ondertekening|0|p2|2024-01-16|"},
		{"a reminder is added", func(run run) {
			run("INSERT INTO herinnering (convenant, soort, wijziging, aan, datum, uiterlijk) VALUES ($1, 'verlenging', 0, 'p2', '2024-12-31', '')", quiet)
		}, "herinnering", quiet + " verlenging|0|p2|2024-12-31|"},
		{"the clock is put forward", func(run run) { run("UPDATE convenant SET wekker = '9999-12-31' WHERE id = $1", quiet) }, "convenant", quiet},
		{"the clock is to look at once", func(run run) { run("UPDATE convenant SET wekker = '' WHERE id = $1", quiet) }, "convenant", quiet},
		{"what asks for attention is dropped", func(run run) {
			run("DELETE FROM aandacht WHERE convenant = $1 AND soort = 'ondertekening'", quiet)
		}, "aandacht", quiet + " ondertekening"},
		{"attention is asked for nothing", func(run run) {
			run("INSERT INTO aandacht (convenant, soort) VALUES ($1, 'brief')", quiet)
		}, "aandacht", quiet + " brief"},
		{"a meeting is dropped", func(run run) { run("DELETE FROM overleg WHERE convenant = $1", quiet) }, "overleg", quiet + " 1|Bestuur|2024-01-02|vaststellen"},
		{"a meeting is added", func(run run) {
			run("INSERT INTO overleg (convenant, nummer, overleg, datum, doel) VALUES ($1, 9, 'Bestuur', '2024-01-09', 'adviseren')", quiet)
		}, "overleg", quiet + " 9|Bestuur|2024-01-09|adviseren"},
		{"a Partij is dropped", func(run run) { run("DELETE FROM partij WHERE convenant = $1 AND id = 'p2'", id) }, "partij", id + " p2|Gemeente Twee"},
		{"a Partij is added", func(run run) { run("INSERT INTO partij (convenant, id, naam) VALUES ($1, 'p9', 'Negen')", quiet) }, "partij", quiet + " p9|Negen"},
		{"a row of a convenant that is not there", func(run run) {
			run("INSERT INTO partij (convenant, id, naam) VALUES ('verzonnen', 'p9', 'Negen')")
		}, "partij", "verzonnen"},
		{"a convenant is not found any more", func(run run) { run("DELETE FROM zoek WHERE rowid = $1", order) }, "zoek", order},
		{"a convenant is found by other words", func(run run) {
			run("DELETE FROM zoek WHERE rowid = $1", order)
			run("INSERT INTO zoek (rowid, woorden) VALUES ($1, 'iets anders')", order)
		}, "zoek", order},
		{"something is found that is not there", func(run run) { run("INSERT INTO zoek (rowid, woorden) VALUES (77, 'spook')") }, "zoek", "77"},
	}
}

// The pages of the full-text index are SQLite's own, and so are those of every other index: a byte that was changed in
// them shows, or it changes no answer. SQLite only.
func TestTamperingWithThePagesOfTheIndex(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	eventful(t, r)
	answers := map[string]string{}
	for _, words := range []string{"convenant", "aan", "zullen", "gemeente een", "vier", "proef", "niets"} {
		answers[words] = found(t, r, words)
	}
	for table, column := range map[string]string{"zoek_data": "block", "zoek_idx": "pgno"} {
		for _, row := range rowsOf(t, r.read, "SELECT * FROM "+table) {
			path := filepath.Join(t.TempDir(), "kopie.db")
			if _, err := r.write.Exec("VACUUM INTO $1", path); err != nil {
				t.Fatal(err)
			}
			raw := sqlx.MustOpen("sqlite", path)
			key := []any{row["id"]}
			query := "UPDATE " + table + " SET " + column + " = $1 WHERE id = $2"
			if table == "zoek_idx" {
				key, query = []any{row["segid"], row["term"]}, "UPDATE zoek_idx SET pgno = $1 WHERE segid = $2 AND term = $3"
			}
			raw.MustExec(query, append([]any{change(row[column])}, key...)...)
			if err := raw.Close(); err != nil {
				t.Fatal(err)
			}
			other := newRegister(t, sqlite{path: path})
			if _, err := other.Verify(context.Background(), nil); err == nil {
				for words, want := range answers {
					if got := found(t, other, words); got != want {
						t.Errorf("%s %v: not found out, and %q gives %s instead of %s", table, key, words, got, want)
					}
				}
			}
			if err := other.Rebuild(context.Background(), nil); err != nil {
				t.Errorf("%s %v: rebuild: %v", table, key, err)
			}
			sound(t, other)
		}
	}
}

// found lists what a search gives, or the error.
func found(t *testing.T, r *Register, words string) string {
	t.Helper()
	page, err := r.List(context.Background(), Filter{On: day("2024-03-05"), Words: words})
	return fmt.Sprint(page.Rows, err)
}

// A byte that is changed in the file itself, wherever a hash stands: in its row, in an index, in a checkpoint. SQLite
// only.
func TestTamperingWithTheFile(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	id, _, _ := eventful(t, r)
	hash := one[string](t, r, "SELECT hash FROM feit WHERE convenant = $1 AND nummer = 5", id)
	path := filepath.Join(t.TempDir(), "kopie.db")
	if _, err := r.write.Exec("VACUUM INTO $1", path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	places := regexp.MustCompile(hash).FindAllIndex(whole, -1)
	if len(places) < 3 { // its row, its index, its checkpoint
		t.Errorf("the hash stands in %d places", len(places))
	}
	for _, place := range places {
		damaged := slices.Clone(whole)
		damaged[place[0]+20] ^= 1
		copied := filepath.Join(t.TempDir(), "beschadigd.db")
		if err := os.WriteFile(copied, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		var fault *Fault
		if _, err := newRegister(t, sqlite{path: copied}).Verify(context.Background(), nil); !errors.As(err, &fault) {
			t.Errorf("byte %d: not found out: %v", place[0]+20, err)
		}
	}
}

// Somebody who makes every hash right again can still not make a fact that this program reads. The chain of checkpoints
// has this fact last.
func TestAFactThatCannotBeReadIsNamed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		right := one[string](t, r, "SELECT bytes FROM feit WHERE convenant = $1", id)
		for name, bytes := range map[string]string{
			"no JSON":                right[:len(right)-1],
			"another encoding":       strings.Replace(right, `"v":1`, `"v":2`, 1),
			"another number":         strings.Replace(right, `"nummer":1`, `"nummer":2`, 1),
			"a day that is not":      strings.Replace(right, `"op":"2024-01-01"`, `"op":"2024-13-01"`, 1),
			"an unknown kind":        strings.Replace(right, `"handeling":"opstellen"`, `"handeling":"verzinnen"`, 1),
			"gegevens of other kind": strings.Replace(right, `"sjabloon":"algemeen"`, `"onzin":"algemeen"`, 1),
		} {
			fault := tampered(t, r, func(tx *sqlx.Tx) {
				hash := workflow.ChainHash("", []byte(bytes))
				h, err := headOf(context.Background(), tx, id, "")
				if err != nil {
					t.Fatal(err)
				}
				h.Head = hash
				checkpoint := checkpointHash("", h)
				tx.MustExec("UPDATE feit SET bytes = $1, hash = $2 WHERE convenant = $3", bytes, hash, id)
				tx.MustExec("UPDATE convenant SET hoofd = $1 WHERE id = $2", hash, id)
				tx.MustExec("UPDATE ijkpunt SET hoofd = $1, hash = $2 WHERE convenant = $3", hash, checkpoint, id)
				tx.MustExec("UPDATE keten SET hash = $1 WHERE keten = $2", checkpoint, chainOf(id))
			})
			if fault.Table != "feit" || !strings.HasPrefix(fault.Row, id) {
				t.Errorf("%s: found %v", name, fault)
			}
		}
	})
}
