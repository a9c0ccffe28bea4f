// Package api is the register as other programs use it: JSON over HTTP, under /api/v1.
//
// A handler reads what is asked, has access decide whether it may be, and leaves the judgement to workflow. It returns
// an error to one place (problem.go), which answers with a problem (RFC 9457) in our own Dutch sentences. The routes
// stand in one table (routes.go), from which the OpenAPI description is made too.
package api

import (
	"context"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

// Base is the path under which the API stands. Its number changes only when something breaks for who uses it.
const Base = "/api/v1"

// Version is the whole version of the API. Every answer has it in a header.
const Version = "1.0.0"

// Limits bounds how much somebody asks. Each method tells how long to wait; zero is not at all.
type Limits interface {
	// Principal takes one request out of the allowance of somebody who is known.
	Principal(ctx context.Context, id string) (time.Duration, error)
	// Stranger takes one out of the allowance of an address from which somebody who is not known asks for something. Each thing
	// has an allowance of its own, so that one that is used up does not stand in the way of another.
	Stranger(ctx context.Context, what, origin string) (time.Duration, error)
}

// Contact is whom to ask about this installation.
type Contact struct{ Name, URL, Email string }

// Options are what the API needs from outside.
type Options struct {
	Register *storage.Register
	Composer workflow.Composer
	Printer  *paper.Printer
	Now      func() time.Time
	NewID    func() string              // of a request
	Origin   func(*http.Request) string // the address of who asks
	Limits   Limits
	Observe  func(context.Context, Seen) // is told of every request, when it has been answered
	URL      string                      // under which others know the program, without a path; may be empty
	Contact  Contact
}

// API answers requests. It may be used by many at once.
type API struct {
	Options
	mux         *http.ServeMux
	description []byte // the OpenAPI document
	archive     *archive.Archive
	intake      chan struct{} // files are taken in by so many at a time
	patience    time.Duration // how long one request may take
}

// New returns the API.
func New(o Options) (*API, error) {
	a := &API{Options: o, mux: http.NewServeMux(), archive: archive.New(o.Register, o.Printer), intake: make(chan struct{}, mostAtOnce), patience: patience}
	var err error
	if a.description, err = describe(o); err != nil {
		return nil, err
	}
	byPath := map[string][]*route{}
	for _, r := range routes() {
		byPath[r.path] = append(byPath[r.path], r)
	}
	for pattern, list := range byPath {
		a.mux.HandleFunc(Base+pattern, func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, pattern, list) })
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, "", nil) })
	return a, nil
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != path.Clean("/"+r.URL.Path) { // the mux would answer with a redirect of its own
		a.serve(w, r, "", nil)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// serve answers a request for a path, with the route of its method.
func (a *API) serve(w http.ResponseWriter, r *http.Request, pattern string, list []*route) {
	began := a.Now()
	ctx, cancel := context.WithTimeout(r.Context(), a.patience)
	defer cancel()
	c := &call{api: a, w: w, r: r.WithContext(ctx), began: began}
	c.seen = Seen{Request: a.NewID(), Origin: a.Origin(r), Method: r.Method, Route: pattern}
	c.headers()
	defer func() {
		if p := recover(); p != nil {
			c.fail(panicked(p))
		}
		c.seen.Took = a.Now().Sub(began)
		a.Observe(context.WithoutCancel(ctx), c.seen)
	}()
	if err := c.run(list); err != nil {
		c.fail(err)
	}
}

// patience is how long one request may take. Who waited so long for the database is told that it is too busy.
const patience = 30 * time.Second

func (c *call) run(list []*route) error {
	if len(list) == 0 || !Readable(c.r.URL.Path) {
		c.seen.Action, c.seen.Method = actionNoPath, "" // it may be anything
		return noSuchPath
	}
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	i := slices.IndexFunc(list, func(r *route) bool { return r.method == method })
	if i < 0 {
		c.seen.Action, c.seen.Method = actionNoMethod, ""
		return noSuchMethod(list)
	}
	c.route = list[i]
	c.seen.Action = string(c.route.action)
	if err := c.admit(); err != nil {
		return err
	}
	if c.produce = c.accepted(c.route.produces); c.produce == "" {
		return notAcceptable(c.route.produces)
	}
	return c.route.handle(c)
}

// Readable reports that a text can be written and looked up: no database takes other bytes.
func Readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// headers sets what every answer has, whatever it is.
func (c *call) headers() {
	h := c.w.Header()
	h.Set("API-Version", Version)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if strings.HasPrefix(c.api.URL, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
