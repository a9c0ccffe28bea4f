package play

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"convenant/templates"
	"convenant/workflow"
)

const scenarioDir = "../../../workflow/scenarios"

// scenarioFiles returns the scenarios of the repository, by file name.
func scenarioFiles(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(scenarioDir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("no scenarios in %s", scenarioDir)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = src
	}
	return files
}

// playAll plays a scenario in memory to its first step that does not go as it says, and tells what went otherwise.
func playAll(t *testing.T, src []byte) (step int, unmet []string) {
	t.Helper()
	scenario, err := Read(src)
	if err != nil {
		t.Fatal(err)
	}
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	player := NewPlayer(InMemory(library))
	for _, step := range scenario.Steps {
		r, err := player.Play(step)
		if err != nil {
			t.Fatalf("step %d: %v", step.Number, err)
		}
		if len(r.Unmet) > 0 {
			return step.Number, r.Unmet
		}
	}
	return 0, nil
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for name, src := range scenarioFiles(t) {
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			t.Parallel()
			if step, unmet := playAll(t, src); unmet != nil {
				t.Errorf("step %d: %s", step, strings.Join(unmet, "\n"))
			}
		})
	}
}

// TestScenariosSayMuch keeps the scenarios an honest specification: each has a title and expects something, and
// together they expect every refusal and name every rule.
func TestScenariosSayMuch(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	codes := map[string]bool{}
	for name, src := range scenarioFiles(t) {
		all.Write(src)
		scenario, err := Read(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if scenario.Title == "" {
			t.Errorf("%s has no title", name)
		}
		expects := false
		for _, step := range scenario.Steps {
			expects = expects || step.Expect.IsPresent()
			codes[step.Expect.Get("fout").Text] = true
		}
		if !expects {
			t.Errorf("%s expects nothing", name)
		}
	}
	for _, code := range workflow.Codes {
		if !codes[string(code)] {
			t.Errorf("no scenario expects the refusal %s", code)
		}
	}
	for rule := 1; rule <= 19; rule++ {
		if !regexp.MustCompile(fmt.Sprintf(`\bR%d\b`, rule)).MatchString(all.String()) {
			t.Errorf("no scenario names rule R%d", rule)
		}
	}
}

// TestBrokenExpectationFails turns expectations of one scenario into their opposites, one at a time: each must be found.
func TestBrokenExpectationFails(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(filepath.Join(scenarioDir, "r04-opzegtermijn-telt-vanaf-ontvangst.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range []struct{ name, old, new string }{
		{"state", "toestand: uitgetreden", "toestand: partij"},
		{"day", "laatsteDag: 2024-11-02}}}}", "laatsteDag: 2024-11-03}}}}"},
		{"code", "fout: opzegtermijn-te-kort", "fout: te-laat"},
		{"article", `artikel: "3.3"`, `artikel: "3.4"`},
		{"earliest day", "vroegsteDatum: 2024-11-02", "vroegsteDatum: 2024-11-01"},
		{"refusal that does not come", "verwacht: {partijen: {jellinek: {toestand: opgezegd,", "verwacht: {fout: te-laat, partijen: {jellinek: {toestand: opgezegd,"},
		{"refusal that was not expected", "fout: opzegtermijn-te-kort, artikel: \"3.3\", vroegsteDatum: 2024-11-02, ", ""},
		{"unknown field", "toestand: in-werking, ingangsdatum", "stemming: opperbest, ingangsdatum"},
	} {
		t.Run(broken.name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(string(src), broken.old, broken.new, 1)
			if changed == string(src) {
				t.Fatalf("%q does not stand in the scenario", broken.old)
			}
			if step, unmet := playAll(t, []byte(changed)); unmet == nil || step == 0 {
				t.Error("the broken expectation was met")
			}
		})
	}
}

// TestExpectationsThatSayNothing are refused: a scenario that expects something in a way that cannot be met or missed
// would pass whatever happens.
func TestExpectationsThatSayNothing(t *testing.T) {
	t.Parallel()
	for _, written := range []string{"in-werking", "[in-werking]", "2024", "true"} {
		src := "titel: t\nstappen:\n  - {datum: 2024-01-01, verwacht: " + written + "}\n"
		if _, err := Read([]byte(src)); err == nil || !strings.Contains(err.Error(), "stap 1: in het veld ‘verwacht’ horen velden") {
			t.Errorf("verwacht: %s is read: %v", written, err)
		}
	}
}

// TestNothingYet is how a scenario says that a convenant was not there: nothing, in whatever way that is written.
func TestNothingYet(t *testing.T) {
	t.Parallel()
	for _, nothing := range []string{"null", `""`} {
		src := "titel: t\nstappen:\n  - {datum: 2024-01-02, verwacht: {toestand: " + nothing + ", einddatum: " + nothing + "}}\n"
		if _, unmet := playAll(t, []byte(src)); unmet != nil {
			t.Errorf("%s: %v", nothing, unmet)
		}
	}
	src := "titel: t\nstappen:\n  - {datum: 2024-01-02, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk}, verwacht: {toestand: null}}\n"
	if _, unmet := playAll(t, []byte(src)); unmet == nil {
		t.Error("a concept is taken for nothing")
	}
}
