package templates

// Composing is putting the words of the terms in their places in the parsed text. A template either has a fixed place
// for each term (a given convenant), or lets the artikel of a term decide (algemeen).

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// compose writes the text in the given terms, or refuses what its words cannot say.
func (t *template) compose(terms *workflow.Terms) (workflow.Text, *workflow.Refusal) {
	if refusal := t.unsayable(terms); refusal != nil {
		return workflow.Text{}, refusal
	}
	text := workflow.Text{Title: t.title, Subtitle: t.subtitle}
	for _, p := range t.text.recitals {
		text.Recitals = append(text.Recitals, p.passage)
	}
	if t.byTerms {
		text.Articles = t.placed(terms)
		return text, nil
	}
	for _, a := range t.text.articles {
		made := workflow.Article{Number: a.number, Heading: a.heading}
		for _, p := range a.parts {
			if passage, said := p.compose(terms); said {
				made.Passages = append(made.Passages, passage)
			}
		}
		if len(made.Passages) > 0 {
			text.Articles = append(text.Articles, made)
		}
	}
	return text, nil
}

// compose gives the passage; said is false when the terms leave nothing to say.
func (p part) compose(terms *workflow.Terms) (made workflow.Passage, said bool) {
	made = p.passage
	if p.call != nil {
		made.Words = p.call.say(terms, p.call.style)
		made.Terms = p.call.terms
	}
	return made, made.Words != ""
}

// unsayable refuses a term that the template has no words for, or no place.
func (t *template) unsayable(terms *workflow.Terms) *workflow.Refusal {
	stated := t.states()
	for _, a := range t.text.articles {
		for _, p := range a.parts {
			if p.call == nil {
				continue
			}
			for _, term := range p.call.terms {
				if at := terms.Article(term); !t.byTerms && at != "" && at != p.passage.Key {
					return unsayable(string(term)+".artikel", "In de tekst van dit sjabloon staat de voorwaarde ‘"+string(term)+"’ in artikel "+p.passage.Key+", niet in artikel "+at+".",
						"Laat het veld ‘artikel’ weg, of gebruik het sjabloon ‘algemeen’.")
				}
			}
			if p.call.refuse != nil {
				if refusal := p.call.refuse(terms, p.call.style); refusal != nil {
					return refusal
				}
			}
		}
	}
	for _, term := range workflow.TermNames {
		if !slices.Contains(stated, term) && isGiven(terms, term) {
			return unsayable(string(term), "De tekst van dit sjabloon heeft geen plaats voor de voorwaarde ‘"+string(term)+"’.",
				"Laat deze voorwaarde weg, of gebruik het sjabloon ‘algemeen’.")
		}
	}
	return nil
}

// states lists the terms for which the text has a place.
func (t *template) states() []workflow.Term {
	var list []workflow.Term
	for _, a := range t.text.articles {
		for _, p := range a.parts {
			if p.call != nil {
				list = append(list, p.call.terms...)
			}
		}
	}
	return list
}

// isGiven reports whether a term says something other than what holds when nobody writes it down.
func isGiven(t *workflow.Terms, term workflow.Term) bool {
	switch term {
	case workflow.EntryTerm:
		return t.Entry != nil && t.Entry.Moment != workflow.LastSignature
	case workflow.DurationTerm:
		return t.Duration != nil && !t.Duration.Indefinite
	case workflow.NoticeTerm:
		return t.Notice != nil && *t.Notice != workflow.NoticeRule{Article: t.Notice.Article, By: workflow.ByAllParties,
			CountsFrom: workflow.FromReceipt, LandsOn: workflow.OnAnyDay, Form: workflow.InWriting, Effect: workflow.OthersGoOn}
	case workflow.RenewalTerm:
		return t.Renews()
	case workflow.AmendmentTerm:
		return t.Amendment != nil && t.Amendment.Consent != workflow.AllParties
	case workflow.AccessionTerm:
		return t.Accession != nil && t.Accession.Consent != workflow.AllParties
	case workflow.EvaluationTerm:
		return t.Evaluation != nil && (t.Evaluation.Every.N > 0 || t.Evaluation.By != 0)
	}
	return t.Aftermath != nil
}

func unsayable(field, detail, remedy string) *workflow.Refusal {
	return &workflow.Refusal{Code: workflow.InvalidData, Field: "voorwaarden." + field, Detail: detail, Remedy: remedy}
}

// placed puts every passage where its term says, and the rest in their own places: an article of the template keeps
// its number, or takes the next free one when a term claims it; a last article without terms comes behind them all.
func (t *template) placed(terms *workflow.Terms) []workflow.Article {
	claims := t.claims(terms)
	taken := map[int]*workflow.Article{}
	for _, c := range claims {
		if taken[c.article] == nil {
			taken[c.article] = &workflow.Article{Number: c.article}
		}
		taken[c.article].Passages = append(taken[c.article].Passages, c.passage)
	}
	for i, a := range t.text.articles {
		number := a.number
		if i == len(t.text.articles)-1 && a.heading != ownHeading {
			for n := range taken {
				number = max(number, n+1)
			}
		}
		for taken[number] != nil {
			number++
		}
		made := &workflow.Article{Number: number, Heading: a.heading}
		for _, p := range a.parts {
			passage, said := p.compose(terms)
			if !said || p.call != nil && claimed(claims, p.call.terms[0]) {
				continue
			}
			made.Passages = append(made.Passages, moved(passage, number, len(made.Passages)+1))
		}
		if len(made.Passages) > 0 {
			taken[number] = made
		}
	}
	var articles []workflow.Article
	for _, number := range slices.Sorted(maps.Keys(taken)) {
		a := taken[number]
		if a.Heading == "" || a.Heading == ownHeading {
			a.Heading = heading(a.Passages)
		}
		articles = append(articles, *a)
	}
	return articles
}

// claim is a passage with the place that its terms ask for.
type claim struct {
	article, lid int
	passage      workflow.Passage
}

var placeForm = regexp.MustCompile(`^([1-9][0-9]{0,2})(?:\.([1-9][0-9]{0,2}))?$`)

// claims gathers the passages of the terms that name an article, in the order of their places. Terms that name the
// same one share a passage. An artikel of another form, as IV.2, asks for no place.
func (t *template) claims(terms *workflow.Terms) []claim {
	said := map[workflow.Term]string{}
	for _, a := range t.text.articles {
		for _, p := range a.parts {
			if passage, ok := p.compose(terms); ok && p.call != nil {
				said[p.call.terms[0]] = passage.Words
			}
		}
	}
	var claims []claim
	for _, term := range workflow.TermNames {
		form := placeForm.FindStringSubmatch(terms.Article(term))
		if form == nil || said[term] == "" {
			continue
		}
		c := claim{article: atoi(form[1]), lid: max(1, atoi(form[2]))}
		at := slices.IndexFunc(claims, func(o claim) bool { return o.article == c.article && o.lid == c.lid })
		if at < 0 {
			c.passage.Key = strconv.Itoa(c.article) + "." + strconv.Itoa(c.lid)
			claims, at = append(claims, c), len(claims)
		}
		p := &claims[at].passage
		p.Words = strings.TrimPrefix(p.Words+"\n\n"+said[term], "\n\n")
		p.Terms = append(p.Terms, term)
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(a.article-b.article, a.lid-b.lid)
	})
	return claims
}

func claimed(claims []claim, term workflow.Term) bool {
	return slices.ContainsFunc(claims, func(c claim) bool { return slices.Contains(c.passage.Terms, term) })
}

// moved gives a passage the key of its place: a lid gets that number, an unnumbered part keeps its own name.
func moved(p workflow.Passage, article, lid int) workflow.Passage {
	old := p.Key
	name := old[strings.IndexByte(old, '.')+1:]
	if p.Number() != "" {
		name = strconv.Itoa(lid)
	}
	p.Key = strconv.Itoa(article) + "." + name
	p.Items = slices.Clone(p.Items)
	for i := range p.Items {
		p.Items[i].Key = p.Key + strings.TrimPrefix(p.Items[i].Key, old)
	}
	return p
}

// heading names the terms that an article states: Inwerkingtreding en looptijd.
func heading(passages []workflow.Passage) string {
	var names []string
	for _, p := range passages {
		for _, term := range p.Terms {
			name := string(term)
			if term == workflow.AftermathTerm {
				name = "afspraken na afloop"
			}
			names = append(names, name)
		}
	}
	h := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			h += " en " + name
		} else {
			h += ", " + name
		}
	}
	return strings.ToUpper(h[:1]) + h[1:]
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
