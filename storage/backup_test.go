package storage

// A backup and what is restored from it are the register that it was made of: the same rows, the same heads, the same
// answers, in either database, and life goes on in it.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/workflow"
)

// recorded records everything that leaves rows: eventful, with documents and people who may use the register.
func recorded(t testing.TB, r *Register) (id string) {
	t.Helper()
	ctx := context.Background()
	id, quiet, _ := eventful(t, r)
	if a := offer(r, quiet, Key{"token-1", "geweigerd", "vraag"}, signing(t, "p9"), "2024-03-06"); a.err != nil || a.out.Refusal == nil {
		t.Fatal(a)
	}
	for _, convenant := range []string{id, quiet} {
		papers := []Document{{Name: "ondertekenblad.pdf", Kind: "ondertekenblad", Day: "2024-03-06", SHA256: sha256Of("een blad"), Pin: `{"stand":3}`, Bytes: []byte("een blad")},
			{Name: "<é>.pdf", Kind: "oplegger", To: "p1", Day: "2024-03-06", SHA256: sha256Of(convenant), Pin: `{"stand":4}`, Bytes: []byte(convenant)}}
		if err := r.KeepDocuments(ctx, convenant, papers); err != nil {
			t.Fatal(err)
		}
	}
	mails, err := r.ClaimMails(ctx, 1, time.Minute)
	if err != nil || len(mails) != 1 {
		t.Fatal(len(mails), err)
	}
	if err := r.SettleMail(ctx, mails[0], Settlement{State: MailSent, Log: []Attempt{{At: r.now(), Address: "hanna@example.org", Outcome: OutcomeAccepted, Answer: "250 2.0.0"}}}); err != nil {
		t.Fatal(err)
	}
	person, err := r.AddPerson(ctx, "Hanna Hoek", "hanna@example.org", Grant{Role: RoleSecretariat})
	if err != nil {
		t.Fatal(err)
	}
	token, err := r.AddToken(ctx, sha256Of("geheim"), Grant{Role: RoleParty, Party: "p1", Expires: given().Now().AddDate(1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.NameToken(ctx, token.ID, "Zaaksysteem van p1"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddFeed(ctx, sha256Of("adres"), token.ID, "Agenda van p1"); err != nil {
		t.Fatal(err)
	}
	if err := r.AddUpload(ctx, Upload{sha256Of("een scan"), "application/pdf", 1, token.ID}, []byte("een scan")); err != nil {
		t.Fatal(err)
	}
	record(t, r, id, "2024-03-06", `{"handeling":"brief-registreren","gegevens":{"soort":"anders","partij":"p1","bijlage":"%s"}}`, sha256Of("een scan"))
	gone, err := r.AddPerson(ctx, "Wim Weg", "wim@example.org", Grant{Role: RoleAlderman})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.ErasePerson(ctx, gone.Person); err != nil || person.ID == "" {
		t.Fatal(err)
	}
	return id
}

func backedUp(t testing.TB, r *Register) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := r.Backup(context.Background(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// restore restores a backup that is in memory.
func restore(r *Register, backup []byte, erasures ...Erasure) (Restored, error) {
	b, err := ReadBackup(context.Background(), bytes.NewReader(backup), int64(len(backup)))
	if err != nil {
		return Restored{}, err
	}
	return r.Restore(context.Background(), b, Restoring{Today: day("2024-04-01"), Erasures: erasures})
}

// intoEach restores a backup into a new register in every database.
func intoEach(t *testing.T, backup []byte, test func(t *testing.T, r *Register)) {
	t.Helper()
	for name, make := range databases {
		t.Run("into "+name, func(t *testing.T) {
			r := newRegister(t, make(t))
			if _, err := restore(r, backup); err != nil {
				t.Fatal(err)
			}
			test(t, r)
		})
	}
}

func TestARestoredRegisterIsTheSame(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := recorded(t, r)
		backup := backedUp(t, r)
		if again := backedUp(t, r); !bytes.Equal(backup, again) {
			t.Error("the same register gives another backup the second time")
		}
		intoEach(t, backup, func(t *testing.T, other *Register) {
			sound(t, other)
			if !bytes.Equal(backup, backedUp(t, other)) {
				t.Error("what is restored gives another backup")
			}
			if got, want := plainDump(t, other), plainDump(t, r); got != want {
				t.Errorf("restored is\n%s\ninstead of\n%s", got, want)
			}
			goesOn(t, r, other, id)
		})
	})
}

// plainDump gives the rows of the tables that every database has, recorded and computed.
func plainDump(t *testing.T, r *Register) string {
	t.Helper()
	var lines []string
	for _, table := range append([]string{"tijdlijn", "termijn", "partij"}, tableNames()...) {
		rows, err := r.read.Queryx("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, err := rows.SliceScan()
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%s %q", table, values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func tableNames() []string {
	var names []string
	for _, table := range backupTables {
		names = append(names, table.name)
	}
	return names
}

// goesOn acts in a restored register: answers are repeated, numbers go on, and people are who they were.
func goesOn(t *testing.T, from, r *Register, id string) {
	t.Helper()
	ctx := context.Background()
	again, err := r.Draft(ctx, Key{"secretariaat", "sleutel", "vraag"}, func(*workflow.Convenant) workflow.Decision {
		t.Error("what was answered is done again")
		return workflow.Decision{}
	})
	if err != nil || !again.Repeated || again.ID != id || again.Fact != 1 {
		t.Errorf("a key that was used before is answered with %+v, %v", again, err)
	}
	if p, err := r.PrincipalByToken(ctx, sha256Of("geheim")); err != nil || p.Actor() != "p1" {
		t.Errorf("the token is of %+v, %v", p, err)
	}
	before, err := from.List(ctx, Filter{On: day("2024-03-06"), Words: "samenwerking"})
	if err != nil || len(before.Rows) == 0 {
		t.Fatal(err, before)
	}
	if after, err := r.List(ctx, Filter{On: day("2024-03-06"), Words: "samenwerking"}); err != nil || !slices.Equal(after.Rows, before.Rows) {
		t.Errorf("a search finds %v, %v", after, err)
	}
	record(t, r, id, "2024-03-06", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`)
	next := draft(t, r, 2)
	if n := one[int](t, r, "SELECT volgorde FROM convenant WHERE id = $1", next); n != 4 {
		t.Errorf("the next convenant has volgorde %d, not 4", n)
	}
	sound(t, r)
}

// An empty register has a backup as well.
func TestAnEmptyRegister(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		intoEach(t, backedUp(t, r), func(t *testing.T, other *Register) {
			draft(t, other, 2)
			sound(t, other)
		})
	})
}

// A register of which a table takes several parts. A part is a megabyte of rows.
func TestATableInSeveralParts(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := draft(t, r, 2)
		for n := range 3 { // of rows as long as these, two fill a part
			if err := r.KeepDocuments(context.Background(), id, []Document{{Name: strings.Repeat("x", partSize*2/3), SHA256: sha256Of("x"), Bytes: []byte("x"), Pin: fmt.Sprint(n)}}); err != nil {
				t.Fatal(err)
			}
		}
		backup := backedUp(t, r)
		if files := unpacked(t, backup); !slices.Contains(files.names, "tabellen/document/000002.jsonl") || slices.Contains(files.names, "tabellen/document/000003.jsonl") {
			t.Errorf("the parts are %q", files.names)
		}
		intoEach(t, backup, func(t *testing.T, other *Register) {
			if !bytes.Equal(backup, backedUp(t, other)) {
				t.Error("what is restored gives another backup")
			}
		})
	})
}

// meanwhile acts each time that something is written.
type meanwhile struct {
	bytes.Buffer
	act func()
}

func (m *meanwhile) Write(p []byte) (int, error) {
	m.act()
	return m.Buffer.Write(p)
}

// A backup is of one moment, whatever is recorded while it is written.
func TestActsDuringABackup(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := recorded(t, r)
		quiet := backedUp(t, r)
		n := 0
		w := &meanwhile{act: func() {
			n++
			record(t, r, id, "2024-03-06", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Nieuw %d","rang":%d}}`, n, n%9+1)
			draft(t, r, 2)
			if err := r.KeepDocuments(context.Background(), id, []Document{{Name: "x", SHA256: sha256Of(fmt.Sprint(n)), Bytes: fmt.Append(nil, n), Pin: fmt.Sprint(n)}}); err != nil {
				t.Error(err)
			}
		}}
		if _, err := r.Backup(context.Background(), w, nil); err != nil {
			t.Fatal(err)
		}
		if n < 2 {
			t.Fatalf("it was written in %d goes: nothing happened meanwhile", n)
		}
		if !bytes.Equal(w.Bytes(), quiet) {
			t.Error("it holds something that was recorded after it began")
		}
		sound(t, r)
	})
}

// notBackedUp lists what a backup leaves out, with the reason.
var notBackedUp = map[string]string{
	"tijdlijn":         "computed from the facts",
	"termijn":          "idem",
	"partij":           "idem",
	"zoek":             "idem",
	"zoekwoord":        "a view of the index",
	"zoek_data":        "the index as SQLite keeps it",
	"zoek_idx":         "idem",
	"zoek_docsize":     "idem",
	"zoek_config":      "idem",
	"herinnering":      "computed from the facts",
	"aandacht":         "computed from the facts",
	"overleg":          "computed from the facts",
	"convenant.wekker": "idem",
	"webhook":          "a register that is restored elsewhere must tell nobody; who wants to be told is entered again",
	"webhookbericht":   "idem",
	"webhookpoging":    "idem",
	"tempo":            "how much was asked in the last minutes, which is forgotten again",
	"toegangslink":     "a backup that is found must let nobody in; who needs a link asks for one",
	"sessie":           "idem; everyone signs in again",
	"ondertekencode":   "idem; who signs has another one mailed or handed out",
	"tweedefactor":     "idem, and codes are computed from it; everyone sets up a new one",
	"identiteit":       "who somebody is elsewhere; linked again by the address, when that one says it is theirs",
	"logboek":          "of the use of this register, kept for a year; a backup is kept for longer",
	"goose_db_version": "which migrations were done; the register that is restored into has its own",
	"sqlite_sequence":  "the next volgorde, which SQLite finds by the rows",
}

func TestEveryColumnIsBackedUp(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t))
	var columns []struct {
		Table  string `db:"tabel"`
		Column string `db:"kolom"`
		Type   string `db:"soort"`
	}
	if err := r.read.Select(&columns, "SELECT m.name AS tabel, c.name AS kolom, lower(c.type) AS soort FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"); err != nil {
		t.Fatal(err)
	}
	left, kept := maps.Clone(notBackedUp), map[string]string{}
	for _, table := range backupTables {
		for _, c := range table.list() {
			kept[table.name+"."+c.name] = map[bool]string{true: "integer", false: "text"}[c.integer]
		}
		if table.folder != "" {
			kept[table.name+".bytes"] = "blob"
		}
	}
	for _, c := range columns {
		_, table := notBackedUp[c.Table]
		_, column := notBackedUp[c.Table+"."+c.Column]
		exception := table || column
		if kind, is := kept[c.Table+"."+c.Column]; is == exception || is && kind != c.Type {
			t.Errorf("%s.%s (%s): in a backup: %v %s; in the list of exceptions: %v", c.Table, c.Column, c.Type, is, kind, exception)
		}
		delete(left, c.Table)
		delete(left, c.Table+"."+c.Column)
		delete(kept, c.Table+"."+c.Column)
	}
	for name := range left {
		t.Errorf("%s is an exception and is not there", name)
	}
	for name := range kept {
		t.Errorf("%s is in a backup and is not there", name)
	}
}

func TestOnlyAnEmptyRegisterIsRestoredInto(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		backup := backedUp(t, r)
		id := draft(t, r, 2)
		before := dump(t, r)
		if _, err := restore(r, backup); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("with a convenant in it: %v", err)
		}
		unchanged(t, r, before, "a restore that was refused")
		record(t, r, id, "2024-01-02", `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort."}}`)
	})
	everywhere(t, func(t *testing.T, r *Register) {
		backup := backedUp(t, r)
		if _, err := r.AddToken(context.Background(), sha256Of("geheim"), Grant{Role: RoleSecretariat}); err != nil {
			t.Fatal(err)
		}
		if _, err := restore(r, backup); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("with a token in it: %v", err)
		}
	})
}

// A fault at any statement of a restore, or at its commit, leaves the register empty, and it can be tried again.
func TestAFaultInARestoreLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := recorded(t, r)
		backup := backedUp(t, r)
		target := newRegister(t, databaseLike(t, r))
		empty := dump(t, target)
		attempt := func(nth int) ([]string, error) {
			steps := faulty(target, nth)
			defer func() { target.fault = nil }()
			_, err := restore(target, backup)
			return *steps, err
		}
		rehearsal := newRegister(t, databaseLike(t, r))
		counted := faulty(rehearsal, 0)
		if _, err := restore(rehearsal, backup); err != nil {
			t.Fatal(err)
		}
		last := len(*counted)
		wrote(t, *counted, tableNames()...)
		for n := 1; n <= last; n += max(1, min(last/12, last-n)) {
			if steps, err := attempt(n); !errors.Is(err, errFault) {
				t.Fatalf("step %d (%s): %v", n, steps[n-1], err)
			}
			unchanged(t, target, empty, "a restore that failed")
		}
		if _, err := attempt(0); err != nil {
			t.Fatal(err)
		}
		goesOn(t, r, target, id)
	})
}

// databaseLike gives a new database of the same kind.
func databaseLike(t *testing.T, r *Register) dialect {
	t.Helper()
	for _, make := range databases {
		if d := make(t); d.name() == r.dialect.name() {
			return d
		}
	}
	t.Fatal("there is no such database")
	return nil
}

func TestTheExplanationTellsTheLengthOfTheSeal(t *testing.T) {
	if !strings.Contains(readMe, fmt.Sprintf("tail -c %d KOPIE", sealLength)) || !strings.Contains(readMe, fmt.Sprintf("head -c -%d KOPIE", sealLength)) {
		t.Errorf("LEESMIJ.txt does not say that the seal is %d bytes long", sealLength)
	}
	for _, table := range backupTables {
		if !strings.Contains(readMe, table.name) {
			t.Errorf("LEESMIJ.txt does not explain %s", table.name)
		}
	}
}

// What cannot be kept as it is, is not kept as something else.
func TestATextThatIsNoUTF8IsNotBackedUp(t *testing.T) {
	r := newRegister(t, databases["sqlite"](t)) // the other database does not take it
	id := draft(t, r, 2)
	r.write.MustExec("INSERT INTO mededeling (convenant, nummer, soort, onderwerp, dag, revisie, bytes, hash) VALUES ($1, 9, CAST(x'ff' AS TEXT), '', '', 1, '', '')", id)
	if _, err := r.Backup(context.Background(), &bytes.Buffer{}, nil); err == nil || !strings.Contains(err.Error(), "column soort is no UTF-8") {
		t.Errorf("it says %v", err)
	}
	r.write.MustExec("DELETE FROM mededeling WHERE nummer = 9")
	r.write.MustExec("UPDATE tekst SET bytes = 'anders'")
	if _, err := r.Backup(context.Background(), &bytes.Buffer{}, nil); err == nil || !strings.Contains(err.Error(), "convenant verify") {
		t.Errorf("it says %v", err)
	}
}

// A disk that is full, or a pipe that breaks, is no backup.
func TestABackupThatCannotBeWritten(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		recorded(t, r)
		whole := len(backedUp(t, r))
		for _, room := range []int{0, 10, whole / 2, whole - 1} {
			if _, err := r.Backup(context.Background(), &narrow{room}, nil); !errors.Is(err, os.ErrClosed) {
				t.Errorf("with room for %d bytes of %d: %v", room, whole, err)
			}
		}
		ctx, cancel := context.WithCancel(context.Background())
		if _, err := r.Backup(ctx, &bytes.Buffer{}, func(int, int) { cancel() }); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who goes away is told %v", err)
		}
	})
}

// narrow takes so many bytes.
type narrow struct{ room int }

func (n *narrow) Write(p []byte) (int, error) {
	if n.room -= len(p); n.room < 0 {
		return 0, os.ErrClosed
	}
	return len(p), nil
}
