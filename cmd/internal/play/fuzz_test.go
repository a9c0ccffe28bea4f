package play_test

import (
	"testing"

	"convenant/cmd/internal/play"
	"convenant/templates"
)

// Whatever is in a scenario file, reading and playing it ends in results or in an error, never in a panic.
func FuzzScenario(f *testing.F) {
	library, err := templates.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		scenario, err := play.Read(src)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		p := play.NewPlayer(play.InMemory(library))
		for _, step := range scenario.Steps[:min(len(scenario.Steps), 20)] {
			r, err := p.Play(step)
			if err != nil {
				t.Fatalf("a book in memory failed: %v", err)
			}
			if r.Refusal != nil && (r.Refusal.Code == "" || r.Refusal.Detail == "") {
				t.Fatalf("step %d is refused without a code or a sentence: %+v", step.Number, r.Refusal)
			}
		}
	})
}
