package storage

// Documents that were made are kept: the file once, by its hash, and beside it what it was made from, so that it can be
// made again and compared.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Document is a document that was made.
type Document struct {
	Number int    `db:"nummer"` // in the order in which those of a convenant were kept; given by KeepDocuments
	Name   string `db:"naam"`   // of the file
	Kind   string `db:"soort"`
	To     string `db:"aan"`
	Day    string `db:"dag"`
	SHA256 string `db:"sha256"`
	Pin    string `db:"pin"` // what it was made from, as JSON
	Bytes  []byte `db:"-"`   // the file; not filled in by Documents
}

// pdfType is the kind of file that a document is.
const pdfType = "application/pdf"

// KeepDocuments keeps documents of a convenant, all or none. One that was made before from the same is kept once. It
// fails with ErrUnknown.
func (r *Register) KeepDocuments(ctx context.Context, id string, documents []Document) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := headOf(ctx, tx, id, r.dialect.lock()); err != nil {
			return err
		}
		var last int
		if err := tx.GetContext(ctx, &last, "SELECT coalesce(max(nummer), 0) FROM document WHERE convenant = $1", id); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, d := range documents {
			if _, err := r.exec(ctx, tx, "INSERT INTO blob (sha256, soort, bytes) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING", d.SHA256, pdfType, d.Bytes); err != nil {
				return err
			}
			result, err := r.exec(ctx, tx, `INSERT INTO document (convenant, nummer, naam, soort, aan, dag, sha256, pin)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (convenant, pin) DO NOTHING`, id, last+1, d.Name, d.Kind, d.To, d.Day, d.SHA256, d.Pin)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil {
				return fmt.Errorf("storage: %w", err)
			} else if n == 1 {
				last++
			}
		}
		return nil
	})
}

// Documents lists the documents of a convenant in the order in which they were kept, without their files.
func (r *Register) Documents(ctx context.Context, id string) ([]Document, error) {
	var list []Document
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		err := tx.SelectContext(ctx, &list, "SELECT nummer, naam, soort, aan, dag, sha256, pin FROM document WHERE convenant = $1 ORDER BY nummer", id)
		if err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		return nil
	})
	return list, err
}

// DocumentsFor lists the documents of a kind that were made for somebody on a day, in the order in which they were kept,
// without their files.
func (r *Register) DocumentsFor(ctx context.Context, id, kind, to, day string) ([]Document, error) {
	var list []Document
	err := r.list(ctx, &list, `SELECT nummer, naam, soort, aan, dag, sha256, pin FROM document
		WHERE convenant = $1 AND soort = $2 AND aan = $3 AND dag = $4 ORDER BY nummer`, id, kind, to, day)
	return list, err
}

// KeptDocument is a document with the convenant that it is of.
type KeptDocument struct {
	Convenant string `db:"convenant"`
	Document
}

// DocumentsWith lists the documents that are this file, without the file.
func (r *Register) DocumentsWith(ctx context.Context, sha256 string) ([]KeptDocument, error) {
	var list []KeptDocument
	err := r.list(ctx, &list, "SELECT convenant, nummer, naam, soort, aan, dag, sha256, pin FROM document WHERE sha256 = $1 ORDER BY convenant, nummer", sha256)
	return list, err
}

// File returns a file by its SHA-256, or ErrUnknown.
func (r *Register) File(ctx context.Context, sha256 string) ([]byte, error) {
	var bytes []byte
	err := r.reading(ctx, func(tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &bytes, "SELECT bytes FROM blob WHERE sha256 = $1", sha256)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, ErrUnknown
	case err != nil:
		return nil, fmt.Errorf("storage: %w", err)
	}
	return bytes, nil
}

// CopyTo writes the register, as it is at this moment, into a new SQLite file. Equal registers give equal files. (The
// file of a running register is never equal to another's: its pages lie as they came, partly in the write-ahead log.)
func (r *Register) CopyTo(ctx context.Context, path string) error {
	if r.dialect.name() != (sqlite{}).name() {
		return errors.New("storage: only a register in SQLite can be copied into a file")
	}
	if _, err := r.write.ExecContext(ctx, "VACUUM INTO $1", path); err != nil {
		return fmt.Errorf("storage: copy: %w", err)
	}
	return nil
}
