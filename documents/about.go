package documents

// What a file says about itself, twice and the same: in the particulars that PDF always had, and as XMP (ISO 19005-2,
// 6.6), with the standards that it keeps to.

import (
	"encoding/xml"
	"strings"
	"text/template"
	"time"
)

// about is what is known of a file.
type about struct {
	Title, Subject, Language, Creator, Producer, Date string
	moment                                            time.Time
}

func aboutOf(doc Document) about {
	at := moment(doc)
	return about{
		Title:    oneLine(tidy(doc.Title)),
		Subject:  oneLine(joined(tidy(doc.Kenmerk), tidy(doc.Status), tidy(doc.Stand))),
		Language: doc.Language, Creator: "convenant", Producer: Renderer, Date: at.Format(time.RFC3339), moment: at,
	}
}

// oneLine gives words with single blanks between them.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// info gives the particulars.
func (a about) info() string {
	date := pdfText(a.moment.Format("D:20060102150405+00'00'"))
	words := "<</Title" + pdfText(a.Title)
	if a.Subject != "" {
		words += "/Subject" + pdfText(a.Subject)
	}
	return words + "/Creator" + pdfText(a.Creator) + "/Producer" + pdfText(a.Producer) + "/CreationDate" + date + "/ModDate" + date + ">>"
}

// xmp gives them as XMP.
func (a about) xmp() []byte {
	var b strings.Builder
	if err := xmpTemplate.Execute(&b, a); err != nil {
		panic(err) // a template of this program, with words
	}
	return []byte(b.String())
}

var xmpTemplate = template.Must(template.New("xmp").Funcs(template.FuncMap{"words": func(s string) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(s))
	return b.String(), err
}}).Parse(xmpWords))

// xmpWords says that the file keeps to PDF/A-2a and PDF/UA-1; the latter is a property that XMP does not know by itself, so
// it is described.
const xmpWords = `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{{words .Title}}</rdf:li></rdf:Alt></dc:title>
{{- if .Subject}}
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{{words .Subject}}</rdf:li></rdf:Alt></dc:description>
{{- end}}
<dc:language><rdf:Bag><rdf:li>{{words .Language}}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{{words .Creator}}</xmp:CreatorTool>
<xmp:CreateDate>{{.Date}}</xmp:CreateDate>
<xmp:ModifyDate>{{.Date}}</xmp:ModifyDate>
<xmp:MetadataDate>{{.Date}}</xmp:MetadataDate>
<pdf:Producer>{{words .Producer}}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`
