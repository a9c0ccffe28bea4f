package workflow_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The house has five rooms, and the arrows between them point down only. These tests read the source of every room, of
// whatever operating system or build tag, and fail when an arrow turns. They are allow-lists: what is not named here
// has to be argued for here first. A room that is not built yet has no files, and so nothing to fail.

const module = "convenant"

// below lists what each room may import of ours, besides itself.
var below = map[string][]string{
	"workflow":  {},
	"storage":   {"workflow"},
	"templates": {"workflow"},
	"documents": {"workflow"},
	"cmd":       {"workflow", "storage", "templates", "documents"},
}

// pure lists what the rules may import besides. It is what computes; nothing in it opens a file or a connection, draws
// lots or reads a clock, except that package time can, for which there is a test of its own. Package io is there for
// io.EOF, context for looplab/fsm, and sync for a machine that is shared.
var pure = []string{
	"bytes", "cmp", "context", "crypto/hmac", "crypto/sha256", "encoding/hex", "encoding/json", "errors", "fmt", "io", "iter",
	"maps", "math", "math/bits", "slices", "sort", "strconv", "strings", "sync", "time", "unicode", "unicode/utf8",
	"github.com/looplab/fsm", "golang.org/x/text/",
}

// ownRoom lists the packages that only one room may know, so that their successors are one import away.
var ownRoom = map[string]string{
	"github.com/looplab/fsm":      "workflow",
	"github.com/go-pdf/fpdf":      "documents",
	"github.com/jmoiron/sqlx":     "storage",
	"github.com/lib/pq":           "storage",
	"modernc.org/sqlite":          "storage",
	"database/sql":                "storage",
	"github.com/robfig/cron/v3":   "cmd",
	"github.com/wneessen/go-mail": "documents",
	"github.com/pdfcpu/pdfcpu":    "documents",
}

type sourceFile struct {
	room, name string // the name from the top of the module
	file       *ast.File
	set        *token.FileSet
}

// sources parses every file of the module that is not a test.
func sources(t *testing.T) []sourceFile {
	t.Helper()
	var all []sourceFile
	top := ".."
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != top && (name[0] == '.' || name[0] == '_' || name == "testdata" || name == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		room, _, _ := strings.Cut(rel, "/")
		all = append(all, sourceFile{room, rel, file, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(all, func(s sourceFile) bool { return s.name == "workflow/date.go" }) {
		t.Fatal("the source of this package was not found; nothing would be tested")
	}
	return all
}

func importsOf(s sourceFile) []string {
	var paths []string
	for _, i := range s.file.Imports {
		path, _ := strconv.Unquote(i.Path.Value) // the parser has read it
		paths = append(paths, path)
	}
	return paths
}

// named reports whether a path stands in a list, in which a name that ends in a slash stands for all that begin so.
func named(path string, list []string) bool {
	return slices.ContainsFunc(list, func(name string) bool {
		return path == name || strings.HasSuffix(name, "/") && strings.HasPrefix(path, name)
	})
}

func ours(path string) (room string, ok bool) {
	if path == module {
		return "", true
	}
	rest, ok := strings.CutPrefix(path, module+"/")
	room, _, _ = strings.Cut(rest, "/")
	return room, ok
}

func TestArrowsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := below[s.room]
		if !known {
			t.Errorf("%s stands in no room of the house", s.name)
			continue
		}
		for _, path := range importsOf(s) {
			if room, ok := ours(path); ok && room != s.room && !slices.Contains(allowed, room) {
				t.Errorf("%s imports %s: from %s no arrow points to %s", s.name, path, s.room, room)
			}
			for name, room := range ownRoom {
				if strings.HasPrefix(path, name) && s.room != room {
					t.Errorf("%s imports %s, which only %s may know", s.name, path, room)
				}
			}
		}
	}
}

func TestTheRulesImportOnlyWhatComputes(t *testing.T) {
	for _, s := range sources(t) {
		if s.room != "workflow" {
			continue
		}
		for _, path := range importsOf(s) {
			if _, own := ours(path); !own && !named(path, pure) {
				t.Errorf("%s imports %s, which is not on the list of what the rules may import", s.name, path)
			}
		}
	}
}

// What the rules import must not bring in by a back door what they may not have themselves. (Package os is no such
// thing: fmt needs it to print.)
func TestTheRulesReachNoNetworkDatabaseOrChance(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard", module+"/workflow")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	forbidden := []string{"database/", "net", "net/", "os/", "plugin", "log", "log/", "crypto/rand", "math/rand", "math/rand/", "html/", "text/"}
	reached := 0
	for d := json.NewDecoder(bytes.NewReader(out)); ; reached++ {
		var p struct {
			ImportPath string
			Standard   bool
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		room, own := ours(p.ImportPath)
		switch {
		case own && room != "workflow":
			t.Errorf("workflow reaches %s", p.ImportPath)
		case !own && !p.Standard && !named(p.ImportPath, pure):
			t.Errorf("workflow reaches %s, a third party that is not on its list", p.ImportPath)
		case p.Standard && named(p.ImportPath, forbidden):
			t.Errorf("workflow reaches %s", p.ImportPath)
		}
	}
	if reached < 10 {
		t.Errorf("go list names %d packages; the test has lost its eyes", reached)
	}
}

// clocks lists what of package time reads the clock or waits for it.
var clocks = struct{ everywhere, inRules []string }{
	everywhere: []string{"Now", "Since", "Until"},
	inRules:    []string{"After", "AfterFunc", "Sleep", "Tick", "NewTicker", "NewTimer", "Local", "LoadLocation"},
}

// readsClock lists where a file uses a name of package time that it may not.
func readsClock(s sourceFile, names []string) []string {
	local := map[string]bool{}
	var found []string
	for _, i := range s.file.Imports {
		switch {
		case i.Path.Value != `"time"`:
		case i.Name == nil:
			local["time"] = true
		case i.Name.Name == ".":
			found = append(found, s.name+" imports package time without its name")
		default:
			local[i.Name.Name] = true
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		// Not only calls: a time.Now that is handed on as a value reads the clock as well.
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && local[x.Name] && slices.Contains(names, sel.Sel.Name) {
				found = append(found, fmt.Sprintf("%s:%d uses time.%s", s.name, s.set.Position(sel.Pos()).Line, sel.Sel.Name))
			}
		}
		return true
	})
	return found
}

// Today and now are parameters everywhere but in cmd: else no day could be looked back on, and no test would be sure.
func TestOnlyCmdReadsTheClock(t *testing.T) {
	for _, s := range sources(t) {
		names := clocks.everywhere
		if s.room == "workflow" {
			names = slices.Concat(names, clocks.inRules)
		}
		if s.room == "cmd" {
			continue
		}
		for _, where := range readsClock(s, names) {
			t.Errorf("%s: the clock is read in cmd only", where)
		}
	}
}

// The test above is only worth its line if it sees a clock that is hidden a little.
func TestClocksAreFound(t *testing.T) {
	for code, want := range map[string]int{
		`import "time"; var t = time.Now()`:                                                1,
		`import "time"; var now = time.Now`:                                                1,
		`import klok "time"; func f() { _ = klok.Since(klok.Time{}) }`:                     1,
		`import . "time"; var t = Now()`:                                                   1,
		`import "time"; var t time.Time; var d = t.After(t)`:                               0, // a method that compares two times
		`import "time"; type r struct{ now func() time.Time }; func (x r) f() { x.now() }`: 0,
		`import time "fmt"; var Now = time.Sprint()`:                                       0,
	} {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, "x.go", "package x; "+code, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		got := readsClock(sourceFile{"workflow", "x.go", file, set}, slices.Concat(clocks.everywhere, clocks.inRules))
		if len(got) != want {
			t.Errorf("%s\nfinds %q, want %d", code, got, want)
		}
	}
}
