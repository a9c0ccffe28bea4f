package main

// The post as an operator looks after it: what waits, what could not be sent and why, and the three ways to mend that. The
// reasons, and why something cannot be done, are in Dutch, as everyone reads them.

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

const postUsage = `Usage:
  convenant post list [-convenant ID]     what waits and what failed; or everything of one convenant, with every attempt
  convenant post again ID                 try a message that failed anew, from now
  convenant post send ID ADDRESS          send it to this address, whatever the register says
  convenant post by-post ID [-op DAY]     it was sent on paper, today or on another day
`

func runPost(ctx context.Context, args []string, s streams) error {
	return choose(ctx, args, s, postUsage, map[string]func(context.Context, []string, streams) error{
		"list": listPost, "again": sendAgain, "send": sendTo, "by-post": postedByHand,
	})
}

func sendAgain(ctx context.Context, args []string, s streams) error {
	return mendPost(ctx, "again", args, 1, s, func(r *storage.Register, args []string) error {
		return r.SendAgain(ctx, args[0], workflow.Operator)
	})
}

func sendTo(ctx context.Context, args []string, s streams) error {
	return mendPost(ctx, "send", args, 2, s, func(r *storage.Register, args []string) error {
		return r.SendTo(ctx, args[0], args[1], workflow.Operator)
	})
}

// mostFailed is how many messages that failed are listed.
const mostFailed = 500

func listPost(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("post list", flag.ContinueOnError)
	convenant := f.String("convenant", "", "the id of a convenant: everything that is or was to be sent of it")
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		if *convenant != "" {
			list, err := r.Mails(ctx, *convenant)
			if err != nil {
				return err
			}
			for _, m := range list {
				tellMail(s, m)
			}
			return nil
		}
		waiting, failed, err := r.MailsOutstanding(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d messages wait to be sent; %d could not be sent.\n", waiting, failed)
		list, err := r.FailedMails(ctx, mostFailed)
		if err != nil {
			return err
		}
		for _, m := range list {
			tellMail(s, m)
		}
		return nil
	})
}

// tellMail prints a message and what came of it.
func tellMail(s streams, m storage.Mail) {
	to := m.Role
	if m.Name != "" {
		to += " " + m.Name
	}
	fmt.Fprintf(s.out, "%s  %s  %s (%s) aan %s", m.ID, m.State, paper.TitleOf(m.Announcement.Paper.Kind), m.Announcement.Day.Dutch(), to)
	if m.Failure != "" {
		fmt.Fprintf(s.out, ": %s", m.Failure)
	}
	fmt.Fprintln(s.out)
	for _, a := range m.Attempts {
		parts := []string{a.At.UTC().Format("2006-01-02 15:04 UTC"), a.Outcome}
		for _, more := range []string{a.Address, a.Answer, a.Who} {
			if more != "" {
				parts = append(parts, more)
			}
		}
		fmt.Fprintf(s.out, "    %s\n", strings.Join(parts, "  "))
	}
}

// mendPost does something to the message whose id comes first.
func mendPost(ctx context.Context, name string, args []string, wanted int, s streams, mend func(*storage.Register, []string) error) error {
	rest, err := parse(flag.NewFlagSet("post "+name, flag.ContinueOnError), args, wanted, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error { return mended(ctx, r, rest[0], s, mend(r, rest)) })
}

func postedByHand(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("post by-post", flag.ContinueOnError)
	on := f.String("op", "", "the day on which it was posted, as 2025-12-31; today if left out")
	rest, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	today, err := clock.Today(time.Now())
	if err != nil {
		return err
	}
	day := today
	if *on != "" {
		if day, err = workflow.ParseDate(*on); err != nil {
			return fmt.Errorf("-op %s: %w", *on, err)
		}
	}
	return withRegister(ctx, func(r *storage.Register) error {
		return mended(ctx, r, rest[0], s, r.SentByPost(ctx, rest[0], day, today, workflow.Operator))
	})
}

// mended shows how a message then stands.
func mended(ctx context.Context, r *storage.Register, id string, s streams, err error) error {
	if err != nil {
		return err
	}
	m, err := r.Mail(ctx, id)
	if err != nil {
		return err
	}
	tellMail(s, m)
	return nil
}
