package judge

// Files that are broken on purpose: one for every check at least.

import (
	"bytes"
	"compress/lzw"
	"fmt"
	"strings"
)

// breakage is one thing that is broken in the sample.
type breakage struct {
	check  string
	breaks func(*draft)
	also   []string // what cannot but be found too, for the reason that stands beside it
	bytes  func([]byte) []byte
}

// Ways to break the sample.

func change(object, old, new string) func(*draft) {
	return func(d *draft) { d.change(object, old, new) }
}

func redraw(object, old, new string) func(*draft) {
	return func(d *draft) { d.redraw(object, old, new) }
}

func give(object, entries string) func(*draft) {
	return func(d *draft) { d.give(object, entries) }
}

// draw adds something to what the first page draws.
func draw(content string) func(*draft) {
	return func(d *draft) { o := d.object("content1"); o.stream = append(o.stream, content...) }
}

func both(breaks ...func(*draft)) func(*draft) {
	return func(d *draft) {
		for _, b := range breaks {
			b(d)
		}
	}
}

func nothing(*draft) {}

// recast gives an element another role, with its content.
func recast(element, role string, mcid int, to string) func(*draft) {
	return func(d *draft) {
		d.change(element, "/S /"+role, "/S /"+to)
		for _, content := range []string{"content1", "content2", "form"} {
			o := d.object(content)
			old := fmt.Sprintf("/%s <</MCID %d>>", role, mcid)
			if bytes.Contains(o.stream, []byte(old)) {
				d.redraw(content, old, fmt.Sprintf("/%s <</MCID %d>>", to, mcid))
			}
		}
	}
}

// annotated adds an annotation to the first page, in an element of a role.
func annotated(kind, role, entries, elementEntries string) func(*draft) {
	return func(d *draft) {
		d.add("extra", "/Type /Annot /Subtype /"+kind+" /Rect [10 10 30 30] /F 4 /StructParent 4 /AP <</N @looks>> "+entries)
		d.addStream("looks", "/Type /XObject /Subtype /Form /BBox [0 0 20 20]", "")
		d.add("around", "/Type /StructElem /S /"+role+" /P @document /Pg @page1 /K <</Type /OBJR /Obj @extra>> "+elementEntries)
		d.change("page1", "/Annots [@annot]", "/Annots [@annot @extra]")
		d.change("document", "@artikel]", "@artikel @around]")
		d.change("parents", "3 @link]", "3 @link 4 @around]")
		d.change("tree", "/ParentTreeNextKey 4", "/ParentTreeNextKey 5")
	}
}

func field(entries string, role string) func(*draft) {
	return both(annotated("Widget", role, "/FT /Sig /T (handtekening) "+entries, ""), give("catalog", "/AcroForm <</Fields [@extra] /SigFlags 3>>"))
}

func squeezed(data string) string {
	var b bytes.Buffer
	w := lzw.NewWriter(&b, lzw.MSB, 8)
	w.Write([]byte(data))
	w.Close()
	return b.String()
}

// speechless is what is found when the file does not say in which language it is.
var speechless = []string{"A 6.7.4 language", "UA 11-001", "UA 11-002", "UA 11-003", "UA 11-004", "UA 11-006", "own metadata-language"}

func without(list []string, id string) (rest []string) {
	for _, s := range list {
		if s != id {
			rest = append(rest, s)
		}
	}
	return rest
}

func mute(id string) breakage {
	return breakage{check: id, breaks: change("catalog", "/Lang (nl-NL)", ""), also: without(speechless, id)} // all of it is said in one place
}

var unlisted = []string{"own bookmarks"} // the bookmarks are compared with the headings

var broken = []breakage{
	{check: "A 6.1.2 header", breaks: func(d *draft) { d.header = swap(d.header, "1.7", "1.4") }},
	{check: "A 6.1.2 binary", breaks: func(d *draft) { d.header = "%PDF-1.7\n%abcd\n" }},
	{check: "A 6.1.3 end", breaks: func(d *draft) { d.after = "meer\n" }},
	{check: "A 6.1.3 encryption", breaks: func(d *draft) { d.trailer += " /Encrypt <<>>" }},
	{check: "A 6.1.4 xref", breaks: nothing, bytes: func(b []byte) []byte { return bytes.Replace(b, []byte("xref\n0 "), []byte("xref \n0 "), 1) }},
	{check: "A 6.1.4 xref", breaks: nothing, bytes: func(b []byte) []byte { return bytes.Replace(b, []byte("00000 n \n"), []byte("00000 n\n"), 1) }},
	{check: "A 6.1.3 id", breaks: func(d *draft) { d.trailer = strings.Split(d.trailer, "/ID")[0] }},
	{check: "A 6.1.6 hex", breaks: give("catalog", "/Extra <414>")},
	{check: "A 6.1.7.1 length", breaks: func(d *draft) { d.object("image").length = 2 }},
	{check: "A 6.1.7.1 external", breaks: give("image", "/F (elders)")},
	{check: "A 6.1.7.2 filter", breaks: func(d *draft) {
		d.give("image", "/Filter /LZWDecode")
		d.object("image").stream = []byte(squeezed("abc"))
	}},
	{check: "A 6.1.8 utf-8", breaks: both(change("font", "+Proef", "+Proef#FF"), change("cid", "+Proef", "+Proef#FF"), change("descriptor", "+Proef", "+Proef#FF"))},
	{check: "A 6.1.9 spacing", breaks: func(d *draft) { d.object("state").tight = true }},
	{check: "A 6.1.13 limits", breaks: give("catalog", "/Extra 3000000000")},
	{check: "A 6.1.13 limits", breaks: draw(strings.Repeat("q ", 29) + strings.Repeat("Q ", 29))},
	{check: "A 6.1.13 page-size", breaks: give("page2", "/TrimBox [0 0 2 2]")},
	{check: "PDF 7.3 syntax", breaks: give("catalog", "/Extra 999 0 R")},
	{check: "own readable", breaks: give("image", "/Filter /FlateDecode")},

	{check: "A 6.7.2.2 marked", breaks: change("catalog", "/Marked true", "/Marked false")},
	{check: "UA 07-001", breaks: change("catalog", "/DisplayDocTitle true", "")},
	{check: "UA 07-002", breaks: change("catalog", "/DisplayDocTitle true", "/DisplayDocTitle false")},
	{check: "A 6.2.3 intent", breaks: change("intent", "/OutputConditionIdentifier (sRGB)", "")},
	{check: "A 6.2.3 intent", breaks: change("catalog", "[@intent]", "[@intent @intent]")},
	{check: "A 6.2.3 profile", breaks: redraw("profile", "mntr", "scnr")},
	{check: "A 6.2.3 profile", breaks: redraw("profile", "rTRC", "xTRC")},
	{check: "A 6.1.12 permissions", breaks: give("catalog", "/Perms <</Other <<>>>>")},
	{check: "A 6.4.1 appearances", breaks: give("catalog", "/AcroForm <</Fields [] /NeedAppearances true>>")},
	{check: "A 6.4.2 xfa", breaks: give("catalog", "/AcroForm <</Fields [] /XFA (x)>>")},
	{check: "A 6.8 files", breaks: give("catalog", "/Names <</EmbeddedFiles <</Names []>>>>")},
	{check: "A 6.9 layers", breaks: give("catalog", "/OCProperties <</OCGs [] /D <<>>>>")},
	{check: "A 6.10 presentations", breaks: give("page1", "/PresSteps <<>>")},
	{check: "A 6.11 requirements", breaks: give("catalog", "/Requirements []")},
	{check: "own known", breaks: func(d *draft) { d.add("pattern", "/PatternType 2") }},
	{check: "own known", breaks: func(d *draft) {
		d.give("image", "/Metadata @more")
		d.addStream("more", "/Type /Metadata /Subtype /XML", sampleXMP)
	}},
	{check: "own known", breaks: change("image", "/DeviceRGB", "[/Lab <</WhitePoint [1 1 1]>>]")},
	{check: "own known", breaks: change("cid", "/CIDFontType2", "/CIDFontType0")},
	{check: "own known", breaks: give("state", "/Font [@font 10]")},
	{check: "own known", breaks: both(redraw("content1", written(headline), "BT /F9 8 Tf "+codesFor(headline)+" Tj ET"), change("page1", "/F1 @font", "/F1 @font /F9 <</Type /Font>>"))},

	{check: "UA 06-001", breaks: change("metadata", "/Type /Metadata", "")},
	{check: "UA 06-002", breaks: redraw("metadata", "<pdfuaid:part>1<", "<pdfuaid:part>2<")},
	{check: "UA 06-003", breaks: func(d *draft) { d.redraw("metadata", ">Titel<", "><"); d.change("info", "/Title (Titel)", "") }},
	{check: "A 6.6.2.1 packet", breaks: redraw("metadata", " id=", ` bytes="99" id=`)},
	{check: "A 6.6.2.3 properties", breaks: redraw("metadata", "<pdfuaid:part>", "<xmp:Eigen>x</xmp:Eigen><pdfuaid:part>")},
	{check: "A 6.6.2.3 properties", breaks: redraw("metadata", "<rdf:Seq><rdf:li>Regio</rdf:li></rdf:Seq>", "Regio")},
	{check: "A 6.6.2.3 descriptions", breaks: redraw("metadata", "<pdfaProperty:category>internal", "<pdfaProperty:category>eigen")},
	{check: "A 6.6.2.3 descriptions", breaks: redraw("metadata", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", "")},
	{check: "A 6.6.4 identification", breaks: redraw("metadata", "<pdfaid:part>2", "<pdfaid:part>3")},
	{check: "A 6.6.4 identification", breaks: redraw("metadata", "conformance>A<", "conformance>B<")},
	{check: "own plain-metadata", breaks: func(d *draft) {
		o := d.object("metadata")
		d.give("metadata", "/Filter /ASCIIHexDecode")
		o.stream = fmt.Appendf(nil, "%x>", o.stream)
	}},
	{check: "own info", breaks: change("info", "(Titel)", "(Anders)")},
	{check: "own info", breaks: change("info", "20240201120000", "20240201120001")},
	{check: "own dates", breaks: both(change("info", "110000+00'00'", "110000"), redraw("metadata", "<xmp:ModifyDate>2024-02-01T11:00:00Z</xmp:ModifyDate>", ""))},
	{check: "own metadata-language", breaks: redraw("metadata", ">nl-NL<", ">en<")},

	{check: "A 6.2.4.3 colours", breaks: draw("0 0 0 1 k\n")},
	{check: "A 6.2.4.3 colours", breaks: change("image", "/DeviceRGB", "[/Indexed /DeviceCMYK 0 <00000000>]")},
	{check: "A 6.2.4.2 profiles", breaks: change("image", "/DeviceRGB", "[/ICCBased @metadata]")},
	{check: "A 6.2.5 states", breaks: give("state", "/TR /Identity")},
	{check: "A 6.2.6 intents", breaks: draw("/Eigen ri\n")},
	{check: "A 6.1.10 inline", breaks: redraw("content1", "/F /AHx", "/F /LZW")},
	{check: "A 6.2.8 images", breaks: give("image", "/Interpolate true")},
	{check: "A 6.2.9 forms", breaks: give("form", "/PS (x)")},
	{check: "A 6.2.10 blending", breaks: change("state", "/Normal", "/Eigen")},
	{check: "own opaque", breaks: change("state", "/CA 1", "/CA 0.5")},
	{check: "own opaque", breaks: change("state", "/Normal", "/Multiply")},
	{check: "UA 30-001", breaks: give("form", "/Ref <<>>")},
	{check: "UA 30-002", breaks: draw("/Fm1 Do\n"), also: []string{"PDF 14.7.4 claimed"}}, // its content then stands there twice

	{check: "A 6.2.2 operators", breaks: draw("BX eigen EX\n")},
	{check: "A 6.2.2 resources", breaks: draw("/GS2 gs\n")},
	{check: "A 6.2.2 resources", breaks: func(d *draft) {
		d.change("page2", "/Resources <</Font <</F1 @font>>>>", "")
		d.give("pages", "/Resources <</Font <</F1 @font>>>>")
	}},
	{check: "PDF 14.6 nesting", breaks: draw("q\n")},
	{check: "PDF 14.6 nesting", breaks: draw("/Artifact <</Type /Layout>> BDC\n")},
	{check: "PDF 14.6 nesting", breaks: draw("BT /Artifact <</Type /Layout>> BDC ET EMC\n")},
	{check: "UA 01-003", breaks: redraw("content1", "/H1 <</MCID 0>> BDC", "/H1 <</MCID 0>> BDC /Artifact <</Type /Layout>> BDC EMC")},
	{check: "UA 01-004", breaks: both(redraw("content1", "/H1 <</MCID 0>> BDC", "/Artifact <</Type /Layout>> BDC /H1 <</MCID 0>> BDC"), redraw("content1", "/P <</MCID 1>>", "EMC /P <</MCID 1>>"))},
	{check: "UA 01-005", breaks: draw("0 0 m 10 10 l S\n")},
	{check: "UA 01-005", breaks: draw("/Span <</Lang (nl)>> BDC " + written("los") + " EMC\n")},
	{check: "own flat-marks", breaks: both(redraw("content1", written(" voor ")+" EMC", written(" voor ")), redraw("content1", written("details")+" EMC", written("details")+" EMC EMC"))},
	{check: "own artifact-kinds", breaks: redraw("content1", "/Type /Background", "/Type /Eigen")},

	{check: "A 6.2.11.2 dictionary", breaks: change("descriptor", "/StemV 80", "")},
	{check: "A 6.2.11.2 dictionary", breaks: change("cid", "+Proef", "+Anders")},
	{check: "A 6.2.11.2 program", breaks: func(d *draft) { p := newFontParts(); p.part = 999; d.refit(p) }},
	{check: "A 6.2.11.2 program", breaks: func(d *draft) { p := newFontParts(); p.outlines[glyphOf('\'')] = nil; d.refit(p) }},
	{check: "PDF 9.10.3 cmap", breaks: redraw("meanings", "1 beginbfrange", "2 beginbfrange")},
	{check: "PDF 9.10.3 cmap", breaks: redraw("meanings", "<0100> <0041>", "<0001> <0020>")},
	{check: "UA 10-001", breaks: redraw("meanings", fmt.Sprintf("<%04X> <0031>", glyphOf('1')), fmt.Sprintf("<%04X> <>", glyphOf('1')))},
	{check: "UA 31-004", breaks: change("cid", "/CIDToGIDMap /Identity", "")},
	{check: "UA 31-009", breaks: change("descriptor", "/FontFile2 @program", "")},
	{check: "UA 31-011", breaks: func(d *draft) { p := newFontParts(); p.outlines[glyphOf('T')] = nil; d.refit(p) }},
	{check: "UA 31-014", breaks: func(d *draft) { d.give("descriptor", "/CIDSet @set"); d.addStream("set", "", "\xFF") }},
	{check: "UA 31-016", breaks: change("cid", fmt.Sprint(glyphWidth(glyphOf('T'))), "999")},
	{check: "UA 31-027", breaks: change("font", "/ToUnicode @meanings", ""), also: []string{"own bookmarks", "own link-texts"}}, // nobody knows what the headings and links say
	{check: "UA 31-028", breaks: redraw("meanings", "<0100> <0041>", "<0100> <0000>")},
	{check: "UA 31-029", breaks: redraw("meanings", "<0100> <0041>", "<0100> <FEFF>")},
	{check: "UA 31-030", breaks: redraw("content1", codesFor(headline), "<0000>")},
	{check: "A 6.2.11.7.3 private", breaks: redraw("meanings", fmt.Sprintf("<%04X> <0031>", glyphOf('1')), fmt.Sprintf("<%04X> <E000>", glyphOf('1')))},

	{check: "A 6.7.3.3 tree", breaks: change("tree", "/Type /StructTreeRoot", "")},
	{check: "PDF 14.7.2 elements", breaks: change("inner", "/P @body", "/P @item")},
	{check: "PDF 14.7.4 claimed", breaks: draw("/Span <</MCID 9>> BDC EMC\n")},
	{check: "PDF 14.7.4.4 parent-tree", breaks: change("parents", "@td1 @td2", "@td2 @td1")},
	{check: "PDF 14.7.4.4 parent-tree", breaks: change("parents", "3 @link", "3 @span")},
	{check: "PDF 14.7.4.4 parent-tree", breaks: both(change("parents", "3 @link]", "3 @link 4 [@last]]"), change("tree", "NextKey 4", "NextKey 5"))},
	{check: "PDF 14.7.4.4 parent-tree", breaks: change("page2", "/StructParents 1", "")},
	{check: "PDF 14.7.4.4 next-key", breaks: change("tree", "NextKey 4", "NextKey 3")},
	{check: "UA 01-007", breaks: change("catalog", "/Marked true", "/Marked true /Suspects true")},
	{check: "UA 02-001", breaks: change("tree", "/Artikel /Sect", "/Lid /P")},
	{check: "UA 02-003", breaks: change("tree", "/Artikel /Sect", "/Artikel /Sect /A /B /B /A")},
	{check: "UA 02-004", breaks: change("tree", "/Artikel /Sect", "/Artikel /Sect /P /Div")},
	{check: "own tag-names", breaks: redraw("content1", "/H1 <<", "/P <<")},

	{check: "UA 09-004", breaks: change("row2", "/S /TR", "/S /Div")},
	{check: "UA 09-005", breaks: change("item", "/S /LI", "/S /Div")},
	{check: "UA 09-006", breaks: change("tree", "/Artikel /Sect", "/Artikel /TOCI")},
	{check: "UA 13-004", breaks: change("figure", "/Alt (Een vlak)", "")},
	{check: "UA 14-002", breaks: recast("h1", "H1", 0, "H2"), also: []string{"own bookmarks", "own one-title"}}, // the only H1 is the first heading
	{check: "UA 14-003", breaks: recast("h2", "H2", 3, "H3"), also: unlisted},
	{check: "UA 14-006", breaks: both(recast("h1", "H1", 0, "H"), recast("h2", "H2", 3, "H"), change("document", "@h1 @p", "@h1 @h2 @p"), change("artikel", "@h2 ", ""), change("h2", "/P @artikel", "/P @document")), also: unlisted},
	{check: "UA 14-007", breaks: recast("h2", "H2", 3, "H"), also: unlisted},
	{check: "UA 15-003", breaks: change("th2", "/Scope /Column", "")},
	{check: "UA 17-002", breaks: both(recast("figure", "Figure", 0, "Formula"), change("figure", "/Alt (Een vlak)", ""))},
	{check: "UA 19-003", breaks: recast("last", "P", 8, "Note")},
	{check: "UA 19-004", breaks: both(recast("last", "P", 8, "Note"), recast("inner", "P", 2, "Note"), give("last", "/ID (n)"), give("inner", "/ID (n)"))},
	{check: "PDF 14.8.4 nesting", breaks: recast("span", "Span", 4, "P")},
	{check: "PDF 14.8.5.7 regular", breaks: give("td2", "/A <</O /Table /ColSpan 2>>")},
	{check: "PDF 14.8.5.7 regular", breaks: give("td2", "/A <</O /Table /RowSpan 2>>")},
	{check: "PDF 14.8.5.7 headers", breaks: give("td2", "/A <</O /Table /Headers [(geen)]>>")},
	{check: "PDF 14.8.5.4 figure-box", breaks: change("figure", "[50 500 150 600]", "[50 500 950 600]")},
	{check: "own document", breaks: change("document", "/S /Document", "/S /Sect")},
	{check: "own one-title", breaks: recast("h2", "H2", 3, "H1"), also: unlisted},
	{check: "own headed-tables", breaks: both(recast("th1", "TH", 4, "TD"), recast("th2", "TH", 5, "TD"))},
	{check: "own list-numbering", breaks: change("list", "/A <</O /List /ListNumbering /LowerAlpha>>", "")},
	{check: "own empty-elements", breaks: func(d *draft) {
		d.add("leeg", "/Type /StructElem /S /P /P @document")
		d.change("document", "@artikel]", "@artikel @leeg]")
	}},

	{check: "A 6.7.4 language", breaks: change("span", "(en)", "(engels_uk)")},
	{check: "UA 11-005", breaks: both(field("/TU (hier tekenen)", "Form"), change("catalog", "/Lang (nl-NL)", "")), also: speechless}, // as the cases below
	mute("UA 11-001"), mute("UA 11-002"), mute("UA 11-003"), mute("UA 11-004"), mute("UA 11-006"),
	{check: "own empty-words", breaks: give("last", "/T ()")},

	{check: "A 6.3.1 kinds", breaks: annotated("Sound", "Annot", "/Contents (toon)", ""), also: []string{"own known"}}, // no other kind is known either
	{check: "A 6.3.2 flags", breaks: change("annot", "/F 4", "/F 6")},
	{check: "A 6.3.2 flags", breaks: change("annot", "/F 4", "")},
	{check: "A 6.3.3 appearance", breaks: both(field("/TU (hier tekenen)", "Form"), change("extra", "/AP <</N @looks>>", ""))},
	{check: "A 6.5.1 actions", breaks: change("annot", "/S /URI", "/S /Launch")},
	{check: "A 6.5.1 actions", breaks: give("catalog", "/OpenAction <</S /JavaScript /JS (x)>>")},
	{check: "A 6.5.2 triggers", breaks: give("page1", "/AA <<>>")},
	{check: "UA 28-002", breaks: annotated("Text", "Div", "/Contents (notitie)", ""), also: []string{"own known"}}, // no such annotation is known
	{check: "UA 28-004", breaks: annotated("Text", "Annot", "", ""), also: []string{"own known"}},                  // as above
	{check: "UA 28-005", breaks: field("", "Form")},
	{check: "UA 28-007", breaks: annotated("TrapNet", "Annot", "/Contents (x)", ""), also: []string{"own known"}}, // as above
	{check: "UA 28-008", breaks: change("page1", "/Tabs /S", "")},
	{check: "UA 28-009", breaks: change("page1", "/Tabs /S", "/Tabs /R")},
	{check: "UA 28-010", breaks: field("/TU (hier tekenen)", "Div")},
	{check: "UA 28-011", breaks: recast("link", "Link", 2, "Span")},
	{check: "UA 28-012", breaks: change("annot", "/Contents (naar voorbeeld.nl)", "")},
	{check: "own link-targets", breaks: change("annot", "https://voorbeeld.nl/", "voorbeeld")},
	{check: "own link-areas", breaks: change("annot", "[50 690 120 710]", "[50 690 50 710]")},
	{check: "own link-looks", breaks: change("annot", "/Border [0 0 0]", "")},
	{check: "own link-looks", breaks: give("annot", "/C [1 0 0]")},
	{check: "own link-texts", breaks: redraw("content1", codesFor("voorbeeld"), codesFor("   "))},

	{check: "PDF 12.3.3 links", breaks: give("mark2", "/Prev @mark1")},
	{check: "PDF 12.3.3 counts", breaks: change("outline", "/Count 2", "/Count 1")},
	{check: "own bookmark-pages", breaks: both(change("mark1", "[@page1 ", "[@page2 "), change("mark2", "[@page2 ", "[@page1 "))},
	{check: "own bookmarks", breaks: change("mark2", "(Kop)", "(Anders)")},
}
