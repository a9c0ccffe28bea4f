package judge

// A small file that is sound, written by hand and not by the writer of our papers, with something of everything that is
// judged: two pages, headings, a paragraph over both, a link, a word in English, a list, a table, a figure in a form, an
// image, artifacts and bookmarks. Tests break one thing in it at a time.

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// object of the sample; a reference to another is written as @name.
type sampleObject struct {
	name   string
	dict   string // what stands between its brackets; all of it for an array
	stream []byte // nil: none
	length int    // that it says its stream has; -1: the right one
	tight  bool   // endobj is not on a line of its own
}

// draft is a file that is not yet written.
type draft struct {
	header  string
	objects []*sampleObject
	trailer string
	after   string
}

func (d *draft) add(name, dict string) *sampleObject {
	o := &sampleObject{name: name, dict: dict, length: -1}
	d.objects = append(d.objects, o)
	return o
}

func (d *draft) addStream(name, dict string, data string) {
	d.add(name, dict).stream = []byte(data)
}

func (d *draft) object(name string) *sampleObject {
	for _, o := range d.objects {
		if o.name == name {
			return o
		}
	}
	panic("the sample has no object " + name)
}

// swap replaces what stands once in a text.
func swap(text, old, new string) string {
	if strings.Count(text, old) != 1 {
		panic(fmt.Sprintf("%q stands %d times in %q", old, strings.Count(text, old), text))
	}
	return strings.Replace(text, old, new, 1)
}

// change replaces something in an object.
func (d *draft) change(name, old, new string) {
	o := d.object(name)
	o.dict = swap(o.dict, old, new)
}

// redraw replaces something in the stream of an object.
func (d *draft) redraw(name, old, new string) {
	o := d.object(name)
	o.stream = []byte(swap(string(o.stream), old, new))
}

// give adds entries to an object.
func (d *draft) give(name, entries string) {
	d.object(name).dict += " " + entries
}

var referenceName = regexp.MustCompile(`@([a-z0-9-]+)`)

func (d *draft) resolve(text string) string {
	return referenceName.ReplaceAllStringFunc(text, func(ref string) string {
		for i, o := range d.objects {
			if "@"+o.name == ref {
				return fmt.Sprintf("%d 0 R", i+1)
			}
		}
		panic("the sample has no object " + ref)
	})
}

// write gives the file.
func (d *draft) write() []byte {
	var b bytes.Buffer
	b.WriteString(d.header)
	var offsets []int
	for i, o := range d.objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", i+1)
		body := d.resolve(o.dict)
		if o.stream != nil {
			length := o.length
			if length < 0 {
				length = len(o.stream)
			}
			body += fmt.Sprintf(" /Length %d", length)
		}
		if !strings.HasPrefix(body, "[") {
			body = "<<" + body + ">>"
		}
		b.WriteString(body)
		if o.stream != nil {
			fmt.Fprintf(&b, "\nstream\n%s\nendstream", o.stream)
		}
		if o.tight {
			b.WriteString(" endobj\n")
		} else {
			b.WriteString("\nendobj\n")
		}
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n%s", len(offsets)+1, d.resolve(d.trailer), start, d.after)
	return b.Bytes()
}

// codesFor gives words as the string of an operator.
func codesFor(words string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range words {
		fmt.Fprintf(&b, "%04x", glyphOf(r))
	}
	return b.String() + ">"
}

func written(words string) string {
	return "BT /F1 10 Tf 50 700 Td " + codesFor(words) + " Tj ET"
}

func marked(tag string, mcid int, content string) string {
	return fmt.Sprintf("/%s <</MCID %d>> BDC %s EMC\n", tag, mcid, content)
}

// Words of the sample that tests look for.
const headline = "kopregel"

func pageOne() string {
	return "/Artifact <</Type /Pagination /Subtype /Header>> BDC " + written(headline) + " EMC\n" +
		marked("H1", 0, written("Titel")) +
		marked("P", 1, written("Zie ")) +
		marked("Link", 2, written("voorbeeld")) +
		marked("P", 3, written(" voor ")) +
		marked("Span", 4, written("details")) +
		"/Fm1 Do\n" +
		"/Artifact <</Type /Layout>> BDC /GS1 gs 0.5 w 1 0 0 RG 0 g 50 400 m 500 400 l S EMC\n" +
		"/Artifact <</Type /Background>> BDC q 10 0 0 10 50 50 cm BI /W 1 /H 1 /CS /RGB /BPC 8 /F /AHx ID ff0000> EI Q EMC\n"
}

func pageTwo() string {
	return marked("P", 0, written(" en meer.")) +
		marked("Lbl", 1, written("a")) +
		marked("P", 2, written("eerst")) +
		marked("H2", 3, written("Kop")) +
		marked("TH", 4, written("Datum")) +
		marked("TH", 5, written("Wie")) +
		marked("TD", 6, written("1")) +
		marked("TD", 7, written("caf\u00e9")) +
		marked("P", 8, written("Tot ziens."))
}

func meanings() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n")
	b.WriteString("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	fmt.Fprintf(&b, "1 beginbfrange\n<%04X> <%04X> <0061>\nendbfrange\n", glyphOf('a'), glyphOf('z'))
	var rest []string
	for _, r := range alphabet {
		if r < 'a' || r > 'z' {
			rest = append(rest, fmt.Sprintf("<%04X> <%04X>", glyphOf(r), r))
		}
	}
	rest = append(rest, "<0000> <FFFD>", "<0100> <0041>")
	fmt.Fprintf(&b, "%d beginbfchar\n%s\nendbfchar\nendcmap\nend\nend\n", len(rest), strings.Join(rest, "\n"))
	return b.String()
}

func widthList() string {
	var b strings.Builder
	for g := range glyphCount() {
		fmt.Fprintf(&b, " %d", glyphWidth(g))
	}
	return "[0 [" + b.String()[1:] + "]]"
}

const sampleXMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Titel</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Regio</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>2024-02-01T12:00:00+01:00</xmp:CreateDate>
<xmp:ModifyDate>2024-02-01T11:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2024-02-01T11:00:00Z</xmp:MetadataDate>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>the part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`

// sample gives the sound file.
func sample() *draft {
	d := &draft{header: "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", trailer: "/Root @catalog /Info @info /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"}
	d.add("catalog", "/Type /Catalog /Pages @pages /Lang (nl-NL) /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>"+
		" /Metadata @metadata /OutputIntents [@intent] /StructTreeRoot @tree /Outlines @outline")
	d.add("info", "/Title (Titel) /Author (Regio) /CreationDate (D:20240201120000+01'00') /ModDate (D:20240201110000+00'00')")
	d.addStream("metadata", "/Type /Metadata /Subtype /XML", sampleXMP)
	d.add("intent", "/Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile @profile")
	d.addStream("profile", "/N 3", string(colourProfile()))
	d.add("pages", "/Type /Pages /Kids [@page1 @page2] /Count 2 /MediaBox [0 0 595 842]")
	d.add("page1", "/Type /Page /Parent @pages /Contents @content1 /StructParents 0 /Tabs /S /Annots [@annot]"+
		" /Resources <</Font <</F1 @font>> /XObject <</Fm1 @form>> /ExtGState <</GS1 @state>>>>")
	d.add("page2", "/Type /Page /Parent @pages /Contents @content2 /StructParents 1 /Resources <</Font <</F1 @font>>>>")
	d.addStream("content1", "", pageOne())
	d.addStream("content2", "", pageTwo())
	d.add("state", "/Type /ExtGState /BM /Normal /CA 1")
	d.addStream("form", "/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 50 500] /StructParents 2 /Resources <</XObject <</Im1 @image>>>>",
		marked("Figure", 0, "q 100 0 0 100 0 0 cm /Im1 Do Q"))
	d.addStream("image", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8", "abc")
	d.add("annot", "/Type /Annot /Subtype /Link /Rect [50 690 120 710] /F 4 /Contents (naar voorbeeld.nl) /StructParent 3 /Border [0 0 0]"+
		" /A <</S /URI /URI (https://voorbeeld.nl/)>>")
	sampleFont(d)
	sampleTree(d)
	d.add("outline", "/Type /Outlines /First @mark1 /Last @mark1 /Count 2")
	d.add("mark1", "/Title (Titel) /Parent @outline /First @mark2 /Last @mark2 /Count 1 /Dest [@page1 /XYZ 0 800 null]")
	d.add("mark2", "/Title (Kop) /Parent @mark1 /Dest [@page2 /XYZ 0 800 null]")
	return d
}

func sampleFont(d *draft) {
	program := newFontParts().program()
	d.add("font", "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Proef /Encoding /Identity-H /DescendantFonts [@cid] /ToUnicode @meanings")
	d.add("cid", "/Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Proef /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"+
		" /FontDescriptor @descriptor /CIDToGIDMap /Identity /DW 1000 /W "+widthList())
	d.add("descriptor", "/Type /FontDescriptor /FontName /ABCDEF+Proef /Flags 32 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200"+
		" /CapHeight 700 /StemV 80 /FontFile2 @program")
	d.addStream("program", fmt.Sprintf("/Length1 %d", len(program)), string(program))
	d.addStream("meanings", "", meanings())
}

// refit puts another program in the file.
func (d *draft) refit(p *fontParts) {
	program := p.program()
	d.object("program").stream = program
	d.object("program").dict = fmt.Sprintf("/Length1 %d", len(program))
}

func sampleTree(d *draft) {
	element := func(name, role, parent, rest string) {
		d.add(name, "/Type /StructElem /S /"+role+" /P @"+parent+" "+rest)
	}
	d.add("tree", "/Type /StructTreeRoot /K @document /RoleMap <</Artikel /Sect>> /ParentTree @parents /ParentTreeNextKey 4")
	element("document", "Document", "tree", "/K [@h1 @p @figure @list @artikel]")
	element("h1", "H1", "document", "/Pg @page1 /K 0")
	element("p", "P", "document", "/Pg @page1 /K [1 @link 3 @span <</Type /MCR /Pg @page2 /MCID 0>>]")
	element("link", "Link", "p", "/Pg @page1 /K [2 <</Type /OBJR /Obj @annot>>]")
	element("span", "Span", "p", "/Pg @page1 /K 4 /Lang (en)")
	element("figure", "Figure", "document", "/Pg @page1 /Alt (Een vlak) /A <</O /Layout /BBox [50 500 150 600]>> /K <</Type /MCR /Stm @form /MCID 0>>")
	element("list", "L", "document", "/A <</O /List /ListNumbering /LowerAlpha>> /K @item")
	element("item", "LI", "list", "/K [@label @body]")
	element("label", "Lbl", "item", "/Pg @page2 /K 1")
	element("body", "LBody", "item", "/K @inner")
	element("inner", "P", "body", "/Pg @page2 /K 2")
	element("artikel", "Artikel", "document", "/K [@h2 @table @last]")
	element("h2", "H2", "artikel", "/Pg @page2 /K 3")
	element("table", "Table", "artikel", "/K [@row1 @row2]")
	element("row1", "TR", "table", "/K [@th1 @th2]")
	element("th1", "TH", "row1", "/Pg @page2 /A <</O /Table /Scope /Column>> /K 4")
	element("th2", "TH", "row1", "/Pg @page2 /A <</O /Table /Scope /Column>> /K 5")
	element("row2", "TR", "table", "/K [@td1 @td2]")
	element("td1", "TD", "row2", "/Pg @page2 /K 6")
	element("td2", "TD", "row2", "/Pg @page2 /K 7")
	element("last", "P", "artikel", "/Pg @page2 /K 8")
	d.add("parents", "/Nums [0 [@h1 @p @link @p @span] 1 [@p @label @inner @h2 @th1 @th2 @td1 @td2 @last] 2 [@figure] 3 @link]")
}

// replaced gives the sample with other words standing for some: for an element, and for a part of what another shows.
func replaced() []byte {
	d := sample()
	d.give("span", "/ActualText (bijzonderheden)")
	d.redraw("content2", written("Tot ziens."), written("Tot ")+" /Span <</ActualText (kijk)>> BDC "+written("zie")+" "+written("ns.")+" EMC")
	return d.write()
}
