// Package dispatch ties the outbox, the printer and the mail server together: it takes what is to be sent, makes the
// documents that go along and keeps them, hands the message over and records what came of it.
//
// Documents are made outside transactions. Every step may be the last: what was claimed comes back when the lease is
// over, what was made is kept, and a message that is sent again bears the same Message-ID.
package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"convenant/cmd/internal/paper"
	"convenant/documents/post"
	"convenant/storage"
)

// Post sends what waits in the outbox. Several may work on one register, in one program or in many.
type Post struct {
	Register *storage.Register
	Printer  *paper.Printer
	Server   *post.Server // nil: nothing is sent, and everything waits
	From     string       // the address that messages come from, and bounces go to
	URL      string       // the public address, for links to what is too large to attach; may be empty
	Now      func() time.Time
	Log      *slog.Logger

	Attach int               // how many bytes of documents go along; 0 is 14 MB
	Hands  int               // how many messages at a time; 0 is 2
	Every  time.Duration     // how long to wait when there is nothing to send; 0 is 15 seconds
	step   func(name string) // tests let the program die here
}

const (
	defaultHands = 2
	defaultEvery = 15 * time.Second
	batch        = 5                // claimed at once
	lease        = 15 * time.Minute // longer than a batch can take
)

// Run sends until the context ends. It returns when what is under way has been settled.
func (p *Post) Run(ctx context.Context) {
	if p.Server == nil {
		waiting, _, err := p.Register.MailsOutstanding(ctx)
		if err != nil {
			p.Log.Error("post: the outbox cannot be read", "error", err)
		}
		p.Log.Warn("post: no mail is sent, because CONVENANT_SMTP is not set; what is to be sent waits", "waiting", waiting)
		return
	}
	hands, every := p.Hands, p.Every
	if hands == 0 {
		hands = defaultHands
	}
	if every == 0 {
		every = defaultEvery
	}
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			for ctx.Err() == nil {
				if _, err := p.Round(ctx); err != nil && ctx.Err() == nil {
					p.Log.Error("post", "error", err)
				}
				select {
				case <-ctx.Done():
				case <-time.After(every):
				}
			}
		})
	}
	all.Wait()
}

// errServer tells that the mail server cannot be reached or does not let us in.
var errServer = errors.New("the mail server cannot be used")

// Round sends everything that may be sent now, and tells for how many rows an attempt was made. It ends early when the
// mail server or the register cannot be reached: what was not tried does not count as tried.
func (p *Post) Round(ctx context.Context) (tried int, err error) {
	if p.Server == nil {
		return 0, nil
	}
	r := round{Post: p}
	defer r.hangUp()
	for ctx.Err() == nil {
		mails, err := p.Register.ClaimMails(ctx, batch, lease)
		if err != nil || len(mails) == 0 {
			return tried, err
		}
		p.at("claimed")
		for i, m := range mails {
			err := r.send(ctx, m)
			tried++
			if ctx.Err() != nil || notOurs(err) {
				return tried, errors.Join(err, p.release(ctx, mails[i+1:]))
			}
			if err != nil {
				p.Log.Error("post: what came of a message cannot be recorded", "mail", m.ID, "error", err)
			}
		}
	}
	return tried, nil
}

// release gives back what was claimed and not tried; also when the program is told to stop.
func (p *Post) release(ctx context.Context, mails []storage.Mail) error {
	if len(mails) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return p.Register.ReleaseMails(ctx, mails, time.Time{})
}

func (p *Post) at(step string) {
	if p.step != nil {
		p.step(step)
	}
}
