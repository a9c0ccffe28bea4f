package templates

// The pages in the browser: their templates (html/template), style sheets and script in web/. What the templates are given
// is decided in cmd/internal/web; here they are only found.

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const webFolder = "web"

// WebFiles returns the files of the pages whose names end in suffix, with their path under web/, in order of name. Of a file
// that is in several layers the first counts.
func (l *Library) WebFiles(suffix string) (names []string, contents map[string]string, err error) {
	contents = map[string]string{}
	for _, fsys := range l.layers {
		err := fs.WalkDir(fsys, webFolder, func(file string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && file == webFolder {
				return fs.SkipAll
			}
			name := strings.TrimPrefix(file, webFolder+"/")
			if _, have := contents[name]; err != nil || d.IsDir() || have || !strings.HasSuffix(name, suffix) || strings.HasPrefix(path.Base(name), ".") {
				return err
			}
			b, err := fs.ReadFile(fsys, file)
			contents[name] = string(b)
			names = append(names, name)
			return err
		})
		if err != nil {
			return nil, nil, fmt.Errorf("templates: %w", err)
		}
	}
	slices.Sort(names)
	return names, contents, nil
}
