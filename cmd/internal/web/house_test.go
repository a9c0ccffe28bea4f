package web

// The house in which pages are tested: the register of the demonstration, looked at through everyone's eyes.

import (
	"context"
	"crypto/rand"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/play"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

// today is when the tests look, if they do not say: the convenant of the demonstration runs its second period.
var today = time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)

// played plays the demonstration's register up to and including a day, each day once for all tests, and gives its file.
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
	file, err := playOnce(stories.dir, until)
	if err == nil {
		stories.files[until] = file
	}
	return file, err
}

// stories are the registers that were played, by the day up to which.
var stories struct {
	mu    sync.Mutex
	dir   string
	files map[workflow.Date]string
}

// playOnce plays the demonstration into a file of its own, and announces what the calendar brought up to the day.
func playOnce(dir string, until workflow.Date) (string, error) {
	src, err := os.ReadFile("../../convenant/demo.yaml")
	if err != nil {
		return "", err
	}
	scenario, err := play.Read(src)
	if err != nil {
		return "", err
	}
	library, err := templates.Embedded()
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	work := filepath.Join(dir, until.String()+"-werk.db")
	book, register, err := play.InRegister(ctx, work, library, rand.Reader, scenario.Steps[0].Day)
	if err != nil {
		return "", err
	}
	player := play.NewPlayer(book)
	for _, step := range scenario.Steps {
		if step.Day > until {
			break
		}
		if _, err := player.Play(step); err != nil {
			return "", errors.Join(err, register.Close())
		}
	}
	file := filepath.Join(dir, until.String()+".db")
	_, err = register.Announce(ctx, book.ID(), until)
	return file, errors.Join(err, register.CopyTo(ctx, file), register.Close())
}

func TestMain(m *testing.M) {
	code := m.Run()
	if stories.dir != "" {
		_ = os.RemoveAll(stories.dir)
	}
	os.Exit(code)
}

// house is a register with its pages.
type house struct {
	t        *testing.T
	register *storage.Register
	server   *httptest.Server
	web      *Web
	id       string // of the convenant
	seen     []api.Seen
}

// open opens a copy of the demonstration's register.
func open(t *testing.T) *house { t.Helper(); return openAt(t, today) }

// openOn opens a copy of the demonstration's register as it was on a day, "2024-01-20", with that day as today.
func openOn(t *testing.T, day string) *house {
	t.Helper()
	morning, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return openAt(t, morning.Add(10*time.Hour))
}

func openAt(t *testing.T, now time.Time) *house {
	t.Helper()
	day, _ := workflow.NewDate(now.Year(), int(now.Month()), now.Day())
	file, err := played(day)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "convenant.db")
	if err := os.WriteFile(own, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	register, err := storage.Open(t.Context(), own, storage.Options{Now: func() time.Time { return now }, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	printer, err := paper.NewPrinter(library)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, register: register}
	var number atomic.Int64
	var mu sync.Mutex
	h.web, err = New(Options{
		Register: register, Sessions: InMemory(), Library: library, Printer: printer, Now: func() time.Time { return now },
		NewID:  func() string { return "verzoek-" + time.Duration(number.Add(1)).String() },
		Random: rand.Reader, Origin: func(*http.Request) string { return "127.0.0.1" }, Limits: noLimits{}, Eyes: true,
		Observe: func(_ context.Context, s api.Seen) { mu.Lock(); defer mu.Unlock(); h.seen = append(h.seen, s) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(h.web)
	t.Cleanup(h.server.Close)
	page, err := register.List(t.Context(), storage.Filter{On: 900000, Limit: 1})
	if err == nil && len(page.Rows) == 1 {
		h.id = page.Rows[0].ID
	}
	return h
}

type noLimits struct{}

func (noLimits) Principal(context.Context, string) (time.Duration, error) { return 0, nil }
func (noLimits) Stranger(context.Context, string) (time.Duration, error)  { return 0, nil }

// browser is somebody who looks.
type browser struct {
	h      *house
	client *http.Client
}

// as lets somebody in: "secretariaat", "portefeuillehouder", "beheer", or the short name of a Partij.
func (h *house) as(who string) *browser {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	b := &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	form := url.Values{"rol": {who}}
	switch who {
	case "":
		return b
	case "secretariaat", "portefeuillehouder", "beheer":
	default:
		form = url.Values{"rol": {"partij"}, "partij": {who}}
	}
	if status, body := b.post("/ogen", form); status != http.StatusSeeOther {
		h.t.Fatalf("%s does not come in: %d\n%s", who, status, body)
	}
	return b
}

// get asks for a page.
func (b *browser) get(path string) (status int, body string) {
	b.h.t.Helper()
	r, err := b.client.Get(b.h.server.URL + path)
	return b.read(r, err)
}

func (b *browser) post(path string, form url.Values) (status int, body string) {
	b.h.t.Helper()
	r, err := b.client.PostForm(b.h.server.URL+path, form)
	return b.read(r, err)
}

func (b *browser) read(r *http.Response, err error) (int, string) {
	b.h.t.Helper()
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// page asks for a page that must be there, and gives its words as a reader sees them: without tags, spaces made one.
func (b *browser) page(path string) string {
	b.h.t.Helper()
	status, body := b.get(path)
	if status != http.StatusOK {
		b.h.t.Fatalf("%s: %d\n%s", path, status, words(b.h.t, body))
	}
	return words(b.h.t, body)
}

// words are those of a page, in the order in which they are read aloud.
func words(t *testing.T, page string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00a0", " ")), " ")
		}
		if err != nil {
			t.Fatalf("the page cannot be parsed: %v\n%s", err, page)
		}
		switch x := token.(type) {
		case xml.CharData:
			b.Write(x)
		case xml.StartElement, xml.EndElement:
			b.WriteByte(' ')
		}
	}
}

// shows fails unless the words of a page have all of these.
func shows(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(page, s) {
			t.Errorf("the page does not say %q:\n%s", s, page)
		}
	}
}
