package workflow

// Changing a text by its published keys: an existing key replaces, the next free number adds, null removes. A passage
// that states a term cannot be edited as words; it changes with its voorwaarde.

import (
	"slices"
	"strconv"
	"strings"
)

// Edit gives the words under one key, or takes them away when Words is nil.
type Edit struct {
	Key   string  `json:"sleutel"`
	Words *string `json:"tekst"`
}

// readEdits takes the field artikelen: words, or null, by key. They are put in the order of their keys, so that the
// order in which somebody wrote them makes no difference.
func readEdits(r *reader, field string) []Edit {
	s, ok := r.sub(field)
	if !ok {
		return nil
	}
	var edits []Edit
	for _, f := range s.value.Fields {
		if !isKey(f.Name) {
			s.raw(f.Name)
			s.fail(s.path+f.Name, "%s is geen vindplaats in de tekst; schrijf bijvoorbeeld 5.3, 4.1.6 of overweging.3.", quote(f.Name))
			continue
		}
		if f.Value.Kind == NullValue {
			s.raw(f.Name)
			edits = append(edits, Edit{Key: f.Name})
			continue
		}
		words := s.text(f.Name, maxWords)
		edits = append(edits, Edit{f.Name, &words})
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return compareKeys(a.Key, b.Key) })
	return edits
}

// isKey reports whether a key has the shape of one: parts of small letters, digits and hyphens, parted by dots.
func isKey(key string) bool {
	if len(key) > 100 {
		return false
	}
	for part := range strings.SplitSeq(key, ".") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}

// compareKeys orders keys as they are read: recitals first, then by number, then by word.
func compareKeys(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	if recital := strings.HasPrefix(a, recitalPrefix); recital != strings.HasPrefix(b, recitalPrefix) {
		if recital {
			return -1
		}
		return 1
	}
	for i := range min(len(x), len(y)) {
		n, errN := strconv.Atoi(x[i])
		m, errM := strconv.Atoi(y[i])
		switch {
		case x[i] == y[i]:
		case errN == nil && errM == nil:
			return n - m
		case errN == nil:
			return 1 // words stand before numbers: an unnumbered opening comes first
		case errM == nil:
			return -1
		default:
			return strings.Compare(x[i], y[i])
		}
	}
	return len(x) - len(y)
}

// checkEdits refuses edits that the text cannot take, naming the field, and returns the text with the others made.
func (t *Text) checkEdits(edits []Edit, path string) (*Text, *Refusal) {
	for _, e := range edits {
		if t.StatesTerm(e.Key) {
			return nil, invalid(path+e.Key, "Artikel %s wordt geschreven uit de voorwaarden en kan niet als tekst worden gewijzigd.", e.Key).
				under(e.Key).instead("Wijzig de voorwaarde; de zin in het artikel verandert dan vanzelf.")
		}
		changed := t.edited(e)
		if changed == nil {
			if e.Words == nil {
				return nil, invalid(path+e.Key, "In de tekst staat geen %s, dus dat kan niet vervallen.", keyName(e.Key))
			}
			return nil, invalid(path+e.Key, "In de tekst staat geen %s, en het is ook niet het eerstvolgende vrije nummer.", keyName(e.Key)).
				instead("Gebruik een bestaand nummer om te vervangen, of het eerstvolgende om toe te voegen.")
		}
		t = changed
	}
	return t, nil
}

func keyName(key string) string {
	if rest, ok := strings.CutPrefix(key, recitalPrefix); ok {
		return "overweging " + rest
	}
	return "artikel " + key
}

// withEdits makes the edits that the text can take and passes over the others.
func (t *Text) withEdits(edits []Edit) *Text {
	for _, e := range edits {
		if changed := t.edited(e); changed != nil {
			t = changed
		}
	}
	return t
}

// edited returns a text with one edit made, or nil when the key is neither there nor the next free one.
func (t *Text) edited(e Edit) *Text {
	next := *t
	switch number, rest, _ := strings.Cut(e.Key, "."); {
	case number+"." == recitalPrefix && rest != "":
		list, ok := editPassages(t.Recitals, e)
		if !ok {
			return nil
		}
		next.Recitals = list
		return &next
	case rest == "":
		return t.editedArticle(number, e.Words)
	default:
		a := t.article(number)
		if a < 0 {
			return nil
		}
		list, ok := editPassages(t.Articles[a].Passages, e)
		if !ok {
			return nil
		}
		next.Articles = slices.Clone(t.Articles)
		next.Articles[a].Passages = list
		return &next
	}
}

// editedArticle replaces the heading of an article, adds an article (its first line is the heading, the rest its
// words) or takes one away.
func (t *Text) editedArticle(number string, words *string) *Text {
	next := *t
	next.Articles = slices.Clone(t.Articles)
	at := t.article(number)
	if words == nil {
		if at < 0 {
			return nil
		}
		next.Articles = slices.Delete(next.Articles, at, at+1)
		return &next
	}
	heading, body, _ := strings.Cut(*words, "\n")
	if at >= 0 {
		next.Articles[at].Heading = strings.Join(strings.Fields(*words), " ")
		return &next
	}
	free := 1
	if n := len(t.Articles); n > 0 {
		free = t.Articles[n-1].Number + 1
	}
	if number != strconv.Itoa(free) {
		return nil
	}
	article := Article{Number: free, Heading: heading}
	if body = strings.TrimSpace(body); body != "" {
		article.Passages = []Passage{{Key: number + ".aanhef", Words: body}}
	}
	next.Articles = append(next.Articles, article)
	return &next
}

// editPassages edits a passage of the list or an item of one of its passages.
func editPassages(list []Passage, e Edit) ([]Passage, bool) {
	at := slices.IndexFunc(list, func(p Passage) bool { return p.Key == e.Key || p.Key == parentKey(e.Key) })
	switch {
	case at >= 0 && list[at].Key != e.Key:
		items, ok := editItems(list[at].Items, e)
		if !ok {
			return nil, false
		}
		list = slices.Clone(list)
		list[at].Items = items
		return list, true
	case at >= 0 && e.Words == nil:
		return slices.Delete(slices.Clone(list), at, at+1), true
	case at >= 0:
		list = slices.Clone(list)
		list[at].Words = *e.Words
		return list, true
	case e.Words == nil || strings.Count(e.Key, ".") != 1 || lastPart(e.Key) != strconv.Itoa(highest(list)+1):
		return nil, false
	}
	return append(slices.Clone(list), Passage{Key: e.Key, Words: *e.Words}), true
}

func highest(list []Passage) int {
	top := 0
	for _, p := range list {
		if n, err := strconv.Atoi(lastPart(p.Key)); err == nil {
			top = max(top, n)
		}
	}
	return top
}

func editItems(items []Item, e Edit) ([]Item, bool) {
	at := slices.IndexFunc(items, func(i Item) bool { return i.Key == e.Key })
	switch {
	case at >= 0 && e.Words == nil:
		return slices.Delete(slices.Clone(items), at, at+1), true
	case at >= 0:
		items = slices.Clone(items)
		items[at].Words = *e.Words
		return items, true
	case e.Words == nil || !isNextItem(items, lastPart(e.Key)):
		return nil, false
	}
	return append(slices.Clone(items), Item{e.Key, *e.Words}), true
}

// isNextItem reports whether the mark follows the last one: 7 after 6, c after b, and 1 or a to begin with.
func isNextItem(items []Item, mark string) bool {
	if len(items) == 0 {
		return mark == "1" || mark == "a"
	}
	last := lastPart(items[len(items)-1].Key)
	if n, err := strconv.Atoi(last); err == nil {
		return mark == strconv.Itoa(n+1)
	}
	return len(last) == 1 && last < "z" && mark == string(last[0]+1)
}

// withStated puts passages that state a term in their places.
func (t *Text) withStated(changes []StatedChange) *Text {
	if len(changes) == 0 {
		return t
	}
	next := *t
	next.Articles = slices.Clone(t.Articles)
	for _, c := range changes {
		at := slices.IndexFunc(next.Articles, func(a Article) bool { return a.Number == c.Article })
		if at < 0 {
			if c.Passage == nil {
				continue
			}
			next.Articles = append(next.Articles, Article{Number: c.Article, Heading: c.Heading})
			at = len(next.Articles) - 1
		}
		list := slices.DeleteFunc(slices.Clone(next.Articles[at].Passages), func(p Passage) bool { return p.Key == c.Key })
		if c.Passage != nil {
			place := slices.IndexFunc(list, func(p Passage) bool { return compareKeys(p.Key, c.Key) > 0 })
			if place < 0 {
				place = len(list)
			}
			list = slices.Insert(list, place, *c.Passage)
		}
		next.Articles[at].Passages = list
	}
	next.Articles = slices.DeleteFunc(next.Articles, func(a Article) bool { return len(a.Passages) == 0 && a.Heading == "" })
	slices.SortStableFunc(next.Articles, func(a, b Article) int { return a.Number - b.Number })
	return &next
}

// restate compares a newly composed text with the current one and returns what must change in the passages that state
// a term, in the order of their keys.
func (t *Text) restate(composed *Text) []StatedChange {
	all := map[Term]bool{}
	for _, term := range TermNames {
		all[term] = true
	}
	before, after := t.tied(all), composed.tied(all)
	var changes []StatedChange
	for key, s := range after {
		if old, ok := before[key]; !ok || !samePassage(old.passage, s.passage) {
			changes = append(changes, StatedChange{key, &s.passage, s.article, s.heading})
		}
	}
	for key, s := range before {
		if _, ok := after[key]; !ok {
			changes = append(changes, StatedChange{key, nil, s.article, s.heading})
		}
	}
	slices.SortFunc(changes, func(a, b StatedChange) int { return compareKeys(a.Key, b.Key) })
	return changes
}

func samePassage(a, b Passage) bool {
	return a.Heading == b.Heading && a.Words == b.Words && a.After == b.After && slices.Equal(a.Items, b.Items) && slices.Equal(a.Terms, b.Terms)
}
