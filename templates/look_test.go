package templates

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

const soundColours = `accent: "#0B5563", accent-donker: "#7CC7D6"`

// pictureOf gives a PNG of a size.
func pictureOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// housed opens a library whose look is src, with files beside it.
func housed(t *testing.T, src string, beside map[string][]byte) *Library {
	t.Helper()
	own := fstest.MapFS{lookFile: {Data: []byte(src)}}
	for name, b := range beside {
		own["thema/"+name] = &fstest.MapFile{Data: b}
	}
	l, err := Open(own, EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWhatIsWrongWithTheLookIsTold(t *testing.T) {
	files := map[string][]byte{
		"goed.png": pictureOf(t, 40, 20), "breed.png": pictureOf(t, mostLogoPixels+1, 2), "kapot.png": []byte("geen plaatje"),
		"half.png": pictureOf(t, 40, 20)[:60], "zwaar.png": append(pictureOf(t, 40, 20), make([]byte, mostLogoBytes)...),
	}
	for src, want := range map[string]string{
		`{` + soundColours + `}`: "",
		`{` + soundColours + `, logo: goed.png, logo-tekst: Ons logo}`: "",
		`{accent: "#0B5563"}`:                                                   "Bij accent-donker hoort een kleur",
		`{accent: "#9DB8BE", accent-donker: "#7CC7D6"}`:                         "niet goed te lezen: het contrast is 2,0 : 1",
		`{accent: "#777777", accent-donker: "#7CC7D6"}`:                         "het contrast is 4,4 : 1, en 4,5 : 1 is nodig",
		`{accent: "#0B5563", accent-donker: "#0B5563"}`:                         "De kleur #0B5563 is op de donkere achtergrond niet goed te lezen",
		`{accent: blauw, accent-donker: "#7CC7D6"}`:                             "Bij accent hoort een kleur",
		`{` + soundColours + `, kopje: x}`:                                      "Het veld ‘kopje’ is hier niet bekend; kies uit accent,",
		`{` + soundColours + `, kop: x}`:                                        "Bij kop horen velden met een naam",
		`{` + soundColours + `, kop: {adres: x}}`:                               "kan alleen naam en website staan, niet ‘adres’",
		`{` + soundColours + `, kop: {naam: [x]}}`:                              "Bij kop hoort een tekst",
		`{` + soundColours + `, koppen: {algemeen: {site: x}}}`:                 "niet ‘site’",
		`{` + soundColours + `, logo: goed.png}`:                                "Schrijf bij logo-tekst",
		`{` + soundColours + `, logo: ../goed.png, logo-tekst: x}`:              "hoort de naam van een PNG in de map thema",
		`{` + soundColours + `, logo: goed.jpg, logo-tekst: x}`:                 "hoort de naam van een PNG in de map thema",
		`{` + soundColours + `, logo: elders.png, logo-tekst: x}`:               "In de map thema staat geen bestand elders.png.",
		`{` + soundColours + `, logo: kapot.png, logo-tekst: x}`:                "is geen PNG die te lezen is",
		`{` + soundColours + `, logo: half.png, logo-tekst: x}`:                 "is geen PNG die te lezen is",
		`{` + soundColours + `, logo: breed.png, logo-tekst: x}`:                "te groot: ten hoogste 500 kB, en 2400 pixels",
		`{` + soundColours + `, logo: zwaar.png, logo-tekst: x}`:                "te groot",
		`{` + soundColours + `, anderstalig: {engels: [empowerment]}}`:          "‘engels’ is geen code van een taal",
		`{` + soundColours + `, anderstalig: {en: empowerment}}`:                "een lijst van woorden",
		`{` + soundColours + `, anderstalig: [empowerment]}`:                    "Bij anderstalig horen velden met een naam",
		`{` + soundColours + `, anderstalig: {en: [sense of urgency], de: []}}`: "",
	} {
		_, refusal := housed(t, src, files).Look()
		switch {
		case want == "" && refusal != nil:
			t.Errorf("%s: %v", src, refusal)
		case want != "" && (refusal == nil || !strings.Contains(refusal.Error(), want)):
			t.Errorf("%s: got %v, want %s", src, refusal, want)
		}
	}
}

func TestAConvenantHasTheHeadOfItsTemplate(t *testing.T) {
	look, refusal := housed(t, `{`+soundColours+`, kop: {naam: Regio}, koppen: {herstelnetwerk: {naam: Regio · Herstel, website: www.herstel.example}}}`, nil).Look()
	if refusal != nil {
		t.Fatal(refusal)
	}
	if look.HeadOf("algemeen") != (Head{Name: "Regio"}) || look.HeadOf("herstelnetwerk") != (Head{"Regio · Herstel", "www.herstel.example"}) {
		t.Errorf("got %+v", look)
	}
}

// What a paper looks like is part of what it is made from, so another logo is another look.
func TestTheHashOfALookCoversItsLogo(t *testing.T) {
	src := `{` + soundColours + `, logo: logo.png, logo-tekst: Ons logo}`
	hashes := map[string]bool{}
	for _, l := range []*Library{
		housed(t, src, map[string][]byte{"logo.png": pictureOf(t, 40, 20)}), housed(t, src, map[string][]byte{"logo.png": pictureOf(t, 41, 20)}),
		housed(t, src+" ", map[string][]byte{"logo.png": pictureOf(t, 40, 20)}),
	} {
		look, refusal := l.Look()
		if refusal != nil {
			t.Fatal(refusal)
		}
		hashes[look.Hash] = true
	}
	if len(hashes) != 3 {
		t.Errorf("%d hashes of three looks", len(hashes))
	}
}

// The embedded look is what an operator copies and changes: what it leaves out is explained in it.
func TestTheEmbeddedLookExplainsEveryField(t *testing.T) {
	src, err := fs.ReadFile(EmbeddedFS(), lookFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range strings.FieldsFunc(strings.ReplaceAll(lookFields, " en ", ", "), func(r rune) bool { return r == ',' || r == ' ' }) {
		if !strings.Contains(string(src), "\n"+field+":") && !strings.Contains(string(src), "\n# "+field+":") {
			t.Errorf("%s does not tell of %s", lookFile, field)
		}
	}
}
