package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/gofrs/uuid/v5"

	"convenant/cmd/internal/config"
	"convenant/cmd/internal/serve"
	"convenant/storage"
)

// gcPercent lets the heap grow further before it is collected: folding a record leaves much behind, and by measurement
// collecting it less often is worth its memory. GOGC goes before it.
const gcPercent = 400

// runServe answers requests until it is told to stop.
func runServe(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("serve", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	o, err := serveOptions(s)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	return withRegister(ctx, func(r *storage.Register) error {
		principals, err := r.Principals(ctx)
		if err != nil {
			return err
		}
		o.Register = r
		hooks, err := newWebhooks(r)
		if err != nil {
			return err
		}
		o.Workers = append(o.Workers, hooks)
		o.Listening = func(address, metrics string) {
			fmt.Fprintf(s.out, "convenant listens on http://%s\n", address)
			if metrics != "" {
				fmt.Fprintf(s.out, "measurements are on http://%s/metrics\n", metrics)
			}
			if len(principals) == 0 {
				fmt.Fprintln(s.out, "Nobody can use the API yet. To make a token: convenant token create -rol secretariaat")
			}
		}
		return serve.Serve(ctx, o)
	})
}

// serveOptions reads what an operator has set. What would not be safe is refused before a register is opened.
func serveOptions(s streams) (serve.Options, error) {
	c, err := config.FromEnvironment()
	if err != nil {
		return serve.Options{}, err
	}
	o := serve.Options{Now: time.Now, NewID: newRequestID, Log: s.err, Listen: c.Listen(), MetricsListen: c.MetricsListen(), URL: c.URL()}
	if o.Proxies, err = c.Proxies(); err != nil {
		return o, err
	}
	if o.PerMinute, err = c.PerMinute(); err != nil {
		return o, err
	}
	if err := o.Check(); err != nil {
		return o, err
	}
	o.Library, err = openTemplates("")
	return o, err
}

func newRequestID() string { return uuid.Must(uuid.NewV7()).String() }
