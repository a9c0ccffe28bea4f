package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"convenant/cmd/internal/config"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/play"
	"convenant/cmd/internal/web"
	"convenant/templates"
)

// templatesFlag lets a command take templates from a directory; the environment says which one it is otherwise.
func templatesFlag(f *flag.FlagSet) *string {
	return f.String("sjablonen", "", "a directory whose templates go before those of the program (default $CONVENANT_TEMPLATES)")
}

// openTemplates opens the templates of the program, with those of a directory laid over them.
func openTemplates(dir string) (*templates.Library, error) {
	if dir == "" {
		c, err := config.FromEnvironment()
		if err != nil {
			return nil, err
		}
		dir = c.Templates()
	}
	if dir == "" {
		return templates.Embedded()
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("templates: %s is no directory", dir)
	}
	return templates.Open(os.DirFS(dir), templates.EmbeddedFS())
}

// newPapers writes documents into a directory, and on a terminal shows how many there are.
func newPapers(dir string, library *templates.Library, s streams) (*play.Papers, error) {
	printer, err := paper.NewPrinter(library)
	if err != nil {
		return nil, err
	}
	papers, err := play.NewPapers(dir, printer)
	if err != nil {
		return nil, err
	}
	if isTerminal(s.err) {
		papers.Progress = func(count int) { fmt.Fprintf(s.err, "\r%d documenten \r", count) }
	}
	return papers, nil
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// runTemplates lists the templates with their fingerprints and says what is wrong with each.
func runTemplates(_ context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("sjablonen", flag.ContinueOnError)
	dir := templatesFlag(f)
	copyTo := f.String("kopie", "", "copy the templates of the program into this directory, to change them there")
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	if *copyTo != "" {
		return copyTemplates(*copyTo, s)
	}
	library, err := openTemplates(*dir)
	if err != nil {
		return err
	}
	wrong := 0
	for _, r := range library.Check() {
		fmt.Fprintln(s.out, strings.TrimRight(fmt.Sprintf("%-32s %-24s %s", r.Name, r.Title, r.Hash[:min(12, len(r.Hash))]), " "))
		for _, problem := range r.Problems {
			fmt.Fprintf(s.out, "    %s\n", problem)
			wrong++
		}
	}
	fmt.Fprintln(s.out, "web                              bladzijden")
	if err := web.CheckPages(library); err != nil {
		fmt.Fprintf(s.out, "    %v\n", err)
		wrong++
	}
	if wrong > 0 {
		return fmt.Errorf("%d problem(s) in the templates", wrong)
	}
	return nil
}

// copyTemplates lays the templates of the program in a directory that is not there yet, or is empty.
func copyTemplates(dir string, s streams) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; nothing was copied", dir)
	}
	if err := os.CopyFS(dir, templates.EmbeddedFS()); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "The templates are in %s. Check what you change there with: convenant sjablonen -sjablonen %s\n", dir, dir)
	return nil
}
