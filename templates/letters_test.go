package templates

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"convenant/workflow"
)

// letterFrom reads a letter with the given text under sound front matter.
func letterFrom(body string) *Letter {
	return readLetter("proef", "brieven/proef.md", []byte("---\ntitel: Proef\nonderwerp: Iets\n---\n"+body), nil)
}

func mustWrite(t *testing.T, l *Letter, data *LetterData) Written {
	t.Helper()
	if l.fault != nil {
		t.Fatal(l.fault)
	}
	w, err := l.Write(data)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestBlocksOfALetter(t *testing.T) {
	l := letterFrom(`
Beste {{.Partij}},

Regel een
en twee. {{if .Stand}}Ook dit.{{end}}

{{if .Fase}}Valt weg.{{end}}

## Kop

> Let op
> dit.

- een
  en verder
- {{.Fase}}

3. drie

voor elke .Partijen:
4. {{.Naam}}

## Leeg

| {{.Fase}} | {{.Fase}} |

## Tabel

| Wie | Wat |
|-----|----------|
voor elke .Partijen:
| {{.Naam}} | {{if .Bestaat}}{{print "ja | nee"}}{{else}}nee{{end}} |

| Sleutel | waarde |
| Leeg | {{.Fase}} |

[invullen: Laatste dag]

[invullen 3 regels: {{.Fase}}]

[invullen 3 regels: Redenen van {{.Partij}}]
[ondertekenen]
[nieuw blad]

## Blijft leeg
`)
	w := mustWrite(t, l, &LetterData{Stand: "1", Partij: LetterParty{Naam: "A"}, Partijen: []LetterParty{{Naam: "B"}, {Naam: "C", Bestaat: true}}})
	want := []Block{
		{Kind: ParagraphBlock, Words: "Beste A,"},
		{Kind: ParagraphBlock, Words: "Regel een en twee. Ook dit."},
		{Kind: HeadingBlock, Level: 2, Words: "Kop"},
		{Kind: NoteBlock, Words: "Let op dit."},
		{Kind: ListBlock, Items: []Item{{"–", "een en verder"}, {"3.", "drie"}, {"4.", "B"}, {"5.", "C"}}},
		{Kind: HeadingBlock, Level: 2, Words: "Tabel"},
		{Kind: TableBlock, Columns: []Column{{"Wie", 5}, {"Wat", 10}}, Rows: [][]string{{"B", "nee"}, {"C", "ja | nee"}}},
		{Kind: TableBlock, Rows: [][]string{{"Sleutel", "waarde"}}},
		{Kind: FillBlock, Level: 1, Words: "Laatste dag"},
		{Kind: FillBlock, Level: 3, Words: "Redenen van A"},
		{Kind: SignBlock},
	}
	if !reflect.DeepEqual(w.Blocks, want) {
		t.Errorf("got  %+v\nwant %+v", w.Blocks, want)
	}
}

// Whatever somebody is called, it is words and never a block or a template.
func TestValuesAreNeverBlocks(t *testing.T) {
	for _, hostile := range []string{"{{.Fase}}", "{{template \"x\"}}", "## Kop", "| a | b |", "|---|", "- punt", "> let op", "[ondertekenen]", "[nieuw blad]", "[invullen: x]", "voor elke .Partijen:", "a\n\n## Kop\n- b"} {
		l := letterFrom("{{.Partij.Naam}}\n\n- {{.Partij.Naam}}\n\n| Wie | Wat |\n|---|---|\nvoor elke .Partijen:\n| {{.Naam}} | x |\n")
		p := LetterParty{Naam: hostile}
		w := mustWrite(t, l, &LetterData{Partij: p, Partijen: []LetterParty{p}})
		want := []Block{
			{Kind: ParagraphBlock, Words: hostile},
			{Kind: ListBlock, Items: []Item{{"–", hostile}}},
			{Kind: TableBlock, Columns: []Column{{"Wie", 3}, {"Wat", 3}}, Rows: [][]string{{hostile, "x"}}},
		}
		if !reflect.DeepEqual(w.Blocks, want) {
			t.Errorf("%q: got %+v", hostile, w.Blocks)
		}
	}
}

func TestFaultsInALetter(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"{{.Bestaatniet}}", "regel 5: Er is hier geen gegeven ‘.Bestaatniet’"},
		{"\n{{if eq .Fase \"x\"}}{{.Partij.Leeftijd}}{{end}}", "regel 6: Er is hier geen gegeven ‘.Partij.Leeftijd’"},
		{"voor elke .Partijen:\n- {{.Fase}}", "regel 6: Er is hier geen gegeven ‘.Fase’"},
		{"{{range .Partijen}}{{.Nam}}{{end}}", "geen gegeven ‘.Nam’"},
		{"{{with .Opzegging}}{{.Nam}}{{end}}", "geen gegeven ‘.Nam’"},
		{"[invullen]", "Schrijf hier [invullen: wat er ingevuld wordt]"},
		{"[invullen 0 regels: x]", "of [invullen 3 regels:"},
		{"voor elke .Partijen:\n[invullen: {{.Naam}}]", "Schrijf hier [invullen:"},
		{"[invullen: {{.Naam}}]", "geen gegeven ‘.Naam’"},
		{"{{len .Fase.Kort}}", "geen gegeven ‘.Fase.Kort’"},
		{"voor elke .Partij:\n- x", "er maar één"},
		{"voor elke .Niets:\n- x", "geen gegeven ‘.Niets’"},
		{"voor elke Partij:\n- x", "Schrijf hier bijvoorbeeld"},
		{"x\n\nvoor elke .Partijen:", "Na ‘voor elke …:’ hoort"},
		{"{{if .Fase}}", "regel 5: Wat hier tussen {{ en }} staat, klopt niet: unexpected EOF"},
		{"{{onbekend}}", "function \"onbekend\" not defined"},
		{"{{define \"x\"}}y{{end}}", "geen ander sjabloon"},
		{"#Kop", "Een kop begint met ##"},
		{"| a | b |\n|---|", "evenveel kolommen"},
		{"| a | b |\n|---|---|\n| c |", "heeft 1 kolommen"},
		{"| {{.Fase}} |\n|---|", "staat vast"},
		{"| a | b", "eindigt met een streep"},
		{"", "heeft geen tekst"},
		{"zacht\u00ADe", "onzichtbaar teken (U+00AD)"},
	} {
		l := letterFrom(c.body)
		if l.fault == nil || !strings.Contains(l.fault.Error(), c.want) || !strings.HasPrefix(l.fault.Error(), "brieven/proef.md") {
			t.Errorf("%q: %v", c.body, l.fault)
		}
	}
	for front, want := range map[string]string{
		"titel: T":                                      "een titel en een onderwerp",
		"titel: T\nonderwerp: O\nlayout: boek":          "regel 4: Bij layout kan staan: brief, oplegger, overzicht, blad",
		"titel: T\nonderwerp: O\nkleur: rood":           "Het veld ‘kleur’ is hier niet bekend",
		"titel: T\nonderwerp: O\npapier: liggend":       "Een brief staat",
		"titel: \"{{.Naam}}\"\nonderwerp: O":            "geen gegeven ‘.Naam’",
		"titel: [T]\nonderwerp: O":                      "Bij titel hoort een tekst",
		"titel: T\nonderwerp: O\nvan: ons":              "regel 4: Bij van kan staan: regio, partij",
		"titel: \"{{if .Fase}}T{{end}}\"\nonderwerp: O": "",
	} {
		l := readLetter("proef", "brieven/proef.md", []byte("---\n"+front+"\n---\nTekst."), nil)
		if want == "" && l.fault != nil || want != "" && (l.fault == nil || !strings.Contains(l.fault.Error(), want)) {
			t.Errorf("%s: %v", front, l.fault)
		}
	}
}

func TestATemplateThatGoesRoundIsStopped(t *testing.T) {
	l := letterFrom("{{range 1000000000}}nog een keer {{end}}")
	if _, err := l.Write(&LetterData{}); err == nil || !strings.Contains(err.Error(), "de brief proef kan niet worden geschreven: regel 5: de tekst wordt te lang") {
		t.Error(err)
	}
}

// A directory goes before the program, file by file.
func TestLettersFromADirectory(t *testing.T) {
	own := fstest.MapFS{
		"brieven/oplegger.md":   {Data: []byte("---\ntitel: Eigen\nonderwerp: O\nlayout: oplegger\n---\nHier.\n")},
		"brieven/kapot.md":      {Data: []byte("---\ntitel: K\n---\nx")},
		"brieven/LEESMIJ.md":    {Data: []byte("geen brief")},
		"thema/afzender.yaml":   {Data: []byte("organisatie: Gemeente X\nsecretariaat: het secretariaat\nondertekening: [Wij]\nvenster: rechts\nadressen: {a: [Straat 1]}")},
		"brieven/kennisgeving~": {Data: []byte("x")},
	}
	l, err := Open(own, EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	cover, refusal := l.Letter(workflow.PaperCover)
	if refusal != nil || mustWrite(t, cover, &LetterData{}).Title != "Eigen" {
		t.Errorf("the directory's cover is not used: %v", refusal)
	}
	if s := l.Sender(); s.Organisatie != "Gemeente X" || s.Venster != "rechts" || s.Adressen["a"][0] != "Straat 1" || s.Contactpersoon != "het secretariaat" {
		t.Errorf("sender %+v", s)
	}
	mine, _ := l.Letter(workflow.PaperReceipt)
	theirs, _ := library(t).Letter(workflow.PaperReceipt)
	if mine == nil || theirs == nil || mine.Hash == theirs.Hash {
		t.Error("another sender gives a letter the same hash")
	}
	if _, refusal := l.Letter("kapot"); refusal == nil || refusal.Code != workflow.Unknown || !strings.Contains(refusal.Error(), "brieven/kapot.md") {
		t.Errorf("a broken letter: %v", refusal)
	}
	if _, refusal := l.Letter("niets"); refusal == nil || !strings.Contains(refusal.Error(), "brieven/niets.md") {
		t.Errorf("a letter that is not there: %v", refusal)
	}
	problems := map[string]string{}
	for _, r := range l.Check() {
		problems[r.Name] = strings.Join(r.Problems, " ")
	}
	if !strings.Contains(problems["kapot"], "een titel en een onderwerp") || problems[workflow.PaperCover] != "" {
		t.Errorf("%q", problems)
	}
	if only, _ := Open(own); only != nil {
		found := ""
		for _, r := range only.Check() {
			found += r.Name + ": " + strings.Join(r.Problems, " ") + "\n"
		}
		if !strings.Contains(found, "rectificatie: Het bestand brieven/rectificatie.md ontbreekt.") {
			t.Error(found)
		}
	}
}

func TestFaultsInTheSender(t *testing.T) {
	for src, want := range map[string]string{
		"organisatie: X": "Vul ten minste organisatie, secretariaat en ondertekening in",
		"organisatie: X\nsecretariaat: y\nondertekening: [z]\nvenster: boven": "regel 4: Bij venster kan staan",
		"organisatie: X\nfax: 1":          "regel 2: Het veld ‘fax’",
		"organisatie: [X]":                "Het veld ‘organisatie’",
		"organisatie: X\nadres: Straat 1": "Het veld ‘adres’",
	} {
		own := fstest.MapFS{themeFile: {Data: []byte(src)}}
		l, err := Open(own, EmbeddedFS())
		if err != nil {
			t.Fatal(err)
		}
		if _, refusal := l.Letter(workflow.PaperReceipt); refusal == nil || !strings.Contains(refusal.Error(), want) || !strings.Contains(refusal.Error(), themeFile) {
			t.Errorf("%s: %v", src, refusal)
		}
	}
}

// The manual names every field and every function.
func TestManualIsComplete(t *testing.T) {
	manual, err := os.ReadFile("brieven/LEESMIJ.md")
	if err != nil {
		t.Fatal(err)
	}
	var walk func(reflect.Type)
	seen := map[reflect.Type]bool{}
	walk = func(typ reflect.Type) {
		switch {
		case typ.Kind() == reflect.Slice:
			walk(typ.Elem())
		case typ.Kind() == reflect.Struct && !seen[typ]:
			seen[typ] = true
			for i := range typ.NumField() {
				f := typ.Field(i)
				if !strings.Contains(string(manual), "`."+f.Name+"`") {
					t.Errorf("LEESMIJ.md does not name .%s of %s", f.Name, typ.Name())
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[LetterData]())
	for name := range letterFuncs {
		if !strings.Contains(string(manual), "{{"+name) {
			t.Errorf("LEESMIJ.md does not name %s", name)
		}
	}
}

// Every letter is for its kind, and every kind has its letter.
func TestEmbeddedLetters(t *testing.T) {
	l := library(t)
	for _, kind := range LetterKinds {
		letter, refusal := l.Letter(kind)
		if refusal != nil {
			t.Error(refusal)
			continue
		}
		w := mustWrite(t, letter, SampleData())
		if strings.Contains(w.Title+w.Subject, "<no value>") {
			t.Errorf("%s: %+v", kind, w)
		}
	}
	if got, want := len(l.Letters()), len(LetterKinds); got != want {
		t.Errorf("%d letters, %d kinds", got, want)
	}
}
