package workflow_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// The reader is tested through ReadTerms: it has fields of every sort, and it is the door through which templates,
// scenarios and requests come in.

// jsonObject writes JSON from nested maps, so that the texts in these tests need no escaping by hand.
type jsonObject = map[string]any

func asValue(t rapid.TB, v any) workflow.Value {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	value, err := workflow.ParseValue(b)
	if err != nil {
		t.Fatalf("%.200s: %v", b, err)
	}
	return value
}

// mustRefuse reads terms that must be refused, and checks what holds for every refusal of data: the field is named, the
// sentence is a Dutch one that can be shown as it is, and it is short however long the input was.
func mustRefuse(t rapid.TB, terms any) *workflow.Refusal {
	read, r := workflow.ReadTerms(asValue(t, terms), "voorwaarden.")
	given := []rune(fmt.Sprintf("%q", fmt.Sprint(terms)))
	given = given[:min(len(given), 120)]
	if r == nil {
		t.Fatalf("%s is accepted", string(given))
	}
	if read != nil {
		t.Errorf("%s gives terms besides a refusal", string(given))
	}
	if r.Code != workflow.InvalidData {
		t.Errorf("%s: the code is %s", string(given), r.Code)
	}
	if r.Field != "voorwaarden" && !strings.HasPrefix(r.Field, "voorwaarden.") {
		t.Errorf("%s: the field is %.100q", string(given), r.Field)
	}
	sentence := r.Error()
	if !strings.HasSuffix(sentence, ".") || utf8.RuneCountInString(sentence) > 300 {
		t.Errorf("%s: %.400q is no sentence to show", string(given), sentence)
	}
	for _, c := range sentence + r.Field {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == utf8.RuneError {
			t.Errorf("%s: the refusal %q, field %.100q, contains %U", string(given), sentence, r.Field, c)
			break
		}
	}
	return r
}

func notice(field string, value any) jsonObject {
	return jsonObject{"opzegging": jsonObject{field: value}}
}

func TestWrongFieldsAreNamed(t *testing.T) {
	long := strings.Repeat("convenant ", 500_000) // 5 MB
	for _, c := range []struct {
		name  string
		terms any
		field string
		says  string
	}{
		{"no object at all", "twee maanden", "voorwaarden", "velden met een naam"},
		{"a list for an object", []any{}, "voorwaarden", "velden met een naam"},
		{"an unknown term", jsonObject{"opzeging": jsonObject{}}, "voorwaarden.opzeging", "‘opzeging’ is hier niet bekend"},
		{"an unknown term that is null", jsonObject{"opzeging": nil}, "voorwaarden.opzeging", "niet bekend"},
		{"an unknown key", notice("termijnen", "2 maanden"), "voorwaarden.opzegging.termijnen", "‘termijnen’ is hier niet bekend"},
		{"a key with another capital", notice("Termijn", "2 maanden"), "voorwaarden.opzegging.Termijn", "niet bekend"},
		{"a text for a term", jsonObject{"opzegging": "elke-partij"}, "voorwaarden.opzegging", "velden met een naam"},
		{"a list for a term", jsonObject{"looptijd": []any{}}, "voorwaarden.looptijd", "velden met een naam"},
		{"a number for a term", jsonObject{"evaluatie": 1}, "voorwaarden.evaluatie", "velden met een naam"},
		{"true for a term", jsonObject{"na-afloop": true}, "voorwaarden.na-afloop", "velden met een naam"},

		{"a day that does not exist", jsonObject{"looptijd": jsonObject{"tot-en-met": "2025-02-30"}}, "voorwaarden.looptijd.tot-en-met", "‘2025-02-30’. Dat is geen bestaande dag"},
		{"a date in another order", jsonObject{"looptijd": jsonObject{"tot-en-met": "31-12-2025"}}, "voorwaarden.looptijd.tot-en-met", "schrijf een datum als 2025-12-31"},
		{"a number for a date", jsonObject{"looptijd": jsonObject{"tot-en-met": 2025}}, "voorwaarden.looptijd.tot-en-met", "‘2025’"},
		{"a list for a date", jsonObject{"looptijd": jsonObject{"tot-en-met": []any{"2025-12-31"}}}, "voorwaarden.looptijd.tot-en-met", "geen bestaande dag"},
		{"a day for a point in time", jsonObject{"looptijd": jsonObject{"tot-en-met": "2025-12-31T00:00:00Z"}}, "voorwaarden.looptijd.tot-en-met", "geen bestaande dag"},

		{"a period without a unit", notice("termijn", 2), "voorwaarden.opzegging.termijn", "‘2’. Dat is geen termijn"},
		{"a period in English", notice("termijn", "2 months"), "voorwaarden.opzegging.termijn", "schrijf bijvoorbeeld 8 weken"},
		{"an object for a period", notice("termijn", jsonObject{"n": 2}), "voorwaarden.opzegging.termijn", "hoort een tekst"},
		{"a yes for a period", notice("termijn", true), "voorwaarden.opzegging.termijn", "hoort een tekst"},

		{"a word that is no choice", notice("vorm", "mondeling"), "voorwaarden.opzegging.vorm", "‘mondeling’; kies uit schriftelijk of aangetekend"},
		{"a choice with a capital", notice("vorm", "Schriftelijk"), "voorwaarden.opzegging.vorm", "kies uit"},
		{"no word for a choice", notice("vorm", ""), "voorwaarden.opzegging.vorm", "niet ingevuld"},
		{"a list for a choice", notice("vorm", []any{"schriftelijk"}), "voorwaarden.opzegging.vorm", "hoort een tekst"},
		{"ja for true", notice("gronden", "ja"), "voorwaarden.opzegging.gronden", "true (ja) of false (nee)"},
		{"the text true for true", notice("gronden", "true"), "voorwaarden.opzegging.gronden", "true (ja) of false (nee)"},
		{"a number for true", notice("gronden", 1), "voorwaarden.opzegging.gronden", "true (ja) of false (nee)"},
		{"half a number", jsonObject{"verlenging": jsonObject{"maximaal": 1.5}}, "voorwaarden.verlenging.maximaal", "heel getal van 1 tot en met 1000"},
		{"nought", jsonObject{"verlenging": jsonObject{"maximaal": 0}}, "voorwaarden.verlenging.maximaal", "heel getal"},
		{"a number out of bounds", jsonObject{"verlenging": jsonObject{"maximaal": 1001}}, "voorwaarden.verlenging.maximaal", "heel getal"},
		{"a negative number", jsonObject{"verlenging": jsonObject{"maximaal": -1}}, "voorwaarden.verlenging.maximaal", "heel getal"},
		{"a text for a number", jsonObject{"verlenging": jsonObject{"maximaal": "1"}}, "voorwaarden.verlenging.maximaal", "heel getal"},
		{"a number that no machine holds", jsonObject{"verlenging": jsonObject{"maximaal": json.Number("99999999999999999999")}}, "voorwaarden.verlenging.maximaal", "heel getal"},

		{"an id with a capital", notice("geadresseerde", "Regio"), "voorwaarden.opzegging.geadresseerde", "‘Regio’ is geen korte naam"},
		{"an id with a blank", notice("geadresseerde", "de regio"), "voorwaarden.opzegging.geadresseerde", "geen korte naam"},
		{"an id that begins with a dash", notice("geadresseerde", "-regio"), "voorwaarden.opzegging.geadresseerde", "geen korte naam"},
		{"an id of 41 letters", notice("geadresseerde", strings.Repeat("a", 41)), "voorwaarden.opzegging.geadresseerde", "ten hoogste 40"},

		{"5 MB for a name", notice("gericht-aan", long), "voorwaarden.opzegging.gericht-aan", "te lang: ten hoogste 200 tekens"},
		{"5 MB for an id", notice("geadresseerde", long), "voorwaarden.opzegging.geadresseerde", "te lang"},
		{"5 MB for a choice", notice("vorm", long), "voorwaarden.opzegging.vorm", "te lang"},
		{"5 MB for a date", jsonObject{"looptijd": jsonObject{"tot-en-met": long}}, "voorwaarden.looptijd.tot-en-met", "geen bestaande dag"},
		{"5 MB for a period", jsonObject{"looptijd": jsonObject{"duur": long}}, "voorwaarden.looptijd.duur", "te lang"},
		{"5 MB of digits", jsonObject{"verlenging": jsonObject{"maximaal": json.Number(strings.Repeat("9", 5_000_000))}}, "voorwaarden.verlenging.maximaal", "heel getal"},
		{"5 MB of text", jsonObject{"na-afloop": jsonObject{"duur": "1 jaar", "omschrijving": long}}, "voorwaarden.na-afloop.omschrijving", "te lang: ten hoogste 10000 tekens"},
		{"10,001 letters", jsonObject{"na-afloop": jsonObject{"duur": "1 jaar", "omschrijving": strings.Repeat("é", 10_001)}}, "voorwaarden.na-afloop.omschrijving", "te lang"},

		{"a newline in a name", notice("gericht-aan", "de Regio\nArtikel 9"), "voorwaarden.opzegging.gericht-aan", "op één regel"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRefuse(t, c.terms)
			if r.Field != c.field || !strings.Contains(r.Error(), c.says) {
				t.Errorf("refused with field %q: %s\nwant field %q and %q", r.Field, r.Error(), c.field, c.says)
			}
		})
	}
}

// Of several mistakes the first in reading order is told; telling them all is for a form, not for a sentence.
func TestOneMistakeIsTold(t *testing.T) {
	r := mustRefuse(t, jsonObject{"looptijd": jsonObject{"tot-en-met": "2025-02-30"}, "opzegging": jsonObject{"vorm": "mondeling"}, "zomaar": 1})
	if r.Field != "voorwaarden.looptijd.tot-en-met" {
		t.Errorf("the field is %s", r.Field)
	}
}

// The name of a field comes from outside too: it may not smuggle into the answer what a text could not.
func TestTheNameOfAnUnknownFieldIsShownSafely(t *testing.T) {
	for _, name := range []string{strings.Repeat("x", 5_000_000), "a\u202eb", "a\nb", "a\x00b", "a\u200bb"} {
		for _, terms := range []jsonObject{{name: 1}, notice(name, 1)} {
			if r := mustRefuse(t, terms); len(r.Field) > 1000 {
				t.Errorf("the field in the refusal has %d bytes", len(r.Field))
			}
		}
	}
}

// What is signed must be what is seen: a sign that shows nothing, or that turns the direction of writing, is refused in
// names and in texts, and the refusal says which sign it was.
func TestInvisibleSignsAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ sign, point string }{
		"null":                   {"\x00", "U+0000"},
		"bell":                   {"\x07", "U+0007"},
		"escape":                 {"\x1b", "U+001B"},
		"carriage return alone":  {"\r", "U+000D"},
		"form feed":              {"\f", "U+000C"},
		"delete":                 {"\x7f", "U+007F"},
		"next line":              {"\u0085", "U+0085"},
		"soft hyphen":            {"\u00ad", "U+00AD"},
		"zero width space":       {"\u200b", "U+200B"},
		"zero width joiner":      {"\u200d", "U+200D"},
		"right-to-left mark":     {"\u200f", "U+200F"},
		"right-to-left override": {"\u202e", "U+202E"},
		"right-to-left isolate":  {"\u2067", "U+2067"},
		"Arabic letter mark":     {"\u061c", "U+061C"},
		"line separator":         {"\u2028", "U+2028"},
		"paragraph separator":    {"\u2029", "U+2029"},
		"byte order mark":        {"\ufeff", "U+FEFF"},
		"language tag":           {"\U000e0001", "U+E0001"},
		"interlinear annotation": {"\ufff9", "U+FFF9"},
	} {
		t.Run(name, func(t *testing.T) {
			for field, terms := range map[string]jsonObject{
				"opzegging.gericht-aan":  notice("gericht-aan", "de Regio"+c.sign+"Gooi"),
				"na-afloop.omschrijving": {"na-afloop": jsonObject{"duur": "1 jaar", "omschrijving": "Zij bewaren" + c.sign + "niets."}},
				"looptijd.gebeurtenis":   {"looptijd": jsonObject{"gebeurtenis": "de wet" + c.sign + "treedt in werking"}},
				"looptijd.artikel":       {"looptijd": jsonObject{"artikel": "3" + c.sign + "2"}},
			} {
				r := mustRefuse(t, terms)
				if r.Field != "voorwaarden."+field || !strings.Contains(r.Error(), "onzichtbaar teken ("+c.point+")") {
					t.Errorf("%s: field %s: %s", field, r.Field, r.Error())
				}
			}
		})
	}
}

func TestPicturesAreNotNames(t *testing.T) {
	for name, sign := range map[string]string{
		"grinning face":          "😀",
		"snowman":                "☃",
		"red heart":              "❤️",
		"family of four":         "👨\u200d👩\u200d👧\u200d👦",
		"flag":                   "🇳🇱",
		"thumbs up, skin tone":   "👍🏽",
		"skin tone alone":        "🏽",
		"sign of private use":    "\ue000",
		"replacement character":  "\ufffd",
		"picture of Unicode 16":  "\U0001fae9", // the tables of the toolchain may be older than the picture
		"code that has no sign":  "\U0001fbff",
		"variation for pictures": "a\ufe0f",
	} {
		t.Run(name, func(t *testing.T) {
			r := mustRefuse(t, notice("gericht-aan", "de Regio "+sign))
			if r.Field != "voorwaarden.opzegging.gericht-aan" || !strings.Contains(r.Error(), "teken") || !strings.Contains(r.Error(), "(U+") {
				t.Errorf("field %s: %s", r.Field, r.Error())
			}
		})
	}
}

func TestNamesThatPeopleReallyHave(t *testing.T) {
	for given, want := range map[string]string{
		"GGz Centraal":                            "GGz Centraal",
		"Regio Gooi en Vechtstreek":               "Regio Gooi en Vechtstreek",
		"'t Veerhuis – Laren/Eemnes (B.V.) & Co.": "'t Veerhuis – Laren/Eemnes (B.V.) & Co.",
		"  Versa   Welzijn \t":                    "Versa Welzijn",
		"Versa\u00a0Welzijn":                      "Versa Welzijn",
		"Cooperatie Cafe\u0301 Ge\u0301":          "Cooperatie Café Gé", // to NFC
		"Stichting Šarić-Öztürk":                  "Stichting Šarić-Öztürk",
		"C+J, 100% jeugd":                         "C+J, 100% jeugd",
		strings.Repeat("é", 200):                  strings.Repeat("é", 200),
	} {
		terms, r := workflow.ReadTerms(asValue(t, notice("gericht-aan", given)), "")
		if r != nil {
			t.Errorf("%q: %v", given, r)
		} else if terms.Notice.AddressedTo != want {
			t.Errorf("%q is read as %q, want %q", given, terms.Notice.AddressedTo, want)
		}
	}
}

func TestTextsAreTidied(t *testing.T) {
	for given, want := range map[string]string{
		"één regel":                        "één regel",
		"  blanks  om en\ttussen  ":        "blanks om en tussen",
		"regel één\r\nregel twee":          "regel één\nregel twee",
		"alinea één\n\n\n \nalinea twee\n": "alinea één\n\nalinea twee",
		"\n\n begin":                       "begin",
		"re\u0301gime":                     "régime",
	} {
		terms, r := workflow.ReadTerms(asValue(t, jsonObject{"na-afloop": jsonObject{"duur": "1 jaar", "omschrijving": given}}), "")
		if r != nil {
			t.Errorf("%q: %v", given, r)
		} else if terms.Aftermath.Description != want {
			t.Errorf("%q is read as %q, want %q", given, terms.Aftermath.Description, want)
		}
	}
}

// A text that was accepted once is accepted again, unchanged: facts are read back for as long as the record lives.
func TestAnAcceptedTextReadsBackAsItIs(t *testing.T) {
	read := func(t *rapid.T, s string) (string, *workflow.Refusal) {
		terms, r := workflow.ReadTerms(asValue(t, jsonObject{"na-afloop": jsonObject{"duur": "1 jaar", "omschrijving": s}, "looptijd": jsonObject{"artikel": "3.2"}}), "")
		if r != nil {
			return "", r
		}
		return terms.Aftermath.Description, nil
	}
	blank := rapid.SampledFrom([]rune(" \n\t\u00a0\u2003\u3000é\u0301\u0958"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.OneOf(blank, rapid.RuneFrom([]rune("ab"))))).Draw(t, "text")
		once, r := read(t, s)
		if r != nil {
			return
		}
		if twice, r := read(t, once); r != nil || twice != once {
			t.Fatalf("%q is read as %q, and that as %q (%v)", s, once, twice, r)
		}
	})
	// U+0958 becomes two characters in NFC, so that a text of the greatest length outgrows it.
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Repeat("\u0958", rapid.IntRange(4_990, 10_000).Draw(t, "length"))
		if once, r := read(t, s); r == nil {
			if _, r := read(t, once); r != nil {
				t.Fatalf("a text of %d characters is accepted, but not read back: %v", utf8.RuneCountInString(s), r)
			}
		}
	})
}
