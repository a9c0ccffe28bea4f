package api

// Documents: what the course of a convenant called for, made when it is first asked for and kept from then on.

import (
	"errors"
	"net/http"

	"convenant/cmd/internal/archive"
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

func (c *call) documents() error {
	if err := c.query().err(); err != nil {
		return err
	}
	id := c.r.PathValue("id")
	c.seen.Object = Loggable(id)
	list, err := c.api.archive.Documents(c.ctx(), c.reader(), id)
	if err != nil {
		return err
	}
	answer := documentsAnswer{Documents: []document{}}
	for _, d := range list {
		one := document{ID: d.ID, Kind: d.Paper.Kind, On: d.Paper.On, Day: d.Day, To: d.Paper.To, About: d.Paper.About, Change: d.Paper.Change, Stand: d.Stand}
		if d.SHA256 != "" {
			one.File = &file{d.Name, d.SHA256}
		}
		answer.Documents = append(answer.Documents, one)
	}
	return c.json(http.StatusOK, answer)
}

func (c *call) document() error {
	if err := c.query().err(); err != nil {
		return err
	}
	id := c.r.PathValue("id")
	c.seen.Object = Loggable(id)
	d, err := c.api.archive.Document(c.ctx(), c.reader(), id)
	if errors.Is(err, archive.ErrNoDocument) {
		return noSuchDocument
	}
	if err != nil {
		return err
	}
	if c.unchanged(d.SHA256) {
		return nil
	}
	c.w.Header().Set("Content-Disposition", `inline; filename="`+d.Name+`"`)
	return c.bytes(http.StatusOK, pdfType, d.Bytes)
}
