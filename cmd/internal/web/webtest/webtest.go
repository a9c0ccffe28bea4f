// Package webtest is the house in which pages are tested: the register of the demonstration, played up to a day, of which
// every test opens a copy. It does not know the pages, so that their own tests can use it too.
package webtest

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/play"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

// Today is when the tests look, if they do not say: the convenant of the demonstration runs its second period.
var Today = time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)

// Tests removes what was played when all tests are over; it is for TestMain.
type Tests struct{ *testing.M }

// Run runs the tests.
func (m Tests) Run() int {
	code := m.M.Run()
	if stories.dir != "" {
		_ = os.RemoveAll(stories.dir)
	}
	return code
}

// stories are the registers that were played, by the day up to which.
var stories struct {
	mu    sync.Mutex
	dir   string
	files map[workflow.Date]string
}

// played gives the file with the demonstration's register up to and including a day. Each day is played once for all tests.
func played(until workflow.Date) (string, error) {
	stories.mu.Lock()
	defer stories.mu.Unlock()
	if file := stories.files[until]; file != "" {
		return file, nil
	}
	if stories.dir == "" {
		dir, err := os.MkdirTemp("", "convenant-web-")
		if err != nil {
			return "", err
		}
		stories.dir, stories.files = dir, map[workflow.Date]string{}
	}
	file, err := playedOnce(stories.dir, until)
	if err == nil {
		stories.files[until] = file
	}
	return file, err
}

// playedOnce plays the demonstration up to and including a day.
func playedOnce(dir string, until workflow.Date) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	src, err := os.ReadFile(filepath.Join(root, "cmd", "convenant", "demo.yaml"))
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, until.String()+".db")
	return file, playInto(file, src, until)
}

// playInto plays a scenario up to and including a day, and announces what the calendar brought since, as the clock does.
func playInto(file string, src []byte, until workflow.Date) error {
	scenario, err := play.Read(src)
	if err != nil {
		return err
	}
	library, err := templates.Embedded()
	if err != nil {
		return err
	}
	ctx := context.Background()
	work := file + "-werk"
	book, register, err := play.InRegister(ctx, work, library, rand.Reader, scenario.Steps[0].Day)
	if err != nil {
		return err
	}
	player := play.NewPlayer(book)
	for _, step := range scenario.Steps {
		if step.Day > until {
			break
		}
		if _, err := player.Play(step); err != nil {
			return errors.Join(err, register.Close())
		}
	}
	_, err = register.Announce(ctx, book.ID(), until)
	return errors.Join(err, register.CopyTo(ctx, file), register.Close())
}

// Root is the directory of the module.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fs.ErrNotExist
		}
		dir = parent
	}
}

// House is a register, and what pages of it are made with.
type House struct {
	Register *storage.Register
	Library  *templates.Library
	Printer  *paper.Printer
	ID       string // of the convenant
}

// Open opens a copy of the demonstration's register as it is Today.
func Open(t *testing.T) House { t.Helper(); return OpenAt(t, Today) }

// OpenAt opens a copy of the demonstration's register as it was at a moment.
func OpenAt(t *testing.T, now time.Time) House {
	t.Helper()
	own := filepath.Join(t.TempDir(), "convenant.db")
	file, err := played(dayOf(now))
	if err == nil {
		err = copyFile(own, file)
	}
	if err != nil {
		t.Fatal(err)
	}
	return of(t, own, now)
}

// OpenStory opens the register of a story of one's own, as it is at a moment.
func OpenStory(t *testing.T, src []byte, now time.Time) House {
	t.Helper()
	own := filepath.Join(t.TempDir(), "convenant.db")
	if err := playInto(own, src, dayOf(now)); err != nil {
		t.Fatal(err)
	}
	return of(t, own, now)
}

// OpenEmpty opens a register in which nothing was recorded.
func OpenEmpty(t *testing.T, now time.Time) House {
	t.Helper()
	own := filepath.Join(t.TempDir(), "convenant.db")
	r, err := storage.Create(t.Context(), own, storage.Options{Now: func() time.Time { return now }, Random: rand.Reader})
	if err == nil {
		err = r.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return of(t, own, now)
}

func dayOf(now time.Time) workflow.Date {
	day, _ := workflow.NewDate(now.Year(), int(now.Month()), now.Day())
	return day
}

// of opens a register, of one convenant at most.
func of(t *testing.T, file string, now time.Time) House {
	t.Helper()
	var h House
	var err error
	if h.Register, err = storage.Open(t.Context(), file, storage.Options{Now: func() time.Time { return now }, Random: rand.Reader}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Register.Close() })
	if h.Library, err = templates.Embedded(); err != nil {
		t.Fatal(err)
	}
	if h.Printer, err = paper.NewPrinter(h.Library); err != nil {
		t.Fatal(err)
	}
	list, err := h.Register.List(t.Context(), storage.Filter{On: dayOf(now), Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list.Rows {
		h.ID = row.ID
	}
	return h
}

func copyFile(to, from string) error {
	bytes, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, bytes, 0o600)
}

// NoLimits lets everyone ask as much as they like.
type NoLimits struct{}

// Principal never lets anyone wait.
func (NoLimits) Principal(context.Context, string) (time.Duration, error) { return 0, nil }

// Stranger never lets anyone wait.
func (NoLimits) Stranger(context.Context, string, string) (time.Duration, error) { return 0, nil }
