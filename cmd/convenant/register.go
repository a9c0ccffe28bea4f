package main

// The commands that an operator uses on a register: migrate, verify, kalender, config.

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/config"
	"convenant/storage"
	"convenant/workflow"
)

func options() storage.Options { return storage.Options{Now: time.Now, Random: rand.Reader} }

// withRegister opens the register that the configuration names, and closes it after.
func withRegister(ctx context.Context, f func(*storage.Register) error) (err error) {
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	opts, done, err := journalled(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	r, err := storage.Open(ctx, c.Database(), opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return f(r)
}

// runMigrate makes the register if it is not there and brings its schema up to date.
func runMigrate(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("migrate", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	r, err := storage.Create(ctx, c.Database(), options())
	if err != nil {
		return err
	}
	switch from, to := r.Migrated(); from {
	case 0:
		fmt.Fprintf(s.out, "%s was made, with schema %d.\n", c.DatabaseShown(), to)
	case to:
		fmt.Fprintf(s.out, "%s was up to date: it has schema %d.\n", c.DatabaseShown(), to)
	default:
		fmt.Fprintf(s.out, "%s was brought up to date, from schema %d to %d.\n", c.DatabaseShown(), from, to)
	}
	return r.Close()
}

// runConfig shows what an operator can set, and what is set.
func runConfig(_ context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("config", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	fmt.Fprint(s.out, c)
	return nil
}

// runVerify reads the whole record over, or looks up the stand printed on a paper copy.
func runVerify(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("verify", flag.ContinueOnError)
	stand := f.String("stand", "", `the line printed on a paper copy, as "stand 27 · a1b2c3d4 · 31-12-2025"`)
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		if *stand != "" {
			return verifyStand(ctx, r, *stand, s)
		}
		v, err := r.Verify(ctx, bar(s))
		var fault *storage.Fault
		if errors.As(err, &fault) {
			fmt.Fprintf(s.err, "WRONG: %s\n", fault)
			return errSilent
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "Everything is as it was recorded: %d convenanten, %d facts, %d texts, %d files.\n", v.Convenanten, v.Facts, v.Texts, v.Files)
		return nil
	})
}

// bar draws how far it is, on a line of its own that the last word wipes out. Few convenanten need none, and neither does
// a log.
func bar(s streams) func(done, of int) {
	const few, cells = 200, 40
	drawn := isTerminal(s.err)
	return func(done, of int) {
		if !drawn || of < few || done%(of/cells) != 0 && done != of {
			return
		}
		full := done * cells / of
		fmt.Fprintf(s.err, "\r[%s%s] %d of %d", strings.Repeat("#", full), strings.Repeat(".", cells-full), done, of)
		if done == of {
			fmt.Fprintf(s.err, "\r%s\r", strings.Repeat(" ", cells+30))
		}
	}
}

var standForm = regexp.MustCompile(`(?:^|\s)(\d+) · ([0-9a-f]{6,64})\b`)

func verifyStand(ctx context.Context, r *storage.Register, line string, s streams) error {
	m := standForm.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("%q is no stand; copy the line at the foot of the page, as \"stand 27 · a1b2c3d4\"", line)
	}
	number, err := strconv.Atoi(m[1])
	if err != nil {
		return err
	}
	found, err := r.FindStand(ctx, number, m[2])
	if err != nil {
		return err
	}
	for _, p := range found {
		fmt.Fprintf(s.out, "This is a paper of %s (%s) as it stood after fact %d; it now stands at %d.\n", p.Name, p.Convenant, p.Number, p.Latest)
	}
	if len(found) == 0 {
		fmt.Fprintf(s.err, "WRONG: no convenant in this register ever stood at %d · %s\n", number, m[2])
		return errSilent
	}
	return nil
}

// mostListed is how many lines of the calendar are shown at most.
const mostListed = 10_000

// runKalender lists what falls due in the coming days, a line each.
func runKalender(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("kalender", flag.ContinueOnError)
	days := f.Int("dagen", 90, "how many days ahead")
	reminders := f.Bool("herinneringen", false, "list the reminders that will be sent instead, of each the next")
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	if *days < 0 || *days > 36500 {
		return fmt.Errorf("-dagen %d: give a number of days from 0 to 36500", *days)
	}
	from, err := clock.Today(time.Now())
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		if *reminders {
			return listReminders(ctx, r, from, from.AddDays(*days), s)
		}
		list, err := r.DueBetween(ctx, from, from.AddDays(*days), mostListed)
		if err != nil {
			return err
		}
		for _, d := range list {
			on, err := workflow.ParseDate(d.On)
			if err != nil {
				return fmt.Errorf("termijn van %s: %w", d.Convenant, err)
			}
			fmt.Fprintf(s.out, "%17s  %s: %s\n", on.Dutch(), d.Name, workflow.DeadlineWords(d.Kind, d.PartyName))
		}
		if len(list) == 0 {
			fmt.Fprintf(s.out, "Tot en met %s staat er niets op de kalender.\n", from.AddDays(*days).Dutch())
		}
		return nil
	})
}

// listReminders lists who will be reminded of what if nothing is done, a line each.
func listReminders(ctx context.Context, r *storage.Register, from, through workflow.Date, s streams) error {
	list, err := r.RemindersBetween(ctx, from, through, mostListed)
	if err != nil {
		return err
	}
	for _, m := range list {
		on, err := workflow.ParseDate(m.On)
		if err != nil {
			return fmt.Errorf("herinnering van %s: %w", m.Convenant, err)
		}
		fmt.Fprintf(s.out, "%17s  %s: herinnering aan %s (%s)\n", on.Dutch(), m.Name, cmp.Or(m.PartyName, m.To), m.Kind)
	}
	if len(list) == 0 {
		fmt.Fprintf(s.out, "Tot en met %s wordt niemand herinnerd.\n", through.Dutch())
	}
	return nil
}
