package chronicle

import (
	"os"
	"testing"

	"convenant/cmd/internal/play"
	"convenant/templates"
	"convenant/workflow"
)

// played plays a scenario and gives the record that it leads to.
func played(t *testing.T, file string) *workflow.Convenant {
	t.Helper()
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scenario, err := play.Read(src)
	if err != nil {
		t.Fatal(err)
	}
	player := play.NewPlayer(play.InMemory(library))
	for _, step := range scenario.Steps {
		if _, err := player.Play(step); err != nil {
			t.Fatal(err)
		}
	}
	return player.Convenant()
}

// One letter was registered late: the end of the convenant was held for a few days. The Partijen that left with it are
// told with the end, and who left by notice left all the same.
func TestWhatWasHeldUntilALetterWasRegistered(t *testing.T) {
	record := played(t, "../../convenant/demo.yaml")
	list := UndoneIn(record)
	if len(list) != 1 {
		t.Fatalf("undone: %+v", list)
	}
	u := list[0]
	if u.Event.Kind != workflow.HasExpired || u.Event.On != workflow.MustDate("2026-01-01") || u.Until != workflow.MustDate("2026-01-05") || u.Sentence != "Het convenant is verlopen" {
		t.Errorf("undone: %+v", u)
	}
	if last := u.By[len(u.By)-1]; last.Kind != workflow.Renew || last.On != workflow.MustDate("2025-12-30") {
		t.Errorf("undone by %+v", last)
	}
	if before := UndoneIn(record.KnownOn(workflow.MustDate("2026-01-04"))); len(before) != 0 {
		t.Errorf("undone before it was set right: %+v", before)
	}
}
