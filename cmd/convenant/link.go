package main

// Links to sign in with, for when mail does not work; and the one with which a new register gets its first operator.

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"time"

	"convenant/cmd/internal/config"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// How long a link lets somebody in.
const (
	signInLasts        = 15 * time.Minute
	firstOperatorLasts = 24 * time.Hour
)

// runLink makes a link for a person, prints it, and forgets it. It takes the place of those that the person did not use: they
// may never have arrived.
func runLink(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("link EMAIL", flag.ContinueOnError)
	withoutCode := f.Bool("zonder-code", false, "take the person's code away first, as when an only operator lost the phone; they set up another")
	rest, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	c, err := config.FromEnvironment()
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		person, err := r.PersonByEmail(ctx, rest[0])
		if errors.Is(err, storage.ErrNoPrincipal) {
			return fmt.Errorf("there is no person with the address %s in this register", rest[0])
		}
		if err != nil {
			return err
		}
		grants, err := r.GrantsOf(ctx, person.ID)
		if err != nil {
			return err
		}
		if len(grants) == 0 {
			return fmt.Errorf("nothing is granted to %s any more, so a link would show nothing", person.Email)
		}
		if *withoutCode {
			if err := errors.Join(r.DropSecondFactor(ctx, person.ID),
				r.Log(ctx, storage.LogEntry{Action: "code-wegnemen", Object: person.ID, Result: "op de opdrachtregel"})); err != nil {
				return err
			}
		}
		if err := r.EndLinks(ctx, person.ID); err != nil {
			return err
		}
		path, err := addLink(ctx, r, storage.Link{Person: person.ID, Purpose: storage.LinkSignIn}, signInLasts)
		if err != nil {
			return err
		}
		if err := r.Log(ctx, storage.LogEntry{Action: "link-maken", Object: person.ID, Result: "op de opdrachtregel"}); err != nil {
			return err
		}
		fmt.Fprintln(s.out, baseURL(c)+path)
		fmt.Fprintf(s.err, "Whoever opens this within %.0f minutes signs in as %s, once; it is not shown again.\n", signInLasts.Minutes(), person.Name)
		return nil
	})
}

// baseURL is under what address others reach the program, as far as is known here.
func baseURL(c *config.Config) string {
	if c.URL() != "" {
		return c.URL()
	}
	return "http://" + c.Listen()
}

// addLink keeps a link and gives its path, which holds the secret.
func addLink(ctx context.Context, r *storage.Register, l storage.Link, lasts time.Duration) (string, error) {
	path := secret.SignInPath
	if l.Purpose == storage.LinkFirstOperator {
		path = secret.FirstOperatorPath
	}
	word, hash, err := secret.New(rand.Reader)
	if err != nil {
		return "", err
	}
	l.Expires = time.Now().Add(lasts)
	return path + word, r.AddLink(ctx, hash, l)
}

// firstOperatorPath makes the link for the first operator; it gives "" when there is one.
func firstOperatorPath(ctx context.Context, r *storage.Register) (string, error) {
	if has, err := r.HasOperator(ctx); err != nil || has {
		return "", err
	}
	return addLink(ctx, r, storage.Link{Purpose: storage.LinkFirstOperator}, firstOperatorLasts)
}
