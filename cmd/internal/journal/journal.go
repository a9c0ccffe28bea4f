// Package journal keeps the erasures of personal data in a file apart from the database, so that a backup from before
// an erasure can be restored without bringing back what was erased. A line of JSON per erasure; it names nobody.
package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"convenant/storage"
)

// Journal is a file that erasures are added to. It is safe for concurrent use, also by several processes.
type Journal struct {
	mu   sync.Mutex
	file *os.File
}

// Open opens the journal, and makes it if it is not there: a restore then knows that there is one.
func Open(path string) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal of erasures: %w", err)
	}
	if err := syncDirectory(path); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Journal{file: file}, nil
}

// syncDirectory makes sure that a new file is found again after a power cut.
func syncDirectory(path string) error {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("journal of erasures: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Add adds an erasure, and returns when it is on the disk.
func (j *Journal) Add(e storage.Erasure) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal of erasures: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	// In one write, which the system does not mix with those of others. A line that a power cut left unfinished is ended
	// first, so that it does not spoil this one.
	if whole, err := j.endsInNewline(); err != nil {
		return fmt.Errorf("journal of erasures: %w", err)
	} else if !whole {
		line = append([]byte{'\n'}, line...)
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("journal of erasures: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal of erasures: %w", err)
	}
	return nil
}

func (j *Journal) endsInNewline() (bool, error) {
	info, err := j.file.Stat()
	if err != nil || info.Size() == 0 {
		return true, err
	}
	var last [1]byte
	_, err = j.file.ReadAt(last[:], info.Size()-1)
	return last[0] == '\n', err
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }

// Read reads every erasure. A line that cannot be read is an error: an erasure may be hidden in it.
func Read(r io.Reader) ([]storage.Erasure, error) {
	var list []storage.Erasure
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("journal of erasures: %w", err)
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			e, bad := read(text)
			if bad != nil {
				return nil, fmt.Errorf("journal of erasures: line %d cannot be read (%w); if a power cut left it unfinished, that erasure was never acknowledged and the line can go", n, bad)
			}
			list = append(list, e)
		}
		if err != nil {
			return list, nil
		}
	}
}

func read(line []byte) (storage.Erasure, error) {
	var e storage.Erasure
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, err
	}
	if e.Person == "" && (e.Convenant == "" || len(e.Items) == 0) {
		return e, errors.New("it says of nobody that they were erased")
	}
	return e, nil
}

// ReadFile reads the erasures in a file.
func ReadFile(path string) ([]storage.Erasure, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("journal of erasures: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	return Read(file)
}
