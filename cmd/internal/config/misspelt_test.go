package config

import (
	"slices"
	"testing"
)

func TestMisspelt(t *testing.T) {
	for entry, want := range map[string]string{
		"CONVENANT_DATABASE=x": "", "CONVENANT_DATABASE_FILE=x": "", "HOME=x": "", "DATABASE=x": "", "CONVENANT=x": "",
		"CONVENANT_DATABSE=geheim":      "CONVENANT_DATABSE is not a setting; did you mean CONVENANT_DATABASE?",
		"CONVENANT_DATABASE_FIEL=x":     "CONVENANT_DATABASE_FIEL is not a setting; did you mean CONVENANT_DATABASE_FILE?",
		"CONVENANT_LISTENS=x":           "CONVENANT_LISTENS is not a setting; did you mean CONVENANT_LISTEN?",
		"CONVENANT_COFFEE_MACHINE=warm": "CONVENANT_COFFEE_MACHINE is not a setting; for what can be set, run: convenant config",
	} {
		var wanted []string
		if want != "" {
			wanted = []string{want}
		}
		if told := Misspelt([]string{entry}); !slices.Equal(told, wanted) {
			t.Errorf("%s: %q", entry, told)
		}
	}
}
