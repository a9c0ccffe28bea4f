package templates

// The pages in the browser: their templates (html/template), style sheets and script in web/, and the accent colour of the
// house in thema/huisstijl.yaml. What the templates are given is decided in cmd/internal/web; here they are only found.

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

const (
	webFolder   = "web"
	lookFile    = "thema/huisstijl.yaml"
	leastRatio  = 4.5 // WCAG 2.2, 1.4.3
	lightGround = "#ffffff"
	darkGround  = "#14191d" // as --kleur-grond in web/stijl
)

// Look is the accent colour, as "#0B5563": on a light and on a dark ground.
type Look struct{ Accent, AccentDark string }

// Look returns the colours of the house.
func (l *Library) Look() Look { return l.look }

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

// openLook reads the colours of the first layer that has them.
func (l *Library) openLook(layers []fs.FS) error {
	for _, fsys := range layers {
		src, err := fs.ReadFile(fsys, lookFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		l.look, l.lookFault = readLook(src)
		if l.lookFault != nil {
			l.lookFault.File = lookFile
		}
		return nil
	}
	l.lookFault = &Fault{File: lookFile, Reason: "Dit bestand ontbreekt."}
	return nil
}

func readLook(src []byte) (Look, *Fault) {
	root, v, f := fields(src)
	if f != nil {
		return Look{}, f
	}
	look := Look{Accent: v.Get("accent").Text, AccentDark: v.Get("accent-donker").Text}
	for _, field := range v.Fields {
		if field.Name != "accent" && field.Name != "accent-donker" {
			return look, fault(lineOf(root, field.Name), "Het veld ‘%s’ is hier niet bekend; kies uit accent en accent-donker.", short(field.Name))
		}
	}
	for _, c := range []struct{ field, colour, ground, on string }{
		{"accent", look.Accent, lightGround, "wit"}, {"accent-donker", look.AccentDark, darkGround, "de donkere achtergrond"},
	} {
		ratio, ok := contrast(c.colour, c.ground)
		if !ok {
			return look, fault(lineOf(root, c.field), "Bij %s hoort een kleur als \"#0B5563\", met de aanhalingstekens.", c.field)
		}
		if ratio < leastRatio {
			return look, fault(lineOf(root, c.field), "De kleur %s is op %s niet goed te lezen: het contrast is %.1f : 1, en 4,5 : 1 is nodig.", c.colour, c.on, ratio)
		}
	}
	return look, nil
}

// contrast is the ratio of two colours, each as "#rrggbb" (WCAG 2.2, contrast ratio).
func contrast(a, b string) (ratio float64, ok bool) {
	x, okA := luminance(a)
	y, okB := luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), okA && okB
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(colour string) (float64, bool) {
	digits, marked := strings.CutPrefix(colour, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !marked || len(digits) != len("rrggbb") || err != nil {
		return 0, false
	}
	linear := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 0xff
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0), true
}
