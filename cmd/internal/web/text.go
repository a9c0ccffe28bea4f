package web

// The text of a convenant, in the very words that the PDF prints, and what was changed between two of its versions.

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/api"
	"convenant/documents"
	"convenant/documents/upload"
	"convenant/workflow"
)

// textPage shows one version of the text.
type textPage struct {
	*dossier
	version
	Signing  string // which version was signed, and what came since, when that is not this one
	Renewed  string // until when it runs, where the text itself says otherwise
	By       string // the article by which it was renewed
	Text     template.HTML
	Articles []workflow.Article
	PDF      string    // where this version can be read as PDF
	Versions []version // the newest first
}

var noSuchVersion = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Deze versie is er niet",
	detail: "De tekst heeft geen versie met dit nummer, of had die op deze dag nog niet.", remedy: "Bij ‘Tekst’ staat welke versies er zijn."}

func (v *visit) text() error {
	d, s, err := v.openDossier("tekst")
	if err != nil {
		return err
	}
	p := &textPage{dossier: d, Versions: versionsOf(s)}
	wanted := cmp.Or(v.query("versie"), strconv.Itoa(s.Version))
	i := slices.IndexFunc(p.Versions, func(x version) bool { return strconv.Itoa(x.Number) == wanted })
	if i < 0 {
		return noSuchVersion
	}
	p.version = p.Versions[i]
	if v.query("vorm") == "platte-tekst" {
		return v.plainText(p)
	}
	a := agreementOf(p.heldOn(), p.version, p.Versions)
	if v.query("vorm") == "pdf" {
		return v.textAsPDF(p, a)
	}
	if p.PDF, err = v.pdfOf(d, p.version); err != nil {
		return err
	}
	a.Fingerprint = "" // which the page tells in words
	p.Articles, p.Signing = p.text.Articles, signedSince(s, p.version, p.Versions)
	p.Text = inLook(d.theme, a, documents.HTMLOptions{Level: 2})
	if p.Current {
		p.Renewed, p.By = renewedBeyond(s, d.OtherDay())
	} else {
		p.Title = "Versie " + wanted + " van de tekst – " + p.Name
	}
	return v.page("tekst", p)
}

// inLook gives the text of a convenant as a part of a page, in the look of its house.
func inLook(theme documents.Theme, a documents.Agreement, o documents.HTMLOptions) template.HTML {
	doc := a.Document()
	doc.Theme = theme
	return documents.HTML(doc, o)
}

// heldOn gives the state on the last day of the version, or on the day that is looked at while it holds.
func (p *textPage) heldOn() *workflow.State {
	if p.Current {
		return p.state
	}
	return p.record.On(p.Until)
}

// agreementOf gives a version of the text as it is printed, with what was known of the Partijen on its last day.
func agreementOf(held *workflow.State, one version, all []version) documents.Agreement {
	a := documents.AgreementOf(held, printedAs(held, one), workflow.Stand{})
	if held.Version != one.Number { // a later version of the same day knows other Partijen
		a.Text, a.Version, a.Parties, a.Fingerprint = *one.text, one.Number, nil, one.SHA256
	}
	a.Date = one.Since
	if a.Status == documents.Ondertekend {
		for _, p := range a.Parties {
			a.Date = max(a.Date, p.SignedOn)
		}
	}
	if a.Status == documents.Geconsolideerd {
		a.Status = "bijgewerkte tekst"
		tellWhatWasSigned(a.Parties, held, one, all)
	}
	return a
}

// tellWhatWasSigned has the rows of who signed another version say which.
func tellWhatWasSigned(rows []documents.Party, held *workflow.State, one version, all []version) {
	for i := range rows {
		at := slices.IndexFunc(held.Parties, func(p workflow.Party) bool { return p.Name == rows[i].Name && p.Group == rows[i].Group })
		if at < 0 || rows[i].SignedOn == 0 {
			continue
		}
		if n := versionSigned(held.Parties[at], all); n != one.Number {
			rows[i].SignedVersion = n
		}
	}
}

// printedAs says under which status a version is printed.
func printedAs(held *workflow.State, one version) string {
	signed := slices.ContainsFunc(held.Parties, func(p workflow.Party) bool { return p.SignedText == one.SHA256 })
	switch {
	case held.Phase == workflow.Signing && !held.AllSigned():
		return documents.Vastgesteld
	case held.Entered == 0:
		return documents.Concept
	case signed:
		return documents.Ondertekend
	}
	return documents.Geconsolideerd
}

// plainText answers with the bytes that the fingerprint is of.
func (v *visit) plainText(p *textPage) error {
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+p.fileName()+`.txt"`)
	if v.unchanged(p.SHA256) {
		return v.answer(http.StatusNotModified)
	}
	return v.send(http.StatusOK, "text/plain; charset=utf-8", p.text.Canonical())
}

// textAsPDF answers with a version as it would be printed, made for who asks and not kept.
func (v *visit) textAsPDF(p *textPage, a documents.Agreement) error {
	stand, err := p.record.Stand()
	if err != nil {
		return err
	}
	a.Stand = documents.StandLine(stand, p.heldOn().Day)
	pdf, err := v.archive().Set(v.ctx(), p.state.Template, a.Document())
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Disposition", `inline; filename="`+p.fileName()+`.pdf"`)
	return v.send(http.StatusOK, upload.PDF, pdf)
}

// fileName is under which a version is saved.
func (p *textPage) fileName() string {
	return slug(cmp.Or(p.Reference, p.Name)) + "-tekst-versie-" + strconv.Itoa(p.Number)
}

// slug makes a part of the name of a file: what every system takes.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}), "-")
}

// unchanged reports that the browser has what bears this tag already, and gives the answer the tag. Whether somebody may
// still see it is asked anew each time.
func (v *visit) unchanged(tag string) bool {
	v.w.Header().Set("Cache-Control", "private, no-cache")
	v.w.Header().Set("ETag", `"`+tag+`"`)
	return api.Has(v.r, tag)
}

// pdfOf tells where a version can be read as PDF: the latest document of it, or else one that is made when it is asked for.
func (v *visit) pdfOf(d *dossier, one version) (string, error) {
	list, err := v.documentsOf(d)
	if err != nil {
		return "", err
	}
	agreements := []string{workflow.PaperConcept, workflow.PaperAdopted, workflow.PaperSigned, workflow.PaperConsolidated}
	for _, doc := range slices.Backward(list) {
		of := doc.Paper.On
		if slices.Contains(agreements, doc.Paper.Kind) && of >= one.Since && (one.Until == 0 || of <= one.Until) {
			return "/documenten/" + doc.ID, nil
		}
	}
	return d.To("tekst?versie=" + strconv.Itoa(one.Number) + "&vorm=pdf"), nil
}

// comparePage lays two texts beside each other.
type comparePage struct {
	*dossier
	Choices    []comparedText
	From, Onto comparedText
	Summary    string
	Comparison template.HTML
}

// comparedText is a text that can be compared: a version, or what an open change proposes.
type comparedText struct {
	Value, Words string
	text         *workflow.Text
}

func (v *visit) compare() error {
	d, s, err := v.openDossier("tekst")
	if err != nil {
		return err
	}
	d.Title = "Tekst vergelijken – " + d.Name
	p := &comparePage{dossier: d, Choices: comparedTexts(s)}
	if len(p.Choices) < 2 {
		return v.page("vergelijken", p)
	}
	if p.Onto, err = v.chosen(p.Choices, "naar", 0); err != nil {
		return err
	}
	if p.From, err = v.chosen(p.Choices, "van", 1); err != nil {
		return err
	}
	c := documents.Compare(p.From.text, p.Onto.text)
	if v.query("vorm") == "pdf" {
		return v.comparisonAsPDF(p, c)
	}
	p.Summary, p.Comparison = c.Summary(), c.HTML(documents.HTMLOptions{Level: 2})
	return v.page("vergelijken", p)
}

// comparisonAsPDF answers with the comparison on paper.
func (v *visit) comparisonAsPDF(p *comparePage, c documents.Comparison) error {
	stand, err := p.record.Stand()
	if err != nil {
		return err
	}
	pdf, err := v.archive().Set(v.ctx(), p.state.Template, c.Document(documents.Versions{
		Name: p.Name, Kenmerk: p.Reference, Before: capital(p.From.Words), After: capital(p.Onto.Words), BeforeSHA: p.From.text.SHA256(), AftSHA: p.Onto.text.SHA256(),
		Stand: documents.StandLine(stand, p.On), Date: p.On,
	}))
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Disposition", `inline; filename="`+slug(cmp.Or(p.Reference, p.Name))+"-versievergelijking-"+slug(p.From.Value)+"-"+slug(p.Onto.Value)+`.pdf"`)
	return v.send(http.StatusOK, upload.PDF, pdf)
}

// comparedTexts lists what can be compared, the newest first.
func comparedTexts(s *workflow.State) []comparedText {
	var list []comparedText
	for _, c := range slices.Backward(s.Changes) {
		if t := s.TextWith(c.Number); t != nil {
			number := strconv.Itoa(c.Number)
			list = append(list, comparedText{"wijziging-" + number, "zoals wijziging " + number + " het voorstelt", t})
		}
	}
	for _, one := range versionsOf(s) {
		words := "versie " + strconv.Itoa(one.Number) + ", sinds " + dutchDay(one.Since)
		if !one.Current {
			words = "versie " + strconv.Itoa(one.Number) + ", van " + dutchDay(one.Since)
		}
		list = append(list, comparedText{strconv.Itoa(one.Number), words, one.text})
	}
	return list
}

// chosen is what was chosen in a field, or otherwise one by its place.
func (v *visit) chosen(list []comparedText, field string, otherwise int) (comparedText, error) {
	wanted := v.query(field)
	if wanted == "" {
		return list[otherwise], nil
	}
	if i := slices.IndexFunc(list, func(c comparedText) bool { return c.Value == wanted }); i >= 0 {
		return list[i], nil
	}
	return comparedText{}, noSuchVersion
}
