package storage

// What a backup is: one file that holds everything recorded, made to outlive this program. It is a gzipped tar of plain
// files: lines of JSON per table, and every text and file by its own SHA-256, with LEESMIJ.txt to explain them. Behind
// the tar comes an empty gzip member whose comment is the SHA-256 of all bytes before it, so that no byte can change and
// no end can be missing without being noticed. What is computed from the facts is left out: it is computed anew.
//
// Equal registers give equal backups, whichever database they are in.

import (
	_ "embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// backupTable is a table of which every row is kept.
type backupTable struct {
	name    string
	key     string // the order of the rows
	columns string // name and kind of each: text, which may be NULL, or integer
	folder  string // where the bytes of the rows stand as files, by their SHA-256
}

// backupTables is the one list of what a backup holds, in the order in which a restore can fill them in. Whatever else
// the schema has stands in the test beside it, with the reason.
var backupTables = []backupTable{
	{name: "convenant", key: "volgorde", columns: "volgorde integer, id text, naam text, kenmerk text, stand integer, hoofd text, mededelingen integer, mededelingenhoofd text, bekeken text"},
	{name: "feit", key: "convenant, nummer", columns: "convenant text, nummer integer, hash text, bytes text"},
	{name: "persoonsgegeven", key: "id", columns: "id text, convenant text, feit integer, partij text, zout text, waarde text"},
	{name: "ijkpunt", key: "keten, nummer", columns: "keten integer, nummer integer, convenant text, stand integer, hoofd text, mededelingen integer, mededelingenhoofd text, bekeken text, hash text"},
	{name: "keten", key: "keten", columns: "keten integer, nummer integer, hash text"},
	{name: "mededeling", key: "convenant, nummer", columns: "convenant text, nummer integer, soort text, onderwerp text, dag text, revisie integer, bytes text, hash text"},
	{name: "tekst", key: "sha256", columns: "sha256 text", folder: "teksten"},
	{name: "blob", key: "sha256", columns: "sha256 text, soort text", folder: "bestanden"},
	{name: "document", key: "convenant, nummer", columns: "convenant text, nummer integer, naam text, soort text, aan text, dag text, sha256 text, pin text"},
	{name: "idempotentie", key: "wie, sleutel", columns: "wie text, sleutel text, vraag text, convenant text, feit integer, stand integer, weigering text, vervallen text, moment text"},
	{name: "persoon", key: "id", columns: "id text, naam text, email text"},
	{name: "principaal", key: "id", columns: "id text, persoon text, token text, rol text, partij text, vervalt text"},
	{name: "post", key: "id", columns: "id text, convenant text, mededeling integer, rol text, aan text, waarom text, over text, toestand text, poging integer, eerder integer, volgende text, bezet text, fout text, adres text"},
	{name: "postpoging", key: "post, poging, nummer", columns: "post text, poging integer, nummer integer, moment text, adres text, bron text, uitslag text, antwoord text, stukken text, wie text"},
	{name: "bijlage", key: "sha256, door", columns: "sha256 text, door text, paginas integer, moment text"},
	{name: "bijlageverwijzing", key: "sha256, convenant, feit", columns: "sha256 text, convenant text, feit integer"},
	{name: "agenda", key: "id", columns: "id text, principaal text, geheim text, naam text, vervalt text"},
	{name: "tokennaam", key: "principaal", columns: "principaal text, naam text"},
}

// backupColumn is a column of a table in a backup.
type backupColumn struct {
	name    string
	integer bool
}

func (t backupTable) list() []backupColumn {
	var list []backupColumn
	for column := range strings.SplitSeq(t.columns, ", ") {
		name, kind, _ := strings.Cut(column, " ")
		list = append(list, backupColumn{name, kind == "integer"})
	}
	return list
}

func (t backupTable) names() []string {
	var names []string
	for _, c := range t.list() {
		names = append(names, c.name)
	}
	return names
}

// part names a file with rows of the table; there are as many as it takes.
func (t backupTable) part(n int) string { return fmt.Sprintf("tabellen/%s/%06d.jsonl", t.name, n) }

// backupVersion is the version of what stands here. A table or a column that is added is no new version: a backup names
// its own, and a program that does not know one refuses it.
const backupVersion = 1

// The files in a backup that are not of a table. The sums come last and are over all files that do not carry their own
// SHA-256 as a name.
const (
	readMeName   = "LEESMIJ.txt"
	manifestName = "manifest.json"
	sumsName     = "SHA256SUMS"
)

//go:embed backup_leesmij.txt
var readMe string

// manifest tells what the backup holds.
type manifest struct {
	Format  string          `json:"formaat"`
	Version int             `json:"versie"`
	Heads   string          `json:"hoofden"` // SHA-256 over the line "id stand hoofd" of every convenant, in order
	Tables  []manifestTable `json:"tabellen"`
}

type manifestTable struct {
	Name    string   `json:"naam"`
	Columns []string `json:"kolommen"`
	Rows    int      `json:"rijen"`
}

const backupFormat = "convenant-backup"

// rows tells how many rows the backup has of a table.
func (m manifest) rows(table string) int {
	i := slices.IndexFunc(m.Tables, func(t manifestTable) bool { return t.Name == table })
	if i < 0 {
		return 0
	}
	return m.Tables[i].Rows
}

func (m manifest) contents() BackupContents {
	return BackupContents{Convenanten: m.rows("convenant"), Facts: m.rows("feit"), Texts: m.rows("tekst"), Files: m.rows("blob"), Heads: m.Heads}
}

// BackupContents tells what a backup holds. Heads is one fingerprint of where all convenanten stand: equal for a
// register, its backup and what is restored from it.
type BackupContents struct {
	Convenanten, Facts, Texts, Files int
	Heads                            string
}

// headLine is what the fingerprint of heads is over.
func headLine(id string, stand int64, head string) string {
	return fmt.Sprintf("%s %d %s\n", id, stand, head)
}

// The seal at the end: an empty gzip member (RFC 1952) with a comment, written out so that it has one length and one
// form. Programs that unpack see nothing in it.
const (
	sealStart   = "\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"
	sealComment = "SHA-256 of all bytes before this: "
	sealEnd     = "\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	sealLength  = len(sealStart) + len(sealComment) + 64 + len(sealEnd)
)

func backupSeal(sum []byte) string {
	return sealStart + sealComment + hex.EncodeToString(sum) + sealEnd
}

// backupComment opens the file: it tells what it is, also when the rest is gone.
func backupComment(version int) string { return fmt.Sprintf("%s/%d", backupFormat, version) }
