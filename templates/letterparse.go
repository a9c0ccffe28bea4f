package templates

// The words of a letter are plain text in blocks that are parted by empty lines: a paragraph, a heading, a list, a
// table, a note. This parser finds the blocks in the source. What stands between {{ and }} is not looked at until each
// leaf (a paragraph, an item, a cell) is executed by itself, so that no value can become a block.

import (
	"bytes"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	texttemplate "text/template"

	"golang.org/x/text/unicode/norm"
)

// leaf is words in which values may stand: a template of its own, that is executed after the blocks are known.
type leaf = texttemplate.Template

// letterBlock is a block of a letter as parsed.
type letterBlock struct {
	kind    BlockKind
	level   int      // of a heading; of what is filled in, the number of lines
	columns []Column // of a table
	rows    []letterRow
}

// letterRow is a row of a table, an item of a list, or the one leaf of another block. With each it is written once for
// every element of that field.
type letterRow struct {
	line   int
	mark   string
	each   []string // the path of a field, as ["Partijen"]
	leaves []*leaf
}

var (
	headingLine = regexp.MustCompile(`^(#{2,4}) +(.+)$`)
	bulletLine  = regexp.MustCompile(`^(-|☐|[0-9]{1,2}\.|[a-z]\)) +(.+)$`)
	eachLine    = regexp.MustCompile(`^voor elke ((?:\.[\pL][\pL\pN]*)+):$`)
	ruleLine    = regexp.MustCompile(`^\|(?: *-{3,} *\|)+$`)
)

// What a line between square brackets asks for: where a Partij signs a letter of its own, a page that begins, and lines that
// somebody fills in by hand.
const (
	signHere = "[ondertekenen]"
	turnHere = "[nieuw blad]"
)

var fillLine = regexp.MustCompile(`^\[invullen(?: ([2-9]) regels)?: (.+)\]$`)

// letterParser reads a letter line by line.
type letterParser struct {
	line    int
	blocks  []letterBlock
	words   []string // of the open paragraph, note or item
	opened  int      // the line on which they begin
	open    BlockKind
	mark    string
	each    []string
	element reflect.Type // of what each names
	isTable bool         // the line before was of a table
}

// parseLetter reads the body of a letter; firstLine is the number of its first line in the file.
func parseLetter(text string, firstLine int) ([]letterBlock, *Fault) {
	p := &letterParser{line: firstLine - 1}
	for line := range strings.Lines(norm.NFC.String(text)) {
		p.line++
		if c := invisible(line); c != 0 {
			return nil, fault(p.line, "Hier staat een onzichtbaar teken (%U).", c)
		}
		if f := p.read(strings.TrimSpace(line)); f != nil {
			return nil, f
		}
	}
	if f := p.end(); f != nil {
		return nil, f
	}
	if p.each != nil {
		return nil, fault(p.line, "Na ‘voor elke …:’ hoort een rij, een onderdeel of een alinea.")
	}
	if len(p.blocks) == 0 {
		return nil, fault(p.line, "De brief heeft geen tekst.")
	}
	return p.blocks, nil
}

func (p *letterParser) read(line string) *Fault {
	switch {
	case line == "":
		p.isTable = false
		return p.end()
	case strings.HasPrefix(line, "voor elke "):
		if f := p.end(); f != nil {
			return f
		}
		return p.forEach(line)
	case line == signHere, line == turnHere, strings.HasPrefix(line, "[invullen"):
		if f := p.end(); f != nil {
			return f
		}
		p.isTable = false
		return p.form(line)
	case strings.HasPrefix(line, "|"):
		if f := p.end(); f != nil {
			return f
		}
		return p.row(line)
	case strings.HasPrefix(line, "#"):
		m := headingLine.FindStringSubmatch(line)
		if m == nil {
			return fault(p.line, "Een kop begint met ## en een spatie.")
		}
		if f := p.end(); f != nil {
			return f
		}
		p.start(HeadingBlock, m[2], "")
		p.blocks = append(p.blocks, letterBlock{kind: HeadingBlock, level: len(m[1])})
		return p.end()
	case strings.HasPrefix(line, "> "):
		if p.open != NoteBlock {
			if f := p.end(); f != nil {
				return f
			}
			p.start(NoteBlock, "", "")
		}
		p.words = append(p.words, strings.TrimSpace(line[2:]))
		return nil
	}
	if m := bulletLine.FindStringSubmatch(line); m != nil {
		if f := p.end(); f != nil {
			return f
		}
		p.start(ListBlock, m[2], m[1])
		return nil
	}
	if len(p.words) == 0 {
		p.start(ParagraphBlock, "", "")
	}
	p.words = append(p.words, line)
	return nil
}

// form reads a line between square brackets.
func (p *letterParser) form(line string) *Fault {
	m := fillLine.FindStringSubmatch(line)
	switch {
	case line == signHere:
		p.blocks = append(p.blocks, letterBlock{kind: SignBlock})
	case line == turnHere:
		p.blocks = append(p.blocks, letterBlock{kind: TurnBlock})
	case m != nil && p.each == nil:
		row, f := p.newRow(p.line, m[2])
		if f != nil {
			return f
		}
		lines, _ := strconv.Atoi(m[1])
		p.blocks = append(p.blocks, letterBlock{kind: FillBlock, level: max(1, lines), rows: []letterRow{row}})
	default:
		return fault(p.line, "Schrijf hier [invullen: wat er ingevuld wordt], of [invullen 3 regels: wat er ingevuld wordt].")
	}
	return nil
}

func (p *letterParser) start(kind BlockKind, words, mark string) {
	p.isTable = false
	p.open, p.opened, p.mark, p.words = kind, p.line, mark, nil
	if words != "" {
		p.words = append(p.words, words)
	}
}

// end closes the open paragraph, note, item or heading.
func (p *letterParser) end() *Fault {
	if len(p.words) == 0 {
		return nil
	}
	row, f := p.newRow(p.opened, strings.Join(p.words, " "))
	if f != nil {
		return f
	}
	row.mark, p.words = p.mark, nil
	last := len(p.blocks) - 1
	switch {
	case p.open == HeadingBlock:
		p.blocks[last].rows = []letterRow{row}
	case p.open == ListBlock && last >= 0 && p.blocks[last].kind == ListBlock:
		p.blocks[last].rows = append(p.blocks[last].rows, row)
	default:
		p.blocks = append(p.blocks, letterBlock{kind: p.open, rows: []letterRow{row}})
	}
	p.open = 0
	return nil
}

// forEach reads a line that says for what the next row, item or paragraph is repeated, and looks whether there is such
// a field.
func (p *letterParser) forEach(line string) *Fault {
	m := eachLine.FindStringSubmatch(line)
	if m == nil || p.each != nil {
		return fault(p.line, "Schrijf hier bijvoorbeeld ‘voor elke .Partijen:’, en op de volgende regel de rij of het onderdeel.")
	}
	path := strings.Split(m[1][1:], ".")
	t := reflect.TypeFor[LetterData]()
	for _, name := range path {
		field, ok := reflect.StructField{}, t.Kind() == reflect.Struct
		if ok {
			field, ok = t.FieldByName(name)
		}
		if !ok {
			return fault(p.line, "Een brief heeft geen gegeven ‘%s’; LEESMIJ.md noemt ze allemaal.", short(m[1]))
		}
		t = field.Type
	}
	if t.Kind() != reflect.Slice {
		return fault(p.line, "‘%s’ is er maar één; ‘voor elke’ kan alleen bij een lijst.", short(m[1]))
	}
	p.each, p.element = path, t.Elem()
	return nil
}

// row reads a line of a table: its headings, the line of dashes under them, or a row.
func (p *letterParser) row(line string) *Fault {
	if !strings.HasSuffix(line, "|") || len(line) < 2 {
		return fault(p.line, "Een regel van een tabel begint en eindigt met een streep |.")
	}
	cells := cellsOf(line)
	last := len(p.blocks) - 1
	if !p.isTable {
		p.blocks = append(p.blocks, letterBlock{kind: TableBlock})
		p.isTable, last = true, last+1
	}
	t := &p.blocks[last]
	if ruleLine.MatchString(line) {
		if len(t.rows) != 1 || t.columns != nil || p.each != nil {
			return fault(p.line, "De streepjes horen onder de eerste regel van de tabel.")
		}
		for i, words := range t.rows[0].leaves {
			heading := words.Root.String()
			if strings.Contains(heading, "{{") {
				return fault(p.line, "De kop van een kolom staat vast; daarin kan geen {{…}}.")
			}
			if i >= len(cells) {
				break
			}
			t.columns = append(t.columns, Column{heading, float64(len(cells[i]))})
		}
		if len(t.columns) != len(cells) || len(t.rows[0].leaves) != len(cells) {
			return fault(p.line, "De regel met streepjes heeft evenveel kolommen als die erboven.")
		}
		t.rows = nil
		return nil
	}
	row, f := p.newRow(p.line, cells...)
	if f != nil {
		return f
	}
	if n := len(t.columns); n > 0 && n != len(cells) || len(t.rows) > 0 && len(t.rows[0].leaves) != len(cells) {
		return fault(p.line, "Deze rij heeft %d kolommen; de tabel heeft er een ander aantal.", len(cells))
	}
	t.rows = append(t.rows, row)
	return nil
}

// cellsOf parts a line of a table at its bars, but not within {{ and }}.
func cellsOf(line string) []string {
	var cells []string
	start, depth := 1, 0
	for i := 1; i < len(line); i++ {
		switch {
		case strings.HasPrefix(line[i:], "{{"):
			depth++
		case strings.HasPrefix(line[i:], "}}"):
			depth--
		case line[i] == '|' && depth <= 0:
			cells = append(cells, strings.TrimSpace(line[start:i]))
			start = i + 1
		}
	}
	return cells
}

// newRow parses each leaf as a template of its own.
func (p *letterParser) newRow(line int, leaves ...string) (letterRow, *Fault) {
	row := letterRow{line: line, each: p.each}
	dot := reflect.TypeFor[LetterData]()
	if p.each != nil {
		dot = p.element
	}
	p.each = nil
	for _, words := range leaves {
		parsed, f := parseLeaf(words, line)
		if f == nil {
			f = checkFields(parsed, dot, line)
		}
		if f != nil {
			return row, f
		}
		row.leaves = append(row.leaves, parsed)
	}
	return row, nil
}

func parseLeaf(words string, line int) (*leaf, *Fault) {
	t, err := texttemplate.New("regel " + strconv.Itoa(line)).Option("missingkey=error").Funcs(letterFuncs).Parse(words)
	if err != nil {
		return nil, fault(line, "Wat hier tussen {{ en }} staat, klopt niet: %s.", reasonOf(err))
	}
	if t.Tree == nil || len(t.Templates()) > 1 {
		return nil, fault(line, "Hier kan geen ander sjabloon worden aangeroepen.")
	}
	return t, nil
}

// reasonOf takes from an error of text/template what stands after its place; the rest is for programmers.
func reasonOf(err error) string {
	words := err.Error()
	if i := strings.LastIndex(words, ">: "); i >= 0 {
		return words[i+3:]
	}
	if i := strings.LastIndex(words, ": "); i >= 0 {
		return words[i+2:]
	}
	return words
}

// cutFront parts the front matter from the text, with the number of the line on which the text begins. The empty line
// before the front matter stands for the first ---, so that lines keep their numbers.
func cutFront(src []byte) (front []byte, text string, firstLine int, f *Fault) {
	if len(src) > maxBytes {
		return nil, "", 0, fault(0, "Het bestand is te groot: ten hoogste 2 MB.")
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // as some editors write
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	rest, opens := bytes.CutPrefix(src, []byte("---\n"))
	head, body, closes := bytes.Cut(rest, []byte("\n---\n"))
	if !opens || !closes {
		return nil, "", 0, fault(1, "Het sjabloon begint met een regel ---, dan gegevens in YAML, en dan weer een regel ---.")
	}
	return append([]byte("\n"), head...), string(body), bytes.Count(head, []byte("\n")) + 4, nil
}
