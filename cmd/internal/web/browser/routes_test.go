package browser

import (
	"slices"
	"testing"

	"convenant/cmd/internal/web"
)

// alsoAsked are addresses that no link has, and the pages of what goes wrong.
var alsoAsked = []string{
	"/bestaat-niet",
	"/convenanten?zoek=dit-vindt-niemand",
	"/convenanten?eindigt-vanaf=onzin",
	"/convenanten/nieuw?sjabloon=herstelnetwerk",
	"/convenanten/{id}?peildatum=2025-11-01",
	"/overleggen/2023-11-30/Portefeuillehoudersoverleg",
}

// notThereYet are the patterns of pages that are still to be made. It shrinks.
var notThereYet = map[string]bool{}

// notLookedAt are the patterns that are looked at elsewhere, and why.
var notLookedAt = map[string]string{
	"/vast/{hash}/{naam}":               "no page: every page has its style sheet and script from there",
	"/inloggen/{geheim}":                "opens with a secret from a mail",
	"/inloggen/code":                    "asks for a code of who opened such a link",
	"/eerste-beheerder/{geheim}":        "opens with a secret that is printed once",
	"/inloggen/openid":                  "leads away, to a provider",
	"/inloggen/openid/terug":            "is come back to, from a provider",
	"/toegang/code":                     "is of a person; in a demonstration there are none",
	"/convenanten/{id}/gedaan/{nummer}": "comes after a form that was sent; deed_test.go sends one",
	"/bijlagen/{sha256}":                "is a file; the pages of letters link to it when there is one, and the demonstration has none",
}

// Every page of the table is looked at by somebody, unless it is named here.
func TestEveryRouteIsLookedAt(t *testing.T) {
	h, answered := open(t, true), map[string]bool{}
	for _, who := range append(visitors, stranger) {
		for pattern := range h.tour(t, who).answered {
			answered[pattern] = true
		}
	}
	for _, pattern := range web.Paths() {
		switch {
		case answered[pattern] && notThereYet[pattern]:
			t.Errorf("%s is there now; take it out of notThereYet", pattern)
		case !answered[pattern] && !notThereYet[pattern] && notLookedAt[pattern] == "":
			t.Errorf("%s: nobody gets there; is there a link to it?", pattern)
		}
	}
	for pattern := range notThereYet {
		if !slices.Contains(web.Paths(), pattern) {
			t.Errorf("%s stands in notThereYet and not in the table of routes", pattern)
		}
	}
}
