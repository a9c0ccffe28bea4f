package web

// Documents as they are listed: by year, and in it by what called for them.

import (
	"slices"

	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/paper"
	"convenant/workflow"
)

// paperYear is the documents of a year.
type paperYear struct {
	Year   int
	Count  int
	Open   bool         // the latest year
	Groups []paperGroup // the newest first
}

// paperGroup is what one thing called for.
type paperGroup struct {
	Day   workflow.Date // on which the documents are dated
	Cause string
	Kinds []paperKind
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
}

// papersByYear puts documents together by year and by what called for them, the newest first.
func papersByYear(s *workflow.State, list []archive.Document) []paperYear {
	causes := causesOf(s)
	var years []paperYear
	for _, d := range slices.Backward(list) {
		year, _, _ := d.Day.Civil()
		n := len(years)
		if n == 0 || years[n-1].Year != year {
			years = append(years, paperYear{Year: year, Open: n == 0})
			n++
		}
		years[n-1].add(s, d, causes.of(d.Paper))
	}
	for _, y := range years { // within a group as they were called for
		for _, g := range y.Groups {
			slices.Reverse(g.Kinds)
			for _, k := range g.Kinds {
				slices.Reverse(k.Papers)
			}
		}
	}
	return years
}

func (y *paperYear) add(s *workflow.State, d archive.Document, cause string) {
	y.Count++
	at := slices.IndexFunc(y.Groups, func(g paperGroup) bool { return g.Day == d.Day && g.Cause == cause })
	if at < 0 {
		at, y.Groups = len(y.Groups), append(y.Groups, paperGroup{Day: d.Day, Cause: cause})
	}
	g := &y.Groups[at]
	link := paperLink{ID: d.ID, Title: paper.TitleOf(d.Paper.Kind), To: receiverOf(s, d.Paper.To)}
	i := slices.IndexFunc(g.Kinds, func(k paperKind) bool { return k.Title == link.Title })
	if i < 0 {
		i, g.Kinds = len(g.Kinds), append(g.Kinds, paperKind{Title: link.Title})
	}
	g.Kinds[i].Papers = append(g.Kinds[i].Papers, link)
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

// causes tells in a sentence what called for papers.
type causes struct {
	sentences map[workflow.Paper]string // by what calledFor leaves of a paper
	facts     map[int]string
}

// calledFor leaves of a paper what does not depend on who receives it.
func calledFor(p workflow.Paper) workflow.Paper {
	return workflow.Paper{Kind: p.Kind, On: p.On, Fact: p.Fact, Change: p.Change}
}

// causesOf reads from the history what called for papers. What happened to many on one day is told in one sentence.
func causesOf(s *workflow.State) causes {
	c := causes{map[workflow.Paper]string{}, map[int]string{}}
	for rest := s.History; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(e workflow.Event) bool { return e.Kind != rest[0].Kind || e.On != rest[0].On })
		if n < 0 {
			n = len(rest)
		}
		together, _ := s.DescribeTogether(rest[:n])
		for _, e := range rest[:n] {
			c.add(s, e, together)
		}
		rest = rest[n:]
	}
	return c
}

func (c causes) add(s *workflow.State, e workflow.Event, sentence string) {
	if sentence == "" {
		sentence, _ = s.Describe(e)
	}
	if e.Fact != 0 {
		c.facts[e.Fact] = sentence
	}
	for _, p := range s.PapersFor(e) {
		if c.sentences[calledFor(p)] == "" {
			c.sentences[calledFor(p)] = sentence
		}
	}
}

// causeWords say why there is a paper that no event calls for.
var causeWords = map[string]string{
	workflow.PaperReminder:      "Herinnering aan wat nog wordt gevraagd",
	workflow.PaperSignal:        "Overzicht van wat nog openstaat",
	workflow.PaperRectification: "Een eerder bericht klopte niet meer",
}

// of tells what called for a paper. What did so may have lost its footing since.
func (c causes) of(p workflow.Paper) string {
	if words := causeWords[p.Kind]; words != "" {
		return words
	}
	if words := c.sentences[calledFor(p)]; words != "" {
		return words
	}
	if words := c.facts[p.Fact]; words != "" {
		return words
	}
	return "Wat hiertoe leidde, geldt niet meer"
}
