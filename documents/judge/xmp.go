package judge

// Metadata in XMP: a tree of XML, in which names keep the prefix that they are written with, because the standard asks for
// certain ones.

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// packet is the metadata of a file; without a root there is none, or none that can be read.
type packet struct {
	raw    []byte
	header string
	root   *node
	fault  error
}

// node is an element of XML.
type node struct {
	prefix, space, local string
	attributes           []attribute
	kids                 []*node
	text                 string
}

type attribute struct{ prefix, space, local, value string }

// spaces are the namespaces that XMP uses here, by the prefix that this package knows them under.
var spaces = map[string]string{
	"rdf":           "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"x":             "adobe:ns:meta/",
	"dc":            "http://purl.org/dc/elements/1.1/",
	"xmp":           "http://ns.adobe.com/xap/1.0/",
	"xmpMM":         "http://ns.adobe.com/xap/1.0/mm/",
	"xmpRights":     "http://ns.adobe.com/xap/1.0/rights/",
	"pdf":           "http://ns.adobe.com/pdf/1.3/",
	"pdfaid":        "http://www.aiim.org/pdfa/ns/id/",
	"pdfuaid":       "http://www.aiim.org/pdfua/ns/id/",
	"pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
	"pdfaSchema":    "http://www.aiim.org/pdfa/ns/schema#",
	"pdfaProperty":  "http://www.aiim.org/pdfa/ns/property#",
	"xml":           "http://www.w3.org/XML/1998/namespace",
}

// is tells whether a node has a name, as "dc:title", whatever its prefix.
func (n *node) is(name string) bool {
	prefix, local, _ := strings.Cut(name, ":")
	return n.local == local && n.space == spaces[prefix]
}

func (n *node) name() string { return n.prefix + ":" + n.local }

func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.is(name) {
			return k
		}
	}
	return nil
}

func (n *node) attribute(name string) string {
	prefix, local, _ := strings.Cut(name, ":")
	for _, a := range n.attributes {
		if a.local == local && a.space == spaces[prefix] {
			return a.value
		}
	}
	return ""
}

var packetHeader = regexp.MustCompile(`<\?xpacket begin=[^?]*\?>`)

func readPacket(raw []byte) *packet {
	p := &packet{raw: raw, header: string(packetHeader.Find(raw))}
	if !utf8.Valid(raw) {
		p.fault = errors.New("is not UTF-8")
		return p
	}
	p.root, p.fault = parseXML(raw)
	return p
}

// scope is an element that is open, with the namespaces that its prefixes stand for.
type scope struct {
	node   *node
	spaces map[string]string
}

func parseXML(raw []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	open := []scope{{&node{}, map[string]string{"xml": spaces["xml"]}}}
	for {
		t, err := d.RawToken()
		if t == nil {
			if len(open) > 1 {
				return nil, fmt.Errorf("%s is not ended", open[len(open)-1].node.name())
			}
			if err != nil && err.Error() != "EOF" {
				return nil, err
			}
			return open[0].node, nil
		}
		last := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			inner, err := startNode(t, last.spaces)
			if err != nil {
				return nil, err
			}
			last.node.kids = append(last.node.kids, inner.node)
			open = append(open, inner)
		case xml.EndElement:
			if len(open) == 1 || last.node.prefix != t.Name.Space || last.node.local != t.Name.Local {
				return nil, fmt.Errorf("%s:%s is ended where it is not open", t.Name.Space, t.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			last.node.text += string(t)
		}
	}
}

func startNode(t xml.StartElement, around map[string]string) (scope, error) {
	inner := scope{&node{prefix: t.Name.Space, local: t.Name.Local}, map[string]string{}}
	for prefix, space := range around {
		inner.spaces[prefix] = space
	}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" {
			inner.spaces[a.Name.Local] = a.Value
		} else if a.Name.Space == "" && a.Name.Local == "xmlns" {
			inner.spaces[""] = a.Value
		}
	}
	n := inner.node
	n.space = inner.spaces[n.prefix]
	if n.space == "" && n.prefix != "" {
		return inner, fmt.Errorf("%s has a prefix that stands for nothing", n.name())
	}
	for _, a := range t.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			n.attributes = append(n.attributes, attribute{a.Name.Space, inner.spaces[a.Name.Space], a.Name.Local, a.Value})
		}
	}
	return inner, nil
}

// properties gives what the packet says of the file: the elements in its descriptions, and their attributes as elements.
func (p *packet) properties() (list []*node) {
	if p.root == nil {
		return nil
	}
	rdf := p.root.kid("rdf:RDF")
	if meta := p.root.kid("x:xmpmeta"); meta != nil {
		rdf = meta.kid("rdf:RDF")
	}
	if rdf == nil {
		return nil
	}
	for _, description := range rdf.kids {
		list = append(list, description.kids...)
		for _, a := range description.attributes {
			if a.space != spaces["rdf"] && a.space != spaces["xml"] {
				list = append(list, &node{prefix: a.prefix, space: a.space, local: a.local, text: a.value})
			}
		}
	}
	return list
}

// property gives a property by its name; nil when it is not there.
func (p *packet) property(name string) *node {
	for _, n := range p.properties() {
		if n.is(name) {
			return n
		}
	}
	return nil
}

// value gives what a plain property says.
func (p *packet) value(name string) string {
	if n := p.property(name); n != nil {
		return strings.TrimSpace(n.text)
	}
	return ""
}

// items gives what a property lists, in a container of a kind (Alt, Bag, Seq).
func (n *node) items(container string) []*node {
	if n == nil {
		return nil
	}
	list := n.kid("rdf:" + container)
	if list == nil {
		return nil
	}
	return list.kids
}

// alternatives gives what a property says in each language.
func (p *packet) alternatives(name string) []*node {
	return p.property(name).items("Alt")
}
