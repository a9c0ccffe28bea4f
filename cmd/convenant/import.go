package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/config"
	"convenant/cmd/internal/intake"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

// runImport brings running convenanten into the register, or tells what would become of them.
func runImport(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("import FILE", flag.ContinueOnError)
	rehearse := f.Bool("proef", false, "report what would happen, and change nothing")
	example := f.Bool("voorbeeld", false, "print a spreadsheet to begin with; its columns are explained in import/LEESMIJ.md among the templates")
	from := templatesFlag(f)
	wanted := 1
	if slices.Contains(args, "-voorbeeld") {
		wanted = 0
	}
	files, err := parse(f, args, wanted, s)
	if err != nil {
		return err
	}
	if *example {
		return printExample(s)
	}
	src, err := readSpreadsheet(files[0])
	if err != nil {
		return err
	}
	file, err := intake.Read(files[0], src)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	library, err := openTemplates(*from)
	if err != nil {
		return err
	}
	now, err := clock.Today(time.Now())
	if err != nil {
		return err
	}
	i := importing{file, library, now, *rehearse, s}
	if *rehearse && !thereIsARegister() {
		fmt.Fprintln(s.out, "Er is nog geen register; daarom is niet gekeken of een kenmerk er al in staat.")
		return i.run(ctx, nil)
	}
	return withRegister(ctx, func(r *storage.Register) error { return i.run(ctx, r) })
}

// readSpreadsheet reads the file, or tells a secretary what to do.
func readSpreadsheet(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is een map. Noem het bestand zelf, bijvoorbeeld: convenant import %s", path, filepath.Join(path, "lijst.csv"))
	}
	var src []byte
	if err == nil {
		src, err = os.ReadFile(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("het bestand %s is er niet. Kijk of de naam klopt, en of het in de map staat waarin u werkt", path)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("het bestand %s mag u niet lezen. Vraag wie het heeft gemaakt om het leesbaar te maken", path)
	case err != nil:
		return nil, fmt.Errorf("het bestand %s is niet te lezen: %w", path, err)
	}
	return src, nil
}

func printExample(s streams) error {
	b, err := fs.ReadFile(templates.EmbeddedFS(), "import/voorbeeld.csv")
	if err != nil {
		return err
	}
	_, err = s.out.Write(b)
	return err
}

// thereIsARegister reports whether the configuration names one. A rehearsal must not make it.
func thereIsARegister() bool {
	c, err := config.FromEnvironment()
	if err != nil || strings.Contains(c.Database(), "://") {
		return true // what is wrong is told when it is opened
	}
	_, err = os.Stat(c.Database())
	return !errors.Is(err, fs.ErrNotExist)
}

// importing is a file on its way into a register.
type importing struct {
	file     *intake.File
	library  *templates.Library
	today    workflow.Date
	rehearse bool
	s        streams
}

// run checks the file against the register, if there is one, records it and reports.
func (i importing) run(ctx context.Context, r *storage.Register) error {
	known := func(reference string) ([]storage.Row, error) {
		if r == nil {
			return nil, nil
		}
		return r.WithReference(ctx, reference, i.today)
	}
	if err := i.file.Check(i.today, i.library, known); err != nil {
		return err
	}
	if i.file.Refused() == 0 && !i.rehearse {
		if err := i.file.Record(ctx, r, i.library, known); err != nil {
			return err
		}
	}
	i.file.Report(i.s.out)
	fmt.Fprintf(i.s.out, "\n%s\n", i.conclusion())
	if i.file.Refused() > 0 {
		return errSilent
	}
	return nil
}

func (i importing) conclusion() string {
	all, refused := len(i.file.Convenanten), i.file.Refused()
	can := "De %d convenanten kunnen worden ingevoerd. Dit was een proef: er is niets veranderd."
	did := "Er zijn %d convenanten ingevoerd."
	if all == 1 {
		can, did = "%d convenant kan worden ingevoerd. Dit was een proef: er is niets veranderd.", "Er is %d convenant ingevoerd."
	}
	switch {
	case refused > 0:
		return fmt.Sprintf("Van %d van de %d convenanten klopt iets niet. Er is niets ingevoerd. Verbeter het bestand en probeer het opnieuw.", refused, all)
	case i.rehearse:
		return fmt.Sprintf(can, all)
	}
	return fmt.Sprintf(did, all)
}
