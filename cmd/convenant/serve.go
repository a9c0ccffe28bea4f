package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/gofrs/uuid/v5"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/config"
	"convenant/cmd/internal/dispatch"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/serve"
	"convenant/cmd/internal/web"
	"convenant/storage"
	"convenant/templates"
)

// gcPercent lets the heap grow further before it is collected: folding a record leaves much behind, and by measurement
// collecting it less often is worth its memory. GOGC goes before it.
const gcPercent = 400

// runServe answers requests until it is told to stop.
func runServe(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("serve", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	o, mailer, err := serveOptions(s)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	// Before the register is opened: a process that closes a file gives up all the locks that it has on it, those of SQLite too.
	demo := ofDemo()
	return withRegister(ctx, func(r *storage.Register) error {
		principals, err := r.Principals(ctx)
		if err != nil {
			return err
		}
		first, err := firstOperatorPath(ctx, r)
		if err != nil {
			return err
		}
		example, err := exampleSender(o.Library)
		if err != nil {
			return err
		}
		hooks, err := newWebhooks(r)
		if err != nil {
			return err
		}
		o.Register, mailer.Register = r, r
		looking := &clock.Clock{Register: r, Now: time.Now, Log: o.Log}
		o.Workers = append(o.Workers, hooks, func(ctx context.Context, _ *slog.Logger) { mailer.Run(ctx) }, func(ctx context.Context, log *slog.Logger) {
			if err := looking.Run(ctx); err != nil {
				log.Error("the clock does not run", "error", err)
			}
		})
		o.Listening = func(address, metrics string) {
			fmt.Fprintf(s.out, "convenant listens on http://%s\n", address)
			if metrics != "" {
				fmt.Fprintf(s.out, "measurements are on http://%s/metrics\n", metrics)
			}
			if first != "" {
				fmt.Fprintf(s.out, "There is no operator yet. Whoever opens this within %.0f hours, and before the next start, becomes the first: %s\n",
					firstOperatorLasts.Hours(), cmp.Or(o.URL, "http://"+address)+first)
			}
			if len(principals) == 0 {
				fmt.Fprintln(s.out, "Nobody can use the API yet. To make a token: convenant token create -rol secretariaat")
			}
			if o.SendLink != nil && o.URL == "" {
				fmt.Fprintln(s.out, "Links in mail lead to this machine alone, because CONVENANT_URL is not set.")
			}
			if demo {
				fmt.Fprintln(s.out, "This is the register of a demo, which the next demo writes over. For your own, set CONVENANT_DATABASE and run: convenant migrate")
			}
			if example {
				fmt.Fprintf(s.out, "Letters still bear the sender of the example, %s. To set your own: convenant sjablonen -kopie DIR, "+
					"change DIR/thema/afzender.yaml, and set CONVENANT_TEMPLATES=DIR\n", o.Library.Sender().Organisatie)
			}
		}
		return serve.Serve(ctx, o)
	})
}

// serveOptions reads what an operator has set. What would not be safe is refused before a register is opened.
func serveOptions(s streams) (o serve.Options, mailer *dispatch.Post, err error) {
	c, err := config.FromEnvironment()
	if err != nil {
		return o, nil, err
	}
	log := serve.NewLogger(s.err)
	o = serve.Options{Now: time.Now, NewID: newRequestID, Random: rand.Reader, Log: log, Listen: c.Listen(), MetricsListen: c.MetricsListen(), URL: c.URL()}
	if o.Proxies, err = c.Proxies(); err != nil {
		return o, nil, err
	}
	if o.PerMinute, err = c.PerMinute(); err != nil {
		return o, nil, err
	}
	if err := o.Check(); err != nil {
		return o, nil, err
	}
	if o.OpenID, err = openIDOf(c); err != nil {
		return o, nil, err
	}
	// Without an address under which people can come in, what is too large to attach is asked for at the secretariaat.
	mailer = &dispatch.Post{Now: time.Now, Log: log, URL: c.URL()}
	if mailer.Server, mailer.From, err = c.Mail(); err != nil {
		return o, nil, err
	}
	if o.Library, err = soundTemplates(); err != nil {
		return o, nil, err
	}
	mailer.Printer, err = paper.NewPrinter(o.Library)
	if mailer.Server != nil {
		o.SendLink, o.SendCode = mailer.SignIn, mailer.SignCode
	}
	return o, mailer, err
}

// openIDOf gives the provider at which people can sign in, if one is set.
func openIDOf(c *config.Config) (*web.OpenID, error) {
	o, err := c.OpenID()
	if o == nil || err != nil {
		return nil, err
	}
	return &web.OpenID{Issuer: o.Issuer, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Name: o.Name, TwoSteps: o.TwoSteps}, nil
}

// soundTemplates opens the templates and refuses those with a mistake in them: it would show only when somebody asks for the
// letter.
func soundTemplates() (*templates.Library, error) {
	library, err := openTemplates("")
	if err != nil {
		return nil, err
	}
	for _, r := range library.Check() {
		if len(r.Problems) > 0 {
			return nil, fmt.Errorf("template %s: %s; to see all that is wrong, run: convenant sjablonen", r.Name, r.Problems[0])
		}
	}
	return library, nil
}

// exampleSender reports that letters still bear the sender that stands in the program as an example.
func exampleSender(library *templates.Library) (bool, error) {
	own, err := templates.Embedded()
	if err != nil {
		return false, err
	}
	return reflect.DeepEqual(library.Sender(), own.Sender()), nil
}

// ofDemo reports that the register of the configuration is one that a demo left. What cannot be read is told when it is opened.
func ofDemo() bool {
	c, err := config.FromEnvironment()
	if err != nil {
		return false
	}
	demo, err := isDemo(c.Database())
	return err == nil && demo
}

func newRequestID() string { return uuid.Must(uuid.NewV7()).String() }
