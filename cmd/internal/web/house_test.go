package web

// The house in which pages are tested: the register of the demonstration, looked at through everyone's eyes.

import (
	"context"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
)

var today = webtest.Today

func TestMain(m *testing.M) { os.Exit(webtest.Tests{M: m}.Run()) }

// house is a register with its pages.
type house struct {
	t        *testing.T
	register *storage.Register
	server   *httptest.Server
	web      *Web
	id       string // of the convenant
	mu       sync.Mutex
	seen     []api.Seen
}

// answered are the requests so far.
func (h *house) answered() []api.Seen {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.seen)
}

// open opens a copy of the demonstration's register.
func open(t *testing.T) *house { t.Helper(); return openAt(t, today) }

// openOn opens a copy of the demonstration's register as it was on a day, "2024-01-20", with that day as today.
func openOn(t *testing.T, day string) *house {
	t.Helper()
	midnight, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return openAt(t, midnight.Add(10*time.Hour))
}

func openAt(t *testing.T, now time.Time) *house {
	t.Helper()
	return furnish(t, webtest.OpenAt(t, now), now)
}

// furnish puts pages in a house.
func furnish(t *testing.T, own webtest.House, now time.Time) *house {
	t.Helper()
	h := &house{t: t, register: own.Register, id: own.ID}
	var number atomic.Int64
	var err error
	h.web, err = New(Options{
		Register: own.Register, Sessions: InMemory(), Library: own.Library, Printer: own.Printer, Now: func() time.Time { return now },
		NewID:  func() string { return "verzoek-" + time.Duration(number.Add(1)).String() },
		Random: rand.Reader, Origin: func(*http.Request) string { return "127.0.0.1" }, Limits: webtest.NoLimits{}, Eyes: true,
		Observe: func(_ context.Context, s api.Seen) { h.mu.Lock(); defer h.mu.Unlock(); h.seen = append(h.seen, s) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewUnstartedServer(h.web)
	h.server.Config.ErrorLog = log.New(complaints{t}, "", 0)
	h.server.Start()
	t.Cleanup(h.server.Close)
	return h
}

// complaints fails a test for what the server finds wrong with how it is used.
type complaints struct{ t *testing.T }

func (c complaints) Write(line []byte) (int, error) {
	c.t.Errorf("the server says: %s", line)
	return len(line), nil
}

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

// words are those of a page, in the order in which they are read aloud. They fail when what is opened is not closed.
func words(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	var open []string
	err := tokens(page, func(token xml.Token) error {
		switch x := token.(type) {
		case xml.CharData:
			b.Write(x)
		case xml.StartElement:
			b.WriteByte(' ')
			if !slices.Contains(xml.HTMLAutoClose, x.Name.Local) {
				open = append(open, x.Name.Local)
			}
		case xml.EndElement:
			b.WriteByte(' ')
			if slices.Contains(xml.HTMLAutoClose, x.Name.Local) {
				return nil
			}
			if len(open) == 0 || open[len(open)-1] != x.Name.Local {
				return fmt.Errorf("</%s> closes %v", x.Name.Local, open)
			}
			open = open[:len(open)-1]
		}
		return nil
	})
	if err == nil && len(open) > 0 {
		err = fmt.Errorf("never closed: %v", open)
	}
	if err != nil {
		t.Fatalf("the page is no HTML: %v\n%s", err, page)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00a0", " ")), " ")
}

// tokens reads a page piece by piece.
func tokens(page string, each func(xml.Token) error) error {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.Entity = false, xml.HTMLEntity
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = each(token)
		}
		if err != nil {
			return err
		}
	}
}

// shows fails unless the words of a page have all of these.
func shows(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(page, s) {
			t.Errorf("the page does not say %q:\n%.3000s", s, page)
		}
	}
}
