package storage

// Reading a backup: first whole, from its first byte to its last, before anything is done with it; then once more to
// fill a register. Whatever is not exactly as it was written is refused.

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

var (
	// ErrNoBackup tells that a file is something else.
	ErrNoBackup = errors.New("this is no backup made by convenant backup")
	// ErrBackupVersion tells that a backup was made by a newer program.
	ErrBackupVersion = errors.New("this backup was made by a newer convenant; restore it with that one")
	// ErrBackupDamaged tells that a backup is not as it was written, or not whole.
	ErrBackupDamaged = errors.New("this backup is damaged or not whole; nothing can be restored from it: use another copy")
)

// Backup is a backup that was read over and found whole.
type Backup struct {
	file     io.ReaderAt
	size     int64
	sum      []byte // over all bytes before the seal
	manifest manifest
}

// ReadBackup reads a backup over. It fails with ErrNoBackup, ErrBackupVersion or ErrBackupDamaged.
func ReadBackup(ctx context.Context, file io.ReaderAt, size int64) (*Backup, error) {
	b := &Backup{file: file, size: size}
	if err := b.isOurs(); err != nil {
		return nil, err
	}
	if err := b.isSealed(ctx); err != nil {
		return nil, err
	}
	return b, b.walk(ctx, func(backupTable, []backupColumn, [][]any) error { return nil }, func(backupTable, string, []byte) error { return nil })
}

// Contents tells what the backup holds.
func (b *Backup) Contents() BackupContents { return b.manifest.contents() }

// isOurs reads the first line, which also an incomplete backup has.
func (b *Backup) isOurs() error {
	zip, err := gzip.NewReader(io.NewSectionReader(b.file, 0, b.size))
	if err != nil {
		return ErrNoBackup
	}
	number, ok := strings.CutPrefix(zip.Comment, backupFormat+"/")
	version, err := strconv.Atoi(number)
	switch {
	case !ok || err != nil || version < 1:
		return ErrNoBackup
	case version > backupVersion:
		return fmt.Errorf("%w (it has version %d, this program reads up to %d)", ErrBackupVersion, version, backupVersion)
	}
	return nil
}

// isSealed compares the SHA-256 at the end with that of all bytes before it.
func (b *Backup) isSealed(ctx context.Context) error {
	body := b.size - int64(sealLength)
	if body <= 0 {
		return fmt.Errorf("%w (it ends too soon)", ErrBackupDamaged)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, &interruptible{ctx, io.NewSectionReader(b.file, 0, body)}); err != nil {
		return fmt.Errorf("storage: backup: %w", err)
	}
	seal := make([]byte, sealLength)
	if _, err := io.ReadFull(io.NewSectionReader(b.file, body, int64(sealLength)), seal); err != nil {
		return fmt.Errorf("storage: backup: %w", err)
	}
	if b.sum = sum.Sum(nil); string(seal) != backupSeal(b.sum) {
		return fmt.Errorf("%w (the SHA-256 at its end is not that of its bytes)", ErrBackupDamaged)
	}
	return nil
}

// interruptible reads until the context is done.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// walk reads everything in order and gives the rows of every part, and every file after the rows of its table.
func (b *Backup) walk(ctx context.Context, rows func(backupTable, []backupColumn, [][]any) error, file func(t backupTable, sha256 string, content []byte) error) error {
	w := &backupWalk{all: sha256.New(), rows: rows, file: file}
	body := io.TeeReader(&interruptible{ctx, io.NewSectionReader(b.file, 0, b.size-int64(sealLength))}, w.all)
	zip, err := gzip.NewReader(body)
	if err != nil {
		return damagedAt("its beginning", err)
	}
	w.tar = tar.NewReader(zip)
	if b.manifest, err = w.manifest(); err != nil {
		return err
	}
	for _, t := range b.manifest.Tables {
		if err := w.table(t); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, zip); err != nil { // to the end of the tar
		return damagedAt("its end", err)
	}
	if _, err := io.Copy(io.Discard, body); err != nil || !slices.Equal(w.all.Sum(nil), b.sum) {
		return damagedAt("its end, where it is not what it was at first", err)
	}
	return nil
}

// damagedAt says where a backup that bears the right SHA-256 is wrong nonetheless.
func damagedAt(place string, err error) error {
	if err == nil {
		return fmt.Errorf("%w (at %s)", ErrBackupDamaged, place)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w (at %s: %w)", ErrBackupDamaged, place, err)
}

// backupWalk is a reading that is under way.
type backupWalk struct {
	tar  *tar.Reader
	all  hash.Hash
	sums strings.Builder
	rows func(backupTable, []backupColumn, [][]any) error
	file func(t backupTable, sha256 string, content []byte) error
}

// next reads the next file, whose name must begin with what is given.
func (w *backupWalk) next(want string) (name string, content []byte, sum [sha256.Size]byte, err error) {
	header, err := w.tar.Next()
	if err == nil && (header.Typeflag != tar.TypeReg || !strings.HasPrefix(header.Name, want)) {
		err = fmt.Errorf("there is %q", header.Name)
	}
	if err == nil {
		content, err = io.ReadAll(w.tar)
	}
	if err != nil {
		return "", nil, sum, damagedAt(want, err)
	}
	return header.Name, content, sha256.Sum256(content), nil
}

// summed reads the next file, which the sums are over.
func (w *backupWalk) summed(want string) ([]byte, error) {
	name, content, sum, err := w.next(want)
	if err != nil {
		return nil, err
	}
	if name != want {
		return nil, damagedAt(want, nil)
	}
	w.sums.WriteString(sumLine(sum, name))
	return content, nil
}

func (w *backupWalk) manifest() (manifest, error) {
	var m manifest
	if _, err := w.summed(readMeName); err != nil {
		return m, err
	}
	text, err := w.summed(manifestName)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Format != backupFormat || m.Version < 1 || m.Version > backupVersion {
		return m, damagedAt(manifestName, err)
	}
	return m, m.known()
}

// known refuses tables and columns that this program would leave out.
func (m manifest) known() error {
	at := 0
	for _, t := range m.Tables {
		i := slices.IndexFunc(backupTables, func(k backupTable) bool { return k.name == t.Name })
		if i < 0 {
			return fmt.Errorf("%w (it has a table %q)", ErrBackupVersion, t.Name)
		}
		if i < at || t.Rows < 0 || len(t.Columns) == 0 {
			return damagedAt(manifestName, nil)
		}
		at = i + 1
		for _, c := range t.Columns {
			if !slices.Contains(backupTables[i].names(), c) {
				return fmt.Errorf("%w (it has a column %s.%s)", ErrBackupVersion, t.Name, c)
			}
		}
	}
	return nil
}

func (w *backupWalk) table(of manifestTable) error {
	t := backupTables[slices.IndexFunc(backupTables, func(k backupTable) bool { return k.name == of.Name })]
	var columns []backupColumn
	for _, name := range of.Columns {
		columns = append(columns, t.list()[slices.Index(t.names(), name)])
	}
	left := of.Rows
	for part := 1; left > 0; part++ {
		content, err := w.summed(t.part(part))
		if err != nil {
			return err
		}
		rows, err := readRows(content, columns)
		if err != nil || len(rows) == 0 || len(rows) > left {
			return damagedAt(t.part(part), err)
		}
		left -= len(rows)
		if err := w.rows(t, columns, rows); err != nil {
			return err
		}
	}
	if t.folder == "" {
		return nil
	}
	for range of.Rows {
		name, content, sum, err := w.next(t.folder + "/")
		if err != nil {
			return err
		}
		if name != t.folder+"/"+hex.EncodeToString(sum[:]) {
			return damagedAt(name, nil)
		}
		if err := w.file(t, hex.EncodeToString(sum[:]), content); err != nil {
			return err
		}
	}
	return nil
}

// readRows reads lines of JSON, each with exactly these columns.
func readRows(content []byte, columns []backupColumn) ([][]any, error) {
	var rows [][]any
	for line := range strings.Lines(string(content)) {
		v, err := workflow.ParseValue([]byte(line))
		if err != nil {
			return nil, err
		}
		if len(v.Fields) != len(columns) {
			return nil, fmt.Errorf("row %d has other columns", len(rows)+1)
		}
		row := make([]any, len(columns))
		for i, c := range columns {
			if row[i], err = cell(v.Fields[i], c); err != nil {
				return nil, fmt.Errorf("row %d: %w", len(rows)+1, err)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func cell(f workflow.Field, c backupColumn) (any, error) {
	switch {
	case f.Name != c.name:
		return nil, fmt.Errorf("column %s is where %s should be", f.Name, c.name)
	case c.integer && f.Value.Kind == workflow.NumberValue:
		return strconv.ParseInt(f.Value.Text, 10, 64)
	case !c.integer && f.Value.Kind == workflow.NullValue:
		return nil, nil
	case !c.integer && f.Value.Kind == workflow.TextValue:
		return f.Value.Text, nil
	}
	return nil, fmt.Errorf("column %s holds something else", c.name)
}

// end compares the sums, and sees to it that nothing follows.
func (w *backupWalk) end() error {
	_, content, _, err := w.next(sumsName)
	if err != nil {
		return err
	}
	if string(content) != w.sums.String() {
		return damagedAt(sumsName, nil)
	}
	if header, err := w.tar.Next(); err == nil {
		return damagedAt(header.Name, errors.New("it is more than there should be"))
	} else if !errors.Is(err, io.EOF) {
		return damagedAt("its end", err)
	}
	return nil
}
