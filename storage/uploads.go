package storage

// Files that somebody sent, as the scan of a letter: kept once, by their hash, as a blob. A fact refers to one by that
// hash. Until then it waits: only who sent it knows of it, and after a week it is taken away again.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"convenant/workflow"
)

// Upload is a file that somebody sent.
type Upload struct {
	SHA256 string
	Type   string // the media type, by content
	Pages  int
	By     string // the id of the principal
}

// Reference is a fact that refers to a file.
type Reference struct {
	Convenant string `db:"convenant"`
	Fact      int    `db:"feit"`
}

// ErrTooManyUploads tells that somebody has sent as much as may wait for an act to refer to it.
var ErrTooManyUploads = errors.New("storage: too many files are waiting for an act to refer to them")

// What may wait: so many files of one principal, for so long.
const (
	MostUploads = 50
	UploadLasts = 7 * 24 * time.Hour
)

// AddUpload keeps a file that was looked at. Sending it again keeps it once. It fails with ErrTooManyUploads.
func (r *Register) AddUpload(ctx context.Context, u Upload, bytes []byte) error {
	return r.transact(ctx, func(tx *sqlx.Tx) error {
		if err := r.forgetUploads(ctx, tx); err != nil {
			return err
		}
		var waiting int
		if err := tx.GetContext(ctx, &waiting, "SELECT count(*) FROM bijlage WHERE door = $1 AND sha256 <> $2", u.By, u.SHA256); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if waiting >= MostUploads {
			return ErrTooManyUploads
		}
		if _, err := r.exec(ctx, tx, "INSERT INTO blob (sha256, soort, bytes) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING", u.SHA256, u.Type, bytes); err != nil {
			return err
		}
		_, err := r.exec(ctx, tx, `INSERT INTO bijlage (sha256, door, paginas, moment) VALUES ($1, $2, $3, $4)
			ON CONFLICT (sha256, door) DO UPDATE SET moment = excluded.moment`, u.SHA256, u.By, u.Pages, momentText(r.now()))
		return err
	})
}

// forgetUploads takes away what has waited too long, with the files that nothing else holds.
func (r *Register) forgetUploads(ctx context.Context, tx *sqlx.Tx) error {
	var old []string
	if err := tx.SelectContext(ctx, &old, "SELECT sha256 FROM bijlage WHERE moment < $1", momentText(r.now().Add(-UploadLasts))); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for _, sha256 := range old {
		if _, err := r.exec(ctx, tx, "DELETE FROM bijlage WHERE sha256 = $1 AND moment < $2", sha256, momentText(r.now().Add(-UploadLasts))); err != nil {
			return err
		}
		query := "DELETE FROM blob WHERE sha256 = $1"
		for _, table := range blobHolders {
			query += " AND NOT EXISTS (SELECT 1 FROM " + table + " h WHERE h.sha256 = blob.sha256)"
		}
		if _, err := r.exec(ctx, tx, query, sha256); err != nil {
			return err
		}
	}
	return nil
}

// blobHolders are the tables whose rows refer to a blob by their sha256. A test compares them with the schema.
var blobHolders = []string{"document", "bijlage", "bijlageverwijzing"}

// TypeOfFile tells the media type of a file that is kept. It fails with ErrUnknown.
func (r *Register) TypeOfFile(ctx context.Context, sha256 string) (string, error) {
	var types []string
	err := r.list(ctx, &types, "SELECT soort FROM blob WHERE sha256 = $1", sha256)
	if err == nil && len(types) == 0 {
		err = ErrUnknown
	}
	if err != nil {
		return "", err
	}
	return types[0], nil
}

// Sent reports that a file of a principal waits for an act that refers to it.
func (r *Register) Sent(ctx context.Context, sha256, principal string) (bool, error) {
	var found []int
	err := r.list(ctx, &found, "SELECT 1 FROM bijlage WHERE sha256 = $1 AND door = $2", sha256, principal)
	return len(found) > 0, err
}

// References lists the facts that refer to a file; at most so many, the latest first.
func (r *Register) References(ctx context.Context, sha256 string, most int) ([]Reference, error) {
	var list []Reference
	err := r.list(ctx, &list, "SELECT convenant, feit FROM bijlageverwijzing WHERE sha256 = $1 ORDER BY convenant DESC, feit DESC LIMIT $2", sha256, most)
	return list, err
}

// refer notes to which files a fact refers. A name that is no hash of a file that is here is only a name.
func (t *Together) refer(convenant string, f *workflow.Fact) error {
	for _, name := range f.Files() {
		if !isSHA256(name) {
			continue
		}
		var there int
		if err := t.tx.GetContext(t.ctx, &there, "SELECT count(*) FROM blob WHERE sha256 = $1", name); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if there == 0 {
			continue
		}
		if _, err := t.r.exec(t.ctx, t.tx, "INSERT INTO bijlageverwijzing (sha256, convenant, feit) VALUES ($1, $2, $3) ON CONFLICT (sha256, convenant, feit) DO NOTHING",
			name, convenant, f.Number); err != nil {
			return err
		}
		if _, err := t.r.exec(t.ctx, t.tx, "DELETE FROM bijlage WHERE sha256 = $1 AND door = $2", name, f.RecordedBy); err != nil { // it waits no longer
			return err
		}
	}
	return nil
}
