package templates

// The look of the house, thema/huisstijl.yaml: its colours, what stands at the head of every paper, its logo, and which
// words a Dutch voice would say wrong. What cannot be read well is refused here, before anything is made with it.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"convenant/workflow"
)

const (
	lookFile    = "thema/huisstijl.yaml"
	lookFields  = "accent, accent-donker, kop, koppen, logo, logo-tekst en anderstalig"
	leastRatio  = 4.5 // WCAG 2.2, 1.4.3
	lightGround = "#ffffff"
	darkGround  = "#14191d" // as --kleur-grond in web/stijl

	mostLogoBytes  = 500_000
	mostLogoPixels = 2400 // of a side: 60 mm at 1000 to the inch
)

// Look is what every paper and page of the house has in common.
type Look struct {
	Accent     string // as "#0B5563", on a light ground
	AccentDark string // on a dark ground; only screens have one
	Head       Head   // of the papers of a convenant whose template has no head of its own
	Heads      map[string]Head
	Logo       []byte // a PNG; none when empty
	LogoWords  string // what stands for the logo where it is not seen
	Borrowed   []Borrowed
	Hash       string // SHA-256 of the file and the logo
}

// Head is what stands at the head of a paper: who it comes from, and where more is to be read. Either may be empty.
type Head struct{ Name, Website string }

// Borrowed is words from another language, as they are written.
type Borrowed struct {
	Words    string
	Language string // BCP 47
}

// HeadOf returns the head of the papers of a convenant that was drawn up from a template.
func (l Look) HeadOf(template string) Head {
	if head, own := l.Heads[template]; own {
		return head
	}
	return l.Head
}

// Look returns the look of the house, or a Refusal with code Unknown that says what is wrong with its file.
func (l *Library) Look() (Look, *workflow.Refusal) {
	if l.lookFault != nil {
		return l.look, unusable("huisstijl", l.lookFault)
	}
	return l.look, nil
}

// openLook reads the look of the first layer that has one. Its logo may stand in another.
func (l *Library) openLook(layers []fs.FS) error {
	src, found, err := firstFile(layers, lookFile)
	if err != nil {
		return err
	}
	if !found {
		l.lookFault = &Fault{File: lookFile, Reason: "Dit bestand ontbreekt."}
		return nil
	}
	r := lookReader{layers: layers, look: Look{Heads: map[string]Head{}}}
	r.read(src)
	if r.err != nil {
		return r.err
	}
	l.look, l.lookFault = r.look, r.fault
	if l.lookFault != nil {
		l.lookFault.File = lookFile
	}
	h := sha256.New()
	for _, b := range [][]byte{src, l.look.Logo} {
		fmt.Fprintf(h, "%d\n", len(b))
		h.Write(b)
	}
	l.look.Hash = hex.EncodeToString(h.Sum(nil))
	return nil
}

// lookReader reads a look. The first fault is the answer.
type lookReader struct {
	layers []fs.FS
	root   *yaml.Node
	look   Look
	fault  *Fault
	err    error // of reading files
}

// wrong keeps what is wrong with a field, unless something was already.
func (r *lookReader) wrong(field, format string, args ...any) {
	if r.fault == nil {
		r.fault = fault(lineOf(r.root, field), format, args...)
	}
}

func (r *lookReader) read(src []byte) {
	var v workflow.Value
	if r.root, v, r.fault = fields(src); r.fault != nil {
		return
	}
	logo := ""
	for _, f := range v.Fields {
		switch f.Name {
		case "accent":
			r.look.Accent = f.Value.Text
		case "accent-donker":
			r.look.AccentDark = f.Value.Text
		case "kop":
			r.look.Head = r.head(f.Name, f.Value)
		case "koppen":
			for _, of := range r.group(f.Name, f.Value) {
				r.look.Heads[of.Name] = r.head(f.Name, of.Value)
			}
		case "logo":
			logo = r.text(f.Name, f.Value)
		case "logo-tekst":
			r.look.LogoWords = r.text(f.Name, f.Value)
		case "anderstalig":
			r.borrowed(f.Name, f.Value)
		default:
			r.wrong(f.Name, "Het veld ‘%s’ is hier niet bekend; kies uit %s.", short(f.Name), lookFields)
		}
	}
	r.colours()
	r.logo(logo)
}

func (r *lookReader) text(field string, v workflow.Value) string {
	if v.IsPresent() && v.Kind != workflow.TextValue {
		r.wrong(field, "Bij %s hoort een tekst.", field)
	}
	return strings.TrimSpace(v.Text)
}

func (r *lookReader) group(field string, v workflow.Value) []workflow.Field {
	if v.IsPresent() && v.Kind != workflow.ObjectValue {
		r.wrong(field, "Bij %s horen velden met een naam, ingesprongen op de volgende regels.", field)
	}
	return v.Fields
}

func (r *lookReader) head(field string, v workflow.Value) (head Head) {
	for _, f := range r.group(field, v) {
		switch f.Name {
		case "naam":
			head.Name = r.text(field, f.Value)
		case "website":
			head.Website = r.text(field, f.Value)
		default:
			r.wrong(field, "In een kop kan alleen naam en website staan, niet ‘%s’.", short(f.Name))
		}
	}
	return head
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (r *lookReader) borrowed(field string, v workflow.Value) {
	for _, language := range r.group(field, v) {
		if !languageTag.MatchString(language.Name) {
			r.wrong(field, "‘%s’ is geen code van een taal; schrijf bijvoorbeeld en, de of fr.", short(language.Name))
		}
		if language.Value.IsPresent() && language.Value.Kind != workflow.ListValue {
			r.wrong(field, "Bij %s hoort bij elke taal een lijst van woorden.", field)
		}
		for _, words := range linesOf(language.Value) {
			r.look.Borrowed = append(r.look.Borrowed, Borrowed{words, language.Name})
		}
	}
}

func (r *lookReader) colours() {
	for _, c := range []struct{ field, colour, ground, on string }{
		{"accent", r.look.Accent, lightGround, "wit"}, {"accent-donker", r.look.AccentDark, darkGround, "de donkere achtergrond"},
	} {
		ratio, ok := contrast(c.colour, c.ground)
		switch {
		case !ok:
			r.wrong(c.field, "Bij %s hoort een kleur als \"#0B5563\", met de aanhalingstekens.", c.field)
		case ratio < leastRatio:
			told := strings.ReplaceAll(fmt.Sprintf("%.1f", math.Floor(ratio*10)/10), ".", ",")
			r.wrong(c.field, "De kleur %s is op %s niet goed te lezen: het contrast is %s : 1, en 4,5 : 1 is nodig.", c.colour, c.on, told)
		}
	}
}

// logo reads the logo, a file beside the look.
func (r *lookReader) logo(name string) {
	if name == "" || r.fault != nil {
		return
	}
	if path.Base(name) != name || !strings.EqualFold(path.Ext(name), ".png") {
		r.wrong("logo", "Bij logo hoort de naam van een PNG in de map thema, zoals logo.png.")
		return
	}
	src, found, err := firstFile(r.layers, path.Join(path.Dir(lookFile), name))
	r.err = err
	switch {
	case err != nil:
	case !found:
		r.wrong("logo", "In de map thema staat geen bestand %s.", name)
	case r.look.LogoWords == "":
		r.wrong("logo", "Schrijf bij logo-tekst wat er op het logo staat, voor wie het niet kan zien.")
	default:
		r.look.Logo = src
		r.checkLogo(name, src)
	}
}

func (r *lookReader) checkLogo(name string, src []byte) {
	size, err := png.DecodeConfig(bytes.NewReader(src))
	switch {
	case err != nil:
		r.wrong("logo", "Het bestand %s is geen PNG die te lezen is.", name)
	case len(src) > mostLogoBytes || max(size.Width, size.Height) > mostLogoPixels:
		r.wrong("logo", "Het logo in %s is te groot: ten hoogste %d kB, en %d pixels breed of hoog.", name, mostLogoBytes/1000, mostLogoPixels)
	default:
		if _, err = png.Decode(bytes.NewReader(src)); err != nil {
			r.wrong("logo", "Het bestand %s is geen PNG die te lezen is.", name)
		}
	}
}

// contrast is the ratio of two colours, each as "#rrggbb" (WCAG 2.2, contrast ratio).
func contrast(a, b string) (ratio float64, ok bool) {
	x, okA := luminance(a)
	y, okB := luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), okA && okB
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(colour string) (float64, bool) {
	digits, marked := strings.CutPrefix(colour, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !marked || len(digits) != len("rrggbb") || err != nil {
		return 0, false
	}
	linear := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 0xff
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0), true
}
