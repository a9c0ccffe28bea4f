package judge

// What a file says of itself in XMP and in its Info (ISO 19005-2, 6.6; ISO 14289-1, 5 and 7.1): what it is called, and which
// standards it keeps to.

import (
	"slices"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func (f *file) readMetadata() *packet {
	raw := f.streams[number(f.catalog["Metadata"])]
	if raw == nil {
		return &packet{}
	}
	return readPacket(raw)
}

func metadataChecks() []Check {
	return []Check{
		{"UA 06-001", "ISO 14289-1, 7.1; ISO 19005-2, 6.6.2.1", "the file has metadata, in a stream that says so", lookAtMetadata},
		{"UA 06-002", "ISO 14289-1, 5", "the metadata say: PDF/UA, part 1", lookAtUAIdentification},
		{"UA 06-003", "ISO 14289-1, 7.1", "the metadata have a title", lookAtTitle},
		{"A 6.6.2.1 packet", "ISO 19005-2, 6.6.2.1", "the metadata are sound XML in UTF-8, in a packet without attributes that are forbidden", lookAtPacket},
		{"A 6.6.2.3 properties", "ISO 19005-2, 6.6.2.3.1", "every property is a known one or is described, and of the right type", lookAtProperties},
		{"A 6.6.2.3 descriptions", "ISO 19005-2, 6.6.2.3.3", "properties are described as they must be", lookAtExtensions},
		{"A 6.6.4 identification", "ISO 19005-2, 6.6.4", "the metadata say: PDF/A, part 2, level A", lookAtAIdentification},
		{"own plain-metadata", "ours", "the metadata can be read without unpacking anything", lookAtPlainMetadata},
		{"own info", "ours", "Info and metadata say the same", lookAtInfo},
		{"own dates", "ours", "dates are whole, with their zone", lookAtDates},
		{"own metadata-language", "ours", "the metadata name the language of the file", lookAtNamedLanguage},
	}
}

func lookAtMetadata(f *file, found found) {
	dict := f.dict(f.catalog["Metadata"])
	switch {
	case f.xmp.raw == nil:
		found("the catalog", "no Metadata")
	case f.name(dict["Type"]) != "Metadata" || f.name(dict["Subtype"]) != "XML":
		found("the metadata", "a stream of the type %q, %q", f.name(dict["Type"]), f.name(dict["Subtype"]))
	}
}

// identification tells whether a property has a value and the prefix that it must have.
func (p *packet) identification(name, value string, found func(string, ...any)) {
	n := p.property(name)
	if n == nil {
		found("no %s", name)
		return
	}
	if got := strings.TrimSpace(n.text); got != value {
		found("%s is %q", name, got)
	}
	if n.name() != name {
		found("%s is written as %s", name, n.name())
	}
}

func lookAtUAIdentification(f *file, found found) {
	f.xmp.identification("pdfuaid:part", "1", func(words string, args ...any) { found("the metadata", words, args...) })
}

func lookAtAIdentification(f *file, found found) {
	report := func(words string, args ...any) { found("the metadata", words, args...) }
	f.xmp.identification("pdfaid:part", "2", report)
	f.xmp.identification("pdfaid:conformance", "A", report)
}

func lookAtTitle(f *file, found found) {
	for _, title := range f.xmp.alternatives("dc:title") {
		if strings.TrimSpace(title.text) != "" {
			return
		}
	}
	found("the metadata", "no dc:title")
}

func lookAtPacket(f *file, found found) {
	if f.xmp.raw == nil {
		return
	}
	if f.xmp.fault != nil {
		found("the metadata", "%v", f.xmp.fault)
		return
	}
	switch header := f.xmp.header; {
	case header == "":
		found("the metadata", "no packet header")
	case strings.Contains(header, "bytes=") || strings.Contains(header, "encoding="):
		found("the metadata", "a packet header with bytes or encoding")
	}
	if len(f.xmp.properties()) == 0 {
		found("the metadata", "no description")
	}
}

// Kinds of values that properties have.
const (
	plainValue = ""
	dateValue  = "Date"
	wholeValue = "Integer"
)

// knownProperties tells the kind of value of each property that needs no description: plain, or a container.
var knownProperties = map[string]string{
	"dc:contributor": "Bag", "dc:coverage": plainValue, "dc:creator": "Seq", "dc:date": "Seq", "dc:description": "Alt", "dc:format": plainValue,
	"dc:identifier": plainValue, "dc:language": "Bag", "dc:publisher": "Bag", "dc:relation": "Bag", "dc:rights": "Alt", "dc:source": plainValue,
	"dc:subject": "Bag", "dc:title": "Alt", "dc:type": "Bag",
	"xmp:BaseURL": plainValue, "xmp:CreateDate": dateValue, "xmp:CreatorTool": plainValue, "xmp:Identifier": "Bag", "xmp:Label": plainValue,
	"xmp:MetadataDate": dateValue, "xmp:ModifyDate": dateValue, "xmp:Nickname": plainValue, "xmp:Rating": wholeValue,
	"xmpMM:DocumentID": plainValue, "xmpMM:InstanceID": plainValue, "xmpMM:VersionID": plainValue, "xmpMM:RenditionClass": plainValue,
	"xmpRights:Certificate": plainValue, "xmpRights:Marked": plainValue, "xmpRights:Owner": "Bag", "xmpRights:UsageTerms": "Alt", "xmpRights:WebStatement": plainValue,
	"pdf:Keywords": plainValue, "pdf:PDFVersion": plainValue, "pdf:Producer": plainValue,
	"pdfaid:part": wholeValue, "pdfaid:conformance": plainValue, "pdfaid:amd": plainValue, "pdfaid:corr": plainValue,
	"pdfaExtension:schemas": "Bag",
}

// canonical gives the name of a node under the prefix that this package knows its namespace by.
func (n *node) canonical() string {
	for prefix, space := range spaces {
		if space == n.space {
			return prefix + ":" + n.local
		}
	}
	return n.name()
}

func lookAtProperties(f *file, found found) {
	described := f.xmp.described()
	seen := map[string]bool{}
	for _, n := range f.xmp.properties() {
		name := n.canonical()
		if seen[name] {
			found("the metadata", "%s is said twice", name)
		}
		seen[name] = true
		kind, known := knownProperties[name]
		if !known {
			kind, known = described[n.space+n.local]
		}
		if !known {
			found("the metadata", "%s is not a known property, and not described", n.name())
		} else if !n.isOf(kind) {
			found("the metadata", "%s has a value of the wrong type", n.name())
		}
	}
}

// isOf tells whether a property has a value of a kind.
func (n *node) isOf(kind string) bool {
	switch kind {
	case "Alt", "Bag", "Seq":
		items := n.items(kind)
		return len(items) > 0 && len(n.kids) == 1 && !slices.ContainsFunc(items, func(i *node) bool { return !i.is("rdf:li") })
	case dateValue:
		_, ok := xmpDate(n.text)
		return ok && len(n.kids) == 0
	case wholeValue:
		return len(n.kids) == 0 && n.text != "" && strings.Trim(n.text, "0123456789") == ""
	}
	return len(n.kids) == 0
}

// described gives the properties that the extension schemas describe, by namespace and name, with their kind.
func (p *packet) described() map[string]string {
	described := map[string]string{}
	for _, schema := range p.property("pdfaExtension:schemas").items("Bag") {
		space := schema.kid("pdfaSchema:namespaceURI")
		for _, property := range schema.kid("pdfaSchema:property").items("Seq") {
			name, kind := property.kid("pdfaProperty:name"), property.kid("pdfaProperty:valueType")
			if space != nil && name != nil && kind != nil {
				described[space.text+name.text] = map[string]string{"Integer": wholeValue, "Date": dateValue}[kind.text]
			}
		}
	}
	return described
}

var (
	schemaFields   = []string{"pdfaSchema:schema", "pdfaSchema:namespaceURI", "pdfaSchema:prefix", "pdfaSchema:property"}
	propertyFields = []string{"pdfaProperty:name", "pdfaProperty:valueType", "pdfaProperty:category", "pdfaProperty:description"}
	valueTypes     = []string{"Text", "Integer", "Date", "URI", "Boolean", "Real"}
)

func lookAtExtensions(f *file, found found) {
	container := f.xmp.property("pdfaExtension:schemas")
	if container == nil {
		return
	}
	if container.prefix != "pdfaExtension" || len(container.items("Bag")) == 0 {
		found("the metadata", "%s is no Bag", container.name())
	}
	for _, schema := range container.items("Bag") {
		schema.lookAtFields(schemaFields, found)
		properties := schema.kid("pdfaSchema:property").items("Seq")
		if len(properties) == 0 {
			found("the metadata", "a schema that describes no property in a Seq")
		}
		for _, property := range properties {
			property.lookAtFields(propertyFields, found)
			if kind := property.kid("pdfaProperty:valueType"); kind != nil && !slices.Contains(valueTypes, kind.text) {
				found("the metadata", "a property of the type %q", kind.text)
			}
			if category := property.kid("pdfaProperty:category"); category != nil && category.text != "internal" && category.text != "external" {
				found("the metadata", "a property of the category %q", category.text)
			}
		}
	}
}

// lookAtFields sees that a structure has the fields that it must have and no other, by their prescribed prefixes.
func (n *node) lookAtFields(fields []string, found found) {
	for _, field := range fields {
		if n.kid(field) == nil {
			found("the metadata", "a description without %s", field)
		}
	}
	for _, k := range n.kids {
		if !slices.Contains(fields, k.name()) {
			found("the metadata", "a description with %s", k.name())
		}
	}
}

func lookAtPlainMetadata(f *file, found found) {
	if filters := f.namesOf(f.dict(f.catalog["Metadata"])["Filter"]); len(filters) > 0 {
		found("the metadata", "packed by %s", strings.Join(filters, ", "))
	}
}

// said gives what the metadata say of one thing, whether plain or listed.
func (p *packet) said(name string) string {
	n := p.property(name)
	if n == nil {
		return ""
	}
	for _, container := range []string{"Alt", "Seq", "Bag"} {
		if items := n.items(container); len(items) > 0 {
			return strings.TrimSpace(items[0].text)
		}
	}
	return strings.TrimSpace(n.text)
}

// pairs tells where Info and the metadata say the same thing.
var pairs = []struct{ info, xmp string }{
	{"Title", "dc:title"}, {"Author", "dc:creator"}, {"Subject", "dc:description"}, {"Keywords", "pdf:Keywords"}, {"Creator", "xmp:CreatorTool"}, {"Producer", "pdf:Producer"},
}

var datePairs = []struct{ info, xmp string }{{"CreationDate", "xmp:CreateDate"}, {"ModDate", "xmp:ModifyDate"}}

func (f *file) info() types.Dict {
	if f.pdf.Info == nil {
		return nil
	}
	return f.dict(*f.pdf.Info)
}

func lookAtInfo(f *file, found found) {
	info := f.info()
	for _, pair := range pairs {
		if words, _ := f.text(info[pair.info]); words != f.xmp.said(pair.xmp) {
			found("Info", "%s is %q, and %s %q", pair.info, words, pair.xmp, f.xmp.said(pair.xmp))
		}
	}
	for _, pair := range datePairs {
		words, _ := f.text(info[pair.info])
		a, _ := infoDate(words)
		b, _ := xmpDate(f.xmp.value(pair.xmp))
		if !a.Equal(b) {
			found("Info", "%s is %q, and %s %q", pair.info, words, pair.xmp, f.xmp.value(pair.xmp))
		}
	}
}

func lookAtDates(f *file, found found) {
	for _, pair := range datePairs {
		words, there := f.text(f.info()[pair.info])
		if _, ok := infoDate(words); there && !ok {
			found("Info", "%s is %q", pair.info, words)
		}
	}
	for _, name := range []string{"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"} {
		if words := f.xmp.value(name); f.xmp.property(name) == nil || !zoned(words) {
			found("the metadata", "%s is %q", name, words)
		}
	}
}

// zoned tells whether a date of XMP has a time and its zone.
func zoned(words string) bool {
	_, err := time.Parse(time.RFC3339, words)
	return err == nil
}

// infoDate reads a date as Info has it (ISO 32000-1, 7.9.4), whole and with its zone.
func infoDate(words string) (time.Time, bool) {
	t, err := time.Parse("D:20060102150405Z0700", strings.ReplaceAll(words, "'", ""))
	return t, err == nil
}

// xmpDate reads a date as XMP has it.
func xmpDate(words string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, words); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func lookAtNamedLanguage(f *file, found found) {
	lang, _ := f.text(f.catalog["Lang"])
	var named []string
	for _, item := range f.xmp.property("dc:language").items("Bag") {
		named = append(named, item.text)
	}
	if f.xmp.root != nil && !slices.Contains(named, lang) {
		found("the metadata", "dc:language names %q, and the catalog %q", named, lang)
	}
}
