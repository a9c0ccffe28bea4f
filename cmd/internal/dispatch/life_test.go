package dispatch

// What the tests of the post have in common: a register in which the life of the Convenant Herstelnetwerk was recorded,
// with people who can be reached, and a mail server beside it.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/play"
	"convenant/documents/post"
	"convenant/documents/post/posttest"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

// parties are those of the demo.
var parties = []string{"blaricum", "eemnes", "gooise-meren", "hilversum", "huizen", "laren", "wijdemeren", "regio", "ggz-centraal", "kwintes", "jellinek", "mee", "versa-welzijn"}

// life is a SQLite file in which the whole life of the demo was recorded; each test takes a copy. Every Partij has two
// contact persons, Hilversum has one and Laren has none.
var life = sync.OnceValues(func() (recorded, error) {
	src, err := os.ReadFile("../../convenant/demo.yaml")
	if err != nil {
		return recorded{}, err
	}
	var contacts strings.Builder
	for _, p := range parties {
		for rank, name := range []string{"Zoë", "Łukasz"} {
			if p == "laren" || p == "hilversum" && rank == 1 {
				continue
			}
			fmt.Fprintf(&contacts, "  - {datum: 2023-08-17, handeling: contactpersoon-aanwijzen, gegevens: {partij: %s, naam: %s, functie: beleidsadviseur, email: %s, rang: %d}}\n",
				p, name, address(p, rank+1), rank+1)
		}
	}
	first, rest, _ := strings.Cut(string(src), "verwacht: {toestand: concept}}\n")
	scenario, err := play.Read([]byte(first + "verwacht: {toestand: concept}}\n" + contacts.String() + rest))
	if err != nil {
		return recorded{}, err
	}
	dir, err := os.MkdirTemp("", "post")
	if err != nil {
		return recorded{}, err
	}
	path := filepath.Join(dir, "life.db")
	book, register, err := play.InRegister(context.Background(), path, library(), rand.NewChaCha8([32]byte{1}), scenario.Steps[0].Day)
	if err != nil {
		return recorded{}, err
	}
	for player := play.NewPlayer(book); len(scenario.Steps) > 0; scenario.Steps = scenario.Steps[1:] {
		if r, err := player.Play(scenario.Steps[0]); err != nil || len(r.Unmet) > 0 {
			return recorded{}, fmt.Errorf("step %d: %w %q", scenario.Steps[0].Number, err, r.Unmet)
		}
	}
	for _, name := range []string{"wethouder1", "wethouder2", "secretaris"} {
		role := storage.RoleAlderman
		if name == "secretaris" {
			role = storage.RoleSecretariat
		}
		if _, err := register.AddPerson(context.Background(), name, name+"@regio.example", storage.Grant{Role: role}); err != nil {
			return recorded{}, err
		}
	}
	return recorded{path, book.ID()}, register.Close()
})

type recorded struct{ path, id string }

func address(party string, rank int) string { return fmt.Sprintf("contact%d@%s.example", rank, party) }

func TestMain(m *testing.M) {
	code := m.Run()
	if r, err := life(); err == nil {
		os.RemoveAll(filepath.Dir(r.path))
	}
	os.Exit(code)
}

// clock is a test's own.
type clock struct {
	sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.now = c.now.Add(d)
}

// house is a register with a post and a mail server.
type house struct {
	*testing.T
	register *storage.Register
	id, path string
	clock    *clock
	server   *posttest.Server
	post     *Post
	log      *bytes.Buffer
}

var start = time.Date(2026, 1, 6, 8, 0, 0, 0, time.UTC)

// newHouse copies the life into a register of the test's own, in which nothing waits but what it keeps.
func newHouse(t *testing.T, keep string) *house {
	t.Helper()
	r, err := life()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(r.path)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, id: r.id, path: filepath.Join(t.TempDir(), "convenant.db"), clock: &clock{now: start}, server: &posttest.Server{}, log: &bytes.Buffer{}}
	h.must(os.WriteFile(h.path, b, 0o600))
	h.register, err = storage.Open(context.Background(), h.path, storage.Options{Now: h.clock.read, Random: rand.NewChaCha8([32]byte{2})})
	h.must(err)
	t.Cleanup(func() { _ = h.register.Close() })
	h.post = newPost(h.register, h.clock.read, h.server.Start(t), h.log)
	if keep != "" {
		h.setAside(keep)
	}
	return h
}

func newPost(register *storage.Register, now func() time.Time, address string, log io.Writer) *Post {
	printer, err := paper.NewPrinter(library())
	if err != nil {
		panic(err)
	}
	return &Post{Register: register, Printer: printer, Server: &post.Server{Address: address, Timeout: 10 * time.Second}, From: "convenanten@gemeente.example",
		Now: now, Log: slog.New(slog.NewTextHandler(log, nil))}
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// setAside says of everything but one kind for one addressee, as "kennisgeving hilversum", that it was sent by post.
func (h *house) setAside(keep string) {
	h.Helper()
	today := workflow.MustDate("2026-01-06")
	kept := 0
	for _, m := range h.mails() {
		if m.Announcement.Paper.Kind+" "+m.Role+" "+m.Name == keep && kept == 0 {
			kept++
			continue
		}
		h.must(h.register.SentByPost(context.Background(), m.ID, today, today, "018cc4e5"))
	}
	if kept == 0 {
		h.Fatalf("there is no %s", keep)
	}
}

func (h *house) mails() []storage.Mail {
	h.Helper()
	list, err := h.register.Mails(context.Background(), h.id)
	h.must(err)
	return list
}

// the finds the row of a kind for somebody.
func (h *house) the(kept string) storage.Mail {
	h.Helper()
	for _, m := range h.mails() {
		if m.Announcement.Paper.Kind+" "+m.Role+" "+m.Name == kept && m.State != storage.MailByPost {
			return m
		}
	}
	h.Fatalf("there is no %s", kept)
	return storage.Mail{}
}

func (h *house) round() int {
	h.Helper()
	n, err := h.post.Round(context.Background())
	h.must(err)
	return n
}
