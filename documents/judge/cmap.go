package judge

// What the codes of a font mean: its ToUnicode map (ISO 32000-1, 9.10.3).

import (
	"fmt"
)

// cmap is a map from codes to characters.
type cmap struct {
	meanings map[int]string
	ranges   [][2]int // of codes that there are
	faults   []string // in how it is written
}

// mostInList is how many lines a list in a map may have.
const mostInList = 100

func readCMap(b []byte) *cmap {
	c := &cmap{meanings: map[int]string{}}
	l := &lexer{bytes: b}
	announced := 0
	for t := l.next(); t.kind != endToken; t = l.next() {
		switch {
		case t.kind == intToken:
			announced = int(t.number)
		case t.is("begincodespacerange"):
			c.list(l, announced, "endcodespacerange", 2, c.codeSpace)
		case t.is("beginbfchar"):
			c.list(l, announced, "endbfchar", 2, c.char)
		case t.is("beginbfrange"):
			c.list(l, announced, "endbfrange", 3, c.runOf)
		}
	}
	if len(c.ranges) == 0 {
		c.fault("no range of codes")
	}
	for code := range c.meanings {
		if !c.covers(code) {
			c.fault("code %04X has a meaning, and is in no range of codes", code)
		}
	}
	return c
}

func (c *cmap) fault(words string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(words, args...))
}

func (c *cmap) covers(code int) bool {
	for _, r := range c.ranges {
		if code >= r[0] && code <= r[1] {
			return true
		}
	}
	return false
}

// entry is a word of a line in a list; an array has its words as parts.
type entry struct {
	bytes []byte
	parts [][]byte
}

// list reads a list, line by line.
func (c *cmap) list(l *lexer, announced int, end string, columns int, line func([]entry)) {
	var row []entry
	count := 0
	for t := l.next(); !t.is(end); t = l.next() {
		if t.kind == endToken {
			c.fault("no %s", end)
			return
		}
		e := entry{bytes: t.bytes}
		if t.kind == openArray {
			for t = l.next(); t.kind == hexToken; t = l.next() {
				e.parts = append(e.parts, t.bytes)
			}
		}
		if row = append(row, e); len(row) == columns {
			line(row)
			row = nil
			count++
		}
	}
	if count != announced || count > mostInList || len(row) > 0 {
		c.fault("a list of %d lines that says it has %d, of at most %d", count, announced, mostInList)
	}
}

func code(b []byte) (v int) {
	for _, c := range b {
		v = v<<8 | int(c)
	}
	return v
}

func (c *cmap) codeSpace(row []entry) {
	from, to := row[0].bytes, row[1].bytes
	if len(from) != 2 || len(to) != 2 {
		c.fault("codes of %d bytes", len(from))
	}
	c.ranges = append(c.ranges, [2]int{code(from), code(to)})
}

func (c *cmap) char(row []entry) {
	c.set(code(row[0].bytes), fromUTF16(row[1].bytes))
}

func (c *cmap) set(code int, meaning string) {
	if _, again := c.meanings[code]; again {
		c.fault("code %04X has two meanings", code)
	}
	c.meanings[code] = meaning
}

// runOf reads a range: codes that follow each other, and so do what they mean. Only the last byte may count up.
func (c *cmap) runOf(row []entry) {
	from, to := code(row[0].bytes), code(row[1].bytes)
	if from > to || from>>8 != to>>8 {
		c.fault("a range from %04X to %04X", from, to)
		to = min(to, from|0xFF)
	}
	if row[2].parts != nil {
		if len(row[2].parts) != to-from+1 {
			c.fault("a range of %d codes with %d meanings", to-from+1, len(row[2].parts))
		}
		for i, part := range row[2].parts {
			c.set(from+i, fromUTF16(part))
		}
		return
	}
	meaning := append([]byte(nil), row[2].bytes...)
	if len(meaning) == 0 {
		c.fault("a range from %04X without a meaning", from)
		return
	}
	last := len(meaning) - 1
	if int(meaning[last])+to-from > 0xFF {
		c.fault("a range from %04X that counts past the last byte of what it means", from)
	}
	for i := from; i <= to; i++ {
		c.set(i, fromUTF16(meaning))
		meaning[last]++
	}
}
