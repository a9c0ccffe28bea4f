package documents

// Finishing: from what the back end drew to a file that is fit for the archive (PDF/A-2a, ISO 19005-2) and for a screen
// reader (PDF/UA-1, ISO 14289-1). The pages stay as they were drawn; what a reader needs to know about them is added, and
// everything is compressed once. One pass over the back end's objects, in memory.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// draft is what was drawn, and what is known of it.
type draft struct {
	doc    Document
	tree   *tree
	sheets []sheet
	fonts  *fontsUsed
	raw    []byte // the back end's file, not compressed
}

// finish gives the file.
func finish(d draft) ([]byte, error) {
	f, err := readFile(d.raw)
	if err != nil {
		return nil, err
	}
	f.compress()
	resources := d.putResources(f)
	d.findSheets(f)
	d.putLinks(f)
	catalog, info := d.patch(f, resources)
	about := aboutOf(d.doc)
	f.put(info, object{words: about.info(), apart: true})
	metadata := f.stream("/Type/Metadata/Subtype/XML", stream{bytes: about.xmp(), plain: true})
	profile := f.stream("/N 3", sRGB())
	words := "<</Type/Catalog/Version/1.7/Pages 1 0 R/Lang" + pdfText(d.doc.Language) + "/MarkInfo<</Marked true>>" +
		"/ViewerPreferences<</DisplayDocTitle true>>/Metadata " + ref(metadata) + "/StructTreeRoot " + ref(putTree(f, d.tree, d.sheets)) +
		"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile " + ref(profile) + ">>]"
	if outline := putOutline(f, d); outline != 0 {
		words += "/Outlines " + ref(outline)
		if d.doc.Layout == Book {
			words += "/PageMode/UseOutlines"
		}
	}
	f.put(catalog, object{words: words + ">>", apart: true})
	return f.write(catalog, info), nil
}

// compress compresses the streams that are not yet: pages, but not images.
func (f *file) compress() {
	for i, o := range f.objects {
		if o.stream != nil && !strings.Contains(o.words, "/Filter") {
			s := compressed(o.stream.bytes)
			f.objects[i].stream = &s
		}
	}
}

// putFonts writes the faces that are used, and gives the words by which pages name them.
func (d draft) putFonts(f *file) string {
	var names strings.Builder
	for in := range families {
		for face := range faces {
			if d.fonts[in][face] != nil {
				names.WriteString("/" + fontName(in, face) + " " + ref(d.fonts.embedded(in, face).put(f)))
			}
		}
	}
	return names.String()
}

// findSheets finds the object of each page.
func (d draft) findSheets(f *file) {
	n := 0
	for i, o := range f.objects {
		if strings.HasPrefix(o.words, "<</Type /Page\n") {
			d.sheets[n].number = i + 1
			n++
		}
	}
}

// putLinks writes where the words of links stand, for who points at them.
func (d draft) putLinks(f *file) {
	key := len(d.sheets)
	for _, s := range d.sheets {
		for i := range s.links {
			l := &s.links[i]
			l.number = f.add("<</Type/Annot/Subtype/Link/Rect[" + l.area.corners() + "]/Border[0 0 0]/F 4/P " + ref(s.number) +
				"/StructParent " + strconv.Itoa(key) + "/Contents" + pdfText(l.of.alt) + "/A<</S/URI/URI" + pdfText(inASCII(l.of.target)) + ">>>>")
			key++
		}
	}
}

// inASCII writes an address as addresses are sent: other letters by their bytes.
func inASCII(address string) string {
	var b strings.Builder
	for _, c := range []byte(address) {
		if c > ' ' && c <= '~' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// putResources writes what pages draw with, and gives the words by which they name it.
func (d draft) putResources(f *file) string {
	words := "/Font<<" + d.putFonts(f) + ">>"
	if logo := d.doc.Theme.Logo; logo != nil {
		words += "/XObject<</" + logoName + " " + ref(logo.put(f)) + ">>"
	}
	return words
}

var noResources = regexp.MustCompile(`/Font <<\s*>>\s*/XObject <<\s*>>`)

// patch gives pages what they lack, and the resources what they draw with. It gives the numbers of the back end's catalog
// and particulars, for others to stand there.
func (d draft) patch(f *file, resources string) (catalog, info int) {
	for key, s := range d.sheets {
		o := &f.objects[s.number-1]
		words := "/StructParents " + strconv.Itoa(key) + "/Tabs/S"
		if len(s.links) > 0 {
			var links []string
			for _, l := range s.links {
				links = append(links, ref(l.number))
			}
			words += "/Annots[" + strings.Join(links, " ") + "]"
		}
		o.words = strings.TrimSuffix(o.words, ">>") + words + ">>"
	}
	for i := range f.objects {
		o := &f.objects[i]
		switch {
		case strings.Contains(o.words, "/Type /Catalog"):
			catalog = i + 1
		case strings.Contains(o.words, "/CreationDate"):
			info = i + 1
		default:
			o.words = noResources.ReplaceAllLiteralString(o.words, resources)
		}
	}
	return catalog, info
}

// moment is when a document counts as made: at noon of its own day, whatever the clock says.
func moment(doc Document) time.Time {
	year, month, day := doc.Date.Civil()
	return time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
}
