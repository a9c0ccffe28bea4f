package workflow_test

import (
	"testing"

	"convenant/workflow"
)

func TestBodiesHaveTheirArticle(t *testing.T) {
	for name, want := range map[string]string{
		"Portefeuillehoudersoverleg":             "het Portefeuillehoudersoverleg",
		"Directie-overleg":                       "het Directie-overleg",
		"Dagelijks bestuur":                      "het Dagelijks bestuur",
		"Samenwerkingsverband Herstelnetwerk":    "het Samenwerkingsverband Herstelnetwerk",
		"college van burgemeester en wethouders": "het college van burgemeester en wethouders",
		"Stuurgroep":                             "de Stuurgroep",
		"Raad van bestuur":                       "de Raad van bestuur",
		"Gemeenteraad Laren":                     "de Gemeenteraad Laren",
		"de Kopgroep":                            "de Kopgroep",
		"het portefeuillehoudersoverleg":         "het portefeuillehoudersoverleg",
		"Zorg Vooruit":                           "het orgaan “Zorg Vooruit”",
		"":                                       "",
	} {
		if got := workflow.TheBody(name); got != want {
			t.Errorf("%q is told as %q, not as %q", name, got, want)
		}
	}
}
