package archive

// Documents: what the course of a convenant called for, made when it is first asked for and kept from then on.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/paper"
	"convenant/documents"
	"convenant/storage"
	"convenant/workflow"
)

// Document is a paper that was called for.
type Document struct {
	ID string
	storage.Announcement
	Name   string // of its file; empty as long as it was not made
	SHA256 string
}

// IDOf gives the id of a document: that of its convenant with its number.
func IDOf(convenant string, number int) string { return convenant + "-" + strconv.Itoa(number) }

// Cut parts the id of a document into that of its convenant and its number, which is 0 when there is none.
func Cut(id string) (convenant string, number int, ok bool) {
	i := strings.LastIndexByte(id, '-')
	if i < 0 {
		return id, 0, false
	}
	if n, err := strconv.Atoi(id[i+1:]); err == nil && n > 0 && strconv.Itoa(n) == id[i+1:] && strings.Count(id, "-") == 5 {
		return id[:i], n, true
	}
	return id, 0, false
}

// Documents lists the documents of a convenant that the reader may see, in the order in which they were called for. It
// fails with [storage.ErrUnknown] when the reader may not see the convenant.
func (a *Archive) Documents(ctx context.Context, who Reader, id string) ([]Document, error) {
	if err := a.Visible(ctx, who, id); err != nil {
		return nil, err
	}
	announced, err := a.register.Announcements(ctx, id)
	if err != nil {
		return nil, err
	}
	made, err := a.made(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []Document
	for _, n := range announced {
		if access.SeesPaper(who.Principal, n.Paper) {
			kept := made[placeOf(n)]
			list = append(list, Document{IDOf(id, n.Number), n, kept.Name, kept.SHA256})
		}
	}
	return list, nil
}

// Document gives a document with its file: as it was made before, or made now. It fails with ErrNoDocument.
func (a *Archive) Document(ctx context.Context, who Reader, documentID string) (storage.Document, error) {
	id, number, ok := Cut(documentID)
	if !ok {
		return storage.Document{}, ErrNoDocument
	}
	n, err := a.announced(ctx, who, id, number)
	if err != nil {
		return storage.Document{}, err
	}
	made, err := a.made(ctx, id)
	if err != nil {
		return storage.Document{}, err
	}
	if d, ok := made[placeOf(n)]; ok {
		d.Bytes, err = a.register.File(ctx, d.SHA256)
		return d, err
	}
	d, err := a.render(ctx, id, n)
	if err != nil {
		return d, err
	}
	return d, a.register.KeepDocuments(ctx, id, []storage.Document{d})
}

// DocumentByHash gives a document that was made, by the SHA-256 of its file: so a mail refers to what was too large to go
// along. It fails with ErrNoDocument.
func (a *Archive) DocumentByHash(ctx context.Context, who Reader, sha256 string) (storage.Document, error) {
	list, err := a.register.DocumentsWith(ctx, sha256)
	if err != nil {
		return storage.Document{}, err
	}
	for _, d := range list {
		var pin paper.Pin
		if err := json.Unmarshal([]byte(d.Pin), &pin); err != nil {
			return storage.Document{}, err
		}
		if !access.SeesPaper(who.Principal, pin.Paper) {
			continue
		}
		if err := a.Visible(ctx, who, d.Convenant); errors.Is(err, storage.ErrUnknown) {
			continue
		} else if err != nil {
			return storage.Document{}, err
		}
		d.Bytes, err = a.register.File(ctx, sha256)
		return d.Document, err
	}
	return storage.Document{}, ErrNoDocument
}

// announced finds an announcement that the reader may see.
func (a *Archive) announced(ctx context.Context, who Reader, id string, number int) (storage.Announcement, error) {
	err := a.Visible(ctx, who, id)
	if err == nil {
		var list []storage.Announcement
		list, err = a.register.Announcements(ctx, id)
		if err == nil && number <= len(list) && access.SeesPaper(who.Principal, list[number-1].Paper) {
			return list[number-1], nil
		}
	}
	if err == nil || errors.Is(err, storage.ErrUnknown) {
		err = ErrNoDocument
	}
	return storage.Announcement{}, err
}

// place tells documents apart by what was asked: a later template or renderer does not make a new one of it.
type place struct {
	paper workflow.Paper
	stand int
	day   workflow.Date
}

func placeOf(n storage.Announcement) place { return place{n.Paper, n.Stand.Number, n.Day} }

// made lists the documents of a convenant that were made; of several for one place the first.
func (a *Archive) made(ctx context.Context, id string) (map[place]storage.Document, error) {
	kept, err := a.register.Documents(ctx, id)
	if err != nil {
		return nil, err
	}
	made := make(map[place]storage.Document, len(kept))
	for _, d := range kept {
		var pin paper.Pin
		if err := json.Unmarshal([]byte(d.Pin), &pin); err != nil {
			return nil, err
		}
		at := place{pin.Paper, pin.Stand.Number, pin.Day}
		if _, ok := made[at]; !ok {
			made[at] = d
		}
	}
	return made, nil
}

// render makes the document from the record as it stood. It takes a while, and holds nobody up: it is done outside any
// transaction.
func (a *Archive) render(ctx context.Context, id string, n storage.Announcement) (storage.Document, error) {
	record, _, err := a.register.Load(ctx, id)
	if err != nil {
		return storage.Document{}, err
	}
	if err := takeHand(ctx); err != nil {
		return storage.Document{}, err
	}
	defer leaveHand()
	d, err := a.printer.Render(record, n.Paper, n.Stand, n.Day)
	if err != nil {
		// What is wrong with a template is said as a refusal, and is not the caller's: it goes no further than the log.
		return storage.Document{}, fmt.Errorf("archive: document %d of %s: %v", n.Number, id, err)
	}
	return d.Kept()
}

// Make makes a paper for who asks, without keeping it: one that nothing called for. What it may tell is the caller's to know.
func (a *Archive) Make(ctx context.Context, record *workflow.Convenant, p workflow.Paper, stand workflow.Stand, day workflow.Date) (*paper.Document, error) {
	if err := takeHand(ctx); err != nil {
		return nil, err
	}
	defer leaveHand()
	return a.printer.Render(record, p, stand, day)
}

// Set has a document set as PDF for who asks, without keeping it, in the look of the convenanten of a template. What it may
// tell is the caller's to know.
func (a *Archive) Set(ctx context.Context, template string, doc documents.Document) ([]byte, error) {
	if err := takeHand(ctx); err != nil {
		return nil, err
	}
	defer leaveHand()
	doc.Theme = a.printer.Theme(template)
	pdf, err := documents.Render(doc)
	if err != nil {
		return nil, fmt.Errorf("archive: %q: %w", doc.Title, err)
	}
	return pdf, nil
}
