package judge

// What is drawn on a page: the operators of its content, and to which mark each piece of it belongs.

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// content is what is drawn on a page.
type content struct {
	shown   []shown
	marks   []mark
	unknown []string // operators that there are not
	faults  []string // what is not closed, or closed twice
	colours []string // operators that choose a colour that the profile does not know
	states  []string // graphics states that are used
}

// shown is words or a line on the page.
type shown struct {
	operator string
	within   []mark // the marks that it stands in, from the outside in
	font     int    // the object of the font, of words
	codes    []int  // of words
}

// mark is a stretch of marked content.
type mark struct {
	tag  string
	mcid int // -1 for none
	kind string
	alt  string // what is said instead of it
}

func (m mark) artifact() bool { return m.tag == "Artifact" }

// token is a part of a content stream: an operator, or what one works on.
type token struct {
	operator string
	value    string // of a number, a name with its slash, a string with its bracket
}

// contentOf reads what is drawn on a page.
func (f *file) contentOf(p *page) content {
	var all []byte
	for _, part := range append(f.array(p.dict["Contents"]), p.dict["Contents"]) {
		all = append(append(all, f.stream(part)...), '\n')
	}
	r := reader{file: f, fonts: f.dict(f.dict(p.dict["Resources"])["Font"]), properties: f.dict(f.dict(p.dict["Resources"])["Properties"])}
	r.read(all)
	return r.content
}

// reader goes through the operators of a page.
type reader struct {
	*file
	content
	fonts, properties types.Dict
	open              []mark
	font              int
	inText            bool
	saved             int
}

var (
	painting = strings.Fields("f F f* B B* b b* S s sh Do BI")
	showing  = strings.Fields("Tj TJ ' \"")
	known    = strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc
		SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`)
)

func (r *reader) read(stream []byte) {
	var given []token
	for t := range tokens(stream) {
		if t.operator == "" {
			given = append(given, t)
			continue
		}
		r.do(t.operator, given)
		given = given[:0]
	}
	if len(r.open) > 0 || r.inText || r.saved != 0 {
		r.faults = append(r.faults, "something is not closed at the end")
	}
}

func (r *reader) do(operator string, given []token) {
	switch {
	case !slices.Contains(known, operator):
		r.unknown = append(r.unknown, operator)
	case operator == "BDC" || operator == "BMC":
		m := r.markOf(given)
		r.open, r.marks = append(r.open, m), append(r.marks, m)
	case operator == "EMC":
		if len(r.open) == 0 {
			r.faults = append(r.faults, "EMC without a beginning")
			return
		}
		r.open = r.open[:len(r.open)-1]
	case operator == "BT" || operator == "ET":
		if r.inText == (operator == "BT") {
			r.faults = append(r.faults, operator+" out of place")
		}
		r.inText = operator == "BT"
	case operator == "q":
		r.saved++
	case operator == "Q":
		if r.saved--; r.saved < 0 {
			r.faults = append(r.faults, "Q without q")
		}
	case operator == "Tf" && len(given) == 2:
		r.font = number(r.fonts[strings.TrimPrefix(given[0].value, "/")])
	case slices.Contains([]string{"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"}, operator):
		r.colours = append(r.colours, operator)
	case operator == "gs" && len(given) == 1:
		r.states = append(r.states, given[0].value)
	case slices.Contains(painting, operator):
		r.shown = append(r.shown, shown{operator: operator, within: slices.Clone(r.open)})
	case slices.Contains(showing, operator):
		s := shown{operator: operator, within: slices.Clone(r.open), font: r.font}
		for _, t := range given {
			s.codes = append(s.codes, codesOf(t.value)...)
		}
		r.shown = append(r.shown, s)
	}
}

// markOf reads the properties of a mark.
func (r *reader) markOf(given []token) mark {
	m := mark{mcid: -1}
	if len(given) == 0 {
		return m
	}
	m.tag = strings.TrimPrefix(given[0].value, "/")
	for i, t := range given {
		if i+1 == len(given) {
			break
		}
		switch next := given[i+1].value; t.value {
		case "/MCID":
			if n, err := strconv.Atoi(next); err == nil {
				m.mcid = n
			}
		case "/Type":
			m.kind = strings.TrimPrefix(next, "/")
		case "/ActualText", "/Alt", "/E":
			m.alt = next
		}
	}
	if len(given) == 2 && strings.HasPrefix(given[1].value, "/") {
		if n, ok := r.integer(r.dict(r.properties[given[1].value[1:]])["MCID"]); ok {
			m.mcid = n
		}
	}
	return m
}

// codesOf gives the codes of two bytes that a string shows.
func codesOf(s string) []int {
	var raw []byte
	switch {
	case strings.HasPrefix(s, "("):
		raw = unescaped(s[1 : len(s)-1])
	case strings.HasPrefix(s, "<"):
		digits := strings.Map(func(c rune) rune {
			if strings.ContainsRune("0123456789abcdefABCDEF", c) {
				return c
			}
			return -1
		}, s)
		for len(digits) >= 2 {
			n, err := strconv.ParseUint(digits[:2], 16, 8)
			if err != nil {
				break
			}
			raw, digits = append(raw, byte(n)), digits[2:]
		}
	}
	var codes []int
	for i := 0; i+1 < len(raw); i += 2 {
		codes = append(codes, int(raw[i])<<8|int(raw[i+1]))
	}
	return codes
}

// unescaped gives the bytes of a string between brackets (ISO 32000-1, 7.3.4.2).
func unescaped(s string) []byte {
	var raw []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			raw = append(raw, s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c >= '0' && c <= '7':
			end := i
			for end < len(s) && end < i+3 && s[end] >= '0' && s[end] <= '7' {
				end++
			}
			n, _ := strconv.ParseUint(s[i:end], 8, 16)
			raw, i = append(raw, byte(n)), end-1
		case strings.IndexByte("nrtbf", c) >= 0:
			raw = append(raw, "\n\r\t\b\f"[strings.IndexByte("nrtbf", c)])
		case c == '\n':
		default:
			raw = append(raw, c)
		}
	}
	return raw
}

const (
	blanks     = "\x00\t\n\f\r "
	delimiters = "()<>[]{}/%"
)

// tokens parts a content stream.
func tokens(s []byte) func(yield func(token) bool) {
	return func(yield func(token) bool) {
		for i := 0; i < len(s); {
			c := s[i]
			start := i
			switch {
			case strings.IndexByte(blanks, c) >= 0:
				i++
				continue
			case c == '%':
				for i < len(s) && s[i] != '\n' && s[i] != '\r' {
					i++
				}
				continue
			case c == '(':
				i = endOfString(s, i)
			case bytes.HasPrefix(s[i:], []byte("<<")), bytes.HasPrefix(s[i:], []byte(">>")):
				i += 2
				continue
			case c == '<':
				if end := bytes.IndexByte(s[i:], '>'); end > 0 {
					i += end + 1
				} else {
					i = len(s)
				}
			case strings.IndexByte("[]{}<>", c) >= 0:
				i++
				continue
			default:
				for i++; i < len(s) && strings.IndexByte(blanks+delimiters, s[i]) < 0; i++ {
				}
			}
			word := string(s[start:i])
			if isOperator(word) {
				if !yield(token{operator: word}) {
					return
				}
			} else if !yield(token{value: word}) {
				return
			}
		}
	}
}

func isOperator(word string) bool {
	if strings.ContainsAny(word[:1], "(</") || word == "true" || word == "false" || word == "null" {
		return false
	}
	_, err := strconv.ParseFloat(word, 64)
	return err != nil
}

// endOfString gives where a string between brackets ends.
func endOfString(s []byte, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

var contentChecks = []Check{
	{"operators", "A 6.2.2", "only operators that there are", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, o := range p.content.unknown {
				v.add(p.String(), "%q is none", o)
			}
		}
	}},
	{"closed", "ISO 32000-1 14.6", "what is begun on a page is closed on it", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, words := range p.content.faults {
				v.add(p.String(), "%s", words)
			}
		}
	}},
	{"all is marked", "UA 7.1, M 01-005", "all that is drawn is tagged, or an artifact", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, s := range p.content.shown {
				if !slices.ContainsFunc(s.within, func(m mark) bool { return m.artifact() || m.mcid >= 0 }) {
					v.add(p.String(), "%s is neither", s.operator)
					break
				}
			}
		}
	}},
	{"one of both", "UA 7.1, M 01-003, M 01-004", "no artifact stands within what is tagged, nor the other way around", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, s := range p.content.shown {
				artifact := slices.ContainsFunc(s.within, mark.artifact)
				if tagged := slices.ContainsFunc(s.within, func(m mark) bool { return m.mcid >= 0 }); artifact && tagged {
					v.add(p.String(), "%s is both", s.operator)
					break
				}
			}
		}
	}},
	{"artifacts", "UA 7.8, M 18-002", "an artifact says of what kind it is", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, m := range p.content.marks {
				if m.artifact() && !slices.Contains([]string{"Pagination", "Layout", "Page", "Background"}, m.kind) {
					v.add(p.String(), "an artifact is of the kind %q", m.kind)
					break
				}
			}
		}
	}},
	{"colours", "A 6.2.4", "colours are those of the profile: red, green and blue, or grey", func(f *file, v *verdict) {
		for _, p := range f.pages {
			for _, o := range p.content.colours {
				v.add(p.String(), "%s chooses another", o)
				break
			}
		}
		f.each(func(n int, o types.Object) {
			if d := f.dict(o); f.name(d["Subtype"]) == "Image" {
				if space := f.name(d["ColorSpace"]); space != "DeviceRGB" && space != "DeviceGray" || f.isTrue(d["Interpolate"]) || d["Alternates"] != nil || d["OPI"] != nil {
					v.add(object(n), "an image has the colours %s", space)
				}
			}
		})
	}},
	{"opaque", "A 6.2.10", "nothing shines through", func(f *file, v *verdict) {
		f.each(func(n int, o types.Object) {
			dictsIn(o, func(d types.Dict) {
				if d["SMask"] != nil && f.name(d["SMask"]) != "None" {
					v.add(object(n), "it has a mask")
				}
				if f.name(d["Type"]) != "ExtGState" {
					return
				}
				for _, name := range []string{"CA", "ca"} {
					if d[name] != nil && f.float(d[name]) != 1 {
						v.add(object(n), "%s is %v", name, d[name])
					}
				}
				if mode := f.name(d["BM"]); mode != "" && mode != "Normal" && mode != "Compatible" {
					v.add(object(n), "it mixes by %s", mode)
				}
			})
		})
	}},
}

// where names an element and the page of one of its marks.
func (p *page) mark(mcid int) string { return fmt.Sprintf("%s, mark %d", p, mcid) }
