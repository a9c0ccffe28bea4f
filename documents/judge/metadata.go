package judge

// What the file says of itself: in XMP for machines, and in the particulars that older readers show.

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var metadataChecks = []Check{
	{"metadata", "A 6.6.2, UA 7.1, M 06-002", "the catalog has metadata that can be read", func(f *file, v *verdict) {
		if _, err := f.xmp(); err != nil {
			v.add("the metadata", "%v", err)
		}
	}},
	{"conformance", "A 6.6.4, UA 5, M 06-003", "the metadata say that the file is PDF/A-2a and PDF/UA-1", func(f *file, v *verdict) {
		x, _ := f.xmp()
		for _, p := range [][2]string{{"http://www.aiim.org/pdfa/ns/id/ part", "2"}, {"http://www.aiim.org/pdfa/ns/id/ conformance", "A"}, {"http://www.aiim.org/pdfua/ns/id/ part", "1"}} {
			if x[p[0]] != p[1] {
				v.add("the metadata", "%s is %q", p[0], x[p[0]])
			}
		}
	}},
	{"schema", "A 6.6.2.3", "what the metadata use beyond the standard is described in them", func(f *file, v *verdict) {
		x, _ := f.xmp()
		if !strings.Contains(x["http://www.aiim.org/pdfa/ns/schema# namespaceURI"], "http://www.aiim.org/pdfua/ns/id/") {
			v.add("the metadata", "the schema of PDF/UA is not described")
		}
	}},
	{"title", "UA 7.1, M 06-004", "the metadata have a title", func(f *file, v *verdict) {
		if x, _ := f.xmp(); strings.TrimSpace(x["http://purl.org/dc/elements/1.1/ title"]) == "" {
			v.add("the metadata", "there is none")
		}
	}},
	{"agreement", "A 6.6.3", "the metadata and the particulars say the same", func(f *file, v *verdict) {
		x, _ := f.xmp()
		info := types.Dict{}
		if f.context.Info != nil {
			info = f.dict(*f.context.Info)
		}
		for _, p := range particulars {
			given, told := f.text(info[p.name]), x[p.property]
			if info[p.name] == nil || given == told || p.date && sameMoment(given, told) {
				continue
			}
			v.add("the particulars", "%s is %q, and in the metadata %q", p.name, given, told)
		}
	}},
}

// particulars are what both say.
var particulars = []struct {
	name, property string
	date           bool
}{
	{"Title", "http://purl.org/dc/elements/1.1/ title", false}, {"Author", "http://purl.org/dc/elements/1.1/ creator", false},
	{"Subject", "http://purl.org/dc/elements/1.1/ description", false}, {"Keywords", "http://ns.adobe.com/pdf/1.3/ Keywords", false},
	{"Creator", "http://ns.adobe.com/xap/1.0/ CreatorTool", false}, {"Producer", "http://ns.adobe.com/pdf/1.3/ Producer", false},
	{"CreationDate", "http://ns.adobe.com/xap/1.0/ CreateDate", true}, {"ModDate", "http://ns.adobe.com/xap/1.0/ ModifyDate", true},
}

// sameMoment reports that a date as the particulars write it and one of the metadata are the same.
func sameMoment(given, told string) bool {
	at, ok := dateOf(given)
	other, err := time.Parse(time.RFC3339, told)
	return ok && err == nil && at.Equal(other)
}

// dateOf reads a date as the particulars have it: D:20240201120000+01'00'.
func dateOf(s string) (time.Time, bool) {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405Z0700", "20060102150405-0700"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// xmp reads the metadata: what is said, by the namespace and the name of each property. What is said several times is
// strung together.
func (f *file) xmp() (map[string]string, error) {
	packet := f.stream(f.catalog["Metadata"])
	if len(packet) == 0 {
		return nil, errors.New("there are none")
	}
	said := map[string]string{}
	d := xml.NewDecoder(strings.NewReader(string(packet)))
	var path []xml.Name
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return said, nil
		}
		if err != nil {
			return said, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			path = append(path, t.Name)
			for _, a := range t.Attr {
				said[a.Name.Space+" "+a.Name.Local] += a.Value
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			for i := len(path) - 1; i >= 0; i-- {
				if words := strings.TrimSpace(string(t)); words != "" && path[i].Space != "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
					said[path[i].Space+" "+path[i].Local] += words
					break
				}
			}
		}
	}
}
