package web

// What called for papers, in sentences.

import (
	"slices"

	"convenant/storage"
	"convenant/workflow"
)

// causes tells in a sentence what called for papers.
type causes struct {
	record    *workflow.Convenant
	state     *workflow.State
	sentences map[workflow.Paper]string // by what calledFor leaves of a paper
	facts     map[int]string
	rectified map[told]int // the fact after which it was told that it no longer holds
}

// told is what was told: in which kind of paper, about which day and which change.
type told struct {
	kind   string
	on     workflow.Date
	change int
}

// calledFor leaves of a paper what does not depend on who receives it.
func calledFor(p workflow.Paper) workflow.Paper {
	return workflow.Paper{Kind: p.Kind, On: p.On, Fact: p.Fact, Change: p.Change}
}

// causesOf reads from the history what called for papers. What happened to many on one day is told in one sentence.
func causesOf(d *dossier, announced []storage.Announcement) causes {
	c := causes{d.record, d.state, map[workflow.Paper]string{}, map[int]string{}, map[told]int{}}
	for rest := c.state.History; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(e workflow.Event) bool { return e.Kind != rest[0].Kind || e.On != rest[0].On })
		if n < 0 {
			n = len(rest)
		}
		together, _ := c.state.DescribeTogether(rest[:n])
		for _, e := range rest[:n] {
			c.add(e, keptWhole(together))
		}
		rest = rest[n:]
	}
	for _, a := range announced {
		if a.Paper.Kind == workflow.PaperRectification {
			c.rectified[told{a.Paper.Corrects, a.Paper.On, a.Paper.Change}] = a.Stand.Number
		}
	}
	return c
}

func (c causes) add(e workflow.Event, sentence string) {
	if sentence == "" {
		sentence, _ = c.state.Describe(e)
		sentence = keptWhole(sentence)
	}
	if e.Fact != 0 {
		c.facts[e.Fact] = sentence
	}
	for _, p := range c.state.PapersFor(e) {
		if c.sentences[calledFor(p)] == "" {
			c.sentences[calledFor(p)] = sentence
		}
	}
}

// of tells what called for a paper. What did so may have lost its footing since.
func (c causes) of(a storage.Announcement) string {
	p := a.Paper
	switch p.Kind {
	case workflow.PaperReminder:
		return "Wat toen nog werd gevraagd: " + askedOf(p)
	case workflow.PaperSignal:
		return "Wat toen nog openstond: " + askedOf(p)
	case workflow.PaperRectification:
		return "Rectificatie van " + withArticle(p.Corrects) + c.because(a.Stand.Number)
	}
	if words := c.sentences[calledFor(p)]; words != "" {
		return words
	}
	if words := c.facts[p.Fact]; words != "" {
		return words
	}
	if fact, ok := c.rectified[told{p.Kind, p.On, p.Change}]; ok {
		return nameOfPaper(p.Kind) + ", later vervangen door een rectificatie" + c.because(fact)
	}
	return nameOfPaper(p.Kind) + " over iets dat later is gecorrigeerd"
}

// because tells what a fact made known, as the reason why something else no longer holds.
func (c causes) because(fact int) string {
	facts := c.record.Facts()
	if fact < 1 || fact > len(facts) {
		return ""
	}
	f := facts[fact-1]
	from := receiverOf(c.state, f.Data.Get("partij").Text)
	switch {
	case f.Kind == workflow.Renew:
		return ": de verlengingsbrief van " + from + " was op " + dutchDay(f.On) + " ontvangen"
	case f.Kind == workflow.GiveNotice && from != "":
		return ": de opzegbrief van " + from + " was op " + dutchDay(f.On) + " ontvangen"
	}
	sentence, _ := c.state.Describe(workflow.Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
	return ": " + keptWhole(sentence)
}
