package play

// Every paper of every scenario that somebody receives can be sent: its message says what it is about.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convenant/cmd/internal/paper"
	"convenant/documents"
	"convenant/workflow"
)

func TestEveryMessageOfEveryScenario(t *testing.T) {
	files, err := filepath.Glob("../../../workflow/scenarios/*.yaml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d scenarios, error %v", len(files), err)
	}
	seen := map[string]int{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			scenario, err := Read(src)
			if err != nil {
				t.Fatal(err)
			}
			player := NewPlayer(InMemory(press().library))
			for _, step := range scenario.Steps {
				r, err := player.Play(step)
				if err != nil {
					t.Fatal(err)
				}
				papers := make([]workflow.Paper, len(r.Called))
				for i, c := range r.Called {
					papers[i] = c.Paper
				}
				for i, addressees := range r.State.Mailing(papers) {
					for _, a := range addressees {
						seen[papers[i].Kind+" "+a.Role]++
						message(t, player.Convenant(), r.Called[i], a, nil)
						if a.Role != workflow.ToSecretariat {
							message(t, player.Convenant(), r.Called[i], workflow.Addressee{Role: workflow.ToSecretariat}, &paper.Unsent{To: a, Reason: "Daarom."})
						}
					}
				}
			}
		})
	}
	for _, want := range []string{"uitnodiging-adviesronde partij", "uitnodiging-adviesronde adviseur", "wijzigingsvoorstel partij", "convenant-ondertekend portefeuillehouder", "rectificatie portefeuillehouder"} {
		if seen[want] == 0 {
			t.Errorf("no scenario calls for a %s", want)
		}
	}
}

// message writes one and reads it over.
func message(t *testing.T, record *workflow.Convenant, c Call, to workflow.Addressee, unsent *paper.Unsent) {
	t.Helper()
	m, err := press().printer.Message(record, c.Paper, c.Stand, c.Day, to, unsent)
	if err != nil {
		t.Fatalf("%s to %s: %v", c.Paper.Kind, to.Role, err)
	}
	words := m.Subject + "\n" + documents.Words(documents.Document{Blocks: m.Blocks})
	if slip := slips.FindString(words); slip != "" || m.Subject == "" || len(m.Blocks) < 2 || strings.Contains(m.Subject, "\n") {
		t.Errorf("a message of %s to %s says %q:\n%s", c.Paper.Kind, to.Role, slip, words)
	}
}
