package dispatch

// What somebody needs for what they are doing now: the link to sign in with, the code to sign a convenant with. It is sent
// at once and not by the outbox, because it is worth nothing after a quarter of an hour.

import (
	"context"
	"errors"
	"fmt"

	"convenant/cmd/internal/paper"
	"convenant/documents/post"
)

// refusedError is what the mail server does not take, now or later.
type refusedError struct{}

func (refusedError) Error() string {
	return "post: the mail server refuses a message to somebody in person"
}

// Final reports that trying again would not help.
func (refusedError) Final() bool { return true }

// SignIn sends somebody the link to sign in with. The error names no address and no link.
func (p *Post) SignIn(ctx context.Context, id, name, address, link string) error {
	words, err := p.Printer.SignIn(name, link)
	if err != nil {
		return fmt.Errorf("post: the link to sign in with: %w", err)
	}
	return p.inPerson(ctx, id, name, address, words, "U ontvangt dit bericht omdat iemand met uw e-mailadres wil inloggen.")
}

// SignCode sends somebody the code to sign a convenant with, for a Partij. The error names no address and no code.
func (p *Post) SignCode(ctx context.Context, id, name, address, convenant, party, code string) error {
	words, err := p.Printer.SignCode(name, convenant, party, code)
	if err != nil {
		return fmt.Errorf("post: the code to sign with: %w", err)
	}
	return p.inPerson(ctx, id, name, address, words, "U ontvangt dit bericht omdat u een convenant ondertekent.")
}

// inPerson sends somebody a message at once. What the mail server said of it may have the address in it, and is not told.
func (p *Post) inPerson(ctx context.Context, id, name, address string, words *paper.Message, why string) error {
	if p.Server == nil {
		return errors.New("post: there is no mail server to send a message to somebody with")
	}
	built, err := post.Build(p.message(id, words, []post.Address{{Name: name, Mail: address}}, why))
	if err != nil {
		return errors.New("post: a message to somebody in person cannot be addressed")
	}
	line, err := p.Server.Dial(ctx)
	if err != nil {
		return err
	}
	defer line.Close()
	for _, a := range line.Send(built) {
		switch a.Outcome {
		case post.Later:
			return errors.New("post: the mail server does not take a message to somebody in person now")
		case post.Refused:
			return refusedError{}
		}
	}
	return nil
}
