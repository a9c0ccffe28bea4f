package web

// What was made of a convenant on paper, and the files that came in with it.

import (
	"errors"
	"net/http"
	"slices"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/archive"
	"convenant/documents/upload"
	"convenant/workflow"
)

func (v *visit) archive() *archive.Archive { return archive.New(v.web.Register, v.web.Printer) }

func (v *visit) reader() archive.Reader {
	return archive.Reader{Principal: v.principal, Today: v.today}
}

// documentsOf lists the documents of a convenant that the reader may see, as far as they were there on the day that is looked
// at. A reminder that a later one overtook was never sent, and tells nobody anything.
func (v *visit) documentsOf(d *dossier) ([]archive.Document, error) {
	list, err := v.archive().Documents(v.ctx(), v.reader(), d.ID)
	return slices.DeleteFunc(list, func(a archive.Document) bool {
		return a.Paper.Skipped || a.Day > d.On || a.Stand.Number > len(d.record.Facts())
	}), err
}

// documentsPage lists the documents by what called for them.
type documentsPage struct {
	*dossier
	Count     int
	Addressed int // to Partijen and advisers
	Years     []paperYear
	Own       bool // the reader sees only what is for all and for themselves
}

func (v *visit) documents() error {
	d, _, err := v.openDossier("documenten")
	if err != nil {
		return err
	}
	list, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	p := &documentsPage{dossier: d, Count: len(list), Years: papersByYear(d, list), Own: v.principal.Party != ""}
	for _, one := range list {
		if toPartyOrAdviser(one.Paper) {
			p.Addressed++
		}
	}
	return v.page("documenten", p)
}

var (
	noSuchDocument = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Dit document is er niet",
		detail: "Op dit adres staat geen document, of het is niet voor u bedoeld.", remedy: "Bij een convenant staat onder ‘Documenten’ wat u kunt lezen."}
	noSuchFile = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Dit bestand is er niet",
		detail: "Op dit adres staat geen bestand, of het is niet voor u bedoeld.", remedy: "Bij een convenant staat onder ‘Brieven’ wat is ontvangen."}
)

// policyOfFiles lets a file that somebody sent open in the browser, without anything that it could do.
const policyOfFiles = "default-src 'none'; frame-ancestors 'none'; sandbox"

func (v *visit) document() error {
	id := v.r.PathValue("id")
	find := v.archive().Document
	if v.seen.Object = api.Loggable(id); archive.IsHash(id) {
		v.seen.Object, find = id, v.archive().DocumentByHash
	}
	d, err := find(v.ctx(), v.reader(), id)
	if errors.Is(err, archive.ErrNoDocument) {
		return noSuchDocument
	}
	if err != nil {
		return err
	}
	if v.unchanged(d.SHA256) {
		return v.answer(http.StatusNotModified)
	}
	v.w.Header().Set("Content-Disposition", `inline; filename="`+d.Name+`"`)
	return v.send(http.StatusOK, upload.PDF, d.Bytes)
}

func (v *visit) attachment() error {
	sha256 := v.r.PathValue("sha256")
	if archive.IsHash(sha256) {
		v.seen.Object = sha256
	}
	f, err := v.archive().File(v.ctx(), v.reader(), sha256)
	if errors.Is(err, archive.ErrNoFile) {
		return noSuchFile
	}
	if err != nil {
		return err
	}
	if v.unchanged(f.SHA256) {
		return v.answer(http.StatusNotModified)
	}
	b, err := v.archive().Read(v.ctx(), f)
	if err != nil {
		return err
	}
	disposition := "attachment"
	if f.Type == upload.PDF || f.Type == upload.JPEG || f.Type == upload.PNG {
		disposition = "inline"
	}
	v.w.Header().Set("Content-Security-Policy", policyOfFiles)
	v.w.Header().Set("Content-Disposition", disposition+`; filename="`+f.Name+`"`)
	return v.send(http.StatusOK, f.Type, b)
}
