package judge

// The file as bytes, and the catalog.

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var fileChecks = []Check{
	{"header", "A 6.1.2", "the file begins with its version, and a comment of four bytes that are no ASCII", func(f *file, v *verdict) {
		line := header.Find(f.bytes)
		after := f.bytes[len(line):min(len(f.bytes), len(line)+5)]
		if line == nil || len(after) < 5 || after[0] != '%' || slices.ContainsFunc(after[1:], func(c byte) bool { return c < 0x80 }) {
			v.add("the first lines", "%.30q", f.bytes[:min(len(f.bytes), 30)])
		}
	}},
	{"ending", "A 6.1.3", "nothing follows the end of the file", func(f *file, v *verdict) {
		const end = "%%EOF"
		at := bytes.LastIndex(f.bytes, []byte(end))
		if at < 0 || len(bytes.Trim(f.bytes[at+len(end):], "\r\n")) > 0 || len(f.bytes)-at-len(end) > 2 {
			v.add("the last line", "%.30q", f.bytes[max(0, len(f.bytes)-30):])
		}
	}},
	{"id", "A 6.1.3", "the trailer has an ID of two strings", func(f *file, v *verdict) {
		if id := f.context.ID; len(id) != 2 || f.text(id[0]) == "" || f.text(id[1]) == "" {
			v.add("the trailer", "ID is %v", id)
		}
	}},
	{"encryption", "A 6.1.3, M 26-001", "the file is not encrypted", func(f *file, v *verdict) {
		if f.context.Encrypt != nil {
			v.add("the trailer", "it is")
		}
	}},
	{"streams", "A 6.1.7", "streams lie in the file, and are not packed with LZW", func(f *file, v *verdict) {
		f.each(func(n int, o types.Object) {
			s, ok := o.(types.StreamDict)
			if !ok {
				return
			}
			if s.Dict["F"] != nil || s.Dict["FFilter"] != nil {
				v.add(object(n), "it lies elsewhere")
			}
			for _, filter := range append(f.array(s.Dict["Filter"]), s.Dict["Filter"]) {
				if f.name(filter) == "LZWDecode" || f.name(filter) == "Crypt" {
					v.add(object(n), "it is packed with %s", f.name(filter))
				}
			}
		})
	}},
}

var header = regexp.MustCompile(`^%PDF-1\.[0-7](?:\r\n|\r|\n)`)

func object(n int) string { return fmt.Sprintf("object %d", n) }

var catalogChecks = []Check{
	{"marked", "A 6.7.1, UA 7.1, M 06-001", "the file says that it is tagged, and has no doubts", func(f *file, v *verdict) {
		info := f.dict(f.catalog["MarkInfo"])
		if !f.isTrue(info["Marked"]) || f.isTrue(info["Suspects"]) {
			v.add("the catalog", "MarkInfo is %v", info)
		}
	}},
	{"language", "A 6.7.4, UA 7.2, M 11-006", "the language of the whole is a language", func(f *file, v *verdict) {
		if lang := f.text(f.catalog["Lang"]); !language.MatchString(lang) {
			v.add("the catalog", "Lang is %q", lang)
		}
	}},
	{"title shown", "UA 7.1, M 07-001", "a reader shows the title of the document, and not the name of the file", func(f *file, v *verdict) {
		if !f.isTrue(f.dict(f.catalog["ViewerPreferences"])["DisplayDocTitle"]) {
			v.add("the catalog", "DisplayDocTitle is not true")
		}
	}},
	{"output intent", "A 6.2.3", "the colours are those of a profile that is in the file", func(f *file, v *verdict) {
		for _, o := range f.array(f.catalog["OutputIntents"]) {
			intent := f.dict(o)
			if f.name(intent["S"]) != "GTS_PDFA1" {
				continue
			}
			if words := f.wrongProfile(intent["DestOutputProfile"]); words != "" {
				v.add("the output intent", "%s", words)
			}
			if f.text(intent["OutputConditionIdentifier"]) == "" {
				v.add("the output intent", "it has no identifier")
			}
			return
		}
		v.add("the catalog", "there is no output intent")
	}},
	{"nothing happens", "A 6.5.1, A 6.6.1", "nothing is done by itself when the file is opened", func(f *file, v *verdict) {
		f.each(func(n int, o types.Object) {
			dictsIn(o, func(d types.Dict) {
				if d["AA"] != nil || d["OpenAction"] != nil {
					v.add(object(n), "it does something by itself")
				}
				if action := f.name(d["S"]); (d["Type"] == nil || f.name(d["Type"]) == "Action") && forbiddenActions[action] {
					v.add(object(n), "it has an action %s", action)
				}
			})
		})
		if names := f.dict(f.catalog["Names"]); names["JavaScript"] != nil {
			v.add("the catalog", "it has scripts")
		}
	}},
	{"nothing hidden", "A 6.8, A 6.9, A 6.1.11, UA 7.10", "no files lie in the file, no layers and no forms", func(f *file, v *verdict) {
		for _, name := range []string{"OCProperties", "AcroForm", "Requirements", "Collection", "NeedsRendering"} {
			if f.catalog[name] != nil {
				v.add("the catalog", "it has %s", name)
			}
		}
		if f.dict(f.catalog["Names"])["EmbeddedFiles"] != nil {
			v.add("the catalog", "files lie in it")
		}
	}},
}

var forbiddenActions = map[string]bool{"JavaScript": true, "Launch": true, "Sound": true, "Movie": true, "ResetForm": true, "ImportData": true, "Hide": true,
	"SetOCGState": true, "Rendition": true, "Trans": true, "GoTo3DView": true, "SubmitForm": true}

var language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// wrongProfile says what is wrong with a colour profile (ICC.1, 7.2).
func (f *file) wrongProfile(o types.Object) string {
	profile := f.stream(o)
	if n, _ := f.integer(f.dict(o)["N"]); n != 3 {
		return "the profile is not one of three colours"
	}
	switch {
	case len(profile) < 132:
		return "there is no profile"
	case int(binary.BigEndian.Uint32(profile)) != len(profile):
		return "the profile is cut off"
	case string(profile[36:40]) != "acsp" || string(profile[16:20]) != "RGB " || profile[8] > 4:
		return "the profile is none for RGB"
	case string(profile[12:16]) != "mntr" && string(profile[12:16]) != "prtr":
		return "the profile is of no screen or printer"
	}
	return ""
}
