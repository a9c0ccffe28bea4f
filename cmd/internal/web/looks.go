package web

// The templates of the pages, the style sheet and the script, read once. The style sheet and the script stand at an address
// with their hash in it, so that a browser fetches them once and a new version at once. Pages with which something is
// recorded have more of both: who only reads does not wait for that.

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"convenant/cmd/internal/secret"
	"convenant/templates"
)

type looks struct {
	pages  map[string]*template.Template
	shared *template.Template   // the frame, and the parts that pages share
	fixed  map[string]fixedFile // by path
	read   dress                // of a page to read
	forms  dress                // of a page with which something is recorded
	made   func(name string)    // tests are told of which template a page was made
}

// dress is where the style sheet and the script of a page stand.
type dress struct{ style, script string }

// formFiles are the parts of both that only forms need.
var formFiles = []string{"stijl/80-doen.css", "stijl/85-opstellen.css", "doen.js", "opstellen.js"}

// fixedFile is a file that never changes at its address.
type fixedFile struct {
	mediaType     string
	plain, zipped []byte
}

// frameFile is the template in which every page is put; partFolder holds parts that pages share.
const (
	frameFile  = "kader.html"
	partFolder = "deel/"
	fixedPath  = "/vast/"
)

// CheckPages says which page of a library cannot be read, and why: "web/kader.html: …".
func CheckPages(library *templates.Library) error {
	return (&looks{pages: map[string]*template.Template{}}).readPages(library)
}

func newLooks(library *templates.Library) (*looks, error) {
	l := &looks{pages: map[string]*template.Template{}, fixed: map[string]fixedFile{}}
	if err := l.readPages(library); err != nil {
		return nil, err
	}
	var err error
	if l.read, err = l.dress(library, formFiles); err != nil {
		return nil, err
	}
	l.forms, err = l.dress(library, nil)
	return l, err
}

// dress keeps a style sheet and a script made of all parts but some.
func (l *looks) dress(library *templates.Library, without []string) (d dress, err error) {
	names, styles, err := library.WebFiles(".css")
	if err != nil {
		return d, err
	}
	look, refusal := library.Look()
	if refusal != nil {
		return d, refusal
	}
	var style, script strings.Builder
	style.WriteString(colours(look))
	for _, name := range names {
		if !slices.Contains(without, name) {
			style.WriteString(squeezed(styles[name]))
		}
	}
	if d.style, err = l.fix("stijl.css", "text/css; charset=utf-8", style.String()); err != nil {
		return d, err
	}
	names, scripts, err := library.WebFiles(".js")
	if err != nil {
		return d, err
	}
	for _, name := range slices.Backward(names) { // script.js says how all of it is to be read, and comes first
		if !slices.Contains(without, name) {
			script.WriteString(scripts[name])
		}
	}
	d.script, err = l.fix("script.js", "text/javascript; charset=utf-8", script.String())
	return d, err
}

// squeezed is a style sheet without its comments and most of its white, which a browser has no use for. Nothing in quotes has a
// brace beside white.
func squeezed(css string) string {
	return braces.Replace(spare.ReplaceAllString(remarks.ReplaceAllString(css, ""), "\n"))
}

var (
	remarks = regexp.MustCompile(`(?s)/\*.*?\*/`)
	spare   = regexp.MustCompile(`\n\s*`)
	braces  = strings.NewReplacer(" { ", "{", " {\n", "{", "; }", "}", ";\n}", "}", "}\n", "}", " }", "}")
)

func (l *looks) readPages(library *templates.Library) error {
	names, contents, err := library.WebFiles(".html")
	if err != nil {
		return err
	}
	shared := template.New("kader").Funcs(functions)
	for _, name := range names {
		if name == frameFile || strings.HasPrefix(name, partFolder) {
			if _, err := shared.Parse(contents[name]); err != nil {
				return fmt.Errorf("web/%s: %w", name, err)
			}
		}
	}
	for _, name := range names {
		if name == frameFile || strings.HasPrefix(name, partFolder) {
			continue
		}
		t, err := shared.Clone()
		if err == nil {
			_, err = t.Parse(contents[name])
		}
		if err != nil {
			return fmt.Errorf("web/%s: %w", name, err)
		}
		l.pages[strings.TrimSuffix(path.Base(name), ".html")] = t
	}
	l.shared = shared
	return nil
}

// colours sets the accent of the house, which the style sheets use.
func colours(look templates.Look) string {
	return fmt.Sprintf(":root{--accent-licht:%s;--accent-donker:%s}\n", look.Accent, look.AccentDark)
}

// fix keeps a file at an address that has its hash in it.
func (l *looks) fix(name, mediaType, contents string) (string, error) {
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := io.WriteString(z, contents); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	address := fixedPath + secret.Hash(contents)[:16] + "/" + name
	l.fixed[address] = fixedFile{mediaType, []byte(contents), zipped.Bytes()}
	return address, nil
}

// write fills the template of a page.
func (l *looks) write(w io.Writer, name string, p page) error {
	t := l.pages[name]
	if t == nil {
		return fmt.Errorf("web: there is no page %s", name)
	}
	if l.made != nil {
		l.made(name)
	}
	return t.ExecuteTemplate(w, "kader", p)
}

// writePart fills a part that pages share, without the frame.
func (l *looks) writePart(w io.Writer, name string, data any) error {
	return l.shared.ExecuteTemplate(w, name, data)
}

// fixed answers with the style sheet or the script.
func (v *visit) fixed() error {
	f, ok := v.web.looks.fixed[v.r.URL.Path]
	if !ok {
		return noSuchPage
	}
	h := v.w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if v.takesZipped() {
		h.Set("Content-Encoding", "gzip")
		return v.send(http.StatusOK, f.mediaType, f.zipped)
	}
	return v.send(http.StatusOK, f.mediaType, f.plain)
}
