package workflow_test

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// smallText is a text with one of everything.
func smallText() *workflow.Text {
	return &workflow.Text{
		Title:    "Convenant Voorbeeld",
		Subtitle: "over samenwerking",
		Groups: []workflow.Group{
			{Name: "Gemeenten", Parties: []string{"Gemeente Huizen", "Gemeente Laren"}},
			{Parties: []string{"Jellinek"}},
		},
		Recitals: []workflow.Passage{
			{Key: "overweging.1", Words: "partijen samenwerken;"},
			{Key: "overweging.2", Words: "zij daarbij:", Items: []workflow.Item{
				{Key: "overweging.2.a", Words: "afspraken maken;"}, {Key: "overweging.2.b", Words: "die nakomen;"}}},
		},
		Articles: []workflow.Article{
			{Number: 1, Heading: "Begrippen", Passages: []workflow.Passage{
				{Key: "1.begrippen", Words: "In dit convenant wordt verstaan onder:", Items: []workflow.Item{
					{Key: "1.begrippen.1", Words: "partij: wie ondertekent."}}, After: "Andere woorden hebben hun gewone betekenis."}}},
			{Number: 3, Heading: "Looptijd", Passages: []workflow.Passage{
				{Key: "3.1", Words: "Het treedt in werking.", Terms: []workflow.Term{workflow.EntryTerm}},
				{Key: "3.2", Words: "Het loopt tot en met 31 december 2025.\n\nDaarna niet meer.", Terms: []workflow.Term{workflow.DurationTerm}},
				{Key: "3.3", Words: "Opzeggen kan:", Terms: []workflow.Term{workflow.NoticeTerm, workflow.AmendmentTerm},
					Items: []workflow.Item{{Key: "3.3.a", Words: "schriftelijk;"}}}}},
			{Number: 6, Heading: "Werkwijze", Passages: []workflow.Passage{
				{Key: "6.werkwijze", Heading: "Hoe wij werken", Words: "Samen.\nElke dag."},
				{Key: "6.10", Words: "Het tiende lid.", Terms: []workflow.Term{workflow.DurationTerm}}}},
		},
	}
}

// The form convenant-tekst/1 is what people sign: these bytes may never change.
const smallCanonical = `convenant-tekst/1
Convenant Voorbeeld
  over samenwerking
De ondergetekenden:
    Gemeente Huizen
    Gemeente Laren
  Gemeenten
    Jellinek
  
overwegende dat:
  -
    partijen samenwerken;
  -
    zij daarbij:
      a)
        afspraken maken;
      b)
        die nakomen;
komen als volgt overeen:
Artikel 1 Begrippen
  
    In dit convenant wordt verstaan onder:
      1.
        partij: wie ondertekent.
     Andere woorden hebben hun gewone betekenis.
Artikel 3 Looptijd
  3.1
    Het treedt in werking.
  3.2
    Het loopt tot en met 31 december 2025.
    
    Daarna niet meer.
  3.3
    Opzeggen kan:
      a)
        schriftelijk;
Artikel 6 Werkwijze
  
   Hoe wij werken
    Samen.
    Elke dag.
  6.10
    Het tiende lid.
`

func TestCanonicalBytes(t *testing.T) {
	text := smallText()
	if got := string(text.Canonical()); got != smallCanonical {
		t.Errorf("the canonical bytes are\n%s", strings.ReplaceAll(got, " ", "·"))
	}
	sum := sha256.Sum256([]byte(smallCanonical))
	if got := text.SHA256(); got != hex.EncodeToString(sum[:]) {
		t.Errorf("the fingerprint is %s, but sha256sum on the bytes says %x", got, sum)
	}
	if !reflect.DeepEqual(text, smallText()) {
		t.Error("taking the fingerprint changed the text")
	}
	if got, want := string(new(workflow.Text).Canonical()), "convenant-tekst/1\n\n  \nDe ondergetekenden:\noverwegende dat:\nkomen als volgt overeen:\n"; got != want {
		t.Errorf("an empty text gives %q", got)
	}
}

// The bytes are in NFC however a template's file was saved, so that nobody signs an é that looks the same and is not.
func TestCanonicalBytesAreInNFC(t *testing.T) {
	composed, apart := smallText(), smallText()
	composed.Articles[1].Passages[0].Words = "Financiële geheimhouding"
	apart.Articles[1].Passages[0].Words = "Financie\u0308le geheimhouding"
	if composed.SHA256() != apart.SHA256() {
		t.Error("ë in one sign and ë in two give different fingerprints")
	}
}

// Whatever the template, what terms a passage is tied to is no part of what people sign.
func TestTiesAreNotSigned(t *testing.T) {
	text := smallText()
	text.Articles[1].Passages[0].Terms = nil
	if text.SHA256() != smallText().SHA256() {
		t.Error("the fingerprint depends on the terms that a passage is tied to")
	}
}

func TestEveryDifferenceShowsInTheFingerprint(t *testing.T) {
	third := func(x *workflow.Text) *workflow.Passage { return &x.Articles[1].Passages[2] }
	seen := map[string]string{smallText().SHA256(): "the text as it was"}
	for name, change := range map[string]func(*workflow.Text){
		"another title":      func(x *workflow.Text) { x.Title += "!" },
		"another subtitle":   func(x *workflow.Text) { x.Subtitle = "" },
		"a party less":       func(x *workflow.Text) { x.Groups[0].Parties = x.Groups[0].Parties[:1] },
		"another group name": func(x *workflow.Text) { x.Groups[0].Name = "Gemeente" },
		"no group name":      func(x *workflow.Text) { x.Groups[0].Name = "" },
		"a party in another group": func(x *workflow.Text) {
			x.Groups[0].Parties = []string{"Gemeente Huizen"}
			x.Groups[1].Parties = []string{"Gemeente Laren", "Jellinek"}
		},
		"parties in another order": func(x *workflow.Text) { slices.Reverse(x.Groups[0].Parties) },
		"groups in another order":  func(x *workflow.Text) { slices.Reverse(x.Groups) },
		"a group name as a party": func(x *workflow.Text) {
			x.Groups[0] = workflow.Group{Parties: []string{"Gemeente Huizen", "Gemeente Laren", "Gemeenten"}}
		},
		"an empty group":             func(x *workflow.Text) { x.Groups = append(x.Groups, workflow.Group{}) },
		"a recital less":             func(x *workflow.Text) { x.Recitals = x.Recitals[:1] },
		"recitals in another order":  func(x *workflow.Text) { slices.Reverse(x.Recitals) },
		"an item of a recital less":  func(x *workflow.Text) { x.Recitals[1].Items = x.Recitals[1].Items[:1] },
		"an article less":            func(x *workflow.Text) { x.Articles = x.Articles[1:] },
		"another article number":     func(x *workflow.Text) { x.Articles[0].Number = 2 },
		"another article heading":    func(x *workflow.Text) { x.Articles[0].Heading = "Definities" },
		"a lid with another number":  func(x *workflow.Text) { third(x).Key = "3.4" },
		"a lid without a number":     func(x *workflow.Text) { third(x).Key = "3.opzegging" },
		"a lid with a heading":       func(x *workflow.Text) { third(x).Heading = "Opzegging" },
		"a heading in the words":     func(x *workflow.Text) { third(x).Words = "Opzegging\n" + third(x).Words },
		"an item with another mark":  func(x *workflow.Text) { third(x).Items[0].Key = "3.3.b" },
		"an item with a number":      func(x *workflow.Text) { third(x).Items[0].Key = "3.3.1" },
		"an item in the words":       func(x *workflow.Text) { third(x).Items = nil; third(x).Words += "\na)\nschriftelijk;" },
		"an item without its mark":   func(x *workflow.Text) { third(x).Items = nil; third(x).Words += "\nschriftelijk;" },
		"an item as the last words":  func(x *workflow.Text) { third(x).Items = nil; third(x).After = "schriftelijk;" },
		"words after the item":       func(x *workflow.Text) { third(x).After = "Anders niet." },
		"the same words in the item": func(x *workflow.Text) { third(x).Items[0].Words += "\nAnders niet." },
		"a lid in the words of one": func(x *workflow.Text) {
			p := x.Articles[1].Passages
			p[1].Words += "\n3.3\nOpzeggen kan:"
			x.Articles[1].Passages = p[:2]
		},
		"an article in the words": func(x *workflow.Text) {
			third(x).Items[0].Words += "\nArtikel 6 Werkwijze"
			x.Articles = x.Articles[:2]
		},
		"no empty line": func(x *workflow.Text) {
			x.Articles[1].Passages[1].Words = "Het loopt tot en met 31 december 2025.\nDaarna niet meer."
		},
		"one line": func(x *workflow.Text) {
			x.Articles[1].Passages[1].Words = "Het loopt tot en met 31 december 2025. Daarna niet meer."
		},
		"a space":   func(x *workflow.Text) { x.Articles[1].Passages[0].Words = "Het treedt in  werking." },
		"a capital": func(x *workflow.Text) { x.Articles[1].Passages[0].Words = "Het treedt In werking." },
	} {
		x := smallText()
		change(x)
		sum := x.SHA256()
		if other, ok := seen[sum]; ok {
			t.Errorf("%s gives the same fingerprint as %s", name, other)
		}
		seen[sum] = name
	}
}

// The words of these texts imitate everything that gives a text its shape.
var imitations = []string{"convenant-tekst/1", "De ondergetekenden:", "overwegende dat:", "komen als volgt overeen:", "Artikel 3 Looptijd",
	"Artikel 3", "3.1", "3.2", "-", "a)", "b)", "1.", "6.", "Gemeenten", "Hoe wij werken", "een gewone zin;", "- a) 3.1", "é"}

func anyLine(t *rapid.T, label string) string { return rapid.SampledFrom(imitations).Draw(t, label) }

func anyWords(t *rapid.T, label string) string {
	var b strings.Builder
	for i := range rapid.IntRange(0, 3).Draw(t, label) {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(t, "break"))
		}
		b.WriteString(anyLine(t, "line"))
	}
	return b.String()
}

func maybe(t *rapid.T, label string) string {
	return rapid.SampledFrom(append(imitations, "", "", "", "")).Draw(t, label)
}

func anyPassages(t *rapid.T, prefix string) []workflow.Passage {
	var list []workflow.Passage
	for i := range rapid.IntRange(0, 3).Draw(t, "passages") {
		key := prefix + strconv.Itoa(i+1)
		if rapid.IntRange(0, 3).Draw(t, "unnumbered") == 0 {
			key = prefix + "deel" + strconv.Itoa(i)
		}
		p := workflow.Passage{Key: key, Heading: maybe(t, "heading"), Words: anyWords(t, "words"), After: anyWords(t, "after")}
		for j := range rapid.IntRange(0, 2).Draw(t, "items") {
			mark := rapid.SampledFrom([]string{strconv.Itoa(j + 1), string(rune('a' + j))}).Draw(t, "mark")
			p.Items = append(p.Items, workflow.Item{Key: key + "." + mark, Words: anyWords(t, "item")})
		}
		list = append(list, p)
	}
	return list
}

func anyText(t *rapid.T) *workflow.Text {
	x := &workflow.Text{Title: maybe(t, "title"), Subtitle: maybe(t, "subtitle"), Recitals: anyPassages(t, "overweging.")}
	for range rapid.IntRange(0, 2).Draw(t, "groups") {
		g := workflow.Group{Name: maybe(t, "group")}
		for range rapid.IntRange(0, 2).Draw(t, "parties") {
			g.Parties = append(g.Parties, anyLine(t, "party"))
		}
		x.Groups = append(x.Groups, g)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "articles") {
		n := strconv.Itoa(i + 1)
		x.Articles = append(x.Articles, workflow.Article{Number: i + 1, Heading: maybe(t, "article"), Passages: anyPassages(t, n+".")})
	}
	return x
}

// asSeen is what a reader sees of a text: keys show only as the number of a lid and the mark of an item.
func asSeen(x *workflow.Text) *workflow.Text {
	y := *x
	passages := func(list []workflow.Passage, recital bool) []workflow.Passage {
		list = slices.Clone(list)
		for i, p := range list {
			list[i].Key = p.Number()
			if recital {
				list[i].Key = "-"
			}
			list[i].Items = slices.Clone(p.Items)
			for j, item := range p.Items {
				list[i].Items[j].Key = item.Mark()
			}
		}
		return list
	}
	y.Recitals = passages(x.Recitals, true)
	y.Articles = slices.Clone(x.Articles)
	for i, a := range y.Articles {
		y.Articles[i].Passages = passages(a.Passages, false)
	}
	return &y
}

// decode reads canonical bytes back by their indents alone. That it can be done at all is why two texts that read
// differently can never have the same bytes.
func decode(b []byte) *workflow.Text {
	x := &workflow.Text{}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	x.Title, x.Subtitle = lines[1], lines[2][2:]
	var list *[]workflow.Passage // to which passages are added
	var parties []string
	add := func(to *string, s string) {
		if *to != "" {
			*to += "\n"
		}
		*to += s
	}
	for _, line := range lines[4:] {
		words := strings.TrimLeft(line, " ")
		indent := len(line) - len(words)
		if indent == 0 {
			if article, ok := strings.CutPrefix(line, "Artikel "); ok {
				number, heading, _ := strings.Cut(article, " ")
				n, _ := strconv.Atoi(number)
				x.Articles = append(x.Articles, workflow.Article{Number: n, Heading: heading})
				list = &x.Articles[len(x.Articles)-1].Passages
			} else {
				list = &x.Recitals // no passage follows the other margin line before the first article
			}
			continue
		}
		if list == nil {
			if indent == 4 {
				parties = append(parties, words)
			} else {
				x.Groups = append(x.Groups, workflow.Group{Name: words, Parties: parties})
				parties = nil
			}
			continue
		}
		if indent == 2 {
			*list = append(*list, workflow.Passage{Key: words})
			continue
		}
		p := &(*list)[len(*list)-1]
		switch indent {
		case 3:
			p.Heading = words
		case 4:
			add(&p.Words, words)
		case 5:
			add(&p.After, words)
		case 6:
			p.Items = append(p.Items, workflow.Item{Key: words})
		case 8:
			add(&p.Items[len(p.Items)-1].Words, words)
		}
	}
	return x
}

func TestTheBytesTellEveryTextApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyText(t)
		if got, want := decode(x.Canonical()), asSeen(x); !reflect.DeepEqual(got, want) {
			t.Fatalf("the bytes\n%s\nread as %+v\nwant %+v", x.Canonical(), got, want)
		}
	})
}

// Whatever stands in the words of a passage, also what no reader would let through, the margin holds the headings alone.
func TestNoWordsReachTheMargin(t *testing.T) {
	margin := func(x *workflow.Text) (lines []string) {
		for line := range strings.Lines(string(x.Canonical())) {
			if line[0] != ' ' {
				lines = append(lines, line)
			}
		}
		return lines
	}
	want := margin(smallText())
	rapid.Check(t, func(t *rapid.T) {
		x, words := smallText(), rapid.OneOf(rapid.String(), rapid.Just("\nArtikel 7 Boete\n\nArtikel 8")).Draw(t, "words")
		x.Recitals[0].Words, x.Articles[0].Passages[0].After = words, words
		x.Articles[1].Passages[0].Words, x.Articles[1].Passages[2].Items[0].Words = words, words
		if got := margin(x); !slices.Equal(got, want) {
			t.Fatalf("at the margin stands %q", got)
		}
	})
}

func TestWhatIsPrintedBeforeAPassageOrItem(t *testing.T) {
	for key, want := range map[string]string{"5.3": "5.3", "6.10": "6.10", "6.werkwijze": "", "overweging.3": "", "": "", "5.03": "", "5.0": ""} {
		if got := (workflow.Passage{Key: key}).Number(); got != want {
			t.Errorf("before passage %s stands %q, want %q", key, got, want)
		}
	}
	for key, want := range map[string]string{"4.1.6": "6.", "4.1.10": "10.", "overweging.1.b": "b)", "3.3.a": "a)", "1.begrippen.2": "2."} {
		if got := (workflow.Item{Key: key}).Mark(); got != want {
			t.Errorf("before item %s stands %q, want %q", key, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	want := []string{"overweging.1", "overweging.2", "overweging.2.a", "overweging.2.b", "1", "1.begrippen", "1.begrippen.1",
		"3", "3.1", "3.2", "3.3", "3.3.a", "6", "6.werkwijze", "6.10"}
	if got := smallText().Keys(); !slices.Equal(got, want) {
		t.Errorf("the keys are %q", got)
	}
	for key, words := range map[string]string{
		"overweging.1": "partijen samenwerken;", "overweging.2": "zij daarbij:", "overweging.2.b": "die nakomen;",
		"1": "Begrippen", "1.begrippen.1": "partij: wie ondertekent.", "3.1": "Het treedt in werking.", "3.3.a": "schriftelijk;",
		"6": "Werkwijze", "6.werkwijze": "Samen.\nElke dag.", "6.10": "Het tiende lid.",
	} {
		if got, ok := smallText().Words(key); !ok || got != words {
			t.Errorf("under %s stands %q, %v; want %q", key, got, ok, words)
		}
	}
	for _, key := range []string{"", ".", "2", "7", "3.4", "3.3.b", "3.3.a.1", "6.1", "overweging", "overweging.", "overweging.3",
		"overweging.2.c", "03", "3.", ".1", "Artikel 3", "3.1.a"} {
		if got, ok := smallText().Words(key); ok || got != "" {
			t.Errorf("under %q, which is no key, stands %q", key, got)
		}
	}
	if p, ok := smallText().Passage("3.3"); !ok || p.Words != "Opzeggen kan:" || len(p.Items) != 1 {
		t.Errorf("passage 3.3 is %+v, %v", p, ok)
	}
	for _, key := range []string{"3", "3.3.a", "3.4", "", "overweging.2.a"} { // an article or an item is no passage
		if p, ok := smallText().Passage(key); ok {
			t.Errorf("passage %q is %+v", key, p)
		}
	}
}

func TestEveryKeyFindsItsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyText(t)
		for _, key := range x.Keys() {
			if _, ok := x.Words(key); !ok {
				t.Fatalf("key %s finds nothing", key)
			}
		}
	})
}

func TestPassagesThatStateATerm(t *testing.T) {
	for key, want := range map[string]bool{
		"3.1": true, "3.2": true, "3.3": true,
		"3.3.a": true, // an item belongs to its lid
		"3":     true, // an article with such a lid cannot go
		"6.10":  true, "6": true,
		"6.werkwijze": false, "1": false, "1.begrippen": false, "1.begrippen.1": false, "overweging.1": false, "overweging.2.a": false,
		"3.4": false, "9": false, "": false,
	} {
		if got := smallText().StatesTerm(key); got != want {
			t.Errorf("%q states a term: %v, want %v", key, got, want)
		}
	}
	for term, want := range map[workflow.Term]string{
		workflow.EntryTerm:     "3.1",
		workflow.DurationTerm:  "3.2", // the first of two
		workflow.NoticeTerm:    "3.3",
		workflow.AmendmentTerm: "3.3",
		workflow.RenewalTerm:   "",
	} {
		if got := smallText().KeyOf(term); got != want {
			t.Errorf("%s stands in %q, want %q", term, got, want)
		}
	}
}
