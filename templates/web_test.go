package templates

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestTheLookOfTheHouse(t *testing.T) {
	for src, want := range map[string]string{
		`{accent: "#0B5563", accent-donker: "#7CC7D6"}`:                "",
		`{accent: "#0B5563"}`:                                          "Bij accent-donker hoort een kleur",
		`{accent: "#9DB8BE", accent-donker: "#7CC7D6"}`:                "niet goed te lezen: het contrast is 2.1 : 1",
		`{accent: "#0B5563", accent-donker: "#0B5563"}`:                "De kleur #0B5563 is op de donkere achtergrond niet goed te lezen",
		`{accent: blauw, accent-donker: "#7CC7D6"}`:                    "Bij accent hoort een kleur",
		`{accent: "#0B5563", accent-donker: "#7CC7D6", kop: "#00000"}`: "Het veld ‘kop’ is hier niet bekend",
	} {
		look, f := readLook([]byte(src))
		switch {
		case want == "" && f != nil:
			t.Errorf("%s: %v", src, f)
		case want != "" && (f == nil || !strings.Contains(f.Error(), want)):
			t.Errorf("%s: got %v, want %s", src, f, want)
		case want == "" && look != (Look{"#0B5563", "#7CC7D6"}):
			t.Errorf("%s: got %v", src, look)
		}
	}
}

func TestAPageOfTheHouseGoesBeforeThatOfTheProgram(t *testing.T) {
	own := fstest.MapFS{"web/kader.html": {Data: []byte("eigen")}, "web/.verborgen.html": {Data: []byte("x")}}
	program := fstest.MapFS{"web/kader.html": {Data: []byte("programma")}, "web/deel/lijst.html": {Data: []byte("lijst")}, "web/stijl/10.css": {Data: []byte("x")}}
	l := &Library{}
	l.layers = append(l.layers, own, program)
	names, contents, err := l.WebFiles(".html")
	if err != nil || !slices.Equal(names, []string{"deel/lijst.html", "kader.html"}) {
		t.Fatalf("got %v, %v", names, err)
	}
	if contents["kader.html"] != "eigen" || contents["deel/lijst.html"] != "lijst" {
		t.Errorf("got %v", contents)
	}
}
