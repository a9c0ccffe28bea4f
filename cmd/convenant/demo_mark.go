package main

// The mark of a demo's register. The demo writes over what an earlier one left, and shows it to whoever comes; neither may
// ever happen to a register in which people keep their convenanten. SQLite has room in the head of a file for the number of the
// program that it is of, and leaves it as it is.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// The application_id of SQLite, and where it stands.
const (
	demoMark   = 0x434e5644 // "CNVD"
	demoMarkAt = 68
	sqliteHead = "SQLite format 3\x00"
)

// markDemo marks a register that nobody has open as a demo's.
func markDemo(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(binary.BigEndian.AppendUint32(nil, demoMark), demoMarkAt)
	return errors.Join(err, f.Close())
}

// isDemo reports that a file is the register of a demo. It reads the file itself, so that nothing is changed by the asking.
func isDemo(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // only read
	head := make([]byte, demoMarkAt+4)
	if _, err := io.ReadFull(f, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return string(head[:len(sqliteHead)]) == sqliteHead && binary.BigEndian.Uint32(head[demoMarkAt:]) == demoMark, nil
}

// mayReplace refuses to write over a register that is not a demo's.
func mayReplace(path string) error {
	demo, err := isDemo(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && demo:
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%s is not the register of a demo and was left as it is; give another directory with -out, or move that file away", path)
}
