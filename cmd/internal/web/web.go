// Package web is the register as people use it: pages in a browser, made on the server, that work without a script.
//
// A handler reads what is asked, has access decide whether it may be, and takes what it shows from workflow and storage. It
// fills the typed struct of its page, and returns an error to one place (fault.go), which makes a page of it too. The
// routes stand in one table (routes.go). How a page looks stands in templates/web: a file for each page, which is put in
// the frame of kader.html; style sheets in stijl/, joined in the order of their names; one script.
//
// Nothing is loaded from elsewhere, and the Content-Security-Policy holds browsers to that: no template may have a style
// attribute, a style or script element with contents, or an event handler.
package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/templates"
)

// Limits bounds how much somebody asks, as for the API.
type Limits = api.Limits

// SendLink mails somebody a link to sign in with; id names the message. Its error names neither.
type SendLink func(ctx context.Context, id, name, address, link string) error

// Options are what the pages need from outside.
type Options struct {
	Register *storage.Register
	Sessions Sessions
	Library  *templates.Library
	Printer  *paper.Printer
	Now      func() time.Time
	NewID    func() string              // of a request
	Random   io.Reader                  // of secrets
	Origin   func(*http.Request) string // the address of who asks
	Limits   Limits
	Observe  func(context.Context, api.Seen) // is told of every request, when it has been answered
	URL      string                          // under which others know the program, without a path; may be empty
	Local    string                          // the address to use in links when there is no URL
	SendLink SendLink                        // mails a link to sign in with; nil without a mail server
	SendCode SendCode                        // mails a code to sign a convenant with; nil without a mail server
	OpenID   *OpenID                         // a provider at which people can sign in; nil without one
	Eyes     bool                            // whoever comes in chooses through whose eyes to look: for a demonstration on this machine alone
}

// Web answers requests. It may be used by many at once.
type Web struct {
	Options
	noticed  kept[*noticed] // what asks for attention
	drawn    kept[drawn]    // the timeline
	mux      *http.ServeMux
	looks    *looks
	origins  *http.CrossOriginProtection
	patience time.Duration   // how long one request may take
	asked    chan asked      // who wants a link to sign in with
	pauses   []time.Duration // before each attempt to send it
	intake   chan struct{}   // holds one for each file that is looked at, which stands in memory as long
}

// New returns the pages.
func New(o Options) (*Web, error) {
	w := &Web{Options: o, mux: http.NewServeMux(), origins: http.NewCrossOriginProtection(), patience: patience, asked: make(chan asked, mostAsked), pauses: pauses, intake: make(chan struct{}, mostFilesAtOnce)}
	var err error
	if w.looks, err = newLooks(o.Library); err != nil {
		return nil, err
	}
	if o.URL != "" {
		if err := w.origins.AddTrustedOrigin(o.URL); err != nil {
			return nil, err
		}
	}
	byPath := map[string][]*route{}
	for _, r := range routes() {
		byPath[r.path] = append(byPath[r.path], r)
	}
	for pattern, list := range byPath {
		w.mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) { w.serve(rw, r, pattern, list) })
	}
	w.mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) { w.serve(rw, r, "", nil) })
	return w, nil
}

// ServeHTTP answers a request.
func (w *Web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path != path.Clean("/"+r.URL.Path) { // the mux would answer with a redirect of its own
		w.serve(rw, r, "", nil)
		return
	}
	w.mux.ServeHTTP(rw, r)
}

// serve answers a request for a path, with the route of its method.
func (w *Web) serve(rw http.ResponseWriter, r *http.Request, pattern string, list []*route) {
	began := w.Now()
	ctx, cancel := context.WithTimeout(r.Context(), w.patience)
	defer cancel()
	v := &visit{web: w, w: rw, r: r.WithContext(ctx), began: began}
	v.seen = api.Seen{Request: w.NewID(), Origin: w.Origin(r), Method: r.Method, Route: pattern}
	v.headers()
	defer func() {
		if p := recover(); p != nil {
			v.fail(panicked(p))
		}
		v.seen.Took = w.Now().Sub(began)
		w.Observe(context.WithoutCancel(ctx), v.seen)
	}()
	if err := v.run(list); err != nil {
		v.fail(err)
	}
}

// mostFilesAtOnce is how many files are looked at together.
const mostFilesAtOnce = 4

// patience is how long one request may take. Who waited so long for the database is told that it is too busy.
const patience = 30 * time.Second

// headers sets what every answer has, whatever it is.
func (v *visit) headers() {
	h := v.w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Referrer-Policy", "same-origin") // an address may hold a secret; our own pages may know where somebody was
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if v.web.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// secure reports that browsers reach the program by TLS.
func (w *Web) secure() bool { return strings.HasPrefix(w.URL, "https://") }

// backTo gives an address of our own to go on to, or "/".
func backTo(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return u.String()
}
