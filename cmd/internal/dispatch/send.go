package dispatch

// One row of the outbox, from claim to settlement.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"convenant/documents/post"
	"convenant/storage"
	"convenant/workflow"
)

// pauses is how long to wait after each attempt that may be repeated. After the last it has failed.
var pauses = []time.Duration{
	2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// What the secretariaat reads about a row that failed.
const (
	noAddress   = "Er is geen e-mailadres bekend."
	refused     = "De mailserver van de ontvanger weigert het adres of het bericht."
	tooOften    = "Het is een paar dagen lang geprobeerd, en de mailserver nam het niet aan."
	notMade     = "Het bericht of een stuk daarbij kon niet worden gemaakt."
	brokenOff   = "Het verzenden is steeds afgebroken voordat het klaar was."
	badAddress  = "Het adres is geen e-mailadres."
	noneWritten = "geen verbinding met de mailserver"
)

// round is a round of the post, with the connection that it holds.
type round struct {
	*Post
	line *post.Line
}

func (r *round) hangUp() {
	if r.line != nil {
		r.line.Close()
		r.line = nil
	}
}

// send makes one attempt at a row and records what came of it. It fails with errServer when there is no server to talk
// to; what is wrong with the message itself is recorded, and no error.
func (r *round) send(ctx context.Context, m storage.Mail) error {
	if m.Attempt-m.Since > len(pauses)+1 {
		return r.settle(ctx, m, storage.Settlement{State: storage.MailFailed, Failure: brokenOff,
			Log: []storage.Attempt{{At: r.Now(), Outcome: storage.OutcomeStopped}}})
	}
	e, err := r.prepare(ctx, m)
	if err != nil {
		var final *final
		switch {
		case ctx.Err() != nil || notOurs(err):
			return errors.Join(err, r.release(ctx, []storage.Mail{m}))
		case errors.As(err, &final):
			return r.settle(ctx, m, storage.Settlement{State: storage.MailFailed, Failure: final.reason,
				Log: []storage.Attempt{{At: r.Now(), Outcome: storage.OutcomeNone, Answer: final.reason}}})
		}
		r.Log.Error("post: a message cannot be made", "mail", m.ID, "error", err)
		return r.later(ctx, m, notMade, []storage.Attempt{{At: r.Now(), Outcome: storage.OutcomeDeferred, Answer: notMade}})
	}
	if e.built == nil {
		return r.settle(ctx, m, storage.Settlement{State: storage.MailSent})
	}
	r.at("rendered")
	if r.line == nil || r.line.Broken() {
		r.hangUp()
		if r.line, err = r.Server.Dial(ctx); err != nil {
			if ctx.Err() != nil {
				return errors.Join(err, r.release(ctx, []storage.Mail{m})) // we stopped, not the server
			}
			err = fmt.Errorf("%w: %w", errServer, err)
			return errors.Join(err, r.later(ctx, m, tooOften, e.log(r.Now(), nil, noneWritten)))
		}
	}
	answers := r.line.Send(e.built)
	r.at("sent")
	return r.answered(ctx, m, e, answers)
}

// notOurs reports that the mail server or the register cannot be used now, which says nothing of the message.
func notOurs(err error) bool {
	return errors.Is(err, errServer) || errors.Is(err, storage.ErrUnavailable) || errors.Is(err, storage.ErrFull)
}

// answered records what the server said.
func (r *round) answered(ctx context.Context, m storage.Mail, e *envelope, answers []post.Answer) error {
	log := e.log(r.Now(), answers, "")
	accepted, deferred := e.accepted, false
	for _, a := range answers {
		accepted = accepted || a.Outcome == post.Accepted
		deferred = deferred || a.Outcome == post.Later
	}
	switch {
	case deferred && accepted && r.last(m):
		return r.settle(ctx, m, storage.Settlement{State: storage.MailSent, Log: log})
	case deferred:
		return r.later(ctx, m, tooOften, log)
	case accepted:
		return r.settle(ctx, m, storage.Settlement{State: storage.MailSent, Log: log})
	}
	return r.settle(ctx, m, storage.Settlement{State: storage.MailFailed, Failure: refused, Log: log})
}

// last tells that there will be no attempt after this one.
func (r *round) last(m storage.Mail) bool { return m.Attempt-m.Since > len(pauses) }

// later has the row tried again after a pause, or lets it fail when that was the last time.
func (r *round) later(ctx context.Context, m storage.Mail, failure string, log []storage.Attempt) error {
	if r.last(m) {
		return r.settle(ctx, m, storage.Settlement{State: storage.MailFailed, Failure: failure, Log: log})
	}
	pause := pauses[max(0, m.Attempt-m.Since-1)]
	return r.settle(ctx, m, storage.Settlement{State: storage.MailWaits, Next: r.Now().Add(pause), Log: log})
}

// settle records what came of an attempt, also when the program has been told to stop meanwhile.
func (r *round) settle(ctx context.Context, m storage.Mail, s storage.Settlement) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	err := r.Register.SettleMail(ctx, m, s)
	if err == nil {
		r.at("settled")
		if s.State == storage.MailFailed {
			r.Log.Warn("post: a message could not be sent", "mail", m.ID, "to", m.Role, "reason", s.Failure)
		}
	}
	return err
}

// log writes down what was answered about each receiver, with the documents that went along.
func (e *envelope) log(at time.Time, answers []post.Answer, otherwise string) []storage.Attempt {
	if len(answers) == 0 {
		for _, to := range e.to {
			answers = append(answers, post.Answer{To: to.Mail, Outcome: post.Later, Words: otherwise})
		}
	}
	words := map[post.Outcome]string{post.Accepted: storage.OutcomeAccepted, post.Later: storage.OutcomeDeferred, post.Refused: storage.OutcomeRefused}
	var log []storage.Attempt
	for _, a := range answers {
		log = append(log, storage.Attempt{At: at, Address: a.To, ByHand: e.byHand, Outcome: words[a.Outcome],
			Answer: cmp.Or(a.Words, otherwise), Papers: e.papers})
	}
	return log
}

// final is a reason for which no later attempt can succeed, as the secretariaat reads it.
type final struct{ reason string }

func (f *final) Error() string { return f.reason }

// addresses finds where somebody is reached now. In the record stand contact persons; who is a portefeuillehouder or
// works at the secretariaat stands among those who may log in.
func (p *Post) addresses(ctx context.Context, m storage.Mail, record *workflow.Convenant) ([]post.Address, error) {
	var list []post.Address
	switch {
	case m.Address != "":
		return []post.Address{{Mail: m.Address}}, nil
	case m.Role == workflow.ToParty:
		for _, c := range record.Latest(0).MailContacts(m.Name) {
			a := post.Address{Name: c.Name, Mail: c.Email}
			if c.Name == workflow.Erased {
				a.Name = ""
			}
			list = append(list, a)
		}
	case m.Role == workflow.ToAldermen, m.Role == workflow.ToSecretariat:
		people, err := p.Register.Principals(ctx)
		if err != nil {
			return nil, err
		}
		for _, person := range people {
			if person.Actor() == m.Role && person.Email != "" && (person.Expires.IsZero() || p.Now().Before(person.Expires)) {
				list = append(list, post.Address{Name: person.Name, Mail: person.Email})
			}
		}
		if mailbox := p.Printer.Sender().Email; len(list) == 0 && m.Role == workflow.ToSecretariat && mailbox != "" {
			list = append(list, post.Address{Mail: mailbox})
		}
	}
	if len(list) == 0 {
		return nil, &final{noAddress}
	}
	return list, nil
}
