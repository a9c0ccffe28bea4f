package dispatch

// The link with which somebody signs in: sent at once and not by the outbox, because it is of no convenant, and worth
// nothing after a quarter of an hour.

import (
	"context"
	"errors"
	"fmt"

	"convenant/documents/post"
)

// refusedError is what the mail server does not take, now or later.
type refusedError struct{}

func (refusedError) Error() string { return "post: the mail server refuses the link to sign in with" }

// Final reports that trying again would not help.
func (refusedError) Final() bool { return true }

// SignIn sends somebody the link to sign in with. The error names no address and no link.
func (p *Post) SignIn(ctx context.Context, id, name, address, link string) error {
	if p.Server == nil {
		return errors.New("post: there is no mail server to send a link with")
	}
	words, err := p.Printer.SignIn(name, link)
	if err != nil {
		return fmt.Errorf("post: the link to sign in with: %w", err)
	}
	built, err := post.Build(p.message(id, words, []post.Address{{Name: name, Mail: address}}, "U ontvangt dit bericht omdat iemand met uw e-mailadres wil inloggen."))
	if err != nil {
		return errors.New("post: the link to sign in with cannot be addressed")
	}
	line, err := p.Server.Dial(ctx)
	if err != nil {
		return err
	}
	defer line.Close()
	for _, a := range line.Send(built) {
		switch a.Outcome { // what the server said of it may have the address in it
		case post.Later:
			return errors.New("post: the mail server does not take the link to sign in with now")
		case post.Refused:
			return refusedError{}
		}
	}
	return nil
}
