package main

// The demo in a browser: its register as everyone sees it, for who sits at this machine.

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/config"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/serve"
	"convenant/cmd/internal/web"
	"convenant/storage"
	"convenant/templates"
)

// demoAddress is where the demo listens: as the flag says, else as the configuration.
func demoAddress(flag string) (string, error) {
	if flag == "" {
		c, err := config.FromEnvironment()
		if err != nil {
			return "", err
		}
		flag = c.Listen()
	}
	if err := serve.Local(flag); err != nil {
		return "", fmt.Errorf("demo -serve: %w, with -listen or CONVENANT_LISTEN", err)
	}
	return flag, nil
}

// serveDemo shows the register of a demo until it is told to stop. It shows a copy, so that what a visitor does leaves no
// trace in what the demo left.
func serveDemo(ctx context.Context, path, listen string, library *templates.Library, s streams) (err error) {
	if demo, err := isDemo(path); err != nil || !demo {
		return errors.Join(err, fmt.Errorf("%s is not the register of a demo; only that is shown without a sign-in", path))
	}
	dir, err := os.MkdirTemp("", "convenant-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	shown := filepath.Join(dir, registerName)
	if err := copyRegister(shown, path); err != nil {
		return err
	}
	register, err := storage.Open(ctx, shown, options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, register.Close()) }()
	log := serve.NewLogger(s.err)
	pages, err := demoPages(register, library, log)
	if err != nil {
		return err
	}
	err = serve.Alone(ctx, listen, pages, log, func(address string) {
		fmt.Fprintf(s.out, "\nOpen http://%s in uw browser en kies door wiens ogen u wilt kijken.\n"+
			"Wat u daar doet, verandert niets aan de bestanden van de demo. Stoppen gaat met Ctrl+C.\n", address)
	})
	if err == nil {
		fmt.Fprintf(s.out, "\nDe demo is gestopt. De bestanden staan nog in %s.\n", filepath.Dir(path))
	}
	return err
}

// copyRegister copies a register that nobody has open.
func copyRegister(to, from string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close() //nolint:errcheck // only read
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// demoPages are the pages, in which whoever comes in chooses whom to be. The log tells only what goes wrong: it lies on the
// terminal, under the story.
func demoPages(register *storage.Register, library *templates.Library, log *slog.Logger) (http.Handler, error) {
	printer, err := paper.NewPrinter(library)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Register: register, Sessions: web.InMemory(), Library: library, Printer: printer, Now: time.Now, NewID: newRequestID, Random: rand.Reader,
		Origin: func(r *http.Request) string { host, _, _ := net.SplitHostPort(r.RemoteAddr); return host }, Limits: unlimited{}, Eyes: true,
		Observe: func(ctx context.Context, s api.Seen) {
			if s.Err != nil {
				log.WarnContext(ctx, "request", "action", s.Action, "object", s.Object, "request", s.Request, "error", s.Err.Error())
			}
		},
	})
}

// unlimited lets who sits at this machine ask as much as they like.
type unlimited struct{}

func (unlimited) Principal(context.Context, string) (time.Duration, error)        { return 0, nil }
func (unlimited) Stranger(context.Context, string, string) (time.Duration, error) { return 0, nil }
