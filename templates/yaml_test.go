package templates

import (
	"encoding/json"
	"strings"
	"testing"

	"convenant/workflow"
)

func TestYAMLValues(t *testing.T) {
	tests := []struct{ yaml, json string }{
		{"a: 3.10", `{"a":"3.10"}`},
		{"a: 2025-12-31", `{"a":"2025-12-31"}`},
		{"a: [1, -2, 0, 01, -0, 1e3, 0x1F, 1_000, +1, .5]", `{"a":[1,-2,0,"01","-0","1e3","0x1F","1_000","+1",".5"]}`},
		{"a: [null, ~, , 'null', Null]", ``},
		{"a: [null, ~, 'null', Null, '~']", `{"a":[null,null,"null","Null","~"]}`},
		{"a:\nb: 1", `{"a":null,"b":1}`},
		{"a: [true, false, yes, True, 'true']", `{"a":[true,false,"yes","True","true"]}`},
		{"a: '3'\nb: \"4\"", `{"a":"3","b":"4"}`},
		{"a: |\n  3\nb: >\n  x\n  y\n", `{"a":"3\n","b":"x y\n"}`},
		{"5.3: x\n1: y\n2025-01-01: z\n'<<': w", `{"5.3":"x","1":"y","2025-01-01":"z","<<":"w"}`},
		{"b: 1\na: {d: 2, c: [3]}", `{"b":1,"a":{"d":2,"c":[3]}}`},
		{"plat", `"plat"`},
		{"a: 2 maanden # met toelichting", `{"a":"2 maanden"}`},
		{"---\na: 1\n...\n", `{"a":1}`},
		{"\ufeffa: 1", `{"a":1}`},
	}
	for _, test := range tests {
		v, err := Value([]byte(test.yaml))
		if test.json == "" {
			if err == nil {
				t.Errorf("%q: read as %v", test.yaml, v)
			}
			continue
		}
		got, _ := v.MarshalJSON()
		if err != nil || string(got) != test.json {
			t.Errorf("%q: %s, %v; want %s", test.yaml, got, err, test.json)
		}
	}
}

func TestYAMLRefusals(t *testing.T) {
	deep := "\n" + strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2)
	bomb := "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
	tests := []struct{ name, yaml, want string }{
		{"nothing", "", "Het bestand is leeg."},
		{"only a comment", "# niets\n", "Het bestand is leeg."},
		{"a bomb", bomb, "regel 1: Een anker met &"},
		{"an alias", "a: *b\n", ""},
		{"a merge", "a: 1\n<<: {b: 2}\n", "regel 2: Samenvoegen met <<"},
		{"a tag", "a: 1\nb: !!str 2\n", "regel 2: Een typeaanduiding met !"},
		{"a tag of one's own", "a: !x 2\n", "regel 1: Een typeaanduiding met !"},
		{"a tag on a list", "a: !!set [2]\n", "regel 1: Een typeaanduiding met !"},
		{"a tag on a name", "!!str a: 2\n", "regel 1: Een typeaanduiding met !"},
		{"a field twice", "a: 1\nb: 2\na: 3\n", "regel 3: Het veld ‘a’ staat er twee keer."},
		{"a field twice, once quoted", "a: 1\n\"a\": 3\n", "regel 2: Het veld ‘a’ staat er twee keer."},
		{"a list as name", "? [a, b]\n: 1\n", "regel 1: Een veld heeft een naam nodig"},
		{"null as name", "a: 1\n~: 2\n", "regel 2: ‘~’ is geen naam"},
		{"true as name", "true: 2\n", "regel 1: ‘true’ is geen naam"},
		{"two documents", "a: 1\n---\nb: 2\n", "regel 2: Hier begint een tweede document"},
		{"too deep", deep, "regel 2: Dit is te diep genest"},
		{"too deep for anyone", strings.Repeat("[", 100_000), ""},
		{"too many values", "[" + strings.Repeat("1,", maxValues) + "]", "regel 1: Er staan te veel waarden"},
		{"too large", strings.Repeat("#", maxBytes+1), "Het bestand is te groot"},
		{"not YAML", "a: 1\nb: [2\n", "Dit is hier geen geldige YAML"},
		{"a tab", "a:\n\tb: 1\n", "Dit is hier geen geldige YAML"},
		{"a control sign", "a: \x01\n", "Dit is hier geen geldige YAML"},
		{"not UTF-8", "a: \xff\n", "Dit is hier geen geldige YAML"},
	}
	for _, test := range tests {
		v, err := Value([]byte(test.yaml))
		if err == nil {
			t.Errorf("%s: read as %.80v", test.name, v)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
	if v, err := Value([]byte(deep[2 : len(deep)-1])); err != nil {
		t.Errorf("as deep as allowed: %v, %v", v, err)
	}
	if _, err := Node(nil); err == nil {
		t.Error("no node at all is read")
	}
}

// What is read can be written as JSON and read back by the rules: the two decoders agree on their limits.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{"a: 3.10", "a: &b [*b]", "{a: {b: [1, 'x', ~]}}", "? x\n: y", "<<: 1", "!!str a", "a: |\n x", "---\n---\n", "\t", "a: \"\\ud800\"", "[[[["} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		v, err := Value(src)
		if err != nil {
			if !strings.HasSuffix(strings.TrimSpace(err.Error()), ".") {
				t.Errorf("no sentence: %v", err)
			}
			return
		}
		written, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := workflow.ParseValue(written); err != nil {
			t.Errorf("%s: %v", written, err)
		}
	})
}

// A template somebody is writing may hold anything; reading it ends in a text or in a fault.
func FuzzTemplate(f *testing.F) {
	f.Add("overwegende dat:\n- a\n a) b\nkomen als volgt overeen:\n\nArtikel 1 X\n1.1 {{opzegging | beknopt}}\n## Kop\ntekst\n")
	f.Add("overwegende dat:\nkomen als volgt overeen:\nArtikel 9 {{kop}}\n{{verlenging | aan: x | bij 4 jaar: y}}")
	f.Fuzz(func(t *testing.T, src string) {
		if s, fault := parseText(src, 1); fault == nil && len(s.articles) == 0 {
			t.Error("no articles and no fault")
		}
	})
}
