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
	"convenant/cmd/internal/archive"
	"convenant/documents"
	"convenant/workflow"
)

// textPage shows one version of the text.
type textPage struct {
	*dossier
	version
	Status   string // under which it is printed
	Text     template.HTML
	Articles []workflow.Article
	PDF      *archive.Document // the latest document of this version, or nil
	Versions []version         // the newest first
}

// version is a version of the text in words.
type version struct {
	Number  int
	Since   workflow.Date
	Until   workflow.Date // its last day; zero while it holds
	Why     string        // what brought it
	SHA256  string
	Current bool

	text *workflow.Text
}

// Before is the number of the version before it, or 0.
func (v version) Before() int { return v.Number - 1 }

// versionsOf lists the versions of a text up to the day of a state, the newest first.
func versionsOf(s *workflow.State) []version {
	var list []version
	for _, t := range slices.Backward(s.Versions()) {
		sentence, _ := s.Describe(t.By)
		one := version{Number: t.Number, Since: t.On, Why: sentence, SHA256: t.Text.SHA256(), Current: t.Number == s.Version, text: t.Text}
		if n := len(list); n > 0 {
			one.Until = max(one.Since, list[n-1].Since-1)
		}
		list = append(list, one)
	}
	return list
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
	held := s
	if !p.Current {
		held = d.record.On(p.Until)
	}
	a := agreementOf(held, p.version)
	p.Status, p.Articles = a.Status, p.text.Articles
	p.Text = documents.HTML(a.Document(), documents.HTMLOptions{Level: 2})
	if p.PDF, err = v.paperOf(d, p.version); err != nil {
		return err
	}
	if !p.Current {
		p.Title = "Versie " + wanted + " van de tekst – " + p.Name
	}
	return v.page("tekst", p)
}

// agreementOf gives a version of the text as it is printed, with what was known of the Partijen on its last day.
func agreementOf(held *workflow.State, one version) documents.Agreement {
	a := documents.AgreementOf(held, printedAs(held, one), workflow.Stand{})
	if held.Version != one.Number { // a later version of the same day knows other Partijen
		a.Text, a.Parties = *one.text, nil
	}
	a.Date, a.Fingerprint = one.Since, "" // which the page tells in words
	if a.Status == documents.Ondertekend {
		for _, p := range a.Parties {
			a.Date = max(a.Date, p.SignedOn)
		}
	}
	return a
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
	name := slug(cmp.Or(p.Reference, p.Name)) + "-tekst-versie-" + strconv.Itoa(p.Number) + ".txt"
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	if v.unchanged(p.SHA256) {
		return v.answer(http.StatusNotModified)
	}
	return v.send(http.StatusOK, "text/plain; charset=utf-8", p.text.Canonical())
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

// paperOf finds the latest document of a version, or nil.
func (v *visit) paperOf(d *dossier, one version) (*archive.Document, error) {
	list, err := v.documentsOf(d)
	if err != nil {
		return nil, err
	}
	agreements := []string{workflow.PaperConcept, workflow.PaperAdopted, workflow.PaperSigned, workflow.PaperConsolidated}
	for _, doc := range slices.Backward(list) {
		of := doc.Paper.On
		if slices.Contains(agreements, doc.Paper.Kind) && of >= one.Since && (one.Until == 0 || of <= one.Until) {
			return &doc, nil
		}
	}
	return nil, nil
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
	p.Summary, p.Comparison = c.Summary(), c.HTML(documents.HTMLOptions{Level: 2})
	return v.page("vergelijken", p)
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
