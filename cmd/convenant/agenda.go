package main

// Calendars: the addresses at which the calendar program of somebody fetches what falls due. An address is shown once.

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"

	"convenant/cmd/internal/agenda"
	"convenant/cmd/internal/config"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

const agendaUsage = `Usage:
  convenant agenda create PRINCIPAL [-naam WORDS]
  convenant agenda list
  convenant agenda revoke ID
`

func runAgenda(ctx context.Context, args []string, s streams) error {
	return choose(ctx, args, s, agendaUsage, map[string]func(context.Context, []string, streams) error{
		"create": createAgenda, "list": listAgendas, "revoke": revokeAgenda,
	})
}

// createAgenda makes an address for a principal, prints it, and forgets it.
func createAgenda(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("agenda create PRINCIPAL", flag.ContinueOnError)
	name := f.String("naam", "", "what it is for, to recognise it in the list")
	rest, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	if err := checkName(*name); err != nil {
		return err
	}
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	word, hash, err := secret.New(rand.Reader)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		feed, err := r.AddFeed(ctx, hash, rest[0], *name)
		if errors.Is(err, storage.ErrNoPrincipal) {
			return fmt.Errorf("there is no principal with id %s, or nothing is granted to it any more; see: convenant token list", rest[0])
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, baseURL(c)+agenda.Prefix+word+agenda.Suffix)
		fmt.Fprintf(s.err, "Whoever has this address sees the calendar; it is not shown again. Its id is %s.\n", feed.ID)
		return nil
	})
}

func listAgendas(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("agenda list", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		feeds, err := r.Feeds(ctx)
		if err != nil {
			return err
		}
		principals, err := r.Principals(ctx)
		if err != nil {
			return err
		}
		roles := map[string]string{}
		for _, p := range principals {
			roles[p.ID] = strings.TrimSpace(string(p.Role) + " " + p.Party)
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, f := range feeds {
			fmt.Fprintln(w, strings.TrimRight(strings.Join([]string{f.ID, f.Principal, roles[f.Principal], revoked(f.Expires), f.Name}, "\t"), "\t"))
		}
		return w.Flush()
	})
}

func revokeAgenda(ctx context.Context, args []string, s streams) error {
	rest, err := parse(flag.NewFlagSet("agenda revoke ID", flag.ContinueOnError), args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		err := r.RevokeFeed(ctx, rest[0])
		if errors.Is(err, storage.ErrNoFeed) {
			return fmt.Errorf("there is no calendar with id %s; see: convenant agenda list", rest[0])
		}
		if err == nil {
			fmt.Fprintf(s.out, "%s is revoked.\n", rest[0])
		}
		return err
	})
}
