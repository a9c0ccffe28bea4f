package templates

import (
	"slices"
	"testing"
	"testing/fstest"
)

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
