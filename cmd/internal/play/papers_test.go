package play

// Every paper that any scenario calls for can be made, and says what it is about.

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"convenant/cmd/internal/paper"
	"convenant/templates"
	"convenant/workflow"
)

// press is a library with a printer, opened once: that takes longer than most of what is tested.
var press = sync.OnceValue(func() (p struct {
	library *templates.Library
	printer *paper.Printer
}) {
	var err error
	if p.library, err = templates.Embedded(); err != nil {
		panic(err)
	}
	if p.printer, err = paper.NewPrinter(p.library); err != nil {
		panic(err)
	}
	return p
})

// composed plays a scenario and composes every paper that it calls for.
func composed(t *testing.T, src []byte) []*paper.Composed {
	t.Helper()
	scenario, err := Read(src)
	if err != nil {
		t.Fatal(err)
	}
	var list []*paper.Composed
	player := NewPlayer(InMemory(press().library))
	for _, step := range scenario.Steps {
		r, err := player.Play(step)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Unmet) > 0 {
			t.Fatalf("step %d: %s", step.Number, r.Unmet[0])
		}
		for _, call := range r.Called {
			c, err := press().printer.Compose(player.Convenant(), call.Paper, call.Stand, call.Day)
			if err != nil {
				t.Fatalf("step %d: %v", step.Number, err)
			}
			if call.Day > step.Day || call.Day < call.Paper.On {
				t.Errorf("step %d: %s of %s is made on %s", step.Number, call.Paper.Kind, call.Paper.On, call.Day)
			}
			list = append(list, c)
		}
	}
	return list
}

// slips are what is left on paper when something that a template counted on was not there.
var slips = regexp.MustCompile(`<no value>|%!|\{\{|\(\)| [.,;:]|\.\.(?:[^.]|$)|\b(?:op|van|aan|door|uiterlijk|en) [.,]|\S  \S|, ,`)

func TestEveryPaperOfEveryScenario(t *testing.T) {
	files, err := filepath.Glob("../../../workflow/scenarios/*.yaml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d scenarios, error %v", len(files), err)
	}
	seen := map[string]int{}
	for i, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			for n, c := range composed(t, src) {
				kind := c.Pin().Paper.Kind
				seen[kind]++
				if letter, refusal := press().library.Letter(kind); refusal == nil {
					if letter.To == templates.ToParty && c.Pin().Paper.To == "" {
						t.Errorf("a %s is for nobody", kind)
					}
					if slip := slips.FindString(c.Words()); slip != "" {
						t.Errorf("a %s says %q:\n%s", kind, slip, c.Words())
					}
				}
				if (i+n)%23 != 0 { // setting is slow, and does not look at what a paper is about
					continue
				}
				if _, err := c.Render(); err != nil {
					t.Errorf("%s: %v", kind, err)
				}
			}
		})
	}
	for _, kind := range templates.LetterKinds {
		if seen[kind] == 0 && kind != workflow.PaperReminder && kind != workflow.PaperSignal { // of which cmd/internal/clock tells
			t.Errorf("no scenario calls for a %s", kind)
		}
	}
}

// Names and words that look like a template stay words.
func TestNamesAreNeverTemplates(t *testing.T) {
	names := []string{"{{.Convenant}}", "## Kop", "| a | b |", "- streep", "Łódź & Şırnak <b>", "voor elke .Partijen:"}
	var parties []string
	for i, name := range names {
		parties = append(parties, `{id: p`+string(rune('a'+i))+`, naam: "`+name+`"}`)
	}
	story := `
stappen:
  - datum: 2024-01-01
    handeling: opstellen
    gegevens: {sjabloon: algemeen, naam: "Convenant {{.}} | x", kenmerk: "[ondertekenen]", partijen: [` + strings.Join(parties, ", ") + `],
      voorwaarden: {looptijd: {tot-en-met: 2025-12-31}, opzegging: {door: elke-partij, termijn: 2 maanden}, verlenging: {wijze: brief, duur: 1 jaar}}}
  - {datum: 2024-01-02, handeling: adviesronde-openen, gegevens: {adviseurs: ["{{define}}", pa]}}
  - {datum: 2024-01-03, handeling: advies-uitbrengen, gegevens: {adviseur: "{{define}}", strekking: positief, tekst: "## Kop\n\n| a |\n- b"}}
  - {datum: 2024-01-03, handeling: advies-uitbrengen, gegevens: {adviseur: pa, strekking: geen}}
  - {datum: 2024-01-03, handeling: advies-verwerken, gegevens: {adviseur: "{{define}}", verwerking: niet, motivering: "{{end}}"}}
  - {datum: 2024-01-03, handeling: advies-verwerken, gegevens: {adviseur: pa, verwerking: overgenomen}}
  - {datum: 2024-01-04, handeling: adviesronde-sluiten}
  - {datum: 2024-01-05, handeling: agenderen, gegevens: {overleg: "Bestuur {{", datum: 2024-01-05, doel: vaststellen}}
  - {datum: 2024-01-05, handeling: besluiten, gegevens: {overleg: "Bestuur {{", conclusie: "{{if}}", besluit: vastgesteld}}
`
	for i := range names {
		story += "  - {datum: 2024-01-06, handeling: ondertekenen, gegevens: {partij: p" + string(rune('a'+i)) + ", wijze: papier}}\n"
	}
	story += `
  - datum: 2024-02-01
    handeling: wijziging-voorstellen
    gegevens: {titel: "{{end}} | ##", artikelen: {"1.1": "## {{.}} | a |"}}
  - {datum: 2024-02-02, handeling: opzeggen, gegevens: {partij: pa}}
  - {datum: 2026-01-01, verwacht: {toestand: verlopen}}
`
	kinds := map[string]string{}
	for _, c := range composed(t, []byte(story)) {
		kinds[c.Pin().Paper.Kind] += c.Words()
	}
	for _, kind := range []string{workflow.PaperSignInvite, workflow.PaperSignatures, workflow.PaperConsent, workflow.PaperEnd, workflow.PaperCover} {
		for _, name := range names {
			if name == names[0] && kind == workflow.PaperEnd {
				continue // has left by then
			}
			if !strings.Contains(kinds[kind], name) {
				t.Errorf("%s does not name %s", kind, name)
			}
		}
	}
	for kind, want := range map[string]string{workflow.PaperAdviceSummary: "## Kop\n\n| a |\n- b", workflow.PaperResolutions: "{{if}}",
		workflow.PaperProposal: "## {{.}} | a |", workflow.PaperNotification: names[0], workflow.PaperAdviceInvite: "{{define}}"} {
		if !strings.Contains(kinds[kind], want) {
			t.Errorf("%s does not say %q:\n%s", kind, want, kinds[kind])
		}
	}
}

// The day on which a paper is made is that of the clock for what a day brings, and that of the act for what an act
// brings.
func TestWhenAPaperIsMade(t *testing.T) {
	src, err := os.ReadFile("../../convenant/demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, c := range composed(t, src) {
		p := c.Pin()
		if to := p.Paper.To; to == "" || slices.Contains([]string{"jellinek", "versa-welzijn"}, to) {
			told = append(told, p.Day.String()+" "+p.Paper.Kind)
		}
	}
	for _, want := range []string{"2025-01-01 convenant-geconsolideerd", "2025-06-30 verlengingsbrief", "2025-10-31 opzegbrief", "2026-01-01 mededeling-einde",
		"2026-01-05 ontvangstbevestiging", "2026-01-05 bevestiging-verlenging", "2026-01-05 rectificatie", "2026-01-01 bevestiging-uittreding"} {
		if !slices.Contains(told, want) {
			t.Errorf("%s is missing from %q", want, told)
		}
	}
}

// A test that looks for slips is only worth its line if it sees them.
func TestSlipsAreSeen(t *testing.T) {
	for _, bad := range []string{"tot en met .", "Beste contactpersoon van ,", "op  4 mei", "(<no value>)", "het convenant ()", "gelden..", "{{.Naam}}"} {
		if !slips.MatchString(bad) {
			t.Errorf("%q passes", bad)
		}
	}
	for _, good := range []string{"Dat klopt: 3.3, en meer…", "– (nieuw)", "op 4 mei 2024."} {
		if slip := slips.FindString(good); slip != "" {
			t.Errorf("%q in %q", slip, good)
		}
	}
}

// Whoever was told something that no longer holds is told so, and nobody else.
func TestWhoIsToldOfACorrection(t *testing.T) {
	src, err := os.ReadFile("../../../workflow/scenarios/correctie-neemt-gevolgen-weg.yaml")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, c := range composed(t, src) {
		if p := c.Pin().Paper; p.Kind == workflow.PaperRectification && c.Pin().Day == workflow.MustDate("2024-03-05") {
			told[p.To] += p.Corrects + " "
			if !strings.Contains(c.Words(), "Op 5 maart 2024 hebben wij een fout hersteld.") {
				t.Errorf("a rectification does not say why:\n%s", c.Words())
			}
		}
	}
	for party, want := range map[string]string{"noord": "ontvangstbevestiging convenant-ondertekend ", "midden": "kennisgeving convenant-ondertekend ", "zuid": "kennisgeving convenant-ondertekend "} {
		words := strings.Fields(told[party])
		slices.Sort(words)
		expected := strings.Fields(want)
		slices.Sort(expected)
		if !slices.Equal(words, expected) {
			t.Errorf("%s is told of %q, not of %q", party, words, expected)
		}
	}
	if len(told) != 3 {
		t.Errorf("%v", told)
	}
}
