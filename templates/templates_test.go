package templates

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"convenant/workflow"
)

// library returns the embedded templates.
func library(t testing.TB) *Library {
	t.Helper()
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// composeWith composes a template with the given voorwaarden, in YAML, laid over its own.
func composeWith(t testing.TB, l *Library, name, yaml string) (workflow.Text, *workflow.Refusal) {
	t.Helper()
	own, refusal := l.Template(name)
	if refusal != nil {
		t.Fatal(refusal)
	}
	patch := workflow.ObjectOf()
	if yaml != "" {
		var err error
		if patch, err = Value([]byte(yaml)); err != nil {
			t.Fatalf("%s: %v", yaml, err)
		}
	}
	terms, refusal := workflow.ReadTerms(workflow.MergeTerms(own.Terms, patch), "voorwaarden.")
	if refusal != nil {
		t.Fatalf("%s: %s: %v", yaml, refusal.Field, refusal)
	}
	return l.Compose(name, terms, nameOf)
}

// nameOf gives Partijen in tests a full name.
func nameOf(id string) string {
	if id == "regio" {
		return "Regio Gooi en Vechtstreek"
	}
	return id
}

func mustCompose(t testing.TB, l *Library, name, yaml string) workflow.Text {
	t.Helper()
	text, refusal := composeWith(t, l, name, yaml)
	if refusal != nil {
		t.Fatalf("%s: %s: %v", yaml, refusal.Field, refusal)
	}
	return text
}

// flat writes a text as the source has it, with single spaces.
func flat(text workflow.Text) string {
	var b strings.Builder
	add := func(words ...string) {
		for _, w := range words {
			b.WriteString(w + " ")
		}
	}
	passage := func(p workflow.Passage, mark string) {
		add(mark, p.Heading, p.Words)
		for _, i := range p.Items {
			add(i.Mark(), i.Words)
		}
		add(p.After)
	}
	add("overwegende dat:")
	for _, p := range text.Recitals {
		passage(p, "-")
	}
	add("komen als volgt overeen:")
	for _, a := range text.Articles {
		add("Artikel", string(rune('0'+a.Number)), a.Heading)
		for _, p := range a.Passages {
			passage(p, p.Number())
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestHerstelnetwerkIsItsSource(t *testing.T) {
	src, err := os.ReadFile("testdata/herstelnetwerk-bron.txt")
	if err != nil {
		t.Fatal(err)
	}
	var head, body []string
	inBody := false
	for line := range strings.Lines(string(src)) {
		line = strings.Join(strings.Fields(line), " ")
		inBody = inBody || line == "overwegende dat:"
		switch {
		case line == "" || strings.Trim(line, ".") == "": // dotted lines to sign on
		case line == "http://www.herstelnetwerk.nl/": // the target of the link in 5.7, which the PDF reader added
		case inBody:
			body = append(body, line)
		default:
			head = append(head, line)
		}
	}
	// Before the recitals stand the title, the date and number of the draft, and the places to sign, without names.
	want := []string{
		"Convenant Herstelnetwerk", "Regio Gooi en Vechtstreek", "Datum 17 augustus 2023", "DOC-23001740", "De ondergetekenden:",
		"rechtsgeldig vertegenwoordigd door in zijn hoedanigheid van handtekening", "Gezamenlijk ook te noemen: “Gemeenten”,",
		"rechtsgeldig vertegenwoordigd door in zijn hoedanigheid van handtekening", "hierna te noemen: de Regio;",
		"hierna gezamenlijk aan te duiden als “Partijen”, en afzonderlijk als “Partij”,",
	}
	if !slices.Equal(head, want) {
		t.Errorf("head of the source:\n%q", head)
	}
	l := library(t)
	text := mustCompose(t, l, "herstelnetwerk", "")
	if text.Title != head[0] || text.Subtitle != head[1] {
		t.Errorf("title %q, subtitle %q", text.Title, text.Subtitle)
	}
	if got, want := flat(text), strings.Join(body, " "); got != want {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Errorf("differs from the source:\n got …%.200q\nwant …%.200q", got[max(0, at-40):], want[max(0, at-40):])
	}
	for _, misread := range []string{"diaghoses", "codrd", "coérd", "ledereen", "ofdersteunen", "beéind", "cliént", "strategieén", "secretariéle",
		"Eris ", "0.a.", "2¢", "2022 — 2025", "stigma's"} {
		if strings.Contains(flat(text), misread) {
			t.Errorf("a reading error of the scan: %q", misread)
		}
	}
	own, _ := l.Template("herstelnetwerk")
	groups := map[string]int{}
	for _, p := range own.Parties {
		groups[p.Get("groep").Text]++
	}
	if len(own.Parties) != 13 || groups["Gemeenten"] != 7 || groups["de Regio"] != 1 || groups[""] != 5 {
		t.Errorf("parties in groups: %v", groups)
	}
}

func TestKeysAndTies(t *testing.T) {
	text := mustCompose(t, library(t), "herstelnetwerk", "")
	keys := text.Keys()
	for _, key := range []string{"overweging.1", "overweging.1.b", "overweging.8", "1", "1.aanhef", "1.herstel", "1.ervaringsdeskundigheid", "2.2",
		"4.1.6", "5.3", "5.8", "6.verantwoordelijkheden-en-rollen-binnen-het-herstelteam", "6.positionering-herstelteam", "6.werkwijze", "7.4", "8.3", "9.2"} {
		if !slices.Contains(keys, key) {
			t.Errorf("no key %s in %v", key, keys)
		}
	}
	seen := map[string]bool{}
	for _, key := range keys {
		if seen[key] {
			t.Errorf("key %s occurs twice", key)
		}
		seen[key] = true
	}
	for key, terms := range map[string][]workflow.Term{"3.1": {workflow.EntryTerm}, "3.2": {workflow.DurationTerm}, "3.3": {workflow.NoticeTerm},
		"3.4": {workflow.RenewalTerm}, "9.2": {workflow.AmendmentTerm, workflow.AccessionTerm}, "5.3": nil} {
		if p, ok := text.Passage(key); !ok || !slices.Equal(p.Terms, terms) {
			t.Errorf("%s states %v, want %v", key, p.Terms, terms)
		}
	}
	if p, _ := text.Passage("overweging.3"); strings.Count(p.Words, "\n\n") != 1 {
		t.Errorf("recital 3 has no second paragraph: %q", p.Words)
	}
}

func TestAlgemeenPlaces(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"own places", "", "1.1 1.2 1.3 | 2.1 2.2 | 3.1 | 4.1 | 5.1 5.2 | 6.1 | 7.1 7.2"},
		{"na afloop", "na-afloop: {duur: 1 jaar}", "1.1 1.2 1.3 | 2.1 2.2 | 3.1 | 4.1 | 5.1 5.2 | 6.1 6.2 | 7.1 7.2"},
		{"a lid far away", `opzegging: {artikel: "12.1"}`, "1.1 1.2 1.3 | 2.1 2.2 | 3.1 | 5.1 5.2 | 6.1 | 12.1 | 13.1 13.2"},
		{"an article alone is its first lid", `opzegging: {artikel: "12"}`, "1.1 1.2 1.3 | 2.1 2.2 | 3.1 | 5.1 5.2 | 6.1 | 12.1 | 13.1 13.2"},
		{"a shared lid", "opzegging: {artikel: \"3.3\"}\nverlenging: {artikel: \"3.3\"}", "1.1 1.2 1.3 | 2.1 2.2 | 3.3 | 5.1 5.2 | 6.1 | 7.1 7.2"},
		{"an occupied place", `opzegging: {artikel: "2.1"}`, "1.1 1.2 1.3 | 2.1 | 3.1 3.2 | 4.1 | 5.1 5.2 | 6.1 | 7.1 7.2"},
		{"the first article", `wijziging: {artikel: "1"}`, "1.1 | 2.1 2.2 2.3 | 3.1 3.2 | 4.1 | 5.1 | 6.1 | 7.1 | 8.1 8.2"},
		{"another form", `opzegging: {artikel: "IV.2"}`, "1.1 1.2 1.3 | 2.1 2.2 | 3.1 | 4.1 | 5.1 5.2 | 6.1 | 7.1 7.2"},
	}
	l := library(t)
	for _, test := range tests {
		text := mustCompose(t, l, "algemeen", test.yaml)
		var articles []string
		for _, a := range text.Articles {
			var keys []string
			for _, p := range a.Passages {
				keys = append(keys, p.Key)
			}
			articles = append(articles, strings.Join(keys, " "))
			if a.Heading == "" || strings.ContainsAny(a.Heading, "{}") {
				t.Errorf("%s: article %d has the heading %q", test.name, a.Number, a.Heading)
			}
		}
		if got := strings.Join(articles, " | "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
	text := mustCompose(t, l, "algemeen", "opzegging: {artikel: \"3.3\"}\nverlenging: {artikel: \"3.3\"}\nlooptijd: {artikel: \"3.1\"}")
	if p, _ := text.Passage("3.3"); !slices.Equal(p.Terms, []workflow.Term{workflow.NoticeTerm, workflow.RenewalTerm}) {
		t.Errorf("3.3 states %v", p.Terms)
	}
	if h, _ := text.Words("3"); h != "Looptijd, opzegging en verlenging" {
		t.Errorf("heading of 3: %q", h)
	}
}

func TestHerstelnetwerkRefusesWhatItCannotSay(t *testing.T) {
	tests := []struct{ yaml, field string }{
		{"toetreding: {instemming: open}", "voorwaarden.toetreding.instemming"},
		{"toetreding: {instemming: 'partij:regio'}", "voorwaarden.toetreding.instemming"},
		{"evaluatie: {elke: 1 jaar}", "voorwaarden.evaluatie"},
		{"evaluatie: {uiterlijk: 2025-01-01}", "voorwaarden.evaluatie"},
		{"na-afloop: {duur: 12 maanden}", "voorwaarden.na-afloop"},
		{"opzegging: {artikel: '7.1'}", "voorwaarden.opzegging.artikel"},
		{"evaluatie: null\nna-afloop: null\ntoetreding: null\nopzegging: null", ""},
	}
	l := library(t)
	for _, test := range tests {
		_, refusal := composeWith(t, l, "herstelnetwerk", test.yaml)
		switch {
		case test.field == "" && refusal != nil:
			t.Errorf("%s: %v", test.yaml, refusal)
		case test.field == "":
		case refusal == nil:
			t.Errorf("%s: not refused", test.yaml)
		case refusal.Code != workflow.InvalidData || refusal.Field != test.field || refusal.Remedy == "":
			t.Errorf("%s: %+v", test.yaml, refusal)
		}
	}
	if _, refusal := l.Template("nergens"); refusal == nil || refusal.Code != workflow.Unknown {
		t.Errorf("an unknown template: %v", refusal)
	}
	if _, refusal := l.Compose("nergens", &workflow.Terms{}, nameOf); refusal == nil || refusal.Code != workflow.Unknown {
		t.Errorf("an unknown template: %v", refusal)
	}
}

func TestCheckOfEmbedded(t *testing.T) {
	l := library(t)
	if names := l.Names(); !slices.Equal(names, []string{"algemeen", "herstelnetwerk"}) {
		t.Errorf("names %v", names)
	}
	for _, r := range l.Check() {
		if len(r.Problems) > 0 || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(r.Hash) {
			t.Errorf("%+v", r)
		}
	}
	for _, name := range l.Names() {
		text := mustCompose(t, l, name, "")
		for _, key := range text.Keys() {
			words, ok := text.Words(key)
			if !ok || words == "" || !norm.NFC.IsNormalString(words) || words != strings.TrimSpace(words) || strings.Contains(words, "  ") {
				t.Errorf("%s: the words of %s are not clean: %q", name, key, words)
			}
		}
	}
}

const small = "---\nnaam: Klein\n---\noverwegende dat:\n- Zo is het.\nkomen als volgt overeen:\n\nArtikel 1 Doel\n1.1 Samen.\n"

func open(t *testing.T, files ...string) *Library {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	l, err := Open(fsys, EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestHashAndLayers(t *testing.T) {
	hash := func(l *Library, name string) string {
		own, refusal := l.Template(name)
		if refusal != nil {
			t.Fatal(refusal)
		}
		return own.Hash
	}
	first := hash(open(t, "convenanten/klein/convenant.md", small), "klein")
	if again := hash(open(t, "convenanten/klein/convenant.md", small), "klein"); again != first {
		t.Error("equal files, other hash")
	}
	for name, files := range map[string][]string{
		"other bytes":        {"convenanten/klein/convenant.md", small + "1.2 Meer.\n"},
		"one more file":      {"convenanten/klein/convenant.md", small, "convenanten/klein/bijlage.md", "Bijlage"},
		"an empty file":      {"convenanten/klein/convenant.md", small, "convenanten/klein/leeg.md", ""},
		"one in a subfolder": {"convenanten/klein/convenant.md", small, "convenanten/klein/x/leeg.md", ""},
	} {
		if hash(open(t, files...), "klein") == first {
			t.Errorf("%s, same hash", name)
		}
	}
	over := open(t, "convenanten/algemeen/convenant.md", small)
	if text := mustCompose(t, over, "algemeen", ""); text.Title != "Klein" {
		t.Errorf("the directory does not come first: %q", text.Title)
	}
	if mustCompose(t, over, "herstelnetwerk", "").Title != "Convenant Herstelnetwerk" {
		t.Error("what the directory lacks does not come from the program")
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(small, old, new, 1) }
	tests := []struct{ name, src, want string }{
		{"no front matter", "Artikel 1\n", "regel 1: Het sjabloon begint"},
		{"unknown field", replace("naam:", "name:"), "regel 2: Het veld ‘name’"},
		{"bad yaml", replace("Klein", "[Klein"), "geen geldige YAML"},
		{"bad terms", replace("Klein", "Klein\nvoorwaarden: {looptijd: {duur: lang}}"), "regel 3: In het veld ‘duur’"},
		{"a party without a name", replace("Klein", "Klein\npartijen:\n- {id: a}"), "regel 3: De eerste van de partijen"},
		{"no recitals", replace("overwegende dat:", "Overwegend:"), "regel 4: De tekst begint"},
		{"no articles", replace("Artikel 1 Doel\n1.1 Samen.", ""), "regel 8: De tekst heeft"},
		{"an article without heading", replace("1 Doel", "1"), "regel 8: Artikel 1 heeft geen kop"},
		{"lid out of sequence", replace("1.1 Samen", "1.2 Samen"), "regel 9: Hier hoort lid 1.1"},
		{"item out of sequence", small + "a) een\nc) drie\n", "regel 11: Hier hoort onderdeel b"},
		{"a sum of days at a line's start", small + "vanaf\n31. december\n", "regel 11: Hier hoort onderdeel a of 1"},
		{"same heading twice", small + "\n## Zo\nx\n\n## Zo\ny\n", "regel 14: De vindplaats 1.zo"},
		{"an unknown call", replace("Samen.", "{{opzeging}}"), "regel 9: {{opzeging}} is geen voorwaarde"},
		{"an unknown option", replace("Samen.", "{{looptijd | beknopt}}"), "regel 9: Bij {{looptijd}}"},
		{"a call among words", replace("Samen.", "{{looptijd}} Meer."), "regel 9: {{…}} vult een heel lid"},
		{"a call in a recital", replace("Zo is het.", "{{looptijd}}"), "regel 5: Een voorwaarde staat in een artikel"},
		{"a term stated twice", replace("Samen.", "{{looptijd}}\n1.2 {{looptijd}}"), "regel 10: De voorwaarde looptijd staat al eerder"},
		{"another artikel", strings.Replace(replace("Samen.", "{{looptijd}}"), "Klein", "Klein\nvoorwaarden: {looptijd: {artikel: '3.2'}}", 1), "regel 10: De voorwaarde looptijd noemt als artikel 3.2"},
		{"an invisible sign", replace("Samen", "Sa\u200bmen"), "regel 9: Hier staat een onzichtbaar teken (U+200B)"},
		{"no file", "", ""},
	}
	for _, test := range tests {
		file := "convenanten/klein/convenant.md"
		want := file + ", " + test.want
		l := open(t, file, test.src)
		if test.src == "" {
			l, want = open(t, "convenanten/klein/iets.md", "x"), file+": Dit bestand ontbreekt."
		}
		i := slices.IndexFunc(l.Check(), func(r Report) bool { return r.Name == "klein" })
		problems := l.Check()[i].Problems
		if len(problems) != 1 || !strings.HasPrefix(problems[0], strings.Split(want, ", geen geldige")[0]) && !strings.Contains(problems[0], test.want) {
			t.Errorf("%s: %q, want %q", test.name, problems, want)
		}
		if _, refusal := l.Compose("klein", &workflow.Terms{}, nameOf); refusal == nil || refusal.Code != workflow.Unknown {
			t.Errorf("%s: composed all the same: %v", test.name, refusal)
		}
	}
}

// Editors write files in different ways; the text is the same.
func TestOtherEditors(t *testing.T) {
	want := flat(mustCompose(t, open(t, "convenanten/klein/convenant.md", small), "klein", ""))
	for _, src := range []string{"\ufeff" + small, strings.ReplaceAll(small, "\n", "\r\n"), strings.ReplaceAll(small, " ", "\u00a0 ")} {
		src = strings.Replace(src, "naam:\u00a0", "naam:", 1)
		if got := flat(mustCompose(t, open(t, "convenanten/klein/convenant.md", src), "klein", "")); got != want {
			t.Errorf("%q gives %q", src, got)
		}
	}
}

func TestTextForms(t *testing.T) {
	src := small + "vervolg\n\nTweede alinea.\n   a) een\n   vervolg\n   b) twee\n\nSlot.\n\n## Één kop: hier!\nTekst van 31 mei.\n\nArtikel 4 Verder\n4.1 Ja.\n4.2 Nee.\n"
	text := mustCompose(t, open(t, "convenanten/klein/convenant.md", src), "klein", "")
	p, _ := text.Passage("1.1")
	if p.Words != "Samen. vervolg\n\nTweede alinea." || p.After != "Slot." || len(p.Items) != 2 || p.Items[0].Words != "een vervolg" || p.Items[1].Key != "1.1.b" {
		t.Errorf("1.1: %+v", p)
	}
	if got := strings.Join(text.Keys(), " "); got != "overweging.1 1 1.1 1.1.a 1.1.b 1.een-kop-hier 4 4.1 4.2" {
		t.Errorf("keys: %s", got)
	}
}

// A value is put into the parsed text, so what somebody filled in can never become an article, a lid or a call.
func TestValuesStayValues(t *testing.T) {
	text := mustCompose(t, library(t), "algemeen", `looptijd: {gebeurtenis: "het einde.\n\nArtikel 9 Kop\n9.1 {{opzegging}}"}`)
	p, _ := text.Passage("2.2")
	if strings.Contains(p.Words, "\n") || !strings.HasSuffix(p.Words, "het einde. Artikel 9 Kop 9.1 {{opzegging}}. Het kan daarna niet worden verlengd.") {
		t.Errorf("2.2: %q", p.Words)
	}
}

func TestWhichTermsATemplateStates(t *testing.T) {
	l := library(t)
	all, got := l.States("algemeen"), l.States("herstelnetwerk")
	for _, term := range workflow.TermNames {
		if !slices.Contains(all, term) {
			t.Errorf("algemeen states %v", all)
		}
		sayable := term != workflow.EvaluationTerm && term != workflow.AftermathTerm
		if slices.Contains(got, term) != sayable {
			t.Errorf("herstelnetwerk states %v", got)
		}
	}
	if l.States("verdwenen") != nil {
		t.Error("a template that is not there states something")
	}
}
