package templates

// Writing a letter: every leaf of the parsed blocks is executed by itself. What comes out empty falls away, and so does
// a heading under which nothing is left.

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BlockKind tells what a Block of a letter is.
type BlockKind int

// The kinds of blocks.
const (
	ParagraphBlock BlockKind = iota + 1
	HeadingBlock
	NoteBlock // what the reader must not miss
	ListBlock
	SignBlock  // where a Partij signs
	TurnBlock  // what follows begins a page
	FillBlock  // lines that somebody fills in by hand
	TableBlock // without Columns it is a list of what the first cell of each row names
)

// Written is a letter in words.
type Written struct {
	Title   string
	Subject string
	Blocks  []Block
}

// Block is a part of a written letter. Which fields it has depends on its kind.
type Block struct {
	Kind    BlockKind
	Level   int    // of a heading: 2 to 4; of a FillBlock how many lines
	Words   string // of a paragraph, heading or note; what a FillBlock asks for
	Items   []Item
	Columns []Column
	Rows    [][]string
}

// Item is an item of a list, with its mark: "–", "1." or "a)".
type Item struct{ Mark, Words string }

// Column is a column of a table, with its share of the width.
type Column struct {
	Heading string
	Share   float64
}

// Write writes the letter. The error, in Dutch, names the line of the template.
func (t *Letter) Write(data *LetterData) (Written, error) {
	var w Written
	var err error
	if w.Title, err = execute(t.title, data); err != nil {
		return w, t.failed(err)
	}
	if w.Subject, err = execute(t.subject, data); err != nil {
		return w, t.failed(err)
	}
	for _, b := range t.blocks {
		block, err := b.write(data)
		if err != nil {
			return w, t.failed(err)
		}
		w.Blocks = append(w.Blocks, block)
	}
	w.Blocks = withoutEmpty(w.Blocks)
	return w, nil
}

func (t *Letter) failed(err error) error {
	return fmt.Errorf("de brief %s kan niet worden geschreven: %w", t.Kind, err)
}

func (b letterBlock) write(data *LetterData) (Block, error) {
	made := Block{Kind: b.kind, Level: b.level, Columns: b.columns}
	for _, row := range b.rows {
		for element := range row.elements(data) {
			cells, err := row.write(element)
			if err != nil {
				return made, err
			}
			switch filled := strings.Join(cells, "") != ""; {
			case !filled, b.kind == TableBlock && len(b.columns) == 0 && strings.Join(cells[1:], "") == "":
			case b.kind == TableBlock:
				made.Rows = append(made.Rows, cells)
			case b.kind == ListBlock:
				made.Items = append(made.Items, Item{numbered(row.mark, made.Items), cells[0]})
			default:
				made.Words = strings.TrimPrefix(made.Words+"\n"+cells[0], "\n")
			}
		}
	}
	return made, nil
}

// elements yields what the row is written for: the data, or every element of a field of it.
func (r letterRow) elements(data *LetterData) func(func(any) bool) {
	return func(yield func(any) bool) {
		if r.each == nil {
			yield(data)
			return
		}
		v := reflect.ValueOf(data).Elem()
		for _, name := range r.each {
			v = v.FieldByName(name)
		}
		for i := range v.Len() {
			if !yield(v.Index(i).Interface()) {
				return
			}
		}
	}
}

func (r letterRow) write(data any) ([]string, error) {
	cells := make([]string, len(r.leaves))
	for i, words := range r.leaves {
		var err error
		if cells[i], err = execute(words, data); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

// numbered gives the mark of the next item: a number or letter goes on from the one before it.
func numbered(mark string, before []Item) string {
	switch mark {
	case "-":
		return "–"
	case "☐":
		return mark
	}
	end := mark[len(mark)-1:]
	if n := len(before); n > 0 && strings.HasSuffix(before[n-1].Mark, end) {
		return following(before[n-1].Mark) + end
	}
	return mark
}

// The longest words that a leaf may give; a template that gives more is going round in circles.
const maxLeaf = 1 << 20

var errTooLong = errors.New("de tekst wordt te lang")

type limited struct{ strings.Builder }

func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > maxLeaf {
		return 0, errTooLong
	}
	return l.Builder.Write(b)
}

// execute gives the words of a leaf, with single blanks between them. Lines of a value stay lines.
func execute(words *leaf, data any) (string, error) {
	var out limited
	if err := words.Execute(&out, data); err != nil {
		if errors.Is(err, errTooLong) {
			return "", fmt.Errorf("%s: %w", words.Name(), errTooLong)
		}
		return "", fmt.Errorf("%s: %s", words.Name(), reasonOf(err))
	}
	lines := strings.Split(strings.ReplaceAll(out.String(), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' }), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

// withoutEmpty drops blocks without words, and headings under which nothing is left.
func withoutEmpty(blocks []Block) []Block {
	var kept []Block
	for _, b := range blocks {
		switch b.Kind {
		case SignBlock, TurnBlock:
		case ListBlock:
			if len(b.Items) == 0 {
				continue
			}
		case TableBlock:
			if len(b.Rows) == 0 {
				continue
			}
		default:
			if b.Words == "" {
				continue
			}
		}
		if b.Kind == HeadingBlock {
			kept = dropHeadings(kept, b.Level)
		}
		kept = append(kept, b)
	}
	kept = dropHeadings(kept, 0)
	if n := len(kept); n > 0 && kept[n-1].Kind == TurnBlock {
		return kept[:n-1]
	}
	return kept
}

// dropHeadings drops headings at the end under which nothing stands, when one of that level follows.
func dropHeadings(blocks []Block, level int) []Block {
	for n := len(blocks); n > 0 && blocks[n-1].Kind == HeadingBlock && blocks[n-1].Level >= level; n = len(blocks) {
		blocks = blocks[:n-1]
	}
	return blocks
}

// capitalised begins words with a capital.
func capitalised(words any) string {
	s := fmt.Sprint(words)
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// enumerate writes a list as a sentence has it: a, b en c.
func enumerate(list any) (string, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return "", errors.New("opsomming kan alleen van een lijst")
	}
	var b strings.Builder
	for i := range v.Len() {
		switch {
		case i > 0 && i == v.Len()-1:
			b.WriteString(" en ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, v.Index(i).Interface())
	}
	return b.String(), nil
}
