// Package serve keeps the program running as a server: it listens, answers, tells how it is doing, logs who asked what,
// bounds how much is asked, and stops without leaving anyone without an answer.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"

	"convenant/cmd/internal/agenda"
	"convenant/cmd/internal/api"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/web"
	"convenant/storage"
	"convenant/templates"
)

// Options are what a server needs.
type Options struct {
	Register      *storage.Register
	Library       *templates.Library
	Now           func() time.Time
	NewID         func() string  // of a request
	Random        io.Reader      // of secrets
	SendLink      web.SendLink   // mails a link to sign in with; nil without a mail server
	SendCode      web.SendCode   // mails a code to sign a convenant with; nil without a mail server
	OpenID        *web.OpenID    // at which people can sign in; nil without one
	Log           *slog.Logger   // a line for every request
	Listen        string         // the address for everyone
	MetricsListen string         // the address for measurements; none if empty
	URL           string         // under which others know the program; may be empty on an address of this machine alone
	Proxies       []netip.Prefix // whose word is taken for where a request comes from
	PerMinute     int            // how often one principal may ask
	Listening     func(address, metrics string)
	Workers       []func(ctx context.Context, l *slog.Logger) // run beside it until it stops
}

// How long a caller may take, and how long one is waited for when the server stops.
const (
	headerPatience = 5 * time.Second
	readPatience   = 30 * time.Second
	writePatience  = 60 * time.Second
	idlePatience   = 2 * time.Minute
	stopPatience   = 30 * time.Second
	mostHeader     = 64 << 10
)

// Check refuses what would not be safe: others must reach the program by TLS, because tokens travel with every request.
func (o Options) Check() error {
	if o.URL != "" {
		u, err := url.Parse(o.URL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil || strings.HasSuffix(u.Host, ":") || strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
			return fmt.Errorf("CONVENANT_URL is %q; it must be an address without a path, in ASCII, as https://convenant.example.org", o.URL)
		}
		if u.Scheme == "https" {
			return nil
		}
	}
	local, err := loopback(o.Listen)
	if err != nil || local {
		return err
	}
	is := "is empty"
	if o.URL != "" {
		is = "is " + o.URL
	}
	return fmt.Errorf("CONVENANT_LISTEN is %s, which other machines can reach, and CONVENANT_URL %s; tokens would travel unprotected. "+
		"Put a proxy that speaks TLS in front and set CONVENANT_URL to its https:// address, or listen on 127.0.0.1", o.Listen, is)
}

// loopback reports that only this machine can reach an address.
func loopback(address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fmt.Errorf("CONVENANT_LISTEN is %q; it must be an address and a port, as 127.0.0.1:8080", address)
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback(), nil
}

// Serve answers requests until the context ends, and then finishes those that it has begun.
func Serve(ctx context.Context, o Options) error {
	if err := o.Check(); err != nil {
		return err
	}
	measures := newMeasures(o.Register)
	logger := o.Log
	health := &health{ping: o.Register.Ping, now: o.Now}
	handler, err := o.handler(health, measures, logger)
	if err != nil {
		return err
	}
	public, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on CONVENANT_LISTEN: %w", err)
	}
	servers := []*server{newServer(public, handler, logger)}
	metrics := ""
	if o.MetricsListen != "" {
		private, err := net.Listen("tcp", o.MetricsListen)
		if err != nil {
			return errors.Join(fmt.Errorf("cannot listen on CONVENANT_METRICS_LISTEN: %w", err), public.Close())
		}
		metrics = private.Addr().String()
		servers = append(servers, newServer(private, measures.handler(), logger))
	}
	failed := make(chan error, len(servers))
	for _, s := range servers {
		go func() { failed <- s.http.Serve(s.listener) }()
	}
	stopWorkers := o.work(ctx, logger)
	defer stopWorkers()
	o.Listening(public.Addr().String(), metrics)
	select {
	case <-ctx.Done():
		logger.Info("stopping")
	case err = <-failed:
	}
	health.stop()
	return errors.Join(err, stop(servers))
}

// work starts the workers. What it returns stops them, and waits until they have.
func (o Options) work(ctx context.Context, logger *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	for _, worker := range o.Workers {
		group.Go(func() { worker(ctx, logger) })
	}
	return func() { cancel(); group.Wait() }
}

// handler puts the pages, the API, the calendars and the health of the program on one address.
func (o *Options) handler(h *health, m *measures, logger *slog.Logger) (http.Handler, error) {
	printer, err := paper.NewPrinter(o.Library)
	if err != nil {
		return nil, err
	}
	sender := o.Library.Sender()
	pace := newPace(o.Register.Draw, o.Now, o.PerMinute)
	a, err := api.New(api.Options{
		Register: o.Register, Composer: o.Library, Printer: printer, Now: o.Now, NewID: o.NewID, Origin: origin(o.Proxies), Limits: pace, URL: o.URL,
		Contact: api.Contact{Name: sender.Organisatie, URL: address(sender.Website), Email: sender.Email},
		Observe: func(ctx context.Context, s api.Seen) { logSeen(ctx, logger, s); m.seen(s) },
	})
	if err != nil {
		return nil, err
	}
	feeds := agenda.Handler{Options: agenda.Options{
		Register: o.Register, Now: o.Now, NewID: o.NewID, Origin: origin(o.Proxies), Limits: pace, URL: o.URL,
		Observe: func(ctx context.Context, s api.Seen) { logSeen(ctx, logger, s); m.seen(s) },
	}}
	pages, err := web.New(web.Options{
		Register: o.Register, Sessions: o.Register, Library: o.Library, Printer: printer, Now: o.Now, NewID: o.NewID, Random: o.Random,
		Origin: origin(o.Proxies), Limits: pace, URL: o.URL,
		Local: "http://" + o.Listen, SendLink: o.SendLink, SendCode: o.SendCode, OpenID: o.OpenID,
		Observe: func(ctx context.Context, s api.Seen) { logSeen(ctx, logger, s); m.seen(s) },
	})
	if err != nil {
		return nil, err
	}
	if o.SendLink != nil {
		o.Workers = append(o.Workers, pages.SendLinks)
	}
	// Not a mux: that would send a caller to a tidier path before the API sees what was asked.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case path == "/gezond/leeft":
			h.alive(w, r)
		case path == "/gezond/klaar":
			h.ready(w, r)
		case strings.HasPrefix(path, agenda.Prefix):
			feeds.ServeHTTP(w, r)
		case path == apiPrefix || strings.HasPrefix(path, apiPrefix+"/"):
			a.ServeHTTP(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	}), nil
}

// apiPrefix is the path under which every version of the API stands.
const apiPrefix = "/api"

// address writes the address of a website whole.
func address(website string) string {
	if u, err := url.Parse(website); website == "" || err == nil && u.Scheme != "" {
		return website
	}
	return "https://" + website
}

type server struct {
	http     *http.Server
	listener net.Listener
}

func newServer(l net.Listener, h http.Handler, logger *slog.Logger) *server {
	return &server{listener: l, http: &http.Server{
		Handler: h, ReadHeaderTimeout: headerPatience, ReadTimeout: readPatience, WriteTimeout: writePatience, IdleTimeout: idlePatience,
		MaxHeaderBytes: mostHeader, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}}
}

// stop takes no new requests and waits for those that were begun.
func stop(servers []*server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopPatience)
	defer cancel()
	var err error
	for _, s := range servers {
		if e := s.http.Shutdown(ctx); e != nil {
			err = errors.Join(err, fmt.Errorf("stopping: %w", e), s.http.Close())
		}
	}
	return err
}
