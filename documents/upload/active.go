package upload

// What does something when a PDF is opened, or carries something along that nobody looked at.

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"convenant/workflow"
)

// What is not accepted in a PDF, and what to do about each.
var (
	script   = active("een script (JavaScript), dat bij het openen iets kan doen")
	launch   = active("een opdracht om een programma of een ander bestand te openen")
	submit   = active("een formulier dat gegevens verstuurt of ophaalt")
	xfa      = active("een dynamisch formulier (XFA), waarvan de inhoud bij het openen kan veranderen")
	media    = active("film, geluid of een 3D-model")
	outside  = active("delen die in een ander bestand staan")
	embedded = refused("In deze PDF zitten andere bestanden.", "Haal die eruit, stuur ze elk apart als PDF, of druk deze PDF af naar een nieuwe en stuur dat.")
)

func active(what string) *workflow.Refusal {
	return refused("In deze PDF zit "+what+".", "Druk hem af naar een nieuwe PDF (‘Afdrukken’, ‘Microsoft Print to PDF’ of ‘Bewaar als PDF’), of scan de brief, en stuur dat.")
}

// byName are names that mean it wherever they stand: as the kind of an action, an annotation or a stream.
var byName = map[string]*workflow.Refusal{
	"JavaScript": script, "Launch": launch, "GoToR": launch, "GoToE": launch, "SubmitForm": submit, "ImportData": submit,
	"EmbeddedFile": embedded, "FileAttachment": embedded, "Rendition": media, "RichMedia": media, "RichMediaExecute": media,
}

// byKey are entries that mean it in whatever dictionary.
var byKey = map[string]*workflow.Refusal{
	"JS": script, "JavaScript": script, "XFA": xfa, "EmbeddedFiles": embedded, "EF": embedded, "RichMediaContent": media,
}

// ofAnnotation are kinds of annotations whose names mean something else elsewhere: Screen is a way to blend colours.
var ofAnnotation = map[string]bool{"Movie": true, "Sound": true, "Screen": true, "3D": true}

// judge looks at an object and what lies in it; what it refers to is looked at by itself.
func (w *walk) judge(o types.Object, depth int) *workflow.Refusal {
	if depth > mostDepth {
		return unreadable("Deze PDF")
	}
	switch o := o.(type) {
	case types.Name:
		return byName[string(o)]
	case types.Array:
		for _, item := range o {
			if refusal := w.judge(item, depth+1); refusal != nil {
				return refusal
			}
		}
	case types.Dict:
		return w.judgeDict(o, depth)
	case types.StreamDict:
		return w.judgeStream(o, depth)
	case types.ObjectStreamDict:
		return w.judgeStream(o.StreamDict, depth)
	case types.XRefStreamDict:
		return w.judgeStream(o.StreamDict, depth)
	}
	return nil
}

func (w *walk) judgeDict(d types.Dict, depth int) *workflow.Refusal {
	for key, value := range d {
		if refusal := byKey[key]; refusal != nil {
			return refusal
		}
		if refusal := w.judge(value, depth+1); refusal != nil {
			return refusal
		}
	}
	if d["Rect"] != nil && ofAnnotation[w.name(d["Subtype"])] {
		return media
	}
	return nil
}

func (w *walk) judgeStream(s types.StreamDict, depth int) *workflow.Refusal {
	if s.Dict["F"] != nil || s.Dict["FFilter"] != nil {
		return outside
	}
	if w.name(s.Dict["Subtype"]) == "Image" {
		width, height := w.number(s.Dict["Width"]), w.number(s.Dict["Height"])
		if width < 0 || height < 0 || height > 0 && width > w.limits.Pixels/height {
			return refused(fmt.Sprintf("In deze PDF staat een afbeelding van %d bij %d beeldpunten; dat is te groot.", width, height), "Scan met een lagere resolutie; 300 dpi is genoeg.")
		}
	}
	return w.judgeDict(s.Dict, depth)
}

// longName finds names of six letters and more in the bytes themselves. In packed data one of those does not turn up by
// chance.
var longName = regexp.MustCompile(`/(?:[A-Za-z]|#[0-9A-Fa-f]{2}){6,64}`)

var escaped = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

// hidden looks for names in the bytes as they lie: an object that the table of the file does not tell of is found by a
// reader that makes that table anew.
func hidden(b []byte) *workflow.Refusal {
	for _, at := range longName.FindAllIndex(b, -1) {
		if at[1] < len(b) && strings.IndexByte(endOfName, b[at[1]]) < 0 {
			continue // it goes on, and is another name
		}
		name := escaped.ReplaceAllFunc(b[at[0]+1:at[1]], func(e []byte) []byte {
			c, _ := hex.DecodeString(string(e[1:])) // the expression asks for two digits
			return c
		})
		if refusal := byName[string(name)]; refusal != nil {
			return refusal
		}
	}
	return nil
}

// endOfName are the bytes that end a name: white space and delimiters (ISO 32000-1, 7.2.2).
const endOfName = "\x00\t\n\f\r ()<>[]{}/%"
