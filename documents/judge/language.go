package judge

// In which language words are (ISO 14289-1, 7.2; ISO 19005-2, 6.7.4): a screen reader pronounces them by it.

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func languageChecks() []Check {
	return []Check{
		{"A 6.7.4 language", "ISO 19005-2, 6.7.4; ISO 14289-1, 7.2", "the file says in which language it is, and every language is one", lookAtLanguages},
		{"UA 11-001", "ISO 14289-1, 7.2", "the language of all text is known", lookAtTextLanguage},
		{"UA 11-002", "ISO 14289-1, 7.2", "the language of what stands for other content is known", lookAtAltLanguage},
		{"UA 11-003", "ISO 14289-1, 7.2", "the language of the bookmarks is known", lookAtOutlineLanguage},
		{"UA 11-004", "ISO 14289-1, 7.2", "the language of what annotations say is known", lookAtAnnotationLanguage},
		{"UA 11-005", "ISO 14289-1, 7.2", "the language of what fields are called is known", lookAtFieldLanguage},
		{"UA 11-006", "ISO 14289-1, 7.2", "the language of the title is known", lookAtMetadataLanguage},
		{"own empty-words", "ours", "what is said in words is not empty", lookAtEmptyWords},
	}
}

// hasLanguage tells whether the file as a whole says in which language it is.
func (f *file) hasLanguage() bool {
	lang, _ := f.text(f.catalog["Lang"])
	return lang != ""
}

func lookAtLanguages(f *file, found found) {
	if !f.hasLanguage() {
		found("the catalog", "no Lang")
	}
	look := func(where string, dict types.Dict) {
		if lang, ok := f.text(dict["Lang"]); ok && !isLanguage(lang) {
			found(where, "the language %q", lang)
		}
	}
	look("the catalog", f.catalog)
	for _, e := range f.tree.all {
		look(e.path, e.dict)
	}
	f.eachMark(func(m *mark) { look(m.String(), m.properties) })
}

// isLanguage tells whether a tag is one of BCP 47, of a language that exists.
func isLanguage(tag string) bool {
	_, err := language.Parse(tag)
	return err == nil && tag != "" && !strings.Contains(tag, "_")
}

// languageAt tells whether the language of what an element holds is known.
func (f *file) languageAt(e *element) bool {
	for ; e != nil; e = e.parent {
		if lang, _ := f.text(e.dict["Lang"]); lang != "" {
			return true
		}
	}
	return f.hasLanguage()
}

func lookAtTextLanguage(f *file, found found) {
	for _, s := range f.drawn {
		for _, i := range s.items {
			tagged, isArtifact := i.mark.belonging()
			if i.kind == textItem && !isArtifact && !f.languageAt(f.tree.owner(tagged)) && !f.languageOfMark(i.mark) {
				found(s.where, "the language of%s is not known", f.quoted(i))
			}
		}
	}
}

func (f *file) languageOfMark(m *mark) bool {
	for ; m != nil; m = m.parent {
		if lang, _ := f.text(m.properties["Lang"]); lang != "" {
			return true
		}
	}
	return false
}

// replacing is what stands for other content.
var replacing = []string{"Alt", "ActualText", "E"}

func lookAtAltLanguage(f *file, found found) {
	for _, e := range f.tree.all {
		for _, key := range replacing {
			if e.dict[key] != nil && !f.languageAt(e) {
				found(e.path, "the language of its %s is not known", key)
			}
		}
	}
	f.eachMark(func(m *mark) {
		tagged, _ := m.belonging()
		for _, key := range replacing {
			if m.properties[key] != nil && !f.languageAt(f.tree.owner(tagged)) && !f.languageOfMark(m) {
				found(m.String(), "the language of its %s is not known", key)
			}
		}
	})
}

func lookAtOutlineLanguage(f *file, found found) {
	if f.dict(f.catalog["Outlines"])["First"] != nil && !f.hasLanguage() {
		found("the bookmarks", "the catalog has no Lang")
	}
}

func lookAtAnnotationLanguage(f *file, found found) {
	for _, a := range f.annotations() {
		if a.dict["Contents"] != nil && !f.languageAt(f.elementOf(a)) {
			found(a.String(), "the language of its Contents is not known")
		}
	}
}

func lookAtFieldLanguage(f *file, found found) {
	for _, a := range f.annotations() {
		if a.dict["TU"] != nil && !f.languageAt(f.elementOf(a)) {
			found(a.String(), "the language of its TU is not known")
		}
	}
}

func lookAtMetadataLanguage(f *file, found found) {
	for _, alternative := range f.xmp.alternatives("dc:title") {
		if lang := alternative.attribute("xml:lang"); lang == "" || lang == "x-default" && !f.hasLanguage() {
			found("dc:title", "the language %q", lang)
		}
	}
}

func lookAtEmptyWords(f *file, found found) {
	look := func(where string, dict types.Dict, keys ...string) {
		for _, key := range keys {
			if words, ok := f.text(dict[key]); ok && strings.TrimSpace(words) == "" {
				found(where, "%s is empty", key)
			}
		}
	}
	for _, e := range f.tree.all {
		look(e.path, e.dict, "Alt", "ActualText", "E", "T")
	}
	for i, b := range f.bookmarks() {
		look(fmt.Sprintf("bookmark %d", i+1), b.dict, "Title")
	}
}
