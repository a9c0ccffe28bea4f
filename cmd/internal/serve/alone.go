package serve

// Pages for who sits at this machine, without a sign-in. Nobody else can reach them: they stand on an address of this
// machine alone, and answer only to its name. A page elsewhere, whose name its owner has lead here for a moment, would
// otherwise read along with the browser of whoever has it open.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Local refuses an address that other machines can reach.
func Local(listen string) error {
	if local, err := loopback(listen); err == nil && local {
		return nil
	}
	return fmt.Errorf("it asks nobody to sign in, so it listens to this machine alone, and %q is not such an address; use 127.0.0.1:8080", listen)
}

// Alone answers requests from this machine until the context ends, and then finishes those that it has begun.
func Alone(ctx context.Context, listen string, handler http.Handler, logger *slog.Logger, listening func(address string)) error {
	if err := Local(listen); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s; is it in use? (%w)", listen, err)
	}
	s := newServer(listener, ownName(handler), logger)
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(s.listener) }()
	listening(listener.Addr().String())
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	return errors.Join(err, stop([]*server{s}))
}

// ownName refuses requests that were sent to another name than that of this machine.
func ownName(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !nameOfThisMachine(r.Host) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.WriteHeader(http.StatusMisdirectedRequest)
			_, _ = io.WriteString(w, "Deze bladzijden zijn er alleen voor deze computer. Gebruik het adres dat het programma noemt.\n")
			return
		}
		handler.ServeHTTP(w, r)
	})
}

func nameOfThisMachine(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return strings.EqualFold(name, "localhost") || err == nil && ip.IsLoopback()
}
