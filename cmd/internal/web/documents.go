package web

// What was made of a convenant on paper, and the files that came in with it.

import (
	"errors"
	"net/http"
	"slices"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/paper"
	"convenant/documents/upload"
	"convenant/workflow"
)

func (v *visit) archive() *archive.Archive { return archive.New(v.web.Register, v.web.Printer) }

func (v *visit) reader() archive.Reader {
	return archive.Reader{Principal: v.principal, Today: v.today}
}

// documentsOf lists the documents of a convenant that the reader may see, as far as there were any on the day that is
// looked at.
func (v *visit) documentsOf(d *dossier) ([]archive.Document, error) {
	list, err := v.archive().Documents(v.ctx(), v.reader(), d.ID)
	return slices.DeleteFunc(list, func(a archive.Document) bool {
		return a.Day > d.On || a.Stand.Number > len(d.record.Facts())
	}), err
}

// documentsPage lists the documents by day and by what called for them.
type documentsPage struct {
	*dossier
	Count  int
	Groups []paperGroup // the newest first
	Own    bool         // the reader sees only what is for all and for themselves
}

// paperGroup is what one thing called for.
type paperGroup struct {
	Day    workflow.Date // on which the documents are dated
	Cause  string
	Papers []paperKind
}

// paperKind is the documents of one kind in a group.
type paperKind struct {
	Title  string
	Papers []paperLink
}

// paperLink is a document to read.
type paperLink struct {
	ID, Title string
	To        string // for whom; empty for the file
	Remark    string
}

func (v *visit) documents() error {
	d, s, err := v.openDossier("documenten")
	if err != nil {
		return err
	}
	list, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	return v.page("documenten", &documentsPage{dossier: d, Count: len(list), Groups: groupPapers(s, list), Own: v.principal.Party != ""})
}

// groupPapers puts documents together by what called for them, the newest first.
func groupPapers(s *workflow.State, list []archive.Document) []paperGroup {
	causes := causesOf(s)
	var groups []paperGroup
	for _, d := range slices.Backward(list) {
		cause := causes[called(d.Paper)]
		if cause == "" {
			cause = causeWords[d.Paper.Kind]
		}
		n := len(groups)
		if n == 0 || groups[n-1].Day != d.Day || groups[n-1].Cause != cause {
			groups = append(groups, paperGroup{Day: d.Day, Cause: cause})
			n++
		}
		groups[n-1].add(s, d)
	}
	for _, g := range groups { // within a group as they were called for
		slices.Reverse(g.Papers)
		for _, k := range g.Papers {
			slices.Reverse(k.Papers)
		}
	}
	return groups
}

func (g *paperGroup) add(s *workflow.State, d archive.Document) {
	title := paper.TitleOf(d.Paper.Kind)
	link := paperLink{ID: d.ID, Title: title, To: receiverOf(s, d.Paper.To)}
	if d.Paper.Skipped {
		link.Remark = "niet verstuurd, want een latere haalde deze in"
	}
	i := slices.IndexFunc(g.Papers, func(k paperKind) bool { return k.Title == title })
	if i < 0 {
		i, g.Papers = len(g.Papers), append(g.Papers, paperKind{Title: title})
	}
	g.Papers[i].Papers = append(g.Papers[i].Papers, link)
}

// causeWords say why there is a paper for which no event calls.
var causeWords = map[string]string{
	workflow.PaperReminder:      "Herinnering aan wat nog wordt gevraagd",
	workflow.PaperSignal:        "Overzicht van wat nog openstaat",
	workflow.PaperRectification: "Een eerder bericht klopte niet meer",
}

// called tells papers apart by what calls for them.
func called(p workflow.Paper) workflow.Paper {
	return workflow.Paper{Kind: p.Kind, On: p.On, Fact: p.Fact, Change: p.Change}
}

// causesOf tells in a sentence which event called for a paper.
func causesOf(s *workflow.State) map[workflow.Paper]string {
	causes := map[workflow.Paper]string{}
	for _, e := range s.History {
		sentence, _ := s.Describe(e)
		for _, p := range s.PapersFor(e) {
			if causes[called(p)] == "" {
				causes[called(p)] = sentence
			}
		}
	}
	return causes
}

// receiverOf names for whom a paper is.
func receiverOf(s *workflow.State, to string) string {
	switch to {
	case "":
		return ""
	case workflow.Secretariat:
		return "het secretariaat"
	case workflow.Alderman:
		return "de portefeuillehouders"
	}
	if p := s.Party(to); p != nil {
		return p.Name
	}
	return to
}

var (
	noSuchDocument = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Dit document is er niet",
		detail: "Op dit adres staat geen document, of het is niet voor u bedoeld.", remedy: "Bij een convenant staat onder ‘Documenten’ wat u kunt lezen."}
	noSuchFile = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Dit bestand is er niet",
		detail: "Op dit adres staat geen bestand, of het is niet voor u bedoeld.", remedy: "Bij een convenant staat onder ‘Brieven’ wat is ontvangen."}
)

// Files open in the browser as they are, without anything that they could do. The reader of PDF in a browser is a plug-in to
// it, and does not open in a sandbox.
const (
	policyOfPDF   = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
	policyOfFiles = "default-src 'none'; frame-ancestors 'none'; sandbox"
)

func (v *visit) document() error {
	id := v.r.PathValue("id")
	v.seen.Object = api.Loggable(id)
	d, err := v.archive().Document(v.ctx(), v.reader(), id)
	if errors.Is(err, archive.ErrNoDocument) {
		return noSuchDocument
	}
	if err != nil {
		return err
	}
	if v.unchanged(d.SHA256) {
		return v.answer(http.StatusNotModified)
	}
	v.w.Header().Set("Content-Security-Policy", policyOfPDF)
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
	policy, disposition := policyOfFiles, "attachment"
	switch f.Type {
	case upload.PDF:
		policy, disposition = policyOfPDF, "inline"
	case upload.JPEG, upload.PNG:
		disposition = "inline"
	}
	v.w.Header().Set("Content-Security-Policy", policy)
	v.w.Header().Set("Content-Disposition", disposition+`; filename="`+f.Name+`"`)
	return v.send(http.StatusOK, f.Type, b)
}
