package templates

import (
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

var update = flag.Bool("update", false, "write the golden files of testdata/zinnen anew")

// variants lists, per term, the values whose sentences stand in a golden file: every value of the contract's tables,
// and the combinations whose words differ. An empty one is a term that is not written at all. What stands after » is
// laid beside it and needed by it.
var variants = []struct {
	term   workflow.Term
	values []string
}{
	{workflow.EntryTerm, []string{
		"null", "{}", "{moment: laatste-ondertekening}", "{moment: dag-na-laatste-ondertekening}", "{moment: datum, datum: 2005-07-14}",
		"{moment: eerste-dag-maand}", "{moment: eerste-dag-maand, maanden: 2}", "{moment: eerste-dag-maand, maanden: 24}",
		"{moment: dag-na-publicatie}", "{moment: dag-na-publicatie, dagen: 2}", "{moment: dag-na-publicatie, dagen: 30}"}},
	{workflow.DurationTerm, []string{
		"null", "{}", "{tot-en-met: 2025-12-31}", "{duur: 3 jaar}", "{duur: 1 jaar}", "{duur: 1 maand}", "{duur: 18 maanden}", "{duur: 8 weken}", "{duur: 90 dagen}",
		"{gebeurtenis: \"de oprichting van de gemeenschappelijke regeling\"}", "{gebeurtenis: \"het project is afgerond.\"}", "{onbepaald: true}"}},
	{workflow.NoticeTerm, []string{
		"null", "{}", "{door: niemand}", "{door: elke-partij}", "{door: alle-partijen, termijn: 2 maanden}",
		"{door: alle-partijen, termijn: 2 maanden, gericht-aan: de voorzitter, geadresseerde: regio, gevolg: eindigt-voor-allen, aansluiten-binnen: 1 maand}",
		"{door: elke-partij, termijn: geen}", "{door: elke-partij, termijn: 14 dagen}", "{door: elke-partij, termijn: 8 weken}", "{door: elke-partij, termijn: 1 maand}",
		"{door: elke-partij, termijn: 2 maanden}", "{door: elke-partij, termijn: 3 maanden}", "{door: elke-partij, termijn: 1 jaar}", "{door: elke-partij, termijn: 2 jaar}",
		"{door: elke-partij, termijn: 1 maand, telt-vanaf: einde-maand}", "{door: elke-partij, termijn: 1 jaar, telt-vanaf: einde-kalenderjaar}",
		"{door: elke-partij, termijn: 6 weken, telt-vanaf: einde-maand}",
		"{door: elke-partij, termijn: geen, telt-vanaf: einde-maand}", "{door: elke-partij, termijn: geen, telt-vanaf: einde-kalenderjaar}",
		"{door: elke-partij, termijn: 2 maanden, tegen: einde-maand}", "{door: elke-partij, termijn: 2 maanden, tegen: einde-kalenderjaar}",
		"{door: elke-partij, termijn: 2 maanden, tegen: einde-periode} » looptijd: {duur: 3 jaar}",
		"{door: elke-partij, termijn: geen, tegen: einde-maand}", "{door: elke-partij, termijn: geen, telt-vanaf: einde-maand, tegen: einde-kalenderjaar}",
		"{door: alle-partijen, termijn: 2 maanden, tegen: einde-maand}",
		"{door: elke-partij, termijn: 2 maanden, ontvangen-uiterlijk: 2013-12-31}",
		"{door: elke-partij, termijn: 2 maanden, vorm: aangetekend}", "{door: elke-partij, termijn: 2 maanden, gronden: true}",
		"{door: elke-partij, termijn: 2 maanden, vorm: aangetekend, gronden: true, gericht-aan: het secretariaat}",
		"{door: elke-partij, termijn: 2 maanden, gericht-aan: de contactpersoon van de Regio}", "{door: elke-partij, termijn: 2 maanden, geadresseerde: regio}",
		"{door: elke-partij, termijn: 2 maanden, gericht-aan: de contactpersoon van de Regio, geadresseerde: regio}",
		"{door: elke-partij, termijn: 2 maanden, gevolg: overigen-gaan-door}", "{door: elke-partij, termijn: 2 maanden, gevolg: eindigt-voor-allen}",
		"{door: elke-partij, termijn: 2 maanden, gevolg: overigen-beraden}",
		"{door: elke-partij, termijn: 6 maanden, aansluiten-binnen: 3 maanden}", "{door: elke-partij, termijn: 6 maanden, aansluiten-binnen: 1 maand, gevolg: overigen-beraden}",
		"{door: elke-partij, termijn: 1 jaar, telt-vanaf: einde-maand, tegen: einde-kalenderjaar, ontvangen-uiterlijk: 2013-12-31, vorm: aangetekend, gronden: true, gericht-aan: het secretariaat, geadresseerde: regio, gevolg: overigen-beraden, aansluiten-binnen: 3 maanden}"}},
	{workflow.RenewalTerm, []string{
		"null", "{}", "{wijze: geen}",
		"{wijze: brief, duur: 4 jaar}", "{wijze: brief, duur: 48 maanden}", "{wijze: brief, duur: 1 jaar}", "{wijze: brief, duur: 1 maand}", "{wijze: brief, duur: onbepaald}",
		"{wijze: brief, duur: zelfde-periode} » looptijd: {duur: 3 jaar}", "{wijze: brief} » looptijd: {duur: 3 jaar}",
		"{wijze: brief, duur: 4 jaar, maximaal: 1}", "{wijze: brief, duur: 4 jaar, maximaal: 2}", "{wijze: brief, duur: 4 jaar, maximaal: 25}",
		"{wijze: brief, duur: zelfde-periode, maximaal: 1} » looptijd: {duur: 3 jaar}",
		"{wijze: brief, duur: 4 jaar, ontvangen-uiterlijk: 0 dagen}", "{wijze: brief, duur: 4 jaar, ontvangen-uiterlijk: 3 maanden}", "{wijze: brief, duur: 4 jaar, ontvangen-uiterlijk: 1 dag}",
		"{wijze: brief, duur: 4 jaar, quorum: elke-partij-voor-zich}", "{wijze: brief, duur: 4 jaar, quorum: elke-partij-voor-zich, ontvangen-uiterlijk: 1 maand}",
		"{wijze: stilzwijgend, duur: 1 jaar}", "{wijze: stilzwijgend, duur: zelfde-periode} » looptijd: {duur: 3 jaar}", "{wijze: stilzwijgend, duur: onbepaald}",
		"{wijze: stilzwijgend, duur: 3 jaar, maximaal: 1}", "{wijze: stilzwijgend, duur: 3 jaar, maximaal: 3}",
		"{wijze: stilzwijgend, duur: 3 jaar, ontvangen-uiterlijk: 0 dagen}", "{wijze: stilzwijgend, duur: 3 jaar, ontvangen-uiterlijk: 3 maanden}",
		"{wijze: stilzwijgend, duur: onbepaald, ontvangen-uiterlijk: 3 maanden}",
		"{wijze: stilzwijgend, duur: 3 jaar, quorum: elke-partij-voor-zich}", "{wijze: stilzwijgend, duur: 3 jaar, quorum: elke-partij-voor-zich, ontvangen-uiterlijk: 3 maanden}",
		"{wijze: besluit, duur: 3 jaar}", "{wijze: besluit, duur: onbepaald}", "{wijze: besluit, duur: 3 jaar, maximaal: 1, ontvangen-uiterlijk: 6 maanden}",
		"{wijze: besluit, duur: 3 jaar, quorum: elke-partij-voor-zich}"}},
	{workflow.AmendmentTerm, []string{"null", "{}", "{instemming: alle-partijen}", "{instemming: twee-derde}", "{instemming: meerderheid}", "{instemming: overleg}",
		"null » toetreding: null", "{instemming: twee-derde} » toetreding: null"}},
	{workflow.AccessionTerm, []string{"null", "{}", "{instemming: alle-partijen}", "{instemming: open}", "{instemming: 'partij:regio'}",
		"{instemming: 'orgaan:Stuurgroep'}", "{instemming: 'orgaan:Zorg Vooruit'}", "{instemming: 'orgaan:het portefeuillehoudersoverleg'}"}},
	{workflow.EvaluationTerm, []string{"null", "", "{elke: 1 jaar}", "{elke: 6 maanden}", "{uiterlijk: 2013-07-01}"}},
	{workflow.AftermathTerm, []string{"null", "", "{duur: 12 maanden}", "{duur: 1 jaar, omschrijving: \"Partijen bewaren de gegevens en gaan er vertrouwelijk mee om.\"}"}},
}

// variant turns a value into voorwaarden: its own line, and the line beside it.
func variant(term workflow.Term, value string) (own, beside string) {
	own, beside, _ = strings.Cut(value, " » ")
	if own == "" {
		return "", beside
	}
	return string(term) + ": " + own, beside
}

func lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

func TestSentences(t *testing.T) {
	l := library(t)
	for _, name := range l.Names() {
		for _, v := range variants {
			var b strings.Builder
			for _, value := range v.values {
				own, beside := variant(v.term, value)
				text, refusal := composeWith(t, l, name, lines(own, beside))
				b.WriteString(cmp.Or(value, "(niet ingevuld)") + "\n")
				if refusal != nil {
					b.WriteString("    GEWEIGERD (" + refusal.Field + "): " + refusal.Error() + "\n\n")
					continue
				}
				said := "(geen zin)"
				if p, ok := text.Passage(text.KeyOf(v.term)); ok {
					said = strings.ReplaceAll(p.Words, "\n\n", "\n    ")
				}
				b.WriteString("    " + said + "\n\n")
			}
			file := filepath.Join("testdata", "zinnen", string(v.term)+".txt")
			if name != "algemeen" {
				file = filepath.Join("testdata", "zinnen", name, string(v.term)+".txt")
			}
			golden(t, file, b.String())
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == got {
		return
	}
	for line := range strings.Lines(got) {
		if !strings.Contains(string(want), line) {
			t.Errorf("%s: new or changed: %s", file, line)
		}
	}
	t.Errorf("%s is not what is written; read the difference, and if it is right run go test ./templates -update", file)
}

// Every value of a term goes with every value of every other: sentences stay sentences, and each term has its place.
func TestPairsOfValues(t *testing.T) {
	l := library(t)
	for i, v := range variants {
		for _, w := range variants[i+1:] {
			for _, a := range v.values {
				for _, b := range w.values {
					first, beside := variant(v.term, a)
					second, more := variant(w.term, b)
					checkPair(t, l, lines(first, second), beside, more)
				}
			}
		}
	}
}

// checkPair composes both templates with a pair of values, and with what each needs beside it.
func checkPair(t *testing.T, l *Library, pair string, besides ...string) {
	t.Helper()
	for _, beside := range besides {
		if term, _, _ := strings.Cut(beside, ":"); !strings.Contains("\n"+pair, "\n"+term+":") {
			pair = lines(pair, beside)
		}
	}
	patch := workflow.ObjectOf()
	if pair != "" {
		var err error
		if patch, err = Value([]byte(pair)); err != nil {
			t.Fatalf("%s: %v", pair, err)
		}
	}
	for _, name := range l.Names() {
		own, _ := l.Template(name)
		terms, refusal := workflow.ReadTerms(workflow.MergeTerms(own.Terms, patch), "voorwaarden.")
		if refusal != nil {
			continue // the two contradict each other; the rules say so
		}
		text, refusal := l.Compose(name, terms, nameOf)
		if refusal != nil {
			if name == "algemeen" {
				t.Errorf("%s: algemeen refuses: %v", pair, refusal)
			}
			continue
		}
		for _, a := range text.Articles {
			for _, p := range a.Passages {
				if len(p.Terms) > 0 && (!isSentence(p.Words) || strings.Contains(p.Words, "  ") || strings.Contains(p.Words, "..") || strings.Contains(p.Words, " .")) {
					t.Errorf("%s: %s %s: %q", name, pair, p.Key, p.Words)
				}
			}
		}
		for _, term := range workflow.TermNames {
			if text.KeyOf(term) == "" && name == "algemeen" && term != workflow.AftermathTerm {
				t.Errorf("%s: %s has no place", pair, term)
			}
		}
	}
}
