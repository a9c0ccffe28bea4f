package dispatch

// What goes into the envelope: the words, the documents, and who receives them.

import (
	"cmp"
	"context"
	"encoding/json"
	"net/mail"
	"slices"
	"strings"

	"convenant/cmd/internal/paper"
	"convenant/documents/post"
	"convenant/storage"
	"convenant/workflow"
)

// envelope is a message that is ready, with what the log has to know of it.
type envelope struct {
	built    *post.Built // nil when everyone has it already
	to       []post.Address
	byHand   bool
	papers   []storage.MailedPaper
	accepted bool // the server took it for somebody at an earlier attempt
}

// maxAttached is how much goes along: most servers take 20 MB or more, and in mail a file is a third larger.
const maxAttached = 14_000_000

// prepare makes the message of a row. The error is a final one when trying again would not help.
func (p *Post) prepare(ctx context.Context, m storage.Mail) (*envelope, error) {
	record, _, err := p.Register.Load(ctx, m.Convenant)
	if err != nil {
		return nil, err
	}
	all, err := p.addresses(ctx, m, record)
	if err != nil {
		return nil, err
	}
	e := &envelope{byHand: m.Address != "", accepted: acceptedBefore(m)}
	if e.to = stillToReach(all, m); len(e.to) == 0 {
		if e.accepted {
			return e, nil
		}
		return nil, &final{badAddress}
	}
	unsent, err := p.unsent(ctx, m)
	if err != nil {
		return nil, err
	}
	a := m.Announcement
	words, err := p.Printer.Message(record, a.Paper, a.Stand, a.Day, m.Addressee, unsent)
	if err != nil {
		return nil, err
	}
	message := p.message(m.ID, words, e.to, m.Why)
	left := cmp.Or(p.Attach, maxAttached)
	for _, called := range append([]workflow.Paper{a.Paper}, a.Paper.Enclosures()...) {
		d, err := p.document(ctx, m, record, called)
		if err != nil {
			return nil, err
		}
		enclosed := post.Paper{Title: paper.TitleOf(called.Kind), Name: d.Name, PDF: d.Bytes, Size: len(d.Bytes)}
		if linked := len(d.Bytes) > left; linked {
			enclosed.PDF = nil
			if p.URL != "" {
				enclosed.Link = strings.TrimSuffix(p.URL, "/") + "/documenten/" + d.SHA256
			}
		} else {
			left -= len(d.Bytes)
		}
		message.Papers = append(message.Papers, enclosed)
		e.papers = append(e.papers, storage.MailedPaper{Name: d.Name, SHA256: d.SHA256, Linked: enclosed.PDF == nil})
	}
	e.built, err = post.Build(message)
	return e, err
}

// message puts words in an envelope.
func (p *Post) message(id string, words *paper.Message, to []post.Address, why string) post.Message {
	m := post.Message{ID: id, Date: p.Now(), From: post.Address{Name: words.Sender.Organisatie, Mail: p.From}, To: to,
		Subject: words.Subject, Blocks: words.Blocks, Why: why, Sender: append([]string{words.Sender.Organisatie}, words.Sender.Ondertekening...)}
	if isAddress(words.Sender.Email) {
		m.ReplyTo = post.Address{Name: words.Sender.Organisatie, Mail: words.Sender.Email}
	}
	return m
}

// stillToReach leaves out what is no address or stands there twice, and of whom an earlier attempt was decided.
func stillToReach(all []post.Address, m storage.Mail) []post.Address {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a post.Address) bool {
		twice := seen[strings.ToLower(a.Mail)]
		seen[strings.ToLower(a.Mail)] = true
		return twice || !isAddress(a.Mail) || slices.ContainsFunc(thisTime(m), func(earlier storage.Attempt) bool {
			decided := earlier.Outcome == storage.OutcomeAccepted || earlier.Outcome == storage.OutcomeRefused
			return decided && strings.EqualFold(earlier.Address, a.Mail)
		})
	})
}

func acceptedBefore(m storage.Mail) bool {
	return slices.ContainsFunc(thisTime(m), func(a storage.Attempt) bool { return a.Outcome == storage.OutcomeAccepted })
}

// thisTime lists the attempts since the row was last asked to be sent.
func thisTime(m storage.Mail) []storage.Attempt {
	return slices.DeleteFunc(slices.Clone(m.Attempts), func(a storage.Attempt) bool { return a.Attempt <= m.Since })
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == strings.TrimSpace(s)
}

// unsent tells of the row that could not be sent, when the message is about one.
func (p *Post) unsent(ctx context.Context, m storage.Mail) (*paper.Unsent, error) {
	if m.About == "" {
		return nil, nil
	}
	about, err := p.Register.Mail(ctx, m.About)
	if err != nil {
		return nil, err
	}
	return &paper.Unsent{To: about.Addressee, Reason: about.Failure}, nil
}

// document gives a document as it was made the first time, or makes and keeps it.
func (p *Post) document(ctx context.Context, m storage.Mail, record *workflow.Convenant, called workflow.Paper) (storage.Document, error) {
	a := m.Announcement
	kept, err := p.Register.DocumentsFor(ctx, m.Convenant, called.Kind, called.To, a.Day.String())
	if err != nil {
		return storage.Document{}, err
	}
	for _, d := range kept {
		var pin paper.Pin
		if err := json.Unmarshal([]byte(d.Pin), &pin); err != nil {
			return d, err
		}
		// A later template or renderer does not make a new one of what was made.
		if pin.Paper == called && pin.Stand.Number == a.Stand.Number && pin.Day == a.Day {
			d.Bytes, err = p.Register.File(ctx, d.SHA256)
			return d, err
		}
	}
	made, err := p.Printer.Render(record, called, a.Stand, a.Day)
	if err != nil {
		return storage.Document{}, err
	}
	d, err := made.Kept()
	if err != nil {
		return d, err
	}
	p.at("made")
	return d, p.Register.KeepDocuments(ctx, m.Convenant, []storage.Document{d})
}
