package main

// The commands that keep a register safe: backup, restore, and rebuild of what is computed.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/config"
	"convenant/cmd/internal/journal"
	"convenant/storage"
)

// journalled has every erasure told to the journal that the configuration names, until done is called.
func journalled(c *config.Config) (opts storage.Options, done func() error, err error) {
	opts = options()
	if c.Erasures() == "" {
		return opts, func() error { return nil }, nil
	}
	j, err := journal.Open(c.Erasures())
	if err != nil {
		return opts, nil, err
	}
	opts.Erased = j.Add
	return opts, j.Close, nil
}

// runBackup writes the register into one file while acts go on.
func runBackup(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("backup FILE", flag.ContinueOnError)
	replace := f.Bool("vervang", false, "replace FILE if it is there")
	files, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		var held storage.BackupContents
		err := writeWhole(files[0], *replace, func(w io.Writer) (err error) {
			held, err = r.Backup(ctx, w, bar(s))
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s holds %s\n", files[0], contentsLine(held))
		return nil
	})
}

func contentsLine(c storage.BackupContents) string {
	return fmt.Sprintf("%d convenanten, %d facts, %d texts, %d files.\nTheir heads have the fingerprint %s.", c.Convenanten, c.Facts, c.Texts, c.Files, c.Heads)
}

// writeWhole writes a file that is there whole, and safe on the disk, or not at all. Only its owner can read it.
func writeWhole(path string, replace bool, write func(io.Writer) error) (err error) {
	if info, err := os.Lstat(path); err == nil && (!replace || !info.Mode().IsRegular()) {
		return existing(path)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".convenant-backup-*") // with mode 0600
	if err != nil {
		return cannotMake(path, err)
	}
	defer func() {
		if e := os.Remove(temp.Name()); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}()
	if err := write(temp); err != nil {
		return errors.Join(err, temp.Close())
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if replace {
		err = os.Rename(temp.Name(), path)
	} else if err = os.Link(temp.Name(), path); errors.Is(err, fs.ErrExist) { // a rename would go over another's file
		return existing(path)
	}
	if err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// cannotMake leaves out the name of the file under which a backup is made: nobody asked for that one.
func cannotMake(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("cannot make %s: %w", path, err)
}

func existing(path string) error {
	return fmt.Errorf("%s is there already and was left as it is; take another name, or replace a file with -vervang", path)
}

// runRestore fills an empty register from a backup.
func runRestore(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("restore FILE", flag.ContinueOnError)
	erasures := f.String("wissingen", "", "the journal of erasures, which are done again (default $CONVENANT_ERASURES)")
	files, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	if *erasures == "" {
		*erasures = c.Erasures()
	}
	now, err := clock.Today(time.Now())
	if err != nil {
		return err
	}
	with := storage.Restoring{Today: now, Progress: bar(s)}
	if *erasures != "" {
		if with.Erasures, err = journal.ReadFile(*erasures); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w; nothing was restored. Is it lost, then what was erased would come back; if nothing was ever erased, make it as an empty file", err)
		} else if err != nil {
			return err
		}
	}
	done, err := restoreFile(ctx, files[0], c.Database(), with)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "Restored are %s\n", contentsLine(done.BackupContents)) // and not where: a URL may hold a password
	fmt.Fprintln(s.out, "A backup has no codes and no sessions: whoever must give a code when signing in sets up a new one. Roles and tokens that were "+
		"ended after it was made hold again; end them anew.")
	if *erasures == "" {
		fmt.Fprintln(s.out, "No journal of erasures was given (CONVENANT_ERASURES): what was erased after this backup was made is back.")
	} else {
		fmt.Fprintf(s.out, "Erasures that the backup did not know, and that were done again: %d.\n", done.Erased)
	}
	return nil
}

// restoreFile reads the whole backup over before it touches anything.
func restoreFile(ctx context.Context, path, database string, with storage.Restoring) (done storage.Restored, err error) {
	file, err := os.Open(path)
	if err != nil {
		return done, err
	}
	defer file.Close() //nolint:errcheck // only read
	info, err := file.Stat()
	if err != nil {
		return done, err
	}
	b, err := storage.ReadBackup(ctx, file, info.Size())
	if err != nil {
		return done, fmt.Errorf("%s: %w", path, err)
	}
	_, missing := os.Lstat(database)
	r, err := storage.OpenEmpty(ctx, database, options())
	if err == nil {
		done, err = r.Restore(ctx, b, with)
		err = errors.Join(err, r.Close())
	}
	if err != nil && errors.Is(missing, fs.ErrNotExist) && !strings.Contains(database, "://") {
		err = errors.Join(err, removeRegister(database)) // the file was made for nothing
	}
	return done, err
}

// runRebuild computes anew what follows from the facts.
func runRebuild(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("rebuild", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		count, draw := 0, bar(s)
		if err := r.Rebuild(ctx, func(done, of int) { count = of; draw(done, of) }); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "What follows from the facts was computed anew, of %d convenanten. To read everything over, run: convenant verify\n", count)
		return nil
	})
}
