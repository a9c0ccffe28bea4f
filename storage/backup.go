package storage

// Writing a backup: while acts go on, from one read-only transaction, so that everything in it is of one moment. It
// holds one row, one part of a table or one file at a time, however large the register is.

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
)

// Backup writes everything that is recorded to w, as it is at one moment. progress, if not nil, is told how many rows
// are done, of how many.
func (r *Register) Backup(ctx context.Context, w io.Writer, progress func(done, of int)) (BackupContents, error) {
	// What a transaction reads at a lower level than this may be of several moments.
	tx, err := r.read.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: r.dialect.snapshot()})
	if err != nil {
		return BackupContents{}, fmt.Errorf("storage: begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	m, err := manifestOf(ctx, tx)
	if err != nil {
		return BackupContents{}, err
	}
	b, err := newBackupWriter(w, m, progress)
	if err != nil {
		return BackupContents{}, err
	}
	for _, t := range backupTables {
		if err := b.table(ctx, tx, t); err != nil {
			return BackupContents{}, fmt.Errorf("storage: backup of %s: %w", t.name, err)
		}
	}
	return m.contents(), b.close()
}

// manifestOf counts what there is. Its first question fixes the moment.
func manifestOf(ctx context.Context, tx *sqlx.Tx) (manifest, error) {
	m := manifest{Format: backupFormat, Version: backupVersion}
	for _, t := range backupTables {
		of := manifestTable{Name: t.name, Columns: t.names()}
		if err := tx.GetContext(ctx, &of.Rows, "SELECT count(*) FROM "+t.name); err != nil {
			return m, fmt.Errorf("storage: %w", err)
		}
		m.Tables = append(m.Tables, of)
	}
	var err error
	m.Heads, err = headsOf(ctx, tx)
	return m, err
}

// headsOf takes the fingerprint of where all convenanten stand.
func headsOf(ctx context.Context, tx *sqlx.Tx) (string, error) {
	sum := sha256.New()
	err := each(ctx, tx, "SELECT id, stand, hoofd FROM convenant ORDER BY volgorde", func(row struct {
		ID    string `db:"id"`
		Stand int64  `db:"stand"`
		Head  string `db:"hoofd"`
	}) error {
		io.WriteString(sum, headLine(row.ID, row.Stand, row.Head)) //nolint:errcheck // a hash takes everything
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// backupWriter writes the files of a backup one after the other.
type backupWriter struct {
	out      io.Writer // what comes out, unsealed
	all      hash.Hash // over all bytes that came out
	zip      *gzip.Writer
	tar      *tar.Writer
	sums     strings.Builder
	done, of int
	progress func(done, of int)
}

func newBackupWriter(w io.Writer, m manifest, progress func(done, of int)) (*backupWriter, error) {
	b := &backupWriter{out: w, all: sha256.New(), progress: progress}
	for _, t := range m.Tables {
		b.of += t.Rows
	}
	// The fastest level: most of a large register is PDF, which hardly gets smaller.
	var err error
	if b.zip, err = gzip.NewWriterLevel(io.MultiWriter(w, b.all), gzip.BestSpeed); err != nil {
		return nil, err
	}
	b.zip.Comment = backupComment(m.Version)
	b.tar = tar.NewWriter(b.zip)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := b.summed(readMeName, []byte(readMe)); err != nil {
		return nil, err
	}
	return b, b.summed(manifestName, append(text, '\n'))
}

// file writes a file without owner or time, so that equal registers give equal bytes.
func (b *backupWriter) file(name string, content []byte) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o600, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
	if header.Size > maxUSTAR {
		header.Format = tar.FormatPAX
	}
	if err := b.tar.WriteHeader(header); err != nil {
		return err
	}
	_, err := b.tar.Write(content)
	return err
}

// maxUSTAR is the largest file in the oldest form of tar, which everything can read.
const maxUSTAR = 1<<33 - 1

// summed writes a file that the sums are over.
func (b *backupWriter) summed(name string, content []byte) error {
	sum := sha256.Sum256(content)
	b.sums.WriteString(sumLine(sum, name))
	return b.file(name, content)
}

// sumLine is a line as the command sha256sum writes and checks it.
func sumLine(sum [sha256.Size]byte, name string) string {
	return hex.EncodeToString(sum[:]) + "  " + name + "\n"
}

// partSize is how large a file with rows grows before the next one is begun.
const partSize = 1 << 20

// table writes the rows of a table in parts, and then the files of its rows.
func (b *backupWriter) table(ctx context.Context, tx *sqlx.Tx, t backupTable) error {
	var part bytes.Buffer
	parts := 0
	flush := func() error {
		if part.Len() == 0 {
			return nil
		}
		parts++
		defer part.Reset()
		return b.summed(t.part(parts), part.Bytes())
	}
	err := eachRow(ctx, tx, t, func(row []any) error {
		if err := writeRow(&part, t.list(), row); err != nil {
			return err
		}
		b.row()
		if part.Len() < partSize {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil || t.folder == "" {
		return err
	}
	return each(ctx, tx, "SELECT sha256, bytes FROM "+t.name+" ORDER BY sha256", func(row struct {
		Name  string `db:"sha256"`
		Bytes []byte `db:"bytes"`
	}) error {
		if sum := sha256.Sum256(row.Bytes); hex.EncodeToString(sum[:]) != row.Name {
			return fmt.Errorf("%s %s has bytes with another SHA-256; find out more with: convenant verify", t.name, row.Name)
		}
		return b.file(t.folder+"/"+row.Name, row.Bytes)
	})
}

func (b *backupWriter) row() {
	if b.done++; b.progress != nil {
		b.progress(b.done, b.of)
	}
}

// eachRow reads the rows of a table, each as *sql.NullString and *sql.NullInt64 by column.
func eachRow(ctx context.Context, tx *sqlx.Tx, t backupTable, f func(row []any) error) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(t.names(), ", ")+" FROM "+t.name+" ORDER BY "+t.key)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // read to the end or given up on
	row := make([]any, 0, len(t.list()))
	for _, c := range t.list() {
		if c.integer {
			row = append(row, &sql.NullInt64{})
		} else {
			row = append(row, &sql.NullString{})
		}
	}
	for rows.Next() {
		if err := rows.Scan(row...); err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// writeRow writes a row as a line of JSON with its columns in their order.
func writeRow(w *bytes.Buffer, columns []backupColumn, row []any) error {
	for i, c := range columns {
		w.WriteString(string("{,"[min(i, 1)]) + strconv.Quote(c.name) + ":")
		switch v := row[i].(type) {
		case *sql.NullInt64:
			if !v.Valid {
				return fmt.Errorf("a number in column %s is NULL", c.name)
			}
			w.WriteString(strconv.FormatInt(v.Int64, 10))
		case *sql.NullString:
			if !utf8.ValidString(v.String) { // JSON would put another sign in its place without a word
				return fmt.Errorf("the text %.40q in column %s is no UTF-8", v.String, c.name)
			}
			if !v.Valid {
				w.WriteString("null")
				continue
			}
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			if err := e.Encode(v.String); err != nil {
				return err
			}
			w.Truncate(w.Len() - 1) // the encoder ends a line
		}
	}
	w.WriteString("}\n")
	return nil
}

// close writes the sums, and the seal over everything.
func (b *backupWriter) close() error {
	if err := b.file(sumsName, []byte(b.sums.String())); err != nil {
		return err
	}
	if err := b.tar.Close(); err != nil {
		return err
	}
	if err := b.zip.Close(); err != nil {
		return err
	}
	_, err := io.WriteString(b.out, backupSeal(b.all.Sum(nil)))
	return err
}
