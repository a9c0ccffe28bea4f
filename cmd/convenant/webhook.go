package main

// Webhooks: the programs that are told of what comes to be, as a zaaksysteem.

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"convenant/cmd/internal/config"
	"convenant/cmd/internal/webhook"
	"convenant/storage"
)

const webhookUsage = `Usage:
  convenant webhook create URL [-naam WORDS]
  convenant webhook list
  convenant webhook log ID [-aantal N]
  convenant webhook test ID
  convenant webhook revoke ID
`

func runWebhook(ctx context.Context, args []string, s streams) error {
	return choose(ctx, args, s, webhookUsage, map[string]func(context.Context, []string, streams) error{
		"create": createWebhook, "list": listWebhooks, "log": showWebhookLog, "test": testWebhook, "revoke": revokeWebhook,
	})
}

// webhookOptions reads what an operator has set.
func webhookOptions(r *storage.Register) (webhook.Options, error) {
	c, err := config.FromEnvironment()
	if err != nil {
		return webhook.Options{}, err
	}
	targets, err := webhook.ParseTargets(c.WebhookTargets())
	if err != nil {
		return webhook.Options{}, err
	}
	sender := webhook.Sender{Source: c.WebhookSource(), Type: c.WebhookType(), URL: c.URL()}
	return webhook.Options{Register: r, Now: time.Now, Targets: targets, Sender: sender, Log: slog.New(slog.NewJSONHandler(io.Discard, nil))}, sender.Check()
}

// newWebhooks returns the worker that serve runs.
func newWebhooks(r *storage.Register) (func(context.Context, *slog.Logger), error) {
	o, err := webhookOptions(r)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, l *slog.Logger) {
		o.Log = l
		webhook.New(o).Run(ctx)
	}, nil
}

// createWebhook enters a program and prints the secret with which it checks what it is told, once.
func createWebhook(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("webhook create URL", flag.ContinueOnError)
	name := f.String("naam", "", "what it is for, to recognise it in the list")
	rest, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	if err := checkName(*name); err != nil {
		return err
	}
	secret, err := webhook.NewSecret(rand.Read)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		o, err := webhookOptions(r)
		if err != nil {
			return err
		}
		if err := o.Targets.Check(rest[0]); err != nil {
			return err
		}
		w, err := r.AddWebhook(ctx, rest[0], secret, *name)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, secret)
		fmt.Fprintf(s.err, "With this secret the receiver checks the signature of each event (Standard Webhooks); it is not shown again. Its id is %s. To try it: convenant webhook test %s\n", w.ID, w.ID)
		return nil
	})
}

func listWebhooks(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("webhook list", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		list, err := r.Webhooks(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, hook := range list {
			state := revoked(hook.Expires)
			if hook.Tries > 0 && hook.Expires.IsZero() {
				state = fmt.Sprintf("went wrong %d times, again after %s", hook.Tries, hook.Pause.UTC().Format("2006-01-02 15:04 UTC"))
			}
			fmt.Fprintln(w, strings.TrimRight(strings.Join([]string{hook.ID, hook.Target, state, strconv.Itoa(hook.Waiting) + " waiting", hook.Name}, "\t"), "\t"))
		}
		return w.Flush()
	})
}

func showWebhookLog(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("webhook log ID", flag.ContinueOnError)
	most := f.Int("aantal", 50, "how many events at most, the latest first")
	rest, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		list, err := r.WebhookLog(ctx, rest[0], max(1, *most))
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, m := range list {
			how := "not sent yet"
			if m.Try > 0 {
				how = fmt.Sprintf("attempt %d at %s: %s", m.Try, m.MessageAttempt.Moment, m.Outcome)
				if m.Status != 0 {
					how += fmt.Sprintf(" (%d)", m.Status)
				}
			}
			fmt.Fprintln(w, strings.Join([]string{m.Message.Moment, m.ID, m.Kind, orDash(m.Subject), m.State, how}, "\t"))
		}
		return w.Flush()
	})
}

// testWebhook sends an event that tells nothing, and tells how that went.
func testWebhook(ctx context.Context, args []string, s streams) error {
	rest, err := parse(flag.NewFlagSet("webhook test ID", flag.ContinueOnError), args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		o, err := webhookOptions(r)
		if err != nil {
			return err
		}
		how, err := webhook.New(o).Test(ctx, rest[0])
		switch {
		case errors.Is(err, storage.ErrNoWebhook):
			return fmt.Errorf("there is no webhook with id %s; see: convenant webhook list", rest[0])
		case errors.Is(err, webhook.ErrNotArrived):
			fmt.Fprintln(s.err, "not delivered: "+how)
			return errSilent
		case err != nil:
			return err
		}
		fmt.Fprintln(s.out, "delivered: "+how)
		return nil
	})
}

func revokeWebhook(ctx context.Context, args []string, s streams) error {
	rest, err := parse(flag.NewFlagSet("webhook revoke ID", flag.ContinueOnError), args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		err := r.RevokeWebhook(ctx, rest[0])
		if errors.Is(err, storage.ErrNoWebhook) {
			return fmt.Errorf("there is no webhook with id %s; see: convenant webhook list", rest[0])
		}
		if err == nil {
			fmt.Fprintf(s.out, "%s is revoked; what was waiting for it is not sent.\n", rest[0])
		}
		return err
	})
}
