package templates

// Letters: what a convenant calls for besides its text. A letter is one file, brieven/<soort>.md, whose front matter
// says what kind of paper it is; who sends it stands in thema/afzender.yaml. Start with brieven/LEESMIJ.md.

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"convenant/workflow"
)

const (
	letterFolder = "brieven"
	themeFile    = "thema/afzender.yaml"
)

// LetterKinds lists the kinds of papers that are written from a letter's template: all but the agreement itself.
var LetterKinds = []string{
	workflow.PaperCover, workflow.PaperAdviceInvite, workflow.PaperAdviceSummary, workflow.PaperResolutions,
	workflow.PaperSignInvite, workflow.PaperSignatures, workflow.PaperRenewalLetter, workflow.PaperNoticeLetter,
	workflow.PaperReceipt, workflow.PaperNotification, workflow.PaperProposal, workflow.PaperConsent,
	workflow.PaperRenewed, workflow.PaperLeft, workflow.PaperEnd, workflow.PaperRectification, workflow.PaperReminder,
	workflow.PaperSignal,
}

// The layouts of a letter's paper.
const (
	LetterLayout   = "brief"     // a letter, in an envelope
	CoverLayout    = "oplegger"  // a cover note, that begins with its own list of particulars
	OverviewLayout = "overzicht" // a list for a file or a meeting
	SheetLayout    = "blad"      // a sheet that goes with the agreement
)

// Who sends a letter, and who receives it.
const (
	FromRegion = "regio"
	FromParty  = "partij"
	ToParty    = "partij"
	ToRegion   = "regio"
	ToNobody   = "niemand"
)

// Letter is the template of a letter. It never changes and may be used by many at once.
type Letter struct {
	Kind      string
	Hash      string // SHA-256 over its file and the sender's
	Layout    string
	Landscape bool
	From, To  string
	title     *leaf
	subject   *leaf
	blocks    []letterBlock
	fault     *Fault
}

// Letter returns the template for a kind of paper, or a Refusal with code Unknown.
func (l *Library) Letter(kind string) (*Letter, *workflow.Refusal) {
	t := l.letters[kind]
	switch {
	case t == nil:
		return nil, &workflow.Refusal{Code: workflow.Unknown, Detail: "Er is geen sjabloon voor de brief ‘" + short(kind) + "’.",
			Remedy: "Voeg het bestand " + path.Join(letterFolder, kind+".md") + " toe."}
	case l.senderFault != nil:
		return nil, unusable(kind, l.senderFault)
	case t.fault != nil:
		return nil, unusable(kind, t.fault)
	}
	return t, nil
}

func unusable(name string, f *Fault) *workflow.Refusal {
	return &workflow.Refusal{Code: workflow.Unknown, Detail: "Het sjabloon ‘" + name + "’ is niet te gebruiken: " + f.Error(),
		Remedy: "Herstel het sjabloon. De opdracht ‘convenant sjablonen’ laat zien of het klopt."}
}

// Letters lists the kinds of letters for which there is a template, in alphabetical order.
func (l *Library) Letters() []string { return slices.Sorted(maps.Keys(l.letters)) }

// Sender returns who sends letters.
func (l *Library) Sender() Sender { return l.sender }

// openLetters reads the letters and the sender of every layer; of a file that is in several, the first layer counts.
func (l *Library) openLetters(layers []fs.FS) error {
	l.letters = map[string]*Letter{}
	theme, found, err := firstFile(layers, themeFile)
	if err != nil {
		return err
	}
	if !found {
		l.senderFault = &Fault{File: themeFile, Reason: "Dit bestand ontbreekt."}
	} else if l.sender, l.senderFault = readSender(theme); l.senderFault != nil {
		l.senderFault.File = themeFile
	}
	return eachKind(layers, letterFolder, func(kind, file string, src []byte) {
		l.letters[kind] = readLetter(kind, file, src, theme)
	})
}

// eachKind reads the templates in a folder, of which the name of the file is the kind; of a kind that is in several layers
// the first counts. A name in capitals, as README, is no kind.
func eachKind(layers []fs.FS, folder string, read func(kind, file string, src []byte)) error {
	seen := map[string]bool{}
	for _, fsys := range layers {
		files, err := fs.Glob(fsys, folder+"/*.md")
		if err != nil {
			return err
		}
		for _, file := range files {
			kind := strings.TrimSuffix(path.Base(file), ".md")
			if seen[kind] || strings.HasPrefix(kind, ".") || strings.ToUpper(kind) == kind {
				continue
			}
			src, err := fs.ReadFile(fsys, file)
			if err != nil {
				return err
			}
			seen[kind] = true
			read(kind, file, src)
		}
	}
	return nil
}

func firstFile(layers []fs.FS, name string) (src []byte, found bool, err error) {
	for _, fsys := range layers {
		src, err = fs.ReadFile(fsys, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return src, err == nil, err
		}
	}
	return nil, false, nil
}

// readLetter reads one file. What is wrong with it becomes its fault.
func readLetter(kind, file string, src, theme []byte) *Letter {
	h := sha256.New()
	for _, b := range [][]byte{src, theme} {
		fmt.Fprintf(h, "%d\n", len(b))
		h.Write(b)
	}
	t := &Letter{Kind: kind, Hash: hex.EncodeToString(h.Sum(nil)), Layout: LetterLayout, From: FromRegion, To: ToParty}
	if t.fault = t.read(src); t.fault != nil {
		t.fault.File = file
	}
	return t
}

func (t *Letter) read(src []byte) *Fault {
	front, text, firstLine, f := cutFront(src)
	if f != nil {
		return f
	}
	if f := t.readFront(front); f != nil {
		return f
	}
	t.blocks, f = parseLetter(text, firstLine)
	return f
}

// readFront reads titel, onderwerp, layout, papier, van and aan.
func (t *Letter) readFront(src []byte) *Fault {
	root, v, f := fields(src)
	if f != nil {
		return f
	}
	for _, field := range v.Fields {
		at, words := lineOf(root, field.Name), field.Value.Text
		if field.Value.Kind != workflow.TextValue || words == "" {
			return fault(at, "Bij %s hoort een tekst.", field.Name)
		}
		choose := func(choices ...string) *Fault {
			if slices.Contains(choices, words) {
				return nil
			}
			return fault(at, "Bij %s kan staan: %s.", field.Name, strings.Join(choices, ", "))
		}
		switch field.Name {
		case "titel":
			t.title, f = parseLeaf(words, at)
		case "onderwerp":
			t.subject, f = parseLeaf(words, at)
		case "layout":
			t.Layout, f = words, choose(LetterLayout, CoverLayout, OverviewLayout, SheetLayout)
		case "papier":
			t.Landscape, f = words == "liggend", choose("staand", "liggend")
		case "van":
			t.From, f = words, choose(FromRegion, FromParty)
		case "aan":
			t.To, f = words, choose(ToParty, ToRegion, ToNobody)
		default:
			f = fault(at, "Het veld ‘%s’ is hier niet bekend; kies uit titel, onderwerp, layout, papier, van en aan.", short(field.Name))
		}
		if f != nil {
			return f
		}
	}
	if t.title == nil || t.subject == nil {
		return fault(2, "Een brief heeft een titel en een onderwerp.")
	}
	for name, words := range map[string]*leaf{"titel": t.title, "onderwerp": t.subject} {
		if f := checkFields(words, reflect.TypeFor[LetterData](), lineOf(root, name)); f != nil {
			return f
		}
	}
	switch {
	case t.Layout == LetterLayout && t.Landscape:
		return fault(lineOf(root, "papier"), "Een brief staat; alleen een ander stuk kan liggen.")
	}
	return nil
}

// fields reads a YAML document that is a group of fields.
func fields(src []byte) (*yaml.Node, workflow.Value, *Fault) {
	root, f := document(src)
	if f != nil {
		return nil, workflow.Value{}, f
	}
	v, err := Node(root)
	if err != nil {
		errors.As(err, &f)
		return nil, v, f
	}
	if v.Kind != workflow.ObjectValue {
		return nil, v, fault(2, "Hier horen velden met een naam.")
	}
	return root, v, nil
}

// readSender reads thema/afzender.yaml.
func readSender(src []byte) (Sender, *Fault) {
	s := Sender{Venster: "links"}
	root, v, f := fields(src)
	if f != nil {
		return s, f
	}
	texts := map[string]*string{"organisatie": &s.Organisatie, "onderdeel": &s.Onderdeel, "retouradres": &s.Retouradres, "email": &s.Email,
		"website": &s.Website, "eenheid": &s.Eenheid, "contactpersoon": &s.Contactpersoon, "secretariaat": &s.Secretariaat, "plaats": &s.Plaats, "venster": &s.Venster}
	lists := map[string]*[]string{"adres": &s.Adres, "ondertekening": &s.Ondertekening}
	for _, field := range v.Fields {
		at := lineOf(root, field.Name)
		switch {
		case !field.Value.IsPresent() && field.Name != "":
		case texts[field.Name] != nil && field.Value.Kind == workflow.TextValue:
			*texts[field.Name] = field.Value.Text
		case lists[field.Name] != nil && field.Value.Kind == workflow.ListValue:
			*lists[field.Name] = linesOf(field.Value)
		case field.Name == "adressen" && field.Value.Kind == workflow.ObjectValue:
			s.Adressen = map[string][]string{}
			for _, party := range field.Value.Fields {
				s.Adressen[party.Name] = linesOf(party.Value)
			}
		default:
			return s, fault(at, "Het veld ‘%s’ is hier niet bekend, of er staat iets anders dan het hoort te zijn.", short(field.Name))
		}
	}
	switch {
	case s.Organisatie == "" || s.Secretariaat == "" || len(s.Ondertekening) == 0:
		return s, fault(0, "Vul ten minste organisatie, secretariaat en ondertekening in.")
	case s.Venster != "links" && s.Venster != "rechts":
		return s, fault(lineOf(root, "venster"), "Bij venster kan staan: links, rechts.")
	}
	s.Contactpersoon = cmp.Or(s.Contactpersoon, s.Secretariaat)
	return s, nil
}

func linesOf(v workflow.Value) []string {
	var lines []string
	for _, item := range v.List {
		if item.Text != "" {
			lines = append(lines, item.Text)
		}
	}
	return lines
}
