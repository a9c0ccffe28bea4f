package judge

// A file as it is heard: the words of its structure, in the order of the tree.

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// ReadingOrder gives the words of a file in the order in which its structure has them: one string for every stretch that
// belongs to one element. What stands for other content (ActualText) is in its place; artifacts are left out, and the
// descriptions of figures too.
func ReadingOrder(pdf []byte) ([]string, error) {
	return order(&file{bytes: pdf})
}

// ShownOrder gives the words in the same order as they are shown, whatever stands for them.
func ShownOrder(pdf []byte) ([]string, error) {
	return order(&file{bytes: pdf, asShown: true})
}

func order(f *file) (words []string, err error) {
	if err := f.read(); err != nil {
		return nil, err
	}
	for _, e := range f.tree.top {
		words = f.hear(e, words)
	}
	return words, nil
}

// instead gives what stands for content in a dictionary, unless it is asked what is shown.
func (f *file) instead(dict types.Dict) (words string, ok bool) {
	if f.asShown {
		return "", false
	}
	return f.text(dict["ActualText"])
}

// readShown gives the words of every sequence of marked content that belongs to an element.
func (f *file) readShown() map[place]string {
	shown := map[place]string{}
	f.eachMark(func(m *mark) {
		if m.mcid >= 0 {
			shown[place{m.owner, m.mcid}] += f.wordsIn(m)
		}
	})
	return shown
}

// wordsIn gives what a sequence of marked content says, with what stands for parts of it.
func (f *file) wordsIn(m *mark) string {
	if words, ok := f.instead(m.properties); ok {
		return words
	}
	var b strings.Builder
	var replaced *mark
	for _, i := range m.items {
		inner := f.replacedBy(i.mark, m)
		if inner == nil {
			b.WriteString(f.said(i))
		} else if inner != replaced {
			words, _ := f.instead(inner.properties)
			b.WriteString(words)
		}
		replaced = inner
	}
	return b.String()
}

// replacedBy gives the outermost mark within another that words stand for.
func (f *file) replacedBy(m, within *mark) (outermost *mark) {
	for ; m != nil && m != within; m = m.parent {
		if _, ok := f.instead(m.properties); ok {
			outermost = m
		}
	}
	return outermost
}

func (f *file) hear(e *element, words []string) []string {
	if said, ok := f.instead(e.dict); ok {
		return append(words, said)
	}
	var stretch strings.Builder
	flush := func() {
		if stretch.Len() > 0 {
			words = append(words, stretch.String())
			stretch.Reset()
		}
	}
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			flush()
			words = f.hear(k.element, words)
		case k.object == 0:
			stretch.WriteString(f.shown[k.place])
		}
	}
	flush()
	return words
}

// wordsOf gives the words of an element and all within it.
func (f *file) wordsOf(e *element) string {
	return strings.Join(f.hear(e, nil), "")
}
