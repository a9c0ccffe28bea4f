package web

// Changes: what is proposed, who has consented, and the exact words that they consent to.

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/web/figure"
	"convenant/documents"
	"convenant/workflow"
)

// changesPage lists the changes.
type changesPage struct {
	*dossier
	Sentence string
	Changes  []changeRow
}

// changeRow is a change, and who thinks what of it.
type changeRow struct {
	*workflow.Change
	Status   string
	Standing string // in one sentence
	Needed   int
	Progress template.HTML
	Consents []voice
	Refusals []voice
	Missing  []string // who have said nothing yet
	By       string   // the Partij that joins
}

// voice is what one Partij said, and when.
type voice struct {
	Name string
	On   workflow.Date
}

func (v *visit) changes() error {
	d, s, err := v.openDossier("wijzigingen")
	if err != nil {
		return err
	}
	p := &changesPage{dossier: d}
	open := 0
	for i := range slices.Backward(s.Changes) {
		p.Changes = append(p.Changes, changeRowOf(s, &s.Changes[i]))
		if s.Changes[i].State == workflow.Proposed {
			open++
		}
	}
	switch {
	case open > 0:
		p.Sentence = amount(open, "voorstel wacht", "voorstellen wachten") + " op instemming."
	case len(p.Changes) > 0:
		p.Sentence = "Er staan geen voorstellen open."
	}
	return v.page("wijzigingen", p)
}

func changeRowOf(s *workflow.State, c *workflow.Change) changeRow {
	row := changeRow{Change: c, Status: statusOfChange(c.State), Consents: voices(s, c.Consents), Refusals: voices(s, c.Refusals)}
	for _, view := range s.View().Changes {
		if view.Number == c.Number {
			row.Needed = view.Needed
		}
	}
	for _, p := range stillToConsent(s, c) {
		row.Missing = append(row.Missing, p.Name)
	}
	if c.Accession != nil {
		row.By = c.Accession.Name
	}
	row.Standing = row.standing(s)
	if c.State == workflow.Proposed && row.Needed > 0 {
		row.Progress = figure.Progress(len(c.Consents), row.Needed, verb(len(c.Consents), "heeft ingestemd", "hebben ingestemd"))
	}
	return row
}

// standing says how far a change is.
func (r *changeRow) standing(s *workflow.State) string {
	c := r.Change
	switch c.State {
	case workflow.Adopted:
		words := "Aangenomen op " + dutchDay(c.AdoptedOn)
		if c.Applied {
			return words + ". De wijziging geldt sinds " + dutchDay(c.Effective) + "."
		}
		return words + ". De wijziging gaat in op " + dutchDay(c.Effective) + "."
	case workflow.Rejected:
		return "De wijziging gaat niet door, want er is niet genoeg instemming."
	case workflow.ChangeWithdrawn:
		return "Het voorstel is ingetrokken."
	case workflow.Lapsed:
		return "Het voorstel is vervallen, omdat het convenant is geëindigd."
	}
	words := "Over dit voorstel beslist een overleg."
	switch {
	case c.CollidesWith != 0:
		return "Dit voorstel raakt aan wijziging " + strconv.Itoa(c.CollidesWith) + ", die is aangenomen. Het secretariaat past het eerst aan; daarna kunnen Partijen instemmen."
	case r.Needed > 0:
		words = amount(len(c.Consents), "Partij stemt in", "Partijen stemmen in") + "; er " + verb(r.Needed, "is", "zijn") + " " + strconv.Itoa(r.Needed) + " nodig."
	}
	if c.From != 0 {
		words += " De wijziging kan ingaan op " + dutchDay(c.From) + ", of later als de laatste instemming later komt."
	}
	return words
}

// stillToConsent lists whose word on a proposal is still to come.
func stillToConsent(s *workflow.State, c *workflow.Change) []workflow.Party {
	if c.State != workflow.Proposed || c.CollidesWith != 0 {
		return nil
	}
	only := ""
	switch amendment, accession := s.Terms.Amendment, s.Terms.Accession; {
	case c.Accession == nil && (amendment == nil || amendment.Consent == workflow.Consultation):
		return nil
	case c.Accession != nil && (accession == nil || accession.Consent == workflow.Open || accession.Body != ""):
		return nil
	case c.Accession != nil:
		only = accession.Party
	}
	said := func(list []workflow.Voice, id string) bool {
		return slices.ContainsFunc(list, func(v workflow.Voice) bool { return v.Party == id })
	}
	var list []workflow.Party
	for _, p := range s.Parties {
		takesPart := p.Bound() || s.Phase == workflow.Signing && p.State == workflow.Signed
		if takesPart && (only == "" || only == p.ID) && !said(c.Consents, p.ID) && !said(c.Refusals, p.ID) {
			list = append(list, p)
		}
	}
	return list
}

func voices(s *workflow.State, list []workflow.Voice) []voice {
	var all []voice
	for _, v := range list {
		all = append(all, voice{partyName(s, v.Party), v.On})
	}
	return all
}

func statusOfChange(c workflow.ChangeState) string {
	switch c {
	case workflow.Adopted:
		return "status status--goed"
	case workflow.Rejected:
		return "status status--fout"
	case workflow.Proposed:
		return "status status--let-op"
	}
	return "status status--rust"
}

// proposalPage shows one change: the words as they are, and as they will be.
type proposalPage struct {
	*dossier
	Change    changeRow
	Passages  []passageChange
	Canonical string // the very bytes that are consented to
	SHA256    string
	Before    string // the head of the column with the words as they were
	After     string
	Put       string   // by whom it was put, and when
	Read      []toRead // more about it
	Done      bool     // it holds
}

// passageChange is a passage with its words before and after; empty words are no passage.
type passageChange struct {
	Key, Place    string
	Before, After string
	Pieces        []documents.Piece // of the words, where both are
}

// Old reports that a piece stands in the words before, and New that it stands in those after; Marked that it only stands in one.
func (passageChange) Old(p documents.Piece) bool    { return p.Kind != documents.Added }
func (passageChange) New(p documents.Piece) bool    { return p.Kind != documents.Removed }
func (passageChange) Marked(p documents.Piece) bool { return p.Kind != documents.Same }

// withPieces finds which words of each passage were changed.
func withPieces(list []passageChange) []passageChange {
	one := func(words string) *workflow.Text {
		return &workflow.Text{Recitals: []workflow.Passage{{Key: "overweging.1", Words: words}}}
	}
	for i, p := range list {
		if p.Before == "" || p.After == "" {
			continue
		}
		for _, c := range documents.Compare(one(p.Before), one(p.After)) {
			list[i].Pieces = append(list[i].Pieces, c.Pieces...)
		}
	}
	return list
}

func (v *visit) proposal() error {
	d, s, err := v.openDossier("wijzigingen")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Changes, func(c workflow.Change) bool { return strconv.Itoa(c.Number) == v.r.PathValue("nummer") })
	if i < 0 {
		return &fault{status: 404, code: string(workflow.Unknown), title: "Deze wijziging is er niet",
			detail: "Een wijziging met dit nummer was er op " + dutchDay(d.On) + " niet.", remedy: "Bij ‘Wijzigingen’ staat welke er zijn.",
			next: &crumb{"Naar de wijzigingen", d.To("wijzigingen")}}
	}
	c := &s.Changes[i]
	text := s.Text
	p := &proposalPage{dossier: d, Change: changeRowOf(s, c), Canonical: string(c.Canonical()), SHA256: c.SHA256(), Before: "Zo is het nu", After: "Zo wordt het"}
	if c.Applied {
		text = d.record.On(c.Effective - 1).Text
		p.Before, p.After, p.Done = "Zo was het", "Zo werd het", true
	}
	p.Passages = withPieces(passageChanges(text, c, statedBy(d.record, s, c.Number)))
	p.Put = putBy(d.record.Facts(), s, c.Number)
	papers, err := v.documentsOf(d)
	if err != nil {
		return err
	}
	p.Read = p.reading(s, c, papers)
	p.Title = "Wijziging " + strconv.Itoa(c.Number) + ": " + c.Title + " – " + d.Name
	p.Crumbs = append(p.Crumbs, crumb{d.Name, d.To("")}, crumb{"Wijzigingen", d.To("wijzigingen")})
	return v.page("wijziging", p)
}

// putBy tells who put a change, and when.
func putBy(facts []*workflow.Fact, s *workflow.State, number int) string {
	words := ""
	for _, e := range s.History {
		switch {
		case e.Fact == 0:
		case e.Kind == string(workflow.ProposeChange) && facts[e.Fact-1].Change == number:
			words = "Voorgesteld op " + dutchDay(e.On) + ", vastgelegd door " + recordedBy(s, facts[e.Fact-1].By)
		case e.Kind == string(workflow.AdaptChange) && e.Data.Get("wijziging").Text == strconv.Itoa(number):
			words += ". Aangepast op " + dutchDay(e.On)
		}
	}
	return words
}

// reading lists what there is to read about a change: the paper of the proposal, and the whole text with what it changes.
func (p *proposalPage) reading(s *workflow.State, c *workflow.Change, papers []archive.Document) []toRead {
	var list []toRead
	for _, a := range slices.Backward(papers) {
		if a.Paper.Kind == workflow.PaperProposal && a.Paper.Change == c.Number {
			list = append(list, toRead{nameOfPaper(a.Paper.Kind) + " (PDF)", "/documenten/" + a.ID})
			break
		}
	}
	if s.TextWith(c.Number) != nil {
		return append(list, toRead{"De hele tekst met deze wijziging vergelijken", p.To("vergelijken?naar=wijziging-" + strconv.Itoa(c.Number))})
	}
	for _, t := range s.Versions() {
		if t.Number > 1 && t.By.Kind == workflow.ChangeInForce && t.By.Data.Get("wijziging").Text == strconv.Itoa(c.Number) {
			query := "van=" + strconv.Itoa(t.Number-1) + "&naar=" + strconv.Itoa(t.Number)
			list = append(list, toRead{"Versie " + strconv.Itoa(t.Number-1) + " en " + strconv.Itoa(t.Number) + " van de tekst vergelijken", p.To("vergelijken?" + query)})
		}
	}
	return list
}

// statedBy finds the passages that the terms of a proposal write, as it was last put.
func statedBy(record *workflow.Convenant, s *workflow.State, number int) []workflow.StatedChange {
	facts := record.Facts()
	for _, e := range slices.Backward(s.History) {
		if e.Fact == 0 {
			continue
		}
		f := facts[e.Fact-1]
		proposed := f.Kind == workflow.ProposeChange && f.Change == number
		if (proposed || f.Kind == workflow.AdaptChange && f.Data.Get("wijziging").Text == strconv.Itoa(number)) && f.Words != nil {
			return f.Words.Stated
		}
	}
	return nil
}

// passageChanges lays the old words beside the new: those of the proposal, and those that its terms write.
func passageChanges(text *workflow.Text, c *workflow.Change, stated []workflow.StatedChange) []passageChange {
	var list []passageChange
	for _, e := range c.Edits {
		p := passageChange{Key: e.Key, Place: placeOf(e.Key)}
		p.Before, _ = text.Words(e.Key)
		if e.Words != nil {
			p.After = *e.Words
		}
		list = append(list, p)
	}
	for _, st := range stated {
		p := passageChange{Key: st.Key, Place: placeOf(st.Key)}
		if old, ok := text.Passage(st.Key); ok {
			p.Before = wordsOfPassage(old)
		}
		if st.Passage != nil {
			p.After = wordsOfPassage(*st.Passage)
		}
		list = append(list, p)
	}
	if n := c.Accession; n != nil {
		list = append(list, passageChange{Place: "De ondergetekenden", After: strings.Trim(n.Name+", "+n.Group, ", ")})
	}
	return list
}

func wordsOfPassage(p workflow.Passage) string {
	lines := []string{p.Words}
	for _, i := range p.Items {
		lines = append(lines, i.Mark()+" "+i.Words)
	}
	return strings.TrimSpace(strings.Join(append(lines, p.After), "\n\n"))
}

// placeOf names a place in the text at the beginning of a line: Artikel 5.2, Overweging 3.
func placeOf(key string) string { return capital(workflow.PlaceOf(key)) }

// paragraphs splits words at their empty lines.
func paragraphs(words string) []string {
	var list []string
	for p := range strings.SplitSeq(words, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}
