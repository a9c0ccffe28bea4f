package api

// Documents: what the course of a convenant called for, made when it is first asked for and kept from then on.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

// documentsAnswer lists documents.
type documentsAnswer struct {
	Documents []document `json:"documenten"`
}

// document is a paper that was called for.
type document struct {
	ID     string         `json:"id" doc:"Onder /documenten/ met deze id staat de PDF."`
	Kind   string         `json:"soort"`
	On     workflow.Date  `json:"datum" doc:"De dag waarop er aanleiding voor was."`
	Day    workflow.Date  `json:"dagtekening" doc:"De dag die erop staat."`
	To     string         `json:"aan,omitempty" doc:"De Partij of adviseur aan wie het is gericht; leeg als het voor allen is."`
	About  string         `json:"betreft,omitempty" doc:"De Partij over wie het gaat, als dat een ander is."`
	Change int            `json:"wijziging,omitempty"`
	Stand  workflow.Stand `json:"stand" doc:"Tot en met welk feit het kijkt."`
	File   *file          `json:"bestand,omitempty" doc:"Het bestand, als het al is gemaakt."`
}

// file is a document that was made.
type file struct {
	Name   string `json:"naam"`
	SHA256 string `json:"sha256"`
}

func documentID(convenant string, number int) string { return convenant + "-" + strconv.Itoa(number) }

// cutDocument parts the id of a document into that of its convenant and its number, which is 0 when there is none.
func cutDocument(id string) (convenant string, number int, ok bool) {
	i := strings.LastIndexByte(id, '-')
	if i < 0 {
		return id, 0, false
	}
	if n, err := strconv.Atoi(id[i+1:]); err == nil && n > 0 && strconv.Itoa(n) == id[i+1:] && strings.Count(id, "-") == 5 {
		return id[:i], n, true
	}
	return id, 0, false
}

func (c *call) documents() error {
	if err := c.query().err(); err != nil {
		return err
	}
	id := c.r.PathValue("id")
	c.seen.Object = Loggable(id)
	if err := c.visible(id); err != nil {
		return err
	}
	announced, err := c.api.Register.Announcements(c.ctx(), id)
	if err != nil {
		return err
	}
	made, err := c.made(id)
	if err != nil {
		return err
	}
	answer := documentsAnswer{Documents: []document{}}
	for _, a := range announced {
		if !access.SeesPaper(c.principal, a.Paper) {
			continue
		}
		d := document{ID: documentID(id, a.Number), Kind: a.Paper.Kind, On: a.Paper.On, Day: a.Day, To: a.Paper.To, About: a.Paper.About,
			Change: a.Paper.Change, Stand: a.Stand}
		if kept, ok := made[placeOf(a)]; ok {
			d.File = &file{kept.Name, kept.SHA256}
		}
		answer.Documents = append(answer.Documents, d)
	}
	return c.json(http.StatusOK, answer)
}

// place tells documents apart by what was asked: a later template or renderer does not make a new one of it.
type place struct {
	paper workflow.Paper
	stand int
	day   workflow.Date
}

func placeOf(a storage.Announcement) place { return place{a.Paper, a.Stand.Number, a.Day} }

// made lists the documents of a convenant that were made; of several for one place the first.
func (c *call) made(id string) (map[place]storage.Document, error) {
	kept, err := c.api.Register.Documents(c.ctx(), id)
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

func (c *call) document() error {
	if err := c.query().err(); err != nil {
		return err
	}
	documentID := c.r.PathValue("id")
	c.seen.Object = Loggable(documentID)
	id, number, ok := cutDocument(documentID)
	if !ok {
		return noSuchDocument
	}
	a, err := c.announced(id, number)
	if err != nil {
		return err
	}
	d, err := c.fileOf(id, a)
	if err != nil {
		return err
	}
	if c.unchanged(d.SHA256) {
		return nil
	}
	c.w.Header().Set("Content-Disposition", `inline; filename="`+d.Name+`"`)
	return c.bytes(http.StatusOK, pdfType, d.Bytes)
}

// announced finds an announcement that the principal may see.
func (c *call) announced(id string, number int) (storage.Announcement, error) {
	err := c.visible(id)
	if err == nil {
		var list []storage.Announcement
		list, err = c.api.Register.Announcements(c.ctx(), id)
		if err == nil && number <= len(list) && access.SeesPaper(c.principal, list[number-1].Paper) {
			return list[number-1], nil
		}
	}
	if err == nil || isUnknown(err) {
		err = noSuchDocument
	}
	return storage.Announcement{}, err
}

// fileOf gives the file of an announcement: as it was made before, or made now.
func (c *call) fileOf(id string, a storage.Announcement) (storage.Document, error) {
	made, err := c.made(id)
	if err != nil {
		return storage.Document{}, err
	}
	if d, ok := made[placeOf(a)]; ok {
		d.Bytes, err = c.api.Register.File(c.ctx(), d.SHA256)
		return d, err
	}
	d, err := c.render(id, a)
	if err != nil {
		return d, err
	}
	return d, c.api.Register.KeepDocuments(c.ctx(), id, []storage.Document{d})
}

// render makes the document from the record as it stood. It takes a while, and holds nobody up: it is done outside any
// transaction.
func (c *call) render(id string, a storage.Announcement) (storage.Document, error) {
	record, _, err := c.api.Register.Load(c.ctx(), id)
	if err != nil {
		return storage.Document{}, err
	}
	select {
	case c.api.hands <- struct{}{}:
		defer func() { <-c.api.hands }()
	case <-c.ctx().Done():
		return storage.Document{}, c.ctx().Err()
	}
	d, err := c.api.Printer.Render(record, a.Paper, a.Stand, a.Day)
	if err != nil {
		// What is wrong with a template is said as a refusal, and is not the caller's: it goes no further than the log.
		return storage.Document{}, fmt.Errorf("api: document %d of %s: %v", a.Number, id, err)
	}
	return d.Kept()
}
