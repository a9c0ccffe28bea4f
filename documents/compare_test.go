package documents

// A comparison loses no word of either text, and what it shows can be read.

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// aText draws a text of few different words, so that much of it is alike.
func aText(t *rapid.T, label string) *workflow.Text {
	words := func(label string) string {
		list := rapid.SliceOfN(rapid.SampledFrom([]string{"de", "Partij", "zegt", "op", "twee", "maanden", "\n\n", " ", "<b>"}), 0, 12).Draw(t, label)
		return strings.Join(list, " ")
	}
	passage := func(key string) workflow.Passage {
		p := workflow.Passage{Key: key, Heading: rapid.SampledFrom([]string{"", "Werkwijze"}).Draw(t, "kop"), Words: words("tekst")}
		for i := range rapid.IntRange(0, 2).Draw(t, "onderdelen") {
			p.Items = append(p.Items, workflow.Item{Key: key + "." + string(rune('a'+i)), Words: words("onderdeel")})
		}
		if len(p.Items) > 0 {
			p.After = words("slot")
		}
		return p
	}
	text := &workflow.Text{Title: words(label), Subtitle: words("ondertitel")}
	for range rapid.IntRange(0, 2).Draw(t, "groepen") {
		text.Groups = append(text.Groups, workflow.Group{Name: words("groep"), Parties: rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "C"}), 0, 3).Draw(t, "Partijen")})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "overwegingen") {
		text.Recitals = append(text.Recitals, passage("overweging."+strconv.Itoa(i+1)))
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "artikelen") {
		a := workflow.Article{Number: i + 1, Heading: words("kop")}
		for j := range rapid.IntRange(0, 3).Draw(t, "leden") {
			a.Passages = append(a.Passages, passage(strconv.Itoa(i+1)+"."+strconv.Itoa(j+1)))
		}
		text.Articles = append(text.Articles, a)
	}
	return text
}

func TestAComparisonLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := aText(t, "voor"), aText(t, "na")
		var was, is []string
		for _, p := range Compare(before, after) {
			old, new := "", ""
			for _, piece := range p.Pieces {
				if piece.Kind != Added {
					old += piece.Words
				}
				if piece.Kind != Removed {
					new += piece.Words
				}
			}
			if p.Kind == Changed && (old != p.Before || new != p.After || old == new) {
				t.Fatalf("%q and %q of %+v", old, new, p)
			}
			if p.Kind != Added {
				was = append(was, p.Was+": "+p.Before)
			}
			if p.Kind != Removed {
				is = append(is, p.Key+": "+p.After)
			}
			if p.Kind == Same && p.Before != p.After {
				t.Fatalf("%+v is not the same", p)
			}
		}
		if want := listed(before); !slices.Equal(was, want) {
			t.Fatalf("before was\n%q\nand not\n%q", want, was)
		}
		if want := listed(after); !slices.Equal(is, want) {
			t.Fatalf("after was\n%q\nand not\n%q", want, is)
		}
	})
}

func listed(t *workflow.Text) (list []string) {
	for _, e := range entriesOf(t) {
		list = append(list, e.key+": "+e.words)
	}
	return list
}

// Changes are never parted by one word or two.
func TestPiecesCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
		before, after := rapid.SliceOfN(word, 0, 30).Draw(t, "voor"), rapid.SliceOfN(word, 0, 30).Draw(t, "na")
		pieces := compareWords(strings.Join(before, " "), strings.Join(after, " "))
		for i, p := range pieces {
			between := i > 0 && i < len(pieces)-1
			if p.Words == "" || i > 0 && pieces[i-1].Kind == p.Kind {
				t.Fatalf("%v", pieces)
			}
			if p.Kind == Same && between && len(strings.Fields(p.Words)) <= fewWords {
				t.Fatalf("%q stands between changes in %v", p.Words, pieces)
			}
		}
	})
}

func TestWordsAreComparedAsAReaderWould(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          []Piece
	}{
		{"Opzeggen kan met een termijn van twee maanden.", "Opzeggen kan met een termijn van drie maanden.",
			[]Piece{{Same, "Opzeggen kan met een termijn van "}, {Removed, "twee"}, {Added, "drie"}, {Same, " maanden."}}},
		{"Het loopt tot en met 31 december 2025 en niet langer dan dat.", "Het loopt tot en met 30 juni 2027 en niet langer dan dat.",
			[]Piece{{Same, "Het loopt tot en met "}, {Removed, "31 december 2025"}, {Added, "30 juni 2027"}, {Same, " en niet langer dan dat."}}},
		{"Ieder brengt de kosten in.", "Ieder brengt elk jaar de kosten in.",
			[]Piece{{Same, "Ieder brengt "}, {Added, "elk jaar "}, {Same, "de kosten in."}}},
		{"De Regio voert het secretariaat.", "Partijen dragen zelf hun kosten en die van de ander.",
			[]Piece{{Removed, "De Regio voert het secretariaat."}, {Added, "Partijen dragen zelf hun kosten en die van de ander."}}},
		{"", "Nieuw.", []Piece{{Added, "Nieuw."}}},
	} {
		if got := compareWords(c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("got  %v\nwant %v", got, c.want)
		}
	}
}

// changed gives the text of the fixture twice: as it was, and changed by a function.
func changed(t *testing.T, change func(*workflow.Text)) (before, after *workflow.Text) {
	t.Helper()
	a, b := agreementOf(t, Concept, false).Text, agreementOf(t, Concept, false).Text
	change(&b)
	return &a, &b
}

func kindsOf(c Comparison) (told []string) {
	for _, p := range c {
		if p.Kind != Same {
			told = append(told, kindWords[p.Kind]+" "+p.Was+">"+p.Key)
		}
	}
	return told
}

func TestALidIsInsertedAndAnotherChanged(t *testing.T) {
	before, after := changed(t, func(b *workflow.Text) {
		three := &b.Articles[2]
		three.Passages = slices.Insert(three.Passages, 1, workflow.Passage{Words: "Het secretariaat houdt een register bij van dit convenant."})
		for i := range three.Passages {
			three.Passages[i].Key = "3." + strconv.Itoa(i+1)
		}
		three.Passages[3].Words = strings.Replace(three.Passages[3].Words, "twee maanden", "drie maanden", 1)
		nine := &b.Articles[8]
		nine.Passages = nine.Passages[:len(nine.Passages)-1]
	})
	c := Compare(before, after)
	last := before.Articles[8].Passages
	want := []string{"Toegevoegd >3.2", "Gewijzigd 3.3>3.4", "Vervallen " + last[len(last)-1].Key + ">"}
	if got := kindsOf(c); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got, want := c.Summary(), "1 passage is gewijzigd, 1 is toegevoegd en 1 is vervallen; de rest is gelijk gebleven, maar niet alles heeft nog hetzelfde nummer."; got != want {
		t.Errorf("got %q", got)
	}
	words, levels, _ := readHTML(t, c.HTML(HTMLOptions{Level: 3}))
	noLevelSkipped(t, levels, 3)
	for _, want := range []string{
		"De titel is gelijk gebleven", "De Partijen zijn gelijk gebleven", "De overwegingen zijn gelijk gebleven", "Artikel 1 en 2 zijn gelijk gebleven",
		"3.2 Toegevoegd [toegevoegd: Het secretariaat houdt een register bij van dit convenant. einde toegevoegd]",
		"3.4 Gewijzigd, was 3.3", "[vervallen: twee einde vervallen] [toegevoegd: drie einde toegevoegd] maanden",
		"Artikel 4 tot en met 8 zijn gelijk gebleven", last[len(last)-1].Key + " Vervallen [vervallen: ",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestAnArticleIsInserted(t *testing.T) {
	before, after := changed(t, func(b *workflow.Text) {
		b.Articles = slices.Insert(b.Articles, 3, workflow.Article{Heading: "Financiering", Passages: []workflow.Passage{{Key: "4.1", Words: "Ieder draagt bij naar het aantal inwoners."}}})
		for i := range b.Articles {
			a := &b.Articles[i]
			a.Number, a.Passages = i+1, slices.Clone(a.Passages)
			for j, p := range a.Passages {
				_, rest, _ := strings.Cut(p.Key, ".")
				a.Passages[j].Key, a.Passages[j].Items = strconv.Itoa(i+1)+"."+rest, slices.Clone(p.Items)
				for k, item := range p.Items {
					_, rest, _ := strings.Cut(item.Key, ".")
					a.Passages[j].Items[k].Key = strconv.Itoa(i+1) + "." + rest
				}
			}
		}
	})
	c := Compare(before, after)
	if got, want := kindsOf(c), []string{"Toegevoegd >4", "Toegevoegd >4.1"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	words, _, ids := readHTML(t, c.HTML(HTMLOptions{Level: 2, Prefix: "v-"}))
	n := len(before.Articles)
	want := "Artikel 5 tot en met " + strconv.Itoa(n+1) + " zijn gelijk gebleven, voorheen artikel 4 tot en met " + strconv.Itoa(n)
	if !strings.Contains(words, want) || !ids["v-artikel-4"] {
		t.Errorf("the page does not say %q", want)
	}
}

// Inside an article, too, what stayed the same is folded: a lid with its items, so that no item loses the words above it.
func TestWhatStayedTheSameInAnArticleIsFolded(t *testing.T) {
	text := func(item, third string) *workflow.Text {
		items := []workflow.Item{{Key: "2.a", Words: item}, {Key: "2.b", Words: "Het andere."}}
		return &workflow.Text{
			Groups: []workflow.Group{{Name: "A", Parties: []string{"Een", "Twee"}}, {Name: "B", Parties: []string{item}}},
			Articles: []workflow.Article{{Number: 1, Heading: "Doel", Passages: []workflow.Passage{
				{Key: "1.1", Words: "Eerste lid."}, {Key: "1.2", Words: "Tweede lid:", Items: items}, {Key: "1.3", Words: third}, {Key: "1.4", Words: "Vierde lid."}}}},
		}
	}
	before := text("Het ene.", "Derde lid van drie woorden.")
	for after, want := range map[*workflow.Text][]string{
		text("Het ene.", "Derde lid van vier woorden."):    {"2 leden zijn gelijk gebleven 1.1 Eerste lid. 1.2 Tweede lid:", "1 lid is gelijk gebleven 1.4", "De Partijen zijn gelijk gebleven"},
		text("Het nieuwe.", "Derde lid van drie woorden."): {"1 lid is gelijk gebleven 1.1 Eerste lid. 1.2 Tweede lid:", "2 leden zijn gelijk gebleven 1.3", "1 groep is gelijk gebleven Een"},
	} {
		words, _, _ := readHTML(t, Compare(before, after).HTML(HTMLOptions{Level: 2}))
		for _, w := range want {
			if words = strings.Join(strings.Fields(words), " "); !strings.Contains(words, w) {
				t.Errorf("the page does not say %q but %s", w, words)
			}
		}
	}
}

func TestSummaries(t *testing.T) {
	p := func(kinds ...Kind) (c Comparison) {
		for _, k := range kinds {
			c = append(c, Compared{Kind: k})
		}
		return c
	}
	for want, c := range map[string]Comparison{
		"De teksten zijn gelijk.": p(Same, Same),
		"2 passages zijn gewijzigd, 1 is toegevoegd en 1 is vervallen; de rest is gelijk gebleven.": p(Changed, Same, Changed, Added, Removed),
		"1 passage is gewijzigd; de rest is gelijk gebleven.":                                       p(Changed, Same),
		"3 passages zijn toegevoegd.":                                                               p(Added, Added, Added),
		"1 passage is toegevoegd en 2 zijn vervallen; de rest is gelijk gebleven.":                  p(Removed, Same, Removed, Added),
		"De woorden zijn gelijk gebleven, maar niet alles heeft nog hetzelfde nummer.":              {{Key: "3.1", Was: "3.2", mark: "3.1", wasMark: "3.2"}},
	} {
		if got := c.Summary(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	text := agreementOf(t, Concept, false).Text
	if c := Compare(nil, &text); len(c) < 50 || slices.ContainsFunc(c, func(p Compared) bool { return p.Kind != Added }) {
		t.Error("not everything is new when there was nothing")
	}
	if c := Compare(&text, &text); c.Summary() != "De teksten zijn gelijk." {
		t.Error(c.Summary())
	}
}

// Whatever is compared, its page reads as XML, and says all words that stand in the text after.
func TestTheHTMLOfAnyComparison(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := aText(t, "voor"), aText(t, "na")
		words, levels, _ := readHTML(t, Compare(before, after).HTML(HTMLOptions{Level: 2}))
		noLevelSkipped(t, levels, 2)
		for _, e := range append(entriesOf(before), entriesOf(after)...) {
			for _, word := range strings.Fields(e.words) {
				if !strings.Contains(words, word) {
					t.Fatalf("%q is not in %s", word, words)
				}
			}
		}
	})
}

func TestScriptInAComparison(t *testing.T) {
	const evil = `<script>alert(1)</script>"'&`
	text := func(words string) *workflow.Text {
		return &workflow.Text{Title: words, Subtitle: words, Groups: []workflow.Group{{Name: words, Parties: []string{words}}},
			Recitals: []workflow.Passage{{Key: "overweging.1", Heading: words, Words: words, Items: []workflow.Item{{Key: words, Words: words}}, After: words}},
			Articles: []workflow.Article{{Number: 1, Heading: words, Passages: []workflow.Passage{{Key: "1." + words, Words: words}}}}}
	}
	for _, c := range []Comparison{Compare(nil, text(evil)), Compare(text(evil), nil), Compare(text("a "+evil), text(evil+" b")), Compare(text(evil), text(evil))} {
		if words, _, _ := readHTML(t, c.HTML(HTMLOptions{})); !strings.Contains(words, evil) {
			t.Errorf("got %s", words)
		}
	}
}
